"""The machines of a class: a folder of files that were handed in, and what they say together."""

from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from helpers.reader import curves
from helpers.reader import handed_in as files
from helpers.teaching.plausibility import oddity_of, traces_of
from helpers.wording.html import markup, table
from helpers.wording.words import counted

__all__ = ["BY", "Classroom", "Curve", "LeftOut", "Member", "Progress", "read"]

BY = ("usable CPUs", "start method", "Python")  # what curves can be told apart by
_UNKNOWN = "not noted"


@dataclass(frozen=True)
class Member:
    """Somebody of a class, known by a number.

    Attributes
    ----------
    number : int
        From 1, in an order that tells nothing; the same as long as nobody hands in another file.
    handed_in : reader.handed_in.HandedIn
    """

    number: int
    handed_in: files.HandedIn

    @property
    def lessons(self):
        """The lessons of which there is something, in their order."""
        kept = (*self.handed_in.measurements, *self.handed_in.predictions)
        return sorted({one.lesson for one in kept} - {""})

    @property
    def machine(self):
        """Usable CPUs and Python of the machine on which most was measured; None if it is not told."""
        counts = Counter(entry.machine for entry in self.handed_in.measurements if entry.machine)
        return files.cpus_and_python(counts.most_common(1)[0][0]) if counts else None


@dataclass(frozen=True)
class LeftOut:
    """A file that does not count, and why."""

    file: str
    why: str

    def __str__(self):
        return f"{self.file} is {self.why}."


@dataclass(frozen=True)
class Curve:
    """What a machine measured.

    Attributes
    ----------
    number : int
        The member's.
    group : str
        As it is told apart from others, such as "4 usable CPUs".
    points : dict of int to float
        Speedups by the number of workers.
    """

    number: int
    group: str
    points: dict


@dataclass(frozen=True)
class Classroom:
    """A class.

    Attributes
    ----------
    members : tuple of Member
        In the order of their numbers.
    left_out : tuple of LeftOut
    is_synthetic : bool
        Whether the files were made up, to try with.
    """

    members: tuple
    left_out: tuple
    is_synthetic: bool = False

    @property
    def compared(self):
        """Everybody's predictions beside what was measured."""
        return [one for member in self.members for one in member.handed_in.compared]

    def curves(self, kind="computing", workers="processes", by=BY[0]):
        """List what each machine measured last of some kind of task and of workers.

        Parameters
        ----------
        kind : str, optional
            One of ``reader.journal.KINDS``.
        workers : str, optional
            One of ``worker.spans.KINDS_OF_WORKERS``.
        by : str, optional
            One of `BY`.

        Returns
        -------
        list of Curve
            One for each member and group, of two numbers of workers or more.

        Raises
        ------
        ValueError
            If `by` is none of `BY`.
        """
        if by not in BY:
            raise ValueError(f"by must be one of {', '.join(BY)}, not {by!r}.")
        found = {}
        for member in self.members:
            for entry in member.handed_in.measurements:
                points = curves.points_of(entry.curve)
                if (entry.kind, entry.workers) == (kind, workers) and len(points) > 1:
                    group = _group(entry, by)
                    found[member.number, group] = Curve(member.number, group, points)
        return sorted(found.values(), key=lambda curve: (_natural(curve.group), curve.number))

    def progress(self):
        """List who is where, by number.

        Returns
        -------
        Progress
        """
        return Progress(self.members, self.is_synthetic)

    def __str__(self):
        what = "synthetic file" if self.is_synthetic else "file"
        lines = [f"{counted(len(self.members), what)} read, {len(self.left_out)} left out."]
        return "\n".join([*lines, *map(str, self.left_out)])

    __repr__ = __str__


@dataclass(frozen=True)
class Progress:
    """Who is where, by number; shows as a table."""

    members: tuple
    is_synthetic: bool

    _TITLES = ("number", "usable CPUs", "Python", "lessons", "lab measurements", "predictions")

    def _rows(self):
        for member in self.members:
            machine = member.machine or ("", "")
            compared = member.handed_in.compared
            right = f"{sum(one.is_right for one in compared)} of {len(compared)} right"
            lessons = ", ".join(str(int(lesson[:2])) for lesson in member.lessons)
            n_measured = len(member.handed_in.measurements)
            yield (member.number, *machine, lessons, n_measured, right)

    def __str__(self):
        lines = [self._TITLES, *self._rows()]
        return "\n".join(" | ".join(map(str, line)) for line in lines)

    __repr__ = __str__

    def _repr_html_(self):
        told = "A synthetic class: nobody measured this." if self.is_synthetic else ""
        return markup("<p>{}</p>{}", told, table(self._TITLES, self._rows()))


def _group(entry, by):
    machine = files.cpus_and_python(entry.machine)
    if by == "start method":
        return entry.start_method or _UNKNOWN
    if machine is None:
        return _UNKNOWN
    return counted(machine[0], "usable CPU") if by == BY[0] else f"Python {machine[1]}"


def _natural(group):
    """Sort "4 usable CPUs" before "16 usable CPUs", and Python 3.9 before 3.14."""
    return [int(part) for part in group.replace(".", " ").split() if part.isdigit()], group


def read(folder):
    """Read the files that a class has handed in, from a folder and those in it.

    Parameters
    ----------
    folder : str or pathlib.Path

    Returns
    -------
    Classroom
        Files that are broken, doubled, huge, or look forged are named in it and left out.

    Raises
    ------
    ValueError
        If there is no such folder.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise ValueError(f"folder must be a folder with files that were handed in, not {folder}.")
    whole, left_out = {}, []
    for path in sorted(folder.rglob("*")):
        # Of a file's name, not all need be text.
        name = path.relative_to(folder).as_posix().encode(errors="backslashreplace").decode()
        if path.is_dir() or any(part.startswith(".") for part in path.relative_to(folder).parts):
            continue
        try:
            whole[name] = _one(path)
        except ValueError as error:
            left_out.append(LeftOut(name, str(error)))
    is_synthetic = bool(whole) and all(one.is_synthetic for one in whole.values())
    for name in [name for name, one in whole.items() if one.is_synthetic and not is_synthetic]:
        del whole[name]
        left_out.append(LeftOut(name, "synthetic, and others are not"))
    kept, doubled = _each_once(whole)
    kept = sorted(kept, key=lambda one: sha256(files.as_text(one).encode()).digest())
    members = tuple(Member(number, one) for number, one in enumerate(kept, start=1))
    left_out = sorted([*left_out, *doubled], key=lambda one: one.file)
    return Classroom(members, tuple(left_out), is_synthetic)


def _one(path):
    # To open something else, such as a pipe, may take for ever.
    if not path.is_file():
        raise ValueError("no file to read")
    if path.suffix != ".json":
        raise ValueError(f"no {files.NAME}: its name does not end in .json")
    one = files.read(path)
    if not one.measurements and not one.predictions:
        raise ValueError("empty: it has no measurement and no prediction of the course")
    odd = oddity_of(one)
    if odd:
        raise ValueError(f"forged, or looks so: {odd}")
    return one


def _each_once(whole):
    """Tell files that have measurements in common apart: the one with most of all is kept."""

    def size(name):
        return len(whole[name].measurements) + len(whole[name].predictions)

    kept, doubled, seen = [], [], {}
    for name in sorted(whole, key=lambda name: (-size(name), name)):
        traces = traces_of(whole[name])
        others = sorted(seen[trace] for trace in traces if trace in seen)
        if others:
            told = f"doubled: it has {counted(len(others), 'measurement')} of {others[0]}"
            doubled.append(LeftOut(name, told))
            continue
        seen.update(dict.fromkeys(traces, name))
        kept.append(whole[name])
    return kept, doubled
