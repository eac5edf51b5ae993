"""Legends in HTML: a mark and a word for what is drawn; they wrap in a narrow window and can be read."""

from base64 import b64encode
from functools import cache
from typing import NamedTuple

from helpers.drawing.axes import BARS, IDEAL, PALE
from helpers.wording.html import Html, markup

__all__ = ["Entry", "legend"]

_WIDTH, _HEIGHT = 26, 12  # pixels of a mark
_SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" width="{}" height="{}">'
    '<rect width="100%" height="100%" fill="white"/>{}</svg>'
)
_IMAGE = (
    '<img alt="" width="{}" height="{}" style="vertical-align: -1px" '
    'src="data:image/svg+xml;base64,{}">'
)
_DASHES = {"-": "", "--": "6 3", ":": "2 3", "-.": "7 3 2 3"}
_LINE = '<line x1="1" y1="6" x2="25" y2="6" stroke="{}" stroke-width="{}" stroke-dasharray="{}"/>'
_SHAPES = {
    "": "",
    "dot": '<circle cx="13" cy="6" r="4" fill="{}"/>',
    "square": '<rect x="9" y="2" width="8" height="8" fill="{}"/>',
    "triangle": '<path d="M9 0 L17 0 L13 7 Z" fill="{}"/>',
    "diamond": '<path d="M13 1 L18 6 L13 11 L8 6 Z" fill="{}" stroke="black"/>',
    "box": '<rect x="3" y="1" width="20" height="10" fill="{}"/>',
    "low box": '<rect x="3" y="4" width="20" height="4" fill="{}"/>',
    "crossed": (
        '<rect x="3" y="1" width="20" height="10" fill="{}"/>'
        '<path d="M3 1 L13 11 L23 1 M3 11 L13 1 L23 11" stroke="white" fill="none"/>'
    ),
    "shades": (
        f'<rect x="3" y="1" width="10" height="10" fill="{BARS[0]}"/>'
        f'<rect x="13" y="1" width="10" height="10" fill="{BARS[1]}"/><!--{{}}-->'
    ),
    "range": '<rect x="12" y="0" width="3" height="12" fill="{}"/>',
    "wide range": '<rect x="10" y="0" width="6" height="12" fill="{}"/>',
    "tick": '<rect x="12" y="0" width="2" height="12" fill="{}"/>',
    "pale": f'<rect x="3" y="1" width="20" height="10" fill="{PALE}" stroke="{IDEAL}"/><!--{{}}-->',
    "hatched": (
        f'<rect x="3" y="1" width="20" height="10" fill="{PALE}" stroke="{IDEAL}"/>'
        f'<path d="M5 11 L15 1 M11 11 L21 1" stroke="{IDEAL}"/><!--{{}}-->'
    ),
}


class Entry(NamedTuple):
    """What a legend says of one kind of mark.

    Attributes
    ----------
    words : str
    colour : str
    line : str
        Matplotlib's style of a line, or empty.
    shape : str
        A key of `_SHAPES`; those of more than one colour take none.
    width : float
        Of the line, in pixels.
    """

    words: str
    colour: str
    line: str = ""
    shape: str = ""
    width: float = 2


def legend(entries):
    """Write a legend.

    Parameters
    ----------
    entries : iterable of Entry

    Returns
    -------
    Html

    Examples
    --------
    >>> "measured" in legend([Entry("measured", "black", "-", "dot")])
    True
    """
    written = "".join(
        markup(
            # As one where there is room: an entry wraps only in a page that is narrower.
            '<span style="display: inline-block; margin-right: 14px">{} {}</span>',
            _mark(entry),
            entry.words,
        )
        for entry in entries
    )
    return markup('<div class="lab-legend" style="line-height: 1.5">{}</div>', Html(written))


@cache
def _mark(entry):
    drawn = Html("")
    if entry.line:
        style = (entry.colour, entry.width, _DASHES[entry.line])
        drawn = markup(_LINE, *style)
    drawn = Html(drawn + markup(_SHAPES[entry.shape], entry.colour))
    # On white, as the picture is: the colours are chosen for that. As an image: of a notebook that was made
    # elsewhere, which it does not trust, JupyterLab leaves out what is drawn in the page itself.
    svg = markup(_SVG, _WIDTH, _HEIGHT, drawn)
    source = b64encode(svg.encode()).decode("ascii")
    return markup(_IMAGE, _WIDTH, _HEIGHT, source)
