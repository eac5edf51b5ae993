"""tests.commands.refresh: what a busy machine gave is not stored. The runs here are made up."""

import argparse

import nbformat
import pytest

from helpers import machine
from tests import expectations, notebooks, stored
from tests.commands import predictions, refresh
from tests.commands.test_quietness import Pretended

LESSONS = notebooks.lessons()
OPTIONS = argparse.Namespace(quiet_limit_s=30, anyway=False)
ANYWAY = argparse.Namespace(quiet_limit_s=30, anyway=True)


def stored_notebook(path, *sources, tags=(refresh.IGNORED,)):
    cells = [
        nbformat.v4.new_code_cell(source, id=f"c{i}", metadata={"tags": list(tags)} if tags else {})
        for i, source in enumerate(sources)
    ]
    notebooks.write(nbformat.v4.new_notebook(cells=cells), path)
    return path


def run_that_prints(*texts, by_others=(0.0,), here=None, entry="noted\n"):
    """Return a run that shows these texts, one a call, and writes a line into the journal."""
    left = list(texts)

    def run(notebook, path, journal_path, look):
        text = left.pop(0)
        notebook.cells[0].outputs = [nbformat.v4.new_output("stream", text=text)]
        with journal_path.open("a", encoding="utf-8") as file:
            file.write(entry)
        if here is not None:
            here.pass_by(3, by_others.pop(0) if len(by_others) > 1 else by_others[0])
        look()

    run.left = left
    return run


def text_of(path):
    return stored.lesson(path).shown("c0").text


def test_what_a_quiet_machine_gives_is_stored(tmp_path):
    path = stored_notebook(tmp_path / "a.ipynb", "measure()")
    refresh.refresh(path, tmp_path / "journal", Pretended(), OPTIONS, run_that_prints("1.9"))
    assert text_of(path) == "1.9"
    assert (tmp_path / "journal").read_text() == "noted\n"


def test_what_a_busy_machine_gives_is_tried_again(tmp_path, capsys):
    path, here = stored_notebook(tmp_path / "a.ipynb", "measure()"), Pretended()
    run = run_that_prints("0.9", "1.9", here=here, by_others=[1.0, 0.0])
    refresh.refresh(path, tmp_path / "journal", here, OPTIONS, run)
    assert text_of(path) == "1.9"
    assert (tmp_path / "journal").read_text() == "noted\n"  # of the try that counts
    said = capsys.readouterr().out
    assert "not stored (try 1 of 3): other programs used 1.00 of 2 CPUs while it ran" in said


def test_after_the_last_try_it_is_refused_and_stays_as_it_was(tmp_path):
    path, here = stored_notebook(tmp_path / "a.ipynb", "measure()"), Pretended()
    before = path.read_bytes()
    run = run_that_prints(*["0.9"] * refresh.N_TRIES, here=here, by_others=[1.0])
    with pytest.raises(refresh.NotRefreshedError, match=r"other programs used 1\.00 of 2 CPUs"):
        refresh.refresh(path, tmp_path / "journal", here, OPTIONS, run)
    assert run.left == []
    assert path.read_bytes() == before
    assert not (tmp_path / "journal").exists()


def test_it_does_not_even_run_where_it_does_not_become_quiet(tmp_path):
    path = stored_notebook(tmp_path / "a.ipynb", "measure()")
    with pytest.raises(refresh.NotRefreshedError, match="after 30 s of waiting, other programs"):
        refresh.refresh(path, tmp_path / "journal", Pretended([1]), OPTIONS, run=None)


def test_a_machine_that_is_slow_right_after_it_counts_as_busy(tmp_path):
    path, here = (
        stored_notebook(tmp_path / "a.ipynb", "measure()"),
        Pretended(ceilings=[1.9, 1.2, 1.9]),
    )
    run = run_that_prints("0.9", "1.9")
    refresh.refresh(path, tmp_path / "journal", here, OPTIONS, run)
    assert text_of(path) == "1.9"


def test_where_ours_cannot_be_told_from_others_it_looks_right_after(tmp_path):
    path = stored_notebook(tmp_path / "a.ipynb", "measure()")
    # A machine that sees no use of ours sees none of others either: the ceiling decides.
    here = Pretended(by_us=False, ceilings=[1.9, 1.2, 1.9])
    refresh.refresh(path, tmp_path / "journal", here, OPTIONS, run_that_prints("0.9", "1.9"))
    assert text_of(path) == "1.9"


def test_anyway_stores_it_and_says_of_what(tmp_path, capsys):
    path, here = stored_notebook(tmp_path / "a.ipynb", "measure()"), Pretended([1])
    refresh.refresh(path, tmp_path / "journal", here, ANYWAY, run_that_prints("0.9"))
    assert text_of(path) == "0.9"
    assert "stored although other programs used" in capsys.readouterr().out


def test_a_notebook_that_measures_nothing_needs_no_quiet(tmp_path):
    path = stored_notebook(tmp_path / "a.ipynb", "1 + 1", tags=())
    refresh.refresh(path, tmp_path / "journal", Pretended([1]), OPTIONS, run_that_prints("2"))
    assert text_of(path) == "2"


def test_an_output_that_does_not_show_what_it_must_is_not_stored(tmp_path, monkeypatch, capsys):
    row = expectations.Expectation("c0", "two workers gain", lambda s: s.numbers[0] > 1.5)
    monkeypatch.setitem(expectations.EXPECTATIONS, "a", [row])
    path = stored_notebook(tmp_path / "a.ipynb", "measure()")
    refresh.refresh(path, tmp_path / "journal", Pretended(), OPTIONS, run_that_prints("0.9", "1.9"))
    assert text_of(path) == "1.9"
    assert "cell c0 should show that two workers gain, but: 0.9" in capsys.readouterr().out
    run = run_that_prints(*["0.9"] * refresh.N_TRIES)
    with pytest.raises(refresh.NotRefreshedError, match="two workers gain"):
        refresh.refresh(path, tmp_path / "journal", Pretended(), OPTIONS, run)
    assert text_of(path) == "1.9"


def test_the_authors_predictions_stand_in_the_run_only(tmp_path, monkeypatch):
    monkeypatch.setitem(predictions.PREDICTIONS, "a", {"guess": "7.5"})
    path, ran = stored_notebook(tmp_path / "a.ipynb", "guess = None  # change me"), []

    def run(notebook, path, journal_path, look):
        ran.append(notebook.cells[0].source)
        notebook.cells[0].outputs = [nbformat.v4.new_output("stream", text="shown")]

    refresh.refresh(path, tmp_path / "journal", Pretended(), OPTIONS, run)
    assert ran == ["guess = 7.5  # change me"]
    assert notebooks.read(path).cells[0].source == "guess = None  # change me"
    assert text_of(path) == "shown"
    monkeypatch.setitem(predictions.PREDICTIONS, "a", {"gues": "7.5"})
    with pytest.raises(refresh.NotRefreshedError, match="no cell assigns gues"):
        refresh.refresh(path, tmp_path / "journal", Pretended(), OPTIONS, run)


def test_the_journal_goes_on_from_one_notebook_to_the_next(tmp_path):
    paths = [stored_notebook(tmp_path / f"{name}.ipynb", "measure()") for name in "ab"]
    seen = []

    def run(notebook, path, journal_path, look):
        seen.append(journal_path.read_text() if journal_path.exists() else "")
        journal_path.write_text(seen[-1] + path.stem)

    assert refresh.refresh_all(paths, Pretended(), OPTIONS, run) == {}
    assert seen == ["", "a"]


def test_what_shows_the_journal_is_refused_where_another_was(tmp_path, capsys):
    first = stored_notebook(tmp_path / "a.ipynb", "measure()")
    second = stored_notebook(tmp_path / "b.ipynb", "journal.entries()")
    third = stored_notebook(tmp_path / "c.ipynb", "1 + 1", tags=())
    here = Pretended()
    run = run_that_prints(*["0.9"] * 3, "2", here=here, by_others=[1.0])
    refused = refresh.refresh_all([first, second, third], here, OPTIONS, run)
    assert list(refused) == [first, second]
    assert "the journal of the others, and a gave none" in refused[second]
    assert "a.ipynb was not refreshed and stays as it was: " in capsys.readouterr().out
    assert text_of(third) == "2"


def test_lesson_7_alone_is_told_to_need_the_others():
    [path] = [path for path in LESSONS if path.stem.startswith("07")]
    assert refresh.reads_journal(notebooks.read(path))
    here = Pretended()
    told = refresh.unfit([path], here)
    assert "the lessons before it" in told
    assert "00_start_here, 01_gil" in told
    assert "08" not in told
    with pytest.raises(SystemExit, match="name 00_start_here"):
        refresh.main([str(path)], here, run=None)


def test_another_kind_of_machine_is_told_to_refresh_all(monkeypatch):
    monkeypatch.setattr(stored, "facts", lambda: stored.Facts(2, "on"))
    monkeypatch.setattr(machine, "gil_enabled", lambda: True)
    here = Pretended()
    assert refresh.unfit(LESSONS[2:3], here) == ""
    here.n_cpus = 8
    for some in (LESSONS[2:3], LESSONS[:3]):
        assert "with 2 usable CPUs and the GIL on; here there are 8" in refresh.unfit(some, here)
    assert refresh.unfit(LESSONS, here) == ""
    assert refresh.unfit(notebooks.coursework(), here) == ""


def test_a_file_that_is_refused_stays_to_the_last_byte_and_the_exit_code_tells(
    tmp_path, monkeypatch
):
    path, here = stored_notebook(tmp_path / "a.ipynb", "x  =  1"), Pretended()
    before = path.read_bytes()
    codes = iter([0, 0])  # ruff's two; there is nothing to validate

    def done(command, **_):
        if "format" in command:
            path.write_bytes(before.replace(b"x  =  1", b"x = 1"))
        return argparse.Namespace(returncode=next(codes))

    monkeypatch.setattr(refresh.subprocess, "run", done)
    run = run_that_prints(*["0.9"] * 3, here=here, by_others=[1.0])
    assert refresh.main([str(path)], here, run) == 1
    assert path.read_bytes() == before


def test_an_assignment_is_not_taken_for_the_lesson_of_its_name():
    names = [refresh.name_of(path) for path in (*notebooks.lessons(), *notebooks.coursework())]
    assert len(set(names)) == len(names)
