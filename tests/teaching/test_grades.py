"""helpers.teaching.grades: each submission by itself, by an nbgrader of this test's own.

What the real one does is seen in tests/test_nbgrader.py.
"""

import contextlib
import csv
import json
from pathlib import Path

import psutil
import pytest

from helpers.teaching import grades

A = "03_threading"
DEAD = "Traceback\nnbclient.exceptions.DeadKernelError: Kernel died\nERROR | for student 'dies'"
DELETED = "Traceback\nKeyError: 'e2'\n"
PASTED = "Traceback\nKeyError: 'grade_id'\n"
ODD = "Traceback\nValueError: one\n\nDuring handling\n\nodd.OddError: what nobody knows\n"


class Nbgrader:
    """Has the scores, and fails where a test says so; remembers how it was called."""

    def __init__(self, **failing):
        self.failing, self.scores, self.calls = failing, {}, []

    def __call__(self, arguments, course):
        self.calls.append(arguments)
        command, *options = arguments
        if command == "export":
            (to,) = [o.removeprefix("--to=") for o in options if o.startswith("--to=")]
            rows = [f"{A},{student},{score},12.0" for student, score in self.scores.items()]
            rows.append("another,ada,1.0,2.0")
            head = "assignment,student_id,score,max_score"
            Path(to).write_text("\n".join([head, *rows, ""]))
            return True, ""
        (student,) = [o.removeprefix("--student=") for o in options if o.startswith("--student=")]
        told = self.failing.get(student, "")
        if command == "generate_feedback":
            return told != "no page", told
        if told == DELETED and "--OverwriteCells.add_missing_cells=False" in options:
            told = ""
        if told and told != "no page":
            self.scores.setdefault(student, "0.0")
            return False, told
        self.scores[student] = "11.0"
        return True, ""

    def graded(self):
        """Return whom it was asked to grade since the last time."""
        calls, self.calls = self.calls, []
        students = [call[2] for call in calls if call[0] == "autograde"]
        return [student.removeprefix("--student=") for student in students]


@pytest.fixture
def course(tmp_path):
    (tmp_path / "nbgrader_config.py").touch()
    (tmp_path / "release" / A).mkdir(parents=True)
    (tmp_path / "release" / A / f"{A}.ipynb").write_text(notebook())
    for student in ("ada", "ben"):
        submit(tmp_path, student)
    return tmp_path


def notebook(title="# Coursework 3: threads", exercises=("e1", "e2")):
    """Return the text of a notebook, as far as it counts here."""
    checks = [
        {"source": "check", "metadata": {"nbgrader": {"grade": True, "grade_id": f"{name}-check"}}}
        for name in exercises
    ]
    return json.dumps({"cells": [{"source": [f"{title}\n", "more"], "metadata": {}}, *checks]})


def submit(course, student, text=None, name=f"{A}.ipynb"):
    path = course / "submitted" / student / A / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(notebook() if text is None else text)


def grade(course, run, **options):
    return {
        row.student: row for row in grades.grade(course, A, run=run, say=said.append, **options)
    }


said = []


def test_everybody_has_a_row_with_the_score_and_the_times(course):
    rows = grade(course, Nbgrader())
    assert list(rows) == ["ada", "ben"]
    row = rows["ada"]
    assert (row.assignment, row.status, row.score, row.max_score) == (A, "graded", "11.0", "12.0")
    assert float(row.grading_s) >= 0 <= float(row.feedback_s)
    assert row.why == ""


def test_what_has_not_changed_is_not_graded_again_unless_asked(course):
    run = Nbgrader()
    grade(course, run)
    assert run.graded() == ["ada", "ben"]
    rows = grade(course, run)
    assert run.graded() == []
    assert (rows["ada"].score, rows["ada"].grading_s) == ("11.0", "")
    submit(course, "ben", notebook() + " ")
    submit(course, "cid")
    grade(course, run)
    assert run.graded() == ["ben", "cid"]
    grade(course, run, again=True)
    assert run.graded() == ["ada", "ben", "cid"]
    grade(course, run, students=["ada"], again=True)
    assert run.graded() == ["ada"]


@pytest.mark.parametrize(
    ("log", "why"),
    [
        (DEAD, "a cell has ended the kernel"),
        (PASTED, "a cell of an exercise was copied"),
        ("NbGraderException: No assignment with ID 'x' exists", "the gradebook does not know it"),
        (ODD, "odd.OddError: what nobody knows"),
        ("something\nat last", "at last"),
        (" ", "nbgrader has not said why"),
    ],
)
def test_who_cannot_be_graded_is_told_with_the_reason_and_the_others_are(course, log, why):
    run = Nbgrader(ada=log)
    rows = grade(course, run)
    assert (rows["ada"].status, rows["ada"].score) == ("not graded", "")
    assert rows["ada"].why.startswith(why)
    assert rows["ben"].status == "graded"
    assert said[-2].startswith("ada: not graded: ")
    run.graded()
    grade(course, run)
    assert run.graded() == ["ada"]  # once more: it may have been the machine


def test_the_grade_of_an_earlier_submission_does_not_pass_for_that_of_a_later_one(course):
    run = Nbgrader()
    grade(course, run)
    run.failing["ada"] = DEAD
    submit(course, "ada", notebook() + " ")
    row = grade(course, run)["ada"]
    assert (row.status, row.score) == ("not graded", "")
    assert row.why.endswith("; nbgrader's own table has 11.0")


def test_who_deleted_an_answer_with_its_check_is_graded_on_the_others(course):
    run = Nbgrader(ada=DELETED)
    submit(course, "ada", notebook(exercises=["e2"]))
    row = grade(course, run)["ada"]
    assert (row.status, row.score) == ("graded", "11.0")
    assert row.why == "deleted together with the check: e1"
    assert run.graded() == ["ada", "ada", "ben"]


@pytest.mark.parametrize(
    "text",
    [
        "",
        notebook()[:-9],
        "{}",
        "[]",
        '{"cells": 3}',
        '{"cells": [{"source": 3}]}',
        "[" * 99_999,
        '{"cells": [{"source": "", "metadata": []}]}',
    ],
)
def test_a_file_that_is_no_notebook_is_told_and_not_tried(course, text):
    run = Nbgrader()
    submit(course, "ada", text)
    row = grade(course, run)["ada"]
    assert row.status == "not graded"
    assert row.why.startswith("the file is empty or broken, and no notebook")
    assert run.graded() == ["ben"]


def test_a_page_that_could_not_be_made_is_told_and_tried_again(course):
    run = Nbgrader(ada="no page")
    row = grade(course, run)["ada"]
    assert (row.status, row.why) == ("graded", "its feedback page could not be made: no page")
    run.graded()
    run.failing.clear()
    row = grade(course, run)["ada"]
    assert run.graded() == ["ada"]
    assert (row.status, row.why) == ("graded", "")


def test_who_has_handed_in_nothing_or_under_another_name_is_told(course):
    (course / "submitted" / "cid").mkdir()
    submit(course, "dan", name="mine.ipynb")
    run = Nbgrader()
    rows = grade(course, run)
    assert (rows["cid"].status, rows["cid"].why) == ("nothing handed in", "")
    assert rows["dan"].why == f"mine.ipynb is not named {A}.ipynb"
    assert run.graded() == ["ada", "ben"]
    (course / "submitted" / "cid" / A / f"{A}.ipynb").mkdir(parents=True)
    assert grade(course, run)["cid"].why == f"{A}.ipynb cannot be read"


@pytest.mark.parametrize(
    "damage", ["", "[]", '{"03_threading": 3}', '{"03_threading": {"ada": 3}}']
)
def test_a_damaged_memory_has_all_graded_once_more(course, damage):
    run = Nbgrader()
    grade(course, run)
    (course / "graded.json").write_text(damage)
    run.graded()
    grade(course, run)
    assert run.graded() == ["ada", "ben"]


def test_an_interrupt_loses_the_one_that_was_being_graded(course):
    run = Nbgrader()

    def interrupted(arguments, folder):
        if arguments[0] == "autograde" and "--student=ben" in arguments:
            raise KeyboardInterrupt
        return run(arguments, folder)

    with pytest.raises(KeyboardInterrupt):
        grade(course, interrupted)
    assert list(json.loads((course / "graded.json").read_text())[A]) == ["ada"]
    run.graded()
    grade(course, run)
    assert run.graded() == ["ben"]


def test_what_is_missing_is_said(course, tmp_path_factory):
    with pytest.raises(grades.GradesError, match="There is no folder"):
        grade(course, Nbgrader(), students=["eve"])
    with pytest.raises(grades.GradesError, match="was not released"):
        grades.grade(course, "another", run=Nbgrader())
    with pytest.raises(grades.GradesError, match=r"no nbgrader_config\.py"):
        grades.grade(tmp_path_factory.mktemp("none"), A, run=Nbgrader())
    with pytest.raises(grades.GradesError, match="could not export"):
        grade(course, lambda arguments, _: (arguments[0] != "export", "KeyError: 'x'"))


def test_the_table_is_one_that_spreadsheets_read(course, tmp_path):
    rows = grades.grade(course, A, run=Nbgrader(ada='ValueError: "a", b'), say=said.append)
    grades.write(rows, tmp_path / "all.csv")
    with open(tmp_path / "all.csv", encoding="utf-8", newline="") as file:
        read = list(csv.DictReader(file))
    assert [row["student"] for row in read] == ["ada", "ben"]
    assert read[0]["why"] == 'ValueError: "a", b'
    assert list(read[0])[:4] == ["assignment", "student", "status", "score"]


def test_the_table_keeps_what_it_has_of_other_submissions(course, tmp_path):
    run, table = Nbgrader(), tmp_path / "all.csv"

    def grade_and_write(**options):
        grades.write(grades.grade(course, A, run=run, say=said.append, **options), table)
        with open(table, encoding="utf-8", newline="") as file:
            return {row["student"]: row["status"] for row in csv.DictReader(file)}

    assert grade_and_write() == {"ada": "graded", "ben": "graded"}
    run.failing["ben"] = DEAD
    assert grade_and_write(students=["ben"], again=True) == {"ada": "graded", "ben": "not graded"}
    table.write_bytes(b"a,b\n\xff,2\n")  # somebody else's
    assert grade_and_write(students=["ada"]) == {"ada": "graded"}


# In the folder in which it runs, a module of that name comes first.
LEAVES_BEHIND = """
import subprocess, sys
sleep = [sys.executable, "-c", "import time; time.sleep(600)"]
print(subprocess.Popen(sleep, start_new_session=True).pid)
sys.exit(len(sys.argv) - 1)
"""


@pytest.mark.parametrize("arguments", [[], ["autograde"]])
def test_what_a_submission_leaves_behind_is_ended_and_not_waited_for(tmp_path, arguments):
    (tmp_path / "nbgrader.py").write_text(LEAVES_BEHIND)
    went_well, told = grades.by_nbgrader(arguments, tmp_path)
    assert went_well == (not arguments)
    with contextlib.suppress(psutil.NoSuchProcess):
        assert psutil.Process(int(told)).status() == psutil.STATUS_ZOMBIE


def test_another_notebook_is_told_whatever_it_got(course):
    submit(course, "ada", notebook("# Coursework 1: the GIL"))
    rows = grade(course, Nbgrader())
    assert rows["ada"].status == "graded"
    told = "another notebook, or its title was changed: # Coursework 1: the GIL"
    assert (rows["ada"].why, rows["ben"].why) == (told, "")
    submit(course, "ada", notebook("# Mine\ud83d"))
    row = grade(course, Nbgrader(ada=DEAD))["ada"]
    assert row.why.startswith("a cell has ended the kernel")
    assert row.why.endswith("; another notebook, or its title was changed: # Mine?")
