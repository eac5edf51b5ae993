"""The end of a worker process whose parent is gone."""

import multiprocessing
import os
import threading
from functools import cache
from time import sleep

__all__ = ["die_with_parent", "watch_forks"]

_watched_process = None
_PARENT_CHECKED_EVERY_S = 0.2


def die_with_parent():
    """End this worker process when the process that started it is gone, by SIGKILL too.

    An idle worker of a pool waits for ever on a queue whose other end it holds itself, so it would
    survive its parent. Calling this again, or outside a worker process, does nothing.
    """
    global _watched_process
    if _watched_process == os.getpid() or multiprocessing.parent_process() is None:
        return
    _watched_process = os.getpid()
    threading.Thread(target=_join_parent, name="die-with-parent", daemon=True).start()


@cache
def watch_forks():
    """Let each worker process that is forked from now on end as `die_with_parent` says, and its own too.

    Calling this again does nothing, nor where nothing is forked.
    """
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_watch_forked_worker)


def _join_parent():
    first = os.getppid()
    try:
        multiprocessing.parent_process().join()
    except ValueError:  # loky's workers have no pipe to their parent that would tell of its end
        while os.name == "nt" or os.getppid() == first:
            sleep(_PARENT_CHECKED_EVERY_S)
    os._exit(1)


def _watch_forked_worker():
    # multiprocessing names the parent a moment after the fork; a fork for another purpose has none.
    timer = threading.Timer(0.2, die_with_parent)
    timer.daemon = True
    timer.start()
