"""The lab on speedup: sliders for workers and tasks, and points that appear as they are measured."""

import ipywidgets as widgets

from helpers import machine, measure
from helpers.drawing import axes
from helpers.labs import rounds_table, speedup_inputs
from helpers.labs.buttons import telling
from helpers.labs.measuring_lab import MeasuringLab
from helpers.labs.number_boxes import Typed
from helpers.labs.predictions import Prediction
from helpers.labs.speedup_picture import (
    HEIGHT_IN,
    WIDTH_IN,
    Settings,
    SpeedupDrawing,
    above_ceiling,
    in_words,
)
from helpers.labs.view import WIDE, numbers_up_to, size_slider
from helpers.measure import task_sizes
from helpers.reader import journal
from helpers.wording.arguments import (
    check_count,
    check_function,
    check_number,
    check_runner,
    check_same,
)
from helpers.wording.errors import refuses_in_one_line
from helpers.wording.words import compared, counted, name_of, two_digits

__all__ = ["SpeedupLab", "speedup"]


@refuses_in_one_line
def speedup(
    runner,
    task,
    n_workers=None,
    task_size_ms=50.0,
    n_tasks=8,
    prediction=None,
    max_workers=None,
    make_inputs=None,
    time_limit_s=None,
    size=None,
    unit=None,
    same=measure.equal,
):
    """Show a lab that measures a runner's speedup, and return it after its first measurement.

    Parameters
    ----------
    runner : callable
        ``runner(task, inputs, n_workers)`` returns the results in the order of the inputs; it may
        be ``async def``.
    task : callable
        A function of one input that workers can import.
    n_workers : int, optional
        The most workers to measure at first, numbers below it are measured too; 4, or `max_workers` if
        that is less, if not given.
    task_size_ms : float, optional
        Milliseconds of sequential work a task, at first.
    n_tasks : int, optional
        Tasks a run, at first.
    prediction : float, optional
        The speedup that the reader expects of `n_workers`, 0 to `max_workers`.
    max_workers : int, optional
        The right end of the *workers* slider; twice the usable CPUs, and 4 or more, if not given.
    make_inputs : callable, optional
        ``make_inputs(task, size, n_tasks)`` returns the list of inputs. If it is not given,
        `task_sizes.inputs_for` makes them; the size of a task without a ``growth`` is then fixed.
    time_limit_s : float, optional
        Seconds after which a step that has not come is called late; if it is not given, 5 s more than
        three times what is expected after the steps before it, and 10 s for the first task.
    size : float, optional
        In place of `task_size_ms`, where `make_inputs` takes the size for no time: how many `unit`.
    unit : str, optional
        What `size` counts, such as "thousands".
    same : callable, optional
        Whether a result will do, as for `measure.sweep`.

    Returns
    -------
    SpeedupLab

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range; the message names it.
    """
    check_runner("runner", runner)
    check_function("task", task)
    check_same(same)
    if make_inputs is not None:
        speedup_inputs.check_make_inputs(make_inputs)
    if max_workers is not None:
        max_workers = check_count("max_workers", max_workers, measure.MAX_WORKERS)
    if n_workers is not None:
        n_workers = check_count("n_workers", n_workers, max_workers or measure.MAX_WORKERS)
    max_workers = max_workers or max(4, 2 * machine.usable_cpus(), n_workers or 1)
    n_tasks = check_count("n_tasks", n_tasks, 10_000)
    if prediction is not None:
        prediction = check_number("prediction", prediction, 0, max_workers)
    if time_limit_s is not None:
        time_limit_s = check_number("time_limit_s", time_limit_s, 0.01, 86_400)
    size, unit = speedup_inputs.check_size(task_size_ms, size, unit, make_inputs)
    settings = Settings(n_workers or min(4, max_workers), size, n_tasks, unit)
    lab = SpeedupLab(runner, task, settings, prediction, max_workers, make_inputs, same)
    lab._time_limit_s = time_limit_s
    return lab._show()


class SpeedupLab(MeasuringLab):
    """A lab on the speedup of one runner and one task; made by `speedup`.

    Attributes
    ----------
    n_workers, task_size, n_tasks, prediction : ipywidgets sliders
        Setting a ``.value`` does what moving the slider does. `task_size` is in milliseconds, unless
        another unit was given.
    """

    def __init__(self, runner, task, settings, prediction, max_workers, make_inputs, same):
        self._runner, self._task, self._unit, self._same = runner, task, settings.unit, same
        self._make_inputs = make_inputs or task_sizes.inputs_for
        self._sized = make_inputs is not None or task_sizes.has_size(task)
        self._not_noted = ""
        self._input_bytes = self._n_inputs = None
        self._kept = None

        self.n_workers = widgets.IntSlider(
            settings.n_workers, 1, max_workers, description="workers", **WIDE
        )
        self.task_size = size_slider(
            settings.task_size,
            speedup_inputs.LARGEST,
            f"task size ({self._unit})" if self._sized else "size is fixed",
            disabled=not self._sized,
        )
        n_tasks = settings.n_tasks
        self.n_tasks = widgets.IntSlider(
            n_tasks, 1, max(64, 2 * max_workers, n_tasks), description="tasks", **WIDE
        )
        self._predicted = Prediction(prediction, max_workers, self._settings)
        self.prediction = self._predicted.slider
        self.doubling = widgets.Checkbox(
            axes.doubles(max_workers),
            description="axes that double",
            indent=False,
            layout=widgets.Layout(width="auto"),
        )
        self.doubling.observe(telling(self._on_doubling, self._say), names="value")
        self.keep_button = widgets.Button(
            description="Keep this run",
            tooltip="Leave its curve in grey, to compare the next with",
            layout=widgets.Layout(width="auto"),
        )
        self.keep_button.on_click(telling(self._keep_this_run, self._say))
        super().__init__(
            [Typed(self.n_workers), Typed(self.task_size), Typed(self.n_tasks)],
            [self._predicted.typed],
            WIDTH_IN,
            HEIGHT_IN,
            n_parts=2,
            row=[self.keep_button, self.doubling],
        )
        self._drawing = SpeedupDrawing(self.picture, max_workers)

    def _on_move(self, change):
        self._predicted.show()
        super()._on_move(change)

    def _on_doubling(self, _):
        with self._screen:
            self._drawing.use_doubling_axes(self.doubling.value)
            self._show_state(self._state)

    def _keep_this_run(self, _=None):
        with self._screen:
            measured = self._measured
            if measured is not None and measured.n_workers:
                # One that is stopped, or not yet over, has come so far only.
                settings = self._requested._replace(n_workers=measured.n_workers[-1])
                self._kept = settings, measured
                is_whole = settings == self._requested
                so_far = f"So far, it is of {in_words(settings)}."
                self._say(f"This run is kept, in grey. {self._found() if is_whole else so_far}")
                self._show_state(self._state)

    def _settings(self):
        size = self.task_size.value if self._sized else None
        return Settings(self.n_workers.value, size, self.n_tasks.value, self._unit)

    def _name(self):
        return f"the lab on {name_of(self._runner)} and {name_of(self._task)}"

    def _sentence_without_kernel(self):
        return (
            "Here are sliders for the number of workers, the task size, the number of tasks and your "
            "prediction."
        )

    def _subject(self):
        return counted(self._requested.n_workers, "worker")

    def _steps(self, request, on_step):
        settings = request.settings
        n_workers = numbers_up_to(settings.n_workers)
        inputs = speedup_inputs.made_by(self._make_inputs, self._task, settings)
        self._input_bytes, self._n_inputs = journal.bytes_of(inputs), len(inputs)
        sweep = measure.iter_sweep(
            self._runner,
            self._task,
            inputs,
            n_workers,
            budget_s=self._budget_s,
            same=self._same,
            stop=request.stop,
            with_ceilings=True,
            on_step=on_step,
        )
        return sweep, 2 + len(n_workers)

    def _keep(self, measurement, settings):
        guess = self._predicted.to_note(settings)
        settings = settings._replace(n_tasks=self._n_inputs)
        name = getattr(self._runner, "__name__", None) or "a runner"  # a repr tells readers nothing
        size = f"{two_digits(settings.task_size)} {self._unit}" if self._sized else ""
        more = {"size": size, "input_bytes": self._input_bytes}
        self._not_noted = journal.note(name, self._task, settings, measurement, guess, **more)

    def _found(self):
        measurement = self._measured
        notes = (
            *measurement.notes,
            measurement.busy,
            speedup_inputs.told_of(self._n_inputs, self._requested),
        )
        more = "".join(f" {note}" for note in notes if note)
        if measurement.nothing_left:
            return f"No speedup can be told. {measurement.reason}{more}"
        n = counted(self._requested.n_workers, "worker")
        is_told = "between" in measurement.reason
        interval = None if is_told else measurement.intervals[-1]
        told = compared(measurement.speedup[-1], "the sequential loop", interval)
        guessed = self._predicted.told(self._requested, measurement)
        return (
            f"With {n} the runner was {told}. {guessed} Verdict: "
            f"{measurement.verdict}. {measurement.reason}{above_ceiling(measurement)}{more}"
            f"{self._not_noted}"
        )

    def _draw(self):
        guess = self._predicted.of(self._requested)
        self._drawing.update(self._requested, self._measured, guess, self._state, self._kept)
        has_runs = self._measured is not None and bool(self._measured.n_workers)
        self.keep_button.disabled = not has_runs
        if not self._state.endswith("..."):
            told = {"task": name_of(self._task), **_told_settings(self._requested)}
            measured = {name_of(self._runner): self._measured}
            kept = self._kept and {f"kept: {in_words(self._kept[0])}": self._kept[1]}
            self._show_numbers(rounds_table.of_rounds(measured, told, kept) if has_runs else "")


def _told_settings(settings):
    return {
        "tasks": settings.n_tasks,
        "task size": "" if settings.task_size is None else settings.task_size,
        "unit": "" if settings.task_size is None else settings.unit,
    }
