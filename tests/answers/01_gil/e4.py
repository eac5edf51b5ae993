# %% [markdown]
# # Answers to exercise 4 of 01_gil
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
from concurrent.futures import ProcessPoolExecutor


def compute_all(task, inputs, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        return list(pool.map(task, inputs))


# %% right: by a multiprocessing.Pool
import multiprocessing


def compute_all(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        results = pool.map(task, inputs, chunksize=1)
        pool.close()
        pool.join()
    return results


# %% wrong, keeps 0: results as they come from a Pool
import multiprocessing


def compute_all(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return list(pool.imap_unordered(task, inputs))


# %% wrong, keeps 0: threads
from concurrent.futures import ThreadPoolExecutor


def compute_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 0: a loop
def compute_all(task, inputs, n_workers):
    return [task(value) for value in inputs]


# %% wrong, keeps 0: a pool that is never used
from concurrent.futures import ProcessPoolExecutor


def compute_all(task, inputs, n_workers):
    with ProcessPoolExecutor(n_workers):
        return [task(value) for value in inputs]


# %% wrong, keeps 0: results dropped
from concurrent.futures import ProcessPoolExecutor


def compute_all(task, inputs, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        pool.map(task, inputs)


# %% wrong, keeps 0: results as they come
from concurrent.futures import ProcessPoolExecutor, as_completed


def compute_all(task, inputs, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
        return [future.result() for future in as_completed(futures)]


# %% wrong, keeps 0: a hard-coded answer
def compute_all(task, inputs, n_workers):
    return [3, 1, 2]


# %% wrong, keeps 0: one worker
from concurrent.futures import ProcessPoolExecutor


def compute_all(task, inputs, n_workers):
    with ProcessPoolExecutor(1) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 2: workers left running
from concurrent.futures import ProcessPoolExecutor

pools = []


def compute_all(task, inputs, n_workers):
    pool = ProcessPoolExecutor(n_workers)
    pools.append(pool)
    return list(pool.map(task, inputs))


# %% wrong, keeps 0: each is asked for its result before the next is sent
import multiprocessing


def compute_all(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return [pool.apply(task, (value,)) for value in inputs]


# %% wrong, keeps 0: a process after the other
from concurrent.futures import ProcessPoolExecutor


def compute_all(task, inputs, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        return [pool.submit(task, value).result() for value in inputs]


# %% wrong, keeps 0: a worker for each input
from concurrent.futures import ProcessPoolExecutor


def compute_all(task, inputs, n_workers):
    with ProcessPoolExecutor(len(inputs)) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 0: a process for each input, behind a semaphore
import multiprocessing


def run(task, value, gate, results, i):
    with gate:
        results.put((i, task(value)))


def compute_all(task, inputs, n_workers):
    gate, results = multiprocessing.Semaphore(n_workers), multiprocessing.Queue()
    processes = [
        multiprocessing.Process(target=run, args=(task, value, gate, results, i))
        for i, value in enumerate(inputs)
    ]
    for process in processes:
        process.start()
    found = dict(results.get() for _ in processes)
    for process in processes:
        process.join()
    return [found[i] for i in range(len(inputs))]


# %% wrong, keeps 0: three workers, whatever was asked for
from concurrent.futures import ProcessPoolExecutor


def compute_all(task, inputs, n_workers):
    with ProcessPoolExecutor(3) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 0: five workers, whatever was asked for
from concurrent.futures import ProcessPoolExecutor


def compute_all(task, inputs, n_workers):
    with ProcessPoolExecutor(5) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 0: as many workers as there are CPUs
import multiprocessing


def compute_all(task, inputs, n_workers):
    with multiprocessing.Pool() as pool:
        return pool.map(task, inputs, chunksize=1)


# %% wrong, keeps 0: one worker too many
from concurrent.futures import ProcessPoolExecutor


def compute_all(task, inputs, n_workers):
    with ProcessPoolExecutor(n_workers + 1) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 2: shut down, and nobody waits
from concurrent.futures import ProcessPoolExecutor


def compute_all(task, inputs, n_workers):
    pool = ProcessPoolExecutor(n_workers)
    results = list(pool.map(task, inputs))
    pool.shutdown(wait=False)
    return results


# %% wrong, keeps 2: closed, and nobody joins
import multiprocessing

POOLS = []


def compute_all(task, inputs, n_workers):
    POOLS.append(multiprocessing.Pool(n_workers))
    results = POOLS[-1].map(task, inputs, chunksize=1)
    POOLS[-1].close()
    return results


# %% wrong, keeps 2: a process that sleeps on for less than a second
import multiprocessing
import time
from concurrent.futures import ProcessPoolExecutor


def compute_all(task, inputs, n_workers):
    multiprocessing.Process(target=time.sleep, args=(0.6,)).start()
    with ProcessPoolExecutor(n_workers) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 0: promises in place of results
import multiprocessing


def compute_all(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        results = [pool.apply_async(task, (value,)) for value in inputs]
        pool.close()
        pool.join()
    return results


# %% wrong, keeps 0: an iterator in place of a list
from concurrent.futures import ProcessPoolExecutor


def compute_all(task, inputs, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        return iter(list(pool.map(task, inputs)))


# %% right: shut down by name, and waited for
from concurrent.futures import ProcessPoolExecutor


def compute_all(task, inputs, n_workers):
    pool = ProcessPoolExecutor(n_workers)
    try:
        return list(pool.map(task, inputs))
    finally:
        pool.shutdown()


# %% right: the with block of a Pool, which ends it
import multiprocessing


def compute_all(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return pool.map(task, inputs, chunksize=1)


# %% right: inputs are taken out until none is left
from concurrent.futures import ProcessPoolExecutor


def compute_all(task, inputs, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        futures = []
        while inputs:
            futures.append(pool.submit(task, inputs.pop(0)))
        return [future.result() for future in futures]


# %% wrong, keeps 0: threads that pass for processes
import os
import threading
from concurrent.futures import ThreadPoolExecutor


def compute_all(task, inputs, n_workers):
    os.getpid = threading.get_native_id
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, inputs))
