"""What the reader predicted and measured, kept for the last lessons, on the reader's own disk.

One line of JSON a measurement of a lab, or a record of another kind, with empty lines between, in the
folder that platformdirs gives for a user's data. The environment variable ``PARALLELISM_JOURNAL`` names
another file.
"""

import csv
import io
import json
import multiprocessing
import os
import platform
import sys
from contextlib import suppress
from dataclasses import MISSING, asdict, dataclass, fields
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import get_args

import platformdirs

from helpers import jupyter, machine
from helpers.processes.append import append_line
from helpers.reader.curves import curve_of
from helpers.wording.room import lack_of_room
from helpers.worker.spans import kind_of_workers

__all__ = [
    "KINDS",
    "VARIABLE",
    "Entry",
    "append",
    "as_csv",
    "bytes_of",
    "entries",
    "erase",
    "is_sound",
    "keep",
    "kind_of",
    "note",
    "now",
    "path",
    "records",
    "this_machine",
]

VARIABLE = "PARALLELISM_JOURNAL"
KINDS = ("waiting", "computing")  # what tasks spend their time on

_imported_by = os.getpid()  # in a child that is forked later, the number of its parent
_IN_A_WORKER = " This was not noted in your journal: it was measured in a worker process."


@dataclass(frozen=True)
class Entry:
    """One measurement of a lab, and what the reader had predicted.

    What stands here is what a line of the journal has: its names, their types, and by a default what older
    lines may lack. Nothing else lists them.

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
    workers : str
        The kind of workers that ran the tasks, one of ``worker.spans.KINDS_OF_WORKERS``; empty if it is
        not known.
    busy : str
        How busy the machine was, in a sentence; empty if there is nothing to say.
    loop_ms : float or None
        Milliseconds that the loop took a task, as measured; None if it was not noted.
    input_bytes : float or None
        Bytes of an array that a task gets, on average; None if inputs are no arrays, or it was not noted.
    start_method : str
        By which processes start here, one of `machine.start_methods`; empty if it was not noted.
    curve : str
        Speedups by the number of workers, as ``curves.points_of`` reads them; empty if not noted.

    Raises
    ------
    ValueError
        If a time or a ratio is not above 0: nothing was measured that could be.
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
    workers: str = ""
    busy: str = ""
    loop_ms: float | None = None
    input_bytes: float | None = None
    start_method: str = ""
    curve: str = ""

    def __post_init__(self):
        for name in ("speedup", "low", "high", "loop_ms", "input_bytes"):
            value = getattr(self, name)
            if isinstance(value, int | float) and value <= 0:
                raise ValueError(f"{name} must be above 0, not {value}.")


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
    waits : bool or None
        Whether they wait; None if that is not known.

    Returns
    -------
    str
        One of `KINDS`; empty if it is not known.

    Examples
    --------
    >>> kind_of(True), kind_of(False), kind_of(None)
    ('waiting', 'computing', '')
    """
    if waits is None:
        return ""
    return KINDS[0] if waits else KINDS[1]


def bytes_of(inputs):
    """Tell how large the arrays are that tasks get, as an `Entry` has it.

    Parameters
    ----------
    inputs : list

    Returns
    -------
    float or None
        Bytes an input, on average; None if not all are arrays, or nothing is in them.

    Examples
    --------
    >>> import numpy as np
    >>> bytes_of([np.zeros(10), np.zeros(20)]), bytes_of([10, 20])
    (120.0, None)
    """
    sizes = [getattr(value, "nbytes", None) for value in inputs]
    if not sizes or not all(isinstance(size, int) for size in sizes):
        return None
    return sum(sizes) / len(sizes) or None


def note(tool, task, settings, measurement, predicted=None, **more):
    """Write what a lab has measured with its largest number of workers.

    A runner may fork, and its child goes on with all that the lab had begun: that is not the reader's
    measurement, so a child and a worker process write nothing.

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
    **more
        Further attributes of an `Entry`, of those that may be left out.

    Returns
    -------
    str
        Empty; or a sentence, after a blank, if nothing was written.
    """
    if _is_a_worker():
        return _IN_A_WORKER
    if measurement.nothing_left:
        return ""
    speedup = measurement.speedup[-1]
    low, high = measurement.intervals[-1] or (speedup, speedup)
    loop_s = median(measurement.baselines_s)
    return keep(
        _entry(
            tool=tool,
            task=getattr(task, "__name__", "a task"),
            task_size_ms=settings.task_size_ms,
            n_tasks=settings.n_tasks,
            n_workers=settings.n_workers,
            predicted=predicted,
            speedup=speedup,
            kind=kind_of(measurement.waits),
            low=low,
            high=high,
            verdict=str(measurement.verdict),
            machine=this_machine(),
            busy=measurement.busy,
            workers=kind_of_workers(measurement.spans[-1], measurement.baseline_spans),
            loop_ms=1000 * loop_s / settings.n_tasks if loop_s > 0 else None,  # a coarse clock's 0
            start_method=machine.start_method(),
            curve=curve_of(measurement.n_workers, measurement.speedup),
            **more,
        )
    )


def keep(record):
    """Write a record, unless this is a worker process; an error becomes a sentence.

    Parameters
    ----------
    record : Entry or dataclass instance
        Its fields are words and numbers, or None.

    Returns
    -------
    str
        Empty; or a sentence, after a blank, if nothing was written.
    """
    if _is_a_worker():
        return _IN_A_WORKER
    try:
        _write(record)
    except OSError as error:
        reason = lack_of_room(error) or error.strerror or error
        return (
            f" This was not noted in your journal ({reason}); the environment variable {VARIABLE} can "
            "name another file."
        )
    return ""


def _is_a_worker():
    return os.getpid() != _imported_by or multiprocessing.parent_process() is not None


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
    _write(_entry(**what))


def _entry(**what):
    return Entry(when=now(), lesson=jupyter.notebook(), **what)


def now():
    """Tell date and time in UTC, as records have it.

    Returns
    -------
    str
    """
    return datetime.now(UTC).isoformat(timespec="seconds")


def _write(record):
    line = json.dumps(asdict(record), ensure_ascii=False)
    file = path()
    file.parent.mkdir(parents=True, exist_ok=True)
    # Another notebook may do so at the same time. Of a notebook's name, not all need be text.
    append_line(file, line.encode(errors="replace"))


def entries():
    """Read what labs have noted.

    Returns
    -------
    list of Entry
        As `records` gives them.
    """
    return records(Entry)


def records(kind):
    """Read all records of one kind.

    Parameters
    ----------
    kind : type
        `Entry`, or another dataclass whose fields are words and numbers, or None.

    Returns
    -------
    list
        In the order in which they were written. Lines that are empty or damaged, that lack something, or
        that have what this kind does not know or refuses are left out.
    """
    found = []
    try:
        written = path().read_bytes()
    except OSError:
        return found
    # As bytes: a text's lines would end at other characters, too, which a name may have.
    for line in written.split(b"\n"):
        with suppress(ValueError, RecursionError):
            values = json.loads(line.decode(errors="replace"))
            if is_sound(values, kind):
                found.append(kind(**values))
    return found


def as_csv(kinds=None):
    """Write the journal as comma-separated values, a line a record.

    Parameters
    ----------
    kinds : sequence of type, optional
        As for `records`; `Entry` if not given. What one kind has no field for stays empty.

    Returns
    -------
    str
    """
    kinds = (Entry,) if kinds is None else kinds
    names = dict.fromkeys(field.name for kind in kinds for field in fields(kind))
    file = io.StringIO()
    writer = csv.DictWriter(file, list(names))
    writer.writeheader()
    for kind in kinds:
        writer.writerows(asdict(record) for record in records(kind))
    return file.getvalue()


def erase():
    """Remove the journal; no journal is no error.

    Raises
    ------
    OSError
        If the file is there and cannot be removed.
    """
    path().unlink(missing_ok=True)


def is_sound(values, kind):
    """Tell whether a line has what a kind of record needs, nothing else, and each value of its type.

    Parameters
    ----------
    values : object
        What stood there; only a dictionary will do.
    kind : type
        As for `records`.

    Returns
    -------
    bool
    """
    types = {field.name: field.type for field in fields(kind)}
    needed = {field.name for field in fields(kind) if field.default is MISSING}
    return (
        isinstance(values, dict)
        and needed <= values.keys() <= types.keys()
        and all(_fits(value, types[name]) for name, value in values.items())
    )


def _fits(value, annotation):
    """Tell whether a value is of a field's type; for a number, any that can be drawn will do."""
    types = get_args(annotation) or (annotation,)
    if type(value) in (int, float):
        # Not infinite, not NaN, and no whole number that is too large for a float.
        return abs(value) <= sys.float_info.max and (int in types or float in types)
    return type(value) in types  # exactly: True is no number
