"""helpers.labs.stuck_runs: a run that does not return is seen from outside, and ended."""

import multiprocessing
import threading
import time

import psutil
import pytest

from helpers.labs import stuck_runs
from tests import tasks

pytestmark = pytest.mark.usefixtures("nothing_left")


def test_a_worker_that_its_runner_has_closed_is_no_death(monkeypatch):
    process = multiprocessing.get_context("spawn").Process(target=len, args=("",))
    process.start()
    monkeypatch.setattr(stuck_runs, "_MOURNED_S", 0.0)
    monkeypatch.setattr(stuck_runs, "worker_processes", lambda: {process})
    said, over = [], threading.Event()
    seen = stuck_runs.Watch(1.5, set(), lambda sentence: [said.append(sentence), over.set()])
    process.join(60)
    process.close()
    assert over.wait(60)
    assert "has not returned for 1.5 s" in said[0]
    seen.cancel()
    assert process not in multiprocessing.active_children()


def start(function):
    """Call a function in a thread; returns the thread once the function is on its way."""
    thread = threading.Thread(target=_quietly, args=(function,), daemon=True)
    thread.start()
    return thread


def _quietly(function):
    try:
        function()
    except BaseException as error:
        print(f"{threading.current_thread().name}: {error!r}")


def until(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.mark.parametrize("method", tasks.START_METHODS)
@pytest.mark.parametrize("make", [tasks.executor_runner, tasks.pool_runner])
def test_processes_and_thread_of_a_pool_that_hangs_are_ended(make, method):
    runner = make(method)
    before = stuck_runs.worker_processes()
    thread = start(lambda: runner(tasks.sleep_long, [600, 600], 2))
    until(lambda: len(stuck_runs.worker_processes() - before) == 2)
    pids = [process.pid for process in stuck_runs.worker_processes() - before]
    assert stuck_runs.end_runner(thread, before, timeout_s=30)
    assert not thread.is_alive()
    assert not any(psutil.pid_exists(pid) for pid in pids)


def test_a_loop_in_python_is_ended():
    def loop():
        while True:
            pass

    thread = start(loop)
    assert stuck_runs.end_runner(thread, stuck_runs.worker_processes(), timeout_s=30)
    assert not thread.is_alive()


def test_a_thread_that_waits_in_c_is_reported():
    let_go = threading.Event()
    thread = start(let_go.wait)
    assert not stuck_runs.end_runner(thread, stuck_runs.worker_processes(), timeout_s=0.2)
    let_go.set()
    thread.join(30)
    assert not thread.is_alive()


def test_other_worker_processes_are_spared():
    other = multiprocessing.Process(target=tasks.sleep_long, args=(600,), daemon=True)
    other.start()
    try:
        thread = start(lambda: None)
        assert stuck_runs.end_runner(thread, stuck_runs.worker_processes())
        assert other.is_alive()
    finally:
        other.kill()
        other.join()
