"""What the reader may hand in of the journal: shown first, and written by a click."""

from pathlib import Path

import ipywidgets as widgets

from helpers.drawing import UnbrokenHTML
from helpers.labs.accessibility import announced, announcement
from helpers.labs.page import display, gone
from helpers.reader import handed_in as files
from helpers.wording.errors import refuses_in_one_line
from helpers.wording.html import Html, markup
from helpers.wording.room import lack_of_room
from helpers.wording.words import counted, short

__all__ = ["HandIn", "hand_in"]

_SHOWN = """<p style="line-height: 1.5">{}, without names, paths or dates. Of your own words, nothing is \
in it: where you named a function or a notebook, it says “{}” or nothing. A machine is known by its \
system, its CPUs and its Python. This is all of it, {}:</p>
<pre class="hand-in" tabindex="0" style="overflow: auto; max-height: 280px; line-height: 1.3; \
border: 1px solid #9e9e9e; padding: 4px 8px">{}</pre>"""
_NOTHING = (
    "Your journal has nothing of the course yet: answer a prediction or run a lab in any lesson, come "
    "back, and run this cell again."
)


class HandIn:
    """What is handed in, and the button that writes it; made by `hand_in`.

    Attributes
    ----------
    text : str
        What the file will have, as it is shown.
    write : ipywidgets.Button
        Calling its ``.click()`` does what a click does.
    status : ipywidgets.HTML
    """

    def __init__(self, folder):
        of_it = files.of_the_journal()
        self.text, self._folder = files.as_text(of_it), Path(folder)
        numbers = len(of_it.measurements), len(of_it.predictions)
        self.write = widgets.Button(
            description=f"Write {files.NAME}",
            icon="file",
            layout={"width": "auto", "align_self": "flex-start"},
            disabled=not any(numbers),
        )
        self.status = announced(UnbrokenHTML())
        told = f"{counted(numbers[0], 'measurement')}, {counted(numbers[1], 'prediction')}"
        n_lines = counted(self.text.count("\n"), "line")
        shown = markup(_SHOWN, told, files.ANOTHER, n_lines, self.text)
        if not any(numbers):
            self.status.value = announcement(_NOTHING)
            shown = Html("")
        self.write.on_click(self._write)
        display(
            widgets.VBox([gone(), widgets.HTML(shown), self.write, self.status]),
            "Here is what you may hand in of your journal, with a button that writes it into a file.",
            [self.write],
        )

    def _write(self, _):
        path = self._folder / files.NAME
        try:
            path.write_text(self.text, encoding="utf-8", newline="\n")
        except (OSError, ValueError) as error:  # the latter, where the path is none
            reason = lack_of_room(error) or getattr(error, "strerror", None) or error
            told = f"{files.NAME} could not be written: {reason}."
        else:
            where = "beside this notebook" if self._folder == Path() else f"in {self._folder}"
            told = f"{files.NAME} lies {where}. Hand that in: nothing has been sent."
        self.status.value = announcement(told)

    def _ipython_display_(self):
        """Show nothing: as the last value of its cell, it is on the screen already."""

    def __repr__(self):
        return f"<HandIn of {counted(len(self.text.encode()), 'byte')}>"


@refuses_in_one_line
def hand_in(folder="."):
    """Show what may be handed in of the reader's journal, and a button that writes it into a file.

    Nothing is sent anywhere.

    Parameters
    ----------
    folder : str or pathlib.Path, optional
        Where the file will be; beside the notebook if not given.

    Returns
    -------
    HandIn

    Raises
    ------
    TypeError
        If `folder` is no path.
    """
    if not isinstance(folder, str | Path):
        raise TypeError(f"folder must be the path of a folder, not {short(folder)}.")
    return HandIn(folder)
