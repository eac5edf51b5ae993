"""helpers.worker.loop_steps: whatever blocks an event loop is seen, and what only takes its turn is not."""

import asyncio
import queue
import select
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from helpers import checks
from helpers.worker import loop_steps


def compute_until_it_is_time():
    until = time.monotonic() + 0.5
    while time.monotonic() < until:
        pass


def ask_the_network():
    one, other = socket.socketpair()
    with one, other:
        select.select([one], [], [], 0.1)


def run_in_a_thread():
    thread = threading.Thread(target=time.sleep, args=(0.1,))
    thread.start()
    thread.join()


def leave_a_pool_that_works():
    with ThreadPoolExecutor(1) as pool:
        pool.submit(time.sleep, 0.1)


def wait_for_a_queue():
    with pytest.raises(queue.Empty):
        queue.Queue().get(timeout=0.1)


BLOCKING = {
    "an event": lambda: threading.Event().wait(0.5),
    "an event, not for long": lambda: threading.Event().wait(0.02),
    "a program": lambda: subprocess.run([sys.executable, "-c", "pass"], check=True) and None,
    "a sum": lambda: sum(range(3_000_000)) and None,
    "a sleep": lambda: time.sleep(0.01),
    "a loop": compute_until_it_is_time,
    "a queue": wait_for_a_queue,
    "the network": ask_the_network,
    "a thread": run_in_a_thread,
    "a pool": leave_a_pool_that_works,
}


async def import_late():
    import decimal  # noqa: PLC0415

    return decimal


async def start_a_program():
    program = await asyncio.create_subprocess_exec(sys.executable, "-c", "pass")
    await program.wait()


async def leave_a_pool_that_is_done():
    with ThreadPoolExecutor(3) as pool:
        futures = [asyncio.wrap_future(pool.submit(time.sleep, 0.02)) for _ in range(3)]
        await asyncio.gather(*futures)


AWAITED = {
    "nothing": lambda: asyncio.sleep(0),
    "a thread": lambda: asyncio.to_thread(threading.Event().wait, 0.1),
    "much work in a thread": lambda: asyncio.to_thread(sum, range(3_000_000)),
    "an import": import_late,
    "a program": start_a_program,
    "a pool": leave_a_pool_that_is_done,
}


def watch(call):
    async def each(value):
        found = call()
        if hasattr(found, "__await__"):
            await found
        return -value

    async def scenario(probe):
        task = probe.task(each, meet=3)
        return await asyncio.gather(*map(task, [1, 2, 3]))

    return checks.observe(scenario)


@pytest.mark.parametrize("call", BLOCKING.values(), ids=BLOCKING)
def test_what_blocks_the_loop_is_seen(call):
    seen = watch(call)
    assert seen.returned([-1, -2, -3]).holds
    assert "ran on the event loop" in seen.loop_kept_beating().sentence


@pytest.mark.parametrize("call", AWAITED.values(), ids=AWAITED)
def test_what_is_awaited_blocks_nothing(call):
    seen = watch(call)
    assert seen.returned([-1, -2, -3]).holds
    assert seen.loop_kept_beating().holds, seen.loop_kept_beating()


TURN_S = 0.005  # the switch interval


@pytest.mark.parametrize(
    ("asleep_s", "n_sleeps", "others_s", "blocks"),
    [
        (TURN_S * 1.2 * 13, 13, 0.0, False),  # turns, and the system's own delay
        (0.120, 13, 0.060, False),  # turns on a busy machine, as seen
        (0.120, 13, 0.0, True),  # nobody had the turn that it might have waited for
        (0.010, 1, 0.0, True),  # a short sleep
        (0.060, 1, 0.060, True),  # the result of a thread that computes
        (0.0, 0, 0.060, False),
    ],
)
def test_a_wait_for_a_turn_is_told_from_another_by_how_long_its_sleeps_are(
    monkeypatch, asleep_s, n_sleeps, others_s, blocks
):
    monkeypatch.setattr(sys, "getswitchinterval", lambda: TURN_S)
    used = loop_steps._Use(0.0, asleep_s, n_sleeps, others_s)
    assert (loop_steps._blocks(used) == loop_steps._WAITED) == blocks
