"""The lab of the laws: Amdahl's and Gustafson's curves over points that the reader has measured."""

from typing import NamedTuple

import ipywidgets as widgets
from matplotlib.lines import Line2D

from helpers import laws as arithmetic
from helpers.drawing import axes, legends
from helpers.labs import rounds_table
from helpers.labs.number_boxes import Typed
from helpers.labs.view import WIDE, LabView
from helpers.wording.arguments import check_number
from helpers.wording.errors import refuses_in_one_line
from helpers.wording.html import table
from helpers.wording.words import times

__all__ = ["LawsLab", "laws"]

_GUSTAFSON = axes.CEILING
# Workers; so many that both axes double from mark to mark, and few of the points lie low.
_MOST = 32


class Settings(NamedTuple):
    """The value of the lab's slider."""

    serial_fraction: float


@refuses_in_one_line
def laws(measurement, serial_fraction=0.1):
    """Show a lab that draws both laws over a measurement, and return it.

    Parameters
    ----------
    measurement : Measurement
    serial_fraction : float, optional
        0 to 1, at first.

    Returns
    -------
    LawsLab

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range; the message names it.
    """
    if not getattr(measurement, "n_workers", None):
        raise TypeError("measurement must be one of measure.sweep, with one or more points.")
    serial_fraction = check_number("serial_fraction", serial_fraction, 0, 1)
    return LawsLab(measurement, serial_fraction)._show()


class LawsLab(LabView):
    """A lab on Amdahl's and Gustafson's laws; made by `laws`. It measures nothing.

    Attributes
    ----------
    serial_fraction : ipywidgets.FloatSlider
    """

    def __init__(self, measurement, serial_fraction):
        self._measurement = measurement
        self.serial_fraction = widgets.FloatSlider(
            serial_fraction,
            min=0,
            max=1,
            step=0.01,
            readout_format=".2f",
            description="serial fraction",
            **WIDE,
        )
        super().__init__([Typed(self.serial_fraction, "{:.2f}")], width_in=5.6, height_in=3.2)
        self._most = max(_MOST, *measurement.n_workers)
        self._axes = self.picture.figure.add_axes((0.15, 0.16, 0.82, 0.8))
        low = min(measurement.speedup)
        lows = [interval[0] for interval in measurement.intervals if interval]
        # A wide interval may end outside: it would press all curves together.
        axes.prepare_speedup(self._axes, self._most, max(low / 4, min([low, *lows])))
        self.serial_fraction.observe(self._follow, names="value")

    def _settings(self):
        return Settings(round(self.serial_fraction.value, 2))

    def _sentence_without_kernel(self):
        return "Here is a slider for the serial fraction."

    def _show(self):
        self._display()
        self._follow()
        return self

    def _follow(self, _=None):
        """Say and draw what the slider stands for, at once, in the thread of whoever has moved it."""
        with self._screen:
            fraction = self._settings().serial_fraction
            self._say(_found(fraction, self._measurement))
            self._draw(fraction)
            self.picture.store()

    def _draw(self, fraction):
        n_workers = range(1, self._most + 1)
        amdahl = [arithmetic.amdahl_speedup(fraction, n) for n in n_workers]
        gustafson = [arithmetic.gustafson_speedup(fraction, n) for n in n_workers]

        def add_artists():
            lines = [
                Line2D(n_workers, amdahl, color=axes.AMDAHL, linestyle="-.", linewidth=1.5),
                Line2D(n_workers, gustafson, color=_GUSTAFSON, linestyle="--", linewidth=1.5),
            ]
            added = [self._axes.add_artist(line) for line in lines]
            return added + axes.add_points(self._axes, self._measurement)

        measured = self._measurement
        facts = (
            f"With {self._most} workers: Amdahl {amdahl[-1]:.2f}, Gustafson {gustafson[-1]:.2f}."
        )
        points = zip(measured.n_workers, measured.speedup, strict=True)
        caption = (
            "Amdahl's and Gustafson's curves over measured points, speedup by number of workers. Measured: "
            f"{', '.join(f'{n}: {times(value)}' for n, value in points)}. {facts} "
            f"{_found(fraction, measured)}"
        )
        facts = f"{facts} {axes.told_beyond(self._axes, measured.intervals)}".rstrip()
        legend = legends.legend(_entries(measured))
        self.picture.update(add_artists, caption, facts=facts, legend=legend)
        self._show_numbers(_numbers(measured, amdahl, gustafson))


def _entries(measurement):
    """List what the picture shows, and nothing else."""
    yield legends.Entry("measured", axes.MEASURED, "-", "dot")
    if any(measurement.intervals):
        yield legends.Entry("its interval", axes.MEASURED, shape="range")
    yield legends.Entry("Amdahl: the same work", axes.AMDAHL, "-.")
    yield legends.Entry("Gustafson: more work", _GUSTAFSON, "--")
    yield legends.Entry("as fast as the loop", axes.IDEAL, "-", width=1)


def _numbers(measurement, amdahl, gustafson):
    """Write a line for each number of workers that was measured or doubles, and a file with all."""
    points = dict(zip(measurement.n_workers, measurement.speedup, strict=True))
    curves = enumerate(zip(amdahl, gustafson, strict=True), start=1)
    rows = [(n, points.get(n, ""), *values) for n, values in curves]
    told = [
        (str(n), *(value if value == "" else times(value) for value in values))
        for n, *values in rows
        if n in points or n & (n - 1) == 0
    ]
    titles = ["workers", "measured", "Amdahl", "Gustafson"]
    text = rounds_table.written(titles, rows)
    return rounds_table.beside_a_file(
        table(titles, told), "laws.csv", text, "speedups, for all numbers of workers"
    )


def _found(fraction, measurement):
    """Say in words what the laws say of a serial fraction, and what there is to find."""
    limit = "there is no limit"
    if fraction:
        limit = f"no number of workers passes a speedup of {1 / fraction:.1f}"
    told = f"With a serial fraction of {fraction:.2f}, {limit} on the same work (Amdahl)."
    points = zip(measurement.n_workers, measurement.speedup, strict=True)
    several = [value for n, value in points if n > 1]
    if several and max(several) < 1:
        return (
            f"{told} The points are yours. Those of several workers lie below 1, where no fraction lays "
            "the curve: the law knows no overhead."
        )
    return f"{told} The points are yours: which fraction lays the curve through them?"
