"""A lesson in Jupyter Notebook 7: by keys only, and stopped."""

import pytest

from tests.jupyterlab import Notebook7, changed_picture, keep


@pytest.fixture(scope="module")
def lesson(server, page):
    notebook = Notebook7(page, server, "notebooks/01_gil.ipynb")
    notebook.run_all()
    return notebook


def test_a_lab_measures_and_keys_belong_to_its_slider(lesson, page):
    """JupyterLab's keys turn a cell into text or cut it; the arrows are Notebook 7's own, too."""
    n_cells = page.locator(".jp-Cell").count()
    handle = lesson.slider("workers")
    handle.scroll_into_view_if_needed()
    before, shown = lesson.picture().get_attribute("src"), int(lesson.readout("workers"))
    handle.focus()
    for key in ("m", "x", "ArrowLeft"):
        page.keyboard.press(key)
    lesson.wait_for_number("workers", str(shown - 1))
    changed_picture(lesson, before)
    lesson.wait_for_status(f"With {shown - 1} worker")
    assert handle.evaluate("handle => handle === document.activeElement")
    assert page.locator(".jp-Cell").count() == n_cells
    keep(page, "notebook_7")


def test_stop_stops_by_keys_while_no_cell_runs(lesson, page):
    lesson.number("task size (ms)").fill("1000")
    lesson.number("task size (ms)").press("Enter")
    lesson.wait_for_status("Measuring")
    page.get_by_role("button", name="Stop").first.focus()
    page.keyboard.press("Enter")
    lesson.wait_for_status("Stopped")


def test_stop_stops_while_the_cell_of_its_lab_runs(server, other_page):
    notebook = Notebook7(other_page, server, "long.ipynb")
    notebook.menu("Run", "Run All Cells")
    notebook.wait_for_status("Measuring")
    other_page.get_by_role("button", name="Stop").first.focus()
    other_page.keyboard.press("Enter")
    notebook.wait_for_status("Stopped")
    notebook.wait_until_idle()
