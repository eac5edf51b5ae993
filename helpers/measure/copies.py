"""Inputs of a run's own, so that what a task changes in them is not there in the next run."""

import copy
import sys
import threading
from itertools import chain
from types import ModuleType

from helpers.wording.errors import let_go

__all__ = ["own_copy"]

_UNCHANGING = {int, float, complex, bool, str, bytes, type(None), range, object, ModuleType}
_MOST_LEVELS = 4
_silence = threading.RLock()  # of one at a time: two would put each other's hook back


def own_copy(inputs):
    """Copy inputs, so that a run may change its own.

    Parameters
    ----------
    inputs : list
        What cannot change is not copied, nor is an array that is read-only or lies in a file.

    Returns
    -------
    inputs : list
        A deep copy, in which what was one object is one; or the very same inputs, if they cannot be
        copied, since there is a lock or an open file among them, say.
    is_copy : bool
        False also where an array that can be written lies in a file.

    Examples
    --------
    >>> inputs = [[3, 1]]
    >>> own, is_copy = own_copy(inputs)
    >>> own[0].sort()
    >>> inputs, own, is_copy
    ([[3, 1]], [[1, 3]], True)
    """
    if _cannot_change(inputs):
        return list(inputs), True
    memo = {}
    try:
        own = [x if _is_kept(x) else copy.deepcopy(x, memo) for x in inputs]
        return own, not any(map(_is_written_to_a_file, inputs))
    except Exception as error:  # what their own ways to be copied raise
        _drop_unfinished(error, memo)
        return inputs, False


def _drop_unfinished(error, memo):
    """Let go of copies that were not finished, some of which cannot even end without an error."""
    with _silence:
        hook, sys.unraisablehook = sys.unraisablehook, lambda _: None
        try:
            let_go(error)
            memo.clear()
        finally:
            sys.unraisablehook = hook


def _cannot_change(values):
    """Tell whether values are plain, or tuples of plain ones, at the speed of a look at their types."""
    for _ in range(_MOST_LEVELS):
        kinds = set(map(type, values)) - _UNCHANGING
        if not kinds:
            return True
        if kinds != {tuple}:
            return False
        values = list(chain.from_iterable(v for v in values if type(v) is tuple))
    return False


def _is_written_to_a_file(value):
    numpy = sys.modules.get("numpy")
    return isinstance(value, getattr(numpy, "memmap", ())) and value.flags.writeable


def _is_kept(value):
    numpy = sys.modules.get("numpy")
    if isinstance(value, getattr(numpy, "generic", ())):
        return not isinstance(value, numpy.void)
    if isinstance(value, getattr(numpy, "ndarray", ())) and not value.dtype.hasobject:
        return not value.flags.writeable or isinstance(value, numpy.memmap)
    return type(value) in _UNCHANGING
