"""The workflow of CI: it has every Python of the course, an end for each job, and nothing that may fail."""

import ast
import re

import pytest
import yaml

from tests.commands import site
from tests.notebooks import ROOT

WORKFLOW = yaml.safe_load((ROOT / ".github/workflows/check.yml").read_text(encoding="utf-8"))
JOBS = WORKFLOW["jobs"]
MATRIX = JOBS["check"]["strategy"]["matrix"]
# The first ones for Node 24.
OLDEST_ACTIONS = {
    "actions/checkout": 5,
    "actions/setup-python": 6,
    "actions/upload-pages-artifact": 5,
    "actions/deploy-pages": 5,
}


def sessions():
    """Return the Pythons of nox; what it needs is not there in every environment."""
    tree = ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8"))
    values = {
        node.targets[0].id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    return ast.literal_eval(values["PYTHONS"])


def test_it_has_the_pythons_of_nox():
    more = [row["python"] for row in MATRIX["include"]]
    assert sorted(MATRIX["python"] + more) == sorted(sessions())


def test_the_oldest_is_the_one_that_is_asked_for_and_the_newest_the_one_that_is_named():
    pythons = [tuple(map(int, each.split("."))) for each in MATRIX["python"]]
    oldest, newest = (f"3.{minor}" for _, minor in (min(pythons), max(pythons)))
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'requires-python = ">={oldest}"' in project
    first = (ROOT / "requirements.txt").read_text(encoding="utf-8").splitlines()[0]
    assert first.endswith(f"Python {oldest} to {newest}.")
    (step,) = (step for step in JOBS["lowest"]["steps"] if "with" in step)
    assert step["with"]["python-version"] == oldest == sessions()[0]


@pytest.mark.parametrize("name", JOBS)
def test_each_job_ends_and_counts(name):
    job = JOBS[name]
    assert 5 <= job["timeout-minutes"] <= 120
    for each in (job, *job["steps"]):
        assert "continue-on-error" not in each


@pytest.mark.parametrize("name", JOBS)
def test_no_action_is_from_before_node_24(name):
    used = [step["uses"] for step in JOBS[name]["steps"] if "uses" in step]
    assert used
    for action in used:
        owner, version = re.fullmatch(r"(.+)@v(\d+)", action).groups()
        assert int(version) >= OLDEST_ACTIONS[owner], action


def test_where_tests_run_in_a_browser_there_is_one():
    (step,) = (step for step in JOBS["check"]["steps"] if "find_chromium" in step.get("run", ""))
    for system in ("Linux", "macOS", "Windows"):
        assert f"{system})" in step["run"]
    assert step["shell"] == "bash"  # on Windows, too


def test_the_pages_that_are_built_are_deployed_once_the_tests_have_passed():
    *_, build, upload = JOBS["site"]["steps"]
    assert build["run"] == "python -m tests.commands.site"
    assert ROOT / upload["with"]["path"] == site.DEFAULT
    deploy = JOBS["deploy"]
    assert set(deploy["needs"]) == {"check", "site"}
    assert "github.event_name == 'push'" in deploy["if"]


def test_only_the_job_that_deploys_may_write():
    may = {name for name, job in JOBS.items() if "write" in job.get("permissions", {}).values()}
    assert may == {"deploy"}
    assert WORKFLOW["permissions"] == {"contents": "read"}
