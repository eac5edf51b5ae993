"""Whether arrays and tables are the same, without loading the libraries that make them.

A comparison returns True, False, or the pairs of values on which it depends.
"""

import sys

__all__ = ["compare_arrays", "compare_tables", "is_array", "is_array_type"]


def is_array(value):
    """Tell whether a value is an array of NumPy's, or a record.

    Parameters
    ----------
    value : object

    Returns
    -------
    bool
    """
    return is_array_type(type(value))


def is_array_type(kind):
    """Tell whether a type is one of NumPy's arrays or records.

    Parameters
    ----------
    kind : type

    Returns
    -------
    bool
    """
    numpy = sys.modules.get("numpy")  # where nobody has loaded it, nothing is an array
    return issubclass(kind, (getattr(numpy, "ndarray", ()), getattr(numpy, "void", ())))


def compare_arrays(one, other, rel_tol):
    """Compare two values by shape and elements, one of which at least is an array or a record.

    Parameters
    ----------
    one, other : object
    rel_tol : float
        By so much of them may floats differ.

    Returns
    -------
    bool or list of tuple
    """
    numpy = sys.modules["numpy"]
    try:
        one, other = numpy.asanyarray(one), numpy.asanyarray(other)
    except ValueError:  # lists within that differ in length
        return False
    if one.shape != other.shape or one.dtype.names != other.dtype.names:
        return False
    if one.dtype.names:
        return [(one[name], other[name]) for name in one.dtype.names]
    if isinstance(one, numpy.ma.MaskedArray) or isinstance(other, numpy.ma.MaskedArray):
        mask = numpy.ma.getmaskarray(one)
        if not numpy.array_equal(mask, numpy.ma.getmaskarray(other)):
            return False
        return [(numpy.ma.getdata(one)[~mask], numpy.ma.getdata(other)[~mask])]
    if one.dtype.hasobject or other.dtype.hasobject:
        return [(one.ravel().tolist(), other.ravel().tolist())]
    kinds = one.dtype.kind + other.dtype.kind
    are_times = [kind in "mM" for kind in kinds]
    try:
        same = one == other
        if not numpy.all(same) and are_times[0] is are_times[1]:  # no time is a number
            same = same | ((one != one) & (other != other))
    except TypeError:  # NumPy knows no such comparison: a text is no number
        return False
    if rel_tol and set(kinds) <= set("fciu") and set(kinds) & set("fc"):
        same = same | numpy.isclose(one, other, rtol=rel_tol, atol=0)
    return bool(numpy.all(same))


def compare_tables(one, other, rounding):
    """Compare two objects of one type by its method ``equals``, as those of pandas, Polars and Arrow are.

    Parameters
    ----------
    one, other : object
    rounding : bool
        Whether what they hold is to be compared where they are not the same.

    Returns
    -------
    bool, list of tuple or None
        None where ``equals`` is something else.
    """
    try:
        verdict = one.equals(other)
    except Exception:
        return None
    if type(verdict).__name__ not in ("bool", "bool_"):
        return None
    if verdict:
        return True
    # What is called different may be so for a NaN within: an Arrow table's, or one among objects of pandas.
    names = ["schema", "type"] if type(one).__module__.startswith("pyarrow") else []
    values = next((name for name in ("to_pylist", "as_py") if hasattr(one, name)), None)
    if values is None and (rounding or hasattr(one, "iloc")):
        names, values = ["columns", "index", "dtypes", "dtype"], "to_numpy"
    if values is None or not hasattr(one, values):
        return False
    pairs = [(getattr(one, name), getattr(other, name)) for name in names if hasattr(one, name)]
    return [*pairs, (getattr(one, values)(), getattr(other, values)())]
