"""Predictions beside what was measured, over the whole course and by topic."""

from dataclasses import dataclass
from math import inf, isfinite

from helpers.reader import journal
from helpers.wording.words import counted, times, two_digits

__all__ = [
    "TOPICS",
    "Compared",
    "beside",
    "compared",
    "first_on",
    "furthest",
    "together",
    "typed",
    "written",
]

# What intuition is about. Those of labs are speedups; every other has its topic where it is asked for.
TOPICS = (
    "speedups",
    "noise",  # by how much runs of the same work differ
    "waiting",  # how long waits take, one after the other and together
    "the GIL",  # whose turn it is, and for how long
    "shared data",  # what is lost, and what a lock keeps
    "workers",  # what a worker knows, gets and gives back, and in which order
    "costs",  # of start-up, dispatch, sending
    "failures",  # what follows from an error, a worker that died, an interrupt
    "memory",
)

_CLOSE = 1.1  # a number within this factor is right, where no interval was measured


@dataclass(frozen=True)
class Compared:
    """A prediction, and what was measured.

    Attributes
    ----------
    when : str
        Date and time in UTC, as ISO 8601 writes them.
    lesson : str
        The notebook's name without its ending; empty if it is not known.
    topic : str
        One of `TOPICS`.
    question : str
        What was predicted, in a few words.
    predicted, measured : float or str
        Numbers; or one of some choices, and the one that came true.
    low, high : float or None
        Between which a number is right; None for a choice.
    """

    when: str
    lesson: str
    topic: str
    question: str
    predicted: float | str
    measured: float | str
    low: float | None = None
    high: float | None = None

    @property
    def is_number(self):
        """Whether a number was predicted, and not a choice."""
        return not isinstance(self.predicted, str) and not isinstance(self.measured, str)

    @property
    def is_right(self):
        """Whether it came true."""
        if not self.is_number:
            return self.predicted == self.measured
        if self.low is None or self.high is None:
            return self.predicted == self.measured
        return self.low <= self.predicted <= self.high

    @property
    def ratio(self):
        """How many times the measured number was predicted; infinity or 0 where that is no ratio."""
        if not self.is_number or self.predicted == self.measured:
            return 1.0
        if self.predicted <= 0 or self.measured <= 0:
            return inf if self.predicted > self.measured else 0.0
        return self.predicted / self.measured

    @property
    def told(self):
        """Both in a clause, such as "you said 4; it was 2, so 2 times too high"."""
        said = f"you said {typed(self.predicted)}; it was {written(self.measured)}"
        if self.predicted == self.measured:
            return said
        if self.is_right:
            return f"{said}, so close to it"
        if not self.is_number or not 0 < self.ratio < inf:
            return said
        factor, way = max(self.ratio, 1 / self.ratio), "high" if self.ratio > 1 else "low"
        far = "a little" if two_digits(factor) == "1" else f"{two_digits(factor)} times"
        return f"{said}, so {far} too {way}"

    def __str__(self):
        lesson = self.lesson or "elsewhere"
        both = f"{typed(self.predicted)} predicted, {written(self.measured)} measured"
        return f"{lesson}: {both}\n    {self.question}"


def written(value):
    """Write what was predicted or measured.

    Parameters
    ----------
    value : float or str

    Returns
    -------
    str

    Examples
    --------
    >>> written(400_000), written(2.0), written(0.2134), written(-1.5), written("in order")
    ('400,000', '2', '0.21', '-1.50', '“in order”')
    """
    if isinstance(value, str):
        return f"“{value}”"
    if abs(value) >= 1e15:
        return f"{value:.3g}"
    if value == int(value):
        return f"{int(value):,}"
    return f"-{times(-value)}" if value < 0 else times(value)


def typed(value):
    """Write what was predicted, with all digits that count.

    Parameters
    ----------
    value : float or str

    Returns
    -------
    str

    Examples
    --------
    >>> typed(0.125), typed(300_000.0), typed("in order")
    ('0.125', '300,000', '“in order”')
    """
    is_fraction = not isinstance(value, str) and value != int(value)
    return f"{value:g}" if is_fraction else written(value)


def beside(lesson, topic, question, predicted, measured, interval=None):
    """Set a prediction beside what was measured, now.

    Parameters
    ----------
    lesson, topic, question : str
        As in `Compared`.
    predicted, measured : float or str
    interval : (float, float), optional
        In which a number is right; within 10 % of the measured one, if not given.

    Returns
    -------
    Compared
    """
    low = high = None
    if not isinstance(measured, str):
        ends = sorted((measured / _CLOSE, measured * _CLOSE)) if interval is None else interval
        low, high = map(float, ends) if all(map(isfinite, ends)) else (None, None)
    return Compared(journal.now(), lesson, topic, question, predicted, measured, low, high)


def first_on(lesson, question):
    """Find the prediction that counts for a question: the first that was noted.

    Parameters
    ----------
    lesson, question : str

    Returns
    -------
    Compared or None
    """
    noted = journal.records(Compared)
    return next((c for c in noted if (c.lesson, c.question) == (lesson, question)), None)


def compared():
    """Read all predictions: those of labs, on speedups, and those of single questions.

    Returns
    -------
    list of Compared
        The oldest first. A question counts once.
    """
    return together(journal.entries(), journal.records(Compared))


def together(entries, singles):
    """Put predictions together, as `compared` does with those of the journal.

    Parameters
    ----------
    entries : iterable of journal.Entry
    singles : iterable of Compared
        Those of single questions.

    Returns
    -------
    list of Compared
        The oldest first. A question counts once.
    """
    of_labs = [_of_a_lab(e) for e in entries if e.predicted is not None]
    firsts = {}
    for one in singles:
        firsts.setdefault((one.lesson, one.question), one)
    return sorted([*of_labs, *firsts.values()], key=lambda one: one.when)


def furthest(all_of_them, n):
    """Find the numbers that were furthest off, by their ratio.

    Parameters
    ----------
    all_of_them : list of Compared
    n : int
        How many at most.

    Returns
    -------
    list of Compared
        The furthest first.
    """

    def distance(one):
        return max(one.ratio, 1 / one.ratio) if one.ratio else inf

    return sorted((one for one in all_of_them if one.is_number), key=distance, reverse=True)[:n]


def _of_a_lab(entry):
    size = f" of {entry.size}" if entry.size else ""
    question = (
        f"{entry.tool}, {counted(entry.n_tasks, 'task')}{size} ({entry.task}), "
        f"{counted(entry.n_workers, 'worker')}"
    )
    of_it = (entry.predicted, entry.speedup, entry.low, entry.high)
    return Compared(entry.when, entry.lesson, TOPICS[0], question, *of_it)
