"""A run that does not return: seen from outside, told in a sentence, and ended."""

import contextlib
import ctypes
import gc
import multiprocessing
import signal
import sys
import threading
from concurrent.futures import Executor
from multiprocessing.pool import Pool
from time import monotonic

from helpers import machine
from helpers.worker.stop_flag import Stopped

__all__ = ["Watch", "end_runner", "worker_processes"]


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


_LOOKED_EVERY_S = 0.25
_MOURNED_S = 1.0  # most pools give up by themselves when a worker has died; one of them does not
_ENDED_BY_A_POOL = (0, -getattr(signal, "SIGTERM", 15))
_WHAT_TO_DO = "Press Stop to give it up and to end the processes that it started."


class Watch:
    """Says so, once, if a run takes too long, or goes on although a worker of it has died.

    Parameters
    ----------
    limit_s : float
        Seconds after which the run is called overdue.
    spared : set of multiprocessing.process.BaseProcess
        Worker processes that are not the run's.
    say : callable
        Called with a sentence, in a thread of the watch's own.
    """

    def __init__(self, limit_s, spared, say):
        self._limit_s, self._spared, self._say = limit_s, spared, say
        self._over = threading.Event()
        threading.Thread(target=self._look, name="watch", daemon=True).start()

    def cancel(self):
        """Watch no longer: the run is over."""
        self._over.set()

    def _look(self):
        start_s, seen, first_death_s = monotonic(), set(), None
        while not self._over.wait(min(_LOOKED_EVERY_S, self._limit_s)):
            now_s = monotonic()
            seen |= worker_processes() - self._spared
            dead = [p for p in seen if _exit_code(p) not in (None, *_ENDED_BY_A_POOL)]
            if dead and first_death_s is None:
                first_death_s = now_s
            if dead and now_s - first_death_s > _MOURNED_S:
                self._say(f"{_death_of(dead[0])}, and this run still waits for it. {_WHAT_TO_DO}")
                return
            if now_s - start_s > self._limit_s:
                self._say(
                    f"This run has not returned for {self._limit_s:.3g} s; a pool whose worker has died "
                    f"may wait for it for ever. {_WHAT_TO_DO}"
                )
                return


def _exit_code(process):
    try:
        return process.exitcode
    except ValueError:  # closed by the runner, which it can only be once it has ended
        return 0


def _death_of(process):
    if process.exitcode > 0:
        return f"A worker process has ended with exit code {process.exitcode}"
    return (
        f"A worker process was killed by signal {-process.exitcode} (the system does that when memory "
        "runs out)"
    )
