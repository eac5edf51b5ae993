"""What a function leaves running, counted when it is over: by who was waited for, never by seconds.

That a thread has ended a moment after the function tells nothing: it may have, by chance. What tells is
whether the function has waited for its end, as `join`, the end of a ``with`` block and ``shutdown`` do, or
has looked and found it over.
"""

import multiprocessing.process
import os
import sys
import threading
import weakref

from helpers.processes import families, waiting
from helpers.wording.words import counted
from helpers.worker.log import Event
from helpers.worker.patience import Patience

__all__ = ["Leftovers"]

_process = os.getpid  # as it is before a student's code runs
_LOOKED_EVERY_S = 0.02
_LOKY = "joblib.externals.loky"
# These end by themselves when what they serve has ended, and nobody is asked to wait for them.
_SERVANTS = ("multiprocessing.queues", "multiprocessing.dummy", "joblib", "asyncio")


class Leftovers:
    """The threads that are started from now on in this process, until somebody knows of their end.

    Parameters
    ----------
    log : log.Log
        In which the calls of tasks are noted.
    """

    def __init__(self, log):
        self._log, self._mine = log, _process()
        self._tokens, self._unknown = weakref.WeakKeyDictionary(), {}
        self._patch()

    def _patch(self):
        usual = threading.Thread
        start, join, is_alive = usual.start, usual.join, usual.is_alive

        def start_known(thread):
            start(thread)
            if _process() == self._mine:
                self._tokens[thread] = token = object()
                self._unknown[token] = (f"thread {thread.name}", _ends_by_itself(thread))

        def join_known(thread, timeout=None):
            join(thread, timeout)
            if not is_alive(thread):
                self._forget(thread)

        def is_alive_known(thread):
            alive = is_alive(thread)
            if not alive:
                self._forget(thread)
            return alive

        usual.start, usual.join, usual.is_alive = start_known, join_known, is_alive_known

    def _forget(self, thread):
        self._unknown.pop(self._tokens.get(thread), None)

    def names(self):
        """Name what runs now, as far as anybody who called the function can know.

        Returns
        -------
        tuple of str
            Threads and processes whose end nobody has waited for, and calls of tasks.
        """
        calls = self._calls_in_progress()
        threads = [name for name, ends_by_itself in self._unknown.values() if not ends_by_itself()]
        processes = {f"process {p.pid}" for p in _not_waited_for()}
        processes |= {f"process {p.pid}" for p in families.workers(self._mine) if not _serves(p)}
        found = (*threads, *sorted(processes), *calls)
        return found or self._servants_that_stay()

    def _calls_in_progress(self):
        # Of threads only: a process that was ended has not noted the end of its call.
        here = (e["event"] for e in self._log.read() if e["process"] == self._mine)
        n = sum({Event.START: 1, Event.END: -1}.get(event, 0) for event in here)
        return (f"{counted(n, 'call')} of a task",) if n > 0 else ()

    def _servants_that_stay(self):
        """Name what serves others and has not ended with them; here nothing but a while can tell."""
        left = ()

        def nothing_runs():
            nonlocal left
            left = tuple(f"thread {t.name}" for t in threading.enumerate() if _stays(t))
            return not left

        waiting.until(nothing_runs, Patience.here().left_ends_s, _LOOKED_EVERY_S)
        return left


def _stays(thread):
    if thread is threading.main_thread():
        return False
    if _LOKY not in sys.modules:
        return True
    # Its workers stay by design, and what feeds them.
    return not any(
        part in thread.name for part in ("QueueManager", "ExecutorManager", "QueueFeeder")
    )


def _ends_by_itself(thread):
    """Return a function that tells whether a thread has to be waited for."""
    if isinstance(thread, threading.Timer):
        return thread.finished.is_set  # as when it was cancelled
    target = getattr(thread, "_target", None)
    makers = (type(thread).__module__, getattr(target, "__module__", None) or "")
    is_servant = any(maker.startswith(_SERVANTS) for maker in makers)
    return lambda: is_servant


def _not_waited_for():
    """List the processes that multiprocessing has started here and that nobody knows to have ended."""
    found = []
    for process in list(multiprocessing.process._children):
        popen = getattr(process, "_popen", None)
        if popen is not None and popen.returncode is None and not _is_lokys(process):
            found.append(process)
    return found


def _is_lokys(process):
    return type(process).__module__.startswith((_LOKY, "loky"))


def _serves(process):
    """Tell whether it is a worker of joblib's, or has ended by now."""
    try:
        return "loky" in " ".join(process.cmdline()) or process.status() == "zombie"
    except Exception:  # psutil's, which is not loaded before it is needed
        return True
