"""HTML in a widget, in which no line ends between a number and its unit."""

import ipywidgets as widgets
from traitlets import CUnicode

from helpers.wording import html

__all__ = ["UnbrokenHTML"]


def _as_sent(value, _):
    return html.unbroken(value)


class UnbrokenHTML(widgets.HTML):
    """An `ipywidgets.HTML` whose numbers stay on one line with their units on the page.

    Its value is what was given to it; a page gets the same text.
    """

    value = CUnicode(help="HTML").tag(sync=True, to_json=_as_sent)
