"""Who did what, when: a record that a lesson's own code writes."""

import threading
from contextlib import contextmanager
from time import perf_counter
from typing import NamedTuple

__all__ = ["Episode", "Recorder"]


class Episode(NamedTuple):
    """What somebody did, and when.

    Attributes
    ----------
    who, what : str
    start_s, end_s : float
        Seconds since the recorder was made.
    """

    who: str
    what: str
    start_s: float
    end_s: float


class Recorder:
    """Records episodes; threads and coroutines may write to it at once.

    Examples
    --------
    >>> record = Recorder()
    >>> with record("Ann", "reads"):
    ...     record.mark("Ann", "turns a page")
    >>> [(episode.who, episode.what) for episode in record.episodes]
    [('Ann', 'reads'), ('Ann', 'turns a page')]
    """

    def __init__(self):
        self._begun_s, self._lock, self._episodes = perf_counter(), threading.Lock(), []

    @contextmanager
    def __call__(self, who, what):
        """Record how long the block takes, also if it raises.

        Parameters
        ----------
        who, what : str

        Yields
        ------
        None
        """
        start_s = self._now_s()
        try:
            yield
        finally:
            self._add(Episode(who, what, start_s, self._now_s()))

    def mark(self, who, what):
        """Record something that takes no time.

        Parameters
        ----------
        who, what : str
        """
        now_s = self._now_s()
        self._add(Episode(who, what, now_s, now_s))

    @property
    def episodes(self):
        """The episodes so far, a list in the order of their starts."""
        with self._lock:
            return sorted(self._episodes, key=lambda episode: episode.start_s)

    def _now_s(self):
        return perf_counter() - self._begun_s

    def _add(self, episode):
        with self._lock:
            self._episodes.append(episode)
