"""helpers.labs.late_errors: of a run that was broken off nobody is told, of all else everybody."""

import asyncio
import gc
import logging
import subprocess
import sys
import threading

import pytest

from helpers.labs import late_errors, stuck_runs
from helpers.processes import coroutines
from tests.labs.test_stuck_runs import go_round, start, until

pytestmark = pytest.mark.usefixtures("nothing_left")
SLEEPS = [sys.executable, "-c", "import time; time.sleep(600)"]
PIPES = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)


@pytest.fixture
def told(monkeypatch, caplog):
    """What would come as raw text: of threads, of objects that are collected, of event loops."""
    told = []
    monkeypatch.setattr(threading, "excepthook", lambda died: told.append(died.thread))
    monkeypatch.setattr(sys, "unraisablehook", lambda found: told.append(found.object))
    handler = logging.Handler()
    handler.emit = told.append
    logging.getLogger("asyncio").addHandler(handler)
    yield told
    logging.getLogger("asyncio").removeHandler(handler)
    late_errors._coroutines.clear()


async def wait_for_a_process(begun):
    process = await asyncio.create_subprocess_exec(*SLEEPS, **PIPES)
    begun.set()
    await process.wait()


async def fails_later(begun):
    async def fails():
        raise ValueError("nobody awaits it")

    task = asyncio.create_task(fails())
    begun.set()
    await asyncio.sleep(600)
    return task


async def tidies_up_for_long(begun):
    async def tidy():
        try:
            begun.set()
            await asyncio.sleep(600)
        finally:
            await asyncio.sleep(600)

    await asyncio.create_task(tidy())


def in_a_loop_of_its_own(coroutine):
    """As some run their coroutines, who do not close the loop."""
    asyncio.new_event_loop().run_until_complete(coroutine)


CALLS = [coroutines.run, asyncio.run, in_a_loop_of_its_own]


@pytest.mark.parametrize(
    ("call", "main"),
    # asyncio.run would wait for what tidies up.
    [
        *((call, main) for call in CALLS for main in (wait_for_a_process, fails_later)),
        (in_a_loop_of_its_own, tidies_up_for_long),
    ],
)
def test_of_event_loops_of_a_run_that_was_ended_nothing_is_told(told, call, main):
    begun = threading.Event()
    before = stuck_runs.Before.now()
    thread = start(lambda: call(main(begun)))
    assert begun.wait(60)
    assert stuck_runs.end_run(thread, before, timeout_s=30) == ""
    thread.join(60)
    for _ in range(3):
        gc.collect()
    assert told == []


def test_of_a_run_that_ends_when_it_is_asked_to_nothing_is_told(told):
    begun, stop = threading.Event(), threading.Event()

    async def main():
        await asyncio.create_subprocess_exec(*SLEEPS, **PIPES)
        begun.set()
        while not stop.is_set():
            await asyncio.sleep(0.01)
        raise RuntimeError("stopped")

    before = stuck_runs.Before.now()
    thread = start(lambda: asyncio.run(main()))
    assert begun.wait(60)
    stuck_runs.expect_to_stop(thread, before)
    its = stuck_runs.processes_of(before)
    stop.set()
    thread.join(60)
    for process in its:
        process.kill()
    until(lambda: not any(map(stuck_runs._is_running, its)))
    gc.collect()
    assert told == []


class Breaks:
    """One of the reader's own, whose end fails."""

    def __init__(self, loop=None):
        self.loop = loop

    def __del__(self):
        raise ValueError("what a reader has to know")


def test_what_a_readers_own_objects_raise_is_told_during_and_after_a_stop(told):
    before = stuck_runs.Before.now()
    thread = start(go_round)
    around = [Breaks()]
    around.append(around)  # it is collected, not let go
    del around
    assert stuck_runs.end_run(thread, before, timeout_s=30) == ""
    assert told == [Breaks.__del__]  # by the collection at its end
    Breaks()
    assert told == [Breaks.__del__] * 2
    threading.Thread(target=Breaks).start()
    until(lambda: len(told) == 3)


def test_what_other_event_loops_leave_open_is_told(told):
    thread = start(go_round)
    assert stuck_runs.end_run(thread, stuck_runs.Before.now(), timeout_s=30) == ""

    async def main():
        task = asyncio.create_task(fails())
        await asyncio.sleep(0)
        del task

    async def fails():
        raise ValueError("nobody awaits it")

    asyncio.run(main())
    gc.collect()
    assert [record.exc_info[0] for record in told] == [ValueError]


def test_what_a_thread_of_an_ended_run_raises_is_told_by_nobody_and_of_others_all_is(told):
    fail = threading.Event()

    def fails():
        fail.wait(60)
        raise RuntimeError("the pool has ended")

    def run():
        manages.start()
        go_round()

    manages = threading.Thread(target=fails)
    before = stuck_runs.Before.now()
    thread = start(run)
    until(manages.is_alive)
    assert stuck_runs.end_run(thread, before, timeout_s=30) == ""
    of_a_cell = threading.Thread(target=fails)
    of_a_cell.start()
    fail.set()
    manages.join(60)
    of_a_cell.join(60)
    assert told == [of_a_cell]
