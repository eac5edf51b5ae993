"""helpers.drawing.unbroken: what a page gets of some HTML."""

from helpers.drawing import Picture, UnbrokenHTML
from helpers.labs import prediction_box, view

KEPT = '<span style="white-space: nowrap">{}</span>'


def sent(widget):
    return widget.get_state(["value"])["value"]


def test_a_page_gets_numbers_that_keep_their_units_and_python_what_was_said():
    told = UnbrokenHTML("It was 54 % of 20 ms.")
    assert told.value == "It was 54 % of 20 ms."
    assert sent(told) == f"It was {KEPT.format('54 %')} of {KEPT.format('20 ms')}."


def test_so_it_is_in_a_status_beside_a_picture_and_below_a_question():
    lab = view.LabView([], 1, 1)
    lab._say("With 4 workers it took 2 s.")
    assert KEPT.format("4 workers") in sent(lab.status)
    picture = Picture(1, 1)
    picture.update(list, "caption", facts="Ceiling, 2 processes: 1.01.", legend="5 ms")
    assert KEPT.format("2 processes") in sent(picture.widget)
    assert KEPT.format("5 ms") in sent(picture.widget)
    assert KEPT.format("5 ms") in picture._repr_mimebundle_()["text/html"]
    box = prediction_box.PredictionBox("seconds", None, "waiting", None)
    box._say("You said 2 s.")
    assert KEPT.format("2 s") in sent(box.status)
