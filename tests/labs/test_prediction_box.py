"""helpers.labs.prediction_box: the first answer before the measurement counts, once; no answer is fine."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import jupyter, labs
from helpers.labs import prediction_box
from helpers.labs.accessibility import REFUSED
from helpers.reader import intuition, journal


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    file = tmp_path / "journal.jsonl"
    monkeypatch.setenv(journal.VARIABLE, str(file))
    monkeypatch.setenv("JPY_SESSION_NAME", "/somewhere/01_gil.ipynb")
    restart(monkeypatch)
    return file


def restart(monkeypatch):
    """Forget what a kernel knows."""
    monkeypatch.setattr(prediction_box, "_states", {})


def box(**more):
    return labs.predict("seconds", topic="waiting", **more)


def choice(**more):
    return labs.predict("the order", ["that of the inputs", "another"], topic="workers", **more)


def noted():
    return [
        (one.lesson, one.topic, one.question, one.predicted, one.measured)
        for one in intuition.compared()
    ]


def test_nobody_answers_and_the_same_is_printed_everywhere(capsys):
    predicted = box()
    for _ in range(2):
        predicted.compare(2)
    choice().compare("another")
    assert capsys.readouterr().out == "seconds: it was 2.\n" * 2 + "the order: it was “another”.\n"
    assert noted() == []


def test_a_number_is_typed_compared_and_noted_once(capsys):
    predicted = box()
    predicted.number.value = "4"
    assert predicted.answer == 4
    assert "You said 4. Now measure it." in predicted.status.value
    for measured in (2, 2.5):
        predicted.compare(measured)
    assert capsys.readouterr().out == (
        "seconds: you said 4; it was 2, so 2 times too high.\n"
        "seconds: you said 4; it was 2.50, so 1.6 times too high.\n"
    )
    assert "You said 4; it was 2.50" in predicted.status.value
    assert noted() == [("01_gil", "waiting", "seconds", 4, 2)]


def test_a_choice_is_clicked_and_marked(capsys):
    predicted = choice()
    predicted.buttons["another"].click()
    styles = {
        name: (button.button_style, button.icon) for name, button in predicted.buttons.items()
    }
    assert styles == {"that of the inputs": ("", ""), "another": ("info", "check")}
    predicted.compare("that of the inputs")
    assert capsys.readouterr().out == (
        "the order: you said “another”; it was “that of the inputs”.\n"
    )
    assert noted() == [("01_gil", "workers", "the order", "another", "that of the inputs")]


@given(st.lists(st.floats(-1e9, 1e9), min_size=1, max_size=4), st.floats(-1e9, 1e9))
def test_whatever_is_typed_the_first_number_counts(typed, measured):
    journal.erase()
    prediction_box._states.clear()
    predicted = box()
    predicted.number.value = "much"
    assert "Type a number, such as 0.5, not &#x27;much&#x27;." in predicted.status.value
    assert "lab-alarm" in predicted.status.value
    assert REFUSED in predicted.number._dom_classes
    for number in typed:
        predicted.number.value = f"{number!r}"
    predicted.compare(measured)
    assert predicted.answer == typed[0]
    assert REFUSED not in predicted.number._dom_classes
    ((*_, said, was),) = noted()
    assert (said, was) == (typed[0], measured)


def test_what_will_not_do_is_marked_until_it_is_taken_out():
    predicted = box()
    for answer in ("", "4"):
        predicted.number.value = answer
        told = predicted.status.value
        predicted.number.value = "much"
        assert predicted.status.value != told
        predicted.number.value = " "
        assert predicted.status.value == told
        assert predicted.number.value.strip() == answer
        assert REFUSED not in predicted.number._dom_classes


def test_another_answer_later_says_that_the_first_counts():
    predicted = choice()
    predicted.buttons["another"].click()
    predicted.buttons["that of the inputs"].click()
    assert "You said “another”: the first answer counts." in predicted.status.value
    assert predicted.buttons["another"].icon == "check"
    number = box()
    number.number.value = "4"
    number.number.value = "5"
    assert number.number.value == "4"
    assert "You said 4: the first answer counts." in number.status.value


def test_after_the_measurement_it_is_no_prediction(capsys):
    predicted = box()
    predicted.compare(2)
    predicted.number.value = "2"
    assert predicted.answer is None
    assert "It was 2, so an answer would be no prediction now" in predicted.status.value
    again = box(answer=2)  # the cell ran again
    assert again.answer is None
    assert "no prediction now" in again.status.value
    again.compare(2)
    assert capsys.readouterr().out == "seconds: it was 2.\n" * 2
    assert noted() == []


def test_a_cell_that_runs_again_keeps_the_first_answer(capsys):
    box(answer=4)
    again = box(answer=2)
    assert again.answer == 4
    assert again.number.value == "4"
    again.compare(2)
    assert noted() == [("01_gil", "waiting", "seconds", 4, 2)]


def test_after_a_restart_the_first_stays_in_the_journal_and_prints_show_nothing_of_it(
    monkeypatch, capsys
):
    box(answer=4).compare(2)
    restart(monkeypatch)
    capsys.readouterr()
    predicted = box()
    assert "you said 4; it was 2, so 2 times too high. That counts" in predicted.status.value
    predicted.compare(2)
    assert capsys.readouterr().out == "seconds: it was 2.\n"
    restart(monkeypatch)
    box(answer=2).compare(2)
    assert capsys.readouterr().out == "seconds: you said 2; it was 2.\n"
    assert noted() == [("01_gil", "waiting", "seconds", 4, 2)]


def test_the_same_question_of_another_lesson_is_another_one(monkeypatch):
    box(answer=4).compare(2)
    monkeypatch.setenv("JPY_SESSION_NAME", "/somewhere/02_multiprocessing.ipynb")
    box(answer=3).compare(2)
    assert [predicted for *_, predicted, _ in noted()] == [4, 3]


def test_an_interval_says_which_numbers_are_right(capsys):
    predicted = box(answer=3)
    predicted.compare(2, interval=(1, 3.5))
    assert "so close to it" in capsys.readouterr().out
    assert intuition.compared()[0].is_right


def test_a_journal_that_cannot_be_written_is_told_once(tmp_path, monkeypatch, capsys):
    blocked = tmp_path / "a file"
    blocked.write_text("in the way")
    monkeypatch.setenv(journal.VARIABLE, str(blocked / "journal.jsonl"))
    predicted = box(answer=4)
    for _ in range(2):
        predicted.compare(2)
    first, second = capsys.readouterr().out.splitlines()
    assert "too high. This was not noted in your journal (" in first
    assert second.endswith("too high.")


def test_without_a_page_the_text_says_what_to_do(monkeypatch):
    shown = []
    monkeypatch.setattr(jupyter, "show", lambda bundle, replaceable=False: shown.append(bundle))
    box()
    choice()
    number, _, choices, _ = (bundle["text/plain"] for bundle in shown)
    assert "Here is a box for a prediction: seconds." in number
    assert "Where none appears, write it into the cell: labs.predict(..., answer=0.5)" in number
    assert "labs.predict(..., answer='that of the inputs')" in choices
    assert "lab-without-kernel" in shown[0]["text/html"]
    assert "application/vnd.jupyter.widget-view+json" in shown[1]


def test_its_texts_are_escaped():
    predicted = labs.predict("<b>", ["<i>", "x"], topic="costs", answer="<i>")
    assert "<i>" not in predicted.status.value
    assert "<b>" not in predicted._box.children[1].value
    assert predicted.buttons["<i>"].description == "<i>"


@pytest.mark.parametrize(
    ("call", "error", "told"),
    [
        (lambda: labs.predict("", topic="costs"), TypeError, "question must be a text"),
        (lambda: labs.predict("x", topic="tea"), ValueError, "topic must be one of speedups"),
        (lambda: labs.predict("x", "ab", topic="costs"), TypeError, "choices must be a list"),
        (
            lambda: labs.predict("x", ["a", "a"], topic="costs"),
            ValueError,
            "choices must be different",
        ),
        (lambda: labs.predict("x", [1, 2], topic="costs"), ValueError, "choices must be different"),
        (lambda: choice(answer="tea"), ValueError, "answer must be one of that of the inputs"),
        (lambda: box(answer="4"), TypeError, "answer must be a number"),
        (lambda: box(answer=float("nan")), ValueError, "answer must be a finite number"),
        (lambda: box(answer=-(10**400)), ValueError, "answer must be a finite number"),
        (lambda: box().compare(10**400), ValueError, "measured must be a finite number"),
        (lambda: box().compare(1, 3), TypeError, r"interval must be two numbers, .* not 3\."),
        (lambda: box().compare(1, "ab"), TypeError, "interval must be two numbers"),
        (lambda: box().compare(1, (1, None)), TypeError, "interval must be two numbers"),
        (lambda: box().compare(1, (1, 2, 3)), TypeError, "interval must be two numbers"),
        (lambda: box().compare(1, (2, 1)), ValueError, "interval must begin with the smaller"),
        (lambda: box().compare("2"), TypeError, "measured must be a number"),
        (lambda: box().compare(float("inf")), ValueError, "measured must be a finite number"),
        (lambda: choice().compare(2), ValueError, "measured must be one of"),
    ],
)
def test_bad_arguments_are_named(call, error, told):
    with pytest.raises(error, match=told):
        call()


RUN = """
from helpers import labs
predicted = labs.predict("seconds", topic="waiting")
order = labs.predict("order", ["a", "b"], topic="workers")
"""


def test_in_a_kernel_a_reader_types_and_clicks_and_a_cell_compares(kernel, file):
    assert kernel.run(RUN) is None
    printed = []

    def keep(message):
        if message["msg_type"] == "stream":
            printed.append(message["content"]["text"])

    def run(code):
        kernel.client.execute_interactive(code, timeout=120, output_hook=keep)

    run("predicted.compare(2)")  # in a kernel of another question: nobody has answered
    assert "".join(printed) == "seconds: it was 2.\n"
    models = {}
    kernel.client.execute_interactive(
        "print(order.buttons['b'].comm.comm_id)",
        timeout=120,
        output_hook=lambda m: models.update(m["content"] if m["msg_type"] == "stream" else {}),
    )
    click = {"method": "custom", "content": {"event": "click"}}
    message = kernel.client.session.msg(
        "comm_msg", {"comm_id": models["text"].strip(), "data": click}
    )
    kernel.client.shell_channel.send(message)
    printed.clear()
    run("order.compare('a')")
    assert "".join(printed) == "order: you said “b”; it was “a”.\n"
    assert [(one.question, one.predicted) for one in intuition.compared()] == [("order", "b")]
    assert kernel.run(RUN + "assert order.answer == 'b'") is None  # the cell ran again
    kernel.manager.restart_kernel(now=True)
    kernel.client.wait_for_ready(timeout=120)
    assert (
        kernel.run(RUN + "assert 'That counts' in order.status.value, order.status.value") is None
    )
