"""The command that runs all checks: its arguments go to pytest, and what came out is recorded on demand."""

import sys

import pytest

from tests.commands import check, tried

# In the places of ruff and pytest: one that prints nothing, and one whose last line is known.
GOOD = ["compileall", "-q", "tests/commands/check.py"]
LAST = ["calendar", "2000"]


@pytest.fixture
def page(tmp_path, monkeypatch):
    path = tmp_path / "tried.md"
    table = "| tried | on | result |\n|---|---|---|\n"
    path.write_text(f"<!-- tried -->\n\n{table}\n<!-- end of tried -->\n", encoding="utf-8")
    monkeypatch.setattr(tried, "_PAGE", path)
    return path


@pytest.mark.parametrize("is_recorded", [False, True])
def test_arguments_go_to_the_last_command_and_its_last_line_is_recorded(
    page, monkeypatch, capfd, is_recorded
):
    monkeypatch.setattr(check, "COMMANDS", [GOOD, LAST])
    monkeypatch.setattr(sys, "argv", ["check", *(["--record"] if is_recorded else []), "1"])
    assert check.main() == 0
    assert "January 2000" in capfd.readouterr().out
    rows = tried.rows()
    assert list(rows) == ([f"The tests on Python {check._version()}: 1"] if is_recorded else [])
    assert all(row.endswith("| 31 |") for row in rows.values())


@pytest.mark.parametrize("is_recorded", [False, True])
def test_what_is_compiled_is_kept_for_the_many_processes_of_the_tests(
    page, monkeypatch, tmp_path, is_recorded
):
    (tmp_path / "a_module_of_a_test.py").write_text("", encoding="utf-8")
    (tmp_path / "imports_it.py").write_text("import a_module_of_a_test\n", encoding="utf-8")
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.delenv("PYTHONPYCACHEPREFIX", raising=False)
    monkeypatch.setattr(check, "COMMANDS", [["imports_it"]])
    monkeypatch.setattr(sys, "argv", ["check", *(["--record"] if is_recorded else [])])
    assert check.main() == 0
    assert list(tmp_path.glob("__pycache__/a_module_of_a_test.*.pyc"))


def test_what_fails_is_told_and_nothing_runs_after_it(page, monkeypatch, capfd):
    monkeypatch.setattr(check, "COMMANDS", [["no_such_module"], LAST])
    monkeypatch.setattr(sys, "argv", ["check", "--record"])
    assert check.main() != 0
    assert "January" not in capfd.readouterr().out
    assert tried.rows() == {}
