"""helpers.checks.crossings: from which size a pool pays by arithmetic, and what contradicts an answer."""

from types import SimpleNamespace

import pytest

from helpers.checks import crossings
from helpers.checks.crossings import Crossing

CANNOT_TELL = "this machine cannot tell"


def test_by_hand():
    assert Crossing(n_tasks=8, n_workers=4, log_in_ms=60).size_ms == 10
    assert Crossing(n_tasks=11, n_workers=4, dispatch_ms=10).size_ms == 11


@pytest.mark.parametrize("number", range(100))
def test_it_is_where_both_take_equally_long(number):
    pool = crossings.logged_in(number, "a")
    rounds = pool.n_tasks / pool.n_workers
    assert pool.n_tasks * pool.size_ms == pytest.approx(pool.log_in_ms + rounds * pool.size_ms)
    pool = crossings.dispatched(number, "a")
    handed_over = pool.n_tasks * pool.dispatch_ms
    assert pool.n_tasks * pool.size_ms == pytest.approx(handed_over + pool.size_ms)
    assert f"{pool.dispatch_ms} ms" in str(pool)


@pytest.mark.parametrize(
    ("below", "above", "points"),
    [
        ("slower", "faster", (True, True)),
        ("no difference that matters here", "faster", (True, True)),
        (CANNOT_TELL, CANNOT_TELL, (True, True)),
        ("slower", "slower", (True, False)),
        ("slower", "no difference that matters here", (True, False)),
        ("faster", "faster", (False, False)),  # what lies above is not measured then
    ],
)
def test_only_what_contradicts_costs_points(below, above, points):
    pool, tried = Crossing(8, 4, log_in_ms=60), []

    def measured(inputs):
        tried.append(inputs)
        return SimpleNamespace(verdict=below if len(tried) == 1 else above)

    verdicts = pool.verdicts(12, measured)
    assert tried[0] == [0.003] * 8
    assert tried[1:] == ([[0.048] * 8] if below != "faster" else [])
    found = pool.does_not_pay_below(verdicts).holds, pool.pays_above(verdicts).holds
    assert found == points


@pytest.mark.parametrize("answer", [..., None, "10", 0, -1, 1000, float("nan"), True])
def test_what_is_no_size_is_not_measured(answer):
    pool = Crossing(8, 4, log_in_ms=60)
    assert not pool.possible(answer).holds
    assert pool.verdicts(answer, lambda inputs: 1 / 0) == []
    for nothing in ([], None):
        assert not pool.pays_above(nothing).holds
        assert not pool.does_not_pay_below(nothing).holds


def test_near_is_within_one_and_a_half_times():
    pool = Crossing(8, 4, log_in_ms=60)
    assert [pool.near(ms).holds for ms in (6, 7, 15, 16)] == [False, True, True, False]
