"""Measured speedups drawn on given axes.

Every function draws on the axes that it is given and changes no global setting. Those that add what
changes from one measurement to the next return the artists that they added, so that a live picture
can take them away again. Most colours are those of Okabe and Ito, which colour-blind readers can
tell apart (https://jfly.uni-koeln.de/color); where theirs is too pale, a darker one stands: whatever is
drawn has a contrast of 3 or more with its background (WCAG 2.2, 1.4.11), also in a dark page. No meaning
rests on colour alone.
"""

from statistics import median

from matplotlib.collections import LineCollection
from matplotlib.lines import Line2D

from helpers import laws
from helpers.wording.words import times

__all__ = [
    "AMDAHL",
    "BARS",
    "CEILING",
    "GREY",
    "IDEAL",
    "KEPT",
    "LIVE_COLOURS",
    "MEASURED",
    "PALE",
    "PREDICTED",
    "TICK",
    "add_ideal",
    "add_line",
    "add_points",
    "doubles",
    "in_fractions",
    "legend_of_speedup",
    "prepare_speedup",
    "tidy",
    "told_beyond",
]

MEASURED, PREDICTED, CEILING, AMDAHL, IDEAL = "#0072B2", "#CC79A7", "#009E73", "#D55E00", "#767676"
GREY, PALE = "#888888", "#eeeeee"  # a pale area has an edge
KEPT = GREY  # a run that was kept, to compare others with
BARS = ("#005F99", "#3A9AD9")  # by turns, so that two tasks of one worker are told apart
TICK = AMDAHL  # what is too short for a bar; no picture has both
# The palette of a lab's picture, beside greys, which are in each: what is no grey above must stand here.
LIVE_COLOURS = (MEASURED, PREDICTED, CEILING, AMDAHL, *BARS)
_LINEAR_UP_TO = 16  # workers; beyond, both axes double from mark to mark


def doubles(max_workers):
    """Tell whether both axes of a speedup plot double from mark to mark, unless a reader wants otherwise.

    Parameters
    ----------
    max_workers : int

    Returns
    -------
    bool
    """
    return max_workers > _LINEAR_UP_TO


def prepare_speedup(ax, max_workers, lowest=0.25, doubling=None):
    """Set up axes for speedup by number of workers.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    max_workers : int
        The largest number that will be drawn.
    lowest : float, optional
        The lowest speedup that will be; it counts where both axes double from mark to mark.
    doubling : bool, optional
        Whether they do; as `doubles` says if not given.
    """
    most = max(2, max_workers)
    if doubles(max_workers) if doubling is None else doubling:
        ax.set_xscale("log", base=2)
        ax.set_yscale("log", base=2)
        ax.set(xlim=(0.9, most * 1.15), ylim=(min(0.25, 0.8 * lowest), most * 1.25))
        for axis in (ax.xaxis, ax.yaxis):
            axis.set_major_formatter(in_fractions)
    else:
        every = -(-most // _LINEAR_UP_TO)
        ax.set(xlim=(0.7, most + 0.45), ylim=(0, most + 0.5), xticks=range(every, most + 1, every))
    ax.axhline(1, color=IDEAL, linewidth=0.8)
    ax.set(xlabel="workers", ylabel="speedup (times)")
    tidy(ax)


def in_fractions(value, _=None):
    """Write 1/256, and not 0.00390625; what an axis that doubles takes as its formatter.

    Parameters
    ----------
    value : float

    Returns
    -------
    str

    Examples
    --------
    >>> in_fractions(8), in_fractions(0.125)
    ('8', '1/8')
    """
    return f"{value:g}" if value >= 1 else f"1/{1 / value:g}"


def told_beyond(ax, intervals):
    """Say how far intervals go on where the picture ends.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
        As `prepare_speedup` has set them up.
    intervals : iterable of (float, float) or None
        None where one is not known.

    Returns
    -------
    str
        A sentence; empty if all are in it.
    """
    bottom, top = ax.get_ylim()
    known = [interval for interval in intervals if interval]
    lowest = min((low for low, _ in known), default=bottom)
    highest = max((high for _, high in known), default=top)
    if lowest >= bottom and highest <= top:
        return ""
    ends = [
        times(end)
        for end, is_out in ((lowest, lowest < bottom), (highest, highest > top))
        if is_out
    ]
    return f"Intervals go on beyond the picture, to {' and to '.join(ends)}."


def legend_of_speedup():
    """Return the legend's entries for what `prepare_speedup` and `add_points` draw.

    Returns
    -------
    list of matplotlib.lines.Line2D
    """
    return [
        Line2D([], [], color=MEASURED, marker="o", label="measured, with interval"),
        Line2D([], [], color=IDEAL, linestyle=":", label="ideal: whole rounds of tasks"),
        Line2D([], [], color=CEILING, linestyle="--", label="ceiling here, if tasks compute"),
        Line2D([], [], color=AMDAHL, linestyle="-.", label="Amdahl curve, if one fits"),
        Line2D([], [], color=PREDICTED, marker="D", linestyle="", label="your prediction"),
    ]


def add_ideal(ax, n_tasks, max_workers):
    """Add the speedup of workers that cost nothing, which whole rounds of tasks bound.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    n_tasks, max_workers : int

    Returns
    -------
    list of matplotlib.artist.Artist
        What was added.
    """
    n = range(1, max_workers + 1)
    values = [laws.ideal_speedup(n_tasks, k) for k in n]
    return [add_line(ax, n, values, color=IDEAL, linestyle=":", linewidth=1.5)]


def add_points(ax, measurement=None, curve=(), ceilings=None, prediction=None, kept=None):
    """Add measured points with their intervals, fitted curve, ceilings and prediction to prepared axes.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    measurement : Measurement, optional
    curve : sequence of (int, float), optional
        Of a law that was fitted.
    ceilings : dict of int to list of float, optional
        What was reached, by number of workers; level from the largest number on.
    prediction : (int, float), optional
    kept : Measurement, optional
        Of a run that was kept, in grey.

    Returns
    -------
    list of matplotlib.artist.Artist
        What was added.
    """
    added = []
    if kept is not None:
        style = {"marker": "s", "markersize": 5, "linewidth": 1.2}
        added.append(add_line(ax, kept.n_workers, kept.speedup, color=KEPT, **style))
    if ceilings and len(ceilings) > 1:
        n = sorted(ceilings)
        values = [median(ceilings[k]) for k in n]
        ranges = [[(k, min(ceilings[k])), (k, max(ceilings[k]))] for k in n]
        added.append(_add_bars(ax, ranges, CEILING, 4))
        most = max([n[-1], *(measurement.n_workers if measurement else ())])
        line = {"color": CEILING, "linestyle": "--", "linewidth": 1.5}
        added.append(add_line(ax, [*n, most], [*values, values[-1]], **line))
    if measurement is not None and measurement.n_workers:
        n, values = measurement.n_workers, measurement.speedup
        if curve:
            x, y = zip((1, 1.0), *(point for point in curve if point[0] > 1), strict=True)
            added.append(add_line(ax, x, y, color=AMDAHL, linestyle="-.", linewidth=1.2))
        known = [pair for pair in zip(n, measurement.intervals, strict=True) if pair[1]]
        ranges = [[(x, low), (x, high)] for x, (low, high) in known]
        added.append(_add_bars(ax, ranges, MEASURED, 2))  # seen over a ceiling
        points = {"marker": "o", "markersize": 6, "linewidth": 1.2}
        added.append(add_line(ax, n, values, color=MEASURED, **points))
    if prediction is not None:
        n, guess = prediction
        mark = {"marker": "D", "markersize": 9, "linestyle": "", "markeredgecolor": "black"}
        added.append(add_line(ax, [n], [guess], color=PREDICTED, **mark))
    return added


def _add_bars(ax, ranges, colour, width):
    return ax.add_collection(LineCollection(ranges, colors=colour, linewidths=width), autolim=False)


def add_line(ax, x, y, **style):
    """Add a line that leaves the limits of the axes alone; at a third of the cost of ``ax.plot``.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    x, y : sequence of float
    **style
        As for `matplotlib.lines.Line2D`.

    Returns
    -------
    matplotlib.artist.Artist
    """
    return ax.add_artist(Line2D(x, y, **style))


def tidy(ax):
    """Take away what a plot does not need, and put a light grid behind it.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    """
    ax.spines[["top", "right"]].set_visible(False)
    ax.grid(True, color="#dddddd", linewidth=0.8)
    ax.set_axisbelow(True)
