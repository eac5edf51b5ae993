"""The course as pages: they have all that is stored, no link is dead, and a browser shows them.

Below labs they have sliders over what was recorded; what is recorded here is made up.
"""

import base64
import io
import json
import re
from functools import cache
from importlib.util import find_spec
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from bs4 import BeautifulSoup
from PIL import Image

from helpers.wording.words import times, times_within
from tests import jupyterlab, notebooks, recordings
from tests.commands import grids, record, site
from tests.commands.test_quietness import Pretended
from tests.commands.test_record import made_up
from tests.notebooks import ROOT

PLACES = [path.relative_to(site.COURSE) for path in (*notebooks.lessons(), *notebooks.coursework())]
PNG = "data:image/png;base64,"
INLINE = (PNG, "data:image/svg+xml;base64,")  # a picture, and a mark of a legend
PICTURES = "img:not(.lab-legend *)"
LOADED = {"img": "src", "script": "src", "iframe": "src", "source": "src", "link": "href"}


@pytest.fixture(scope="module")
def data(tmp_path_factory):
    """The path of what the command records, from runs that are made up."""
    folder = tmp_path_factory.mktemp("recorded")
    arguments = [f"--out={folder / 'recorded.json'}", f"--kept={folder / 'kept.jsonl'}"]
    with pytest.MonkeyPatch.context() as patch:
        for kind in (grids.Grid, grids.UnevenGrid):
            patch.setattr(kind, "steps", made_up)
        assert record.main(arguments, Pretended()) == 0
    return folder / "recorded.json"


@pytest.fixture(scope="module")
def built(tmp_path_factory, data):
    """The folder of the pages, built once."""
    for module in ("sphinx", "myst_nb", "sphinx_book_theme"):
        if find_spec(module) is None:
            pytest.skip(f"no {module}: install tests/requirements.txt")
    folder = tmp_path_factory.mktemp("site") / "pages"
    assert site.build(folder, data) == 0
    return folder


@cache
def read(path):
    """Parse a page; nobody may change what is returned."""
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")


def page_of(built, place):
    """Parse the page of a notebook."""
    return read((built / place).with_suffix(".html"))


def stored(place):
    """Return the cells of a notebook that a page is made of."""
    return notebooks.read(site.COURSE / place).cells


def html_of(cells):
    """Parse all HTML that cells have, in their text and in their outputs."""
    parts = [cell.source for cell in cells if cell.cell_type == "markdown"]
    for cell in cells:
        for output in cell.get("outputs", ()):
            parts.append(output.get("data", {}).get("text/html", ""))
    return BeautifulSoup("\n".join(parts), "html.parser")


def pages_in(folder):
    """List the pages of a folder; among what the theme loads are templates, too."""
    return [path for path in folder.rglob("*.html") if "_static" not in path.parts]


def is_elsewhere(address):
    return bool(urlsplit(address).scheme or urlsplit(address).netloc)


def dead(folder):
    """List the links between the pages of a folder, and what they load, that is not there.

    Returns
    -------
    list of (str, str)
        A page, and where it wants to lead.
    """
    pages = {path.resolve(): read(path) for path in pages_in(folder)}
    anchors = {path: {tag["id"] for tag in page.find_all(id=True)} for path, page in pages.items()}
    found = []
    for path, page in pages.items():
        wanted = [tag["href"] for tag in page.find_all("a", href=True)]
        wanted += [
            tag[key] for name, key in LOADED.items() for tag in page.find_all(name, **{key: True})
        ]
        for address in wanted:
            if is_elsewhere(address):
                continue
            parts = urlsplit(address)
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            anchor = unquote(parts.fragment)
            if not target.is_file() or (
                anchor and target in pages and anchor not in anchors[target]
            ):
                found.append((path.name, address))
    return found


def test_no_link_between_pages_and_no_picture_is_missing(built):
    assert len(pages_in(built)) > len(PLACES)
    assert dead(built) == []


def test_what_is_missing_is_found(tmp_path):
    (tmp_path / "b.html").write_text('<p id="cell-id=x">', encoding="utf-8")
    good = (
        '<a href="b.html#cell-id=x"></a><a href="#own" id="own"></a><img src="https://a.b/c.png">'
    )
    (tmp_path / "c.html").write_text(good, encoding="utf-8")
    assert dead(tmp_path) == []
    bad = '<a href="b.html#cell-id=y"></a><a href="d.html"></a><a href="#no"></a><img src="d.png">'
    (tmp_path / "a.html").write_text(bad, encoding="utf-8")
    assert [address for _, address in dead(tmp_path)] == [
        "b.html#cell-id=y",
        "d.html",
        "#no",
        "d.png",
    ]


def test_nothing_is_loaded_from_elsewhere(built):
    for path in pages_in(built):
        for name, key in LOADED.items():
            for tag in read(path).find_all(name, **{key: True}):
                assert tag[key].startswith(INLINE) or not is_elsewhere(tag[key]), path.name


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_page_has_all_that_is_stored(built, place):
    page, cells = page_of(built, place).find("article"), stored(place)
    told = html_of(cells)
    assert len(page.select("div.cell")) == sum(cell.cell_type == "code" for cell in cells)
    for name in ("details", "summary"):
        assert len(page.find_all(name)) == len(told.find_all(name))
    pictures = told.select(PICTURES)
    assert [image["alt"] for image in page.select(PICTURES)] == [image["alt"] for image in pictures]
    assert len(page.find_all("img")) == len(told.find_all("img"))
    assert all(image["alt"] for image in pictures)
    for image in page.select(PICTURES):
        png = base64.b64decode(image["src"].removeprefix(PNG), validate=True)
        Image.open(io.BytesIO(png)).verify()
    text = " ".join(page.get_text().split())
    for cell in cells:
        for output in cell.get("outputs", ()):
            if "text/html" not in output.get("data", {}):
                plain = output.get("text") or output.data["text/plain"]
                plain = re.sub(r"\x1b\[[\d;]*m", "", plain)
                assert " ".join(plain.split()) in text, cell.id


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_cell_has_the_anchor_by_which_jupyterlab_finds_it(built, place):
    page = page_of(built, place)
    for cell in stored(place)[1:]:
        assert len(page.find_all(id=f"cell-id={cell.id}")) == 1, cell.id


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_an_id_stands_once_on_its_page(built, place):
    ids = [tag["id"] for tag in page_of(built, place).find("article").find_all(id=True)]
    assert sorted(set(ids)) == sorted(ids)


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_a_page_has_a_button_that_opens_its_notebook(built, place):
    (button,) = page_of(built, place).select(".open-it a")
    assert button["href"].startswith("https://mybinder.org/v2/gh/")
    assert button["href"].endswith(f"/HEAD?urlpath=lab/tree/notebooks/{place.as_posix()}")


def test_the_button_leads_to_the_repository_in_which_a_workflow_runs(monkeypatch):
    monkeypatch.setenv("GITHUB_REPOSITORY", "somebody/course")
    address = site.on_binder(PurePosixPath("coursework/01_gil.ipynb"))
    has_address = "OWNER/REPO" not in (ROOT / "README.md").read_text(encoding="utf-8")
    assert "/gh/somebody/course/HEAD?" in address or has_address


def test_no_folder_is_lost_that_has_no_pages(tmp_path):
    (tmp_path / "mine.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(SystemExit, match="name a new folder"):
        site.build(tmp_path)
    assert (tmp_path / "mine.txt").exists()


@pytest.fixture(scope="module")
def browser(chromium):
    """A page in a browser that notes what goes wrong, and what it asks of others."""
    with jupyterlab.browser_page() as page:
        page.set_default_timeout(60_000)
        page.wrong = []
        page.on("pageerror", lambda error: page.wrong.append(str(error)))
        page.on("requestfailed", lambda request: page.wrong.append(request.url))
        page.on("request", lambda request: page.wrong.extend(elsewhere(request.url)))
        yield page


def elsewhere(address):
    return [] if address.startswith(("file:", "data:")) else [address]


@pytest.mark.parametrize("name", ["index", "01_gil", "07_choosing"])
def test_a_browser_shows_a_page(built, browser, name):
    browser.goto((built / f"{name}.html").as_uri())
    pictures = browser.locator(f"article {PICTURES}")
    assert pictures.count() > 0
    assert pictures.evaluate_all("all => all.every(one => one.complete && one.naturalWidth > 100)")
    for width in (1280, 400):
        browser.set_viewport_size({"width": width, "height": 800})
        assert browser.evaluate("document.documentElement.scrollWidth <= innerWidth")
        pictures.first.scroll_into_view_if_needed()
        jupyterlab.keep(browser, f"site_{name}_{width}")
    assert browser.wrong == []


def in_view(browser, anchor):
    """Wait until what has this id is on the screen."""
    browser.wait_for_function(
        """id => {
            const found = document.getElementById(id);
            const top = found ? found.getBoundingClientRect().top : -1;
            return 0 <= top && top < innerHeight;
        }""",
        arg=anchor,
    )


def test_an_answer_unfolds_and_leads_to_the_cell_that_refutes_a_belief(built, browser):
    browser.set_viewport_size({"width": 1280, "height": 800})
    browser.goto((built / "01_gil.html").as_uri())
    to_the_cell = "a[href*='00_start_here.html#cell-id=noise-run']"
    answer = browser.locator(f"details:has({to_the_cell})").first
    link = answer.locator(to_the_cell).first
    assert not link.is_visible()
    answer.locator("summary").click()
    link.click()
    browser.wait_for_url("**/00_start_here.html#cell-id=noise-run")
    in_view(browser, "cell-id=noise-run")
    assert browser.wrong == []


def test_an_output_of_the_lesson_on_choosing_leads_to_its_headings(built, browser):
    browser.goto((built / "07_choosing.html").as_uri())
    links = browser.locator("article .cell_output a[href^='#']")
    assert links.count() > 0
    for i in range(links.count()):
        links.nth(i).click()
        in_view(browser, links.nth(i).get_attribute("href").removeprefix("#"))
    assert browser.wrong == []


def test_in_the_dark_outputs_are_as_dark_as_their_page_and_pictures_are_turned(built, browser):
    """Its links are light there, and on a light ground could hardly be read."""
    browser.emulate_media(color_scheme="dark")
    browser.goto((built / "01_gil.html").as_uri())
    browser.wait_for_function("document.documentElement.dataset.theme === 'dark'")
    style = "all => [...new Set(all.map(one => getComputedStyle(one).{}))]"
    outputs = browser.locator(".cell_output .text_html")
    assert outputs.evaluate_all(style.format("backgroundColor")) == ["rgba(0, 0, 0, 0)"]
    (turned,) = browser.locator(".cell_output img").evaluate_all(style.format("filter"))
    assert "invert" in turned
    browser.emulate_media(color_scheme="light")
    browser.wait_for_function("document.documentElement.dataset.theme === 'light'")
    assert browser.locator(".cell_output img").evaluate_all(style.format("filter")) == ["none"]


def test_only_below_labs_that_are_recorded_something_is_added(tmp_path, data):
    site.write_sources(tmp_path / "with", data)
    site.write_sources(tmp_path / "without", tmp_path / "none.json")
    changed = set()
    for place in PLACES:
        with_data, without = (notebooks.read(tmp_path / n / place) for n in ("with", "without"))
        name = place.with_suffix("").as_posix()
        added = [
            cell for cell in with_data.cells if cell.source.startswith('<div class="recorded"')
        ]
        if added:
            changed.add(name)
        kept = [cell.source for cell in with_data.cells if cell not in added]
        assert kept == [cell.source for cell in without.cells]
        assert len(added) == sum(each.lesson == name for each in recordings.RECORDS)
    assert changed == {each.lesson for each in recordings.RECORDS}


def below(browser, built, lesson, cell):
    """Open the page of a lesson, and return the sliders below a lab's cell."""
    browser.set_viewport_size({"width": 1280, "height": 800})
    browser.goto((built / f"{lesson}.html").as_uri())
    each = [one.cell for one in recordings.RECORDS if one.lesson == lesson]
    shown = browser.locator(".recorded.is-shown")
    shown.last.wait_for()
    assert shown.count() == len(each)
    return shown.nth(each.index(cell))


def words(box):
    return box.locator("p[role=status]").inner_text()


def picture(box):
    """Return how many points a plot shows, all its lines, and its name."""
    lines = box.locator(".recorded-plot polyline").evaluate_all(
        "all => all.map(one => one.getAttribute('points'))"
    )
    name = box.get_by_role("img").get_attribute("aria-label")
    return box.locator(".recorded-plot circle").count(), lines, name


def test_keys_move_a_slider_and_the_plot_and_the_words_follow(built, browser):
    box = below(browser, built, "01_gil", "lab-python")
    assert "nothing runs here" in box.inner_text()
    assert picture(box)[0] == 0
    box.get_by_role("button", name="Show").press("Enter")
    n_points, _, name = picture(box)
    workers = box.get_by_role("slider", name="workers")
    n = int(workers.get_attribute("aria-valuetext"))
    assert (n_points, words(box).startswith(f"With {n} workers")) == (n, True)
    assert f"{n}: " in name
    workers.press("ArrowLeft")
    n_points, before, name = picture(box)
    assert (n_points, words(box).startswith(f"With {n - 1} workers")) == (n - 1, True)
    assert f"{n}: " not in name
    told, size = words(box), box.get_by_label("task size")
    size.press("Home")
    assert size.get_attribute("aria-valuetext") == "1 ms"
    assert box.locator("output").nth(1).inner_text() == "1 ms"
    assert picture(box)[1] != before
    assert words(box) != told
    assert browser.wrong == []


@pytest.mark.parametrize("each", recordings.RECORDS, ids=lambda each: f"{each.lesson}-{each.cell}")
def test_each_place_of_the_sliders_shows_its_own_numbers(built, browser, data, each):
    lab = json.loads(data.read_text(encoding="utf-8"))["labs"][each.lesson][each.cell]
    box = below(browser, built, each.lesson, each.cell)
    if box.get_by_role("button", name="Show").count():
        box.get_by_role("button", name="Show").click()
    box.locator("summary").click()
    sliders = box.get_by_role("slider").all()
    assert len(sliders) == len(lab["sliders"])
    for key, place in (("Home", 0), ("End", -1)):
        for slider in sliders:
            slider.press(key)
        assert words(box) == lab["told"][place][place]
        points = dict(zip(lab["points"]["x"], lab["points"]["y"][place], strict=True))
        rows = box.locator("tbody tr").all()
        assert rows
        for row in rows:
            n, measured, *values = row.locator("th, td").all_inner_texts()
            if measured:
                value, *interval = points[int(n)]
                assert measured == times_within(value, interval)
            for line, told in zip(lab["lines"], values, strict=True):
                assert told == times(line["y"][place][line["x"].index(int(n))])
    sliders[-1].press("ArrowLeft")  # the last one moves to the neighbour in the lists
    assert words(box) == lab["told"][-2][-1]


def test_a_prediction_is_typed_first_and_belongs_to_its_settings(built, browser):
    box = below(browser, built, "02_multiprocessing", "lab-pool")
    guess = box.get_by_label("your prediction")
    for typed, told in (("0.1", "less than was measured"), ("99", "more than was measured")):
        guess.fill(typed)
        assert "You predicted" not in words(box)
        guess.press("Enter")
        assert words(box).startswith(f"You predicted {times(float(typed))}: {told}. With ")
        assert box.locator(".recorded-plot .predicted").count() == 1
        assert guess.evaluate("field => field === document.activeElement")
        box.get_by_label("tasks").press("ArrowRight")
        assert words(box).startswith("With ")
        assert box.locator(".recorded-plot .predicted").count() == 0
        box.get_by_role("button", name="Hide").click()
        assert picture(box)[0] == 0
        box.get_by_label("tasks").press("ArrowLeft")
    guess.fill("")
    box.get_by_role("button", name="Show").click()
    assert words(box).startswith("With ")


def test_without_scripts_a_page_shows_what_is_stored_and_no_more(built, browser):
    context = browser.context.browser.new_context(java_script_enabled=False)
    try:
        page = context.new_page()
        page.goto((built / "01_gil.html").as_uri())
        boxes = page.locator(".recorded").all()
        assert len(boxes) == 2
        assert all(box.bounding_box()["height"] == 0 for box in boxes)
        assert page.locator("article img.stored-picture").first.is_visible()
    finally:
        context.close()


@pytest.mark.parametrize("colours", ["light", "dark"])
@pytest.mark.parametrize(("lesson", "cell"), [("01_gil", "lab-c"), ("07_choosing", "laws")])
def test_axe_finds_nothing_on_a_page_with_sliders(built, browser, lesson, cell, colours):
    browser.emulate_media(color_scheme=colours)
    box = below(browser, built, lesson, cell)
    browser.wait_for_function(
        "colours => document.documentElement.dataset.theme === colours", arg=colours
    )
    if box.get_by_role("button", name="Show").count():
        box.get_by_label("your prediction").fill("2")
        box.get_by_role("button", name="Show").press("Enter")
    box.locator("summary").press(
        "Enter"
    )  # a mouse would rest on something, whose colour is another
    browser.evaluate(AXE_SCRIPT)
    assert browser.evaluate(FIND, RULES) == []
    for width in (1280, 640):
        browser.set_viewport_size({"width": width, "height": 900})
        assert browser.evaluate("document.documentElement.scrollWidth <= innerWidth")
        box.scroll_into_view_if_needed()
        jupyterlab.keep(browser, f"recorded_{cell}_{colours}_{width}")
    browser.emulate_media(color_scheme="light")
    assert browser.wrong == []


RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]
FIND = """async rules => {
    const options = {runOnly: rules, preload: false, resultTypes: ["violations"]};
    const found = (await axe.run(document, options)).violations;
    return found.flatMap(({id, nodes}) => nodes.map(({html}) => [id, html]));
}"""
