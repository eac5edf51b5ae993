"""Whether two results are the same: plain values, containers and arrays, without loading NumPy."""

import sys

__all__ = ["equal"]


def equal(one, other):
    """Tell whether two results of one task are the same.

    Parameters
    ----------
    one, other : object
        Compared by ``==``; lists, tuples and dicts by what they hold, NumPy's arrays by shape and
        elements. A NaN is the same as another.

    Returns
    -------
    bool

    Raises
    ------
    Exception
        What their own ``==`` raises, or the truth of what it gives.

    Examples
    --------
    >>> equal([1, float("nan")], [1, float("nan")]), equal([1, 2], (1, 2))
    (True, False)
    """
    numpy = sys.modules.get("numpy")  # where nobody has loaded it, nothing is an array
    array = getattr(numpy, "ndarray", ())
    if isinstance(one, array) or isinstance(other, array):
        if numpy.shape(one) != numpy.shape(other):
            return False
        return bool(numpy.all((one == other) | ((one != one) & (other != other))))
    if isinstance(one, list | tuple) and type(one) is type(other):
        return len(one) == len(other) and all(map(equal, one, other))
    if isinstance(one, dict) and isinstance(other, dict):
        return one.keys() == other.keys() and all(equal(one[key], other[key]) for key in one)
    # A NaN differs from itself.
    return bool(one is other or one == other or (one != one and other != other))
