"""helpers.measure.break_evens: where a runner becomes faster than the loop."""

from types import SimpleNamespace

import pytest

from helpers import measure, workloads
from helpers.measure import break_evens
from helpers.measure.results import Verdict
from tests import tasks

SLOWER, CANNOT_TELL, FASTER = Verdict.SLOWER, Verdict.CANNOT_TELL, Verdict.FASTER
SIZES_MS = [0.8, 1.6, 3.2, 6.4]


def found_with(monkeypatch, verdicts, sizes_ms=SIZES_MS, seconds=(0, 0, 0, 0)):
    """Look for the break-even where measurements have these verdicts, and take these seconds."""
    coming, taken, now_s = iter(verdicts), iter(seconds), [0.0]
    monkeypatch.setattr(break_evens, "perf_counter", lambda: now_s[0])

    def sweep(runner, task, inputs, n_workers):
        assert len(inputs) == 40
        now_s[0] += next(taken)
        return SimpleNamespace(verdict=next(coming), intervals=[(0.5, 0.75)])

    monkeypatch.setattr(break_evens, "sweep", sweep)
    return measure.break_even(tasks.in_turn, workloads.wait_for, sizes_ms, 40, 2)


@pytest.mark.parametrize(
    ("verdicts", "between", "told"),
    [
        ([SLOWER, SLOWER, FASTER], (1.6, 3.2), "becomes faster between 1.6 and 3.2 ms per task"),
        ([SLOWER, CANNOT_TELL, FASTER], (0.8, 3.2), "becomes faster between 0.8 and 3.2 ms"),
        ([CANNOT_TELL, SLOWER, FASTER], (1.6, 3.2), "becomes faster between 1.6 and 3.2 ms"),
        ([CANNOT_TELL, FASTER], (None, 1.6), "faster at 1.6 ms; at the smaller sizes tried, this"),
        ([FASTER], (None, 0.8), "faster already at the smallest size tried: 0.8 ms"),
        ([SLOWER] * 4, (6.4, None), "not seen to be faster within the sizes tried: 0.8 to 6.4 ms"),
        ([SLOWER] * 3 + [CANNOT_TELL], (3.2, None), "not seen to be faster within the sizes tried"),
        ([CANNOT_TELL] * 4, (None, None), "not seen to be faster within the sizes tried"),
    ],
)
def test_it_says_between_which_sizes_and_stops_there(monkeypatch, verdicts, between, told):
    found = found_with(monkeypatch, verdicts)
    assert list(found.tried) == SIZES_MS[: len(verdicts)]
    assert (found.not_faster_ms, found.faster_ms) == between
    *lines, last = str(found).splitlines()
    assert told in last
    assert [line.rpartition(": ")[2] for line in lines] == verdicts
    assert all("0.50 to 0.75 times as fast as the loop" in line for line in lines)


def test_one_size_that_is_not_faster_is_no_range(monkeypatch):
    assert "sizes tried: 0.8 ms" in str(found_with(monkeypatch, [SLOWER], [0.8]))


@pytest.mark.parametrize(
    ("seconds", "n_tried"), [((2, 4, 4, 0), 4), ((2, 4, 8, 0), 3), ((2, 7, 0, 0), 2), ((99,), 1)]
)
def test_a_size_that_would_take_too_long_is_left_out_and_said_to_be(monkeypatch, seconds, n_tried):
    # The next is expected to take twice as long as the last: after 2, 4 and 4 s there is time for 8 more.
    found = found_with(monkeypatch, [SLOWER] * 4, seconds=seconds)
    assert list(found.tried) == SIZES_MS[:n_tried]
    assert found.ran_out_of_time == (n_tried < 4)
    assert ("larger ones would have taken too long" in str(found)) == found.ran_out_of_time


def test_time_that_is_over_matters_to_none_that_is_found(monkeypatch):
    assert not found_with(monkeypatch, [SLOWER, FASTER], seconds=(1, 99)).ran_out_of_time
    assert not found_with(monkeypatch, [SLOWER], [0.8], seconds=(99,)).ran_out_of_time


def test_every_size_is_measured_beside_the_loop():
    found = measure.break_even(tasks.in_turn, workloads.wait_for, [0.1, 0.2], 3, 2)
    for size_ms, m in found.tried.items():
        assert m.n_workers == [2]
        assert m.results == [size_ms / 1000 + i * 1e-6 for i in range(3)]


def test_the_end_of_the_pool_is_timed_too():
    def with_an_end(task, inputs, n_workers):
        results = [task(value) for value in inputs]
        workloads.wait_for(0.02)  # as the end of a pool
        return results

    (m,) = measure.break_even(with_an_end, workloads.wait_for, [0.1], 3, 2).tried.values()
    assert all(run.elapsed_s - run.spans[-1].end_s >= 0.02 for run in m.runs[0])


@pytest.mark.parametrize(
    ("arguments", "name"),
    [
        ((workloads.wait_for, [], 4, 2), "sizes_ms"),
        ((workloads.wait_for, 1, 4, 2), "sizes_ms"),
        ((workloads.wait_for, [2, 1], 4, 2), "sizes_ms must rise"),
        ((workloads.wait_for, [1, 1], 4, 2), "sizes_ms must rise"),
        ((workloads.wait_for, ["1"], 4, 2), "task_size_ms"),
        ((workloads.slow_square, [1], 4, 2), "task must be one whose time can be chosen"),
        ((workloads.wait_for, [1], 0, 2), "n_tasks"),
        ((workloads.wait_for, [1], 4, 0), "n_workers"),
        ((workloads.wait_for, [1], 4, 2, -1), "budget_s"),
    ],
)
def test_a_bad_argument_is_named(arguments, name):
    with pytest.raises((TypeError, ValueError), match=name):
        measure.break_even(tasks.in_turn, *arguments)
