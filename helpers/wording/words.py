"""How messages and pictures write numbers, functions and values."""

__all__ = ["compared", "counted", "name_of", "short", "times", "times_within", "two_digits"]


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
    try:
        return getattr(function, "__name__", None) or repr(function)
    except Exception:  # a mistake in the reader's own kind
        return short(function)


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
        Only its kind, where what it tells of itself raises an error.

    Examples
    --------
    >>> short("a" * 100, most=10)
    "'aaaaaa..."
    """
    try:
        text = " ".join(repr(value).split())
    # Too deep, too many digits, or a mistake in the reader's own kind.
    except (Exception, SystemExit):
        kind = type(value).__name__
        text = f"{'an' if kind[:1] in 'AEIOUaeiou' else 'a'} {kind} that cannot be written"
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
    """Write a ratio: two decimals, or two digits that count where it is small or large.

    Parameters
    ----------
    speedup : float

    Returns
    -------
    str

    Examples
    --------
    >>> times(1.234), times(0.0123), times(445.3)
    ('1.23', '0.012', '450')
    """
    return f"{speedup:.2f}" if 0.1 <= speedup < 100 else two_digits(speedup)


def times_within(speedup, interval):
    """Write a ratio with the interval in which it lies, if there is one.

    Parameters
    ----------
    speedup : float
    interval : (float, float) or None

    Returns
    -------
    str

    Examples
    --------
    >>> times_within(1.9, (1.6, 2.25)), times_within(1.9, None)
    ('1.90 (1.60 to 2.25)', '1.90')
    """
    if interval is None:
        return times(speedup)
    low, high = interval
    return f"{times(speedup)} ({times(low)} to {times(high)})"


_SLOW = 0.5  # below it, people count how many times slower


def compared(speedup, other, interval=None):
    """Say how many times as fast something was as something else, or how many times slower.

    Parameters
    ----------
    speedup : float
    other : str
        What it is compared with.
    interval : (float, float), optional
        In which the ratio lies.

    Returns
    -------
    str

    Examples
    --------
    >>> compared(1.6, "the loop", (1.2, 2.1)), compared(0.00054, "the loop")
    ('1.60 (1.20 to 2.10) times as fast as the loop', '1,850 times slower than the loop')
    >>> compared(0.1, "the loop", (0.01, 2))
    '10.00 times slower than the loop (100 times slower to 2.00 times as fast)'
    """
    is_slow = 0 < speedup < _SLOW
    ratio, words = (1 / speedup, "slower than") if is_slow else (speedup, "as fast as")
    within = after = ""
    if interval is not None:
        low, high = interval
        if is_slow and high >= 1:
            after = f" ({_rounded(1 / low)} times slower to {_rounded(high)} times as fast)"
        else:
            low, high = (1 / high, 1 / low) if is_slow else interval
            within = f" ({_rounded(low)} to {_rounded(high)})"
    return f"{_rounded(ratio)}{within} times {words} {other}{after}"


def _rounded(ratio):
    return times(ratio) if ratio < 100 else f"{float(f'{ratio:.3g}'):,.0f}"
