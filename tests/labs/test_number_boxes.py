"""helpers.labs.number_boxes: what people type, and what it stands for."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.labs.number_boxes import number_in

NUMBERS = st.floats(-1e12, 1e12).map(lambda x: float(f"{x:.6g}"))
BLANKS = st.sampled_from(
    ["", " ", "\t", "\u00a0", "\u2009"]
)  # the last two stand in numbers on pages


@given(NUMBERS, BLANKS, BLANKS)
def test_a_number_is_read_as_python_writes_it(number, before, after):
    assert number_in(f"{before}{number!r}{after}") == number


@given(st.integers(-(10**12), 10**12), st.sampled_from([",", "_", " ", "\u202f"]))
def test_thousands_may_be_set_apart(number, mark):
    assert number_in(f"{number:,}".replace(",", mark)) == number


@given(st.integers(-999, 999), st.integers(0, 99))
def test_a_comma_may_begin_the_decimals(whole, hundredths):
    assert number_in(f"{whole},{hundredths:02}") == float(f"{whole}.{hundredths:02}")


@given(st.integers(0, 999))
def test_after_a_zero_a_comma_begins_the_decimals_even_if_three_follow(thousandths):
    assert number_in(f"0,{thousandths:03}") == thousandths / 1000


@pytest.mark.parametrize(
    "text", ["", " ", "much", "2 s", "4x", "1/2", "nan", "inf", "1.2.3", "--1", ","]
)
def test_what_is_no_number_is_none(text):
    assert number_in(text) is None


@given(st.text())
def test_whatever_is_typed_is_a_finite_number_or_none(text):
    number = number_in(text)
    assert number is None or abs(number) < float("inf")
