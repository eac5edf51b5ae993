"""What was measured, with its noise, and the verdict that it allows."""

from dataclasses import dataclass
from enum import StrEnum
from statistics import median

from helpers import laws
from helpers.wording.words import counted, times

__all__ = ["Measurement", "Run", "Verdict", "side_of_1"]


class Verdict(StrEnum):
    """What the measurements allow to say about a runner beside the sequential loop."""

    FASTER = "faster"
    SLOWER = "slower"
    CANNOT_TELL = "this machine cannot tell"


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
    cpu_fraction : float
        CPU time of the sequential loop over its elapsed time, the highest of the rounds: about 0 for
        tasks that wait, up to 1 for CPU-bound tasks. Other programs that take the CPU lower it.
    runs : list of list of Run
        For each number of workers its runs, one a round.
    results : list
        The results, in the order of the inputs.
    """

    n_workers: list
    baselines_s: list
    baseline_spans: tuple
    cpu_fraction: float
    runs: list
    results: list

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
        """Median speedup over the sequential loop of the same round, a list."""
        return [median(_speedups(runs)) for runs in self.runs]

    @property
    def speedup_range(self):
        """Lowest and highest speedup, a list of pairs."""
        return [(min(_speedups(runs)), max(_speedups(runs))) for runs in self.runs]

    @property
    def efficiency(self):
        """Median speedup divided by the number of workers, a list."""
        return [
            laws.efficiency(value, n) for value, n in zip(self.speedup, self.n_workers, strict=True)
        ]

    @property
    def spans(self):
        """The spans of the run with the median time, a list of tuples of Span."""
        return [_median_run(runs).spans for runs in self.runs]

    @property
    def serial_fraction(self):
        """Serial fraction of the Amdahl curve nearest to `speedup`; None if there is none."""
        return laws.fit_serial_fraction(self.n_workers, self.speedup)

    @property
    def verdict(self):
        """Whether the largest number of workers was faster or slower in every round, a `Verdict`."""
        return self._judge()[0]

    @property
    def reason(self):
        """One sentence that says on what `verdict` rests."""
        return self._judge()[1]

    def _judge(self):
        if not self.runs:
            return Verdict.CANNOT_TELL, "Nothing has been measured yet."
        ratios = _speedups(max(self.runs, key=lambda runs: runs[0].n_workers))
        n = counted(max(self.n_workers), "worker")
        told = f"{n}: {times(min(ratios))} to {times(max(ratios))} times as fast"
        if len(ratios) < 2:
            return Verdict.CANNOT_TELL, f"One run is not enough ({told})."
        side = side_of_1(ratios)
        if side > 0:
            return Verdict.FASTER, f"Every run was faster than the loop beside it ({told})."
        if side < 0:
            return Verdict.SLOWER, f"Every run was slower than the loop beside it ({told})."
        return Verdict.CANNOT_TELL, f"Some runs were faster and some slower, or too near ({told})."


def _speedups(runs):
    return [laws.speedup(run.baseline_s, run.elapsed_s) for run in runs]


def _median_run(runs):
    return sorted(runs, key=lambda run: run.elapsed_s)[(len(runs) - 1) // 2]


_MARGIN = 1.05  # ratios nearer to 1 are not told from it, however often they repeat


def side_of_1(ratios):
    """Tell on which side of 1 all of several measured ratios lie.

    Parameters
    ----------
    ratios : sequence of float
        More than 0 each, such as speedups, one a round.

    Returns
    -------
    int
        1 if all lie above 1 by more than 5 %, -1 if all lie below it by as much, else 0; 0 also for
        fewer than two, since one measurement is never enough.

    Examples
    --------
    >>> side_of_1([1.4, 1.6, 1.3]), side_of_1([0.7, 0.9]), side_of_1([0.9, 1.6]), side_of_1([2.0])
    (1, -1, 0, 0)
    """
    if len(ratios) < 2:
        return 0
    return (min(ratios) > _MARGIN) - (max(ratios) < 1 / _MARGIN)
