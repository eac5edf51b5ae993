"""helpers.laws: arithmetic, checked by properties."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import laws

fractions = st.floats(0, 1)
workers = st.integers(1, 10_000)
seconds = st.floats(1e-6, 1e6)


@given(seconds, seconds, workers)
def test_speedup_and_efficiency(baseline_s, elapsed_s, n):
    speedup = laws.speedup(baseline_s, elapsed_s)
    assert speedup * elapsed_s == pytest.approx(baseline_s)
    assert laws.efficiency(speedup, n) * n == pytest.approx(speedup)


@given(fractions, workers)
def test_amdahl_lies_between_one_and_its_bounds(fraction, n):
    value = laws.amdahl_speedup(fraction, n)
    assert 1 - 1e-9 <= value <= n + 1e-9
    if fraction:
        assert value <= 1 / fraction + 1e-9
    assert laws.amdahl_speedup(fraction, n + 1) >= value - 1e-9


@given(fractions, workers)
def test_gustafson_is_never_below_amdahl(fraction, n):
    assert laws.gustafson_speedup(fraction, n) >= laws.amdahl_speedup(fraction, n) - 1e-6


def test_known_values():
    assert laws.amdahl_speedup(0, 8) == 8
    assert laws.amdahl_speedup(1, 8) == 1
    assert laws.gustafson_speedup(0, 8) == 8
    assert laws.gustafson_speedup(1, 8) == 1


@given(fractions, st.lists(st.integers(2, 128), min_size=1, max_size=8, unique=True))
def test_the_fit_finds_the_fraction_behind_exact_points(fraction, n_workers):
    speedups = [laws.amdahl_speedup(fraction, n) for n in n_workers]
    assert laws.fit_serial_fraction(n_workers, speedups) == pytest.approx(fraction, abs=1e-6)


@given(st.lists(st.tuples(workers, st.floats(0.01, 1000)), max_size=6))
def test_the_fit_stays_a_fraction_whatever_was_measured(points):
    n_workers, speedups = [n for n, _ in points], [s for _, s in points]
    fraction = laws.fit_serial_fraction(n_workers, speedups)
    if any(n > 1 for n in n_workers):
        assert 0 <= fraction <= 1
    else:
        assert fraction is None


@given(st.integers(1, 500), st.integers(1, 64), seconds)
def test_ideal_elapsed_counts_whole_rounds(n_tasks, n_workers, task_size_s):
    free_at = [0.0] * n_workers  # every worker takes the next task as soon as it is free
    for _ in range(n_tasks):
        i = free_at.index(min(free_at))
        free_at[i] += task_size_s
    ideal = laws.ideal_elapsed_s(n_tasks, n_workers, task_size_s)
    assert ideal == pytest.approx(max(free_at))


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: laws.speedup(0, 1), "baseline_s"),
        (lambda: laws.speedup(1, -1), "elapsed_s"),
        (lambda: laws.speedup(math.nan, 1), "baseline_s"),
        (lambda: laws.efficiency(1, 0), "n_workers"),
        (lambda: laws.amdahl_speedup(1.5, 2), "serial_fraction"),
        (lambda: laws.amdahl_speedup(0.5, 0), "n_workers"),
        (lambda: laws.gustafson_speedup(-0.1, 2), "serial_fraction"),
        (lambda: laws.fit_serial_fraction([1, 2], [1.0]), "speedups"),
        (lambda: laws.fit_serial_fraction([2], [0.0]), "speedups"),
        (lambda: laws.ideal_elapsed_s(0, 1, 1), "n_tasks"),
        (lambda: laws.ideal_elapsed_s(1, 1, 0), "task_size_s"),
    ],
)
def test_a_bad_argument_is_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
