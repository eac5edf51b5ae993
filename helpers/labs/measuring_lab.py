"""Labs that show each step of a measurement, and go on until its verdict is clear."""

import os
import re
import threading
from functools import partial
from time import monotonic, sleep

from helpers import jupyter, measure
from helpers.labs.engine import turn_is_claimed
from helpers.labs.lab import SETTLE, Lab
from helpers.labs.prints import Prints
from helpers.labs.view import SO_FAR
from helpers.wording.html import markup
from helpers.wording.words import counted, two_digits
from helpers.worker.stop_flag import Stopped

__all__ = ["MeasuringLab"]

_FIRST_ROUNDS = 3  # after them the cell has its picture, and goes on no further
# A lab goes on only while nothing else runs: for so long no cell has, and so long it waits for that.
_IDLE_S, _IDLE_WITHIN_S = 0.5, 2.0
# A step is late once it has taken so many times what was expected, and so many seconds more.
_LATE_TIMES, _LATE_S, _UNKNOWN_S = 3, 5.0, 10.0
_WORTH_TELLING_S, _LONG_S = 3.0, 20.0  # of the time that is left
_SO_FAR = SO_FAR.lower().rstrip(": ")
_FIRST_PART = 0.9  # of the bar, for the first rounds


class MeasuringLab(Lab):
    """A lab that shows each step of a measurement as it comes.

    After three rounds it says what is known so far, and goes on in the background until the verdict is
    clear: while no cell runs, no other lab wants to measure, and for `_budget_s` seconds at most.

    A subclass gives `_subject` and `_steps`, beside what it gives to every `Lab`.
    """

    _budget_s = 15.0
    _time_limit_s = None  # of a step; None: after what it is expected to take
    _measured = None  # what the last step gave; None before the first
    _prints = None  # of the newest run

    def _subject(self):
        """Say in a few words what is measured."""
        raise NotImplementedError

    def _steps(self, request, on_step):
        """Return the iterator over the steps, of `iter_sweep` or `iter_race`, and how many make a round."""
        raise NotImplementedError

    def _announce(self):
        self._measured = None
        self._say(f"Measuring {self._subject()} ...")

    def _on_redraw(self, change):
        with self._screen:
            super()._on_redraw(change)
            if not self._state:
                self._say(self._found())
            elif self._state.startswith(_SO_FAR):
                self._say(f"{SO_FAR}{self._found()}")

    def _work(self, request):
        """Show what each step gives, and return what is known in the end."""
        following = _Following(self, request)
        with Prints(partial(_is_of, request)) as self._prints:
            steps = None
            try:
                following.begin(measure.Step("making the inputs"))
                steps, following.n_runs = self._steps(request, following.begin)
                for measured in steps:
                    if following.ends_with(measured):
                        break
            except Stopped:
                if not request.is_found:
                    raise
            finally:
                if steps is not None:
                    steps.close()
                request.expect_nothing()
        return following.known

    def _show_state(self, state):
        super()._show_state(state)
        text = "" if self._prints is None else self._prints.text()
        folded = markup(_PRINTED, counted(len(text.splitlines()), "line"), text) if text else ""
        if folded != self.printed.value:
            self.printed.value = folded

    def _warn(self, request, sentence, alarm):
        # A thread of a pool that dies of an error, as of a result that it cannot read, leaves it printed.
        super()._warn(request, f"{sentence}{self._last_error()}", alarm)

    def _give_up(self):
        if self._prints is not None:  # before another lab may begin, which keeps its own
            self._prints.close()
        return super()._give_up()

    def _more_about(self, error):
        # A pool that has lost its workers does not know why; an initializer that fails prints it.
        cause = error.cause() if isinstance(error, measure.RunError) else error
        is_broken = any(
            "Broken" in kind.__name__ or "Terminated" in kind.__name__ for kind in type(cause).mro()
        )
        return self._last_error() if is_broken else ""

    def _last_error(self):
        told = _last_error_in("" if self._prints is None else self._prints.text())
        return f" The last error that was printed: {told}" if told else ""

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


def _is_of(request):
    """Whether the thread that asks belongs to a run: it works on it, or has come since."""
    thread = threading.current_thread()
    return thread is request.thread or thread not in request.before.threads


_PRINTED = (
    "<details><summary>What was printed meanwhile ({})</summary>"
    '<pre tabindex="0" style="overflow: auto; max-height: 300px; line-height: 1.3">{}</pre></details>'
)


def _last_error_in(text):
    """Find the last line that tells an error, as Python ends a traceback; empty if there is none."""
    lines = [line for line in text.splitlines() if _ERROR.match(line)]
    return lines[-1] if lines else ""


_ERROR = re.compile(r"[A-Za-z_][\w.]*(Error|Exception|Interrupt|Exit)\b")


class _Following:
    """How far the measuring of one request has come."""

    def __init__(self, lab, request):
        self._lab, self._request = lab, request
        self._step, self.n_runs, self.known, self._told_long = 0, 1, None, False
        self._has_news = False  # that no picture shows yet

    def begin(self, step):
        """Expect the next step within its time, and say how long the rest will take."""
        lab, request = self._lab, self._request
        was_late = request.is_overdue
        limit_s = lab._time_limit_s
        if limit_s is None:
            known = step.expected_s is not None
            limit_s = _LATE_S + _LATE_TIMES * step.expected_s if known else _UNKNOWN_S
        request.expect_within(step.what, limit_s, lab._warn)
        with lab._screen:
            if request.stop.is_set() or request.is_found:
                return
            left_s = 0 if step.round_s is None else step.round_s * self._due / self.n_runs
            is_long = left_s >= _LONG_S and not self._told_long
            if was_late or is_long:  # what was late has come
                self._told_long |= is_long
                about = f": about {two_digits(left_s)} s" if left_s >= _WORTH_TELLING_S else ""
                lab._say(f"Measuring {lab._subject()}{about} ...")
            left = f"about {two_digits(left_s)} s left" if left_s >= _WORTH_TELLING_S else ""
            state = f"{', '.join(filter(None, [self._told, left]))} ...".lstrip()
            if self._has_news or (left and state != lab._state):
                self._has_news = False
                lab._show_state(state)

    def ends_with(self, measured):
        """Take what a step has given, to be shown when the next begins; tell whether that is enough."""
        lab, request = self._lab, self._request
        request.expect_nothing()
        self._step += 1
        round_is_over = self._step % self.n_runs == 0
        is_enough = (
            round_is_over
            and self._step >= _FIRST_ROUNDS * self.n_runs
            and _n_rounds(measured) >= _FIRST_ROUNDS
        )
        with lab._screen:
            if request.stop.is_set():
                return False  # the next step raises Stopped
            if request.is_found and not lab._is_undisturbed():
                return True  # this round may have been, and is not counted
            if round_is_over or not request.is_found:
                lab._measured = self.known = measured
            # It ends when the measuring does, which may go on after the first rounds.
            lab.progress.value = _FIRST_PART * min(1, self._step / (_FIRST_ROUNDS * self.n_runs))
            if is_enough:
                # Each round changes some numbers: they are read out once, and at the end.
                lab._say(f"{SO_FAR}{lab._found()}", is_news=not request.is_found)
                lab._show_state(f"{_SO_FAR}, {counted(_n_rounds(measured), 'round')} ...")
            elif not request.is_found:
                # One picture a step: drawing takes CPU time from what comes next.
                self._has_news = True
        if is_enough and not request.is_found:
            lab.picture.store()
            request.is_found = True
            return measure.is_clear(measured) or not lab._may_go_on(request)
        return False

    @property
    def _due(self):
        """How many steps are left of the first rounds; one round more where the first does not count."""
        n_steps = _FIRST_ROUNDS * self.n_runs
        return (n_steps if self._step <= n_steps else n_steps + self.n_runs) - self._step

    @property
    def _told(self):
        return f"step {self._step} of {self._step + self._due}" if self._step else ""


def _n_rounds(measured):
    """Count the rounds that count; any number will do where there is nothing to measure."""
    each = measured.values() if isinstance(measured, dict) else [measured]
    return min(_FIRST_ROUNDS if m.nothing_left else len(m.baselines_s) for m in each)
