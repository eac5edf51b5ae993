"""In a narrow window, a picture is scrolled by keys, too."""

import ipywidgets as widgets
import pytest
from axe_playwright_python.base import AXE_SCRIPT
from matplotlib.figure import Figure

from helpers import jupyter
from helpers.drawing import Picture
from helpers.drawing.picture import Chart
from helpers.labs import accessibility

RULES = ["scrollable-region-focusable", "aria-allowed-attr", "aria-allowed-role"]
# As ipywidgets write a box with a widget in it.
LIVE = """<div class="lab" style="width: 100%; overflow: auto"><button>Run</button>
<div class="jupyter-widgets {}" style="display: flex; overflow: {}; container-type: inline-size">
<div class="widget-html-content" style="width: 100%; min-width: 0">{}</div></div></div>"""


def draw():
    picture = Picture()
    picture.figure.add_subplot()
    picture.update(list, "a caption", facts="These tasks wait. " * 9)
    return picture


def stored(monkeypatch):
    bundles = []
    monkeypatch.setattr(jupyter, "show", lambda bundle, replaceable=False: bundles.append(bundle))
    draw().store()
    return bundles[0]["text/html"]


def live(_):
    widget = draw().widget
    assert isinstance(widget, widgets.HTML)
    return LIVE.format(" ".join(widget._dom_classes), widget.layout.overflow, widget.value)


def chart(_):
    return Chart(Figure(figsize=(8, 3)), "a caption")._repr_mimebundle_()["text/html"]


def show(page, html):
    page.goto("about:blank")  # in a window of its own, in which no script has run
    page.set_content(f"<html lang='en'><body>{html}{accessibility.PAGE}</body></html>")
    page.set_viewport_size({"width": 400, "height": 600})


@pytest.mark.parametrize("make", [chart, stored, live], ids=lambda make: make.__name__)
def test_in_a_narrow_window_keys_scroll_it(page, monkeypatch, make):
    show(page, make(monkeypatch))
    scrolled = page.locator(".lab-scrolled[tabindex='0']")
    scrolled.wait_for()
    assert scrolled.count() == 1
    assert scrolled.evaluate("each => each.scrollWidth > each.clientWidth")
    page.evaluate(AXE_SCRIPT)
    found = page.evaluate(
        "async rules => (await axe.run(document, {runOnly: rules})).violations.map(one => one.id)",
        RULES,
    )
    assert found == []
    scrolled.focus()
    page.keyboard.press("ArrowRight")
    page.wait_for_function("document.querySelector('.lab-scrolled').scrollLeft > 0")
    if make is not chart:  # what stands below is to be read without scrolling
        places = "all => all.map(one => [one.getBoundingClientRect().x, one.clientWidth])"
        ((x, width),) = page.locator(".lab-facts").evaluate_all(places)
        assert 0 <= x < x + width <= 400
    # No key of this is JupyterLab's, which takes arrows for headings.
    assert scrolled.get_attribute(jupyter.NO_SHORTCUTS) is not None


def test_where_all_of_a_live_picture_is_seen_no_key_stops_at_it(page):
    show(page, live(None))
    page.locator(".lab-scrolled[tabindex]").wait_for()
    page.set_viewport_size({"width": 1280, "height": 600})
    page.locator(".lab-scrolled:not([tabindex]):not([role])").wait_for()
