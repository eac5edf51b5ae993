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
