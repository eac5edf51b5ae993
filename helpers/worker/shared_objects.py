"""What the threads of a student share in a check: an account, a set, and locks."""

import threading
from collections import Counter
from collections.abc import MutableSet
from types import SimpleNamespace

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
    lost for certain, and not once in a thousand runs. There is no way to the balance but by its name.

    Parameters
    ----------
    log : Log
    balance, meet, lock
        As for `probes.Probe.account`.
    """

    __slots__ = ("__counting", "__lock", "__log", "__meeting", "__now", "__seen_with")
    # Of two leading underscores, Python makes names that nobody takes for the account's own.

    def __init__(self, log, balance, meet=0, lock=None):
        self.__log, self.__lock = log, lock
        self.__meeting = _Meeting(log, meet, Event.READING)
        self.__now = SimpleNamespace(balance=balance, n_readers=0, n_readings=0)
        self.__counting = threading.Lock()  # where there is no GIL, counters lose updates, too
        self.__seen_with = {}  # by threads: which taking of the lock its last reading was made under

    @property
    def balance(self):
        """The balance; setting it counts as an update."""
        now, seen = self.__now, self.__now.balance
        self.__seen_with[threading.get_ident()] = self.__taking()
        self.__meeting.wait()
        with self.__counting:
            now.n_readings += 1
            now.n_readers += 1
        try:
            _let_others_in(lambda: now.n_readers > 1 or now.balance != seen)
        finally:
            with self.__counting:
                now.n_readers -= 1
        return seen

    @balance.setter
    def balance(self, value):
        now = self.__now
        n_readings = now.n_readings
        _let_others_in(lambda: now.n_readings != n_readings)  # somebody may read the old one now
        now.balance = value
        taking = self.__taking()
        seen_with = self.__seen_with.get(threading.get_ident(), taking)
        is_locked = taking is not None and taking == seen_with
        self.__log.note(Event.UPDATE, is_below_zero=_is_below_zero(value), is_locked=is_locked)

    def __taking(self):
        """Return which taking of its lock this thread is in; None if it does not hold it."""
        return None if self.__lock is None else self.__lock.taking()


def _is_below_zero(value):
    try:
        return bool(value < 0)
    except Exception:  # it is a student's own object
        return False


class SharedSet(MutableSet):
    """A set that threads look into and add to; between a look and what follows, others get their turn.

    Two steps, a look and an adding, that are not locked as one then always let two threads through. It
    is no `set` in disguise: of one, Python looks past these methods, as in ``{1} - seen`` or ``set(seen)``.

    Parameters
    ----------
    log : Log
    meet
        As for `probes.Probe.shared_set`.
    """

    def __init__(self, log, meet=0):
        self._items, self._meeting = set(), _Meeting(log, meet, Event.LOOKING)
        self._n_looks, self._counting = 0, threading.Lock()

    def __reduce__(self):
        return set, (list(self._items),)  # a student may return it

    def __repr__(self):
        return repr(self._items)

    __hash__ = None

    def add(self, value):
        """Add a value, in one step and without a look."""
        self._items.add(value)

    def discard(self, value):
        """Take a value away, if it is there, in one step."""
        self._items.discard(value)

    def update(self, *others):
        """Add all values of others."""
        self._items.update(*map(_items_of, others))

    def __ior__(self, other):
        self.update(other)
        return self

    def __contains__(self, value):
        return self._after_a_look(value in self._items)

    def __len__(self):
        return self._after_a_look(len(self._items))

    def __iter__(self):
        return iter(self._after_a_look(list(self._items)))

    def copy(self):
        """Return what the set holds now, as a set of Python's own."""
        return self._after_a_look(set(self._items))

    def _after_a_look(self, found):
        with self._counting:
            self._n_looks += 1
        self._meeting.wait()
        n_looks = self._n_looks
        _let_others_in(lambda: self._n_looks != n_looks)
        return found


def _items_of(values):
    return values._items if isinstance(values, SharedSet) else values


def _looking(name):
    """Make the method of a set that looks at all that is in it, and at others."""

    def method(self, *others):
        return getattr(self.copy(), name)(*map(_items_of, others))

    method.__name__ = name
    return method


def _changing(name):
    """Make the method of a set that changes it in one step."""

    def method(self, *others):
        getattr(self._items, name)(*map(_items_of, others))

    method.__name__ = name
    return method


for _name in (
    *("issubset", "issuperset", "isdisjoint"),
    *("union", "intersection", "difference", "symmetric_difference"),
    *("__or__", "__and__", "__sub__", "__xor__", "__ror__", "__rand__", "__rsub__", "__rxor__"),
    *("__le__", "__lt__", "__ge__", "__gt__", "__eq__", "__ne__"),
):
    setattr(SharedSet, _name, _looking(_name))
for _name in ("intersection_update", "difference_update", "symmetric_difference_update"):
    setattr(SharedSet, _name, _changing(_name))


class Lock:
    """A `threading.Lock` with a name; each attempt to take it is noted, with what the thread holds.

    A thread that gives it back lets one that waits have it: a gap between two locked steps then shows. A
    thread that asks for it while it holds another waits until all threads have come to ask for a lock:
    two that ask in opposite orders then meet for certain, unless something else keeps them apart.

    Parameters
    ----------
    log : Log
    name, meet
        As for `probes.Probe.lock`.
    """

    _held = threading.local()

    def __init__(self, log, name, meet=0):
        self._log, self.name, self._lock = log, name, threading.Lock()
        self._meet, self._waiting = meet, set()
        self._n_taken, self._taken_by = 0, None

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
        if mine and self._meet:
            self._meet_others()
        me = threading.get_native_id()
        self._waiting.add(me)
        try:
            taken = self._lock.acquire(blocking, timeout)
        finally:
            self._waiting.discard(me)
        if taken:
            self._log.note(Event.TAKEN, lock=self.name)
            self._n_taken += 1
            self._taken_by = threading.get_ident()
            mine.append(self.name)
        else:
            self._log.note(Event.REFUSED, lock=self.name)
        return taken

    def _meet_others(self):
        """Wait until all threads have come; note it if not one other is about to take locks then."""
        patience, events = Patience.here(), self._log.read()
        one_was_alone = any(event["event"] == Event.ALONE for event in events)
        until(
            lambda: len(_who_came(self._log.read())) >= self._meet,
            patience.intruder_comes_s if one_was_alone else patience.first_thread_intrudes_s,
        )
        if not _who_takes_locks(self._log.read()) - {threading.get_native_id()}:
            self._log.note(Event.ALONE, lock=self.name)

    def release(self):
        """Give the lock back."""
        mine = self._mine()
        if self.name in mine:
            mine.remove(self.name)
        n_taken, self._taken_by = self._n_taken, None
        self._log.note(Event.RELEASE, lock=self.name)
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

    def taking(self):
        """Tell which taking of the lock this thread is in.

        Returns
        -------
        int or None
            None if this thread does not hold it.
        """
        return self._n_taken if self._taken_by == threading.get_ident() else None

    def _mine(self):
        if not hasattr(self._held, "names"):
            self._held.names = []
        return self._held.names

    def __enter__(self):
        self.acquire()
        return self

    def __exit__(self, *exc_info):
        self.release()


def _who_came(events):
    return {event["thread"] for event in events if event["event"] == Event.ACQUIRE}


def _who_takes_locks(events):
    """Return the threads that ask for a lock, or hold a first one and may ask for a second."""
    asking, n_held, had_two = set(), Counter(), set()
    for event in events:
        thread = event["thread"]
        if event["event"] == Event.ACQUIRE:
            asking.add(thread)
        elif event["event"] == Event.REFUSED:
            asking.discard(thread)
        elif event["event"] == Event.TAKEN:
            asking.discard(thread)
            n_held[thread] += 1
            had_two |= {thread} if n_held[thread] > 1 else set()
        elif event["event"] == Event.RELEASE:
            n_held[thread] -= 1
            had_two -= {thread} if n_held[thread] < 1 else set()
    return asking | {thread for thread, n in n_held.items() if n > 0 and thread not in had_two}


def _let_others_in(is_true):
    until(is_true, Patience.here().others_step_in_s)
