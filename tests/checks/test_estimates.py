"""helpers.checks.estimates: speedups by arithmetic."""

import pytest

from helpers.checks import estimates
from helpers.checks.estimates import Chunks, Pipeline, Sent, Traffic, Waits


def test_waits_by_hand():
    assert Waits((20,) * 4, 2).speedup == 2
    assert Waits((20, 20, 20, 60), 2).speedup == 120 / 80


def test_chunks_by_hand():
    few = Chunks(n_rows=7, chunk_rows=4, n_workers=3)
    assert (few.sizes, few.at_once, few.speedup) == ([4, 3], 2, 7 / 4)
    many = Chunks(n_rows=12, chunk_rows=3, n_workers=3)
    assert (many.at_once, many.speedup) == (3, 2)


def test_a_scheduler_bounds_where_tasks_are_small():
    slow = Sent(n_tasks=100, n_workers=10, size_ms=5, dispatch_ms=1)
    assert (slow.bound, slow.speedup) == ("scheduler", 500 / 105)
    assert Sent(100, 10, 40, 1).bound == "workers"
    assert Sent(100, 10, 40, 1).speedup == pytest.approx(4000 / 410)


def test_traffic_by_hand():
    found = Traffic(n_numbers=1_000_000, n_tasks=5, n_workers=2, mb_per_s=100)
    assert (found.sent_mb, found.seconds) == ([40, 8, 0], 0.4)


def test_a_pipeline_by_hand():
    drawn = Pipeline(sizes_ms=(20, 60, 10), n_workers=(1, 2, 1))
    assert (drawn.slowest, drawn.per_s) == ("parse", pytest.approx(2 / 0.06))
    assert drawn.with_one_more == Pipeline((20, 60, 10), (1, 3, 1))
    assert drawn.with_one_more.per_s == pytest.approx(50)  # three times 60 ms, and once 20
    assert str(drawn) == (
        "fetch: 20 ms an item, 1 worker; parse: 60 ms an item, 2 workers; store: 10 ms an item, 1 worker."
    )


@pytest.mark.parametrize("number", range(200))
def test_a_pipeline_is_not_estimated_by_its_times_alone(number):
    drawn = estimates.pipeline(number, "a")
    assert drawn == estimates.pipeline(number, "a")
    longest_ms = max(drawn.sizes_ms)
    for wrong in (1000 / longest_ms, 1000 / sum(drawn.sizes_ms)):
        assert drawn.per_s > 1.1 * wrong
    # Only a worker in the slowest stage helps.
    assert drawn.with_one_more.per_s > 1.1 * drawn.per_s
    for i, stage in enumerate(estimates.STAGES):
        n = tuple(n + (k == i) for k, n in enumerate(drawn.n_workers))
        if stage != drawn.slowest:
            assert Pipeline(drawn.sizes_ms, n).per_s == pytest.approx(drawn.per_s)


@pytest.mark.parametrize("number", range(200))
def test_what_is_drawn_can_be_told_apart(number):
    waits = estimates.waits(number, "a")
    assert waits.speedup <= waits.n_workers / 1.4  # as many as workers is no near answer
    chunks = estimates.chunks(number, "a")
    assert 1 < chunks.speedup < chunks.n_workers
    sent = estimates.sent(number, "a")
    is_scheduler = sent.bound == "scheduler"
    assert is_scheduler == (sent.speedup < 0.6 * sent.n_workers)
    traffic = estimates.traffic(number, "a")
    assert traffic.n_tasks > traffic.n_workers > 1
    for drawn in (waits, chunks, sent, traffic):
        assert str(drawn.n_workers) in str(drawn)
