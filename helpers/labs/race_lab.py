"""The lab of the race: one workload under every tool, and bars that grow as they are measured."""

from typing import NamedTuple

import ipywidgets as widgets

from helpers import jupyter, laws, machine, measure
from helpers.drawing import Text, legends
from helpers.labs import race_picture, race_words, rounds_table
from helpers.labs.measuring_lab import MeasuringLab
from helpers.labs.number_boxes import Typed
from helpers.labs.view import WIDE, size_slider
from helpers.measure import task_sizes
from helpers.reader import journal
from helpers.wording.arguments import (
    check_choice,
    check_count,
    check_functions,
    check_number,
    check_runner,
    check_same,
)
from helpers.wording.errors import refuses_in_one_line
from helpers.wording.words import compared, counted, times, two_digits

__all__ = ["RaceLab", "race"]

_MOST_WORKERS = min(64, measure.MAX_PROCESSES)


class Settings(NamedTuple):
    """The values of a race's controls."""

    workload: str
    n_workers: int
    task_size_ms: float
    n_tasks: int


@refuses_in_one_line
def race(
    runners,
    tasks,
    n_workers=None,
    task_size_ms=50.0,
    n_tasks=8,
    prediction=None,
    same=measure.equal,
):
    """Show a lab in which several runners do the same work in turn, and return it when they have.

    Parameters
    ----------
    runners : dict of str to callable
        By the tool's name; each ``runner(task, inputs, n_workers)`` returns the results in order,
        and may be ``async def``.
    tasks : dict of str to callable
        By the workload's name; each a function of one input that workers can import, and whose size
        `task_sizes.inputs_for` can choose.
    n_workers : int, optional
        Workers of every runner at first, 1 to 64, or 61 on Windows; the usable CPUs, but 2 of them or
        more, if not given.
    task_size_ms : float, optional
        Milliseconds of sequential work a task, at first.
    n_tasks : int, optional
        Tasks a run, at first.
    prediction : str, optional
        The tool that the reader expects to win; they may also choose it below.
    same : callable, optional
        Whether a result will do, as for `measure.sweep`.

    Returns
    -------
    RaceLab

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range; the message names it.
    """
    check_functions("runners", runners)
    for name, runner in runners.items():
        check_runner(f"runners[{name!r}]", runner)
    check_functions("tasks", tasks)
    if n_workers is None:
        n_workers = min(max(2, machine.usable_cpus()), _MOST_WORKERS)
    n_workers = check_count("n_workers", n_workers, _MOST_WORKERS)
    task_size_ms = check_number("task_size_ms", task_size_ms, 0.1, 1000)
    n_tasks = check_count("n_tasks", n_tasks, 1000)
    if prediction is not None:
        check_choice("prediction", prediction, runners)
    check_same(same)
    settings = Settings(next(iter(tasks)), n_workers, task_size_ms, n_tasks)
    return RaceLab(runners, tasks, settings, prediction, same)._show()


class RaceLab(MeasuringLab):
    """A race of tools; made by `race`. Its `wait` returns a Measurement for each tool, by name.

    Attributes
    ----------
    workload, n_workers, task_size, n_tasks, prediction : ipywidgets controls
        `task_size` is in milliseconds; `prediction` is the tool that the reader expects to win.
    """

    def __init__(self, runners, tasks, settings, prediction, same):
        self._runners, self._tasks, self._same = runners, tasks, same
        self._not_noted = ""
        self.workload = widgets.Dropdown(options=list(tasks), description="workload", **WIDE)
        self.n_workers = widgets.IntSlider(
            settings.n_workers,
            1,
            min(max(8, 2 * settings.n_workers), measure.MAX_PROCESSES),
            description="workers",
            **WIDE,
        )
        self.task_size = size_slider(settings.task_size_ms, 320, "task size (ms)")
        self.n_tasks = widgets.IntSlider(
            settings.n_tasks, 1, max(64, settings.n_tasks), description="tasks", **WIDE
        )
        self.prediction = widgets.Dropdown(
            options=[("choose one", None), *((name, name) for name in runners)],
            index=0 if prediction is None else 1 + list(runners).index(prediction),
            description="your favourite",
            **WIDE,
        )
        sliders = [self.n_workers, self.task_size, self.n_tasks]
        controls = [self.workload, *map(Typed, sliders)]
        # The settings for which there is a favourite, and its name.
        self._chosen = None if prediction is None else (settings, prediction)
        self.prediction.observe(self._choose, names="value")
        super().__init__(controls, [self.prediction], 5.6, height_in=1.05 + 0.4 * len(runners))
        height = self.picture.figure.get_size_inches()[1]
        self._axes = self.picture.figure.add_axes((0.35, 0.62 / height, 0.52, 1 - 0.95 / height))
        race_picture.prepare(self._axes, list(runners))

    def _choose(self, change):
        if change["new"] is not None:
            self._chosen = self._settings(), change["new"]
        elif self._chosen is not None and self._chosen[0] == self._settings():
            self._chosen = None

    def _on_move(self, change):
        super()._on_move(change)
        is_of_these = self._chosen is not None and self._chosen[0] == self._settings()
        self.prediction.value = self._chosen[1] if is_of_these else None
        jupyter.hear_while_a_cell_runs([self.prediction])  # it was written to

    def _settings(self):
        controls = (self.workload, self.n_workers, self.task_size, self.n_tasks)
        return Settings(*(control.value for control in controls))

    def _name(self):
        return f"the race of {counted(len(self._runners), 'tool')}"

    def _sentence_without_kernel(self):
        return (
            "Here are controls for the workload, the number of workers, the task size, the number of "
            "tasks and your favourite."
        )

    def _subject(self):
        return f"{counted(len(self._runners), 'tool')} in turn"

    def _steps(self, request, on_step):
        settings = request.settings
        task = self._tasks[settings.workload]
        rounds = measure.iter_race(
            self._runners,
            task,
            task_sizes.inputs_for(task, settings.task_size_ms, settings.n_tasks),
            settings.n_workers,
            budget_s=self._budget_s,
            same=self._same,
            stop=request.stop,
            with_ceilings=True,
            on_step=on_step,
        )
        return rounds, 2 + len(self._runners)

    def _keep(self, measurements, settings):
        task, size = self._tasks[settings.workload], f"{two_digits(settings.task_size_ms)} ms"
        told = [
            journal.note(name, task, settings, m, size=size) for name, m in measurements.items()
        ]
        self._not_noted = next(filter(None, told), "")  # a disk may fill up between two of them

    def _found(self):
        """Say in one sentence who won, if that can be told."""
        measurements = self._measured
        names = sorted(measurements, key=lambda name: measurements[name].speedup[-1], reverse=True)
        first, *others = names
        best = measurements[first]
        more = "".join(f" {note}" for note in (*best.notes, best.busy) if note)
        if best.nothing_left:
            return f"{_what(self._requested)}: no speedup can be told. {best.reason}{more}"
        pairs = len(names) * len(others) // 2  # any two of them might have been first and second
        beside = {name: measure.compare(best, measurements[name], pairs) for name in others}
        told = f"{first} was {compared(best.speedup[-1], 'the loop', best.intervals[-1])}"
        told += race_words.beside_others(beside)
        if best.verdict != measure.Verdict.FASTER:
            told += f" Its verdict beside the sequential loop: {best.verdict}. {best.reason}"
        told = f"{_what(self._requested)}: {told}{more}"
        guessed = race_words.favourite_told(self.prediction.value, first, measurements, beside)
        return f"{told}{guessed}{self._not_noted}"

    def _draw(self):
        settings, measurements = self._requested, self._measured
        found = {} if measurements is None else {k: m for k, m in measurements.items() if m.runs}
        ceilings = next(iter(found.values())).ceilings if found else {}
        ceiling = ceilings[max(ceilings)] if ceilings else None
        ideal = laws.ideal_speedup(settings.n_tasks, settings.n_workers)

        def add_artists():
            rows = {name: row for row, name in enumerate(self._runners)}
            favourite = self.prediction.value
            return race_picture.add_bars(self._axes, rows, found, favourite, ideal, ceiling)

        def texts():
            height = self.picture.figure.get_size_inches()[1]
            numbers = [
                Text(0.98, self._height(i), times(found[name].speedup[-1]), "rm")
                for i, name in enumerate(self._runners)
                if name in found
            ]
            return [Text(0.01, 1 - 0.2 / height, title), *numbers]

        title = f"{settings.workload}: {_what(settings)}   {self._state}".rstrip()
        told = "; ".join(f"{name} {times(m.speedup[-1])}" for name, m in found.items())
        self.picture.update(
            add_artists,
            caption=f"Speedup by tool. {title}: {told or 'nothing is measured yet'}.",
            texts=texts,
            scales=(self._axes.xaxis,),
            legend=legends.legend(
                race_picture.entries(found, ceiling, self.prediction.value is not None)
            ),
        )

        if not self._state.endswith("..."):
            told = {
                "task": settings.workload,
                "tasks": settings.n_tasks,
                "task size (ms)": settings.task_size_ms,
            }
            self._show_numbers(rounds_table.of_rounds(found, told) if found else "")

    def _height(self, row):
        """Return how high a row is, as a fraction of the figure."""
        figure, pixels = self.picture.figure, self._axes.transData.transform((0, row))
        return figure.transFigure.inverted().transform(pixels)[1]


def _what(settings):
    tasks, workers = counted(settings.n_tasks, "task"), counted(settings.n_workers, "worker")
    return f"{tasks} of {two_digits(settings.task_size_ms)} ms, {workers}"
