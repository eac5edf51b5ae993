"""helpers.checks.draws: another drawing for each number, the same one everywhere."""

import pytest

from helpers.checks import draws

PINNED = [10, 59, 35, 20]
MORE_PINNED = ("e", [5, 8, 1], 0.096032, "bfcead")


def test_the_same_number_draws_the_same_on_every_machine():
    # Pinned: a Python that drew otherwise would give a grader other exercises than the student's.
    by = draws.drawing_from(7, "07_choosing:e2")
    assert [by.randint(1, 100) for _ in range(4)] == PINNED
    by = draws.drawing_from(7, "a")
    drawn = by.choice("abcdef"), by.sample(range(9), 3), round(by.random(), 6)
    shuffled = list("abcdef")
    by.shuffle(shuffled)
    assert (*drawn, "".join(shuffled)) == MORE_PINNED


def test_a_number_and_its_text_are_the_same():
    first = draws.drawing_from(12, "a").random()
    assert draws.drawing_from(" 12 ", "a").random() == first
    assert draws.drawing_from(13, "a").random() != first
    assert draws.drawing_from(12, "b").random() != first


@pytest.mark.parametrize("number", [3.5, True, None, [], "", "  "])
def test_what_is_no_number_is_told(number):
    found = draws.numbered(number)
    assert not found.holds
    assert found.sentence.startswith("student_number is ")
    draws.drawing_from(number, "a").random()  # a check can go on to say so


def test_without_a_number_nothing_is_shown():
    shown = draws.told(..., lambda number: 1 / 0)
    assert str(shown).startswith("Not attempted yet.")
    assert "# Your number" in shown._repr_html_()


def test_a_text_is_shown_line_by_line():
    shown = draws.told(7, "{}\nif a < b:".format)
    assert repr(shown) == "7\nif a < b:"
    assert shown._repr_html_() == '<div role="status"><pre>7\nif a &lt; b:</pre></div>'
