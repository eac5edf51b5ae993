"""helpers.checks.hangs: the programs hang, where they should."""

import pytest

from helpers import checks
from helpers.checks import hanging_programs, hangs

KINDS = ("thread", "process")


def by_reason(kind):
    """Return a drawn program for each reason."""
    found = {}
    for number in range(200):
        hang = hangs.drawn(number, "a", kind)
        found.setdefault(hang.reasons[hang.reason], hang)
    return found


@pytest.mark.parametrize("kind", KINDS)
def test_every_program_is_drawn(kind):
    assert set(by_reason(kind)) == {p.why for p in hanging_programs.PROGRAMS[kind]}


@pytest.mark.parametrize("kind", KINDS)
def test_neighbours_differ_and_nothing_gives_the_line_away(kind):
    drawn = [hangs.drawn(number, "a", kind) for number in range(100)]
    assert len({(hang.line, hang.reason, hang.text) for hang in drawn}) > 40
    for hang in drawn:
        assert "HERE" not in hang.text
        assert sorted(hang.reasons) == list("ABCD")
        assert len(set(hang.reasons.values())) == 4
        shown = str(hang)
        assert f"{hang.line:2}  {hang.text.splitlines()[hang.line - 1]}" in shown
        assert hang.who in shown


@pytest.mark.parametrize(
    "hang", [hang for kind in KINDS for hang in by_reason(kind).values()], ids=lambda h: str(h.line)
)
def test_each_is_seen_to_wait_in_its_line(hang):
    seen = checks.observe(lambda _: hang.line_seen(), limit_s=120)
    assert seen.result == hang.line, seen.finished().sentence


def test_a_line_that_is_passed_is_not_taken_for_it(monkeypatch):
    monkeypatch.setattr(hangs, "_COMES_S", 2.0)
    text = "import time\n\nfor _ in range(3):\n    time.sleep(0.3)\n"
    passing = hangs.Hang(text, hanging_programs.MAIN, 4, {}, "A")
    assert passing.line_seen() is None
