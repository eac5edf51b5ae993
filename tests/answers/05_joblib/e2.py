# %% [markdown]
# # Answers to exercise 2 of 05_joblib
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = []
    for row in table:
        calls.append(delayed(task)(row))
    return Parallel(n_jobs=n_workers)(calls)


# %% right: by number, one call in a batch
from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = (delayed(lambda i: task(table[i]))(i) for i in range(len(table)))
    return Parallel(n_jobs=n_workers, batch_size=1)(calls)


# %% right: by multiprocessing
from joblib import Parallel, delayed, parallel_config


def for_each_row(task, table, n_workers):
    with parallel_config("multiprocessing", n_jobs=n_workers):
        return Parallel()(delayed(task)(row) for row in table)


# %% wrong, keeps 0: the task is called in place of being noted
from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = [task(row) for row in table]
    return Parallel(n_jobs=n_workers)(calls)


# %% wrong, keeps 0: delayed gets a result in place of a function
from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = [delayed(task(row)) for row in table]
    return Parallel(n_jobs=n_workers)(calls)


# %% wrong, keeps 0: results of a loop are handed through workers
from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = [delayed(lambda result: result)(task(row)) for row in table]
    return Parallel(n_jobs=n_workers)(calls)


# %% wrong, keeps 0: the whole table for each row
from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = [delayed(task)(table) for row in table]
    return Parallel(n_jobs=n_workers)(calls)


# %% wrong, keeps 0: columns
from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = [delayed(task)(row) for row in table.T]
    return Parallel(n_jobs=n_workers)(calls)


# %% wrong, keeps 0: no calls
from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = []
    return Parallel(n_jobs=n_workers)(calls)


# %% wrong, keeps 0: threads
from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = [delayed(task)(row) for row in table]
    return Parallel(n_jobs=n_workers, prefer="threads")(calls)


# %% wrong, keeps 0: as they come
from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = [delayed(task)(row) for row in table]
    return list(Parallel(n_jobs=n_workers, return_as="generator_unordered")(calls))


# %% wrong, keeps 0: nothing is returned
from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = [delayed(task)(row) for row in table]
    Parallel(n_jobs=n_workers)(calls)


# %% wrong, keeps 1: a parallel loop for each row
from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    results = []
    for row in table:
        results += Parallel(n_jobs=n_workers)([delayed(task)(row)])
    return results


# %% wrong, keeps 1: two workers, whatever was asked for
from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = [delayed(task)(row) for row in table]
    return Parallel(n_jobs=2)(calls)


# %% wrong, keeps 1: three workers, whatever was asked for
from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = [delayed(task)(row) for row in table]
    return Parallel(n_jobs=3)(calls)


# %% right: a generator of partials
from functools import partial

from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    main = (delayed(partial(task))(row) for row in table)
    return [*Parallel(n_workers, batch_size=1)(main)]


# %% right: a lambda of the notebook, which cloudpickle sends
from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    calls = [delayed(lambda i: task(table[i]))(i) for i in range(len(table))]
    return Parallel(n_jobs=n_workers)(calls)


# %% wrong, keeps 1: the caller has a share
from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    return Parallel(n_jobs=n_workers + 1)(delayed(task)(row) for row in table)


# %% wrong, keeps 1: each row is asked for twice
from joblib import Parallel, delayed


def for_each_row(task, table, n_workers):
    Parallel(n_jobs=n_workers)(delayed(task)(row) for row in table)
    return Parallel(n_jobs=n_workers)(delayed(task)(row) for row in table)


# %% wrong, keeps 1: a process for each row, behind a semaphore
import multiprocessing


def _one(task, row, places, i, out):
    with places:
        out.put((i, task(row)))


def for_each_row(task, table, n_workers):
    places, out = multiprocessing.Semaphore(n_workers), multiprocessing.Queue()
    started = [
        multiprocessing.Process(target=_one, args=(task, row, places, i, out))
        for i, row in enumerate(table)
    ]
    for each in started:
        each.start()
    found = dict(out.get() for _ in started)
    for each in started:
        each.join()
    return [found[i] for i in range(len(table))]
