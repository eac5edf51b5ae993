"""What was measured, with its noise, and the verdict that it allows."""

from dataclasses import dataclass, field
from enum import StrEnum
from math import exp, log
from statistics import fmean, median

from helpers import laws
from helpers.measure.intervals import FEWEST_ROUNDS, ratio_interval
from helpers.wording.words import counted, times

__all__ = ["Measurement", "Run", "Verdict", "compare", "is_clear", "verdict_of"]

_MATTERS = 1.1  # a ratio within this of 1 makes no difference that matters
_MARGIN = 1.05  # nor is one told from 1 by less: what surrounds a run may cost it so much
# Where other programs take the CPUs by turns, three rounds agree by chance too often.
_FEWEST_WHEN_BUSY = 6
_COUNTED_AS_SLOWER = 0.5  # below it, people count how many times slower
_MOST_OF = 0.8  # of the CPUs, that independent processes should reach


class Verdict(StrEnum):
    """What the measurements allow to say about a runner beside the sequential loop."""

    FASTER = "faster"
    SLOWER = "slower"
    NO_DIFFERENCE = "no difference that matters here"
    CANNOT_TELL = "this machine cannot tell"


def verdict_of(interval):
    """Judge a ratio of two times by the interval in which it lies.

    Parameters
    ----------
    interval : (float, float) or None
        As `intervals.ratio_interval` gives it.

    Returns
    -------
    Verdict

    Examples
    --------
    >>> verdict_of((1.4, 2.3)).value, verdict_of((0.95, 1.04)).value, verdict_of((0.9, 2.3)).value
    ('faster', 'no difference that matters here', 'this machine cannot tell')
    """
    if interval is None:
        return Verdict.CANNOT_TELL
    low, high = interval
    if low > 1 / _MATTERS and high < _MATTERS:
        return Verdict.NO_DIFFERENCE
    if low > _MARGIN:
        return Verdict.FASTER
    if high < 1 / _MARGIN:
        return Verdict.SLOWER
    return Verdict.CANNOT_TELL


@dataclass(frozen=True)
class Run:
    """One call of a runner.

    Attributes
    ----------
    n_workers : int
    baseline_s : float
        Seconds that the sequential loop took in the same round of measuring.
    elapsed_s : float
        Seconds from the call of the runner to its return.
    spans : tuple of Span
        One a task, in the order of the inputs; seconds since the call of the runner.
    """

    n_workers: int
    baseline_s: float
    elapsed_s: float
    spans: tuple

    @property
    def startup_s(self):
        """Seconds from the call of the runner to the start of its first task."""
        return min(span.start_s for span in self.spans)


@dataclass(frozen=True)
class Measurement:
    """Repeated runs for each number of workers, beside the sequential loop.

    Attributes
    ----------
    n_workers : list of int
        The numbers of workers, in the order asked for. All other lists follow this order.
    baselines_s : list of float
        Seconds of the sequential loop, one a round.
    baseline_spans : tuple of Span
        The last sequential loop's calls; seconds since its start.
    waits : bool or None
        Whether the tasks spend their time waiting, as they say themselves or as the loop's CPU time tells;
        None if it cannot be told.
    runs : list of list of Run
        For each number of workers its runs, one a round.
    results : list
        The results, in the order of the inputs.
    ceilings : dict of int to list of float
        What so many independent processes reached in the same rounds; empty if that was not measured.
    others : str or None
        A sentence if other programs had the CPUs meanwhile, empty if not, None if that cannot be told.
    notes : tuple of str
        What else was seen of the tasks, a sentence each.
    nothing_left : bool
        Whether later loops had nothing left to do: then no ratio says anything.
    """

    n_workers: list
    baselines_s: list
    baseline_spans: tuple
    waits: bool | None
    runs: list
    results: list
    ceilings: dict = field(default_factory=dict)
    others: str | None = ""
    notes: tuple = ()
    nothing_left: bool = False

    @property
    def baseline_s(self):
        """Median seconds of the sequential loop."""
        return median(self.baselines_s)

    @property
    def elapsed_s(self):
        """Median seconds of a run, a list."""
        return [median(run.elapsed_s for run in runs) for runs in self.runs]

    @property
    def startup_s(self):
        """Median seconds before the first task started, a list."""
        return [median(run.startup_s for run in runs) for runs in self.runs]

    @property
    def speedup(self):
        """Speedup over the sequential loop of the same round, the rounds' geometric mean, a list."""
        return [exp(fmean(log(ratio) for ratio in _speedups(runs))) for runs in self.runs]

    @property
    def intervals(self):
        """Where the true speedup lies, a list of pairs; None for fewer than three rounds."""
        return [ratio_interval(*_times(runs)) for runs in self.runs]

    @property
    def efficiency(self):
        """Speedup divided by the number of workers, a list."""
        return [
            laws.efficiency(value, n) for value, n in zip(self.speedup, self.n_workers, strict=True)
        ]

    @property
    def median_runs(self):
        """The run with the median time, a list of Run; of an even number, the faster of the two."""
        return [_median_run(runs) for runs in self.runs]

    @property
    def spans(self):
        """The spans of the run with the median time, a list of tuples of Span."""
        return [run.spans for run in self.median_runs]

    @property
    def busy(self):
        """A sentence if the machine was busy, or its CPUs reached less than they are; else empty."""
        told = [f"{self.others} Close what else runs, and measure again."] if self.others else []
        n = max(self.ceilings, default=1)
        if n > 1 and max(self.ceilings[n]) < _MOST_OF * n:
            low, high = min(self.ceilings[n]), max(self.ceilings[n])
            told.append(
                f"In the same rounds, {n} independent processes reached {times(low)} to {times(high)} "
                "times the speed of one."
            )
        return " ".join(told)

    @property
    def most(self):
        """The place of the largest number of workers in all lists; the verdict is about it."""
        return self.n_workers.index(max(self.n_workers))

    @property
    def verdict(self):
        """Whether the largest number of workers was faster or slower than the loop, a `Verdict`."""
        return self._judge()[0]

    @property
    def reason(self):
        """One sentence that says on what `verdict` rests."""
        return self._judge()[1]

    def _judge(self):
        if not self.runs:
            return Verdict.CANNOT_TELL, "Nothing has been measured yet."
        if self.nothing_left:
            return Verdict.CANNOT_TELL, "The later loops had nothing left to do."
        runs, interval = self.runs[self.most], self.intervals[self.most]
        rounds = counted(len(runs), "round")
        if len(runs) < FEWEST_ROUNDS:
            reason = "say nothing of noise" if len(runs) > 1 else "says nothing of noise"
            return (
                Verdict.CANNOT_TELL,
                f"{rounds} {reason}: a verdict needs {FEWEST_ROUNDS} or more.",
            )
        if len(runs) < _FEWEST_WHEN_BUSY and self.others != "":
            why = "on a busy machine" if self.others else "with loops as short as these"
            return Verdict.CANNOT_TELL, f"A verdict needs {_FEWEST_WHEN_BUSY} rounds {why}."
        verdict = verdict_of(interval)
        low, high = interval
        if verdict == Verdict.SLOWER and high < _COUNTED_AS_SLOWER:
            told = f"{rounds} put it between {times(1 / high)} and {times(1 / low)} times slower."
            return verdict, told
        return verdict, _REASONS[verdict].format(rounds=rounds, low=times(low), high=times(high))


def is_clear(measured):
    """Tell whether further rounds would change nothing that is said.

    Parameters
    ----------
    measured : Measurement or dict of str to Measurement

    Returns
    -------
    bool
    """
    each = measured.values() if isinstance(measured, dict) else [measured]
    return all(m.verdict != Verdict.CANNOT_TELL or m.nothing_left for m in each)


def compare(one, other, n_compared=1):
    """Judge whether one of two that raced was faster than the other.

    Parameters
    ----------
    one, other : Measurement
        Of the same rounds.
    n_compared : int, optional
        How many such comparisons are made.

    Returns
    -------
    Verdict
        `Verdict.FASTER` if it was the first.
    """
    if one.nothing_left or other.nothing_left:
        return Verdict.CANNOT_TELL
    runs = list(zip(one.runs[one.most], other.runs[other.most], strict=False))
    if len(runs) < (FEWEST_ROUNDS if one.others == "" else _FEWEST_WHEN_BUSY):
        return Verdict.CANNOT_TELL
    its, others = zip(*[(a.elapsed_s, b.elapsed_s) for a, b in runs], strict=True)
    return verdict_of(ratio_interval(others, its, n_compared))


_REASONS = {
    Verdict.FASTER: "{rounds} put the true speedup between {low} and {high}: above 1.",
    Verdict.SLOWER: "{rounds} put the true speedup between {low} and {high}: below 1.",
    Verdict.NO_DIFFERENCE: "{rounds} put the true speedup between {low} and {high}: within 10 % of 1.",
    Verdict.CANNOT_TELL: "{rounds} put the true speedup between {low} and {high}: too wide to tell.",
}


def _times(runs):
    return [run.baseline_s for run in runs], [run.elapsed_s for run in runs]


def _speedups(runs):
    return [laws.speedup(run.baseline_s, run.elapsed_s) for run in runs]


def _median_run(runs):
    return sorted(runs, key=lambda run: run.elapsed_s)[(len(runs) - 1) // 2]
