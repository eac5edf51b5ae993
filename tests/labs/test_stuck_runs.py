"""helpers.labs.stuck_runs: what belongs to a run that does not return is found, and ended."""

import asyncio
import multiprocessing
import re
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.pool import ThreadPool

import psutil
import pytest

from helpers.labs import stuck_runs
from helpers.measure import places
from helpers.processes import coroutines
from helpers.worker.stop_flag import StopFlag
from helpers.worker.traced import Traced
from tests import tasks

pytestmark = pytest.mark.usefixtures("nothing_left")


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


def workers(before):
    return {process.pid for process in stuck_runs.processes_of(before)}


@pytest.mark.parametrize("method", tasks.START_METHODS)
@pytest.mark.parametrize("make", [tasks.executor_runner, tasks.pool_runner])
def test_processes_and_thread_of_a_pool_that_hangs_are_ended(make, method):
    runner = make(method)
    before = stuck_runs.Before.now()
    thread = start(lambda: runner(tasks.sleep_long, [600, 600], 2))
    until(lambda: len(workers(before)) == 2)
    pids = workers(before)
    assert stuck_runs.end_run(thread, before, timeout_s=30) == ""
    assert not thread.is_alive()
    until(lambda: not any(map(psutil.pid_exists, pids)))


def test_a_loop_in_python_is_ended():
    def loop():
        while True:
            pass

    thread = start(loop)
    assert stuck_runs.end_run(thread, stuck_runs.Before.now(), timeout_s=30) == ""
    assert not thread.is_alive()


def test_a_coroutine_that_awaits_is_cancelled():
    inside = threading.Event()

    async def wait():
        inside.set()
        await asyncio.sleep(600)

    thread = start(lambda: coroutines.run(wait()))
    assert inside.wait(60)
    assert stuck_runs.end_run(thread, stuck_runs.Before.now(), timeout_s=30) == ""


def test_a_thread_that_waits_in_c_is_told_with_its_place():
    let_go = threading.Event()

    def wait():
        let_go.wait()

    thread = start(wait)
    until(lambda: "let_go.wait" in places.place_in(thread))
    told = stuck_runs.end_run(thread, stuck_runs.Before.now(), timeout_s=0.2)
    assert re.fullmatch(r"a thread, in line \d+ of wait: let_go.wait\(\)", told)
    let_go.set()
    thread.join(30)
    assert not thread.is_alive()


def test_tasks_in_threads_of_a_pool_are_ended():
    """A loop in Python goes on for ever, and would take a CPU from every later measurement."""
    ended = []

    def loop(_):
        try:
            while True:
                pass
        finally:
            ended.append(True)

    with StopFlag() as stop:
        before = stuck_runs.Before.now()
        thread = start(lambda: tasks.with_threads(Traced(loop, stop), [1, 2], 2))
        until(lambda: len(stuck_runs._threads_at_tasks_of(stop)) == 2)
        assert stuck_runs.end_run(thread, before, stop, timeout_s=30) == ""
    assert ended == [True, True]


def test_what_was_there_and_what_the_main_thread_begins_is_spared():
    code = [sys.executable, "-c", "import time; time.sleep(600)"]
    there = subprocess.Popen(code)
    before = stuck_runs.Before.now()
    of_a_cell, of_the_run = subprocess.Popen(code), []
    try:
        thread = start(lambda: of_the_run.append(subprocess.Popen(code)) or of_the_run[0].wait())
        until(lambda: of_the_run and workers(before))
        if sys.platform == "linux":
            assert workers(before) == {of_the_run[0].pid}
        assert stuck_runs.end_run(thread, before, timeout_s=30) == ""
        assert there.poll() is None
        assert of_a_cell.poll() is None or sys.platform != "linux"
        until(lambda: of_the_run[0].poll() is not None)
    finally:
        for process in (there, of_a_cell):
            process.kill()
            process.wait()


def test_who_was_given_the_runs_flag_works_for_it_though_it_was_there_before():
    with multiprocessing.get_context("spawn").Pool(1) as pool, StopFlag() as stop:
        pool.map(tasks.square, [1])
        before = stuck_runs.Before.now()
        assert not workers(before)
        pool.map(Traced(tasks.square, stop), [1])
        its = {process.pid for process in stuck_runs.processes_of(before, stop)}
        assert its == {process.pid for process in pool._pool}


def test_who_waits_for_results_of_a_pool_that_was_ended_is_released():
    """Nobody holds the pool but what is to give its results."""
    over = threading.Event()

    def run():
        with ThreadPool(1) as pool:
            results = pool.imap(over.wait, [60])
        del pool
        next(results)

    thread = start(run)
    until(lambda: (name := places.place_in(thread)) and name.endswith("next(results)"))
    assert stuck_runs.end_run(thread, stuck_runs.Before.now(), timeout_s=30) == ""
    assert not thread.is_alive()
    over.set()


shared = None  # a pool, as runners have it that submit to the pool that they run in


def test_a_pool_of_threads_that_waits_for_itself_is_ended_though_it_is_global():
    def wait_for_the_next():
        return shared.submit(int).result()

    def run():
        global shared
        with ThreadPoolExecutor(1) as shared:
            shared.submit(wait_for_the_next).result()

    before = stuck_runs.Before.now()
    thread = start(run)
    until(lambda: shared is not None and shared._work_queue.qsize())
    assert stuck_runs.end_run(thread, before, timeout_s=30) == ""
    assert not thread.is_alive()


def test_a_pool_of_threads_that_was_there_before_is_not():
    with ThreadPoolExecutor(1) as pool:
        pool.submit(int).result()

        def run():
            while True:
                idle.wait(0.01)

        idle = threading.Event()
        globals()["shared"] = pool
        before = stuck_runs.Before.now()
        code = "def run(wait, pools=()):\n while True: wait(0.01); shared"
        place = {"shared": pool}
        exec(code, place)
        thread = start(lambda: place["run"](idle.wait))
        assert stuck_runs.end_run(thread, before, timeout_s=30) == ""
        assert pool.submit(int).result() == 0


def test_a_process_that_a_coroutine_waits_for_is_ended_with_it():
    """Its thread may end at once, and what it has started looks like the main thread's from then on."""
    started = []

    async def wait():
        code = "import time; time.sleep(600)"
        started.append(await asyncio.create_subprocess_exec(sys.executable, "-c", code))
        await started[0].wait()

    before = stuck_runs.Before.now()
    thread = start(lambda: coroutines.run(wait()))
    until(lambda: started)
    assert stuck_runs.end_run(thread, before, timeout_s=30) == ""
    until(lambda: not psutil.pid_exists(started[0].pid))
