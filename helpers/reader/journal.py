"""What the reader predicted and measured, kept for the last lessons, on the reader's own disk.

One line of JSON a measurement, in the folder that platformdirs gives for a user's data. The
environment variable ``PARALLELISM_JOURNAL`` names another file.
"""

import json
import os
import platform
from contextlib import suppress
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path

import platformdirs

from helpers import jupyter
from helpers.processes.append import append_line

__all__ = [
    "KINDS",
    "VARIABLE",
    "Entry",
    "append",
    "entries",
    "erase",
    "kind_of",
    "note",
    "path",
    "this_machine",
]

VARIABLE = "PARALLELISM_JOURNAL"
KINDS = ("waiting", "computing")  # what tasks spend their time on


@dataclass(frozen=True)
class Entry:
    """One measurement of a lab, and what the reader had predicted.

    Attributes
    ----------
    when : str
        Date and time in UTC, as ISO 8601 writes them.
    lesson : str
        The notebook's name without its ending; empty if it is not known.
    tool, task : str
        The names of the runner and of the task.
    task_size_ms : float or None
        Milliseconds a task; None if the task has no size to choose.
    n_tasks, n_workers : int
    predicted : float or None
        The speedup that the reader expected; None where the lab asks for no number.
    speedup, low, high : float
        The median, and the range.
    verdict : str
        Of `measure.Verdict`.
    machine : str
        As `this_machine` tells.
    kind : str
        What the tasks spent their time on, one of `KINDS`; empty if it was not noted.
    size : str
        The task size in words, such as "50 ms"; empty if there was none to choose, or it was not noted.
    """

    when: str
    lesson: str
    tool: str
    task: str
    task_size_ms: float | None
    n_tasks: int
    n_workers: int
    predicted: float | None
    speedup: float
    low: float
    high: float
    verdict: str
    machine: str
    kind: str = ""
    size: str = ""


def path():
    """Return where the journal is kept.

    Returns
    -------
    pathlib.Path
    """
    moved = os.environ.get(VARIABLE)
    if moved:
        return Path(moved)
    return platformdirs.user_data_path("python-parallelism", appauthor=False) / "journal.jsonl"


def this_machine():
    """Name this machine well enough to tell it from the reader's others.

    Returns
    -------
    str
    """
    import joblib  # noqa: PLC0415  it loads much, and only a measurement that is kept needs it

    return (
        f"{platform.system()} {platform.machine()}, {joblib.cpu_count()} usable CPUs, "
        f"Python {platform.python_version()}"
    )


def kind_of(waits):
    """Name what tasks spend their time on, as an `Entry` has it.

    Parameters
    ----------
    waits : bool
        Whether they wait.

    Returns
    -------
    str
        One of `KINDS`.

    Examples
    --------
    >>> kind_of(True)
    'waiting'
    """
    return KINDS[0] if waits else KINDS[1]


def note(tool, task, settings, measurement, predicted=None, kind="", size=""):
    """Write what a lab has measured with its largest number of workers.

    Parameters
    ----------
    tool : str
        The runner's name.
    task : callable
    settings : object
        With ``task_size_ms``, ``n_tasks`` and ``n_workers``.
    measurement : Measurement
    predicted : float, optional
        The speedup that the reader expected.
    kind, size : str, optional
        As an `Entry` has them.

    Returns
    -------
    str
        Empty; or a sentence, after a blank, if the journal cannot be written.
    """
    low, high = measurement.speedup_range[-1]
    try:
        append(
            tool=tool,
            task=getattr(task, "__name__", "a task"),
            task_size_ms=settings.task_size_ms,
            n_tasks=settings.n_tasks,
            n_workers=settings.n_workers,
            predicted=predicted,
            speedup=measurement.speedup[-1],
            low=low,
            high=high,
            verdict=str(measurement.verdict),
            machine=this_machine(),
            kind=kind,
            size=size,
        )
    except OSError as error:
        return (
            f" This was not noted in your journal ({error.strerror or error}); the environment "
            f"variable {VARIABLE} can name another file."
        )
    return ""


def append(**what):
    """Write one entry.

    Parameters
    ----------
    **what
        The attributes of an `Entry` but for `when` and `lesson`.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    when = datetime.now(UTC).isoformat(timespec="seconds")
    entry = Entry(when=when, lesson=_lesson(), **what)
    line = json.dumps(asdict(entry), ensure_ascii=False) + "\n"
    file = path()
    file.parent.mkdir(parents=True, exist_ok=True)
    append_line(file, line.encode())  # another notebook may do so at the same time


def entries():
    """Read the journal.

    Returns
    -------
    list of Entry
        In the order in which they were written. Lines that are damaged, that lack something, or that
        have what this version does not know are left out.
    """
    found, names = [], {field.name for field in fields(Entry)}
    needed = {field.name for field in fields(Entry) if field.default is MISSING}
    try:
        text = path().read_text(encoding="utf-8", errors="replace")
    except OSError:
        return found
    for line in text.splitlines():
        with suppress(ValueError, AttributeError):
            values = json.loads(line)
            if needed <= values.keys() <= names and _is_sound(values):
                found.append(Entry(**values))
    return found


def erase():
    """Remove the journal; no journal is no error.

    Raises
    ------
    OSError
        If the file is there and cannot be removed.
    """
    path().unlink(missing_ok=True)


def _is_sound(values):
    numbers = ("n_tasks", "n_workers", "speedup", "low", "high")
    perhaps = ("predicted", "task_size_ms")
    words = values.keys() - {*numbers, *perhaps}
    return (
        all(isinstance(values[name], int | float) for name in numbers)
        and all(values[name] is None or isinstance(values[name], int | float) for name in perhaps)
        and all(isinstance(values[name], str) for name in words)
    )


def _lesson():
    return jupyter.notebook()
