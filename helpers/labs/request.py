"""What somebody has asked an engine for, from then until it is settled or dropped."""

import contextlib
import threading
from functools import partial
from time import monotonic

from helpers.labs.late_runs import Watch
from helpers.labs.stuck_runs import Before, expect_to_stop, raise_stopped_in
from helpers.worker.stop_flag import Stopped

__all__ = ["Request"]


class Request:
    """What somebody has asked an engine for, from then until it is settled or dropped.

    Parameters
    ----------
    settings : object
        What is asked for.

    Attributes
    ----------
    asked_s, settled_s : float
        When; seconds of `time.monotonic`.
    is_wanted : bool
        False once it was dropped. The stop flag alone does not tell: a worker may set it as well.
    has_waited : bool
        Whether another engine worked when its turn would have come.
    thread : threading.Thread or None
        The one that works on it; None before that.
    stop : object or None
        The flag of the work on it, with ``set()`` and ``is_set()``; None before its turn has come.
    before : Before
        What was there when its turn came, and is not its own.
    is_over : bool
        Whether the work has ended, be it wanted or not.
    is_overdue : bool
        Whether somebody was warned that the work takes too long.
    is_found : bool
        Whether there is an outcome already, on which the work only improves: it is kept when that is
        stopped.
    outcome : object
        What the work on it has returned, or None.
    error : BaseException or None
        What that has raised.
    """

    def __init__(self, settings):
        self.settings, self.asked_s, self.settled_s = settings, monotonic(), None
        self.is_wanted, self.has_waited = True, False
        self.is_overdue, self.is_found = False, False
        self.thread = self.stop = self.outcome = self.error = self._watch = None
        self.before, self.is_over = Before(), False
        self._interrupting = threading.Lock()

    def drop(self):
        """Want it no longer, and ask the work on it to stop."""
        self.is_wanted = False
        if self.stop is not None:
            if self.thread is not None and not self.is_over:  # first: its loops may close at once
                expect_to_stop(self.thread, self.before)
            self.stop.set()
        self._cancel_watch()

    def expect_within(self, what, limit_s, warn):
        """Expect the next step of the work, or its end, within a time that begins now.

        Parameters
        ----------
        what : str
            What is in progress, such as "the sequential loop".
        limit_s : float
            Seconds.
        warn : callable
            ``warn(request, sentence, alarm)`` is called, in a thread of its own, if that does not come, or
            cannot.
        """
        self.expect_nothing()
        if self.is_wanted:  # of work that was left behind, nothing is expected
            self._watch = Watch(
                what, limit_s, self.thread, self.before, self.stop, partial(warn, self)
            )

    def expect_nothing(self):
        """Warn of nothing from now on; and what was late has come."""
        self._cancel_watch()
        self.is_overdue = False

    def interrupt(self):
        """Raise `Stopped` in the thread that works on it, if the work is not over."""
        with self._interrupting:
            if not self.is_over and self.thread is not None:
                raise_stopped_in(self.thread)

    def end(self):
        """Note, in the thread that has worked on it, that the work is over.

        From then on no `Stopped` comes: in what the thread does next, such as starting another, it would
        leave a lock behind. One that was sent before comes now.
        """
        with contextlib.suppress(Stopped):
            while not self._interrupting.acquire(timeout=0.1):
                pass
            try:
                self.is_over = True
            finally:
                self._interrupting.release()
            for _ in range(100):  # Python raises it between two steps
                pass
        self.expect_nothing()

    def _cancel_watch(self):
        watch, self._watch = self._watch, None
        if watch is not None:
            watch.cancel()
