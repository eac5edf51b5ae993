"""helpers.worker.patience: one factor for all that a check waits for."""

import asyncio
import os
import threading

import pytest

from helpers import checks
from helpers.checks import isolation
from helpers.processes import waiting
from helpers.processes.waiting import scaled
from helpers.worker import loop_turns, patience, probes
from helpers.worker.endings import Ending
from helpers.worker.log import Event, Log
from helpers.worker.patience import Patience
from tests.notebooks import ROOT

VARIABLE = "PARALLELISM_PATIENCE"


def test_without_a_factor_patience_is_as_documented(monkeypatch):
    monkeypatch.delenv(VARIABLE, raising=False)
    assert Patience.here() == Patience()
    assert scaled(20) == 20
    for field in Patience._fields:
        assert field in Patience.__doc__


def test_a_factor_is_for_every_wait_and_children_have_it_too(monkeypatch):
    monkeypatch.setenv(VARIABLE, "2.5")
    assert Patience.here() == tuple(2.5 * seconds for seconds in Patience())
    assert checks.observe(lambda _: Patience.here()).returned(Patience.here()).holds


@pytest.mark.parametrize("factor", ["0.1", "1", "3"])
def test_of_turns_there_are_as_many_whatever_the_factor(monkeypatch, factor):
    looks = []
    monkeypatch.setenv(VARIABLE, factor)
    asyncio.run(loop_turns.until(lambda: looks.append(factor)))
    assert len(looks) == loop_turns._MOST_TURNS


def test_the_limits_of_the_factor_are_told_where_it_is():
    limits = f"{waiting._LEAST} to {waiting._MOST}"
    instructors = (ROOT / "docs" / "instructors.md").read_text(encoding="utf-8")
    for text in (patience.__doc__, checks.observe.__doc__, instructors):
        assert VARIABLE in text
        assert limits in text


@pytest.mark.parametrize("factor", ["", "fast", "0", "-1", "nan", "inf", "101", "0.05"])
def test_a_bad_factor_is_told_before_anything_runs(monkeypatch, factor):
    monkeypatch.setenv(VARIABLE, factor)
    monkeypatch.setattr(isolation, "run", lambda *_: pytest.fail("it was run"))
    with pytest.raises(ValueError) as told:
        checks.observe(lambda _: 1)
    assert str(told.value) == (
        f"The environment variable {VARIABLE} must be a number between 0.1 and 100, not {factor!r}."
    )


def test_the_time_that_is_told_is_the_one_that_was_waited(monkeypatch):
    limits_s = []

    def run(scenario, limit_s):
        limits_s.append(limit_s)
        return isolation.Outcome(Ending.TIMED_OUT)

    monkeypatch.setenv(VARIABLE, "3")
    monkeypatch.setattr(isolation, "run", run)
    told = checks.observe(lambda _: 1, limit_s=20).finished().sentence
    assert limits_s == [60]
    assert "It had not returned after 60 s" in told


def test_a_checks_own_wait_is_scaled(monkeypatch, tmp_path):
    waited_s = []
    monkeypatch.setenv(VARIABLE, "3")
    monkeypatch.setattr(probes, "until", lambda is_true, patience_s: waited_s.append(patience_s))
    probes.Probe(Log(tmp_path / "events", os.getpid())).until(lambda: True, 5)
    assert waited_s == [15]


@pytest.mark.parametrize("meet", [1, 2])
def test_a_call_that_gives_up_notes_it(monkeypatch, tmp_path, meet):
    log = Log(tmp_path / "events", os.getpid())
    monkeypatch.setattr(probes, "until", lambda is_true, patience_s: is_true())
    thread = threading.Thread(target=probes.Probe(log).task(abs, meet=meet), args=(-1,))
    thread.start()
    thread.join()
    gave_up = [Event.GAVE_UP] * (meet == 2)
    assert [event["event"] for event in log.read()] == [Event.START, *gave_up, Event.END]
