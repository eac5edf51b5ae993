"""Speedups and throughputs that follow by arithmetic, for students to estimate."""

from typing import NamedTuple

from helpers import laws
from helpers.checks import draws
from helpers.wording.words import counted

__all__ = [
    "STAGES",
    "Chunks",
    "Pipeline",
    "Sent",
    "Traffic",
    "Waits",
    "chunks",
    "pipeline",
    "sent",
    "traffic",
    "waits",
]

STAGES = ("fetch", "parse", "store")  # of each `Pipeline`


class Waits(NamedTuple):
    """Tasks that wait, in the order in which they are handed over, and a pool of threads.

    Attributes
    ----------
    sizes_ms : tuple of int
    n_workers : int
    """

    sizes_ms: tuple
    n_workers: int

    @property
    def speedup(self):
        """How many times as fast as the loop the pool is, if workers cost nothing."""
        return sum(self.sizes_ms) / _ends(self.sizes_ms, self.n_workers)

    def __str__(self):
        sizes = ", ".join(map(str, self.sizes_ms))
        n = counted(len(self.sizes_ms), "task")
        return f"{n}, in this order, wait {sizes} ms. Threads: {self.n_workers}."


class Chunks(NamedTuple):
    """Rows of a table that are cut into chunks, each a task for joblib's workers.

    Attributes
    ----------
    n_rows, chunk_rows, n_workers : int
    """

    n_rows: int
    chunk_rows: int
    n_workers: int

    @property
    def sizes(self):
        """How many rows each chunk has, a list."""
        firsts = range(0, self.n_rows, self.chunk_rows)
        return [min(self.chunk_rows, self.n_rows - first) for first in firsts]

    @property
    def at_once(self):
        """How many tasks are in progress at once, at most."""
        return min(self.n_workers, len(self.sizes))

    @property
    def speedup(self):
        """How many times as fast as the loop they are, if handing over costs nothing."""
        return self.n_rows / _ends(self.sizes, self.n_workers)

    def __str__(self):
        return (
            f"A table of {self.n_rows} rows, in chunks of {self.chunk_rows}; "
            f"Parallel(n_jobs={self.n_workers}, batch_size=1)."
        )


class Pipeline(NamedTuple):
    """Three stages that items pass one after the other, with queues between them.

    Attributes
    ----------
    sizes_ms, n_workers : tuple of int
        Milliseconds that an item takes in each stage, and how many workers this has.
    """

    sizes_ms: tuple
    n_workers: tuple

    @property
    def per_s(self):
        """How many items a second it lets through."""
        return laws.ideal_throughput_per_s(self._sizes_s, self.n_workers)

    @property
    def slowest(self):
        """The stage that lets the fewest through, one of `STAGES`."""
        return STAGES[laws.bottlenecks(self._sizes_s, self.n_workers)[0]]

    @property
    def with_one_more(self):
        """The same with one more worker in its slowest stage."""
        n = [n + (stage == self.slowest) for stage, n in zip(STAGES, self.n_workers, strict=True)]
        return Pipeline(self.sizes_ms, tuple(n))

    @property
    def _sizes_s(self):
        return [size_ms / 1000 for size_ms in self.sizes_ms]

    def __str__(self):
        stages = zip(STAGES, self.sizes_ms, self.n_workers, strict=True)
        told = [f"{stage}: {ms} ms an item, {counted(n, 'worker')}" for stage, ms, n in stages]
        return f"{'; '.join(told)}."


class Sent(NamedTuple):
    """Equal tasks that a scheduler hands over one after the other.

    Attributes
    ----------
    n_tasks, n_workers, size_ms, dispatch_ms : int
    """

    n_tasks: int
    n_workers: int
    size_ms: int
    dispatch_ms: int

    @property
    def speedup(self):
        """How many times as fast as the loop the workers are, with a CPU each."""
        handed_over = [self.dispatch_ms * (i + 1) for i in range(self.n_tasks)]
        end = _ends([self.size_ms] * self.n_tasks, self.n_workers, sent=handed_over)
        return self.n_tasks * self.size_ms / end

    @property
    def bound(self):
        """What bounds the speedup: "workers" or "scheduler"."""
        return "scheduler" if self.dispatch_ms * self.n_workers > self.size_ms else "workers"

    def __str__(self):
        return (
            f"{self.n_tasks} tasks of {self.size_ms} ms each; {self.n_workers} workers; the scheduler "
            f"hands over one task after the other, in {self.dispatch_ms} ms each."
        )


class Traffic(NamedTuple):
    """Tasks on other machines that all need the same array, and a network.

    Attributes
    ----------
    n_numbers, n_tasks, n_workers : int
        The numbers of the array are of 8 bytes.
    mb_per_s : int
        What the network carries.
    """

    n_numbers: int
    n_tasks: int
    n_workers: int
    mb_per_s: int

    @property
    def sent_mb(self):
        """The MB that leave this process: sent with each task, scattered once, made there; a list."""
        return [8 * self.n_numbers * copies / 1e6 for copies in (self.n_tasks, 1, 0)]

    @property
    def seconds(self):
        """How long the first of these ways takes, on the network alone."""
        return self.sent_mb[0] / self.mb_per_s

    def __str__(self):
        return (
            f"{self.n_tasks} tasks on {self.n_workers} workers need the same array of {self.n_numbers:,} "
            f"numbers of 8 bytes; the network carries {self.mb_per_s} MB per second."
        )


def waits(number, exercise):
    """Draw `Waits`: two rounds and a part of a third, and a long one last.

    Parameters
    ----------
    number, exercise
        As for `draws.drawing_from`.

    Returns
    -------
    Waits
    """
    by = draws.drawing_from(number, exercise)
    n_workers, size_ms = by.randint(3, 5), by.choice([20, 30])
    n_short = 2 * n_workers + by.randint(1, n_workers - 1)
    return Waits((size_ms,) * n_short + (by.randint(4, 5) * size_ms,), n_workers)


def chunks(number, exercise):
    """Draw `Chunks`, of which there are fewer than workers, or one too many for a round.

    Parameters
    ----------
    number, exercise
        As for `draws.drawing_from`.

    Returns
    -------
    Chunks
    """
    by = draws.drawing_from(number, exercise)
    n_workers, chunk_rows = by.randint(3, 5), by.randint(3, 6)
    n_chunks = by.choice([n_workers - 1, n_workers + 1])
    return Chunks(n_chunks * chunk_rows - by.randint(0, 1), chunk_rows, n_workers)


def pipeline(number, exercise):
    """Draw a `Pipeline` whose slowest stage is found neither by the times nor by the workers alone.

    Parameters
    ----------
    number, exercise
        As for `draws.drawing_from`.

    Returns
    -------
    Pipeline
    """
    by = draws.drawing_from(number, exercise)
    while True:
        drawn = Pipeline(
            tuple(by.sample(range(10, 100, 10), len(STAGES))),
            tuple(by.randint(1, 4) for _ in STAGES),
        )
        by_times_only = 1000 / max(drawn.sizes_ms)
        gain = drawn.with_one_more.per_s / drawn.per_s
        if drawn.per_s > 1.1 * by_times_only and gain > 1.1:
            return drawn


def sent(number, exercise):
    """Draw `Sent`: half of them are bound by the scheduler.

    Parameters
    ----------
    number, exercise
        As for `draws.drawing_from`.

    Returns
    -------
    Sent
    """
    by = draws.drawing_from(number, exercise)
    n_workers, dispatch_ms = by.choice([10, 16, 20]), by.choice([1, 2])
    rounds = by.randint(10, 20)
    per_dispatch = n_workers * by.choice([3, 4]) if by.random() < 0.5 else n_workers // 4
    return Sent(rounds * n_workers, n_workers, per_dispatch * dispatch_ms, dispatch_ms)


def traffic(number, exercise):
    """Draw `Traffic`.

    Parameters
    ----------
    number, exercise
        As for `draws.drawing_from`.

    Returns
    -------
    Traffic
    """
    by = draws.drawing_from(number, exercise)
    n_numbers, n_tasks = 500_000 * by.randint(2, 12), by.randint(5, 12)
    return Traffic(n_numbers, n_tasks, by.randint(2, 4), by.choice([100, 125, 250, 1250]))


def _ends(sizes, n_workers, sent=None):
    """Say when the last task ends."""
    return max(end for *_, end in laws.list_schedule(sizes, n_workers, sent=sent))
