"""What ipywidgets leave out for who uses no mouse or no screen: names, announcements, keys, forced colours.

A widget cannot be given an attribute from Python: a small script, which comes with what is displayed, adds
them on the page. Where no script runs, all else works as it does without.
"""

from helpers import jupyter
from helpers.wording.html import Html, markup

__all__ = ["PAGE", "announced", "announcement"]

_ALARM = "color: var(--jp-error-color0, #b71c1c)"

# Of ipywidgets 8.1: a slider's handle has no name, and says the position of a size, not the size; the label
# of what has no tooltip has "null" for one. A line that a screen reader is to read out when it changes has
# to stay the same element. Keys without Ctrl, Alt or Meta belong to the control: JupyterLab takes M, A, B
# and D for the cell, and Notebook 7 the arrows; but what runs a cell, leaves a control or saves goes on.
_SCRIPT = """<script>(() => {
  if (window.labsAreAccessible) return;
  window.labsAreAccessible = true;
  const set = (element, name, value) => {
    if (element.getAttribute(name) !== value) element.setAttribute(name, value);
  };
  const mend = () => {
    for (const slider of document.querySelectorAll(".lab .widget-slider")) {
      const handle = slider.querySelector(".noUi-handle");
      if (!handle) continue;
      set(handle, "aria-label", slider.querySelector(".widget-label").textContent);
      set(handle, "aria-valuetext", slider.querySelector(".widget-readout").textContent);
    }
    for (const label of document.querySelectorAll(".lab .widget-label[title=null]"))
      label.removeAttribute("title");
    for (const line of document.querySelectorAll(".lab-announced"))
      set(line, "role", line.querySelector(".lab-alarm") ? "alert" : "status");
  };
  let isDue = false;  // a page changes many times for each frame that is seen
  const mendSoon = () => {
    if (isDue) return;
    isDue = true;
    requestAnimationFrame(() => { isDue = false; mend(); });
  };
  new MutationObserver(mendSoon).observe(document.body, {
    childList: true, subtree: true, attributeFilter: ["aria-valuenow", "title"],
  });
  mend();
  window.addEventListener("keydown", event => {
    const control = event.target.closest?.(".lab *");
    const goesOn = event.ctrlKey || event.altKey || event.metaKey
      || (event.shiftKey && event.key === "Enter") || ["Escape", "Tab"].includes(event.key);
    control?.toggleAttribute("NO_SHORTCUTS", !goesOn);
  }, true);
})();</script>""".replace("NO_SHORTCUTS", jupyter.NO_SHORTCUTS)

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
    return markup(
        '<div class="lab-alarm" style="line-height: 1.5; {}">{}</div>', Html(_ALARM), content
    )
