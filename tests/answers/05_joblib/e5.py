# %% [markdown]
# # Answers to exercise 5 of 05_joblib
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    workers = Parallel(n_jobs=n_workers, return_as="generator")
    return workers(delayed(task)(value) for value in inputs)


# %% right: a generator of its own
from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    workers = Parallel(n_jobs=n_workers, return_as="generator", batch_size=1)
    for result in workers([delayed(task)(value) for value in inputs]):
        yield result


# %% right: by a ProcessPoolExecutor
from concurrent.futures import ProcessPoolExecutor


def results_of(task, inputs, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        yield from pool.map(task, inputs)


# %% right: by a multiprocessing.Pool
import multiprocessing


def results_of(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        yield from pool.imap(task, inputs)


# %% wrong, keeps 1: a list when all is done
from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    return Parallel(n_jobs=n_workers)(delayed(task)(value) for value in inputs)


# %% wrong, keeps 1: a list, given out one by one
from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    for result in Parallel(n_jobs=n_workers)(delayed(task)(value) for value in inputs):
        yield result


# %% wrong, keeps 1: a generator that is emptied first
from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    workers = Parallel(n_jobs=n_workers, return_as="generator")
    results = []
    for result in workers(delayed(task)(value) for value in inputs):
        results.append(result)
    return results


# %% wrong, keeps 1: a parallel loop for every few inputs
from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    for i in range(0, len(inputs), n_workers):
        calls = [delayed(task)(value) for value in inputs[i : i + n_workers]]
        yield from Parallel(n_jobs=n_workers)(calls)


# %% wrong, keeps 0: as they come, in no order
from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    workers = Parallel(n_jobs=n_workers, return_as="generator_unordered")
    return workers(delayed(task)(value) for value in inputs)


# %% wrong, keeps 0: a loop that yields
def results_of(task, inputs, n_workers):
    for value in inputs:
        yield task(value)


# %% wrong, keeps 0: threads
from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    workers = Parallel(n_jobs=n_workers, return_as="generator", backend="threading")
    return workers(delayed(task)(value) for value in inputs)


# %% wrong, keeps 3: the error ends the loop in silence
from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    workers = Parallel(n_jobs=n_workers, return_as="generator")
    try:
        for result in workers(delayed(task)(value) for value in inputs):
            yield result
    except ValueError:
        return


# %% wrong, keeps 3: the error becomes None
from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    def safe(value):
        try:
            return task(value)
        except Exception:
            return None

    workers = Parallel(n_jobs=n_workers, return_as="generator")
    return workers(delayed(safe)(value) for value in inputs)


# %% wrong, keeps 0: two workers, whatever was asked for
from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    workers = Parallel(n_jobs=2, return_as="generator")
    return workers(delayed(task)(value) for value in inputs)


# %% wrong, keeps 0: three workers, whatever was asked for
from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    workers = Parallel(n_jobs=3, return_as="generator")
    return workers(delayed(task)(value) for value in inputs)


# %% wrong, keeps 0: results without end
def results_of(task, inputs, n_workers):
    while True:
        yield 1


# %% wrong, keeps 0: the generator is not returned
from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    workers = Parallel(n_jobs=n_workers, return_as="generator")
    results = workers(delayed(task)(value) for value in inputs)


# %% right: an iterator class around joblib's generator
from joblib import Parallel, delayed


class results_of:
    def __init__(self, task, inputs, n_workers):
        calls = (delayed(task)(value) for value in inputs)
        self._main = Parallel(n_workers, return_as="generator", batch_size=1)(calls)

    def __iter__(self):
        yield from self._main


# %% wrong, keeps 3: the error comes out as a text
from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    try:
        yield from Parallel(n_jobs=n_workers, return_as="generator")(
            delayed(task)(value) for value in inputs
        )
    except Exception as error:
        raise RuntimeError("a task has failed") from error


# %% wrong, keeps 0: each is asked for twice
from joblib import Parallel, delayed


def results_of(task, inputs, n_workers):
    for _ in range(2):
        results = Parallel(n_jobs=n_workers, return_as="generator")(
            delayed(task)(value) for value in inputs
        )
        if _ == 0:
            list(results)
    yield from results
