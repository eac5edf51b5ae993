"""What a check finds, and what it gives: sentences that teach, points, and a table of them."""

from numbers import Real
from typing import NamedTuple

from helpers.wording.html import markup, status, table
from helpers.wording.words import counted, short
from helpers.worker.endings import Ending

__all__ = [
    "Finding",
    "Points",
    "Total",
    "compare",
    "compare_parts",
    "ending",
    "error_told",
    "is_right",
    "plain",
    "unlike",
]


class Finding(NamedTuple):
    """Whether something holds.

    Attributes
    ----------
    holds : bool
    sentence : str
        What was expected, what was seen, where to look.
    """

    holds: bool
    sentence: str


def compare(result, expected):
    """Find that a result is the expected one, or in which way it is not.

    Parameters
    ----------
    result, expected : object
        As for `is_right`; a number of NumPy's is the number that it is.

    Returns
    -------
    Finding

    Examples
    --------
    >>> compare([1, 2, 4], [1, 4, 2]).sentence
    'The results are right, but not in the order of the inputs. Which belongs to which?'
    """
    try:
        result = plain(result)
        if is_right(result, expected):
            return Finding(True, "The results are right.")
        return Finding(False, _difference(result, expected))
    except Exception:  # the objects are a student's own
        told = f"It returned {short(result)}, which cannot be compared with the right answer."
        return Finding(False, told)


def is_right(result, expected):
    """Tell whether a value is the expected one.

    Unlike ``measure.equality``, for the results of one task, it asks for the type too: a reader can return
    anything, and True is no answer to "how many".

    Parameters
    ----------
    result, expected : object
        Compared by ``==``, and by their types; of numbers, the value counts, and a `defaultdict` is a dict.

    Returns
    -------
    bool

    Examples
    --------
    >>> is_right(3.0, 3), is_right(True, 1), is_right("3", 3)
    (True, False, False)
    """
    result = plain(result)
    alike = isinstance(result, bool) is isinstance(expected, bool) and isinstance(
        result, type(expected)
    )
    if not (isinstance(result, bool) or isinstance(expected, bool)):
        alike = alike or (isinstance(result, Real) and isinstance(expected, Real))
    return alike and bool(result == expected)


def compare_parts(result, expected):
    """Find that each of several results is the expected one, or say which is not.

    Parameters
    ----------
    result : object
        A dict with the keys of `expected`; anything else is compared with the first of these.
    expected : dict of str to object
        By words for the reader.

    Returns
    -------
    Finding

    Examples
    --------
    >>> compare_parts({"The balance": 3}, {"The balance": 4}).sentence
    'The balance is 3; 4 was expected.'
    """
    if not isinstance(result, dict) or result.keys() != expected.keys():
        # The dict is the check's own: where it came to none, this is what the code has returned first.
        first = compare(result, next(iter(expected.values())))
        told = f"It returned {short(result)}, and nothing more." if first.holds else first.sentence
        return Finding(False, told)
    for words, right in expected.items():
        finding = compare(result[words], right)
        if not finding.holds and isinstance(right, list):
            return Finding(False, f"{words}: {finding.sentence}")
        if not finding.holds:
            return Finding(False, f"{words} is {unlike(result[words], right)}")
    return Finding(True, "The results are right.")


def plain(result):
    """Return the number, or the truth value, that NumPy's is; anything else as it is.

    Parameters
    ----------
    result : object

    Returns
    -------
    object
    """
    return result.item() if getattr(type(result), "shape", None) and result.shape == () else result


def unlike(value, expected):
    """Write a value that is wrong, with the one that was expected in its place.

    Parameters
    ----------
    value, expected : object

    Returns
    -------
    str
        The end of a sentence; only that it is wrong where both look alike in so few characters.

    Examples
    --------
    >>> unlike(3, 4), unlike([0] * 50, [0] * 49 + [1])[-24:]
    ('3; 4 was expected.', '..., which is not right.')
    """
    told, right = short(plain(value)), short(plain(expected))
    return f"{told}; {right} was expected." if told != right else f"{told}, which is not right."


def _difference(result, expected):
    if result is None:
        return "It returned None. Does every way through the function end in a return?"
    if not isinstance(expected, list | tuple | dict):
        return f"It returned {unlike(result, expected)}"
    if not isinstance(result, type(expected)):
        kind = type(expected).__name__
        return f"It returned {short(result)}; it should be a {kind}, made in the function."
    if isinstance(expected, dict):
        return _difference_of_dicts(result, expected)
    if len(result) != len(expected):
        told = (
            f"It returned {counted(len(result), 'result')} for {counted(len(expected), 'input')}. "
        )
        is_short = len(result) < len(expected)
        return told + ("Which inputs have none?" if is_short else "Where do the others come from?")
    if sorted(map(repr, result)) == sorted(map(repr, expected)):
        return "The results are right, but not in the order of the inputs. Which belongs to which?"
    i = next(i for i in range(len(expected)) if not bool(result[i] == expected[i]))
    where = f"Result {i} (counted from 0) is"
    if hasattr(result[i], "__await__"):
        return f"{where} a coroutine that nobody has awaited."
    return f"{where} {unlike(result[i], expected[i])} Where does that come from?"


def _difference_of_dicts(result, expected):
    if missing := [key for key in expected if key not in result]:
        told = f"It returned a dict that lacks {counted(len(missing), 'key')}"
        return f"{told}, such as {short(missing[0])}."
    if more := [key for key in result if key not in expected]:
        told = f"It returned a dict with {counted(len(more), 'key')} that should not be there"
        return f"{told}, such as {short(more[0])}."
    key = next(key for key in expected if not is_right(result[key], expected[key]))
    return f"In the dict that it returned, {short(key)} has {unlike(result[key], expected[key])}"


_ABOUT_NAMES = " Was the cell above run, and did it end without an error?"


def ending(ended, error, limit_s):
    """Find that code returned, or say in which other way it ended.

    Parameters
    ----------
    ended, error
        As of an `isolation.Outcome`.
    limit_s : float
        Seconds after which it was ended.

    Returns
    -------
    Finding
    """
    kind, message, where = error
    about_names = _ABOUT_NAMES * (kind == "NameError" and not where)
    sentences = {
        Ending.RETURNED: "It returned.",
        Ending.RAISED: f"It raised {error_told(*error)}.{about_names}",
        Ending.EXITED: "It ended the Python process that it ran in. A function should return or raise: "
        "look for os._exit, or for compiled code that crashes.",
        Ending.KILLED: f"It had not returned when a signal, {kind}, ended its process. That happens when "
        "memory runs out, when compiled code crashes, and by os.kill or os.abort.",
        Ending.TIMED_OUT: f"It had not returned after {limit_s:g} s and was ended. Look for what waits for "
        "ever: a lock that is not released, a worker that never gets what it waits for, a loop without an "
        "end, or, in a coroutine, a wait without `await`, as for a lock of threads.",
        Ending.TOO_MANY_PROCESSES: "It started more and more processes and was ended. How many workers "
        "should there be at once?",
        Ending.NOT_SENT: "It could not be sent to the process that it is to run in "
        f"({kind}: {message}). What cannot be sent, such as a pool or a thread, is to be made inside the "
        "function.",
    }
    return Finding(ended == Ending.RETURNED, sentences[ended])


def error_told(kind, message, where):
    """Say what an error was, and where.

    Parameters
    ----------
    kind, message, where : str
        The last two may be empty.

    Returns
    -------
    str

    Examples
    --------
    >>> error_told("ValueError", "no number", "in convert, line 3 of its cell")
    'ValueError: no number (in convert, line 3 of its cell)'
    """
    return f"{kind}{': ' * bool(message)}{message}{f' ({where})' if where else ''}"


_SHOWN_CHARACTERS = 2000


class Points(float):
    """What an exercise has earned; shows the reason, and is a plain number for nbgrader.

    Parameters
    ----------
    earned, most : float
        Points.
    title : str
        The exercise's.
    sentence : str
        The reason.
    printed : str, optional
        What the student's code wrote.

    Attributes
    ----------
    seed : int or None
        That from which the check has drawn its inputs; None if it has drawn nothing.
    """

    seed = None

    def __new__(cls, earned, most, title, sentence, printed=""):
        points = super().__new__(cls, earned)
        points.most, points.title, points.sentence = most, title, sentence
        points.printed = printed.strip()[:_SHOWN_CHARACTERS]
        return points

    def __repr__(self):
        return f"{float(self):g}"

    __str__ = __repr__

    def _repr_html_(self):
        points = f"{self} of {self.most:g} points."
        told = markup("<b>{}: {}</b> {}", self.title, points, self.sentence)
        if self.seed is not None:
            told = markup("{} <small>Drawn with seed {}.</small>", told, self.seed)
        if self.printed:
            shown = "{}<details><summary>What it printed</summary><pre>{}</pre></details>"
            told = markup(shown, told, self.printed)
        return status(told)


class Total:
    """A table of points; shows as one in a notebook.

    Parameters
    ----------
    points : list of Points
    """

    def __init__(self, points):
        self.points = points

    def __repr__(self):
        lines = [f"{p.title}: {p} of {p.most:g}. {p.sentence}" for p in self.points]
        return "\n".join([*lines, self._sum()])

    def _sum(self):
        return f"Together: {sum(self.points):g} of {sum(p.most for p in self.points):g} points."

    def _repr_html_(self):
        rows = [(p.title, f"{p} of {p.most:g}", p.sentence) for p in self.points]
        styles = ("text-align:left", "white-space:nowrap", "text-align:left")
        shown = table(("Exercise", "Points", "Why"), rows, styles)
        return markup("{}<b>{}</b>", shown, self._sum())
