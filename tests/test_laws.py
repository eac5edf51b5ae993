"""helpers.laws: arithmetic, checked by properties."""

import itertools
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
    ideal = laws.ideal_elapsed_s(n_tasks, n_workers, task_size_s)
    assert ideal == pytest.approx(end_of([task_size_s] * n_tasks, n_workers))


def end_of(sizes, n_workers):
    return max(end for *_, end in laws.list_schedule(sizes, n_workers))


sizes = st.lists(st.integers(0, 100), min_size=1, max_size=30)
few_workers = st.integers(1, 8)


@given(sizes, few_workers)
def test_a_schedule_gives_each_task_once_and_no_worker_two_at_a_time(sizes, n):
    schedule = laws.list_schedule(sizes, n)
    assert [end - start for _, start, end in schedule] == sizes
    for worker in range(n):
        at = [time for who, *span in schedule if who == worker for time in span]
        assert at == sorted(at)
    assert sum(end - start for _, start, end in schedule) == sum(sizes)


@given(sizes, few_workers)
def test_no_worker_of_a_schedule_is_free_when_a_task_begins_later(sizes, n):
    schedule = laws.list_schedule(sizes, n)
    for i, (_, start, _) in enumerate(schedule):
        free_at = [0] * n
        for worker, _, end in schedule[:i]:
            free_at[worker] = max(free_at[worker], end)
        assert start == min(free_at)


@given(sizes, few_workers)
def test_a_schedule_ends_between_the_bound_and_grahams_factor_times_it(sizes, n):
    least = laws.least_elapsed_s(sizes, n)
    assert least <= end_of(sizes, n) <= (2 - 1 / n) * least + 1e-9


def best_of_all(sizes, n_workers):
    """When the last task ends, if each one goes to whichever worker is best."""
    return min(
        max(sum(size for size, who in zip(sizes, whose, strict=True) if who == w) for w in whose)
        for whose in itertools.product(range(n_workers), repeat=len(sizes))
    )


@given(st.lists(st.integers(1, 20), min_size=1, max_size=6), st.integers(1, 3))
def test_nothing_is_below_the_bound_and_the_longest_first_come_near_to_the_best(sizes, n):
    best = best_of_all(sizes, n)
    assert laws.least_elapsed_s(sizes, n) <= best
    assert end_of(sorted(sizes, reverse=True), n) <= (4 / 3 - 1 / (3 * n)) * best + 1e-9


def test_grahams_own_examples_are_as_bad_as_can_be():
    n = 4
    sizes = [1] * (n * (n - 1)) + [n]
    assert end_of(sizes, n) == 2 * n - 1
    assert end_of(sizes[::-1], n) == n == laws.least_elapsed_s(sizes, n)
    assert end_of([5, 5, 4, 4, 3, 3, 3], 3) == 11  # the best is 9: 5 + 4, 5 + 4, 3 + 3 + 3


def test_a_schedule_waits_for_workers_and_for_tasks():
    schedule = laws.list_schedule([3, 1, 1], 2, ready=[0, 1], sent=[0, 0, 4])
    assert schedule == [(0, 0, 3), (1, 1, 2), (1, 4, 5)]


stages = st.lists(st.tuples(st.floats(1e-3, 10), st.integers(1, 8)), min_size=1, max_size=4)


@given(stages)
def test_a_pipeline_lets_through_what_its_slowest_stages_do(each):
    sizes_s, n_workers = zip(*each, strict=True)
    per_s = laws.ideal_throughput_per_s(sizes_s, n_workers)
    assert all(per_s <= n / size_s for size_s, n in each)
    slowest = laws.bottlenecks(sizes_s, n_workers)
    assert slowest
    for i, (size_s, n) in enumerate(each):
        assert (n / size_s == pytest.approx(per_s)) is (i in slowest) or math.isclose(
            n / size_s, per_s, rel_tol=1e-5
        )


@given(stages, st.data())
def test_more_workers_help_only_at_the_slowest_stage(each, data):
    sizes_s, n_workers = map(list, zip(*each, strict=True))
    before = laws.ideal_throughput_per_s(sizes_s, n_workers)
    slowest = laws.bottlenecks(sizes_s, n_workers)
    place = data.draw(st.integers(0, len(each) - 1))
    n_workers[place] += 1
    after = laws.ideal_throughput_per_s(sizes_s, n_workers)
    if slowest == [place]:
        assert after > before
    else:
        assert after == pytest.approx(before)


@given(stages, st.integers(1, 30))
def test_a_pipeline_takes_no_less_than_its_slowest_stage_and_no_more_than_its_stages_in_turn(
    each, n
):
    sizes_s, n_workers = zip(*each, strict=True)
    took_s = laws.ideal_pipeline_s(n, sizes_s, n_workers)
    assert took_s >= n / laws.ideal_throughput_per_s(sizes_s, n_workers) * (1 - 1e-9)
    assert took_s >= sum(sizes_s) * (1 - 1e-9)
    in_turn_s = sum(laws.ideal_elapsed_s(n, w, size_s) for size_s, w in each)
    assert took_s <= in_turn_s * (1 + 1e-9)


def test_a_pipeline_by_hand():
    assert laws.ideal_pipeline_s(1, [1, 2, 3], [1, 1, 1]) == 6
    assert laws.ideal_pipeline_s(4, [1, 2], [1, 2]) == 6  # ends after 3, 4, 5 and 6
    assert laws.ideal_pipeline_s(4, [2, 1], [1, 1]) == 9
    assert laws.ideal_pipeline_s(4, [2], [2]) == laws.ideal_elapsed_s(4, 2, 2)


@given(st.lists(st.tuples(st.floats(0, 100), st.floats(0.01, 10)), min_size=1, max_size=20))
def test_littles_law_holds_for_any_stays(stays):
    """How many are inside, added up over time, is the same as how long each stays, added up."""
    spans = [(start, start + long) for start, long in stays]
    first, last = min(s for s, _ in spans), max(e for _, e in spans)
    changes = sorted({time for span in spans for time in span})
    inside_s = sum(
        (b - a) * sum(start <= a and b <= end for start, end in spans)
        for a, b in itertools.pairwise(changes)
    )
    whole_s = last - first
    latency_s = sum(end - start for start, end in spans) / len(spans)
    mean = laws.mean_in_progress(len(spans) / whole_s, latency_s)
    assert mean == pytest.approx(inside_s / whole_s, rel=1e-6)


rates = st.floats(1e3, 1e13)
intensities = st.floats(1e-4, 1e4)


@given(intensities, rates, rates)
def test_no_rate_is_above_either_roof_and_one_of_them_is_reached(intensity, peak, bandwidth):
    rate = laws.roofline(intensity, peak, bandwidth)
    assert rate <= peak
    assert rate <= intensity * bandwidth
    assert rate in (peak, intensity * bandwidth)


@given(intensities, rates, rates)
def test_the_roofs_meet_at_the_ridge_point(intensity, peak, bandwidth):
    ridge = laws.ridge_point(peak, bandwidth)
    assert laws.roofline(ridge, peak, bandwidth) == pytest.approx(peak)
    if intensity < 0.999 * ridge:
        assert laws.roofline(intensity, peak, bandwidth) == intensity * bandwidth
    if intensity > 1.001 * ridge:
        assert laws.roofline(intensity, peak, bandwidth) == peak


@given(intensities, rates, rates, workers, st.floats(1, 100))
def test_a_speedup_under_roofs_lies_between_those_of_the_memory_and_of_the_workers(
    intensity, peak, bandwidth, n, more
):
    alone = laws.roofline(intensity, peak, bandwidth)
    together = laws.roofline(intensity, n * peak, more * bandwidth)
    low, high = sorted([n, more])
    assert low * (1 - 1e-9) <= together / alone <= high * (1 + 1e-9)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: laws.roofline(0, 1, 1), "operations_per_byte"),
        (lambda: laws.roofline(1, -1, 1), "operations_per_s"),
        (lambda: laws.roofline(1, 1, math.inf), "bytes_per_s"),
        (lambda: laws.ridge_point(0, 1), "operations_per_s"),
        (lambda: laws.ridge_point(1, math.nan), "bytes_per_s"),
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
        (lambda: laws.least_elapsed_s([], 1), "sizes"),
        (lambda: laws.least_elapsed_s([1], 0), "n_workers"),
        (lambda: laws.list_schedule([], 1), "sizes"),
        (lambda: laws.list_schedule([1, -1], 1), "sizes"),
        (lambda: laws.list_schedule([math.inf], 1), "sizes"),
        (lambda: laws.list_schedule([1], 0), "n_workers"),
        (lambda: laws.ideal_throughput_per_s([], []), "sizes_s"),
        (lambda: laws.ideal_throughput_per_s([0], [1]), "sizes_s"),
        (lambda: laws.ideal_throughput_per_s([1], [0]), "n_workers"),
        (lambda: laws.bottlenecks([1, 2], [1]), "n_workers"),
        (lambda: laws.ideal_pipeline_s(0, [1], [1]), "n_items"),
        (lambda: laws.ideal_pipeline_s(1, [1], []), "n_workers"),
        (lambda: laws.mean_in_progress(0, 1), "throughput_per_s"),
        (lambda: laws.mean_in_progress(1, math.inf), "latency_s"),
    ],
)
def test_a_bad_argument_is_named(call, name):
    with pytest.raises(ValueError, match=name):
        call()
