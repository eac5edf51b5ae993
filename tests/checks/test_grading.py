"""helpers.checks.grading: points up to the first step that does not hold, and what is not attempted."""

import os
import random
import sys
from collections import OrderedDict

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import checks, machine
from helpers.checks import grading, isolation
from helpers.checks.evidence import Evidence
from helpers.checks.findings import Finding
from tests.checks.runners import (
    RIGHT,
    in_turn,
    watch,
    with_threads,
)


def test_points_stop_at_the_first_step_that_fails():
    seen = watch(in_turn)
    steps = [(1, seen.returned(RIGHT)), (2, seen.at_once(2)), (3, seen.ran(4))]
    points = checks.grade("Exercise 2", 6, seen, *steps)
    assert points == 1
    assert repr(points) == "1"
    assert "should be" in points.sentence
    told = repr(checks.total({"Exercise 2": 6, "Exercise 7": 4}))
    assert "Exercise 2: 1 of 6" in told
    assert "Exercise 7: 0 of 4. Its check was not run, or ended in an error." in told
    assert "Together: 1 of 10" in told


def test_what_processes_have_made_anew_is_told_beside_what_is_wrong_only():
    noted = [
        {"event": "made anew", "name": name, "kind": "Lock", "process": process}
        for name, process in (("lock", 7), ("other", 7), ("lock", 8), ("lock", 8))
    ]
    seen = Evidence(isolation.Outcome("returned", result=3, events=noted), True, 1)
    told = checks.grade("Exercise 4", 1, seen, (1, seen.returned(4))).sentence
    assert "lock (Lock), made at the level of a cell, was made again in 2 other processes." in told
    assert told.startswith("It returned 3")
    right = checks.grade("Exercise 4", 1, seen, (1, seen.returned(3)))
    assert "made again" not in right.sentence
    nothing = Evidence(isolation.Outcome("returned", result=3), True, 1)
    assert nothing.made_anew() == ""


def test_points_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match="add up to 3"):
        checks.grade("Exercise 1", 3, None, (1, Finding(True, "")))


def stub(x):
    raise NotImplementedError


def test_a_stub_is_not_attempted():
    seen = checks.observe(lambda _: stub(1))
    points = checks.grade("Exercise 3", 1, seen, (1, seen.returned(1)))
    assert points == 0
    assert points.sentence.startswith(checks.NOT_ATTEMPTED)
    assert "still raises NotImplementedError" in points.sentence


def test_code_that_was_handed_out_with_a_mistake_is_not_attempted(monkeypatch):
    known = checks.fingerprint(in_turn)
    assert len(known) == 8
    assert known != checks.fingerprint(with_threads)
    monkeypatch.setattr(sys.modules["__main__"], "runner", in_turn, raising=False)
    assert not checks.observe(lambda _: 1, given={"runner": known}).attempted
    monkeypatch.setattr(sys.modules["__main__"], "runner", with_threads)
    assert checks.observe(lambda _: 1, given={"runner": known}).attempted
    assert checks.fingerprint(len) == checks.fingerprint(None) == ""


def test_what_was_handed_out_is_known_by_the_same_name_on_every_python():
    assert (
        checks.fingerprint(in_turn) == "90ca57f0"
    )  # ast.dump would give another name on 3.12 and on 3.13


@pytest.mark.parametrize("answer", [..., 4, "3", 3.0, None, True, [3], float("nan"), object()])
def test_predictions_that_are_not_right(answer):
    finding = checks.predicted(answer, 3, "Count the rounds.")
    assert not finding.holds
    assert "3 " not in finding.sentence.replace("prediction '3'", "").replace("3.0", "")


@given(st.one_of(st.integers(), st.text(), st.lists(st.integers())))
def test_a_right_prediction_holds(value):
    assert checks.predicted(value, value, "Look.").holds


@pytest.mark.parametrize(
    ("value", "right", "holds"),
    [
        (np.int64(4), 4, True),
        (np.True_, True, True),
        (np.str_("ab"), "ab", True),
        ([np.int64(4), np.int32(4)], [4, 4], True),
        (OrderedDict(a=1), {"a": 1}, True),
        (True, 1, False),
        (1, True, False),
        (np.True_, 1, False),
        (4.0, 4, False),
        ((4, 4), [4, 4], False),
    ],
)
def test_a_prediction_counts_whoever_made_the_number(value, right, holds):
    assert checks.predicted(value, right, "Look.").holds is holds


def test_what_code_prints_is_shown_below_its_points():
    seen = checks.observe(lambda _: print("<here>"))
    points = checks.grade("Exercise 1", 1, seen, (1, seen.returned(1)))
    assert "<pre>&lt;here&gt;</pre>" in points._repr_html_()
    silent = checks.observe(lambda _: 1)
    assert (
        "<pre>" not in checks.grade("Exercise 1", 1, silent, (1, silent.returned(1)))._repr_html_()
    )


@pytest.mark.parametrize("cpus", [1, 2, 3, 64])
def test_no_number_of_workers_comes_by_chance(monkeypatch, cpus):
    monkeypatch.setattr(os, "cpu_count", lambda: cpus)
    for usable in range(1, cpus + 1):
        monkeypatch.setattr(machine, "usable_cpus", lambda usable=usable: usable)
        for how_many in (1, 2, 3):
            numbers = checks.numbers_to_ask_for(how_many)
            assert len(set(numbers)) == how_many
            assert not {1, 2, cpus, usable} & set(numbers)


def test_a_check_has_pythons_own_functions_whatever_a_student_has_called_so():
    names = {"sum": 0, "max": 3, "numbers": [1, 2]}
    names["__name__"] = "__main__"  # what is defined in a notebook is sent by value
    exec("def check():\n    return sum(numbers), (lambda: 0).__module__", names)
    with pytest.raises(TypeError, match="not callable"):
        names["check"]()
    assert checks.run(names["check"]) == (3, "__main__")
    assert names["sum"] == 0


DRAWS = """
def check():
    import random
    from helpers import checks
    n = random.randint(0, 10**9) if draws else 0
    seen = checks.observe(lambda probe: answer(n))
    return checks.grade("Exercise 1", 1, seen, (1, seen.returned(n)))
def answer(n):
    return n
"""


def drawn(monkeypatch, seed=None, draws=True):
    """Return the points of a check that draws a number, and the number."""
    names = {"__name__": "__main__", "draws": draws}
    exec(DRAWS, names)
    if seed is None:
        monkeypatch.delenv("PARALLELISM_SEED", raising=False)
    else:
        monkeypatch.setenv("PARALLELISM_SEED", seed)
    numbers = []
    monkeypatch.setattr(
        checks, "grade", lambda *given: numbers.append(given[2].result) or grade(*given)
    )
    grade = grading.grade
    return checks.run(names["check"]), numbers[0]


def test_a_check_draws_from_a_seed_that_is_shown(monkeypatch):
    random.seed(3)
    before = random.getstate()
    points, first = drawn(monkeypatch)
    assert points == 1
    assert f"Drawn with seed {points.seed}." in points._repr_html_()
    again, second = drawn(monkeypatch, str(points.seed))
    assert (again.seed, second) == (points.seed, first)
    assert drawn(monkeypatch, str(points.seed + 1))[1] != first
    assert random.getstate() == before
    assert "seed" not in drawn(monkeypatch, draws=False)[0]._repr_html_()


def test_a_seed_that_is_none_is_refused(monkeypatch):
    with pytest.raises(ValueError, match=r"PARALLELISM_SEED must be a whole number .* not 'x'"):
        drawn(monkeypatch, "x")
