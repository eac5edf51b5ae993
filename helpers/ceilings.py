"""Ceilings of this machine, measured now and then: they change with what else runs here."""

import time

from helpers import machine, measure

__all__ = ["known", "renew", "workers_that_count"]

_AGE_S = 120
_measured = {}  # n_workers -> (when, ceiling)


def renew(n_workers, measured=measure.ceiling):
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
    return min(n_workers, max(2, machine.usable_cpus()), measure.MAX_PROCESSES)


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
