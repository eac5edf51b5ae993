"""The buttons of a lab, each of which shows whether it can do anything, and a bar."""

import functools
import threading

import ipywidgets as widgets

from helpers import jupyter, measure

__all__ = ["Buttons", "telling"]


class Buttons:
    """Run, Stop, and a bar for how far the measuring has come.

    Parameters
    ----------
    run, stop, stop_other : callable
        What they do, without arguments. To stop may take a while, and is done in a thread.

    Attributes
    ----------
    run, stop, stop_other : ipywidgets.Button
    progress : ipywidgets.FloatProgress
    """

    def __init__(self, run, stop, stop_other):
        self.run = _button("Run", "play", "Measure again")
        self.stop = _button("Stop", "stop", "Give up the measurement in progress")
        self.stop_other = _button("Stop the other lab", "stop", "Stop the lab that measures now")
        self.progress = widgets.FloatProgress(min=0, max=1, layout=widgets.Layout(width="160px"))
        self.run.on_click(lambda _: run())
        self.stop.on_click(lambda _: threading.Thread(target=stop, daemon=True).start())
        self.stop_other.on_click(lambda _: threading.Thread(target=stop_other, daemon=True).start())
        self.show(measures=False, waits=False)

    @property
    def row(self):
        """All of them, to be displayed."""
        return [self.run, self.stop, self.progress, self.stop_other]

    def show(self, measures, waits):
        """Show what can be done now.

        Parameters
        ----------
        measures : bool
            Whether there is anything to stop.
        waits : bool
            Whether this lab waits for another.
        """
        self.stop.disabled = not measures
        self.stop_other.layout.display = "" if waits else "none"
        jupyter.hear_while_a_cell_runs([self.stop, self.stop_other])  # they were written to

    def disable(self):
        """Let none of them do anything any more."""
        for button in (self.run, self.stop, self.stop_other):
            button.disabled = True


def _button(name, icon, tooltip):
    layout = widgets.Layout(width="auto", min_width="90px")
    return widgets.Button(description=name, icon=icon, tooltip=tooltip, layout=layout)


def telling(call, say):
    """Return a function for a control to call: an error in it is said, since a page shows none.

    Parameters
    ----------
    call : callable
        What it does.
    say : callable
        ``say(sentence, alarm, traceback)``

    Returns
    -------
    callable
        It raises the error afterwards.
    """

    @functools.wraps(call)
    def tell(*args):
        try:
            call(*args)
        except Exception as error:
            sentence, traceback = measure.told_error(error)
            say(f"The lab itself failed: {sentence}", True, traceback)
            raise

    return tell
