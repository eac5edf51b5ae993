"""What no measurement gives: signs that a file was not measured, or that two files are from one journal."""

from helpers.measure import Verdict
from helpers.reader import curves
from helpers.reader import handed_in as files
from helpers.wording.words import times

__all__ = ["oddity_of", "traces_of"]

_BEYOND_TASKS, _BEYOND_CPUS = 2, 3  # so many times as fast, and noise is no longer what it could be
_BEYOND_INTERVAL = 3
_FEWEST_DIGITS = 6  # a number with so many was measured, and nobody types it
_EXACT = 3  # predictions: one may be chance


def oddity_of(handed_in):
    """Say what in a file cannot have been measured.

    Parameters
    ----------
    handed_in : reader.handed_in.HandedIn

    Returns
    -------
    str
        In some words, the first that was found; empty if there is nothing. It is a sign and no proof: a
        runner that keeps its results from one run to the next is as fast.
    """
    for number, entry in enumerate(handed_in.measurements, start=1):
        told = _oddity_of_one(entry)
        if told:
            return f"number {number} of its measurements {told}"
    n_exact = sum(
        one.predicted == one.measured
        for one in handed_in.compared
        if _has_many_digits(one.measured)
    )
    if n_exact >= _EXACT:
        return f"{n_exact} of its predictions are what was measured later, to the last digit"
    return ""


def _oddity_of_one(entry):
    if any(n < 1 or n != int(n) for n in (entry.n_workers, entry.n_tasks)):
        return "has a number of workers or tasks that there cannot be"
    if not entry.low <= entry.high:
        return "has an interval that ends before it begins"
    if not entry.low / _BEYOND_INTERVAL <= entry.speedup <= entry.high * _BEYOND_INTERVAL:
        return "has a speedup far from its own interval"
    if (entry.verdict == Verdict.FASTER and entry.high <= 1) or (
        entry.verdict == Verdict.SLOWER and entry.low >= 1
    ):
        return f"is called {entry.verdict}, against its own interval"
    if entry.low > _BEYOND_TASKS * entry.n_tasks:
        return f"is {times(entry.speedup)} times as fast, with {entry.n_tasks:.0f} tasks"
    if any(
        value > _BEYOND_TASKS * entry.n_tasks for value in curves.points_of(entry.curve).values()
    ):
        return f"has a curve that no {entry.n_tasks:.0f} tasks give"
    machine = files.cpus_and_python(entry.machine)
    by_cpus = entry.kind == "computing" and entry.workers in ("threads", "processes")
    if machine and by_cpus and entry.low > _BEYOND_CPUS * machine[0]:
        return f"computes {times(entry.speedup)} times as fast, by {machine[0]} CPUs"
    return ""


def traces_of(handed_in):
    """List what two files have in common only if one is made from the other.

    Parameters
    ----------
    handed_in : reader.handed_in.HandedIn

    Returns
    -------
    frozenset of tuple
        Speedups with their intervals, which are timings to the last digit. A journal without any
        measurement of a lab leaves none.
    """
    return frozenset(
        (entry.speedup, entry.low, entry.high)
        for entry in handed_in.measurements
        if all(map(_has_many_digits, (entry.speedup, entry.low, entry.high)))
    )


def _has_many_digits(value):
    return not isinstance(value, str) and value != int(value) and len(repr(value)) > _FEWEST_DIGITS
