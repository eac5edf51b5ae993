"""helpers.processes.coroutines: run to the end anywhere; sessions left open are told."""

import asyncio
import contextlib
import gc
import os
import signal
import threading
import time

import aiohttp
import pytest

from helpers import measure
from helpers.processes import coroutines
from tests import tasks


async def leaves_a_session_open(task, inputs, n_workers):
    session = aiohttp.ClientSession()
    assert not session.closed
    return [await task(value) for value in inputs]


async def closes_its_session(task, inputs, n_workers):
    async with aiohttp.ClientSession():
        return [await task(value) for value in inputs]


@pytest.mark.filterwarnings("ignore:Unclosed:ResourceWarning")
def test_a_session_left_open_is_told_and_the_next_run_works():
    with pytest.raises(measure.RunError, match=r"left a client session open; use .*async with"):
        measure.sweep(leaves_a_session_open, tasks.square_later, [1, 2], 1, n_rounds=1)
    m = measure.sweep(closes_its_session, tasks.square_later, [1, 2], 1, n_rounds=1)
    assert m.results == [1, 4]


@pytest.mark.filterwarnings("ignore:Unclosed:ResourceWarning")
def test_a_task_that_leaves_a_session_open_is_told():
    async def leave_open(value):
        session = aiohttp.ClientSession()
        return session.closed

    with pytest.raises(measure.RunError, match=r"inputs\[0\], 1: LeftOpenError: .*async with"):
        measure.sweep(closes_its_session, leave_open, [1, 2], 1, n_rounds=1)


def test_it_runs_inside_a_running_loop():
    async def main():
        return coroutines.run(tasks.square_later(3))

    assert asyncio.run(main()) == 9
    assert coroutines.run(tasks.square_later(4)) == 16


@pytest.mark.parametrize("inside", [False, True])
def test_errors_come_out(inside):
    async def fails():
        raise KeyError("x")

    async def main():
        coroutines.run(fails())

    with pytest.raises(KeyError):
        asyncio.run(main()) if inside else coroutines.run(fails())


def test_other_messages_of_the_loop_are_passed_on(caplog):
    async def main():
        asyncio.get_running_loop().call_exception_handler({"message": "something else"})
        return 1

    assert coroutines.run(main()) == 1
    assert "something else" in caplog.text


@pytest.mark.parametrize("is_cancelled", [True, False])
def test_what_tasks_raise_that_nobody_awaits_is_told_unless_all_was_cancelled(caplog, is_cancelled):
    is_inside, ended = threading.Event(), []

    async def fails():
        try:
            await asyncio.sleep(600)
        finally:
            raise RuntimeError("on the way out")

    async def main():
        task = asyncio.create_task(fails())
        await asyncio.sleep(0)  # it has begun
        is_inside.set()
        if is_cancelled:
            await asyncio.sleep(600)
        return task

    def run():
        with contextlib.suppress(asyncio.CancelledError):
            coroutines.run(main())
        ended.append(True)

    thread = threading.Thread(target=run)
    thread.start()
    assert is_inside.wait(60)
    if is_cancelled:
        coroutines.cancel(thread)
    thread.join(60)
    assert ended
    assert ("on the way out" in caplog.text) is not is_cancelled


@pytest.mark.skipif(os.name == "nt", reason="an interrupt is a signal")
def test_an_interrupt_waits_until_the_coroutine_has_ended():
    ended = []

    async def long():
        threading.Timer(0.2, os.kill, (os.getpid(), signal.SIGINT)).start()
        try:
            await asyncio.sleep(60)
        finally:
            time.sleep(0.3)
            ended.append(True)

    async def inside():
        with pytest.raises(KeyboardInterrupt):
            coroutines.run(long())
        assert ended

    loop = asyncio.new_event_loop()  # asyncio.run would handle the signal itself; a kernel does not
    before = signal.signal(signal.SIGINT, signal.default_int_handler)  # a background job ignores it
    try:
        loop.run_until_complete(inside())
    finally:
        signal.signal(signal.SIGINT, before)
        loop.close()


def test_what_is_left_unawaited_ends_with_its_loop_and_without_a_word(caplog):
    async def main():
        return asyncio.gather(asyncio.sleep(600))

    with pytest.raises(asyncio.CancelledError):
        coroutines.run(main()).result()
    gc.collect()
    assert not caplog.records


def test_one_that_is_cancelled_before_its_loop_begins_ends_at_what_it_awaits():
    reached = []

    async def waits():
        reached.append("begun")
        await asyncio.Event().wait()

    async def with_a_limit(watched):
        await asyncio.wait_for(watched.main(), 60)

    watched = coroutines._Watched(waits())
    watched.cancel()
    with pytest.raises(asyncio.CancelledError):
        asyncio.run(with_a_limit(watched))
    assert reached == ["begun"]
