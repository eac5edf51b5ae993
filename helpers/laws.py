"""Speedup, efficiency, schedules, pipelines, rooflines, and what bounds them: arithmetic, no clock."""

import math

from helpers.wording.arguments import check_real

__all__ = [
    "amdahl_speedup",
    "bottlenecks",
    "efficiency",
    "fit_serial_fraction",
    "gustafson_speedup",
    "ideal_elapsed_s",
    "ideal_pipeline_s",
    "ideal_speedup",
    "ideal_throughput_per_s",
    "least_elapsed_s",
    "list_schedule",
    "mean_in_progress",
    "ridge_point",
    "roofline",
    "speedup",
]


def speedup(baseline_s, elapsed_s):
    """Divide the sequential time by the parallel time.

    Parameters
    ----------
    baseline_s, elapsed_s : float
        Seconds, more than 0.

    Returns
    -------
    float
        2.0 means: in half of the time.

    Raises
    ------
    TypeError, ValueError
        If an argument is no number, or if a time is not more than 0.

    Examples
    --------
    >>> speedup(baseline_s=8.0, elapsed_s=2.5)
    3.2
    """
    _check_positive(baseline_s=baseline_s, elapsed_s=elapsed_s)
    return baseline_s / elapsed_s


def efficiency(speedup, n_workers):
    """Divide a speedup by the number of workers that it took.

    Parameters
    ----------
    speedup : float
        More than 0.
    n_workers : int
        1 or more.

    Returns
    -------
    float
        1.0 means that no worker's time was lost.

    Raises
    ------
    TypeError, ValueError
        If an argument is no number, or out of its range.

    References
    ----------
    D. L. Eager, J. Zahorjan and E. D. Lazowska, "Speedup versus efficiency in parallel systems", IEEE
    Transactions on Computers 38(3), 1989.

    Examples
    --------
    >>> efficiency(3.2, n_workers=4)
    0.8
    """
    _check_positive(speedup=speedup)
    _check_n_workers(n_workers)
    return speedup / n_workers


def amdahl_speedup(serial_fraction, n_workers):
    """Bound the speedup of a fixed amount of work of which a part stays sequential.

    Parameters
    ----------
    serial_fraction : float
        The part of the sequential time that cannot be shared, 0 to 1.
    n_workers : int
        1 or more.

    Returns
    -------
    float
        ``1 / (serial_fraction + (1 - serial_fraction) / n_workers)``.

    Raises
    ------
    TypeError, ValueError
        If an argument is no number, `serial_fraction` is outside 0 to 1, or `n_workers` is smaller
        than 1.

    References
    ----------
    G. M. Amdahl, "Validity of the single processor approach to achieving large scale computing
    capabilities", AFIPS Spring Joint Computer Conference, 1967.

    Examples
    --------
    >>> amdahl_speedup(0.1, n_workers=9)
    5.0
    """
    _check_fraction(serial_fraction)
    _check_n_workers(n_workers)
    return 1 / (serial_fraction + (1 - serial_fraction) / n_workers)


def gustafson_speedup(serial_fraction, n_workers):
    """Give the speedup of work that grows with the number of workers.

    Parameters
    ----------
    serial_fraction : float
        The part of the *parallel* time that is spent in sequential work, 0 to 1.
    n_workers : int
        1 or more.

    Returns
    -------
    float
        ``n_workers - serial_fraction * (n_workers - 1)``.

    Raises
    ------
    TypeError, ValueError
        If an argument is no number, `serial_fraction` is outside 0 to 1, or `n_workers` is smaller
        than 1.

    References
    ----------
    J. L. Gustafson, "Reevaluating Amdahl's law", Communications of the ACM 31(5), 1988.

    Examples
    --------
    >>> gustafson_speedup(0.1, n_workers=11)
    10.0
    """
    _check_fraction(serial_fraction)
    _check_n_workers(n_workers)
    return n_workers - serial_fraction * (n_workers - 1)


def fit_serial_fraction(n_workers, speedups):
    """Find the Amdahl curve nearest to measured speedups.

    Amdahl's law says that ``1/speedup - 1/n`` is `serial_fraction` times ``1 - 1/n``; this is the
    least-squares line through the origin and these points, kept within 0 and 1. For one point it is the
    experimentally determined serial fraction of Karp and Flatt.

    Parameters
    ----------
    n_workers : sequence of int
        1 or more each.
    speedups : sequence of float
        More than 0 each, as many as `n_workers`.

    Returns
    -------
    float or None
        0 to 1; None where no point has more than one worker, since nothing can be fitted then.

    Raises
    ------
    TypeError, ValueError
        If an argument is no number, or if the lengths differ, or a value is out of its range.

    References
    ----------
    A. H. Karp and H. P. Flatt, "Measuring parallel processor performance", Communications of the
    ACM 33(5), 1990.

    Examples
    --------
    >>> round(fit_serial_fraction([1, 3, 9], [1.0, 2.5, 5.0]), 6)
    0.1
    """
    if len(n_workers) != len(speedups):
        raise ValueError(
            f"speedups must have a value for each of n_workers: {len(n_workers)}, not {len(speedups)}."
        )
    above = below = 0.0
    for n, value in zip(n_workers, speedups, strict=True):
        _check_n_workers(n)
        _check_positive(speedups=value)
        x = 1 - 1 / n
        above += x * (1 / value - 1 / n)
        below += x * x
    return min(max(above / below, 0.0), 1.0) if below else None


def ideal_elapsed_s(n_tasks, n_workers, task_size_s):
    """Say how long equal tasks take on workers that cost nothing: whole rounds.

    Parameters
    ----------
    n_tasks, n_workers : int
        1 or more.
    task_size_s : float
        Seconds a task, more than 0.

    Returns
    -------
    float
        ``ceil(n_tasks / n_workers) * task_size_s``, in seconds.

    Raises
    ------
    TypeError, ValueError
        If an argument is no number, or out of its range.

    Examples
    --------
    >>> ideal_elapsed_s(n_tasks=10, n_workers=4, task_size_s=0.1)  # rounds of 4, 4 and 2
    0.30000000000000004
    """
    if n_tasks < 1:
        raise ValueError(f"n_tasks must be 1 or more, not {n_tasks!r}.")
    _check_n_workers(n_workers)
    _check_positive(task_size_s=task_size_s)
    return math.ceil(n_tasks / n_workers) * task_size_s


def ideal_speedup(n_tasks, n_workers):
    """Say how many times as fast equal tasks get on workers that cost nothing: whole rounds.

    Parameters
    ----------
    n_tasks, n_workers : int
        1 or more.

    Returns
    -------
    float
        ``n_tasks / ceil(n_tasks / n_workers)``; `n_workers` where they divide the tasks evenly.

    Raises
    ------
    TypeError, ValueError
        If an argument is no number, or out of its range.

    Examples
    --------
    >>> ideal_speedup(n_tasks=10, n_workers=5), ideal_speedup(n_tasks=10, n_workers=8)
    (5.0, 5.0)
    """
    return n_tasks / ideal_elapsed_s(n_tasks, n_workers, task_size_s=1)


def least_elapsed_s(sizes_s, n_workers):
    """Bound from below how long uneven tasks take, whoever takes them in whatever order.

    One worker does the longest task, and some worker does an equal share of all work, or more.

    Parameters
    ----------
    sizes_s : sequence of float
        Seconds of each task, 0 or more; of each chunk where a worker takes a whole one.
    n_workers : int
        1 or more.

    Returns
    -------
    float
        ``max(max(sizes_s), sum(sizes_s) / n_workers)``, in seconds.

    Raises
    ------
    TypeError, ValueError
        If an argument is no number, or out of its range, or there are no sizes.

    References
    ----------
    R. L. Graham, "Bounds on multiprocessing timing anomalies", SIAM Journal on Applied Mathematics
    17(2), 1969.

    Examples
    --------
    >>> least_elapsed_s([1, 1, 1, 1], n_workers=2), least_elapsed_s([5, 1, 1, 1], n_workers=2)
    (2.0, 5)
    """
    _check_sizes(sizes_s)
    _check_n_workers(n_workers)
    return max(*sizes_s, sum(sizes_s) / n_workers)


def list_schedule(sizes, n_workers, ready=None, sent=None):
    """Give each task to the worker that is free first, in the order of the tasks, as a pool does.

    With `n` workers that are ready at once, it ends after ``2 - 1 / n`` times the best possible time at
    most; with the longest tasks first, after ``4 / 3 - 1 / (3 * n)`` times.

    Parameters
    ----------
    sizes : sequence of float
        How long each task takes, 0 or more.
    n_workers : int
        1 or more.
    ready : sequence of float, optional
        When each worker can begin; at 0 if not given.
    sent : sequence of float, optional
        When each task is handed over, at the soonest; at 0 if not given.

    Returns
    -------
    list of (int, float, float)
        The worker's place, the start and the end of each task.

    Raises
    ------
    TypeError, ValueError
        If a size or `n_workers` is no number, or out of its range, or there are no sizes.

    References
    ----------
    As for `least_elapsed_s`.

    Examples
    --------
    >>> list_schedule([2, 2, 2], n_workers=2)
    [(0, 0, 2), (1, 0, 2), (0, 2, 4)]
    >>> [max(end for *_, end in list_schedule(sizes, 2)) for sizes in ([1, 1, 2], [2, 1, 1])]
    [3, 2]
    """
    _check_sizes(sizes)
    _check_n_workers(n_workers)
    free = [0] * n_workers if ready is None else list(ready)
    tasks = []
    for i, size in enumerate(sizes):
        worker = free.index(min(free))
        start = max(free[worker], 0 if sent is None else sent[i])
        free[worker] = start + size
        tasks.append((worker, start, free[worker]))
    return tasks


def ideal_throughput_per_s(sizes_s, n_workers):
    """Say how many items a second a pipeline lets through at most: as many as its slowest stage.

    Parameters
    ----------
    sizes_s : sequence of float
        Seconds that an item takes in each stage, more than 0; on average, where they differ.
    n_workers : sequence of int
        How many workers each stage has, 1 or more.

    Returns
    -------
    float
        The least of ``n_workers[i] / sizes_s[i]``.

    Raises
    ------
    TypeError, ValueError
        If an argument is no number, or out of its range, or if the lengths differ, or there is no stage.

    Examples
    --------
    >>> ideal_throughput_per_s([0.25, 0.5, 0.125], n_workers=[1, 1, 1])
    2.0
    >>> ideal_throughput_per_s([0.25, 0.5, 0.125], n_workers=[1, 4, 1])
    4.0
    """
    return min(_throughputs_per_s(sizes_s, n_workers))


def bottlenecks(sizes_s, n_workers):
    """Find the stages of a pipeline that let the fewest items through.

    Parameters
    ----------
    sizes_s, n_workers
        As for `ideal_throughput_per_s`.

    Returns
    -------
    list of int
        Their places, from 0: one, or more where several are as slow.

    Raises
    ------
    TypeError, ValueError
        As for `ideal_throughput_per_s`.

    Examples
    --------
    >>> bottlenecks([0.25, 0.5], n_workers=[1, 1]), bottlenecks([0.25, 0.5], n_workers=[1, 2])
    ([1], [0, 1])
    """
    each = _throughputs_per_s(sizes_s, n_workers)
    return [i for i, per_s in enumerate(each) if math.isclose(per_s, min(each))]


def ideal_pipeline_s(n_items, sizes_s, n_workers):
    """Say how long equal items take through a pipeline whose queues and workers cost nothing.

    All items are there at the start; a worker takes the next one once it is free, and no queue has a limit.

    Parameters
    ----------
    n_items : int
        1 or more.
    sizes_s, n_workers
        As for `ideal_throughput_per_s`.

    Returns
    -------
    float
        Seconds from the start of the first item to the end of the last.

    Raises
    ------
    TypeError, ValueError
        As for `ideal_throughput_per_s`, or if `n_items` is smaller than 1.

    Examples
    --------
    >>> ideal_pipeline_s(10, [0.25, 0.5], n_workers=[1, 1])  # 0.25 s, then the slowest stage, ten times
    5.25
    """
    if n_items < 1:
        raise ValueError(f"n_items must be 1 or more, not {n_items!r}.")
    _throughputs_per_s(sizes_s, n_workers)  # refuses what will not do
    sent = [0] * n_items
    for size_s, n in zip(sizes_s, n_workers, strict=True):
        sent = sorted(end for *_, end in list_schedule([size_s] * n_items, n, sent=sent))
    return sent[-1]


def mean_in_progress(throughput_per_s, latency_s):
    """Say how many items are inside on average, from how many leave and how long each stays: Little's law.

    It holds for whatever begins and ends empty, a queue, a stage or a pipeline, in any order and with times
    however uneven.

    Parameters
    ----------
    throughput_per_s : float
        Items a second, more than 0.
    latency_s : float
        Seconds that an item is inside, on average, more than 0.

    Returns
    -------
    float
        ``throughput_per_s * latency_s``.

    Raises
    ------
    TypeError, ValueError
        If an argument is no number, or not more than 0.

    References
    ----------
    J. D. C. Little, "A proof for the queuing formula: L = λW", Operations Research 9(3), 1961.

    Examples
    --------
    >>> mean_in_progress(throughput_per_s=20, latency_s=0.25)
    5.0
    """
    _check_positive(throughput_per_s=throughput_per_s, latency_s=latency_s)
    return throughput_per_s * latency_s


def roofline(operations_per_byte, operations_per_s, bytes_per_s):
    """Bound how many operations a second are done, by the processor and by the memory.

    Parameters
    ----------
    operations_per_byte : float
        Of the work: how many operations there are for each byte that is read or written.
    operations_per_s : float
        The most that the processor does where nothing has to be fetched.
    bytes_per_s : float
        The most that the memory moves: its bandwidth.

    Returns
    -------
    float
        ``min(operations_per_s, operations_per_byte * bytes_per_s)``, in operations a second.

    Raises
    ------
    TypeError, ValueError
        If an argument is no number, or not more than 0.

    References
    ----------
    S. Williams, A. Waterman and D. Patterson, "Roofline: an insightful visual performance model for
    multicore architectures", Communications of the ACM 52(4), 2009.

    Examples
    --------
    >>> roofline(0.25, operations_per_s=8e9, bytes_per_s=10e9)  # the memory is the limit
    2500000000.0
    >>> roofline(4, operations_per_s=8e9, bytes_per_s=10e9)  # the processor is
    8000000000.0
    """
    _check_positive(
        operations_per_byte=operations_per_byte,
        operations_per_s=operations_per_s,
        bytes_per_s=bytes_per_s,
    )
    return min(operations_per_s, operations_per_byte * bytes_per_s)


def ridge_point(operations_per_s, bytes_per_s):
    """Say from how many operations a byte on the processor is the limit, and no longer the memory.

    Parameters
    ----------
    operations_per_s, bytes_per_s : float
        As for `roofline`.

    Returns
    -------
    float
        ``operations_per_s / bytes_per_s``, in operations a byte.

    Raises
    ------
    TypeError, ValueError
        As for `roofline`.

    References
    ----------
    As for `roofline`.

    Examples
    --------
    >>> ridge_point(operations_per_s=8e9, bytes_per_s=10e9)
    0.8
    """
    _check_positive(operations_per_s=operations_per_s, bytes_per_s=bytes_per_s)
    return operations_per_s / bytes_per_s


def _throughputs_per_s(sizes_s, n_workers):
    if not len(sizes_s):
        raise ValueError("sizes_s must hold one or more values, not none.")
    if len(sizes_s) != len(n_workers):
        raise ValueError(
            f"n_workers must have a value for each of sizes_s: {len(sizes_s)}, not {len(n_workers)}."
        )
    for size_s, n in zip(sizes_s, n_workers, strict=True):
        _check_positive(sizes_s=size_s)
        _check_n_workers(n)
    return [n / size_s for size_s, n in zip(sizes_s, n_workers, strict=True)]


def _check_positive(**values):
    for name, value in values.items():
        check_real(name, value)
        if not 0 < value < math.inf:
            raise ValueError(f"{name} must be a finite number more than 0, not {value!r}.")


def _check_sizes(sizes):
    if not len(sizes):
        raise ValueError("sizes must hold one or more values, not none.")
    for size in sizes:
        check_real("sizes", size)
        if not 0 <= size < math.inf:
            raise ValueError(f"sizes must be finite numbers of 0 or more, not {size!r}.")


def _check_n_workers(n_workers):
    check_real("n_workers", n_workers)
    if not 1 <= n_workers < math.inf:
        raise ValueError(f"n_workers must be 1 or more, not {n_workers!r}.")


def _check_fraction(serial_fraction):
    check_real("serial_fraction", serial_fraction)
    if not 0 <= serial_fraction <= 1:
        raise ValueError(f"serial_fraction must lie between 0 and 1, not {serial_fraction!r}.")
