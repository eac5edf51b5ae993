"""helpers.drawing.stand_ins: a page shows a lab or what stands in for it, however outputs are made."""

from uuid import uuid4

import ipywidgets as widgets
import pytest

from helpers import jupyter, labs
from helpers.drawing import Picture
from helpers.labs import page as labs_page

# How clients wrap an output: JupyterLab and Voila, nbclassic, and one that nobody has seen.
WRAPPERS = {
    "jupyterlab": '<div class="jp-OutputArea-child"><div class="jp-OutputArea-output">{}</div></div>',
    "nbclassic": '<div class="output_area"><div class="output_subarea">{}</div></div>',
    "another": "<section>{}</section>",
}
STORED, LIVE = ".stored-picture", ".live"


@pytest.fixture
def lab(monkeypatch):
    """Return a function that shows a lab with a picture, and returns its outputs in HTML: (dead, live)."""
    outputs = []

    def show(bundle, replaceable=False):
        html = bundle.get("text/html")
        outputs.append(
            f'<div class="live widget-box {" ".join(boxes[-1]._dom_classes)}">Sliders</div>'
            if html is None
            else html
        )

    boxes = []

    def make():
        outputs.clear()
        boxes.append(widgets.VBox())
        place = uuid4().hex  # of one cell
        monkeypatch.setattr(jupyter, "place", lambda: place)
        picture = Picture(1, 1)
        picture.update(list, "a caption")
        labs_page.display(boxes[-1], "Here are sliders.", [])
        picture.store()
        sentence, controls, stored = outputs
        return [sentence, stored], [sentence, controls, stored]

    monkeypatch.setattr(jupyter, "show", show)
    return make


def visible(page, selector):
    return [element.is_visible() for element in page.locator(selector).all()]


@pytest.mark.parametrize("wrapper", WRAPPERS.values(), ids=WRAPPERS)
def test_each_shows_once_whatever_its_neighbour_does(page, lab, wrapper):
    (dead, _), (_, live), (bare, _) = lab(), lab(), lab()
    dead.insert(1, "<p>Error displaying widget: model not found</p>")
    cells = ["".join(map(wrapper.format, cell)) for cell in (dead, live, bare)]
    page.set_content("".join(f"<div>{cell}</div>" for cell in cells))
    assert visible(page, LIVE) == [True]
    assert visible(page, STORED) == [True, False, True]
    assert visible(page, ".lab-without-kernel") == [True, False, True]
    assert page.get_by_text("model not found").is_visible() == (wrapper is WRAPPERS["another"])


@pytest.mark.parametrize("wrapper", WRAPPERS.values(), ids=WRAPPERS)
def test_the_questions_of_a_quiz_show_once(page, monkeypatch, wrapper):
    outputs = []
    monkeypatch.setattr(jupyter, "show", lambda bundle, replaceable=False: outputs.append(bundle))
    quiz = labs.quiz("01_gil", "before")
    html = wrapper.format(outputs[0]["text/html"])
    box = f'<div class="live widget-box {" ".join(quiz._box._dom_classes)}">Questions</div>'
    page.set_content(html)
    assert visible(page, ".quiz-without-kernel") == [True]
    page.set_content(html + wrapper.format(box))
    assert (visible(page, LIVE), visible(page, ".quiz-without-kernel")) == ([True], [False])
