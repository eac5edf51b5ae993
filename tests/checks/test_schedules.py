"""helpers.checks.schedules: a drawn run has one answer to each question, and shows it."""

from collections import Counter

import pytest

from helpers.checks import schedules
from helpers.checks.schedules import Bound, Schedule, drawn

NUMBERS = range(300)


def test_every_bound_is_drawn_and_each_answer_is_the_only_one():
    bounds = Counter()
    for number in NUMBERS:
        run = drawn(number, "a")
        bounds[run.bound] += 1
        assert sorted(run.idle)[-2] < max(run.idle)
        assert 1 <= run.idlest <= len(run.ready)
        for worker in range(len(run.ready)):
            its = sorted((s, e) for who, s, e in run.tasks if who == worker)
            bounds_of_its = [run.ready[worker], *(at for span in its for at in span)]
            assert bounds_of_its == sorted(bounds_of_its)
    assert min(bounds[bound] for bound in Bound) > len(NUMBERS) / 8


@pytest.mark.parametrize("number", NUMBERS[:40])
def test_the_bound_is_what_made_it_long(number):
    run = drawn(number, "a")
    n_workers, longest = len(run.ready), max(e - s for _, s, e in run.tasks)
    work = sum(e - s for _, s, e in run.tasks)
    if run.bound == Bound.STRAGGLER:
        others = [e for _, s, e in run.tasks if e - s < longest]
        assert run.end - max(others) > run.end / 4
    elif run.bound == Bound.FEW:
        assert len(run.tasks) == run.at_once == n_workers - 1
    elif run.bound == Bound.START_UP:
        assert min(run.ready) > run.end / 2
    else:
        assert run.at_once == 1
        assert work > 0.8 * run.end


def test_by_hand():
    run = Schedule((1, 2), ((0, 1, 3), (1, 2, 6), (0, 3, 4)), Bound.STRAGGLER)
    assert (run.end, run.at_once, run.idle, run.idlest) == (6, 2, [2, 0], 1)


def test_it_is_shown_with_every_bar_in_a_table():
    run, shown = drawn(7, "a"), schedules.shown(7, "a")
    assert len(shown.rows) == len(run.tasks) + len(run.ready)
    assert f"until {run.end / 10:.1f} s" in shown.chart.caption
    told = shown._repr_mimebundle_()["text/html"]
    assert "<img" in told
    assert "<details><summary>The same as a table</summary><table>" in told
    assert str(schedules.shown(..., "a")).startswith("Not attempted yet.")
