"""helpers.labs.faults_lab: the reader names the fault of a program before the picture says it."""

import threading
from base64 import b64decode

import psutil
import pytest
from bs4 import BeautifulSoup

from helpers import labs
from helpers.labs import fault_runs
from helpers.labs.fault_runs import ThreadSeen, Watched
from helpers.labs.faults_lab import FaultsLab, Settings
from helpers.labs.faulty_programs import FAULTS, PROGRAMS
from helpers.processes.waiting import until
from helpers.reader import intuition, journal
from helpers.worker.noted_waits import LOCK, OTHERS
from helpers.worker.stop_flag import Stopped

pytestmark = pytest.mark.usefixtures("nothing_left")

MAIN = ThreadSeen(1, "main", OTHERS, 21, None, False, False)
ANN = ThreadSeen(2, "ann", LOCK, 13, 3, False, False)
BOB = ThreadSeen(3, "bob", LOCK, 13, 2, False, False)
HELD = Watched([0.0, 1.0, 3.0], [[MAIN, ANN, BOB]] * 3, [9_000_000] * 3, {}, {2: 0.01}, False)
SIGN = "ann waits in line 13 for a lock that bob holds"


@pytest.fixture
def open_lab(monkeypatch):
    """Open labs for which every program is the deadlock that was seen above."""
    opened, asked = [], []

    def watch(text, seconds, stop, show):
        asked.append((text, seconds))
        show(HELD)
        return HELD

    def open_one(**options):
        monkeypatch.setattr(fault_runs, "watch", watch)
        opened.append(labs.faults(**options))
        opened[-1].asked = asked
        return opened[-1]

    yield open_one
    for lab in opened:
        lab.close()


def everything_shown(lab):
    return f"{lab.status.value} {lab.picture.widget.value} {lab.printed.value} {lab.numbers.value}"


def test_a_program_is_watched_and_its_fault_not_told(open_lab):
    lab = open_lab(program="B", seconds=4)
    assert lab.wait(timeout_s=60) is HELD
    assert lab.asked == [(PROGRAMS["B"].text, 4)]
    assert "After 3.0 s it had not ended" in lab.status.value
    assert "Which fault has this program? Click a button." in lab.status.value
    assert not any(fault in everything_shown(lab) for fault in FAULTS)
    assert lab.picture.caption.startswith("A timeline of 3 threads of program B. After 3.0 s")


def test_the_right_name_is_told_by_what_it_was_seen_and_shows_the_program(open_lab):
    lab = open_lab(program="B")
    lab.wait(timeout_s=60)
    lab.faults["deadlock"].click()
    assert "You said deadlock: right." in lab.status.value
    for said in (lab.status.value, lab.picture.caption):
        assert SIGN in said
    assert "of program B: deadlock." in lab.picture.caption
    assert "13          with second:" in BeautifulSoup(lab.printed.value, "html.parser").text
    assert lab.faults["deadlock"].icon == "check"


def test_a_wrong_name_is_told_what_it_would_show_and_may_be_mended(open_lab):
    lab = open_lab(program="B")
    lab.wait(timeout_s=60)
    lab.faults["straggler"].click()
    assert "You said straggler: that would show one worker of a pool" in lab.status.value
    assert "deadlock" not in everything_shown(lab)
    assert lab.faults["straggler"].icon == "times"
    lab.faults["deadlock"].click()
    assert "You said deadlock: right." in lab.status.value
    assert (lab.faults["straggler"].icon, lab.faults["deadlock"].icon) == ("", "check")


def test_the_line_that_is_told_is_that_of_the_program():
    lines = PROGRAMS["B"].text.splitlines()
    assert lines[13 - 1].strip() == "with second:"


def test_the_first_name_is_noted_and_no_other(open_lab, monkeypatch, tmp_path):
    monkeypatch.setenv(journal.VARIABLE, str(tmp_path / "journal.jsonl"))
    lab = open_lab(program="B")
    lab.wait(timeout_s=60)
    assert journal.records(intuition.Compared) == []
    lab.faults["straggler"].click()
    lab.faults["deadlock"].click()
    (one,) = journal.records(intuition.Compared)
    assert (one.topic, one.question) == ("failures", "the fault of program B")
    assert (one.predicted, one.measured, one.is_right) == ("straggler", "deadlock", False)


def test_a_prediction_is_the_first_name(open_lab, monkeypatch, tmp_path):
    monkeypatch.setenv(journal.VARIABLE, str(tmp_path / "journal.jsonl"))
    lab = open_lab(program="B", prediction="deadlock")
    lab.wait(timeout_s=60)
    assert "You said deadlock: right." in lab.status.value
    (one,) = journal.records(intuition.Compared)
    assert one.is_right


def test_another_program_is_named_anew(open_lab):
    lab = open_lab(program="B", prediction="deadlock")
    lab.wait(timeout_s=60)
    lab.program.value = "A"
    lab.wait(timeout_s=60)
    assert "Click a button" in lab.status.value
    assert {button.icon for button in lab.faults.values()} == {""}
    assert lab.printed.value == ""
    lab.program.value = "B"
    lab.wait(timeout_s=60)
    assert "You said deadlock: right." in lab.status.value


def test_a_fault_that_does_not_show_is_not_claimed(open_lab):
    lab = open_lab(program="D", prediction="memory that grows")
    lab.wait(timeout_s=60)
    assert "It does not show in this run" in lab.status.value


def test_the_numbers_are_in_a_table_and_in_a_file(open_lab):
    lab = open_lab(program="B")
    lab.wait(timeout_s=60)
    table = BeautifulSoup(lab.numbers.value, "html.parser")
    rows = [[cell.text for cell in row.find_all("td")] for row in table.find_all("tr")[1:]]
    assert [row[0] for row in rows] == ["main", "ann", "bob"]
    assert rows[1] == ["ann", "0.00", "3.00", "0.00", "0.00", "0.00", "0.01"]
    saved = b64decode(table.a["href"].partition("base64,")[2]).decode().splitlines()
    assert saved[0] == "thread,state,start (s),end (s),line"
    assert len(saved) == 1 + 3


def test_the_legend_lists_what_is_drawn(open_lab):
    lab = open_lab(program="B")
    lab.wait(timeout_s=60)
    shown = lab.picture.widget.value.partition("lab-legend")[2]
    assert all(each in shown for each in (LOCK, OTHERS, "memory"))
    assert "waits for the network" not in shown


def test_a_program_that_hangs_is_ended_by_stop_and_nothing_is_left():
    before = set(psutil.Process().children(recursive=True))
    lab = FaultsLab(Settings("B", 10))
    lab._measure()
    assert until(lambda: lab._watched is not None, 60)
    assert lab._state.endswith("...")
    lab.stop()
    assert until(lambda: not lab._engine.busy, 60)
    assert "Stopped." in lab.status.value
    with pytest.raises(Stopped):
        lab.wait(timeout_s=60)

    def left():
        found = set(psutil.Process().children(recursive=True)) - before
        return {child for child in found if child.status() != psutil.STATUS_ZOMBIE}

    assert until(lambda: not left(), 60)
    assert until(lambda: "read-program" not in [t.name for t in threading.enumerate()], 60)
    lab.close()


def test_a_lab_shows_what_really_runs():
    lab = labs.faults(program="A", seconds=10)
    watched = lab.wait(timeout_s=120)
    assert {t.name for t in watched.last.values()} >= {"main", "worker_0"}
    lab.faults["straggler"].click()
    assert "You said straggler: right." in lab.status.value
    lab.close()


@pytest.mark.parametrize(
    ("options", "error", "text"),
    [
        ({"program": "G"}, ValueError, "program must be one of A, B, C, D, E, F, not 'G'"),
        ({"seconds": 0}, ValueError, "seconds must lie between 1 and 10"),
        ({"seconds": 1.5}, TypeError, "seconds must be a whole number"),
        ({"prediction": "tea"}, ValueError, "prediction must be one of deadlock, "),
    ],
)
def test_a_bad_argument_is_named(options, error, text):
    with pytest.raises(error, match=text):
        labs.faults(**options)
