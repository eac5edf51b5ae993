"""Whether anything goes on in a process but for calls that ask: if not, their function waits for them."""

import os
import threading

from helpers.processes.waiting import until

__all__ = ["waited_for"]

_TASKS = "/proc/self/task"
_LOOKS, _LOOKED_EVERY_S = 5, 0.01
_asking = set()  # threads


def waited_for(patience_s):
    """Keep a call in progress until all threads but those of such calls sleep, or for some seconds.

    A thread that is ready and gets no CPU does not sleep. Where the system does not tell, the seconds pass.

    Parameters
    ----------
    patience_s : float
    """
    me, before, n_same = threading.get_native_id(), None, 0

    def all_sleep():
        nonlocal before, n_same
        now = _others()
        n_same = n_same + 1 if now is not None and now == before else 0
        before = now
        return n_same >= _LOOKS

    _asking.add(me)
    try:
        until(all_sleep, patience_s, _LOOKED_EVERY_S)
    finally:
        _asking.discard(me)


def _others():
    """Return how often each of the others has run so far; None if one of them is not asleep."""
    try:
        return {
            task: _runs_of(task) for task in map(int, os.listdir(_TASKS)) if task not in _asking
        }
    except (OSError, ValueError):  # one is awake, or has just ended, or the system does not tell
        return None


def _runs_of(task):
    with open(f"{_TASKS}/{task}/stat", encoding="utf-8") as file:
        if file.read().rpartition(")")[2].split()[0] != "S":
            raise ValueError(task)
    with open(f"{_TASKS}/{task}/schedstat", encoding="utf-8") as file:
        return file.read()
