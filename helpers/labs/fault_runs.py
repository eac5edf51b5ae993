"""A program watched from outside, in a process of its own: what its threads did, and what it kept."""

import contextlib
import itertools
import json
import os
import queue
import subprocess
import sys
import threading
from typing import NamedTuple

from helpers import machine
from helpers.worker.stop_flag import Stopped
from helpers.worker.watched_child import EVERY_S

__all__ = ["EVERY_S", "Stretch", "ThreadSeen", "Watched", "watch"]

_LOOKED_EVERY_S = 0.05
_SHOWN_EVERY_S = 0.25
_READ_TO_THE_END_S = 5.0
_COUNTED_EVERY = 5  # looks: the system is asked for CPU times so much less often


class ThreadSeen(NamedTuple):
    """What one thread did at one moment.

    Attributes
    ----------
    number : int
        The system's.
    name, state : str
    line : int or None
        Of the program.
    holder : int or None
        The number of the thread that has the lock for which it waits.
    has_loop, is_in_pool : bool
        Whether it runs an event loop; whether it is a worker of a pool.
    """

    number: int
    name: str
    state: str
    line: int | None
    holder: int | None
    has_loop: bool
    is_in_pool: bool


class Stretch(NamedTuple):
    """How long a thread was in one state, on end.

    Attributes
    ----------
    number : int
        The thread's.
    state : str
    start_s, end_s : float
        Seconds since the program began.
    line : int or None
        Where it was at last.
    """

    number: int
    state: str
    start_s: float
    end_s: float
    line: int | None


class Watched(NamedTuple):
    """What was seen of a program.

    Attributes
    ----------
    times_s : list of float
        When it was looked at; seconds since it began.
    threads : list of list of ThreadSeen
        Who was there at each of these times.
    memory_bytes : list of int
        What its process kept then.
    errors : dict of int to str
        What has ended a thread, by its number.
    cpu_s : dict of int to float
        The CPU time of each thread, by its number, as far as the system tells.
    is_over : bool
        Whether the program has ended by itself.
    """

    times_s: list
    threads: list
    memory_bytes: list
    errors: dict
    cpu_s: dict
    is_over: bool

    @property
    def end_s(self):
        """When it was looked at last."""
        return self.times_s[-1] if self.times_s else 0.0

    @property
    def last(self):
        """The last of what was seen of each thread, by its number, in the order of their beginnings."""
        return {thread.number: thread for seen in self.threads for thread in seen}

    @property
    def left(self):
        """What was seen at the last look."""
        return self.threads[-1] if self.threads else []

    def name_of(self, number):
        """Return a thread's name; that of its event loop, if it runs one.

        Parameters
        ----------
        number : int

        Returns
        -------
        str
        """
        has_loop = any(t.has_loop for seen in self.threads for t in seen if t.number == number)
        return "event loop" if has_loop else self.last[number].name

    @property
    def stretches(self):
        """Return a list of `Stretch`, a thread after the other, each in the order of time."""
        found = []
        for number in self.last:
            here = [
                (start_s, end_s, thread)
                for start_s, end_s, seen in zip(
                    self.times_s, [*self.times_s[1:], self.end_s], self.threads, strict=True
                )
                for thread in seen
                if thread.number == number
            ]
            for state, same in itertools.groupby(here, key=lambda each: each[2].state):
                same = list(same)
                found.append(Stretch(number, state, same[0][0], same[-1][1], same[-1][2].line))
        return found


def watch(text, seconds, stop, show):
    """Run a program in a process of its own, and look at it until it ends or its time is over.

    Then, and also after an error or a stop, the process is ended with all that it has started.

    Parameters
    ----------
    text : str
    seconds : float
    stop : object
        Its ``is_set()`` tells whether to stop.
    show : callable
        ``show(watched)`` is called now and then with what has been seen so far.

    Returns
    -------
    Watched

    Raises
    ------
    Stopped
        If it was stopped.
    RuntimeError
        If the process ended without having told so.
    """
    from helpers.processes import scripts  # noqa: PLC0415  it loads psutil, which not every lesson needs

    pipes = {
        "stdin": subprocess.PIPE,
        "stdout": subprocess.PIPE,
        "stderr": subprocess.DEVNULL,
        "text": True,
        "encoding": "utf-8",
    }
    # To read the stacks of threads that run is safe while the GIL is on.
    env = dict(os.environ) if machine.gil_enabled() else {**os.environ, "PYTHON_GIL": "1"}
    command = [sys.executable, "-m", "helpers.worker.watched_child"]
    with scripts.started(command, env=env, **pipes) as child:
        lines = queue.SimpleQueue()
        reader = threading.Thread(
            target=_read, args=(child.stdout, lines), name="read-program", daemon=True
        )
        reader.start()
        try:
            child.stdin.write(json.dumps(text) + "\n")
            child.stdin.flush()
            return _followed(child, lines, seconds, stop, show)
        except (BrokenPipeError, EOFError):
            raise RuntimeError("The program's process has ended before its time.") from None
        finally:
            with contextlib.suppress(Exception):  # it has ended
                child.kill()
            reader.join(_READ_TO_THE_END_S)


def _read(stream, lines):
    with contextlib.suppress(ValueError, OSError):  # it was closed
        for line in stream:
            lines.put(line)
    lines.put(None)


def _followed(child, lines, seconds, stop, show):
    watched, shown_s = Watched([], [], [], {}, {}, False), 0.0
    while not watched.is_over and watched.end_s < seconds:
        if stop.is_set():
            raise Stopped("The program was stopped.")
        try:
            line = lines.get(timeout=_LOOKED_EVERY_S)
        except queue.Empty:
            continue
        if line is None:
            raise EOFError
        watched = _added(watched, json.loads(line), child)
        if watched.end_s - shown_s >= _SHOWN_EVERY_S:
            shown_s = watched.end_s
            show(watched)
    return watched


def _added(watched, seen, child):
    """Add one look to what was seen; the lists are new, since another thread may draw the old ones."""
    cpu_s = dict(watched.cpu_s)
    with contextlib.suppress(Exception):  # it has ended just now
        if len(watched.times_s) % _COUNTED_EVERY == 0:
            cpu_s.update({t.id: t.user_time + t.system_time for t in child.threads()})
    memory = watched.memory_bytes[-1:] or [0]
    with contextlib.suppress(Exception):  # as above
        memory = [child.memory_info().rss or memory[0]]  # 0: it has ended, and nobody has asked how
    return Watched(
        [*watched.times_s, seen["at_s"]],
        [*watched.threads, [ThreadSeen(**each) for each in seen["threads"]]],
        [*watched.memory_bytes, *memory],
        {int(number): told for number, told in seen["errors"].items()},
        cpu_s,
        seen["is_over"],
    )
