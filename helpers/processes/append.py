"""Lines at the end of a file that several processes and threads write to at once."""

import contextlib
import os

try:
    import msvcrt
except ImportError:  # not Windows
    msvcrt = None

from helpers.processes.waiting import retry

__all__ = ["append_line"]

_LOCKED_BYTE = 2**30  # far behind the end; a byte that is locked cannot be read either
_LOCKED_WITHIN_S = 10.0


def append_line(path, line):
    """Write a line to the end of a file, in one piece.

    Parameters
    ----------
    path : str or pathlib.Path
    line : bytes

    Raises
    ------
    OSError
        If the file cannot be written.

    References
    ----------
    https://pubs.opengroup.org/onlinepubs/9799919799/functions/write.html, O_APPEND.
    """
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    descriptor = os.open(path, flags, 0o600)
    try:
        with _alone(descriptor):
            os.write(descriptor, line)
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _alone(descriptor):
    """Keep others from writing; on Windows, where O_APPEND looks for the end and then writes."""
    if msvcrt is None:
        yield
        return

    def locking(mode):
        os.lseek(descriptor, _LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, mode, 1)

    retry(lambda: locking(msvcrt.LK_NBLCK), OSError, _LOCKED_WITHIN_S, every_s=0.001)
    try:
        yield
    finally:
        locking(msvcrt.LK_UNLCK)
