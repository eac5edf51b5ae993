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
