"""Coursework checks: a student's code is run with probes, and graded on what was seen, never on seconds.

A check cell observes, then grades; its value is the number of points, as nbgrader reads it.
"""

import ast
import builtins
import hashlib
import inspect
import os
import random
import secrets
import sys
import tempfile
import textwrap
import types

from helpers import machine
from helpers.checks import isolation
from helpers.checks.evidence import Evidence
from helpers.checks.findings import Finding, Points, Total, plain
from helpers.processes import guard
from helpers.processes.waiting import scaled
from helpers.wording.arguments import check_function, check_number
from helpers.wording.errors import refuses_in_one_line, short_error
from helpers.wording.room import lack_of_room
from helpers.wording.words import short
from helpers.worker.endings import Ending

__all__ = [
    "NOT_ATTEMPTED",
    "fingerprint",
    "grade",
    "numbers_to_ask_for",
    "observe",
    "predicted",
    "run",
    "total",
]

NOT_ATTEMPTED = "Not attempted yet."
# Not in the words of `lack_of_room`: that a log is not whole does not tell which kind of room it lacked.
_NO_ROOM = (
    "The disk is full, or a file reached the largest size that is allowed, so that this check says nothing "
    "about your code; run this cell again when there is room in "
)
_SEED = "PARALLELISM_SEED"
_grades = {}  # by the exercise's title: what this notebook's checks have found


@refuses_in_one_line
def run(check):
    """Call a check where Python's own functions have their names, whatever a student has called `sum`.

    What it draws by `random` comes from one seed: a new one each time, unless the environment variable
    PARALLELISM_SEED gives it. The points show it, so that the same inputs can be drawn again.

    Parameters
    ----------
    check : callable
        Without arguments.

    Returns
    -------
    object
        What it returns.

    Raises
    ------
    ValueError
        If PARALLELISM_SEED is not a whole number of 0 or more.
    NameError
        If a name is missing that a cell of the notebook should have made.
    """
    seed, state = _seed(), random.getstate()  # the student's own draws are theirs
    random.seed(seed)
    begun = random.getstate()
    try:
        points = types.FunctionType(check.__code__, _names_of(check), check.__name__)()
        is_drawn = isinstance(points, Points) and random.getstate() != begun
        if is_drawn and not points.sentence.startswith(NOT_ATTEMPTED):
            points.seed = seed
        return points
    except (NameError, OSError) as error:  # students read what to do, not this code
        line = short_error(error)
        if isinstance(error, NameError):
            line += ". Was the cell above run, and did it end without an error?"
        error._render_traceback_ = lambda: [line]  # IPython's name for it
        raise
    finally:
        random.setstate(state)


def _seed():
    given = os.environ.get(_SEED)
    if given is None:
        return secrets.randbelow(1_000_000)
    if not given.isdecimal():
        raise ValueError(f"{_SEED} must be a whole number of 0 or more, not {short(given)}.")
    return int(given)


def _names_of(check):
    return {
        name: value
        for name, value in check.__globals__.items()
        if name.startswith("_") or not hasattr(builtins, name)
    }


def observe(scenario, given=None, limit_s=20.0):
    """Run a student's code in a process of its own, with probes, and gather evidence.

    Whatever the code does there, this process goes on: it is ended after `limit_s`, or when it has
    started too many processes, together with all that it has started.

    Parameters
    ----------
    scenario : callable
        A function of a `probes.Probe` that calls the student's function and returns its result. If
        that is awaitable, it is awaited.
    given : dict of str to str, optional
        The functions that are handed out with a mistake in them, by name, with their `fingerprint`;
        code that is still the same counts as not attempted, and is not run.
    limit_s : float, optional
        Seconds; what is right ends well before. Where a server is slow, or grades many at once,
        the environment variable PARALLELISM_PATIENCE is a factor, of 0.1 to 100, for this limit and for
        the seconds that a check waits for others, as in ``PARALLELISM_PATIENCE=3``.

    Returns
    -------
    Evidence

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range, or if the factor is; the message names
        it.
    OSError
        If there was no room on the disk, for what the check notes or for the code: there is no evidence
        then, for or against it.

    Examples
    --------
    >>> seen = observe(lambda probe: [probe.task(abs)(x) for x in (-1, 2)])
    >>> seen.returned([1, 2]).sentence, seen.at_once(at_least=2).holds
    ('The results are right.', False)
    """
    check_function("scenario", scenario)
    check_number("limit_s", limit_s, 0.1, 600)
    limit_s = scaled(limit_s)
    guard.watch()  # cells of a student's own may leave processes behind, too
    main = sys.modules["__main__"]
    untouched = bool(given) and all(
        fingerprint(getattr(main, name, None)) == known for name, known in given.items()
    )
    if untouched:
        return Evidence(isolation.Outcome(Ending.RETURNED), False, limit_s)
    try:
        return Evidence(isolation.run(scenario, limit_s), True, limit_s)
    except OSError as error:
        if lack_of_room(error) is None:
            raise
        raise OSError(error.errno, f"{_NO_ROOM}{tempfile.gettempdir()}") from None


def grade(title, most, evidence, *steps):
    """Grade an exercise: points for each step that holds, up to the first that does not.

    Parameters
    ----------
    title : str
        The exercise's heading.
    most : float
        The points of all steps together.
    evidence : Evidence or None
        What was observed; None for a prediction.
    *steps : tuple of (float, Finding)
        Points, and whether they are earned; the results come first.

    Returns
    -------
    Points

    Raises
    ------
    ValueError
        If the steps' points do not add up to `most`.

    Examples
    --------
    >>> grade("Exercise 1", 2, None, (2, Finding(True, "The results are right.")))
    2
    """
    given = sum(points for points, _ in steps)
    if given != most:
        raise ValueError(
            f"{title}: the points of the steps must add up to {most:g}, not {given:g}."
        )
    earned, sentence = 0, "All that was asked for was seen."
    if evidence is not None and not evidence.attempted:
        steps, sentence = (), NOT_ATTEMPTED
        if evidence.is_unfinished:
            sentence += (
                " It still raises NotImplementedError: write your code in place of that line."
            )
    for points, finding in steps:
        if not finding.holds:
            also = evidence.made_anew() if evidence is not None else ""
            sentence = f"{finding.sentence} {also}".rstrip()
            break
        earned += points
    printed = evidence.printed if evidence is not None and evidence.attempted else ""
    _grades[title] = Points(earned, most, title, sentence, printed)
    return _grades[title]


def predicted(answer, right, hint):
    """Compare a prediction with what was seen.

    Parameters
    ----------
    answer : object
        The student's; ``...`` if there is none yet.
    right : object
        What was seen.
    hint : str
        Where to look; it does not give the answer.

    Returns
    -------
    Finding

    Examples
    --------
    >>> predicted(..., 3, "Count the rounds.").sentence
    'Not attempted yet.'
    >>> predicted(4, 3, "Count the rounds.").sentence
    'Your prediction 4 is not what was seen. Count the rounds.'
    """
    if answer is ...:
        return Finding(False, NOT_ATTEMPTED)
    try:
        answer = plain(answer)
        is_of_its_kind = isinstance(answer, type(right))
        is_of_its_kind = is_of_its_kind and isinstance(answer, bool) is isinstance(right, bool)
        holds = is_of_its_kind and bool(answer == right)
    except Exception:
        holds = is_of_its_kind = False
    if holds:
        return Finding(True, "Your prediction is what was seen.")
    kind = "" if is_of_its_kind else f" (expected: {_kind(right)})"
    return Finding(False, f"Your prediction {short(answer)}{kind} is not what was seen. {hint}")


def total(exercises):
    """Show the points of all exercises of this notebook.

    Parameters
    ----------
    exercises : dict of str to float
        All points that there are, by the exercises' titles; those that no check has graded are listed, too.

    Returns
    -------
    Total
    """
    missing = "Its check was not run, or ended in an error."
    points = [_grades.get(name, Points(0, most, name, missing)) for name, most in exercises.items()]
    return Total(points)


def numbers_to_ask_for(how_many):
    """Draw different numbers of workers, chunks or requests, for code that writes its own in their place.

    Parameters
    ----------
    how_many : int

    Returns
    -------
    list of int
        In no order; 3 or more, and none is this machine's number of CPUs.
    """
    cpus = (os.cpu_count(), machine.usable_cpus())
    few = [n for n in range(3, how_many + 6) if n not in cpus]
    return random.sample(few[: how_many + 1], how_many)


def fingerprint(function):
    """Name the code of a function, whatever its comments and its layout.

    Parameters
    ----------
    function : callable

    Returns
    -------
    str
        Empty if its code cannot be had.
    """
    try:
        source = textwrap.dedent(inspect.getsource(function))
        code = ast.unparse(ast.parse(source))  # ast.dump differs from Python to Python
    except (OSError, TypeError, SyntaxError):
        return ""
    return hashlib.sha256(code.encode()).hexdigest()[:8]


def _kind(value):
    kinds = {int: "a whole number", float: "a number", bool: "True or False", str: "a text"}
    return kinds.get(type(value), f"a {type(value).__name__}")
