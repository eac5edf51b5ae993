"""Costs of a pool that are waits, so that the task size from which it pays is the same on every machine."""

from typing import NamedTuple

from helpers.checks import answers, draws, lower_limits
from helpers.checks.findings import Finding

__all__ = ["LARGEST_MS", "SMALLEST_MS", "Crossing", "dispatched", "logged_in"]

SMALLEST_MS, LARGEST_MS = 0.01, 200
_TIMES = 4  # so far below an answer, and above it, is measured
_NEAR = 1.5
_NAME = "break_even_ms"
_NOT_MEASURED = Finding(False, "The check has measured nothing. Run it again.")
_HINT = "Write down how long the loop takes for tasks of s ms, and how long the pool: when are both equal?"


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

    def loop_ms(self, size_ms):
        """How long the loop takes for tasks of a size, at least."""
        return self.n_tasks * size_ms

    def pool_ms(self, size_ms):
        """How long the pool takes for them, at least."""
        if self.dispatch_ms:
            return self.n_tasks * self.dispatch_ms + size_ms
        return self.log_in_ms + -(-self.n_tasks // self.n_workers) * size_ms

    def possible(self, answer):
        """Find that an answer is a task size that can be measured.

        Parameters
        ----------
        answer : object

        Returns
        -------
        Finding
        """
        return answers.among(answer, SMALLEST_MS, LARGEST_MS, _NAME)

    def verdicts(self, answer, steps_of):
        """Measure well below an answer, and if the pool does not pay there, well above it.

        Parameters
        ----------
        answer : object
        steps_of : callable
            ``steps_of(inputs)`` returns the steps of ``measure.iter_sweep`` for tasks that wait for so many
            seconds each. `lower_limits.verdict` takes no more of them than it needs.

        Returns
        -------
        list of str
            Empty if the answer is no task size.
        """
        found = []
        possible = self.possible(answer).holds
        for size_ms in (float(answer) / _TIMES, float(answer) * _TIMES) if possible else ():
            if "faster" not in found:
                least_s = self.loop_ms(size_ms) / 1000, self.pool_ms(size_ms) / 1000
                steps = steps_of([size_ms / 1000] * self.n_tasks)
                found.append(lower_limits.verdict(steps, *least_s)[0])
        return found

    def does_not_pay_below(self, verdicts):
        """Find that the smaller size was not seen to pay; a machine that cannot tell contradicts nothing.

        Parameters
        ----------
        verdicts : list of str
            As `verdicts` returns them; empty or None if nothing was measured.

        Returns
        -------
        Finding
        """
        if not verdicts:
            return _NOT_MEASURED
        told = f"The pool was faster than the loop already at a quarter of your task size. {_HINT}"
        return Finding(verdicts[0] != "faster", told)

    def pays_above(self, verdicts):
        """Find that the larger size was not seen not to pay, as for `does_not_pay_below`.

        Parameters
        ----------
        verdicts : list of str
            As `verdicts` returns them; empty or None if nothing was measured.

        Returns
        -------
        Finding
        """
        if not verdicts or len(verdicts) < 2:
            return _NOT_MEASURED
        told = "At four times your task size, the pool should be faster than the loop; the verdict was: "
        holds = verdicts[1] in ("faster", "this machine cannot tell")
        return Finding(holds, f"{told}{verdicts[1]}. {_HINT}")

    def near(self, answer):
        """Find that an answer is near the task size that follows by arithmetic.

        Parameters
        ----------
        answer : float

        Returns
        -------
        Finding
        """
        return answers.near(answer, self.size_ms, _NEAR, _NAME, _HINT)

    def __str__(self):
        told = f"{self.n_tasks} tasks, all of one size, n_workers = {self.n_workers}; "
        if self.dispatch_ms:
            return f"{told}to hand a task over takes {self.dispatch_ms} ms."
        return f"{told}to log in takes {self.log_in_ms} ms."


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
