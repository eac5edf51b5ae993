"""What a check hands to a student's code: tasks, accounts and locks that note what happens to them."""

import inspect
import os
import sys
import threading
import time
from typing import NamedTuple

from helpers.processes import families
from helpers.processes.waiting import scaled, until
from helpers.worker import loop_turns, quiet
from helpers.worker.log import (
    Event,
    in_progress,
    most_at_once,
    on_loop,
    somebody_gave_up,
    starts,
)
from helpers.worker.patience import Patience
from helpers.worker.shared_objects import Account, Lock, SharedSet

__all__ = ["AsyncTask", "Manner", "Probe", "Task", "note_blocking_sleep"]


class Manner(NamedTuple):
    """How the calls of a probed task behave beside what the task itself does.

    Attributes
    ----------
    meet : int
        Calls wait for each other until so many are in progress at once, as long as that may still come
        true. It makes "at once" a fact and not a matter of timing.
    most : int
        When so many are in progress, they wait a moment for one too many.
    first_is_last : bool
        The first call does not end before two others have ended; so there should be three or more.
    first_is_free : bool
        The first call of a plain function waits for nobody: others may not be possible before it has
        returned.
    after : mapping of object to str
        A call with such an input does not end before an event of that name has been noted.
    """

    meet: int = 0
    most: int = 0
    first_is_last: bool = False
    first_is_free: bool = False
    after: dict = {}  # noqa: RUF012  a default that nobody changes


class Probe:
    """Makes what a student's code is given; all of it writes to one log.

    Parameters
    ----------
    log : Log
    """

    def __init__(self, log):
        self._log = log

    def task(self, function, **manner):
        """Return a function of one input that does the same as `function`, and notes each call.

        Parameters
        ----------
        function : callable
            A function of one input, plain or ``async def``; it must be importable if it is to go to
            processes by its name.
        **manner
            The fields of a `Manner`, where they are to be others than usual.

        Returns
        -------
        Task or AsyncTask
        """
        kind = AsyncTask if inspect.iscoroutinefunction(function) else Task
        return kind(function, self._log, Manner(**manner))

    def account(self, balance=0, meet=0, lock=None):
        """Return an `Account`; between its reading and its writing there is time for others.

        Parameters
        ----------
        balance : int, optional
        meet : int, optional
            The first readings wait until so many threads have come: to read it, or to ask for a lock.
        lock : Lock, optional
            The one that guards it: each update notes whether it was held from the reading on.

        Returns
        -------
        Account
        """
        return Account(self._log, balance, meet, lock)

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

    def lock(self, name, meet=0):
        """Return a `Lock` that notes who asks for it and who holds what meanwhile.

        Parameters
        ----------
        name : str
        meet : int, optional
            Who asks for it while holding another waits until so many threads have come to ask for one.

        Returns
        -------
        Lock
        """
        return Lock(self._log, name, meet)

    def note(self, event, **more):
        """Write an event of the check's own down.

        Parameters
        ----------
        event, **more
            As for `log.Log.note`.
        """
        self._log.note(event, **more)

    def until(self, is_true, patience_s):
        """Wait in a check's own code until something is true, or give up.

        Parameters
        ----------
        is_true : callable
        patience_s : float
            Seconds, before the factor of PARALLELISM_PATIENCE, which is applied here.

        Returns
        -------
        object
            As from `waiting.until`.
        """
        return until(is_true, scaled(patience_s))

    def until_waited_for(self):
        """Keep a thread's call in progress until somebody waits for it: nothing else goes on then."""
        quiet.waited_for(Patience.here().call_is_waited_for_s)

    def count_workers(self, at_most):
        """Return how many worker processes are there; if too many, only after a while to end in.

        Parameters
        ----------
        at_most : int
            So many may stay, as joblib's do.

        Returns
        -------
        int
        """
        me = os.getpid()
        until(lambda: len(families.workers(me)) <= at_most, Patience.here().processes_come_s)
        return len(families.workers(me))


class Task:
    """A plain function of one input that notes its calls; made by `Probe.task`."""

    def __init__(self, function, log, manner):
        self._function, self._log, self._manner = function, log, manner
        self.__name__ = getattr(function, "__name__", "task")

    def __call__(self, value):
        """Call the function."""
        self._note_start(value)
        try:
            if on_loop():
                self._log.note(Event.BLOCKED, by=self.__name__)
            elif not self._log.here_is_main():  # there, nobody else would come
                self._wait_for_others(value)
            return self._function(value)
        finally:
            self._log.note(Event.END, task=self.__name__)

    def _note_start(self, value):
        # A value that is long is not told whole: its length is noted beside it.
        told = {"value": repr(value)[:60], "length": _length_of(value)}
        self._log.note(Event.START, task=self.__name__, **told)

    def _wait_for_others(self, value):
        if self._manner.first_is_free and self._started_first():
            return
        patience = Patience.here()
        is_thread = os.getpid() == self._log.main_process
        others_s = patience.threads_come_s if is_thread else patience.processes_come_s
        is_first = self._manner.first_is_last and self._started_first()
        self._until(self._all_here, others_s)
        if self._manner.most:
            self._wait_for_intruders(patience, is_thread)
        if is_first:
            self._until(lambda: self._others_ended(2), others_s)
            until(self._one_was_sent, patience.more_end_s)
        self._until(lambda: self._may_end(value), others_s)
        if is_thread and not loop_turns.goes_round(patience.loop_turns_s, self._is_blocked):
            self._log.note(Event.BLOCKED, by="A wait for a thread, without `await`,", on_loop=True)

    def _until(self, is_true, patience_s):
        if not until(is_true, patience_s):
            self._log.note(Event.GAVE_UP)

    def _wait_for_intruders(self, patience, is_thread):
        if self._in_progress() != self._manner.most:
            return
        intruder_s = patience.intruder_comes_s
        if not any(self._is_mine(event, Event.FULL) for event in self._log.read()):
            intruder_s = patience.first_process_intrudes_s
            if is_thread:
                intruder_s = patience.first_thread_intrudes_s
        until(lambda: self._in_progress() != self._manner.most, intruder_s)
        self._log.note(Event.FULL, task=self.__name__)

    def _is_blocked(self):
        return any(event["event"] == Event.BLOCKED for event in self._log.read())

    def _all_here(self):
        events = self._log.read()
        return most_at_once(events, self.__name__) >= self._manner.meet or somebody_gave_up(events)

    def _may_end(self, value):
        after = self._manner.after  # a value may be a list, which no dict can be asked for
        event = after.get(value) if after else None
        return event is None or any(e["event"] in (event, Event.GAVE_UP) for e in self._log.read())

    def _in_progress(self):
        return in_progress(self._log.read(), self.__name__)

    def _started_first(self):
        mine = (os.getpid(), threading.get_native_id())
        events = [e for e in self._log.read() if e.get("task") == self.__name__]
        begun = (events[0]["process"], events[0]["thread"])
        return begun == mine and not any((e["process"], e["thread"]) == mine for e in events[1:])

    def _others_ended(self, n):
        # Two of them: workers may begin with the second input, and end in order by chance after one.
        events = self._log.read()
        return somebody_gave_up(events) or sum(self._is_mine(e, Event.END) for e in events) >= n

    def _is_mine(self, event, kind):
        return event["event"] == kind and event["task"] == self.__name__

    def _one_was_sent(self):
        # An end is noted just before its result is sent. When k - 1 workers have ended 2k - 1 calls, one
        # of them has ended three: its second, of a later input than the first k, was sent before.
        return self._others_ended(2 * most_at_once(self._log.read(), self.__name__) - 1)


class AsyncTask(Task):
    """A coroutine function of one input that notes its calls; made by `Probe.task`."""

    def __init__(self, *arguments):
        super().__init__(*arguments)
        if sys.version_info >= (3, 12):
            inspect.markcoroutinefunction(self)

    async def __call__(self, value):
        """Await the function. Others are waited for in rounds of the event loop, not in seconds."""
        import asyncio  # noqa: PLC0415  who calls this has it; a worker process need not load it

        self._note_start(value)
        is_first = self._manner.first_is_last and starts(self._log.read(), self.__name__) == 1
        try:
            await self._turn_until(lambda: self._all_here() and self._may_end(value))
            if is_first:
                await self._turn_until(lambda: self._others_ended(2))
            for _ in range(8):
                if not self._manner.most or self._in_progress() != self._manner.most:
                    break
                await asyncio.sleep(0.001)
            return await self._function(value)
        finally:
            self._log.note(Event.END, task=self.__name__)

    async def _turn_until(self, is_true):
        if not await loop_turns.until(is_true):
            self._log.note(Event.GAVE_UP)


def _length_of(value):
    try:
        return len(value)
    except Exception:  # it is a student's own object, or has none
        return None


def note_blocking_sleep(log):
    """Let `time.sleep` note when it stops an event loop.

    Parameters
    ----------
    log : Log
    """
    usual = time.sleep

    def sleep(seconds):
        if on_loop():
            log.note(Event.BLOCKED, by="time.sleep")
        usual(seconds)

    # A pool that sends its tasks, as under forkserver and spawn, finds the function by its name.
    sleep.__module__, sleep.__qualname__ = "time", "sleep"
    time.sleep = sleep
