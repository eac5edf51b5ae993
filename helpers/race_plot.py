"""Tools drawn as bars, side by side: what the race shows."""

from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from helpers import plots

__all__ = ["add", "legend", "prepare"]


def prepare(ax, names):
    """Set up axes for a bar a tool.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    names : list of str
        From the top.
    """
    ax.set(ylim=(len(names) - 0.45, -0.55), xlabel="speedup (times)")
    ax.set_yticks(range(len(names)), names)
    plots.tidy(ax)
    ax.grid(False)
    ax.tick_params(length=0, labelbottom=False)
    ax.tick_params(axis="y", pad=20)  # room for the mark of the favourite
    ax.xaxis.labelpad = 24


def legend():
    """Return the legend's entries for what `add` draws.

    Returns
    -------
    list of matplotlib.artist.Artist
    """
    mark = {"marker": "D", "linestyle": "", "markeredgecolor": "black"}
    return [
        Patch(color=plots.BARS[1], label="median, as the number says"),
        Line2D([], [], color=plots.MEASURED, linewidth=4, label="range"),
        Line2D([], [], color=plots.PREDICTED, label="your favourite", **mark),
        Line2D([], [], color=plots.IDEAL, linewidth=0.8, label="the sequential loop"),
        Line2D([], [], color=plots.IDEAL, linestyle=":", label="ideal: whole rounds of tasks"),
        Line2D([], [], color=plots.CEILING, linestyle="--", label="ceiling, if tasks compute"),
    ]


def add(ax, measurements, favourite=None, ideal=None, ceiling=None):
    """Add a bar a tool to prepared axes, with its range, and mark what it is to be compared with.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    measurements : dict of str to Measurement
        By the tool's name; tools that are not in it get no bar.
    favourite : str, optional
        The tool whose row gets the mark of a prediction.
    ideal, ceiling : float, optional
        Speedups, drawn as a dotted and a dashed line.

    Returns
    -------
    list of matplotlib.artist.Artist
        What was added.
    """
    rows = {label.get_text(): row for row, label in enumerate(ax.get_yticklabels())}
    highest = [m.speedup_range[-1][1] for m in measurements.values()]
    most = max([1.2, *highest, *(x for x in (ideal, ceiling) if x is not None)])
    ax.set_xlim(0, 1.04 * most)
    boxes, ranges = [], []
    for name, m in measurements.items():
        row, value = rows[name], m.speedup[-1]
        boxes.append([(0, row - 0.32), (value, row - 0.32), (value, row + 0.32), (0, row + 0.32)])
        ranges.append([(x, row) for x in m.speedup_range[-1]])
    added = [
        ax.add_collection(PolyCollection(boxes, facecolors=plots.BARS[1]), autolim=False),
        ax.add_collection(
            LineCollection(ranges, colors=plots.MEASURED, linewidths=4), autolim=False
        ),
        plots.add_line(ax, [1, 1], ax.get_ylim(), color=plots.IDEAL, linewidth=0.8),
    ]
    for value, style in ((ideal, (plots.IDEAL, ":")), (ceiling, (plots.CEILING, "--"))):
        if value is not None:
            line = {"color": style[0], "linestyle": style[1], "linewidth": 1.5}
            added.append(plots.add_line(ax, [value, value], ax.get_ylim(), **line))
    if favourite in rows:
        mark = {"marker": "D", "markersize": 9, "linestyle": "", "markeredgecolor": "black"}
        # Beside the tool's name: on the scale, it would look like a predicted speedup.
        beside = {"transform": ax.get_yaxis_transform(), "clip_on": False}
        line = plots.add_line(
            ax, [-0.02], [rows[favourite]], color=plots.PREDICTED, **mark, **beside
        )
        added.append(line)
    return added
