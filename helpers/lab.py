"""What every lab shares: controls, a live picture, a background thread, Stop, wait and close."""

import atexit
import math
import threading
from html import escape

import ipywidgets as widgets
from IPython import get_ipython
from IPython.core.interactiveshell import InteractiveShell
from IPython.display import display

from helpers import cleanup, plots
from helpers.arguments import short_error
from helpers.engine import Engine
from helpers.lifeline import StopFlag, Stopped
from helpers.picture import Picture

__all__ = ["LOG_STEP", "WIDE", "Lab", "to_log_step"]

LOG_STEP = 0.1  # of a logarithmic slider: ten steps for a factor of ten
WIDE = {  # how a control looks in a lab
    "style": {"description_width": "135px"},
    "layout": {"width": "98%"},
}

# Of two outputs, a sentence and the controls, the page shows one: the sentence where the controls have
# no kernel behind them, in a notebook that was saved, closed and opened again.
_OUTPUT = ".jp-OutputArea-child"
_STYLE = f"""<style>
{_OUTPUT}:has(.lab-without-kernel):has(+ {_OUTPUT} .widget-box) {{ display: none; }}
{_OUTPUT}:has(.lab-without-kernel) + {_OUTPUT}:not(:has(.widget-box)) {{ display: none; }}
</style>"""
_open_labs = {}  # lab -> (cell, execution count) that showed it
_INTERRUPTED = "Interrupted. Press Run, or move a slider, to measure again."
_GRACE_S = 1.0  # how long Stop waits for the tasks in progress before it gives the run up


def to_log_step(value):
    """Round a value to a step of a logarithmic slider, as the browser does.

    Parameters
    ----------
    value : float
        More than 0.

    Returns
    -------
    float

    Examples
    --------
    >>> round(to_log_step(50), 2)
    50.12
    """
    return 10 ** (round(math.log10(value) / LOG_STEP) * LOG_STEP)


class Lab:
    """Controls above a picture that is measured anew when they change.

    A subclass gives `_settings`, `_work`, `_announce` and `_sentence_without_kernel`.

    Parameters
    ----------
    controls : list of ipywidgets.Widget
        A change of any of their values asks for a new measurement.
    others : list of ipywidgets.Widget
        Controls whose change only redraws the picture.
    height_in : float
        Inches of 100 pixels: the picture's height.
    """

    def __init__(self, controls, others=(), height_in=4.7):
        self.picture = Picture(height_in=height_in, colours=plots.COLOURS)
        self.run_button = widgets.Button(description="Run", tooltip="Measure again", icon="play")
        self.stop_button = widgets.Button(
            description="Stop", tooltip="Give up the measurement in progress", icon="stop"
        )
        self.progress = widgets.FloatProgress(min=0, max=1, layout=widgets.Layout(width="220px"))
        self.status = widgets.HTML(layout=widgets.Layout(min_height="48px"))
        self.status.add_class("lab-status")
        self._engine = Engine(self._begin, make_stop=StopFlag)
        self._screen = threading.RLock()  # held to look at a stop flag and then draw
        self._watch = None  # the timer that tells when a run takes too long
        self._overdue = False
        self._spared = set()
        self._requested = None  # the settings asked for last
        for control in controls:
            control.observe(self._on_move, names="value")
        for control in others:
            control.observe(self._on_redraw, names="value")
        self.run_button.on_click(self._measure)
        self.stop_button.on_click(lambda _: threading.Thread(target=self.stop, daemon=True).start())
        self._box = widgets.VBox(
            [
                widgets.GridBox(
                    [*controls, *others],
                    layout=widgets.Layout(
                        grid_template_columns="repeat(auto-fit, minmax(min(100%, 380px), 1fr))"
                    ),
                ),
                widgets.HBox([self.run_button, self.stop_button, self.progress]),
                self.status,
            ]
        )

    # What a subclass gives -----------------------------------------------------------------------

    def _settings(self):
        """Return the values of the controls, for `_work`."""
        raise NotImplementedError

    def _work(self, settings, stop):
        """Measure with these settings, draw as it goes, and return what was measured.

        It draws while it holds `_screen` and only if `stop` is not set, so that nothing of an old
        run comes up over the announcement of a new one.
        """
        raise NotImplementedError

    def _announce(self, settings):
        """Draw the new settings, without any measurement."""
        raise NotImplementedError

    def _sentence_without_kernel(self):
        """Say what stands in place of the controls where there is no kernel."""
        raise NotImplementedError

    # What a reader or a test calls ---------------------------------------------------------------

    def wait(self, timeout_s=None):
        """Wait until the current settings are measured.

        Parameters
        ----------
        timeout_s : float, optional
            Seconds; without it, wait as long as it takes.

        Returns
        -------
        object
            What was measured.

        Raises
        ------
        TimeoutError
            If it takes longer than `timeout_s`.
        Exception
            What the run raised; `Stopped` if it was stopped.
        """
        settled = self._engine.wait(timeout_s)
        if settled is None:
            raise Stopped("The measurement was stopped; press Run, or move a slider.")
        _, outcome, error = settled
        if error is not None:
            raise error
        return outcome

    def stop(self, sentence="Stopped. Press Run, or move a slider, to measure again."):
        """Stop the measurement in progress, and give it up if it does not stop.

        Parameters
        ----------
        sentence : str, optional
            What the status line says afterwards.
        """
        self._engine.stop()
        try:
            self._engine.wait(_GRACE_S)
        except TimeoutError:
            if not self._give_up():
                sentence += " The runner has not returned; its thread is left to wait."
        if not self._engine.busy:  # no slider was moved meanwhile
            self._say(sentence)

    def close(self):
        """Stop, end the thread, and take no more requests. The picture stays."""
        _open_labs.pop(self, None)
        if self._engine.busy:
            self.stop()
        self._engine.close()
        if self._watch is not None:
            self._watch.cancel()
        thread = self._engine.thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout=_GRACE_S)
        for button in (self.run_button, self.stop_button):
            button.disabled = True
        self._say("This lab is closed; run its cell again to open a new one.")

    # Behind it -----------------------------------------------------------------------------------

    def _show(self):
        """Show the lab, measure for the first time, and return when that is done."""
        _close_labs_of_earlier_run(self)
        if InteractiveShell.initialized():
            sentence = self._sentence_without_kernel()
            html = f'{_STYLE}<p class="lab-without-kernel">{escape(sentence)}</p>'
            display({"text/html": html, "text/plain": sentence}, raw=True)
            bundle = self._box._repr_mimebundle_()
            bundle = bundle[0] if isinstance(bundle, tuple) else bundle
            display({**bundle, "text/plain": ""}, raw=True)
        try:
            self._measure()
            self._engine.wait()
        except KeyboardInterrupt:
            self.stop()
            raise
        return self

    def _ipython_display_(self):
        """Show nothing: as the last value of its cell, the lab is on the screen already."""

    def _on_move(self, _):
        # The browser sends a slider's value back when it rounds it to a step: no change for us.
        if self._settings() != self._requested:
            self._measure()

    def _measure(self, _=None):
        if self._overdue:
            self._give_up()
        settings = self._requested = self._settings()
        try:
            self._engine.request(settings)  # first: the run in progress stops while we draw
        except RuntimeError as error:
            self._say(str(error))
            return
        with self._screen:
            self.progress.value = 0
            self._announce(settings)

    def _on_redraw(self, _=None):
        raise NotImplementedError

    def _begin(self, settings, stop):
        """Work on a request, in the engine's thread."""
        self._overdue = False
        self._spared = cleanup.worker_processes()
        try:
            return self._work(settings, stop)
        except Stopped:
            if self._engine.is_wanted(stop):
                self._say(_INTERRUPTED)
            return None
        except Exception as error:
            if self._engine.is_wanted(stop):
                self._say(_readable(error), alarm=True)
            raise
        finally:
            self._stop_watch(stop)

    def _give_up(self):
        """Leave a run that does not stop, and end what it started; True if nothing is left of it."""
        spared, self._overdue = self._spared, False
        stuck = self._engine.give_up()
        return stuck is None or cleanup.end_runner(stuck, spared)

    def _expect_within(self, limit_s, stop):
        """Say so if the run that now begins has not returned after `limit_s`."""
        self._stop_watch(stop)
        self._watch = threading.Timer(limit_s, self._say_overdue, args=(limit_s, stop))
        self._watch.daemon = True
        self._watch.start()

    def _stop_watch(self, stop):
        if self._engine.is_wanted(stop) and self._watch is not None:
            self._watch.cancel()
            self._watch, self._overdue = None, False

    def _say_overdue(self, limit_s, stop):
        if self._engine.is_wanted(stop):
            self._overdue = True
            self._say(
                f"This run has not returned for {limit_s:.3g} s. Press Stop to give it up and to end "
                "the processes that it started.",
                alarm=True,
            )

    def _say(self, sentence, alarm=False):
        colour = "color: var(--jp-error-color0, #b71c1c);" if alarm else ""
        self.status.value = (
            f'<div role="status" style="line-height: 1.5; {colour}">{escape(sentence)}</div>'
        )

    def __repr__(self):
        return f"<{type(self).__name__} with {self._settings()}>"


def _readable(error):
    text = short_error(error)
    # Our own errors are sentences already; what another library raised needs its kind.
    return text.split(": ", 1)[1] if text.startswith("RunError: ") else text


def _close_labs_of_earlier_run(lab):
    """Close the labs that an earlier run of this cell has opened: their picture is gone."""
    shell = get_ipython()
    kernel = getattr(shell, "kernel", None)
    cell = count = None
    if kernel is not None:
        cell = kernel.get_parent("shell").get("metadata", {}).get("cellId")
        count = shell.execution_count
    for other, (its_cell, its_count) in list(_open_labs.items()):
        if cell is not None and its_cell == cell and its_count != count:
            other.close()
    _open_labs[lab] = (cell, count)


def _stop_labs_after_interrupt(result):
    """Stop what labs measure when the reader has interrupted a cell.

    JupyterLab's stop button signals the workers as well. A pool may wait for ever for one that died
    of it, and the lab's thread would not notice.
    """
    if isinstance(result.error_in_exec, KeyboardInterrupt):
        for lab in list(_open_labs):
            if lab._engine.busy:
                threading.Thread(target=lab.stop, args=(_INTERRUPTED,), daemon=True).start()


if InteractiveShell.initialized():
    get_ipython().events.register("post_run_cell", _stop_labs_after_interrupt)


@atexit.register
def _close_all():
    for lab in list(_open_labs):
        lab._engine.close()
