"""Ending what a runner that does not return has started."""

import contextlib
import ctypes
import gc
import multiprocessing
import sys
import threading
from concurrent.futures import Executor
from multiprocessing.pool import Pool
from time import monotonic

from helpers import machine
from helpers.lifeline import Stopped

__all__ = ["end_runner", "worker_processes"]


def worker_processes():
    """List the worker processes of this process that are alive.

    Returns
    -------
    set of multiprocessing.process.BaseProcess
    """
    return set(multiprocessing.active_children())


def end_runner(thread, spared, timeout_s=3.0):
    """End the worker processes of a runner that is stuck, and its thread if it can be reached.

    Pools that are local variables of the stuck functions are terminated, worker processes that have
    come since are killed, and the thread is sent `Stopped`. A thread that sleeps or waits inside C
    code cannot be reached; it ends when that call returns.

    Parameters
    ----------
    thread : threading.Thread
        The one that called the runner.
    spared : set of multiprocessing.process.BaseProcess
        Worker processes that were there before the runner was called.
    timeout_s : float, optional
        Seconds to try for.

    Returns
    -------
    bool
        Whether the thread and the processes have ended.
    """
    try:
        return _end(thread, spared, timeout_s)
    finally:
        gc.collect()  # a pool that was ended refers to itself, and keeps its semaphores until then


def _end(thread, spared, timeout_s):
    deadline = monotonic() + timeout_s
    ended, interrupted = [], False
    while True:
        pools = list(_pools_of(thread) if machine.gil_enabled() else _pools_since(spared))
        if all(map(_is_complete, pools)):
            for pool in pools:
                if not any(pool is other for other in ended):
                    ended.append(pool)
                    _end_pool(pool)
            _kill(worker_processes() - spared)
            if not interrupted:
                interrupted = True
                _interrupt(thread)
        thread.join(timeout=0.05)
        if not (thread.is_alive() or worker_processes() - spared):
            return True
        if monotonic() > deadline:
            return False


def _pools_of(thread):
    """Yield the pools and executors that the functions in which `thread` is stuck hold by a name."""
    frame = sys._current_frames().get(thread.ident)
    while frame is not None:
        for value in list(frame.f_locals.values()):
            if isinstance(value, (Pool, Executor)):
                yield value
        frame = frame.f_back


def _pools_since(spared):
    """Yield the pools whose workers have all come since; without a GIL, a thread's frames are its own.

    See "Frame objects" in https://docs.python.org/3/howto/free-threading-python.html.
    """
    for value in gc.get_objects():
        if issubclass(type(value), Pool) and not spared.intersection(getattr(value, "_pool", ())):
            yield value


def _is_complete(pool):
    """Tell whether a pool has been made; one that is interrupted before goes on starting workers."""
    return isinstance(pool, Executor) or hasattr(pool, "_terminate")


def _end_pool(pool):
    if isinstance(pool, Executor):
        pool.shutdown(wait=False, cancel_futures=True)
        return
    # terminate() keeps the pool from replacing its workers and ends them. It waits for a lock that a
    # worker may hold, for ever if that worker has been killed: so it goes first, in its own thread.
    ending = threading.Thread(target=pool.terminate, name="end-pool", daemon=True)
    ending.start()
    ending.join(timeout=1)
    # terminate() leaves whoever waits for a result waiting.
    with contextlib.suppress(AttributeError):
        for job in list(pool._cache.values()):
            job._success, job._value = False, Stopped()
            job._event.set()


def _kill(processes):
    for process in processes:
        process.kill()
    for process in processes:
        process.join(timeout=0.5)


def _interrupt(thread):
    """Raise `Stopped` in a thread at its next step in Python code."""
    if not thread.is_alive():
        return  # its number may be another thread's by now
    ctypes.pythonapi.PyThreadState_SetAsyncExc(
        ctypes.c_ulong(thread.ident), ctypes.py_object(Stopped)
    )
