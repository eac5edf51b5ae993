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
