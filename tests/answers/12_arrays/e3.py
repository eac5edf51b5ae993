# %% [markdown]
# # Answers to exercise 3 of 12_arrays
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def draw_all(task, n_tasks, root, n_workers):
    seeds = np.random.SeedSequence(root).spawn(n_tasks)
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, [np.random.default_rng(seed) for seed in seeds]))


# %% right: a generator makes the others
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def draw_all(task, n_tasks, root, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, np.random.default_rng(root).spawn(n_tasks)))


# %% right: seeds of two numbers
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def draw_all(task, n_tasks, root, n_workers):
    generators = [np.random.default_rng([root, i]) for i in range(n_tasks)]
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, generators))


# %% right: the place among the children, by hand
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def draw_all(task, n_tasks, root, n_workers):
    seeds = [np.random.SeedSequence(root, spawn_key=(i,)) for i in range(n_tasks)]
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, np.random.default_rng(seed)) for seed in seeds]
        return [future.result() for future in futures]


# %% wrong, keeps 0: a lock around a shared generator
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def draw_all(task, n_tasks, root, n_workers):
    rng, lock = np.random.default_rng(root), threading.Lock()

    def draw(_):
        with lock:
            return task(rng)

    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(draw, range(n_tasks)))


# %% wrong, keeps 0: no seeds
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def draw_all(task, n_tasks, root, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, [np.random.default_rng() for _ in range(n_tasks)]))


# %% wrong, keeps 0: a generator for each worker
import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def draw_all(task, n_tasks, root, n_workers):
    seeds, own = iter(np.random.SeedSequence(root).spawn(n_workers)), threading.local()

    def begin():
        own.rng = np.random.default_rng(next(seeds))

    with ThreadPoolExecutor(n_workers, initializer=begin) as pool:
        return list(pool.map(lambda _: task(own.rng), range(n_tasks)))


# %% wrong, keeps 0: a loop

import numpy as np


def draw_all(task, n_tasks, root, n_workers):
    seeds = np.random.SeedSequence(root).spawn(n_tasks)
    return [task(np.random.default_rng(seed)) for seed in seeds]


# %% wrong, keeps 1: the root for each task
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def draw_all(task, n_tasks, root, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, [np.random.default_rng(root) for _ in range(n_tasks)]))


# %% wrong, keeps 1: the entropy of the children
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def draw_all(task, n_tasks, root, n_workers):
    seeds = np.random.SeedSequence(root).spawn(n_tasks)
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, [np.random.default_rng(seed.entropy) for seed in seeds]))


# %% wrong, keeps 2: root plus task
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def draw_all(task, n_tasks, root, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, [np.random.default_rng(root + i) for i in range(n_tasks)]))


# %% wrong, keeps 2: the task alone
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def draw_all(task, n_tasks, root, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, [np.random.default_rng(i) for i in range(n_tasks)]))


# %% wrong, keeps 2: root plus a hundred times the task
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def draw_all(task, n_tasks, root, n_workers):
    seeds = [root + 100 * i for i in range(n_tasks)]
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, [np.random.default_rng(seed) for seed in seeds]))


# %% right: a hash of both
import hashlib
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def _seed(*parts):
    return int.from_bytes(hashlib.sha256(repr(parts).encode()).digest(), "big")


def draw_all(task, n_tasks, root, n_workers):
    main = (np.random.default_rng(_seed(root, i)) for i in range(n_tasks))
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, main))


# %% right: jumped, by a bit generator
from concurrent.futures import ThreadPoolExecutor

from numpy.random import PCG64DXSM, Generator, SeedSequence


def draw_all(task, n_tasks, root, n_workers):
    first = PCG64DXSM(SeedSequence(root))
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, [Generator(first.jumped(i + 1)) for i in range(n_tasks)]))


# %% wrong, keeps 2: root times a thousand plus task
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def draw_all(task, n_tasks, root, n_workers):
    rngs = [np.random.default_rng(root * 1000 + i) for i in range(n_tasks)]
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, rngs))


# %% wrong, keeps 2: the digits of root and task side by side
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def draw_all(task, n_tasks, root, n_workers):
    rngs = [np.random.default_rng(int(f"{root}{i}")) for i in range(n_tasks)]
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, rngs))


# %% wrong, keeps 2: root and task by exclusive or
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def draw_all(task, n_tasks, root, n_workers):
    rngs = [np.random.default_rng(root ^ (i << 7)) for i in range(n_tasks)]
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, rngs))


# %% wrong, keeps 2: root times the task
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def draw_all(task, n_tasks, root, n_workers):
    rngs = [np.random.default_rng((root + 1) * (i + 1)) for i in range(n_tasks)]
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, rngs))


# %% wrong, keeps 1: a generator for each second task
from concurrent.futures import ThreadPoolExecutor

import numpy as np


def draw_all(task, n_tasks, root, n_workers):
    rngs = [np.random.default_rng([root, i // 2]) for i in range(n_tasks)]
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, rngs))
