"""What independent processes reach on this machine: measured now and then, for it changes."""

import os
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Barrier
from statistics import median

from helpers import machine, workloads
from helpers.measure import task_sizes
from helpers.measure.sweeps import MAX_WORKERS
from helpers.wording.arguments import check_count
from helpers.worker.traced import Traced

__all__ = ["MAX_PROCESSES", "ceiling", "known", "renew", "workers_that_count"]

MAX_PROCESSES = 61 if os.name == "nt" else MAX_WORKERS  # of a ProcessPoolExecutor
_AGE_S = 120
_measured = {}  # n_workers -> (when, ceiling)


def ceiling(n_workers, task_size_ms=50.0, n_repeats=5, stop=None):
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
    n_repeats : int, optional
        Rounds.
    stop : StopFlag, optional
        Once set, `Stopped` is raised.

    Returns
    -------
    float
        Median speedup of CPU-bound work over one process; no runner can be expected to do better.

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range.
    Stopped
        If `stop` was set.
    """
    n_workers = check_count("n_workers", n_workers, MAX_PROCESSES)
    n_repeats = check_count("n_repeats", n_repeats, 1000)
    n = task_sizes.input_for(workloads.count_primes, task_size_ms)
    if n_workers == 1:
        return 1.0
    task = Traced(workloads.count_primes, stop)
    # The barrier makes every process start before the first task, so that each then takes one.
    everyone = Barrier(n_workers)
    speedups = []
    with ProcessPoolExecutor(n_workers, initializer=everyone.wait, initargs=(60,)) as pool:

        def busy_s(n_tasks):
            spans = [span for _, span in pool.map(task, [n] * n_tasks)]
            return max(span.end_s for span in spans) - min(span.start_s for span in spans)

        busy_s(n_workers)
        for _ in range(n_repeats):
            speedups.append(n_workers * busy_s(1) / busy_s(n_workers))
    return median(speedups)


def renew(n_workers, measured=ceiling):
    """Measure the ceiling for a number of workers, unless that was done in the last two minutes.

    Parameters
    ----------
    n_workers : int
    measured : callable, optional
        ``measured(n_workers)`` measures it and returns it.
    """
    when, _ = _measured.get(n_workers, (None, None))
    if when is None or time.monotonic() - when > _AGE_S:
        _measured[n_workers] = (time.monotonic(), measured(n_workers))


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


def known(max_workers):
    """Return what has been measured, going on level from there.

    Parameters
    ----------
    max_workers : int

    Returns
    -------
    dict of int to float
        The ceiling by number of workers, up to `max_workers`; empty if nothing was measured.
    """
    # Copied first: another thread may measure meanwhile.
    found = {n: value for n, (_, value) in list(_measured.items()) if n <= max_workers}
    if found:
        found.setdefault(max_workers, found[max(found)])
    return found
