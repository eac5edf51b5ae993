"""A working copy in a real JupyterLab: what a page writes by itself is no change of the reader's."""

import nbformat
import pytest

from helpers.course import renew
from helpers.course.versions import has_outputs
from helpers.processes import waiting
from tests import jupyterlab
from tests.course.courses import sources, write
from tests.jupyterlab import Notebook, keep
from tests.notebooks import read

LESSON = "00_a.ipynb"


@pytest.fixture
def course(tmp_path):
    folder = tmp_path / "notebooks"
    write(folder / LESSON, "1 + 1", "print('two')")
    notebook = nbformat.read(folder / LESSON, as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell("# A heading"))
    nbformat.write(notebook, folder / LESSON)
    return folder


@pytest.fixture
def copy(course, tmp_path):
    renew(tmp_path / "mine", course)
    return tmp_path / "mine"


@pytest.fixture
def server(copy, tmp_path_factory):
    with jupyterlab.serve(copy, tmp_path_factory.mktemp("jupyter")) as server:
        yield server


def save(page, path):
    """Save a notebook that was run, and wait until all of that is in its file."""
    page.keyboard.press("Control+s")
    assert waiting.until(lambda: has_outputs(path.read_bytes()), 180, every_s=0.1)


def test_who_runs_folds_and_looks_has_changed_nothing(page, server, course, copy):
    notebook = Notebook(page, server, LESSON)
    page.click(".jp-Cell >> nth=0")
    for _ in range(3):  # through the last cell, which makes an empty one
        page.keyboard.press("Shift+Enter")
    notebook.wait_until_idle()
    page.keyboard.press("Escape")
    page.click("[data-id='jp-property-inspector']")
    page.click(".jp-Collapse-header:has-text('Common Tools')")
    for cell in page.locator(".jp-Cell").all()[::-1]:  # each is looked at in the side bar
        cell.click()
    notebook.menu("View", "Collapse All Outputs")
    page.locator(".jp-MarkdownCell .jp-collapseHeadingButton").click(force=True)
    keep(page, "working_copy")
    save(page, copy / LESSON)
    written = {name for cell in read(copy / LESSON).cells for name in cell.metadata}
    assert {"collapsed", "jupyter", "editable", "jp-MarkdownHeadingCollapsed"} <= written
    write(course / LESSON, "2 + 2")
    done = renew(copy, course)
    assert (done.renewed, done.kept) == ([LESSON], {})
    assert sources(copy / LESSON) == ["2 + 2"]
