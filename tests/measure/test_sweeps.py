"""helpers.measure.sweeps, and runs: sweeps, and what they say about runners that are wrong."""

import asyncio
import collections
import functools
import gc
import itertools
import sys
import threading
import time
import weakref
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from helpers import measure, workloads
from helpers.measure import cpu_time, runs, sweeps
from helpers.measure.results import Verdict
from helpers.measure.runs import RunError
from helpers.measure.sweeps import iter_sweep, sweep
from helpers.worker.spans import distinct_workers, max_overlap
from helpers.worker.stop_flag import StopFlag, Stopped
from tests import tasks

pytestmark = pytest.mark.usefixtures("nothing_left")


def test_only_the_last_of_the_measurements_is_kept(monkeypatch):
    class Known:
        pass

    def steps(*_):
        made = []
        for _ in range(4):
            known = Known()
            made.append(weakref.ref(known))
            yield known
            del known
            assert sum(each() is not None for each in made) <= 1

    monkeypatch.setattr(sweeps, "iter_sweep", steps)
    assert isinstance(sweep(tasks.in_turn, abs, [1], 1), Known)


@pytest.mark.parametrize(
    "runner",
    [tasks.in_turn, tasks.with_threads]
    + [make(m) for make in (tasks.executor_runner, tasks.pool_runner) for m in tasks.START_METHODS],
)
def test_a_sweep_measures_every_number_of_workers(runner):
    m = sweep(runner, workloads.count_primes, [100, 1000, 500], n_workers=[1, 2], n_rounds=2)
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
    m = sweep(tasks.with_threads, workloads.wait_for, inputs, n_workers=[1, 4], n_rounds=1)
    assert [max_overlap(spans) for spans in m.spans] == [1, 4]
    assert [distinct_workers(spans) for spans in m.spans] == [1, 4]
    assert max_overlap(m.baseline_spans) == 1


def nap(x):
    time.sleep(0.1)


def test_waiting_is_told_from_computing():
    assert sweep(tasks.in_turn, nap, [1, 2], 1, n_rounds=2).waits
    inputs = [30_000] * 3
    assert sweep(tasks.in_turn, workloads.count_primes, inputs, 1, n_rounds=2).waits is False


def test_a_task_may_say_itself_that_it_waits():
    assert sweep(tasks.in_turn, workloads.wait_for, [0.00001], 1, n_rounds=1).waits


def recorded(n_rounds, n_workers=(1, 4), inputs=(1, 2), **options):
    """Return who had a turn, in which order, and how much was known after each step."""
    order, within = [], []

    def runner(task, inputs, n_workers):
        order.append(n_workers)
        within.append(True)
        try:
            return tasks.in_turn(task, inputs, n_workers)
        finally:
            within.clear()

    def task(x):
        if not within and x == inputs[0]:
            order.append("loop")
        return x

    seen = [
        ([len(runs) for runs in m.runs], len(m.baselines_s))
        for m in iter_sweep(runner, task, list(inputs), list(n_workers), n_rounds, **options)
    ]
    return order, seen


def test_another_one_comes_first_in_each_round_after_a_warm_up():
    order, _ = recorded(n_rounds=4)
    warm_up, rounds = order[:2], order[2:]
    assert warm_up == ["loop", 4]
    assert rounds[:3] == ["loop", 1, 4]
    assert rounds[3:6] == [1, 4, "loop"]
    assert rounds[6:9] == [4, "loop", 1]
    assert rounds[9:] == ["loop", 1, 4]


def test_a_measurement_grows_by_runs_that_have_a_loop_beside_them():
    _, seen = recorded(n_rounds=2)
    assert seen == [([], 1), ([1], 1), ([1, 1], 1), ([1, 1], 1), ([1, 1], 1), ([2, 2], 2)]


def test_the_warm_up_has_a_task_for_the_loop_and_one_a_worker():
    calls = []

    def task(x):
        calls.append(x)
        return x

    steps = iter_sweep(tasks.in_turn, task, list(range(8)), [3, 1], n_rounds=1)
    next(steps)
    assert calls == [0, 0, 1, 2, *range(8)]
    steps.close()


def test_a_runner_that_needs_all_inputs_may_fail_in_the_warm_up():
    def runner(task, inputs, n_workers):
        assert len(inputs) == 8
        return tasks.in_turn(task, inputs, n_workers)

    assert sweep(runner, abs, list(range(8)), [2], n_rounds=1).results == list(range(8))


class Clock:
    """A clock that goes on by what runs, and by nothing else."""

    def __init__(self, monkeypatch):
        self.s = 0.0
        monkeypatch.setattr(runs, "perf_counter", lambda: self.s)
        monkeypatch.setattr(sweeps, "monotonic", lambda: self.s)
        monkeypatch.setattr("helpers.worker.traced.perf_counter", lambda: self.s)
        monkeypatch.setattr(
            cpu_time, "now", lambda: cpu_time.CpuTime(self.s, self.s, self.s, 0, self.s)
        )
        monkeypatch.setattr(cpu_time, "others_told", lambda spent: "")

    def task(self, took_s):
        """Make a task that takes what ``took_s()`` returns."""

        def task(x):
            self.s += took_s()
            return x

        return task

    def runner(self, times):
        """Make a runner that is so many times as fast, for each run."""

        def runner(task, inputs, n_workers):
            began_s = self.s
            pairs = tasks.in_turn(task, inputs, n_workers)
            self.s = began_s + (self.s - began_s) / times()
            return pairs

        return runner


@pytest.fixture
def clock(monkeypatch):
    return Clock(monkeypatch)


def test_it_stops_as_soon_as_the_verdict_is_clear(clock):
    m = sweep(clock.runner(lambda: 2), clock.task(lambda: 0.1), [1, 2], [2])
    assert (m.verdict, len(m.baselines_s)) == (Verdict.FASTER, 3)
    assert m.speedup == pytest.approx([2])


def test_it_goes_on_until_the_budget_is_used_up(clock):
    by_turns = itertools.cycle([0.5, 2.0])
    m = sweep(
        clock.runner(lambda: next(by_turns)), clock.task(lambda: 0.1), [1, 2], [2], budget_s=10
    )
    assert m.verdict == Verdict.CANNOT_TELL
    assert 3 < len(m.baselines_s) < 50
    assert 10 <= clock.s < 12
    n = len(sweep(clock.runner(lambda: next(by_turns)), abs, [1, 2], [2], budget_s=0).baselines_s)
    assert n == 3


def test_a_race_goes_on_until_all_verdicts_are_clear(clock):
    by_turns = itertools.cycle([1.0, 1.6, 1.2])
    runners = {"clear": clock.runner(lambda: 4), "not so": clock.runner(lambda: next(by_turns))}
    task = clock.task(lambda: 0.1)
    *_, found = measure.iter_race(runners, task, [1, 2], 2, budget_s=100)
    assert {m.verdict for m in found.values()} == {Verdict.FASTER}
    assert len(found["clear"].runs[0]) == len(found["not so"].runs[0]) > 3


@pytest.mark.parametrize(("first_s", "counted"), [(0.1, 3), (5.0, 3)])
def test_a_first_call_unlike_the_later_ones_is_told_and_not_counted(clock, first_s, counted):
    took = itertools.chain([first_s], itertools.repeat(0.1))
    m = sweep(clock.runner(lambda: 2), clock.task(lambda: next(took)), [1, 2], [2])
    assert (m.verdict, len(m.baselines_s)) == (Verdict.FASTER, counted)
    assert m.baseline_s == pytest.approx(0.2)
    said = "The task's first call took 5 s, a later one on the same input 0.1 s" in " ".join(
        m.notes
    )
    assert said == (first_s == 5.0)
    assert not m.nothing_left


def test_a_first_loop_unlike_the_later_ones_is_told_and_not_counted(clock):
    # The warm-up takes one call of the loop's and two of the runner's.
    took = itertools.chain([0.1] * 3, [0.5] * 4, itertools.repeat(0.1))
    m = sweep(clock.runner(lambda: 2), clock.task(lambda: next(took)), [1, 2, 3, 4], [2])
    assert m.baselines_s == pytest.approx([0.4] * len(m.baselines_s))
    assert len(m.baselines_s) == len(m.runs[0])
    assert m.verdict == Verdict.FASTER
    assert "The first loop took 2 s, the later ones 0.4 s at most" in " ".join(m.notes)
    assert len(m.baselines_s) == 3  # in four rounds


def test_a_task_that_remembers_its_answers_gets_no_verdict():
    known = functools.cache(workloads.count_primes)
    m = sweep(tasks.with_threads, known, [200_000 + i for i in range(4)], [2])
    assert m.nothing_left
    assert (m.verdict, m.reason) == (
        Verdict.CANNOT_TELL,
        "The later loops had nothing left to do.",
    )


def remembering(clock, first_s):
    """Make a task that takes so long on its first call with each input, and no time on later ones."""
    left = dict(first_s)

    def task(x):
        clock.s += left.pop(x, 1e-7)
        return x

    return task


@pytest.mark.parametrize("n_workers", [1, 4])
def test_it_gets_none_whoever_called_it_first(clock, n_workers):
    task = remembering(clock, {0: 0.001, 1: 0.5, 2: 0.5, 3: 0.5})
    m = sweep(clock.runner(lambda: 0.1), task, [0, 1, 2, 3], [n_workers])
    assert m.nothing_left


def test_it_gets_none_where_all_answers_are_known_already():
    known = functools.cache(abs)
    inputs = [1, 2, 3]
    list(map(known, inputs))
    assert sweep(tasks.with_threads, known, inputs, [2]).nothing_left
    in_part = functools.lru_cache(maxsize=2)(abs)
    assert not sweep(tasks.in_turn, in_part, inputs, [2], n_rounds=3).nothing_left


def test_a_task_that_compiles_once_more_in_the_first_loop_has_a_verdict(clock):
    # The warm-up takes one call of the loop's and two of the runner's.
    took = itertools.chain([5.0, 0.1, 0.1, 0.1, 0.1, 20.0], itertools.repeat(0.1))
    m = sweep(clock.runner(lambda: 2), clock.task(lambda: next(took)), [1, 2, 3.0, 4.0], [2])
    assert not m.nothing_left
    assert m.verdict == Verdict.FASTER
    assert "The first loop took 20 s, the later ones 0.4 s at most" in " ".join(m.notes)


def test_workers_that_prepare_themselves_in_each_run_have_a_verdict(clock):
    here = threading.current_thread()

    def task(x):
        clock.s += 0.001 if threading.current_thread() is here else 0.5
        return x

    def in_another_thread(task, inputs, n_workers):
        with ThreadPoolExecutor(1) as pool:
            return list(pool.map(task, inputs))

    m = sweep(in_another_thread, task, [1, 2, 3, 4], [4])
    assert not m.nothing_left
    assert m.verdict == Verdict.SLOWER


def test_a_slow_warm_up_alone_is_no_memory(clock):
    # Both calls of the runner's first one are slow, as where a library begins its own threads.
    took = itertools.chain([0.1, 2.0, 2.0], itertools.repeat(0.1))
    m = sweep(clock.runner(lambda: 2), clock.task(lambda: next(took)), [1, 2], [2])
    assert not m.nothing_left
    assert m.verdict == Verdict.FASTER


def test_a_task_that_keeps_its_answers_in_a_file_gets_no_verdict(clock):
    left = dict.fromkeys(range(6), 0.5)

    def task(x):
        clock.s += left.pop(x, 0.002)  # to read it takes some time
        return x

    assert sweep(clock.runner(lambda: 2), task, list(range(6)), [2]).nothing_left


def test_what_a_runner_keeps_of_an_earlier_run_has_no_verdict():
    kept = {}

    def runner(task, inputs, n_workers):
        key = tuple(inputs)
        if key not in kept:
            kept[key] = tasks.in_turn(task, inputs, n_workers)
        return kept[key]

    told = r"runner runner with .* returned for inputs\[0\] what the task gave in an earlier run"
    with pytest.raises(RunError, match=told):
        sweep(runner, tasks.square, [1, 2, 3], [2])


def test_a_task_that_returns_one_object_and_changes_it_is_seen():
    buffer, draws = [0], itertools.count()

    def task(x):
        buffer[0] = next(draws)
        return buffer

    with pytest.raises(RunError, match="no runner is blamed"):
        sweep(tasks.in_turn, task, [1, 2], [1])


def test_inputs_that_the_first_calls_use_up_are_told():
    inputs = [(x for x in range(10)) for _ in range(2)]
    told = r"returned another result for inputs\[0\].* 0 instead of 45, .*cannot be copied"
    with pytest.raises(RunError, match=told):
        sweep(tasks.with_threads, sum, inputs, [2])


def test_a_task_that_remembers_a_single_answer_gets_no_verdict():
    known = functools.cache(workloads.count_primes)
    assert sweep(tasks.with_threads, known, [500_000], [2]).nothing_left


def test_a_task_that_changes_its_input_gets_a_copy_each_time():
    def sort_it(values):
        assert values[0] == 3
        values.sort()
        return values[0]

    assert sweep(tasks.with_threads, sort_it, [[3, 1], [3, 2]], [2], n_rounds=3).results == [1, 2]


def test_inputs_that_cannot_be_copied_are_told():
    inputs = [threading.Lock()]
    m = sweep(tasks.with_threads, lambda lock: lock.locked(), inputs, [1], n_rounds=1)
    assert "The inputs cannot be copied" in " ".join(m.notes)


def test_same_tells_which_results_will_do():
    draws = itertools.count()
    with pytest.raises(RunError, match="no runner is blamed"):
        sweep(tasks.in_turn, lambda x: next(draws), [1, 2], [1])
    m = sweep(tasks.in_turn, lambda x: next(draws), [1, 2], [1], n_rounds=2, same=lambda *_: True)
    assert len(m.baselines_s) == 2


def test_ceilings_are_measured_in_each_round_unless_the_tasks_wait(monkeypatch):
    counts = []

    def reached(n_workers, stop):
        counts.append(n_workers)
        return {n: [n] for n in n_workers}

    monkeypatch.setattr("helpers.measure.ceilings.reached", reached)
    monkeypatch.setattr("helpers.machine.usable_cpus", lambda: 2)
    *_, m = iter_sweep(tasks.in_turn, abs, [1, 2], [1, 2, 4], n_rounds=3, with_ceilings=True)
    assert counts == [[1, 2]] * 3
    assert m.ceilings == {1: [1, 1, 1], 2: [2, 2, 2]}
    *_, m = iter_sweep(tasks.in_turn, workloads.wait_for, [0], 2, n_rounds=2, with_ceilings=True)
    assert (len(counts), m.ceilings) == (3, {})


def test_nothing_is_measured_while_the_caller_holds_the_generator():
    calls = []

    def runner(task, inputs, n_workers):
        calls.append(n_workers)
        return tasks.in_turn(task, inputs, n_workers)

    points = iter_sweep(runner, tasks.square, [1, 2], [1, 2, 4], n_rounds=1)
    next(points)
    assert calls == [4]  # the warm-up
    next(points)
    assert calls == [4, 1]
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
    m = sweep(with_semaphore, wait_a_little, list(range(6)), n_workers=[1, 3], n_rounds=1)
    assert m.results == list(range(6))
    assert [max_overlap(spans) for spans in m.spans] == [1, 3]


def test_an_async_runner_is_measured_inside_a_running_loop():
    async def main():
        return sweep(with_semaphore, wait_a_little, [1, 2], n_workers=2, n_rounds=1)

    assert asyncio.run(main()).results == [1, 2]


async def compute(x):
    return workloads.count_primes(x)


async def in_turn_async(task, inputs, n_workers):
    return [await task(value) for value in inputs]


def test_tasks_that_compute_are_told_inside_a_running_loop():
    async def main():
        return sweep(in_turn_async, compute, [30_000] * 3, n_workers=1, n_rounds=2)

    assert asyncio.run(main()).waits is False


def test_an_async_runner_may_run_plain_tasks_elsewhere():
    async def to_threads(task, inputs, n_workers):
        return await asyncio.gather(*(asyncio.to_thread(task, x) for x in inputs))

    assert sweep(to_threads, tasks.square, [1, 2], n_workers=2, n_rounds=1).results == [1, 4]


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
    assert len(sweep(tasks.in_turn, lambda x: float("nan"), [0], 1, n_rounds=1).results) == 1


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

    assert sweep(runner, lambda _: one, [0], 1, n_rounds=1).n_workers == [1]


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
        sweep(runner, lambda _: one, [0], 1, n_rounds=1)


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
        ((lambda t, i: [], abs, [1], 1), TypeError, "runner must take three arguments: def "),
        ((lambda t, i, n, more: [], abs, [1], 1), TypeError, "runner must take three arguments"),
        ((lambda t, i, *, n: [], abs, [1], 1), TypeError, "runner must take three arguments"),
        ((len, abs, [1], 1), TypeError, "runner must take three arguments"),
        ((tasks.in_turn, 3, [1], 1), TypeError, "task must be a function"),
        ((tasks.in_turn, tasks.square, [], 1), ValueError, "inputs must hold one or more"),
        ((tasks.in_turn, tasks.square, 5, 1), TypeError, "inputs must be a list"),
        ((tasks.in_turn, tasks.square_later, [1], 1), TypeError, "runner must be an async def"),
        ((tasks.in_turn, tasks.square, [1], 1, 0), ValueError, "n_rounds"),
        ((tasks.in_turn, tasks.square, [1], 1, None, -1), ValueError, "budget_s"),
        ((tasks.in_turn, tasks.square, [1], 1, None, 1, 5), TypeError, "same"),
        ((tasks.in_turn, tasks.square, [1], 1, None, 1, len), TypeError, "same must take two"),
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
        (
            lambda t, i, n: {x: t(x) for x in i},
            "returned a dict; return a list of what task returns",
        ),
        (lambda t, i, n: {t(x) for x in i}, "returned a set; return a list of what task returns"),
        (lambda t, i, n: "abc", "returned a str; return a list of what task returns"),
        (
            lambda t, i, n: np.array([t(x)[0] for x in i]),
            "returned a ndarray; return a list of what task returns",
        ),
        (exit_instead, "raised SystemExit: 3"),
        (cancel_and_await, "raised CancelledError"),
    ],
)
def test_a_wrong_runner_gets_a_sentence_and_no_speedup(runner, words):
    with pytest.raises(RunError, match=words):
        sweep(runner, tasks.square, [1, 2, 3], [2])


@pytest.mark.parametrize(
    "as_they_come",
    [tuple, iter, collections.deque, lambda results: dict(enumerate(results)).values()],
)
def test_what_gives_the_results_in_their_order_will_do(as_they_come):
    def runner(task, inputs, n_workers):
        return as_they_come([task(value) for value in inputs])

    assert sweep(runner, tasks.square, [1, 2], 1).results == [1, 4]


def end_at_two(x):
    return next(iter([x] if x != 2 else []))


def test_a_task_that_raises_stop_iteration_is_no_end_of_the_inputs():
    with pytest.raises(RunError, match=r"task failed on inputs\[1\], 2: StopIteration"):
        sweep(tasks.in_turn, end_at_two, [1, 2, 3], 1)


class NoTruth:
    def __init__(self):
        self.lock = threading.Lock()

    def __eq__(self, other):
        return self

    def __bool__(self):
        raise ValueError("the truth of it is ambiguous")

    __hash__ = None


def test_results_that_cannot_be_compared_are_named():
    with pytest.raises(RunError, match=r"for inputs\[0\], 1, which cannot be compared .*pickle"):
        sweep(tasks.in_turn, lambda _: NoTruth(), [1, 2], 1)


MANY_DIGITS = itertools.count(10**5000)


class NotWritten:
    """Cannot be written, as what is too deep or has too many digits."""

    def __init__(self, x):
        self.x = x

    def __repr__(self):
        raise RecursionError


@pytest.mark.parametrize(
    ("inputs", "make", "told"),
    [
        ([1], lambda x: 10**5000 + x, "an int that cannot be written"),
        ([1], lambda x: next(MANY_DIGITS), "so no runner is blamed"),
        ([1], NotWritten, "a NotWritten that cannot be written"),
        ([NotWritten(1)], lambda held: held.x, "inputs[0], a NotWritten that cannot be written"),
    ],
)
def test_what_cannot_be_written_is_told_by_its_kind(inputs, make, told):
    def wrong(task, inputs, n_workers):
        return [(0, span) for _, span in map(task, inputs)]

    with pytest.raises(RunError) as caught:
        sweep(wrong, make, inputs, 1)
    assert told in str(caught.value)
    assert "that cannot be written" in str(caught.value)


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
            if len(done) == 9:
                stop.set()
            return x

        with pytest.raises(Stopped):
            for _ in iter_sweep(tasks.with_threads, task, [1, 2, 3, 4], [1], stop=stop):
                pass
    assert len(done) == 9  # two in the warm-up, four in the loop, three in the run


def test_a_pool_that_breaks_of_a_stop_counts_as_stopped():
    with StopFlag() as stop:

        def runner(task, inputs, n_workers):
            stop.set()
            raise OSError("handle is closed")

        with pytest.raises(Stopped):
            list(iter_sweep(runner, tasks.square, [1], [1], stop=stop))


def test_ceiling_is_one_for_one_worker_and_positive_for_two():
    assert measure.ceiling(1) == 1.0
    assert measure.ceiling(2, task_size_ms=5, n_rounds=2) > 0


def test_ceiling_refuses_and_stops():
    with pytest.raises(ValueError, match="n_workers"):
        measure.ceiling(0)
    with StopFlag() as stop:
        stop.set()
        with pytest.raises(Stopped):
            measure.ceiling(2, stop=stop)


def test_a_race_shares_its_rounds():
    runners = {"loop": tasks.in_turn, "threads": tasks.with_threads}
    steps = list(measure.iter_race(runners, tasks.square, [1, 2, 3], n_workers=2, n_rounds=2))
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
    for bad in ({}, [tasks.in_turn], {"a": None}, {"a": lambda task, inputs: []}):
        with pytest.raises(TypeError, match="runner"):
            measure.iter_race(bad, tasks.square, [1], 2)


def test_a_runner_that_does_not_await_is_told_so():
    async def forgets_to_await(task, inputs, n_workers):
        return [task(value) for value in inputs]

    with pytest.raises(measure.RunError, match=r"nobody has awaited; write `await task\(value\)`"):
        measure.sweep(forgets_to_await, tasks.square_later, [1, 2], 1, n_rounds=1)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("n", [1, 2, 3])
def test_coroutines_that_nobody_awaits_leave_no_warning(n, recwarn):
    gc.collect()
    recwarn.clear()  # of what other tests have left

    def forgets_to_await(task, inputs, n_workers):
        return [task(value) for value in inputs[:n]]

    async def later(*given):
        return forgets_to_await(*given)

    with pytest.raises(measure.RunError):
        measure.sweep(later, tasks.square_later, [1, 2, 3], 2, n_rounds=1)
    gc.collect()
    assert [str(warning.message) for warning in recwarn] == []
