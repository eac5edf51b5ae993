"""The picture of a speedup lab: speedup and what was found above, the timeline below."""

from statistics import median
from typing import NamedTuple

from helpers import measure
from helpers.drawing import Text, axes, timelines
from helpers.wording.words import counted, times, times_within, two_digits

__all__ = ["MILLISECONDS", "Settings", "SpeedupDrawing", "above_ceiling"]

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
    if not reached or measurement.speedup[measurement.most] <= max(reached):
        return ""
    return (
        f" That is more than independent processes reached in the same rounds ({times(min(reached))} to "
        f"{times(max(reached))}): the machine changed meanwhile, or these tasks gain from more than CPUs."
    )


class SpeedupDrawing:
    """Draws what a speedup lab knows into its picture.

    Parameters
    ----------
    picture : Picture
    max_workers : int
        The right end of the *workers* slider.
    """

    def __init__(self, picture, max_workers):
        self._picture, self._max_workers = picture, max_workers
        figure = picture.figure
        self._upper = figure.add_axes((0.08, 0.47, 0.485, 0.50))
        self._lower = figure.add_axes((0.08, 0.105, 0.90, 0.24))
        axes.prepare_speedup(self._upper, max_workers)
        timelines.prepare_timeline(self._lower, live=True)
        figure.legend(
            handles=axes.legend_of_speedup(),
            loc="upper left",
            bbox_to_anchor=(0.59, 0.985),
            frameon=False,
        )

    def update(self, settings, measurement, predicted, state):
        """Draw the current knowledge.

        Parameters
        ----------
        settings : Settings
        measurement : Measurement or None
        predicted : float or None
            The speedup that the reader expects; None if they have not said.
        state : str
            How far the measuring has come, in a few words.
        """

        def add_artists():
            ceilings = measurement.ceilings if measurement is not None else None
            curve = measure.fit_amdahl(measurement).curve if measurement is not None else ()
            guess = None if predicted is None else (settings.n_workers, predicted)
            artists = axes.add_ideal(self._upper, settings.n_tasks, self._max_workers)
            artists += axes.add_points(self._upper, measurement, curve, ceilings, guess)
            if measurement is None:
                return artists + timelines.add_bars(self._lower, (), until_s=1)
            spans = measurement.spans[-1] if measurement.n_workers else measurement.baseline_spans
            longest_s = max(measurement.baseline_s, max(measurement.elapsed_s, default=0))
            return artists + timelines.add_bars(
                self._lower, spans, until_s=1.02 * longest_s, baseline_s=measurement.baseline_s
            )

        def texts():
            lines = [
                _tasks(settings),
                f"up to {counted(settings.n_workers, 'worker')}",
                *_facts(measurement),
                state,
            ]
            written = [Text(0.61, 0.69 - 0.045 * i, line) for i, line in enumerate(lines)]
            if measurement is not None:
                written.append(self._text_at_the_loops_end(measurement.baseline_s))
            return written

        self._picture.update(
            add_artists,
            _caption(settings, measurement),
            texts,
            scales=(self._lower.xaxis, self._lower.yaxis),
        )

    def _text_at_the_loops_end(self, baseline_s):
        box = self._lower.get_position()
        share = baseline_s / self._lower.get_xlim()[1]
        anchor = "ls" if share < 0.5 else "rs"
        return Text(box.x0 + share * box.width, box.y1 + 0.01, "sequential loop ends", anchor)


def _facts(measurement):
    if measurement is None or not measurement.n_workers:
        return []
    n, value, interval = (
        each[-1] for each in (measurement.n_workers, measurement.speedup, measurement.intervals)
    )
    facts = [f"{counted(n, 'worker')}: {times_within(value, interval)} times"]
    if measurement.waits:
        facts.append("these tasks wait: CPUs do not limit them")
    elif measurement.ceilings:
        n, reached = max(measurement.ceilings.items())
        facts.append(
            f"ceiling, {n} processes: {times_within(median(reached), (min(reached), max(reached)))}"
        )
    fit = measure.fit_amdahl(measurement)
    if fit.serial_fraction is not None:
        low, high = (f"{value:.2f}" for value in (fit.low, fit.high))
        facts.append(f"serial fraction: {fit.serial_fraction:.2f} ({low} to {high})")
    return facts


def _caption(settings, measurement):
    begin = (
        f"A speedup plot above a timeline, for {_tasks(settings)} on up to "
        f"{counted(settings.n_workers, 'worker')}"
    )
    if measurement is None or not measurement.n_workers:
        return begin + "; nothing is measured yet."
    points = _by_workers(zip(measurement.n_workers, measurement.speedup, strict=True))
    told = f"{begin}. Measured speedup by number of workers: {points}. "
    if measurement.ceilings:
        middle = [(n, median(values)) for n, values in sorted(measurement.ceilings.items())]
        told += f"Ceiling by number of workers: {_by_workers(middle)}. "
    told += f"Verdict: {measurement.verdict}. {measurement.reason}"
    return told + "".join(f" {fact[0].upper()}{fact[1:]}." for fact in _facts(measurement)[1:])


def _by_workers(pairs):
    return ", ".join(f"{n}: {times(value)}" for n, value in pairs)


def _tasks(settings):
    tasks = counted(settings.n_tasks, "task")
    if settings.task_size is None:
        return tasks
    return f"{tasks} of {two_digits(settings.task_size)} {settings.unit}"
