"""What every lab looks like: controls, a status line, and a picture."""

import threading
from functools import partial

import ipywidgets as widgets

from helpers import jupyter
from helpers.drawing import Picture, UnbrokenHTML, axes
from helpers.labs.accessibility import alarming, announced, announcement
from helpers.labs.number_boxes import Typed
from helpers.labs.page import COLUMN_PX, display, gone
from helpers.wording.html import Html, markup
from helpers.wording.words import two_digits

__all__ = [
    "SO_FAR",
    "WIDE",
    "LabView",
    "numbers_up_to",
    "size_slider",
]

WIDE = {  # how a control looks in a lab
    "style": {"description_width": "150px"},
    "layout": {"width": "98%"},
}


def size_slider(value, most, description, **options):
    """Make a slider over sizes from 0.1 up, ten for a factor of ten.

    It counts its positions: JupyterLab rounds the value of a logarithmic slider when it shows it and
    sends it back, and if a cell is busy then, it does not send the reader's next move.

    Parameters
    ----------
    value : float
        Where it stands; any size of 0.1 or more, which becomes one of the slider's.
    most : float
        The largest of its other sizes.
    description : str
    **options
        Of `ipywidgets.SelectionSlider`.

    Returns
    -------
    ipywidgets.SelectionSlider

    Examples
    --------
    >>> slider = size_slider(30, most=1000, description="task size (ms)")
    >>> [label for label, _ in slider.options][:4], slider.value
    (['0.1', '0.13', '0.16', '0.2'], 30.0)
    """
    sizes = {float(two_digits(10 ** (step / 10))) for step in range(-10, 100)}
    chosen = sorted({size for size in sizes if size <= most} | {float(value)})
    labels = [(f"{size:g}", size) for size in chosen]
    return widgets.SelectionSlider(
        options=labels, value=float(value), description=description, **{**WIDE, **options}
    )


def numbers_up_to(n):
    """Choose which numbers of workers to measure: all up to 4, or by doubling, and `n`.

    Parameters
    ----------
    n : int
        The value of a lab's *workers* slider.

    Returns
    -------
    list of int

    Examples
    --------
    >>> numbers_up_to(3), numbers_up_to(12)
    ([1, 2, 3], [1, 2, 4, 8, 12])
    """
    if n <= 4:
        return list(range(1, n + 1))
    return [*(2**k for k in range(n.bit_length()) if 2**k < n), n]


SO_FAR = "So far: "  # before what was found, as long as it is measured
_LATER = '<p style="line-height: 1.5">The numbers come when the measuring has ended.</p>'
_TRACEBACK = (
    "<details><summary>Show traceback</summary>"
    '<pre tabindex="0" style="overflow: auto; max-height: 300px; line-height: 1.3">{}</pre></details>'
)


class LabView:
    """Controls above a status line and a picture.

    A subclass gives `_settings` and `_sentence_without_kernel`. A control may move in any thread: who
    says or draws something holds `_screen`.

    Parameters
    ----------
    controls : list of ipywidgets.Widget or Typed
    width_in, height_in : float
        Inches of 100 pixels: the picture's.
    n_parts : int, optional
        As for `Picture`.
    row : list of ipywidgets.Widget, optional
        What stands in a row below the controls, such as buttons.
    """

    def __init__(self, controls, width_in, height_in, n_parts=1, row=()):
        self.picture = Picture(width_in, height_in, n_parts, axes.LIVE_COLOURS)
        self.status = announced(UnbrokenHTML())
        self.status.add_class("lab-status")
        self.numbers, self.printed = widgets.HTML(), widgets.HTML()
        self.numbers.add_class("lab-numbers")
        self.numbers.layout.display = "none"
        # No fold in the HTML, which would close when the numbers change; and an accordion of ipywidgets 8.1
        # cannot be reached by keys.
        self.numbers_button = widgets.ToggleButton(
            tooltip="The numbers behind the picture",
            layout=widgets.Layout(width="auto", align_self="flex-start", visibility="hidden"),
        )
        self.numbers_button.observe(self._open_numbers, names="value")
        self._open_numbers()
        self._screen = threading.RLock()
        self._refused, self._said, self._heard = {}, ("",), ""
        self._movable, shown = [*row, self.numbers_button], []
        for control in controls:
            if isinstance(control, Typed):
                control.say = partial(self._refuse, control)
                self._movable += [control.slider, control.number]
                shown.append(control.box)
            else:
                self._movable.append(control)
                shown.append(control)
        columns = f"repeat(auto-fit, minmax(min(100%, {COLUMN_PX}px), 1fr))"
        grid = widgets.GridBox(shown, layout=widgets.Layout(grid_template_columns=columns))
        grid.add_class("lab-controls")
        self._box = widgets.VBox(
            [
                gone(),
                grid,
                *([widgets.HBox(row, layout=widgets.Layout(flex_flow="row wrap"))] if row else []),
                self.status,
                self.picture.widget,
                self.numbers_button,
                self.numbers,
                self.printed,
            ]
        )

    def _settings(self):
        """Return the values of the controls."""
        raise NotImplementedError

    def _sentence_without_kernel(self):
        """Say what stands in place of the controls where there is no kernel."""
        raise NotImplementedError

    def _display(self):
        """Show the lab in a notebook, and a sentence where the notebook has no kernel."""
        display(self._box, self._sentence_without_kernel(), self._movable)

    def _ipython_display_(self):
        """Show nothing: as the last value of its cell, the lab is on the screen already."""

    def _refuse(self, control, sentence):
        """Say what is wrong with a number that was typed, until another one will do."""
        with self._screen:
            if sentence != self._refused.get(control, ""):
                self._refused[control] = sentence
                self._say(*self._said)

    def _say(self, sentence, alarm=False, traceback="", is_news=True):
        """Write the status line; a screen reader reads out what is news, and no sentence twice."""
        with self._screen:
            self._said = sentence, alarm, traceback
            # What was refused stays when a run ends meanwhile.
            refused = " ".join(filter(None, self._refused.values()))
            told = f"{refused} {sentence}".strip().removeprefix(SO_FAR)
            is_news = alarm or (is_news and told != self._heard)
            self._heard = told if is_news else self._heard
            sentence = markup("{} {}", alarming(refused), sentence) if refused else sentence
            folded = markup(_TRACEBACK, traceback) if traceback else Html("")
            self.status.value = Html(announcement(sentence, alarm, is_news) + folded)

    def _show_numbers(self, told=""):
        """Show the numbers behind the picture, or that there are none."""
        self.numbers.value = told
        self.numbers_button.layout.visibility = "visible" if told else "hidden"  # it keeps its room
        jupyter.hear_while_a_cell_runs([self.numbers_button])  # it was written to

    def _put_numbers_away(self):
        """Say that other numbers come, where some are shown that are no longer those of the picture."""
        if self.numbers.value:
            self.numbers.value = _LATER

    def _open_numbers(self, _=None):
        is_open = self.numbers_button.value
        self.numbers.layout.display = "" if is_open else "none"
        self.numbers_button.description = "Hide numbers" if is_open else "Show numbers"
        self.numbers_button.icon = "caret-down" if is_open else "caret-right"

    def __repr__(self):
        return f"<{type(self).__name__} with {self._settings()}>"
