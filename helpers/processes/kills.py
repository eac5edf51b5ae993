"""Which processes this one has ended by a signal: who dies so has not died of an accident.

The system tells a parent how its child has ended, and not who has ended it: a worker that a library kills
on purpose looks like one that the system has killed because memory ran out.
"""

import contextlib
import functools
import os
import threading
from collections import deque

__all__ = ["are_noted", "was_sent"]

_MOST = 1000  # that are remembered
_sent = deque(maxlen=_MOST)  # pairs of a process's number and a signal's
_lock = threading.Lock()
_n_blocks, _usual = 0, None


@contextlib.contextmanager
def are_noted():
    """Note what is sent by `os.kill`, as Python's own libraries and others do, as long as the block lasts.

    Not by an audit hook: that would be called for each class that an unpickled result names, and for each
    `id`, and could not be taken away again.
    """
    global _n_blocks
    with _lock:
        _n_blocks += 1
        if _n_blocks == 1:
            _begin()
    try:
        yield
    finally:
        with _lock:
            _n_blocks -= 1
            if _n_blocks == 0 and getattr(os.kill, "notes_for", None) is _sent:
                os.kill = _usual  # else somebody else has put theirs over it


def _begin():
    global _usual
    usual = os.kill
    if getattr(usual, "notes_for", None) is _sent:
        return

    @functools.wraps(usual)
    def kill(pid, signal, /):
        with contextlib.suppress(TypeError, ValueError):  # it is no number, and refused below
            _sent.append((pid, int(signal)))  # before: it may be seen to have ended at once
        return usual(pid, signal)

    kill.notes_for = _sent
    os.kill, _usual = kill, usual


def was_sent(process_id, number):
    """Tell whether this process has sent a signal to another one while that was noted.

    Parameters
    ----------
    process_id : int
    number : int
        The signal's.

    Returns
    -------
    bool
    """
    return (process_id, number) in list(_sent)
