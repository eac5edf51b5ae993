"""Models of a pool: what it takes to start, to dispatch, and what cannot be shared."""

from statistics import median
from typing import NamedTuple

from helpers import laws
from helpers.wording.arguments import check_count

__all__ = ["Model", "calibrate"]

_NEXT_TO_NO_TIME = 1e-9  # of the loop's: a low bound of a run may leave no more beside its costs


class Model(NamedTuple):
    """The three costs that keep a pool from the ideal.

    Attributes
    ----------
    startup_s : float
        Seconds before the first task starts; the median of the points that were fitted.
    dispatch_s : float
        Seconds per task for handing it over and taking its result back, one task after the other.
    serial_fraction : float or None
        The part of the tasks' work, 0 to 1, that does not get faster with more workers: Amdahl's.
        None if it could not be told; the model then says nothing of other numbers of workers.
    reason : str
        Why it could not be told, such as "a single task cannot tell"; empty if it could.
    least, most : float or None
        What the serial fraction may be, by the intervals of the points that were fitted; None if they have
        none, after fewer than three rounds.
    """

    startup_s: float
    dispatch_s: float
    serial_fraction: float | None
    reason: str = ""
    least: float | None = None
    most: float | None = None

    def __str__(self):
        fraction = self.serial_fraction
        told = self.reason if fraction is None else f"{fraction:8.2f}"
        if self.least is not None:
            told += f" ({self.least:.2f} to {self.most:.2f})"
        return (
            f"start-up:        {1000 * self.startup_s:8.2f} ms\n"
            f"dispatch:        {1000 * self.dispatch_s:8.2f} ms per task\n"
            f"serial fraction: {told}"
        )

    def elapsed_s(self, n_tasks, task_size_s, n_workers):
        """Say how long a run should take.

        Parameters
        ----------
        n_tasks : int
        task_size_s : float
            Seconds of sequential work a task.
        n_workers : int
            Each with a CPU of its own.

        Returns
        -------
        float
            Seconds.

        Raises
        ------
        ValueError
            If the serial fraction could not be told.

        Examples
        --------
        >>> round(Model(0.1, 0.01, 0.0).elapsed_s(n_tasks=10, task_size_s=1, n_workers=5), 6)
        2.2
        """
        if self.serial_fraction is None:
            raise ValueError(
                f"The serial fraction is not known, since {self.reason}: calibrate with two tasks or more, "
                "large beside the costs, and with points of two workers or more, each with a CPU."
            )
        serial_s = self.serial_fraction * n_tasks * task_size_s
        shared_s = laws.ideal_elapsed_s(n_tasks, n_workers, task_size_s)
        return (
            self.startup_s
            + n_tasks * self.dispatch_s
            + serial_s
            + (1 - self.serial_fraction) * shared_s
        )

    def speedup(self, n_tasks, task_size_s, n_workers):
        """Say which speedup over the sequential loop a run should reach.

        Parameters
        ----------
        n_tasks, task_size_s, n_workers
            As for `elapsed_s`.

        Returns
        -------
        float

        Raises
        ------
        ValueError
            If the serial fraction could not be told.
        """
        return n_tasks * task_size_s / self.elapsed_s(n_tasks, task_size_s, n_workers)

    def speedup_range(self, n_tasks, task_size_s, n_workers):
        """Say between which speedups a run should come out, as far as the points could tell.

        Parameters
        ----------
        n_tasks, task_size_s, n_workers
            As for `elapsed_s`.

        Returns
        -------
        (float, float)
            That of the largest and of the smallest serial fraction; twice the same if they are not known.

        Raises
        ------
        ValueError
            If the serial fraction could not be told.

        Examples
        --------
        >>> Model(0, 0, 0.1, least=0.0, most=1.0).speedup_range(8, 1, n_workers=4)
        (1.0, 4.0)
        """
        low, high = self, self
        if self.least is not None:
            low = self._replace(serial_fraction=self.most)
            high = self._replace(serial_fraction=self.least)
        return tuple(model.speedup(n_tasks, task_size_s, n_workers) for model in (low, high))


def calibrate(work, tiny, n_usable):
    """Fit a model to two measurements of one runner.

    The costs are measured: medians of what `work` took to start, and what a task of `tiny` took. The serial
    fraction is the one, from 0 to 1, for which the model's elapsed times, as parts of the loop's, have the
    least squares of differences to the measured ones. They are linear in it, so there is a formula:
    `laws.fit_serial_fraction`, given what the costs leave of each run.

    Parameters
    ----------
    work : Measurement
        Of tasks that compute; the points with no more workers than usable CPUs are fitted. Without one
        of two workers or more among them, with a single task, or where the costs are as long as a run, the
        serial fraction cannot be told: it is None, and the model says why.
    tiny : Measurement
        Of many tasks that take next to no time, with one number of workers.
    n_usable : int
        Usable CPUs.

    Returns
    -------
    Model

    Raises
    ------
    TypeError, ValueError
        If `n_usable` is no whole number of 1 or more, or if no point of `work` has so few workers.
    """
    n_usable = check_count("n_usable", n_usable, 100_000)
    measured = zip(work.n_workers, work.speedup, work.startup_s, work.intervals, strict=True)
    points = [point for point in measured if point[0] <= n_usable]
    if not points:
        most = "one worker" if n_usable == 1 else f"{n_usable} workers or fewer"
        raise ValueError(f"work must hold a point with {most}.")
    n_workers, speedups, startups_s, intervals = zip(*points, strict=True)
    startup_s = median(startups_s)
    dispatch_s = max(0.0, tiny.elapsed_s[0] - tiny.startup_s[0]) / len(tiny.results)
    n_tasks = len(work.results)
    # Without these costs, a run follows Amdahl's law for so many workers as whole rounds leave of them.
    costs = (startup_s + n_tasks * dispatch_s) / work.baseline_s

    def fitted(speedups):
        return laws.fit_serial_fraction(
            [laws.ideal_speedup(n_tasks, n) for n in n_workers],
            [1 / max(_NEXT_TO_NO_TIME, 1 / speedup - costs) for speedup in speedups],
        )

    if work.nothing_left:
        return Model(startup_s, dispatch_s, None, "the later loops had nothing left to do")
    if any(n > 1 and 1 / speedup <= costs for n, speedup in zip(n_workers, speedups, strict=True)):
        return Model(startup_s, dispatch_s, None, "the costs alone are as long as a run")
    fraction = fitted(speedups)
    if fraction is None:
        return Model(startup_s, dispatch_s, None, _why_it_cannot_be_told(n_tasks, n_usable))
    if None in intervals:
        return Model(startup_s, dispatch_s, fraction)
    lows, highs = zip(*intervals, strict=True)
    return Model(startup_s, dispatch_s, fraction, "", fitted(highs), fitted(lows))


def _why_it_cannot_be_told(n_tasks, n_usable):
    if n_usable == 1:
        return "one usable CPU cannot tell"
    return "a single task cannot tell" if n_tasks == 1 else "points of one worker cannot tell"
