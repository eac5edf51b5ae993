"""What the labs that measure runners share: step by step on the screen, then the machine's ceiling."""

from functools import partial

from helpers import ceilings, measure
from helpers.lab import Lab

__all__ = ["N_REPEATS", "MeasuringLab"]

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
