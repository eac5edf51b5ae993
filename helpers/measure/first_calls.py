"""First calls unlike the later ones: a task may compile, load or remember something."""

import os
from contextlib import suppress
from itertools import zip_longest

from helpers.worker.spans import Span

__all__ = ["FAR_UNLIKE", "NOTICED_S", "FirstCalls", "n_remembered", "seconds_here"]

FAR_UNLIKE = 10  # times as long as the later ones
NOTICED_S = 0.02  # what less than this costs once is nothing that anybody has to know
_NOTHING_S = 1e-5  # a call that is as short as this looks its answer up


def seconds_here(spans):
    """Say how long calls took, as far as they ran in this process.

    Parameters
    ----------
    spans : iterable of Span
        In the order of the inputs; anything else may stand for a call of which nothing is known.

    Returns
    -------
    list of float
        0 for a call in another process, which remembers what it will for itself.
    """
    here = os.getpid()
    return [
        s.end_s - s.start_s if isinstance(s, Span) and s.worker.process_id == here else 0.0
        for s in spans
    ]


def n_remembered(task):
    """Say how often a task has looked its answer up, as one under `functools.lru_cache` tells.

    Parameters
    ----------
    task : callable

    Returns
    -------
    int
        0 for one that does not tell.
    """
    with suppress(Exception):  # one of the reader's own kind may say anything of itself
        tells = getattr(task, "cache_info", None)
        hits = getattr(tells(), "hits", 0) if callable(tells) else 0
        return hits if isinstance(hits, int) else 0
    return 0


class FirstCalls:
    """How long the first calls took, input by input, in this process.

    Attributes
    ----------
    seconds : list of float
        In the order of the inputs, as far as they are known.
    n_warm : int
        On how many inputs there were calls before the first loop.
    """

    def __init__(self):
        self.seconds, self.n_warm, self._loop_s = [], 0, []

    def note(self, spans):
        """Note calls of the warm-up: the longest on each input counts.

        Parameters
        ----------
        spans : iterable of Span
        """
        both = zip_longest(self.seconds, seconds_here(spans), fillvalue=0.0)
        self.seconds = [max(pair) for pair in both]
        self.n_warm = sum(second > 0 for second in self.seconds)

    def note_loop(self, spans):
        """Note the calls of the first loop.

        Parameters
        ----------
        spans : iterable of Span
        """
        n_warm = self.n_warm
        self.note(spans)
        self.n_warm, self._loop_s = n_warm, seconds_here(spans)

    def left_nothing(self, spans, later_s):
        """Tell whether later calls have nothing to do, as of a task that remembers its answers.

        Parameters
        ----------
        spans : iterable of Span
            Of the latest loop.
        later_s : float or None
            What the loops after the first took at most; None as long as there are too few.

        Returns
        -------
        bool
        """
        first_s, latest_s = sum(self.seconds), seconds_here(spans)
        if first_s <= NOTICED_S:
            return False
        if sum(latest_s) < _NOTHING_S * len(latest_s) and first_s > 1000 * max(latest_s):
            return True
        if later_s is None or sum(self._loop_s) <= max(NOTICED_S, FAR_UNLIKE * later_s):
            return False
        # What compiles is slow once; what remembers is so once for each input that was not called before.
        pairs = list(zip(self._loop_s, latest_s, strict=True))[self.n_warm :]
        n_slow = sum(first > FAR_UNLIKE * latest for first, latest in pairs)
        return n_slow > len(pairs) / 2
