"""helpers.wording.arguments: the sentences for bad arguments."""

import functools
from enum import IntEnum
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.wording.arguments import (
    check_count,
    check_function,
    check_functions,
    check_list,
    check_number,
    check_runner,
    check_takes,
)
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


@pytest.mark.parametrize(
    "value",
    [3, 2.5, Fraction(5, 2), np.int8(3), np.float16(2.5), np.float32(2.5), IntEnum("N", "a").a],
)
def test_a_good_number_comes_back_as_one_of_python(value):
    number = check_number("limit_s", value, 0.01, 86_400)
    assert number == value
    assert type(number) in (int, float)


@pytest.mark.parametrize(
    "value", [10**400, -(10**400), Fraction(10**400), np.float16("inf"), float("nan"), 0]
)
def test_a_number_out_of_range_is_refused_however_large(value):
    with pytest.raises(ValueError, match="limit_s must lie between"):
        check_number("limit_s", value, 0.01, 86_400)


class Called:
    def __call__(self, task, inputs, n_workers):
        return []


@functools.wraps(len)
def wraps_another(*arguments):
    return arguments


@pytest.mark.parametrize(
    "runner",
    [
        lambda task, inputs, n_workers: [],
        lambda *arguments: [],
        lambda task, inputs, n_workers, chunksize=1: [],
        functools.partial(lambda task, inputs, n_workers, more: [], more=1),
        Called(),
        max,  # of it nothing is known
        wraps_another,  # what it hands on is its own affair
    ],
)
def test_what_takes_a_runners_arguments_is_one(runner):
    check_runner("runner", runner)


def test_what_does_not_is_told_what_to_take():
    told = r"runners\['a'\] must take three arguments: def with_pool\(task, inputs, n_workers\)\.$"
    for runner in (len, lambda: [], lambda task, inputs: [], lambda a, b, *, c: [], Called):
        with pytest.raises(TypeError, match=told):
            check_runner("runners['a']", runner)
    with pytest.raises(TypeError, match="f must take a size"):
        check_takes("f", lambda a, b: 0, 2, "a size", size=1)


def test_check_function():
    check_function("task", len)
    with pytest.raises(TypeError, match="task must be a function, not 3"):
        check_function("task", 3)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ([len], "tasks must be a dict of names and functions"),
        ({}, "tasks must be a dict of names and functions, with one or more"),
        ({1: len}, "the names in tasks must be texts, not 1"),
        ({"a": len, "b": 3}, r"tasks\['b'\] must be a function, not 3"),
    ],
)
def test_check_functions(value, text):
    check_functions("tasks", {"a": len, "b": abs})
    with pytest.raises(TypeError, match=text):
        check_functions("tasks", value)


class Frame:
    """Iterates over the names of its columns, as a DataFrame does."""

    def __init__(self, columns):
        self.columns = columns

    def __iter__(self):
        return iter(self.columns)


class FrameOfRows(Frame):
    iloc = columns = property(lambda self: ["a"])

    def __init__(self):
        pass


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (
            Frame(["a", "b"]),
            r"of type Frame; pass pieces .* \[df\[i:j\] for .* list\(df\[column\]\)",
        ),
        (FrameOfRows(), r"of type FrameOfRows; pass pieces .* \[df.iloc\[i:j\] for"),
        ({"a": 1}, r"of type dict; write list\(d\) for its keys"),
        ({1, 2}, r"of type set; a set has no order: write sorted"),
        (frozenset([1]), "of type frozenset; a set has no order"),
        ("abc", r"of type str; write \['abc'\] for one value"),
        (b"abc", r"of type bytes; write \[b'abc'\] for one value"),
    ],
)
def test_what_is_no_list_is_refused_with_a_hint(value, words):
    with pytest.raises(TypeError, match=f"^inputs must be a list, not {words}.*[.]$"):
        check_list("inputs", value)


@pytest.mark.parametrize("value", [5, None, np.array(5), int])
def test_what_cannot_be_iterated_over_is_refused(value):
    with pytest.raises(TypeError, match=r"^inputs must be a list, not .*[.]$"):
        check_list("inputs", value)


@pytest.mark.parametrize(
    "value",
    [
        [1, 2],
        (1, 2),
        range(1, 3),
        np.array([1, 2]),
        {1: 0, 2: 0}.keys(),
        iter([1, 2]),
        (x for x in (1, 2)),
    ],
)
def test_what_goes_for_a_list(value):
    assert check_list("inputs", value) == [1, 2]


def test_an_error_within_a_generator_is_its_own():
    with pytest.raises(TypeError, match="'NoneType'"):
        check_list("inputs", (int(x) for x in (1, None)))


def test_tables_of_pandas_and_polars_are_refused_and_columns_are_not():
    pandas = pytest.importorskip("pandas")
    polars = pytest.importorskip("polars")
    for frame in (pandas.DataFrame({"a": [1]}), polars.DataFrame({"a": [1]})):
        with pytest.raises(TypeError, match="of type DataFrame; pass pieces"):
            check_list("inputs", frame)
        assert check_list("inputs", frame["a"]) == [1]
    assert check_list("inputs", pandas.Index([1])) == [1]
    assert check_list("inputs", pandas.Series({"columns": 1})) == [1]


@given(st.text(), st.integers(4, 80))
def test_short_is_one_line_and_no_longer_than_asked(text, most):
    assert len(short(text, most)) <= most
    assert "\n" not in short(text, most)
