"""What ipywidgets leave out for who uses no mouse or no screen: names, announcements, keys, forced colours.

A widget cannot be given an attribute from Python: a small script, which comes with what is displayed, adds
them on the page: ``accessibility.js``. Where no script runs, all else works as it does without.
"""

import json
from pathlib import Path

from helpers import jupyter
from helpers.wording.html import Html, markup

__all__ = ["PAGE", "announced", "announcement"]

_ALARM = "color: var(--jp-error-color0, #b71c1c)"

_SOURCE = Path(__file__).with_name("accessibility.js").read_text(encoding="utf-8")
_CODE = "\n".join(line for line in _SOURCE.splitlines() if not line.lstrip().startswith("//"))
_FACTS = f"{json.dumps(jupyter.NO_SHORTCUTS)}, {json.dumps(jupyter.CELL)}"
_SCRIPT = f"<script>({_CODE})({_FACTS});</script>"

# A link in a text is told from it by more than its colour, and what a choice says by enough contrast.
_CONTRAST = """<style>
.lab a, .jp-RenderedHTMLCommon :is(p, li, td) a { text-decoration: underline !important; }
.lab .lab-choice.mod-info { background: #006064; color: white; }
.lab .lab-choice.mod-success { background: #1b5e20; color: white; }
</style>"""

# The reader's own colours replace all others, and leave out backgrounds: that is all that a bar has.
_FORCED_COLOURS = """<style>
@media (forced-colors: active) {
  .lab :is(button, .noUi-target, .progress) { border: 1px solid ButtonText !important; }
  .lab button:disabled { border-color: GrayText !important; }
  .lab :is(.noUi-handle, .noUi-connect, .progress-bar) { forced-color-adjust: none; }
  .lab .noUi-handle { background: ButtonFace !important; border: 2px solid ButtonText !important; }
  .lab :is(.noUi-connect, .progress-bar) { background: Highlight !important; }
}
</style>"""

PAGE = _CONTRAST + _FORCED_COLOURS + _SCRIPT


def announced(widget):
    """Have a screen reader read a widget out whenever what it shows changes; an alarm, at once.

    Parameters
    ----------
    widget : ipywidgets.Widget

    Returns
    -------
    ipywidgets.Widget
        The same.
    """
    widget.add_class("lab-announced")
    return widget


def announcement(content, alarm=False, is_news=True):
    """Write what such a widget shows.

    Parameters
    ----------
    content : str or Html
    alarm : bool, optional
        Whether it interrupts what a screen reader is reading.
    is_news : bool, optional
        Whether it is read out when it comes; it can be read at any time.

    Returns
    -------
    Html

    Examples
    --------
    >>> announcement("Recording ...")
    '<div style="line-height: 1.5">Recording ...</div>'
    """
    if not is_news:
        return markup('<div class="lab-no-news" style="line-height: 1.5">{}</div>', content)
    if not alarm:
        return markup('<div style="line-height: 1.5">{}</div>', content)
    return markup(
        '<div class="lab-alarm" style="line-height: 1.5; {}">{}</div>', Html(_ALARM), content
    )
