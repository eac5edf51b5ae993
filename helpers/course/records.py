"""What a working copy remembers, in a hidden folder of its own, and who may write there."""

import contextlib
import errno
import json
import os
import shutil

from helpers.course.placing import draft
from helpers.processes.waiting import retry

try:
    import fcntl
except ImportError:  # Windows
    import msvcrt

    fcntl = None

__all__ = ["BEFORE", "HIDDEN", "Record", "alone", "is_copy"]

HIDDEN, BEFORE = ".course", "before"
_RECORD, _LOCK, _DRAFTS = "record.json", "lock", "drafts"
_WAITED_S = 60.0
_NO_LOCKS = {errno.ENOLCK, errno.ENOSYS, errno.EOPNOTSUPP, getattr(errno, "ENOTSUP", None)}
_ANOTHER_SHAPE = (KeyError, TypeError, AttributeError)


class Record:
    """What was written into a copy, by the paths of its files.

    Attributes
    ----------
    written : dict of str to list of str
        The digests of all that was written, or was about to be: a file with one of them is untouched.
    seen : dict of str to str
        The digest of the version that the reader has, or was offered, last.
    drafts, before : pathlib.Path
        For files that are not in their place yet, and for those that were renewed.
    """

    def __init__(self, folder):
        self._folder = folder / HIDDEN
        self.drafts, self.before = self._folder / _DRAFTS, self._folder / BEFORE
        # One that is damaged is as good as none: what differs from the course is then kept.
        try:
            told = json.loads((self._folder / _RECORD).read_bytes())
            self.written = {name: list(digests) for name, digests in told["written"].items()}
            self.seen = {name: str(digest) for name, digest in told["seen"].items()}
        except (FileNotFoundError, ValueError, RecursionError, *_ANOTHER_SHAPE):
            self.written, self.seen = {}, {}

    def keep(self):
        """Write the record."""
        told = {"written": self.written, "seen": self.seen}
        with draft(self.drafts, json.dumps(told, indent=1).encode()) as new:
            os.replace(new, self._folder / _RECORD)


def is_copy(folder):
    """Tell whether a folder is a working copy, a half-made one included.

    Parameters
    ----------
    folder : pathlib.Path

    Returns
    -------
    bool
    """
    return (folder / HIDDEN / _RECORD).is_file()


@contextlib.contextmanager
def alone(folder):
    """Let no other start write into a copy meanwhile; one that is at work is waited for.

    Where a disk knows no locks, two may write: each file is whole all the same.

    Parameters
    ----------
    folder : pathlib.Path

    Raises
    ------
    TimeoutError
        If the other one takes longer than a minute.
    """
    hidden = folder / HIDDEN
    hidden.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(hidden / _LOCK, os.O_RDWR | os.O_CREAT, 0o666)
    try:
        with _locked(descriptor) as is_alone:
            if is_alone:
                shutil.rmtree(hidden / _DRAFTS, ignore_errors=True)  # of an interrupted start
            yield
    finally:
        os.close(descriptor)


@contextlib.contextmanager
def _locked(descriptor):
    """Lock a file, and tell whether that can be done."""
    locked = []

    def attempt():
        try:
            if fcntl:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
            else:
                msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError as error:
            if error.errno in _NO_LOCKS:
                return
            raise BlockingIOError from error
        locked.append(True)

    try:
        retry(attempt, BlockingIOError, _WAITED_S, every_s=0.05)
    except BlockingIOError:
        raise TimeoutError from None
    yield bool(locked)
    if locked and not fcntl:  # the other lock ends with the file
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)
