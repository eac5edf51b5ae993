"""helpers.teaching.plausibility: what nobody can have measured is told, and what is measured is not."""

from dataclasses import replace

import pytest

from helpers.measure import Verdict
from helpers.reader import handed_in as files
from helpers.reader import intuition, vocabulary
from helpers.teaching.plausibility import oddity_of, traces_of
from tests.reader.test_handed_in import ENTRY

MEASURED = replace(ENTRY, speedup=1.912345, low=1.812345, high=2.012345)
NUMBERS = [one for one in vocabulary.questions().values() if not one.choices]


def told(*entries, answers=()):
    return oddity_of(files.without_names(entries, answers))


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"predicted": None},
        {"curve": ""},
        {"machine": ""},
        {"verdict": str(Verdict.CANNOT_TELL), "low": 0.2, "high": 9},
        {"n_workers": 1, "n_tasks": 16, "speedup": 15, "low": 14, "high": 16},  # all at once
        {"kind": "computing", "workers": "coroutines", "n_tasks": 200, "speedup": 50, "low": 49},
    ],
)
def test_what_can_be_measured_is_not_odd(changes):
    high = max(changes.get("speedup", 0) * 1.1, changes.get("high", 2.012345))
    assert told(replace(MEASURED, **{**changes, "high": high})) == ""


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"n_workers": 0}, "a number of workers or tasks"),
        ({"n_tasks": 2.5}, "a number of workers or tasks"),
        ({"low": 2.5}, "ends before it begins"),
        ({"speedup": 30.0}, "far from its own interval"),
        ({"speedup": 0.1}, "far from its own interval"),
        ({"verdict": "slower"}, "called slower, against"),
        ({"verdict": "faster", "speedup": 0.8, "low": 0.7, "high": 0.9}, "called faster, against"),
        ({"speedup": 99.5, "low": 98, "high": 101}, "99.50 times as fast, with 4 tasks"),
        ({"curve": "1:1 2:1000"}, "a curve that no 4 tasks give"),
        (
            {"kind": "computing", "n_tasks": 64, "speedup": 40, "low": 39, "high": 41},
            "computes 40.00 times as fast, by 4 CPUs",
        ),
    ],
)
def test_what_cannot_be_is_told_with_where_it_stands(changes, why):
    odd = told(MEASURED, replace(MEASURED, **changes))
    assert odd.startswith("number 2 of its measurements ")
    assert why in odd


def answers(n, predicted_of):
    values = [1.2345678 + i for i in range(n)]
    return [
        intuition.beside(one.lesson, one.topic, one.question, predicted_of(value), value)
        for one, value in zip(NUMBERS, values, strict=False)
    ]


def test_predictions_that_hit_the_last_digit_are_odd_and_good_ones_are_not():
    assert told(answers=answers(5, lambda value: round(value, 2))) == ""
    assert told(answers=answers(2, lambda value: value)) == ""
    assert told(answers=answers(3, lambda value: value)).startswith("3 of its predictions")


def test_traces_are_timings_to_the_last_digit():
    whole = replace(MEASURED, speedup=2.0, low=1.0, high=3.0)
    handed_in = files.without_names([MEASURED, whole], answers(3, lambda value: 1))
    assert traces_of(handed_in) == {(1.912345, 1.812345, 2.012345)}
