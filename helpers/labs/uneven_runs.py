"""A run of uneven tasks: what its runner gets; and what was seen of it, in words and in a table."""

import functools
from dataclasses import dataclass
from random import Random
from typing import NamedTuple

from helpers import laws
from helpers.labs import rounds_table
from helpers.measure import Run
from helpers.wording.arguments import check_takes
from helpers.wording.html import table
from helpers.wording.words import counted, two_digits
from helpers.worker.spans import distinct_workers, idle_time, keeps_chunks

__all__ = [
    "ORDERS",
    "Seen",
    "Settings",
    "check_runner",
    "in_ms",
    "in_order",
    "in_words",
    "usual_unevenness",
    "with_chunks",
]

ORDERS = ("longest last", "longest first", "shuffled")
_SEED = 1  # of the shuffled order, which is the same each time: so runs can be compared
_WORTH_TELLING = 1.2  # times as long as in the loop


def usual_unevenness(n_tasks):
    """Say how many times as long as the average the longest task takes if nobody says it.

    Parameters
    ----------
    n_tasks : int

    Returns
    -------
    float

    Examples
    --------
    >>> usual_unevenness(24), usual_unevenness(3), usual_unevenness(1)
    (4.0, 1.5, 1.0)
    """
    return max(1.0, min(4.0, n_tasks / 2))


class Settings(NamedTuple):
    """The values of the lab's controls."""

    workload: str
    n_workers: int
    unevenness: float
    chunksize: int
    order: str


def in_words(settings, task_size_ms):
    """Say how long the tasks are, and in what order and chunks they come.

    Parameters
    ----------
    settings : Settings
    task_size_ms : float
        On average.

    Returns
    -------
    str

    Examples
    --------
    >>> in_words(Settings("waits", 4, 3.0, 6, "shuffled"), 30)
    '30 ms on average, the longest 3 times that, shuffled, in chunks of 6'
    >>> in_words(Settings("waits", 4, 1.0, 1, "shuffled"), 30)
    '30 ms'
    """
    size = f"{two_digits(task_size_ms)} ms"
    if settings.unevenness > 1:
        size += f" on average, the longest {settings.unevenness:g} times that, {settings.order}"
    return size if settings.chunksize == 1 else f"{size}, in chunks of {settings.chunksize}"


def in_order(inputs, order):
    """Put inputs of which each takes longer than the one before into another order.

    Parameters
    ----------
    inputs : list
    order : str
        One of `ORDERS`.

    Returns
    -------
    list

    Examples
    --------
    >>> in_order([1, 2, 3], "longest first"), in_order([1, 2, 3], "longest last")
    ([3, 2, 1], [1, 2, 3])
    """
    if order == ORDERS[2]:
        return Random(_SEED).sample(inputs, len(inputs))
    return inputs[::-1] if order == ORDERS[1] else inputs


def check_runner(runner):
    """Refuse a runner that takes no chunk size.

    Parameters
    ----------
    runner : callable

    Raises
    ------
    TypeError
        If it takes none, or cannot be called.
    """
    told = "a chunk size: def with_pool(task, inputs, n_workers, chunksize)"
    check_takes("runner", runner, 3, told, chunksize=1)


def with_chunks(runner, chunksize):
    """Return a runner with its chunk size, under its own name.

    Parameters
    ----------
    runner : callable
    chunksize : int

    Returns
    -------
    callable
        ``runner(task, inputs, n_workers)``; a coroutine function if `runner` is one.
    """
    return functools.update_wrapper(functools.partial(runner, chunksize=chunksize), runner)


@dataclass(frozen=True)
class Seen:
    """What was seen of one run; the tasks are as long as they were in it.

    Attributes
    ----------
    run : Run
    chunksize : int
        What the runner was asked for.
    """

    run: Run
    chunksize: int

    @property
    def idle(self):
        """How long its workers had no task, as `worker.spans.idle_time` tells; None if it cannot."""
        return idle_time(self.run.spans, self.run.n_workers, self.run.elapsed_s)

    @property
    def tasks_s(self):
        """Seconds of each task, in the order of the inputs, a list."""
        return [span.end_s - span.start_s for span in self.run.spans]

    @property
    def has_chunks(self):
        """Whether each chunk was run by one worker, in its order."""
        return keeps_chunks(self.run.spans, self.chunksize)

    @property
    def noun(self):
        """What a worker took at a time: "chunk" or "task"."""
        return "chunk" if self.chunksize > 1 and self.has_chunks else "task"

    @property
    def chunks_s(self):
        """Seconds of each chunk, a list; of each task where there were none."""
        n = self.chunksize if self.noun == "chunk" else 1
        tasks_s = self.tasks_s
        return [sum(tasks_s[first : first + n]) for first in range(0, len(tasks_s), n)]

    @property
    def least_s(self):
        """The seconds that no schedule of its chunks goes below."""
        if self.idle is None:  # it may have had more workers than it was asked for
            return max(self.chunks_s)
        return laws.least_elapsed_s(self.chunks_s, self.run.n_workers)

    @property
    def by_list_s(self):
        """The seconds that workers take which cost nothing, each taking the next chunk once it is free."""
        schedule = laws.list_schedule(self.chunks_s, self.run.n_workers)
        return max(end_s for *_, end_s in schedule)

    @property
    def idle_told(self):
        """How long the workers idled, and when, in a sentence."""
        n, idle = self.run.n_workers, self.idle
        if idle is None:
            n_seen = distinct_workers(self.run.spans)
            if n_seen > n:
                return f"The tasks came to {n_seen} workers, so how long {n} idled cannot be told."
            return "A worker had several tasks in progress at once, so how long it idled cannot be told."
        parts = [
            f"{in_ms(idle.after_s)} after their last task",
            f"{in_ms(idle.before_s)} before their first",
            f"{in_ms(idle.between_s)} between two",
        ]
        if idle.without_s:
            n_without = counted(n - distinct_workers(self.run.spans), "worker")
            parts.append(f"{in_ms(idle.without_s)} of {n_without} that got none")
        share = sum(idle) / (n * self.run.elapsed_s)
        return (
            f"In the run that is drawn, {counted(n, 'worker')} idled for {in_ms(sum(idle))} of {n} x "
            f"{in_ms(self.run.elapsed_s)}, which is {100 * share:.0f} %: {', '.join(parts)}."
        )

    @property
    def bound_told(self):
        """What bounds the run, in a sentence or two."""
        told = ""
        if self.chunksize > 1 and not self.has_chunks:
            told = (
                f"The tasks of some chunk of {self.chunksize} went to several workers, or not in their "
                "order. "
            )
        longest = f"the longest took {in_ms(max(self.chunks_s))}"
        if self.idle is not None:
            share_s = sum(self.tasks_s) / self.run.n_workers
            longest += f", and an equal share of all is {in_ms(share_s)}"
        return f"{told}No schedule of these {self.noun}s takes less than {in_ms(self.least_s)}: {longest}."

    def longer_told(self, loop_spans):
        """Say that its tasks took longer than in the loop, as where they share CPUs.

        Parameters
        ----------
        loop_spans : sequence of Span
            Of the same tasks in the sequential loop.

        Returns
        -------
        str
            A sentence; empty if they did not.
        """
        loop_s = sum(span.end_s - span.start_s for span in loop_spans)
        ratio = sum(self.tasks_s) / loop_s if loop_s else 1
        if ratio < _WORTH_TELLING:
            return ""
        return f"Its tasks took {ratio:.1f} times as long as in the loop."

    def numbers(self):
        """Write a line for each worker, as the picture numbers them, and a file with all tasks.

        Returns
        -------
        Html
        """
        numbers, lines = {}, {}
        tasks = sorted(enumerate(self.run.spans), key=lambda pair: pair[1].start_s)
        for _, span in tasks:
            numbers.setdefault(span.worker, len(numbers) + 1)
            lines.setdefault(span.worker, []).append(span)
        rows = [
            (
                str(numbers[worker]),
                str(len(its)),
                f"{1000 * sum(span.end_s - span.start_s for span in its):.1f}",
                f"{1000 * max(span.end_s for span in its):.1f}",
            )
            for worker, its in lines.items()
        ]
        told = table(["worker", "tasks", "at work (ms)", "last task ends (ms)"], rows)
        written = rounds_table.written(
            ["task", "chunk", "worker", "start (s)", "end (s)"],
            [
                (i + 1, i // self.chunksize + 1, numbers[span.worker], span.start_s, span.end_s)
                for i, span in tasks
            ],
        )
        return rounds_table.beside_a_file(
            told, "tasks.csv", written, "every task of the run in the picture"
        )


def in_ms(seconds):
    """Write a time in whole milliseconds.

    Parameters
    ----------
    seconds : float

    Returns
    -------
    str

    Examples
    --------
    >>> in_ms(0.1234), in_ms(6.6)
    ('123 ms', '6,600 ms')
    """
    return f"{1000 * seconds:,.0f} ms"
