"""helpers.reader.journal: what labs note, in a file that several notebooks may write to."""

import json
import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import labs, workloads
from helpers.reader import journal
from tests.tasks import in_turn, with_threads

WHAT = {
    "tool": "with_threads",
    "task": "wait_for",
    "task_size_ms": 10.0,
    "n_tasks": 4,
    "n_workers": 2,
    "predicted": 2.0,
    "speedup": 1.9,
    "low": 1.8,
    "high": 2.0,
    "verdict": "faster",
    "machine": "Linux x86_64, 2 CPUs",
}


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    file = tmp_path / "a folder" / "journal.jsonl"
    monkeypatch.setenv(journal.VARIABLE, str(file))
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    return file


def test_no_journal_is_no_problem():
    assert journal.entries() == []
    journal.erase()


def test_what_is_appended_comes_back(monkeypatch):
    journal.append(**WHAT)
    monkeypatch.setenv("JPY_SESSION_NAME", "/somewhere/03_threading.ipynb")
    journal.append(**{**WHAT, "task_size_ms": None, "tool": "mit Fäden"})
    first, second = journal.entries()
    assert {name: getattr(first, name) for name in WHAT} == WHAT
    assert (first.lesson, second.lesson) == ("", "03_threading")
    assert (second.task_size_ms, second.tool) == (None, "mit Fäden")
    assert first.when.endswith("+00:00")


def test_erase_removes_it(file):
    journal.append(**WHAT)
    assert file.is_file()
    journal.erase()
    assert not file.exists()
    assert journal.entries() == []


def test_the_usual_place_is_the_users_own(monkeypatch):
    monkeypatch.delenv(journal.VARIABLE)
    assert journal.path().name == "journal.jsonl"
    assert journal.path().is_absolute()


def test_a_place_that_cannot_be_written(tmp_path, monkeypatch):
    blocked = tmp_path / "a file"
    blocked.write_text("in the way")
    monkeypatch.setenv(journal.VARIABLE, str(blocked / "journal.jsonl"))
    with pytest.raises(OSError):
        journal.append(**WHAT)
    assert journal.entries() == []


@given(
    st.lists(st.one_of(st.text(), st.just("{}"), st.just("[1]"), st.just("null"), st.just('{"a":')))
)
def test_damaged_lines_are_left_out(lines):
    journal.erase()
    journal.append(**WHAT)
    with open(journal.path(), "a", encoding="utf-8", errors="replace") as file:
        file.write("\n".join(lines) + "\n")
    journal.append(**WHAT)
    assert len(journal.entries()) == 2


def test_a_line_from_before_an_attribute_came_is_read(file):
    journal.append(**WHAT)
    line = json.loads(file.read_text())
    del line["kind"], line["size"]
    file.write_text(json.dumps(line) + "\n")
    (entry,) = journal.entries()
    assert (entry.tool, entry.kind, entry.size) == ("with_threads", "", "")


def test_a_line_with_a_wrong_word_is_left_out():
    journal.append(**{**WHAT, "machine": 3})
    assert journal.entries() == []


def test_a_line_with_a_wrong_number_is_left_out():
    journal.append(**{**WHAT, "speedup": "fast"})
    assert journal.entries() == []


WRITES = """
import json, sys
from helpers.reader import journal
for i in range(500):
    journal.append(**{**json.loads(sys.argv[1]), "n_tasks": i + 1})
"""


def test_several_notebooks_may_write_at_once():
    command = [sys.executable, "-c", WRITES, json.dumps(WHAT)]
    writers = [subprocess.Popen(command) for _ in range(4)]
    assert [writer.wait(120) for writer in writers] == [0] * 4
    counts = [entry.n_tasks for entry in journal.entries()]
    assert sorted(counts) == sorted(list(range(1, 501)) * 4)


def test_a_lab_notes_what_was_predicted_and_measured():
    lab = labs.speedup(
        with_threads, workloads.wait_for, n_workers=2, task_size_ms=5, n_tasks=4, prediction=1.5
    )
    try:
        m = lab.wait(60)
        (entry,) = journal.entries()
        assert (entry.tool, entry.task, entry.n_workers, entry.n_tasks) == (
            "with_threads",
            "wait_for",
            2,
            4,
        )
        assert (entry.predicted, entry.speedup) == (1.5, m.speedup[-1])
        assert (entry.kind, entry.size) == ("waiting", "5 ms")
        assert entry.verdict == m.verdict
    finally:
        lab.close()


def test_a_lab_that_cannot_note_says_so_in_a_sentence(tmp_path, monkeypatch):
    blocked = tmp_path / "a file"
    blocked.write_text("in the way")
    monkeypatch.setenv(journal.VARIABLE, os.path.join(blocked, "journal.jsonl"))
    lab = labs.speedup(with_threads, workloads.wait_for, n_workers=1, task_size_ms=5, n_tasks=2)
    try:
        assert len(lab.wait(60).results) == 2
        assert "This was not noted in your journal (" in lab.status.value
    finally:
        lab.close()


def test_a_race_notes_every_tool_without_a_number_that_was_predicted():
    runners = {"threads": with_threads, "a loop": in_turn}
    lab = labs.race(runners, {"waits": workloads.wait_for}, 2, task_size_ms=5, n_tasks=2)
    try:
        lab.wait(60)
        assert [entry.tool for entry in journal.entries()] == ["threads", "a loop"]
        assert [entry.predicted for entry in journal.entries()] == [None, None]
        assert {(entry.kind, entry.size) for entry in journal.entries()} == {("waiting", "5 ms")}
    finally:
        lab.close()
