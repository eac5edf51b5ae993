"""What all labs that measure have in common."""

import contextlib
import os
import threading
from functools import partial
from time import monotonic

from helpers import measure
from helpers.labs import open_labs, stuck_runs
from helpers.labs.buttons import Buttons, telling
from helpers.labs.engine import CLOSED, Engine, in_turn
from helpers.labs.view import LabView
from helpers.wording.errors import let_go
from helpers.wording.refusals import in_one_line
from helpers.worker.stop_flag import StopFlag, Stopped, make_stop

__all__ = ["SETTLE", "Lab"]

SETTLE = "PARALLELISM_LABS_SETTLE"  # set in the environment, a lab's cell waits for that
_AGAIN = "Press Run, or move a slider, to measure again."
_INTERRUPTED = f"Interrupted. {_AGAIN}"
# How long Stop waits for the tasks in progress before it gives the run up, and `close` for the thread; a
# failure that is not older belongs to the interrupt that has come with it.
_GRACE_S = 1.0
_WAITED_S = 30.0  # so long a cell waits for the turn of its lab


class Lab(LabView):
    """Controls above a picture that is measured anew when they change.

    A subclass gives `_work`, `_announce`, `_keep`, `_found` and `_draw`, beside what it gives to every
    `LabView`. What it says and draws is about `_requested`, the settings asked for last, and `_state`,
    which says in a few words how far the measuring has come; whoever changes them holds `_screen`.

    Parameters
    ----------
    controls : list of ipywidgets.Widget or Typed
        A change of any of their values asks for a new measurement.
    others : list of ipywidgets.Widget or Typed
        Controls whose change only redraws the picture.
    width_in, height_in, n_parts
        As for `LabView`.
    row : list of ipywidgets.Widget, optional
        What stands beside the buttons.
    """

    def __init__(self, controls, others, width_in, height_in, n_parts=1, row=()):
        tell = partial(telling, say=self._say)
        self.buttons = Buttons(*map(tell, (self._measure, self.stop, self._stop_the_other)))
        self.run_button, self.stop_button = self.buttons.run, self.buttons.stop
        self.progress = self.buttons.progress
        super().__init__(
            [*controls, *others], width_in, height_in, n_parts, [*self.buttons.row, *row]
        )
        self._requested, self._state, self._waits_since_s = None, "", None
        self._engine = Engine(self._begin, make_stop, on_wait=self._say_that_it_waits, owner=self)
        for which, follow in ((controls, self._on_move), (others, self._on_redraw)):
            for control in which:
                control.observe(tell(follow), names="value")

    # What a subclass gives -----------------------------------------------------------------------

    def _work(self, request):
        """Measure with the request's settings, draw as it goes, and return what was measured.

        It draws while it holds `_screen` and only if the request's `stop` is not set, so that nothing
        of an old run comes up over the announcement of a new one.
        """
        raise NotImplementedError

    def _announce(self):
        """Say what is going to be measured, and forget what was measured before."""
        raise NotImplementedError

    def _keep(self, outcome, settings):
        """Keep what `_work` has returned, and note it where it is to stay."""

    def _found(self):
        """Say in a sentence what was found."""
        raise NotImplementedError

    def _name(self):
        """Say in a few words which lab this is, for another that waits."""
        raise NotImplementedError

    def _draw(self):
        """Draw what is known."""
        raise NotImplementedError

    def _more_about(self, error):
        """Say what else is known of an error; it begins with a blank, or is empty."""
        return ""

    # What a reader or a test calls ---------------------------------------------------------------

    def wait(self, timeout_s=None):
        """Wait until the current settings are measured.

        Parameters
        ----------
        timeout_s : float, optional
            Seconds, up to a week; without it, wait as long as it takes.

        Returns
        -------
        object
            What was measured.

        Raises
        ------
        TypeError, ValueError
            If `timeout_s` is no such number.
        TimeoutError
            If it takes longer than `timeout_s`.
        Exception
            What the run raised; `Stopped` if it was stopped.
        """
        settled = self._engine.wait(timeout_s)
        if settled is None:
            raise Stopped(f"The measurement was stopped. {_AGAIN}")
        if settled.error is not None:
            raise settled.error
        return settled.outcome

    def stop(self, sentence=f"Stopped. {_AGAIN}"):
        """Stop the measurement in progress, and give it up if it does not stop within its grace.

        Tasks that have begun are let go on for that long; when the run is given up, the worker
        processes that it has started are killed. What had been found by then stays.

        Parameters
        ----------
        sentence : str, optional
            What the status line says afterwards, if nothing had been found.
        """
        if not self._engine.busy:
            return
        self._engine.stop()
        if self._engine.is_here:
            return self._end_with("stopped", sentence)  # in its own run: the next task ends that
        self._say("Stopping ...")  # a task that has begun may take its time
        settled = None
        try:
            settled = self._engine.wait(_GRACE_S)
        except TimeoutError:
            if left := self._give_up():
                sentence += f" What could not be ended, and goes on: {left}."
        if self._engine.busy:
            return  # a slider was moved meanwhile
        if settled is not None and settled.outcome is not None:
            self._end_with("", f"Stopped; measured before: {self._found()}")
        else:
            self._end_with("stopped", sentence)

    def interrupt(self):
        """Stop, because the reader has interrupted a cell.

        The interrupt reaches the worker processes as well, and a moment earlier: a run that has just
        failed counts as interrupted.
        """
        if self._engine.drop_failure(_GRACE_S):
            self._end_with("interrupted", _INTERRUPTED)
        else:
            self.stop(_INTERRUPTED)

    def close(self):
        """Stop, end the thread, and take no more requests. The picture stays."""
        open_labs.discard(self)
        if self._engine.busy:
            self.stop()
        self.end_thread()
        if (thread := self._engine.thread) not in (None, threading.current_thread()):
            thread.join(timeout=_GRACE_S)
        self.buttons.disable()
        self._say(CLOSED)

    def end_thread(self):
        """Ask the run in progress to stop and the lab's thread to end, without waiting for either."""
        self._engine.close()

    # Behind it -----------------------------------------------------------------------------------

    def _show(self):
        """Show the lab, measure for the first time, and return when that is done."""
        open_labs.add(self)
        self._display()
        try:
            with self._screen:  # the run's thread waits until the cell has its picture
                self._measure()
                self.picture.store()
            # While the cell runs, a click on Stop may have to wait for its end: a run that does not
            # return ends the cell's waiting, not only its own time.
            while self._engine.busy and not (
                self._is_overdue() or self._is_found() or self._waits_in_vain()
            ):
                with contextlib.suppress(TimeoutError):
                    self._engine.wait(0.1)
        except KeyboardInterrupt:
            self.interrupt()
            # The reader knows why: where the threads were, and our code, is no help.
            raise in_one_line(KeyboardInterrupt()) from None
        return self

    def _on_move(self, _):
        if self._settings() != self._requested:
            self._measure()

    def _measure(self, _=None):
        if self._is_overdue():
            self._give_up()
        with self._screen:  # the new run cannot end before it is announced
            self._requested = self._settings()
            try:
                self._engine.request(self._requested)  # first: the run in progress stops meanwhile
            except RuntimeError as error:
                self._say(str(error))
                return
            self.progress.value, self._waits_since_s = 0, None
            self._announce()
            self._put_numbers_away()
            self._show_state("measuring begins ...")

    def _say_that_it_waits(self, request):
        with self._screen:
            if request.is_wanted:
                name = "another lab" if (other := in_turn()) is None else other._name()
                self._waits_since_s = monotonic()
                self._say(
                    f"Waiting: {name} measures now, and two labs at once would measure each other. This "
                    "one begins when that ends; press Stop the other lab to end it now."
                )
                self._show_state("waiting ...")

    def _waits_in_vain(self):
        """Whether the turn of this lab is not to be expected soon."""
        is_late = (other := in_turn()) is not None and other._is_overdue()
        since_s = self._waits_since_s
        return since_s is not None and (is_late or monotonic() - since_s > _WAITED_S)

    def _stop_the_other(self):
        if (other := in_turn()) not in (None, self):
            other.stop()

    def _begin(self, request):
        """Work on a request, in the engine's thread."""
        with self._screen:
            self._waits_since_s = None
            if request.has_waited and request.is_wanted:
                self._announce()
                self._show_state("measuring begins ...")
        try:
            if not isinstance(request.stop, StopFlag):
                raise request.stop.error
            outcome = self._work(request)
            with self._screen:
                if request.is_found or not request.stop.is_set():
                    self._keep(outcome, request.settings)
                if not request.stop.is_set():
                    self._say(self._found())
                    self.progress.value = 1
                    self._show_state("")
            return outcome
        except Stopped as stopped:
            let_go(stopped)
            self._end_if_wanted(request, "interrupted", _INTERRUPTED)
            return None
        except BaseException as error:
            let_go(error)
            sentence, traceback = measure.told_error(error)
            sentence += self._more_about(error)
            self._end_if_wanted(request, "failed", sentence, True, traceback)
            raise

    def _is_overdue(self):
        request = self._engine.in_progress
        return request is not None and request.is_overdue

    def _is_found(self):
        request = self._engine.in_progress
        return request is not None and request.is_found and SETTLE not in os.environ

    def _give_up(self):
        """Leave a run that does not stop, end what it started, and say what could not be ended."""
        stuck = self._engine.give_up()
        if stuck is None or stuck.stop is None:
            return ""  # it had not begun
        return stuck_runs.end_run(stuck.thread, stuck.before, stuck.stop, interrupt=stuck.interrupt)

    def _warn(self, request, sentence, alarm):
        """Say that a run has not returned in its time, or that a worker of it has died."""
        with self._screen:
            if request.is_wanted and request is self._engine.in_progress:
                self._say(sentence, alarm)
                # Last: the cell that shows the lab waits for it, no longer.
                request.is_overdue = True

    def _end_if_wanted(self, request, *ending):
        with self._screen:  # a new one is announced before this or after
            if request.is_wanted:
                self._end_with(*ending)

    def _end_with(self, state, sentence, alarm=False, details=""):
        """Say why there is no measurement, also in the picture, which stays in a saved notebook."""
        with self._screen:
            self._say(sentence, alarm, details)
            self.progress.value = 0
            self._show_state(state)

    def _on_redraw(self, _):
        with self._screen:
            self._show_state(self._state)

    def _show_state(self, state):
        self._state = state
        self.buttons.show(state.endswith("..."), self._waits_since_s is not None)
        self._draw()
        if not state.endswith("..."):  # while it is measured, only the live picture changes
            self.picture.store()
