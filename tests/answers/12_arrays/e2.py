# %% [markdown]
# # Answers to exercise 2 of 12_arrays
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def fill_slices(task, numbers, out, n_workers):
    def fill(part, out_part):
        out_part[:] = task(part)

    with ThreadPoolExecutor(n_workers) as pool:
        list(pool.map(fill, np.array_split(numbers, n_workers), np.array_split(out, n_workers)))


# %% right: by copyto
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def fill_slices(task, numbers, out, n_workers):
    def fill(part, out_part):
        np.copyto(out_part, task(part))

    with ThreadPoolExecutor(n_workers) as pool:
        list(pool.map(fill, np.array_split(numbers, n_workers), np.array_split(out, n_workers)))


# %% right: threads by hand
import threading


def fill_slices(task, numbers, out, n_workers):
    def fill(first, last):
        out[first:last] = task(numbers[first:last])

    places = [len(numbers) * i // n_workers for i in range(n_workers + 1)]
    threads = [
        threading.Thread(target=fill, args=(places[i], places[i + 1])) for i in range(n_workers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 0: a name is bound anew in place of writing into the slice
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def fill_slices(task, numbers, out, n_workers):
    def fill(part, out_part):
        out_part = task(part)

    with ThreadPoolExecutor(n_workers) as pool:
        list(pool.map(fill, np.array_split(numbers, n_workers), np.array_split(out, n_workers)))


# %% wrong, keeps 0: into a copy
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def fill_slices(task, numbers, out, n_workers):
    def fill(part, out_part):
        out_part[:] = task(part)

    with ThreadPoolExecutor(n_workers) as pool:
        parts = np.array_split(numbers, n_workers), np.array_split(out.copy(), n_workers)
        list(pool.map(fill, *parts))


# %% wrong, keeps 0: the results are returned and not written
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def fill_slices(task, numbers, out, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return np.concatenate(list(pool.map(task, np.array_split(numbers, n_workers))))


# %% wrong, keeps 1: all in the thread that calls
import numpy as np


def fill_slices(task, numbers, out, n_workers):
    parts = zip(np.array_split(numbers, n_workers), np.array_split(out, n_workers), strict=True)
    for part, out_part in parts:
        out_part[:] = task(part)


# %% wrong, keeps 1: the whole array at once
def fill_slices(task, numbers, out, n_workers):
    out[:] = task(numbers)


# %% wrong, keeps 2: one thread for all slices
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def fill_slices(task, numbers, out, n_workers):
    def fill(part, out_part):
        out_part[:] = task(part)

    with ThreadPoolExecutor(1) as pool:
        list(pool.map(fill, np.array_split(numbers, n_workers), np.array_split(out, n_workers)))


# %% wrong, keeps 2: a call for each number
from concurrent.futures import ThreadPoolExecutor


def fill_slices(task, numbers, out, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        out[:] = list(pool.map(task, numbers))


# %% right: the slice is assigned through a memory view, and NumPy in a class
from concurrent.futures import ThreadPoolExecutor

import numpy as np


class Fill:
    def __init__(self, task):
        self.task = task

    def __call__(self, pair):
        part, out_part = pair
        np.add(self.task(part), 0, out=out_part)


def fill_slices(task, numbers, out, n_workers):
    with ThreadPoolExecutor(n_workers) as main:
        main.map(
            Fill(task), zip(np.array_split(numbers, n_workers), np.array_split(out, n_workers))
        )


# %% wrong, keeps 2: each slice is made twice
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def fill_slices(task, numbers, out, n_workers):
    def fill(part, out_part):
        if len(task(part)) == len(out_part):
            out_part[:] = task(part)

    with ThreadPoolExecutor(n_workers) as pool:
        list(pool.map(fill, np.array_split(numbers, n_workers), np.array_split(out, n_workers)))


# %% wrong, keeps 2: a lock around each call
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np

_gate = threading.Lock()


def fill_slices(task, numbers, out, n_workers):
    def fill(part, out_part):
        with _gate:
            out_part[:] = task(part)

    with ThreadPoolExecutor(n_workers) as pool:
        list(pool.map(fill, np.array_split(numbers, n_workers), np.array_split(out, n_workers)))
