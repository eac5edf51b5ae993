"""What is installed has all of `helpers`: also the files in it that are no modules."""

import shutil
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, version
from zipfile import ZipFile

import pytest
from packaging.requirements import Requirement

from tests.notebooks import ROOT

PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
BUILD = "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"
# Each lab sends a script, and each quiz reads its questions.
USE = """
import sys
sys.path.insert(0, sys.argv[1])
from helpers import labs
from helpers.labs import accessibility
assert accessibility.__file__.startswith(sys.argv[1]), accessibility.__file__
assert "labsAreAccessible" in accessibility.PAGE
print(labs.quiz("01_gil", "after"))
"""


def files_beside_modules():
    return {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / "helpers").rglob("*")
        if path.is_file() and path.suffix not in (".py", ".pyc")
    }


def can_build():
    """Whether the setuptools here is one of those that the project asks for."""
    (required,) = map(Requirement, PROJECT["build-system"]["requires"])
    try:
        return version(required.name) in required.specifier
    except PackageNotFoundError:
        return False


def test_each_file_beside_the_modules_is_named_as_data():
    named = PROJECT["tool"]["setuptools"]["package-data"]
    found = {
        path.relative_to(ROOT).as_posix()
        for package, patterns in named.items()
        for pattern in patterns
        for path in ROOT.joinpath(*package.split(".")).glob(pattern)
    }
    assert files_beside_modules() == found


@pytest.mark.skipif(not can_build(), reason="needs the setuptools of pyproject.toml")
def test_a_wheel_has_them_and_labs_work_from_it(tmp_path):
    source, installed = tmp_path / "source", tmp_path / "installed"
    shutil.copytree(
        ROOT / "helpers", source / "helpers", ignore=shutil.ignore_patterns("__pycache__")
    )
    for name in ("pyproject.toml", "requirements.txt", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source)
    command = [sys.executable, "-c", BUILD, tmp_path]
    subprocess.run(command, cwd=source, check=True, capture_output=True)
    (wheel,) = tmp_path.glob("*.whl")
    with ZipFile(wheel) as archive:
        assert files_beside_modules() <= set(archive.namelist())
        archive.extractall(installed)
    used = [sys.executable, "-c", USE, str(installed)]
    told = subprocess.run(used, cwd=tmp_path, check=True, capture_output=True, text=True)
    assert told.stdout == "<QuizBox of 5 questions>\n"
