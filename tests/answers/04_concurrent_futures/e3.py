# %% [markdown]
# # Answers to exercise 3 of 04_concurrent_futures
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
    return [future.exception() or future.result() for future in futures]


# %% right: caught in the worker
from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    def safe(value):
        try:
            return task(value)
        except BaseException as error:
            return error

    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(safe, inputs))


# %% right: caught where the result is asked for
from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    items = []
    with ThreadPoolExecutor(n_workers) as pool:
        for future in [pool.submit(task, value) for value in inputs]:
            try:
                items.append(future.result())
            except BaseException as error:
                items.append(error)
    return items


# %% right: as they come, each into its place
from concurrent.futures import ThreadPoolExecutor, as_completed


def convert_all(task, inputs, n_workers):
    items = [None] * len(inputs)
    with ThreadPoolExecutor(n_workers) as pool:
        index_of = {pool.submit(task, value): i for i, value in enumerate(inputs)}
        for future in as_completed(index_of):
            error = future.exception()
            items[index_of[future]] = future.result() if error is None else error
    return items


# %% right: by threads and a semaphore
import threading


def convert_all(task, inputs, n_workers):
    gate, items = threading.Semaphore(n_workers), [None] * len(inputs)

    def work(i):
        with gate:
            try:
                items[i] = task(inputs[i])
            except BaseException as error:
                items[i] = error

    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(inputs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return items


# %% wrong, keeps 1: the first error comes out
from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 1: map ends at the first error
from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    items = []
    with ThreadPoolExecutor(n_workers) as pool:
        results = pool.map(task, inputs)
        while len(items) < len(inputs):
            try:
                items.append(next(results))
            except StopIteration:
                break
            except Exception as error:
                items.append(error)
    return items


# %% wrong, keeps 0: the errors only
from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
        return [future.exception() for future in futures]


# %% wrong, keeps 1: None for an error
from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
        return [None if future.exception() else future.result() for future in futures]


# %% wrong, keeps 1: the words of an error
from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
        return [str(f.exception()) if f.exception() else f.result() for f in futures]


# %% wrong, keeps 1: another error in its place
from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    def safe(value):
        try:
            return task(value)
        except Exception as error:
            return type(error)(*error.args)

    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(safe, inputs))


# %% wrong, keeps 1: one kind of error only
from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    def safe(value):
        try:
            return task(value)
        except ValueError as error:
            return error

    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(safe, inputs))


# %% wrong, keeps 1: what failed is left out
from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
        return [future.result() for future in futures if not future.exception()]


# %% wrong, keeps 1: a result that is 0 is taken for none
from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    def safe(value):
        try:
            return task(value)
        except Exception as error:
            failed[value] = error

    failed = {}
    with ThreadPoolExecutor(n_workers) as pool:
        results = list(pool.map(safe, inputs))
    return [r or failed.get(v) for v, r in zip(inputs, results)] if failed else results


# %% wrong, keeps 0: a loop
def convert_all(task, inputs, n_workers):
    items = []
    for value in inputs:
        try:
            items.append(task(value))
        except Exception as error:
            items.append(error)
    return items


# %% wrong, keeps 0: one at a time
from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    items = []
    with ThreadPoolExecutor(n_workers) as pool:
        for value in inputs:
            future = pool.submit(task, value)
            items.append(future.exception() or future.result())
    return items


# %% wrong, keeps 0: items as they come
from concurrent.futures import ThreadPoolExecutor, as_completed


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = as_completed([pool.submit(task, value) for value in inputs])
        return [future.exception() or future.result() for future in futures]


# %% wrong, keeps 0: a thread for each input
from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor() as pool:
        futures = [pool.submit(task, value) for value in inputs]
    return [future.exception() or future.result() for future in futures]


# %% wrong, keeps 1: three threads, whatever was asked for
from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor(3) as pool:
        futures = [pool.submit(task, value) for value in inputs]
    return [future.exception() or future.result() for future in futures]


# %% wrong, keeps 0: futures in place of results
from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return [pool.submit(task, value) for value in inputs]


# %% wrong, keeps 0: nothing is returned
from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        for future in [pool.submit(task, value) for value in inputs]:
            if future.exception():
                print(future.exception())


# %% wrong, keeps 1: caught in the worker, but for those that are no Exception
from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    def safe(value):
        try:
            return task(value)
        except Exception as error:
            return error

    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(safe, inputs))


# %% wrong, keeps 1: by threads and a semaphore, but for those that are no Exception
import threading


def convert_all(task, inputs, n_workers):
    gate, items = threading.Semaphore(n_workers), [None] * len(inputs)

    def work(i):
        with gate:
            try:
                items[i] = task(inputs[i])
            except Exception as error:
                items[i] = error

    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(inputs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return items


# %% right: each future is asked, in a list that was made to grow
from concurrent.futures import ThreadPoolExecutor, wait


def convert_all(task, inputs, n_workers):
    items = []
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
        wait(futures)
        inputs.clear()
    for future in futures:
        items.append(future.exception() if future.exception() is not None else future.result())
    return items


# %% wrong, keeps 1: what has ended a task by SystemExit becomes None
from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    def attempt(value):
        try:
            return task(value)
        except Exception as error:
            return error
        except BaseException:
            return None

    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(attempt, inputs))


# %% right: a context manager that keeps
import contextlib
from concurrent.futures import ThreadPoolExecutor


@contextlib.contextmanager
def kept_in(places, i):
    try:
        yield
    except BaseException as error:
        places[i] = error


def convert_all(task, inputs, n_workers):
    found = [None] * len(inputs)

    def main(i):
        with kept_in(found, i):
            found[i] = task(inputs[i])

    with ThreadPoolExecutor(n_workers) as pool:
        list(pool.map(main, range(len(inputs))))
    return found


# %% right: a class of outcomes
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple


class Outcome(NamedTuple):
    result: object = None
    error: BaseException | None = None

    @classmethod
    def of(cls, future):
        return cls(error=e) if (e := future.exception()) is not None else cls(future.result())

    def item(self):
        return self.result if self.error is None else self.error


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
    return [Outcome.of(future).item() for future in futures]


# %% wrong, keeps 1: errors of three kinds
from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    def call(value):
        try:
            return task(value)
        except (ValueError, LookupError, SystemExit) as error:
            return error

    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(call, inputs))


# %% wrong, keeps 1: the task is called again for its error
from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    def call(value):
        try:
            return task(value)
        except BaseException:
            try:
                return task(value)
            except BaseException as error:
                return error

    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(call, inputs))


# %% wrong, keeps 1: a copy of the error
import copy
from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
    return [
        copy.copy(future.exception()) if future.exception() else future.result()
        for future in futures
    ]
