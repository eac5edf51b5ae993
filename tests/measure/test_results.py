"""helpers.measure.results: what follows from times, told by times that were made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import laws
from helpers.measure.results import Measurement, Run, Verdict
from helpers.worker.spans import Span

times = st.floats(0.001, 100)


def measured(baselines_s, elapsed_s):
    """Make a measurement of the times of the loop and, by number of workers, of the runs."""
    runs = [
        [
            Run(n, baseline_s, value, (Span("w", 0.25 * value, value),))
            for baseline_s, value in zip(baselines_s, values, strict=True)
        ]
        for n, values in elapsed_s.items()
    ]
    return Measurement(list(elapsed_s), list(baselines_s), (), 1.0, runs, [None] * 8)


def test_medians_and_ranges():
    m = measured([8, 8, 16], {1: [8, 10, 16], 4: [2, 4, 8]})
    assert m.n_workers == [1, 4]
    assert m.baseline_s == 8
    assert m.elapsed_s == [10, 4]
    assert m.speedup == [1, 2]
    assert m.speedup_range == [(0.8, 1), (2, 4)]
    assert m.efficiency == [1, 0.5]
    assert m.startup_s == [2.5, 1]
    assert [spans[0].end_s for spans in m.spans] == [10, 4]


@given(st.lists(st.tuples(times, times), min_size=1, max_size=5))
def test_the_speedup_lies_in_its_range(pairs):
    m = measured([b for b, _ in pairs], {2: [e for _, e in pairs]})
    low, high = m.speedup_range[0]
    assert low <= m.speedup[0] <= high
    assert 0 <= m.serial_fraction <= 1


def test_the_serial_fraction_is_that_of_amdahls_curve():
    elapsed_s = {n: [1 / laws.amdahl_speedup(0.2, n)] * 2 for n in (1, 2, 4, 8)}
    assert measured([1, 1], elapsed_s).serial_fraction == pytest.approx(0.2)
    assert measured([1], {1: [1]}).serial_fraction is None


@pytest.mark.parametrize(
    ("baselines_s", "elapsed_s", "verdict"),
    [
        ([1.0, 1.0, 1.1], {2: [0.5, 0.6, 0.7]}, Verdict.FASTER),
        ([1.0, 1.0, 1.1], {1: [1.5] * 3, 2: [0.5, 0.6, 0.7]}, Verdict.FASTER),
        ([1.0, 1.0, 1.1], {2: [1.5, 1.6, 1.7]}, Verdict.SLOWER),
        ([1.0, 1.5, 2.2], {2: [0.6, 0.9, 1.3]}, Verdict.FASTER),  # round by round
        ([1.0, 1.0, 1.1], {2: [0.5, 0.6, 1.2]}, Verdict.CANNOT_TELL),  # on both sides
        ([1.0, 1.0, 1.0], {2: [0.97, 0.97, 0.97]}, Verdict.CANNOT_TELL),  # too close
        ([1.0, 1.0, 1.0], {1: [1.0] * 3, 2: [2.0] * 3}, Verdict.SLOWER),
        ([1.0], {2: [0.1]}, Verdict.CANNOT_TELL),  # one run
        ([1.0], {}, Verdict.CANNOT_TELL),
    ],
)
def test_the_verdict(baselines_s, elapsed_s, verdict):
    m = measured(baselines_s, elapsed_s)
    assert m.verdict == verdict
    assert m.reason.endswith(".")


@given(st.lists(times, min_size=2, max_size=5))
def test_a_runner_as_fast_as_the_loop_is_never_told_apart(values):
    assert measured(values, {2: values}).verdict == Verdict.CANNOT_TELL


def test_the_verdict_has_three_values():
    assert {str(v) for v in Verdict} == {"faster", "slower", "this machine cannot tell"}


def test_the_verdict_is_about_the_most_workers_in_whatever_order_they_come():
    rising = measured([1, 1], {1: [1, 1], 4: [0.3, 0.3]})
    falling = measured([1, 1], {4: [0.3, 0.3], 1: [1, 1]})
    assert rising.verdict == falling.verdict == Verdict.FASTER
    assert "4 workers" in falling.reason
