"""For who uses no mouse or no screen: what a page shows of us breaks no rule of WCAG 2.1, A and AA.

axe-core looks at every output that is stored and at every text, then at every lab and panel with a kernel
behind it, all open; what it finds in JupyterLab itself is counted, and is not ours.
"""

import inspect
from collections import Counter

import nbformat
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from matplotlib.colors import to_rgb
from nbformat.sign import NotebookNotary

from helpers import labs
from tests import jupyterlab, notebooks
from tests.drawing.test_contrast import GRAPHICS, contrast, over
from tests.jupyterlab import Notebook, keep
from tests.notebooks import KERNELSPEC

# In a text, how a link looks is the theme's affair, until a lab is on the page, which underlines them.
LINKS = "link-in-text-block"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
LIVE = {  # by what is called; each is quick to measure
    "speedup": "labs.speedup(with_threads, workloads.wait_for, 2, 1, 4)",
    "race": "labs.race({'threads': with_threads}, {'waits': workloads.wait_for}, 2, 1, 4)",
    "uneven": "labs.uneven(with_chunks, n_workers=2, n_tasks=8, task_size_ms=1)",
    "pipeline": "labs.pipeline({'a loop': one_by_one}, {'fetch': 1, 'parse': 1}, n_items=4)",
    "interpreters": "labs.interpreters([here], n_threads=2, task_size_ms=1, n_tasks=2)",
    "faults": "labs.faults('A', seconds=1)",
    "arrays": "labs.arrays(all_at_once, n_workers=1, size_mb=0.1)",
    "gil": "labs.gil()",
    "laws": "labs.laws(measure.sweep(with_threads, workloads.wait_for, [0.001] * 4, n_workers=[1, 2]))",
    "guide": "labs.guide()",
    "journal": "labs.journal()",
    "contents": "labs.contents()",
    "hand_in": "labs.hand_in()",
    "predict": "labs.predict('the order', ['that of the inputs', 'another'], topic='workers')",
    "quiz": "labs.quiz('01_gil', 'after')",
}
RUNNERS = """
from multiprocessing.pool import ThreadPool
from helpers import labs, measure, workloads
from helpers.processes import interpreters
from tests.tasks import with_threads

here = measure.builds.Build("here", interpreters.this_one())

def with_chunks(task, inputs, n_workers, chunksize):
    with ThreadPool(n_workers) as pool:
        return pool.map(task, inputs, chunksize)

def one_by_one(stages, items, n_workers, maxsize):
    return [stages[1](stages[0](item)) for item in items]

def all_at_once(kernel, numbers, out, n_workers):
    kernel(numbers, out)

def failing(task, inputs, n_workers):
    raise ValueError("on purpose")

def talk(seconds):
    print("I wait.")
    return workloads.wait_for(seconds)
"""
TALKING = (
    "labs.speedup(with_threads, talk, 2, n_tasks=20, make_inputs=lambda task, ms, n: [0.05] * n)"
)
SAID = (
    "from helpers import labs\nlab = labs.gil()",
    'lab._say("A long sentence. " * 30)',
    'lab._say("A short one.")',
    'predicted = labs.predict("seconds with four threads", topic="waiting")',
)
PALE = '<p style="color: #aaa">Too pale.</p>'
BROKEN = (
    f'<div role="img">?</div>{PALE}<p style="height: 9000px"></p>{PALE}'  # and below the window
)
OURS = ".jp-OutputArea-output, .jp-MarkdownOutput"
FIND = """async ([rules, ours]) => {
    document.querySelectorAll("details").forEach(each => { each.open = true; });
    // What is scrolled out of the notebook's part of the window, axe would take for hidden.
    const within = document.querySelector(".jp-WindowedPanel-viewport");
    for (let each = within; each; each = each.parentElement) each.style.overflow = "visible";
    const notebook = document.querySelector(".jp-Notebook");
    within.style.background = getComputedStyle(notebook).backgroundColor;
    const options = {runOnly: rules, resultTypes: ["violations"], elementRef: true};
    const found = [];
    for (const {id, nodes} of (await axe.run(document, options)).violations)
        for (const {element, html} of nodes)
            found.push({rule: id, isOurs: element.matches(ours) || !!element.closest(ours), html});
    return found;
}"""


def as_one(book):
    """Return the texts of a notebook as one cell, and its outputs as those of another: quick to show."""
    texts = [cell.source for cell in book.cells if cell.cell_type == "markdown"]
    yield nbformat.v4.new_markdown_cell("\n\n".join(texts))
    outputs = [output for cell in book.cells for output in cell.get("outputs", ())]
    yield nbformat.v4.new_code_cell("", outputs=outputs)


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder, home = (tmp_path_factory.mktemp(name) for name in ("course", "jupyter"))
    settings = home / "settings" / "@jupyterlab" / "notebook-extension"
    (home / "data").mkdir()
    settings.mkdir(parents=True)  # no cell is left out because it is not on the screen
    (settings / "tracker.jupyterlab-settings").write_text('{"windowingMode": "none"}')
    shown = [*notebooks.lessons(), *notebooks.coursework()]
    books = {
        "stored": [cell for path in shown for cell in as_one(notebooks.read(path))],
        "live": [nbformat.v4.new_code_cell(source) for source in (RUNNERS, *LIVE.values())],
        "failing": [
            nbformat.v4.new_code_cell(f"{RUNNERS}\nlab = labs.speedup(failing, workloads.wait_for)")
        ],
        "said": [nbformat.v4.new_code_cell(source) for source in SAID],
        "talking": [nbformat.v4.new_code_cell(f"{RUNNERS}\nlab = {TALKING}")],
        "broken": [
            nbformat.v4.new_code_cell(
                "", outputs=[nbformat.v4.new_output("display_data", {"text/html": BROKEN})]
            )
        ],
    }
    notary = NotebookNotary(data_dir=str(home / "data"))  # untrusted, styles and roles are left out
    for name, cells in books.items():
        book = nbformat.v4.new_notebook(metadata={"kernelspec": KERNELSPEC}, cells=cells)
        for number, cell in enumerate(book.cells):
            cell.id = f"cell-{number}"
        nbformat.write(book, folder / f"{name}.ipynb")
        notary.sign(nbformat.read(folder / f"{name}.ipynb", as_version=4))
    with jupyterlab.serve(folder, home) as server:
        yield server


def found_in(page, record_property):
    """Return what breaks a rule and is ours; of JupyterLab's own, the report gets the counts."""
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(FIND, [RULES, OURS])
    record_property(
        "jupyterlab", dict(Counter(each["rule"] for each in found if not each["isOurs"]))
    )
    return [(each["rule"], each["html"]) for each in found if each["isOurs"]]


FOUND_BY = {  # the colour by which a control, or its part, is told from the page
    ".noUi-handle": "border-top-color",
    ".noUi-connects": "background-color",
    ".lab-number input": "border-top-color",
}
# A colour of an element, and the page's, as Matplotlib takes them.
COLOURS = """(element, property) => {
    const parts = css => css.match(/[\\d.]+/g).map(Number);
    const notebook = document.querySelector(".jp-Notebook");
    return [getComputedStyle(element)[property], getComputedStyle(notebook).backgroundColor]
        .map(css => parts(css).map((value, i) => i < 3 ? value / 255 : value));
}"""


def test_each_lab_and_panel_is_looked_at():
    made = {name for name in labs.__all__ if not inspect.isclass(getattr(labs, name))}
    assert made == set(LIVE)


def test_what_is_broken_is_found(page, server, record_property):
    Notebook(page, server, "broken.ipynb")
    rules = [rule for rule, _ in found_in(page, record_property)]
    assert sorted(rules) == ["color-contrast", "color-contrast", "role-img-alt"]


def test_texts_and_stored_outputs_of_lessons_and_assignments(page, server, record_property):
    Notebook(page, server, "stored.ipynb")
    assert page.locator("img.chart, img.stored-picture").count() > 20
    assert page.locator(".jp-MarkdownOutput").count() == len(
        [*notebooks.lessons(), *notebooks.coursework()]
    )
    broken = found_in(page, record_property)
    links = [html for rule, html in broken if rule == LINKS]
    record_property("links", len(links))
    assert all(html.startswith("<a ") for html in links)
    assert [(rule, html) for rule, html in broken if rule != LINKS] == []


@pytest.fixture(scope="module")
def live(page, server):
    """All labs and panels, with all that they show: numbers, and what is said of each answer."""
    notebook = Notebook(page, server, "live.ipynb")
    notebook.run_all(timeout_s=180)
    for button in page.locator(".lab button.widget-toggle-button").all():
        if button.is_visible():
            button.click()
    page.get_by_role("button", name="Erase my journal").click()
    for choice in page.locator(".lab-choice").all():  # of each question, the last counts
        choice.click()
    page.locator(".quiz-status a").first.wait_for()
    return notebook


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_every_lab_and_panel_with_a_kernel(live, page, colours, record_property):
    assert page.locator(".lab").count() == len(LIVE) - 1  # the contents need no kernel
    if colours == "dark":
        live.menu("Settings", "Theme")
        page.click(".lm-Menu-itemLabel:text-is('JupyterLab Dark')")
        page.wait_for_selector("[data-jp-theme-light=false]", state="attached")
    fraction = live.number("serial fraction")
    for typed in ("9", "0.1"):  # an alarm, and none
        fraction.fill(typed)
        fraction.press("Enter")
        page.wait_for_function(
            "([box, is_refused]) => box.ariaInvalid === is_refused",
            arg=[fraction.element_handle(), str(typed == "9").lower()],
        )
        if typed == "9":
            assert found_in(page, record_property) == []
    for place, what in FOUND_BY.items():
        seen = page.locator(f".lab {place}").first.evaluate(COLOURS, what)
        assert contrast(over(*seen), to_rgb(seen[1])) >= GRAPHICS, place


def test_a_slider_has_its_name_and_says_what_is_written_beside_it(live, page):
    told = page.locator(".lab .noUi-handle").evaluate_all(
        """all => all.map(handle => [
            handle.getAttribute("aria-label"), handle.getAttribute("aria-valuetext"),
            handle.closest(".widget-slider").querySelector(".widget-label").textContent,
            handle.closest(".widget-hbox").querySelector(".lab-number input").value,
        ])"""
    )
    assert len(told) > 20
    for name, value, label, number in told:
        assert name == label
        assert value == "none yet" if number == "" else float(value) == float(number), name


def cells(page):
    return page.locator(".jp-Cell").evaluate_all(
        "all => all.map(each => each.className.split(' ')[1])"
    )


def test_keys_belong_to_the_control_that_has_the_focus(live, page):
    """Elsewhere, they turn a cell into text, insert, delete, cut, copy and paste one, and join two."""
    before = cells(page)
    controls = [
        page.locator(".lab .noUi-handle").first,
        page.locator(".lab select").first,
        page.get_by_role("button", name="Hide numbers").first,
    ]
    for control in controls:
        control.scroll_into_view_if_needed()
        control.focus()
        for key in ["m", "a", "b", "d", "d", "x", "v", "Shift+M"]:
            page.keyboard.press(key)
        page.wait_for_timeout(300)
        assert control.evaluate("control => control === document.activeElement")
    assert cells(page) == before
    page.keyboard.press("Control+s")  # while a control has the focus
    page.wait_for_selector(".jp-mod-dirty", state="detached")


def test_an_icon_is_no_part_of_a_name_and_a_choice_says_whether_it_was_taken(live, page):
    icons = page.locator(".lab button > i")
    assert icons.count() > 20
    assert set(icons.evaluate_all("all => all.map(each => each.ariaHidden)")) == {"true"}
    told = page.locator(".lab-choice").evaluate_all(
        "all => all.map(each => [each.ariaPressed, String(!!each.querySelector('i'))])"
    )
    assert {pressed for pressed, _ in told} == {"true", "false"}
    assert all(pressed == is_marked for pressed, is_marked in told)


def focused(page):
    return page.evaluate("document.activeElement.textContent.trim()")


def test_escape_leaves_a_control_for_its_cell_and_takes_back_what_is_typed(live, page):
    live.number("tasks").focus()
    before = live.readout("tasks")
    page.keyboard.type("77")
    assert live.readout("tasks") != before
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.matches('.jp-Cell:has(.lab-status)')")
    assert live.readout("tasks") == before
    live.number("tasks").focus()
    page.keyboard.press("Control+a")
    page.keyboard.type("5")
    page.keyboard.press("Enter")  # this is no longer to be taken back
    page.keyboard.press("Escape")
    live.wait_for_number("tasks", "5")


def test_a_button_that_hides_leaves_the_focus_to_the_one_before_it(live, page):
    page.get_by_role("button", name="Keep it").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Keep it").wait_for(state="hidden")
    page.wait_for_function("document.activeElement.textContent.trim() === 'Erase my journal'")


def test_a_fold_stays_open_and_the_focus_in_the_lab_while_it_measures(other_page, server):
    """What is printed is written anew at each step; Stop can be pressed no longer once it was."""
    notebook = Notebook(other_page, server, "talking.ipynb")
    notebook.menu("Run", "Run All Cells")
    fold = other_page.locator(".lab summary")
    fold.focus()
    other_page.keyboard.press("Enter")
    told = focused(other_page)
    assert told.startswith("What was printed")
    other_page.wait_for_function(
        "told => document.querySelector('.lab summary').textContent !== told", arg=told
    )
    other_page.wait_for_function("document.querySelector('.lab details').open")
    other_page.wait_for_function("document.activeElement.matches('.lab summary')")

    run = other_page.get_by_role("button", name="Run", exact=True)
    stop = other_page.get_by_role("button", name="Stop", exact=True)
    notebook.wait_until_idle()
    run.focus()
    other_page.keyboard.press("Enter")
    notebook.wait_for_status("Measuring")
    run.evaluate(  # a key that comes with the focus was meant for Stop
        """run => run.addEventListener("focus", () => {
            const key = {key: "Enter", bubbles: true, cancelable: true};
            window.isMeant = run.dispatchEvent(new KeyboardEvent("keydown", key));
        }, {once: true})"""
    )
    stop.focus()
    other_page.keyboard.down("Enter")
    notebook.wait_for_status("Stopped")
    other_page.wait_for_function("document.activeElement.textContent.trim() === 'Run'")
    assert other_page.evaluate("window.isMeant") is False
    other_page.keyboard.down("Enter")  # it is held, and so comes again
    other_page.wait_for_timeout(500)
    assert "Stopped" in notebook.status()
    other_page.keyboard.up("Enter")


def test_what_is_said_stays_one_element_and_an_alarm_is_one(other_page, server):
    notebook = Notebook(other_page, server, "failing.ipynb")
    notebook.run_all()
    notebook.wait_for_status("on purpose")
    line = other_page.locator(".lab-status")
    assert line.get_attribute("role") == "alert"
    line.evaluate("line => { window.line = line; }")
    notebook.number("workers").fill("none")
    notebook.number("workers").press("Enter")
    notebook.wait_for_status("workers: type a number")
    assert line.evaluate("line => line === window.line")
    assert other_page.locator(".lab [role=alert], .lab [role=status]").count() == 1


LOOK = "each => { const s = getComputedStyle(each); return [s.borderTopWidth, s.borderTopColor]; }"


def test_what_will_not_do_is_an_alarm_and_marked_until_another_number_does(other_page, server):
    notebook = Notebook(other_page, server, "said.ipynb")
    notebook.run_all()
    asked = other_page.locator(".prediction-number input")
    for box, line, bad, good in (
        (notebook.number("threads"), ".lab-status", "99", "3"),
        (asked, ".prediction-status", "much", "4"),
    ):
        line, usual = other_page.locator(line), box.evaluate(LOOK)
        assert box.get_attribute("aria-invalid") is None
        for typed, is_refused in ((bad, True), (good, False)):
            box.fill(typed)
            box.press("Enter")
            box.evaluate("box => box.blur()")  # the focus has a mark of its own
            other_page.wait_for_function(
                "([box, is_refused]) => box.ariaInvalid === is_refused",
                arg=[box.element_handle(), str(is_refused).lower()],
            )
            assert box.input_value() == typed  # what will not do can be mended
            assert (box.evaluate(LOOK) != usual) is is_refused
            assert line.get_attribute("role") == ("alert" if is_refused else "status")
            assert ("ype a number" in line.inner_text()) is is_refused
            described_by = line.get_attribute("id") if is_refused else None
            assert box.get_attribute("aria-describedby") == described_by
            keep(other_page, f"{typed}_typed")


TOP_OF_PICTURE = """() => {
    const [lab, picture] = [".lab:has(.lab-status)", "img.lab-picture"].map(
        each => document.querySelector(each).getBoundingClientRect()
    );
    return picture.top - lab.top;
}"""


@pytest.mark.parametrize("width", [1280, 900])
def test_a_picture_keeps_its_place_when_less_is_said(other_page, server, width):
    other_page.set_viewport_size({"width": width, "height": 800})
    notebook = Notebook(other_page, server, "said.ipynb")
    tops = []
    for number, words in enumerate(("The GIL is", "A long sentence.", "A short one.")):
        other_page.locator(".jp-CodeCell .jp-InputArea").nth(number).click()
        other_page.keyboard.press("Shift+Enter")
        notebook.wait_until_idle()
        notebook.wait_for_status(words)
        tops.append(other_page.evaluate(TOP_OF_PICTURE))
    at_first, long, short = tops
    assert at_first < long  # more than there was room for
    assert short == long


def test_with_forced_colours_bars_and_handles_can_be_seen(live, page):
    page.emulate_media(forced_colors="active")
    for place in (".noUi-target", ".noUi-handle", ".progress"):
        border = page.locator(f".lab {place}").first.evaluate(
            "each => getComputedStyle(each).borderTopStyle"
        )
        assert border == "solid", place
    page.locator(".lab-status").first.scroll_into_view_if_needed()
    keep(page, "forced_colours")
    for scheme, is_dark in (("light", False), ("dark", True)):  # whatever the theme
        page.emulate_media(forced_colors="active", color_scheme=scheme)
        picture = page.locator("img.lab-picture").first
        turned = picture.evaluate("each => getComputedStyle(each).filter")
        assert (turned != "none") is is_dark
        arrow = page.locator(".lab select").first.evaluate(
            "each => getComputedStyle(each).backgroundImage"
        )
        assert arrow == "none"  # the browser's own has the reader's colour
    keep(page, "forced_colours_dark")
    page.emulate_media(forced_colors="none", color_scheme="light")
