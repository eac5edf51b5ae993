"""What all labs have in common, and those that measure step by step."""

import contextlib
import threading
from functools import partial

from helpers import measure
from helpers.labs import jupyter, stuck_runs
from helpers.labs.engine import CLOSED, Engine
from helpers.labs.stuck_runs import Watches
from helpers.labs.view import LabView
from helpers.measure import ceilings
from helpers.wording.errors import let_go, short_error
from helpers.worker.stop_flag import StopFlag, Stopped, make_stop

__all__ = ["N_REPEATS", "Lab", "MeasuringLab"]

_GRACE_S = 1.0  # how long Stop waits for the tasks in progress before it gives the run up


class Lab(LabView):
    """Controls above a picture that is measured anew when they change.

    A subclass gives `_settings`, `_work`, `_announce`, `_keep` and `_found`, beside what it gives to
    every `LabView`.

    Parameters
    ----------
    controls : list of ipywidgets.Widget
        A change of any of their values asks for a new measurement.
    others : list of ipywidgets.Widget
        Controls whose change only redraws the picture.
    height_in : float
        Inches of 100 pixels: the picture's height.
    """

    _measures = True  # one that does not may work while another lab measures

    def __init__(self, controls, others=(), height_in=4.7):
        super().__init__([*controls, *others], height_in)
        self._engine = Engine(
            self._begin, make_stop, takes_turns=self._measures, on_wait=self._say_that_it_waits
        )
        self._has_waited = False
        self._watches = Watches()  # tell when a run takes too long
        self._overdue = False
        self._spared = set()
        for control in controls:
            control.observe(self._on_move, names="value")
        for control in others:
            control.observe(self._on_redraw, names="value")
        self.run_button.on_click(self._measure)
        self.stop_button.on_click(lambda _: threading.Thread(target=self.stop, daemon=True).start())

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

    def _announce(self):
        """Say what is going to be measured, and forget what was measured before."""
        raise NotImplementedError

    def _keep(self, outcome):
        """Keep what `_work` has returned, for what is said and drawn of it."""

    def _found(self):
        """Say in a sentence what was found."""
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
            raise Stopped(f"The measurement was stopped. {jupyter.AGAIN}")
        _, outcome, error = settled
        if error is not None:
            raise error
        return outcome

    def stop(self, sentence=f"Stopped. {jupyter.AGAIN}"):
        """Stop the measurement in progress, and give it up if it does not stop within a second.

        Tasks that have begun are let go on for that long; when the run is given up, the worker
        processes that it has started are killed.

        Parameters
        ----------
        sentence : str, optional
            What the status line says afterwards.
        """
        if not self._engine.busy:
            return
        self._engine.stop()
        try:
            self._engine.wait(_GRACE_S)
        except TimeoutError:
            if not self._give_up():
                sentence += " The runner has not returned; its thread is left to wait."
        if not self._engine.busy:  # no slider was moved meanwhile
            self._end_with("stopped", sentence)

    def interrupt(self):
        """Stop, because the reader has interrupted a cell.

        The interrupt reaches the worker processes as well, and a moment earlier: a run that has just
        failed counts as interrupted.
        """
        if self._engine.drop_failure(_GRACE_S):
            self._end_with("interrupted", jupyter.INTERRUPTED)
        else:
            self.stop(jupyter.INTERRUPTED)

    def close(self):
        """Stop, end the thread, and take no more requests. The picture stays."""
        jupyter.discard(self)
        if self._engine.busy:
            self.stop()
        self.end_thread()
        self._watches.end_all()
        thread = self._engine.thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(timeout=_GRACE_S)
        for button in (self.run_button, self.stop_button):
            button.disabled = True
        self._say(CLOSED)

    def end_thread(self):
        """Ask the run in progress to stop and the lab's thread to end, without waiting for either."""
        self._engine.close()

    # Behind it -----------------------------------------------------------------------------------

    def _show(self):
        """Show the lab, measure for the first time, and return when that is done."""
        jupyter.add(self)
        self._display()
        try:
            with self._screen:  # the run's thread waits until the cell has its picture
                self._measure()
                self.picture.store()
            # While the cell runs, a click on Stop may have to wait for its end: a run that does not
            # return ends the cell's waiting, not only its own time.
            while self._engine.busy and not self._overdue:
                with contextlib.suppress(TimeoutError):
                    self._engine.wait(0.1)
        except KeyboardInterrupt:
            self.interrupt()
            raise KeyboardInterrupt from None  # the reader knows why; the threads' tale is no help
        return self

    def _on_move(self, _):
        if self._settings() != self._requested:
            self._measure()

    def _measure(self, _=None):
        if self._overdue:
            self._give_up()
        with self._screen:  # the new run cannot end before it is announced
            self._requested = self._settings()
            try:
                self._engine.request(self._requested)  # first: the run in progress stops meanwhile
            except RuntimeError as error:
                self._say(str(error))
                return
            self.progress.value = 0
            self._announce()
            self._show_state("measuring begins ...")

    def _say_that_it_waits(self, stop):
        with self._screen:
            if self._engine.is_wanted(stop):
                self._has_waited = True
                self._say("Waiting: another lab measures now ...")

    def _begin(self, settings, stop):
        """Work on a request, in the engine's thread."""
        with self._screen:
            if self._has_waited and self._engine.is_wanted(stop):
                self._has_waited = False
                self._announce()
        self._overdue = False
        self._spared = stuck_runs.worker_processes()
        try:
            if not isinstance(stop, StopFlag):
                raise stop.error
            outcome = self._work(settings, stop)
            with self._screen:
                if not stop.is_set():
                    self._keep(outcome)
                    self.progress.value = 1
                    self._say(self._found())
                    self._show_state("")
            return outcome
        except Stopped as stopped:
            let_go(stopped)
            if self._engine.is_wanted(stop):
                self._end_with("interrupted", jupyter.INTERRUPTED)
            return None
        except BaseException as error:
            let_go(error)
            if self._engine.is_wanted(stop):
                self._end_with("failed", _readable(error), alarm=True)
            raise
        finally:
            self._stop_watch(stop)

    def _give_up(self):
        """Leave a run that does not stop, and end what it started; True if nothing is left of it."""
        spared, self._overdue = self._spared, False
        self._watches.end_all()
        stuck = self._engine.give_up()
        return stuck is None or stuck_runs.end_runner(stuck, spared)

    def _expect_within(self, limit_s, stop):
        """Say so if the run that now begins has not returned after `limit_s`, or waits in vain."""
        self._stop_watch(stop)
        self._watches.begin(stop, limit_s, self._spared, partial(self._warn, stop))

    def _stop_watch(self, stop):
        self._watches.end(stop)
        if self._engine.is_wanted(stop):  # else it is another run that may be overdue
            self._overdue = False

    def _warn(self, stop, sentence):
        if self._engine.is_wanted(stop):
            self._say(sentence, alarm=True)
            self._overdue = True  # last: the cell that shows the lab waits for it, no longer

    def __repr__(self):
        return f"<{type(self).__name__} with {self._settings()}>"


def _readable(error):
    text = short_error(error)
    # Our own errors are sentences already; what another library raised needs its kind.
    return text.split(": ", 1)[1] if text.startswith("RunError: ") else text


N_REPEATS = 3  # rounds of a measurement


class MeasuringLab(Lab):
    """A lab that shows each step of a measurement as it comes.

    A subclass gives `_subject`, beside what it gives to every `Lab`.
    """

    _measured = None  # what the last step gave; None before the first

    def _subject(self):
        """Say in a few words what is measured."""
        raise NotImplementedError

    def _announce(self):
        self._measured = None
        self._say(f"Measuring {self._subject()} ...")

    def _on_redraw(self, change):
        with self._screen:
            super()._on_redraw(change)
            if not self._state:
                self._say(self._found())

    def _follow(self, steps, n_steps, limit_s, stop):
        """Show what each step gives, and return what the last gave; each is due within `limit_s`."""
        self._expect_within(limit_s, stop)
        for step, measured in enumerate(steps, start=1):
            with self._screen:
                if not stop.is_set():  # else the next step raises Stopped
                    self._measured = measured
                    self.progress.value = step / n_steps
                    self._show_state(f"measured {step} of {n_steps} runs ...")
            self._expect_within(limit_s, stop)
        self._stop_watch(stop)
        return measured

    def _measure_ceilings(self, n_workers, stop):
        """Measure what independent processes reach, for some numbers of workers."""
        self._say("Measuring what independent processes reach here, now ...")
        for n in n_workers:
            ceilings.renew(n, partial(measure.ceiling, stop=stop))
