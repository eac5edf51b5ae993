"""Answers to notebooks/coursework/05_joblib.ipynb: right ones, wrong ones and what these keep."""

SOLUTIONS = {
    "e1": "lengths = [0, 4, 4]",
    "e2": r"""from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = []
    for row in table:
        calls.append(delayed(task)(row))
    return Parallel(n_jobs=n_workers)(calls)""",
    "e3": r"""import numpy as np
from joblib import Parallel, delayed


def change_rows(task, table):
    return np.array(Parallel(n_jobs=2)(delayed(task)(row) for row in table))""",
    "e4": r"""import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = np.array_split(numbers, n_chunks)
    return np.concatenate(Parallel(n_jobs=n_workers)(delayed(task)(chunk) for chunk in chunks))""",
    "e5": r"""from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    workers = Parallel(n_jobs=n_workers, return_as="generator")
    return workers(delayed(task)(value) for value in inputs)""",
}
ALSO_RIGHT = {
    "e2": [
        r"""from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = (delayed(lambda i: task(table[i]))(i) for i in range(len(table)))
    return Parallel(n_jobs=n_workers, batch_size=1)(calls)""",
        r"""from joblib import Parallel, delayed, parallel_config


def for_each_row(task, table, n_workers):
    with parallel_config("multiprocessing", n_jobs=n_workers):
        return Parallel()(delayed(task)(row) for row in table)""",
    ],
    "e3": [
        r"""from joblib import Parallel, delayed


def change_rows(task, table):
    def change(table, i):
        return task(table[i])

    rows = Parallel(n_jobs=2)(delayed(change)(table, i) for i in range(len(table)))
    table[:] = rows
    return table""",
        r"""from joblib import Parallel, delayed


def change_rows(task, table):
    calls = (delayed(task)(row) for row in table)
    return list(Parallel(n_jobs=2, max_nbytes=None, return_as="generator")(calls))""",
        r"""import tempfile
from pathlib import Path

import numpy as np
from joblib import Parallel, delayed


def change_rows(task, table):
    def change(table, i):
        table[i] = task(table[i])

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "table"
        shared = np.memmap(path, dtype=table.dtype, shape=table.shape, mode="w+")
        shared[:] = table
        Parallel(n_jobs=2)(delayed(change)(shared, i) for i in range(len(table)))
        return np.array(shared)""",
    ],
    "e4": [
        r"""import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    ends = [len(numbers) * i // n_chunks for i in range(n_chunks + 1)]
    calls = [delayed(task)(numbers[a:b]) for a, b in zip(ends, ends[1:])]
    results = []
    for part in Parallel(n_jobs=n_workers)(calls):
        results.extend(part)
    return results""",
        r"""import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = [numbers[first::n_chunks] for first in range(n_chunks)]
    parts = Parallel(n_jobs=n_workers)(delayed(task)(chunk) for chunk in chunks)
    results = np.empty_like(numbers)
    for first, part in enumerate(parts):
        results[first::n_chunks] = part
    return results""",
        r"""from concurrent.futures import ProcessPoolExecutor

import numpy as np


def map_in_chunks(task, numbers, n_chunks, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        return np.concatenate(list(pool.map(task, np.array_split(numbers, n_chunks))))""",
    ],
    "e5": [
        r"""from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    workers = Parallel(n_jobs=n_workers, return_as="generator", batch_size=1)
    for result in workers([delayed(task)(value) for value in inputs]):
        yield result""",
        r"""from concurrent.futures import ProcessPoolExecutor


def results_of(task, inputs, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        yield from pool.map(task, inputs)""",
        r"""import multiprocessing


def results_of(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        yield from pool.imap(task, inputs)""",
    ],
}
WRONG = {
    "e1": [
        (0, "all share", "lengths = [4, 4, 4]"),
        (0, "nobody shares", "lengths = [0, 0, 0]"),
        (0, "a single worker is a process too", "lengths = [0, 4, 0]"),
        (0, "the wrong way round", "lengths = [4, 0, 4]"),
        (0, "threads have copies", "lengths = [0, 0, 4]"),
        (0, "a tuple", "lengths = (0, 4, 4)"),
        (0, "one number", "lengths = 4"),
        (0, "None", "lengths = None"),
    ],
    "e2": [
        (
            0,
            "the task is called in place of being noted",
            r"""from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = [task(row) for row in table]
    return Parallel(n_jobs=n_workers)(calls)""",
        ),
        (
            0,
            "delayed gets a result in place of a function",
            r"""from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = [delayed(task(row)) for row in table]
    return Parallel(n_jobs=n_workers)(calls)""",
        ),
        (
            0,
            "results of a loop are handed through workers",
            r"""from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = [delayed(lambda result: result)(task(row)) for row in table]
    return Parallel(n_jobs=n_workers)(calls)""",
        ),
        (
            0,
            "the whole table for each row",
            r"""from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = [delayed(task)(table) for row in table]
    return Parallel(n_jobs=n_workers)(calls)""",
        ),
        (
            0,
            "columns",
            r"""from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = [delayed(task)(row) for row in table.T]
    return Parallel(n_jobs=n_workers)(calls)""",
        ),
        (
            0,
            "no calls",
            r"""from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = []
    return Parallel(n_jobs=n_workers)(calls)""",
        ),
        (
            0,
            "threads",
            r"""from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = [delayed(task)(row) for row in table]
    return Parallel(n_jobs=n_workers, prefer="threads")(calls)""",
        ),
        (
            0,
            "as they come",
            r"""from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = [delayed(task)(row) for row in table]
    return list(Parallel(n_jobs=n_workers, return_as="generator_unordered")(calls))""",
        ),
        (
            0,
            "nothing is returned",
            r"""from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = [delayed(task)(row) for row in table]
    Parallel(n_jobs=n_workers)(calls)""",
        ),
        (
            1,
            "a parallel loop for each row",
            r"""from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    results = []
    for row in table:
        results += Parallel(n_jobs=n_workers)([delayed(task)(row)])
    return results""",
        ),
        (
            1,
            "two workers, whatever was asked for",
            r"""from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = [delayed(task)(row) for row in table]
    return Parallel(n_jobs=2)(calls)""",
        ),
        (
            1,
            "three workers, whatever was asked for",
            r"""from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = [delayed(task)(row) for row in table]
    return Parallel(n_jobs=3)(calls)""",
        ),
    ],
    "e3": [
        (
            0,
            "copies are sent, and changed, and thrown away",
            r"""from joblib import Parallel, delayed


def change_rows(task, table):
    def change(table, i):
        table[i] = task(table[i])

    calls = [delayed(change)(table, i) for i in range(len(table))]
    Parallel(n_jobs=2, max_nbytes=None)(calls)
    return table""",
        ),
        (
            0,
            "a mapped file is changed, and thrown away",
            r"""from joblib import Parallel, delayed


def change_rows(task, table):
    def change(table, i):
        table[i] = task(table[i])

    calls = [delayed(change)(table, i) for i in range(len(table))]
    Parallel(n_jobs=2, max_nbytes=1, mmap_mode="r+")(calls)
    return table""",
        ),
        (
            0,
            "the worker copies the table, and returns nothing",
            r"""from joblib import Parallel, delayed


def change_rows(task, table):
    def change(table, i):
        table = table.copy()
        table[i] = task(table[i])

    Parallel(n_jobs=2)(delayed(change)(table, i) for i in range(len(table)))
    return table""",
        ),
        (
            0,
            "the worker writes into its row and returns it: small ones only",
            r"""from joblib import Parallel, delayed


def change_rows(task, table):
    def change(row):
        row[:] = task(row)
        return row

    return Parallel(n_jobs=2)(delayed(change)(row) for row in table)""",
        ),
        (
            0,
            "each call returns the whole table",
            r"""from joblib import Parallel, delayed


def change_rows(task, table):
    def change(table, i):
        table = table.copy()
        table[i] = task(table[i])
        return table

    return Parallel(n_jobs=2)(delayed(change)(table, i) for i in range(len(table)))[-1]""",
        ),
        (
            0,
            "results are dropped",
            r"""from joblib import Parallel, delayed


def change_rows(task, table):
    Parallel(n_jobs=2)(delayed(task)(row) for row in table)
    return table""",
        ),
        (
            0,
            "threads",
            r"""from joblib import Parallel, delayed


def change_rows(task, table):
    def change(table, i):
        table[i] = task(table[i])

    calls = [delayed(change)(table, i) for i in range(len(table))]
    Parallel(n_jobs=2, require="sharedmem")(calls)
    return table""",
        ),
        (
            0,
            "a single worker",
            r"""from joblib import Parallel, delayed


def change_rows(task, table):
    def change(table, i):
        table[i] = task(table[i])

    Parallel(n_jobs=1)(delayed(change)(table, i) for i in range(len(table)))
    return table""",
        ),
        (
            0,
            "nothing is returned",
            r"""from joblib import Parallel, delayed


def change_rows(task, table):
    table[:] = Parallel(n_jobs=2)(delayed(task)(row) for row in table)""",
        ),
        (
            0,
            "as they come",
            r"""from joblib import Parallel, delayed


def change_rows(task, table):
    calls = (delayed(task)(row) for row in table)
    return list(Parallel(n_jobs=2, return_as="generator_unordered")(calls))""",
        ),
        (
            1,
            "a parallel loop for each row",
            r"""from joblib import Parallel, delayed


def change_rows(task, table):
    return [Parallel(n_jobs=2)([delayed(task)(row)])[0] for row in table]""",
        ),
    ],
    "e4": [
        (
            0,
            "the last numbers are lost",
            r"""import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    size = len(numbers) // n_chunks
    chunks = [numbers[i * size : (i + 1) * size] for i in range(n_chunks)]
    return np.concatenate(Parallel(n_jobs=n_workers)(delayed(task)(chunk) for chunk in chunks))""",
        ),
        (
            0,
            "a list of arrays",
            r"""import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = np.array_split(numbers, n_chunks)
    return Parallel(n_jobs=n_workers)(delayed(task)(chunk) for chunk in chunks)""",
        ),
        (
            0,
            "pieces of every sixth number, put together as if they were neighbours",
            r"""import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = [numbers[first::n_chunks] for first in range(n_chunks)]
    return np.concatenate(Parallel(n_jobs=n_workers)(delayed(task)(chunk) for chunk in chunks))""",
        ),
        (
            0,
            "a loop over the chunks",
            r"""import numpy as np


def map_in_chunks(task, numbers, n_chunks, n_workers):
    return np.concatenate([task(chunk) for chunk in np.array_split(numbers, n_chunks)])""",
        ),
        (
            0,
            "the task is called here, once for all",
            r"""def map_in_chunks(task, numbers, n_chunks, n_workers):
    return task(numbers)""",
        ),
        (
            0,
            "threads",
            r"""import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = np.array_split(numbers, n_chunks)
    workers = Parallel(n_jobs=n_workers, backend="threading")
    return np.concatenate(workers(delayed(task)(chunk) for chunk in chunks))""",
        ),
        (
            0,
            "pieces as they come",
            r"""import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = np.array_split(numbers, n_chunks)
    workers = Parallel(n_jobs=n_workers, return_as="generator_unordered")
    return np.concatenate(list(workers(delayed(task)(chunk) for chunk in chunks)))""",
        ),
        (
            0,
            "nothing is returned",
            r"""import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = np.array_split(numbers, n_chunks)
    np.concatenate(Parallel(n_jobs=n_workers)(delayed(task)(chunk) for chunk in chunks))""",
        ),
        (
            1,
            "a task for each number",
            r"""from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    return Parallel(n_jobs=n_workers)(delayed(task)(number) for number in numbers)""",
        ),
        (
            1,
            "a chunk too many",
            r"""import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    size = len(numbers) // n_chunks
    chunks = [numbers[i : i + size] for i in range(0, len(numbers), size)]
    return np.concatenate(Parallel(n_jobs=n_workers)(delayed(task)(chunk) for chunk in chunks))""",
        ),
        (
            1,
            "a chunk for each worker",
            r"""import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = np.array_split(numbers, n_workers)
    return np.concatenate(Parallel(n_jobs=n_workers)(delayed(task)(chunk) for chunk in chunks))""",
        ),
        (
            1,
            "six chunks, whatever was asked for",
            r"""import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = np.array_split(numbers, 6)
    return np.concatenate(Parallel(n_jobs=n_workers)(delayed(task)(chunk) for chunk in chunks))""",
        ),
        (
            2,
            "three workers, whatever was asked for",
            r"""import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = np.array_split(numbers, n_chunks)
    return np.concatenate(Parallel(n_jobs=3)(delayed(task)(chunk) for chunk in chunks))""",
        ),
        (
            3,
            "the rest is put into the last chunk",
            r"""import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    size = len(numbers) // n_chunks
    chunks = [numbers[i * size : (i + 1) * size] for i in range(n_chunks - 1)]
    chunks.append(numbers[(n_chunks - 1) * size :])
    return np.concatenate(Parallel(n_jobs=n_workers)(delayed(task)(chunk) for chunk in chunks))""",
        ),
    ],
    "e5": [
        (
            1,
            "a list when all is done",
            r"""from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    return Parallel(n_jobs=n_workers)(delayed(task)(value) for value in inputs)""",
        ),
        (
            1,
            "a list, given out one by one",
            r"""from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    for result in Parallel(n_jobs=n_workers)(delayed(task)(value) for value in inputs):
        yield result""",
        ),
        (
            1,
            "a generator that is emptied first",
            r"""from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    workers = Parallel(n_jobs=n_workers, return_as="generator")
    results = []
    for result in workers(delayed(task)(value) for value in inputs):
        results.append(result)
    return results""",
        ),
        (
            1,
            "a parallel loop for every few inputs",
            r"""from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    for i in range(0, len(inputs), n_workers):
        calls = [delayed(task)(value) for value in inputs[i : i + n_workers]]
        yield from Parallel(n_jobs=n_workers)(calls)""",
        ),
        (
            0,
            "as they come, in no order",
            r"""from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    workers = Parallel(n_jobs=n_workers, return_as="generator_unordered")
    return workers(delayed(task)(value) for value in inputs)""",
        ),
        (
            0,
            "a loop that yields",
            r"""def results_of(task, inputs, n_workers):
    for value in inputs:
        yield task(value)""",
        ),
        (
            0,
            "threads",
            r"""from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    workers = Parallel(n_jobs=n_workers, return_as="generator", backend="threading")
    return workers(delayed(task)(value) for value in inputs)""",
        ),
        (
            3,
            "the error ends the loop in silence",
            r"""from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    workers = Parallel(n_jobs=n_workers, return_as="generator")
    try:
        for result in workers(delayed(task)(value) for value in inputs):
            yield result
    except ValueError:
        return""",
        ),
        (
            3,
            "the error becomes None",
            r"""from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    def safe(value):
        try:
            return task(value)
        except Exception:
            return None

    workers = Parallel(n_jobs=n_workers, return_as="generator")
    return workers(delayed(safe)(value) for value in inputs)""",
        ),
        (
            0,
            "two workers, whatever was asked for",
            r"""from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    workers = Parallel(n_jobs=2, return_as="generator")
    return workers(delayed(task)(value) for value in inputs)""",
        ),
        (
            0,
            "three workers, whatever was asked for",
            r"""from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    workers = Parallel(n_jobs=3, return_as="generator")
    return workers(delayed(task)(value) for value in inputs)""",
        ),
        (
            0,
            "results without end",
            r"""def results_of(task, inputs, n_workers):
    while True:
        yield 1""",
        ),
        (
            0,
            "the generator is not returned",
            r"""from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    workers = Parallel(n_jobs=n_workers, return_as="generator")
    results = workers(delayed(task)(value) for value in inputs)""",
        ),
    ],
}
