"""What lesson 0 keeps of the course for two hours: it is there, runs alone, and is as long as is said."""

import ast
import re

import pytest

from tests import notebooks

LESSONS = {path.name: notebooks.read(path) for path in notebooks.lessons()}
(CELL,) = [cell for cell in LESSONS["00_start_here.ipynb"].cells if cell.id == "two-hours"]
ROWS = re.findall(r"^\| \[\d\]\((\w+\.ipynb)\) \| (.+) \| (\d+) \|$", CELL.source, re.MULTILINE)
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
NEAR = 2  # minutes


def sections(notebook):
    """Return the cells of each section by its heading; those before the first one by an empty text."""
    heading, found = "", {"": []}
    for cell in notebook.cells:
        if cell.cell_type == "markdown":
            for heading in HEADING.findall(cell.source):
                assert heading not in found, f"two sections are called {heading}"
                found[heading] = []
        found[heading].append(cell)
    return found


def kept_of(name, told):
    """Return the headings of what is kept of a lesson; its first cells, which import, always are."""
    headings, named = list(sections(LESSONS[name])), re.findall(r"\*([^*]+)\*", told)
    assert named
    for heading in named:
        assert heading in headings, f"{name} has no section “{heading}”"
    assert named == [heading for heading in headings if heading in named], "in their order"
    if told.startswith("all but "):
        return [heading for heading in headings if heading not in named]
    return ["", *named]


def names_in(cell):
    """Return the names that a cell gives, and those that it uses; none of a cell that is no Python."""
    try:
        nodes = list(ast.walk(ast.parse(cell.source)))
    except SyntaxError:
        return set(), set()
    names = [node for node in nodes if isinstance(node, ast.Name)]
    defined = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
    given = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    given |= {node.name for node in nodes if isinstance(node, defined)}
    given |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    given |= {(n.asname or n.name).partition(".")[0] for n in nodes if isinstance(n, ast.alias)}
    return given, {node.id for node in names if isinstance(node.ctx, ast.Load)}


def lacking(name, kept):
    """Return what cells that are kept need from those that are skipped, by the cells' ids."""
    known, skipped, found = set(), set(), {}
    for heading, cells in sections(LESSONS[name]).items():
        for cell in cells:
            given, used = names_in(cell) if cell.cell_type == "code" else (set(), set())
            if heading not in kept:
                skipped |= given
                continue
            missing = (used - given - known) & skipped
            known |= given
            if missing:
                found[cell.id] = sorted(missing)
    return found


def test_there_are_some_and_in_their_order():
    names = [name for name, *_ in ROWS]
    assert len(names) > 3
    assert names == sorted(set(names))


@pytest.mark.parametrize(("name", "told", "minutes"), ROWS)
def test_minutes_are_the_share_of_the_cells_that_are_kept(name, told, minutes):
    notebook, parts = LESSONS[name], sections(LESSONS[name])
    whole = int(re.search(r"^About (\d+) minutes\b", notebook.cells[0].source, re.MULTILINE)[1])
    n_kept = sum(len(parts[heading]) for heading in kept_of(name, told))
    share = whole * n_kept / len(notebook.cells)
    assert abs(int(minutes) - share) <= NEAR, f"{n_kept} cells, so {share:.0f} minutes of {whole}"


def test_minutes_add_up_to_two_hours_at_most():
    together = int(re.search(r"^\| \| together \| (\d+) \|$", CELL.source, re.MULTILINE)[1])
    assert sum(int(minutes) for *_, minutes in ROWS) == together
    assert together <= 120


@pytest.mark.parametrize(("name", "told", "minutes"), ROWS)
def test_what_is_kept_runs_without_what_is_skipped(name, told, minutes):
    assert lacking(name, kept_of(name, told)) == {}


def test_a_section_that_needs_another_is_found():
    assert lacking("01_gil.ipynb", ["", "Mend it: a lock that is tied to its data"])
