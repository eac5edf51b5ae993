"""The picture of a speedup lab: the speedups, and the timeline of the last run."""

from math import floor, log2
from statistics import median
from typing import NamedTuple

from helpers import measure
from helpers.drawing import Text, axes, legends, timelines
from helpers.wording.words import counted, times, times_within, two_digits
from helpers.worker.spans import kind_of_workers

__all__ = [
    "HEIGHT_IN",
    "MILLISECONDS",
    "WIDTH_IN",
    "Settings",
    "SpeedupDrawing",
    "above_ceiling",
    "in_words",
]

MILLISECONDS = "ms"


class Settings(NamedTuple):
    """The values of a speedup lab's sliders."""

    n_workers: int
    task_size: float | None  # None if the task's time is fixed
    n_tasks: int
    unit: str = MILLISECONDS

    @property
    def task_size_ms(self):
        """The task size if it is in milliseconds; else None."""
        return self.task_size if self.unit == MILLISECONDS else None


def above_ceiling(measurement):
    """Say that a runner was faster than independent processes, if it was.

    Parameters
    ----------
    measurement : Measurement
        Of runs.

    Returns
    -------
    str
        A sentence after a blank, or nothing.
    """
    reached = measurement.ceilings.get(max(measurement.n_workers)) or measurement.ceilings.get(
        max(measurement.ceilings, default=0)
    )
    if len(measurement.ceilings) < 2 or measurement.speedup[measurement.most] <= max(reached):
        return ""
    return (
        f" That is more than independent processes reached in the same rounds ({times(min(reached))} to "
        f"{times(max(reached))}): the machine changed meanwhile, or these tasks gain from more than CPUs."
    )


WIDTH_IN, HEIGHT_IN = 8.4, 3.1
# Of the speedups that axes which double have room for: always down to the first, and beyond the last
# the numbers beside them take their room.
_USUAL, _LOWEST = 0.5, 2.0**-13
_UPWARDS, _UP_TO, _TITLE = 0.165, 0.735, 0.94  # of the axes and above them, in parts of the height
_LINEAR = (0.075, _UPWARDS, 0.41, _UP_TO)
_DOUBLING = (0.1, _UPWARDS, 0.385, _UP_TO)


class SpeedupDrawing:
    """Draws what a speedup lab knows into its picture.

    Parameters
    ----------
    picture : Picture
        Of two parts.
    max_workers : int
        The right end of the *workers* slider.
    """

    def __init__(self, picture, max_workers):
        self._picture, self._max_workers = picture, max_workers
        self._speedups = picture.figure.add_axes(_LINEAR)
        self._timeline = picture.figure.add_axes((0.564, _UPWARDS, 0.421, _UP_TO))
        self._doubling, self._lowest = axes.doubles(max_workers), _USUAL
        self._prepare()
        timelines.prepare_timeline(self._timeline, live=True)

    def use_doubling_axes(self, doubling):
        """Let both axes of the speedups double from mark to mark, or be linear.

        Parameters
        ----------
        doubling : bool
        """
        self._doubling = doubling
        self._prepare()

    def _prepare(self):
        self._speedups.clear()
        self._speedups.set_position(_DOUBLING if self._doubling else _LINEAR)
        axes.prepare_speedup(self._speedups, self._max_workers, self._lowest, self._doubling)
        self._picture.forget_background()

    def _reach_down_to(self, measurements):
        """Let axes that double have room for the slowest runs, whose factors may be small.

        Other axes are drawn whole, which takes many times as long as a redraw: not at each announcement.
        """
        if not measurements:
            return
        lowest = min([_USUAL, *(value for m in measurements for value in m.speedup)])
        lowest = max(_LOWEST, 2.0 ** floor(log2(lowest)))
        if lowest != self._lowest:
            self._lowest = lowest
            if self._doubling:
                self._prepare()

    def update(self, settings, measurement, predicted, state, kept=None):
        """Draw the current knowledge.

        Parameters
        ----------
        settings : Settings
        measurement : Measurement or None
        predicted : float or None
            The speedup that the reader expects; None if they have not said.
        state : str
            How far the measuring has come, in a few words.
        kept : (Settings, Measurement), optional
            A run to compare with.
        """
        has_runs = measurement is not None and bool(measurement.n_workers)
        self._reach_down_to([*([measurement] if has_runs else []), *([kept[1]] if kept else [])])
        fit = measure.fit_amdahl(measurement) if has_runs else None
        ceilings = measurement.ceilings if measurement is not None else None
        bottom, top = self._speedups.get_ylim()
        is_beyond = predicted is not None and not bottom <= predicted <= top

        spans, until_s, has_startup = (), 1, False
        if measurement is not None:
            spans = measurement.spans[-1] if has_runs else measurement.baseline_spans
            until_s = 1.02 * max(measurement.baseline_s, *measurement.elapsed_s, 0)
            has_startup = timelines.startup_is_seen(self._timeline, spans, until_s)

        def add_artists():
            guess = None if predicted is None or is_beyond else (settings.n_workers, predicted)
            curve = () if fit is None else fit.curve
            artists = axes.add_ideal(self._speedups, settings.n_tasks, self._max_workers)
            artists += axes.add_points(
                self._speedups, measurement, curve, ceilings, guess, kept and kept[1]
            )
            baseline_s = None if measurement is None else measurement.baseline_s
            return artists + timelines.add_bars(self._timeline, spans, until_s, baseline_s)

        self._picture.update(
            add_artists,
            _caption(settings, measurement, fit),
            texts=(
                Text(0.01, _TITLE, in_words(settings)),
                Text(0.51, _TITLE, state or "which worker ran which task"),
            ),
            scales=(self._timeline.xaxis, self._timeline.yaxis),
            facts=_told_facts(measurement, fit, self._speedups, predicted if is_beyond else None),
            legend=legends.legend(
                _entries(
                    measurement,
                    fit,
                    ceilings,
                    predicted is not None and not is_beyond,
                    kept,
                    has_startup,
                )
            ),
        )


def _entries(measurement, fit, ceilings, has_predicted, kept, has_startup):
    """List what the picture shows, and nothing else."""
    has_runs = measurement is not None and measurement.n_workers
    if has_runs:
        yield legends.Entry("measured", axes.MEASURED, "-", "dot")
        if any(measurement.intervals):
            yield legends.Entry("its interval", axes.MEASURED, shape="range")
    if kept is not None:
        yield legends.Entry(f"kept: {in_words(kept[0])}", axes.KEPT, "-", "square")
    yield legends.Entry("as fast as the loop", axes.IDEAL, "-", width=1)
    yield legends.Entry("ideal: whole rounds of tasks", axes.IDEAL, ":")
    if ceilings and len(ceilings) > 1:
        yield legends.Entry("ceiling, with its range", axes.CEILING, "--", "wide range")
    if fit is not None and len(fit.curve):
        yield legends.Entry("Amdahl curve that fits", axes.AMDAHL, "-.")
    if has_predicted:
        yield legends.Entry("your prediction", axes.PREDICTED, shape="diamond")
    if measurement is not None:
        yield legends.Entry("tasks of a worker, in two shades by turns", "", shape="shades")
        if has_startup:
            yield legends.Entry("before the first task", "", shape="hatched")
        yield legends.Entry("the sequential loop ends", "black", "--", "triangle")


def _told_facts(measurement, fit, ax, beyond):
    """Say what else was found, and what the picture does not show."""
    told = [f"{fact[0].upper()}{fact[1:]}." for fact in _facts(measurement, fit)]
    if measurement is not None and measurement.n_workers:
        n = measurement.n_workers[-1]
        n_seen = len({span.worker for span in measurement.spans[-1]})
        kind = kind_of_workers(measurement.spans[-1], measurement.baseline_spans)
        if kind in ("threads", "processes") and n_seen < n:
            told.append(f"Tasks came to {n_seen} of {n} workers.")
        told.append(axes.told_beyond(ax, measurement.intervals))
    if beyond is not None:
        told.append(f"Your prediction lies beyond the picture, at {times(beyond)}.")
    return " ".join(filter(None, told))


def _facts(measurement, fit):
    if measurement is None or not measurement.n_workers:
        return []
    facts = []
    if measurement.waits:
        facts.append("these tasks wait: CPUs do not limit them")
    elif len(measurement.ceilings) > 1:  # that one process is as fast as one is no news
        n, reached = max(measurement.ceilings.items())
        facts.append(
            f"ceiling, {n} processes: {times_within(median(reached), (min(reached), max(reached)))}"
        )
    if fit.serial_fraction is not None:
        low, high = (f"{value:.2f}" for value in (fit.low, fit.high))
        facts.append(f"serial fraction: {fit.serial_fraction:.2f} ({low} to {high})")
    return facts


def _caption(settings, measurement, fit):
    begin = (
        f"A speedup plot beside a timeline, for {_tasks(settings)} on up to {_workers(settings)}"
    )
    if measurement is None or not measurement.n_workers:
        return begin + "; nothing is measured yet."
    points = _by_workers(zip(measurement.n_workers, measurement.speedup, strict=True))
    told = f"{begin}. Measured speedup by number of workers: {points}. "
    if measurement.ceilings:
        middle = [(n, median(values)) for n, values in sorted(measurement.ceilings.items())]
        told += f"Ceiling by number of workers: {_by_workers(middle)}. "
    told += f"Verdict: {measurement.verdict}. {measurement.reason}"
    return told + "".join(f" {fact[0].upper()}{fact[1:]}." for fact in _facts(measurement, fit))


def _by_workers(pairs):
    return ", ".join(f"{n}: {times(value)}" for n, value in pairs)


def in_words(settings):
    """Say for which settings a run was made.

    Parameters
    ----------
    settings : Settings

    Returns
    -------
    str

    Examples
    --------
    >>> in_words(Settings(n_workers=2, task_size=30.0, n_tasks=8))
    '8 tasks of 30 ms, up to 2 workers'
    """
    return f"{_tasks(settings)}, up to {_workers(settings)}"


def _workers(settings):
    return counted(settings.n_workers, "worker")


def _tasks(settings):
    tasks = counted(settings.n_tasks, "task")
    if settings.task_size is None:
        return tasks
    return f"{tasks} of {two_digits(settings.task_size)} {settings.unit}"
