# %% [markdown]
# # Answers to exercise 1 of 07_choosing
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says. What is right follows from the number in it.

# %% right
student_number = 7

from concurrent.futures import ThreadPoolExecutor


def chosen(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, inputs))


claim = "faster"

# %% right: threads by hand
student_number = 2

import threading


def chosen(task, inputs, n_workers):
    results = [None] * len(inputs)

    def work(first):
        for i in range(first, len(inputs), n_workers):
            results[i] = task(inputs[i])

    threads = [threading.Thread(target=work, args=(k,)) for k in range(n_workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


claim = "faster"

# %% right: an event loop
student_number = 7

import asyncio


async def chosen(task, inputs, n_workers):
    calls = [asyncio.to_thread(task, value) for value in inputs]
    return await asyncio.gather(*calls)


claim = "faster"

# %% right: a loop for tiny tasks
student_number = 5


def chosen(task, inputs, n_workers):
    return [task(value) for value in inputs]


claim = "no difference"

# %% right: map for tiny tasks, in capitals
student_number = "s1234"


def chosen(task, inputs, n_workers):
    return list(map(task, inputs))


claim = " No difference "

# %% wrong, keeps 3: threads claimed to be slower for waits
student_number = 7

from concurrent.futures import ThreadPoolExecutor


def chosen(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, inputs))


claim = "slower"

# %% wrong, keeps 3: threads claimed to make no difference for waits
student_number = 2

import threading


def chosen(task, inputs, n_workers):
    results = [None] * len(inputs)

    def work(first):
        for i in range(first, len(inputs), n_workers):
            results[i] = task(inputs[i])

    threads = [threading.Thread(target=work, args=(k,)) for k in range(n_workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


claim = "no difference"

# %% wrong, keeps 3: no claim
student_number = 7

from concurrent.futures import ThreadPoolExecutor


def chosen(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, inputs))


claim = ...

# %% wrong, keeps 3: a claim in other words
student_number = 5


def chosen(task, inputs, n_workers):
    return [task(value) for value in inputs]


claim = "as fast"

# %% wrong, keeps 1: a loop for waits
student_number = 7


def chosen(task, inputs, n_workers):
    return [task(value) for value in inputs]


claim = "no difference"

# %% wrong, keeps 1: two threads for waits
student_number = 7

from concurrent.futures import ThreadPoolExecutor


def chosen(task, inputs, n_workers):
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(task, inputs))


claim = "faster"

# %% wrong, keeps 1: threads for tiny tasks
student_number = 5

from concurrent.futures import ThreadPoolExecutor


def chosen(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, inputs))


claim = "faster"

# %% wrong, keeps 1: threads by hand for tiny tasks, and an honest claim
student_number = "s1234"

import threading


def chosen(task, inputs, n_workers):
    results = [None] * len(inputs)

    def work(first):
        for i in range(first, len(inputs), n_workers):
            results[i] = task(inputs[i])

    threads = [threading.Thread(target=work, args=(k,)) for k in range(n_workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


claim = "slower"

# %% wrong, keeps 0: one is lost
student_number = 5


def chosen(task, inputs, n_workers):
    return [task(value) for value in inputs[:-1]]


claim = "no difference"

# %% wrong, keeps 0: a generator
student_number = 5


def chosen(task, inputs, n_workers):
    return map(task, inputs)


claim = "no difference"

# %% wrong, keeps 0: no number
from concurrent.futures import ThreadPoolExecutor


def chosen(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, inputs))


claim = "faster"


# %% right: a subclass, for waits, and a number of one's own
student_number = 7


class main:
    def __init__(self):
        from concurrent import futures

        self.kind = futures.ThreadPoolExecutor

    def __call__(self, task, inputs, n_workers):
        with self.kind(n_workers) as pool:
            return [*pool.map(task, inputs)]


def chosen(task, inputs, n_workers):
    return main()(task, inputs, n_workers)


claim = "faster"
