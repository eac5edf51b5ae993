# %% [markdown]
# # Answers to exercise 4 of 05_joblib
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = np.array_split(numbers, n_chunks)
    return np.concatenate(Parallel(n_jobs=n_workers)(delayed(task)(chunk) for chunk in chunks))


# %% right: chunks of neighbours, put together in a list
import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    ends = [len(numbers) * i // n_chunks for i in range(n_chunks + 1)]
    calls = [delayed(task)(numbers[a:b]) for a, b in zip(ends, ends[1:])]
    results = []
    for part in Parallel(n_jobs=n_workers)(calls):
        results.extend(part)
    return results


# %% right: every so many numbers, put back where they were
import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = [numbers[first::n_chunks] for first in range(n_chunks)]
    parts = Parallel(n_jobs=n_workers)(delayed(task)(chunk) for chunk in chunks)
    results = np.empty_like(numbers)
    for first, part in enumerate(parts):
        results[first::n_chunks] = part
    return results


# %% right: by a ProcessPoolExecutor
from concurrent.futures import ProcessPoolExecutor

import numpy as np


def map_in_chunks(task, numbers, n_chunks, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        return np.concatenate(list(pool.map(task, np.array_split(numbers, n_chunks))))


# %% wrong, keeps 0: the last numbers are lost
import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    size = len(numbers) // n_chunks
    chunks = [numbers[i * size : (i + 1) * size] for i in range(n_chunks)]
    return np.concatenate(Parallel(n_jobs=n_workers)(delayed(task)(chunk) for chunk in chunks))


# %% wrong, keeps 0: a list of arrays
import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = np.array_split(numbers, n_chunks)
    return Parallel(n_jobs=n_workers)(delayed(task)(chunk) for chunk in chunks)


# %% wrong, keeps 0: pieces of every sixth number, put together as if they were neighbours
import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = [numbers[first::n_chunks] for first in range(n_chunks)]
    return np.concatenate(Parallel(n_jobs=n_workers)(delayed(task)(chunk) for chunk in chunks))


# %% wrong, keeps 0: a loop over the chunks
import numpy as np


def map_in_chunks(task, numbers, n_chunks, n_workers):
    return np.concatenate([task(chunk) for chunk in np.array_split(numbers, n_chunks)])


# %% wrong, keeps 0: the task is called here, once for all
def map_in_chunks(task, numbers, n_chunks, n_workers):
    return task(numbers)


# %% wrong, keeps 0: threads
import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = np.array_split(numbers, n_chunks)
    workers = Parallel(n_jobs=n_workers, backend="threading")
    return np.concatenate(workers(delayed(task)(chunk) for chunk in chunks))


# %% wrong, keeps 0: pieces as they come
import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = np.array_split(numbers, n_chunks)
    workers = Parallel(n_jobs=n_workers, return_as="generator_unordered")
    return np.concatenate(list(workers(delayed(task)(chunk) for chunk in chunks)))


# %% wrong, keeps 0: nothing is returned
import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = np.array_split(numbers, n_chunks)
    np.concatenate(Parallel(n_jobs=n_workers)(delayed(task)(chunk) for chunk in chunks))


# %% wrong, keeps 1: a task for each number
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    return Parallel(n_jobs=n_workers)(delayed(task)(number) for number in numbers)


# %% wrong, keeps 1: a chunk too many
import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    size = len(numbers) // n_chunks
    chunks = [numbers[i : i + size] for i in range(0, len(numbers), size)]
    return np.concatenate(Parallel(n_jobs=n_workers)(delayed(task)(chunk) for chunk in chunks))


# %% wrong, keeps 1: a chunk for each worker
import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = np.array_split(numbers, n_workers)
    return np.concatenate(Parallel(n_jobs=n_workers)(delayed(task)(chunk) for chunk in chunks))


# %% wrong, keeps 1: six chunks, whatever was asked for
import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = np.array_split(numbers, 6)
    return np.concatenate(Parallel(n_jobs=n_workers)(delayed(task)(chunk) for chunk in chunks))


# %% wrong, keeps 2: three workers, whatever was asked for
import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = np.array_split(numbers, n_chunks)
    return np.concatenate(Parallel(n_jobs=3)(delayed(task)(chunk) for chunk in chunks))


# %% wrong, keeps 3: the rest is put into the last chunk
import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    size = len(numbers) // n_chunks
    chunks = [numbers[i * size : (i + 1) * size] for i in range(n_chunks - 1)]
    chunks.append(numbers[(n_chunks - 1) * size :])
    return np.concatenate(Parallel(n_jobs=n_workers)(delayed(task)(chunk) for chunk in chunks))


# %% right: a loky executor, by hand
import numpy as np
from joblib.externals.loky import get_reusable_executor


def map_in_chunks(task, numbers, n_chunks, n_workers):
    main = get_reusable_executor(max_workers=n_workers)
    return np.concatenate(list(main.map(task, np.array_split(numbers, n_chunks))))


# %% wrong, keeps 3: the rest is put into the last chunk, as lists of NumPy's numbers
import numpy as np
from joblib import Parallel, delayed


def map_in_chunks(task, numbers, n_chunks, n_workers):
    numbers = list(numbers)
    size = len(numbers) // n_chunks
    chunks = [numbers[i * size : (i + 1) * size] for i in range(n_chunks - 1)]
    chunks.append(numbers[(n_chunks - 1) * size :])
    return np.concatenate(Parallel(n_workers)(delayed(task)(chunk) for chunk in chunks))


# %% wrong, keeps 2: a process for each chunk, behind a semaphore
import multiprocessing

import numpy as np


def _one(task, chunk, places, i, out):
    with places:
        out.put((i, task(chunk)))


def map_in_chunks(task, numbers, n_chunks, n_workers):
    places, out = multiprocessing.Semaphore(n_workers), multiprocessing.Queue()
    started = [
        multiprocessing.Process(target=_one, args=(task, chunk, places, i, out))
        for i, chunk in enumerate(np.array_split(numbers, n_chunks))
    ]
    for each in started:
        each.start()
    found = dict(out.get() for _ in started)
    for each in started:
        each.join()
    return np.concatenate([found[i] for i in range(n_chunks)])
