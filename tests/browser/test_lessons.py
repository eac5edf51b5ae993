"""Every lesson but the first in a real JupyterLab, in a real browser: it runs, and a lab answers.

What its cells give is nbval's part; here, what a page shows of it, and addresses that a cluster listens to.
"""

import contextlib
import re
import threading

import psutil
import pytest

from tests.jupyterlab import Notebook, changed_picture, keep
from tests.notebooks import lessons

LESSONS = [path.stem for path in lessons() if path.stem != "00_start_here"]


CLUSTER = "08_beyond_one_machine"
# A slider of a lesson's lab, and what its status line says when that has moved; the second is said at the
# end of a race.
WORKERS = "workers", "With {} worker|times (as fast as|slower than) the loop"
SLIDERS = {
    "09_queues": ("length of a queue", r"\d items a second came through"),
    "10_without_the_gil": ("threads", "Times as fast with {} threads? as in a loop"),
    "11_finding_faults": ("watched for (s)", r"After {}\.\d s it had not ended"),
}
# A slider that makes a run so long that it can be stopped.
LONGEST = {"11_finding_faults": "watched for (s)", "12_arrays": "array (MB)"}
IS_IN_VIEW = """() => {
    const entry = document.querySelector(".jp-MarkdownViewer [data-jupyter-id='lock']");
    const top = entry ? entry.getBoundingClientRect().top : -1;
    return 0 <= top && top < innerHeight;
}"""
assert CLUSTER in LESSONS


@contextlib.contextmanager
def addresses_listened_to():
    """Collect the addresses at which the processes that this one has started listen meanwhile."""
    seen, over = set(), threading.Event()

    def look():
        while not over.wait(0.2):
            for process in psutil.Process().children(recursive=True):
                with contextlib.suppress(psutil.Error):
                    for connection in process.net_connections("inet"):
                        if connection.status == psutil.CONN_LISTEN:
                            seen.add(connection.laddr)

    watcher = threading.Thread(target=look)
    watcher.start()
    try:
        yield seen
    finally:
        over.set()
        watcher.join()


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_other_lessons_run_and_a_lab_of_each_answers(other_page, server, lesson):
    notebook = Notebook(other_page, server, f"notebooks/{lesson}.ipynb")
    # A cluster has most servers: its lesson is looked at while it runs.
    with addresses_listened_to() if lesson == CLUSTER else contextlib.nullcontext(()) as addresses:
        notebook.run_all(timeout_s=180)
    assert len(addresses) > 5 or lesson != CLUSTER
    assert {address.ip for address in addresses} <= {"127.0.0.1", "::1"}
    other_page.locator(".lab-status").first.scroll_into_view_if_needed()
    other_page.wait_for_timeout(500)
    assert (
        other_page.locator(
            ".jp-RenderedText[data-mime-type='application/vnd.jupyter.error']"
        ).count()
        == 0
    )
    keep(other_page, lesson)
    assert notebook.cut_labels() == []
    before = notebook.picture().get_attribute("src")
    label, told = SLIDERS.get(lesson, WORKERS)
    slider = notebook.slider(label)
    slider.scroll_into_view_if_needed()
    slider.focus()
    other_page.keyboard.press("ArrowLeft")
    assert changed_picture(notebook, before) != before
    n = int(notebook.readout(label))
    notebook.wait_for_status(re.compile(told.format(n)))
    keep(other_page, lesson)
    if lesson in LONGEST:
        notebook.slider(LONGEST[lesson]).focus()
        other_page.keyboard.press("End")
        notebook.wait_for_status(re.compile("runs|Measuring"))
        other_page.get_by_role("button", name="Stop").first.focus()
        other_page.keyboard.press("Enter")
        notebook.wait_for_status("Stopped.")
    if lesson == "07_choosing":
        for key, size in (("Home", "0.1"), ("End", "320")):
            notebook.slider("task size (ms)").focus()
            other_page.keyboard.press(key)
            notebook.wait_for_status(f"8 tasks of {size} ms, {n} workers: ")


@pytest.fixture
def faults(other_page, server):
    """The lab on faults, when it has watched a program."""
    notebook = Notebook(other_page, server, "faults.ipynb")
    notebook.run_all()
    notebook.wait_for_status("Which fault has this program?")
    return notebook


@pytest.mark.parametrize("width", [1280, 900])
def test_a_fault_is_named_by_a_button_each_as_tall_as_the_others(faults, other_page, width):
    other_page.set_viewport_size({"width": width, "height": 800})
    other_page.wait_for_timeout(500)
    heights = other_page.locator(".lab-choice").evaluate_all(
        "all => all.map(one => one.getBoundingClientRect().height)"
    )
    assert len(heights) == 6
    assert max(heights) - min(heights) <= 1
    before = faults.picture().get_attribute("src")
    other_page.get_by_role("button", name="deadlock").focus()
    other_page.keyboard.press("Enter")
    faults.wait_for_status("You said deadlock: right.")
    changed_picture(faults, before)
    other_page.locator("summary:has-text('Program B')").click()
    other_page.locator("pre:has-text('with second:')").wait_for()
    keep(other_page, f"faults_{width}")


def test_another_program_is_chosen_by_keys(faults, other_page):
    menu = other_page.locator(".lab-controls select")
    menu.focus()
    # Closed, and opened.
    for keys, chosen in (
        (["ArrowDown"], "C"),
        (["Alt+ArrowDown", "ArrowUp", "ArrowUp", "Enter"], "A"),
    ):
        for key in keys:
            other_page.keyboard.press(key)
            other_page.wait_for_timeout(200)
        assert menu.input_value() == chosen
    faults.wait_for_status("worker_2 waits for ")
    assert "of program A." in faults.picture().get_attribute("alt")


@pytest.mark.parametrize(
    ("name", "moved", "slow", "said"),
    [
        ("pipeline", "workers, parse", "an item (ms), parse", r"\d items a second came through"),
        (
            "interpreters",
            "threads",
            "task size (ms)",
            r"^\s*Times as fast with \d threads? as in a loop",  # and not "So far: ..."
        ),
    ],
)
def test_a_lab_is_moved_and_stopped_by_keys_and_fits_a_narrow_window(
    other_page, server, name, moved, slow, said
):
    notebook = Notebook(other_page, server, f"{name}.ipynb")
    notebook.run_all()
    notebook.wait_for_status(re.compile(said))
    before = notebook.picture().get_attribute("src")
    notebook.slider(moved).focus()
    other_page.keyboard.press("ArrowRight")
    changed_picture(notebook, before)
    notebook.slider(slow).focus()
    other_page.keyboard.press("End")
    notebook.wait_for_status(re.compile("Running|Measuring"))
    stop = other_page.get_by_role("button", name="Stop").first
    stop.focus()
    other_page.keyboard.press("Enter")
    notebook.wait_for_status("Stopped")
    notebook.slider(slow).focus()
    other_page.keyboard.press("Home")  # and it goes on
    notebook.wait_for_status(re.compile(said))
    other_page.set_viewport_size({"width": 900, "height": 800})
    other_page.wait_for_timeout(500)
    notebook.picture().scroll_into_view_if_needed()
    assert notebook.cut_labels() == []
    cell, picture = (
        other_page.locator(".jp-Cell:has(.lab-status)").first.bounding_box(),
        notebook.picture().bounding_box(),
    )
    assert cell["x"] <= picture["x"]
    assert picture["x"] + picture["width"] <= cell["x"] + cell["width"]
    keep(other_page, f"{name}_narrow")


def test_a_word_leads_to_its_entry_in_the_glossary(other_page, server):
    Notebook(other_page, server, "notebooks/01_gil.ipynb")
    other_page.locator(".jp-MarkdownCell a[href$='#lock']").first.click()
    other_page.wait_for_function(IS_IN_VIEW)
    keep(other_page, "glossary")
