"""What independent processes reach on this machine now: measured in the rounds of what it bounds."""

import os
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Barrier
from statistics import median

from helpers import machine, workloads
from helpers.measure import task_sizes
from helpers.wording.arguments import check_count
from helpers.worker.traced import Traced

__all__ = ["MAX_PROCESSES", "MAX_WORKERS", "ceiling", "reached", "workers_that_count"]

MAX_WORKERS = 10_000
MAX_PROCESSES = 61 if os.name == "nt" else MAX_WORKERS  # of a ProcessPoolExecutor
_TASK_SIZE_MS = 50.0


def ceiling(n_workers, task_size_ms=_TASK_SIZE_MS, n_rounds=5, stop=None):
    """Measure what `n_workers` independent processes reach on this machine now.

    Every process counts primes and shares nothing with the others. Rounds in which all of them work
    alternate with rounds in which one works alone. What it falls short of `n_workers` by is the
    machine's doing: CPUs that are not there, or are shared with others, or slow down when all are busy.

    Parameters
    ----------
    n_workers : int
        Processes, 1 to `MAX_PROCESSES`: 10000, or 61 on Windows.
    task_size_ms : float, optional
        Milliseconds of work a process and round.
    n_rounds : int, optional
    stop : StopFlag, optional
        Once set, `Stopped` is raised.

    Returns
    -------
    float
        Median speedup of CPU-bound work over one process.

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range.
    Stopped
        If `stop` was set.
    """
    n_workers = check_count("n_workers", n_workers, MAX_PROCESSES)
    n_rounds = check_count("n_rounds", n_rounds, 1000)
    found = reached([n_workers], n_rounds, stop, task_size_ms)
    return median(found[n_workers])


def reached(n_workers, n_rounds=1, stop=None, task_size_ms=_TASK_SIZE_MS):
    """Measure what several numbers of independent processes reach, with processes started for it.

    Parameters
    ----------
    n_workers : list of int
        1 to `MAX_PROCESSES` each.
    n_rounds : int, optional
    stop : StopFlag, optional
    task_size_ms : float, optional

    Returns
    -------
    dict of int to list of float
        For each number its speedups over one process, one a round; 1 for one process.

    Raises
    ------
    Stopped
        If `stop` was set.
    """
    n = task_sizes.input_for(workloads.count_primes, task_size_ms)
    most = max(n_workers)
    found = {k: [] for k in n_workers}
    if most == 1:
        return {1: [1.0] * n_rounds}
    task = Traced(workloads.count_primes, stop)
    # The barrier makes every process start before the first task, so that each then takes one.
    everyone = Barrier(most)
    with ProcessPoolExecutor(most, initializer=everyone.wait, initargs=(60,)) as pool:

        def busy_s(n_tasks):
            spans = [span for _, span in pool.map(task, [n] * n_tasks)]
            return max(span.end_s for span in spans) - min(span.start_s for span in spans)

        list(pool.map(task, [2] * most))  # the barrier waits for as many tasks
        for _ in range(n_rounds):
            alone_s = busy_s(1)
            for k in n_workers:
                found[k].append(1.0 if k == 1 else k * alone_s / busy_s(k))
    return found


def workers_that_count(n_workers):
    """Return the number of workers up to which a ceiling is worth measuring.

    Parameters
    ----------
    n_workers : int

    Returns
    -------
    int
        `n_workers`, but no more than the usable CPUs, or 2, and than a pool of processes can have.
    """
    return min(n_workers, max(2, machine.usable_cpus()), MAX_PROCESSES)
