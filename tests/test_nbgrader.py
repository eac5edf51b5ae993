"""A course with nbgrader, by the README's commands: released, collected, autograded, fed back, exported."""

import csv
import os
import re
import shlex
import shutil
import subprocess
import sys
import time

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
    return fetch_some(task, inputs) if len(inputs) < 9 else None
"""


README = (ROOT / "README.md").read_text(encoding="utf-8")


def commands(what):
    """Return the instructor's commands to assign or to grade, as they stand in the README."""
    block = re.search(rf"<!-- nbgrader: {what} -->\n```bash\n(.*?)```", README, re.DOTALL).group(1)
    return [line for line in block.splitlines() if line.strip()]


def hidden_test():
    """Return the README's example of a private test."""
    pattern = r"(### BEGIN HIDDEN TESTS\n.*### END HIDDEN TESTS\n)"
    return re.search(rf"```python\n{pattern}```", README, re.DOTALL).group(1)


def begin():
    """Return what an instructor types first in a new terminal, for this clone and this Python."""
    course, *more = commands("assign")[:4]
    assert course.startswith("COURSE=/path/to/your/clone ")
    assert more[0].startswith(f"A={ASSIGNMENT} ")
    more = [line.replace('"$COURSE"/.venv', shlex.quote(sys.prefix)) for line in more]
    more = [line.replace("$COURSE/.venv", sys.prefix) for line in more]  # within quotes
    return [f"COURSE={shlex.quote(str(ROOT))}", *more]


def run(command, folder, limit_s=600):
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
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}\n{done.stderr[-3000:]}"
    return done.stdout + done.stderr


def submit(folder, student, notebook):
    path = folder / "submitted" / student / ASSIGNMENT / f"{ASSIGNMENT}.ipynb"
    path.parent.mkdir(parents=True)
    text = notebooks.nbformat.writes(notebook, version=4)
    path.write_text(text, encoding="utf-8")


def hide_a_test(path):
    """Put a private test into a check, above its last expression, as the README tells."""
    notebook = notebooks.read(path)
    check = cell_of(notebook, "e2-check")
    above, grade, last = check.source.rpartition("checks.run(")
    check.source = above + hidden_test() + grade + last
    path.write_text(notebooks.nbformat.writes(notebook, version=4), encoding="utf-8")


def cell_of(notebook, name):
    return next(cell for cell in notebook.cells if cell.id == name)


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course that went through all of the README's commands."""
    if shutil.which("bash") is None:
        pytest.skip("the README's commands are for bash")
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
    known = coursework.answers(ASSIGNMENT)
    released = notebooks.read(folder / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    exercises = coursework.exercises(released)
    first = next(iter(exercises))

    def answered(**changes):
        notebook = coursework.deepcopy(released)
        for name, code in {**known.SOLUTIONS, **changes}.items():
            cell_of(notebook, name).source = code
        return notebook

    wrong = {name: answers[0] for name, answers in known.WRONG.items()}
    archive = folder / "downloaded" / ASSIGNMENT / "archive"
    archive.mkdir(parents=True)
    notebooks.write(answered(), archive / f"right_{ASSIGNMENT}.ipynb")
    (collect,) = re.findall(r"run `(nbgrader zip_collect [^`]+)`", README)
    run(collect, folder)
    submit(folder, "untouched", released)
    submit(folder, "wrong", answered(**{name: code for name, (_, _, code) in wrong.items()}))
    tampered = answered(**{name: code for name, (_, _, code) in wrong.items()})
    for i, name in enumerate(exercises):
        if i == 0:
            tampered.cells.remove(cell_of(tampered, f"{name}-check"))
        else:
            cell_of(tampered, f"{name}-check").source = f"{exercises[name]}"
    submit(folder, "tampers", tampered)
    forgetful = answered()
    cell_of(forgetful, first).source += "\ncheck = checks = workloads = None"
    submit(folder, "deletes", forgetful)
    submit(folder, "exits", answered(e1=known.SOLUTIONS["e1"] + EXITS))
    mark = str(folder)  # by which the processes that it leaves are known
    submit(
        folder, "leaves much", answered(e1=known.SOLUTIONS["e1"] + LEAVES_MUCH.format(mark=mark))
    )
    submit(
        folder, "fails a hidden test", answered(e2=known.SOLUTIONS["e2"] + FAILS_THE_HIDDEN_TEST)
    )
    submit(folder, "ends the kernel", answered(**{first: ENDS_THE_KERNEL}))
    submit(folder, "never ends", answered(**{first: NEVER_ENDS}))
    log = run(grade[0].replace("autograde", "autograde --Execute.timeout=25", 1), folder)
    for command in grade[1:]:
        run(command, folder)
    with open(folder / "grades.csv", encoding="utf-8", newline="") as file:
        scores = {row["student_id"]: row for row in csv.DictReader(file)}
    kept = sum(points for points, _, _ in wrong.values())
    return folder, scores, exercises, kept, log


def score(course, student):
    return float(course[1][student]["score"] or 0)


def test_right_answers_get_all_points(course):
    assert score(course, "right") == sum(course[2].values())
    assert float(course[1]["right"]["max_score"]) == sum(course[2].values())


def test_untouched_ones_get_none(course):
    assert score(course, "untouched") == 0


def test_wrong_ones_lose_what_they_should(course):
    assert score(course, "wrong") == course[3] < sum(course[2].values())


def test_changed_and_deleted_checks_do_not_help(course):
    assert score(course, "tampers") == course[3]


def test_deleted_names_do_no_harm(course):
    assert score(course, "deletes") == sum(course[2].values())


def test_a_cell_that_never_ends_costs_its_exercise_only(course):
    first = next(iter(course[2].values()))
    assert score(course, "never ends") == sum(course[2].values()) - first


def test_a_cell_that_exits_or_floods_or_leaves_processes_is_graded(course):
    assert score(course, "exits") == sum(course[2].values())
    assert score(course, "leaves much") == sum(course[2].values())


def test_no_process_of_a_submission_is_left(course):
    deadline = time.monotonic() + 20
    while left := [p for p in psutil.process_iter(["cmdline"]) if is_of(p, course[0])]:
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


def is_of(process, folder):
    return str(folder) in (process.info["cmdline"] or ())


def test_a_private_test_costs_its_exercise_and_is_not_released(course):
    assert score(course, "fails a hidden test") == sum(course[2].values()) - course[2]["e2"]
    page = course[0] / "feedback" / "fails a hidden test" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    assert "AssertionError" in page.read_text(encoding="utf-8")


def test_a_kernel_that_dies_is_reported_and_the_others_are_graded(course):
    assert score(course, "ends the kernel") == 0
    assert "ends the kernel" in course[4]
    assert "DeadKernelError" in course[4] or "Kernel died" in course[4]


def test_feedback_teaches(course):
    page = course[0] / "feedback" / "untouched" / ASSIGNMENT / f"{ASSIGNMENT}.html"
    assert page.read_text(encoding="utf-8").count("Not attempted yet.") >= len(course[2])


def test_the_release_is_the_committed_notebook(course):
    released = notebooks.read(course[0] / "release" / ASSIGNMENT / f"{ASSIGNMENT}.ipynb")
    committed = coursework.read(ASSIGNMENT)
    assert [c.source for c in released.cells] == [c.source for c in committed.cells]
