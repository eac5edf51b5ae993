"""Amdahl's law through measured points, where they carry it."""

from typing import NamedTuple

from helpers import laws, machine
from helpers.measure.results import Verdict

__all__ = ["Fit", "fit_amdahl"]


class Fit(NamedTuple):
    """What measured points say about Amdahl's law.

    Attributes
    ----------
    serial_fraction : float or None
        0 to 1; None if they do not tell it.
    low, high : float or None
        What it may be, by the points' intervals.
    curve : tuple of (int, float)
        The law's speedup by number of workers, as far as it was fitted; empty if it was not.
    reason : str
        A sentence on why there is no curve; empty if there is one.
    """

    serial_fraction: float | None
    low: float | None
    high: float | None
    curve: tuple
    reason: str

    def __str__(self):
        if self.serial_fraction is None:
            return self.reason
        return f"serial fraction: {self.serial_fraction:.2f} ({self.low:.2f} to {self.high:.2f})"


def fit_amdahl(measurement, n_usable=None):
    """Fit the serial fraction of Amdahl's law to a measurement, or say why there is none.

    Tasks are dealt in whole rounds: the law gets the speedup that these allow in place of the number of
    workers, or else what the last round leaves idle would look like a serial part.

    Parameters
    ----------
    measurement : Measurement
    n_usable : int, optional
        Usable CPUs, as they are if not given. Tasks that compute are fitted up to so many workers, since
        the law gives each a CPU of its own.

    Returns
    -------
    Fit

    References
    ----------
    A. H. Karp and H. P. Flatt, "Measuring parallel processor performance", Communications of the ACM
    33(5), 1990.
    """
    points = list(
        zip(measurement.n_workers, measurement.speedup, measurement.intervals, strict=True)
    )
    if not points or None in measurement.intervals:
        return _none("No Amdahl curve: it takes three rounds or more.")
    if measurement.verdict != Verdict.FASTER:
        return _none("No Amdahl curve: the most workers are not told to be faster than the loop.")
    if measurement.waits is not True:
        n_usable = n_usable or machine.usable_cpus()
        points = [point for point in points if point[0] <= n_usable]
    n_tasks = len(measurement.results)
    points = sorted((n, laws.ideal_speedup(n_tasks, n), *rest) for n, *rest in points)
    if len({ideal for _, ideal, *_ in points if ideal > 1}) < 2:
        return _none(
            "No Amdahl curve: it takes two numbers of workers above one, with a CPU for each."
        )
    _, ideals, speedups, intervals = zip(*points, strict=True)
    fraction = laws.fit_serial_fraction(ideals, speedups)
    lows, highs = zip(*intervals, strict=True)
    curve = tuple((n, laws.amdahl_speedup(fraction, ideal)) for n, ideal, *_ in points)
    if any(not low <= y <= high for (_, y), low, high in zip(curve, lows, highs, strict=True)):
        return _none("No Amdahl curve: none passes through the points' intervals.")
    low, high = laws.fit_serial_fraction(ideals, highs), laws.fit_serial_fraction(ideals, lows)
    return Fit(fraction, low, high, curve, "")


def _none(reason):
    return Fit(None, None, None, (), reason)
