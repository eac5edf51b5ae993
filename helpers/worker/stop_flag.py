"""A flag that stops the tasks of a run, whichever way its workers were started."""

import contextlib
import itertools
import mmap
import os
import struct
import threading

__all__ = ["StopFlag", "Stopped", "make_stop"]

_NUMBER = struct.Struct("=q")
_THIS_HOST = os.uname().nodename if hasattr(os, "uname") else os.environ.get("COMPUTERNAME")


class Stopped(Exception):
    """The run was stopped before this task began, or by an interrupt during it."""


class StopFlag:
    """A flag that every worker of a run can read, whichever way it was started.

    It is one byte of a file, mapped into memory: threads share the object, and a process that
    unpickles it maps the same file, so asking costs no system call. Behind that byte each such process
    writes its number, once: so a pool's workers are known that were there before the run. On Linux the
    file has no name on any disk and is gone with this process; elsewhere it is a temporary file.

    Attributes
    ----------
    unsent : str
        Why a task could not be sent to a worker, in the process that tried: not every pool hands that on.
        Empty if none was noted.

    Raises
    ------
    OSError
        If no file can be had: too many are open, or the disk is full.

    References
    ----------
    https://docs.python.org/3/library/os.html#os.memfd_create

    Examples
    --------
    >>> with StopFlag() as stop:
    ...     before = stop.is_set()
    ...     stop.set()
    ...     (before, stop.is_set())
    (False, True)
    """

    unsent = ""

    def __init__(self):
        if hasattr(os, "memfd_create"):
            name = f"stop-flag-{next(_numbers)}"
            self._descriptor = os.memfd_create(name)
            self._path = f"/proc/{os.getpid()}/fd/{self._descriptor}"
        else:
            import tempfile  # noqa: PLC0415  slow to load, and workers only map the file

            self._descriptor, self._path = tempfile.mkstemp(prefix="stop-flag-")
        try:
            os.write(self._descriptor, b"\0")
            self._memory = mmap.mmap(self._descriptor, 1)
        except OSError:  # no room on the disk, or no descriptor left for the map
            self._remove()
            raise

    def __enter__(self):
        return self

    def __exit__(self, *exc_info):
        self.close()

    def __reduce__(self):
        # Once closed, its number may be another file's.
        target = _target(self._path) if isinstance(self._memory, mmap.mmap) else None
        return _attach, (self._path, target, _THIS_HOST)

    def set(self):
        """Ask every task of the run that has not begun to raise `Stopped`."""
        with contextlib.suppress(TypeError, ValueError):  # the run is over: it counts as set
            self._memory[0] = 1

    def is_set(self):
        """Tell whether the run was stopped, or is over.

        Returns
        -------
        bool
        """
        try:
            return self._memory[0] != 0
        except ValueError:  # closed just now, by another thread
            return True

    def processes(self):
        """List the processes on this machine that were given the flag, as tasks of a pool are.

        Returns
        -------
        set of int
            Their numbers; none once the flag is closed. Some may have ended.
        """
        if not isinstance(self._memory, mmap.mmap):
            return set()
        with contextlib.suppress(OSError), open(self._path, "rb") as file:
            numbers = file.read()[1:]
            whole = len(numbers) - len(numbers) % _NUMBER.size
            return {number for (number,) in _NUMBER.iter_unpack(numbers[:whole])}
        return set()

    def close(self):
        """Remove the file. Whoever asks afterwards is told that the run was stopped."""
        memory, self._memory = self._memory, b"\1"
        if isinstance(memory, mmap.mmap):
            memory.close()
            self._remove()

    def _remove(self):
        os.close(self._descriptor)
        # Windows keeps a file that a worker still maps; its temporary folder is cleared later.
        if not self._path.startswith("/proc/"):
            with contextlib.suppress(OSError):
                os.unlink(self._path)


def make_stop():
    """Make the flag of a run; where no file can be had for it, one that knows why.

    Returns
    -------
    StopFlag or threading.Event
        An event has the ``OSError`` as its attribute ``error``.
    """
    try:
        return StopFlag()
    except OSError as error:
        stop = threading.Event()
        stop.error = error
        return stop


_numbers = itertools.count(1)
_attached = {}  # (path, target) -> StopFlag, in a worker: the current run's only


def _target(path):
    """Name the file behind `path`, which tells a later run's flag from this one; None if gone."""
    try:
        return os.readlink(path) if path.startswith("/proc/") else path
    except OSError:
        return None


def _attach(path, target, host=None):
    """Map the flag at `path`, once a process; a flag that is gone reads as set.

    One of another machine cannot be read: there, tasks run whatever it says.
    """
    flag = _attached.get((path, target))
    if flag is None:
        flag = StopFlag.__new__(StopFlag)
        flag._path, flag._descriptor, flag._memory = path, None, b"\1"
        if host not in (None, _THIS_HOST):
            flag._memory = b"\0"
        elif target is not None:
            flag._memory = _mapped(path, target) or b"\1"
        _attached.clear()
        _attached[path, target] = flag
    return flag


def _mapped(path, target):
    """Map the flag at `path`, and write this process's number behind it; None if it is gone.

    It is opened once, and only then asked which file it is: when the run ends, the path of its flag may
    become that of another file of the parent at any moment.
    """
    memory = None
    with contextlib.suppress(OSError, ValueError):
        descriptor = os.open(path, os.O_RDWR | os.O_APPEND | getattr(os, "O_BINARY", 0))
        try:
            here = f"/proc/self/fd/{descriptor}" if path.startswith("/proc/") else path
            if _target(here) == target:
                memory = mmap.mmap(descriptor, 1)
                # One write at the end of a file: no other process's comes in between.
                os.write(descriptor, _NUMBER.pack(os.getpid()))
        finally:
            os.close(descriptor)
    return memory
