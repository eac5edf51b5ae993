"""What ipywidgets leave out for who uses no mouse or no screen: names, announcements, keys, forced colours.

A widget cannot be given an attribute from Python: a small script, which comes with what is displayed, adds
them on the page: ``accessibility.js``. Where no script runs, all else works as it does without.
"""

import json
from pathlib import Path

from helpers import jupyter
from helpers.wording.html import Html, markup

__all__ = ["PAGE", "REFUSED", "alarming", "announced", "announcement", "mark_refused"]

_ALARM = Html("color: var(--lab-alarm, #b71c1c)")
REFUSED = "lab-refused"  # the class of a box in which something was typed that will not do

_SOURCE = Path(__file__).with_name("accessibility.js").read_text(encoding="utf-8")
_CODE = "\n".join(line for line in _SOURCE.splitlines() if not line.lstrip().startswith("//"))
_FACTS = f"{json.dumps(jupyter.NO_SHORTCUTS)}, {json.dumps(jupyter.CELL)}, {json.dumps(REFUSED)}"
_SCRIPT = f"<script>({_CODE})({_FACTS});</script>"

# A link in a text is told from it by more than its colour, and what a choice says by enough contrast.
# JupyterLab's red is too dark for text in its dark theme, and the lines of its sliders and boxes are too
# pale for what has to be found (WCAG 2.1, 1.4.3 and 1.4.11).
_CONTRAST = """<style>
.lab {
  --lab-alarm: #b71c1c;
  --jp-widgets-input-border-color: #757575;
}
DARK .lab { --lab-alarm: #ff8a80; }
.lab .widget-slider .noUi-connects { background: #757575; }
.lab .widget-slider .noUi-handle { border-color: #757575; }
.lab a, .jp-RenderedHTMLCommon :is(p, li, td) a { text-decoration: underline !important; }
.lab .lab-choice.mod-info { background: #006064; color: white; }
.lab .lab-choice.mod-success { background: #1b5e20; color: white; }
</style>""".replace("DARK", jupyter.DARK)

# By a thick border: colour alone would not say it to everybody.
_MARKS = f"""<style>
.lab .{REFUSED} input {{ border: 2px solid var(--lab-alarm, #b71c1c) !important; }}
@media (forced-colors: active) {{ .lab .{REFUSED} input {{ border-style: dashed !important; }} }}
</style>"""

# The reader's own colours replace all others, and leave out backgrounds: that is all that a bar has. The
# arrow of a menu is a picture, in the colour of the theme.
_FORCED_COLOURS = """<style>
@media (forced-colors: active) {
  .lab :is(button, .noUi-target, .progress) { border: 1px solid ButtonText !important; }
  .lab button:disabled { border-color: GrayText !important; }
  .lab :is(.noUi-handle, .noUi-connect, .progress-bar) { forced-color-adjust: none; }
  .lab select { appearance: auto !important; background-image: none !important; }
  .lab .noUi-handle { background: ButtonFace !important; border: 2px solid ButtonText !important; }
  .lab :is(.noUi-connect, .progress-bar) { background: Highlight !important; }
}
</style>"""

PAGE = _CONTRAST + _MARKS + _FORCED_COLOURS + _SCRIPT


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
    return markup('<div class="lab-alarm" style="line-height: 1.5; {}">{}</div>', _ALARM, content)


def alarming(sentence):
    """Write a sentence that is an alarm within what such a widget shows.

    Parameters
    ----------
    sentence : str

    Returns
    -------
    Html
    """
    return markup('<span class="lab-alarm" style="{}">{}</span>', _ALARM, sentence)


def mark_refused(box, is_refused):
    """Mark a box in which something was typed that will not do, or take the mark away.

    Parameters
    ----------
    box : ipywidgets.Text
    is_refused : bool
    """
    (box.add_class if is_refused else box.remove_class)(REFUSED)
