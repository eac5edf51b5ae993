"""The steps of an event loop in a check: what runs between two awaits, and whether it kept others waiting.

A step that computes uses its thread's CPU; one that waits without an ``await`` gives its CPU away, and the
system wakes it when what it waits for has come. Both are read from the system when the step is over. That
the machine is busy shows in neither: a thread that is ready and gets no CPU neither computes nor waits.
"""

import builtins
import contextlib
import gc
import os
import sys
import threading
import time
import weakref
from typing import NamedTuple

from helpers.worker.log import Event, Log

try:
    import resource
except ImportError:  # Windows
    resource = None

__all__ = ["note_blocks"]

_COMPUTED = "Code that computes for long, without an `await`,"
_WAITED = "Code that waits, without an `await`,"


class _Use(NamedTuple):
    """What a thread has used so far.

    Seconds of its CPU, seconds of sleep, how often it fell asleep, and seconds of the CPU of the others in
    its process.
    """

    cpu_s: float
    asleep_s: float
    n_sleeps: int
    others_s: float

    def __sub__(self, other):
        return _Use(*(mine - its for mine, its in zip(self, other, strict=True)))

    def __add__(self, other):
        return _Use(*(mine + its for mine, its in zip(self, other, strict=True)))


_NOTHING = _Use(0.0, 0.0, 0, 0.0)


class _Thread:
    """The thread that the loop runs in, and what it has used."""

    def __init__(self):
        self.ident, self._file = threading.get_ident(), None
        # The system tells how long a thread was ready and got no CPU; where it does not, sleep is not told
        # apart from that, and only what is computed is seen here.
        if resource is not None and hasattr(resource, "RUSAGE_THREAD"):
            with contextlib.suppress(OSError):
                path = f"/proc/self/task/{threading.get_native_id()}/schedstat"
                self._file = os.open(path, os.O_RDONLY)

    def use(self):
        cpu_s = time.thread_time()
        if self._file is None:
            return _Use(cpu_s, 0.0, 0, 0.0)
        kept_waiting_s = int(os.pread(self._file, 100, 0).split()[1]) / 1e9
        n_sleeps = resource.getrusage(resource.RUSAGE_THREAD).ru_nvcsw
        asleep_s = time.perf_counter() - cpu_s - kept_waiting_s
        return _Use(cpu_s, asleep_s, n_sleeps, time.process_time() - cpu_s)


class _Steps:
    """What is measured of each step, and what of it is not the student's."""

    def __init__(self, log):
        self._log, self._process, self._thread = log, os.getpid(), _Thread()
        self._excused, self._n_excuses = None, 0

    def is_here(self):
        return (
            self._excused is not None
            and threading.get_ident() == self._thread.ident
            and os.getpid() == self._process
        )

    @contextlib.contextmanager
    def excused(self):
        """Leave out what runs in this block, such as the start of a thread: it is no wait for a result."""
        if not self.is_here() or self._n_excuses:
            yield
            return
        self._n_excuses, before = 1, self._thread.use()
        try:
            yield
        finally:
            self._n_excuses = 0
            if self._excused is not None:
                self._excused += self._thread.use() - before

    def run(self, step):
        """Run a step and note it if it has kept the loop waiting."""
        if threading.get_ident() != self._thread.ident or os.getpid() != self._process:
            return step()
        self._excused, before = _NOTHING, self._thread.use()
        try:
            return step()
        finally:
            used, self._excused = self._thread.use() - before - self._excused, None
            if by := _blocks(used):
                self._log.note(Event.BLOCKED, by=by, on_loop=True)


def _blocks(used):
    """Tell in which way a step has blocked; empty if in none.

    The threads of one Python take turns after an interval: what is shorter is a turn as others have it. A
    thread that waits for its turn wakes up after each interval, so if its sleeps are longer on average, it
    has waited for something else. Where others of its process compute, it may have waited for its turn, and
    on a busy machine some of those sleeps last longer than that; where none does, there are no turns.
    """
    interval_s = sys.getswitchinterval()
    if used.cpu_s > 2 * interval_s:
        return _COMPUTED
    turn_s = interval_s * (3 if used.others_s > interval_s else 1.5)
    if used.n_sleeps > 0 and used.asleep_s > turn_s * used.n_sleeps:
        return _WAITED
    return ""


def note_blocks(log):
    """Let the event loop note from now on which of its steps have kept it waiting; call it in its thread.

    Parameters
    ----------
    log : log.Log
    """
    import asyncio  # noqa: PLC0415  who calls this has it; a worker process need not load it

    steps = _Steps(log)
    usual = asyncio.events.Handle._run
    asyncio.events.Handle._run = lambda handle: steps.run(lambda: usual(handle))
    _excuse_what_is_not_the_students(steps)
    _excuse_pools_that_are_done(steps)


def _excuse_what_is_not_the_students(steps):
    """Leave out notes of the check, imports, new workers, and what Python does to its memory."""
    import subprocess  # noqa: PLC0415  asyncio has loaded it
    from multiprocessing.process import BaseProcess  # noqa: PLC0415  as above

    for owner, name in (
        (Log, "note"),
        (Log, "read"),
        (threading.Thread, "start"),
        (BaseProcess, "start"),
        (subprocess.Popen, "__init__"),
        (builtins, "__import__"),
    ):
        setattr(owner, name, _excused(steps, getattr(owner, name)))
    collecting = []

    def note_collection(phase, _):
        if phase == "start" and steps.is_here():
            collecting.append(steps.excused())
            collecting[-1].__enter__()
        elif phase == "stop" and collecting:
            collecting.pop().__exit__(None, None, None)

    gc.callbacks.append(note_collection)


def _excused(steps, usual):
    def call(*arguments, **options):
        with steps.excused():
            return usual(*arguments, **options)

    # A pool that sends its tasks finds a function by its name.
    for name in ("__module__", "__name__", "__qualname__"):
        setattr(call, name, getattr(usual, name))
    return call


def _excuse_pools_that_are_done(steps):
    """Leave out the end of a pool whose tasks are done: its workers only have to be told."""
    from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor  # noqa: PLC0415  as above

    for kind in (ThreadPoolExecutor, ProcessPoolExecutor):
        _watch_pools(kind, steps)


def _watch_pools(kind, steps):
    submit, shutdown, futures = kind.submit, kind.shutdown, weakref.WeakKeyDictionary()

    def submit_known(pool, /, *arguments, **options):
        with steps.excused():  # for its locks, which a worker of it may hold until it gets its turn
            future = submit(pool, *arguments, **options)
        futures.setdefault(pool, weakref.WeakSet()).add(future)
        return future

    def shutdown_known(pool, *arguments, **options):
        done = all(future.done() for future in list(futures.get(pool, ())))
        with steps.excused() if done else contextlib.nullcontext():
            return shutdown(pool, *arguments, **options)

    kind.submit, kind.shutdown = submit_known, shutdown_known
