"""The picture of a speedup lab: speedup and what was found above, the timeline below."""

from typing import NamedTuple

from helpers import laws, machine, measure
from helpers.drawing import Text, axes, timelines
from helpers.measure import ceilings
from helpers.wording.words import counted, times, two_digits

__all__ = ["MILLISECONDS", "Settings", "SpeedupDrawing", "tasks_wait"]

MILLISECONDS = "ms"

# CPU time over elapsed time; a busy machine lowers that of CPU-bound tasks too.
_WAITING_BELOW = 0.1


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


def tasks_wait(measurement):
    """Tell whether the tasks spent their time waiting, so that CPUs do not limit them.

    Parameters
    ----------
    measurement : Measurement

    Returns
    -------
    bool
    """
    return measurement.cpu_fraction < _WAITING_BELOW


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
        predicted : float
            The speedup that the reader expects.
        state : str
            How far the measuring has come, in a few words.
        """

        def add_artists():
            ceiling = _ceiling(settings, measurement)
            guess = (settings.n_workers, predicted)
            artists = axes.add_ideal(self._upper, settings.n_tasks, self._max_workers)
            artists += axes.add_points(
                self._upper, measurement, _serial_fraction(measurement), ceiling, guess
            )
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
    n, (low, high) = measurement.n_workers[-1], measurement.speedup_range[-1]
    facts = [
        f"{counted(n, 'worker')}: {times(measurement.speedup[-1])} times ({times(low)} to {times(high)})"
    ]
    if tasks_wait(measurement):
        facts.append("these tasks wait: CPUs do not limit them")
    fraction = _serial_fraction(measurement)
    if fraction is not None:
        facts.append(f"fitted serial fraction: {fraction:.2f}")
    return facts


def _serial_fraction(measurement):
    """Fit Amdahl's law, which presumes a CPU a worker, where it can fit; else None."""
    if measurement is None:
        return None
    most = measure.MAX_WORKERS if tasks_wait(measurement) else machine.usable_cpus()
    n_workers = [n for n in measurement.n_workers if n <= most]  # they rise
    fraction = laws.fit_serial_fraction(n_workers, measurement.speedup[: len(n_workers)])
    return None if fraction == 1 else fraction  # 1: no speedup, which is no curve


def _ceiling(settings, measurement):
    """Return the ceiling by number of workers; None for tasks that wait, which have none."""
    if measurement is None or tasks_wait(measurement):
        return None
    return ceilings.known(settings.n_workers)


def _caption(settings, measurement):
    begin = (
        f"A speedup plot above a timeline, for {_tasks(settings)} on up to "
        f"{counted(settings.n_workers, 'worker')}"
    )
    if measurement is None or not measurement.n_workers:
        return begin + "; nothing is measured yet."
    points = _by_workers(zip(measurement.n_workers, measurement.speedup, strict=True))
    told = f"{begin}. Measured speedup by number of workers: {points}. "
    if ceiling := _ceiling(settings, measurement):
        told += f"Ceiling by number of workers: {_by_workers(sorted(ceiling.items()))}. "
    return f"{told}Verdict: {measurement.verdict}."


def _by_workers(pairs):
    return ", ".join(f"{n}: {times(value)}" for n, value in pairs)


def _tasks(settings):
    tasks = counted(settings.n_tasks, "task")
    if settings.task_size is None:
        return tasks
    return f"{tasks} of {two_digits(settings.task_size)} {settings.unit}"
