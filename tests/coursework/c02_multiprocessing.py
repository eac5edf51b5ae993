"""Answers to notebooks/coursework/02_multiprocessing.ipynb: right ones, wrong ones and what these keep."""

SOLUTIONS = {
    "e1": "lengths = [1, 0]",
    "e2": r"""import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return pool.map(task, inputs)""",
    "e3": r"""import multiprocessing


def convert_all(task, inputs):
    with multiprocessing.Pool(2) as pool:
        return pool.map(task, inputs, chunksize=1)""",
    "e4": r"""from concurrent.futures import ProcessPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = [numbers[first::n_chunks] for first in range(n_chunks)]
    with ProcessPoolExecutor(n_workers) as pool:
        return sum(pool.map(task, chunks))""",
}
ALSO_RIGHT = {
    "e2": [
        r"""import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        results = [pool.apply_async(task, (value,)) for value in inputs]
        return [result.get() for result in results]"""
    ],
    "e3": [
        r"""import multiprocessing


def convert_all(task, inputs):
    with multiprocessing.Pool(2) as pool:
        waiting = [pool.apply_async(task, (value,)) for value in inputs]
        return [result.get() for result in waiting]"""
    ],
    "e4": [
        r"""import multiprocessing


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    ends = [len(numbers) * i // n_chunks for i in range(n_chunks + 1)]
    chunks = [numbers[a:b] for a, b in zip(ends, ends[1:])]
    with multiprocessing.Pool(n_workers) as pool:
        total = sum(pool.map(task, chunks, chunksize=1))
        pool.close()
        pool.join()
    return total""",
        r"""import multiprocessing

import numpy as np


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return np.sum(pool.map(task, np.array_split(numbers, n_chunks), chunksize=1))""",
    ],
}
WRONG = {
    "e1": [
        (0, "both share", "lengths = [1, 1]"),
        (0, "neither shares", "lengths = [0, 0]"),
        (0, "the wrong way round", "lengths = [0, 1]"),
        (0, "a tuple", "lengths = (1, 0)"),
        (0, "one number", "lengths = 1"),
        (0, "None", "lengths = None"),
    ],
    "e2": [
        (
            0,
            "results as they come",
            r"""import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return list(pool.imap_unordered(task, inputs))""",
        ),
        (
            0,
            "a pool that is never used",
            r"""import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers):
        return [task(value) for value in inputs]""",
        ),
        (
            1,
            "one call at a time",
            r"""import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return [pool.apply(task, (value,)) for value in inputs]""",
        ),
        (
            1,
            "one worker",
            r"""import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(1) as pool:
        return pool.map(task, inputs)""",
        ),
        (
            0,
            "results that are not fetched",
            r"""import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return [pool.apply_async(task, (value,)) for value in inputs]""",
        ),
        (
            0,
            "nothing is returned",
            r"""import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        pool.map(task, inputs)""",
        ),
        (
            0,
            "threads",
            r"""from multiprocessing.pool import ThreadPool


def map_in_pool(task, inputs, n_workers):
    with ThreadPool(n_workers) as pool:
        return pool.map(task, inputs)""",
        ),
        (
            0,
            "a function of the cell, which workers may not find",
            r"""import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return pool.map(lambda value: task(value), inputs)""",
        ),
        (
            1,
            "more workers than were asked for",
            r"""import multiprocessing


def map_in_pool(task, inputs, n_workers):
    with multiprocessing.Pool(8) as pool:
        return pool.map(task, inputs, chunksize=1)""",
        ),
    ],
    "e3": [
        (
            2,
            "the error becomes None",
            r"""import multiprocessing


def convert_all(task, inputs):
    results = []
    with multiprocessing.Pool(2) as pool:
        waiting = [pool.apply_async(task, (value,)) for value in inputs]
        for result in waiting:
            try:
                results.append(result.get())
            except ValueError:
                results.append(None)
    return results""",
        ),
        (
            2,
            "the error's own words are lost",
            r"""import multiprocessing


def convert_all(task, inputs):
    with multiprocessing.Pool(2) as pool:
        try:
            return pool.map(task, inputs, chunksize=1)
        except Exception:
            raise ValueError("something went wrong") from None""",
        ),
        (
            1,
            "a loop",
            r"""def convert_all(task, inputs):
    return [task(value) for value in inputs]""",
        ),
        (
            0,
            "a callback fills a list as results come",
            r"""import multiprocessing


def convert_all(task, inputs):
    results = []
    with multiprocessing.Pool(2) as pool:
        for value in inputs:
            pool.apply_async(task, (value,), callback=results.append, error_callback=print)
        pool.close()
        pool.join()
    return results""",
        ),
        (
            0,
            "results dropped",
            r"""import multiprocessing


def convert_all(task, inputs):
    with multiprocessing.Pool(2) as pool:
        pool.map(task, inputs)""",
        ),
        (
            1,
            "threads",
            r"""from multiprocessing.pool import ThreadPool


def convert_all(task, inputs):
    with ThreadPool(2) as pool:
        return pool.map(task, inputs, chunksize=1)""",
        ),
        (
            1,
            "each is asked for its result before the next is sent",
            r"""import multiprocessing


def convert_all(task, inputs):
    with multiprocessing.Pool(2) as pool:
        return [pool.apply_async(task, (value,)).get() for value in inputs]""",
        ),
        (
            1,
            "three processes",
            r"""import multiprocessing


def convert_all(task, inputs):
    with multiprocessing.Pool(3) as pool:
        return pool.map(task, inputs, chunksize=1)""",
        ),
    ],
    "e4": [
        (
            0,
            "the last numbers are lost",
            r"""from concurrent.futures import ProcessPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    size = len(numbers) // n_chunks
    chunks = [numbers[i * size : (i + 1) * size] for i in range(n_chunks)]
    with ProcessPoolExecutor(n_workers) as pool:
        return sum(pool.map(task, chunks))""",
        ),
        (
            1,
            "a chunk too many",
            r"""from concurrent.futures import ProcessPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    size = len(numbers) // n_chunks
    chunks = [numbers[i : i + size] for i in range(0, len(numbers), size)]
    with ProcessPoolExecutor(n_workers) as pool:
        return sum(pool.map(task, chunks))""",
        ),
        (
            1,
            "the rest is put into the last chunk",
            r"""from concurrent.futures import ProcessPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    size = len(numbers) // n_chunks
    chunks = [numbers[i * size : (i + 1) * size] for i in range(n_chunks - 1)]
    chunks.append(numbers[(n_chunks - 1) * size :])
    with ProcessPoolExecutor(n_workers) as pool:
        return sum(pool.map(task, chunks))""",
        ),
        (
            2,
            "a loop over the chunks",
            r"""def sum_in_chunks(task, numbers, n_chunks, n_workers):
    return sum(task(numbers[first::n_chunks]) for first in range(n_chunks))""",
        ),
        (
            1,
            "the whole sum at once",
            r"""from concurrent.futures import ProcessPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        return pool.submit(task, numbers).result()""",
        ),
        (
            1,
            "the task is not used",
            r"""def sum_in_chunks(task, numbers, n_chunks, n_workers):
    return sum(numbers)""",
        ),
        (
            2,
            "threads",
            r"""from concurrent.futures import ThreadPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = [numbers[first::n_chunks] for first in range(n_chunks)]
    with ThreadPoolExecutor(n_workers) as pool:
        return sum(pool.map(task, chunks))""",
        ),
        (
            0,
            "a list of sums",
            r"""from concurrent.futures import ProcessPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = [numbers[first::n_chunks] for first in range(n_chunks)]
    with ProcessPoolExecutor(n_workers) as pool:
        return list(pool.map(task, chunks))""",
        ),
        (
            3,
            "workers left running",
            r"""from concurrent.futures import ProcessPoolExecutor

pools = []


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = [numbers[first::n_chunks] for first in range(n_chunks)]
    pools.append(ProcessPoolExecutor(n_workers))
    return sum(pools[-1].map(task, chunks))""",
        ),
        (
            2,
            "one chunk after the other",
            r"""import multiprocessing


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return sum(pool.apply(task, (numbers[i::n_chunks],)) for i in range(n_chunks))""",
        ),
        (
            2,
            "a worker for each chunk",
            r"""from concurrent.futures import ProcessPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = [numbers[first::n_chunks] for first in range(n_chunks)]
    with ProcessPoolExecutor(n_chunks) as pool:
        return sum(pool.map(task, chunks))""",
        ),
    ],
}
