"""A run of a pipeline: what its runner gets, what has to come back, and what was seen of it."""

import inspect
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from random import Random
from statistics import mean
from time import perf_counter
from typing import NamedTuple

from helpers import laws
from helpers.drawing import timelines
from helpers.measure import RunError, task_sizes
from helpers.processes import coroutines
from helpers.wording.words import counted, name_of, short
from helpers.worker.failures import only_here
from helpers.worker.spans import Span, numbers_at_once
from helpers.worker.stages import Item, Stage
from helpers.worker.stop_flag import Stopped

__all__ = ["TIMES", "PipelineRun", "Settings", "run_once"]

TIMES = ("alike", "uneven")
_MOST_UNEVEN = 4.0  # times the average, of the item that takes longest


class Settings(NamedTuple):
    """The values of the lab's controls; of each stage, `n_workers` and `sizes_ms` have one."""

    kind: str
    n_workers: tuple
    sizes_ms: tuple
    maxsize: int
    n_items: int
    times: str

    @property
    def sizes_s(self):
        """Seconds that an item takes in each stage, on average."""
        return [size_ms / 1000 for size_ms in self.sizes_ms]

    @property
    def ideal_per_s(self):
        """What the slowest stage lets through, in items a second."""
        return laws.ideal_throughput_per_s(self.sizes_s, self.n_workers)

    @property
    def expected_s(self):
        """About how long a run takes, once its workers have started."""
        return laws.ideal_pipeline_s(self.n_items, self.sizes_s, self.n_workers)

    def each_s(self, place):
        """Return how long each item takes in a stage; uneven times are the same in each run.

        Parameters
        ----------
        place : int

        Returns
        -------
        list of float
            Seconds, by the item's number.
        """
        uneven = min(_MOST_UNEVEN, max(1.0, self.n_items / 2)) if self.times == TIMES[1] else 1.0
        sizes = task_sizes.uneven_sizes(self.n_items, uneven)
        return [self.sizes_s[place] * x for x in Random(place).sample(sizes, self.n_items)]


def run_once(runner, settings, stop):
    """Call a runner with stages and items, and check that each item has passed each stage once.

    Parameters
    ----------
    runner : callable
        ``runner(stages, items, n_workers, maxsize)``; it may be ``async def``, and so are the stages then.
    settings : Settings
    stop : StopFlag

    Returns
    -------
    PipelineRun

    Raises
    ------
    RunError
        If not all items come back, each once, from the last stage.
    Stopped
        If the flag was set.
    Exception
        What the runner has raised or returned.
    """
    is_async = inspect.iscoroutinefunction(runner)
    n_stages = len(settings.n_workers)
    stages = [Stage(i, settings.each_s(i), stop, is_async) for i in range(n_stages)]
    items = [Item(number) for number in range(settings.n_items)]
    start_s = perf_counter()
    try:
        with only_here(runner):
            returned = runner(stages, items, list(settings.n_workers), settings.maxsize)
            if inspect.iscoroutine(returned):
                returned = coroutines.run(returned)
    except Exception:
        if stop.is_set():
            raise Stopped from None
        raise
    elapsed_s = perf_counter() - start_s
    if stop.is_set():
        raise Stopped
    _check(f"runner {name_of(runner)}", returned, settings.n_items, n_stages)
    by_stage = zip(*(item.spans for item in sorted(returned)), strict=True)
    spans = [
        [Span(s.worker, s.start_s - start_s, s.end_s - start_s) for s in its] for its in by_stage
    ]
    return PipelineRun(settings, spans, elapsed_s)


def _check(who, returned, n_items, n_stages):
    if not isinstance(returned, list):
        raise RunError(f"{who} must return a list of the items, not {short(returned)}.")
    for one in returned:
        if isinstance(one, BaseException):
            raise one
        if not isinstance(one, Item):
            raise RunError(
                f"{who} must return what the last stage has returned for each item, not {short(one)}."
            )
        if len(one.spans) != n_stages:
            raise RunError(
                f"{who} returned item {one.number} after {len(one.spans)} of {counted(n_stages, 'stage')}."
            )
    numbers = [item.number for item in returned]
    missing = sorted(set(range(n_items)) - set(numbers))
    if missing or len(numbers) > n_items:
        told = f"item {missing[0]} is missing" if missing else "some came twice"
        raise RunError(
            f"{who} must return each of {counted(n_items, 'item')} once; it returned {len(numbers)}, and "
            f"{told}."
        )


@dataclass(frozen=True)
class PipelineRun:
    """What was seen of one run of a pipeline.

    Attributes
    ----------
    settings : Settings
    spans : list of list of Span
        For each stage, one for each item, by its number; seconds since the runner was called.
    elapsed_s : float
        Until the runner has returned.
    """

    settings: Settings
    spans: list
    elapsed_s: float

    @cached_property
    def start_s(self):
        """When the first item was taken: until then, workers were started."""
        return min(span.start_s for span in self.spans[0])

    @cached_property
    def end_s(self):
        """When the last item was done."""
        return max(span.end_s for span in self.spans[-1])

    @property
    def window_s(self):
        """Seconds from the one to the other."""
        return self.end_s - self.start_s

    @property
    def throughput_per_s(self):
        """Items a second, from the start of the first to the end of the last."""
        return self.settings.n_items / self.window_s

    @property
    def latency_s(self):
        """Seconds from an item's start in the first stage to its end in the last, on average."""
        pairs = zip(self.spans[0], self.spans[-1], strict=True)
        return mean(last.end_s - first.start_s for first, last in pairs)

    @property
    def busy(self):
        """The part of their time in which the workers of each stage were at work, a list."""
        return [
            sum(span.end_s - span.start_s for span in its) / (n * self.window_s)
            for its, n in zip(self.spans, self.settings.n_workers, strict=True)
        ]

    @cached_property
    def between(self):
        """For each two stages, from when on so many items had passed the one and not begun the next.

        Lists of pairs, as `worker.spans.numbers_at_once` returns them.
        """
        return [
            numbers_at_once(
                Span(None, a.end_s, b.start_s)
                for a, b in zip(before, after, strict=True)
                if a.end_s < b.start_s
            )
            for before, after in pairwise(self.spans)
        ]

    @property
    def mean_between(self):
        """How many items were between each two stages on average, a list."""
        return [self._mean(numbers) for numbers in self.between]

    @property
    def most_between(self):
        """How many items were between each two stages at most, a list."""
        return [max((n for _, n in numbers), default=0) for numbers in self.between]

    @property
    def mean_inside(self):
        """How many items were in the pipeline on average, counted at each start and end."""
        pairs = zip(self.spans[0], self.spans[-1], strict=True)
        return self._mean(numbers_at_once(Span(None, a.start_s, b.end_s) for a, b in pairs))

    def _mean(self, numbers):
        return sum(n * (b - a) for (a, n), (b, _) in pairwise(numbers)) / self.window_s

    @cached_property
    def rows(self):
        """For each stage, the row of each span among the stage's own workers, from 0."""
        return [timelines.rows_of(its) for its in self.spans]

    @property
    def n_rows(self):
        """How many rows each stage has: its workers, or more if more were seen."""
        return [
            max(n, 1 + max(rows))
            for n, rows in zip(self.settings.n_workers, self.rows, strict=True)
        ]
