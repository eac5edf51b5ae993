"""The lab on speedup: sliders for workers and tasks, and points that appear as they are measured."""

import ipywidgets as widgets

from helpers import machine, measure
from helpers.labs.lab import N_REPEATS, MeasuringLab
from helpers.labs.speedup_picture import MILLISECONDS, Settings, SpeedupDrawing, tasks_wait
from helpers.labs.view import WIDE, numbers_up_to, size_slider
from helpers.measure import ceilings, task_sizes
from helpers.reader import journal
from helpers.wording.arguments import check_count, check_function, check_number
from helpers.wording.words import counted, short, times, two_digits

__all__ = ["SpeedupLab", "speedup"]

_SMALLEST, _LARGEST = 0.1, 1000  # of the sizes that the slider reaches


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
        Seconds after which a run that has not returned is called stuck; 10 s more than three times
        the sequential work if not given, which is taken for 1 s a task where the size is no time.
    size : float, optional
        In place of `task_size_ms`, where `make_inputs` takes the size for no time: how many `unit`.
    unit : str, optional
        What `size` counts, such as "thousands".

    Returns
    -------
    SpeedupLab

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range; the message names it.
    """
    check_function("runner", runner)
    check_function("task", task)
    if make_inputs is not None:
        check_function("make_inputs", make_inputs)
    if max_workers is not None:
        max_workers = check_count("max_workers", max_workers, measure.MAX_WORKERS)
    if n_workers is not None:
        n_workers = check_count("n_workers", n_workers, max_workers or measure.MAX_WORKERS)
    max_workers = max_workers or max(4, 2 * machine.usable_cpus(), n_workers or 1)
    n_tasks = check_count("n_tasks", n_tasks, 10_000)
    if prediction is not None:
        check_number("prediction", prediction, 0, max_workers)
    if time_limit_s is not None:
        check_number("time_limit_s", time_limit_s, 0.01, 86_400)
    size, unit = _check_size(task_size_ms, size, unit, make_inputs)
    settings = Settings(n_workers or min(4, max_workers), size, n_tasks, unit)
    lab = SpeedupLab(runner, task, settings, prediction, max_workers, make_inputs, time_limit_s)
    return lab._show()


def _check_size(task_size_ms, size, unit, make_inputs):
    """Return the size and the unit in which it is given, or say what is wrong with them."""
    if size is None and unit is None:
        check_number("task_size_ms", task_size_ms, _SMALLEST, _LARGEST)
        return task_size_ms, MILLISECONDS
    if size is None or unit is None:
        given, missing = ("size", "unit") if unit is None else ("unit", "size")
        raise TypeError(f'{given} needs {missing}: say both, such as size=100, unit="thousands".')
    if not isinstance(unit, str) or not unit.strip():
        raise TypeError(f"unit must be a word for what size counts, not {short(unit)}.")
    if make_inputs is None:
        raise TypeError("size needs make_inputs, which makes inputs of so many units.")
    check_number("size", size, _SMALLEST, _LARGEST)
    return size, unit


class SpeedupLab(MeasuringLab):
    """A lab on the speedup of one runner and one task; made by `speedup`.

    Attributes
    ----------
    n_workers, task_size, n_tasks, prediction : ipywidgets sliders
        Setting a ``.value`` does what moving the slider does. `task_size` is in milliseconds, unless
        another unit was given.
    """

    def __init__(self, runner, task, settings, prediction, max_workers, make_inputs, time_limit_s):
        self._runner, self._task, self._unit = runner, task, settings.unit
        self._make_inputs = make_inputs or task_sizes.inputs_for
        self._sized = make_inputs is not None or task_sizes.has_size(task)
        self._time_limit_s, self._not_noted = time_limit_s, ""
        # One that is set counts for the next measurement, and is noted with it in the journal.
        self._predicted_now = prediction is not None

        self.n_workers = widgets.IntSlider(
            settings.n_workers, 1, max_workers, description="workers", **WIDE
        )
        self.task_size = size_slider(
            settings.task_size,
            _LARGEST,
            f"task size ({self._unit})" if self._sized else "size is fixed",
            disabled=not self._sized,
        )
        n_tasks = settings.n_tasks
        self.n_tasks = widgets.IntSlider(
            n_tasks, 1, max(64, 2 * max_workers, n_tasks), description="tasks", **WIDE
        )
        self.prediction = widgets.FloatSlider(
            min(2.0, max_workers) if prediction is None else prediction,
            min=0,
            max=max_workers,
            step=0.1,
            readout_format=".1f",
            description="your prediction",
            **WIDE,
        )
        self.prediction.observe(self._on_prediction, names="value")
        super().__init__([self.n_workers, self.task_size, self.n_tasks], [self.prediction])
        self._drawing = SpeedupDrawing(self.picture, max_workers)

    def _on_prediction(self, _):
        self._predicted_now = True

    def _settings(self):
        size = self.task_size.value if self._sized else None
        return Settings(self.n_workers.value, size, self.n_tasks.value, self._unit)

    def _sentence_without_kernel(self):
        return (
            "Here are sliders for the number of workers, the task size, the number of tasks and your "
            "prediction."
        )

    def _subject(self):
        return counted(self._requested.n_workers, "worker")

    def _work(self, request):
        settings = request.settings
        inputs = self._make_inputs(self._task, settings.task_size, settings.n_tasks)
        n_workers = numbers_up_to(settings.n_workers)
        limit_s = (
            self._time_limit_s or 10 + 3 * settings.n_tasks * (settings.task_size_ms or 1000) / 1000
        )
        sweep = measure.iter_sweep(
            self._runner, self._task, inputs, n_workers, N_REPEATS, request.stop
        )
        measurement = self._follow(sweep, N_REPEATS * (1 + len(n_workers)), limit_s, request)
        if not tasks_wait(measurement):
            most = ceilings.workers_that_count(settings.n_workers)
            self._measure_ceilings(numbers_up_to(most), request)
        return measurement

    def _keep(self, measurement):
        guess = self.prediction.value if self._predicted_now else None
        self._predicted_now = False  # it was about this measurement
        name = getattr(self._runner, "__name__", "a runner")  # a repr tells readers nothing
        settings = self._requested
        size = f"{two_digits(settings.task_size)} {self._unit}" if self._sized else ""
        kind = journal.kind_of(tasks_wait(measurement))
        self._not_noted = journal.note(
            name, self._task, settings, measurement, guess, kind=kind, size=size
        )

    def _found(self):
        measurement = self._measured
        n, guess = self._requested.n_workers, self.prediction.value
        value, (low, high) = measurement.speedup[-1], measurement.speedup_range[-1]
        return (
            f"With {counted(n, 'worker')} the runner was {times(value)} times as fast as the sequential "
            f"loop ({times(low)} to {times(high)}); your prediction: {guess:.1f}. "
            f"Verdict: {measurement.verdict}. {measurement.reason}{self._not_noted}"
        )

    def _draw(self):
        self._drawing.update(self._requested, self._measured, self.prediction.value, self._state)
