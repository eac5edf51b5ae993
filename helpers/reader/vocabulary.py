"""What stands in the cells of the lessons: the questions that they ask, and the words of their code.

A word that everybody has from the course tells nothing of who wrote it.
"""

import ast
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

__all__ = ["Question", "lessons", "questions", "words"]

_FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
_LONGEST = 40  # characters of a word; a longer text is prose


@dataclass(frozen=True)
class Question:
    """A question of a lesson that is answered before its cell measures.

    Attributes
    ----------
    lesson : str
        The notebook's name without its ending.
    cell : str
        The id of the cell that asks.
    question, topic : str
        As in `intuition.Compared`.
    choices : tuple of str
        Empty if a number is asked for.
    """

    lesson: str
    cell: str
    question: str
    topic: str
    choices: tuple = ()


def lessons():
    """List the lessons.

    Returns
    -------
    tuple of str
        The names of their notebooks without the ending, in their order; none where the course is not
        installed from a clone.
    """
    return tuple(_code_by_lesson())


@cache
def questions():
    """List the questions of the lessons.

    Returns
    -------
    dict of (str, str) to Question
        By lesson and question, in the order in which they are asked.
    """
    asked = [
        _question(lesson, cell, node)
        for lesson, cells in _code_by_lesson().items()
        for cell, tree in cells
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) == "labs.predict"
    ]
    return {(one.lesson, one.question): one for one in asked if one is not None}


@cache
def words():
    """List the names and the short texts in the code of the lessons, and the names of the workloads.

    Returns
    -------
    frozenset of str
    """
    tree = ast.parse((_FOLDER.parent / "helpers" / "workloads.py").read_bytes())
    trees = [tree, *(tree for cells in _code_by_lesson().values() for _, tree in cells)]
    found = {word for tree in trees for node in ast.walk(tree) for word in _words_of(node)}
    return frozenset(word for word in found if len(word) <= _LONGEST)


def _words_of(node):
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield node.name
    elif isinstance(node, ast.Name):
        yield node.id
    elif isinstance(node, ast.Attribute):
        yield node.attr
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


@cache
def _code_by_lesson():
    """Return pairs of a cell's id and its code as a tree, for each lesson."""
    return {path.stem: _code_of(path) for path in sorted(_FOLDER.glob("[0-9][0-9]_*.ipynb"))}


def _code_of(path):
    try:
        return [
            (cell["id"], tree)
            for cell in json.loads(path.read_bytes())["cells"]
            if cell["cell_type"] == "code"
            and (tree := _parsed("".join(cell["source"]))) is not None
        ]
    except (OSError, ValueError, LookupError, TypeError):  # damaged, or no notebook
        return []


def _parsed(source):
    try:
        return ast.parse(source)
    except SyntaxError:  # IPython's own, such as "%%timeit"
        return None


def _question(lesson, cell, call):
    """Read a call of `labs.predict`; None if it computes what it asks."""
    try:
        question, *choices = map(ast.literal_eval, call.args)
        named = {k.arg: ast.literal_eval(k.value) for k in call.keywords}
    except ValueError:
        return None
    (choices,) = choices or [named.get("choices") or ()]
    return Question(lesson, cell, question, named["topic"], tuple(choices))
