"""The picture of a race: a bar a tool, and what it is to be compared with."""

import textwrap
from statistics import median

from matplotlib.collections import LineCollection, PolyCollection

from helpers.drawing import axes, legends

__all__ = ["add_bars", "entries", "prepare"]


_INTERVAL = "black"  # it is seen on a bar, and beside it
_LETTERS, _LINES = 19, 2  # that a name has room for, left of its bar


def _written(name):
    """Write a name in two lines if it is long, and without its end if it is longer."""
    lines = textwrap.wrap(name, _LETTERS) or [""]
    if len(lines) > _LINES:
        lines[_LINES - 1] = lines[_LINES - 1][: _LETTERS - 1] + "…"
    return "\n".join(lines[:_LINES])


def prepare(ax, names):
    """Set up axes for a bar a tool.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    names : list of str
        The tools, from the top.
    """
    ax.set(ylim=(len(names) - 0.45, -0.55), xlabel="speedup (times)")
    ax.set_yticks(range(len(names)), [_written(name) for name in names])
    axes.tidy(ax)
    ax.grid(False)
    ax.tick_params(length=0, labelbottom=False)
    ax.tick_params(axis="y", pad=20)  # room for the mark of the favourite
    ax.xaxis.labelpad = 24


def entries(measurements, ceiling, has_favourite):
    """List what `add_bars` draws, for a legend.

    Parameters
    ----------
    measurements : dict of str to Measurement
    ceiling : list of float or None
        As for `add_bars`.
    has_favourite : bool

    Yields
    ------
    Entry
    """
    if measurements:
        yield legends.Entry("mean, as the number says", axes.BARS[1], shape="box")
        if any(m.intervals[-1] for m in measurements.values()):
            yield legends.Entry("its interval", _INTERVAL, "-", width=4)
    if has_favourite:
        yield legends.Entry("your favourite", axes.PREDICTED, shape="diamond")
    yield legends.Entry("the sequential loop", axes.IDEAL, "-", width=1)
    yield legends.Entry("ideal: whole rounds of tasks", axes.IDEAL, ":")
    if ceiling:
        yield legends.Entry("ceiling, with its range", axes.CEILING, "--")


def add_bars(ax, rows, measurements, favourite=None, ideal=None, ceiling=None):
    """Add a bar a tool to prepared axes, with its interval, and mark what it is to be compared with.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    rows : dict of str to int
        Each tool's, from the top.
    measurements : dict of str to Measurement
        Of the tools that have run.
    favourite : str, optional
        The tool that the reader expects to win.
    ideal : float, optional
        The speedup that whole rounds of tasks allow.
    ceiling : list of float, optional
        What independent processes reached, one a round.

    Returns
    -------
    list of matplotlib.artist.Artist
        What was added.
    """
    intervals = {name: m.intervals[-1] for name, m in measurements.items() if m.intervals[-1]}
    values = [m.speedup[-1] for m in measurements.values()]
    most = max([1.2, *values, *(ceiling or ()), *([] if ideal is None else [ideal])])
    # A wide interval may end outside: it would press all bars together.
    most = max(most, min(1.5 * most, max((high for _, high in intervals.values()), default=0)))
    ax.set_xlim(0, 1.04 * most)
    boxes = []
    for name, m in measurements.items():
        row, value = rows[name], m.speedup[-1]
        boxes.append([(0, row - 0.32), (value, row - 0.32), (value, row + 0.32), (0, row + 0.32)])
    ranges = [[(x, rows[name]) for x in interval] for name, interval in intervals.items()]
    added = [
        ax.add_collection(PolyCollection(boxes, facecolors=axes.BARS[1]), autolim=False),
        ax.add_collection(LineCollection(ranges, colors=_INTERVAL, linewidths=3), autolim=False),
        axes.add_line(ax, [1, 1], ax.get_ylim(), color=axes.IDEAL, linewidth=0.8),
    ]
    if ceiling:
        low, high = min(ceiling), max(ceiling)
        top, bottom = ax.get_ylim()
        box = [[(low, top), (high, top), (high, bottom), (low, bottom)]]
        pale = [(axes.CEILING, 0.2)]
        band = PolyCollection(box, facecolors=pale, edgecolors=axes.CEILING, linewidths=0.8)
        added.append(ax.add_collection(band, autolim=False))
    for value, style in (
        (ideal, (axes.IDEAL, ":")),
        (ceiling and median(ceiling), (axes.CEILING, "--")),
    ):
        if value is not None:
            line = {"color": style[0], "linestyle": style[1], "linewidth": 1.5}
            added.append(axes.add_line(ax, [value, value], ax.get_ylim(), **line))
    if favourite in rows:
        mark = {"marker": "D", "markersize": 9, "linestyle": "", "markeredgecolor": "black"}
        # Beside the tool's name: on the scale, it would look like a predicted speedup.
        beside = {"transform": ax.get_yaxis_transform(), "clip_on": False}
        line = axes.add_line(ax, [-0.02], [rows[favourite]], color=axes.PREDICTED, **mark, **beside)
        added.append(line)
    return added
