"""What belongs to a run that does not return, and how it is ended: pools, processes, threads."""

import contextlib
import ctypes
import gc
import inspect
import multiprocessing
import os
import sys
import threading
from concurrent.futures import Executor
from functools import cache, partial
from time import monotonic
from typing import NamedTuple

from helpers import machine
from helpers.measure import places
from helpers.processes import coroutines, families
from helpers.worker.stop_flag import Stopped
from helpers.worker.traced import Traced

__all__ = ["Before", "end_run", "processes_of", "raise_stopped_in"]


class Before(NamedTuple):
    """What was there before a run began, and is not its own.

    Attributes
    ----------
    processes : frozenset of psutil.Process
    threads : frozenset of threading.Thread
    """

    processes: frozenset = frozenset()
    threads: frozenset = frozenset()

    @classmethod
    def now(cls):
        """Note what is there now."""
        return cls(
            frozenset(families.workers(os.getpid())),
            frozenset(threading.enumerate()),
        )


def processes_of(before, stop=None):
    """List the worker processes of a run that are alive.

    Parameters
    ----------
    before : Before
    stop : StopFlag, optional
        The run's: who was given it works for the run, though it was there before, as in a pool that is
        used again.

    Returns
    -------
    list of psutil.Process
        Whichever library has started them, but for those that the main thread has: what a cell starts
        while a lab measures is no part of the run.
    """
    given = stop.processes() if hasattr(stop, "processes") else ()
    of_cells = _begun_by_the_main_thread()
    return [
        process
        for process in families.workers(os.getpid())
        if process.pid in given or not (process in before.processes or process.pid in of_cells)
    ]


def _begun_by_the_main_thread():
    """Return the numbers of this process's children that the main thread has forked, where that is told."""
    path = f"/proc/self/task/{threading.main_thread().native_id}/children"
    with contextlib.suppress(OSError), open(path, encoding="ascii") as file:
        return {int(number) for number in file.read().split()}
    return set()


def end_run(thread, before, stop=None, timeout_s=3.0, interrupt=None):
    """End what a run that does not return has started, and its threads where they can be reached.

    Coroutines are cancelled, pools are terminated, worker processes are killed, and the threads that run
    its tasks are sent `Stopped`. A thread that sleeps or waits inside C code cannot be reached; it ends
    when that call returns.

    Parameters
    ----------
    thread : threading.Thread
        The one that called the runner.
    before : Before
    stop : StopFlag, optional
        As for `processes_of`.
    timeout_s : float, optional
        Seconds to try for.
    interrupt : callable, optional
        Raises `Stopped` in the thread, if that may be; `raise_stopped_in` if not given.

    Returns
    -------
    str
        What could not be ended, in words; empty if nothing is left.
    """
    try:
        interrupt = interrupt or partial(raise_stopped_in, thread)
        return _end(thread, before, stop, timeout_s, interrupt)
    finally:
        gc.collect()  # a pool that was ended refers to itself, and keeps its semaphores until then


def _end(thread, before, stop, timeout_s, interrupt):
    deadline = monotonic() + timeout_s
    ended, interrupted, known = [], set(), set()
    there_before = {process.pid for process in before.processes}
    nannies = [nanny for nanny in _nannies() if _pid_of(nanny) in there_before]
    coroutines.cancel(thread)
    while True:
        # A nanny of a cluster that was there before replaces its worker: that is none of the run's.
        replaced = {_pid_of(nanny) for nanny in nannies} - there_before
        known.update(each for each in processes_of(before, stop) if each.pid not in replaced)
        for pool, how in list(_pools_of(thread, {process.pid for process in known})):
            if _is_complete(pool) and not any(pool is other for other in ended):
                ended.append(pool)
                _in_a_thread(how, pool)
        _kill(known)
        for stuck in {thread, *_threads_at_tasks_of(stop)} - interrupted:
            interrupted.add(stuck)
            interrupt() if stuck is thread else raise_stopped_in(stuck)
        thread.join(timeout=0.05)
        threads = [each for each in interrupted if each.is_alive()]
        processes = [each for each in known if _is_running(each)]
        if not threads and not processes:
            multiprocessing.active_children()  # as in `_kill`
            return ""
        if monotonic() > deadline:
            return _left(threads, processes)


def _left(threads, processes):
    told = []
    for thread in threads:
        place = places.place_in(thread)
        told.append(f"a thread, in {place}" if place else "a thread")
    for process in processes:
        told.append(f"process {process.pid} ({_name_of(process)})")
    return ", ".join(told)


def _name_of(process):
    with contextlib.suppress(Exception):  # it has ended just now
        return process.name()
    return "gone"


# The pools of a run ----------------------------------------------------------------------------------


def _pools_of(thread, process_ids):
    """Yield the pools of a run, whichever library made them, and how each is ended."""
    held = _held_by(thread)
    for value in gc.get_objects():
        how = _how_to_end(type(value))
        if how is not None and (id(value) in held or _works_with(value, process_ids)):
            yield value, how


def _held_by(thread):
    """Return the ids of what the functions in which a thread is stuck hold by a name."""
    if not machine.gil_enabled():
        # A running thread's frames are its own there: "Frame objects" in
        # https://docs.python.org/3/howto/free-threading-python.html.
        return set()
    frame, held = sys._current_frames().get(thread.ident), set()
    while frame is not None:
        held.update(map(id, frame.f_locals.values()))
        frame = frame.f_back
    return held


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


def _nannies():
    """List what looks after the workers of Dask's clusters in this process, and replaces those that end."""
    return [value for value in gc.get_objects() if _how_to_end(type(value)) is _let_go_of_worker]


def _let_go_of_worker(nanny):
    nanny.auto_restart = False


def _pid_of(nanny):
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
    pool.terminate()


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


def _in_a_thread(how, pool):
    """End a pool in a thread of its own, since that may wait for ever; wait for a moment."""

    def end():
        with contextlib.suppress(BaseException):  # it is broken: that is why it is ended
            how(pool)

    ending = threading.Thread(target=end, name="end-pool", daemon=True)
    ending.start()
    ending.join(timeout=0.5)
    if how is _terminate:
        _release(pool)


# Its processes and threads ---------------------------------------------------------------------------


def _kill(processes):
    for process in processes:
        with contextlib.suppress(Exception):  # it has ended just now, or is somebody else's
            process.kill()
    # Those that multiprocessing has started are waited for by it alone: it wants to know how they ended.
    multiprocessing.active_children()


def _is_running(process):
    with contextlib.suppress(Exception):  # it has ended just now
        return process.is_running() and process.status() != "zombie"
    return False


def _threads_at_tasks_of(stop):
    """Return the threads in which a task of a run is in progress, as far as that can be seen."""
    if stop is None or not machine.gil_enabled():
        return set()
    by_number = {thread.ident: thread for thread in threading.enumerate()}
    found = set()
    for number, frame in sys._current_frames().items():
        while frame is not None:
            if frame.f_code is Traced.__call__.__code__:
                if frame.f_locals["self"].stop is stop and number in by_number:
                    found.add(by_number[number])
                break
            frame = frame.f_back
    return found


def raise_stopped_in(thread):
    """Raise `Stopped` in a thread at its next step in Python code.

    Parameters
    ----------
    thread : threading.Thread
    """
    if thread.is_alive():  # else its number may be another thread's by now
        ctypes.pythonapi.PyThreadState_SetAsyncExc(
            ctypes.c_ulong(thread.ident), ctypes.py_object(Stopped)
        )
