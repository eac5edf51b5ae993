"""helpers.measure.runs, differences and copies: what is to blame, `same`, and inputs of a run's own."""

import asyncio
import itertools
import math
import os
import random
import sys
import threading
import time

import numpy as np
import pytest

from helpers.measure import copies, runs
from helpers.measure.copies import own_copy
from helpers.measure.runs import RunError, check_repeats, compare_loops
from helpers.measure.sweeps import sweep
from helpers.worker.stop_flag import StopFlag, Stopped
from helpers.worker.traced import Traced
from tests import tasks

pytestmark = pytest.mark.usefixtures("nothing_left")


def run(runner, task, inputs, **same):
    """Run the loop, and then a runner."""
    traced = Traced(task)
    expected = runs.loop(traced, inputs)[0]
    return runs.run(runner, traced, inputs, 2, expected, **same)


def told(runner, task, inputs, **same):
    """Return what is said of a run that fails, which is one line."""
    with pytest.raises(RunError) as caught:
        run(runner, task, inputs, **same)
    text = str(caught.value)
    assert "\n" not in text
    return text


def changed(change):
    """Make a runner that changes each result."""

    def changes(task, inputs, n_workers):
        return [(change(result), span) for result, span in map(task, inputs)]

    return changes


def turn_round(task, inputs, n_workers):
    return [task(value) for value in inputs][::-1]


def draw(n):
    """Estimate pi by random points, as the first example of many courses does."""
    points = [(random.random(), random.random()) for _ in range(n)]
    return 4 * sum(x * x + y * y < 1 for x, y in points) / n + random.random() / 1e3


def draw_with_seed(seed):
    return random.Random(seed).random()


def draw_array(n):
    return np.random.default_rng().random(n)


def test_a_task_that_draws_random_numbers_is_not_called_a_wrong_runner():
    for runner in (tasks.in_turn, tasks.with_threads, turn_round):
        text = told(runner, draw, [1000, 2000])
        assert text.startswith(
            "task returned another result for inputs[0], 1000, when the loop ran again"
        )
        assert "no runner is blamed" in text
        assert "random.Random(seed)" in text
        assert "same=" in text
        assert "runner in_turn" not in text
    assert "inputs[0], 3" in told(tasks.in_turn, draw_array, [3])
    run(tasks.with_threads, draw_with_seed, [1, 2])


def test_both_answers_of_such_a_task_are_told():
    calls = itertools.count()
    text = told(tasks.in_turn, lambda _: next(calls), ["a", "b"])
    assert "inputs[0], 'a', when the loop ran again, 4 instead of 0" in text


def test_later_loops_are_compared_with_the_first():
    calls = itertools.count()
    n_runs = []

    def runner(task, inputs, n_workers):
        n_runs.append(1)
        return [(0, task(value)[1]) for value in inputs]

    def task(x):
        return next(calls) // 11  # 0 in the warm-up, in the first loop, and in two runs

    with pytest.raises(RunError, match=r"when the loop ran again, 1 instead of 0, so no runner"):
        sweep(runner, task, [1, 2, 3], 1, n_rounds=2)
    assert len(n_runs) == 3


def test_compare_loops():
    compare_loops([1.0, float("nan")], [1, float("nan")], "ab")
    compare_loops([1, 2], [1, 2.5], "ab", same=lambda one, other: abs(one - other) < 1)
    with pytest.raises(
        RunError, match=r"inputs\[1\], 'b', when the loop ran again, 3 instead of 2"
    ):
        compare_loops([1, 3], [1, 2], "ab")
    with pytest.raises(RunError, match="same=isclose does not count them as the same"):
        compare_loops([1, 3], [1, 2], "ab", same=math.isclose)


def test_a_task_that_fails_when_the_loop_runs_again_is_named():
    calls = itertools.count(1)

    def once(x):
        return 1 // (next(calls) < 3)

    text = told(changed(lambda x: 5), once, [1])
    assert text.startswith(
        "when the loop ran again, task failed on inputs[0], 1: ZeroDivisionError"
    )


def test_the_loop_is_run_again_only_if_results_differ_and_ends_when_stopped():
    n_calls = []
    run(tasks.in_turn, lambda x: n_calls.append(x), [1, 2])
    assert len(n_calls) == 4

    with StopFlag() as stop:
        traced = Traced(tasks.square, stop)

        def wrong(task, inputs, n_workers):
            results = [(0, task(value)[1]) for value in inputs]
            stop.set()
            return results

        with pytest.raises(Stopped):
            runs.run(wrong, traced, [1, 2], 2, [1, 4])
        with pytest.raises(Stopped):
            check_repeats(traced, [1], [1])


def test_a_result_that_only_the_runner_changes_is_told_as_seen():
    here = os.getpid()
    text = told(changed(lambda pid: pid + 1), lambda _: os.getpid(), [7])
    assert text == (
        "runner changes with n_workers=2 returned another result than the loop for inputs[0], 7: "
        f"{here + 1} instead of {here}, which the loop gave each time."
    )


def test_two_results_that_look_the_same_are_told_by_the_item_that_differs():
    text = told(changed(lambda r: [*r[:500], 7, *r[501:]]), lambda _: list(range(1000)), [1])
    assert "7 instead of 500 as its item 500, which" in text


def test_a_result_returned_twice_is_no_other_order():
    def first_again(task, inputs, n_workers):
        return [task(value) for value in (2, 1, 1, 3)]

    assert "another order" not in told(first_again, tasks.square, [1, 2, 3, 4])
    assert "another order" in told(turn_round, tasks.square, [1, 2, 3, 4])


@pytest.mark.parametrize(
    ("task", "change", "way"),
    [
        (lambda x: x / 3, lambda r: r + 1e-16, ": same=math.isclose allows"),
        (lambda x: x / 3 + 1j, lambda r: r + 1e-16, ": same=cmath.isclose allows"),
        (lambda x: np.array([x / 3]), lambda r: r + 1e-16, ": same=numpy.allclose allows"),
        (
            lambda x: [x / 3],
            lambda r: [r[0] + 1e-16],
            "same=lambda a, b: all(map(math.isclose, a, b))",
        ),
        (lambda x: {1: x / 3}, lambda r: {1: r[1] + 1e-16}, "a function same= that compares"),
    ],
)
def test_rounding_is_named_with_a_way_to_allow_for_it(task, change, way):
    text = told(changed(change), task, [1, 2])
    assert "which the loop gave each time; they differ by less than a billionth" in text
    assert way in text


def test_what_is_no_rounding_is_not_called_so():
    for change in (lambda r: r + 1e-3, lambda r: r + 1e-16 if r < 0.5 else r + 1):
        assert "billionth" not in told(changed(change), lambda x: x / 3, [1, 2])
    assert "billionth" not in told(changed(lambda r: r + 1), lambda x: 10**12, [1])


def test_same_decides():
    run(changed(lambda r: r + 1e-16), lambda x: x / 3, [1], same=math.isclose)
    run(
        changed(lambda r: r + 1),
        tasks.square,
        [1],
        same=lambda result, expected: result == expected + 1,
    )
    run(tasks.in_turn, draw_array, [3, 4], same=lambda one, other: len(one) == len(other))
    run(tasks.in_turn, tasks.square, [1], same=lambda one, other: np.bool_(True))
    text = told(changed(lambda r: r + 1), tasks.square, [1], same=math.isclose)
    assert "another result than the loop for inputs[0], 1: 2 instead of 1" in text
    assert text.endswith(
        "which the loop gave each time; same=isclose does not count them as the same."
    )


def test_same_decides_on_the_order_too():
    def near(result, expected):
        return abs(result - expected) < 0.5

    def turn_and_change(task, inputs, n_workers):
        return turn_round(
            changed(lambda r: r + 0.1)(task, inputs, n_workers).__getitem__, range(3), 1
        )

    assert "another order" in told(turn_and_change, tasks.square, [1, 2, 3], same=near)
    assert "another order" not in told(turn_and_change, tasks.square, [1, 2, 3])


def no_argument():
    return True


def gives_none(one, other):
    """Forgets to return."""


def gives_an_array(one, other):
    return np.array([True, False])


async def gives_a_coroutine(one, other):
    return True


@pytest.mark.parametrize(
    ("same", "words"),
    [
        (no_argument, "same=no_argument, asked about 1 and 1 for inputs[0], 1, raised TypeError: "),
        (
            gives_none,
            "same=gives_none, asked about 1 and 1 for inputs[0], 1, returned None; it must return",
        ),
        (gives_an_array, "returned array([ True, False]); it must return True or False."),
        (gives_a_coroutine, "it must return True or False."),
    ],
)
def test_a_same_that_does_not_answer_is_named(same, words):
    assert words in told(tasks.in_turn, tasks.square, [1, 2], same=same)


def test_another_order_of_many_results_is_told_after_few_comparisons():
    n_compared = []
    n = 2_000

    def counted(result, expected):
        n_compared.append(1)
        return result == expected

    assert "another order" in told(turn_round, tasks.square, list(range(n)), same=counted)
    assert n < len(n_compared) < n * n / 10


@pytest.mark.parametrize(
    ("task", "words"),
    [
        (
            lambda x: (y for y in range(x)),
            "task returned a generator for inputs[0], 3, whose values are",
        ),
        (lambda x: map(str, [x]), "task returned a map for inputs[0], 3, whose values are"),
        (
            lambda x: asyncio.sleep(0),
            "task returned a coroutine for inputs[0], 3, that nobody has awaited",
        ),
        (
            lambda x: threading.Lock(),
            "which cannot be compared (TypeError: a lock is the same as itself",
        ),
    ],
)
def test_a_task_that_returns_what_is_no_result_is_named(task, words):
    text = told(tasks.in_turn, task, [3])
    assert words in text
    assert "runner" not in text


@pytest.mark.parametrize("task", [lambda x: None, lambda x: iter([x]), lambda x: ValueError(x)])
def test_nothing_is_wrong_with(task):
    run(tasks.with_threads, task, [1, 2])


@pytest.mark.parametrize("held", [lambda s: s, lambda s: {"when": s}, lambda s: ("now", s)])
@pytest.mark.parametrize("clock", [time.time, time.perf_counter, time.monotonic, time.time_ns])
def test_a_task_that_tells_the_time_is_told_so_and_not_of_rounding(clock, held):
    with pytest.raises(RunError) as caught:
        sweep(tasks.in_turn, lambda x: (held(clock()), time.sleep(1e-6))[0], [1, 2], [1])
    assert "so no runner is blamed; it is about what a clock tells now" in str(caught.value)
    assert "same=lambda *_: True" in str(caught.value)


def test_arrays_in_a_file_that_a_task_changes_are_told(tmp_path):
    written = np.memmap(tmp_path / "numbers", "f8", "w+", shape=(4,))

    def add(array):
        array += 1
        return float(array.sum())

    with pytest.raises(RunError, match="the inputs cannot be copied for each run"):
        sweep(tasks.in_turn, add, [written[:2], written[2:]], [1])
    read = np.memmap(tmp_path / "numbers", "f8", "r", shape=(4,))
    assert own_copy([read[:2]])[1] is True


def take_last(values):
    return values.pop()


def take_last_of_first(pair):
    return pair[0].pop()


def test_a_task_may_change_its_input():
    inputs = [[1, 2, 3], [4, 5, 6]]
    m = sweep(tasks.with_threads, take_last, inputs, [1, 2], n_rounds=2)
    assert m.results == [3, 6]
    assert inputs == [[1, 2, 3], [4, 5, 6]]
    text = told(changed(lambda r: r + 1), take_last, inputs)
    assert "inputs[0], [1, 2, 3]: 4 instead of 3, which the loop gave each time." in text


def test_a_word_is_said_if_inputs_that_change_cannot_be_copied():
    text = told(tasks.in_turn, take_last_of_first, [([1, 2, 3], threading.Lock())])
    assert text.startswith("task returned another result for inputs[0]")
    assert "the inputs cannot be copied for each run: if it changes them" in text
    run(tasks.in_turn, lambda pair: pair[0], [(1, threading.Lock())])


@pytest.mark.parametrize(
    "inputs",
    [
        [1, 2.5, "a", b"b", None, True],
        [(1, 2), ("a", (3, 4))],
        [[1], {"a": [2]}, {3}, np.array([4.0])],
        [iter([1, 2])],
        [len, threading, int, tasks.square],
        [np.arange(3)[0], np.array([(1, 2.0)], dtype=[("a", "i4"), ("b", "f8")])[0]],
    ],
)
def test_inputs_are_copied(inputs):
    own, is_copy = own_copy(inputs)
    assert is_copy
    assert own is not inputs
    assert [type(value) for value in own] == [type(value) for value in inputs]
    for value, its_own in zip(inputs, own, strict=True):
        can_change = isinstance(value, list | dict | set | np.ndarray | np.void)
        assert not (can_change and value is its_own)


def test_what_is_one_object_stays_one():
    value = [1]
    own, _ = own_copy([value, value, (value,), {"a": value}])
    assert own[0] is own[1] is own[2][0] is own[3]["a"]
    assert own[0] is not value


def test_arrays_that_cannot_be_changed_or_lie_in_a_file_are_not_copied(tmp_path):
    in_file = np.memmap(tmp_path / "array", mode="w+", shape=3)
    wide = np.broadcast_to(1.0, (10**6, 10**6))  # no machine has room for a copy
    own, is_copy = own_copy([in_file, wide, [1]])
    assert not is_copy  # it can be written
    assert own[0] is in_file
    assert own[1] is wide


class RefusesToBeCopied:
    def __deepcopy__(self, memo):
        raise RuntimeError("one of me is enough")


class EndsBadly:
    """Cannot be copied, and what was made of the copy by then ends with an error."""

    def __init__(self):
        self.lock = threading.Lock()
        self.is_open = False

    def __del__(self):
        assert not self.is_open


@pytest.mark.parametrize(
    "make",
    [
        threading.Lock,
        lambda: (x for x in ()),
        lambda: memoryview(b"a"),
        RefusesToBeCopied,
        EndsBadly,
    ],
)
def test_what_cannot_be_copied_is_handed_over_as_it_is(make, monkeypatch):
    heard = []
    monkeypatch.setattr(sys, "unraisablehook", heard.append)
    inputs = [[1], make()]
    own, is_copy = own_copy(inputs)
    assert own is inputs
    assert not is_copy
    assert not heard
    assert sys.unraisablehook == heard.append


def test_two_that_cannot_copy_at_once_leave_the_hook_as_it_was(monkeypatch):
    first_is_in, second_is_in, first_is_out = (threading.Event() for _ in range(3))

    def drop(_):
        if threading.current_thread().name == "first":
            first_is_in.set()
            second_is_in.wait(0.5)  # in vain, if one waits for the other
        else:
            second_is_in.set()
            first_is_out.wait(60)

    def copy(after):
        assert after.wait(60)
        own_copy([threading.Lock()])
        first_is_out.set()

    monkeypatch.setattr(copies, "let_go", drop)
    usual, begun = sys.unraisablehook, threading.Event()
    begun.set()
    threads = [
        threading.Thread(target=copy, args=(after,), name=name)
        for name, after in (("first", begun), ("second", first_is_in))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sys.unraisablehook is usual


def test_the_same_lock_goes_to_all_tasks():
    lock = threading.Lock()
    run(tasks.with_threads, lambda value: value is lock, [lock, lock])


def test_plain_inputs_are_not_looked_at_one_by_one(monkeypatch):
    monkeypatch.setattr("copy.deepcopy", None)
    for inputs in (list(range(10)), [(i, (i, "a")) for i in range(10)], list(np.arange(10))):
        assert own_copy(inputs) == (inputs, True)


def test_what_itertools_would_compute_later_is_refused():
    words = r"task returned a starmap for inputs\[0\], 1, whose values are computed only when"
    with pytest.raises(RunError, match=words):
        runs.loop(Traced(lambda x: itertools.starmap(pow, [(x, 2)])), [1])
