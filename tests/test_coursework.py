"""The assignments: right answers get all points, wrong ones lose theirs, those handed out get none."""

import ast
import re

import pytest

from tests import coursework
from tests.coursework import (
    FOLDER,
    UNTOUCHED,
    answers,
    assignments,
    chosen,
    exercises,
    nbgrader_of,
    read,
    tries,
    trying,
)
from tests.coursework.loading import Answer, load
from tests.coursework.trying import try_all, try_exercise
from tests.notebooks import ROOT

ASSIGNMENTS = assignments()
EXERCISES = [each for assignment in ASSIGNMENTS for each in chosen(assignment)]


# What is asked for in an assignment: to work on code, or to think about performance.
CODE = ("Predict", "Complete", "Mend", "Write")
THOUGHT = ("Choose", "Estimate", "Find", "Judge", "Order", "Read")
ON_THOUGHT = ("00_start_here", "07_choosing", "08_beyond_one_machine")


def test_each_belongs_to_a_lesson():
    lessons = {path.stem for path in (ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb")}
    assert len(lessons) == 13
    assert set(ASSIGNMENTS) == lessons | {"capstone"}


def points_told(text):
    """Add up the points that a text tells, as in "(3 points: 1 for threads, 2 for all at once)"."""
    told = 0
    for most, parts in re.findall(r"\((\d+) points?(:[^)]*)?\)", text):
        of_parts = map(int, re.findall(r"[:,]\s+(\d+) (?:for|if)\b", parts))
        assert not parts or sum(of_parts) == int(most), f"({most} points{parts})"
        told += int(most)
    return told


def test_points_in_a_text_are_added_up():
    assert points_told("Write it. (2 points) Mend it. (1 point)") == 3
    assert points_told("(3 points: 1 for threads,\n2 if all come)") == 3
    with pytest.raises(AssertionError, match="3 points: 1 for threads"):
        points_told("(3 points: 1 for threads, 1 for all at once)")


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_its_shape(assignment):
    notebook = read(assignment)
    points = exercises(notebook)
    assert 3 <= len(points) <= 7
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    whole = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    verbs = set(re.findall(r"^## Exercise \d: (\w+)", whole, re.MULTILINE))
    assert verbs <= {*CODE, *THOUGHT}
    if assignment in ON_THOUGHT:
        assert len(verbs & set(THOUGHT)) > 1
    else:
        assert verbs >= set(CODE)
    assert re.search(r"\bminutes\b", whole)
    assert notebook.cells[-1].id == "total"
    titles = re.findall(r"^## (Exercise \d: .*)$", whole, re.MULTILINE)
    graded = {}
    for cell in notebook.cells:
        told = nbgrader_of(cell)
        if cell.cell_type == "code":
            assert told.get("grade_id") == cell.id, (
                f"{cell.id}: no nbgrader metadata, or of another cell"
            )
            assert told["schema_version"] == 3, cell.id
            assert told["locked"] is not told["solution"], cell.id
        if told.get("grade"):
            # What a check calls its own must not take the place of a student's function of that name.
            body = [ast.unparse(statement) for statement in ast.parse(cell.source).body]
            form = "an import of checks, def check_exercise(), checks.run(check_exercise): no more"
            assert len(body) == 3, f"{cell.id}: {form}"
            assert body[0] == "from helpers import checks", f"{cell.id}: {form}"
            assert body[1].startswith("def check_exercise():"), f"{cell.id}: {form}"
            assert body[2] == "checks.run(check_exercise)", f"{cell.id}: {form}"
            found = re.search(r"checks\.grade\(\s*\"(Exercise \d: [^\"]+)\",\s*(\d+),", cell.source)
            assert found, f"{cell.id}: checks.grade begins with the exercise's title and its points"
            assert int(found[2]) == told["points"], f"{cell.id}: other points than nbgrader is told"
            graded[found[1]] = told["points"]
    assert list(graded) == titles, "the headings and what checks.grade is given"
    total = ast.parse(notebook.cells[-1].source).body[-1].value.args[0]
    assert ast.literal_eval(total) == graded, (
        "the cell `total` lists every exercise with its points"
    )
    texts = {cell.id: cell.source for cell in notebook.cells}
    for exercise, most in points.items():
        told = points_told(texts[f"{exercise}-text"])
        assert told == most, f"{exercise}-text: it tells of {told} points, nbgrader of {most}"
    code = "\n".join(cell.source for cell in notebook.cells)
    for exercise in points:
        assert answers(assignment, exercise).right[0].code not in code


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_a_check_draws_from_its_seed_only(assignment):
    """What the standard library's `random` gives is drawn again from the seed that is shown."""
    for cell in read(assignment).cells:
        if nbgrader_of(cell).get("grade"):
            other = re.search(
                r"default_rng\(\)|np\.random\.(?!default_rng)|secrets|urandom|uuid|SystemRandom",
                cell.source,
            )
            assert other is None, f"{cell.id}: {other[0]} is drawn from elsewhere"


def is_drawn(assignment, exercise):
    """Tell whether an exercise is drawn from the student's number."""
    sources = {cell.id: cell.source for cell in read(assignment).cells}
    return "student_number" in sources[f"{exercise}-check"]


@pytest.mark.parametrize(("assignment", "exercise"), EXERCISES)
def test_what_is_drawn_from_a_number_is_drawn_alike_wherever_it_is_drawn(assignment, exercise):
    ids = [cell.id for cell in read(assignment).cells]
    if not is_drawn(assignment, exercise):
        return
    assert ids.index("number") < ids.index(f"{exercise}-shown") < ids.index(exercise)
    drawn_by = set()
    for cell in read(assignment).cells:
        if cell.id.startswith(f"{exercise}-") and cell.cell_type == "code":
            drawn_by |= set(re.findall(r'"(\w+:e\d)"', cell.source))
    assert drawn_by == {f"{assignment}:{exercise}"}
    check = next(c.source for c in read(assignment).cells if c.id == f"{exercise}-check")
    assert "(0, checks.draws.numbered(student_number))," in check


@pytest.mark.parametrize(("assignment", "exercise"), EXERCISES)
def test_what_is_drawn_has_answers_for_several_numbers(assignment, exercise):
    if is_drawn(assignment, exercise):
        right, _ = answers(assignment, exercise)
        numbers = {line for a in right for line in a.code.split("\n") if "student_number" in line}
        assert len(numbers) >= 2


def test_there_are_exercises_that_are_drawn():
    assert sum(is_drawn(*each) for each in EXERCISES) >= 16


def test_every_exercise_has_a_file_of_answers():
    files = {(path.parent.name, path.stem) for path in FOLDER.glob("*/*.py")}
    assert files == set(EXERCISES)


@pytest.mark.parametrize(("assignment", "exercise"), EXERCISES)
def test_every_exercise_has_answers(assignment, exercise):
    assert len(answers(assignment, exercise).wrong) >= 5


# From the last to the first: those of the capstone take longest.
@pytest.mark.parametrize(("assignment", "exercise"), EXERCISES[::-1])
def test_every_answer_gets_the_points_that_it_should(assignment, exercise):
    """Right ones all, what is handed out none, wrong ones what they keep.

    nbval runs what is handed out too, from top to bottom; here each exercise stands alone, among answers.
    """
    n_tried, surprises = try_exercise(assignment, exercise)
    assert surprises == []
    assert n_tried >= 8


def test_no_answer_has_been_lost():
    assert sum(len(tries(*each)) for each in EXERCISES) >= 1380


def test_what_gets_other_points_is_a_surprise(monkeypatch):
    wrong_ones = [Answer(1, "some are lost", "length = 399"), Answer(1, "untouched", UNTOUCHED)]
    monkeypatch.setattr(trying, "tries", lambda *_: wrong_ones)
    n_tried, surprises = try_exercise("01_gil", "e1", n_rounds=2)
    assert n_tried == 4
    told = [surprise.splitlines()[0] for surprise in surprises]
    assert told == 2 * [
        "01_gil e1, some are lost: 0 for 1",
        "01_gil e1, untouched: 0 for 1",
    ]


def test_several_exercises_are_tried_at_several_desks():
    said = []
    names = ["01_gil:e1", "02_multiprocessing:e1"]
    n_tried, surprises = try_all(names, n_desks=2, say=said.append)
    assert n_tried == {name: len(tries(*name.split(":"))) for name in names}
    assert surprises == []
    assert said[-1] == "2 of 2 turns at a desk are over"


CELLS = """# %% [markdown]
# # For readers

# %% right
answer = 1

# %%  wrong, keeps 1: in another order
answer = 2


# %% right: by a semaphore
# A comment of its own.

answer = 3
"""


def test_cells_become_answers(tmp_path):
    path = tmp_path / "e1.py"
    path.write_text(CELLS, encoding="utf-8")
    right, wrong = load(path, most=2)
    assert right == [
        (2, "right", "answer = 1"),
        (2, "by a semaphore", "# A comment of its own.\n\nanswer = 3"),
    ]
    assert wrong == [(1, "in another order", "answer = 2")]


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        (
            "# %% right\n",
            "# %% correct\n",
            ":4: A cell's title should be 'right', .* not 'correct'.",
        ),
        ("# %% right\n", "# %%\n", ":4: A cell's title should be 'right', .* not ''."),
        ("wrong, keeps 1:", "wrong:", ":7: .* not 'wrong: in another order'."),
        ("keeps 1: in another order", "keeps 1", ":7: .* not 'wrong, keeps 1'."),
        ("keeps 1", "keeps 2", ":7: A wrong answer keeps less than all 2 points."),
        ("answer = 2", "answer = 1", ":7: The same answer stands in line 4."),
        ("right", "wrong, keeps 0: as ever", ":1: None of these answers is right."),
        (
            "# %% [markdown]",
            "answer = 0",
            ":1: Above this line, a cell should begin: '# %% right'.",
        ),
    ],
)
def test_what_is_amiss_is_told_with_its_line(tmp_path, old, new, told):
    path = tmp_path / "e1.py"
    path.write_text(CELLS.replace(old, new), encoding="utf-8")
    with pytest.raises(ValueError, match=f"^{re.escape(str(path))}{told}$"):
        load(path, most=2)


def test_an_exercise_without_a_file_is_told(monkeypatch, tmp_path):
    monkeypatch.setattr(coursework, "FOLDER", tmp_path)
    with pytest.raises(ValueError, match=r"There are no answers to e1 of 01_gil: .* is missing\."):
        tries("01_gil", "e1")


def test_one_exercise_can_be_chosen():
    assert chosen("capstone:e5") == [("capstone", "e5")]
    assert len(chosen("capstone")) == len(exercises(read("capstone")))
    for name in ("capstone:", "capstone:e9", "09_nothing", "09_nothing:e1"):
        with pytest.raises(ValueError, match=f"There is no {name}:"):
            chosen(name)
