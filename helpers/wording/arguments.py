"""What functions say about a bad argument: one sentence that names it."""

import inspect
import operator
from collections.abc import Mapping, MappingView, Set
from contextlib import suppress
from itertools import islice
from numbers import Integral, Real

from helpers.wording.words import short

__all__ = [
    "check_choice",
    "check_count",
    "check_function",
    "check_functions",
    "check_list",
    "check_number",
    "check_real",
    "check_runner",
    "check_same",
    "check_takes",
]


def check_function(name, value):
    """Refuse what cannot be called.

    Parameters
    ----------
    name : str
        The argument's, for the message.
    value : object

    Raises
    ------
    TypeError
        If `value` cannot be called.
    """
    if not callable(value):
        raise TypeError(f"{name} must be a function, not {short(value)}.")


def check_takes(name, value, n, told, **named):
    """Refuse what cannot be called with so many arguments.

    Parameters
    ----------
    name : str
        The argument's, for the message.
    value : object
    n : int
        Of arguments that are given by their places.
    told : str
        What it must take, for the message.
    **named : object
        What is given by its name.

    Raises
    ------
    TypeError
        If `value` cannot be called, or not so.

    Examples
    --------
    >>> check_takes("same", len, 2, "two arguments: def same(result, expected)")
    Traceback (most recent call last):
    TypeError: same must take two arguments: def same(result, expected).
    """
    check_function(name, value)
    try:
        signature = inspect.signature(value, follow_wrapped=False)
    except (TypeError, ValueError):  # of some that are written in C, none is known
        return
    try:
        signature.bind(*[None] * n, **named)
    except TypeError:
        raise TypeError(f"{name} must take {told}.") from None


def check_runner(name, value):
    """Refuse what cannot be called as a runner.

    Parameters
    ----------
    name : str
        The argument's, for the message.
    value : object

    Raises
    ------
    TypeError
        If `value` cannot be called with a task, inputs and a number of workers.
    """
    check_takes(name, value, 3, "three arguments: def with_pool(task, inputs, n_workers)")


def check_same(value):
    """Refuse what cannot compare two results.

    Parameters
    ----------
    value : object
        The argument `same`.

    Raises
    ------
    TypeError
        If `value` cannot be called with two results.
    """
    check_takes("same", value, 2, "two arguments: def same(result, expected)")


def check_functions(name, value):
    """Refuse what is no dict of names and functions, with one or more.

    Parameters
    ----------
    name : str
        The argument's, for the message.
    value : object

    Raises
    ------
    TypeError
        If `value` is none; the message names the one that is wrong.

    Examples
    --------
    >>> check_functions("tasks", {"a": 1})
    Traceback (most recent call last):
    TypeError: tasks['a'] must be a function, not 1.
    """
    if not isinstance(value, dict) or not value:
        raise TypeError(f"{name} must be a dict of names and functions, with one or more.")
    for key, function in value.items():
        if not isinstance(key, str):
            raise TypeError(f"the names in {name} must be texts, not {short(key)}.")
        check_function(f"{name}[{key!r}]", function)


def check_choice(name, value, allowed):
    """Refuse what is none of some choices.

    Parameters
    ----------
    name : str
        The argument's, for the message.
    value : object
    allowed : iterable of str

    Raises
    ------
    ValueError
        If `value` is none of them; the message lists them.

    Examples
    --------
    >>> check_choice("kind", "tea", ("waiting", "computing"))
    Traceback (most recent call last):
    ValueError: kind must be one of waiting, computing, not 'tea'.
    """
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(allowed)}, not {short(value)}.")


def check_count(name, value, most):
    """Return a whole number as an int, or say what is wrong with it.

    Parameters
    ----------
    name : str
        The argument's, for the message.
    value : object
        An int, or what counts as one, such as a NumPy integer.
    most : int
        The largest allowed.

    Returns
    -------
    int

    Raises
    ------
    TypeError
        If `value` is no whole number.
    ValueError
        If it does not lie between 1 and `most`.

    Examples
    --------
    >>> check_count("n_workers", 0, most=64)
    Traceback (most recent call last):
    ValueError: n_workers must lie between 1 and 64, not 0.
    """
    try:
        count = operator.index(value)
    except TypeError:
        count = None
    if count is None or isinstance(value, bool):
        raise TypeError(f"{name} must be a whole number of 1 or more, not {short(value)}.")
    if not 1 <= count <= most:
        raise ValueError(f"{name} must lie between 1 and {most}, not {short(value)}.")
    return count


def check_number(name, value, least, most):
    """Return a number as one of Python's own, or say what is wrong with it.

    Parameters
    ----------
    name : str
        The argument's, for the message.
    value : object
    least, most : float

    Returns
    -------
    int or float
        Of a fraction or a number of NumPy, too, which have other sizes, formats and overflows.

    Raises
    ------
    TypeError
        If `value` is no real number.
    ValueError
        If it does not lie between the bounds.

    Examples
    --------
    >>> check_number("task_size_ms", -1, 0.1, 1000)
    Traceback (most recent call last):
    ValueError: task_size_ms must lie between 0.1 and 1000, not -1.
    """
    check_real(name, value)
    number = value
    with suppress(OverflowError):  # too large for a float, and told below
        number = int(value) if isinstance(value, Integral) else float(value)
    if not least <= number <= most:
        raise ValueError(f"{name} must lie between {least} and {most}, not {short(value)}.")
    return number


def check_real(name, value):
    """Refuse what is no real number.

    Parameters
    ----------
    name : str
        The argument's, for the message.
    value : object

    Raises
    ------
    TypeError
        If `value` is no real number.
    """
    if not isinstance(value, Real) or isinstance(value, bool):
        raise TypeError(f"{name} must be a number, not {short(value)}.")


_MOST_UNCOUNTED = 100_000  # of an iterator, which may be endless


def check_list(name, value):
    """Return the items of an argument as a list, or say what is wrong with it.

    Parameters
    ----------
    name : str
        The argument's, for the message.
    value : iterable
        A text, a table, a dict and a set are refused: what they give one by one, or in which order, is
        seldom what was meant.

    Returns
    -------
    list

    Raises
    ------
    TypeError
        If `value` cannot be iterated over, or is one of those.
    ValueError
        If it holds nothing, or cannot tell its length and gives more than 100,000 values.

    Examples
    --------
    >>> check_list("inputs", ())
    Traceback (most recent call last):
    ValueError: inputs must hold one or more values, not none.
    """
    try:
        iterator = iter(value)
    except TypeError:
        raise TypeError(f"{name} must be a list, not {short(value)}.") from None
    hint = _list_meant(value)
    if hint is not None:
        raise TypeError(f"{name} must be a list, not of type {type(value).__name__}; {hint}.")
    items = list(iterator if hasattr(value, "__len__") else islice(iterator, _MOST_UNCOUNTED + 1))
    if len(items) > _MOST_UNCOUNTED and not hasattr(value, "__len__"):
        raise ValueError(
            f"{name} gave more than {_MOST_UNCOUNTED:,} values, and may never end ({short(value)}); make a "
            "list of as many as you want, such as list(itertools.islice(values, 100))."
        )
    if not items:
        raise ValueError(f"{name} must hold one or more values, not none.")
    return items


def _list_meant(value):
    """Say how to make a list of what is iterable and none; None for all else.

    Tables are known by their columns, not by the libraries that make them, which need not be loaded.
    """
    if isinstance(value, str | bytes | bytearray):
        return f"write [{short(value, 20)}] for one value, or list(...) for what it consists of"
    if isinstance(value, Mapping):
        return "write list(d) for its keys, list(d.values()) or list(d.items())"
    if isinstance(value, Set) and not isinstance(value, MappingView):
        return "a set has no order: write sorted(...)"
    if hasattr(type(value), "columns") or "columns" in getattr(value, "__dict__", ()):
        rows = "df.iloc[i:j]" if hasattr(type(value), "iloc") else "df[i:j]"
        return (
            f"pass pieces of it, such as [{rows} for i, j in ...], or one column, list(df[column])"
        )
    return None
