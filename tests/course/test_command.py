"""helpers.course.command: what is said, and that JupyterLab starts where the copy is."""

import contextlib
import json
import os
import re
import subprocess
import sys
import urllib.request

import jupyterlab.labapp
import nbformat
import pytest

from helpers.course import NOTEBOOKS, main, records, renewal
from helpers.processes import families, waiting
from tests import kernels
from tests.course.courses import change, write
from tests.notebooks import ROOT

A, B = "00_start_here.ipynb", "01_b.ipynb"


@pytest.fixture
def course(tmp_path):
    folder = tmp_path / "notebooks"
    for name in (A, B):
        write(folder / name, "1")
    return folder


@pytest.fixture
def started(monkeypatch):
    """Note the arguments with which JupyterLab would be started."""
    started = []
    monkeypatch.setattr(jupyterlab.labapp.LabApp, "launch_instance", started.append)
    return started


def test_what_is_said(course, tmp_path, capsys, started):
    def said():
        main([str(copy), "--only-copy"], course)
        return capsys.readouterr().out.splitlines()

    copy = tmp_path / "mine"
    here = f"Your working copy of the course is in {copy}."
    assert said() == [f"Your working copy of the course has been made in {copy}."]
    assert said() == [here]
    write(course / A, "2")
    assert said() == [here, f"Untouched by you, and renewed: {A}."]
    (copy / A).unlink()
    assert said() == [here, f"Missing, and made: {A}."]
    for name in (A, B):
        change(copy / name, "mine")
        write(course / name, "3")
    kept = f"Changed by you, and kept: {A} and {B}; what the course has now lies beside, as "
    assert said() == [here, f"{kept}00_start_here-new.ipynb and 01_b-new.ipynb."]
    (course / B).unlink()
    assert said()[-1] == f"No longer in the course, and kept: {B}."
    assert started == []


def test_jupyterlab_is_told_where_and_on_which_address(course, tmp_path, started):
    copy = tmp_path / "with spaces"
    main([str(copy), "--with-outputs"], course)
    where = ["--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={copy}"]
    assert started == [[*where, str(copy / A)]]
    assert b"what comes out" in (copy / A).read_bytes()


def test_other_options_are_jupyterlabs_and_come_before_the_address(course, tmp_path, started):
    copy = tmp_path / "mine"
    main(["--allow-root", str(copy), "--port=8890"], course)
    where = ["--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={copy}"]
    assert started == [["--allow-root", "--port=8890", *where, str(copy / A)]]


def test_an_option_that_nothing_could_take_makes_nothing(course, tmp_path, capsys, started):
    copy = tmp_path / "mine"
    with pytest.raises(SystemExit):
        main([str(copy), "--only-copy", "--allow-root"], course)
    assert (
        "--only-copy starts nothing that --allow-root could be meant for" in capsys.readouterr().err
    )
    assert not copy.exists()
    assert started == []


def test_without_a_folder_it_is_one_at_home(course, tmp_path, monkeypatch, started):
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    main([], course)
    assert (tmp_path / "my-parallel-python" / A).is_file()
    assert started


def test_the_pages_name_its_folder_and_its_options(capsys):
    with pytest.raises(SystemExit):
        main(["--help"])
    told = capsys.readouterr().out
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    instructors = (ROOT / "docs" / "instructors.md").read_text(encoding="utf-8")
    for page, named in (
        (readme, "my-parallel-python"),
        (readme, "--with-outputs"),
        (readme, "--allow-root"),
        (instructors, "--only-copy"),
    ):
        assert named in page
        assert named in told
    assert ".course/before" in instructors
    assert (records.HIDDEN, records.BEFORE) == (".course", "before")


def test_what_cannot_be_done_is_one_line_and_starts_nothing(course, tmp_path, capsys, started):
    with pytest.raises(SystemExit) as ended:
        main([str(course / "below")], course)
    assert ended.value.code == 1
    out, err = capsys.readouterr()
    assert (out, err.count("\n"), started) == ("", 1, [])
    assert "name another folder" in err


def test_an_interrupt_is_one_line(course, tmp_path, monkeypatch, capsys, started):
    def interrupt(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(renewal, "versions_in", interrupt)
    with pytest.raises(SystemExit) as ended:
        main([str(tmp_path / "mine")], course)
    assert ended.value.code == 1
    assert capsys.readouterr().err.startswith("Interrupted: what you have changed is as it was")
    assert started == []


@contextlib.contextmanager
def course_started(folder, home):
    """Run the command as a reader does, whose own settings say something else; yields its process."""
    browser = home / "browser.py"
    opened = home / "opened.txt"
    browser.write_text(
        "import os, sys\n"
        f"open({str(home / 'draft')!r}, 'w').write(sys.argv[1])\n"
        f"os.replace({str(home / 'draft')!r}, {str(opened)!r})\n",
        encoding="utf-8",
    )
    environment = {**os.environ, "BROWSER": f'"{sys.executable}" "{browser}" %s'}
    for name in ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR"):
        environment[f"JUPYTER_{name}"] = str(home / name.lower())
    for name in ("SETTINGS_DIR", "WORKSPACES_DIR"):
        environment[f"JUPYTERLAB_{name}"] = str(home / name.lower())
    (home / "config_dir").mkdir()
    settings = {"ip": "", "root_dir": str(home), "port": 0, "allow_root": True}
    (home / "config_dir" / "jupyter_server_config.json").write_text(
        json.dumps({"ServerApp": settings}), encoding="utf-8"
    )
    with open(home / "log", "w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "helpers.course", str(folder)],
            env=environment,
            stdout=log,
            stderr=log,
            stdin=subprocess.DEVNULL,
            **families.APART,
        )
    try:
        yield process
    finally:
        families.end(process.pid)
        process.wait()


@pytest.mark.skipif(sys.platform == "win32", reason="a browser is found in another way")
def test_a_real_jupyterlab_opens_the_first_lesson_of_the_copy(tmp_path):
    copy, home = tmp_path / "with spaces", tmp_path / "home"
    home.mkdir()
    with course_started(copy, home) as process:
        opened = home / "opened.txt"
        waiting.until(lambda: opened.exists() or process.poll() is not None, 300, every_s=0.05)
        assert opened.exists(), (home / "log").read_text()
        (told,) = (home / "runtime_dir").glob("jpserver-*.json")
        server = json.loads(told.read_text(encoding="utf-8"))
        page = opened.read_text().removeprefix("file://")
        with open(urllib.request.url2pathname(page), encoding="utf-8") as file:
            assert f"/lab/tree/{A}" in file.read()
        assert server["hostname"] == "127.0.0.1"
        assert os.path.realpath(server["root_dir"]) == os.path.realpath(copy)
        address = f"{server['url']}api/contents?token={server['token']}"
        with urllib.request.urlopen(address) as answer:
            names = {entry["name"] for entry in json.load(answer)["content"]}
        assert {A, "coursework"} <= names
        assert not [name for name in names if name[0] == "."]


def test_links_and_pictures_of_lessons_lead_somewhere_in_a_copy(tmp_path):
    main([str(tmp_path), "--only-copy"])
    n_links = 0
    for path in tmp_path.rglob("*.ipynb"):
        for cell in nbformat.read(path, as_version=4).cells:
            links = re.findall(r"\]\(([^)\s]+)|\bsrc=[\"']([^\"']+)", cell.source)
            for link in filter(None, (a or b for a, b in links if cell.cell_type == "markdown")):
                if not re.match(r"https?:|attachment:|data:|#", link):
                    n_links += 1
                    target = (path.parent / link.partition("#")[0]).resolve()
                    assert target.is_file(), f"{path.name}: {link}"
                    assert target.is_relative_to(tmp_path.resolve()), f"{path.name}: {link}"
    assert n_links > 20


def test_a_notebook_of_a_copy_finds_helpers(tmp_path):
    main([str(tmp_path), "--only-copy"])
    source = "import os, helpers\nprint(os.getcwd())\nprint(helpers.__file__)"
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source)])
    kernels.runner_of(notebook, str(tmp_path)).execute()
    folder, found = notebook.cells[0].outputs[0].text.splitlines()
    assert os.path.realpath(folder) == os.path.realpath(tmp_path)
    assert os.path.samefile(found, NOTEBOOKS.parent / "helpers" / "__init__.py")
