"""Where an error came from: a place for its sentence, and a traceback that shows no code of ours."""

import linecache
import sys
import sysconfig
import traceback

from helpers.processes import coroutines
from helpers.wording.errors import first_of, short_error
from helpers.worker.failures import frames_of, is_ours

__all__ = ["place_in", "place_of", "told_with_place", "traceback_of"]

_LIBRARIES = tuple(
    {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
)
_LONGEST_LINE = 60


def told_with_place(error):
    """Write an error in one line: its kind, its message, and the line of the reader's code it came from.

    Parameters
    ----------
    error : BaseException

    Returns
    -------
    str

    Examples
    --------
    >>> told_with_place(KeyError("x"))
    "KeyError: 'x'"
    """
    told, place = short_error(error), place_of(error)
    if not place:
        return told
    return f"{told} In {place}" if told.endswith(".") else f"{told}, in {place}"


def place_of(error):
    """Name the innermost line of the reader's code that an error came through.

    Parameters
    ----------
    error : BaseException
        Of a group, the first is taken.

    Returns
    -------
    str
        Empty if it came through no such line, as from a function that is written in C.
    """
    return _innermost(frames_of(first_of(error)))


def place_in(thread):
    """Name the innermost line of the reader's code that a thread is in now.

    Parameters
    ----------
    thread : threading.Thread

    Returns
    -------
    str
        Empty if it is in no such line.
    """
    frame, frames = sys._current_frames().get(thread.ident), []
    while frame is not None:
        if not is_ours(frame.f_code.co_filename):
            frames.insert(0, (frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name))
        frame = frame.f_back
    return _innermost([*frames, *coroutines.waits_at(thread)])


def _innermost(frames):
    frames = [frame for frame in frames if not _is_library(frame[0])]
    if not frames:
        return ""
    file, number, function = frames[-1]
    text = linecache.getline(file, number).strip()
    text = text if len(text) <= _LONGEST_LINE else f"{text[: _LONGEST_LINE - 3]}..."
    where = f"line {number} of {'the cell' if function == '<module>' else function}"
    return f"{where}: {text}" if text else where


def traceback_of(error):
    """Write an error with the lines that it came through, without those that only measure.

    Parameters
    ----------
    error : BaseException
        Of a group, the first is taken.

    Returns
    -------
    str
    """
    error = first_of(error)
    lines = []
    for file, number, function in frames_of(error):
        lines.append(f"{_short_name(file)}, line {number}, in {function}")
        text = linecache.getline(file, number).strip()
        if text:
            lines.append(f"    {text}")
    try:
        told = "".join(traceback.format_exception_only(error)).rstrip()
    except Exception:  # one of the reader's own kind may have a mistake in what it tells of itself
        told = short_error(error)
    return "\n".join([*lines, told])


def _is_library(file):
    return file.startswith(_LIBRARIES) or file.startswith("<frozen")


def _short_name(file):
    """Name a file as readers know it: their cells have a name that only the kernel knows."""
    if ("ipykernel" in file and not _is_library(file)) or file.startswith("<ipython"):
        return "a cell"
    for folder in _LIBRARIES:
        if file.startswith(folder):
            return file[len(folder) :].lstrip("/\\")
    return file
