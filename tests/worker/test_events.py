"""helpers.worker.log, its `Event`: kinds are words that everybody imports, not texts that must match."""

import ast
import json

import pytest

from helpers.worker.log import Event
from tests import notebooks
from tests.notebooks import ROOT

PATHS = [p for folder in ("worker", "checks") for p in (ROOT / "helpers" / folder).rglob("*.py")]
assert PATHS


def texts_of_kinds(tree):
    """Yield the texts that stand where a kind of event is noted, asked for or compared."""
    for node in ast.walk(tree):
        where = ()
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in ("note", "noted"):
            where = node.args[:1]
        elif isinstance(node, ast.Compare) and "['event']" in ast.unparse(node.left):
            where = node.comparators
        elif isinstance(node, ast.Call) and "['event']" in "".join(map(ast.unparse, node.args)):
            where = [node.func]  # {"start": 1}.get(event["event"])
        for part in where:
            texts = [n.value for n in ast.walk(part) if isinstance(n, ast.Constant)]
            yield from (text for text in texts if isinstance(text, str) and text != "event")


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        ("log.note('start', task='x')", ["start"]),
        ("seen.noted('start')", ["start"]),
        ("event['event'] == 'start'", ["start"]),
        ("event['event'] in (kind, 'start')", ["start"]),
        ("{'start': 1}.get(event['event'], 0)", ["start"]),
        ("log.note(Event.START, task='x')", []),
    ],
)
def test_texts_of_kinds_are_found(code, texts):
    assert list(texts_of_kinds(ast.parse(code))) == texts


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_no_kind_is_written_as_a_text(path):
    assert list(texts_of_kinds(ast.parse(path.read_text(encoding="utf-8")))) == []


def test_every_kind_is_noted_by_somebody():
    noted = set()
    for path in PATHS:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(
                node, ast.Call
            ):  # of `note`, or of what notes it later, as a meeting does
                noted |= {
                    a.attr
                    for a in node.args
                    if getattr(a, "value", None) is not None
                    and isinstance(a, ast.Attribute)
                    and ast.unparse(a.value) == "Event"
                }
    assert noted == set(Event.__members__)


def test_in_the_file_a_kind_is_its_text():
    assert json.loads(json.dumps({"event": Event.GAVE_UP})) == {"event": "gave up"}
    assert {Event.END: 1}.get("end") == 1


@pytest.mark.parametrize("path", notebooks.coursework(), ids=lambda path: path.stem)
def test_what_a_check_asks_for_is_noted(path):
    asked, noted = set(), set(Event)
    for cell in notebooks.read(path).cells:
        if cell.cell_type != "code" or "checks.run(" not in cell.source:
            continue
        for node in ast.walk(ast.parse(cell.source)):
            if isinstance(node, ast.Call) and node.args and isinstance(node.func, ast.Attribute):
                kinds = {"note": noted, "noted": asked}.get(node.func.attr, set())
                kinds |= {a.value for a in node.args[:1] if isinstance(a, ast.Constant)}
    assert asked <= noted
