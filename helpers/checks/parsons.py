"""Programs whose lines are handed out in no order, with some that do not belong (Parsons problems)."""

import inspect
import linecache
from typing import NamedTuple

from helpers.checks import answers, draws
from helpers.checks.findings import Finding
from helpers.wording.words import short
from helpers.worker.notebook_code import YOUR_LINES

__all__ = ["Lines", "drawn"]

_LETTERS = "ABCDEFGHIJ"
# By exercise: what stands above the lines; those that belong, in an order that works; those that do not.
_PROGRAMS = {
    "02_multiprocessing:e0": (
        "import multiprocessing",
        "def map_by_hand(task, inputs, n_workers):",
        [
            "    pool = multiprocessing.Pool(n_workers)",
            "    handed_over = [pool.apply_async(task, (value,)) for value in inputs]",
            "    pool.close()",
            "    results = [each.get() for each in handed_over]",
            "    pool.join()",
            "    return results",
        ],
        [
            "    results = [pool.apply(task, (value,)) for value in inputs]",
            "    return handed_over",
        ],
    ),
    "03_threading:e0": (
        "import threading",
        "def call_all(task, inputs):",
        [
            "    results = [None] * len(inputs)",
            "    def call(place):\n        results[place] = task(inputs[place])",
            "    threads = [threading.Thread(target=call, args=(i,)) for i in range(len(inputs))]",
            "    for thread in threads:\n        thread.start()",
            "    for thread in threads:\n        thread.join()",
            "    return results",
        ],
        [
            "    for thread in threads:\n        thread.run()",
            "    def call(place):\n        return task(inputs[place])",
        ],
    ),
    "06_asyncio:e0": (
        "import asyncio",
        "async def call_all(task, inputs):",
        [
            "    started = [asyncio.create_task(task(value)) for value in inputs]",
            "    results = []",
            "    for each in started:",
            "        results.append(await each)",
            "    return results",
        ],
        [
            "        results.append(each.result())",
            "    started = [await task(value) for value in inputs]",
        ],
    ),
}


class Lines(NamedTuple):
    """The lines of a function by their letters.

    Attributes
    ----------
    imports, signature : str
        What stands above the lines.
    lines : dict of str to str
        By a letter; a line may hold several, which stay together.
    belonging : frozenset of str
        The letters of those that the function needs.
    """

    imports: str
    signature: str
    lines: dict
    belonging: frozenset

    def answered(self, order):
        """Find that an order was written: letters of lines, each once.

        Parameters
        ----------
        order : object
            ``...`` if there is none yet; a text, in which case, blanks and commas do not count.

        Returns
        -------
        Finding
        """
        if order is ...:
            return answers.given(order, "order")
        letters = _letters_of(order)
        known = letters is not None and set(letters) <= set(self.lines)
        holds = bool(letters) and known and len(set(letters)) == len(letters)
        told = (
            f"order should be a text of letters from A to {max(self.lines)}, each once at most, not"
        )
        return Finding(holds, f"{told} {short(order)}.")

    def belong(self, order):
        """Find that these are the lines that the function needs, in whatever order.

        Parameters
        ----------
        order : str

        Returns
        -------
        Finding
        """
        letters = set(_letters_of(order) or ())
        if letters - self.belonging:
            told = "A line that you took does not belong. What would it do there?"
        else:
            told = "A line is missing. What is never done?"
        return Finding(letters == self.belonging, told)

    def code(self, order):
        """Return the program that an order makes.

        Parameters
        ----------
        order : str

        Returns
        -------
        str
        """
        body = [self.lines[letter] for letter in _letters_of(order)]
        return "\n".join([self.imports, "", "", self.signature, *body]) + "\n"

    def function(self, order):
        """Return the function that an order makes.

        Parameters
        ----------
        order : object

        Returns
        -------
        callable

        Raises
        ------
        ValueError
            If it is no order, or not of the lines that belong.
        Exception
            Whatever Python says of the program.
        """
        if not (self.answered(order).holds and self.belong(order).holds):
            raise ValueError("These are not the lines of the function.")
        names, code = {}, self.code(order)
        linecache.cache[YOUR_LINES] = (len(code), None, code.splitlines(keepends=True), YOUR_LINES)
        exec(compile(code, YOUR_LINES, "exec"), names)
        return next(v for v in names.values() if inspect.isfunction(v))

    def __str__(self):
        told = [f"{letter}  {line}".replace("\n", "\n   ") for letter, line in self.lines.items()]
        return "\n".join([f"   {self.imports}", "", f"   {self.signature}", *told])


def drawn(number, exercise):
    """Give the lines of an exercise their letters, in an order drawn for a student.

    Parameters
    ----------
    number, exercise
        As for `draws.drawing_from`; there are lines for a few exercises only.

    Returns
    -------
    Lines
    """
    imports, signature, belonging, others = _PROGRAMS[exercise]
    mixed = [*belonging, *others]
    draws.drawing_from(number, exercise).shuffle(mixed)
    lines = dict(zip(_LETTERS, mixed, strict=False))
    needed = frozenset(letter for letter, line in lines.items() if line in belonging)
    return Lines(imports, signature, lines, needed)


def _letters_of(order):
    """Return the letters of an order; None if it is no text."""
    if not isinstance(order, str):
        return None
    return "".join(order.upper().replace(",", " ").split())
