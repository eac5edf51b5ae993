"""Where an error came from: a place for its sentence, and a traceback that shows no code of ours."""

import linecache
import os
import sys
import sysconfig
import traceback

from helpers.processes import coroutines
from helpers.wording.errors import first_of, short_error
from helpers.worker.failures import frames_of, is_ours

__all__ = ["call_in", "place_in", "place_of", "told_with_place", "traceback_of"]

_LIBRARIES = tuple(
    {sysconfig.get_path(name) for name in ("stdlib", "platstdlib", "purelib", "platlib")}
)
# Wherever else they were installed: for this user only, by the system, beside a virtual environment.
_OF_INSTALLED = ("site-packages", "dist-packages")
_LONGEST_LINE, _LONGEST_SHOWN_LINE, _LONGEST_MESSAGE = 60, 200, 2000
_MOST_CAUSES = 4


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
    told, place, n = short_error(error), place_of(error), _n_errors(error)
    if n > 1:
        told = f"{told.removesuffix('.')}, the first of {n} errors"
    if not place:
        return told
    return f"{told} In {place}" if told.endswith(".") else f"{told}, in {place}"


def place_of(error):
    """Name the innermost line of the reader's code that an error came through.

    Parameters
    ----------
    error : BaseException
        Of a group, the first is taken, or the group's own line if that has none.

    Returns
    -------
    str
        Empty if it came through no such line, as from a function that is written in C.
    """
    return _innermost(_frames_through(error))


def _frames_through(error):
    """List where an error came from; of a group, where the group did, and then its first error."""
    frames = frames_of(error)
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
        frames += frames_of(error)
    return frames


def _n_errors(error):
    return sum(map(_n_errors, error.exceptions)) if isinstance(error, BaseExceptionGroup) else 1


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


def call_in(thread):
    """Name the innermost call of a library that a thread is in now.

    Parameters
    ----------
    thread : threading.Thread

    Returns
    -------
    str
        Empty if the thread has ended, or is in code of this package.
    """
    frame = sys._current_frames().get(thread.ident)
    if frame is None or is_ours(frame.f_code.co_filename):
        return ""
    code = frame.f_code
    return f"line {frame.f_lineno} of {_short_name(code.co_filename)}, {code.co_name}"


def _innermost(frames):
    frames = [frame for frame in frames if not _is_library(frame[0])]
    if not frames:
        return ""
    # Not in what `exec` made of a text, of which nobody can see a line, if such a line called that.
    written = [frame for frame in frames if frame[0] != "<string>"] or frames
    file, number, function = written[-1]
    text = linecache.getline(file, number).strip()
    text = _cut(text, _LONGEST_LINE)
    where = f"line {number} of {_told_function(file, function, written)}"
    return f"{where}: {text}" if text else where


# What Python calls a function without a name.
_NAMELESS = {
    "<lambda>": "a lambda",
    "<listcomp>": "a list comprehension",
    "<setcomp>": "a set comprehension",
    "<dictcomp>": "a dict comprehension",
    "<genexpr>": "a generator expression",
}


def _told_function(file, function, frames):
    """Name a function as readers know it: one without a name by the one around it, if that was passed."""
    if function == "<module>":
        return "the cell" if _is_cell(file) else os.path.basename(file)
    if function in _NAMELESS:
        around = [name for its, _, name in frames[:-1] if its == file and not name.startswith("<")]
        return around[-1] if around else _NAMELESS[function]
    return function


def _is_cell(file):
    return ("ipykernel" in file and not _is_library(file)) or file.startswith("<ipython")


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
    told, known = [], set()
    while error is not None and id(error) not in known and len(told) < _MOST_CAUSES:
        known.add(id(error))
        told.insert(0, _traceback_of_one(error))
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        if error is not None and type(error).__name__.endswith("RemoteTraceback"):
            break  # the text of the traceback in a worker, which a pool sends along
    return "\n\nAnd then:\n".join(told)


def _traceback_of_one(error):
    lines = []
    for file, number, function in _frames_through(error):
        lines.append(f"{_short_name(file)}, line {number}, in {function}")
        text = linecache.getline(file, number).strip()
        if text:
            lines.append(f"    {_cut(text, _LONGEST_SHOWN_LINE)}")
    error = first_of(error)
    try:
        told = "".join(traceback.format_exception_only(error)).rstrip()
    # One of the reader's own kind may have a mistake in what it tells of itself.
    except (Exception, SystemExit):
        told = short_error(error)
    if hasattr(error, "told_kind"):  # who told it in a worker stands for another
        told = f"{error.told_kind}: {error}".removesuffix(": ")
    return "\n".join([*lines, _cut(told, _LONGEST_MESSAGE)])


def _cut(text, most):
    return text if len(text) <= most else f"{text[: most - 3]}..."


def _is_library(file):
    is_installed = any(f"{os.sep}{name}{os.sep}" in file for name in _OF_INSTALLED)
    return is_installed or file.startswith((*_LIBRARIES, "<frozen"))


def _short_name(file):
    """Name a file as readers know it: their cells have a name that only the kernel knows."""
    if _is_cell(file):
        return "a cell"
    for folder in _LIBRARIES:
        if file.startswith(folder):
            return file[len(folder) :].lstrip("/\\")
    for name in _OF_INSTALLED:
        _, found, inner = file.rpartition(f"{os.sep}{name}{os.sep}")
        if found:
            return inner
    return file
