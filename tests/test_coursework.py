"""The assignments: right answers get all points, wrong ones lose theirs, those handed out get none."""

import ast
import re

import pytest

from tests import coursework
from tests.coursework import answers, assignments, exercises, nbgrader_of, read
from tests.coursework.trying import try_all
from tests.notebooks import ROOT

ASSIGNMENTS = assignments()


def test_each_belongs_to_a_lesson():
    lessons = {path.stem for path in (ROOT / "notebooks").glob("0[1-6]_*.ipynb")}
    assert len(lessons) == 6
    assert set(ASSIGNMENTS) == lessons | {"capstone"}


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_its_shape(assignment):
    notebook = read(assignment)
    points = exercises(notebook)
    assert 3 <= len(points) <= 5
    assert len({cell.id for cell in notebook.cells}) == len(notebook.cells)
    whole = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
    for verb in ("Predict", "Complete", "Mend", "Write"):
        assert re.search(rf"## Exercise \d: {verb}", whole), verb
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
    code = "\n".join(cell.source for cell in notebook.cells)
    for solution in answers(assignment).SOLUTIONS.values():
        assert solution.strip() not in code


@pytest.mark.parametrize("assignment", ASSIGNMENTS)
def test_every_exercise_has_answers(assignment):
    known, points = answers(assignment), exercises(read(assignment))
    assert set(known.SOLUTIONS) == set(known.WRONG) == set(points)
    for exercise, wrong in known.WRONG.items():
        assert len(wrong) >= 5, exercise
        assert all(0 <= kept < points[exercise] for kept, _, _ in wrong), exercise
        assert len({code for _, _, code in wrong}) == len(wrong), exercise


def test_every_answer_gets_the_points_that_it_should():
    """Right ones all, what is handed out none, wrong ones what they keep; several at once."""
    n_tried, surprises = try_all(ASSIGNMENTS)
    assert surprises == []
    assert set(n_tried) == set(ASSIGNMENTS)
    assert all(n >= 8 * len(exercises(read(name))) for name, n in n_tried.items())


def test_one_exercise_can_be_chosen():
    assert coursework.chosen("capstone:e5") == [("capstone", "e5")]
    assert len(coursework.chosen("capstone")) == len(exercises(read("capstone")))
    for name in ("capstone:", "capstone:e9", "09_nothing", "09_nothing:e1"):
        with pytest.raises(ValueError, match=f"There is no {name}:"):
            coursework.chosen(name)


def test_answers_are_found_by_their_assignments_names():
    assert coursework.answers(ASSIGNMENTS[0]).__doc__
