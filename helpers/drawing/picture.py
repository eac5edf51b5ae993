"""Figures on the screen: a cell's chart, shown once; a lab's picture, redrawn often and cheaply."""

import contextlib
import io
import signal
import threading
from base64 import b64encode
from html import escape
from itertools import pairwise
from typing import NamedTuple

import ipywidgets as widgets
import numpy as np
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.font_manager import findfont
from PIL import Image, ImageDraw, ImageFont

from helpers import jupyter
from helpers.drawing import stand_ins
from helpers.drawing.dark import DARK_PICTURES
from helpers.drawing.palette import make_palette
from helpers.drawing.unbroken import UnbrokenHTML
from helpers.wording.html import Html, markup, unbroken

__all__ = ["Chart", "Picture", "Text", "image"]

_DPI = 100
_TICK, _APART = 4, 8  # pixels: a tick mark, and from one number of a scale to the next
# Pictures are never made smaller than this, in parts: text of 13.9 pixels keeps 11. What does not fit then
# is scrolled.
_LEAST = 0.8
# Keys scroll what can have the focus, and a screen reader names it.
_CHART = (
    '{}<div class="lab-scrolled" style="overflow-x: auto; container-type: inline-size" tabindex="0" '
    'role="group" aria-label="picture">{}</div>'
)
_ANOTHER_PART = "Another part of the same picture."
_PAGE = (
    # What stands below has room for some lines: a longer legend moves nothing.
    # Side by side where that makes them no smaller than nine tenths.
    '<div style="display: grid; max-width: {}px; '
    'grid-template-columns: repeat(auto-fit, minmax(min(100%, {}px), 1fr))">{}</div>'
    # It stays where it is when the picture is scrolled.
    '<div style="width: max({}px, 100%)"><div style="position: sticky; left: 0; '
    'max-width: 100cqw; line-height: 1.5; min-height: {}em"><div class="lab-facts">{}</div>{}</div></div>'
)


def image(png, size, caption, name):
    """Write an image with its alternative text in HTML; JupyterLab shows a bare PNG without any.

    Parameters
    ----------
    png : bytes
    size : (int, int)
        Width and height, in pixels.
    caption : str
        The text.
    name : str
        The class of the HTML element.

    Returns
    -------
    str
    """
    width, height = size
    return (  # decoded at once: no flicker
        f'<img class="{name}" width="{width}" height="{height}" decoding="sync" '
        f'style="max-width: 100%; min-width: {round(_LEAST * width)}px; height: auto" '
        f'alt="{escape(caption)}" '
        f'src="data:image/png;base64,{_as_text(png)}">'
    )


def _bundle(html, caption, png):
    """Return what displays a picture: a client takes the first of these that it can show.

    The PNG is for those that take no HTML, such as a printout by LaTeX; it has no alternative text.
    """
    return {"text/html": unbroken(html), "image/png": _as_text(png), "text/plain": caption}


def _as_text(png):
    return b64encode(png).decode("ascii")


class Chart:
    """A figure as a cell's last value: a picture, and a sentence for those who cannot see it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    caption : str
    """

    def __init__(self, figure, caption):
        self.figure, self.caption = figure, caption

    def _repr_mimebundle_(self, **_):
        buffer = io.BytesIO()
        self.figure.savefig(buffer, format="png", dpi=_DPI)
        png = buffer.getvalue()
        size = [round(_DPI * inches) for inches in self.figure.get_size_inches()]
        html = markup(_CHART, DARK_PICTURES, Html(image(png, size, self.caption, "chart")))
        return _bundle(html, self.caption, png)

    def __repr__(self):
        return self.caption


class Text(NamedTuple):
    """A line of text in a figure.

    Attributes
    ----------
    x, y : float
        Where, as fractions of the figure's size, from its lower left.
    words : str
    anchor : str
        Pillow's: "ls" puts the left end of the base line there, "mt" the middle of the top.
    """

    x: float
    y: float
    words: str
    anchor: str = "ls"


class Picture:
    """A figure whose background is drawn once; an update draws on it only what has changed.

    Nothing of it goes through pyplot, whose current figure belongs to the reader's cells. The picture
    is shown twice: by a widget, which follows every update on every page that shows it, also after the
    page was loaded again; and, when it is stored, as an output of its cell, which stays in the saved
    notebook and stands where there is no kernel. A page shows one of the two.
    Text is most of what Matplotlib spends its time on, and colours most of what a PNG does; so
    changing text is set by Pillow, and the colours are those of a palette.

    Parameters
    ----------
    width_in, height_in : float
        Inches of 100 pixels.
    n_parts : int
        Parts of the figure from the left to the right, all as wide: side by side where there is room, and
        one below the other in a narrow window, so that text is not made smaller.
    colours : sequence of str
        Those that are used beside greys, with their shades towards white.

    Attributes
    ----------
    figure : matplotlib.figure.Figure
        To be furnished with axes before the first update.
    caption : str
        The sentence that goes with it.
    widget : ipywidgets.HTML
        What shows it live.
    """

    def __init__(self, width_in=8.4, height_in=4.7, n_parts=1, colours=()):
        self.figure = Figure(figsize=(width_in, height_in), dpi=_DPI, facecolor="white")
        self._canvas = FigureCanvasAgg(self.figure)
        self._palette = make_palette(colours)
        basic = ImageFont.Layout.BASIC
        self._font = ImageFont.truetype(findfont("DejaVu Sans"), 14, layout_engine=basic)
        self._background = None
        self._handle = self.caption = None
        self._whole, self._pngs = None, []
        self._place, self._n_parts = jupyter.place(), n_parts
        self._size = round(width_in * _DPI) // n_parts, round(height_in * _DPI)
        self._facts = self._legend = Html("")
        # As high from the start as it will be, also in a narrow window: nothing moves when it comes.
        width, height = self._size
        room = (
            f'<div style="width: {width}px; max-width: 100%; min-width: {round(_LEAST * width)}px; '
            f'aspect-ratio: {width} / {height}"></div>'
        )
        # What scrolls is the widget: it stays as it is when the picture in it is another one.
        layout = widgets.Layout(flex="none", overflow="auto hidden")
        self.widget = UnbrokenHTML(self._page(room * n_parts), layout=layout)
        self.widget.add_class("lab-scrolled")
        self._lock = threading.Lock()

    def update(self, add_artists, caption, texts=(), scales=(), facts="", legend=""):
        """Draw anew what changes, and show it.

        Parameters
        ----------
        add_artists : callable
            Adds artists to the figure's axes and returns them; they are taken away again after the
            picture has been drawn.
        caption : str
            One sentence that says what is to be seen, for readers who cannot see the picture.
        texts : callable or sequence of Text, optional
            Lines of text, or a function that returns them once the artists have been added.
        scales : sequence of matplotlib.axis.Axis, optional
            Scales whose numbers change; their axes should show no tick labels of their own.
        facts, legend : str or Html, optional
            What stands below the picture.
        """
        with _interrupts_wait(), self._lock:
            if self._background is None:
                self._canvas.draw()
                self._background = self._canvas.copy_from_bbox(self.figure.bbox)
            self._canvas.restore_region(self._background)
            renderer = self._canvas.get_renderer()
            artists = add_artists()
            try:
                for artist in artists:
                    artist.draw(renderer)
            finally:  # else they would pile up in the figure
                for artist in artists:
                    artist.remove()
            image = Image.fromarray(np.asarray(self._canvas.buffer_rgba())).convert("RGB")
            pen = ImageDraw.Draw(image)
            for scale in scales:
                self._draw_scale(pen, scale)
            for text in texts() if callable(texts) else texts:
                place = (text.x * image.width, (1 - text.y) * image.height)
                pen.text(place, text.words, fill="black", font=self._font, anchor=text.anchor)
            self._facts, self._legend = facts, legend
            self._whole = image.quantize(palette=self._palette, dither=Image.Dither.NONE)
            self._pngs, self.caption = self._parts(), caption
            self.widget.value = self._shown("lab-picture")

    def forget_background(self):
        """Draw all anew with the next update: the figure itself has changed."""
        with self._lock:
            self._background = None

    def _draw_scale(self, pen, scale):
        """Draw the tick marks of an axes' scale and their numbers, below it or to its left."""
        ax, height = scale.axes, self._canvas.get_width_height()[1]
        low, high = sorted(scale.get_view_interval())
        places = [place for place in scale.get_majorticklocs() if low <= place <= high]
        numbers = scale.get_major_formatter().format_ticks(places)
        left, bottom = ax.bbox.x0, height - ax.bbox.y0
        if scale.axis_name == "x":
            middles = [ax.transData.transform((place, 0))[0] for place in places]
            for x in middles:
                pen.line((x, bottom, x, bottom + _TICK), fill="black")
            # What would be cut off at the right end of its part is not written.
            halves = [self._font.getlength(number) / 2 for number in numbers]
            width = self._size[0]
            end = width * -(-ax.bbox.x1 // width)
            n_whole = sum(x + half <= end for x, half in zip(middles, halves, strict=True))
            every = _every(middles[:n_whole], halves[:n_whole])
            for x, number in [*zip(middles[:n_whole], numbers[:n_whole], strict=True)][::every]:
                pen.text((x, bottom + 2 * _TICK), number, "black", self._font, anchor="mt")
            return
        for place, number in zip(places, numbers, strict=True):
            y = height - ax.transData.transform((0, place))[1]
            pen.line((left - _TICK, y, left, y), fill="black")
            pen.text((left - 2 * _TICK, y), number, "black", self._font, anchor="rm")

    @property
    def png(self):
        """The picture as it was last shown, or its first part; None before that."""
        return self._pngs[0] if self._pngs else None

    def _shown(self, name):
        """Write the picture in HTML; the first of its parts has the caption, which is about all."""
        first, *others = self._pngs
        return self._page(
            image(first, self._size, self.caption, name)
            + "".join(image(png, self._size, _ANOTHER_PART, f"{name}-part") for png in others)
        )

    def _page(self, images):
        width = self._size[0]
        sizes = self._n_parts * width, round(0.9 * width)
        room_em = 6 if self._n_parts == 1 else 7.5
        return markup(
            _PAGE, *sizes, Html(images), round(_LEAST * width), room_em, self._facts, self._legend
        )

    def store(self):
        """Make the picture as it is now an output of the cell that stored it first."""
        with self._lock:  # else its parts could be of two pictures
            html = stand_ins.stand_in(self._place, self._scrolled("stored-picture"))
            bundle = _bundle(html, self.caption, _png_of(self._whole))
        if self._handle is None:
            self._handle = jupyter.show(bundle, replaceable=True)
        else:
            self._handle.update(bundle, raw=True)

    def _repr_mimebundle_(self, **_):
        """Show the picture as it is now, as a cell's last value: for pages on which labs do not move."""
        with self._lock:
            return _bundle(self._scrolled("chart"), self.caption, _png_of(self._whole))

    def _scrolled(self, name):
        return markup(_CHART, "", self._shown(name))

    def _parts(self):
        """Return a PNG for each part."""
        if self._n_parts == 1:
            return [_png_of(self._whole)]
        width, height = self._size
        lefts = range(0, width * self._n_parts, width)
        return [_png_of(self._whole.crop((left, 0, left + width, height))) for left in lefts]


def _png_of(image):
    file = io.BytesIO()
    image.save(file, format="PNG", compress_level=1)  # fast; the bytes travel a short way
    return file.getvalue()


def _every(middles, halves):
    """Tell of how many numbers beside each other one is written, so that none touches the next.

    Parameters
    ----------
    middles, halves : list of float
        Where each would stand, and half of its length, in pixels.

    Returns
    -------
    int
    """
    for every in range(1, len(middles)):
        shown = [*zip(middles, halves, strict=True)][::every]
        if all(
            x + half + _APART <= next_x - next_half
            for (x, half), (next_x, next_half) in pairwise(shown)
        ):
            return every
    return max(1, len(middles))


@contextlib.contextmanager
def _interrupts_wait():
    """Let an interrupt of the main thread come when the block is over.

    In the midst of a drawing, Matplotlib's compiled parts turn it into an error of their own: a reader who
    presses Stop would be told of a wrong type or value.
    """
    usual = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(usual):
        yield  # no interrupt comes here, or none that Python knows of
        return
    came = []
    signal.signal(signal.SIGINT, lambda *what: came.append(what))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
        if came:
            usual(*came[0])
