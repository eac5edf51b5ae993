"""helpers.checks.answers: right, near, and what is no answer at all."""

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest

from helpers.checks import NOT_ATTEMPTED, answers

ASKED = {
    "counted_right": lambda a: answers.counted_right(a, 4, "n", "Look."),
    "chosen": lambda a: answers.chosen(a, "turns", ["turns", "start-up"], "n", "Look."),
    "near": lambda a: answers.near(a, 4.0, 1.1, "n", "Look."),
    "among": lambda a: answers.among(a, 1, 9, "n"),
    "same_letters": lambda a: answers.same_letters(a, "AC", "ABCD", 1, "n", "Look."),
    "given": lambda a: answers.given(a, "n"),
}
RIGHT = {
    "counted_right": [4, np.int64(4)],
    "chosen": ["turns", " Turns "],
    "near": [4, 4.4, 4 / 1.1, np.float64(3.9), Decimal("3.9"), np.array(4.1), Fraction(39, 10)],
    "among": [1, 9.0, np.float32(3), Decimal(9), np.array(2)],
    "same_letters": ["AC", "c, a", "C", "ABC"],
    "given": [None, 0],
}
WRONG = {
    "counted_right": [3, 4.0, True, "4", None],
    "chosen": ["start-up", "nothing", None, 4],
    "near": [4.5, 3.6, 0, -4, "4", True, float("nan"), float("inf"), None, Decimal("nan"), 10**400],
    "among": [0.9, 10, "3", True, float("nan"), None, Decimal(10), np.array([3, 4])],
    "same_letters": ["BD", "", "ABCD", "ACX", ["A", "C"], None],
    "given": [],
}


@pytest.mark.parametrize("kind", ASKED)
def test_what_is_right_holds_and_what_is_not_does_not(kind):
    assert [a for a in RIGHT[kind] if not ASKED[kind](a).holds] == []
    assert [a for a in WRONG[kind] if ASKED[kind](a).holds] == []


@pytest.mark.parametrize("kind", ASKED)
def test_no_answer_is_not_attempted(kind):
    found = ASKED[kind](...)
    assert not found.holds
    assert found.sentence.startswith(f"{NOT_ATTEMPTED} n is still `...`")


def test_a_sentence_does_not_give_the_answer():
    for kind in ("counted_right", "near"):
        for answer in WRONG[kind][:1]:
            assert "4" not in ASKED[kind](answer).sentence.replace(str(answer), "")
    assert "turns" not in ASKED["chosen"]("start-up").sentence
    assert "missing or too many" in ASKED["same_letters"]("BD").sentence
