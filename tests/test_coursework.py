"""The assignments: right answers get all points, wrong ones lose theirs, those handed out get none."""

import re

import pytest

from helpers import checks
from tests import coursework
from tests.coursework import Desk, answers, assignments, exercises, nbgrader_of, read
from tests.notebooks import ROOT

ASSIGNMENTS = assignments()


@pytest.fixture(scope="module", params=ASSIGNMENTS)
def desk(request):
    with Desk(request.param) as desk:
        desk.assignment = request.param
        yield desk


def test_each_belongs_to_a_lesson():
    lessons = {path.stem for path in (ROOT / "notebooks").glob("0[1-6]_*.ipynb")}
    assert len(lessons) == 6
    assert {"01_gil", "02_multiprocessing", "03_threading", "capstone"} <= set(ASSIGNMENTS)
    assert set(ASSIGNMENTS) <= lessons | {"capstone"}


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
    for cell in notebook.cells:
        told = nbgrader_of(cell)
        if cell.cell_type == "code":
            assert told["grade_id"] == cell.id
            assert told["schema_version"] == 3
            assert told["locked"] is not told["solution"]
        if told.get("grade"):
            assert cell.source.startswith("from helpers import checks")
            assert re.search(
                rf"checks\.grade\(\s*\"Exercise \d: [^\"]+\",\s*{told['points']},", cell.source
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


def test_right_answers_get_all_points(desk):
    known = answers(desk.assignment)
    for exercise, most in exercises(desk.notebook).items():
        also = getattr(known, "ALSO_RIGHT", {}).get(exercise, [])
        for code in [known.SOLUTIONS[exercise], *also]:
            points, sentence = desk.answer(exercise, code)
            assert points == most, (exercise, sentence, code)


def test_what_is_handed_out_gets_none_and_is_told_so(desk):
    for exercise in exercises(desk.notebook):
        points, sentence = desk.answer(exercise)
        assert points == 0, exercise
        assert checks.NOT_ATTEMPTED in sentence, (exercise, sentence)


def test_wrong_answers_lose_the_points_that_they_should(desk):
    surprises = []
    for exercise, wrong in answers(desk.assignment).WRONG.items():
        for kept, words, code in wrong:
            points, sentence = desk.answer(exercise, code)
            if points != kept:
                surprises.append((exercise, words, f"{points:g} for {kept:g}", sentence))
            assert checks.NOT_ATTEMPTED not in sentence or kept == 0
    assert not surprises


def test_answers_are_found_by_their_assignments_names():
    assert coursework.answers(ASSIGNMENTS[0]).__doc__
