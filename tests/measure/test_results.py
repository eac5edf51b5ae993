"""helpers.measure.results: what follows from times, told by times that were made up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.measure.intervals import ratio_interval
from helpers.measure.results import Measurement, Run, Verdict, compare, is_clear
from helpers.worker.spans import Span

times = st.floats(0.001, 100)


def measured(baselines_s, elapsed_s, waits=False, **more):
    """Make a measurement of the times of the loop and, by number of workers, of the runs."""
    runs = [
        [
            Run(n, baseline_s, value, (Span("w", 0.25 * value, value),))
            for baseline_s, value in zip(baselines_s, values, strict=True)
        ]
        for n, values in elapsed_s.items()
    ]
    return Measurement(list(elapsed_s), list(baselines_s), (), waits, runs, [None] * 8, **more)


def test_medians_means_and_intervals():
    m = measured([8, 8, 16], {1: [8, 10, 16], 4: [2, 4, 8]})
    assert m.n_workers == [1, 4]
    assert m.baseline_s == 8
    assert m.elapsed_s == [10, 4]
    assert m.speedup == pytest.approx([0.8 ** (1 / 3), 16 ** (1 / 3)])
    assert m.intervals == [
        ratio_interval([8, 8, 16], [8, 10, 16]),
        ratio_interval([8, 8, 16], [2, 4, 8]),
    ]
    assert m.efficiency == pytest.approx([0.8 ** (1 / 3), 16 ** (1 / 3) / 4])
    assert m.startup_s == [2.5, 1]
    assert [run.elapsed_s for run in m.median_runs] == [10, 4]
    assert [spans[0].end_s for spans in m.spans] == [10, 4]
    assert [run.elapsed_s for run in measured([8, 8], {2: [5, 3]}).median_runs] == [3]


@given(st.lists(st.tuples(times, times), min_size=1, max_size=5))
def test_the_speedup_lies_in_its_interval(pairs):
    m = measured([b for b, _ in pairs], {2: [e for _, e in pairs]})
    if len(pairs) < 3:
        assert m.intervals == [None]
    else:
        low, high = m.intervals[0]
        assert low * (1 - 1e-9) <= m.speedup[0] <= high * (1 + 1e-9)


@pytest.mark.parametrize(
    ("baselines_s", "elapsed_s", "verdict"),
    [
        ([1.0, 1.0, 1.1], {2: [0.5, 0.52, 0.54]}, Verdict.FASTER),
        ([1.0, 1.0, 1.1], {1: [1.5] * 3, 2: [0.5, 0.52, 0.54]}, Verdict.FASTER),
        ([1.0, 1.0, 1.1], {2: [2.5, 2.6, 2.7]}, Verdict.SLOWER),
        ([1.0, 1.0, 1.1], {2: [0.5, 0.6, 1.2]}, Verdict.CANNOT_TELL),  # too wide
        ([1.0, 1.5, 2.2], {2: [0.6, 0.9, 1.3]}, Verdict.CANNOT_TELL),  # the machine has changed
        ([1.0, 1.0, 1.0], {2: [0.97, 0.97, 0.97]}, Verdict.NO_DIFFERENCE),
        ([1.0, 1.0, 1.0], {2: [0.93, 0.93, 0.93]}, Verdict.NO_DIFFERENCE),
        ([1.0, 1.0, 1.0], {2: [0.90, 0.90, 0.90]}, Verdict.FASTER),
        ([1.0, 1.0, 1.0], {1: [1.0] * 3, 2: [2.0] * 3}, Verdict.SLOWER),
        ([1.0], {2: [0.1]}, Verdict.CANNOT_TELL),  # one round
        ([1.0, 1.0], {2: [0.1, 0.1]}, Verdict.CANNOT_TELL),
        ([1.0], {}, Verdict.CANNOT_TELL),
    ],
)
def test_the_verdict(baselines_s, elapsed_s, verdict):
    m = measured(baselines_s, elapsed_s)
    assert m.verdict == verdict
    assert m.reason.endswith(".")
    assert is_clear(m) == (verdict != Verdict.CANNOT_TELL)


@pytest.mark.parametrize(
    ("others", "words"),
    [("Other programs used 1 of 2 CPUs meanwhile.", "busy"), (None, "as short as these")],
)
def test_where_the_machine_is_not_known_to_be_quiet_it_takes_six_rounds(others, words):
    five = measured([1.0] * 5, {2: [0.5] * 5}, others=others)
    assert five.verdict == Verdict.CANNOT_TELL
    assert "6 rounds" in five.reason
    assert words in five.reason
    assert measured([1.0] * 6, {2: [0.5] * 6}, others=others).verdict == Verdict.FASTER


def test_where_nothing_was_left_to_do_there_is_no_verdict():
    m = measured([1.0] * 9, {2: [0.5] * 9}, nothing_left=True)
    assert m.verdict == Verdict.CANNOT_TELL
    assert is_clear(m)  # more rounds would tell nothing either


@given(st.lists(times, min_size=3, max_size=5))
def test_a_runner_as_fast_as_the_loop_is_never_told_apart(values):
    told = measured(values, {2: values}).verdict
    assert told in (Verdict.CANNOT_TELL, Verdict.NO_DIFFERENCE)


def test_the_verdict_has_four_values():
    assert {str(v) for v in Verdict} == {
        "faster",
        "slower",
        "no difference that matters here",
        "this machine cannot tell",
    }


def test_the_verdict_is_about_the_most_workers_in_whatever_order_they_come():
    rising = measured([1] * 3, {1: [1] * 3, 4: [0.3] * 3})
    falling = measured([1] * 3, {4: [0.3] * 3, 1: [1] * 3})
    assert rising.verdict == falling.verdict == Verdict.FASTER


def test_two_that_raced_are_compared_with_each_other():
    fast, slow = (measured([1.0] * 4, {2: [s, 1.01 * s, s, s]}) for s in (0.3, 0.5))
    assert compare(fast, slow) == Verdict.FASTER
    assert compare(slow, fast) == Verdict.SLOWER
    assert compare(fast, fast) == Verdict.NO_DIFFERENCE
    noisy = measured([1.0] * 4, {2: [0.2, 0.6, 0.3, 0.5]})
    assert compare(fast, noisy) == Verdict.CANNOT_TELL


def test_a_busy_machine_is_told_in_words():
    others = "Other programs used 1.0 of 2 CPUs meanwhile."
    m = measured([1.0], {2: [0.5]}, others=others, ceilings={1: [1.0], 2: [1.0, 1.2]})
    assert m.busy == (
        f"{others} Close what else runs, and measure again. In the same rounds, 2 independent "
        "processes reached 1.00 to 1.20 times the speed of one."
    )
    assert measured([1.0], {2: [0.5]}, ceilings={1: [1.0], 2: [1.9, 1.2]}).busy == ""
