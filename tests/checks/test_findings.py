"""helpers.checks.findings: what is right, and in which way it is not."""

from collections import OrderedDict, defaultdict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.checks import isolation
from helpers.checks.evidence import Evidence
from helpers.checks.findings import compare, unlike

RESULTS = st.lists(st.integers(-3, 3), max_size=5)


@given(RESULTS, RESULTS)
def test_results_are_right_only_if_they_are_equal(result, expected):
    outcome = isolation.Outcome("returned", result=result)
    finding = Evidence(outcome, True, 1).returned(expected)
    assert finding.holds is (result == expected)
    assert finding.sentence


@pytest.mark.parametrize(
    ("result", "expected", "holds"),
    [
        (np.int64(7), 7, True),
        (np.float64(7), 7, True),
        (7.0, 7, True),
        (np.int64(8), 7, False),
        (True, 1, False),
        (np.True_, True, True),
        (1, True, False),
        ([np.int64(7)], [7], True),
        (np.array([7, 8]), [7, 8], False),
        (defaultdict(int, a=1), {"a": 1}, True),
        (OrderedDict(a=1), {"a": 2}, False),
        ([("a", 1)], {"a": 1}, False),
        (np.False_, 0, False),
        (np.str_("7"), "7", True),
        ("7", 7, False),
    ],
)
def test_a_number_is_right_whoever_made_it(result, expected, holds):
    assert compare(result, expected).holds is holds


@pytest.mark.parametrize(
    ("result", "expected", "sentence"),
    [
        (3, 4, "It returned 3; 4 was expected."),
        ("3", 3, "It returned '3'; 3 was expected."),
        ((1, 2), [1, 2], "It returned (1, 2); it should be a list, made in the function."),
        ([1, 2], {1: 2}, "It returned [1, 2]; it should be a dict, made in the function."),
        (
            [1, 5],
            [1, 2],
            "Result 1 (counted from 0) is 5; 2 was expected. Where does that come from?",
        ),
        (
            [1],
            [np.int64(2)],
            "Result 0 (counted from 0) is 1; 2 was expected. Where does that come from?",
        ),
        ([1], [1, 2], "It returned 1 result for 2 inputs. Which inputs have none?"),
        ([1, 2], [1], "It returned 2 results for 1 input. Where do the others come from?"),
        ({}, {1: 2, 3: 4}, "It returned a dict that lacks 2 keys, such as 1."),
        (
            {1: 2, 5: 6},
            {1: 2},
            "It returned a dict with 1 key that should not be there, such as 5.",
        ),
        ({1: 3}, {1: 2}, "In the dict that it returned, 1 has 3; 2 was expected."),
    ],
)
def test_what_is_wrong_is_told_beside_what_was_expected(result, expected, sentence):
    assert compare(result, expected) == (False, sentence)


def test_what_looks_alike_is_not_told_twice():
    assert unlike([0] * 100, [0] * 99 + [1]).endswith("..., which is not right.")


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ({"The balance": 1, "The answers": [True]}, "right."),
        ({"The balance": 2, "The answers": [True]}, "The balance is 2; 1 was expected."),
        ({"The balance": 1, "The answers": []}, "The answers: It returned 0 results for 1 input."),
        (None, "It returned None."),
        ([1], "It returned [1]; 1 was expected."),
        (1, "It returned 1, and nothing more."),
        ({"The balance": 1}, "It returned {'The balance': 1}; 1 was expected."),
    ],
)
def test_of_several_results_the_wrong_one_is_named(result, words):
    outcome = isolation.Outcome("returned", result=result)
    finding = Evidence(outcome, True, 1).returned_parts({"The balance": 1, "The answers": [True]})
    assert words in finding.sentence
    assert finding.holds is (words == "right.")
