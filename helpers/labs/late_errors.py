"""What a run that was broken off still raises where nobody can catch it, and how little of that is told.

Its threads and event loops are known here from the moment at which it is to end. What dies there, what is
found there when an object is collected, and what a loop says of its tasks would come as raw text into
whatever cell runs then. Of all other threads and loops everything is told as ever.
"""

import asyncio
import contextlib
import gc
import logging
import sys
import threading
import traceback
import weakref
from types import CoroutineType

from helpers import machine

__all__ = ["expect_from", "expect_from_loops_in", "wake_loops_in"]

_threads = weakref.WeakSet()
# By their numbers, since a reference is cleared before what is collected is asked to close. The loops of
# such runs are known by their handler.
_coroutines = {}
_RUN_A_LOOP = ("run_forever", "run_until_complete", "run")


def expect_from(threads):
    """Let nothing be told of what these threads raise from now on, and the event loops that they run.

    A library's own threads look after its pool, and some do not expect that others end it.

    Parameters
    ----------
    threads : set of threading.Thread
        Of a run that is about to be ended.
    """
    _threads.update(threads)
    expect_from_loops_in(threads)
    if not isinstance(threading.excepthook, _Hook):
        threading.excepthook = _Hook(threading.excepthook, _is_of_a_thread)


def expect_from_loops_in(threads):
    """Let nothing be told of what is left open in the event loops that these threads run now.

    Such are its tasks, and the pipes of a process that one of them was waiting for: they are collected at
    any time later, in any thread, when the loop is closed.

    Parameters
    ----------
    threads : set of threading.Thread
        Of a run that was asked to stop.
    """
    for number in [number for number, known in _coroutines.items() if known() is None]:
        del _coroutines[number]
    for loop in _loops_in(threads):
        loop.set_exception_handler(_say_nothing)
        with contextlib.suppress(RuntimeError):  # they change meanwhile
            its = [task.get_coro() for task in asyncio.all_tasks(loop)]
            _coroutines.update({id(each): weakref.ref(each) for each in its})
    if not isinstance(sys.unraisablehook, _Hook):
        sys.unraisablehook = _Hook(sys.unraisablehook, _is_of_a_run)
    logging.getLogger("asyncio").addFilter(_is_to_be_logged)  # which adds it once


def wake_loops_in(threads):
    """Let the event loops that these threads run make a step: one that waits takes no `Stopped`.

    Parameters
    ----------
    threads : set of threading.Thread
    """
    for loop in _loops_in(threads):
        with contextlib.suppress(RuntimeError):  # it was closed just now
            loop.call_soon_threadsafe(_nothing)


def _nothing():
    pass


def _say_nothing(loop, context):
    pass


def _loops_in(threads):
    """Return the event loops that threads run now."""
    numbers = {thread.ident for thread in threads}
    if not machine.gil_enabled():  # a running thread's frames are its own there
        kinds = asyncio.BaseEventLoop
        loops = [each for each in gc.get_objects() if issubclass(type(each), kinds)]
        return {each for each in loops if each._thread_id in numbers}
    found = set()
    for number, frame in sys._current_frames().items():
        while number in numbers and frame is not None:
            if frame.f_code.co_name in _RUN_A_LOOP:
                found.update(_loops_among(frame))
            frame = frame.f_back
    return found


def _loops_among(frame):
    """Yield the event loops that a function holds, or the runner of one that it is a method of."""
    values = list(frame.f_locals.values())
    for value in [*values, *(vars(v).get("_loop") for v in values if type(v) is asyncio.Runner)]:
        if issubclass(type(value), asyncio.AbstractEventLoop):
            yield value


class _Hook:
    """What Python calls when an error has nobody to catch it; of runs that were broken off, not."""

    def __init__(self, usual, is_expected):
        self._usual, self._is_expected = usual, is_expected

    def __call__(self, told):
        if not self._is_expected(told):
            self._usual(told)


def _is_of_a_thread(died):
    return died.thread in _threads


def _is_of_a_run(unraisable):
    if threading.current_thread() in _threads:
        return True
    known = _coroutines.get(id(unraisable.object))
    if known is not None and known() in (None, unraisable.object):
        return type(unraisable.object) is CoroutineType
    frames = [frame for frame, _ in traceback.walk_tb(unraisable.exc_traceback)]
    return any(_is_broken_off(loop) for frame in frames for loop in _loops_among(frame))


def _is_broken_off(value):
    is_loop = issubclass(type(value), asyncio.AbstractEventLoop)
    return is_loop and value.get_exception_handler() is _say_nothing


def _is_to_be_logged(record):
    args = record.args if isinstance(record.args, tuple) else ()
    return threading.current_thread() not in _threads and not any(map(_is_broken_off, args))
