"""Binder: the badge leads to the first lesson, and repo2docker finds what it needs."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests import notebooks
from tests.commands import binder
from tests.notebooks import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
TESTED = {"3.11", "3.12", "3.13", "3.14", "3.15"}


@pytest.fixture(scope="module")
def text():
    pytest.importorskip("repo2docker")
    if sys.platform == "win32":
        pytest.skip("repo2docker runs on Linux and macOS")
    return binder.rendered()


def test_binder_has_what_repo2docker_needs_and_nothing_else():
    assert {path.name for path in (ROOT / "binder").iterdir()} == {
        "postBuild",
        "requirements.txt",
        "runtime.txt",
    }


def test_its_python_is_one_that_is_tested(text):
    assert binder.python_version(text) in TESTED
    stated = (ROOT / "binder" / "runtime.txt").read_text(encoding="utf-8").strip()
    assert stated == f"python-{binder.python_version(text)}"


def test_it_installs_the_requirements_and_the_helpers(text):
    assert binder.install_steps(text) == [
        ["install", "--no-cache-dir", "-r", "binder/requirements.txt"]
    ]
    lines = (ROOT / "binder" / "requirements.txt").read_text(encoding="utf-8").splitlines()
    assert "-e ." in lines
    (named,) = (line.removeprefix("-r ") for line in lines if line.startswith("-r "))
    assert (ROOT / "binder" / named).resolve() == ROOT / "requirements.txt"


def test_nothing_can_be_seen_there_before_it_is_run(text, tmp_path):
    (step,) = binder.post_build_steps(text)
    shutil.copytree(ROOT / "binder", tmp_path / "binder")
    shutil.copytree(ROOT / "notebooks", tmp_path / "notebooks")
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    subprocess.run([step], cwd=tmp_path, env={**os.environ, "PATH": path}, check=True)
    for stored in (*notebooks.lessons(), *notebooks.coursework()):
        notebook = notebooks.read(tmp_path / stored.relative_to(ROOT))
        assert [cell.source for cell in notebook.cells] == [
            cell.source for cell in notebooks.read(stored).cells
        ]
        assert not any(cell.get("outputs") for cell in notebook.cells), stored.stem
    assert any(cell.get("outputs") for cell in notebooks.read(notebooks.lessons()[0]).cells)


def test_the_badge_opens_jupyterlab_on_the_first_lesson():
    links = re.findall(r"\]\((https://mybinder\.org/v2/[^)]+)\)", README)
    assert len(links) == 1
    address, _, query = links[0].partition("?")
    assert address == "https://mybinder.org/v2/gh/OWNER/REPO/HEAD"
    assert README.count("OWNER/REPO") == 2  # in the link, and in the sentence beside it
    path = query.removeprefix("urlpath=lab/tree/")
    assert path == "notebooks/00_start_here.ipynb"
    assert (ROOT / path).exists()
