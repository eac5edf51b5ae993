"""Inputs that make a task take a wanted time, found on this machine."""

import inspect
from collections.abc import Hashable
from time import perf_counter

from helpers.measure.differences import RunError, is_interrupt
from helpers.measure.places import told_with_place
from helpers.processes import coroutines
from helpers.wording.arguments import check_count, check_number
from helpers.wording.words import name_of
from helpers.worker.stop_flag import Stopped

__all__ = ["has_size", "input_for", "inputs_for", "uneven_inputs_for", "uneven_sizes"]

# A task's input for a wanted time is found from one probe on this machine, an input for which the task
# takes `_PROBE_S` or more, and from the task's own `growth`.
_PROBE_S = 0.02
_LARGEST_PROBE = 2**40
_SMALLEST_MS, _LARGEST_MS = 1e-6, 3.6e6
_SPREAD = 100  # at most so far apart lie a lab's whole-number inputs, for their answers to differ
_LEAST = 0.1  # of the average: how long the shortest of uneven tasks takes, or longer
_probes = {}  # task -> an input, and the seconds that it takes here


def has_size(task):
    """Tell whether `input_for` can choose an input of `task` by how long it takes.

    Parameters
    ----------
    task : callable
        Such as one of `workloads`.

    Returns
    -------
    bool
        Whether it has an attribute ``growth``: its time grows as this power of its input.

    Examples
    --------
    >>> from helpers import workloads
    >>> has_size(workloads.count_primes), has_size(workloads.slow_square)
    (True, False)
    """
    try:
        return hasattr(task, "growth")
    except Exception:  # a mistake in what one of the reader's own kind says of itself
        return False


def input_for(task, task_size_ms):
    """Find the input with which `task` takes `task_size_ms` on this machine.

    The first call for a task measures it here for about 0.2 s; later calls reuse that.

    Parameters
    ----------
    task : callable
        One for which `has_size` is true; of one that waits (``task.waits``), the input is the seconds.
    task_size_ms : float
        Milliseconds of sequential work, more than 0.

    Returns
    -------
    int or float
        Seconds for a task that waits, a whole number for the others.

    Raises
    ------
    TypeError
        If `task_size_ms` is no number.
    ValueError
        If it lies outside of a nanosecond and an hour, or if the time of `task` cannot be chosen, also
        because it fails.

    Examples
    --------
    >>> from helpers import workloads
    >>> input_for(workloads.wait_for, 250)
    0.25
    """
    check_number("task_size_ms", task_size_ms, _SMALLEST_MS, _LARGEST_MS)
    if not has_size(task):
        raise ValueError(
            f"The time that {name_of(task)} takes cannot be chosen by task_size_ms; pass the inputs "
            "yourself."
        )
    size_s = task_size_ms / 1000
    if getattr(task, "waits", False):
        return size_s
    check_number(f"{name_of(task)}.growth", task.growth, 0.01, 100)
    n, elapsed_s = _probed(task)
    return max(2, round(n * (size_s / elapsed_s) ** (1 / task.growth)))


def inputs_for(task, task_size_ms, n_tasks):
    """Make a list of inputs of nearly the same size, with different answers.

    Different answers let a check of the results see a list that comes back in the wrong order.

    Parameters
    ----------
    task : callable
        One of a fixed time, such as `workloads.slow_square`, gets 1, 2, 3, ...
    task_size_ms : float
        Milliseconds of sequential work a task.
    n_tasks : int
        How many inputs, 1 or more.

    Returns
    -------
    list
        `n_tasks` inputs of `task`.

    Raises
    ------
    TypeError, ValueError
        If `n_tasks` is no whole number of 1 or more, or as for `input_for`.

    Examples
    --------
    >>> from helpers import workloads
    >>> inputs_for(workloads.slow_square, 100, 4)
    [1, 2, 3, 4]
    """
    check_count("n_tasks", n_tasks, 10**9)
    if not has_size(task):
        return list(range(1, n_tasks + 1))
    first = input_for(task, task_size_ms)
    if getattr(task, "waits", False):
        return [first + i * 1e-6 for i in range(n_tasks)]
    # A small task keeps its size: its inputs may then lie one apart and some answers be alike.
    step = max(1, min(_SPREAD, first // (20 * n_tasks)))
    return [first + i * step for i in range(n_tasks)]


def uneven_inputs_for(task, task_size_ms, n_tasks, unevenness):
    """Make a list of inputs of which each takes longer than the one before; their answers differ.

    Parameters
    ----------
    task : callable
        One for which `has_size` is true.
    task_size_ms : float
        Milliseconds of sequential work a task, on average.
    n_tasks, unevenness
        As for `uneven_sizes`.

    Returns
    -------
    list
        `n_tasks` inputs of `task`.

    Raises
    ------
    TypeError, ValueError
        As for `uneven_sizes` and `input_for`.

    Examples
    --------
    >>> from helpers import workloads
    >>> [round(x, 3) for x in uneven_inputs_for(workloads.wait_for, 50, n_tasks=4, unevenness=2)]
    [0.011, 0.03, 0.059, 0.1]
    """
    sizes = uneven_sizes(n_tasks, unevenness)
    inputs = [input_for(task, size * task_size_ms) for size in sizes]
    even = inputs_for(task, task_size_ms, n_tasks)  # these differ by a little, so that answers do
    return [value + its - even[0] for value, its in zip(inputs, even, strict=True)]


def uneven_sizes(n_tasks, unevenness):
    """Say how long uneven tasks take whose average is 1, from the shortest to the longest.

    Each takes a tenth of the average, and beyond that they grow as a power of their place in the list;
    with a power of one, as the rows of a triangle do.

    Parameters
    ----------
    n_tasks : int
        How many, 1 or more.
    unevenness : float
        How many times as long as the average the longest takes: 1, where all are the same, to half of
        `n_tasks`.

    Returns
    -------
    list of float
        They add up to `n_tasks`.

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range; the message names it.

    Examples
    --------
    >>> uneven_sizes(3, unevenness=1)
    [1.0, 1.0, 1.0]
    >>> [round(size, 2) for size in uneven_sizes(8, unevenness=4)]
    [0.1, 0.1, 0.12, 0.21, 0.44, 0.98, 2.05, 4.0]
    """
    n_tasks = check_count("n_tasks", n_tasks, 10**6)
    check_number("unevenness", unevenness, 1, max(1, n_tasks / 2))
    wanted = (1 - _LEAST) / (unevenness - _LEAST)  # the average, in parts of the longest
    low, high = 0.0, 2.0 * n_tasks  # the power: with a higher one, the average is smaller
    for _ in range(60 if unevenness > 1 else 0):
        power = (low + high) / 2
        low, high = (power, high) if _average_share(n_tasks, power) > wanted else (low, power)
    shares = [((i + 1) / n_tasks) ** low for i in range(n_tasks)]
    average = sum(shares) / n_tasks
    return [_LEAST + (1 - _LEAST) * share / average for share in shares]


def _average_share(n_tasks, power):
    return sum(((i + 1) / n_tasks) ** power for i in range(n_tasks)) / n_tasks


def _probed(task):
    """Return what `_probe` has found for a task, once a process where that can be remembered."""
    try:
        if task not in _probes:
            _probes[task] = _probe(task)
    except TypeError:
        if isinstance(task, Hashable):
            raise
        return _probe(task)
    return _probes[task]


def _probe(task):
    """Return an input for which the task takes `_PROBE_S` or more here, and the least time it took."""
    is_async = inspect.iscoroutinefunction(task)

    def elapsed_s(n):
        start = perf_counter()
        try:
            coroutines.run(task(n)) if is_async else task(n)
        except Stopped:
            raise
        except BaseException as error:
            if is_interrupt(error):
                raise
            told = told_with_place(error)
            raise RunError(f"task failed on {n}, tried to find its size: {told}") from error
        return perf_counter() - start

    n = 64
    # One long time may be another program's; and none is of the same input, which a task may remember.
    while any(elapsed_s(n + i) < _PROBE_S for i in range(3)):
        n *= 2
        if n > _LARGEST_PROBE:
            raise ValueError(
                f"The time that {name_of(task)} takes does not grow with its input, so task_size_ms cannot "
                "set it."
            )
    return n, min(elapsed_s(n + i) for i in range(3, 8))
