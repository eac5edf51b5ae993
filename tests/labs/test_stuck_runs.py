"""helpers.labs.stuck_runs: what belongs to a run that does not return is found, and ended."""

import asyncio
import contextlib
import multiprocessing
import queue
import re
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.pool import ThreadPool

import psutil
import pytest

from helpers import machine
from helpers.labs import stuck_runs
from helpers.measure import places
from helpers.processes import coroutines, marks
from helpers.worker.stop_flag import StopFlag, Stopped
from helpers.worker.traced import Traced
from tests import tasks

pytestmark = pytest.mark.usefixtures("nothing_left")


def start(function):
    """Call a function in a thread; returns the thread once the function is on its way."""
    thread = threading.Thread(target=_quietly, args=(function,), daemon=True)
    thread.start()
    return thread


def _quietly(function):
    marks.mark_thread()  # as a lab's engine does
    try:
        function()
    except BaseException as error:
        print(f"{threading.current_thread().name}: {error!r}")


def go_round():
    """Wait for ever, in Python code."""
    while True:
        time.sleep(0.01)


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


def test_a_thread_that_leaves_late_is_waited_for_and_else_named_with_its_call(monkeypatch):
    """It is in no line of the reader's any more, as when a library still tidies up."""
    over = threading.Event()
    monkeypatch.setattr(stuck_runs, "_LEFT_WITHIN_S", 0.1)
    thread = threading.Thread(target=over.wait, args=(60,), name="tidies up", daemon=True)
    thread.start()
    until(lambda: places.call_in(thread).endswith(" of threading.py, wait"))
    told = stuck_runs.end_run(thread, stuck_runs.Before.now(), timeout_s=0.1)
    assert re.fullmatch(r"the thread tidies up, in line \d+ of threading.py, wait", told)
    monkeypatch.setattr(stuck_runs, "_LEFT_WITHIN_S", 60)
    threading.Timer(0.5, over.set).start()
    assert stuck_runs.end_run(thread, stuck_runs.Before.now(), timeout_s=0.1) == ""
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


def test_a_thread_that_has_left_its_task_is_not_told_as_going_on():
    """It was there before the run, and waits for the next task."""
    inside, calls, results = threading.Event(), queue.SimpleQueue(), queue.SimpleQueue()

    def loop(_):
        inside.set()
        go_round()

    def take_calls():
        while (call := calls.get()) is not None:
            try:
                results.put(call())
            except BaseException as error:
                results.put(error)

    taker = threading.Thread(target=take_calls)
    taker.start()
    try:
        with StopFlag() as stop:
            before, traced = stuck_runs.Before.now(), Traced(loop, stop)
            calls.put(lambda: traced(1))
            thread = start(go_round)
            assert inside.wait(60)
            assert stuck_runs.end_run(thread, before, stop, timeout_s=10) == ""
            assert isinstance(results.get(timeout=60), Stopped)
            assert taker.is_alive()
    finally:
        calls.put(None)
        taker.join(60)


@pytest.mark.skipif(not machine.gil_enabled(), reason="no thread is seen to import there")
def test_who_imports_is_not_interrupted_since_half_a_module_would_stay(tmp_path, monkeypatch):
    (tmp_path / "slow_to_import.py").write_text(
        "import time\nbegun = True\nfor _ in range(200): time.sleep(0.01)\nis_whole = True\n"
    )
    monkeypatch.syspath_prepend(tmp_path)
    found = []

    def imports():
        import slow_to_import  # noqa: PLC0415  it is imported by the run

        found.append(slow_to_import.is_whole)
        go_round()

    before = stuck_runs.Before.now()
    thread = start(imports)
    until(lambda: hasattr(sys.modules.get("slow_to_import"), "begun"))
    try:
        assert stuck_runs.end_run(thread, before, timeout_s=60) == ""
        assert found == [True]
    finally:
        sys.modules.pop("slow_to_import", None)


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


SLEEPS = [sys.executable, "-c", "import time; time.sleep(600)"]


def test_a_process_whose_thread_has_ended_is_ended_and_one_of_a_cell_is_not():
    before = stuck_runs.Before.now()
    of_a_cell, of_the_run = subprocess.Popen(SLEEPS), []
    has_ended = threading.Event()

    def run():
        starts = threading.Thread(target=lambda: of_the_run.append(subprocess.Popen(SLEEPS)))
        starts.start()
        starts.join()
        has_ended.set()
        of_the_run[0].wait()

    try:
        thread = start(run)
        assert has_ended.wait(60)
        assert of_the_run[0].pid in workers(before)
        assert stuck_runs.end_run(thread, before, timeout_s=30) == ""
        until(lambda: of_the_run[0].poll() is not None)
        assert of_a_cell.poll() is None or sys.platform != "linux"
    finally:
        for process in (of_a_cell, *of_the_run):
            process.kill()
            process.wait()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, no thread's processes are told")
def test_what_a_process_of_a_cell_or_of_a_readers_own_thread_starts_is_spared():
    code = f"import subprocess; subprocess.run({SLEEPS!r})"
    starts, started, go_on = [sys.executable, "-c", code], [], threading.Event()

    def start_later():
        go_on.wait(60)
        started.append(psutil.Popen(starts))

    of_a_thread = threading.Thread(target=start_later)
    of_a_thread.start()
    before = stuck_runs.Before.now()
    thread = start(go_round)
    try:
        started.append(psutil.Popen(starts))
        go_on.set()
        of_a_thread.join(60)
        until(lambda: all(process.children() for process in started))
        inner = [child for process in started for child in process.children()]
        assert len(inner) == 2
        assert workers(before) == set()
        assert stuck_runs.end_run(thread, before, timeout_s=30) == ""
        assert all(map(stuck_runs._is_running, [*started, *inner]))
    finally:
        for process in started:
            for child in process.children():
                child.kill()
            process.kill()
            process.wait()


LEAVES = """
import subprocess, sys
sleeps = [sys.executable, "-c", "import time; time.sleep(600)"]
options = {"stdout": subprocess.DEVNULL, "start_new_session": True}
print(subprocess.Popen(sleeps, **options).pid)
"""


def left_behind():
    """Start a process whose parent has ended, in a session of its own."""
    return psutil.Process(int(subprocess.check_output([sys.executable, "-c", LEAVES])))


def test_who_has_left_its_parent_is_ended_with_its_run_and_no_other_is():
    there = left_behind()
    before = stuck_runs.Before.now()
    of_a_cell, of_the_run = left_behind(), []

    def run():
        of_the_run.append(left_behind())
        go_round()

    try:
        thread = start(run)
        until(lambda: of_the_run)
        assert of_the_run[0].pid in workers(before)
        assert stuck_runs.end_run(thread, before, timeout_s=30) == ""
        assert not stuck_runs._is_running(of_the_run[0])
        assert stuck_runs._is_running(there)
        assert stuck_runs._is_running(of_a_cell) or sys.platform != "linux"
    finally:
        for process in (there, of_a_cell, *of_the_run):
            with contextlib.suppress(psutil.Error):
                process.kill()


def test_what_cannot_be_ended_is_named(monkeypatch):
    monkeypatch.setattr(psutil.Process, "kill", lambda process: None)
    before, of_the_run = stuck_runs.Before.now(), []

    def run():
        of_the_run.append(left_behind())
        go_round()

    try:
        thread = start(run)
        until(lambda: of_the_run)
        told = stuck_runs.end_run(thread, before, timeout_s=0.2)
        assert f"process {of_the_run[0].pid} (" in told
    finally:
        monkeypatch.undo()
        for process in of_the_run:
            process.kill()
    thread.join(30)


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
