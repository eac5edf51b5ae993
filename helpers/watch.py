"""A look at a run from outside: it may wait for ever, for itself or for a worker that is gone."""

import signal
import threading
from time import monotonic

from helpers.cleanup import worker_processes

__all__ = ["Watch", "Watches"]

_LOOKED_EVERY_S = 0.25
_MOURNED_S = 1.0  # most pools give up by themselves when a worker has died; one of them does not
_ENDED_BY_A_POOL = (0, -getattr(signal, "SIGTERM", 15))
_WHAT_TO_DO = "Press Stop to give it up and to end the processes that it started."


class Watch:
    """Says so, once, if a run takes too long, or goes on although a worker of it has died.

    Parameters
    ----------
    limit_s : float
        Seconds after which the run is called overdue.
    spared : set of multiprocessing.process.BaseProcess
        Worker processes that are not the run's.
    say : callable
        Called with a sentence, in a thread of the watch's own.
    """

    def __init__(self, limit_s, spared, say):
        self._limit_s, self._spared, self._say = limit_s, spared, say
        self._over = threading.Event()
        threading.Thread(target=self._look, name="watch", daemon=True).start()

    def cancel(self):
        """Watch no longer: the run is over."""
        self._over.set()

    def _look(self):
        start_s, seen, first_death_s = monotonic(), set(), None
        while not self._over.wait(min(_LOOKED_EVERY_S, self._limit_s)):
            now_s = monotonic()
            seen |= worker_processes() - self._spared
            dead = [p for p in seen if _exit_code(p) not in (None, *_ENDED_BY_A_POOL)]
            if dead and first_death_s is None:
                first_death_s = now_s
            if dead and now_s - first_death_s > _MOURNED_S:
                self._say(f"{_death_of(dead[0])}, and this run still waits for it. {_WHAT_TO_DO}")
                return
            if now_s - start_s > self._limit_s:
                self._say(
                    f"This run has not returned for {self._limit_s:.3g} s; a pool whose worker has died "
                    f"may wait for it for ever. {_WHAT_TO_DO}"
                )
                return


class Watches:
    """At most one watch for each run; one that was given up has no say in the run that came after it."""

    def __init__(self):
        self._by_run = {}

    def begin(self, run, *watch):
        """Watch a run anew.

        Parameters
        ----------
        run : object
            What tells it from others, such as its stop flag.
        *watch
            As for `Watch`.
        """
        self.end(run)
        self._by_run[run] = Watch(*watch)

    def end(self, run):
        """Watch a run no longer.

        Parameters
        ----------
        run : object
        """
        watch = self._by_run.pop(run, None)
        if watch is not None:
            watch.cancel()

    def end_all(self):
        """Watch no run any longer."""
        for run in list(self._by_run):
            self.end(run)


def _exit_code(process):
    try:
        return process.exitcode
    except ValueError:  # closed by the runner, which it can only be once it has ended
        return 0


def _death_of(process):
    if process.exitcode > 0:
        return f"A worker process has ended with exit code {process.exitcode}"
    return (
        f"A worker process was killed by signal {-process.exitcode} (the system does that when memory "
        "runs out)"
    )
