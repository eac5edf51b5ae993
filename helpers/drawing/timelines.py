"""Which worker ran which task when, drawn on given axes; as in `axes`, nothing global is changed."""

from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from helpers.drawing import axes

__all__ = ["add_bars", "add_slices", "prepare_timeline"]


def prepare_timeline(ax, live=False):
    """Set up axes for a timeline.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    live : bool, optional
        Leave the numbers of both scales to a `Picture`, which draws them anew with every update.
    """
    ax.set(xlabel="time since the runner was called (s)", ylabel="worker", ylim=(1, 0))
    axes.tidy(ax)
    if live:
        ax.tick_params(length=0, labelbottom=False, labelleft=False)
        ax.grid(False)
        ax.xaxis.labelpad, ax.yaxis.labelpad = 24, 26


def add_bars(ax, spans, until_s=None, baseline_s=None):
    """Add a bar a task to prepared axes, a row a worker, and hatch the time before the first task.

    A worker whose tasks overlap in time, such as a thread that runs coroutines, gets a row for each
    task that it has in progress at once.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    spans : sequence of Span
    until_s : float, optional
        The right end of the axis, in seconds.
    baseline_s : float, optional
        When the sequential loop would have ended, in seconds; drawn as a dashed line.

    Returns
    -------
    list of matplotlib.artist.Artist
        What was added.
    """
    rows = _rows(spans)
    added = _add_rows(ax, rows, spans, max(rows, default=-1) + 1)
    ax.set_xlim(0, until_s or max((span.end_s for span in spans), default=1))
    if spans:
        startup_s = min(span.start_s for span in spans)
        box = Rectangle((0, 0), startup_s, 1, facecolor="#eeeeee", edgecolor="#999999", hatch="///")
        added.append(ax.add_artist(box))
    if baseline_s is not None:
        style = {"color": "black", "linestyle": "--", "linewidth": 1.2}
        added.append(axes.add_line(ax, [baseline_s, baseline_s], [0, 1], **style))
    return added


def add_slices(ax, slices, n_threads):
    """Add a bar a slice to prepared axes, a row a thread.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    slices : sequence of Span
        Their workers are the threads' numbers, from 0.
    n_threads : int

    Returns
    -------
    list of matplotlib.artist.Artist
        What was added.
    """
    ax.set_xlim(0, max((s.end_s for s in slices), default=0.1))
    return _add_rows(ax, [s.worker for s in slices], slices, n_threads)


def _add_rows(ax, rows, spans, n_rows):
    """Add a bar for each span to its row, and number the rows from 1."""
    seen, boxes, colours = {}, [], []
    for row, span in sorted(zip(rows, spans, strict=True), key=lambda pair: pair[1].start_s):
        top, bottom = (row + 0.08) / n_rows, (row + 0.92) / n_rows
        boxes.append(
            [(span.start_s, top), (span.end_s, top), (span.end_s, bottom), (span.start_s, bottom)]
        )
        seen[row] = seen.get(row, -1) + 1
        colours.append(axes.BARS[seen[row] % 2])
    every = max(1, -(-n_rows // 8))  # at most eight numbers beside the rows
    shown = range(0, n_rows, every)
    ax.set_yticks([(row + 0.5) / n_rows for row in shown], [str(row + 1) for row in shown])
    return [ax.add_collection(PolyCollection(boxes, facecolors=colours), autolim=False)]


def _rows(spans):
    """Give each span its row: workers in the order of their first task, overlaps side by side."""
    lanes = {}  # worker -> the end of the last span in each of its lanes
    places = [None] * len(spans)
    for i in sorted(range(len(spans)), key=lambda i: spans[i].start_s):
        span = spans[i]
        ends = lanes.setdefault(span.worker, [])
        lane = next((k for k, end_s in enumerate(ends) if end_s <= span.start_s), len(ends))
        ends[lane : lane + 1] = [span.end_s]
        places[i] = (span.worker, lane)
    first_row, n_rows = {}, 0
    for worker, ends in lanes.items():
        first_row[worker], n_rows = n_rows, n_rows + len(ends)
    return [first_row[worker] + lane for worker, lane in places]
