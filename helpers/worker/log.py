"""What happens in a check, written down: each event is one line of JSON at the end of one file.

It is written at once, so it survives every start method, a worker that is killed and a run that never ends.
Where there is no room left for it, nothing that is read here says what the student's code has done: see
`Log.is_whole`.
"""

import contextlib
import json
import os
import sys
import threading
from enum import StrEnum
from itertools import accumulate
from time import perf_counter

from helpers.processes.append import append_line
from helpers.wording.room import lack_of_room
from helpers.worker.spans import Span, Worker

__all__ = [
    "Event",
    "Log",
    "calls",
    "in_progress",
    "most_at_once",
    "on_loop",
    "somebody_gave_up",
    "starts",
]

_process, _thread = os.getpid, threading.get_native_id  # as they are before a student's code runs


class Event(StrEnum):
    """A kind of event that probes note; a check may note others of its own, by a text.

    In the file it is its text, so an event that was read is compared with either.
    """

    START = "start"  # of a call of a task
    END = "end"
    GAVE_UP = "gave up"  # a call has waited for others in vain
    FULL = "full"  # as many calls as allowed are in progress, and one too many was waited for
    BLOCKED = "blocked"  # something that blocks ran, maybe on an event loop
    READING = "reading"  # of an account
    UPDATE = "update"
    LOOKING = "looking"  # into a set
    ACQUIRE = "acquire"  # a lock was asked for
    ALONE = "alone"  # and while it was, no other thread was about to take any
    TAKEN = "taken"
    REFUSED = "refused"  # it was not free, or not in time
    RELEASE = "release"
    THREAD_ERROR = "thread error"  # an error has ended a thread
    CONNECTIONS = "connections"  # so many were left open
    UNCLOSED_SESSION = "unclosed session"  # aiohttp says so
    MADE_ANEW = "made anew"  # a lock of a cell's, say, in a process that runs the cell again


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
        self._whole = f"{path}-whole"
        self._known = (0, ())  # so many bytes are read, and these events stood in them

    def __reduce__(self):
        return Log, (self.path, self.main_process)

    def note(self, event, **more):
        """Write an event down.

        Parameters
        ----------
        event : Event or str
            Its kind.
        **more
            What else there is to say; it must fit into JSON.

        Raises
        ------
        OSError
            If it cannot be written; where there is no room, the log is not whole from then on.
        """
        what = {
            "event": event,
            "process": _process(),
            "thread": _thread(),
            "is_main": self.here_is_main(),
            "on_loop": on_loop(),
            "time_s": perf_counter(),
            **more,
        }
        try:
            append_line(self.path, json.dumps(what).encode())
        except OSError as error:
            self.lose(error)
            raise

    def begin(self):
        """Make the file that is there as long as the log is whole."""
        with open(self._whole, "wb"):
            pass

    def lose(self, error):
        """Leave word that something is missing, if there was no room to write it.

        Parameters
        ----------
        error : BaseException
        """
        # A file is removed, since that needs no room; and all processes of the check can do so. The error
        # itself may get lost: it is raised in a student's code.
        if lack_of_room(error) is not None:
            with contextlib.suppress(OSError):
                os.unlink(self._whole)

    def is_whole(self):
        """Tell whether there was room for everything since `begin`.

        Returns
        -------
        bool
        """
        return os.path.exists(self._whole)

    def read(self):
        """Return the events so far, in the order in which they were written.

        Returns
        -------
        list of dict
            Lines that are damaged are left out.
        """
        n_bytes, known = self._known
        try:
            with open(self.path, "rb") as file:
                file.seek(n_bytes)
                written = file.read()
        except FileNotFoundError:
            return []
        # At one go: a line that is being written may end while the file is read line by line.
        written = written[: written.rfind(b"\n") + 1]
        if written:
            known = (*known, *_events(written))
            # At once, without a lock: a fork at the wrong moment would copy it locked.
            self._known = (n_bytes + len(written), known)
        return list(known)

    def here_is_main(self):
        """Tell whether this is the thread that the student's function was called in.

        Returns
        -------
        bool
        """
        return _process() == self.main_process and threading.current_thread() is (
            threading.main_thread()
        )


def _events(written):
    """Yield the events of whole lines; around a disk that was full, there are empty and broken ones."""
    for line in written.split(b"\n"):
        with contextlib.suppress(ValueError, RecursionError):
            event = json.loads(line)
            if isinstance(event, dict) and isinstance(event.get("event"), str):
                yield event


def on_loop():
    """Tell whether this thread runs an event loop now.

    Returns
    -------
    bool
    """
    asyncio = sys.modules.get("asyncio")  # without it, there is no loop
    return asyncio is not None and asyncio._get_running_loop() is not None


def somebody_gave_up(events):
    """Tell whether a call has waited in vain for others.

    Parameters
    ----------
    events : iterable of dict

    Returns
    -------
    bool
    """
    return any(event["event"] == Event.GAVE_UP for event in events)


def starts(events, task):
    """Count the calls of a task that have begun.

    Parameters
    ----------
    events : iterable of dict
    task : str
        The name of the function that was probed.

    Returns
    -------
    int
    """
    return sum(event["event"] == Event.START and event["task"] == task for event in events)


def in_progress(events, task):
    """Count the calls of a task that have begun and not ended.

    Parameters
    ----------
    events, task
        As for `starts`.

    Returns
    -------
    int
    """
    ends = sum(event["event"] == Event.END and event["task"] == task for event in events)
    return starts(events, task) - ends


def calls(events):
    """Return the calls of tasks: who made them, and when; one that never ended goes on to the end.

    Parameters
    ----------
    events : sequence of dict

    Returns
    -------
    list of Span
    """
    begun, found = {}, []
    for event in events:
        if event["event"] in (Event.START, Event.END):
            worker = Worker(event["process"], event["thread"])
            starts_s = begun.setdefault((worker, event["task"]), [])
            if event["event"] == Event.START:
                starts_s.append(event["time_s"])
            else:
                found.append(Span(worker, starts_s.pop(0), event["time_s"]))
    last_s = max((event["time_s"] for event in events), default=0.0)
    for (worker, _), starts_s in begun.items():
        found += [Span(worker, start_s, last_s) for start_s in starts_s]
    return found


def most_at_once(events, task=None):
    """Count how many calls were in progress at once, at most.

    The order counts in which the events were written, not their times: a process may be kept from writing
    between the two, and then a call is still in progress.

    Parameters
    ----------
    events : iterable of dict
        In the order in which they were written.
    task : str, optional
        As for `starts`; all tasks if it is not given.

    Returns
    -------
    int
    """
    changes = (
        {Event.START: 1, Event.END: -1}.get(event["event"], 0)
        for event in events
        if task is None or event.get("task") == task
    )
    return max(accumulate(changes), default=0)
