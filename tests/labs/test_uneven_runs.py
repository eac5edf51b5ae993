"""helpers.labs.uneven_runs: what is said of a run, told by spans that were made up."""

import asyncio
import inspect
import re
from base64 import b64decode

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from helpers import laws
from helpers.labs.uneven_runs import (
    ORDERS,
    Seen,
    check_runner,
    in_order,
    with_chunks,
)
from helpers.measure import Run, task_sizes
from helpers.worker.spans import Span
from tests import notebooks, tasks


def seen_of(spans, n_workers=2, chunksize=1, elapsed_s=1.25):
    return Seen(Run(n_workers, 2.0, elapsed_s, tuple(spans)), chunksize)


# The tasks of both take 0.25, 0.25, 0.25 and 1 s; in the second, in chunks of 2.
ONE_BY_ONE = [Span("a", 0, 0.25), Span("b", 0, 0.25), Span("a", 0.25, 0.5), Span("b", 0.25, 1.25)]
IN_CHUNKS = [Span("a", 0, 0.25), Span("a", 0.25, 0.5), Span("b", 0, 0.25), Span("b", 0.25, 1.25)]


def test_who_idled_and_what_bounds_the_run_are_told_by_hand():
    seen = seen_of(ONE_BY_ONE)
    assert seen.idle_told == (
        "In the run that is drawn, 2 workers idled for 750 ms of 2 x 1,250 ms, which is 30 %: 750 ms after "
        "their last task, 0 ms before their first, 0 ms between two."
    )
    assert seen.bound_told == (
        "No schedule of these tasks takes less than 1,000 ms: the longest took 1,000 ms, and an equal "
        "share of all is 875 ms."
    )
    assert seen.by_list_s == 1.25


def test_a_chunk_counts_as_a_whole():
    seen = seen_of(IN_CHUNKS, chunksize=2)
    assert seen.chunks_s == [0.5, 1.25]
    assert seen.bound_told == (
        "No schedule of these chunks takes less than 1,250 ms: the longest took 1,250 ms, and an equal "
        "share of all is 875 ms."
    )


def test_where_chunks_were_torn_apart_that_is_said_and_tasks_count():
    seen = seen_of(ONE_BY_ONE, chunksize=2)
    assert seen.noun == "task"
    assert seen.bound_told.startswith(
        "The tasks of some chunk of 2 went to several workers, or not "
    )
    assert "No schedule of these tasks takes less than 1,000 ms" in seen.bound_told


def test_a_worker_that_got_no_task_is_told():
    told = seen_of(ONE_BY_ONE, n_workers=3).idle_told
    assert "3 workers idled for 2,000 ms of 3 x 1,250 ms, which is 53 %: 750 ms after" in told
    assert told.endswith("1,250 ms of 1 worker that got none.")


def test_of_more_workers_than_were_asked_for_no_share_is_told():
    seen = seen_of(ONE_BY_ONE, n_workers=1)
    assert seen.idle_told == "The tasks came to 2 workers, so how long 1 idled cannot be told."
    assert seen.bound_told.endswith("takes less than 1,000 ms: the longest took 1,000 ms.")


def test_a_worker_with_several_tasks_at_once_does_not_idle():
    seen = seen_of([Span("a", 0, 1), Span("a", 0.5, 1.25)])
    assert seen.idle_told.startswith("A worker had several tasks in progress at once")


@given(st.lists(st.integers(1, 20), min_size=1, max_size=20), st.integers(1, 4), st.integers(1, 6))
def test_a_run_without_costs_takes_as_long_as_its_list_schedule(sizes, n, chunksize):
    chunks = [sizes[i : i + chunksize] for i in range(0, len(sizes), chunksize)]
    schedule = laws.list_schedule([sum(chunk) for chunk in chunks], n)
    spans = []
    for chunk, (worker, start, _) in zip(chunks, schedule, strict=True):
        for size in chunk:
            spans.append(Span(worker, start, start + size))
            start += size
    seen = seen_of(spans, n, chunksize, elapsed_s=max(span.end_s for span in spans))
    assert seen.has_chunks
    assert seen.tasks_s == sizes
    assert seen.least_s <= seen.run.elapsed_s == seen.by_list_s
    assert sum(seen.idle) == n * seen.run.elapsed_s - sum(sizes)


@pytest.mark.parametrize(
    ("times", "told"),
    [(1, ""), (1.1, ""), (2, "Its tasks took 2.0 times as long as in the loop.")],
)
def test_tasks_that_took_longer_than_in_the_loop_are_told(times, told):
    loop = [Span("l", s.start_s / times, s.end_s / times) for s in ONE_BY_ONE]
    assert seen_of(ONE_BY_ONE).longer_told(loop) == told


def test_the_numbers_have_a_line_a_worker_and_a_file_with_every_task():
    told = BeautifulSoup(seen_of(IN_CHUNKS, chunksize=2).numbers(), "html.parser")
    rows = [[cell.text for cell in row.find_all("td")] for row in told.find_all("tr")[1:]]
    assert rows == [["1", "2", "500.0", "500.0"], ["2", "2", "1250.0", "1250.0"]]
    saved = b64decode(told.a["href"].partition("base64,")[2]).decode().splitlines()
    assert saved[0] == "task,chunk,worker,start (s),end (s)"
    assert saved[1:] == ["1,1,1,0,0.25", "3,2,2,0,0.25", "2,1,1,0.25,0.5", "4,2,2,0.25,1.25"]


@given(st.lists(st.integers(), unique=True, min_size=8).map(sorted))
def test_an_order_changes_no_task_and_is_the_same_each_time(inputs):
    last, first, shuffled = (in_order(inputs, order) for order in ORDERS)
    assert last == inputs == first[::-1]
    assert sorted(shuffled) == inputs
    assert shuffled not in (last, first)
    assert shuffled == in_order(inputs, ORDERS[2])


def runner(task, inputs, n_workers, chunksize):
    return task, inputs, n_workers, chunksize


async def async_runner(task, inputs, n_workers, chunksize):
    return n_workers, chunksize


def test_a_runner_gets_its_chunk_size_and_keeps_its_name_and_kind():
    bound = with_chunks(runner, 6)
    assert bound(abs, [1], 2) == (abs, [1], 2, 6)
    assert bound.__name__ == "runner"
    assert not inspect.iscoroutinefunction(bound)
    bound = with_chunks(async_runner, 6)
    assert inspect.iscoroutinefunction(bound)
    assert asyncio.run(bound(abs, [1], 2)) == (2, 6)


def test_a_runner_without_a_chunk_size_is_refused():
    check_runner(runner)
    check_runner(lambda *arguments, **options: None)
    for wrong in (tasks.with_threads, lambda task: task):
        with pytest.raises(TypeError, match="runner must take a chunk size: def with_pool"):
            check_runner(wrong)
    with pytest.raises(TypeError, match="runner must be a function"):
        check_runner(3)


LESSON_4 = notebooks.read(notebooks.ROOT / "notebooks" / "04_concurrent_futures.ipynb")
(ANSWER,) = [cell.source for cell in LESSON_4.cells if cell.id == "uneven-notice"]


def scheduled(order="longest last", chunksize=1, unevenness=4):
    """Return the chunks of lesson 4's tasks and when they end on its four workers, in milliseconds."""
    sizes = in_order([30 * x for x in task_sizes.uneven_sizes(24, unevenness)], order)
    chunks = [sum(sizes[i : i + chunksize]) for i in range(0, 24, chunksize)]
    return chunks, laws.list_schedule(chunks, n_workers=4)


@pytest.mark.parametrize(
    ("said", "order", "chunksize", "unevenness"),
    [
        ("about 230 ms, 3.1 times", "longest last", 1, 4),
        ("close to 180 ms, 4 times", "longest first", 1, 4),
        ("about 500 ms, 1.4 times", "longest last", 6, 4),
        ("about 500 ms, 1.4 times", "longest first", 6, 4),
        ("about 2 times", "shuffled", 6, 4),
        *(("4 times with chunks of 1, 2, 3 or 6", "longest last", n, 1) for n in (1, 2, 3, 6)),
        ("only\n  3 times", "longest last", 4, 1),
    ],
)
def test_what_lesson_4_says_of_its_uneven_tasks_is_arithmetic(said, order, chunksize, unevenness):
    assert said in ANSWER
    chunks, schedule = scheduled(order, chunksize, unevenness)
    end_ms = max(end for *_, end in schedule)
    ms, times = re.search(r"(?:(\d+) ms, )?([\d.]+) times", said).groups()
    assert sum(chunks) / end_ms == pytest.approx(float(times), rel=0.04)
    assert ms is None or end_ms == pytest.approx(float(ms), rel=0.02)


def test_what_lesson_4_says_of_its_straggler_is_arithmetic():
    chunks, schedule = scheduled()
    assert "The straggler takes 120 ms" in ANSWER
    assert max(chunks) == pytest.approx(120)
    assert "begins as the last,\n  after about 110 ms" in ANSWER
    assert max(start for _, start, _ in schedule) == pytest.approx(110, rel=0.02)
    assert "About a fifth of the workers' time is idle" in ANSWER
    end_ms = max(end for *_, end in schedule)
    assert 1 - sum(chunks) / (4 * end_ms) == pytest.approx(0.2, abs=0.03)
