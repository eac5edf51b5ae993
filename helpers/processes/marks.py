"""Marks that are inherited: by them it is known who has begun a process, whoever is its parent by now.

Two of them, since each tells what the other does not. What a *thread* starts inherits its mask of blocked
signals: that tells a run from a cell beside it, but not one kernel from another. Environment variables
tell which run of which kernel it was, but all threads of a process have the same.
"""

import contextlib
import os
import signal

__all__ = ["is_marked", "mark_thread", "new_mark", "unmarked"]

_VARIABLE = "PARALLELISM_RUN"


def _choose_signal():
    """Choose a signal that nobody sends or blocks; None where it would tell nothing.

    So it is on Windows and macOS, which do not tell what another process blocks, and in a process that has
    inherited the mark or blocks all there is.
    """
    if not hasattr(signal, "SIGRTMAX"):
        return None
    number = int(signal.SIGRTMAX) - 2
    inherited = signal.pthread_sigmask(signal.SIG_BLOCK, ())
    return None if {number - 1, number} & inherited else number


_SIGNAL = _choose_signal()


def new_mark():
    """Mark all processes that are started from now on, by this one and those, until the next new mark.

    Returns
    -------
    tuple of (str, str)
        An environment variable and its value, as for `families.marked`. The variable stays: whoever goes
        through all of them at that moment would miss it.
    """
    mark = (_VARIABLE, os.urandom(8).hex())
    os.environ[mark[0]] = mark[1]
    return mark


def mark_thread():
    """Mark this thread and all that it starts from now on: threads, processes, and what these start.

    One signal is blocked. A thread inherits the mask of the one that starts it, and a process that of the
    thread that forks it; it keeps it as another program, and when that thread or its parent has ended. On
    Windows and macOS, nothing happens.

    References
    ----------
    https://man7.org/linux/man-pages/man7/signal.7.html
    """
    if _SIGNAL is not None:
        signal.pthread_sigmask(signal.SIG_BLOCK, {_SIGNAL})


def is_marked(process_id, thread_id=None):
    """Tell whether a process, or one of its threads, was started by a marked thread, or is one.

    Parameters
    ----------
    process_id : int
    thread_id : int, optional
        The system's number of a thread of that process; its first one if not given.

    Returns
    -------
    bool or None
        None if it is gone, and where the system does not tell.
    """
    if _SIGNAL is None:
        return None
    path = f"/proc/{process_id}/task/{process_id if thread_id is None else thread_id}/status"
    with (
        contextlib.suppress(OSError, ValueError),
        open(path, encoding="ascii", errors="replace") as file,
    ):
        for line in file:
            name, _, mask = line.partition(":")
            if name == "SigBlk":
                # Its neighbour is not blocked: while a process is started, all signals are, for a moment.
                return int(mask, 16) >> (_SIGNAL - 2) & 0b11 == 0b10
    return None


def unmarked(process_ids):
    """Choose those children of this process that no marked thread has started.

    Parameters
    ----------
    process_ids : iterable of int

    Returns
    -------
    set of int
        None of them where the system does not tell.
    """
    # A program may have changed the mask that it has inherited; as long as the thread is there, it tells.
    known = _begun_by_marked_threads()
    return {each for each in process_ids if each not in known and is_marked(each) is False}


def _begun_by_marked_threads():
    """Return the numbers of this process's children that its marked threads have started."""
    found = set()
    with contextlib.suppress(OSError):
        for number in os.listdir("/proc/self/task"):
            with contextlib.suppress(OSError, ValueError):  # it has ended just now
                if is_marked(os.getpid(), number):
                    with open(f"/proc/self/task/{number}/children", encoding="ascii") as file:
                        found.update(map(int, file.read().split()))
    return found
