"""Which worker ran which task when, drawn on given axes; as in `axes`, nothing global is changed.

Whatever is drawn is seen, however short it was. A task's bar is two pixels wide or more, in its place: a
row shows when its worker was at work. Slices of the interpreter are counted, so each must be seen as one:
what is too short for a bar becomes a tick, and ticks of a row are moved apart, so that none covers another,
nor a whole bar. So it is with short episodes.
"""

from collections import defaultdict

from matplotlib.collections import PolyCollection
from matplotlib.patches import Rectangle

from helpers.drawing import axes

__all__ = [
    "add_bars",
    "add_episodes",
    "add_mark",
    "add_slices",
    "by_length",
    "prepare_timeline",
    "rows_of",
    "startup_is_seen",
    "until_s",
]

# In pixels: the least width of a task's bar; the least of a slice's, below which it is a tick; a tick's
# own width, and the distance from one to the next. What is left between two is seen of a bar behind them.
_LEAST_BAR, _LEAST_SLICE, _TICK, _TICK_TO_TICK = 2, 3, 2, 3
_LEAST_HATCH = 4  # pixels: a narrower box shows no hatching
_MOST_BARS = 2000  # of so many, most lie in the same pixels, and each takes time to draw
# How far bars and ticks stay away from the edges of their row, in parts of it: ticks are longer.
_BAR_MARGIN, _TICK_MARGIN = 0.08, 0.03
_PREDICTION_WITHIN = 1.5  # times the run: further to the right, it would press all else together
# Of a timeline's length, some three pixels: a shorter episode is drawn so wide.
_SHORTEST_EPISODE = 0.004


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
        ax.set_xlabel("time since the runner was called")  # the numbers say in what
        ax.xaxis.set_major_formatter(_in_seconds_or_less)
        ax.tick_params(length=0, labelbottom=False, labelleft=False)
        ax.grid(False)
        ax.xaxis.labelpad, ax.yaxis.labelpad = 24, 26


def _in_seconds_or_less(value_s, _):
    """Write a time with its unit, so that a short one is no 0.0037."""
    units = ((1, "s"), (1e-3, "ms"), (1e-6, "µs"))
    unit, name = next(((unit, name) for unit, name in units if abs(value_s) >= unit), units[-1])
    return f"{value_s / unit:.3g} {name}" if value_s else "0"


def add_bars(ax, spans, until_s=None, baseline_s=None, n_rows=0, elapsed_s=None, rows=None):
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
    n_rows : int, optional
        How many rows there are at least: workers without a task have an empty one.
    elapsed_s : float, optional
        When the run ended, in seconds; what is left of each row then, after its last task, is pale.
    rows : list of int, optional
        The row of each span, from 0; as `rows_of` says if not given.

    Returns
    -------
    list of matplotlib.artist.Artist
        What was added.
    """
    ax.set_xlim(0, until_s or max((span.end_s for span in spans), default=1))
    added = []
    if startup_is_seen(ax, spans, ax.get_xlim()[1]):
        startup_s = min(span.start_s for span in spans)
        box = Rectangle(
            (0, 0), startup_s, 1, facecolor=axes.PALE, edgecolor=axes.IDEAL, hatch="///"
        )
        added.append(ax.add_artist(box))
    rows = rows_of(spans) if rows is None else rows
    n_rows = max(n_rows, *(row + 1 for row in rows), 0)
    if elapsed_s is not None and spans:
        added += _add_idle(ax, rows, spans, n_rows, elapsed_s)
    if len(spans) > _MOST_BARS:
        rows, spans = _thinned(rows, spans, _pixel_s(ax))
    seen = [_widened(span, _LEAST_BAR * _pixel_s(ax), ax.get_xlim()[1]) for span in spans]
    added += _add_rows(ax, rows, seen, n_rows)
    if baseline_s is not None:
        added.append(add_mark(ax, baseline_s))
    return added


def until_s(end_s, predicted_s):
    """Choose the right end of a timeline: the run is whole, and a prediction if it is not far away.

    Parameters
    ----------
    end_s : float
        When the run ended, in seconds.
    predicted_s : float or None
        When it should have ended.

    Returns
    -------
    float
        Seconds.

    Examples
    --------
    >>> until_s(1.0, 1.2) > 1.2 > until_s(1.0, 5.0) > 1.0
    True
    """
    if predicted_s is None or predicted_s > _PREDICTION_WITHIN * end_s:
        return 1.02 * end_s
    return 1.02 * max(end_s, predicted_s)


def startup_is_seen(ax, spans, until_s):
    """Tell whether the time before the first task is long enough to be hatched.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    spans : sequence of Span
    until_s : float
        The right end of the axis, in seconds.

    Returns
    -------
    bool
    """
    startup_s = min((span.start_s for span in spans), default=0)
    return startup_s >= _LEAST_HATCH * until_s / ax.bbox.width


def add_mark(ax, at_s):
    """Add a dashed line through all rows of prepared axes.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    at_s : float
        Where, in seconds.

    Returns
    -------
    matplotlib.artist.Artist
    """
    style = {"color": "black", "linestyle": "--", "linewidth": 1.2}
    # Above the rows a triangle, which is seen where the line lies on dark bars.
    style |= {"marker": "v", "markevery": [0], "clip_on": False}
    return axes.add_line(ax, [at_s, at_s], [0, 1], **style)


def add_slices(ax, slices, n_threads):
    """Add a bar a slice to prepared axes, a row a thread; a tick where it is too short for a bar.

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
    bars, short = by_length(ax, slices)
    until_s, pixel_s = ax.get_xlim()[1], _pixel_s(ax)
    ticks = defaultdict(list)
    for s in short:
        ticks[s.worker].append((s.start_s + s.end_s) / 2)
    added = _add_rows(ax, [s.worker for s in bars], bars, n_threads)
    half_s = _TICK * pixel_s / 2
    boxes = [
        _box(thread, middle_s - half_s, middle_s + half_s, n_threads, _TICK_MARGIN)
        for thread, middles_s in ticks.items()
        for middle_s in _moved_apart(middles_s, _TICK_TO_TICK * pixel_s, half_s, until_s - half_s)
    ]
    if boxes:
        # Snapped to whole pixels.
        drawn = PolyCollection(boxes, facecolors=axes.TICK, linewidths=0, snap=True)
        added.append(ax.add_collection(drawn, autolim=False))
    return added


def by_length(ax, slices):
    """Tell slices that are long enough for a bar from others; the axes get their length.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    slices : sequence of Span

    Returns
    -------
    bars, short : list of Span
    """
    ax.set_xlim(0, max((s.end_s for s in slices), default=0.1))
    least_s = _LEAST_SLICE * _pixel_s(ax)
    bars = [s for s in slices if s.end_s - s.start_s >= least_s]
    return bars, [s for s in slices if s.end_s - s.start_s < least_s]


def add_episodes(ax, recorded, styles):
    """Add episodes to axes, a row for each who did something; those that take no time are ticks.

    Parameters
    ----------
    ax : matplotlib.axes.Axes
    recorded : list of Episode
        One or more.
    styles : dict of str to (str, str)
        The colour and the hatch for each kind of episode; a short one has no hatch.
    """
    rows = {who: i for i, who in enumerate(dict.fromkeys(e.who for e in recorded))}
    until_s = max(e.end_s for e in recorded)
    shortest_s = _SHORTEST_EPISODE * until_s
    short = defaultdict(list)
    for e in recorded:
        colour, hatch = styles[e.what]
        row, length_s = rows[e.who], e.end_s - e.start_s
        if length_s == 0:
            ax.vlines(e.start_s, row - 0.3, row + 0.3, color=colour)
        elif length_s < shortest_s:
            short[row].append((e.start_s, colour))
        else:
            style = {"color": colour, "hatch": hatch, "edgecolor": "white"}
            ax.barh(row, length_s, 0.7, e.start_s, **style)
    for row, its in short.items():  # over what is long, and side by side
        starts_s, colours = zip(*sorted(its), strict=True)
        starts_s = _moved_apart(starts_s, 1.5 * shortest_s, 0, until_s)
        ax.bar(starts_s, 0.7, shortest_s, row - 0.35, align="edge", color=colours, zorder=3)
    ax.set_yticks(range(len(rows)), list(rows))
    ax.set(ylim=(len(rows) - 0.5, -0.5), xlim=(0, None), xlabel="time (s)")


def _moved_apart(places, distance, first, last):
    """Sort places on a line, and move them to the right until each lies `distance` from the one before.

    At the line's end they move back to the left; where there is no room for so much, the distance is
    smaller.
    """
    places = sorted(places)
    distance = min(distance, (last - first) / max(1, len(places) - 1))
    limit = first
    for i, place in enumerate(places):
        places[i] = max(place, limit)
        limit = places[i] + distance
    limit = last
    for i in reversed(range(len(places))):
        places[i] = min(places[i], limit)
        limit = places[i] - distance
    return places


def _pixel_s(ax):
    """Return how many seconds a pixel of the axes stands for."""
    return ax.get_xlim()[1] / ax.bbox.width


def _thinned(rows, spans, pixel_s):
    """Leave out spans that begin and end in the same pixels of a row as another one does."""
    kept = {}
    for row, span in zip(rows, spans, strict=True):
        kept.setdefault((row, span.start_s // pixel_s, span.end_s // pixel_s), (row, span))
    return zip(*kept.values(), strict=True)


def _widened(span, least_s, until_s):
    """Return a span of `least_s` or more around the middle of this one, from 0 to `until_s`."""
    lacks_s = least_s - (span.end_s - span.start_s)
    if lacks_s <= 0:
        return span
    start_s = min(max(0, span.start_s - lacks_s / 2), max(0, until_s - least_s))
    return span._replace(start_s=start_s, end_s=start_s + least_s)


def _box(row, start_s, end_s, n_rows, margin):
    """Return the corners of a box in a row, `margin` of the row away from its edges."""
    top, bottom = (row + margin) / n_rows, (row + 1 - margin) / n_rows
    return [(start_s, top), (end_s, top), (end_s, bottom), (start_s, bottom)]


def _add_idle(ax, rows, spans, n_rows, elapsed_s):
    """Make pale what is left of each row after its last task, or after the start-up if it has none."""
    startup_s = min(span.start_s for span in spans)
    last_s = [startup_s] * n_rows
    for row, span in zip(rows, spans, strict=True):
        last_s[row] = max(last_s[row], span.end_s)
    boxes = [_box(row, end_s, elapsed_s, n_rows, _BAR_MARGIN) for row, end_s in enumerate(last_s)]
    pale = PolyCollection(boxes, facecolors=axes.PALE, edgecolors=axes.IDEAL, linewidths=0.8)
    return [ax.add_collection(pale, autolim=False)]


def _add_rows(ax, rows, spans, n_rows):
    """Add a bar for each span to its row, and number the rows from 1."""
    seen, boxes, colours = {}, [], []
    for row, span in sorted(zip(rows, spans, strict=True), key=lambda pair: pair[1].start_s):
        boxes.append(_box(row, span.start_s, span.end_s, n_rows, _BAR_MARGIN))
        seen[row] = seen.get(row, -1) + 1
        colours.append(axes.BARS[seen[row] % 2])
    every = max(1, -(-n_rows // 8))  # at most eight numbers beside the rows
    shown = range(0, n_rows, every)
    ax.set_yticks([(row + 0.5) / n_rows for row in shown], [str(row + 1) for row in shown])
    return [ax.add_collection(PolyCollection(boxes, facecolors=colours), autolim=False)]


def rows_of(spans):
    """Give each span its row: workers in the order of their first task, overlaps side by side.

    Parameters
    ----------
    spans : sequence of Span

    Returns
    -------
    list of int
        From 0, in the order of the spans.

    Examples
    --------
    >>> from helpers.worker.spans import Span
    >>> rows_of([Span("b", 1, 2), Span("a", 0, 1), Span("a", 0.5, 2)])
    [2, 0, 1]
    """
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
