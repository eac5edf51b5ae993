"""helpers.measure.sweeps, and runs: sweeps, and what they say about runners that are wrong."""

import asyncio
import functools
import sys

import numpy as np
import pytest

from helpers import measure, workloads
from helpers.measure.runs import RunError
from helpers.measure.sweeps import iter_sweep, sweep
from helpers.worker.spans import distinct_workers, max_overlap
from helpers.worker.stop_flag import StopFlag, Stopped
from tests import tasks

pytestmark = pytest.mark.usefixtures("nothing_left")


@pytest.mark.parametrize(
    "runner",
    [tasks.in_turn, tasks.with_threads]
    + [make(m) for make in (tasks.executor_runner, tasks.pool_runner) for m in tasks.START_METHODS],
)
def test_a_sweep_measures_every_number_of_workers(runner):
    m = sweep(runner, workloads.count_primes, [100, 1000, 500], n_workers=[1, 2], n_repeats=2)
    assert m.results == [25, 168, 95]
    assert m.n_workers == [1, 2]
    assert len(m.baselines_s) == 2
    for values in (m.elapsed_s, m.speedup, m.efficiency, m.startup_s):
        assert len(values) == 2
        assert all(value > 0 for value in values)
    for its_runs in m.runs:
        for run in its_runs:
            assert len(run.spans) == 3
            assert 0 <= run.startup_s <= max(span.end_s for span in run.spans) <= run.elapsed_s


def test_overlap_is_seen_and_not_assumed():
    inputs = [0.05 + i / 1000 for i in range(8)]
    m = sweep(tasks.with_threads, workloads.wait_for, inputs, n_workers=[1, 4], n_repeats=1)
    assert [max_overlap(spans) for spans in m.spans] == [1, 4]
    assert [distinct_workers(spans) for spans in m.spans] == [1, 4]
    assert max_overlap(m.baseline_spans) == 1


def test_the_cpu_fraction_tells_waiting_from_computing():
    waiting = sweep(tasks.in_turn, workloads.wait_for, [0.1, 0.1], 1, n_repeats=2)
    computing = sweep(tasks.in_turn, workloads.count_primes, [30_000] * 3, 1, n_repeats=2)
    assert waiting.cpu_fraction < 0.1 < computing.cpu_fraction


def test_rounds_are_interleaved_and_a_measurement_grows():
    order = []

    def runner(task, inputs, n_workers):
        order.append(n_workers)
        return tasks.in_turn(task, inputs, n_workers)

    def task(x):
        if not order or order[-1] != "loop":
            order.append("loop")
        return x

    seen = [
        ([len(runs) for runs in m.runs], len(m.baselines_s))
        for m in iter_sweep(runner, task, [1], [1, 4], n_repeats=2)
    ]
    assert [step for step in order if step != "loop"] == [1, 4, 1, 4]
    assert seen == [([], 1), ([1], 1), ([1, 1], 1), ([1, 1], 2), ([2, 1], 2), ([2, 2], 2)]


def test_nothing_is_measured_while_the_caller_holds_the_generator():
    calls = []

    def runner(task, inputs, n_workers):
        calls.append(n_workers)
        return tasks.in_turn(task, inputs, n_workers)

    points = iter_sweep(runner, tasks.square, [1, 2], [1, 2, 4], n_repeats=1)
    next(points)
    assert calls == []
    next(points)
    assert calls == [1]
    points.close()


async def with_semaphore(task, inputs, n_workers):
    free = asyncio.Semaphore(n_workers)

    async def one(value):
        async with free:
            return await task(value)

    return await asyncio.gather(*map(one, inputs))


async def wait_a_little(x):
    await asyncio.sleep(0.02)
    return x


def test_an_async_runner_is_measured():
    m = sweep(with_semaphore, wait_a_little, list(range(6)), n_workers=[1, 3], n_repeats=1)
    assert m.results == list(range(6))
    assert [max_overlap(spans) for spans in m.spans] == [1, 3]


def test_an_async_runner_is_measured_inside_a_running_loop():
    async def main():
        return sweep(with_semaphore, wait_a_little, [1, 2], n_workers=2, n_repeats=1)

    assert asyncio.run(main()).results == [1, 2]


async def compute(x):
    return workloads.count_primes(x)


async def in_turn_async(task, inputs, n_workers):
    return [await task(value) for value in inputs]


def test_tasks_that_compute_are_told_inside_a_running_loop():
    async def main():
        return sweep(in_turn_async, compute, [30_000] * 3, n_workers=1, n_repeats=2)

    assert asyncio.run(main()).cpu_fraction > 0.1


def test_an_async_runner_may_run_plain_tasks_elsewhere():
    async def to_threads(task, inputs, n_workers):
        return await asyncio.gather(*(asyncio.to_thread(task, x) for x in inputs))

    assert sweep(to_threads, tasks.square, [1, 2], n_workers=2, n_repeats=1).results == [1, 4]


def test_arrays_and_nans_are_compared_by_value():
    def task(x):
        return np.array([x, float("nan")]) if x else float("nan")

    with pytest.raises(RunError, match="another result than the loop"):
        sweep(
            lambda t, i, n: [(r, s) if r is None else (np.zeros(2), s) for r, s in map(t, i)],
            task,
            [1],
            1,
        )
    assert len(sweep(tasks.in_turn, lambda x: float("nan"), [0], 1, n_repeats=1).results) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (np.array([1.0, float("nan")]), np.array([1.0, float("nan")])),
        ([np.array([1, 2]), "a"], [np.array([1, 2]), "a"]),
        ({"x": (np.zeros((2, 2)), float("nan"))}, {"x": (np.zeros((2, 2)), float("nan"))}),
        (np.array(["a", "b"]), np.array(["a", "b"])),
    ],
)
def test_results_that_hold_arrays_are_compared_within(one, other):
    def runner(task, inputs, n_workers):
        return [(other, task(value)[1]) for value in inputs]

    assert sweep(runner, lambda _: one, [0], 1, n_repeats=1).n_workers == [1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (np.array([1]), np.array([1, 1])),
        ([np.array([1, 2])], [np.array([1, 3])]),
        ([1, 2], (1, 2)),
        ({"x": 1}, {"y": 1}),
    ],
)
def test_results_that_differ_within_are_wrong(one, other):
    def runner(task, inputs, n_workers):
        return [(other, task(value)[1]) for value in inputs]

    with pytest.raises(RunError, match="another result than the loop"):
        sweep(runner, lambda _: one, [0], 1, n_repeats=1)


@pytest.mark.parametrize(
    ("n_workers", "error"),
    [
        (0, ValueError),
        (-1, ValueError),
        (10**6, ValueError),
        (1.5, TypeError),
        ("four", TypeError),
        (None, TypeError),
        ([], ValueError),
        ([1, 0], ValueError),
        (["2"], TypeError),
    ],
)
def test_a_bad_number_of_workers_is_named(n_workers, error):
    with pytest.raises(error, match="n_workers"):
        sweep(tasks.in_turn, tasks.square, [1], n_workers)


@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        ((3, tasks.square, [1], 1), TypeError, "runner must be a function"),
        ((tasks.in_turn, 3, [1], 1), TypeError, "task must be a function"),
        ((tasks.in_turn, tasks.square, [], 1), ValueError, "inputs must hold one or more"),
        ((tasks.in_turn, tasks.square, 5, 1), TypeError, "inputs must be a list"),
        ((tasks.in_turn, tasks.square_later, [1], 1), TypeError, "runner must be an async def"),
        ((tasks.in_turn, tasks.square, [1], 1, 0), ValueError, "n_repeats"),
    ],
)
def test_a_bad_argument_is_named_before_anything_runs(arguments, error, words):
    with pytest.raises(error, match=words):
        iter_sweep(*arguments)


def test_a_task_that_raises_is_named_with_its_input():
    with pytest.raises(
        RunError, match=r"task failed on inputs\[1\], 0: ZeroDivisionError"
    ) as caught:
        sweep(tasks.with_threads, tasks.one_over, [2, 0, 1], 2)
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


def drop_last(task, inputs, n_workers):
    return [task(x) for x in inputs[:-1]]


def turn_round(task, inputs, n_workers):
    return [task(x) for x in inputs][::-1]


def exit_instead(task, inputs, n_workers):
    sys.exit(3)


async def cancel_and_await(task, inputs, n_workers):
    cancelled = asyncio.create_task(asyncio.sleep(60))
    cancelled.cancel()
    await cancelled


def raise_later(task, inputs, n_workers):
    raise RuntimeError("the pool is closed")


def change(task, inputs, n_workers):
    return [(result + (result == 4), span) for result, span in map(task, inputs)]


@pytest.mark.parametrize(
    ("runner", "words"),
    [
        (drop_last, "runner drop_last with n_workers=2 returned 2 results for 3 inputs"),
        (turn_round, r"another order: inputs\[0\], 1, came with 9 instead of 1"),
        (change, r"another result than the loop for inputs\[1\], 2: 5 instead of 4"),
        (raise_later, "raised RuntimeError: the pool is closed"),
        (lambda t, i, n: None, "returned None; return the list of results"),
        (lambda t, i, n: [1, 4, 9], r"returned 1 for inputs\[0\]; return what task returns"),
        (lambda t, i, n: 7, "returned 7; return the list of results"),
        (exit_instead, "raised SystemExit: 3"),
        (cancel_and_await, "raised CancelledError"),
    ],
)
def test_a_wrong_runner_gets_a_sentence_and_no_speedup(runner, words):
    with pytest.raises(RunError, match=words):
        sweep(runner, tasks.square, [1, 2, 3], [2])


def end_at_two(x):
    return next(iter([x] if x != 2 else []))


def test_a_task_that_raises_stop_iteration_is_no_end_of_the_inputs():
    with pytest.raises(RunError, match=r"task failed on inputs\[1\], 2: StopIteration"):
        sweep(tasks.in_turn, end_at_two, [1, 2, 3], 1)


class NoTruth:
    def __eq__(self, other):
        return self

    def __ne__(self, other):
        return self

    def __bool__(self):
        raise ValueError("the truth of it is ambiguous")

    __hash__ = None


def test_results_that_cannot_be_compared_are_named():
    with pytest.raises(RunError, match=r"for inputs\[0\], 1, which cannot be compared .*ambiguous"):
        sweep(tasks.in_turn, lambda _: NoTruth(), [1, 2], 1)


def test_a_run_error_is_a_value_error():
    assert issubclass(RunError, ValueError)


@pytest.mark.parametrize("method", tasks.START_METHODS)
def test_a_worker_that_dies_ends_an_executors_run(method):
    task = functools.partial(_exit_in_worker, __import__("os").getpid())
    with pytest.raises(RunError, match="BrokenProcessPool"):
        sweep(tasks.executor_runner(method), task, [1, 2], 1)
    assert sweep(tasks.executor_runner(method), tasks.square, [1, 2], 1).results == [1, 4]


def _exit_in_worker(here, x):
    if __import__("os").getpid() != here:
        tasks.exit_at_once(x)
    return x


def test_a_stop_between_two_tasks_ends_the_sweep():
    done = []
    with StopFlag() as stop:

        def task(x):
            done.append(x)
            if len(done) == 7:
                stop.set()
            return x

        with pytest.raises(Stopped):
            for _ in iter_sweep(tasks.with_threads, task, [1, 2, 3, 4], [1], stop=stop):
                pass
    assert len(done) == 7  # four in the loop, three in the run


def test_a_pool_that_breaks_of_a_stop_counts_as_stopped():
    with StopFlag() as stop:

        def runner(task, inputs, n_workers):
            stop.set()
            raise OSError("handle is closed")

        with pytest.raises(Stopped):
            list(iter_sweep(runner, tasks.square, [1], [1], stop=stop))


def test_ceiling_is_one_for_one_worker_and_positive_for_two():
    assert measure.ceiling(1) == 1.0
    assert measure.ceiling(2, task_size_ms=5, n_repeats=2) > 0


def test_ceiling_refuses_and_stops():
    with pytest.raises(ValueError, match="n_workers"):
        measure.ceiling(0)
    with StopFlag() as stop:
        stop.set()
        with pytest.raises(Stopped):
            measure.ceiling(2, stop=stop)


def test_a_race_shares_its_rounds():
    runners = {"loop": tasks.in_turn, "threads": tasks.with_threads}
    steps = list(measure.iter_race(runners, tasks.square, [1, 2, 3], n_workers=2, n_repeats=2))
    assert len(steps) == 2 * (1 + len(runners))
    assert [len(m.runs) for m in steps[0].values()] == [0, 0]
    last = steps[-1]
    assert list(last) == ["loop", "threads"]
    for m in last.values():
        assert (m.results, m.n_workers, len(m.runs[0])) == ([1, 4, 9], [2], 2)
        assert m.baselines_s == last["loop"].baselines_s
        assert [run.baseline_s for run in m.runs[0]] == m.baselines_s


def test_a_race_names_the_runner_that_is_wrong():
    def forgets(task, inputs, n_workers):
        return None

    with pytest.raises(measure.RunError, match="runner forgets with n_workers=2 returned None"):
        list(measure.iter_race({"a": tasks.in_turn, "b": forgets}, tasks.square, [1], 2))
    for bad in ({}, [tasks.in_turn], {"a": None}):
        with pytest.raises(TypeError, match="runner"):
            measure.iter_race(bad, tasks.square, [1], 2)


def test_a_runner_that_does_not_await_is_told_so():
    async def forgets_to_await(task, inputs, n_workers):
        return [task(value) for value in inputs]

    with pytest.raises(measure.RunError, match=r"nobody has awaited; write `await task\(value\)`"):
        measure.sweep(forgets_to_await, tasks.square_later, [1, 2], 1, n_repeats=1)
