"""helpers.checks.estimates: speedups by arithmetic."""

import pytest

from helpers.checks import estimates
from helpers.checks.estimates import Chunks, Sent, Traffic, Waits


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
