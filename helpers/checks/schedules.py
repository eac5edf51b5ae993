"""Runs of workers and tasks that are drawn, not measured, for students to read."""

from enum import StrEnum
from typing import NamedTuple

from helpers import laws
from helpers.checks import draws
from helpers.episodes import Episode

__all__ = ["Bound", "Schedule", "drawn", "shown"]

_APART = 2  # tenths of a second, by which the worker that idled longest did so


class Bound(StrEnum):
    """What made a run as long as it was."""

    STRAGGLER = "a straggler"
    FEW = "too few tasks"
    START_UP = "start-up"
    TURNS = "turns"


class Schedule(NamedTuple):
    """Who ran what when; times are whole tenths of a second since the runner was called.

    Attributes
    ----------
    ready : tuple of int
        For each worker, when its start-up was over.
    tasks : tuple of (int, int, int)
        The worker's place, the start and the end of each task.
    bound : Bound
    """

    ready: tuple
    tasks: tuple
    bound: Bound

    @property
    def end(self):
        """When the last task ended."""
        return max(end for _, _, end in self.tasks)

    @property
    def at_once(self):
        """How many tasks were in progress at once, at most."""
        return max(sum(s <= at < e for _, s, e in self.tasks) for _, at, _ in self.tasks)

    @property
    def idle(self):
        """For each worker, how long it had no task after its start-up and before the end."""
        return [
            self.end - ready - sum(end - start for who, start, end in self.tasks if who == worker)
            for worker, ready in enumerate(self.ready)
        ]

    @property
    def idlest(self):
        """The number of the worker that idled longest, from 1."""
        return 1 + self.idle.index(max(self.idle))

    @property
    def episodes(self):
        """What there is to draw, a list of Episode, worker by worker."""
        bars = [(worker, "starts", 0, ready) for worker, ready in enumerate(self.ready)]
        bars += [(worker, "runs a task", start, end) for worker, start, end in self.tasks]
        bars.sort(key=lambda bar: (bar[0], bar[2]))
        return [Episode(f"worker {w + 1}", what, s / 10, e / 10) for w, what, s, e in bars]


def drawn(number, exercise):
    """Draw a run for a student.

    Parameters
    ----------
    number, exercise
        As for `draws.drawing_from`.

    Returns
    -------
    Schedule
    """
    by = draws.drawing_from(number, exercise)
    bound, n_workers = by.choice(list(Bound)), by.randint(3, 5)
    while True:
        schedule = _MAKERS[bound](by, n_workers)
        *_, second, most = sorted(schedule.idle)
        if most - second >= _APART:
            return schedule


def shown(number, exercise):
    """Show the run that is drawn for a student, or say that a number is missing.

    Parameters
    ----------
    number, exercise
        As for `drawn`.

    Returns
    -------
    tabled.Tabled or draws.Told
    """
    from helpers.drawing import tabled  # noqa: PLC0415  checks that show no picture need not wait for it

    return draws.shown_to(number, lambda: tabled.timeline(drawn(number, exercise).episodes))


def _starts(by, n_workers, least=1, most=4):
    return tuple(by.randint(least, most) for _ in range(n_workers))


def _with_straggler(by, n_workers):
    sizes = [by.randint(3, 6) for _ in range(2 * n_workers + by.randint(0, 2))]
    ready = _starts(by, n_workers)
    tasks = laws.list_schedule([*sizes, by.randint(18, 24)], n_workers, ready)
    return Schedule(ready, tuple(tasks), Bound.STRAGGLER)


def _with_too_few(by, n_workers):
    ready = _starts(by, n_workers)
    sizes = [by.randint(15, 18) for _ in range(n_workers - 1)]
    return Schedule(ready, tuple(laws.list_schedule(sizes, n_workers, ready)), Bound.FEW)


def _with_long_start(by, n_workers):
    ready = _starts(by, n_workers, 22, 28)
    sizes = [by.randint(1, 3) for _ in range(2 * n_workers + by.randint(0, 2))]
    return Schedule(ready, tuple(laws.list_schedule(sizes, n_workers, ready)), Bound.START_UP)


def _in_turn(by, n_workers):
    ready, at, tasks = _starts(by, n_workers), 4, []
    order = [worker for _ in range(2) for worker in by.sample(range(n_workers), n_workers)]
    for worker in order:
        size = by.randint(3, 6)
        tasks.append((worker, at, at + size))
        at += size
    return Schedule(ready, tuple(tasks), Bound.TURNS)


_MAKERS = {
    Bound.STRAGGLER: _with_straggler,
    Bound.FEW: _with_too_few,
    Bound.START_UP: _with_long_start,
    Bound.TURNS: _in_turn,
}
