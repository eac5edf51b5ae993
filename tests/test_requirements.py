"""What a learner installs: all that lessons and helpers import, and nothing that only tests need."""

import re
import sys
from importlib.metadata import packages_distributions

import pytest
from bs4 import BeautifulSoup
from packaging.requirements import Requirement

from tests import notebooks
from tests.notebooks import ROOT

# What no notebook and no helper imports, and a learner needs all the same.
NOT_IMPORTED = {
    "bokeh": "Dask serves its dashboard with it, which lesson 8 opens",
    "dask": "lesson 8 has its readers run `dask scheduler` and `dask worker`",
    "ipykernel": "runs the notebooks",
    "jsonschema": "JupyterLab checks its files with it",
    "nbval": "`pytest notebooks` tells whether they give here what is stored in them",
    "soupsieve": "finds elements for nbconvert; from 3 on in a way that Python 3.11.5 has mended",
}
COME_WITH_ANOTHER = {"ipython": "ipykernel", "traitlets": "ipywidgets"}
# Versions that have to be refused, since pip keeps what is installed already if it may.
TOO_OLD = {
    "aiohttp": ("3.10.10", "with a yarl of today its server answers 500 to all that names a port"),
    "ipykernel": (
        "7.0.1",
        "7.0 sends nothing from a lab's thread: it says `Measuring ...` for ever",
    ),
    "jupyterlab": (
        "4.4.3",
        "Stop reaches a cell that runs in the first notebook only, and none in 4.3",
    ),
}
# Versions that are refused for the time that they take; once a later one is quick again, it may come.
TOO_SLOW = {
    "jsonschema": (
        "4.25.0",
        "it loads a parser of addresses, some two seconds of computing at each start of JupyterLab",
    ),
}
IMPORT = re.compile(r"^\s*(?:import|from) (\w+)[\w.]*(?: import .+| as \w+)?$", re.MULTILINE)


def required(path):
    """Return the names of the packages that a file of requirements lists."""
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    return [re.match(r"[\w.-]+", line)[0] for line in lines if line and line[0] != "#"]


def specifiers(path):
    """Return the versions that a file of requirements lets in, by package."""
    lines = (ROOT / path).read_text(encoding="utf-8").splitlines()
    listed = [Requirement(line) for line in lines if line and line[0] != "#"]
    return {requirement.name: requirement.specifier for requirement in listed}


def imported():
    """Return the installed packages that notebooks and helpers import, by the names that pip knows."""
    code = [path.read_text(encoding="utf-8") for path in (ROOT / "helpers").rglob("*.py")]
    for path in (*notebooks.lessons(), *notebooks.coursework()):
        code += [cell.source for cell in notebooks.read(path).cells if cell.cell_type == "code"]
    modules = {name for text in code for name in IMPORT.findall(text)} - sys.stdlib_module_names
    known = packages_distributions()  # not of modules that a lesson writes into a file of its own
    return {
        re.sub(r"[-_.]+", "-", package).lower()
        for name in modules - {"helpers"}
        for package in known.get(name, ())
    }


@pytest.fixture(scope="module")
def needed():
    return imported()


@pytest.mark.parametrize("package", required("requirements.txt"))
def test_a_learner_needs_each_package(package, needed):
    is_excused = package in NOT_IMPORTED
    told = "only tests import it: it belongs into tests/requirements.txt"
    assert (package in needed) is not is_excused, NOT_IMPORTED.get(package, told)


def test_all_that_is_imported_is_installed(needed):
    packages = required("requirements.txt")
    with_others = {package for package, other in COME_WITH_ANOTHER.items() if other in packages}
    assert needed - set(packages) <= with_others, "add it to requirements.txt"


@pytest.mark.parametrize("package", [*TOO_OLD, *TOO_SLOW])
def test_versions_that_the_course_cannot_do_with_are_refused(package):
    version, why = (TOO_OLD | TOO_SLOW)[package]
    assert version not in specifiers("requirements.txt")[package], why


def test_what_an_older_python_cannot_match_is_refused_there():
    """Debian 12 has Python 3.11.2, whose `re` loses matches of what repeats without going back."""
    lines = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()
    (listed,) = [Requirement(line) for line in lines if line.startswith("soupsieve")]
    assert "3.0" not in listed.specifier
    by_version = {
        version: listed.marker.evaluate({"python_full_version": version})
        for version in ("3.11.2", "3.11.4", "3.11.5", "3.12.0")
    }
    assert by_version == {"3.11.2": True, "3.11.4": True, "3.11.5": False, "3.12.0": False}


def test_images_of_an_exported_page_are_found():
    page = BeautifulSoup('<img alt="a"><img>', "html.parser")
    assert len(page.select("img:not([alt])")) == 1


@pytest.mark.parametrize("path", ["requirements.txt", "tests/requirements.txt"])
def test_each_package_has_a_lowest_version_and_an_end(path):
    for package, versions in specifiers(path).items():
        assert sorted(each.operator for each in versions) == ["<", ">="], package


def test_nothing_is_listed_twice_and_each_list_is_in_order():
    learners, tests = required("requirements.txt"), required("tests/requirements.txt")
    assert set(NOT_IMPORTED) <= set(learners)
    assert not set(learners) & set(tests)
    for packages in (learners, tests):
        assert packages == sorted(packages)
