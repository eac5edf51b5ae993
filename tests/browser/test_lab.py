"""The first notebook in a real JupyterLab, in a real browser, by keyboard and mouse."""

import contextlib
import itertools
import re
import time

import psutil
import pytest

from helpers.processes import families
from tests.jupyterlab import ARTEFACTS, Notebook, changed_picture, keep


@pytest.fixture(scope="module")
def start_here(page, server):
    """Lesson 0, all cells run."""
    notebook = Notebook(page, server, "notebooks/00_start_here.ipynb")
    notebook.run_all(timeout_s=180)
    return notebook


@pytest.fixture
def lab(start_here, page):
    """Lesson 0 with its lab in one known state, whatever the test before has done: quick to measure.

    So "Run" is clicked before each test, in some of them after a Stop.
    """
    page.bring_to_front()
    for slider in ("task size (ms)", "tasks", "workers"):
        start_here.slider(slider).focus()
        page.keyboard.press("Home")
    page.locator(".widget-button:has-text('Run')").first.click()
    start_here.wait_for_status("With 1 worker ")
    start_here.slider("workers").focus()
    page.keyboard.press("End")
    most = start_here.slider("workers").get_attribute("aria-valuemax")
    start_here.wait_for_number("workers", f"{float(most):g}")
    start_here.wait_for_status(f"With {float(most):g} workers")
    return start_here


def test_run_all_measures_and_draws(start_here, page):
    page.locator(".lab-status").first.scroll_into_view_if_needed()
    start_here.wait_for_status(re.compile("times (as fast|slower)"))
    assert start_here.picture().count() == 1
    assert (
        page.locator(".jp-RenderedText[data-mime-type='application/vnd.jupyter.stderr']").count()
        == 0
    )
    start_here.slider("workers").scroll_into_view_if_needed()
    page.wait_for_timeout(300)
    keep(page, "00_run_all")
    page.mouse.move(0, 0)  # over the output, it would bring up JupyterLab's own buttons
    output = page.locator(".jp-OutputArea-output:has(.lab-status)").first
    output.screenshot(path=ARTEFACTS / "00_lab.png")  # what README.md shows, as docs/lab.png


def test_the_workers_slider_moves_by_keyboard_and_the_picture_follows(lab, page):
    handle = lab.slider("workers")
    handle.scroll_into_view_if_needed()
    before = lab.picture().get_attribute("src")
    shown = int(lab.readout("workers"))
    height = lab.picture().bounding_box()["height"]
    handle.focus()
    page.keyboard.press("ArrowLeft")
    lab.wait_for_number("workers", str(shown - 1))
    begun = changed_picture(lab, before)
    lab.wait_for_status(f"With {shown - 1} workers")
    measured = changed_picture(lab, begun)
    assert measured not in (before, begun)
    page.wait_for_function(  # one that was changed just now may have no box yet
        "height => document.querySelector('img.lab-picture').getBoundingClientRect().height === height",
        arg=height,
        timeout=10_000,
    )
    keep(page, "00_workers_moved")


def test_the_prediction_moves_its_mark(lab, page):
    before = lab.picture().get_attribute("src")
    lab.slider("your prediction").focus()
    page.keyboard.press("ArrowRight")
    changed_picture(lab, before)
    lab.wait_for_status("You said 2.1")
    assert lab.readout("your prediction") == "2.1"
    lab.slider("workers").focus()
    page.keyboard.press("ArrowLeft")  # it was about other settings
    lab.wait_for_number("your prediction", "")


def test_numbers_can_be_typed_and_what_is_out_of_range_says_so(lab, page):
    for slider, typed, written in (
        ("tasks", "3", "3"),
        ("task size (ms)", "2.5", "2.5"),
        ("workers", "2", "2"),
        ("your prediction", "1.4", "1.4"),
    ):
        lab.number(slider).fill(typed)
        lab.number(slider).press("Enter")
        lab.wait_for_number(slider, written)
        if slider != "your prediction":  # it was for other settings, so it is taken back
            lab.wait_for_number("your prediction", "")
    lab.wait_for_status("With 2 workers")
    lab.wait_for_status("You said 1.4")
    assert "3 tasks of 2.5 ms on up to 2 workers" in lab.picture().get_attribute("alt")
    line = page.locator(".lab-status").first
    for slider, typed in (("workers", "0"), ("task size (ms)", "much"), ("tasks", "2.5")):
        before, number = lab.readout(slider), lab.number(slider)
        number.fill(typed)
        number.press("Enter")
        lab.wait_for_status(f"{slider}: type a ")
        page.wait_for_function("input => input.ariaInvalid === 'true'", arg=number.element_handle())
        assert lab.readout(slider) == typed  # to be mended
        assert line.get_attribute("role") == "alert"
        keep(page, f"00_{slider.split()[0]}_refused")
        number.fill(before)
        number.press("Enter")
        page.wait_for_function(
            "input => input.ariaInvalid === 'false'", arg=number.element_handle()
        )
        assert line.get_attribute("role") == "status"
        assert "type a" not in lab.status()


@pytest.mark.parametrize(("width", "is_above"), [(1280, False), (640, True)])
def test_labels_of_sliders_stand_alike_and_handles_at_both_ends_are_whole(
    lab, page, width, is_above
):
    """Workers are at the right end, tasks and their size at the left."""
    page.set_viewport_size({"width": width, "height": 800})
    try:
        page.wait_for_timeout(500)
        seen = page.locator(".lab-controls").first.evaluate(
            """grid => [...grid.querySelectorAll(".widget-slider")].map(slider => {
                const row = slider.parentElement, box = row.getBoundingClientRect();
                const label = slider.querySelector(".widget-label").getBoundingClientRect();
                const handle = slider.querySelector(".noUi-handle").getBoundingClientRect();
                return {
                    place: [label.left - box.left, label.top - box.top].map(Math.round),
                    isAbove: handle.left < label.right,
                    isWhole: handle.left >= box.left && handle.right <= box.right
                        && handle.top >= box.top && handle.bottom <= box.bottom,
                    scrolls: row.scrollWidth > row.clientWidth || row.scrollHeight > row.clientHeight,
                };
            })"""
        )
        keep(page, f"00_sliders_{width}")
    finally:
        page.set_viewport_size({"width": 1280, "height": 800})
    assert len(seen) == 4
    assert len({tuple(one["place"]) for one in seen}) == 1
    assert {one["isAbove"] for one in seen} == {is_above}
    assert all(one["isWhole"] and not one["scrolls"] for one in seen)


def test_a_run_is_kept_in_grey_with_its_numbers_and_can_be_saved(lab, page):
    page.get_by_role("button", name="Keep this run").first.click()
    cell = page.locator(".jp-Cell:has(.lab-status)").first
    cell.locator(".lab-legend:has-text('kept: ')").first.wait_for()
    lab.slider("workers").focus()
    page.keyboard.press("Home")
    lab.wait_for_status("With 1 worker ")
    cell.locator(".lab-legend:has-text('kept: ')").first.wait_for()
    cell.get_by_role("button", name="Show numbers").click()
    with page.expect_download() as saved:
        cell.get_by_text("Save as CSV").first.click()
    lines = saved.value.path().read_text().splitlines()
    assert lines[0] == "task,tasks,task size,unit,runner,round,workers,loop (s),run (s),speedup"
    assert len(lines) >= 4
    cell.get_by_role("button", name="Hide numbers").click()  # the next test looks at heights


@pytest.mark.parametrize("key", ["Home", "End"])
@pytest.mark.parametrize("slider", ["workers", "tasks", "task size (ms)"])
def test_every_slider_goes_to_both_ends(lab, page, slider, key):
    before = lab.picture().get_attribute("src")
    lab.slider(slider).focus()
    page.keyboard.press("ArrowRight" if key == "Home" else "ArrowLeft")
    page.keyboard.press(key)
    changed_picture(lab, before)
    # The smallest may be done by then: Playwright would wait until the button can be clicked.
    page.get_by_role("button", name="Stop").first.evaluate("button => button.click()")
    lab.wait_for_status(re.compile("Stopped|times (as fast|slower)"))
    keep(page, f"00_{slider.split()[0]}_{key.lower()}")


def test_stop_stops_a_long_run(lab, page):
    """A run in processes; those below are in threads."""
    lab.slider("task size (ms)").focus()
    page.keyboard.press("End")
    lab.wait_for_status("Measuring")
    page.get_by_role("button", name="Stop").first.click()
    lab.wait_for_status("Stopped")


def test_no_worker_is_left_when_the_lab_is_idle(lab):
    """Of a kernel that JupyterLab has started, and of all that was clicked above."""
    mine = psutil.Process().children(recursive=True)
    kernels = [process for process in mine if "ipykernel_launcher" in _command(process)]
    assert kernels
    deadline = time.monotonic() + 20
    while workers := [worker for kernel in kernels for worker in families.workers(kernel.pid)]:
        assert time.monotonic() < deadline, workers
        time.sleep(0.1)


def _command(process):
    with contextlib.suppress(psutil.Error):
        return " ".join(process.cmdline())
    return ""


@pytest.mark.parametrize("runner", ["long", "stuck"])
def test_stop_works_while_the_cell_of_the_lab_still_runs(other_page, server, runner):
    notebook = Notebook(other_page, server, f"{runner}.ipynb")
    notebook.menu("Run", "Run All Cells")
    notebook.wait_for_status("Measuring")
    other_page.wait_for_timeout(2000)
    assert "[*]" in other_page.locator(".jp-InputPrompt").first.inner_text()
    other_page.get_by_role("button", name="Stop").first.click()
    notebook.wait_for_status("Stopped", timeout_s=20)
    notebook.wait_until_idle(timeout_s=20)
    notebook.slider("workers").focus()  # and the lab goes on
    other_page.keyboard.press("Home")
    notebook.wait_for_status("Measuring 1 worker")
    other_page.get_by_role("button", name="Stop").first.click()
    notebook.wait_for_status("Stopped", timeout_s=20)


def test_a_saved_notebook_without_its_kernel_shows_a_sentence_and_the_last_picture(
    other_page, server
):
    notebook = Notebook(other_page, server, "notebooks/01_gil.ipynb")
    notebook.run_all(timeout_s=180)
    other_page.locator(".lab-status").first.scroll_into_view_if_needed()
    assert other_page.get_by_text("Here are sliders").first.is_hidden()
    notebook.reopen_without_kernel()
    other_page.get_by_text("Here are sliders").first.scroll_into_view_if_needed()
    other_page.wait_for_timeout(1000)
    assert other_page.get_by_text("Here are sliders").first.is_visible()
    assert not any(found.is_visible() for found in other_page.get_by_text("Error displaying").all())
    assert other_page.locator("img.stored-picture").first.get_attribute("alt")
    keep(other_page, "01_reopened")


def test_controls_that_have_lost_their_kernel_say_so_and_keep_their_places(other_page, server):
    notebook = Notebook(other_page, server, "questions.ipynb")
    notebook.run_all()
    notebook.menu("Kernel", "Restart Kernel…")
    other_page.keyboard.press("Enter")
    gone = other_page.get_by_text("The kernel behind these controls is gone").first
    gone.wait_for(state="attached")
    gone.scroll_into_view_if_needed()
    assert gone.is_visible()
    assert "run this cell again, and what stands above it" in gone.inner_text().lower()
    marks = other_page.locator(".lab .jupyter-widgets-disconnected").evaluate_all(
        "all => all.map(one => getComputedStyle(one, '::before').display)"
    )
    assert marks
    assert set(marks) == {"none"}  # each would push its neighbours aside


def test_a_guide_and_a_journal_without_a_kernel_say_what_to_do(other_page, server):
    """Opened again, a notebook has no model for their widgets."""
    notebook = Notebook(other_page, server, "panels.ipynb")
    notebook.run_all()
    sentences = [
        other_page.get_by_text(words).first
        for words in ("Here are a few questions", "Here is a button")
    ]
    assert all(sentence.is_hidden() for sentence in sentences)
    for width, is_above in ((1280, False), (640, True)):
        other_page.set_viewport_size({"width": width, "height": 800})
        other_page.wait_for_timeout(500)
        assert set(notebook.questions_above()) == {is_above}
    keep(other_page, "panels_narrow")
    notebook.reopen_without_kernel()
    for sentence in sentences:
        sentence.wait_for()
    assert not any(found.is_visible() for found in other_page.get_by_text("Error displaying").all())


@pytest.mark.parametrize("item", ["Restart Kernel…", "Shut Down Kernel"])
def test_controls_whose_kernel_is_gone_say_so(other_page, server, item):
    notebook = Notebook(other_page, server, "long.ipynb")
    notebook.menu("Run", "Run All Cells")
    notebook.wait_for_status("Measuring")
    gone = other_page.get_by_text("The kernel behind these controls is gone").first
    assert gone.is_hidden()
    notebook.menu("Kernel", item)
    if item.endswith("…"):
        other_page.keyboard.press("Enter")
    gone.wait_for(timeout=30_000)
    keep(other_page, "kernel_gone")


def test_a_lab_answers_on_a_second_page_and_after_the_page_was_loaded_again(
    other_page, server, page, lab
):
    """The kernel is the same, and so is the lab: what one page moves, every page shows."""
    page.keyboard.press("Control+s")
    page.wait_for_timeout(1500)
    for _ in range(2):  # the second time, it is loaded again
        second = Notebook(other_page, server, "notebooks/00_start_here.ipynb")
        second.slider("tasks").scroll_into_view_if_needed()
        first_before, before = (n.picture().get_attribute("src") for n in (lab, second))
        second.slider("tasks").focus()
        other_page.keyboard.press("ArrowRight")
        changed_picture(second, before)
        changed_picture(lab, first_before)
        second.wait_for_status(re.compile("times (as fast|slower)"))
        assert lab.readout("tasks") == second.readout("tasks")
    assert other_page.locator("img.stored-picture").first.is_hidden()
    keep(other_page, "00_second_page")


def test_dark_theme_and_a_narrow_window(lab, page):
    lab.menu("Settings", "Theme")
    page.click(".lm-Menu-itemLabel:text-is('JupyterLab Dark')")
    page.wait_for_timeout(1000)
    page.set_viewport_size({"width": 1000, "height": 800})
    lab.slider("workers").scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    page.locator(".jp-Cell:has(.lab-status)").first.evaluate(
        """cell => {
            window.heights = [];
            const status = cell.querySelector(".lab-status");
            const note = () => window.heights.push(
                [cell.offsetHeight, cell.offsetHeight - status.offsetHeight, status.innerText]
            );
            new ResizeObserver(note).observe(cell);
        }"""
    )
    lab.slider("workers").focus()
    page.keyboard.press("Home")
    lab.wait_for_status("With 1 worker ")
    page.wait_for_timeout(500)
    seen = page.evaluate("window.heights")
    assert len({without_status for _, without_status, _ in seen}) == 1  # nothing has jumped
    # The status keeps its height, too, unless it has to tell of a busy machine; then it keeps that.
    busy = re.compile("Other programs used|independent processes reached")
    quiet = itertools.takewhile(lambda one: not busy.search(one[2]), seen)
    assert len({height for height, _, _ in quiet}) <= 1
    heights = [height for height, _, _ in seen]
    assert heights == sorted(heights)
    picture = lab.picture().bounding_box()  # it leaves no empty room above it
    assert picture["width"] == 420  # text keeps its size
    assert picture["width"] / picture["height"] == pytest.approx(420 / 310, rel=0.01)
    keep(page, "00_dark_narrow")
    page.set_viewport_size({"width": 1280, "height": 800})
