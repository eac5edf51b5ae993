"""helpers.worker.spans, and the counting of calls in a log: most at once, against brute force."""

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import measure, workloads
from helpers.worker import log
from helpers.worker.spans import (
    KINDS_OF_WORKERS,
    Idle,
    Span,
    Worker,
    idle_time,
    keeps_chunks,
    kind_of_workers,
    max_overlap,
    numbers_at_once,
)
from tests.tasks import executor_runner, in_turn, square_later, with_threads

SPANS = st.lists(
    st.tuples(st.integers(0, 50), st.integers(0, 20)).map(lambda p: Span("w", p[0], p[0] + p[1])),
    max_size=20,
)
# Calls of two tasks, as one event for each start and end: an end is one of a call that has begun.
EVENTS = st.lists(st.tuples(st.booleans(), st.sampled_from("ab")), max_size=30)


@given(SPANS)
def test_max_overlap_by_counting(spans):
    times = {s.start_s for s in spans}
    counted = [sum(s.start_s <= t < s.end_s for s in spans) for t in times]
    assert max_overlap([s for s in spans if s.start_s < s.end_s]) == max(counted, default=0)


@given(SPANS)
def test_numbers_at_once_by_counting(spans):
    at = dict(numbers_at_once(spans))  # of several numbers at one time, the last stays
    assert set(at) == {when for s in spans for when in (s.start_s, s.end_s)}
    for when, n in at.items():
        assert n == sum(s.start_s <= when < s.end_s for s in spans)


def written(choices):
    """Make events of a log: each choice starts a call of a task, or ends its oldest if there is one."""
    events, begun = [], {"a": 0, "b": 0}
    for i, (is_end, task) in enumerate(choices):
        kind = "end" if is_end and begun[task] else "start"
        begun[task] += 1 if kind == "start" else -1
        where = {"process": 1, "thread": 2, "time_s": float(i)}
        events += [{"event": kind, "task": task, **where}, {"event": "full", **where}]
    return events


@given(EVENTS, st.sampled_from(["a", "b", None]))
def test_most_at_once_by_counting_every_beginning_of_the_log(choices, task):
    events = written(choices)
    its = [e["event"] for e in events if task in (None, e.get("task"))]
    begun = [its[:n].count("start") - its[:n].count("end") for n in range(len(its) + 1)]
    assert log.most_at_once(events, task) == max(begun)


@given(EVENTS)
def test_calls_overlap_as_often_as_their_events_say(choices):
    events = written(choices)
    spans = log.calls(events)
    assert len(spans) == log.starts(events, "a") + log.starts(events, "b")
    assert {span.worker for span in spans} <= {Worker(1, 2)}
    assert all(span.start_s <= span.end_s for span in spans)
    ended = [span for span in spans if span.start_s < span.end_s]
    # A call that began with the last event has no length, and is not counted as in progress.
    assert log.most_at_once(events) - max_overlap(ended) in (0, 1)


CALLS = st.lists(
    st.tuples(st.integers(1, 2), st.integers(1, 2), st.integers(0, 20), st.integers(1, 5)).map(
        lambda call: Span(Worker(*call[:2]), call[2], call[2] + call[3])
    ),
    max_size=8,
)


@given(CALLS)
def test_a_kind_of_workers_says_no_more_than_the_calls_do(spans):
    kind = kind_of_workers(spans, [Span(Worker(1, 1), 0, 1)])
    assert kind in ("", *KINDS_OF_WORKERS)
    here = [s for s in spans if s.worker.process_id == 1]
    if kind == "processes":
        assert here == []
    elif kind:
        assert here == spans != []
    threads = {s.worker for s in spans}
    if kind in ("coroutines", "this thread"):
        assert len(threads) == 1
        assert (max_overlap(spans) > 1) == (kind == "coroutines")
    if kind == "threads":
        assert threads != {Worker(1, 1)}


def test_no_calls_tell_nothing():
    assert kind_of_workers([], [Span(Worker(1, 1), 0, 1)]) == ""
    assert kind_of_workers([Span(Worker(1, 1), 0, 1)], []) == ""


def laid_out(turns, n_workers):
    """Lay turns (worker, pause, length) one after the other on their workers; return spans and the end."""
    free, spans = [0] * n_workers, []
    for worker, pause, length in turns:
        start = free[worker] + pause
        free[worker] = start + length
        spans.append(Span(worker, start, free[worker]))
    return spans, max(free)


TURNS = st.lists(st.tuples(st.integers(0, 2), st.integers(0, 5), st.integers(1, 9)), max_size=15)


@given(TURNS, st.integers(0, 5))
def test_workers_have_a_task_or_none_and_all_of_their_time_is_told(turns, more):
    spans, end_s = laid_out(turns, 3)
    elapsed_s = end_s + more
    idle = idle_time(spans, 4, elapsed_s)
    assert min(idle) >= 0
    assert sum(idle) + sum(s.end_s - s.start_s for s in spans) == 4 * elapsed_s
    assert idle.without_s == (4 - len({s.worker for s in spans})) * elapsed_s


@given(TURNS.filter(bool))
def test_idle_time_before_between_and_after_is_told_apart(turns):
    spans, end_s = laid_out(turns, 3)
    workers = {worker for worker, _, _ in turns}
    firsts = {w: next(pause for who, pause, _ in turns if who == w) for w in workers}
    pauses = sum(pause for _, pause, _ in turns)
    idle = idle_time(spans, 3, end_s)
    assert idle.before_s == sum(firsts.values())
    assert idle.between_s == pauses - idle.before_s


def test_who_idled_is_not_told_where_workers_cannot_be_told_apart():
    spans = [Span("a", 0, 2), Span("b", 1, 3)]
    assert idle_time(spans, 2, 3) == Idle(1, 0, 1, 0)
    assert idle_time(spans, 1, 3) is None
    assert idle_time([Span("a", 0, 2), Span("a", 1, 3)], 2, 3) is None


@given(TURNS, st.integers(1, 4))
def test_whole_chunks_that_go_to_free_workers_are_kept(turns, chunksize):
    in_chunks = [(turns[i // chunksize * chunksize][0], *turn[1:]) for i, turn in enumerate(turns)]
    assert keeps_chunks(laid_out(in_chunks, 3)[0], chunksize)
    assert keeps_chunks(laid_out(turns, 3)[0], 1)


@pytest.mark.parametrize(
    "spans",
    [
        [Span("a", 0, 1), Span("b", 1, 2)],
        [Span("a", 1, 2), Span("a", 0, 1)],
        [Span("a", 0, 2), Span("a", 1, 3)],
    ],
)
def test_a_chunk_on_two_workers_or_out_of_its_order_is_not_kept(spans):
    assert not keeps_chunks(spans, 2)
    assert keeps_chunks(spans, 1)


async def gathered(task, inputs, n_workers):
    return await asyncio.gather(*map(task, inputs))


async def through_threads(task, inputs, n_workers):
    return await asyncio.gather(*(asyncio.to_thread(task, value) for value in inputs))


async def wait_and_square(x):
    await asyncio.sleep(0.01)
    return await square_later(x)


@pytest.mark.parametrize(
    ("runner", "task", "kind"),
    [
        (in_turn, workloads.wait_for, "this thread"),
        (with_threads, workloads.wait_for, "threads"),
        (executor_runner("spawn"), workloads.wait_for, "processes"),
        (gathered, wait_and_square, "coroutines"),
        (through_threads, workloads.wait_for, "threads"),
    ],
)
def test_the_kind_of_workers_is_told_from_a_measurement(runner, task, kind):
    measured = measure.sweep(runner, task, [0.01, 0.02, 0.03], n_workers=[2], n_rounds=1)
    assert kind_of_workers(measured.spans[-1], measured.baseline_spans) == kind
