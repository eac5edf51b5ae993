"""Waiting for what others do: looked for again and again, and given up after a while."""

import os
import time
from time import perf_counter  # of Windows' clocks, the one that tells milliseconds

from helpers.wording.words import short

__all__ = ["retry", "scaled", "until"]

_sleep = time.sleep  # a check replaces the one of the module, and a student may
_LOOKED_EVERY_S = 0.004
_VARIABLE = "PARALLELISM_PATIENCE"
_LEAST, _MOST = 0.1, 100


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


def scaled(seconds):
    """Return how long a check really waits, where it is told to wait so many seconds.

    Parameters
    ----------
    seconds : float

    Returns
    -------
    float
        The seconds times the factor in the environment variable PARALLELISM_PATIENCE, which is 1 if it
        is not set.

    Raises
    ------
    ValueError
        If the factor is no number between 0.1 and 100; the message names the variable.

    Examples
    --------
    >>> from unittest.mock import patch
    >>> with patch.dict(os.environ, {"PARALLELISM_PATIENCE": "3"}):
    ...     scaled(20)
    60.0
    """
    text = os.environ.get(_VARIABLE, "1")
    try:
        factor = float(text)
    except ValueError:
        factor = 0.0
    if not _LEAST <= factor <= _MOST:
        raise ValueError(
            f"The environment variable {_VARIABLE} must be a number between {_LEAST} and {_MOST}, not "
            f"{short(text)}."
        )
    return seconds * factor
