"""What belongs to a run that does not return, and how it is ended: processes, threads, and its `pools`."""

import contextlib
import ctypes
import gc
import multiprocessing
import os
import sys
import threading
from functools import partial
from time import monotonic
from typing import NamedTuple

from helpers import machine
from helpers.labs import late_errors, pools
from helpers.measure import places
from helpers.processes import coroutines, families, marks
from helpers.processes.waiting import until
from helpers.worker.stop_flag import Stopped
from helpers.worker.traced import Traced

__all__ = ["Before", "end_run", "expect_to_stop", "processes_of", "raise_stopped_in"]

_KILLED_WITHIN_S, _LEFT_WITHIN_S = 0.5, 3.0


class Before(NamedTuple):
    """What was there before a run began, and is not its own.

    Attributes
    ----------
    processes : frozenset of psutil.Process
    threads : frozenset of threading.Thread
    mark : tuple of (str, str), optional
        What processes have that are started from then on; see `helpers.processes.marks`.
    """

    processes: frozenset = frozenset()
    threads: frozenset = frozenset()
    mark: tuple = ()

    @classmethod
    def now(cls):
        """Note what is there now, and mark what is started from now on."""
        return cls(
            frozenset(families.workers(os.getpid())),
            frozenset(threading.enumerate()),
            marks.new_mark(),
        )


def processes_of(before, stop=None):
    """List the processes of a run that are alive, its workers and any others.

    Parameters
    ----------
    before : Before
    stop : StopFlag, optional
        The run's: who was given it works for the run, though it was there before, as in a pool that is
        used again.

    Returns
    -------
    list of psutil.Process
        Whichever library has started them, and whether or not its thread, or their parent, has ended
        since. What a cell starts while a lab measures is no part of the run, where the system tells by
        which thread a process was started, as Linux does; elsewhere all that has come since is.
    """
    given = stop.processes() if hasattr(stop, "processes") else set()
    workers = families.workers(os.getpid())
    of_others = _of_others(workers, given)
    its = [
        process
        for process in workers
        if process.pid in given or not (process in before.processes or process.pid in of_others)
    ]
    return its + _without_parents(before.mark)


def _of_others(workers, given):
    """Return the numbers of those that no run has started, and of what these have, where that is told.

    A worker that was given a run's flag works for the run, and so does what it starts.
    """
    parents = {}
    for process in workers:
        with contextlib.suppress(Exception):  # it has ended just now
            parents[process.pid] = process.ppid()
    found = marks.unmarked(each for each, parent in parents.items() if parent == os.getpid())
    found -= set(given)
    for each, parent in parents.items():  # a parent comes before its children
        if parent in found and each not in given:
            found.add(each)
    return found


def _without_parents(mark):
    """List the processes of a run whose parent has ended, so that nobody here is their ancestor."""
    found = []
    for process in families.marked(mark) if mark else ():
        with contextlib.suppress(Exception):  # it has ended just now
            is_descendant = any(parent.pid == os.getpid() for parent in process.parents())
            # Of this kernel and in this run's time; on Linux, it is known whether by the run, too.
            if not is_descendant and marks.is_marked(process.pid) is not False:
                found.append(process)
    return found


def end_run(thread, before, stop=None, timeout_s=3.0, interrupt=None):
    """End what a run that does not return has started, and its threads where they can be reached.

    Coroutines are cancelled, pools are terminated, its processes are killed, and the threads that run
    its tasks are sent `Stopped`. A thread that sleeps or waits inside C code cannot be reached; it ends
    when that call returns. What threads of a pool raise that dies so, nobody is told.

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
    nannies = [nanny for nanny in pools.nannies() if pools.process_of(nanny) in there_before]
    while True:
        late_errors.expect_from(_threads_of(thread, before))
        # A nanny of a cluster that was there before replaces its worker: that is none of the run's.
        replaced = {pools.process_of(nanny) for nanny in nannies} - there_before
        known.update(each for each in processes_of(before, stop) if each.pid not in replaced)
        if not interrupted:
            # Once its processes are known: of a thread that has ended, not all can be told from others'.
            coroutines.cancel(thread)
        for pool in pools.of_run(thread, before.threads, {process.pid for process in known}):
            if not any(pool is other for other in ended):
                ended.append(pool)
                pools.end(pool)
        _kill(known)
        at_tasks = _threads_at_tasks_of(stop)
        for stuck in {thread, *at_tasks} - interrupted:
            if not _imports(stuck):
                interrupted.add(stuck)
                interrupt() if stuck is thread else raise_stopped_in(stuck)
        late_errors.wake_loops_in(interrupted)
        thread.join(timeout=0.05)
        is_late = monotonic() > deadline
        if is_late:
            # On a busy machine, what was killed or interrupted just now needs a moment to go.
            until(lambda: not any(map(_is_running, known)), _KILLED_WITHIN_S, 0.02)
            _let_leave({thread, *at_tasks})
        # A thread of a pool that has left its task does nothing for the run any more.
        threads = [each for each in {thread, *at_tasks} if each.is_alive()]
        processes = [each for each in known if _is_running(each)]
        if not threads and not processes:
            multiprocessing.active_children()  # as in `_kill`
            return ""
        if is_late:
            return _left(threads, processes)


def expect_to_stop(thread, before):
    """Let nothing be told of what a run leaves open in its event loops, since it is asked to stop now.

    Parameters
    ----------
    thread, before
        As for `end_run`.
    """
    late_errors.expect_from_loops_in(_threads_of(thread, before))


def _imports(thread):
    """Tell whether a thread is importing: interrupted now, it would leave half a module behind.

    What it does afterwards is ended by the stop flag, at its first task.
    """
    frame = sys._current_frames().get(thread.ident) if machine.gil_enabled() else None
    while frame is not None:
        if frame.f_code.co_filename == "<frozen importlib._bootstrap>":
            return True
        frame = frame.f_back
    return False


def _threads_of(thread, before):
    """Return the threads of a run, and where the system does not tell, all that have come since."""
    since = set(threading.enumerate()) - before.threads
    here = os.getpid()
    return {thread, *(each for each in since if marks.is_marked(here, each.native_id) is not False)}


def _let_leave(threads):
    """Wait a moment for threads that are in no line of the reader's any more, and have not ended yet."""

    def is_leaving(thread):
        return thread.is_alive() and not places.place_in(thread)

    until(lambda: not any(map(is_leaving, threads)), _LEFT_WITHIN_S, 0.02)


def _left(threads, processes):
    told = []
    for thread in threads:
        place, call = places.place_in(thread), places.call_in(thread)
        if place:
            told.append(f"a thread, in {place}")
        elif call:  # else it is in no code but ours, and nothing of the run goes on in it
            told.append(f"the thread {thread.name}, in {call}")
    for process in processes:
        told.append(f"process {process.pid} ({_name_of(process)})")
    return ", ".join(told)


def _name_of(process):
    with contextlib.suppress(Exception):  # it has ended just now
        return process.name()
    return "gone"


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
