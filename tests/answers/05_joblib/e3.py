# %% [markdown]
# # Answers to exercise 3 of 05_joblib
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
import numpy as np
from joblib import Parallel, delayed


def change_rows(task, table):
    return np.array(Parallel(n_jobs=2)(delayed(task)(row) for row in table))


# %% right: what comes back is written into the table here
from joblib import Parallel, delayed


def change_rows(task, table):
    def change(table, i):
        return task(table[i])

    rows = Parallel(n_jobs=2)(delayed(change)(table, i) for i in range(len(table)))
    table[:] = rows
    return table


# %% right: a generator, and no memory map
from joblib import Parallel, delayed


def change_rows(task, table):
    calls = (delayed(task)(row) for row in table)
    return list(Parallel(n_jobs=2, max_nbytes=None, return_as="generator")(calls))


# %% right: all write into one mapped file
import tempfile
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
        return np.array(shared)


# %% wrong, keeps 0: copies are sent, and changed, and thrown away
from joblib import Parallel, delayed


def change_rows(task, table):
    def change(table, i):
        table[i] = task(table[i])

    calls = [delayed(change)(table, i) for i in range(len(table))]
    Parallel(n_jobs=2, max_nbytes=None)(calls)
    return table


# %% wrong, keeps 0: a mapped file is changed, and thrown away
from joblib import Parallel, delayed


def change_rows(task, table):
    def change(table, i):
        table[i] = task(table[i])

    calls = [delayed(change)(table, i) for i in range(len(table))]
    Parallel(n_jobs=2, max_nbytes=1, mmap_mode="r+")(calls)
    return table


# %% wrong, keeps 0: the worker copies the table, and returns nothing
from joblib import Parallel, delayed


def change_rows(task, table):
    def change(table, i):
        table = table.copy()
        table[i] = task(table[i])

    Parallel(n_jobs=2)(delayed(change)(table, i) for i in range(len(table)))
    return table


# %% wrong, keeps 0: the worker writes into its row and returns it: small ones only
from joblib import Parallel, delayed


def change_rows(task, table):
    def change(row):
        row[:] = task(row)
        return row

    return Parallel(n_jobs=2)(delayed(change)(row) for row in table)


# %% wrong, keeps 0: each call returns the whole table
from joblib import Parallel, delayed


def change_rows(task, table):
    def change(table, i):
        table = table.copy()
        table[i] = task(table[i])
        return table

    return Parallel(n_jobs=2)(delayed(change)(table, i) for i in range(len(table)))[-1]


# %% wrong, keeps 0: results are dropped
from joblib import Parallel, delayed


def change_rows(task, table):
    Parallel(n_jobs=2)(delayed(task)(row) for row in table)
    return table


# %% wrong, keeps 0: threads
from joblib import Parallel, delayed


def change_rows(task, table):
    def change(table, i):
        table[i] = task(table[i])

    calls = [delayed(change)(table, i) for i in range(len(table))]
    Parallel(n_jobs=2, require="sharedmem")(calls)
    return table


# %% wrong, keeps 0: a single worker
from joblib import Parallel, delayed


def change_rows(task, table):
    def change(table, i):
        table[i] = task(table[i])

    Parallel(n_jobs=1)(delayed(change)(table, i) for i in range(len(table)))
    return table


# %% wrong, keeps 0: nothing is returned
from joblib import Parallel, delayed


def change_rows(task, table):
    table[:] = Parallel(n_jobs=2)(delayed(task)(row) for row in table)


# %% wrong, keeps 0: as they come
from joblib import Parallel, delayed


def change_rows(task, table):
    calls = (delayed(task)(row) for row in table)
    return list(Parallel(n_jobs=2, return_as="generator_unordered")(calls))


# %% wrong, keeps 1: a parallel loop for each row
from joblib import Parallel, delayed


def change_rows(task, table):
    return [Parallel(n_jobs=2)([delayed(task)(row)])[0] for row in table]


# %% right: a deque of tuples
from collections import deque

from joblib import Parallel, delayed


def change_rows(task, table):
    def main(i, row):
        return i, task(row.copy())

    done = Parallel(n_jobs=2, batch_size=1)(delayed(main)(*pair) for pair in enumerate(table))
    return deque(tuple(row) for _, row in sorted(done, key=lambda pair: pair[0]))


# %% wrong, keeps 1: two workers and one at a time
from joblib import Parallel, delayed


def change_rows(task, table):
    for i in range(0, len(table)):
        table[i] = next(iter(Parallel(n_jobs=2)([delayed(task)(table[i])])))
    return table


# %% wrong, keeps 1: three at once
from joblib import Parallel, delayed


def change_rows(task, table):
    return Parallel(n_jobs=3)(delayed(task)(row) for row in table)
