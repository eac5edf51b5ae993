"""What every lab looks like: controls, a status line, and a picture."""

import threading
from html import escape

import ipywidgets as widgets

from helpers import jupyter
from helpers.drawing import Picture, axes
from helpers.wording.html import status
from helpers.wording.words import two_digits

__all__ = ["HOW_TO_USE", "WIDE", "LabView", "numbers_up_to", "size_slider"]

# Said where there is no kernel behind the controls.
HOW_TO_USE = "This needs a kernel: open this notebook in JupyterLab and run its cells."

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


# Of the sentence and the controls, the page shows one: the sentence where the controls have no kernel
# behind them, in a notebook that was saved, closed and opened again. So it is with the stored picture and
# the one among the controls.
_OUTPUT, _BOX = jupyter.OUTPUT, jupyter.BOX
_STYLE = f"""<style>
{_OUTPUT}:has(.lab-without-kernel):has(+ {_OUTPUT} {_BOX}) {{ display: none; }}
{_OUTPUT}:has(.lab-without-kernel) + {_OUTPUT}:not(:has({_BOX})) {{ display: none; }}
{_OUTPUT}:has(.lab-picture) ~ {_OUTPUT}:has(.stored-picture) {{ display: none; }}
</style>"""


class LabView:
    """Controls above a status line and a picture.

    A subclass gives `_settings` and `_sentence_without_kernel`. A control may move in any thread: who
    says or draws something holds `_screen`.

    Parameters
    ----------
    controls : list of ipywidgets.Widget
    height_in : float
        Inches of 100 pixels: the picture's height.
    row : list of ipywidgets.Widget, optional
        What stands in a row below the controls, such as buttons.
    """

    def __init__(self, controls, height_in, row=()):
        self.picture = Picture(height_in=height_in, colours=axes.LIVE_COLOURS)
        self.status = widgets.HTML(layout=widgets.Layout(min_height="80px"))  # four lines
        self.status.add_class("lab-status")
        self._screen = threading.RLock()
        self._movable = [*controls, *row]
        columns = "repeat(auto-fit, minmax(min(100%, 380px), 1fr))"
        self._box = widgets.VBox(
            [
                widgets.GridBox(controls, layout=widgets.Layout(grid_template_columns=columns)),
                *([widgets.HBox(row)] if row else []),
                self.status,
                self.picture.widget,
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
        sentence = f"{self._sentence_without_kernel()} {HOW_TO_USE}"
        html = f'{_STYLE}<p class="lab-without-kernel">{escape(sentence)}</p>'
        jupyter.show({"text/html": html, "text/plain": sentence})
        jupyter.show(jupyter.bundle_of(self._box, ""))
        jupyter.hear_while_a_cell_runs(self._movable)

    def _ipython_display_(self):
        """Show nothing: as the last value of its cell, the lab is on the screen already."""

    def _say(self, sentence, alarm=False):
        colour = "color: var(--jp-error-color0, #b71c1c);" if alarm else ""
        self.status.value = status(sentence, f"line-height: 1.5; {colour}")

    def __repr__(self):
        return f"<{type(self).__name__} with {self._settings()}>"
