"""The lessons of the course, each with its minutes and with what the reader's journal has of it.

Nothing else is known of a reader: who has read a lesson without a prediction and without a lab has left
nothing in the journal.
"""

import json
import re
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from helpers.reader import intuition, journal
from helpers.wording.html import markup, table
from helpers.wording.words import counted

__all__ = ["Contents", "Lesson", "contents"]

_FOLDER = Path(__file__).resolve().parents[2] / "notebooks"
_TITLE = re.compile(r"^# (.+)$", re.MULTILINE)
_MINUTES = re.compile(r"^About (\d+) minutes\b", re.MULTILINE)


@dataclass(frozen=True)
class Lesson:
    """A lesson, and what the journal has of it.

    Attributes
    ----------
    name : str
        The notebook's, without its ending; empty for all notebooks together that are no lessons.
    title : str
    minutes : int or None
        None if it does not say.
    n_predictions : int
        Those that were set beside a measurement.
    n_measurements : int
        Those of labs.
    """

    name: str
    title: str
    minutes: int | None
    n_predictions: int
    n_measurements: int

    @property
    def noted(self):
        """What the journal has of it, in words."""
        numbers = {"prediction": self.n_predictions, "lab measurement": self.n_measurements}
        return ", ".join(counted(n, what) for what, n in numbers.items() if n) or "nothing noted"

    @property
    def length(self):
        """Its minutes, in words; empty if it does not say."""
        return "" if self.minutes is None else counted(self.minutes, "minute")


@dataclass(frozen=True)
class Contents:
    """The lessons in their order; shows as a table in a notebook, with a link to each.

    Attributes
    ----------
    lessons : tuple of Lesson
        The last is no lesson if the journal has something of other notebooks.
    """

    lessons: tuple

    @property
    def minutes(self):
        """Those of all lessons together."""
        return sum(lesson.minutes or 0 for lesson in self.lessons)

    def __str__(self):
        if not self.lessons:
            return "No lessons were found: install the course by `pip install -e .` in a clone."
        width = max(len(lesson.title) for lesson in self.lessons)
        lines = [
            f"{lesson.title:<{width}}  {lesson.length:>10}  {lesson.noted}"
            for lesson in self.lessons
        ]
        return "\n".join([*lines, f"{'together':<{width}}  {self._together:>10}"])

    __repr__ = __str__

    @property
    def _together(self):
        return counted(self.minutes, "minute")

    def _repr_html_(self):
        if not self.lessons:
            return None
        rows = [(_linked(lesson), lesson.length, lesson.noted) for lesson in self.lessons]
        rows.append(("together", self._together, ""))
        return table(("lesson", "about", "in your journal"), rows)


def contents(folder=_FOLDER):
    """List the lessons with what the reader's journal has of each.

    Parameters
    ----------
    folder : str or pathlib.Path, optional
        Where the notebooks are; those of the course if not given.

    Returns
    -------
    Contents
        Without any lesson if there is none in the folder.
    """
    predictions = Counter(one.lesson for one in intuition.compared())
    measurements = Counter(entry.lesson for entry in journal.entries())
    lessons = [
        Lesson(
            path.stem,
            *_title_and_minutes(path),
            predictions.pop(path.stem, 0),
            measurements.pop(path.stem, 0),
        )
        for path in sorted(Path(folder).glob("[0-9][0-9]_*.ipynb"))
    ]
    if lessons and (predictions or measurements):
        others = predictions.total(), measurements.total()
        lessons.append(Lesson("", "in other notebooks", None, *others))
    return Contents(tuple(lessons))


def _title_and_minutes(path):
    """Read what a notebook's first cell says of it; its name and None, if it says nothing."""
    try:
        head = "".join(json.loads(path.read_bytes())["cells"][0]["source"])
    except (OSError, ValueError, LookupError, TypeError):  # damaged, or no notebook
        head = ""
    title, minutes = _TITLE.search(head), _MINUTES.search(head)
    return (title[1] if title else path.stem), (int(minutes[1]) if minutes else None)


def _linked(lesson):
    """Write a lesson's title as a link, which JupyterLab follows within an output."""
    if not lesson.name:
        return lesson.title
    return markup('<a href="{}.ipynb">{}</a>', lesson.name, lesson.title)
