"""labs.predict as lessons use it: each question is asked before it is measured, and compared once."""

import ast
from collections import Counter

import pytest

from helpers.labs import prediction_box
from helpers.reader import intuition
from tests import notebooks
from tests.commands import predictions

LEAST = 5  # predictions in each lesson
IGNORED = "nbval-ignore-output"
LESSONS = {
    path.stem: [cell for cell in notebooks.read(path).cells if cell.cell_type == "code"]
    for path in notebooks.lessons()
}


def asked_in(cells):
    """Return the calls of `labs.predict`: the place of its cell, the name that it gets, and the call."""
    return [
        (place, name, value)
        for place, cell in enumerate(cells)
        for name, value in predictions.assigned(cell.source)
        if predictions.is_asked(value)
    ]


def arguments(call):
    """Return the literal arguments of a call, by name."""
    names = ("question", "choices")
    given = dict(zip(names, map(ast.literal_eval, call.args), strict=False))
    return {**given, **{k.arg: ast.literal_eval(k.value) for k in call.keywords}}


ASKED = [(lesson, *asked) for lesson, cells in LESSONS.items() for asked in asked_in(cells)]


def name_of(value):
    return value if isinstance(value, str) else ""


@pytest.mark.parametrize("lesson", LESSONS)
def test_a_lesson_has_its_predictions(lesson):
    assert len(asked_in(LESSONS[lesson])) >= LEAST


@pytest.mark.parametrize(("lesson", "place", "name", "call"), ASKED, ids=name_of)
def test_it_is_asked_in_a_cell_of_its_own_and_compared_once_in_a_later_one(
    lesson, place, name, call
):
    cells = LESSONS[lesson]
    cell, given = cells[place], arguments(call)
    assert "answer" not in given, "leave the answer to the reader"
    assert given["topic"] in intuition.TOPICS
    assert len(given["question"]) <= 60, "it is a label"
    assert IGNORED in cell.metadata.tags, cell.id
    assert len(ast.parse(cell.source).body) == 1, cell.id
    assert "Here " in cell.outputs[0].data["text/plain"]
    comparing = [i for i, other in enumerate(cells) if f"{name}.compare(" in other.source]
    assert len(comparing) == 1, f"{name} is compared in one cell"
    assert place < comparing[0] <= place + 3, f"{name}: ask near to the cell that measures"
    assert cells[comparing[0]].source.count(f"{name}.compare(") == 1


@pytest.mark.parametrize(("lesson", "place", "name", "call"), ASKED, ids=name_of)
def test_only_what_varies_has_the_authors_answer(lesson, place, name, call):
    """Stored outputs that are compared must be those of a reader who has not answered."""
    cells = LESSONS[lesson]
    (comparing,) = [cell for cell in cells if f"{name}.compare(" in cell.source]
    varies = IGNORED in comparing.metadata.get("tags", [])
    assert (name in predictions.ANSWERS.get(lesson, {})) is varies
    if not varies:
        text = "".join(output.get("text", "") for output in comparing.outputs)
        assert f"{arguments(call)['question']}: it was " in text


def test_no_two_questions_of_the_course_are_the_same():
    """The journal tells them apart by their words; where a notebook has no name, by nothing else."""
    counts = Counter(arguments(call)["question"] for *_, call in ASKED)
    assert [question for question, n in counts.items() if n > 1] == []


@pytest.mark.parametrize("lesson", predictions.ANSWERS)
def test_the_authors_answers_will_do(lesson, monkeypatch):
    monkeypatch.setattr(prediction_box, "_states", {})
    calls = {name: arguments(call) for _, name, call in asked_in(LESSONS[lesson])}
    for name, value in predictions.ANSWERS[lesson].items():
        box = prediction_box.predict(**calls[name], answer=ast.literal_eval(value))
        assert box.answer is not None
