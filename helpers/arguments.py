"""What functions say about a bad argument: one sentence that names it."""

import operator
from numbers import Real

__all__ = [
    "check_choice",
    "check_count",
    "check_function",
    "check_list",
    "check_number",
    "counted",
    "name_of",
    "short",
    "times",
    "two_digits",
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
    """Say what is wrong with a number that does not lie between `least` and `most`.

    Parameters
    ----------
    name : str
        The argument's, for the message.
    value : object
    least, most : float

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
    if not isinstance(value, Real) or isinstance(value, bool):
        raise TypeError(f"{name} must be a number, not {short(value)}.")
    if not least <= value <= most:
        raise ValueError(f"{name} must lie between {least} and {most}, not {short(value)}.")


def check_list(name, value):
    """Return the items of an argument as a list, or say what is wrong with it.

    Parameters
    ----------
    name : str
        The argument's, for the message.
    value : iterable

    Returns
    -------
    list

    Raises
    ------
    TypeError
        If `value` cannot be iterated over.
    ValueError
        If it holds nothing.

    Examples
    --------
    >>> check_list("inputs", ())
    Traceback (most recent call last):
    ValueError: inputs must hold one or more values, not none.
    """
    try:
        items = list(value)
    except TypeError:
        raise TypeError(f"{name} must be a list, not {short(value)}.") from None
    if not items:
        raise ValueError(f"{name} must hold one or more values, not none.")
    return items


def name_of(function):
    """Name a function for a message.

    Parameters
    ----------
    function : callable

    Returns
    -------
    str
        What it was defined as, or else its `repr`.

    Examples
    --------
    >>> name_of(abs)
    'abs'
    """
    return getattr(function, "__name__", None) or repr(function)


def counted(n, word):
    """Write a number with a word that gets its plural.

    Parameters
    ----------
    n : int
    word : str

    Returns
    -------
    str

    Examples
    --------
    >>> counted(1, "worker"), counted(4, "worker")
    ('1 worker', '4 workers')
    """
    return f"{n} {word}" if n == 1 else f"{n} {word}s"


def short(value, most=60):
    """Write a value for a message, in at most `most` characters.

    Parameters
    ----------
    value : object
    most : int, optional

    Returns
    -------
    str

    Examples
    --------
    >>> short("a" * 100, most=10)
    "'aaaaaa..."
    """
    text = " ".join(repr(value).split())
    return text if len(text) <= most else text[: most - 3] + "..."


def two_digits(value):
    """Write a number with two digits that count, as a slider shows it.

    Parameters
    ----------
    value : float

    Returns
    -------
    str

    Examples
    --------
    >>> two_digits(316.2), two_digits(0.1259), two_digits(50.1)
    ('320', '0.13', '50')
    """
    return f"{float(f'{value:.2g}'):g}"


def times(speedup):
    """Write a speedup: two decimals, or two digits that count where it is small.

    Parameters
    ----------
    speedup : float

    Returns
    -------
    str

    Examples
    --------
    >>> times(1.234), times(0.0123)
    ('1.23', '0.012')
    """
    return f"{speedup:.2f}" if speedup >= 0.1 else two_digits(speedup)
