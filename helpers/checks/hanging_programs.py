"""The programs of `hangs`; each hangs for certain, whoever comes first."""

from typing import NamedTuple

__all__ = ["HARMLESS", "HERE", "MAIN", "PROGRAMS", "Program"]

MAIN = "the main program"
HERE = "  # HERE"  # marks the line of the thread that is asked for; it is not handed out
HARMLESS = ['name = "Ann"', "n_pages = 3", "total = 0", 'title = "The News"', "limits = [5, 10]"]


class Program(NamedTuple):
    """A program that hangs.

    Attributes
    ----------
    who : str
        The name of the thread that is asked for.
    text : str
    why : str
    """

    who: str
    text: str
    why: str


_TWO_LOCKS = """
import threading

pen, paper = threading.Lock(), threading.Lock()
both_hold_one = threading.Barrier(2)


def write(first, second):
    with first:
        both_hold_one.wait()
        with second:  # HERE
            return "written"


ann = threading.Thread(target=write, args=(pen, paper), name="ann")
bob = threading.Thread(target=write, args=(paper, pen), name="bob")
ann.start()
bob.start()
ann.join()
bob.join()
"""
_NO_END = """
import queue
import threading

pages = queue.Queue()


def read():
    while True:
        page = pages.get()  # HERE
        if page is None:
            break


reader = threading.Thread(target=read, name="reader")
reader.start()
for number in range(3):
    pages.put(number)
reader.join()
"""
_SAME_LOCK = """
import threading

lock = threading.Lock()
balance = 10


def add(amount):
    global balance
    with lock:  # HERE
        balance += amount


def double():
    with lock:
        add(balance)


clerk = threading.Thread(target=double, name="clerk")
clerk.start()
clerk.join()
"""
_NOT_RELEASED = """
import threading

lock = threading.Lock()


def convert(text):
    lock.acquire()
    number = int(text)
    lock.release()
    return number


def all_of(texts):
    for text in texts:
        try:
            convert(text)  # a text that is no number is left out
        except ValueError:
            pass


clerk = threading.Thread(target=all_of, args=(["1", "two", "3"],), name="clerk")
clerk.start()
clerk.join()
"""
_TOO_FEW_COME = """
import threading

together = threading.Barrier(3)


def walk(name):
    steps = 5
    together.wait()  # HERE
    return steps


ann = threading.Thread(target=walk, args=("Ann",), name="ann")
bob = threading.Thread(target=walk, args=("Bob",), name="bob")
ann.start()
bob.start()
ann.join()
bob.join()
"""
_EVENT_CLEARED = """
import threading

ready = threading.Event()
ready.set()
ready.clear()


def begin():
    ready.wait()  # HERE
    return "begun"


runner = threading.Thread(target=begin, name="runner")
runner.start()
runner.join()
"""
_FULL_PIPE = """
import multiprocessing

pages = multiprocessing.Queue()
page = "x" * 10_000_000
worker = multiprocessing.Process(target=pages.put, args=(page,))
worker.start()
worker.join()  # HERE
print(len(pages.get()))
"""
_NOTHING_PUT = """
import multiprocessing

results = multiprocessing.Queue()
worker = multiprocessing.Process(target=pow, args=(2, 10))
worker.start()
worker.join()
result = results.get()  # HERE
print(result)
"""
_LOCK_HELD = """
import multiprocessing

lock = multiprocessing.Lock()
worker = multiprocessing.Process(target=lock.__enter__)  # takes the lock
with lock:
    worker.start()
    worker.join()  # HERE
print("done")
"""
_END_IS_OPEN = """
import multiprocessing

receiver, sender = multiprocessing.Pipe(duplex=False)
worker = multiprocessing.Process(target=sender.send, args=("a page",))
worker.start()
pages = []
try:
    while True:
        page = receiver.recv()  # HERE
        pages.append(page)
except EOFError:
    print(len(pages), "pages")
"""
_BARRIER = """
import multiprocessing

together = multiprocessing.Barrier(3)
worker = multiprocessing.Process(target=together.wait)
worker.start()
together.wait()  # HERE
worker.join()
"""
_NOT_DONE = """
import multiprocessing

pages = multiprocessing.JoinableQueue()
pages.put("a page")
pages.put("another page")
worker = multiprocessing.Process(target=pages.get)
worker.start()
worker.join()
pages.join()  # HERE
print("all pages are done")
"""

PROGRAMS = {
    "thread": [
        Program("ann", _TWO_LOCKS, "Two threads take the same two locks in different orders."),
        Program("reader", _NO_END, "Nobody puts what would tell the thread that no more comes."),
        Program("clerk", _SAME_LOCK, "A thread asks for a lock that it holds itself, further up."),
        Program(
            "clerk",
            _NOT_RELEASED.replace("    lock.acquire()", f"    lock.acquire(){HERE}"),
            "A lock is not given back, because an error came between.",
        ),
        Program("ann", _TOO_FEW_COME, "It waits for more threads than there are."),
        Program("runner", _EVENT_CLEARED, "What it waits for was set too early, and taken back."),
    ],
    "process": [
        Program(MAIN, _FULL_PIPE, "The worker ends only when somebody takes what it has put."),
        Program(
            MAIN, _NOTHING_PUT, "What the worker returns goes nowhere, and nobody puts anything."
        ),
        Program(MAIN, _LOCK_HELD, "The worker waits for a lock that the main program holds."),
        Program(
            MAIN, _END_IS_OPEN, "The end of the messages never shows: somebody could still send."
        ),
        Program(MAIN, _BARRIER, "It waits for more processes than there are."),
        Program(MAIN, _NOT_DONE, "Nobody says that what was taken is done with."),
    ],
}
