# %% [markdown]
# # Answers to exercise 5 of 11_finding_faults
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
from concurrent.futures import ThreadPoolExecutor


def map_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
    return [future.exception() or future.result() for future in futures]


# %% right: a function that catches
from concurrent.futures import ThreadPoolExecutor


def map_all(task, inputs, n_workers):
    def attempt(value):
        try:
            return task(value)
        except Exception as error:
            return error

    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(attempt, inputs))


# %% right: workers and a queue
import queue
import threading


def map_all(task, inputs, n_workers):
    tasks, found = queue.SimpleQueue(), [None] * len(inputs)
    for item in [*enumerate(inputs), *[None] * n_workers]:
        tasks.put(item)

    def work():
        while (item := tasks.get()) is not None:
            place, value = item
            try:
                found[place] = task(value)
            except Exception as error:
                found[place] = error

    threads = [threading.Thread(target=work) for _ in range(n_workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


# %% right: a thread for each input, and a semaphore
import threading


def map_all(task, inputs, n_workers):
    found, free = [None] * len(inputs), threading.Semaphore(n_workers)

    def work(place, value):
        with free:
            try:
                found[place] = task(value)
            except Exception as error:
                found[place] = error

    threads = [threading.Thread(target=work, args=item) for item in enumerate(inputs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


# %% wrong, keeps 1: the first error is raised
from concurrent.futures import ThreadPoolExecutor


def map_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 1: None in the place of an error
from concurrent.futures import ThreadPoolExecutor


def map_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
    return [None if future.exception() else future.result() for future in futures]


# %% wrong, keeps 1: the text of an error
from concurrent.futures import ThreadPoolExecutor


def map_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
    return [
        str(future.exception()) if future.exception() else future.result() for future in futures
    ]


# %% wrong, keeps 1: errors are left out
from concurrent.futures import ThreadPoolExecutor


def map_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
    return [future.result() for future in futures if not future.exception()]


# %% wrong, keeps 1: all errors in a group
from concurrent.futures import ThreadPoolExecutor


def map_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
    errors = [future.exception() for future in futures if future.exception()]
    if errors:
        raise ExceptionGroup("tasks failed", errors)
    return [future.result() for future in futures]


# %% wrong, keeps 0: in the order in which they end
from concurrent.futures import ThreadPoolExecutor, as_completed


def map_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
        return [future.exception() or future.result() for future in as_completed(futures)]


# %% wrong, keeps 2: one after the other
def map_all(task, inputs, n_workers):
    found = []
    for value in inputs:
        try:
            found.append(task(value))
        except Exception as error:
            found.append(error)
    return found


# %% wrong, keeps 2: one worker too many
from concurrent.futures import ThreadPoolExecutor


def map_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers + 1) as pool:
        futures = [pool.submit(task, value) for value in inputs]
    return [future.exception() or future.result() for future in futures]


# %% wrong, keeps 2: one worker fewer
from concurrent.futures import ThreadPoolExecutor


def map_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers - 1) as pool:
        futures = [pool.submit(task, value) for value in inputs]
    return [future.exception() or future.result() for future in futures]


# %% right: asyncio gathers the errors
import asyncio
from concurrent.futures import ThreadPoolExecutor


def map_all(task, inputs, n_workers):
    async def main():
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(n_workers) as pool:
            calls = [loop.run_in_executor(pool, task, value) for value in inputs]
            return await asyncio.gather(*calls, return_exceptions=True)

    return asyncio.run(main())


# %% right: a decorator
from concurrent.futures import ThreadPoolExecutor
from functools import wraps


def keeping(function):
    @wraps(function)
    def call(value):
        try:
            return function(value)
        except Exception as error:
            return error

    return call


def map_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(keeping(task), inputs))


# %% wrong, keeps 1: one kind of error
from concurrent.futures import ThreadPoolExecutor


def map_all(task, inputs, n_workers):
    def call(value):
        try:
            return task(value)
        except ValueError as error:
            return error

    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(call, inputs))


# %% wrong, keeps 0: a result that is nothing is taken for an error
from concurrent.futures import ThreadPoolExecutor


def map_all(task, inputs, n_workers):
    def call(value):
        result = error = None
        try:
            result = task(value)
        except Exception as e:
            error = e
        return result or error

    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(call, inputs))


# %% wrong, keeps 1: another error of the same kind and text
from concurrent.futures import ThreadPoolExecutor


def map_all(task, inputs, n_workers):
    def call(value):
        try:
            return task(value)
        except Exception as error:
            return type(error)(str(error))

    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(call, inputs))


# %% wrong, keeps 2: what fails is tried again
from concurrent.futures import ThreadPoolExecutor


def map_all(task, inputs, n_workers):
    def call(value):
        try:
            return task(value)
        except Exception:
            pass
        try:
            return task(value)
        except Exception as error:
            return error

    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(call, inputs))


# %% wrong, keeps 2: shut down without a wait
from concurrent.futures import ThreadPoolExecutor


def map_all(task, inputs, n_workers):
    pool = ThreadPoolExecutor(n_workers)
    futures = [pool.submit(task, value) for value in inputs]
    found = [future.exception() or future.result() for future in futures]
    pool.shutdown(wait=False)
    return found
