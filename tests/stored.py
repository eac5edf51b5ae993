"""What a stored notebook shows: the text of its outputs, and the figures in it.

A picture is stored with a sentence that has its figures (`helpers/drawing`, `helpers/labs`), so nothing
here looks at pixels.
"""

import re
from typing import NamedTuple

from tests import notebooks

_NUMBER = r"\d+(?:,\d{3})*(?:\.\d+)?"
_CONTROLS = "This needs a kernel"


class Facts(NamedTuple):
    """The machine that the stored outputs come from, as lesson 0 has reported it.

    Attributes
    ----------
    n_cpus : int
        Usable ones.
    gil : str
        "on" or "off".
    """

    n_cpus: int
    gil: str


class Shown:
    """What one cell shows.

    Parameters
    ----------
    text : str
        Its stored text: what it printed, its value, and the sentences of its pictures.
    lesson : Lesson
    """

    def __init__(self, text, lesson):
        self.text, self._lesson = text, lesson

    def __contains__(self, words):
        return words in self.text

    def other(self, cell_id):
        """Return what another cell of the lesson shows."""
        return self._lesson.shown(cell_id)

    @property
    def n_cpus(self):
        """The usable CPUs of the machine that it was stored on."""
        return facts().n_cpus

    @property
    def numbers(self):
        """All numbers, in their order; a sign does not count."""
        return _numbers(self.text)

    @property
    def speedup(self):
        """The measured speedup by number of workers, as a lab's picture tells it."""
        return _by_workers(_found(r"Measured speedup by number of workers: ([^A-Z]*)", self.text))

    @property
    def ceiling(self):
        """The ceiling by number of workers, as a lab's picture tells it."""
        return _by_workers(_found(r"Ceiling by number of workers: ([^A-Z]*)", self.text))

    @property
    def verdict(self):
        """The verdict that a lab's picture tells."""
        return _found(r"Verdict: ([^.]*)\.", self.text)

    @property
    def interval(self):
        """The two ends of the interval that the reason of a lab's verdict tells."""
        ends = re.search(rf"the true speedup between ({_NUMBER}) and ({_NUMBER})", self.text)
        if ends is None:
            raise LookupError("no interval is told")
        return tuple(float(end.replace(",", "")) for end in ends.groups())

    def panel(self, *names):
        """Return the speedup by number of workers in one panel of a grid."""
        return _by_workers(
            _found(rf"{re.escape(', '.join(names))}: ((?:\d+: [\d.]+,? ?)+)", self.text)
        )

    def after(self, words):
        """Return the numbers that stand in the line or sentence behind these words."""
        return _numbers(_found(rf"{re.escape(words)}([^\n;]*)", self.text))

    def line(self, words):
        """Return the line in which these words stand."""
        return _found(rf"(?m)^(.*{re.escape(words)}.*)$", self.text)


def _found(pattern, text):
    """Return the first group of a pattern; a LookupError says that it is not there."""
    found = re.search(pattern, text)
    if found is None:
        raise LookupError(f"nothing like {pattern}")
    return found[1]


def _numbers(text):
    return [float(number.replace(",", "")) for number in re.findall(_NUMBER, text)]


def _by_workers(text):
    return {int(n): float(value) for n, value in re.findall(r"(\d+): (\d+(?:\.\d+)?)", text)}


class Lesson:
    """The stored outputs of a lesson.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
    """

    def __init__(self, notebook):
        self._cells = {cell.id: cell for cell in notebook.cells if cell.cell_type == "code"}

    def __contains__(self, cell_id):
        return cell_id in self._cells

    def shown(self, cell_id):
        """Return what a cell shows; a KeyError if there is no such cell."""
        return Shown("\n".join(_texts(self._cells[cell_id].outputs)), self)

    def varying(self):
        """Return the ids of the cells that show something which differs from run to run."""
        return [
            cell_id
            for cell_id, cell in self._cells.items()
            if "nbval-ignore-output" in cell.metadata.get("tags", []) and self.shown(cell_id).text
        ]


def _texts(outputs):
    """Yield the text of outputs, but for the sentence that stands in the place of a lab's controls."""
    for output in outputs:
        text = output.get("text") or output.get("data", {}).get("text/plain", "")
        if _CONTROLS not in " ".join(text.split()):  # it is folded into lines
            yield text


def lesson(path):
    """Read what a lesson has stored.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    Lesson
    """
    return Lesson(notebooks.read(path))


def facts():
    """Return what lesson 0 has stored of the machine, as `Facts`."""
    report = lesson(notebooks.lessons()[0]).shown("machine-report")
    return Facts(int(report.after("usable CPUs")[0]), _found(r"GIL +(on|off)", report.text))
