# %% [markdown]
# # Answers to exercise 3 of 02_multiprocessing
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
import multiprocessing


def convert_all(task, inputs):
    with multiprocessing.Pool(2) as pool:
        return pool.map(task, inputs, chunksize=1)


# %% right: by apply_async
import multiprocessing


def convert_all(task, inputs):
    with multiprocessing.Pool(2) as pool:
        waiting = [pool.apply_async(task, (value,)) for value in inputs]
        return [result.get() for result in waiting]


# %% wrong, keeps 2: the error becomes None
import multiprocessing


def convert_all(task, inputs):
    results = []
    with multiprocessing.Pool(2) as pool:
        waiting = [pool.apply_async(task, (value,)) for value in inputs]
        for result in waiting:
            try:
                results.append(result.get())
            except ValueError:
                results.append(None)
    return results


# %% wrong, keeps 2: the error's own words are lost
import multiprocessing


def convert_all(task, inputs):
    with multiprocessing.Pool(2) as pool:
        try:
            return pool.map(task, inputs, chunksize=1)
        except Exception:
            raise ValueError("something went wrong") from None


# %% wrong, keeps 1: a loop
def convert_all(task, inputs):
    return [task(value) for value in inputs]


# %% wrong, keeps 0: a callback fills a list as results come
import multiprocessing


def convert_all(task, inputs):
    results = []
    with multiprocessing.Pool(2) as pool:
        for value in inputs:
            pool.apply_async(task, (value,), callback=results.append, error_callback=print)
        pool.close()
        pool.join()
    return results


# %% wrong, keeps 0: results dropped
import multiprocessing


def convert_all(task, inputs):
    with multiprocessing.Pool(2) as pool:
        pool.map(task, inputs)


# %% wrong, keeps 1: threads
from multiprocessing.pool import ThreadPool


def convert_all(task, inputs):
    with ThreadPool(2) as pool:
        return pool.map(task, inputs, chunksize=1)


# %% wrong, keeps 1: each is asked for its result before the next is sent
import multiprocessing


def convert_all(task, inputs):
    with multiprocessing.Pool(2) as pool:
        return [pool.apply_async(task, (value,)).get() for value in inputs]


# %% wrong, keeps 1: three processes
import multiprocessing


def convert_all(task, inputs):
    with multiprocessing.Pool(3) as pool:
        return pool.map(task, inputs, chunksize=1)


# %% right: helpers with names that others use, too
import multiprocessing


def main(pool, task, inputs):
    return [pool.apply_async(task, (value,)) for value in inputs]


def turns(time):
    return [each.get() for each in time]


def convert_all(task, inputs):
    with multiprocessing.Pool(2) as pool:
        return turns(main(pool, task, inputs))
