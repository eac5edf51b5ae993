"""A step of a run that has not come in its time: what is seen of it from outside, in a sentence."""

import contextlib
import multiprocessing
import signal
import threading
from time import monotonic

from helpers.labs.stuck_runs import processes_of
from helpers.measure import places
from helpers.processes import kills

__all__ = ["Watch"]

_LOOKED_EVERY_S = 0.25
_MOURNED_S = 1.0  # most pools give up by themselves when a worker has died; one of them does not
_TERM = getattr(signal, "SIGTERM", 15)
_ENDED_ON_PURPOSE = (None, 0, _TERM, -_TERM, 128 + _TERM)
_COMPUTES = 0.2  # of a CPU
_WHAT_TO_DO = "Press Stop to give it up and to end what it started."


class Watch:
    """Says so, once, if a step takes longer than expected, or goes on although a worker has died.

    Parameters
    ----------
    what : str
        What is in progress, such as "the sequential loop".
    limit_s : float
        Seconds after which it is called late.
    thread : threading.Thread
        The one that does it.
    before : Before
    stop : StopFlag
        The run's.
    say : callable
        ``say(sentence, alarm)`` is called, in a thread of the watch's own; `alarm` tells whether a worker
        was seen to have died.
    """

    def __init__(self, what, limit_s, thread, before, stop, say):
        self._what, self._limit_s, self._say = what, limit_s, say
        self._thread, self._before, self._stop = thread, before, stop
        self._given_before = self._given()  # of the steps before
        self._over = threading.Event()
        threading.Thread(target=self._look, name="watch", daemon=True).start()

    def cancel(self):
        """Watch no longer: the step is over."""
        self._over.set()

    def _look(self):
        begun_s, seen, first_death_s = monotonic(), set(), None
        there_before = {process.pid for process in self._before.processes}
        while not self._over.wait(min(_LOOKED_EVERY_S, self._limit_s)):
            now_s = monotonic()
            # Of these, how they ended is known; a look at all processes would cost what is measured.
            seen |= {p for p in _children() if _pid(p) not in there_before}
            dead = [p for p in seen if not _has_ended_on_purpose(p)]
            if dead and first_death_s is None:
                first_death_s = now_s
            if dead and now_s - first_death_s > _MOURNED_S:
                return self._tell(_deaths(dead), alarm=True)
            if now_s - begun_s > self._limit_s:
                return self._tell(f"{self._what} has not returned for {self._limit_s:.3g} s")

    def _tell(self, seen, alarm=False):
        place = places.place_in(self._thread)
        if alarm:
            seen = f"{seen}, and {self._what} has not returned since"
        workers = next(self._workers(), "")
        if not alarm:  # else it is told how they ended
            workers = self._with_ended(workers)
        unsent = getattr(self._stop, "unsent", "")
        sentences = [
            f"{seen[0].upper()}{seen[1:]}{f': it is in {place}' if place else ''}.",
            *([f"{workers}."] if workers else []),
            *([f"{unsent[0].upper()}{unsent[1:]}"] if unsent else []),
            _WHAT_TO_DO,
        ]
        if not self._over.is_set():
            self._say(" ".join(sentences), alarm)

    def _workers(self):
        """Say what its worker processes do."""
        processes = processes_of(self._before, self._stop)
        if not processes:
            return
        spent_s, begun_s = [_cpu_s(process) for process in processes], monotonic()
        if self._over.wait(_LOOKED_EVERY_S):
            return
        elapsed_s = monotonic() - begun_s
        computing = sum(
            _cpu_s(process) - before_s > _COMPUTES * elapsed_s or _is_ready(process)
            for process, before_s in zip(processes, spent_s, strict=True)
        )
        n = len(processes)
        if n == 1:
            yield f"Its worker process {'computes' if computing else 'waits'}"
        elif computing in (0, n):
            yield f"Its {n} worker processes {'compute' if computing else 'wait'}"
        else:
            yield f"Of its {n} worker processes, {computing} {'computes' if computing == 1 else 'compute'}"

    def _given(self):
        return self._stop.processes() if hasattr(self._stop, "processes") else set()

    def _with_ended(self, told):
        """Add how many processes have taken a task of this step and ended, if any did.

        A pool asks at once about a worker that dies as soon as it works, and forgets how it ended.
        """
        n = sum(not _is_there(number) for number in self._given() - self._given_before)
        if n == 0:
            return told
        if told:
            return f"{told}; {'one' if n == 1 else n} that took a task {'has' if n == 1 else 'have'} ended"
        if n == 1:
            return "A worker process that took a task has ended"
        return f"{n} worker processes that took a task have ended"


def _children():
    """Return the processes that multiprocessing has started, those that have just ended among them."""
    ended_too = set()
    # It is private, and may change meanwhile.
    with contextlib.suppress(AttributeError, RuntimeError):
        ended_too = set(multiprocessing.process._children)
    return ended_too | set(multiprocessing.active_children())


def _pid(process):
    try:
        return process.pid
    except ValueError:  # closed by the runner
        return None


def _exit_code(process):
    try:
        return process.exitcode
    except ValueError:  # closed by the runner, which it can only be once it has ended
        return 0


def _has_ended_on_purpose(process):
    """Whether it has ended as it should, or because this process wanted it; or not at all."""
    code = _exit_code(process)
    return code in _ENDED_ON_PURPOSE or (code < 0 and kills.was_sent(_pid(process), -code))


def _is_there(process_id):
    import psutil  # noqa: PLC0415  only a late run needs it

    try:
        return psutil.Process(process_id).status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False


def _cpu_s(process):
    with contextlib.suppress(Exception):  # it has ended just now
        return sum(process.cpu_times()[:2])
    return 0.0


def _is_ready(process):
    """Whether a process has a CPU, or would take one: on a busy machine it gets little."""
    with contextlib.suppress(Exception):  # it has ended just now
        return process.status() == "running"
    return False


def _deaths(dead):
    code = _exit_code(dead[0])
    how = (
        f"ended with exit code {code}"
        if code > 0
        else f"been killed by signal {_told_signal(-code)}"
    )
    others = sum(_exit_code(process) == code for process in dead) - 1
    if others:
        return f"{others + 1} worker processes have {how}"
    return f"a worker process has {how}"


def _told_signal(number):
    if number == getattr(signal, "SIGKILL", None):
        return f"{number} (the system does that when memory runs out)"
    with contextlib.suppress(ValueError):  # it has no name here
        return f"{number}, {signal.Signals(number).name}"
    return str(number)
