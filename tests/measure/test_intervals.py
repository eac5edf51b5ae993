"""helpers.measure.intervals: how often they miss, told by noise that was made up."""

import math
import random
import statistics

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.measure.intervals import interval_of, quantile_of_t, ratio_interval
from helpers.measure.results import Verdict, verdict_of

times = st.floats(1e-4, 1e3)
pairs = st.lists(st.tuples(times, times), min_size=3, max_size=12)


@pytest.mark.parametrize(
    ("error", "freedom", "expected"),  # as tables have it
    [
        (0.05, 1, 12.706),
        (0.05, 2, 4.303),
        (0.01, 2, 9.925),
        (0.05, 3, 3.182),
        (0.001, 5, 6.869),
        (0.02, 10, 2.764),
        (0.05, 30, 2.042),
        (0.001, 120, 3.373),
    ],
)
def test_the_quantiles_of_students_t(error, freedom, expected):
    assert quantile_of_t(error, freedom) == pytest.approx(expected, abs=6e-4)


@given(st.floats(1e-6, 0.5), st.integers(1, 300))
def test_a_smaller_error_and_less_freedom_mean_wider(error, freedom):
    assert quantile_of_t(error / 2, freedom) > quantile_of_t(error, freedom)
    assert quantile_of_t(error, freedom) > quantile_of_t(error, freedom + 1)


@given(pairs)
def test_the_interval_holds_the_mean_and_turns_with_the_ratio(values):
    before, after = zip(*values, strict=True)
    low, high = ratio_interval(before, after)
    mean = math.exp(statistics.fmean(math.log(b / a) for b, a in values))
    assert low <= mean * (1 + 1e-9)
    assert mean <= high * (1 + 1e-9)
    turned = ratio_interval(after, before)
    assert turned == pytest.approx((1 / high, 1 / low), rel=1e-6)


@given(pairs, st.floats(0.01, 100))
def test_other_units_and_a_faster_runner_only_move_it(values, factor):
    before, after = zip(*values, strict=True)
    low, high = ratio_interval(before, after)
    moved = ratio_interval([factor * b for b in before], after)
    assert moved == pytest.approx((factor * low, factor * high), rel=1e-6)
    same = ratio_interval([factor * b for b in before], [factor * a for a in after])
    assert same == pytest.approx((low, high), rel=1e-6)


@given(pairs, st.integers(2, 20))
def test_more_comparisons_make_it_wider(values, n):
    before, after = zip(*values, strict=True)
    (low, high), (lower, higher) = (ratio_interval(before, after, k) for k in (1, n))
    assert lower <= low <= high <= higher


@given(st.lists(times, max_size=2))
def test_fewer_than_three_rounds_tell_nothing(values):
    assert ratio_interval(values, values) is interval_of(values) is None


def noisy(kind, rng):
    """Return what one time is multiplied by."""
    if kind == "normal":
        return math.exp(rng.gauss(0, 0.05))
    if kind == "very noisy":
        return math.exp(rng.gauss(0, 0.5))
    if kind == "heavy tails":  # Student's t with two degrees of freedom
        return math.exp(0.03 * rng.gauss(0, 1) / math.sqrt(rng.expovariate(1)))
    if kind == "slow by up to twice":
        return 1 + rng.random()
    if kind == "twice as slow at times":
        return math.exp(rng.gauss(0, 0.01)) * (2 if rng.random() < 0.5 else 1)
    raise ValueError(kind)


def until_told(kind, rng, times=1.0, fewest=3, most=25, drift=0.0, cold=0.0):
    """Look after every round; return the first verdict, and after how many rounds."""
    before, after = [], []
    for i in range(most):
        slower = math.exp(drift * i)
        loop, run = (slower * noisy(kind, rng) for _ in range(2))
        if i == 0:
            loop *= 1 + cold
        before.append(loop)
        after.append(run / times)
        verdict = verdict_of(ratio_interval(before, after))
        if i + 1 >= fewest and verdict != Verdict.CANNOT_TELL:
            return verdict, i + 1
    return Verdict.CANNOT_TELL, most


FALSE = {Verdict.FASTER, Verdict.SLOWER}


@pytest.mark.parametrize(
    ("kind", "fewest"),
    [
        ("normal", 3),
        ("very noisy", 3),
        ("heavy tails", 3),
        ("slow by up to twice", 3),
        ("twice as slow at times", 6),  # the worst case, as of a busy machine
    ],
)
def test_what_is_equally_fast_is_seldom_told_apart(kind, fewest):
    rng = random.Random(20261129)
    told = [until_told(kind, rng, fewest=fewest)[0] in FALSE for _ in range(1000)]
    assert sum(told) <= 10  # 1 %, of what is the same in every run of this test


def test_a_drift_and_one_cold_round_deceive_nobody():
    rng = random.Random(1)
    for options in ({"drift": 0.02}, {"cold": 2.0}, {"drift": -0.05, "cold": 0.5}):
        told = [until_told("normal", rng, **options)[0] in FALSE for _ in range(300)]
        assert sum(told) <= 3, options


@pytest.mark.parametrize(("times", "rounds"), [(1.5, 6), (4, 3)])
def test_what_is_truly_faster_is_found_soon(times, rounds):
    rng = random.Random(2)
    told = [until_told("normal", rng, times) for _ in range(300)]
    assert sum(verdict == Verdict.FASTER for verdict, _ in told) >= 285
    assert statistics.median(n for _, n in told) <= rounds


def test_what_is_the_same_is_called_so():
    rng = random.Random(3)
    told = [until_told("normal", rng, times=1.0, most=40)[0] for _ in range(100)]
    assert told.count(Verdict.NO_DIFFERENCE) >= 90
