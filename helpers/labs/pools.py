"""The pools of a run that does not return, whichever library made them, and how each is ended."""

import contextlib
import gc
import inspect
import sys
import threading
from concurrent.futures import Executor
from functools import cache

from helpers import machine
from helpers.worker.stop_flag import Stopped

__all__ = ["end", "nannies", "of_run", "process_of"]

_RESULTS = ("ApplyResult", "AsyncResult", "IMapIterator", "IMapUnorderedIterator", "MapResult")


def of_run(thread, there_before, process_ids):
    """Yield the pools of a run, whichever library made them.

    Those that the run holds come first, and at once: a pool whose workers die as they start goes on
    starting them, and leaves little time to look at all there is. One that is still being made is left
    out: interrupted now, it would go on starting workers.

    Parameters
    ----------
    thread : threading.Thread
        The one that called the runner.
    there_before : frozenset of threading.Thread
        The threads that were there before the run.
    process_ids : set of int
        Of the run's processes.

    Yields
    ------
    object
        Some of them twice.
    """
    for value in _held_by(thread, there_before):
        if _how_to_end(type(value)) is not None and _is_complete(value):
            yield value
    for value in gc.get_objects():
        is_pool = _how_to_end(type(value)) is not None
        if is_pool and _works_with(value, process_ids) and _is_complete(value):
            yield value


def _held_by(thread, there_before):
    """Yield what the functions in which a thread is stuck hold, and the pools of results they wait for."""
    if not machine.gil_enabled():
        # A running thread's frames are its own there: "Frame objects" in
        # https://docs.python.org/3/howto/free-threading-python.html.
        return
    frame = sys._current_frames().get(thread.ident)
    while frame is not None:
        for value in list(frame.f_locals.values()):
            yield value
            yield getattr(value, "_pool", None) if type(value).__name__ in _RESULTS else None
        for name in frame.f_code.co_names:
            value = frame.f_globals.get(name)
            if _has_new_threads(value, there_before):
                yield value
        frame = frame.f_back


def _has_new_threads(pool, there_before):
    """Tell whether a pool has threads, and none that was there before: a run has begun to use it."""
    threads = getattr(pool, "_threads", None)
    return isinstance(threads, set) and bool(threads) and threads.isdisjoint(there_before)


def _works_with(pool, process_ids):
    """Tell whether a pool has a worker that is one of these processes.

    Not so by threads: a library's own pool of threads may have started one of them meanwhile.
    """
    workers = []
    for name in ("_pool", "_processes", "_workers", "process"):
        its = getattr(pool, name, None) or ()
        its = [its] if hasattr(its, "pid") else its
        with contextlib.suppress(Exception):  # it is another library's, and changes meanwhile
            workers.extend(its.values() if isinstance(its, dict) else its)
    return any(_pid_in(worker) in process_ids for worker in workers)


def _pid_in(worker):
    try:
        return getattr(worker, "pid", None)
    except ValueError:  # a process that was closed
        return None


@cache
def _how_to_end(kind):
    """Return what ends a pool of a class, or None if it is none.

    Known by names, and not by classes: other libraries have copies of `multiprocessing` of their own, and
    need not be loaded to be ended.
    """
    for base in kind.__mro__:
        if base is Executor:
            return _shut_down
        module = str(base.__module__)  # of some classes that are written in C, it is no text
        library = module.partition(".")[0]
        if base.__name__ == "Pool" and module.endswith(".pool"):
            return _terminate
        if (library, base.__name__) == ("distributed", "Client"):
            return lambda client: client.close(timeout=0.2)
        if (library, base.__name__) == ("distributed", "Nanny"):
            return _let_go_of_worker
        if library == "pathos" and hasattr(base, "clear") and hasattr(base, "terminate"):
            return _clear
    return None


def nannies():
    """List what looks after the workers of Dask's clusters in this process, and replaces those that end.

    Returns
    -------
    list of distributed.Nanny
    """
    return [value for value in gc.get_objects() if _how_to_end(type(value)) is _let_go_of_worker]


def _let_go_of_worker(nanny):
    nanny.auto_restart = False


def process_of(nanny):
    """Return the number of the worker process that it looks after now; None if there is none.

    Parameters
    ----------
    nanny : distributed.Nanny

    Returns
    -------
    int or None
    """
    return getattr(getattr(nanny, "process", None), "pid", None)


def _is_complete(pool):
    """Tell whether a pool has been made; one that is interrupted before goes on starting workers."""
    return _how_to_end(type(pool)) is not _terminate or hasattr(pool, "_terminate")


def _shut_down(executor):
    takes = inspect.signature(executor.shutdown).parameters
    firmest = {"wait": False, "cancel_futures": True, "kill_workers": True}  # the last is loky's
    executor.shutdown(**{name: value for name, value in firmest.items() if name in takes})


def _terminate(pool):
    # It keeps the pool from replacing its workers and ends them. It waits for a lock that a worker may
    # hold, for ever if that worker has been killed: so it goes first.
    _let_pathos_forget(pool)
    pool.terminate()


def _let_pathos_forget(pool):
    """Forget a pool that pathos keeps for the next one of as many workers, though nobody holds its own."""
    for name in ("pathos.multiprocessing", "pathos.threading"):
        kept = getattr(sys.modules.get(name), "__STATE", {})
        for key, value in list(kept.items()):
            if value is pool:
                kept.pop(key, None)


def _clear(pool):
    """Let pathos forget a pool, which it would use again for the next one of as many workers."""
    pool.terminate()
    pool.join()
    pool.clear()


def _release(pool):
    """Let whoever waits for a result of a pool go on: `terminate` leaves them waiting."""
    for job in list(getattr(pool, "_cache", {}).values()):
        with contextlib.suppress(AttributeError):
            job._success, job._value = False, Stopped()
            job._event.set()
        with contextlib.suppress(AttributeError), job._cond:  # of an iterator over results
            job._items.append((False, Stopped()))
            job._cond.notify_all()


def end(pool):
    """End a pool in a thread of its own, since that may wait for ever; wait for a moment.

    Parameters
    ----------
    pool : object
        One that `of_run` has given.
    """
    how = _how_to_end(type(pool))

    def end_it():
        with contextlib.suppress(BaseException):  # it is broken: that is why it is ended
            how(pool)

    ending = threading.Thread(target=end_it, name="end-pool", daemon=True)
    ending.start()
    ending.join(timeout=0.5)
    if how is _terminate:
        _release(pool)
