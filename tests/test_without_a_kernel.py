"""Stored notebooks where there is no kernel: in nbconvert, and in clients that take no HTML."""

import base64
import io

import pytest
from bs4 import BeautifulSoup
from nbconvert import HTMLExporter
from PIL import Image

from helpers import jupyter
from tests import notebooks

PATHS = [*notebooks.lessons(), *notebooks.coursework()]
NO_HTML = ["image/png", "text/plain"]  # what a client shows that takes no HTML, best first


def pictures_in(notebook):
    """Return the outputs that are pictures, as they are stored."""
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", ())]
    return [output.data for output in outputs if "image/png" in output.get("data", {})]


def converted(notebook, **settings):
    """Return what nbconvert makes of a notebook, parsed."""
    body, _ = HTMLExporter(**settings).from_notebook_node(notebook)
    return BeautifulSoup(body, "html.parser")


def opened(encoded):
    return Image.open(io.BytesIO(base64.b64decode(encoded, validate=True))).convert("RGB")


def parts_of(data):
    """Return the pictures in the HTML of an output, from the left to the right."""
    images = BeautifulSoup(data["text/html"], "html.parser").select("img:not(.lab-legend *)")
    return [opened(image["src"].removeprefix("data:image/png;base64,")) for image in images]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_nbconvert_shows_each_picture_once_with_its_words_and_anchors(path):
    notebook = notebooks.read(path)
    page = converted(notebook)
    told = [BeautifulSoup(data["text/html"], "html.parser") for data in pictures_in(notebook)]
    alts = [image["alt"] for html in told for image in html.find_all("img")]
    assert [image["alt"] for image in page.find_all("img")] == alts
    assert {f"cell-id={cell.id}" for cell in notebook.cells} <= {
        tag["id"] for tag in page.find_all(id=True)
    }


def test_a_page_of_nbconvert_does_not_ask_to_run_a_cell():
    page = str(converted(notebooks.read(notebooks.lessons()[1])))
    assert 'class="jp-Notebook"' in page
    assert jupyter.NOTEBOOK not in {
        f".{name}"
        for tag in BeautifulSoup(page, "html.parser")(class_=True)
        for name in tag["class"]
    }


@pytest.mark.parametrize("path", notebooks.lessons(), ids=lambda path: path.stem)
def test_a_client_that_takes_no_html_shows_each_picture_once(path):
    notebook = notebooks.read(path)
    page = converted(notebook, config={"NbConvertBase": {"display_data_priority": NO_HTML}})
    n_pictures = len(page.select(".jp-OutputArea-output img"))
    assert n_pictures == len(pictures_in(notebook))


@pytest.mark.parametrize("path", notebooks.lessons(), ids=lambda path: path.stem)
def test_the_png_is_the_picture_that_stands_in_the_html(path):
    for data in pictures_in(notebooks.read(path)):
        whole, left = opened(data["image/png"]), 0
        for part in parts_of(data):
            right = left + part.width
            assert whole.crop((left, 0, right, part.height)).tobytes() == part.tobytes()
            left = right
        assert whole.size == (left, part.height)
