"""What is drawn from a number of the student's own: another for each neighbour, the same for a grader."""

import random
from numbers import Integral

from helpers.checks.findings import Finding
from helpers.wording.html import markup, status
from helpers.wording.words import short

__all__ = ["Told", "drawing_from", "is_number", "numbered", "shown_to", "told"]

_WRITE = (
    "Not attempted yet. This exercise is drawn from your number: write that into the cell that begins with "
    "# Your number, and run it."
)


class Told(str):
    """Text as a cell's last value, without quotes."""

    def __repr__(self):
        return str(self)

    def _repr_html_(self):
        return status(markup("<pre>{}</pre>", str(self)) if "\n" in self else str(self))


def is_number(number):
    """Tell whether something can be drawn from.

    Parameters
    ----------
    number : object
        A whole number, or a text that is not empty, such as a student number with letters.

    Returns
    -------
    bool
    """
    if isinstance(number, str):
        return bool(number.strip())
    return isinstance(number, Integral) and not isinstance(number, bool)


def numbered(number):
    """Find that a student has written a number of their own.

    Parameters
    ----------
    number : object
        ``...`` if there is none yet.

    Returns
    -------
    Finding
    """
    if number is ...:
        return Finding(False, _WRITE)
    told = f"student_number is {short(number)}; it should be a whole number, or a text."
    return Finding(is_number(number), told)


def drawing_from(number, exercise):
    """Return what an exercise is drawn by: the same for the same number, on every machine.

    Parameters
    ----------
    number : object
        As for `is_number`; 7 and "7" are the same. Anything else counts as no number, for which there is
        a drawing, too, so that a check can go on to say what is missing.
    exercise : str
        Such as "07_choosing:e2": another exercise is drawn in another way.

    Returns
    -------
    random.Random

    Examples
    --------
    >>> drawing_from(7, "a").random() == drawing_from("7", "a").random()
    True
    """
    text = str(number).strip() if is_number(number) else ""
    return random.Random(f"{text} {exercise}")


def shown_to(number, make):
    """Return what is drawn for a student, or a sentence that says that the number is missing.

    Parameters
    ----------
    number : object
        As for `is_number`.
    make : callable
        Without arguments; it is called if there is a number.

    Returns
    -------
    object
        What `make` returned, or a `Told`.
    """
    has_number = numbered(number)
    return make() if has_number.holds else Told(has_number.sentence)


def told(number, draw, *arguments):
    """Return in words what is drawn for a student, or that the number is missing.

    Parameters
    ----------
    number : object
        As for `is_number`.
    draw : callable
        ``draw(number, *arguments)`` returns what is told, as text.
    *arguments : object

    Returns
    -------
    Told
    """
    return shown_to(number, lambda: Told(draw(number, *arguments)))
