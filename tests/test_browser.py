"""The first notebook in a real JupyterLab, in a real browser, by keyboard and mouse."""

import contextlib
import shutil

import nbformat
import psutil
import pytest

from tests import jupyterlab
from tests.jupyterlab import ARTEFACTS, Notebook
from tests.notebooks import KERNELSPEC, ROOT

FIRST_RUN = """
import time
from helpers import labs, workloads
from tests.tasks import with_threads

def stuck(task, inputs, n_workers):
    time.sleep(600)

lab = labs.speedup({runner}, workloads.wait_for, task_size_ms=500, n_tasks=64, time_limit_s=40)
"""


@pytest.fixture(scope="module")
def page(chromium):
    with jupyterlab.browser_page() as page:
        yield page


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    for name, runner in (("long", "with_threads"), ("stuck", "stuck")):
        book = nbformat.v4.new_notebook(metadata={"kernelspec": KERNELSPEC})
        book.cells = [nbformat.v4.new_code_cell(FIRST_RUN.format(runner=runner))]
        nbformat.write(book, folder / f"{name}.ipynb")
    with jupyterlab.serve(folder, tmp_path_factory.mktemp("jupyter")) as server:
        yield server


@pytest.fixture(scope="module")
def start_here(page, server):
    """Lesson 0, all cells run."""
    notebook = Notebook(page, server, "notebooks/00_start_here.ipynb")
    notebook.run_all(timeout_s=180)
    return notebook


def keep(page, name):
    ARTEFACTS.mkdir(exist_ok=True)
    page.screenshot(path=ARTEFACTS / f"{name}.png")


def changed_picture(notebook, before, timeout_s=30):
    """Wait until the lab's picture is another one, and return it."""
    notebook.page.wait_for_function(
        "([old]) => { const image = [...document.querySelectorAll('.jp-Cell')]"
        ".find(cell => cell.querySelector('.lab-status')).querySelector('.jp-RenderedImage img');"
        " return image && image.src !== old; }",
        arg=[before],
        timeout=timeout_s * 1000,
    )
    return notebook.picture().get_attribute("src")


def test_run_all_measures_and_draws(start_here, page):
    page.locator(".lab-status").first.scroll_into_view_if_needed()
    start_here.wait_for_status("times as fast")
    assert start_here.picture().count() == 1
    assert (
        page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count()
        == 0
    )
    start_here.slider("workers").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    keep(page, "00_run_all")
    lab = page.locator(".jp-Cell:has(.lab-status) .jp-Cell-outputArea").first
    lab.screenshot(path=ARTEFACTS / "00_lab.png")  # what README.md shows, as docs/lab.png


def test_the_workers_slider_moves_by_keyboard_and_the_picture_follows(start_here, page):
    handle = start_here.slider("workers")
    handle.scroll_into_view_if_needed()
    before = start_here.picture().get_attribute("src")
    shown = int(start_here.readout("workers"))
    height = start_here.picture().bounding_box()["height"]
    handle.focus()
    page.keyboard.press("ArrowLeft")
    assert int(start_here.readout("workers")) == shown - 1
    begun = changed_picture(start_here, before)
    start_here.wait_for_status(f"With {shown - 1} workers")
    measured = changed_picture(start_here, begun)
    assert measured not in (before, begun)
    assert start_here.picture().bounding_box()["height"] == height
    keep(page, "00_workers_moved")


def test_the_prediction_moves_its_mark(start_here, page):
    before = start_here.picture().get_attribute("src")
    start_here.slider("your prediction").focus()
    page.keyboard.press("ArrowRight")
    changed_picture(start_here, before)
    assert "times as fast" in start_here.status()


@pytest.mark.parametrize("key", ["Home", "End"])
@pytest.mark.parametrize("slider", ["workers", "tasks", "task size (ms)"])
def test_every_slider_goes_to_both_ends_and_stop_stops(start_here, page, slider, key):
    before = start_here.picture().get_attribute("src")
    start_here.slider(slider).focus()
    page.keyboard.press(key)
    changed_picture(start_here, before)
    page.get_by_role("button", name="Stop").first.click()
    start_here.wait_for_status("Stopped")
    keep(page, f"00_{slider.split()[0]}_{key.lower()}")


def test_after_a_stop_run_works(start_here, page):
    for slider in ("task size (ms)", "tasks"):
        start_here.slider(slider).focus()
        page.keyboard.press("Home")
    start_here.slider("workers").focus()
    page.keyboard.press("Home")
    page.locator(".widget-button:has-text('Run')").first.click()
    start_here.wait_for_status("With 1 worker ")


def test_no_worker_is_left_when_the_lab_is_idle(start_here):
    names = ("spawn_main", "multiprocessing.forkserver")
    kernels = [
        process
        for process in psutil.Process().children(recursive=True)
        if any("ipykernel_launcher" in word for word in _command(process))
    ]
    assert kernels
    workers = [
        child
        for kernel in kernels
        for child in kernel.children(recursive=True)
        if any(name in word for word in _command(child) for name in names)
        and "resource_tracker" not in " ".join(_command(child))
    ]
    assert workers == [] or all("forkserver" in " ".join(_command(w)) for w in workers)


def _command(process):
    with contextlib.suppress(psutil.Error):
        return process.cmdline()
    return []


@pytest.mark.parametrize("runner", ["long", "stuck"])
def test_stop_works_while_the_cell_of_the_lab_still_runs(page, server, runner):
    notebook = Notebook(page, server, f"{runner}.ipynb")
    notebook.menu("Run", "Run All Cells")
    notebook.wait_for_status("Measuring")
    page.wait_for_timeout(2000)
    assert "[*]" in page.locator(".jp-InputPrompt").first.inner_text()
    page.get_by_role("button", name="Stop").first.click()
    notebook.wait_for_status("Stopped", timeout_s=20)
    notebook.wait_until_idle(timeout_s=20)
    notebook.slider("workers").focus()  # and the lab goes on
    page.keyboard.press("Home")
    notebook.wait_for_status("Measuring 1 worker")
    page.get_by_role("button", name="Stop").first.click()
    notebook.wait_for_status("Stopped", timeout_s=20)


def test_a_saved_notebook_without_its_kernel_shows_a_sentence_and_the_last_picture(page, server):
    notebook = Notebook(page, server, "notebooks/01_gil.ipynb")
    notebook.run_all(timeout_s=180)
    page.locator(".lab-status").first.scroll_into_view_if_needed()
    assert page.get_by_text("Here are sliders").first.is_hidden()
    page.keyboard.press("Control+s")
    page.wait_for_timeout(1500)
    notebook.menu("Kernel", "Restart Kernel…")
    page.keyboard.press("Enter")
    page.wait_for_timeout(2000)
    Notebook(page, server, "notebooks/01_gil.ipynb")
    page.get_by_text("Here are sliders").first.scroll_into_view_if_needed()
    page.wait_for_timeout(1000)
    assert page.get_by_text("Here are sliders").first.is_visible()
    assert not any(found.is_visible() for found in page.get_by_text("Error displaying").all())
    assert page.locator(".jp-RenderedImage img").count() >= 1
    keep(page, "01_reopened")


def test_dark_theme_and_a_narrow_window(start_here, page):
    start_here.menu("Settings", "Theme")
    page.click(".lm-Menu-itemLabel:text-is('JupyterLab Dark')")
    page.wait_for_timeout(1000)
    page.set_viewport_size({"width": 1000, "height": 800})
    start_here.slider("workers").scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    keep(page, "00_dark_narrow")
    page.set_viewport_size({"width": 1280, "height": 800})


@pytest.mark.parametrize("lesson", ["01_gil", "02_multiprocessing"])
def test_the_other_lessons_run(page, server, lesson):
    notebook = Notebook(page, server, f"notebooks/{lesson}.ipynb")
    notebook.run_all(timeout_s=180)
    page.locator(".lab-status").first.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    assert (
        page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.error']").count()
        == 0
    )
    assert notebook.status()
    keep(page, lesson)
