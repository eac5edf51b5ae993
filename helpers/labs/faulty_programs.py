"""The programs of the lab on faults: each has one, whoever comes first, and on any machine."""

from typing import NamedTuple

__all__ = ["FAULTS", "PROGRAMS", "Program"]

FAULTS = (
    "deadlock",
    "starved pool",
    "blocked loop",
    "lost exception",
    "straggler",
    "memory that grows",
)


class Program(NamedTuple):
    """A program with a fault.

    Attributes
    ----------
    fault : str
        One of `FAULTS`.
    text : str
    remedy : str
        What mends it, in a sentence.
    """

    fault: str
    text: str
    remedy: str


_STRAGGLER = """\
from concurrent.futures import ThreadPoolExecutor

from helpers.worker.slow_pages import fetch

seconds = [0.1, 0.15, 0.1, 0.2, 0.1, 0.15, 1.6]


def read(page_s):
    return fetch(page_s)


with ThreadPoolExecutor(3, thread_name_prefix="worker") as pool:
    pages = list(pool.map(read, seconds))
"""
_DEADLOCK = """\
from threading import Barrier, Lock, Thread

from helpers.worker.slow_pages import fetch

accounts, journal = Lock(), Lock()
both_hold_one = Barrier(2)


def book(first, second):
    fetch(0.2)
    with first:
        both_hold_one.wait()
        with second:
            fetch(0.2)


ann = Thread(target=book, args=(accounts, journal), name="ann")
bob = Thread(target=book, args=(journal, accounts), name="bob")
ann.start()
bob.start()
ann.join()
bob.join()
"""
_BLOCKED = """\
import asyncio
import time

from helpers import workloads
from helpers.worker.slow_pages import fetch_in_loop


async def read():
    for _ in range(8):
        await fetch_in_loop(0.05)


async def report():
    await asyncio.sleep(0.3)
    end_s = time.perf_counter() + 1.2
    while time.perf_counter() < end_s:
        workloads.count_primes(1_000)


async def main():
    await asyncio.gather(read(), read(), report())


asyncio.run(main())
"""
_GROWS = """\
from helpers.worker.slow_pages import fetch

pages = {}


def read(number):
    if number not in pages:
        pages[number] = fetch(0.06) * 700_000
    return len(pages[number])


for number in range(25):
    read(number)
"""
_STARVED = """\
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

from helpers.worker.slow_pages import fetch

pool = ThreadPoolExecutor(2, thread_name_prefix="worker")
both_have_begun = Barrier(2)


def read_chapter(number):
    return fetch(0.1)


def read_book(number):
    both_have_begun.wait()
    fetch(0.2)
    chapters = [pool.submit(read_chapter, i) for i in range(3)]
    return [chapter.result() for chapter in chapters]


books = [pool.submit(read_book, number) for number in range(2)]
pages = [book.result() for book in books]
"""
_LOST = """\
from queue import Queue
from threading import Thread

from helpers.worker.slow_pages import fetch

tasks, results = Queue(), Queue()
sizes = [4, 2, 5, 0, 1, 3]


def work():
    while True:
        size = tasks.get()
        fetch(0.15)
        results.put(60 / size)


for number in range(2):
    Thread(target=work, name=f"reader {number}", daemon=True).start()
for size in sizes:
    tasks.put(size)
found = [results.get() for _ in sizes]
"""

PROGRAMS = {  # by the name that a reader chooses; in another order than the faults
    "A": Program(
        "straggler",
        _STRAGGLER,
        "Hand the longest task over first, or cut it into parts.",
    ),
    "B": Program(
        "deadlock",
        _DEADLOCK,
        "Let all threads take the locks in one order.",
    ),
    "C": Program(
        "lost exception",
        _LOST,
        "Let a worker catch what a task raises, and hand it over in place of a result.",
    ),
    "D": Program(
        "memory that grows",
        _GROWS,
        "Keep no more than you need: give a cache a limit, as functools.lru_cache has one.",
    ),
    "E": Program(
        "starved pool",
        _STARVED,
        "Let no task wait for tasks of its own pool: give the inner ones a pool of theirs.",
    ),
    "F": Program(
        "blocked loop",
        _BLOCKED,
        "Give what computes to another process: loop.run_in_executor with a process pool.",
    ),
}
