"""helpers.reader.journal: what labs note, in a file that several notebooks may write to."""

import errno
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor
from dataclasses import MISSING, asdict, dataclass, fields
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import labs, workloads
from helpers.processes import append
from helpers.reader import journal
from helpers.reader.curves import points_of
from helpers.worker.spans import Span, Worker
from tests.tasks import START_METHODS, in_turn, with_threads

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


OF_TYPE = {
    str: st.text(),
    int: st.integers(-(10**9), 10**9),
    float: st.floats(allow_nan=False, allow_infinity=False),
}
OF_TYPE[float | None] = st.one_of(st.none(), OF_TYPE[float])
ABOVE_0 = st.floats(0, allow_infinity=False, exclude_min=True)
RATIOS, SIZES = ("speedup", "low", "high"), ("loop_ms", "input_bytes")
OF_FIELD = {f.name: OF_TYPE[f.type] for f in fields(journal.Entry)}
OF_FIELD |= dict.fromkeys(RATIOS, ABOVE_0) | dict.fromkeys(SIZES, st.one_of(st.none(), ABOVE_0))
ENTRIES = st.builds(journal.Entry, **OF_FIELD)
WRONG = {
    "word": [None, True, 3, 0.5, [], ["x"], {}],
    "number": [True, "x", "3", [], {}, float("nan"), float("inf"), -float("inf"), 10**400],
}


@st.composite
def with_a_wrong_word(draw):
    """Write an entry in which one value, or one name, is wrong."""
    values = asdict(draw(ENTRIES))
    field = draw(st.sampled_from(fields(journal.Entry)))
    what = draw(st.sampled_from(["value", "name", "missing"]))
    if what == "value":
        wrong = WRONG["word" if field.type is str else "number"]
        values[field.name] = draw(st.sampled_from(wrong))
    elif what == "name" or field.default is not MISSING:  # older journals lack these
        values["of a later version"] = 3
    else:
        del values[field.name]
    return json.dumps(values).encode()


@st.composite
def a_part(draw):
    line = json.dumps(asdict(draw(ENTRIES))).encode()
    return line[: draw(st.integers(0, len(line) - 1))]


DAMAGED = st.one_of(
    st.binary(),
    a_part(),
    with_a_wrong_word(),
    st.sampled_from([b"", b"\r", b"null", b"[1]", b"{}", b'{"a":' * 100_000, b"1" * 5000]),
)


@given(st.lists(st.one_of(ENTRIES, DAMAGED), max_size=8), st.booleans())
def test_whatever_stands_there_every_whole_entry_is_read(lines, is_ended):
    written = [
        line if isinstance(line, bytes) else json.dumps(asdict(line), ensure_ascii=False).encode()
        for line in lines
    ]
    journal.path().parent.mkdir(exist_ok=True)
    journal.path().write_bytes(b"\n".join(written) + b"\n" * is_ended)
    assert journal.entries() == [line for line in lines if isinstance(line, journal.Entry)]


@given(ENTRIES)
def test_whatever_its_words_are_an_entry_comes_back(entry):
    journal.erase()
    what = {name: value for name, value in asdict(entry).items() if name not in ("when", "lesson")}
    journal.append(**what)
    (found,) = journal.entries()
    assert {name: getattr(found, name) for name in what} == what


def test_a_notebooks_name_that_is_no_text_is_no_error(monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "/somewhere/caf\udce9.ipynb")
    journal.append(**WHAT)
    assert [entry.lesson for entry in journal.entries()] == ["caf?"]


@dataclass(frozen=True)
class Longer(journal.Entry):
    """An entry of a later version, with one attribute more."""

    n_runs: int = 0


HERE = Worker(1, 1)
TWO_THREADS = (Worker(1, 2), Worker(1, 3))


def note_one(workers=TWO_THREADS, waits=True, busy="", **more):
    measurement = SimpleNamespace(
        n_workers=[1, 2],
        speedup=[0.95, 1.9],
        intervals=[(0.9, 1.0), (1.8, 2.0)],
        baselines_s=[0.041, 0.04, 0.05],
        waits=waits,
        nothing_left=False,
        busy=busy,
        verdict="faster",
        spans=[[Span(worker, 0, 1) for worker in workers]],
        baseline_spans=[Span(HERE, 0, 1)],
    )
    settings = SimpleNamespace(task_size_ms=10.0, n_tasks=4, n_workers=2)
    return journal.note("threads", workloads.wait_for, settings, measurement, **more)


def test_an_attribute_is_added_in_one_place(monkeypatch, file):
    assert note_one() == ""
    monkeypatch.setattr(journal, "Entry", Longer)
    assert note_one(n_runs=3) == ""
    assert [(entry.kind, entry.n_runs) for entry in journal.entries()] == [
        ("waiting", 0),
        ("waiting", 3),
    ]
    file.write_text(file.read_text().replace('"n_runs": 3', '"n_runs": "three"'))
    assert [entry.n_runs for entry in journal.entries()] == [0]


def test_the_whole_curve_is_noted_and_how_processes_start():
    assert note_one() == ""
    (entry,) = journal.entries()
    assert points_of(entry.curve) == {1: 0.95, 2: 1.9}
    assert entry.start_method in START_METHODS


def test_a_kind_is_noted_only_if_it_is_known():
    for waits in (True, False, None):
        note_one(waits=waits)
    assert [entry.kind for entry in journal.entries()] == ["waiting", "computing", ""]


def test_the_workers_are_told_from_who_ran_the_tasks():
    kinds = {
        "threads": TWO_THREADS,
        "processes": [Worker(2, 4), Worker(3, 5)],
        "coroutines": [HERE, HERE],
        "this thread": [HERE],
        "": [HERE, Worker(2, 4)],
    }
    for workers in kinds.values():
        assert note_one(workers) == ""
    assert [entry.workers for entry in journal.entries()] == list(kinds)


def test_how_busy_the_machine_was_is_handed_over():
    note_one(busy="Other programs took half of the CPU time.")
    note_one()
    told = [entry.busy for entry in journal.entries()]
    assert told == ["Other programs took half of the CPU time.", ""]


NOT_NOTED = " This was not noted in your journal: it was measured in a worker process."


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is forked here")
def test_a_forked_child_notes_nothing():
    assert note_one() == ""
    child = os.fork()
    if child == 0:
        try:
            os._exit(note_one() == NOT_NOTED)
        finally:
            os._exit(2)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 1
    assert len(journal.entries()) == 1


@pytest.mark.parametrize("method", START_METHODS)
def test_a_worker_process_notes_nothing(method):
    with ProcessPoolExecutor(1, multiprocessing.get_context(method)) as pool:
        assert pool.submit(note_one).result(60) == NOT_NOTED
    assert journal.entries() == []


def test_a_full_disk_is_told_in_a_sentence_and_nothing_raises(monkeypatch):
    def write(descriptor, line):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(append, "_write", write)
    assert note_one() == (
        " This was not noted in your journal (the disk is full: make room on it); the environment "
        "variable PARALLELISM_JOURNAL can name another file."
    )


def test_a_disk_that_fills_up_breaks_one_entry_only(small_disk, monkeypatch):
    monkeypatch.setenv(journal.VARIABLE, str(small_disk / "journal.jsonl"))
    (small_disk / "room").write_bytes(bytes(8192))
    note_one(predicted=0)
    (small_disk / "rest").write_bytes(bytes(shutil.disk_usage(small_disk).free))
    noted, told = [0], ""
    while not told:
        told = note_one(predicted=len(noted))
        noted += [len(noted)] * (told == "")
    assert "(the disk is full: make room on it)" in told
    assert "(the disk is full: make room on it)" in note_one(predicted=-1)
    (small_disk / "room").unlink()
    assert note_one(predicted=-2) == ""
    assert [entry.predicted for entry in journal.entries() if entry.predicted != -1] == [*noted, -2]


def test_a_line_from_before_an_attribute_came_is_read(file):
    journal.append(**WHAT)
    line = json.loads(file.read_text())
    later = [f.name for f in fields(journal.Entry) if f.default is not MISSING]
    assert later == [
        *("kind", "size", "workers", "busy", "loop_ms", "input_bytes"),
        *("start_method", "curve"),
    ]
    for name in later:
        del line[name]
    file.write_text(json.dumps(line) + "\n")
    (entry,) = journal.entries()
    assert entry.tool == "with_threads"
    assert [getattr(entry, name) for name in later] == [""] * 4 + [None] * 2 + [""] * 2


def test_a_line_with_a_wrong_word_is_left_out():
    journal.append(**{**WHAT, "machine": 3})
    assert journal.entries() == []


def test_a_line_with_a_wrong_number_is_left_out():
    journal.append(**{**WHAT, "speedup": "fast"})
    assert journal.entries() == []


@pytest.mark.parametrize("name", [*RATIOS, *SIZES])
@pytest.mark.parametrize("value", [0, 0.0, -1.5])
def test_what_cannot_have_been_measured_is_refused_and_left_out(file, name, value):
    with pytest.raises(ValueError, match=f"{name} must be above 0, not {value}"):
        journal.append(**{**WHAT, name: value})
    journal.append(**{**WHAT, name: 1.25})
    assert len(journal.entries()) == 1
    file.write_text(file.read_text().replace("1.25", str(value)))
    assert journal.entries() == []


def test_how_long_the_loop_took_a_task_is_noted():
    note_one()
    assert journal.entries()[0].loop_ms == pytest.approx(41 / 4)


WRITES = """
import json, sys
from helpers.reader import journal
from helpers.reader.curves import points_of
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
        assert (entry.kind, entry.size, entry.workers) == ("waiting", "5 ms", "threads")
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


def test_a_race_tells_of_the_one_entry_that_had_no_room(monkeypatch):
    usual, calls = append._write, []

    def write(descriptor, line):
        calls.append(line)
        if len(calls) == 1:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        usual(descriptor, line)

    monkeypatch.setattr(append, "_write", write)
    runners = {"threads": with_threads, "a loop": in_turn}
    lab = labs.race(runners, {"waits": workloads.wait_for}, 2, task_size_ms=5, n_tasks=2)
    try:
        lab.wait(60)
        assert "not noted in your journal (the disk is full: make room on it)" in lab.status.value
        assert [entry.tool for entry in journal.entries()] == ["a loop"]
    finally:
        lab.close()
