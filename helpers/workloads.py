"""Tasks for workers to run, each with a known answer.

A worker process imports this module, so that loads the standard library only and nothing of it that
is slow to load. Every task is a plain function of one input: a name that any worker can import,
under every start method.

What a lab needs to know of a task is an attribute of it, which a task of your own may have, too:

- ``growth``: its time grows as this power of its input, a whole number; a lab's slider can then set how
  long it takes.
- ``waits``: True if it spends its time waiting, so that CPUs do not limit it. Of one that has a growth,
  too, the input is the seconds.
"""

import time

__all__ = [
    "add_up",
    "count_primes",
    "derive_key",
    "slow_square",
    "sum_of_squares",
    "sum_of_waves",
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


# Of its divisions between n = 1,000 and 1,000,000, by counting them.
count_primes.growth = 1.36


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


derive_key.growth = 1.0


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


add_up.growth = 1.0


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


wait_for.growth, wait_for.waits = 1.0, True


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


slow_square.waits = True


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


_N_WAVES = 50


def sum_of_waves(chunk):
    """Sum 50 sine waves at each number of an array: much work for each byte, in NumPy.

    That is hundreds of times the work of `sum_of_squares` on the same array. NumPy lets go of the GIL
    for nearly all of it, and uses one thread.

    Parameters
    ----------
    chunk : numpy.ndarray
        Numbers, of any shape.

    Returns
    -------
    float
        Of the sines of each number, its double and so on up to 50 times it, the sum.
    """
    from numpy import sin  # noqa: PLC0415  a worker that is sent an array has NumPy loaded by then

    return sum(sin(k * chunk).sum().item() for k in range(1, _N_WAVES + 1))
