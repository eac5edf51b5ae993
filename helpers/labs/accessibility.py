"""What ipywidgets leave out for who uses no mouse or no screen: names, announcements, keys, forced colours.

A widget cannot be given an attribute from Python: a small script, which comes with what is displayed, adds
them on the page. Where no script runs, all else works as it does without.
"""

from helpers import jupyter
from helpers.wording.html import Html, markup

__all__ = ["PAGE", "REFUSED", "alarming", "announced", "announcement", "mark_refused"]

_ALARM = Html("color: var(--lab-alarm, #b71c1c)")
REFUSED = "lab-refused"  # the class of a box in which something was typed that will not do

# Of ipywidgets 8.1: a slider's handle has no name, and says the position of a size, not the size; the label
# of what has no tooltip has "null" for one. A line that a screen reader is to read out when it changes has
# to stay the same element. An icon is a letter that no font of a voice has, and which of some choices was
# taken, only a colour and an icon say. Keys without Ctrl, Alt or Meta belong to the control: JupyterLab
# takes M, A, B and D for the cell, and Notebook 7 the arrows; but what runs a cell or saves goes on. Escape
# leaves the control for its cell, and takes back what is typed in it and not yet sent. A browser leaves the
# focus to nothing when what has it is disabled, hidden or written anew: it goes to what has come in its
# place, or to the control before it. A run may end as somebody presses Stop: that key is not meant for Run.
# And a fold that is written anew would close. A box with what will not do says so, and where that is told.
_SCRIPT = """<script>(() => {
  if (window.labsAreAccessible) return;
  window.labsAreAccessible = true;
  const set = (element, name, value) => {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  };
  let linesNamed = 0;
  const folds = new WeakSet();  // those that were seen
  const mend = () => {
    for (const slider of document.querySelectorAll(".lab .widget-slider")) {
      const handle = slider.querySelector(".noUi-handle");
      if (!handle) continue;
      set(handle, "aria-label", slider.querySelector(".widget-label").textContent);
      const number = slider.parentElement.querySelector(".lab-number input");
      const isNone = number?.placeholder && !number.value;  // nothing is chosen yet, wherever it stands
      const readout = slider.querySelector(".widget-readout").textContent;
      set(handle, "aria-valuetext", isNone ? number.placeholder : readout);
    }
    for (const label of document.querySelectorAll(".lab .widget-label[title=null]"))
      label.removeAttribute("title");
    for (const fold of document.querySelectorAll(".lab .jupyter-widgets details")) {
      if (!folds.has(fold)) fold.open ||= fold.closest(".jupyter-widgets").wasOpened === true;
      folds.add(fold);
    }
    for (const bar of document.querySelectorAll(".lab .progress")) {
      set(bar, "role", "progressbar");
      set(bar, "aria-label", "measured");
      set(bar, "aria-valuenow", String(parseInt(bar.firstElementChild?.style.width || 0)));
    }
    for (const icon of document.querySelectorAll(".lab button > i"))
      set(icon, "aria-hidden", "true");
    for (const choice of document.querySelectorAll(".lab .lab-choice"))
      set(choice, "aria-pressed", String(choice.querySelector("i") !== null));
    for (const line of document.querySelectorAll(".lab-announced"))
      set(line, "role", line.querySelector(".lab-alarm") ? "alert" : "status");
    for (const input of document.querySelectorAll(".lab .widget-text input")) {
      const isRefused = input.closest(".REFUSED_BOX") !== null;
      if (isRefused || input.ariaInvalid) set(input, "aria-invalid", String(isRefused));
      const line = input.closest(".lab").querySelector(".lab-announced");
      if (isRefused) set(input, "aria-describedby", line.id ||= `lab-said-${++linesNamed}`);
      else input.removeAttribute("aria-describedby");
    }
  };
  let isDue = false;  // a page changes many times for each frame that is seen
  const mendSoon = () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => { isDue = false; mend(); });
  };
  new MutationObserver(mendSoon).observe(document.body, {
    childList: true, subtree: true, attributeFilter: ["aria-valuenow", "title", "class"],
  });
  mend();
  window.addEventListener("toggle", ({target}) => {
    const box = target.closest(".lab .jupyter-widgets");
    if (box) box.wasOpened = target.open;
  }, true);
  const textBefore = new WeakMap();  // of boxes in which somebody types
  window.addEventListener("beforeinput", ({target}) => {
    if (target.matches?.(".lab input") && !textBefore.has(target))
      textBefore.set(target, target.value);
  }, true);
  window.addEventListener("change", ({target}) => textBefore.delete(target), true);
  const meantAfterMs = 1000;
  let movedTo = null, movedAt = -Infinity;  // where and when the focus was, by this script
  window.addEventListener("keydown", event => {
    const control = event.target.closest?.(".lab *");
    if (!control) return;
    const goesOn = event.ctrlKey || event.altKey || event.metaKey
      || (event.shiftKey && event.key === "Enter") || ["Escape", "Tab"].includes(event.key);
    control.toggleAttribute("NO_SHORTCUTS", !goesOn);
    if (event.key === "Escape") {
      if (textBefore.has(control)) control.value = textBefore.get(control);
      textBefore.delete(control);
      control.closest("CELL")?.focus();
    }
    const isLate = event.repeat
      || (control === movedTo && event.timeStamp - movedAt < meantAfterMs);
    if (isLate && !goesOn && ["Enter", " "].includes(event.key) && control.matches("button"))
      event.preventDefault();
  }, true);
  const canHaveFocus = each => !each.disabled && each.checkVisibility({visibilityProperty: true});
  window.addEventListener("focusout", ({target, relatedTarget}) => {
    const lab = target.closest?.(".lab");
    if (relatedTarget) movedTo = null;
    if (!lab || relatedTarget) return;
    const box = target.closest(".jupyter-widgets");
    requestAnimationFrame(() => {
      const isLost = document.activeElement === document.body && lab.isConnected;
      if (!isLost || (target.isConnected && canHaveFocus(target))) return;
      const place = target.isConnected ? target : box;
      const before = [...lab.querySelectorAll("button, input, select, summary, a, .noUi-handle")].filter(
        each => canHaveFocus(each)
          && place.compareDocumentPosition(each) & Node.DOCUMENT_POSITION_PRECEDING
      );
      const again = target.isConnected ? null : box.querySelector(target.localName);
      [movedTo, movedAt] = [again ?? before.at(-1), performance.now()];
      movedTo?.focus({preventScroll: true});
    });
  });
})();</script>"""
_NAMES = {"NO_SHORTCUTS": jupyter.NO_SHORTCUTS, "CELL": jupyter.CELL, "REFUSED_BOX": REFUSED}
for _name, _value in _NAMES.items():
    _SCRIPT = _SCRIPT.replace(_name, _value)

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


def announcement(content, alarm=False):
    """Write what such a widget shows.

    Parameters
    ----------
    content : str or Html
    alarm : bool, optional
        Whether it interrupts what a screen reader is reading.

    Returns
    -------
    Html

    Examples
    --------
    >>> announcement("Recording ...")
    '<div style="line-height: 1.5">Recording ...</div>'
    """
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
