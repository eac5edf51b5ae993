"""Tasks for workers to run, each with a known answer.

A worker process imports this module, so it uses the standard library only and nothing of it that
is slow to load. Every task is a plain function of one input: a name that any worker can import,
under every start method.
"""

import time
from time import perf_counter

__all__ = [
    "add_up",
    "count_primes",
    "derive_key",
    "has_size",
    "input_for",
    "inputs_for",
    "slow_square",
    "sum_of_squares",
    "wait_for",
]


def count_primes(n):
    """Count the primes below `n` by trial division: CPU-bound, in pure Python.

    Parameters
    ----------
    n : int
        The bound; numbers of `n` and more are not counted.

    Returns
    -------
    int
        How many primes are smaller than `n`.

    References
    ----------
    The prime-counting function, https://oeis.org/A000720.

    Examples
    --------
    >>> count_primes(1000)
    168
    """
    count = 1 if n > 2 else 0
    for candidate in range(3, n, 2):
        # A float's root will do up to 2**52; the module `math` is not loaded for it (see above).
        for divisor in range(3, int(candidate**0.5) + 1, 2):
            if candidate % divisor == 0:
                break
        else:
            count += 1
    return count


def derive_key(n_rounds):
    """Derive a key with `n_rounds` rounds of PBKDF2-HMAC-SHA256: CPU-bound, in C.

    `hashlib` lets go of the GIL for the whole call.

    Parameters
    ----------
    n_rounds : int
        Rounds of hashing, 1 or more; the time grows in proportion.

    Returns
    -------
    str
        The key of the password "password" and the salt "salt", in 64 hexadecimal digits.

    References
    ----------
    RFC 8018, section 5.2 (PBKDF2).

    Examples
    --------
    >>> derive_key(1)[:16]
    '120fb6cffcf8b32c'
    """
    from hashlib import pbkdf2_hmac  # noqa: PLC0415  half of this module's loading time, so only here

    return pbkdf2_hmac("sha256", b"password", b"salt", n_rounds).hex()


def add_up(n):
    """Add the whole numbers below `n` in one long C call that keeps the GIL.

    Parameters
    ----------
    n : int
        The bound.

    Returns
    -------
    int
        ``0 + 1 + ... + (n - 1)``.

    Examples
    --------
    >>> add_up(1001)
    500500
    """
    return sum(range(n))


def wait_for(seconds):
    """Wait without using the CPU, as for a disk or a network.

    Parameters
    ----------
    seconds : float
        How long, 0 or more.

    Returns
    -------
    float
        `seconds`, unchanged.

    Examples
    --------
    >>> wait_for(0.01)
    0.01
    """
    time.sleep(seconds)
    return seconds


def slow_square(x):
    """Sleep for 0.1 s, then square: the classic first example.

    Parameters
    ----------
    x : int or float
        What to square.

    Returns
    -------
    int or float
        ``x * x``.

    Examples
    --------
    >>> slow_square(7)
    49
    """
    time.sleep(0.1)
    return x * x


def sum_of_squares(chunk):
    """Sum the squares of an array, by the array's own methods.

    NumPy is not imported here: a worker that is sent an array has it loaded by then.

    Parameters
    ----------
    chunk : numpy.ndarray
        Numbers, of any shape.

    Returns
    -------
    int or float
        The sum, as a Python number.
    """
    return (chunk * chunk).sum().item()


# A task's input for a wanted time is found from one probe on this machine, an input for which the task
# takes `_PROBE_S` or more, and from the exponent by which its time grows with the input. For
# count_primes that is the growth of its divisions between n = 1,000 and 1,000,000, by counting them.
_GROWTH = {count_primes: 1.36, derive_key: 1.0, add_up: 1.0}
_PROBE_S = 0.02
_SPREAD = 100  # at most so far apart lie a lab's whole-number inputs, for their answers to differ
_probes = {}  # task -> an input, and the seconds that it takes here


def has_size(task):
    """Tell whether `input_for` can choose an input of `task` by how long it takes.

    Parameters
    ----------
    task : callable
        One of this module's tasks.

    Returns
    -------
    bool

    Examples
    --------
    >>> has_size(count_primes), has_size(slow_square)
    (True, False)
    """
    return task is wait_for or task in _GROWTH


def input_for(task, task_size_ms):
    """Find the input with which `task` takes `task_size_ms` on this machine.

    The first call for a task measures it here for about 0.2 s; later calls reuse that.

    Parameters
    ----------
    task : callable
        `count_primes`, `derive_key`, `add_up` or `wait_for`.
    task_size_ms : float
        Milliseconds of sequential work, more than 0.

    Returns
    -------
    int or float
        Seconds for `wait_for`, a whole number for the others.

    Raises
    ------
    ValueError
        If `task_size_ms` is not more than 0, or if the time of `task` cannot be chosen.

    Examples
    --------
    >>> input_for(wait_for, 250)
    0.25
    """
    if not 0 < task_size_ms < float("inf"):
        raise ValueError(f"task_size_ms must be more than 0, not {task_size_ms!r}.")
    if not has_size(task):
        name = getattr(task, "__name__", repr(task))
        raise ValueError(
            f"The time that {name} takes cannot be chosen by task_size_ms; pass the inputs yourself."
        )
    size_s = task_size_ms / 1000
    if task is wait_for:
        return size_s
    if task not in _probes:
        _probes[task] = _probe(task)
    n, elapsed_s = _probes[task]
    return max(2, round(n * (size_s / elapsed_s) ** (1 / _GROWTH[task])))


def inputs_for(task, task_size_ms, n_tasks):
    """Make a list of inputs of nearly the same size, with different answers.

    Different answers let a check of the results see a list that comes back in the wrong order.

    Parameters
    ----------
    task : callable
        One of this module's tasks; `slow_square` and others of a fixed time get 1, 2, 3, ...
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
    ValueError
        If `n_tasks` is smaller than 1, or as for `input_for`.

    Examples
    --------
    >>> inputs_for(slow_square, 100, 4)
    [1, 2, 3, 4]
    """
    if n_tasks < 1:
        raise ValueError(f"n_tasks must be 1 or more, not {n_tasks!r}.")
    if not has_size(task):
        return list(range(1, n_tasks + 1))
    first = input_for(task, task_size_ms)
    if task is wait_for:
        return [first + i * 1e-6 for i in range(n_tasks)]
    # A small task keeps its size: its inputs may then lie one apart and some answers be alike.
    step = max(1, min(_SPREAD, first // (20 * n_tasks)))
    return [first + i * step for i in range(n_tasks)]


def _probe(task):
    """Return an input for which the task takes `_PROBE_S` or more here, and the least time it took."""

    def elapsed_s(n):
        start = perf_counter()
        task(n)
        return perf_counter() - start

    n = 64
    while elapsed_s(n) < _PROBE_S:
        n *= 2
    return n, min(elapsed_s(n) for _ in range(5))
