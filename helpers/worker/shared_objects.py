"""What the threads of a student share in a check: an account, a set, and locks."""

import threading

from helpers.processes.waiting import until
from helpers.worker.log import Event
from helpers.worker.patience import Patience

__all__ = ["Account", "Lock", "SharedSet"]


class _Meeting:
    """Where the first threads to come wait until so many are there; whoever waits for a lock counts."""

    def __init__(self, log, meet, event):
        self._log, self._meet, self._event = log, meet, event

    def wait(self):
        if self._meet and not self._log.here_is_main():
            self._log.note(self._event)
            until(self._all_came, Patience.here().threads_come_s)
            self._meet = 0

    def _all_came(self):
        came = {e["thread"] for e in self._log.read() if e["event"] in (self._event, Event.ACQUIRE)}
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
        self._log, self._balance, self._meeting = log, balance, _Meeting(log, meet, Event.READING)
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
            _let_others_in(lambda: self._readers > 1 or self._balance != seen)
        finally:
            with self._counting:
                self._readers -= 1
        return seen

    @balance.setter
    def balance(self, value):
        readings = self._n_readings
        _let_others_in(lambda: self._n_readings != readings)  # somebody may read the old one now
        self._balance = value
        self._log.note(Event.UPDATE)


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
        self._meeting, self._n_looks = _Meeting(log, meet, Event.LOOKING), 0
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
        _let_others_in(lambda: self._n_looks != n_looks)


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
        self._log.note(Event.ACQUIRE, lock=self.name, holding=list(mine))
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
        until(
            lambda: not self._waiting or self._n_taken != n_taken, Patience.here().lock_is_taken_s
        )

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


def _let_others_in(is_true):
    until(is_true, Patience.here().others_step_in_s)
