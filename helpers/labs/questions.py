"""The questions of a quiz: read from a file, and written for where no controls can be."""

import re
import tomllib
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from helpers import jupyter
from helpers.wording.arguments import check_choice
from helpers.wording.html import Html, markup

__all__ = ["FOLDER", "PARTS", "Question", "Wrong", "as_html", "as_text", "marked_up", "read"]

FOLDER = Path(__file__).resolve().parent.parent / "quizzes"
# On earlier lessons, at a lesson's start (the first has none); on itself, at its end.
PARTS = ("before", "after")

_SEE = 'See <a href="{}">“{}”</a> in lesson {}.'


class Wrong(NamedTuple):
    """A wrong choice.

    Attributes
    ----------
    choice : str
    belief : str
        What whoever takes it may believe, and what is wrong with that.
    see : str
        The cell that refutes it: a lesson and the cell's id, as in ``01_gil#race-run``.
    under : str
        The heading under which that cell stands.
    """

    choice: str
    belief: str
    see: str
    under: str

    @property
    def told(self):
        """The belief, and where it is refuted, as plain text."""
        return f"{self.belief} See “{self.under}” in lesson {int(self.see[:2])}."

    @property
    def linked(self):
        """The same in HTML, with a link to the cell."""
        address = jupyter.address_of(*self.see.split("#"))
        see = markup(_SEE, address, marked_up(self.under), int(self.see[:2]))
        return markup("{} {}", marked_up(self.belief), see)


class Question(NamedTuple):
    """A question with one right choice; text between backticks is code.

    Attributes
    ----------
    question, right, because : str
    wrong : list of Wrong
    """

    question: str
    right: str
    because: str
    wrong: list

    @property
    def choices(self):
        """All choices, in an order that tells nothing, and is the same everywhere."""
        every = [self.right, *(wrong.choice for wrong in self.wrong)]
        return sorted(every, key=lambda choice: crc32(f"{self.question}{choice}".encode()))

    def told(self, choice):
        """Say why a choice is right or wrong.

        Parameters
        ----------
        choice : str

        Returns
        -------
        str
        """
        if choice == self.right:
            return f"Right. {self.because}"
        return next(f"No. {wrong.told}" for wrong in self.wrong if wrong.choice == choice)

    def linked(self, choice):
        """Say the same in HTML, with a link to the cell that refutes a wrong choice.

        Parameters
        ----------
        choice : str

        Returns
        -------
        Html
        """
        if choice == self.right:
            return marked_up(self.told(choice))
        found = next(wrong for wrong in self.wrong if wrong.choice == choice)
        return markup("No. {}", found.linked)


def read(lesson, part):
    """Read the questions of a lesson.

    Parameters
    ----------
    lesson : str
        Its notebook's name without its ending.
    part : str
        One of `PARTS`.

    Returns
    -------
    list of Question

    Raises
    ------
    ValueError
        If there is no such lesson, or it has no such part; the message names it.
    """
    check_choice("lesson", lesson, sorted(path.stem for path in FOLDER.glob("*.toml")))
    every = tomllib.loads((FOLDER / f"{lesson}.toml").read_text(encoding="utf-8"))
    check_choice("part", part, [name for name in PARTS if name in every])
    return [
        Question(**{**one, "wrong": [Wrong(**wrong) for wrong in one["wrong"]]})
        for one in every[part]
    ]


def marked_up(text):
    """Write a text in HTML, with code as such.

    Parameters
    ----------
    text : str

    Returns
    -------
    Html

    Examples
    --------
    >>> marked_up("Is `a < b` true?")
    'Is <code>a &lt; b</code> true?'
    """
    return Html(re.sub(r"`([^`]+)`", r"<code>\1</code>", markup("{}", text)))


def as_html(questions):
    """Write questions with their answers folded, for a page without a kernel.

    Parameters
    ----------
    questions : list of Question

    Returns
    -------
    Html
        It needs no script.
    """
    items = Html("".join(_item(question) for question in questions))
    return markup('<div class="quiz-without-kernel"><ol>{}</ol></div>', items)


def _item(question):
    choices = _list(marked_up(choice) for choice in question.choices)
    answers = _list(
        markup("<b>{}</b>: {}", marked_up(choice), question.linked(choice))
        for choice in question.choices
    )
    folded = markup("<details><summary>Answer</summary>{}</details>", answers)
    return markup("<li>{}{}{}</li>", marked_up(question.question), choices, folded)


def _list(items):
    return Html(f"<ul>{''.join(f'<li>{item}</li>' for item in items)}</ul>")


def as_text(questions, with_answers=False):
    """Write questions as plain text.

    Parameters
    ----------
    questions : list of Question
    with_answers : bool, optional
        Whether what there is to say of it follows each choice.

    Returns
    -------
    str
    """
    lines = []
    for number, question in enumerate(questions, start=1):
        lines.append(f"{number}. {question.question}")
        for choice in question.choices:
            lines.append(f"   - {choice}{': ' + question.told(choice) if with_answers else ''}")
    return "\n".join(lines)
