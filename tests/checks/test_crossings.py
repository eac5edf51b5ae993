"""helpers.checks.crossings: from which size a pool pays by arithmetic, and what contradicts an answer."""

from decimal import Decimal
from types import SimpleNamespace

import pytest

from helpers.checks import crossings
from helpers.checks.crossings import Crossing

CANNOT_TELL = "this machine cannot tell"


def step(verdict, loop_s=1.0, run_s=None):
    """Return what stands for a Measurement."""
    runs = [] if run_s is None else [[SimpleNamespace(elapsed_s=run_s)]]
    return SimpleNamespace(verdict=verdict, baselines_s=[loop_s], runs=runs, speedup=[1.0])


def test_by_hand():
    assert Crossing(n_tasks=8, n_workers=4, log_in_ms=60).size_ms == 10
    assert Crossing(n_tasks=11, n_workers=4, dispatch_ms=10).size_ms == 11


@pytest.mark.parametrize("number", range(100))
def test_it_is_where_both_take_equally_long(number):
    pool = crossings.logged_in(number, "a")
    rounds = pool.n_tasks / pool.n_workers
    assert pool.n_tasks * pool.size_ms == pytest.approx(pool.log_in_ms + rounds * pool.size_ms)
    assert pool.loop_ms(pool.size_ms) == pytest.approx(pool.pool_ms(pool.size_ms))
    pool = crossings.dispatched(number, "a")
    handed_over = pool.n_tasks * pool.dispatch_ms
    assert pool.n_tasks * pool.size_ms == pytest.approx(handed_over + pool.size_ms)
    assert pool.loop_ms(pool.size_ms) == pytest.approx(pool.pool_ms(pool.size_ms))
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

    def steps_of(inputs):
        tried.append(inputs)
        return [step(CANNOT_TELL), step(below if len(tried) == 1 else above)]

    verdicts = pool.verdicts(12, steps_of)
    assert tried[0] == [0.003] * 8
    assert tried[1:] == ([[0.048] * 8] if below != "faster" else [])
    found = pool.does_not_pay_below(verdicts).holds, pool.pays_above(verdicts).holds
    assert found == points


def test_one_loop_and_one_run_are_enough_where_they_are_certain():
    pool, waiting = Crossing(8, 4, log_in_ms=60), []

    def steps_of(inputs):
        # The loop waits for 24 and for 384 ms at least, the pool for 66 and for 156.
        first = step(CANNOT_TELL, 0.03) if inputs[0] < 0.01 else step(CANNOT_TELL, 0.39, 0.2)
        waiting.append(iter([first, step("no difference that matters here")]))
        return waiting[-1]

    for size in (12, Decimal(12)):
        waiting.clear()
        assert pool.verdicts(size, steps_of) == ["slower", "faster"]
        assert [len(list(steps)) for steps in waiting] == [1, 1]


def test_what_contradicts_is_told_with_where_to_look():
    pool = Crossing(8, 4, log_in_ms=60)
    assert "already at a quarter" in pool.does_not_pay_below(["faster"]).sentence
    told = pool.pays_above(["slower", "slower"]).sentence
    assert "should be faster than the loop; the verdict was: slower. Write down" in told


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
