"""helpers.checks.works: a choice, and a claim that a measurement may contradict."""

from types import SimpleNamespace

import pytest

from helpers.checks import Finding, works
from helpers.checks.works import Work

SAME, CANNOT_TELL = "no difference that matters here", "this machine cannot tell"
TINY = Work(False, [-1, -2], 4)


def test_both_kinds_are_drawn():
    drawn = [works.drawn(number, "a") for number in range(100)]
    assert 20 < sum(work.waits for work in drawn) < 80
    for work in drawn:
        assert work.task(work.inputs[0]) == abs(work.inputs[0])
        assert f"n_workers = {work.n_workers}" in str(work)


@pytest.mark.parametrize(
    ("claim", "verdict", "speedup", "holds"),
    [
        ("faster", "faster", 3, True),
        ("faster", CANNOT_TELL, 1, True),
        ("faster", "slower", 0.5, False),
        (" Faster", SAME, 1, False),
        ("slower", "slower", 0.1, True),
        ("slower", "faster", 2, False),
        ("no difference", SAME, 1, True),
        (
            "no difference",
            "faster",
            1.3,
            True,
        ),  # one verdict in a hundred is wrong, but not by much
        ("no difference", "faster", 1.6, False),
        ("no difference", "slower", 0.6, False),
        ("better", "faster", 2, False),
        (None, "faster", 2, False),
        (..., "faster", 2, False),
    ],
)
def test_a_claim_is_lost_only_where_it_is_contradicted(claim, verdict, speedup, holds):
    assert TINY.defended(claim, (verdict, speedup)).holds is holds


def test_a_choice_for_tiny_tasks_costs_little():
    assert TINY.pays(None, (SAME, 1)).holds
    assert TINY.pays(None, (CANNOT_TELL, 0.5)).holds
    assert TINY.pays(None, ("slower", 0.8)).holds
    assert not TINY.pays(None, ("slower", 0.1)).holds


def test_what_is_measured_is_told():
    told = TINY.pays(None, ("slower", 0.1)).sentence
    assert "at most 1.5 times as long" in told
    assert "was slower, at 0.10 times the loop's speed" in told
    assert "faster, at 3.00 times" in TINY.defended("slower", ("faster", 3)).sentence


@pytest.mark.parametrize(("waits", "said"), [(True, "faster"), (False, SAME)])
def test_only_of_waits_one_run_is_enough(waits, said):
    run = SimpleNamespace(elapsed_s=0.2)
    step = SimpleNamespace(baselines_s=[0.9], runs=[[run]], verdict=SAME, speedup=[4.5])
    assert Work(waits, [0.4, 0.4], 2).measured([step]) == (said, 4.5)


def test_a_choice_for_waits_overlaps_them():
    seen = SimpleNamespace(at_once=lambda at_least: Finding(at_least == 4, "seen"))
    assert Work(True, [0.1], 4).pays(seen, ("slower", 0.1)).holds


def test_without_a_measurement_nothing_holds():
    assert not TINY.pays(None, None).holds
    assert not TINY.defended("faster", None).holds
