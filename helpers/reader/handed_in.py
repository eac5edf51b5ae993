"""What a student hands in of a journal: one file, without what tells who somebody is, or where or when.

Kept are numbers, and words that everybody has from the course. A name of the reader's own, such as that of
a function or a notebook, becomes `ANOTHER` or is left out; so are dates, and sentences.
"""

import json
import re
from dataclasses import asdict, dataclass, replace

from helpers.measure import Verdict
from helpers.reader import intuition, journal, vocabulary
from helpers.reader.curves import curve_of, points_of
from helpers.worker.spans import KINDS_OF_WORKERS

__all__ = [
    "ANOTHER",
    "IN_A_LAB",
    "LARGEST_BYTES",
    "NAME",
    "HandedIn",
    "as_text",
    "cpus_and_python",
    "of_the_journal",
    "parsed",
    "read",
    "without_names",
]

NAME = "journal-to-hand-in.json"
ANOTHER = "another"  # in place of a name of the reader's own
IN_A_LAB = "speedup in a lab"  # in place of a question that a lab has put together
LARGEST_BYTES = 2_000_000
_MOST = 2_000  # records of a kind: a file of so many is smaller than that
_FORMAT = "python-parallelism: a journal, handed in (1)"
_START_METHODS = ("fork", "forkserver", "spawn")  # of any machine, not of this one only
_MACHINE = re.compile(
    r"[A-Za-z]{1,10} [A-Za-z0-9_]{1,12}, ([1-9][0-9]{0,3}) usable CPUs, "
    r"Python ([0-9]{1,2}\.[0-9]{1,3})\.[0-9]{1,3}[a-z0-9+]{0,8}"
)


@dataclass(frozen=True)
class HandedIn:
    """What one file has.

    Attributes
    ----------
    measurements : tuple of journal.Entry
        In their order, without dates.
    predictions : tuple of intuition.Compared
        Those of single questions, and of labs that note no measurement.
    is_synthetic : bool
        Whether it was made up, to try with.
    """

    measurements: tuple
    predictions: tuple
    is_synthetic: bool = False

    @property
    def compared(self):
        """All predictions beside what was measured, those of labs first; a question counts once."""
        return intuition.together(self.measurements, self.predictions)


def of_the_journal():
    """Return what the reader's own journal has to hand in.

    Returns
    -------
    HandedIn
    """
    return without_names(journal.entries(), journal.records(intuition.Compared))


def without_names(measurements, predictions, is_synthetic=False):
    """Keep of records what tells nothing of who wrote them.

    Parameters
    ----------
    measurements : iterable of journal.Entry
    predictions : iterable of intuition.Compared
    is_synthetic : bool, optional

    Returns
    -------
    HandedIn
        With the newest records, if there are very many.
    """
    kept = [_without_names(entry) for entry in measurements]
    answered = [one for one in map(_of_the_course, predictions) if one is not None]
    return HandedIn(tuple(kept[-_MOST:]), tuple(answered[-_MOST:]), is_synthetic)


def _without_names(entry):
    return replace(
        entry,
        when="",
        lesson=entry.lesson if entry.lesson in vocabulary.lessons() else "",
        tool=_known(entry.tool),
        task=_known(entry.task),
        verdict=entry.verdict if entry.verdict in list(Verdict) else "",
        machine=entry.machine if _MACHINE.fullmatch(entry.machine) else "",
        kind=entry.kind if entry.kind in journal.KINDS else "",
        size="",
        workers=entry.workers if entry.workers in KINDS_OF_WORKERS else "",
        busy="busy" if entry.busy else "",
        start_method=entry.start_method if entry.start_method in _START_METHODS else "",
        curve=_rewritten(entry.curve),
    )


def _known(name):
    return name if name in vocabulary.words() else ANOTHER


def _rewritten(curve):
    points = points_of(curve)
    return curve_of(points.keys(), points.values())


def _of_the_course(one):
    """Return a prediction without its date; None if no lesson asks for it."""
    if one.lesson not in vocabulary.lessons():
        return None
    asked = vocabulary.questions().get((one.lesson, one.question))
    if asked is None:
        is_of_a_lab = one.topic == intuition.TOPICS[0] and one.is_number
        return replace(one, when="", question=IN_A_LAB) if is_of_a_lab else None
    if asked.choices:
        is_answer = one.predicted in asked.choices and one.measured in asked.choices
    else:
        is_answer = one.is_number
    return replace(one, when="", topic=asked.topic) if is_answer else None


def cpus_and_python(described):
    """Read how many CPUs a machine has for this, and which Python.

    Parameters
    ----------
    described : str
        As `journal.this_machine` tells.

    Returns
    -------
    (int, str) or None
        None if nothing is told.

    Examples
    --------
    >>> cpus_and_python("Linux x86_64, 4 usable CPUs, Python 3.13.1"), cpus_and_python("")
    ((4, '3.13'), None)
    """
    found = _MACHINE.fullmatch(described)
    return (int(found[1]), found[2]) if found else None


def as_text(handed_in):
    """Write what is handed in, as the file has it.

    Parameters
    ----------
    handed_in : HandedIn

    Returns
    -------
    str
        JSON that people can read.
    """
    values = {"format": _FORMAT, **asdict(handed_in)}
    return json.dumps(values, indent=1, ensure_ascii=False) + "\n"


def read(path):
    """Read a file that somebody has handed in.

    Parameters
    ----------
    path : pathlib.Path
        Of a file proper.

    Returns
    -------
    HandedIn

    Raises
    ------
    ValueError
        If it cannot be one; the message says why.
    """
    try:
        with open(path, "rb") as file:
            data = file.read(LARGEST_BYTES + 1)
    except OSError as error:
        raise ValueError(f"cannot be read: {error.strerror or error}") from error
    return parsed(data)


def parsed(data):
    """Read what a file has.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    HandedIn
        Words that are none of the course are left out of it, as in `without_names`.

    Raises
    ------
    ValueError
        As for `read`.
    """
    if len(data) > LARGEST_BYTES:
        raise ValueError(f"huge: it has more than {LARGEST_BYTES // 1_000_000} MB")
    try:
        values = json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        raise ValueError("broken: it is no JSON") from None
    if not isinstance(values, dict) or values.get("format") != _FORMAT:
        raise ValueError("broken: the button of lesson 7 writes no such file")
    if not isinstance(values.get("is_synthetic"), bool):
        raise ValueError("broken: it does not say whether it is synthetic")
    measurements = _records(values, "measurements", journal.Entry)
    predictions = _records(values, "predictions", intuition.Compared)
    return without_names(measurements, predictions, values["is_synthetic"])


def _records(values, name, kind):
    listed = values.get(name)
    if not isinstance(listed, list):
        raise ValueError(f"broken: it has no list of {name}")
    if len(listed) > _MOST:
        raise ValueError(f"huge: it has {len(listed)} {name}")
    found = []
    for number, one in enumerate(listed, start=1):
        told = f"broken: number {number} of its {name} cannot be one"
        if not journal.is_sound(one, kind):
            raise ValueError(told)
        try:
            found.append(kind(**one))
        except ValueError:  # such as a ratio below 0
            raise ValueError(told) from None
    return found
