"""helpers.processes.footprint: a runner in a process of its own."""

import io
import os
import pickle
import threading
import time

import psutil
import pytest

from helpers.processes import footprint
from tests import tasks


def children():
    return psutil.Process().children(recursive=True)


@pytest.fixture(autouse=True)
def nothing_left_running():
    before = set(children())
    yield
    _, alive = psutil.wait_procs(set(children()) - before, timeout=20)
    assert alive == []


def test_results_time_and_counts():
    def runner(task, inputs, n_workers):
        time.sleep(0.2)
        print("a runner may print")
        return [task(value) for value in inputs]

    found = footprint.measure(runner, lambda x: x + 1, range(3), n_workers=2)
    assert found.results == [1, 2, 3]
    assert (found.n_tasks, found.n_workers) == (3, 2)
    assert 0.2 <= found.elapsed_s < 60


def test_memory_is_what_the_run_takes_on_top():
    def takes(n_bytes):
        def runner(task, inputs, n_workers):
            block = bytearray(os.urandom(1)) * n_bytes
            time.sleep(0.3)
            return [len(block)]

        return footprint.measure(runner, abs, [0], n_workers=1)

    small, large = takes(1_000), takes(200_000_000)
    assert large.results == [200_000_000]
    assert 180e6 < large.memory_bytes < 300e6
    assert small.memory_bytes < 50e6


def test_results_of_a_class_of_a_cell_come_back():
    class Answer:
        value = 42

    def runner(task, inputs, n_workers):
        return [Answer(), lambda: 43]

    one, other = footprint.measure(runner, abs, [1], n_workers=1).results
    assert (one.value, other()) == (42, 43)


async def async_runner(task, inputs, n_workers):
    return [await task(value) for value in inputs]


def test_it_takes_async_runners():
    assert footprint.measure(async_runner, tasks.square_later, [3], 1).results == [9]


def fails(task, inputs, n_workers):
    raise KeyError("gone")


def exits(task, inputs, n_workers):
    os._exit(7)


def locks(task, inputs, n_workers):
    return [threading.Lock()]


def sleeps(task, inputs, n_workers):
    time.sleep(600)


@pytest.mark.parametrize(
    ("runner", "error", "text"),
    [
        (fails, RuntimeError, "runner fails with n_workers=1 raised KeyError: 'gone'"),
        (exits, RuntimeError, r"runner exits ended its process \(exit code 7\)"),
        (sleeps, TimeoutError, "runner sleeps was ended after 2 s"),
        (locks, RuntimeError, "n_workers=1 returned results that cannot be sent back: TypeError"),
    ],
)
def test_what_goes_wrong_is_told(runner, error, text):
    with pytest.raises(error, match=text):
        footprint.measure(runner, abs, [1], 1, limit_s=2 if runner is sleeps else 60)


@pytest.mark.parametrize(
    ("arguments", "error", "text"),
    [
        ((None, abs, [1], 1), TypeError, "runner must be a function"),
        ((fails, None, [1], 1), TypeError, "task must be a function"),
        ((fails, abs, [1], 0), ValueError, "n_workers must lie between"),
    ],
)
def test_bad_arguments_are_named(arguments, error, text):
    with pytest.raises(error, match=text):
        footprint.measure(*arguments)


def test_an_answer_that_comes_when_its_process_has_ended_counts():
    class Ended:
        stdout = io.BytesIO(pickle.dumps("the last word"))

        def memory_info(self):
            raise psutil.NoSuchProcess(0)

    answer, most = footprint._answer(Ended(), time.perf_counter() + 60)
    assert (answer, most) == ("the last word", 0)
