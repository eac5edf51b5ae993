"""helpers.worker.watched_child: it tells what the threads of a program do, and ends when it should."""

import contextlib
import itertools
import json
import subprocess
import sys

import pytest

from helpers.worker.noted_waits import LOCK, NETWORK, OTHERS, QUEUE, RUNS
from helpers.worker.watched_child import MAIN

MOST_LOOKS = 3000  # a minute or more


@contextlib.contextmanager
def started(text):
    """Start the child with a program; yield it, and an iterator over its looks."""
    command = [sys.executable, "-m", "helpers.worker.watched_child"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, text=True, **pipes) as child:
        try:
            child.stdin.write(json.dumps(text) + "\n")
            child.stdin.flush()
            yield child, map(json.loads, child.stdout)
        finally:
            child.kill()


def looks_of(text):
    with started(text) as (_, looks):
        return list(looks)


def first(looks, is_it):
    """Return the threads of the first look that is meant, by their names."""
    for look in itertools.islice(looks, MOST_LOOKS):
        seen = {thread["name"]: thread for thread in look["threads"]}
        if is_it(seen):
            return seen
    return pytest.fail(f"it never came to that: {seen}")


WITH_ANOTHER = """\
import threading, time

def rest():
    time.sleep(1)

threading.Thread(target=rest, name="other").start()
print("main is done")
"""


def test_it_looks_until_the_last_thread_has_ended():
    looks = looks_of(WITH_ANOTHER)
    assert [look["is_over"] for look in looks] == [False] * (len(looks) - 1) + [True]
    assert looks[-1]["threads"] == []
    alone = [look["threads"] for look in looks if len(look["threads"]) == 1]
    assert ("other", 4) in {(t["name"], t["line"]) for (t,) in alone}
    times_s = [look["at_s"] for look in looks]
    assert times_s == sorted(times_s)


WAITING = """\
import queue, threading
from concurrent.futures import ThreadPoolExecutor
from helpers.worker.slow_pages import fetch

lock = threading.Lock()
lock.acquire()
pool = ThreadPoolExecutor(1, thread_name_prefix="pool")
pool.submit(abs, -1).result()

def compute():
    while True:
        pass

rests = threading.Thread(target=threading.Event().wait, name="event", daemon=True)
rests.start()
calls = {
    "locked": lock.acquire,
    "queued": queue.Queue().get,
    "joins": rests.join,
    "fetches": lambda: fetch(600),
    "computes": compute,
}
for name, call in calls.items():
    threading.Thread(target=call, name=name, daemon=True).start()
"""
STATES = {
    "locked": LOCK,
    "queued": QUEUE,
    "joins": OTHERS,
    "event": OTHERS,
    "fetches": NETWORK,
    "computes": RUNS,
    "pool_0": QUEUE,
}


def test_each_wait_is_called_by_its_name_and_the_child_ends_with_its_input():
    with started(WAITING) as (child, looks):
        seen = first(looks, lambda seen: {n: t["state"] for n, t in seen.items()} == STATES)
        assert [name for name, t in seen.items() if t["is_in_pool"]] == ["pool_0"]
        child.stdin.close()
        assert child.wait(timeout=60) == 1


HELD = """\
import threading

one, other = threading.Lock(), threading.Lock()
both = threading.Barrier(2)

def take(first, second):
    with first:
        both.wait()
        with second:
            pass

threading.Thread(target=take, args=(one, other), name="ann", daemon=True).start()
threading.Thread(target=take, args=(other, one), name="bob", daemon=True).start()
"""


def test_who_holds_a_lock_is_told_and_in_which_line_is_waited():
    with started(HELD) as (_, looks):
        seen = first(looks, lambda seen: [t["state"] for t in seen.values()] == [LOCK, LOCK])
    assert seen["ann"]["holder"] == seen["bob"]["number"]
    assert seen["bob"]["holder"] == seen["ann"]["number"]
    assert {t["line"] for t in seen.values()} == {9}


IN_A_LOOP = """\
import asyncio
from helpers.worker.slow_pages import fetch_in_loop

asyncio.run(fetch_in_loop(0.3))
"""


def test_an_event_loop_is_known_and_waits_for_the_network():
    states = {
        (t["name"], t["has_loop"], t["state"])
        for look in looks_of(IN_A_LOOP)
        for t in look["threads"]
    }
    assert (MAIN, True, NETWORK) in states


def test_an_error_that_ends_a_thread_is_told():
    last = looks_of("1 / 0\n")[-1]
    assert list(last["errors"].values()) == ["ZeroDivisionError: division by zero"]
    assert last["is_over"]
