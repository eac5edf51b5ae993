"""The lab on arrays: work for each number, and from where on memory or computing is the limit."""

import ipywidgets as widgets

from helpers import jupyter, machine, measure
from helpers.labs import rounds_table
from helpers.labs.array_picture import (
    HEIGHT_IN,
    WIDTH_IN,
    ArrayDrawing,
    Rates,
    Settings,
    told_operations,
)
from helpers.labs.measuring_lab import MeasuringLab
from helpers.labs.number_boxes import Typed
from helpers.labs.predictions import Prediction
from helpers.labs.view import WIDE, size_slider
from helpers.reader import intuition, journal
from helpers.wording.arguments import check_count, check_number, check_takes
from helpers.wording.errors import refuses_in_one_line
from helpers.wording.html import table
from helpers.wording.words import compared, counted, name_of, times_within, two_digits

__all__ = ["ArrayLab", "arrays"]

_MOST_MB, _MOST_OPERATIONS = 100.0, 256
_MEASURED = (1, 4, 16, 64, 256)  # operations a number, beside those that the reader chooses
_NUMBERS_PER_MB = 125_000
_MOST_WORKERS = 64


@refuses_in_one_line
def arrays(runner, n_workers=None, size_mb=32.0, n_operations=1, prediction=None):
    """Show a lab on the work for each number of an array, and return it after its first measurement.

    Parameters
    ----------
    runner : callable
        ``runner(kernel, numbers, out, n_workers)`` calls ``kernel(numbers[part], out[part])`` for slices
        that make up the whole array, and returns when all is done. It may be ``async def``.
    n_workers : int, optional
        At first, 1 to 64; the usable CPUs, but 2 of them or more, if not given.
    size_mb : float, optional
        Megabytes of numbers at first, 0.1 to 100; the results take as many again.
    n_operations : int, optional
        Operations on each number at first, 1 to 256.
    prediction : float, optional
        The speedup that the reader expects at first, 0 to the right end of the *workers* slider.

    Returns
    -------
    ArrayLab

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range; the message names it.
    """
    _check_runner(runner)
    if n_workers is None:
        n_workers = min(max(2, machine.usable_cpus()), _MOST_WORKERS)
    n_workers = check_count("n_workers", n_workers, _MOST_WORKERS)
    size_mb = check_number("size_mb", size_mb, 0.1, _MOST_MB)
    n_operations = check_count("n_operations", n_operations, _MOST_OPERATIONS)
    max_workers = max(4, 2 * machine.usable_cpus(), n_workers)
    if prediction is not None:
        prediction = check_number("prediction", prediction, 0, max_workers)
    settings = Settings(n_workers, float(size_mb), n_operations)
    return ArrayLab(runner, settings, prediction, max_workers)._show()


def _check_runner(runner):
    told = "a kernel and two arrays: def with_threads(kernel, numbers, out, n_workers)"
    check_takes("runner", runner, 4, told)


class ArrayLab(MeasuringLab):
    """A lab on the work for each number of an array; made by `arrays`.

    Its `wait` returns a Measurement for each number of operations; the baseline is the one worker.

    Attributes
    ----------
    n_workers, size, n_operations, prediction : ipywidgets sliders
        Setting a ``.value`` does what moving the slider does. `size` is in megabytes.
    """

    def __init__(self, runner, settings, prediction, max_workers):
        self._runner, self._not_noted = runner, ""
        self.n_workers = widgets.IntSlider(
            settings.n_workers, 1, max_workers, description="workers", **WIDE
        )
        self.size = size_slider(settings.size_mb, _MOST_MB, "array (MB)")
        chosen = sorted({*(2**k for k in range(9)), settings.n_operations})
        self.n_operations = widgets.SelectionSlider(
            options=[(str(n), n) for n in chosen],
            value=settings.n_operations,
            description="operations a number",
            **WIDE,
        )
        self._predicted = Prediction(prediction, max_workers, self._settings)
        self.prediction = self._predicted.slider
        sliders = [Typed(self.n_workers), Typed(self.size), Typed(self.n_operations)]
        super().__init__(sliders, [self._predicted.typed], WIDTH_IN, HEIGHT_IN, n_parts=2)
        self._drawing = ArrayDrawing(self.picture, max_workers)

    def _on_move(self, change):
        self._predicted.show()
        super()._on_move(change)

    def _settings(self):
        # A number that was typed may be none that can be counted.
        n_operations = max(1, round(self.n_operations.value))
        return Settings(self.n_workers.value, self.size.value, n_operations)

    def _name(self):
        return f"the lab on arrays and {name_of(self._runner)}"

    def _sentence_without_kernel(self):
        return (
            "Here are sliders for the number of workers, the size of the array, the operations on each "
            "number and your prediction."
        )

    def _subject(self):
        return f"{counted(self._requested.n_workers, 'worker')} on slices of one array"

    def _steps(self, request, on_step):
        settings = request.settings
        operations = sorted({*_MEASURED, settings.n_operations})
        rounds = measure.kernels.iter_kernels(
            self._runner,
            operations,
            _n_numbers(settings),
            settings.n_workers,
            budget_s=self._budget_s,
            stop=request.stop,
            on_step=on_step,
        )
        return rounds, 2 * len(operations)

    def _chosen(self):
        """Return what is known of the operations that the reader has chosen; None before its first run."""
        if self._measured is None:
            return None
        its = self._measured[self._requested.n_operations]
        return its if its.runs else None

    def _rates(self):
        """Return what has run by now, or None."""
        measured = {k: m for k, m in (self._measured or {}).items() if m.runs}
        return Rates(measured, _n_numbers(self._requested)) if measured else None

    def _keep(self, measured, settings):
        # A prediction only: a measurement in the journal would be quoted for tasks of one size.
        guess, self._not_noted = self._predicted.to_note(settings), ""
        m = measured[settings.n_operations]
        if guess is None or not m.runs:
            return
        name = getattr(self._runner, "__name__", "a runner")  # a repr tells readers nothing
        question = (
            f"{name}, {told_operations(settings.n_operations)}, {two_digits(settings.size_mb)} MB, "
            f"{counted(settings.n_workers, 'worker')}"
        )
        found = m.speedup[-1], m.intervals[-1]
        one = intuition.beside(jupyter.notebook(), intuition.TOPICS[0], question, guess, *found)
        self._not_noted = journal.keep(one)

    def _found(self):
        settings, m, rates = self._requested, self._chosen(), self._rates()
        if m is None:
            return "Nothing has been measured yet."
        told = compared(m.speedup[-1], "one worker", m.intervals[-1])
        guessed = self._predicted.told(settings, m)
        verdict = "" if m.verdict == measure.Verdict.FASTER else f"Verdict: {m.verdict}. {m.reason}"
        one, all_ = map(two_digits, rates.gb_per_s(settings.n_operations))
        workers = counted(settings.n_workers, "worker")
        operations = told_operations(settings.n_operations)
        sentences = [
            f"With {workers} and {operations}, the runner was {told}.",
            guessed,
            verdict,
            f"One worker read and wrote {one} GB per second, all together {all_}.",
            self._ridges_told(rates),
            m.busy,
        ]
        return f"{' '.join(filter(None, sentences))}{self._not_noted}"

    def _ridges_told(self, rates):
        one, all_ = (two_digits(rates.ridge(roof)) for roof in rates.roofs)
        return (
            f"By the rooflines, computing is the limit from {one} operations a number on for one worker, "
            f"and from {all_} on for all together; below, it is moving the numbers."
        )

    def _draw(self):
        settings, rates = self._requested, self._rates()
        m = self._chosen()
        found = "" if m is None else f"Verdict: {m.verdict}. {m.reason}"
        guess = self._predicted.of(settings)
        self._drawing.update(settings, rates, guess, self._state, found)
        if not self._state.endswith("..."):
            self._show_numbers("" if rates is None else _numbers(settings, rates))


def _n_numbers(settings):
    return round(settings.size_mb * _NUMBERS_PER_MB)


def _numbers(settings, rates):
    """Write a line for each number of operations, and a file with all rounds."""
    rows, rounds = [], []
    for k, m in sorted(rates.measured.items()):
        speedup = times_within(m.speedup[-1], m.intervals[-1])
        rows.append((str(k), speedup, *map(two_digits, rates.gb_per_s(k)), str(len(m.runs[-1]))))
        rounds += [
            (k, settings.n_workers, settings.size_mb, number, run.baseline_s, run.elapsed_s)
            for number, run in enumerate(m.runs[-1], start=1)
        ]
    titles = ["operations", "speedup (interval)", "one worker (GB/s)", "together (GB/s)", "rounds"]
    columns = ["operations", "workers", "array (MB)", "round", "one worker (s)", "together (s)"]
    text = rounds_table.written(columns, rounds)
    what = "every round of one worker and of all together"
    return rounds_table.beside_a_file(table(titles, rows), "arrays.csv", text, what)
