"""The lab of the laws: Amdahl's and Gustafson's curves over points that the reader has measured."""

from typing import NamedTuple

import ipywidgets as widgets
from matplotlib.lines import Line2D

from helpers import laws as arithmetic
from helpers.drawing import axes, legends
from helpers.labs.view import WIDE, LabView, Typed
from helpers.wording.arguments import check_number
from helpers.wording.errors import refuses_in_one_line

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
    check_number("serial_fraction", serial_fraction, 0, 1)
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
        self._axes = self.picture.figure.add_axes((0.1, 0.16, 0.87, 0.8))
        axes.prepare_speedup(self._axes, self._most, min(measurement.speedup))
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
            self._say(_found(fraction))
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

        facts = (
            f"With {self._most} workers: Amdahl {amdahl[-1]:.2f}, Gustafson {gustafson[-1]:.2f}."
        )
        caption = f"Amdahl's and Gustafson's curves. {_found(fraction)}"
        self.picture.update(add_artists, caption, facts=facts, legend=legends.legend(_LEGEND))


_LEGEND = (
    legends.Entry("measured", axes.MEASURED, "-", "dot"),
    legends.Entry("Amdahl: the same work", axes.AMDAHL, "-."),
    legends.Entry("Gustafson: more work", _GUSTAFSON, "--"),
)


def _found(fraction):
    """Say in words what the laws say of a serial fraction."""
    limit = f"no number of workers passes {1 / fraction:.1f}" if fraction else "there is no limit"
    return (
        f"With a serial fraction of {fraction:.2f}, {limit} on the same work (Amdahl). The points "
        "are yours: which fraction lays the curve through them?"
    )
