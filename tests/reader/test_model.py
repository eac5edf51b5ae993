"""helpers.reader.model: arithmetic on three costs, and their calibration."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from helpers import laws
from helpers.measure.results import Measurement, Run
from helpers.reader import model
from helpers.worker.spans import Span

COSTS = st.floats(0, 0.1)
FRACTIONS = st.floats(0, 1)
COUNTS = st.integers(1, 64)


def measured(n_workers, elapsed_s, n_tasks, baseline_s, startup_s):
    """Make a measurement of one round as a pool with these times would have given it."""
    spans = tuple(Span("w", startup_s, startup_s) for _ in range(n_tasks))
    return Measurement(
        n_workers=n_workers,
        baselines_s=[baseline_s],
        baseline_spans=(),
        waits=False,
        runs=[[Run(n, baseline_s, e, spans)] for n, e in zip(n_workers, elapsed_s, strict=True)],
        results=[None] * n_tasks,
    )


@given(COUNTS, COUNTS, st.floats(0.001, 1))
def test_without_costs_it_is_the_ideal(n_tasks, n_workers, size_s):
    free = model.Model(0, 0, 0)
    assert free.speedup(n_tasks, size_s, n_workers) == pytest.approx(
        laws.ideal_speedup(n_tasks, n_workers)
    )


@given(FRACTIONS, COUNTS, st.integers(1, 20))
def test_with_a_serial_fraction_alone_it_is_amdahl_in_whole_rounds(fraction, n_workers, rounds):
    amdahl = model.Model(0, 0, fraction).speedup(rounds * n_workers, 0.1, n_workers)
    assert amdahl == pytest.approx(laws.amdahl_speedup(fraction, n_workers))


@given(COSTS, COSTS, FRACTIONS, COUNTS, COUNTS)
def test_costs_never_make_it_faster(startup_s, dispatch_s, fraction, n_tasks, n_workers):
    costly = model.Model(startup_s, dispatch_s, fraction)
    assert costly.speedup(n_tasks, 0.1, n_workers) <= laws.ideal_speedup(n_tasks, n_workers) + 1e-9


@given(
    st.floats(0.001, 0.05),
    st.floats(0.0001, 0.005),
    FRACTIONS,
    st.integers(2, 40),
    st.lists(st.integers(2, 16), min_size=1, max_size=4),
)
def test_calibration_finds_the_model_again(startup_s, dispatch_s, fraction, n_tasks, n_workers):
    true = model.Model(startup_s, dispatch_s, fraction)
    n_workers = [1, *n_workers]
    elapsed_s = [true.elapsed_s(n_tasks, 0.1, n) for n in n_workers]
    work = measured(n_workers, elapsed_s, n_tasks, 0.1 * n_tasks, startup_s)
    tiny = measured([2], [startup_s + 100 * dispatch_s], 100, 0.001, startup_s)
    found = model.calibrate(work, tiny, n_usable=16)
    assert found.startup_s == startup_s
    assert found.dispatch_s == pytest.approx(dispatch_s)
    assert found.serial_fraction == pytest.approx(fraction, abs=1e-9)


@given(st.lists(st.tuples(st.integers(2, 8), st.floats(0.01, 2)), min_size=1, max_size=5), COSTS)
def test_no_other_fraction_fits_elapsed_times_better(points, startup_s):
    n_workers, parts = zip(*points, strict=True)
    assume(min(parts) > startup_s + 1e-6)
    work = measured(list(n_workers), list(parts), 8, 1.0, startup_s)
    tiny = measured([2], [startup_s], 10, 0.001, startup_s)
    found = model.calibrate(work, tiny, n_usable=8)

    def misfit(fraction):
        other = model.Model(startup_s, 0.0, fraction)
        return sum((other.elapsed_s(8, 1 / 8, n) - part) ** 2 for n, part in points)

    assert 0 <= found.serial_fraction <= 1
    for fraction in (0, 0.25, 0.5, 0.75, 1, *_beside(found.serial_fraction)):
        assert misfit(found.serial_fraction) <= misfit(fraction) + 1e-9


def _beside(fraction):
    return max(0, fraction - 0.01), min(1, fraction + 0.01)


def test_runs_that_are_nothing_but_costs_have_no_serial_fraction():
    work = measured([2, 4], [0.2, 0.2], 8, 0.8, 0.2)
    found = model.calibrate(work, measured([2], [0.3], 10, 0.001, 0.1), 4)
    assert found.serial_fraction is None
    assert found.reason == "the costs alone are as long as a run"


def test_a_task_that_remembers_has_no_serial_fraction():
    work = replace(measured([1, 2], [0.8, 0.6], 2, 0.8, 0.0), nothing_left=True)
    found = model.calibrate(work, measured([2], [0.0], 10, 0.001, 0.0), n_usable=2)
    assert (found.serial_fraction, found.reason) == (None, "the later loops had nothing left to do")


def test_points_beyond_the_usable_cpus_are_not_fitted():
    work = measured([1, 2, 8], [0.8, 0.4, 0.8], 8, 0.8, 0.0)
    tiny = measured([2], [0.0], 10, 0.001, 0.0)
    assert model.calibrate(work, tiny, n_usable=2).serial_fraction == 0
    with pytest.raises(ValueError, match="work must hold a point with 2 workers or fewer"):
        model.calibrate(measured([4], [0.4], 8, 0.8, 0.0), tiny, n_usable=2)


@pytest.mark.parametrize(
    ("n_workers", "n_tasks", "n_usable", "reason"),
    [
        ([1, 2, 4], 8, 1, "one usable CPU cannot tell"),
        ([1, 2, 4], 1, 1, "one usable CPU cannot tell"),
        ([1, 2], 1, 2, "a single task cannot tell"),
        ([1], 1, 2, "a single task cannot tell"),
        ([1], 8, 2, "points of one worker cannot tell"),
        ([1, 8], 8, 4, "points of one worker cannot tell"),
    ],
)
def test_without_a_serial_fraction_the_model_says_why(n_workers, n_tasks, n_usable, reason):
    work = measured(n_workers, [0.8] * len(n_workers), n_tasks, 0.8, 0.01)
    found = model.calibrate(work, measured([2], [0.2], 10, 0.001, 0.0), n_usable)
    assert found == model.Model(0.01, 0.02, None, reason)
    assert str(found).endswith(f"serial fraction: {reason}")
    for tell in (found.elapsed_s, found.speedup):
        with pytest.raises(ValueError, match=f"not known, since {reason}: calibrate with"):
            tell(8, 0.1, 128)


def test_a_model_with_a_serial_fraction_gives_no_reason():
    work = measured([1, 2], [0.8, 0.6], 2, 0.8, 0.0)
    found = model.calibrate(work, measured([2], [0.0], 10, 0.001, 0.0), n_usable=2)
    assert found.reason == ""
    assert "tell" not in str(found)


def test_the_start_up_is_that_of_the_points_that_are_fitted():
    measurements = [
        measured([n], [1.0], 4, 2.0, startup_s) for n, startup_s in ((4, 0.5), (2, 0.1), (1, 0.1))
    ]
    work = Measurement([4, 2, 1], [2.0], (), 1.0, [m.runs[0] for m in measurements], [0] * 4)
    assert model.calibrate(work, work, n_usable=2).startup_s == 0.1


def of_rounds(n_workers, speedups, n_rounds=4):
    """Make a measurement of equal rounds but for a little noise."""
    wobble = [1.02, 0.98] * (n_rounds // 2)
    spans = (Span("w", 0.0, 0.1),) * 16
    runs = [
        [Run(n, 1.0, w / s, spans) for w in wobble]
        for n, s in zip(n_workers, speedups, strict=True)
    ]
    return Measurement(n_workers, [1.0] * n_rounds, (), False, runs, [None] * 16)


def test_what_the_points_leave_open_is_a_band():
    tiny = measured([2], [0.0], 10, 0.001, 0.0)
    found = model.calibrate(of_rounds([1, 2], [1.0, 1.8]), tiny, n_usable=2)
    assert found.least < found.serial_fraction < found.most
    assert f"({found.least:.2f} to {found.most:.2f})" in str(found)
    bands = [found.speedup_range(16, 0.1, n) for n in (1, 2, 16, 128)]
    for n, (low, high) in zip((1, 2, 16, 128), bands, strict=True):
        assert low <= found.speedup(16, 0.1, n) <= high
    widths = [high / low for low, high in bands]
    assert widths == sorted(widths)  # the farther from what was measured, the less is known
    assert widths[-1] > widths[1] > 1


def test_without_intervals_there_is_no_band():
    tiny = measured([2], [0.0], 10, 0.001, 0.0)
    found = model.calibrate(of_rounds([1, 2], [1.0, 1.8], n_rounds=2), tiny, n_usable=2)
    assert found.least is found.most is None
    low, high = found.speedup_range(16, 0.1, 128)
    assert low == high == found.speedup(16, 0.1, 128)
