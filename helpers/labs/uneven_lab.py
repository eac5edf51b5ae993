"""The lab on uneven tasks: who idles while the longest are done, and what chunks and their order change."""

import ipywidgets as widgets

from helpers import jupyter, measure, workloads
from helpers.labs import rounds_table
from helpers.labs.measuring_lab import MeasuringLab
from helpers.labs.number_boxes import Typed
from helpers.labs.predictions import Prediction
from helpers.labs.uneven_picture import HEIGHT_IN, WIDTH_IN, UnevenDrawing
from helpers.labs.uneven_runs import (
    ORDERS,
    Seen,
    Settings,
    check_runner,
    in_order,
    in_words,
    usual_unevenness,
    with_chunks,
)
from helpers.labs.view import WIDE
from helpers.measure import task_sizes
from helpers.reader import intuition, journal
from helpers.wording.arguments import (
    check_choice,
    check_count,
    check_functions,
    check_number,
)
from helpers.wording.errors import refuses_in_one_line
from helpers.wording.html import Html
from helpers.wording.words import compared, counted, name_of, times

__all__ = ["UnevenLab", "uneven"]

_WORKLOADS = {"waits": workloads.wait_for, "computes": workloads.count_primes}
_MOST_WORKERS = min(64, measure.MAX_PROCESSES)
_MOST_UNEVEN = 8.0  # at the right end of the slider


@refuses_in_one_line
def uneven(
    runner,
    tasks=None,
    n_workers=4,
    unevenness=None,
    chunksize=1,
    order=ORDERS[0],
    prediction=None,
    n_tasks=24,
    task_size_ms=30.0,
):
    """Show a lab in which some tasks take longer than others, and return it after its first measurement.

    Parameters
    ----------
    runner : callable
        ``runner(task, inputs, n_workers, chunksize)`` returns the results in the order of the inputs; it
        may be ``async def``.
    tasks : dict of str to callable, optional
        By the workload's name; each a function of one input that workers can import, and whose size
        `task_sizes.input_for` can choose. If not given: "waits", which needs no CPU, and "computes".
    n_workers : int, optional
        At first; 1 to 64, or 61 on Windows.
    unevenness : float, optional
        How many times as long as the average the longest task takes at first, 1 to half of `n_tasks`; the
        work is the same for each. If not given: 4, or as many as fewer tasks allow.
    chunksize : int, optional
        How many tasks in a row the runner is to hand over at once, at first.
    order : str, optional
        At first: "longest last", "longest first" or "shuffled", which is the same each time.
    prediction : float, optional
        The speedup that the reader expects at first, 0 to the right end of the *workers* slider.
    n_tasks : int, optional
        Tasks a run.
    task_size_ms : float, optional
        Milliseconds of sequential work a task, on average.

    Returns
    -------
    UnevenLab

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range; the message names it.
    """
    check_runner(runner)
    tasks = _WORKLOADS if tasks is None else tasks
    _check_tasks(tasks)
    n_workers = check_count("n_workers", n_workers, _MOST_WORKERS)
    n_tasks = check_count("n_tasks", n_tasks, 1000)
    unevenness = usual_unevenness(n_tasks) if unevenness is None else unevenness
    unevenness = check_number("unevenness", unevenness, 1, max(1, n_tasks / 2))
    chunksize = check_count("chunksize", chunksize, n_tasks)
    check_choice("order", order, ORDERS)
    task_size_ms = check_number("task_size_ms", task_size_ms, 1, 1000)
    if prediction is not None:
        prediction = check_number("prediction", prediction, 0, _most_workers(n_workers))
    settings = Settings(next(iter(tasks)), n_workers, round(float(unevenness), 1), chunksize, order)
    return UnevenLab(runner, tasks, settings, prediction, n_tasks, task_size_ms)._show()


def _check_tasks(tasks):
    check_functions("tasks", tasks)
    for name, task in tasks.items():
        if not task_sizes.has_size(task):
            raise ValueError(
                f"tasks[{name!r}] needs an attribute growth, by which its time can be chosen, as "
                "workloads.wait_for has one."
            )


def _most_workers(n_workers):
    return max(8, n_workers)


class UnevenLab(MeasuringLab):
    """A lab on tasks that take unequally long; made by `uneven`.

    Attributes
    ----------
    workload, n_workers, unevenness, chunksize, order, prediction : ipywidgets controls
        Setting a ``.value`` does what moving or choosing does.
    """

    def __init__(self, runner, tasks, settings, prediction, n_tasks, task_size_ms):
        self._runner, self._tasks, self._not_noted = runner, tasks, ""
        self._n_tasks, self._task_size_ms = n_tasks, task_size_ms
        most_workers = _most_workers(settings.n_workers)
        self.workload = widgets.Dropdown(options=list(tasks), description="workload", **WIDE)
        self.n_workers = widgets.IntSlider(
            settings.n_workers, 1, most_workers, description="workers", **WIDE
        )
        self.unevenness = widgets.FloatSlider(
            settings.unevenness,
            min=1,
            max=max(1.0, settings.unevenness, min(_MOST_UNEVEN, n_tasks / 2)),
            step=0.1,
            readout_format=".1f",
            description="longest / average",
            **WIDE,
        )
        self.chunksize = widgets.IntSlider(
            settings.chunksize, 1, n_tasks, description="chunk size", **WIDE
        )
        self.order = widgets.Dropdown(
            options=ORDERS, value=settings.order, description="order", **WIDE
        )
        self._predicted = Prediction(prediction, most_workers, self._settings)
        self.prediction = self._predicted.slider
        sliders = [Typed(self.n_workers), Typed(self.unevenness, "{:.1f}"), Typed(self.chunksize)]
        controls = [self.workload, self.order, *sliders]
        super().__init__(controls, [self._predicted.typed], WIDTH_IN, HEIGHT_IN)
        self._drawing = UnevenDrawing(self.picture)

    def _on_move(self, change):
        self._predicted.show()
        super()._on_move(change)

    def _settings(self):
        return Settings(
            self.workload.value,
            self.n_workers.value,
            round(self.unevenness.value, 1),
            self.chunksize.value,
            self.order.value,
        )

    def _name(self):
        return f"the lab on uneven tasks and {name_of(self._runner)}"

    def _sentence_without_kernel(self):
        return (
            "Here are controls for the workload, the order of the tasks, the number of workers, how uneven "
            "the tasks are, the chunk size and your prediction."
        )

    def _subject(self):
        return counted(self._requested.n_workers, "worker")

    def _what(self, settings):
        return f"{counted(self._n_tasks, 'task')} of {in_words(settings, self._task_size_ms)}"

    def _steps(self, request, on_step):
        settings = request.settings
        task = self._tasks[settings.workload]
        inputs = task_sizes.uneven_inputs_for(
            task, self._task_size_ms, self._n_tasks, settings.unevenness
        )
        loop_s = self._n_tasks * self._task_size_ms / 1000

        def expect(step):
            if self._measured is None and step.expected_s is not None:
                # Of the first task alone, the others' time does not follow here.
                round_s = None if step.round_s is None else loop_s + loop_s / settings.n_workers
                step = step._replace(expected_s=loop_s, round_s=round_s)
            on_step(step)

        sweep = measure.iter_sweep(
            with_chunks(self._runner, settings.chunksize),
            task,
            in_order(inputs, settings.order),
            [settings.n_workers],
            budget_s=self._budget_s,
            stop=request.stop,
            on_step=expect,
        )
        return sweep, 2

    def _keep(self, measurement, settings):
        # A prediction only: a measurement in the journal would be quoted for tasks of one size.
        guess, self._not_noted = self._predicted.to_note(settings), ""
        if guess is None or measurement.nothing_left:
            return
        name = getattr(self._runner, "__name__", None) or "a runner"  # a repr tells readers nothing
        question = (
            f"{name}, {self._what(settings)} ({name_of(self._tasks[settings.workload])}), "
            f"{counted(settings.n_workers, 'worker')}"
        )
        found = measurement.speedup[-1], measurement.intervals[-1]
        topic = intuition.TOPICS[0]
        one = intuition.beside(jupyter.notebook(), topic, question, guess, *found)
        self._not_noted = journal.keep(one)

    def _seen(self):
        """Return what was seen of the run with the median time; None before the first one."""
        if self._measured is None or not self._measured.runs:
            return None
        return Seen(self._measured.median_runs[-1], self._requested.chunksize)

    def _found(self):
        m, seen = self._measured, self._seen()
        more = "".join(f" {note}" for note in (*m.notes, m.busy) if note)
        if m.nothing_left:
            return f"No speedup can be told. {m.reason}{more}"
        told = compared(m.speedup[-1], "the sequential loop", m.intervals[-1])
        guessed = self._predicted.told(self._requested, m)
        verdict = "" if m.verdict == measure.Verdict.FASTER else f"Verdict: {m.verdict}. {m.reason}"
        longer = seen.longer_told(m.baseline_spans)
        sentences = [f"The runner was {told}.", guessed, verdict, seen.idle_told, longer]
        return f"{' '.join(filter(None, sentences))} {seen.bound_told}{more}{self._not_noted}"

    def _draw(self):
        settings, m, seen = self._requested, self._measured, self._seen()
        guess = self._predicted.of(settings)
        predicted_s = m.baseline_s / guess if seen is not None and guess else None
        found, what = "", self._what(settings)
        if seen is not None:
            found = (
                f"Measured speedup by number of workers: {settings.n_workers}: {times(m.speedup[-1])}. "
                f"Verdict: {m.verdict}. {m.reason}"
            )
        self._drawing.update(settings, seen, predicted_s, self._state, what, found)
        if not self._state.endswith("..."):
            self._show_numbers("" if seen is None else self._numbers(settings, m, seen))

    def _numbers(self, settings, measurement, seen):
        told = {
            "task": name_of(self._tasks[settings.workload]),
            "tasks": self._n_tasks,
            "task size (ms)": self._task_size_ms,
            "longest / average": settings.unevenness,
            "order": settings.order,
            "chunk size": settings.chunksize,
        }
        measured = {name_of(self._runner): measurement}
        return Html(rounds_table.of_rounds(measured, told) + seen.numbers())
