"""What a check finds: whether something holds, and a sentence that teaches."""

from typing import NamedTuple

from helpers.arguments import counted, short

__all__ = ["Finding", "compare"]


class Finding(NamedTuple):
    """Whether something holds, and a sentence on it: what was expected, what was seen, where to look."""

    holds: bool
    sentence: str


def compare(result, expected):
    """Find that a result is the expected one, or in which way it is not.

    Parameters
    ----------
    result, expected : object
        Compared by ``==``, and by their types.

    Returns
    -------
    Finding

    Examples
    --------
    >>> compare([1, 2, 4], [1, 4, 2]).sentence
    'The results are right, but not in the order of the inputs. Which belongs to which?'
    """
    try:
        return _compare(result, expected)
    except Exception:  # the objects are a student's own
        told = f"It returned {short(result)}, which cannot be compared with the right answer."
        return Finding(False, told)


def _compare(result, expected):
    if type(result) is type(expected) and bool(result == expected):
        return Finding(True, "The results are right.")
    return Finding(False, _difference(result, expected))


def _difference(result, expected):
    if result is None:
        return "It returned None. Does every way through the function end in a return?"
    if not isinstance(expected, list | tuple):
        return f"It returned {short(result)}, which is not the right answer."
    if type(result) is not type(expected):
        kind = type(expected).__name__
        return f"It returned {short(result)}; it should be a {kind}, made in the function."
    if len(result) != len(expected):
        n = counted(len(result), "result")
        return f"It returned {n} for {counted(len(expected), 'input')}."
    if sorted(map(repr, result)) == sorted(map(repr, expected)):
        return "The results are right, but not in the order of the inputs. Which belongs to which?"
    i = next(i for i in range(len(expected)) if not bool(result[i] == expected[i]))
    kind = "a coroutine that nobody has awaited" if hasattr(result[i], "__await__") else None
    return f"Result {i} (counted from 0) is {kind or short(result[i])}, which is not right."
