"""The picture of the lab on interpreters: a curve for each build, and below what one thread takes there."""

from typing import NamedTuple

from matplotlib.collections import LineCollection, PolyCollection

from helpers.drawing import Text, axes, legends
from helpers.wording.words import counted, times, two_digits

__all__ = ["WIDTH_IN", "InterpretersDrawing", "Settings", "height_in"]

WIDTH_IN = 5.6
# Inches: above the curves, the curves, below them with their numbers and the next title, and a bar's row.
_TOP, _CURVES, _BETWEEN, _ROW, _BOTTOM = 0.36, 1.6, 0.82, 0.22, 0.08
_APART = 0.07  # of a thread: so far from one another the curves stand, which often lie together
# No meaning rests on colour alone: a colour, a line, and a marker with its name in legends.
_STYLES = (
    (axes.MEASURED, "-", "o", "dot"),
    (axes.AMDAHL, "-", "s", "square"),
    (axes.CEILING, "-", "v", "triangle"),
    ("black", "--", "o", "dot"),
    (axes.BARS[1], "--", "s", "square"),
    (axes.GREY, "--", "v", "triangle"),
)


class Settings(NamedTuple):
    """The values of the lab's controls."""

    kind: str
    n_threads: int
    task_size_ms: float


def height_in(n_builds):
    """Return the height of a picture with so many builds.

    Parameters
    ----------
    n_builds : int

    Returns
    -------
    float
        Inches.
    """
    return _TOP + _CURVES + _BETWEEN + _ROW * n_builds + _BOTTOM


class InterpretersDrawing:
    """Draws what the lab on interpreters knows into its picture.

    Parameters
    ----------
    picture : Picture
    names : list of str
        Of the builds, as many as there are styles at most.
    max_threads : int
        The right end of the *threads* slider.
    n_cpus : int
        Usable ones: how far up a curve may reach.
    """

    def __init__(self, picture, names, max_threads, n_cpus):
        self._picture, self._names = picture, names
        height = height_in(len(names))
        bottom = (_BOTTOM + _ROW * len(names) + _BETWEEN) / height
        self._curves = picture.figure.add_axes((0.115, bottom, 0.86, _CURVES / height))
        axes.prepare_speedup(self._curves, max_threads, doubling=False)
        self._most = max(2.5, min(max_threads, n_cpus) + 0.5)
        self._curves.set(xlabel="threads", ylim=(0, self._most))
        rows = (0.34, _BOTTOM / height, 0.5, _ROW * len(names) / height)
        self._bars = picture.figure.add_axes(rows)
        self._bars.set(ylim=(len(names) - 0.5, -0.5))
        self._bars.set_yticks(range(len(names)), names)
        axes.tidy(self._bars)
        self._bars.grid(False)
        self._bars.tick_params(length=0, labelbottom=False)
        self._bars.spines["bottom"].set_visible(False)
        self._height = height

    def update(self, settings, measured, predicted, state, found):
        """Draw the current knowledge.

        Parameters
        ----------
        settings : Settings
        measured : dict of str to InBuild
            Of the builds that have run their threads, by name.
        predicted : float or None
            The speedup that the reader expects.
        state : str
            How far the measuring has come, in a few words.
        found : str
            What was found, in some sentences.
        """
        is_beyond = predicted is not None and predicted > self._most

        def add_artists():
            added = self._add_bars(measured)
            for name, m in measured.items():
                added += self._add_curve(name, m)
            if predicted is not None and not is_beyond:
                mark = {"marker": "D", "markersize": 9, "linestyle": "", "markeredgecolor": "black"}
                at = [settings.n_threads], [predicted]
                added.append(axes.add_line(self._curves, *at, color=axes.PREDICTED, **mark))
            return added

        title = f"{settings.kind}, {two_digits(settings.task_size_ms)} ms a task   {state}"
        rows = [
            Text(0.99, self._middle(name), _in_ms(m.baseline_s), "rm")
            for name, m in measured.items()
        ]
        lower = (_BOTTOM + _ROW * len(self._names) + 0.08) / self._height
        beyond = f"Your prediction lies beyond the picture, at {times(predicted or 0)}."
        self._picture.update(
            add_artists,
            caption=_caption(settings, measured, found),
            texts=[
                Text(0.01, 1 - 0.22 / self._height, title.rstrip()),
                Text(0.01, lower, "All tasks in one thread:"),
                *rows,
            ],
            facts=" ".join(
                filter(None, [beyond if is_beyond else "", self._told_beyond(measured)])
            ),
            legend=legends.legend(self._entries(measured, predicted is not None and not is_beyond)),
        )

    def _middle(self, name):
        """Return how high the middle of a row is, as a fraction of the figure."""
        from_below = len(self._names) - self._names.index(name) - 0.5
        return (_BOTTOM + _ROW * from_below) / self._height

    def _told_beyond(self, measured):
        return axes.told_beyond(self._curves, _intervals(measured))

    def _style(self, name):
        return _STYLES[self._names.index(name) % len(_STYLES)]

    def _add_curve(self, name, m):
        colour, line, marker, _ = self._style(name)
        shift = _APART * (self._names.index(name) - (len(self._names) - 1) / 2)
        # From the loop, which is one thread; but one thread of a pool stands where it was measured.
        loop = [] if 1 in m.n_workers else [(1, 1.0)]
        points = [*loop, *zip(m.n_workers, m.speedup, strict=True)]
        x, y = [n + shift for n, _ in points], [speedup for _, speedup in points]
        known = zip(m.n_workers, m.intervals, strict=True)
        ranges = [[(n + shift, low) for low in pair] for n, pair in known if pair]
        bars = LineCollection(ranges, colors=colour, linewidths=2)
        style = {"color": colour, "linestyle": line, "marker": marker, "markersize": 6}
        return [
            self._curves.add_collection(bars, autolim=False),
            axes.add_line(self._curves, x, y, linewidth=1.4, **style),
        ]

    def _add_bars(self, measured):
        most = max((m.baseline_s for m in measured.values()), default=1.0)
        self._bars.set_xlim(0, most)
        added = []
        for name, m in measured.items():
            row, width = self._names.index(name), m.baseline_s
            low, high = row - 0.32, row + 0.32
            box = [[(0, low), (width, low), (width, high), (0, high)]]
            bar = PolyCollection(box, facecolors=self._style(name)[0])
            added.append(self._bars.add_collection(bar, autolim=False))
        return added

    def _entries(self, measured, has_predicted):
        """List what the picture shows, and nothing else."""
        for name in measured:
            colour, line, _, shape = self._style(name)
            yield legends.Entry(name, colour, line, shape)
        if _intervals(measured):
            yield legends.Entry("its interval, in its colour", "black", shape="range")
        yield legends.Entry("as fast as its own loop", axes.IDEAL, "-", width=1)
        if has_predicted:
            yield legends.Entry("your prediction", axes.PREDICTED, shape="diamond")


def _intervals(measured):
    return [interval for m in measured.values() for interval in m.intervals if interval]


def _caption(settings, measured, found):
    told = "; ".join(
        f"{name}: "
        + ", ".join(f"{n}: {times(v)}" for n, v in zip(m.n_workers, m.speedup, strict=True))
        for name, m in measured.items()
    )
    alone = "; ".join(f"{name}: {_in_ms(m.baseline_s)}" for name, m in measured.items())
    what = f"{settings.kind}, up to {counted(settings.n_threads, 'thread')}"
    if not measured:
        return f"Speedup by number of threads. {what}: nothing is measured yet."
    return f"Speedup by number of threads. {told}. One thread takes: {alone}. {what}. {found}"


def _in_ms(seconds):
    """Write a time in milliseconds, with two decimals or whole."""
    milliseconds = 1000 * seconds
    return f"{milliseconds:.{2 if milliseconds < 10 else 0}f} ms"
