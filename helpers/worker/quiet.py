"""Whether anything goes on in a process but for calls that ask: if not, their function waits for them."""

import os
import threading
from time import perf_counter

from helpers.processes.waiting import until

__all__ = ["waited_for"]

_TASKS = "/proc/self/task"
_LOOKS, _LOOKED_EVERY_S = 5, 0.01
_asking = set()  # threads
_turn = threading.Lock()  # of one at a time: when it has ended, the next has to look anew


def waited_for(patience_s):
    """Keep a call in progress until all threads but those of such calls sleep, or for some seconds.

    A thread that is ready and gets no CPU does not sleep. Where the system does not tell, the seconds pass.

    Parameters
    ----------
    patience_s : float
    """
    me, before, n_same = threading.get_native_id(), None, 0
    deadline_s = perf_counter() + patience_s

    def all_sleep():
        nonlocal before, n_same
        now = _others()
        n_same = n_same + 1 if now is not None and now == before else 0
        before = now
        return n_same >= _LOOKS

    _asking.add(me)
    try:
        if _turn.acquire(timeout=patience_s):
            try:
                until(all_sleep, deadline_s - perf_counter(), _LOOKED_EVERY_S)
            finally:
                _turn.release()
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
