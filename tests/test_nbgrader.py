"""A course with nbgrader, by docs/instructors.md: released, collected, autograded, fed back, exported.

Which points an answer gets is seen in tests/test_coursework.py; here, that they arrive in the table.
"""

import csv
import os
import re
import shlex
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import NamedTuple

import psutil
import pytest

from tests import coursework, notebooks
from tests.kernels import without_ports
from tests.notebooks import ROOT

ASSIGNMENT = "03_threading"
ENDS_THE_KERNEL = "import os\nos._exit(1)"
NEVER_ENDS = "while True:\n    pass"
LEAVES_MUCH = """
import subprocess, sys, threading, time
print("x" * 3_000_000)
print("y" * 3_000_000, file=sys.stderr)
threading.Thread(target=time.sleep, args=(600,)).start()
sleep = [sys.executable, "-c", "import time; time.sleep(600)", {mark!r}]
left = [subprocess.Popen(sleep) for _ in range(9)]
"""
EXITS = "\nimport sys\nsys.exit()"
FAILS_THE_HIDDEN_TEST = """
fetch_some = fetch_all
def fetch_all(task, inputs):
    few, more = inputs[:3], inputs[3:]
    if len(inputs) < 9:
        return fetch_some(task, inputs)
    return fetch_some(task, few) + (fetch_all(task, more) if more else [])
"""


PAGE = (ROOT / "docs" / "instructors.md").read_text(encoding="utf-8")
# A Windows may have a bash, but not the folders of a virtual environment that the commands name.
CAN_TYPE_THEM = os.name != "nt" and shutil.which("bash") is not None


def commands(what):
    """Return the instructor's commands to assign or to grade, as they stand on the page."""
    block = re.search(rf"<!-- nbgrader: {what} -->\n```bash\n(.*?)```", PAGE, re.DOTALL).group(1)
    return [line for line in block.splitlines() if line.strip()]


def hidden_test():
    """Return the page's example of a private test, and the step that it says to put it above."""
    pattern = (
        r"goes\s+above\s+`([^`]+)`.*?```\n( *### BEGIN HIDDEN TESTS\n.*### END HIDDEN TESTS\n)```"
    )
    return re.search(pattern, PAGE, re.DOTALL).group(2, 1)


def begin():
    """Return what an instructor types first in a new terminal, for this clone and this Python."""
    course, *more = commands("assign")[:4]
    assert course.startswith('COURSE="/path/to/your/clone" ')
    assert more[0].startswith(f"A={ASSIGNMENT} ")
    more = [line.replace('"$COURSE"/.venv', shlex.quote(sys.prefix)) for line in more]
    more = [line.replace("$COURSE/.venv", sys.prefix) for line in more]  # within quotes
    return [f"COURSE={shlex.quote(str(ROOT))}", *more]


def run(command, folder, limit_s=600, may_fail=False):
    environment = {
        **os.environ,
        "JUPYTER_CONFIG_DIR": str(folder / "jupyter"),
        "HOME": str(folder),
    }
    done = subprocess.run(
        ["bash", "-e", "-c", "\n".join([*begin(), command])],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=limit_s,
        check=False,
    )
    assert may_fail or done.returncode == 0, (
        f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    )
    return done.stdout + done.stderr


def submit(folder, student, notebook):
    path = folder / "submitted" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    path.parent.mkdir(parents=True, exist_ok=True)
    text = notebooks.nbformat.writes(notebook, version=4)
    path.write_text(text, encoding="utf-8")


def hide_a_test(path):
    """Put a private test into a check, as the page tells."""
    notebook = notebooks.read(path)
    check = cell_of(notebook, "e2-check")
    test, step = hidden_test()
    assert check.source.count(f"        {step}\n") == 1
    check.source = check.source.replace(f"        {step}\n", f"{test}        {step}\n")
    path.write_text(notebooks.nbformat.writes(notebook, version=4), encoding="utf-8")


def cell_of(notebook, name):
    return next(cell for cell in notebook.cells if cell.id == name)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course that went through all of the instructor's commands."""
    if not CAN_TYPE_THEM:
        pytest.skip("the instructor's commands are for bash, on Linux and macOS")
    folder = tmp_path_factory.mktemp("course")
    (folder / "jupyter").mkdir()
    settings = [f"c.KernelManager.{name} = {value!r}" for name, value in without_ports().items()]
    (folder / "jupyter" / "nbgrader_config.py").write_text("\n".join(settings), encoding="utf-8")
    prepare, grade = commands("assign")[4:], commands("grade")
    assert "generate_assignment" in prepare[-1]
    assert "autograde" in grade[0]
    for command in prepare[:-1]:
        run(command, folder)
    hide_a_test(folder / "source" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    run(prepare[-1], folder)
    released = notebooks.read(folder / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    exercises = coursework.exercises(released)
    first = next(iter(exercises))
    known = {name: coursework.answers(ASSIGNMENT, name) for name in exercises}
    solutions = {name: answers.right[0].code for name, answers in known.items()}
    wrong = {name: answers.wrong[0] for name, answers in known.items()}

    def answered(**changes):
        notebook = coursework.deepcopy(released)
        for name, code in {**solutions, **changes}.items():
            cell_of(notebook, name).source = code
        return notebook

    archive = folder / "downloaded" / ASSIGNMENT / "archive"
    archive.mkdir(parents=True)
    notebooks.write(answered(), archive / f"right_{ASSIGNMENT}.ipynb")
    notebooks.write(answered(), archive / f"twice_{ASSIGNMENT} (1).ipynb")
    (collect,) = re.findall(r"run `(nbgrader zip_collect [^`]+)`", PAGE)
    run(collect, folder)
    submit(folder, "untouched", released)
    all_wrong = {name: answer.code for name, answer in wrong.items()}
    submit(folder, "wrong", answered(**all_wrong))
    tampered = answered(**all_wrong)
    for i, name in enumerate(exercises):
        if i == 0:
            tampered.cells.remove(cell_of(tampered, f"{name}-check"))
        else:
            cell_of(tampered, f"{name}-check").source = f"{exercises[name]}"
    submit(folder, "tampers", tampered)
    forgetful = answered()
    cell_of(forgetful, first).source += "\ncheck = checks = workloads = None"
    submit(folder, "deletes", forgetful)
    submit(folder, "exits", answered(e1=solutions["e1"] + EXITS))
    mark = str(folder)  # by which the processes that it leaves are known
    submit(folder, "leaves much", answered(e1=solutions["e1"] + LEAVES_MUCH.format(mark=mark)))
    submit(folder, "fails a hidden test", answered(e2=solutions["e2"] + FAILS_THE_HIDDEN_TEST))
    submit(folder, "ends the kernel", answered(**{first: ENDS_THE_KERNEL}))
    submit(folder, "never ends", answered(**{first: NEVER_ENDS}))
    log = run(grade[0].replace("autograde", "autograde --Execute.timeout=25", 1), folder)
    for command in grade[1:]:
        run(command, folder)
    (told,) = commands("errors")
    errors = run(told, folder)
    kept = sum(answer.points for answer in wrong.values())
    # Two hand in again: one what is right at last, one what ends the kernel.
    changed = {"wrong": answered(), "right": answered(**{first: ENDS_THE_KERNEL})}
    before = scores_in(folder)
    for student, notebook in changed.items():
        submit(folder, student, notebook)
        for command in commands("again"):
            run(command.replace("STUDENT", student), folder, may_fail=student == "right")
        errors += run(told, folder) if student == "right" else ""
    return Course(folder, before, exercises, kept, log, errors, scores_in(folder))


class Course(NamedTuple):
    """What went through the commands, and what came out."""

    folder: Path
    scores: dict
    exercises: dict
    kept: float  # the points of the wrong answers
    log: str
    errors: str  # what the page's command finds in the logs
    scores_again: dict


def scores_in(folder):
    with open(folder / "grades.csv", encoding="utf-8", newline="") as file:
        return {row["student_id"]: row for row in csv.DictReader(file)}


def score(course, student):
    return float(course.scores[student]["score"] or 0)


def test_every_assignment_can_be_released(tmp_path):
    if not CAN_TYPE_THEM:
        pytest.skip("the instructor's commands are for bash, on Linux and macOS")
    (tmp_path / "jupyter").mkdir()
    *_, copy, generate = commands("assign")
    (loop,) = re.findall(r"`(for A in .*; do) \.\.\.; done`", PAGE)
    names = coursework.assignments()
    assert set(loop.removeprefix("for A in ").removesuffix("; do").split()) <= set(names)
    settings = next(line for line in commands("assign") if line.startswith("cp "))
    run(f"{settings}\nfor A in {' '.join(names)}; do {copy}\n{generate}; done", tmp_path)
    for name in names:
        released = notebooks.read(tmp_path / "release" / name / f"{name}.ipynb")
        assert [c.source for c in released.cells] == [c.source for c in coursework.read(name).cells]
        assert coursework.exercises(released) == coursework.exercises(coursework.read(name))


def test_right_answers_get_all_points(course):
    assert score(course, "right") == score(course, "twice") == sum(course.exercises.values())
    assert float(course.scores["right"]["max_score"]) == sum(course.exercises.values())


def test_untouched_ones_get_none(course):
    assert score(course, "untouched") == 0


def test_wrong_ones_lose_what_they_should(course):
    assert score(course, "wrong") == course.kept < sum(course.exercises.values())


def test_changed_and_deleted_checks_do_not_help(course):
    assert score(course, "tampers") == course.kept


def test_deleted_names_do_no_harm(course):
    assert score(course, "deletes") == sum(course.exercises.values())


def test_a_cell_that_never_ends_costs_its_exercise_only(course):
    first = next(iter(course.exercises.values()))
    assert score(course, "never ends") == sum(course.exercises.values()) - first


def test_a_cell_that_exits_or_floods_or_leaves_processes_is_graded(course):
    assert score(course, "exits") == sum(course.exercises.values())
    assert score(course, "leaves much") == sum(course.exercises.values())


def test_no_process_of_a_submission_is_left(course):
    deadline = time.monotonic() + 20
    while left := [p for p in psutil.process_iter(["cmdline"]) if is_of(p, course.folder)]:
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


def is_of(process, folder):
    return str(folder) in (process.info["cmdline"] or ())


def test_a_private_test_costs_its_exercise_and_is_not_released(course):
    guarded = 2  # the points of the step below it
    assert score(course, "fails a hidden test") == sum(course.exercises.values()) - guarded
    page = course.folder / "feedback" / "fails a hidden test" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    text = page.read_text(encoding="utf-8")
    assert "1 of 3 points" in text
    assert "At most 3 tasks were in progress at once; 9 should be." in text


def test_a_kernel_that_dies_is_reported_and_the_others_are_graded(course):
    assert score(course, "ends the kernel") == 0
    assert "ends the kernel" in course.errors
    assert "DeadKernelError" in course.errors
    named = re.findall(r"ERROR.*for student (.*)", course.errors)
    assert len(named) == 2  # and the one that hands in again
    assert "right" in named[1]


def test_who_hands_in_again_is_graded_again(course):
    assert float(course.scores_again["wrong"]["score"]) == sum(course.exercises.values())


def test_an_old_grade_stays_where_a_later_submission_cannot_be_graded(course):
    assert course.scores_again["right"]["score"] == course.scores["right"]["score"]
    assert (course.folder / "feedback" / "right" / ASSIGNMENT).is_dir()  # as the page warns


def test_who_has_handed_in_nothing_is_named(course):
    (told,) = commands("missing")
    (course.folder / "submitted" / "a late one" / "another").mkdir(parents=True)
    out = run(told, course.folder)
    assert out.splitlines() == ["nothing handed in: a late one"]


def test_the_one_command_grades_and_says_who_was_not(course):
    (command,) = commands("one command")
    out = run(f"{command} --student untouched --student 'ends the kernel'", course.folder)
    assert "1 graded, 1 not graded, 0 nothing handed in." in out
    with open(course.folder / "all-grades.csv", encoding="utf-8", newline="") as file:
        rows = {row["student"]: row for row in csv.DictReader(file)}
    assert list(rows) == ["ends the kernel", "untouched"]  # as spreadsheets sort
    assert (rows["untouched"]["status"], float(rows["untouched"]["score"])) == ("graded", 0)
    assert float(rows["untouched"]["max_score"]) == sum(course.exercises.values())
    assert rows["ends the kernel"]["score"] == ""
    assert rows["ends the kernel"]["why"].startswith("a cell has ended the kernel")


def test_feedback_teaches(course):
    page = course.folder / "feedback" / "untouched" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    assert page.read_text(encoding="utf-8").count("Not attempted yet.") >= len(course.exercises)


def test_the_release_is_the_committed_notebook(course):
    released = notebooks.read(course.folder / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    committed = coursework.read(ASSIGNMENT)
    assert [c.source for c in released.cells] == [c.source for c in committed.cells]
