"""What a reader's machine is not exposed to: shells, open addresses, secrets in what is stored."""

import ast
import re

import pytest

from tests import notebooks
from tests.notebooks import ROOT

SOURCES = [
    path
    for folder in ("helpers", "tests", "notebooks", "binder")
    for path in sorted((ROOT / folder).rglob("*.py"))
]
NOTEBOOKS = [*notebooks.lessons(), *notebooks.coursework()]
assert SOURCES
EVERY_ADDRESS = (".".join("0000"), 2 * ":")  # written so that this file may be looked at too


def code_of():
    for path in SOURCES:
        yield path.name, path.read_text(encoding="utf-8")
    for path in NOTEBOOKS:
        cells = [cell.source for cell in notebooks.read(path).cells if cell.cell_type == "code"]
        for code in cells:
            if not re.search(r"^(?:%|!)|^\s*await |^async (?:with|for) ", code, re.MULTILINE):
                yield path.name, code


def test_no_command_goes_through_a_shell():
    n_calls = 0
    for name, code in code_of():
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Call):
                n_calls += 1
                called = ast.unparse(node.func)
                assert called not in ("os.system", "os.popen", "subprocess.getoutput"), name
                for keyword in node.keywords:
                    assert keyword.arg != "shell", f"{name}: {ast.unparse(node)}"
    assert n_calls > 1000


def test_nothing_listens_on_every_address():
    for name, code in code_of():
        for node in ast.walk(ast.parse(code)):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value not in EVERY_ADDRESS, name


def test_two_clusters_at_once_do_not_want_the_same_port():
    """Without an address for its dashboard, or with None, a scheduler asks for 8787."""
    cells = [code for name, code in code_of() if "LocalCluster(" in code and ".ipynb" in name]
    assert len(cells) >= 2
    for code in cells:
        assert re.search(r'dashboard_address\W+127\.0\.0\.1:0"', code)


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_carries_no_token_and_no_path_of_ours(path):
    text = re.sub(r"base64,[\w+/=]+", "", path.read_text(encoding="utf-8"))  # pictures
    assert not re.search(r"token=|\b[0-9a-f]{40,}\b", text)
    assert not re.search(r"/(home|Users|root|work)/\w|\b[A-Z]:\\\\", text)
    assert str(ROOT) not in text


def test_known_weaknesses_are_looked_for():
    for place in (".ci/run", ".github/workflows/check.yml"):
        assert "pip-audit" in (ROOT / place).read_text(encoding="utf-8"), place
