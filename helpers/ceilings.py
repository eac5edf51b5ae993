"""Ceilings of this machine, measured now and then: they change with what else runs here."""

import time

from helpers import measure

__all__ = ["known", "renew"]

_AGE_S = 120
_measured = {}  # n_workers -> (when, ceiling)


def renew(n_workers, stop=None):
    """Measure the ceiling for a number of workers, unless that was done in the last two minutes.

    Parameters
    ----------
    n_workers : int
    stop : StopFlag, optional
        Once set, `Stopped` is raised.
    """
    when, _ = _measured.get(n_workers, (None, None))
    if when is None or time.monotonic() - when > _AGE_S:
        _measured[n_workers] = (time.monotonic(), measure.ceiling(n_workers, stop=stop))


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
    found = {n: value for n, (_, value) in _measured.items() if n <= max_workers}
    if found:
        found.setdefault(max_workers, found[max(found)])
    return found
