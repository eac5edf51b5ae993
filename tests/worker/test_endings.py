"""helpers.worker.endings: each way to end has its sentence."""

import re
from pathlib import Path

import pytest

from helpers.checks import isolation
from helpers.checks.findings import ending
from helpers.worker import isolation_child
from helpers.worker.endings import Ending


def told(ended):
    return ending(ended, ("ValueError", "no", ""), limit_s=20)


@pytest.mark.parametrize("ended", Ending)
def test_each_ending_has_a_sentence(ended):
    assert told(ended).holds is (ended == Ending.RETURNED)
    assert told(ended).sentence.startswith("It ")
    assert [e for e in Ending if told(e).sentence == told(ended).sentence] == [ended]


def test_each_ending_says_what_a_student_reads():
    assert told(Ending.RETURNED).sentence == "It returned."
    assert told(Ending.RAISED).sentence == "It raised ValueError: no."
    assert "look for os._exit" in told(Ending.EXITED).sentence
    assert "a signal, ValueError, ended" in told(Ending.KILLED).sentence  # a signal's name, there
    assert "had not returned after 20 s" in told(Ending.TIMED_OUT).sentence
    assert "more and more processes" in told(Ending.TOO_MANY_PROCESSES).sentence
    assert "(ValueError: no)" in told(Ending.NOT_SENT).sentence


def test_an_ending_is_its_text_to_whoever_has_only_that():
    assert isolation.Outcome("was ended").ended == Ending.TIMED_OUT
    assert told("was ended") == told(Ending.TIMED_OUT)


def test_each_ending_is_found_by_somebody():
    modules = [Path(module.__file__) for module in (isolation, isolation_child)]
    found = [re.findall(r"Ending\.([A-Z_]+)", p.read_text(encoding="utf-8")) for p in modules]
    assert {name for names in found for name in names} == set(Ending.__members__)
