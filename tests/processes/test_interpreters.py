"""helpers.processes.interpreters: what is found where, and what each says of itself."""

import json
import os
import sys

import pytest

from helpers import machine
from helpers.processes import interpreters
from tests.interpreters import answering, fake

CPYTHON = answering("3.14.2")
FREE = answering("3.14.1", built_free=True, gil=False)


@pytest.fixture
def nowhere(monkeypatch, tmp_path):
    """A machine on which no interpreter is installed; returns the reader's home."""
    monkeypatch.delenv(interpreters.VARIABLE, raising=False)
    for name in ("PYENV_ROOT", "UV_PYTHON_INSTALL_DIR", "XDG_DATA_HOME", "APPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("PATH", "")
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setattr(interpreters.Path, "home", lambda: home)
    return home


def test_this_one_says_what_it_is():
    here = interpreters.this_one()
    assert here.path == sys.executable
    assert here.version == sys.version_info[:3]
    assert here.short_name.startswith(f"3.{sys.version_info.minor}")
    assert here.built_free or machine.gil_enabled()
    assert here.has_interpreter_pool is (sys.version_info >= (3, 14))


def test_a_program_that_answers_as_a_free_threaded_build_is_one(tmp_path):
    one = interpreters.ask(fake(tmp_path / "python3.14t", FREE))
    assert (one.short_name, one.built_free, one.gil) == ("3.14t", True, False)
    assert one.release == "3.14.1"


@pytest.mark.parametrize(
    "answer",
    [
        "",
        "hello",
        "[]",
        "{}",
        '{"version": "new"}',
        answering("3.10.1"),
        answering("3.14.0", implementation="pypy"),
        '{"version": [3, 14], "release": "3.14", "implementation": "cpython", "built_free": 0, "gil": 1}',
        json.dumps(None),
    ],
)
def test_what_the_course_cannot_use_is_left_out(tmp_path, answer):
    assert interpreters.ask(fake(tmp_path / "python3", answer)) is None


def test_a_program_that_is_not_there_or_fails_or_does_not_end_is_left_out(tmp_path, monkeypatch):
    assert interpreters.ask(tmp_path / "python3") is None
    assert interpreters.ask(fake(tmp_path / "fails", CPYTHON, code=3)) is None
    monkeypatch.setattr(interpreters, "_ANSWERS_WITHIN_S", 0.2)
    assert interpreters.ask(fake(tmp_path / "sleeps", CPYTHON, sleeps_s=600)) is None


def test_the_variable_names_all_that_are_asked(nowhere, tmp_path, monkeypatch):
    one, other = fake(tmp_path / "one", CPYTHON), fake(tmp_path / "other", FREE)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv(interpreters.VARIABLE, os.pathsep.join([one, other, one, "/nowhere"]))
    assert interpreters.places() == [one, other, "/nowhere"]
    names = [each.short_name for each in interpreters.found()]
    assert names[0] == interpreters.this_one().short_name
    assert {"3.14", "3.14t"} <= set(names)


def test_an_empty_variable_leaves_this_one_alone(monkeypatch):
    monkeypatch.setenv(interpreters.VARIABLE, "")
    assert interpreters.places() == []
    assert interpreters.found() == [interpreters.this_one()]


def test_of_one_version_and_build_the_newest_is_taken(tmp_path, monkeypatch):
    old, new = answering("3.98.1"), answering("3.98.2")
    paths = [
        fake(tmp_path / name, answer)
        for name, answer in (("a", old), ("b", new), ("c", new), ("d", answering("3.99.0")))
    ]
    monkeypatch.setenv(interpreters.VARIABLE, os.pathsep.join(paths))
    assert [each.path for each in interpreters.found()[1:]] == [paths[3], paths[1]]


def test_they_are_looked_for_on_path_by_name(nowhere, tmp_path, monkeypatch):
    folder, shims = tmp_path / "bin", tmp_path / "shims"
    for place in (folder, shims):
        place.mkdir()
        for name in ("python3.14", "python3.14t", "python3-config", "ipython3", "python3.14-gdb"):
            fake(place / name, CPYTHON)
    monkeypatch.setenv("PATH", os.pathsep.join([str(folder), str(shims), "/nowhere"]))
    assert interpreters.places() == [str(folder / "python3.14"), str(folder / "python3.14t")]


def test_a_link_to_what_was_found_is_no_other_one(nowhere, tmp_path, monkeypatch):
    folder = tmp_path / "bin"
    folder.mkdir()
    fake(folder / "python3.14", CPYTHON)
    try:
        (folder / "python3").symlink_to(folder / "python3.14")
    except OSError:
        pytest.skip("no links can be made here")
    monkeypatch.setenv("PATH", str(folder))
    assert interpreters.places() == [str(folder / "python3")]


def test_they_are_looked_for_where_pyenv_and_uv_install(nowhere):
    name = "python.exe" if os.name == "nt" else "python3.14"
    uv = nowhere / ".local/share/uv/python"
    places = [
        nowhere / ".pyenv/versions/3.14.0/bin" / name,
        uv / "cpython-3.14.0+freethreaded-linux-x86_64-gnu/bin" / name,
    ]
    for place in places:
        place.parent.mkdir(parents=True)
        fake(place, CPYTHON)
    found = interpreters.places()
    assert [path for path in found if path.startswith(str(nowhere))] == list(map(str, places))


def test_folders_that_a_variable_names_take_the_place_of_the_usual_ones(
    nowhere, tmp_path, monkeypatch
):
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "env"))
    monkeypatch.setenv("UV_PYTHON_INSTALL_DIR", str(tmp_path / "uv"))
    for place in (tmp_path / "env/versions/3.14.0t/bin", tmp_path / "uv/cpython-3.15"):
        place.mkdir(parents=True)
        fake(place / "python3", CPYTHON)
    (nowhere / ".pyenv/versions/3.13.0/bin").mkdir(parents=True)
    fake(nowhere / ".pyenv/versions/3.13.0/bin/python3", CPYTHON)
    ours = [path for path in interpreters.places() if path.startswith(str(tmp_path))]
    assert ours == [
        str(tmp_path / "env/versions/3.14.0t/bin/python3"),
        str(tmp_path / "uv/cpython-3.15/python3"),
    ]


LISTED = r"""
 -V:3.14t *        C:\Users\A B\AppData\Local\Programs\Python\Python314\python3.14t.exe
 -V:3.14           C:\Users\A B\AppData\Local\Programs\Python\Python314\python.exe
 -3.12-64          D:\Python312\python.exe
No installed Pythons found!
"""


def test_what_the_windows_launcher_lists_is_read():
    assert interpreters._listed(LISTED.replace("\n", "\r\n")) == [
        r"C:\Users\A B\AppData\Local\Programs\Python\Python314\python3.14t.exe",
        r"C:\Users\A B\AppData\Local\Programs\Python\Python314\python.exe",
        r"D:\Python312\python.exe",
    ]


def test_a_child_gets_no_variable_that_is_meant_for_this_python(monkeypatch, tmp_path):
    for name in ("PYTHONPATH", "PYTHONHOME", "PYTHON_GIL"):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("A_TEST", "kept")
    given = interpreters.environment(tmp_path)
    assert given["A_TEST"] == "kept"
    assert {n: v for n, v in given.items() if n.startswith("PYTHON")} == {
        "PYTHONPATH": str(tmp_path)
    }
