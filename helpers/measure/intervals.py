"""How far the ratio of two measured times can be told: an interval that holds after every round."""

import math
from functools import lru_cache
from statistics import fmean

__all__ = ["FEWEST_ROUNDS", "MOST_ROUNDS", "interval_of", "quantile_of_t", "ratio_interval"]

FEWEST_ROUNDS, MOST_ROUNDS = 3, 200
_ERROR = 0.005  # how often any of the intervals may miss the ratio
_TICK_S = 1e-9  # no clock tells less


def ratio_interval(before_s, after_s, n_compared=1):
    """Bound how many times as fast something is, from times of the one and the other, a pair a round.

    Times are compared by their logarithms, so that twice as fast lies as far from 1 as half as fast. The
    interval is that of Student's t, around the mean. Whoever looks after every round, and stops when it
    says something, has many chances to be deceived by noise: the allowed error of 0.5 % is therefore
    spread over the rounds from the third on, as 1, 1/4, 1/9, ... of a whole, and all the intervals
    together miss the true ratio no more often than that (Bonferroni).

    The scatter is taken from the pairs' ratios, or from both times by themselves if that is more; so a
    slow stretch of the machine that took both times of a pair counts as noise.

    Assumed is that rounds do not depend on one another, that noise falls on both alike, for which the
    rounds have to change who comes first, and that logarithms of times scatter about normally. Rare slow
    rounds make the interval wider, and so later, not wrong. Noise that doubles a time or leaves it
    alone is the worst case: simulated, three rounds then deceive in 3 of 100 trials, six in fewer than 1
    in 1000. On a busy machine more rounds are asked for (`results`).

    Parameters
    ----------
    before_s, after_s : sequence of float
        Seconds, more than 0 each; as many of the one as of the other, one of each a round.
    n_compared : int, optional
        How many such comparisons are made side by side, of which none shall miss; the error is shared.

    Returns
    -------
    (float, float) or None
        The lowest and the highest ratio ``before / after``; None for fewer than three rounds.

    References
    ----------
    T. Hoefler and R. Belli, "Scientific benchmarking of parallel computing systems", SC15: intervals and
    not single numbers, and a stop when they are narrow enough. T. Kalibera and R. Jones, "Rigorous
    benchmarking in reasonable time", ISMM 2013: the ratio with its interval, from repetitions at the level
    at which times vary.

    Examples
    --------
    >>> low, high = ratio_interval([1.00, 1.02, 0.99], [0.50, 0.51, 0.50])
    >>> round(low, 2), round(high, 2)
    (1.86, 2.14)
    >>> ratio_interval([1.0, 1.0], [0.5, 0.5]) is None
    True
    """
    n = len(before_s)
    if n < FEWEST_ROUNDS:
        return None
    before, after = [[math.log(max(value, _TICK_S)) for value in s] for s in (before_s, after_s)]
    ratios = [one - other for one, other in zip(before, after, strict=True)]
    scatter = max(_variance(ratios), _variance(before) + _variance(after))
    look = n - FEWEST_ROUNDS + 1
    error = _ERROR * 6 / math.pi**2 / look**2 / n_compared  # the sum over all looks is _ERROR
    return _interval(ratios, scatter, 2 * (n - 1), error)


def interval_of(ratios):
    """Bound a ratio that was measured in a number of rounds which was chosen before, and not by looking.

    Parameters
    ----------
    ratios : sequence of float
        More than 0 each, one a round.

    Returns
    -------
    (float, float) or None
        As `ratio_interval`, for one look: the whole of the allowed error is its own.

    Examples
    --------
    >>> low, high = interval_of([1.9, 2.0, 2.1, 2.0, 2.0])
    >>> round(low, 2), round(high, 2)
    (1.83, 2.18)
    """
    if len(ratios) < FEWEST_ROUNDS:
        return None
    logarithms = [math.log(max(ratio, _TICK_S)) for ratio in ratios]
    return _interval(logarithms, _variance(logarithms), len(ratios) - 1, _ERROR)


def _interval(ratios, scatter, freedom, error):
    half = quantile_of_t(error, freedom) * math.sqrt(scatter / len(ratios))
    return math.exp(fmean(ratios) - half), math.exp(fmean(ratios) + half)


def _variance(values):
    """Return what `statistics.variance` does, which is exact and takes many times as long."""
    mean = fmean(values)
    return math.fsum((value - mean) ** 2 for value in values) / (len(values) - 1)


@lru_cache(maxsize=1000)
def quantile_of_t(error, freedom):
    """Return what Student's t exceeds, to either side, with a probability.

    Parameters
    ----------
    error : float
        The probability, more than 0 and less than 1.
    freedom : int
        Degrees of freedom, 1 or more.

    Returns
    -------
    float

    References
    ----------
    M. Abramowitz and I. A. Stegun, "Handbook of mathematical functions", 26.7.3 and 26.7.4.

    Examples
    --------
    >>> round(quantile_of_t(0.05, 10), 3), round(quantile_of_t(0.01, 4), 3)
    (2.228, 4.604)
    """
    low, high = 0.0, math.pi / 2  # of the angle whose tangent is t over the root of `freedom`
    for _ in range(60):
        angle = (low + high) / 2
        if 1 - _within(angle, freedom) > error:
            low = angle
        else:
            high = angle
    return math.tan(high) * math.sqrt(freedom)


def _within(angle, freedom):
    """Return the probability that t lies nearer to 0 than by this angle: a finite sum."""
    cosine = math.cos(angle)
    odd = freedom % 2
    term = cosine if odd else 1.0
    total = term if freedom > 1 else 0.0
    for k in range(3 if odd else 2, freedom - 1, 2):
        term *= (k - 1) / k * cosine**2
        total += term
    total *= math.sin(angle)
    return 2 / math.pi * (angle + total) if odd else total
