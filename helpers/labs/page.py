"""What a page shows of widgets beside them: how they fit it, and a sentence where they have no kernel."""

import textwrap

import ipywidgets as widgets

from helpers import jupyter
from helpers.drawing import DARK_PICTURES, stand_ins
from helpers.labs import accessibility
from helpers.wording.html import Html, markup

__all__ = ["COLUMN_PX", "display", "gone"]

# Said where there is no kernel behind the controls.
_HOW_TO_USE = "This needs a kernel: in JupyterLab, run this cell and what stands above it."

COLUMN_PX = 380  # the least width of a column of controls; below, a label stands above its slider
_QUESTION_PX = 500  # below, a question stands above its answers
# What a status has room for from the start: four lines, which are six in a narrow page.
_STATUS_EM, _NARROW_PX = 6, 600
_ARROW = (  # of ipywidgets 8.1, which is black on a dark page, too
    "url(\"data:image/svg+xml,%3Csvg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 18 18'%3E"
    "%3Cpath fill='%23e0e0e0' d='M5 7l4 4 4-4z'/%3E%3C/svg%3E\")"
)
# Of ipywidgets 8.1, a slider over sizes has not the margin that all others have; and at an end, a handle
# stands out of its slider, where the box around both cuts it off.
_CONTROLS = f"""<style>
{jupyter.DARK} .widget-dropdown > select {{ background-image: {_ARROW}; }}
.lab-controls, .lab-questions {{ container-type: inline-size; }}
.lab {{ container: lab / inline-size; }}
.lab-status > .widget-html-content {{ min-height: {_STATUS_EM}em; }}
@container lab (max-width: {_NARROW_PX}px) {{
  .lab-status > .widget-html-content {{ min-height: {1.5 * _STATUS_EM}em; }}
}}
.lab-controls .widget-slider {{ margin: var(--jp-widgets-margin); min-width: 0; }}
.lab-controls .slider-container {{
  margin-left: calc(var(--jp-widgets-slider-handle-size) / 2);
  margin-right: calc(var(--jp-widgets-slider-handle-size) / 2);
}}
@container (max-width: {COLUMN_PX}px) {{
  .lab-controls .widget-inline-hbox {{ height: auto; flex-wrap: wrap; }}
  .lab-controls .widget-label {{
    width: 100% !important; height: auto; white-space: normal; line-height: 1.5; text-align: left;
  }}
  .lab-controls .slider-container {{
    margin-top: 2px;
    margin-bottom: calc(
      (var(--jp-widgets-slider-handle-size) - var(--jp-widgets-slider-track-thickness)) / 2
    );
  }}
  .lab-controls select {{ flex: 1 1 100%; min-height: 28px; }}
}}
@container (max-width: {_QUESTION_PX}px) {{
  .lab-questions .widget-inline-hbox {{ height: auto; flex-wrap: wrap; }}
  .lab-questions .widget-label {{
    width: 100% !important; height: auto; white-space: normal; line-height: 1.5; text-align: left;
  }}
  .lab-questions :is(select, input) {{ flex: 1 1 100%; min-height: 28px; }}
}}
</style>"""

# A status keeps the room that it has once taken, up to ten lines, until its width changes: else the
# picture below it would jump at each run. What was opened in it does not count.
_ROOM = """<script>(() => {
  if (window.statusesKeepTheirRoom) return;
  window.statusesKeepTheirRoom = true;
  const tallest = new WeakMap();
  const room = new ResizeObserver(resized => requestAnimationFrame(() => {
    for (const {target} of resized) {
      const before = tallest.get(target), width = target.clientWidth;
      if (!width || target.querySelector("details[open]")) continue;
      const isAsWide = before?.width === width;
      if (!isAsWide) target.style.minHeight = "";
      const height = Math.min(target.offsetHeight, 200);
      if (isAsWide && before.height >= height) continue;
      tallest.set(target, {width, height});
      target.style.minHeight = `${height}px`;
    }
  }));
  const find = () => {
    for (const said of document.querySelectorAll(".lab-status > .widget-html-content"))
      room.observe(said);
  };
  new MutationObserver(find).observe(document.body, {childList: true, subtree: true});
  find();
})();</script>"""

# Of the sentence and the controls, the page shows one, and so it does of the stored picture and the live
# one, as `stand_ins` says. In a notebook that was saved, closed and opened again, the controls have no
# kernel behind them, and the page would say so below the sentence. A kernel that ends leaves its controls
# on the page; ipywidgets 8.1 marks them.
_OUTPUT, _BOX = jupyter.OUTPUT, jupyter.BOX
_WITHOUT_KERNEL = '[class$="-without-kernel"]'  # the sentence, or what stands for it
_STYLE = f"""<style>
{_OUTPUT}:has({_WITHOUT_KERNEL}) + {_OUTPUT}:not(:has({_BOX}, img)) {{ display: none; }}
{jupyter.NOTEBOOK} .lab-elsewhere, :not({jupyter.NOTEBOOK} *) > .lab-in-a-notebook {{ display: none; }}
.lab-kernel-gone {{ display: none; }}
{_BOX}:has({jupyter.DISCONNECTED}) > .lab-kernel-gone,
{jupyter.NO_KERNEL} .lab-kernel-gone {{ display: block; }}
.lab {jupyter.DISCONNECTED}::before {{ display: none; }}
.lab .widget-html-content {{ min-width: 0; }}
.lab .lab-scrolled {{ container-type: inline-size; }}
.lab :is(th, td) {{ padding-right: 12px; }}
.lab-numbers > .widget-html-content {{ overflow-x: auto; }}
.quiz-status {jupyter.PROMPT} {{ display: none; }}
.lab .lab-number .widget-label {{
  position: absolute; width: 1px !important; height: 1px; overflow: hidden; clip-path: inset(50%);
}}
.lab :is(button, input, select, .noUi-handle):focus-visible {{
  outline: 2px solid var(--jp-brand-color1, #1976d2) !important; outline-offset: 1px;
}}
.jupyter-widgets.lab-choice {{
  white-space: normal; text-align: left; line-height: 1.5; overflow: visible;
}}
</style>{_CONTROLS}{DARK_PICTURES}{accessibility.PAGE}{_ROOM}"""
_GONE = (
    '<p style="line-height: 1.5">The kernel behind these controls is gone: they do nothing now. Run this '
    "cell again, and what stands above it.</p>"
)
_WITHOUT = """<p class="lab-without-kernel" style="white-space: normal; line-height: 1.5">{} \
<span class="lab-in-a-notebook">There is no kernel behind them now: run this cell, and what stands above \
it, to get them.</span> <span class="lab-elsewhere">{}</span></p>"""


def display(box, sentence, movable, more="", html=None):
    """Show widgets in a notebook, and a sentence in their place where they have no kernel.

    Parameters
    ----------
    box : ipywidgets.Widget
        A box of them.
    sentence : str
        What would stand there.
    movable : list of ipywidgets.Widget
        Those that a reader can move or click, also while a cell runs.
    more : str, optional
        What is said besides to those who see text only.
    html : Html, optional
        What a page shows in place of the sentence; its class ends in ``-without-kernel``.
    """
    place = jupyter.place()
    box.add_class("lab").add_class(stand_ins.class_of(place))
    told = markup(_WITHOUT, sentence, _HOW_TO_USE) if html is None else html
    told = _STYLE + stand_ins.rule(place) + stand_ins.stand_in(place, told)
    plain = textwrap.fill(f"{sentence} {_HOW_TO_USE}", 79)  # one long line would be cut off
    plain += f"\n{more}" if more else ""
    jupyter.show({"text/html": Html(told), "text/plain": plain})
    jupyter.show(jupyter.bundle_of(box, ""))
    jupyter.hear_while_a_cell_runs(movable)


def gone():
    """Make what says that the controls have lost their kernel; it is seen then only.

    Returns
    -------
    ipywidgets.HTML
    """
    told = widgets.HTML(_GONE)
    told.add_class("lab-kernel-gone")
    return told
