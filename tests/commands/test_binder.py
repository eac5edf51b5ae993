"""Binder: the badge leads to the first lesson, and repo2docker finds what it needs."""

import re
import sys

import pytest

from tests.commands import binder
from tests.notebooks import ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
TESTED = {"3.11", "3.12", "3.13", "3.14"}


@pytest.fixture(scope="module")
def text():
    pytest.importorskip("repo2docker")
    if sys.platform == "win32":
        pytest.skip("repo2docker runs on Linux and macOS")
    return binder.rendered()


def test_binder_has_what_repo2docker_needs_and_nothing_else():
    assert {path.name for path in (ROOT / "binder").iterdir()} == {
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


def test_the_badge_opens_jupyterlab_on_the_first_lesson():
    links = re.findall(r"\]\((https://mybinder\.org/v2/[^)]+)\)", README)
    assert len(links) == 1
    address, _, query = links[0].partition("?")
    assert address == "https://mybinder.org/v2/gh/OWNER/REPO/HEAD"
    assert README.count("OWNER/REPO") == 2  # in the link, and in the sentence beside it
    path = query.removeprefix("urlpath=lab/tree/")
    assert path == "notebooks/00_start_here.ipynb"
    assert (ROOT / path).exists()
