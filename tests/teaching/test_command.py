"""helpers.teaching.command: what a person types, and what is said."""

import subprocess
import sys

import pytest

from helpers.teaching import classroom, grades
from helpers.teaching.command import main


def test_a_synthetic_class_is_made(tmp_path, capsys):
    main(["synthetic-class", str(tmp_path / "class"), "--machines", "3"])
    assert "7 files in " in capsys.readouterr().out
    assert len(classroom.read(tmp_path / "class").members) == 3


def test_what_is_wrong_is_one_sentence(tmp_path, capsys):
    (tmp_path / "there").touch()
    with pytest.raises(SystemExit) as ended:
        main(["synthetic-class", str(tmp_path)])
    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith("folder must be empty or new")


def test_the_table_is_written_and_who_was_not_graded_is_named(tmp_path, monkeypatch, capsys):
    rows = [
        grades.Row("a", "ada", grades.GRADED, "1", "2"),
        grades.Row("a", "ben", grades.NOT_GRADED, why="a cell has ended the kernel"),
    ]
    monkeypatch.setattr(grades, "grade", lambda *_: rows)
    main(["grade", "a", "--course", str(tmp_path)])
    assert (tmp_path / "all-grades.csv").read_text().count("\n") == 3
    first, second = capsys.readouterr().out.splitlines()
    assert first.endswith("all-grades.csv: 1 graded, 1 not graded, 0 nothing handed in.")
    assert second == "a, ben: a cell has ended the kernel"


def test_what_was_graded_before_an_error_is_written(tmp_path, monkeypatch):
    def one_and_no_more(course, assignment, students, again):
        if assignment == "b":
            raise grades.GradesError("b was not released")
        return [grades.Row("a", "ada", grades.GRADED, "1", "2")]

    monkeypatch.setattr(grades, "grade", one_and_no_more)
    with pytest.raises(SystemExit):
        main(["grade", "a", "b", "--course", str(tmp_path)])
    assert "ada" in (tmp_path / "all-grades.csv").read_text()


def test_it_is_a_command():
    command = [sys.executable, "-m", "helpers.teaching", "--help"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    assert "synthetic-class" in done.stdout
    assert "grade" in done.stdout
    assert done.stderr == ""
