# %% [markdown]
# # Answers to exercise 4 of 02_multiprocessing
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
from concurrent.futures import ProcessPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = [numbers[first::n_chunks] for first in range(n_chunks)]
    with ProcessPoolExecutor(n_workers) as pool:
        return sum(pool.map(task, chunks))


# %% right: chunks of neighbours, by a multiprocessing.Pool
import multiprocessing


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    ends = [len(numbers) * i // n_chunks for i in range(n_chunks + 1)]
    chunks = [numbers[a:b] for a, b in zip(ends, ends[1:])]
    with multiprocessing.Pool(n_workers) as pool:
        total = sum(pool.map(task, chunks, chunksize=1))
        pool.close()
        pool.join()
    return total


# %% right: chunks by NumPy, whose sum is no int
import multiprocessing

import numpy as np


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return np.sum(pool.map(task, np.array_split(numbers, n_chunks), chunksize=1))


# %% wrong, keeps 0: the last numbers are lost
from concurrent.futures import ProcessPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    size = len(numbers) // n_chunks
    chunks = [numbers[i * size : (i + 1) * size] for i in range(n_chunks)]
    with ProcessPoolExecutor(n_workers) as pool:
        return sum(pool.map(task, chunks))


# %% wrong, keeps 1: a chunk too many
from concurrent.futures import ProcessPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    size = len(numbers) // n_chunks
    chunks = [numbers[i : i + size] for i in range(0, len(numbers), size)]
    with ProcessPoolExecutor(n_workers) as pool:
        return sum(pool.map(task, chunks))


# %% wrong, keeps 1: the rest is put into the last chunk
from concurrent.futures import ProcessPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    size = len(numbers) // n_chunks
    chunks = [numbers[i * size : (i + 1) * size] for i in range(n_chunks - 1)]
    chunks.append(numbers[(n_chunks - 1) * size :])
    with ProcessPoolExecutor(n_workers) as pool:
        return sum(pool.map(task, chunks))


# %% wrong, keeps 2: a loop over the chunks
def sum_in_chunks(task, numbers, n_chunks, n_workers):
    return sum(task(numbers[first::n_chunks]) for first in range(n_chunks))


# %% wrong, keeps 1: the whole sum at once
from concurrent.futures import ProcessPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        return pool.submit(task, numbers).result()


# %% wrong, keeps 1: the task is not used
def sum_in_chunks(task, numbers, n_chunks, n_workers):
    return sum(numbers)


# %% wrong, keeps 2: threads
from concurrent.futures import ThreadPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = [numbers[first::n_chunks] for first in range(n_chunks)]
    with ThreadPoolExecutor(n_workers) as pool:
        return sum(pool.map(task, chunks))


# %% wrong, keeps 0: a list of sums
from concurrent.futures import ProcessPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = [numbers[first::n_chunks] for first in range(n_chunks)]
    with ProcessPoolExecutor(n_workers) as pool:
        return list(pool.map(task, chunks))


# %% wrong, keeps 3: workers left running
from concurrent.futures import ProcessPoolExecutor

pools = []


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = [numbers[first::n_chunks] for first in range(n_chunks)]
    pools.append(ProcessPoolExecutor(n_workers))
    return sum(pools[-1].map(task, chunks))


# %% wrong, keeps 2: one chunk after the other
import multiprocessing


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return sum(pool.apply(task, (numbers[i::n_chunks],)) for i in range(n_chunks))


# %% wrong, keeps 2: a worker for each chunk
from concurrent.futures import ProcessPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = [numbers[first::n_chunks] for first in range(n_chunks)]
    with ProcessPoolExecutor(n_chunks) as pool:
        return sum(pool.map(task, chunks))


# %% wrong, keeps 1: results dropped, and the sum made here
from concurrent.futures import ProcessPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = [numbers[first::n_chunks] for first in range(n_chunks)]
    with ProcessPoolExecutor(n_workers) as pool:
        list(pool.map(task, chunks))
    return sum(numbers)


# %% wrong, keeps 1: results dropped, and each chunk summed here
from concurrent.futures import ProcessPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = [numbers[first::n_chunks] for first in range(n_chunks)]
    with ProcessPoolExecutor(n_workers) as pool:
        for _ in pool.map(task, chunks):
            pass
    return sum(map(sum, chunks))


# %% wrong, keeps 1: five chunks, whatever was asked for
from concurrent.futures import ProcessPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = [numbers[first::5] for first in range(5)]
    with ProcessPoolExecutor(n_workers) as pool:
        return sum(pool.map(task, chunks))


# %% wrong, keeps 1: a chunk for each worker
from concurrent.futures import ProcessPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = [numbers[first::n_workers] for first in range(n_workers)]
    with ProcessPoolExecutor(n_workers) as pool:
        return sum(pool.map(task, chunks))


# %% wrong, keeps 2: three workers, whatever was asked for
from concurrent.futures import ProcessPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = [numbers[first::n_chunks] for first in range(n_chunks)]
    with ProcessPoolExecutor(3) as pool:
        return sum(pool.map(task, chunks))


# %% wrong, keeps 2: a process for each chunk, behind a semaphore
import multiprocessing


def run(task, chunk, gate, results):
    with gate:
        results.put(task(chunk))


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    gate, results = multiprocessing.Semaphore(n_workers), multiprocessing.Queue()
    processes = [
        multiprocessing.Process(target=run, args=(task, numbers[i::n_chunks], gate, results))
        for i in range(n_chunks)
    ]
    for process in processes:
        process.start()
    total = sum(results.get() for _ in processes)
    for process in processes:
        process.join()
    return total


# %% wrong, keeps 3: shut down, and nobody waits
from concurrent.futures import ProcessPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = [numbers[first::n_chunks] for first in range(n_chunks)]
    pool = ProcessPoolExecutor(n_workers)
    total = sum(pool.map(task, chunks))
    pool.shutdown(wait=False)
    return total


# %% wrong, keeps 3: closed, and nobody joins
import multiprocessing

POOLS = []


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    POOLS.append(multiprocessing.Pool(n_workers))
    chunks = [numbers[i::n_chunks] for i in range(n_chunks)]
    total = sum(POOLS[-1].map(task, chunks, chunksize=1))
    POOLS[-1].close()
    return total


# %% right: by apply_async, and numbers taken out of the list
import multiprocessing


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = [[] for _ in range(n_chunks)]
    i = 0
    while numbers:
        chunks[i % n_chunks].append(numbers.pop())
        i += 1
    with multiprocessing.Pool(n_workers) as pool:
        return sum(p.get() for p in [pool.apply_async(task, (chunk,)) for chunk in chunks])


# %% right: a worker's function of the notebook, with an initializer
import functools
from concurrent.futures import ProcessPoolExecutor

the_task = None


def keep(task):
    global the_task
    the_task = task


def sum_of(chunk):
    return the_task(chunk)


@functools.cache
def cuts(n, n_chunks):
    return [n * i // n_chunks for i in range(n_chunks + 1)]


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    ends = cuts(len(numbers), n_chunks)
    chunks = [numbers[a:b] for a, b in zip(ends, ends[1:])]
    with ProcessPoolExecutor(n_workers, initializer=keep, initargs=(task,)) as pool:
        return sum(pool.map(sum_of, chunks))


# %% right: chunks as tuples, by an executor of its own kind
from concurrent.futures import ProcessPoolExecutor
from itertools import accumulate, islice


class _Sums(ProcessPoolExecutor):
    def total(self, task, chunks):
        return sum(self.map(task, chunks))


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    whole, rest = divmod(len(numbers), n_chunks)
    inputs = iter(numbers)
    chunks = [tuple(islice(inputs, whole + (i < rest))) for i in range(n_chunks)]
    with _Sums(max_workers=n_workers) as pool:
        return pool.total(task, chunks)


# %% right: forkserver is chosen in the function, and processes by hand take from a queue
import multiprocessing


def _work(task, todo, done):
    for chunk in iter(todo.get, None):
        done.put(task(chunk))


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    main = multiprocessing.get_context("forkserver")
    todo, done = main.SimpleQueue(), main.Queue()
    workers = [main.Process(target=_work, args=(task, todo, done)) for _ in range(n_workers)]
    for worker in workers:
        worker.start()
    for i in range(n_chunks):
        todo.put(numbers[i::n_chunks])
    for _ in workers:
        todo.put(None)
    total = sum(done.get() for _ in range(n_chunks))
    for worker in workers:
        worker.join()
    return total


# %% right: a manager's list, and everything shut down
import multiprocessing


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    import numpy

    with multiprocessing.Pool(n_workers) as pool:
        jobs = [
            pool.apply_async(task, (chunk.tolist(),))
            for chunk in numpy.array_split(numbers, n_chunks)
        ]
        total = numpy.sum([job.get() for job in jobs])
        pool.close()
        pool.join()
    return total


# %% wrong, keeps 1: the rest in the last chunk, of NumPy's numbers in lists
from concurrent.futures import ProcessPoolExecutor

import numpy as np


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    numbers = [np.longdouble(n) for n in numbers]
    size = len(numbers) // n_chunks
    chunks = [numbers[i * size : (i + 1) * size] for i in range(n_chunks - 1)]
    chunks.append(numbers[(n_chunks - 1) * size :])
    with ProcessPoolExecutor(n_workers) as pool:
        return int(sum(pool.map(task, chunks)))


# %% wrong, keeps 1: the rest in the last chunk, as bytes
from concurrent.futures import ProcessPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    numbers = bytes(numbers)
    size = len(numbers) // n_chunks
    chunks = [numbers[i * size : (i + 1) * size] for i in range(n_chunks - 1)]
    chunks.append(numbers[(n_chunks - 1) * size :])
    with ProcessPoolExecutor(n_workers) as pool:
        return sum(pool.map(task, chunks))


# %% wrong, keeps 2: one worker is a loop here
from concurrent.futures import ProcessPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    chunks = [numbers[i::n_chunks] for i in range(n_chunks)]
    if n_workers == 1:
        return sum(map(task, chunks))
    with ProcessPoolExecutor(n_workers) as pool:
        return sum(pool.map(task, chunks))


# %% wrong, keeps 2: a worker dies after each chunk
import multiprocessing


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    with multiprocessing.Pool(n_workers, maxtasksperchild=1) as pool:
        total = sum(pool.map(task, [numbers[i::n_chunks] for i in range(n_chunks)], 1))
        pool.close()
        pool.join()
    return total


# %% wrong, keeps 3: terminated, and not joined
import multiprocessing


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    pool = multiprocessing.Pool(n_workers)
    total = sum(pool.map(task, [numbers[i::n_chunks] for i in range(n_chunks)], 1))
    pool.close()
    pool.terminate()
    multiprocessing.Process(target=print).start()
    return total


# %% wrong, keeps 1: the chunks are asked for twice
from concurrent.futures import ProcessPoolExecutor


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        chunks = [numbers[i::n_chunks] for i in range(n_chunks)]
        once, again = sum(pool.map(task, chunks)), sum(pool.map(task, chunks))
        assert once == again
        return once


# %% right: names with a star, and a class of workers with a method that is sent
from multiprocessing import *
from functools import partialmethod


class main:
    def __init__(self, task):
        self.task = task

    def _call(self, doubled, chunk):
        return self.task(chunk) * (2 if doubled else 1)

    once = partialmethod(_call, False)


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    with Pool(n_workers) as pool:
        total = sum(pool.map(main(task).once, [numbers[i::n_chunks] for i in range(n_chunks)], 1))
        pool.close()
        pool.join()
    return total


# %% right: a generator of chunks, recursion, and an enum
import enum
from concurrent import futures


class Part(enum.Enum):
    EVEN = 0
    ODD = 1


def chunks_of(numbers, n):
    if n == 1:
        yield numbers
        return
    size = len(numbers) // n
    yield numbers[: size + (len(numbers) % n > 0)]
    yield from chunks_of(numbers[size + (len(numbers) % n > 0) :], n - 1)


def _call(pair):
    task, chunk, part = pair
    assert part in Part
    return task(chunk)


def sum_in_chunks(task, numbers, n_chunks, n_workers):
    with futures.ProcessPoolExecutor(n_workers) as pool:
        jobs = ((task, chunk, Part(i % 2)) for i, chunk in enumerate(chunks_of(numbers, n_chunks)))
        return sum(pool.map(_call, jobs))
