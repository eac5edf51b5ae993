"""Labs that show each step of a measurement, and go on until its verdict is clear."""

import os
from time import monotonic, sleep

from helpers import jupyter, measure
from helpers.labs.engine import turn_is_claimed
from helpers.labs.lab import SETTLE, Lab
from helpers.worker.stop_flag import Stopped

__all__ = ["MeasuringLab"]

_FIRST_ROUNDS = 3  # after them the cell has its picture, and goes on no further
# A lab goes on only while nothing else runs: for so long no cell has, and so long it waits for that.
_IDLE_S, _IDLE_WITHIN_S = 0.5, 2.0


class MeasuringLab(Lab):
    """A lab that shows each step of a measurement as it comes.

    After three rounds it says what is known so far, and goes on in the background until the verdict is
    clear: while no cell runs, no other lab wants to measure, and for `_budget_s` seconds at most.

    A subclass gives `_subject`, beside what it gives to every `Lab`.
    """

    _budget_s = 15.0
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

    def _follow(self, steps, n_runs, limit_s, request):
        """Show what each step gives, and return what is known in the end; each is due within `limit_s`.

        Parameters
        ----------
        steps : iterator
            Of `iter_sweep` or `iter_race`.
        n_runs : int
            Steps a round.
        limit_s : float
        request : Request
        """
        n_steps, known = _FIRST_ROUNDS * n_runs, None
        request.expect_within(limit_s, self._warn)
        try:
            for step, measured in enumerate(steps, start=1):
                request.expect_nothing()
                round_is_over = step % n_runs == 0
                is_enough = (
                    round_is_over and step >= n_steps and _n_rounds(measured) >= _FIRST_ROUNDS
                )
                with self._screen:
                    if request.stop.is_set():
                        continue  # the next step raises Stopped
                    if request.is_found and not self._is_undisturbed():
                        break  # this round may have been, and is not counted
                    if round_is_over or not request.is_found:
                        self._measured = known = measured
                    self.progress.value = min(1, step / n_steps)
                    if is_enough:
                        self._say(f"So far: {self._found()}")
                        self._show_state(f"so far, {_n_rounds(measured)} rounds ...")
                    elif not request.is_found:
                        # One round more, where the first one does not count.
                        due = n_steps if step <= n_steps else n_steps + n_runs
                        self._show_state(f"step {step} of {due} ...")
                if is_enough and not request.is_found:
                    self.picture.store()
                    request.is_found = True
                    if measure.is_clear(measured) or not self._may_go_on(request):
                        break
                request.expect_within(limit_s, self._warn)
        except Stopped:
            if not request.is_found:
                raise
        finally:
            steps.close()
            request.expect_nothing()
        return known

    def _may_go_on(self, request):
        """Wait until the cell that shows the lab has ended; tell whether the kernel is idle then."""
        until_s = monotonic() + _IDLE_WITHIN_S
        while not (request.stop.is_set() or turn_is_claimed()) and monotonic() < until_s:
            if self._is_undisturbed():
                return True
            sleep(0.05)
        return False

    def _is_undisturbed(self):
        """Whether nothing else runs here that would be measured, too, or wants to measure."""
        idle = jupyter.idle_s() >= _IDLE_S or SETTLE in os.environ
        return idle and not turn_is_claimed()


def _n_rounds(measured):
    """Count the rounds that count; any number will do where there is nothing to measure."""
    each = measured.values() if isinstance(measured, dict) else [measured]
    return min(_FIRST_ROUNDS if m.nothing_left else len(m.baselines_s) for m in each)
