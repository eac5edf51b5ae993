"""What a student has answered to a question about a picture or a plan, beside what is right."""

import math
import operator
from decimal import Decimal
from numbers import Real

from helpers.checks.findings import Finding, plain
from helpers.wording.words import short

__all__ = ["among", "chosen", "counted_right", "given", "near", "same_letters"]


def _not_yet(name):
    return Finding(
        False, f"Not attempted yet. {name} is still `...`: write your answer in its place."
    )


def _number(answer):
    """Return an answer as a number to compare with; None if it is none."""
    answer = plain(answer)
    if isinstance(answer, bool) or not isinstance(answer, Real | Decimal):
        return None
    try:
        return float(answer)
    except OverflowError:
        return math.inf if answer > 0 else -math.inf


def counted_right(answer, right, name, hint):
    """Find that a whole number is the right one.

    Parameters
    ----------
    answer : object
        ``...`` if there is none yet.
    right : int
    name : str
        The name to which it is given.
    hint : str
        Where to look; it does not give the answer.

    Returns
    -------
    Finding

    Examples
    --------
    >>> counted_right(3, 4, "at_once", "Count them.").sentence
    'at_once is not right: 3. Count them.'
    """
    if answer is ...:
        return _not_yet(name)
    try:
        number = None if isinstance(answer, bool) else operator.index(answer)
    except TypeError:
        number = None
    if number is None:
        return Finding(False, f"{name} should be a whole number, not {short(answer)}.")
    return Finding(number == right, f"{name} is not right: {number}. {hint}")


def chosen(answer, right, choices, name, hint):
    """Find that of several texts the right one was chosen.

    Parameters
    ----------
    answer : object
        ``...`` if there is none yet; neither case nor blanks around it count.
    right : str
    choices : sequence of str
        All that there are.
    name, hint
        As for `counted_right`.

    Returns
    -------
    Finding
    """
    if answer is ...:
        return _not_yet(name)
    text = answer.strip().lower() if isinstance(answer, str) else answer
    if text not in [choice.lower() for choice in choices]:
        told = ", ".join(f'"{choice}"' for choice in choices)
        return Finding(False, f"{name} should be one of {told}, not {short(answer)}.")
    return Finding(text == right.lower(), f"{name} is not right: {short(answer)}. {hint}")


def given(answer, name):
    """Find that there is an answer at all.

    Parameters
    ----------
    answer : object
        ``...`` if there is none yet.
    name : str
        The name to which it is given.

    Returns
    -------
    Finding
    """
    return _not_yet(name) if answer is ... else Finding(True, f"{name} is answered.")


def among(answer, least, most, name):
    """Find that a number lies within what was asked for.

    Parameters
    ----------
    answer : object
        ``...`` if there is none yet.
    least, most : float
    name : str
        The name to which it is given.

    Returns
    -------
    Finding
    """
    if answer is ...:
        return _not_yet(name)
    number = _number(answer)
    told = f"{name} should be a number from {least:g} to {most:g}, not {short(answer)}."
    return Finding(number is not None and least <= number <= most, told)


def near(answer, right, within, name, hint):
    """Find that an estimate is near enough, whichever way it is off.

    Parameters
    ----------
    answer : object
        ``...`` if there is none yet.
    right : float
        More than 0.
    within : float
        The larger of both may be so many times the smaller.
    name, hint
        As for `counted_right`.

    Returns
    -------
    Finding

    Examples
    --------
    >>> near(2.0, 2.1, 1.1, "estimate", "").holds, near(4, 2.1, 1.1, "estimate", "Count.").sentence
    (True, 'estimate is more than 1.1 times too high: 4. Count.')
    """
    if answer is ...:
        return _not_yet(name)
    number = _number(answer)
    if number is None or not 0 < number < math.inf:
        return Finding(False, f"{name} should be a number above 0, not {short(answer)}.")
    factor = max(number / right, right / number)
    way = "high" if number > right else "low"
    told = f"{name} is more than {within:g} times too {way}: {short(answer)}. {hint}"
    return Finding(factor <= within * (1 + 1e-9), told)


def same_letters(answer, right, known, may_differ, name, hint):
    """Find that the right letters were chosen, or all but a few.

    Parameters
    ----------
    answer : object
        ``...`` if there is none yet; a text, in which order, case, blanks and commas do not count.
    right, known : str
        The right letters, and all that there are.
    may_differ : int
        So many letters may be missing or too many.
    name, hint
        As for `counted_right`.

    Returns
    -------
    Finding

    Examples
    --------
    >>> same_letters("a, C", "AC", "ABCD", 0, "carried", "").holds
    True
    """
    if answer is ...:
        return _not_yet(name)
    letters = set(answer.upper()) - set(" ,") if isinstance(answer, str) else {None}
    if letters - set(known):
        told = f"{name} should be a text of letters from {known[0]} to {known[-1]}"
        return Finding(False, f"{told}, not {short(answer)}.")
    n_other = len(letters ^ set(right))
    far = "Two or more of the letters are missing or too many." if n_other > 1 else ""
    far = far or "One letter is missing or too many."
    return Finding(n_other <= may_differ, f"{name} is not right: {short(answer)}. {far} {hint}")
