"""What a check hands to a student's code: tasks, accounts and locks that note what happens to them.

Each event is one line of JSON at the end of one file, written at once: it survives every start method, a
worker that is killed and a run that never ends.
"""

import inspect
import json
import os
import sys
import threading
import time
from time import perf_counter

from helpers.accounts import THREADS_COME_WITHIN_S, Account, Lock, SharedSet, wait

__all__ = ["AsyncTask", "Log", "Probe", "Task", "note_blocking_sleep"]

_PROCESSES_COME_WITHIN_S = 8.0
_INTRUDERS_COME_WITHIN_S = 0.04
_MORE_END_WITHIN_S = 0.5
_ROUNDS_OF_THE_LOOP = 40
_sleep = time.sleep  # the one that is replaced in `note_blocking_sleep`


class Log:
    """A file of events, one line each.

    Parameters
    ----------
    path : str
    main_process : int
        The process that runs the student's function.
    """

    def __init__(self, path, main_process):
        self.path, self.main_process = path, main_process

    def note(self, event, **more):
        """Write an event down."""
        what = {
            "event": event,
            "process": os.getpid(),
            "thread": threading.get_native_id(),
            "is_main": self.here_is_main(),
            "on_loop": _on_loop(),
            "time_s": perf_counter(),
            **more,
        }
        descriptor = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, json.dumps(what).encode() + b"\n")
        finally:
            os.close(descriptor)

    def read(self):
        """Return the events so far, in the order in which they were written."""
        try:
            with open(self.path, encoding="utf-8") as file:
                return [json.loads(line) for line in file if line.endswith("\n")]
        except FileNotFoundError:
            return []

    def here_is_main(self):
        """Tell whether this is the thread that the student's function was called in."""
        return os.getpid() == self.main_process and threading.current_thread() is (
            threading.main_thread()
        )


class Probe:
    """Makes what a student's code is given; all of it writes to one log.

    Parameters
    ----------
    log : Log
    """

    def __init__(self, log):
        self._log = log

    def task(self, function, meet=0, most=0, first_is_last=False, first_is_free=False):
        """Return a function of one input that does the same as `function`, and notes each call.

        Parameters
        ----------
        function : callable
            A function of one input, plain or ``async def``; it must be importable if it is to go to
            processes by its name.
        meet : int, optional
            Calls wait for each other until so many are in progress at once, as long as that may still
            come true. It makes "at once" a fact and not a matter of timing.
        most : int, optional
            When so many are in progress, they wait a moment for one too many.
        first_is_last : bool, optional
            The first call does not end before two others have ended; so there should be three or more.
        first_is_free : bool, optional
            The first call of a plain function waits for nobody: others may not be possible before it has
            returned.

        Returns
        -------
        Task or AsyncTask
        """
        kind = AsyncTask if inspect.iscoroutinefunction(function) else Task
        return kind(function, self._log, meet, most, first_is_last, first_is_free)

    def account(self, balance=0, meet=0):
        """Return an `Account`; between its reading and its writing there is time for others.

        Parameters
        ----------
        balance : int, optional
        meet : int, optional
            The first readings wait until so many threads have come: to read it, or to ask for a lock.

        Returns
        -------
        Account
        """
        return Account(self._log, balance, meet)

    def shared_set(self, meet=0):
        """Return an empty `SharedSet`; between a look into it and an adding there is time for others.

        Parameters
        ----------
        meet : int, optional
            The first looks wait until so many threads have come: to look, or to ask for a lock.

        Returns
        -------
        SharedSet
        """
        return SharedSet(self._log, meet)

    def lock(self, name):
        """Return a `Lock` that notes who asks for it and who holds what meanwhile."""
        return Lock(self._log, name)

    def note(self, event, **more):
        """Write an event of the check's own down; `more` must fit into JSON."""
        self._log.note(event, **more)


class Task:
    """A plain function of one input that notes its calls; made by `Probe.task`."""

    def __init__(self, function, log, meet, most, first_is_last, first_is_free=False):
        self._function, self._log = function, log
        self._meet, self._most, self._first_is_last = meet, most, first_is_last
        self._first_is_free = first_is_free
        self.__name__ = getattr(function, "__name__", "task")

    def __call__(self, value):
        """Call the function."""
        self._log.note("start", task=self.__name__, value=repr(value)[:60])
        try:
            if not self._log.here_is_main() and not _on_loop():  # there, nobody else would come
                self._wait_for_others()
            return self._function(value)
        finally:
            self._log.note("end", task=self.__name__)

    def _wait_for_others(self):
        if self._first_is_free and self._started_first():
            return
        is_thread = os.getpid() == self._log.main_process
        patience_s = THREADS_COME_WITHIN_S if is_thread else _PROCESSES_COME_WITHIN_S
        is_first = self._first_is_last and self._started_first()
        wait(lambda: self._all_here(), patience_s, self._log)
        if self._most:
            wait(lambda: self._in_progress() != self._most, _INTRUDERS_COME_WITHIN_S)
        if is_first:
            wait(lambda: self._others_ended(2), patience_s, self._log)
            wait(lambda: self._one_was_sent(), _MORE_END_WITHIN_S)

    def _all_here(self):
        events = self._log.read()
        return _most_at_once(events, self.__name__) >= self._meet or _somebody_gave_up(events)

    def _in_progress(self):
        return _in_progress(self._log.read(), self.__name__)

    def _started_first(self):
        mine = (os.getpid(), threading.get_native_id())
        events = [e for e in self._log.read() if e.get("task") == self.__name__]
        begun = (events[0]["process"], events[0]["thread"])
        return begun == mine and not any((e["process"], e["thread"]) == mine for e in events[1:])

    def _others_ended(self, n):
        # Two of them: workers may begin with the second input, and end in order by chance after one.
        events = self._log.read()
        return _somebody_gave_up(events) or sum(e["event"] == "end" for e in events) >= n

    def _one_was_sent(self):
        # An end is noted just before its result is sent. When k - 1 workers have ended 2k - 1 calls, one
        # of them has ended three: its second, of a later input than the first k, was sent before.
        return self._others_ended(2 * _most_at_once(self._log.read(), self.__name__) - 1)


class AsyncTask(Task):
    """A coroutine function of one input that notes its calls; made by `Probe.task`."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        if sys.version_info >= (3, 12):
            inspect.markcoroutinefunction(self)

    async def __call__(self, value):
        """Await the function. Others are waited for in rounds of the event loop, not in seconds."""
        import asyncio  # noqa: PLC0415  who calls this has it; a worker process need not load it

        self._log.note("start", task=self.__name__, value=repr(value)[:60])
        try:
            for rounds in range(_ROUNDS_OF_THE_LOOP):
                if self._all_here():
                    break
                await asyncio.sleep(0.002 * (rounds > 5))
            else:
                self._log.note("gave up")
            for _ in range(8):
                if not self._most or self._in_progress() != self._most:
                    break
                await asyncio.sleep(0.001)
            return await self._function(value)
        finally:
            self._log.note("end", task=self.__name__)


def note_blocking_sleep(log):
    """Let `time.sleep` note when it stops an event loop.

    Parameters
    ----------
    log : Log
    """

    def sleep(seconds):
        if _on_loop():
            log.note("blocked", by="time.sleep")
        _sleep(seconds)

    time.sleep = sleep


def _on_loop():
    asyncio = sys.modules.get("asyncio")  # without it, there is no loop
    return asyncio is not None and asyncio._get_running_loop() is not None


def _somebody_gave_up(events):
    return any(event["event"] == "gave up" for event in events)


def _starts(events, task):
    return sum(event["event"] == "start" and event["task"] == task for event in events)


def _in_progress(events, task):
    ends = sum(event["event"] == "end" and event["task"] == task for event in events)
    return _starts(events, task) - ends


def _most_at_once(events, task):
    most = now = 0
    for event in events:
        if event.get("task") == task:
            now += {"start": 1, "end": -1}.get(event["event"], 0)
            most = max(most, now)
    return most
