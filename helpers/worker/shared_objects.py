"""What the threads of a student share in a check: an account, a set, and locks. All note who comes."""

import threading
import time
from time import perf_counter

__all__ = ["THREADS_COME_WITHIN_S", "Account", "Lock", "SharedSet", "wait"]

THREADS_COME_WITHIN_S = 3.0  # only workers that never come are waited for as long as this
_LOOKED_EVERY_S = 0.004
_sleep = time.sleep  # the one that is replaced in `probes.note_blocking_sleep`


class _Meeting:
    """Where the first threads to come wait until so many are there; whoever waits for a lock counts."""

    def __init__(self, log, meet, event):
        self._log, self._meet, self._event = log, meet, event

    def wait(self):
        if self._meet and not self._log.here_is_main():
            self._log.note(self._event)
            wait(self._all_came, THREADS_COME_WITHIN_S)
            self._meet = 0

    def _all_came(self):
        came = {e["thread"] for e in self._log.read() if e["event"] in (self._event, "acquire")}
        return len(came) >= self._meet


class Account:
    """A balance that threads read and write; reading and writing take a moment each.

    Meanwhile another thread gets its turn, if it can: an update that is not locked as a whole is then
    lost for certain, and not once in a thousand runs.

    Parameters
    ----------
    log : Log
    balance, meet
        As for `probes.Probe.account`.
    """

    def __init__(self, log, balance, meet=0):
        self._log, self._balance, self._meeting = log, balance, _Meeting(log, meet, "reading")
        self._readers = self._n_readings = 0  # now, and so far
        self._counting = threading.Lock()  # where there is no GIL, counters lose updates, too

    @property
    def balance(self):
        """The balance; setting it counts as an update."""
        seen = self._balance
        self._meeting.wait()
        with self._counting:
            self._n_readings += 1
            self._readers += 1
        try:
            wait(lambda: self._readers > 1 or self._balance != seen, 0.003)
        finally:
            with self._counting:
                self._readers -= 1
        return seen

    @balance.setter
    def balance(self, value):
        readings = self._n_readings
        wait(lambda: self._n_readings != readings, 0.003)  # somebody may read the old one now
        self._balance = value
        self._log.note("update")


class SharedSet(set):
    """A set that threads look into and add to; between a look and what follows, others get their turn.

    Two steps, a look and an adding, that are not locked as one then always let two threads through.

    Parameters
    ----------
    log : Log
    meet
        As for `probes.Probe.shared_set`.
    """

    def __init__(self, log, meet=0):
        super().__init__()
        self._meeting, self._n_looks = _Meeting(log, meet, "looking"), 0
        self._counting = threading.Lock()

    def __reduce__(self):
        return set, (list(self),)  # a student may return it

    def __contains__(self, value):
        found = super().__contains__(value)
        self._wait_for_others()
        return found

    def __len__(self):
        found = super().__len__()
        self._wait_for_others()
        return found

    def _wait_for_others(self):
        with self._counting:
            self._n_looks += 1
        self._meeting.wait()
        n_looks = self._n_looks
        wait(lambda: self._n_looks != n_looks, 0.003)


class Lock:
    """A `threading.Lock` with a name; each attempt to take it is noted, with what the thread holds.

    A thread that gives it back lets one that waits have it: a gap between two locked steps then shows.

    Parameters
    ----------
    log : Log
    name : str
    """

    _held = threading.local()

    def __init__(self, log, name):
        self._log, self.name, self._lock = log, name, threading.Lock()
        self._waiting, self._n_taken = set(), 0

    def acquire(self, blocking=True, timeout=-1):
        """Take the lock, as `threading.Lock` does.

        Parameters
        ----------
        blocking : bool, optional
        timeout : float, optional
            Seconds; -1 for as long as it takes.

        Returns
        -------
        bool
            Whether it was taken.
        """
        mine = self._mine()
        self._log.note("acquire", lock=self.name, holding=list(mine))
        me = threading.get_native_id()
        self._waiting.add(me)
        try:
            taken = self._lock.acquire(blocking, timeout)
        finally:
            self._waiting.discard(me)
        if taken:
            self._n_taken += 1
            mine.append(self.name)
        return taken

    def release(self):
        """Give the lock back."""
        mine = self._mine()
        if self.name in mine:
            mine.remove(self.name)
        n_taken = self._n_taken
        self._lock.release()
        wait(lambda: not self._waiting or self._n_taken != n_taken, THREADS_COME_WITHIN_S)

    def locked(self):
        """Tell whether somebody holds the lock.

        Returns
        -------
        bool
        """
        return self._lock.locked()

    def _mine(self):
        if not hasattr(self._held, "names"):
            self._held.names = []
        return self._held.names

    def __enter__(self):
        self.acquire()
        return self

    def __exit__(self, *exc_info):
        self.release()


def wait(is_true, patience_s, log=None):
    """Wait until something is true, and note if it did not come true.

    Parameters
    ----------
    is_true : callable
    patience_s : float
    log : Log, optional

    Returns
    -------
    bool
        Whether it came true.
    """
    deadline = perf_counter() + patience_s
    while not is_true():
        if perf_counter() > deadline:
            if log is not None:
                log.note("gave up")
            return False
        _sleep(_LOOKED_EVERY_S)
    return True
