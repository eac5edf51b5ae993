"""tests.commands.predictions: the author's values stand in the cells for a run, and only there."""

import pytest

from tests import notebooks
from tests.commands import predictions

VALUES = {"my_prediction": "3.5", "my_predictions": '{"a": 1.0}'}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("my_prediction = None  # change me", "my_prediction = 3.5  # change me"),
        ("my_prediction = 2.0  # change me", "my_prediction = 3.5  # change me"),
        ("é = 'é'; my_prediction = None; x = 1", "é = 'é'; my_prediction = 3.5; x = 1"),
        ("my_prediction = (\n    None\n)\nx = 1", "my_prediction = (\n    3.5\n)\nx = 1"),
        (
            "my_predictions = {  # me\n    'a': None,\n}\ny = 2",
            'my_predictions = {"a": 1.0}\ny = 2',
        ),
        (
            "my_prediction = None\nmy_predictions = 1",
            'my_prediction = 3.5\nmy_predictions = {"a": 1.0}',
        ),
        ("await f()\nmy_prediction = None", "await f()\nmy_prediction = 3.5"),
        (
            'my_prediction = labs.predict(\n    "a", topic="b"\n)  # é',
            "my_prediction = labs.predict('a', topic='b', answer=3.5)  # é",
        ),
    ],
)
def test_a_value_takes_the_place_of_another(source, found):
    assert predictions.put_into(source, VALUES) == found


@pytest.mark.parametrize(
    "source",
    [
        "",
        "print(my_prediction)",
        "f(my_prediction=None)",
        "if True:\n    my_prediction = None",
        "my_prediction_2 = None",
        "a, my_prediction = None, None",
        "%%writefile x\nmy_prediction = None",
        "text = 'my_prediction = None'",
    ],
)
def test_all_else_stays(source):
    assert predictions.put_into(source, VALUES) == source


@pytest.mark.parametrize("path", notebooks.lessons(), ids=lambda path: path.stem)
def test_every_prediction_that_a_lesson_asks_for_has_the_authors_value(path):
    cells = [cell for cell in notebooks.read(path).cells if cell.cell_type == "code"]
    assert predictions.missing(path.stem, cells) == []
    asked = {
        name
        for cell in cells
        for name, _ in predictions.assigned(cell.source)
        if name.startswith("my_prediction") or name == "favourite"
    }
    table = set(predictions.PREDICTIONS[path.stem])
    assert asked == table, f"{asked ^ table}: tests/commands/predictions.py has the author's values"


def test_a_name_that_no_cell_assigns_is_named():
    all_of_8 = ["my_prediction", "predicted_gathered", "predicted_cost"]
    assert predictions.missing("08_beyond_one_machine", []) == all_of_8
    assert predictions.missing("another", []) == []
    assert "predicted_wait" in predictions.missing("01_gil", [])


def test_every_value_is_an_expression():
    for values in (*predictions.PREDICTIONS.values(), *predictions.ANSWERS.values()):
        for name, value in values.items():
            assert eval(value) is not None, name
