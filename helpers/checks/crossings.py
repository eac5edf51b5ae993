"""Costs of a pool that are waits, so that the task size from which it pays is the same on every machine."""

from typing import NamedTuple

from helpers.checks import answers, draws
from helpers.checks.findings import Finding

__all__ = ["LARGEST_MS", "SMALLEST_MS", "Crossing", "dispatched", "logged_in", "not_contradicted"]

SMALLEST_MS, LARGEST_MS = 0.01, 1000
_TIMES = 4  # so far below an answer, and above it, is measured
_ABOUT_SOMETHING_ELSE = (
    "Write down the time of the loop and of the pool for a task of s ms, and compare them."
)


class Crossing(NamedTuple):
    """A pool with costs that can be told beforehand.

    Attributes
    ----------
    n_tasks, n_workers : int
    log_in_ms, dispatch_ms : int
        Before its first task, each worker waits for the one, and all do so at the same time; for each task,
        who hands it over waits for the other.
    """

    n_tasks: int
    n_workers: int
    log_in_ms: int = 0
    dispatch_ms: int = 0

    @property
    def size_ms(self):
        """The task size at which the pool is as fast as the loop, by arithmetic."""
        if self.dispatch_ms:  # up to there, a task is over before the next one is handed over
            return self.dispatch_ms * self.n_tasks / (self.n_tasks - 1)
        return self.log_in_ms / (self.n_tasks - -(-self.n_tasks // self.n_workers))

    def verdicts(self, answer, measured):
        """Measure well below an answer and well above it; nothing if that is no task size.

        Parameters
        ----------
        answer : object
        measured : callable
            ``measured(inputs)`` returns a Measurement of tasks that wait for so many seconds each.

        Returns
        -------
        list of str or None
        """
        if not answers.among(answer, SMALLEST_MS, LARGEST_MS, "").holds:
            return None
        sizes_ms = answer / _TIMES, answer * _TIMES
        return [str(measured([ms / 1000] * self.n_tasks).verdict) for ms in sizes_ms]


def logged_in(number, exercise):
    """Draw a pool whose workers log in first.

    Parameters
    ----------
    number, exercise
        As for `draws.drawing_from`.

    Returns
    -------
    Crossing
    """
    by = draws.drawing_from(number, exercise)
    n_workers = by.randint(4, 6)
    return Crossing(2 * n_workers, n_workers, log_in_ms=10 * by.randint(8, 14))


def dispatched(number, exercise):
    """Draw a pool that is handed one task after the other.

    Parameters
    ----------
    number, exercise
        As for `draws.drawing_from`.

    Returns
    -------
    Crossing
    """
    by = draws.drawing_from(number, exercise)
    return Crossing(by.randint(8, 12), by.randint(4, 6), dispatch_ms=by.randint(8, 15))


def not_contradicted(verdict, contradicting, told):
    """Find that a measurement does not speak against an answer; one that cannot tell does not.

    Parameters
    ----------
    verdict : str
        As of a Measurement.
    contradicting : sequence of str
        The verdicts that do.
    told : str
        What was measured, in words, such as "At a quarter of your task size".

    Returns
    -------
    Finding

    Examples
    --------
    >>> not_contradicted("this machine cannot tell", ["faster"], "There").holds
    True
    """
    return Finding(
        verdict not in contradicting, f"{told}, the verdict was: {verdict}. {_ABOUT_SOMETHING_ELSE}"
    )
