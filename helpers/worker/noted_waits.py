"""What each thread of a process does: it runs, or waits for something, which is noted while it lasts."""

import concurrent.futures.thread as pool_threads
import contextlib
import queue
import selectors
import sys
import threading

__all__ = [
    "LOCK",
    "NETWORK",
    "OTHERS",
    "QUEUE",
    "RUNS",
    "STATES",
    "NotedLock",
    "note_waits",
    "state_of",
    "waiting",
]

RUNS, LOCK, QUEUE, OTHERS, NETWORK = STATES = (
    "runs",
    "waits for a lock",
    "waits for a queue",
    "waits for another thread",
    "waits for the network",
)

_Lock = threading.Lock  # Python's own
_waiting = {}  # by a thread's number, while it waits: the state, and the lock if it is one
_SEEN_BY_FRAMES = (  # waits in C that nothing here can note: by the code that is on top of the stack
    (pool_threads._worker.__code__, QUEUE),
    (threading.Condition.wait.__code__, OTHERS),  # for a result, an event, or all at a barrier
)


@contextlib.contextmanager
def waiting(state, lock=None):
    """Note that this thread waits, until the ``with`` block ends.

    A wait within a wait is not noted: what the code has asked for counts.

    Parameters
    ----------
    state : str
        One of `STATES`.
    lock : NotedLock, optional
        What it waits for, if that is one.

    Yields
    ------
    None
    """
    number = threading.get_ident()
    if number in _waiting:
        yield
        return
    _waiting[number] = state, lock
    try:
        yield
    finally:
        del _waiting[number]


class NotedLock:
    """A lock as `threading.Lock` makes them, which notes who waits for it and who holds it.

    Attributes
    ----------
    holder : int or None
        The number of the thread that has taken it. No name: a thread that begins takes locks before Python
        knows its name.
    """

    def __init__(self):
        self._lock, self.holder = _Lock(), None

    def acquire(self, blocking=True, timeout=-1):
        """Take the lock, as `threading.Lock.acquire` does.

        Parameters
        ----------
        blocking : bool, optional
        timeout : float, optional

        Returns
        -------
        bool
        """
        taken = self._lock.acquire(False)
        if not taken and blocking:
            with waiting(LOCK, self):
                taken = self._lock.acquire(True, timeout)
        if taken:
            self.holder = threading.get_ident()
        return taken

    def release(self):
        """Give the lock back."""
        self.holder = None
        self._lock.release()

    def locked(self):
        """Tell whether somebody has it."""
        return self._lock.locked()

    def __enter__(self):
        return self.acquire()

    def __exit__(self, *exc_info):
        self.release()

    def _at_fork_reinit(self):  # what the standard library calls after a fork
        self._lock._at_fork_reinit()


def note_waits():
    """Have waits noted from now on, in a process that was started for that."""
    threading.Lock = NotedLock
    places = [
        (threading.Thread, "join", OTHERS),
        (queue.Queue, "get", QUEUE),
        (queue.Queue, "put", QUEUE),
        (selectors.DefaultSelector, "select", NETWORK),
    ]
    if sys.platform == "win32":
        from asyncio import windows_events  # noqa: PLC0415  it is heavy, and only needed there

        places.append((windows_events.IocpProactor, "select", NETWORK))
    for owner, name, state in places:
        setattr(owner, name, _noting(state, getattr(owner, name)))


def _noting(state, call):
    def wait(*arguments, **options):
        with waiting(state):
            return call(*arguments, **options)

    return wait


def state_of(number, frame):
    """Tell what a thread does at this moment.

    Parameters
    ----------
    number : int
        Its `threading.Thread.ident`.
    frame : frame
        The top of its stack, as `sys._current_frames` gives it.

    Returns
    -------
    state : str
        One of `STATES`. A thread *runs* if it waits for none of the others: also while it sleeps, or waits
        for its turn, for the GIL or for a CPU.
    holder : int or None
        The number of the thread that holds the lock for which it waits.
    """
    state, lock = _waiting.get(number, (None, None))
    if state is not None:
        return state, None if lock is None else lock.holder
    for code, seen in _SEEN_BY_FRAMES:
        if frame.f_code is code:
            return seen, None
    return RUNS, None
