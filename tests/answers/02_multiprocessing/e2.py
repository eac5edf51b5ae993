# %% [markdown]
# # Answers to exercise 2 of 02_multiprocessing
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return pool.map(task, inputs)


# %% right: by apply_async
import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        results = [pool.apply_async(task, (value,)) for value in inputs]
        return [result.get() for result in results]


# %% wrong, keeps 0: results as they come
import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return list(pool.imap_unordered(task, inputs))


# %% wrong, keeps 0: a pool that is never used
import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers):
        return [task(value) for value in inputs]


# %% wrong, keeps 1: one call at a time
import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return [pool.apply(task, (value,)) for value in inputs]


# %% wrong, keeps 1: one worker
import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(1) as pool:
        return pool.map(task, inputs)


# %% wrong, keeps 0: results that are not fetched
import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return [pool.apply_async(task, (value,)) for value in inputs]


# %% wrong, keeps 0: nothing is returned
import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        pool.map(task, inputs)


# %% wrong, keeps 0: threads
from multiprocessing.pool import ThreadPool


def map_in_pool(task, inputs, n_workers):
    with ThreadPool(n_workers) as pool:
        return pool.map(task, inputs)


# %% wrong, keeps 0: a function of the cell, which workers may not find
import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return pool.map(lambda value: task(value), inputs)


# %% wrong, keeps 1: more workers than were asked for
import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(8) as pool:
        return pool.map(task, inputs, chunksize=1)


# %% wrong, keeps 1: three workers, whatever was asked for
import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(3) as pool:
        return pool.map(task, inputs, chunksize=1)


# %% wrong, keeps 1: five workers, whatever was asked for
import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(5) as pool:
        return pool.map(task, inputs, chunksize=1)


# %% wrong, keeps 0: promises in place of results
import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        promises = [pool.apply_async(task, (value,)) for value in inputs]
        pool.close()
        pool.join()
        return promises


# %% wrong, keeps 0: an iterator in place of results
import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return pool.imap(task, inputs)


# %% right: inputs are emptied when they have been sent
import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        promises = [pool.apply_async(task, (value,)) for value in inputs]
        inputs.clear()
        return [promise.get() for promise in promises]


# %% right: a submodule, in a function in a function
import multiprocessing.pool


def map_in_pool(task, inputs, n_workers):
    def pool_of(n):
        return multiprocessing.pool.Pool(n)

    with pool_of(n_workers) as pool:
        return pool.map(task, inputs, chunksize=1)


# %% right: a lock at the level of the cell, which changes nothing
import multiprocessing

printing = multiprocessing.Lock()


def call_and_print(task, value):
    result = task(value)
    with printing:
        print(value, flush=True)
    return result


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return pool.starmap(call_and_print, [(task, value) for value in inputs], chunksize=1)


# %% right: a function of the notebook, and a start method chosen
import multiprocessing

multiprocessing.set_start_method("spawn", force=True)


def call(job):
    task, value = job
    return task(value)


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return pool.map(call, [(task, value) for value in inputs], chunksize=1)


# %% right: a pool of a context, whatever the given one does
import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.get_context("spawn").Pool(processes=n_workers) as pool:
        return [*pool.imap(task, inputs, chunksize=1)]


# %% right: a partial of a function of the cell, and results in a deque
import collections
import functools
import multiprocessing as mp


def _call(function, value):
    return function(value)


def map_in_pool(task, inputs, n_workers):
    results = collections.deque(maxlen=len(inputs))
    with mp.Pool(n_workers) as pool:
        results.extend(pool.map(functools.partial(_call, task), inputs, 1))
    return list(results)


# %% right: starmap over a generator, and NumPy's numbers
import multiprocessing

import numpy as np


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(np.int64(n_workers)) as main:
        return list(map(np.int64, main.starmap(task, ((v,) for v in inputs), chunksize=1)))


# %% right: a dataclass travels there and back
import multiprocessing
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Job:
    place: int
    value: Any


class Work:
    def __init__(self, task):
        self.task = task

    def __call__(self, job):
        return Job(job.place, self.task(job.value))


def map_in_pool(task, inputs, n_workers):
    jobs = [Job(i, v) for i, v in enumerate(inputs)]
    with multiprocessing.Pool(n_workers) as pool:
        done = sorted(pool.imap_unordered(Work(task), jobs), key=lambda job: job.place)
    return [job.value for job in done]


# %% wrong, keeps 0: computed in the pool, and again here
import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        pool.map(task, inputs)
    return [task(value) for value in inputs]


# %% wrong, keeps 1: computed twice in the pool
import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        pool.map(task, inputs, 1)
        return pool.map(task, inputs, 1)


# %% wrong, keeps 1: a process for each input, behind a semaphore
import multiprocessing


def _run(task, value, i, places, out):
    with places:
        out.put((i, task(value)))


def map_in_pool(task, inputs, n_workers):
    places, out = multiprocessing.Semaphore(n_workers), multiprocessing.Queue()
    started = [
        multiprocessing.Process(target=_run, args=(task, v, i, places, out))
        for i, v in enumerate(inputs)
    ]
    for each in started:
        each.start()
    found = dict(out.get() for _ in inputs)
    for each in started:
        each.join()
    return [found[i] for i in range(len(inputs))]


# %% wrong, keeps 1: a loop here where there is one worker only
import multiprocessing


def map_in_pool(task, inputs, n_workers):
    if n_workers < 2:
        return [task(value) for value in inputs]
    with multiprocessing.Pool(n_workers) as pool:
        return pool.map(task, inputs, chunksize=1)


# %% wrong, keeps 1: a lock around each call
import multiprocessing

_gate = None


def _take(gate):
    global _gate
    _gate = gate


def _locked(pair):
    with _gate:
        return pair[0](pair[1])


def map_in_pool(task, inputs, n_workers):
    gate = multiprocessing.Lock()
    with multiprocessing.Pool(n_workers, _take, (gate,)) as pool:
        return pool.map(_locked, [(task, v) for v in inputs], 1)


# %% right: a function of the notebook with a default that is a class, and a start method set in the cell
import multiprocessing

multiprocessing.set_start_method("spawn", force=True)


class Limits:
    low = 0

    @staticmethod
    def checked(result):
        assert result >= Limits.low
        return result


def call(task, value, limits=Limits):
    return limits.checked(task(value))


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return pool.starmap(call, [(task, value) for value in inputs], 1)
