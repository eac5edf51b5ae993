"""A working copy made or renewed: for each file, what is done with it."""

import os
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path, PurePosixPath

from helpers.course import placing
from helpers.course.records import Record, alone, is_copy
from helpers.course.versions import NOTEBOOKS, digest_of, has_outputs, versions_in
from helpers.wording.room import lack_of_room

__all__ = ["CourseError", "Renewal", "renew"]

_SYSTEMS_OWN = {"desktop.ini", "Thumbs.db"}  # and all that is hidden
_ANOTHER = "name another folder, as in `python -m helpers.course FOLDER`"
_NO_FILE = "no file"  # what is there in a file's place: a folder, or a link


class CourseError(Exception):
    """A working copy cannot be made or renewed; the message is a sentence that says what to do."""


@dataclass
class Renewal:
    """What has been done to a working copy.

    Attributes
    ----------
    folder : pathlib.Path
    is_new : bool
        Whether there was no copy before.
    made, renewed : list of str
        Files that were missing, and that were untouched and of an older version.
    kept : dict of str to str
        Files that the reader has changed and of which there is a new version, and where that is.
    gone : list of str
        Files that the course has no more, and the copy has.
    """

    folder: Path
    is_new: bool
    made: list = field(default_factory=list)
    renewed: list = field(default_factory=list)
    kept: dict = field(default_factory=dict)
    gone: list = field(default_factory=list)


def renew(folder, course=NOTEBOOKS, with_outputs=False):
    """Make a working copy, or bring one up to date; what the reader has changed stays as it is.

    Parameters
    ----------
    folder : str or pathlib.Path
        A working copy, or one that is empty or not there yet.
    course : pathlib.Path, optional
        The course's notebooks.
    with_outputs : bool, optional
        Whether what is written keeps the outputs that are stored in the course; untouched notebooks
        without any get them, too.

    Returns
    -------
    Renewal

    Raises
    ------
    CourseError
        If that cannot be done. Nothing of the reader's is lost, and another call goes on.
    """
    try:
        folder = Path(folder).expanduser().absolute()
    except RuntimeError as error:
        raise CourseError(f"Your home folder is not known: {_ANOTHER}.") from error
    try:
        versions = _versions(course)
        _check(folder, course, versions)
        with alone(folder):
            return _Copy(folder, versions, with_outputs).renew()
    except TimeoutError as error:
        told = f"Another start is at work in {folder}: wait until it is done, and start again."
        raise CourseError(told) from error
    except OSError as error:
        raise CourseError(_told(error, folder)) from error


def _versions(course):
    try:
        return versions_in(course)
    except ValueError as error:
        told = f"{error}: see what `git status` says of it in your clone, and start again."
        raise CourseError(told) from error


def _check(folder, course, versions):
    """Refuse what would not do as a working copy."""
    if not versions:
        raise CourseError(
            f"There are no lessons in {course}: install the course by `pip install -e .` in a clone."
        )
    # By realpath, which leaves a link that leads in a circle as it is.
    if Path(os.path.realpath(folder)).is_relative_to(os.path.realpath(course)):
        raise CourseError(f"{folder} is where the course keeps its own notebooks: {_ANOTHER}.")
    if os.path.lexists(folder) and not folder.is_dir():
        raise CourseError(f"{folder} is no folder: {_ANOTHER}.")
    if folder.is_dir() and not is_copy(folder):
        names = sorted(p.name for p in folder.iterdir() if p.name[0] != ".")
        others = [name for name in names if name not in _SYSTEMS_OWN]
        if others:
            raise CourseError(
                f"{folder} holds something else, such as {others[0]}, and no working copy of the course: "
                f"{_ANOTHER}."
            )


def _told(error, folder):
    """Say in a sentence what kept a copy from being written."""
    path = error.filename or folder
    room = lack_of_room(error)
    reason = room or f"{error.strerror or error}: see that you may write there, or {_ANOTHER}"
    what = f"{path} could not be read or written ({reason})"
    if isinstance(error, FileExistsError | NotADirectoryError):
        what = f"{path} cannot be a folder, for a file is in its way: move that file, or {_ANOTHER}"
    return f"{what}; what you have changed is as it was, and another start goes on."


class _Copy:
    """A working copy while nobody else writes into it."""

    def __init__(self, folder, versions, with_outputs):
        self.folder, self.versions, self.with_outputs = folder, versions, with_outputs
        self.done = Renewal(folder, is_new=not is_copy(folder))
        self.record = Record(folder)

    def renew(self):
        # The digests of all that may be written are noted before, so that it counts as untouched
        # whatever interrupts this; what the reader has is noted after it is there.
        for name, version in self.versions.items():
            digests = self.record.written.setdefault(name, [])
            if version.digest not in digests:
                digests.append(version.digest)
        self.record.keep()
        for name, version in self.versions.items():
            if self._renew_file(name, version):
                self.record.seen[name] = version.digest
        self.record.keep()
        missing = self.record.written.keys() - self.versions.keys()
        self.done.gone = sorted(n for n in missing if os.path.lexists(self.folder / n))
        return self.done

    def _renew_file(self, name, version):
        """Do what is to be done with a file; tell whether the reader has its version now."""
        found = self._found(name)
        if found is None:
            if self._put(name, version):
                self.done.made.append(name)
                return True
            return False
        if found == version.digest:
            if self._lacks_outputs(name, version):
                self._swap(name, name, version)
            return True
        if found in self.record.written[name]:
            if self._swap(name, name, version):
                self.done.renewed.append(name)
                return True
            return False
        return self._put_beside(name, version)

    def _put_beside(self, name, version):
        """Keep what the reader has changed, and put the new version beside it, once."""
        is_seen = self.record.seen.get(name) == version.digest
        for beside in _names_beside(name):
            found = self._found(beside)
            if found == version.digest:
                break
            if found is None:
                if is_seen:  # it was there, and the reader has taken it away
                    return True
                if self._put(beside, version):
                    break
            elif (
                found in self.record.written[name]
                and not is_seen
                and self._swap(beside, name, version)
            ):
                break
        self.done.kept[name] = beside
        return True

    def _found(self, name):
        """Return the digest of what is there; None if nothing is."""
        path = self.folder / name
        if path.is_file() and not path.is_symlink():
            return digest_of(path.read_bytes(), name)
        return _NO_FILE if os.path.lexists(path) else None

    def _lacks_outputs(self, name, version):
        return (
            self.with_outputs
            and has_outputs(version.stored)
            and not has_outputs((self.folder / name).read_bytes())
        )

    def _data(self, version):
        return version.stored if self.with_outputs else version.cleared

    def _put(self, name, version):
        return placing.put(self.record.drafts, self._data(version), self.folder / name)

    def _swap(self, place, name, version):
        """Put a new version of a file in the place of an untouched one."""

        def is_untouched(path):
            return digest_of(path.read_bytes(), name) in self.record.written[name]

        path, before = self.folder / place, self.record.before / place
        return placing.swap(self.record.drafts, self._data(version), path, before, is_untouched)


def _names_beside(name):
    """Yield the names that a new version may have beside what the reader has changed."""
    path = PurePosixPath(name)
    yield str(path.with_stem(f"{path.stem}-new"))
    for number in count(2):
        yield str(path.with_stem(f"{path.stem}-new-{number}"))
