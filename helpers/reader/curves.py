"""The speedup with each number of workers, in a word of text that a line of the journal can hold."""

import math
import re

__all__ = ["curve_of", "points_of"]


def curve_of(n_workers, speedup):
    """Write the speedup with each number of workers, as a line of the journal has it.

    Parameters
    ----------
    n_workers : sequence of int
    speedup : sequence of float
        As many.

    Returns
    -------
    str

    Examples
    --------
    >>> curve_of([1, 2, 4], [0.98, 1.9, 3.25])
    '1:0.98 2:1.9 4:3.25'
    """
    return " ".join(f"{n}:{value:.4g}" for n, value in zip(n_workers, speedup, strict=True))


_POINT = re.compile(r"([1-9][0-9]{0,4}):([0-9.e+-]{1,12})")


def points_of(curve):
    """Read the speedup with each number of workers.

    Parameters
    ----------
    curve : str
        As `curve_of` writes it, or anything.

    Returns
    -------
    dict of int to float
        By the number of workers, the smallest first; empty where it is no curve.

    Examples
    --------
    >>> points_of("1:0.98 2:1.9"), points_of("1:fast"), points_of("")
    ({1: 0.98, 2: 1.9}, {}, {})
    """
    points = {}
    for part in curve.split(" "):
        found = _POINT.fullmatch(part)
        try:
            value = float(found[2]) if found else 0.0
        except ValueError:  # such as "1.2.3"
            value = 0.0
        if not 0 < value < math.inf:
            return {}
        points[int(found[1])] = value
    return dict(sorted(points.items()))
