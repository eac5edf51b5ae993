"""helpers.wording.arguments: the sentences for bad arguments."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.wording.arguments import check_count, check_function
from helpers.wording.words import short


@given(st.integers(1, 64))
def test_a_good_count_comes_back_as_int(n):
    for value in (n, np.int64(n)):
        assert check_count("n", value, most=64) == n
        assert type(check_count("n", value, most=64)) is int


@pytest.mark.parametrize("value", [0, -1, 65, 10**6])
def test_a_count_out_of_range_is_a_value_error_that_names_it(value):
    with pytest.raises(ValueError, match=f"n_workers must lie between 1 and 64, not {value}"):
        check_count("n_workers", value, most=64)


@pytest.mark.parametrize("value", [1.5, "four", None, True, [1], 2.0])
def test_what_is_no_count_is_a_type_error_that_names_it(value):
    with pytest.raises(TypeError, match="n_workers must be a whole number"):
        check_count("n_workers", value, most=64)


def test_check_function():
    check_function("task", len)
    with pytest.raises(TypeError, match="task must be a function, not 3"):
        check_function("task", 3)


@given(st.text(), st.integers(4, 80))
def test_short_is_one_line_and_no_longer_than_asked(text, most):
    assert len(short(text, most)) <= most
    assert "\n" not in short(text, most)
