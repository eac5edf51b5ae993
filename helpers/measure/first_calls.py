"""First calls unlike the later ones: a task may compile, load or remember something."""

import os
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
    tells = getattr(task, "cache_info", None)
    return getattr(tells(), "hits", 0) if callable(tells) else 0


class FirstCalls:
    """How long the first calls took, input by input, in this process.

    Attributes
    ----------
    seconds : list of float
        In the order of the inputs, as far as they are known.
    """

    def __init__(self):
        self.seconds = []

    def note(self, spans):
        """Note calls that may be the first ones on their inputs: the longest of each counts.

        Parameters
        ----------
        spans : iterable of Span
        """
        both = zip_longest(self.seconds, seconds_here(spans), fillvalue=0.0)
        self.seconds = [max(pair) for pair in both]

    def left_nothing(self, latest, later_s):
        """Tell whether later calls have nothing to do, as of a task that remembers its answers.

        Parameters
        ----------
        latest : list of tuple of Span
            Of the latest loop, and of the latest runs.
        later_s : float or None
            What the loops after the first took at most; None as long as there are too few.

        Returns
        -------
        bool
        """
        first_s, n = sum(self.seconds), len(self.seconds)
        loop_s = seconds_here(latest[0])
        if first_s <= NOTICED_S:
            return False
        if sum(loop_s) < _NOTHING_S * n and first_s > 1000 * max(loop_s):
            return True
        if later_s is None or first_s <= FAR_UNLIKE * later_s:
            return False
        # What compiles is slow once; what remembers is so once for each input, in threads as in the loop.
        longest = map(max, zip(*map(seconds_here, latest), strict=True))
        pairs = zip(self.seconds, longest, strict=True)
        return sum(first > FAR_UNLIKE * later for first, later in pairs) > n / 2
