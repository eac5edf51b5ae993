"""The lab on the GIL: threads drawn as slices of the time in which they held the interpreter."""

from typing import NamedTuple

import ipywidgets as widgets

from helpers import gil as recorder
from helpers import machine
from helpers.drawing import Text, axes, legends, timelines
from helpers.labs import rounds_table
from helpers.labs.lab import Lab
from helpers.labs.number_boxes import Typed
from helpers.labs.view import WIDE, size_slider
from helpers.wording.arguments import check_choice, check_count, check_number
from helpers.wording.errors import refuses_in_one_line
from helpers.wording.html import table
from helpers.wording.words import counted, two_digits

__all__ = ["GilLab", "gil"]


_LONG_S = 0.01  # threads that begin together, and all have a CPU, have run at once by then


class Settings(NamedTuple):
    """The values of a GIL lab's controls."""

    kind: str
    n_threads: int
    switch_interval_ms: float


@refuses_in_one_line
def gil(kind=recorder.KINDS[0], n_threads=2, switch_interval_ms=5.0):
    """Show a lab in which threads hand the interpreter over, and return it.

    Parameters
    ----------
    kind : str, optional
        One of `helpers.gil.KINDS`: what each thread does.
    n_threads : int, optional
        1 to 6.
    switch_interval_ms : float, optional
        Milliseconds for `sys.setswitchinterval` while the lab records, 0.1 to 100.

    Returns
    -------
    GilLab

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range; the message names it.
    """
    check_choice("kind", kind, recorder.KINDS)
    n_threads = check_count("n_threads", n_threads, 6)
    switch_interval_ms = check_number("switch_interval_ms", switch_interval_ms, 0.1, 100)
    return GilLab(Settings(kind, n_threads, switch_interval_ms))._show()


class GilLab(Lab):
    """A lab on the switches of the interpreter between threads; made by `gil`.

    Attributes
    ----------
    kind, n_threads, switch_interval : ipywidgets controls
        `switch_interval` is in milliseconds.
    """

    def __init__(self, settings):
        self.kind = widgets.Dropdown(
            options=recorder.KINDS, value=settings.kind, description="each thread runs", **WIDE
        )
        self.n_threads = widgets.IntSlider(settings.n_threads, 1, 6, description="threads", **WIDE)
        self.switch_interval = size_slider(settings.switch_interval_ms, 100, "switch interval (ms)")
        controls = [self.kind, Typed(self.n_threads), Typed(self.switch_interval)]
        super().__init__(controls, [], width_in=5.6, height_in=2.6)
        self._axes = self.picture.figure.add_axes((0.096, 0.21, 0.879, 0.66))
        timelines.prepare_timeline(self._axes, live=True)
        self._axes.set(xlabel="time", ylabel="thread")
        self._slices = None

    def _settings(self):
        return Settings(self.kind.value, self.n_threads.value, self.switch_interval.value)

    def _name(self):
        return "the lab on the GIL"

    def _sentence_without_kernel(self):
        return "Here are controls for the work, the number of threads and the switch interval."

    def _announce(self):
        self._slices = None
        self._say("Recording ...")

    def _work(self, request):
        kind, n_threads, interval_ms = request.settings
        interval_s = interval_ms / 1000
        duration_s = max(0.1, 4 * n_threads * interval_s)
        request.expect_within("the recording", 10 + 3 * duration_s, self._warn)
        return recorder.record(kind, n_threads, duration_s, interval_s, request.stop)

    def _keep(self, slices, settings):
        self._slices = slices

    def _found(self):
        return _found(self._requested, self._slices)

    def _draw(self):
        settings = self._requested

        def add_artists():
            return timelines.add_slices(self._axes, self._slices or [], settings.n_threads)

        found = "Nothing is recorded yet." if self._slices is None else self._found()
        self.picture.update(
            add_artists,
            caption=f"A timeline of {counted(settings.n_threads, 'thread')}, {settings.kind}. {found}",
            scales=(self._axes.xaxis, self._axes.yaxis),
            texts=[Text(0.01, 0.93, f"{counted(settings.n_threads, 'thread')}   {self._state}")],
            facts=_title(settings, self._slices),
            legend=legends.legend(_entries(*timelines.by_length(self._axes, self._slices or []))),
        )
        if not self._state.endswith("..."):
            self._show_numbers(_numbers(self._slices) if self._slices else "")


def _title(settings, slices):
    what = "was in a call to C" if settings.kind != recorder.KINDS[0] else "held the interpreter"
    interval = f"switch interval {two_digits(settings.switch_interval_ms)} ms"
    window = "" if slices is None else f", in {_window(slices)}"
    return f"{settings.kind}: when each thread {what}{window}; {interval}."


def _entries(bars, short):
    """List what the picture shows, and nothing else."""
    if bars:
        yield legends.Entry("turns of a thread, in two shades", "", shape="shades")
    if short:
        yield legends.Entry("a turn too short for a bar", axes.TICK, shape="tick")


def _numbers(slices):
    """Write a line for each thread, and a file with all turns."""
    threads = {}
    for turn in slices:
        threads.setdefault(turn.worker, []).append(turn.end_s - turn.start_s)
    rows = [
        (str(thread + 1), str(len(turns)), f"{1000 * sum(turns):.1f}", f"{1000 * max(turns):.1f}")
        for thread, turns in sorted(threads.items())
    ]
    told = table(["thread", "turns", "in all (ms)", "longest (ms)"], rows)
    turns = [(turn.worker + 1, turn.start_s, turn.end_s) for turn in slices]
    text = rounds_table.written(["thread", "start (s)", "end (s)"], turns)
    return rounds_table.beside_a_file(told, "turns.csv", text, "every turn")


def _window(slices):
    return f"{1000 * recorder.window_s(slices):.0f} ms"


def _why_in_turn(kind, slices):
    """Say what kept threads from running at once that need no GIL for it: they had one CPU for all."""
    needs_gil = machine.gil_enabled() and kind != recorder.KINDS[1]
    has_begun = len({turn.worker for turn in slices}) > 1 and recorder.window_s(slices) >= _LONG_S
    if needs_gil or not has_begun:
        return ""
    taken = "there is one CPU here" if machine.usable_cpus() == 1 else "the other CPUs were taken"
    return f", and no GIL kept them from it: {taken}"


def _found(settings, slices):
    """Say in one sentence what a recording shows."""
    window = f"In {_window(slices)}"
    if settings.n_threads == 1:
        return (
            f"{window}: one thread has the interpreter to itself; gaps are the operating system's."
        )
    overlap_ms = 1000 * recorder.held_at_once_s(slices)
    absence_ms = 1000 * recorder.longest_absence_s(slices)
    does = "in a call to C" if settings.kind != recorder.KINDS[0] else "in Python code"
    together = (
        f"two threads or more were {does} at the same time for {overlap_ms:.0f} ms"
        if overlap_ms > 1
        else f"no two threads were {does} at the same time{_why_in_turn(settings.kind, slices)}"
    )
    n = recorder.switches(slices)
    turns = "" if overlap_ms > 1 else f"{n} switch{'' if n == 1 else 'es'}; "
    gil = "on" if machine.gil_enabled() else "off"
    return (
        f"{window}: {turns}{together}; the longest wait of a thread between two turns was "
        f"{absence_ms:.1f} ms. The GIL is {gil} here."
    )
