"""From which task size a runner is faster than the loop: measured, size by size, through the crossing."""

from itertools import pairwise
from time import perf_counter
from typing import NamedTuple

from helpers.measure import task_sizes
from helpers.measure.results import Verdict
from helpers.measure.sweeps import sweep
from helpers.wording.arguments import check_list, check_number
from helpers.wording.errors import refuses_in_one_line
from helpers.wording.words import name_of, short, times, two_digits

__all__ = ["BreakEven", "break_even"]


class BreakEven(NamedTuple):
    """What was measured at each task size, and between which two the runner becomes faster.

    Attributes
    ----------
    tried : dict of float to Measurement
        By the task size in milliseconds, in their order; nothing larger was tried than the first at which
        the runner was faster.
    ran_out_of_time : bool
        Whether a larger size was asked for, and left out because it would have taken too long.
    """

    tried: dict
    ran_out_of_time: bool = False

    @property
    def faster_ms(self):
        """The task size at which the runner was faster, in milliseconds; None if there was none."""
        last_ms = list(self.tried)[-1]
        return last_ms if self.tried[last_ms].verdict == Verdict.FASTER else None

    @property
    def not_faster_ms(self):
        """The largest task size at which it could be told that the runner was not; None if at none."""
        told = [
            size_ms
            for size_ms, m in self.tried.items()
            if m.verdict not in (Verdict.FASTER, Verdict.CANNOT_TELL)
        ]
        return told[-1] if told else None

    def __str__(self):
        lines = []
        for size_ms, m in self.tried.items():
            low, high = m.intervals[-1]
            told = f"{times(low)} to {times(high)} times as fast as the loop"
            lines.append(f"{two_digits(size_ms):>6} ms per task: {told}: {m.verdict}")
        return "\n".join([*lines, self._found()])

    def _found(self):
        sizes_ms = [two_digits(size_ms) for size_ms in self.tried]
        if self.faster_ms is None:
            tried = " to ".join(dict.fromkeys([sizes_ms[0], sizes_ms[-1]]))
            left_out = "; larger ones would have taken too long" if self.ran_out_of_time else ""
            return (
                f"Here and now, it was not seen to be faster within the sizes tried: {tried} ms"
                f"{left_out}."
            )
        if len(sizes_ms) == 1:
            return (
                f"Here and now, it was faster already at the smallest size tried: {sizes_ms[0]} ms."
            )
        if self.not_faster_ms is None:
            return (
                f"Here and now, it was faster at {sizes_ms[-1]} ms; at the smaller sizes tried, "
                f"{Verdict.CANNOT_TELL}."
            )
        between = f"{two_digits(self.not_faster_ms)} and {sizes_ms[-1]} ms"
        return f"Here and now, it becomes faster between {between} per task."


@refuses_in_one_line
def break_even(runner, task, sizes_ms, n_tasks, n_workers, budget_s=20):
    """Measure a runner beside the loop at one task size after the other, until it is faster.

    A whole call of the runner is timed: also the start of a pool, and its end.

    Parameters
    ----------
    runner : callable
        As for `sweep`.
    task : callable
        One whose time can be chosen, such as `workloads.wait_for`: see `task_sizes.has_size`.
    sizes_ms : sequence of float
        Milliseconds of sequential work a task; each is larger than the one before it.
    n_tasks : int
        Tasks of each run, 1 or more.
    n_workers : int
        Workers, 1 to 10000.
    budget_s : float, optional
        Seconds; a size that is likely to end later, taking twice as long as the one before it, is left out.
        The first is always measured.

    Returns
    -------
    BreakEven

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range; the message names it.
    RunError
        As for `sweep`.
    """
    sizes_ms = check_list("sizes_ms", sizes_ms)
    check_number("budget_s", budget_s, 0, 1e9)
    if not task_sizes.has_size(task):
        raise ValueError(
            f"task must be one whose time can be chosen, such as workloads.wait_for, not {name_of(task)}."
        )
    inputs = [task_sizes.inputs_for(task, size_ms, n_tasks) for size_ms in sizes_ms]
    if any(b <= a for a, b in pairwise(sizes_ms)):
        raise ValueError(f"sizes_ms must rise from one to the next, not {short(sizes_ms)}.")
    tried, begun_s = {}, perf_counter()
    for size_ms, its_inputs in zip(sizes_ms, inputs, strict=True):
        size_begun_s = perf_counter()
        tried[size_ms] = sweep(runner, task, its_inputs, n_workers)
        now_s = perf_counter()
        if tried[size_ms].verdict == Verdict.FASTER or size_ms == sizes_ms[-1]:
            break
        if now_s - begun_s + 2 * (now_s - size_begun_s) > budget_s:
            return BreakEven(tried, ran_out_of_time=True)
    return BreakEven(tried)
