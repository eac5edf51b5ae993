"""The lab on speedup: sliders for workers and tasks, and points that appear as they are measured."""

from typing import NamedTuple

import ipywidgets as widgets

from helpers import ceilings, laws, machine, measure, plots, workloads
from helpers.arguments import check_count, check_function, check_number, counted
from helpers.controls import LOG_STEP, WIDE, numbers_up_to, to_log_step
from helpers.lab import Lab
from helpers.picture import Text

__all__ = ["SpeedupLab", "speedup"]

_N_REPEATS = 3
_WAITING_BELOW = (
    0.1  # CPU time over elapsed time; a busy machine lowers that of CPU-bound tasks too
)


class Settings(NamedTuple):
    """The values of a speedup lab's sliders."""

    n_workers: int
    task_size_ms: float | None  # None if the task's time is fixed
    n_tasks: int


def speedup(
    runner,
    task,
    n_workers=None,
    task_size_ms=50.0,
    n_tasks=8,
    prediction=2.0,
    max_workers=None,
    make_inputs=workloads.inputs_for,
    time_limit_s=None,
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
        The most workers to measure at first; numbers below it are measured too.
    task_size_ms : float, optional
        Milliseconds of sequential work a task, at first.
    n_tasks : int, optional
        Tasks a run, at first.
    prediction : float, optional
        The speedup that the reader expects of `n_workers`.
    max_workers : int, optional
        The right end of the *workers* slider; twice the usable CPUs, and 4 or more, if not given.
    make_inputs : callable, optional
        ``make_inputs(task, task_size_ms, n_tasks)`` returns the list of inputs.
    time_limit_s : float, optional
        Seconds after which a run that has not returned is called stuck; 10 s more than three times
        the sequential work if not given.

    Returns
    -------
    SpeedupLab

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range; the message names it.
    """
    lab = SpeedupLab(
        runner,
        task,
        n_workers,
        task_size_ms,
        n_tasks,
        prediction,
        max_workers,
        make_inputs,
        time_limit_s,
    )
    return lab._show()


class SpeedupLab(Lab):
    """A lab on the speedup of one runner and one task; made by `speedup`.

    Attributes
    ----------
    n_workers, task_size, n_tasks, prediction : ipywidgets sliders
        Setting a ``.value`` does what moving the slider does. `task_size` is in milliseconds.
    """

    def __init__(
        self,
        runner,
        task,
        n_workers,
        task_size_ms,
        n_tasks,
        prediction,
        max_workers,
        make_inputs,
        time_limit_s,
    ):
        check_function("runner", runner)
        check_function("task", task)
        check_function("make_inputs", make_inputs)
        if max_workers is not None:
            max_workers = check_count("max_workers", max_workers, measure.MAX_WORKERS)
        if n_workers is not None:
            n_workers = check_count("n_workers", n_workers, max_workers or measure.MAX_WORKERS)
        max_workers = max_workers or max(4, 2 * machine.usable_cpus(), n_workers or 1)
        n_workers = n_workers or min(4, max_workers)
        n_tasks = check_count("n_tasks", n_tasks, 10_000)
        check_number("task_size_ms", task_size_ms, 0.1, 1000)
        check_number("prediction", prediction, 0, measure.MAX_WORKERS)
        if time_limit_s is not None:
            check_number("time_limit_s", time_limit_s, 0.01, 86_400)
        self._runner, self._task, self._make_inputs = runner, task, make_inputs
        self._time_limit_s = time_limit_s
        self._measurement = None
        self._sized = make_inputs is not workloads.inputs_for or workloads.has_size(task)

        self.n_workers = widgets.IntSlider(n_workers, 1, max_workers, description="workers", **WIDE)
        self.task_size = widgets.FloatLogSlider(
            task_size_ms,
            min=-1,
            max=3,
            step=LOG_STEP,
            readout_format=".2r",
            description="task size (ms)" if self._sized else "size is fixed",
            disabled=not self._sized,
            **WIDE,
        )
        self.n_tasks = widgets.IntSlider(
            n_tasks, 1, max(64, 2 * max_workers, n_tasks), description="tasks", **WIDE
        )
        self.prediction = widgets.FloatSlider(
            min(prediction, 1.25 * max_workers),
            min=0,
            max=1.25 * max_workers,
            step=0.1,
            readout_format=".1f",
            description="your prediction",
            **WIDE,
        )
        super().__init__([self.n_workers, self.task_size, self.n_tasks], [self.prediction])
        self._furnish(max_workers)

    def _furnish(self, max_workers):
        """Lay the picture out: speedup and what was found above, the timeline below."""
        figure = self.picture.figure
        self._upper = figure.add_axes((0.08, 0.47, 0.485, 0.50))
        self._lower = figure.add_axes((0.08, 0.105, 0.90, 0.24))
        plots.prepare_speedup(self._upper, max_workers)
        plots.prepare_timeline(self._lower, live=True)
        figure.legend(
            handles=plots.legend_of_speedup(),
            loc="upper left",
            bbox_to_anchor=(0.59, 0.985),
            frameon=False,
        )

    def _settings(self):
        size_ms = to_log_step(self.task_size.value) if self._sized else None
        return Settings(self.n_workers.value, size_ms, self.n_tasks.value)

    def _sentence_without_kernel(self):
        return (
            "Here are sliders for the number of workers, the task size, the number of tasks and your "
            "prediction. To move them, open this notebook in JupyterLab and run its cells."
        )

    def _announce(self, settings):
        self._measurement = None
        self._say(f"Measuring {counted(settings.n_workers, 'worker')} ...")

    def _on_redraw(self, change):
        super()._on_redraw(change)
        if not self._state:
            self._say(self._found(self._requested, self._measurement))

    def _work(self, settings, stop):
        inputs = self._make_inputs(self._task, settings.task_size_ms, settings.n_tasks)
        n_workers = numbers_up_to(settings.n_workers)
        n_steps = _N_REPEATS * (1 + len(n_workers))
        limit_s = (
            self._time_limit_s or 10 + 3 * settings.n_tasks * (settings.task_size_ms or 1000) / 1000
        )
        self._expect_within(limit_s, stop)
        sweep = measure.iter_sweep(self._runner, self._task, inputs, n_workers, _N_REPEATS, stop)
        for step, measurement in enumerate(sweep, start=1):
            with self._screen:
                if not stop.is_set():  # else the next step raises Stopped
                    self._measurement = measurement
                    self.progress.value = step / n_steps
                    self._show_state(f"measured {step} of {n_steps} runs ...", settings)
            self._expect_within(limit_s, stop)
        self._stop_watch(stop)
        if not self._tasks_wait(measurement):
            self._say("Measuring what independent processes reach here, now ...")
            for n in numbers_up_to(min(settings.n_workers, max(2, machine.usable_cpus()))):
                ceilings.renew(n, stop)
        with self._screen:
            if not stop.is_set():
                self._say(self._found(settings, measurement))
                self._show_state("", settings)
        return measurement

    def _found(self, settings, measurement):
        """Say in one sentence what was found."""
        n, guess = settings.n_workers, self.prediction.value
        value, (low, high) = measurement.speedup[-1], measurement.speedup_range[-1]
        return (
            f"With {counted(n, 'worker')} the runner was {value:.2f} times as fast as the sequential loop "
            f"({low:.2f} to {high:.2f}); you predicted {guess:.1f}. "
            f"Verdict: {measurement.verdict}. {measurement.reason}"
        )

    def _draw(self, settings, state):
        measurement = self._measurement

        def add_artists():
            guess = (settings.n_workers, self.prediction.value)
            artists = plots.add_ideal(self._upper, settings.n_tasks, self.n_workers.max)
            artists += plots.add_points(
                self._upper, measurement, self._serial_fraction(), self._ceiling(settings), guess
            )
            if measurement is None:
                return artists + plots.add_bars(self._lower, (), until_s=1)
            spans = measurement.spans[-1] if measurement.n_workers else measurement.baseline_spans
            longest_s = max(measurement.baseline_s, max(measurement.elapsed_s, default=0))
            return artists + plots.add_bars(
                self._lower, spans, until_s=1.02 * longest_s, baseline_s=measurement.baseline_s
            )

        def texts():
            lines = [
                _tasks(settings),
                f"up to {counted(settings.n_workers, 'worker')}",
                *self._facts(measurement),
                state,
            ]
            written = [Text(0.61, 0.69 - 0.045 * i, line) for i, line in enumerate(lines)]
            if measurement is not None:
                written.append(self._text_at_the_loops_end(measurement.baseline_s))
            return written

        self.picture.update(
            add_artists,
            self._caption(settings),
            texts,
            scales=(self._lower.xaxis, self._lower.yaxis),
        )

    def _text_at_the_loops_end(self, baseline_s):
        box = self._lower.get_position()
        share = baseline_s / self._lower.get_xlim()[1]
        anchor = "ls" if share < 0.5 else "rs"
        return Text(box.x0 + share * box.width, box.y1 + 0.01, "sequential loop ends", anchor)

    def _facts(self, measurement):
        if measurement is None or not measurement.n_workers:
            return []
        n, (low, high) = measurement.n_workers[-1], measurement.speedup_range[-1]
        facts = [
            f"{counted(n, 'worker')}: {measurement.speedup[-1]:.2f} times ({low:.2f} to {high:.2f})"
        ]
        if self._tasks_wait(measurement):
            facts.append("these tasks wait: CPUs do not limit them")
        fraction = self._serial_fraction()
        if fraction is not None:
            facts.append(f"fitted serial fraction: {fraction:.2f}")
        return facts

    def _serial_fraction(self):
        """Fit Amdahl's law, which presumes a CPU a worker, where it can fit; else None."""
        measurement = self._measurement
        if measurement is None:
            return None
        most = measure.MAX_WORKERS if self._tasks_wait(measurement) else machine.usable_cpus()
        n_workers = [n for n in measurement.n_workers if n <= most]  # they rise
        fraction = laws.fit_serial_fraction(n_workers, measurement.speedup[: len(n_workers)])
        return None if fraction == 1 else fraction  # 1: no speedup, which is no curve

    @staticmethod
    def _tasks_wait(measurement):
        return measurement.cpu_fraction < _WAITING_BELOW

    def _ceiling(self, settings):
        measurement = self._measurement
        if measurement is None or self._tasks_wait(measurement):
            return None
        return ceilings.known(settings.n_workers)

    def _caption(self, settings):
        measurement = self._measurement
        begin = (
            f"A speedup plot above a timeline, for {_tasks(settings)} on up to "
            f"{counted(settings.n_workers, 'worker')}"
        )
        if measurement is None or not measurement.n_workers:
            return begin + "; nothing is measured yet."
        points = ", ".join(
            f"{n}: {value:.2f}"
            for n, value in zip(measurement.n_workers, measurement.speedup, strict=True)
        )
        return f"{begin}. Measured speedup by number of workers: {points}. Verdict: {measurement.verdict}."


def _tasks(settings):
    tasks = counted(settings.n_tasks, "task")
    if settings.task_size_ms is None:
        return tasks
    size_ms = float(f"{settings.task_size_ms:.2g}")  # two digits that count, as the slider shows
    return f"{tasks} of {size_ms:g} ms"
