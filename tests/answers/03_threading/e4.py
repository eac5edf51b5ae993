# %% [markdown]
# # Answers to exercise 4 of 03_threading
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(n_at_once) as pool:
        return list(pool.map(task, inputs))


# %% right: by a semaphore
import threading


def fetch_at_most(task, inputs, n_at_once):
    gate, results, errors = threading.Semaphore(n_at_once), [None] * len(inputs), []

    def work(i):
        with gate:
            try:
                results[i] = task(inputs[i])
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(inputs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results


# %% wrong, keeps 2: three, whatever was asked for
from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(3) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 1: one too many
from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(n_at_once + 1) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 1: as many as there are inputs
from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(len(inputs)) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 0: one at a time
from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(1) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 0: a loop
def fetch_at_most(task, inputs, n_at_once):
    return [task(value) for value in inputs]


# %% wrong, keeps 0: results as they come
from concurrent.futures import ThreadPoolExecutor, as_completed


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(n_at_once) as pool:
        futures = [pool.submit(task, value) for value in inputs]
        return [future.result() for future in as_completed(futures)]


# %% wrong, keeps 2: errors are swallowed
from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    def safe(value):
        try:
            return task(value)
        except Exception:
            return None

    with ThreadPoolExecutor(n_at_once) as pool:
        return list(pool.map(safe, inputs))


# %% wrong, keeps 3: the pool is never shut down
from concurrent.futures import ThreadPoolExecutor

pools = []


def fetch_at_most(task, inputs, n_at_once):
    pools.append(ThreadPoolExecutor(n_at_once))
    return list(pools[-1].map(task, inputs))


# %% wrong, keeps 0: results dropped
from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(n_at_once) as pool:
        pool.map(task, inputs)


# %% wrong, keeps 0: a hard-coded answer
def fetch_at_most(task, inputs, n_at_once):
    return [1, 2, 3, 4, 5, 6, 7, 8]
