"""Waiting for what others do: looked for again and again, and given up after a while."""

import time
from time import perf_counter  # of Windows' clocks, the one that tells milliseconds

__all__ = ["retry", "until"]

_sleep = time.sleep  # a check replaces the one of the module, and a student may
_LOOKED_EVERY_S = 0.004


def until(is_true, patience_s, every_s=_LOOKED_EVERY_S):
    """Wait until something is true, or give up.

    Parameters
    ----------
    is_true : callable
        It is asked at least once, and once more after the last pause.
    patience_s : float
        Seconds after which it is given up; ``math.inf`` for never.
    every_s : float, optional
        Seconds between one look and the next; 0 if the look itself takes some.

    Returns
    -------
    object
        What `is_true` has returned last, so something true if it came true.

    Examples
    --------
    >>> until([0, 0, 3].pop, patience_s=60)
    3
    >>> until(lambda: False, patience_s=0.01)
    False
    """
    deadline = perf_counter() + patience_s
    while not (found := is_true()) and perf_counter() <= deadline:
        _sleep(every_s)
    return found


def retry(call, error, patience_s, every_s):
    """Call a function until it raises no error of a kind; when it is given up, raise the last one.

    Parameters
    ----------
    call : callable
    error : type
        Of errors that may pass; any other is raised at once.
    patience_s, every_s
        As for `until`.

    Raises
    ------
    Exception
        What the function has raised.
    """
    last = []

    def has_worked():
        try:
            call()
        except error as refused:
            last[:] = [refused]
            return False
        return True

    if not until(has_worked, patience_s, every_s):
        raise last.pop()
