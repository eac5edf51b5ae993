"""helpers.checks.parsons: lines in an order, made into a function."""

import asyncio

import pytest

from helpers import checks
from helpers.checks import parsons

EXERCISES = sorted(parsons._PROGRAMS)


def right_order(lines, exercise):
    belonging = parsons._PROGRAMS[exercise][2]
    return "".join(
        letter for each in belonging for letter, line in lines.lines.items() if line == each
    )


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_lines_differ_between_neighbours(exercise):
    orders = {right_order(parsons.drawn(n, exercise), exercise) for n in range(50)}
    assert len(orders) > 40


@pytest.mark.parametrize("exercise", EXERCISES)
def test_the_right_lines_belong_and_make_a_function(exercise):
    lines = parsons.drawn(7, exercise)
    order = right_order(lines, exercise)
    assert lines.answered(order).holds
    assert lines.belong(order.lower()).holds
    assert callable(lines.function(order))
    assert len(lines.lines) == len(lines.belonging) + 2
    for line in lines.lines.values():
        assert line.splitlines()[0] in str(lines)
    other = next(letter for letter in lines.lines if letter not in order)
    for wrong in (order[1:], order + other):
        assert not lines.belong(wrong).holds
        with pytest.raises(ValueError, match="not the lines"):
            lines.function(wrong)


def test_a_function_of_threads_does_what_it_says():
    lines = parsons.drawn(7, "03_threading:e0")
    call_all = lines.function(right_order(lines, "03_threading:e0"))
    assert call_all(abs, [-3, 2, -1]) == [3, 2, 1]


def test_an_error_is_told_with_its_line_which_is_in_no_cell():
    lines = parsons.drawn(2, "03_threading:e0")
    joined_first = "FGDBEC"
    seen = checks.observe(lambda _: lines.function(joined_first)(abs, [-1, -2]))
    assert seen.finished().sentence.endswith("(in call_all: thread.join()).")


def test_a_coroutine_function_does_what_it_says():
    lines = parsons.drawn(7, "06_asyncio:e0")
    call_all = lines.function(right_order(lines, "06_asyncio:e0"))

    async def size(value):
        return -value

    assert asyncio.run(call_all(size, [-3, -2])) == [3, 2]


@pytest.mark.parametrize("order", ["", "AA", "AZ", "12", None, 3, ["A", "B"]])
def test_what_is_no_order_is_told(order):
    lines = parsons.drawn(7, "03_threading:e0")
    assert not lines.answered(order).holds
    assert "order should be a text of letters" in lines.answered(order).sentence
    with pytest.raises(ValueError, match="not the lines"):
        lines.function(order)
