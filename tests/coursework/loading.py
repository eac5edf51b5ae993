"""Answers as they stand in ``tests/answers``: a file for each exercise, a cell for each answer.

The files are in the percent format, which editors and Jupytext open as notebooks. They are split here,
since Jupytext does not tell in which line a cell begins.
"""

import re
from typing import NamedTuple

__all__ = ["Answer", "Answers", "load"]

_CELL = re.compile(r"#\s*%%(?:\s+(.*?))?\s*")
_TITLE = re.compile(r"right(?:: (?P<what>.+))?|wrong, keeps (?P<kept>\d+): (?P<why>.+)")


class Answer(NamedTuple):
    """The points that an answer should get, what it is in words, and its code."""

    points: int
    words: str
    code: str


class Answers(NamedTuple):
    """The answers to an exercise; the first right one is its solution."""

    right: list
    wrong: list


def load(path, most):
    """Read the answers to an exercise.

    Parameters
    ----------
    path : pathlib.Path
        Of a file in which each cell begins with ``# %% right``, ``# %% right: by a semaphore``, or
        ``# %% wrong, keeps 1: in another order``; cells of Markdown are for readers.
    most : int
        The points of a right answer.

    Returns
    -------
    Answers

    Raises
    ------
    ValueError
        If something is amiss; the sentence begins with the file and the line.
    """
    found, line_of = Answers([], []), {}
    for number, title, code in _cells(path):
        where, told = f"{path}:{number}:", _TITLE.fullmatch(title)
        if told is None:
            forms = "'right', 'right: in words' or 'wrong, keeps 1: in words'"
            raise ValueError(f"{where} A cell's title should be {forms}, not '{title}'.")
        if told["why"] and int(told["kept"]) >= most:
            raise ValueError(f"{where} A wrong answer keeps less than all {most} points.")
        if code in line_of:
            raise ValueError(f"{where} The same answer stands in line {line_of[code]}.")
        line_of[code] = number
        if told["why"]:
            found.wrong.append(Answer(int(told["kept"]), told["why"], code))
        else:
            found.right.append(Answer(most, told["what"] or "right", code))
    if not found.right:
        raise ValueError(f"{path}:1: None of these answers is right.")
    return found


def _cells(path):
    """List the cells that are not Markdown: the line of the title, the title, and the code."""
    cells = []
    for number, line in enumerate(path.read_text(encoding="utf-8").split("\n"), start=1):
        if begins := _CELL.fullmatch(line):
            cells.append((number, begins[1] or "", []))
        elif cells:
            cells[-1][2].append(line)
        elif line and not line.startswith("#"):
            raise ValueError(
                f"{path}:{number}: Above this line, a cell should begin: '# %% right'."
            )
    return [
        (number, title, "\n".join(lines).strip("\n"))
        for number, title, lines in cells
        if not title.startswith("[markdown]")
    ]
