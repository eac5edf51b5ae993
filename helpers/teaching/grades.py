"""Grades of a course with nbgrader: each submission by itself, who could not be graded and why, one table.

nbgrader is a program of its own, and need not be installed to import this.
"""

import csv
import json
import os
import re
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, fields
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from helpers.processes import families
from helpers.teaching import submissions

__all__ = ["GRADED", "NOTHING", "NOT_GRADED", "GradesError", "Row", "by_nbgrader", "grade", "write"]

GRADED, NOT_GRADED, NOTHING = "graded", "not graded", "nothing handed in"
_REMEMBERED = "graded.json"  # in the course's folder: of each submission, which file was graded
_UNKNOWN = {"digest": "", "status": "", "why": ""}
_LIMIT_S = 3600  # of one submission: each cell has a limit of its own, and they are not many
_MOST_BYTES = 1_000_000  # of what it says, the last
_MARK = "PARALLELISM_GRADING"  # an environment variable: it tells what a submission has started
_ERROR = re.compile(r"^ *([A-Za-z.]*(?:Error|Exception)): ?(.*)$", re.MULTILINE)
_DELETED = re.compile(r"KeyError: 'e\d+(?:-\w+)?'")
_KEEP_DELETED = "--OverwriteCells.add_missing_cells=False"
_WHY = {
    "DeadKernelError": "a cell has ended the kernel: read it, and ask for another submission",
    "KeyError: 'grade_id'": "a cell of an exercise was copied: delete the copy, and grade again",
    "No assignment with ID": "the gradebook does not know it: run nbgrader generate_assignment --force",
}


class GradesError(Exception):
    """The course is not ready to be graded; the message says what is missing."""


@dataclass(frozen=True)
class Row:
    """What the table says of a submission.

    Attributes
    ----------
    assignment, student : str
    status : str
        `GRADED`, `NOT_GRADED` or `NOTHING`.
    score, max_score : str
        As nbgrader writes them; empty for who was not graded, whatever an earlier submission got.
    why : str
        Why not; or what is to be known of a grade.
    grading_s, feedback_s : str
        How long it took this time; empty if it was graded before.
    """

    assignment: str
    student: str
    status: str
    score: str = ""
    max_score: str = ""
    why: str = ""
    grading_s: str = ""
    feedback_s: str = ""


def by_nbgrader(arguments, course):
    """Run nbgrader.

    Parameters
    ----------
    arguments : list of str
    course : pathlib.Path
        The folder in which it runs.

    Returns
    -------
    (bool, str)
        Whether it went well, and what it has said.
    """
    command = [sys.executable, "-m", "nbgrader", *arguments]
    mark = (_MARK, os.urandom(8).hex())
    # Into a file: a process that a submission has left behind would hold a pipe open, and all would wait.
    with TemporaryFile() as said:
        out = {"stdin": subprocess.DEVNULL, "stdout": said, "stderr": subprocess.STDOUT}
        env = {**os.environ, mark[0]: mark[1]}
        child = subprocess.Popen(command, cwd=course, env=env, **out, **families.APART)
        try:
            child.wait(_LIMIT_S)
        except subprocess.TimeoutExpired:
            return False, f"TimeoutError: it took more than {_LIMIT_S} s"
        finally:
            child.kill()
            child.wait()
            families.end(child.pid, mark)  # what a submission has left behind
        said.seek(max(0, said.seek(0, os.SEEK_END) - _MOST_BYTES))
        return child.returncode == 0, said.read().decode(errors="replace")


def grade(course, assignment, students=(), again=False, run=by_nbgrader, say=print):
    """Grade what was handed in for an assignment since it was graded last, and make the feedback pages.

    Parameters
    ----------
    course : str or pathlib.Path
        The folder of the course, in which nbgrader has released the assignment.
    assignment : str
    students : sequence of str, optional
        Those to be graded; all whom there is a folder of in ``submitted`` if not given.
    again : bool, optional
        Whether also what has not changed since, as after a change of a private test.
    run : callable, optional
        Of what `by_nbgrader` does.
    say : callable, optional
        Called with a line for each submission.

    Returns
    -------
    list of Row
        One for each of the students.

    Raises
    ------
    GradesError
        If something is missing without which nobody can be graded.
    """
    course = Path(course)
    _check(course, assignment, run)
    here = sorted(path.name for path in (course / "submitted").iterdir() if path.is_dir())
    unknown = sorted(set(students) - set(here))
    if unknown:
        raise GradesError(f"There is no folder {Path('submitted', unknown[0])} in {course}.")
    remembered, done = _remembered(course), {}
    known = remembered.setdefault(assignment, {})
    for student in students or here:
        submission = course / "submitted" / student / assignment / f"{assignment}.ipynb"
        digest, before = submissions.digest_of(submission), known.get(student, {})
        is_done = before.get("status") == GRADED and before.get("has_page", True)
        if digest is None:
            done[student] = {"status": NOTHING, "why": submissions.instead_of(submission)}
        elif digest == before.get("digest") and is_done and not again:
            done[student] = {**before, "grading_s": "", "feedback_s": ""}
        else:
            done[student] = {**_graded(course, assignment, student, run), "digest": digest}
            known[student] = done[student]
            _remember(course, remembered)  # after each: an interrupt loses one, and not all
        of_it = done[student]
        say(": ".join(filter(None, (student, of_it["status"], of_it["why"]))))
    scores = _scores(course, assignment, run)
    return [_row(assignment, student, of_it, scores) for student, of_it in done.items()]


def _check(course, assignment, run):
    told = None
    if run is by_nbgrader and find_spec("nbgrader") is None:
        told = f"nbgrader is not installed: {sys.executable} -m pip install nbgrader"
    elif not (course / "nbgrader_config.py").is_file():
        told = f"There is no nbgrader_config.py in {course}: copy that of notebooks/coursework."
    elif not (course / "release" / assignment).is_dir():
        told = (
            f"{assignment} was not released: run nbgrader generate_assignment {assignment} first."
        )
    elif not (course / "submitted").is_dir():
        told = f"There is no folder named submitted in {course}: collect first."
    if told:
        raise GradesError(told)


def _graded(course, assignment, student, run):
    """Grade one submission; whatever goes wrong with it, the others go on."""
    name = f"{assignment}.ipynb"
    cells = submissions.cells_of(course / "submitted" / student / assignment / name)
    if cells is None:
        why = "the file is empty or broken, and no notebook: ask for another submission"
        return {"status": NOT_GRADED, "why": why}
    released = submissions.cells_of(course / "release" / assignment / name) or []
    of_it = [assignment, f"--student={student}", "--force"]
    notes = submissions.foreign(cells, released)
    start_s = time.perf_counter()
    went_well, told = run(["autograde", *of_it], course)
    if not went_well and _DELETED.search(told):
        deleted = submissions.deleted(cells, released)
        notes += [f"deleted together with the check: {', '.join(deleted) or 'an answer'}"]
        went_well, told = run(["autograde", *of_it, _KEEP_DELETED], course)
    graded_s = time.perf_counter()
    took = {"grading_s": f"{graded_s - start_s:.1f}", "feedback_s": ""}
    if not went_well:
        return {"status": NOT_GRADED, "why": "; ".join([_why(told), *notes]), **took}
    has_page, told = run(["generate_feedback", *of_it], course)
    if not has_page:
        notes += [f"its feedback page could not be made: {_why(told)}"]
    took["feedback_s"] = f"{time.perf_counter() - graded_s:.1f}"
    return {"status": GRADED, "why": "; ".join(notes), "has_page": has_page, **took}


def _why(told):
    """Say why a submission could not be graded, by what nbgrader has said."""
    for sign, why in _WHY.items():
        if sign in told:
            return why
    errors = _ERROR.findall(told)
    if errors:
        kind, message = errors[-1]
        return f"{kind}: {message}"[:200]
    lines = told.strip().splitlines()
    return lines[-1][:200] if lines else "nbgrader has not said why"


def _scores(course, assignment, run):
    """Return what nbgrader has of each student of an assignment."""
    with TemporaryDirectory() as folder:
        path = Path(folder, "all.csv")
        went_well, told = run(["export", f"--to={path}"], course)
        if not went_well or not path.is_file():
            raise GradesError(f"nbgrader could not export the grades: {_why(told)}.")
        with open(path, encoding="utf-8", errors="replace", newline="") as file:
            rows = list(csv.DictReader(file))
    return {row["student_id"]: row for row in rows if row["assignment"] == assignment}


def _row(assignment, student, of_it, scores):
    found, more = scores.get(student, {}), {}
    why = of_it["why"]
    if of_it["status"] == GRADED:
        more = {"score": found.get("score", ""), "max_score": found.get("max_score", "")}
    elif float(found.get("score") or 0):
        why = f"{why}; nbgrader's own table has {found['score']}".removeprefix("; ")
    took = {name: of_it.get(name, "") for name in ("grading_s", "feedback_s")}
    return Row(assignment, student, of_it["status"], why=why, **more, **took)


def _remembered(course):
    try:
        values = json.loads((course / _REMEMBERED).read_bytes())
        known = {
            assignment: {student: {**_UNKNOWN, **one} for student, one in of_it.items()}
            for assignment, of_it in values.items()
        }
    except (OSError, ValueError, AttributeError, TypeError):  # none yet, or damaged
        return {}  # then all is graded once more, which changes no grade
    return known


def _remember(course, remembered):
    new = course / f"{_REMEMBERED}.new"
    new.write_text(json.dumps(remembered, indent=1), encoding="utf-8")
    os.replace(new, course / _REMEMBERED)


def write(rows, path):
    """Write the table; what it has of other submissions stays.

    Parameters
    ----------
    rows : list of Row
    path : str or pathlib.Path
        A file that is no such table is replaced.
    """
    table = {(row.assignment, row.student): row for row in [*_written(path), *rows]}
    with open(path, "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, _COLUMNS)
        writer.writeheader()
        writer.writerows(asdict(table[key]) for key in sorted(table))


_COLUMNS = [field.name for field in fields(Row)]


def _written(path):
    """Return the rows of a table of before; none where there is none."""
    try:
        with open(path, encoding="utf-8", newline="") as file:
            read = csv.DictReader(file, strict=True)
            rows = list(read) if read.fieldnames == _COLUMNS else []
        return [Row(**row) for row in rows]
    except (OSError, ValueError, TypeError, csv.Error):
        return []
