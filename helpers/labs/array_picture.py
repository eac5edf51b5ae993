"""The picture of the lab on arrays: speedup and bandwidth by operations a number, below their roofs."""

from statistics import median
from typing import NamedTuple

from matplotlib.collections import LineCollection

from helpers import laws
from helpers.drawing import Text, axes, legends
from helpers.measure import kernels
from helpers.wording.words import counted, times, two_digits

__all__ = ["HEIGHT_IN", "WIDTH_IN", "ArrayDrawing", "Rates", "Settings", "told_operations"]

WIDTH_IN, HEIGHT_IN = 8.4, 3.1
_BELOW, _UP_TO, _TITLE = 0.175, 0.725, 0.94  # of the axes and above them, in parts of the height
_TICKS = (1, 4, 16, 64, 256)
_GB_PER_S = (0.01, 2000)  # from where computing bounds one slow worker, to the caches of many
_PER_GB = 1e9


class Settings(NamedTuple):
    """The values of the lab's sliders."""

    n_workers: int
    size_mb: float
    n_operations: int


def told_operations(n):
    """Write a number of operations.

    Parameters
    ----------
    n : int

    Returns
    -------
    str

    Examples
    --------
    >>> told_operations(1), told_operations(16)
    ('1 operation a number', '16 operations a number')
    """
    return f"{counted(n, 'operation')} a number"


class Rates(NamedTuple):
    """What one worker and all together have reached, where both have run.

    Attributes
    ----------
    measured : dict of int to Measurement
        By the number of operations.
    n_numbers : int
    """

    measured: dict
    n_numbers: int

    def gb_per_s(self, k):
        """Say how many GB a second were read and written, by one worker and by all together.

        Parameters
        ----------
        k : int
            Operations a number.

        Returns
        -------
        (float, float)
        """
        moved = kernels.BYTES_PER_NUMBER * self.n_numbers * kernels.n_passes(k, self.n_numbers)
        return tuple(moved / seconds / _PER_GB for seconds in self._seconds(k))

    def _seconds(self, k):
        runs = self.measured[k].runs[-1]
        return median(run.baseline_s for run in runs), median(run.elapsed_s for run in runs)

    @property
    def intervals(self):
        """Those of all speedups, where they are known."""
        return [m.intervals[-1] for m in self.measured.values() if m.intervals[-1]]

    @property
    def roofs(self):
        """The `Roof` of one worker, and that of all together."""
        pairs = {k: self._seconds(k) for k in self.measured}
        return tuple(
            kernels.roof_of({k: pair[who] for k, pair in pairs.items()}, self.n_numbers)
            for who in (0, 1)
        )

    def below(self, roof, k):
        """Say what bandwidth a roof allows, in GB a second.

        Parameters
        ----------
        roof : Roof
        k : int
            Operations a number.

        Returns
        -------
        float
        """
        operations_per_byte = k / kernels.BYTES_PER_NUMBER
        return laws.roofline(operations_per_byte, *roof) / operations_per_byte / _PER_GB

    def ridge(self, roof):
        """Say from how many operations a number on computing is the limit, as a roof has it.

        Parameters
        ----------
        roof : Roof

        Returns
        -------
        float
        """
        return laws.ridge_point(*roof) * kernels.BYTES_PER_NUMBER


class ArrayDrawing:
    """Draws what a lab on arrays knows into its picture.

    Parameters
    ----------
    picture : Picture
        Of two parts.
    max_workers : int
        The right end of the *workers* slider.
    """

    def __init__(self, picture, max_workers):
        self._picture = picture
        self._speedups = picture.figure.add_axes((0.075, _BELOW, 0.41, _UP_TO))
        self._bandwidths = picture.figure.add_axes((0.583, _BELOW, 0.402, _UP_TO))
        axes.prepare_speedup(self._speedups, max_workers)
        self._bandwidths.set_yscale("log")
        self._bandwidths.set(ylim=_GB_PER_S, ylabel="GB per second")
        self._bandwidths.yaxis.set_major_formatter(lambda value, _: f"{value:g}")
        axes.tidy(self._bandwidths)
        for ax in (self._speedups, self._bandwidths):
            ax.set_xscale("log", base=2)
            ax.set(xlim=(0.8, 330), xlabel="operations a number", xticks=_TICKS)
            ax.xaxis.set_major_formatter(lambda value, _: f"{value:g}")
            ax.minorticks_off()

    def update(self, settings, rates, predicted, state, found):
        """Draw the current knowledge.

        Parameters
        ----------
        settings : Settings
        rates : Rates or None
            None before the first run.
        predicted : float or None
            The speedup that the reader expects; None if they have not said.
        state : str
            How far the measuring has come, in a few words.
        found : str
            What else is to be said of it, in a sentence or two.
        """

        def add_artists():
            ideal = [settings.n_workers] * 2
            added = [axes.add_line(self._speedups, _ends(), ideal, color=axes.IDEAL, linestyle=":")]
            if rates is not None:
                added += self._add_speedups(rates)
                added += self._add_bandwidths(rates)
            if predicted is not None:
                mark = {"marker": "D", "markersize": 9, "linestyle": "", "markeredgecolor": "black"}
                at = [settings.n_operations], [predicted]
                added.append(axes.add_line(self._speedups, *at, color=axes.PREDICTED, **mark))
            return added

        size = f"{two_digits(settings.size_mb)} MB of numbers"
        workers = counted(settings.n_workers, "worker")
        told = f"Speedup and bandwidth by operations a number, for {size} on {workers}. "
        self._picture.update(
            add_artists,
            f"{told}{_points_told(rates)}{found}".rstrip(),
            texts=[
                Text(0.01, _TITLE, f"{size}, {workers}"),
                Text(0.51, _TITLE, state or "what was read and written"),
            ],
            facts="" if rates is None else self._facts(rates),
            legend=legends.legend(_entries(rates, predicted is not None)),
        )

    def _add_speedups(self, rates):
        xs = sorted(rates.measured)
        values = [rates.measured[k].speedup[-1] for k in xs]
        known = [(k, rates.measured[k].intervals[-1]) for k in xs]
        ranges = [[(k, low), (k, high)] for k, (low, high) in filter(lambda pair: pair[1], known)]
        bars = LineCollection(ranges, colors=axes.MEASURED, linewidths=2)
        one, all_ = rates.roofs
        roof = [rates.below(all_, k) / rates.below(one, k) for k in _steps()]
        points = {"marker": "o", "markersize": 6, "linewidth": 1.2}
        return [
            axes.add_line(self._speedups, _steps(), roof, color=axes.CEILING, linestyle="--"),
            self._speedups.add_collection(bars, autolim=False),
            axes.add_line(self._speedups, xs, values, color=axes.MEASURED, **points),
        ]

    def _add_bandwidths(self, rates):
        xs, added = sorted(rates.measured), []
        styles = (axes.KEPT, "s", 5), (axes.MEASURED, "o", 6)
        for who, (roof, (colour, marker, size)) in enumerate(zip(rates.roofs, styles, strict=True)):
            ys = [rates.below(roof, k) for k in _steps()]
            line = {"color": axes.CEILING, "linestyle": "--"}
            added.append(axes.add_line(self._bandwidths, _steps(), ys, **line))
            points = [rates.gb_per_s(k)[who] for k in xs]
            style = {"color": colour, "marker": marker, "markersize": size, "linestyle": ""}
            added.append(axes.add_line(self._bandwidths, xs, points, **style))
        return added

    def _facts(self, rates):
        told = (
            f"At most {two_digits(roof.bytes_per_s / _PER_GB)} GB and "
            f"{two_digits(roof.operations_per_s / 1e9)} billion operations per second by {who}."
            for roof, who in zip(rates.roofs, ("one worker", "all together"), strict=True)
        )
        return " ".join([*told, axes.told_beyond(self._speedups, rates.intervals)]).rstrip()


def _ends():
    return [1, _TICKS[-1]]


def _steps():
    """Return where a roof is drawn: often enough for its corner to look like one."""
    return [2 ** (step / 8) for step in range(65)]


def _points_told(rates):
    if rates is None:
        return "Nothing is measured yet. "
    told = ", ".join(f"{k}: {times(rates.measured[k].speedup[-1])}" for k in sorted(rates.measured))
    return f"Measured speedup by operations a number: {told}. "


def _entries(rates, has_predicted):
    """List what the picture shows, and nothing else."""
    yield legends.Entry("each worker as fast as one alone", axes.IDEAL, ":")
    yield legends.Entry("one worker alone", axes.IDEAL, "-", width=1)
    if rates is not None:
        yield legends.Entry("measured, all together", axes.MEASURED, "-", "dot")
        if rates.intervals:
            yield legends.Entry("its interval", axes.MEASURED, shape="range")
        yield legends.Entry("measured, one worker", axes.KEPT, shape="square")
        yield legends.Entry("roof: the most bytes, the most operations", axes.CEILING, "--")
    if has_predicted:
        yield legends.Entry("your prediction", axes.PREDICTED, shape="diamond")
