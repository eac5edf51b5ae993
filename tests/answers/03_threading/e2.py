# %% [markdown]
# # Answers to exercise 2 of 03_threading
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
import threading


def fetch_all(task, inputs):
    results = [None] * len(inputs)

    def work(i):
        results[i] = task(inputs[i])

    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(inputs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# %% wrong, keeps 0: each thread looks at i when it is too late
import threading


def fetch_all(task, inputs):
    results = [None] * len(inputs)
    ts = []
    for i in range(len(inputs)):
        ts.append(threading.Thread(target=lambda: results.__setitem__(i, task(inputs[i]))))
    for t in ts:
        t.start()
    for t in ts:
        t.join()
    return results


# %% wrong, keeps 1: each is joined before the next starts
import threading


def fetch_all(task, inputs):
    results = [None] * len(inputs)

    def work(i):
        results[i] = task(inputs[i])

    for i in range(len(inputs)):
        thread = threading.Thread(target=work, args=(i,))
        thread.start()
        thread.join()
    return results


# %% wrong, keeps 0: nobody is joined
import threading


def fetch_all(task, inputs):
    results = [None] * len(inputs)

    def work(i):
        results[i] = task(inputs[i])

    for i in range(len(inputs)):
        threading.Thread(target=work, args=(i,)).start()
    return results


# %% wrong, keeps 0: results in the order in which they come
import threading


def fetch_all(task, inputs):
    results = []
    threads = [
        threading.Thread(target=lambda value=value: results.append(task(value))) for value in inputs
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# %% wrong, keeps 0: work is called in place of being handed over
import threading


def fetch_all(task, inputs):
    results = [None] * len(inputs)

    def work(i):
        results[i] = task(inputs[i])

    threads = [threading.Thread(target=work(i)) for i in range(len(inputs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# %% wrong, keeps 0: run in place of start
import threading


def fetch_all(task, inputs):
    results = [None] * len(inputs)

    def work(i):
        results[i] = task(inputs[i])

    for i in range(len(inputs)):
        threading.Thread(target=work, args=(i,)).run()
    return results


# %% wrong, keeps 0: a loop
def fetch_all(task, inputs):
    return [task(value) for value in inputs]


# %% wrong, keeps 0: nothing is returned
import threading


def fetch_all(task, inputs):
    threads = [threading.Thread(target=task, args=(value,)) for value in inputs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 0: a pool in place of threads
from concurrent.futures import ThreadPoolExecutor


def fetch_all(task, inputs):
    with ThreadPoolExecutor(len(inputs)) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 0: a pool of multiprocessing's
from multiprocessing.pool import ThreadPool


def fetch_all(task, inputs):
    with ThreadPool(len(inputs)) as pool:
        return pool.map(task, inputs, chunksize=1)


# %% wrong, keeps 0: threads for show, beside a pool
import threading
from concurrent.futures import ThreadPoolExecutor


def fetch_all(task, inputs):
    threads = [threading.Thread(target=print) for _ in inputs]
    for thread in threads:
        thread.start()
    with ThreadPoolExecutor(len(inputs)) as pool:
        results = list(pool.map(task, inputs))
    for thread in threads:
        thread.join()
    return results


# %% right: a class of threads
import threading


class Fetch(threading.Thread):
    def __init__(self, task, value):
        super().__init__()
        self.task, self.value = task, value

    def run(self):
        self.result = self.task(self.value)


def fetch_all(task, inputs):
    threads = [Fetch(task, value) for value in inputs]
    list(map(threading.Thread.start, threads))
    list(map(threading.Thread.join, threads))
    return [thread.result for thread in threads]


# %% right: inputs are emptied
import threading


def fetch_all(task, inputs):
    results, threads = {}, []
    values = list(inputs)
    inputs.clear()

    def work(i):
        results[i] = task(values[i])

    for i in range(len(values)):
        threads.append(threading.Thread(target=work, args=(i,)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    return [results[i] for i in range(len(values))]


# %% right: timers of no seconds
import threading


def fetch_all(task, inputs):
    results = {}

    def work(i, value):
        results[i] = task(value)

    main = [threading.Timer(0, work, (i, v)) for i, v in enumerate(inputs)]
    for each in main:
        each.start()
    for each in main:
        each.join()
    return [results[i] for i in range(len(main))]


# %% right: a decorator that starts a thread, results in a data class
from __future__ import annotations

import functools
import threading as th
from dataclasses import dataclass, field


@dataclass(slots=True)
class Promise:
    thread: th.Thread | None = None
    got: list = field(default_factory=list)

    def wait(self):
        self.thread.join()
        return self.got.pop()


def in_thread(function):
    @functools.wraps(function)
    def start(*args) -> Promise:
        promise = Promise()
        promise.thread = th.Thread(target=lambda: promise.got.append(function(*args)), daemon=True)
        promise.thread.start()
        return promise

    return start


def fetch_all(task, inputs):
    promises = [*map(in_thread(lambda v: task(v)), inputs)]
    return [promise.wait() for promise in promises]


# %% wrong, keeps 0: threads of the low-level module
import _thread


def fetch_all(task, inputs):
    results, ends = [None] * len(inputs), []

    def work(i, end):
        results[i] = task(inputs[i])
        end.release()

    for i in range(len(inputs)):
        end = _thread.allocate_lock()
        end.acquire()
        ends.append(end)
        _thread.start_new_thread(work, (i, end))
    for end in ends:
        end.acquire()
    return results


# %% wrong, keeps 0: the loop's threads
import asyncio
import threading


def fetch_all(task, inputs):
    async def main():
        return await asyncio.gather(*(asyncio.to_thread(task, value) for value in inputs))

    found = []
    thread = threading.Thread(target=lambda: found.extend(asyncio.run(main())))
    thread.start()
    thread.join()
    return found


# %% wrong, keeps 1: a lock around each call
import threading


def fetch_all(task, inputs):
    results, gate = [None] * len(inputs), threading.Lock()

    def work(i):
        with gate:
            results[i] = task(inputs[i])

    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(inputs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# %% wrong, keeps 1: each thread calls twice
import threading


def fetch_all(task, inputs):
    results = [None] * len(inputs)

    def work(i):
        if task(inputs[i]) is not None:
            results[i] = task(inputs[i])

    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(inputs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# %% wrong, keeps 0: the caller does the last one
import threading


def fetch_all(task, inputs):
    results = [None] * len(inputs)

    def work(i):
        results[i] = task(inputs[i])

    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(inputs) - 1)]
    for thread in threads:
        thread.start()
    work(len(inputs) - 1)
    for thread in threads:
        thread.join()
    return results
