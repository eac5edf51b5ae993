"""A picklable wrapper around a task: each call also reports its worker, and from when to when it ran."""

import inspect
import os
import pickle
import threading
from functools import cache
from multiprocessing.reduction import ForkingPickler
from time import perf_counter

from helpers.wording.arguments import check_function
from helpers.worker.failures import check_travels, end_a_stray, sent_home
from helpers.worker.orphans import die_with_parent, watch_forks
from helpers.worker.spans import Span, Worker
from helpers.worker.stop_flag import Stopped

__all__ = ["TaskImportError", "Traced"]


class TaskImportError(ImportError):
    """A worker process could not import the task that it was given."""


class Traced:
    """A task that also reports who ran it and when.

    Calling it with an input returns ``(result, span)``. Around an ``async def`` task, the call is a
    coroutine that returns the same. It can be pickled wherever the task can. Where a worker process
    cannot import the task, each call raises `TaskImportError`; the bare task would have made
    `multiprocessing.Pool` wait for ever.

    Parameters
    ----------
    task : callable
        A function of one input, plain or ``async def``.
    stop : StopFlag, optional
        Once set, calls raise `Stopped` and do not run the task.

    Notes
    -----
    The clock is `time.perf_counter`. Python reads it from a clock of the operating system that
    starts with the machine and not with the process: CLOCK_MONOTONIC on Linux,
    QueryPerformanceCounter on Windows, mach_absolute_time on macOS. Spans that were recorded in
    several processes of one machine can therefore be compared. The documentation of
    `time.get_clock_info` and PEP 418 name the clocks.

    Examples
    --------
    >>> result, span = Traced(abs)(-3)
    >>> result, span.start_s <= span.end_s
    (3, True)
    """

    def __init__(self, task, stop=None):
        check_function("task", task)
        _prepare_process()
        self.task = task
        self.stop = stop
        self._made_in = os.getpid()  # an error has to travel from any other process
        self._mark()

    def _mark(self):
        self.is_async = inspect.iscoroutinefunction(self.task)
        if self.is_async and hasattr(inspect, "markcoroutinefunction"):
            inspect.markcoroutinefunction(self)  # so that the wrapper looks like what it wraps

    def __call__(self, *values):
        """Call the task, or make the coroutine that does.

        Parameters
        ----------
        *values : object
            Its input; whatever a pool makes of it, such as the members of a tuple, reaches the task so.

        Returns
        -------
        tuple of (object, Span), or a coroutine
            The result, and who made it when.

        Raises
        ------
        Stopped
            If the stop flag is set.
        Exception
            What the task raises.
        """
        if self.is_async:
            return self._call_async(*values)
        if self.stop is not None and self.stop.is_set():
            raise Stopped
        n_forks, told = _n_forks, None
        try:
            start_s = perf_counter()
            result = self.task(*values)
            end_s = perf_counter()
            self._check(result)
        except KeyboardInterrupt:
            self._leave_interrupt()
            raise
        except BaseException as error:
            told = self._told(error)
            if told is error:
                raise
        finally:
            if n_forks != _n_forks:
                end_a_stray(self.task)
        if told is not None:
            # Not above: there the first error would be its context, which some libraries send along.
            raise told
        return result, Span(_this_worker(), start_s, end_s)

    async def _call_async(self, *values):
        if self.stop is not None and self.stop.is_set():
            raise Stopped
        n_forks, told = _n_forks, None
        try:
            start_s = perf_counter()
            result = await self.task(*values)
            end_s = perf_counter()
            self._check(result)
        except (Exception, SystemExit) as error:  # all else is the event loop's
            told = self._told(error)
            if told is error:
                raise
        finally:
            if n_forks != _n_forks:
                end_a_stray(self.task)
        if told is not None:
            raise told
        return result, Span(_this_worker(), start_s, end_s)

    def _told(self, error):
        # In threads, too, `map` takes StopIteration for the end of its inputs.
        goes_home = self._made_in != os.getpid() or isinstance(error, StopIteration)
        return sent_home(error) if goes_home else error

    def _check(self, result):
        if self._made_in != os.getpid():
            check_travels(result)

    def _leave_interrupt(self):
        """Turn Ctrl-C in a worker into an ordinary error, which a pool passes on at once.

        An interrupt reaches the worker processes as well; one that died of it would take its task
        along, and `multiprocessing.Pool` would wait for that task for ever.
        """
        if self._made_in != os.getpid():
            if self.stop is not None:
                self.stop.set()
            raise Stopped from None

    def __getstate__(self):
        return {"task": self.task, "stop": self.stop, "_made_in": self._made_in}

    def __setstate__(self, state):
        _prepare_process()
        self.__dict__.update(state)
        self._mark()
        die_with_parent()

    def __repr__(self):
        return f"Traced({_name_of(self.task)})"


_n_forks = 0  # how often a process has come out of a fork that was made here before
_here = threading.local()  # .worker: asked of the operating system once a thread, it costs a call


def _this_worker():
    try:
        return _here.worker
    except AttributeError:
        _here.worker = Worker(os.getpid(), threading.get_native_id())
        return _here.worker


def _note_fork():
    global _n_forks
    _n_forks += 1
    _here.__dict__.clear()  # a forked process inherits its parent's


def _reduce_for_pool(traced):
    """Pickle for a standard-library pool: the task's own pickle travels as bytes.

    A pool's worker unpickles what it receives outside of any task, and dies of an error there. Bytes
    always unpickle; `_rebuild` then turns an error into one that belongs to the task. Picklers that
    send the code itself, such as joblib's, do not come here.

    Why a task cannot be sent is noted, too: after such an error, the executors of Python 3.11.2 may wait
    for ever.
    """
    try:
        task_bytes = _pickled(traced.task)
    except pickle.PicklingError as error:
        if traced.stop is not None:
            traced.stop.unsent = str(error)
        raise
    return _rebuild, (task_bytes, _name_of(traced.task), traced.stop, traced._made_in)


def _pickled(task):
    try:
        return bytes(ForkingPickler.dumps(task))
    except (AttributeError, pickle.PicklingError) as error:
        raise pickle.PicklingError(_advice(_name_of(task), "it has no such name")) from error
    except Exception as error:
        raise pickle.PicklingError(
            f"task {_name_of(task)} cannot go to a worker process: what it holds cannot be pickled "
            f"({error}). Let the worker make its own locks, files and connections."
        ) from error


@cache
def _prepare_process():
    """Let pools send a `Traced` in its own way, and see to what is forked from this process on.

    Done with the first `Traced` of a process, and not on import: who only imports leaves all as it was.
    """
    ForkingPickler.register(Traced, _reduce_for_pool)
    watch_forks()
    if hasattr(os, "register_at_fork"):
        os.register_at_fork(after_in_child=_note_fork)


def _rebuild(task_bytes, name, stop, made_in):
    die_with_parent()
    try:
        traced = Traced(pickle.loads(task_bytes), stop)
    except Exception as error:
        traced = Traced(_Unimportable(name, f"{type(error).__name__}: {error}"), stop)
    traced._made_in = made_in
    return traced


class _Unimportable:
    """Stands in a worker for a task that is not there, and says so when it is called."""

    def __init__(self, name, reason):
        self.name, self.reason = name, reason

    def __call__(self, value):
        raise TaskImportError(_advice(self.name, f"this one did not find it ({self.reason})"))


def _advice(name, reason):
    return (
        f"task {name} cannot go to a worker process: a worker imports its task by name, and {reason}. "
        "Put the function into a .py file and import it from there, or use joblib, which sends the "
        "code itself."
    )


def _name_of(task):
    return getattr(task, "__qualname__", None) or repr(task)
