"""helpers.labs.predictions: how far off a prediction was, and of what it is one."""

from types import SimpleNamespace

import pytest

from helpers.labs.predictions import Prediction


@pytest.fixture
def settings():
    return ["four workers"]


@pytest.fixture
def prediction(settings):
    return Prediction(None, 8, lambda: settings[0])


def test_one_that_is_given_is_of_the_settings_as_they_are(settings):
    given = Prediction(3.0, 8, lambda: settings[0])
    assert (given.of("four workers"), given.typed.number.value) == (3.0, "3.0")
    assert given.of("eight workers") is None


def test_one_that_is_not_given_is_none(prediction):
    assert (prediction.of("four workers"), prediction.typed.number.value) == (None, "")


def found(speedup, interval):
    return SimpleNamespace(speedup=[speedup], intervals=[interval])


@pytest.mark.parametrize(
    ("guess", "speedup", "interval", "told"),
    [
        (3.0, 1.65, (1.6, 1.7), "You said 3.0: 1.8 times too high."),
        (3.0, 6.0, (5.5, 6.2), "You said 3.0: 2 times too low."),
        (3.0, 2.8, (2.5, 3.1), "You said 3.0, which agrees with it."),
        (2.5, 1.1, (0.2, 6.8), "You said 2.5: it is in the range, which is too wide to tell more."),
        (0.0, 2.8, (2.5, 3.1), "You said 0.0, which would take for ever."),
        (3.0, 0.003, (0.0029, 0.0031), "You said 3.0: 1000 times too high."),
        (2.0, 1.93, (1.9, 1.95), "You said 2.0: a little too high."),
        (3.0, 1.5, None, "You said 3.0: 2 times too high."),
    ],
)
def test_how_far_off_it_was_is_said_once(prediction, settings, guess, speedup, interval, told):
    prediction.slider.value = guess
    prediction.choose()  # it may have stood there
    assert prediction.told(settings[0], found(speedup, interval)) == told


def test_it_is_about_the_settings_of_its_moment_and_is_noted_once(prediction, settings):
    assert prediction.of(settings[0]) is None
    assert prediction.to_note(settings[0]) is None
    prediction.slider.value = 3.0
    assert prediction.of("four workers") == 3.0
    assert prediction.of("two workers") is None
    assert prediction.to_note("two workers") is None
    assert prediction.to_note("four workers") == 3.0
    assert prediction.to_note("four workers") is None
    settings[0] = "two workers"
    prediction.show()
    assert prediction.typed.number.value == ""
    assert "no prediction" in prediction.told("two workers", found(1.5, (1.4, 1.6)))
    settings[0] = "four workers"
    prediction.show()
    assert prediction.typed.number.value == "3.0"


def test_where_the_slider_stands_is_predicted_once_it_was_typed(prediction, settings):
    prediction.show()
    assert prediction.slider.value == 2.0
    prediction.typed.number.value = "2.0"
    assert prediction.of(settings[0]) == 2.0


@pytest.mark.parametrize("typed", ["99", "two", "-3"])
def test_what_will_not_do_predicts_nothing_and_leaves_what_was(prediction, settings, typed):
    said = []
    prediction.typed.say = said.append
    prediction.show()
    prediction.typed.number.value = typed
    assert prediction.of(settings[0]) is None
    assert said[-1].endswith("Until then there is none.")
    prediction.typed.number.value = "3"
    assert said[-1] == ""
    prediction.typed.number.value = typed
    assert prediction.of(settings[0]) == 3.0
    assert said[-1].endswith("Until then it is 3.0.")


@pytest.mark.parametrize("emptied", ["", " "])
def test_a_number_that_is_taken_out_predicts_nothing(prediction, settings, emptied):
    prediction.typed.number.value = "3"
    prediction.typed.number.value = emptied
    assert prediction.of(settings[0]) is None
    assert prediction.typed.number.value == ""
    prediction.typed.number.value = "3"
    assert prediction.of(settings[0]) == 3.0
