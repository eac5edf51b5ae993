"""Lines at the end of a file that several processes and threads write to at once."""

import contextlib
import errno
import os

from helpers.processes.waiting import retry
from helpers.wording.room import lack_of_room

try:
    import msvcrt
except ImportError:  # not Windows
    msvcrt = None

__all__ = ["append_line"]

_LOCKED_BYTE = 2**30  # far behind the end; a byte that is locked cannot be read either
_LOCKED_WITHIN_S = 10.0
_ATTEMPTS = 2


def append_line(path, line):
    """Write a line to the end of a file, in one piece.

    When a disk fills up, the first part of a line may stay in the file. Every line therefore comes with a
    line end on either side: who reads has to leave out empty lines, and those of which a part is missing.

    Parameters
    ----------
    path : str or pathlib.Path
    line : bytes
        Without a line end; its first part alone must not be mistaken for a line.

    Raises
    ------
    OSError
        If the line cannot be written; where there is no room, its `strerror` says so and what to do.

    References
    ----------
    https://pubs.opengroup.org/onlinepubs/9799919799/functions/write.html, O_APPEND.
    """
    flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_BINARY", 0)
    try:
        descriptor = os.open(path, flags, 0o600)
        try:
            with _alone(descriptor):
                _write(descriptor, line)
        finally:
            os.close(descriptor)
    except OSError as error:
        told = lack_of_room(error)
        if told is None:
            raise
        raise OSError(error.errno, told, os.fspath(path)) from error


def _write(descriptor, line):
    """Write a line between two line ends, and see whether all of it was written.

    The line end in front is there in case somebody else has left a part of a line. To look for one first
    would be of no use, since another may leave it after the look; and to cut it off would cut off what
    others have written behind it. With the lock that Windows needs anyway, to look would do, but one form
    of the file on all systems is simpler to read.
    """
    whole = b"\n" + line + b"\n"
    for _ in range(_ATTEMPTS):
        n_bytes = os.write(descriptor, whole)
        if n_bytes == len(whole):
            return
        # How much was written does not tell why it was not all; a second write does, as it fails. If it
        # does not fail, there is room again. The rest of the line would not do then: others may have
        # written since. The whole line is written anew, if more is missing than this line end.
        os.write(descriptor, b"\n")
        if n_bytes == len(whole) - 1:
            return
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


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
