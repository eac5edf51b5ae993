"""helpers.drawing.picture: it shows the newest artists, in the colours that were asked for."""

import io
import re
import signal
import threading
from base64 import b64decode

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Rectangle
from PIL import Image

from helpers import jupyter
from helpers.drawing import DARK_PICTURES, axes
from helpers.drawing.picture import Chart, Picture, Text


def pixels(picture):
    return np.asarray(Image.open(io.BytesIO(picture.png)).convert("RGB"))


def opened(encoded):
    return Image.open(io.BytesIO(b64decode(encoded))).convert("RGB")


@pytest.fixture
def picture():
    picture = Picture(4, 2, colours=axes.LIVE_COLOURS)
    picture.ax = picture.figure.subplots()
    picture.ax.set(xlim=(0, 1), ylim=(0, 1))
    return picture


@pytest.mark.parametrize("colour", axes.LIVE_COLOURS)
def test_the_colours_that_were_asked_for_come_out_exactly(picture, colour):
    patch = {"facecolor": colour, "edgecolor": "none", "transform": picture.figure.transFigure}
    picture.update(
        lambda: [picture.figure.add_artist(Rectangle((0, 0), 1, 1, **patch))], "a colour"
    )
    assert (pixels(picture) == [round(255 * part) for part in to_rgb(colour)]).all()


def test_a_picture_shows_the_newest_artists_only(picture):
    picture.update(list, "empty")
    empty = pixels(picture)
    assert empty.shape == (200, 400, 3)
    assert (empty[0, 0] == 255).all()
    assert picture.caption == "empty"
    picture.update(lambda: picture.ax.plot([0, 1], [0, 1], color="red"), "a line")
    line = pixels(picture)
    assert (line != empty).any()
    picture.update(list, "empty again")
    assert (pixels(picture) == empty).all()
    assert not picture.ax.lines


def test_a_picture_draws_what_a_full_drawing_draws(picture):
    picture.ax.axis("off")

    def add():
        return [picture.ax.add_artist(Line2D([0, 0.7], [0, 1], color=axes.MEASURED))]

    picture.update(add, "blitted")
    blitted = pixels(picture).astype(int)
    add()
    picture.figure.canvas.draw()
    full = np.asarray(picture.figure.canvas.buffer_rgba())[..., :3].astype(int)
    assert abs(blitted - full).max() <= 24  # the palette has only so many shades


def test_the_numbers_of_a_live_scale_change(picture):
    picture.ax.tick_params(labelbottom=False)
    pictures = []
    for end in (1, 7, 7):
        picture.ax.set_xlim(0, end)
        picture.update(list, "a scale", scales=(picture.ax.xaxis, picture.ax.yaxis))
        pictures.append(picture.png)
    assert pictures[0] != pictures[1] == pictures[2]


def test_a_number_that_would_reach_into_the_next_part_is_not_written():
    picture = Picture(4, 2, 2, axes.LIVE_COLOURS)
    ax = picture.figure.add_axes(
        (0.1, 0.3, 0.39, 0.6)
    )  # its right end is near that of the first part
    ax.tick_params(labelbottom=False, labelleft=False)
    ax.set(xlim=(0, 1000), xticks=[0, 500, 1000])
    picture.update(list, "a scale", scales=(ax.xaxis,))
    first, second = (np.asarray(Image.open(io.BytesIO(png)).convert("L")) for png in picture._pngs)
    assert (first < 128).any()
    assert (second == 255).all()


def test_texts_are_written(picture):
    picture.update(list, "nothing")
    nothing = pixels(picture)
    picture.update(list, "a text", texts=lambda: [Text(0.5, 0.5, "four workers")])
    rows, columns = np.nonzero((pixels(picture) != nothing).any(axis=-1))
    assert 0.4 * 200 < rows.min() < rows.max() < 0.55 * 200
    assert columns.min() >= 0.5 * 400


def test_a_picture_may_be_drawn_from_many_threads(picture):
    errors = []

    def draw(i):
        try:
            for _ in range(10):
                picture.update(lambda: picture.ax.plot([0, i], [0, 1]), f"thread {i}")
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=draw, args=(i,)) for i in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    assert pixels(picture).shape == (200, 400, 3)


def test_what_could_not_be_drawn_is_not_on_the_next_picture(picture):
    class Broken(Line2D):
        def draw(self, renderer):
            raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        picture.update(lambda: [picture.ax.add_artist(Broken([0, 1], [0, 1]))], "broken")
    assert not picture.ax.lines


class Interrupts(Line2D):
    """An artist during whose drawing the reader interrupts the cell."""

    def draw(self, renderer):
        signal.raise_signal(signal.SIGINT)
        super().draw(renderer)


def test_an_interrupt_waits_until_the_picture_is_drawn(picture):
    picture.update(list, "empty")
    empty, usual = pixels(picture), signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt):
        picture.update(
            lambda: [picture.ax.add_line(Interrupts([0, 1], [0, 1], color="red"))], "a line"
        )
    assert picture.caption == "a line"
    assert (pixels(picture) != empty).any()
    assert signal.getsignal(signal.SIGINT) is usual
    picture.update(list, "empty again")
    assert (pixels(picture) == empty).all()


def pages(n_parts):
    """What a picture shows before it is drawn, and then; and a chart."""
    picture = Picture(8.4, 3, n_parts, axes.LIVE_COLOURS)
    around = f'<div style="overflow-x: {picture.widget.layout.overflow}">'
    yield f"{around}{picture.widget.value}</div>"
    picture.update(list, "a picture")
    yield f"{around}{picture.widget.value}</div>"
    yield Chart(Figure(figsize=(8.6, 3)), "a chart")._repr_mimebundle_()["text/html"]


@pytest.mark.parametrize("n_parts", [1, 2])
def test_what_is_stored_has_the_whole_picture_for_clients_that_take_no_html(monkeypatch, n_parts):
    shown = []
    monkeypatch.setattr(jupyter, "show", lambda bundle, **_: shown.append(bundle))
    picture = Picture(4, 2, n_parts=n_parts, colours=axes.LIVE_COLOURS)
    line = Line2D([0, 1], [0, 1], transform=picture.figure.transFigure)
    picture.update(lambda: [picture.figure.add_artist(line)], "a line")
    picture.store()
    ((html, png, text),) = [bundle.values() for bundle in shown]
    assert text == "a line"
    parts = re.findall(r"base64,([^\"]*)", html)
    assert len(parts) == n_parts
    drawn = [np.asarray(opened(part)) for part in parts]
    assert (np.hstack(drawn) == np.asarray(opened(png))).all()
    assert (drawn[-1] != 255).any()


def test_what_is_stored_is_one_picture_while_another_thread_draws_the_next(picture, monkeypatch):
    shown = []
    monkeypatch.setattr(jupyter, "show", lambda bundle, **_: shown.append(bundle))
    picture.update(lambda: [], "the first")
    usual, asked = picture._shown, []

    def draw_the_next_meanwhile(name):
        html = usual(name)
        if name == "stored-picture":
            asked.append(threading.Thread(target=picture.update, args=(lambda: [], "the next")))
            asked[0].start()
            asked[0].join(0.2)  # in vain, if it waits until this one is stored
        return html

    monkeypatch.setattr(picture, "_shown", draw_the_next_meanwhile)
    picture.store()
    asked[0].join(60)
    (bundle,) = shown
    assert bundle["text/plain"] == "the first"
    assert 'alt="the first"' in bundle["text/html"]
    assert picture.caption == "the next"


def test_a_live_picture_may_also_be_a_cells_value(picture):
    """As where a page shows no widgets: what it is now stays there."""
    picture.update(list, "first")
    bundle = picture._repr_mimebundle_()
    picture.update(list, "then")
    assert bundle["text/plain"] == "first"
    assert opened(bundle["image/png"]).size == (400, 200)
    assert 'alt="first"' in bundle["text/html"]
    assert "in-place-of" not in bundle["text/html"]


def test_a_chart_has_a_png_for_clients_that_take_no_html():
    bundle = Chart(Figure(figsize=(4, 2)), "a chart")._repr_mimebundle_()
    assert opened(bundle["image/png"]).size == (400, 200)
    assert bundle["image/png"] in bundle["text/html"]


@pytest.mark.parametrize("n_parts", [1, 2])
def test_text_is_not_made_smaller_than_eleven_pixels(n_parts):
    """Nothing but a picture's width says how large it is shown."""
    for page in pages(n_parts):
        found = re.findall(r'(?:width="|width: )(\d+)(?:"|px)[^>]*?min-width: (\d+)px', page)
        assert len(found) == page.count("min-width") >= 1
        for width, least in found:
            text_px = mpl.rcParams["font.size"] * 100 / 72
            assert text_px * int(least) / int(width) >= 11
        assert "overflow-x: auto" in page  # what does not fit is scrolled, and cuts nothing off


def test_a_chart_is_dark_in_a_dark_page():
    *_, chart = pages(1)
    assert str(DARK_PICTURES) in chart
    assert "img.chart" in DARK_PICTURES
