"""Who was at work, and from when to when; from it is told how many were at once, and of what kind."""

from itertools import accumulate, pairwise
from typing import NamedTuple

__all__ = [
    "KINDS_OF_WORKERS",
    "Idle",
    "Span",
    "Worker",
    "distinct_workers",
    "idle_time",
    "keeps_chunks",
    "kind_of_workers",
    "max_overlap",
    "numbers_at_once",
]

KINDS_OF_WORKERS = ("threads", "processes", "coroutines", "this thread")


class Worker(NamedTuple):
    """The thread that ran a task, and its process, as the operating system numbers them."""

    process_id: int
    thread_id: int


class Span(NamedTuple):
    """A stretch of time in which a worker was at work without a break, such as one call of a task.

    Attributes
    ----------
    worker : Worker
        Or whatever else tells one from another: the number of a thread, where `gil` has started it.
    start_s, end_s : float
        Seconds.
    """

    worker: Worker
    start_s: float
    end_s: float


class Idle(NamedTuple):
    """How long the workers of a run had no task, all of them together.

    Attributes
    ----------
    before_s, between_s, after_s : float
        Seconds before their first task, between two, and from their last to the end of the run.
    without_s : float
        Seconds of the workers that got no task at all.
    """

    before_s: float
    between_s: float
    after_s: float
    without_s: float


def numbers_at_once(spans):
    """Count again at every start and end how many spans are in progress.

    Parameters
    ----------
    spans : iterable of Span
        One that starts exactly when another ends does not overlap it.

    Returns
    -------
    list of (float, int)
        When, in seconds, and so many from then on; in the order of the times.

    Examples
    --------
    >>> numbers_at_once([Span("a", 0, 2), Span("b", 1, 3)])
    [(0, 1), (1, 2), (2, 1), (3, 0)]
    """
    changes = []
    for span in spans:
        changes += [(span.start_s, 1), (span.end_s, -1)]
    changes.sort()  # at the same time, ends (-1) come before starts (+1)
    numbers = accumulate(change for _, change in changes)
    return [(when, n) for (when, _), n in zip(changes, numbers, strict=True)]


def max_overlap(spans):
    """Count how many spans were in progress at once, at most.

    Parameters
    ----------
    spans : iterable of Span
        As for `numbers_at_once`.

    Returns
    -------
    int
        0 for no spans.

    Examples
    --------
    >>> max_overlap([Span("a", 0, 2), Span("b", 1, 3), Span("a", 2, 4)])
    2
    """
    return max((n for _, n in numbers_at_once(spans)), default=0)


def distinct_workers(spans):
    """Count the workers, threads or processes, that ran a call.

    Parameters
    ----------
    spans : iterable of Span

    Returns
    -------
    int

    Examples
    --------
    >>> distinct_workers([Span("a", 0, 1), Span("b", 0, 1), Span("a", 1, 2)])
    2
    """
    return len({span.worker for span in spans})


def kind_of_workers(spans, loop_spans):
    """Tell what kind of workers ran some tasks, from who ran them and when.

    Parameters
    ----------
    spans : iterable of Span
        Of the tasks, as a runner had them run.
    loop_spans : iterable of Span
        Of the same tasks in the sequential loop, which ran in the thread that called the runner, or in
        one that its coroutines had.

    Returns
    -------
    str
        One of `KINDS_OF_WORKERS`; empty where that is not known, as for none or where several kinds took
        part.

    Examples
    --------
    >>> here, beside, elsewhere = Worker(1, 1), Worker(1, 2), Worker(2, 3)
    >>> kind_of_workers([Span(elsewhere, 0, 1)], [Span(here, 0, 1)])
    'processes'
    >>> kind_of_workers([Span(here, 0, 2), Span(beside, 1, 3)], [Span(here, 0, 1)])
    'threads'
    >>> kind_of_workers([Span(here, 0, 2), Span(here, 1, 3)], [Span(here, 0, 1)])
    'coroutines'
    >>> kind_of_workers([Span(here, 0, 1), Span(here, 1, 2)], [Span(here, 0, 1)])
    'this thread'
    """
    spans = list(spans)
    workers, loop = {s.worker for s in spans}, {s.worker for s in loop_spans}
    here = {worker.process_id for worker in loop}
    processes = {worker.process_id for worker in workers}
    if not workers or not loop or (processes & here and processes - here):
        return ""
    if not processes & here:
        return "processes"
    # Two calls of one thread overlap only if one of them gave way to the other.
    overlap = [max_overlap(s for s in spans if s.worker == worker) > 1 for worker in workers]
    if any(overlap):
        return "coroutines" if len(workers) == 1 else ""
    return "this thread" if workers <= loop else "threads"


def idle_time(spans, n_workers, elapsed_s):
    """Add up how long the workers of a run had no task.

    Parameters
    ----------
    spans : iterable of Span
        Of the tasks; seconds since the run began.
    n_workers : int
        How many workers the run was to have; of these, some may have got no task.
    elapsed_s : float
        Seconds that the run took.

    Returns
    -------
    Idle or None
        None where it cannot be told: there were more workers, or one had several tasks in progress at
        once.

    Examples
    --------
    >>> idle_time([Span("a", 0, 2), Span("a", 2, 4), Span("b", 1, 3)], n_workers=3, elapsed_s=5)
    Idle(before_s=1, between_s=0, after_s=3, without_s=5)
    """
    by_worker = {}
    for span in sorted(spans, key=lambda span: span.start_s):
        by_worker.setdefault(span.worker, []).append(span)
    each = list(by_worker.values())
    if len(each) > n_workers or any(max_overlap(its) > 1 for its in each):
        return None
    return Idle(
        before_s=sum(its[0].start_s for its in each),
        between_s=sum(b.start_s - a.end_s for its in each for a, b in pairwise(its)),
        after_s=sum(elapsed_s - its[-1].end_s for its in each),
        without_s=(n_workers - len(each)) * elapsed_s,
    )


def keeps_chunks(spans, chunksize):
    """Tell whether the tasks of each chunk ran on one worker, one after the other.

    Parameters
    ----------
    spans : sequence of Span
        One a task, in the order of the inputs.
    chunksize : int
        So many inputs in a row make a chunk; the last one may have fewer.

    Returns
    -------
    bool

    Examples
    --------
    >>> spans = [Span("a", 0, 1), Span("a", 1, 2), Span("b", 0, 1)]
    >>> keeps_chunks(spans, 2), keeps_chunks(spans, 3)
    (True, False)
    """
    chunks = [spans[first : first + chunksize] for first in range(0, len(spans), chunksize)]
    return all(
        a.worker == b.worker and a.end_s <= b.start_s
        for chunk in chunks
        for a, b in pairwise(chunk)
    )
