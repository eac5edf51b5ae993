"""The lab of the race: one workload under every tool, and bars that grow as they are measured."""

from typing import NamedTuple

import ipywidgets as widgets
from matplotlib.collections import LineCollection, PolyCollection
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from helpers import laws, machine, measure
from helpers.drawing import Text, axes
from helpers.labs.lab import N_REPEATS, MeasuringLab
from helpers.labs.speedup_picture import tasks_wait
from helpers.labs.view import WIDE, size_slider
from helpers.measure import ceilings, task_sizes
from helpers.reader import journal
from helpers.wording.arguments import check_choice, check_count, check_function, check_number
from helpers.wording.words import counted, times, two_digits

__all__ = ["RaceLab", "race"]

_MOST_WORKERS = min(64, measure.MAX_PROCESSES)


class Settings(NamedTuple):
    """The values of a race's controls."""

    workload: str
    n_workers: int
    task_size_ms: float
    n_tasks: int


def race(runners, tasks, n_workers=None, task_size_ms=50.0, n_tasks=8, prediction=None):
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
        The tool that the reader expects to win; the first if not given.

    Returns
    -------
    RaceLab

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range; the message names it.
    """
    for name, functions in (("runners", runners), ("tasks", tasks)):
        if not isinstance(functions, dict) or not functions:
            raise TypeError(f"{name} must be a dict of names and functions, with one or more.")
        for key, function in functions.items():
            check_function(f"{name}[{key!r}]", function)
    if n_workers is None:
        n_workers = min(max(2, machine.usable_cpus()), _MOST_WORKERS)
    n_workers = check_count("n_workers", n_workers, _MOST_WORKERS)
    check_number("task_size_ms", task_size_ms, 0.1, 1000)
    n_tasks = check_count("n_tasks", n_tasks, 1000)
    prediction = next(iter(runners)) if prediction is None else prediction
    check_choice("prediction", prediction, runners)
    settings = Settings(next(iter(tasks)), n_workers, task_size_ms, n_tasks)
    return RaceLab(runners, tasks, settings, prediction)._show()


class RaceLab(MeasuringLab):
    """A race of tools; made by `race`. Its `wait` returns a Measurement for each tool, by name.

    Attributes
    ----------
    workload, n_workers, task_size, n_tasks, prediction : ipywidgets controls
        `task_size` is in milliseconds; `prediction` is the tool that the reader expects to win.
    """

    def __init__(self, runners, tasks, settings, prediction):
        self._runners, self._tasks = runners, tasks
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
            options=list(runners), value=prediction, description="your favourite", **WIDE
        )
        controls = [self.workload, self.n_workers, self.task_size, self.n_tasks]
        super().__init__(controls, [self.prediction], height_in=2.1 + 0.45 * len(runners))
        self.status.layout.min_height = "88px"  # four lines: a long sentence moves nothing
        height = self.picture.figure.get_size_inches()[1]
        self._axes = self.picture.figure.add_axes((0.2, 1.22 / height, 0.7, 1 - 1.7 / height))
        self.picture.figure.legend(handles=_legend(), loc="lower center", ncols=3, frameon=False)
        _prepare(self._axes, list(runners))

    def _settings(self):
        controls = (self.workload, self.n_workers, self.task_size, self.n_tasks)
        return Settings(*(control.value for control in controls))

    def _sentence_without_kernel(self):
        return (
            "Here are controls for the workload, the number of workers, the task size, the number of "
            "tasks and your favourite."
        )

    def _subject(self):
        return f"{counted(len(self._runners), 'tool')} in turn"

    def _work(self, request):
        settings = request.settings
        task = self._tasks[settings.workload]
        inputs = task_sizes.inputs_for(task, settings.task_size_ms, settings.n_tasks)
        limit_s = 20 + 3 * settings.n_tasks * settings.task_size_ms / 1000
        rounds = measure.iter_race(
            self._runners, task, inputs, settings.n_workers, N_REPEATS, request.stop
        )
        n_steps = N_REPEATS * (1 + len(self._runners))
        measurements = self._follow(rounds, n_steps, limit_s, request)
        if not _wait(task, measurements):
            self._measure_ceilings([ceilings.workers_that_count(settings.n_workers)], request)
        return measurements

    def _keep(self, measurements):
        settings, task = self._requested, self._tasks[self._requested.workload]
        kind = journal.kind_of(_wait(task, measurements))
        size = f"{two_digits(settings.task_size_ms)} ms"
        told = [
            journal.note(name, task, settings, m, kind=kind, size=size)
            for name, m in measurements.items()
        ]
        self._not_noted = next(filter(None, told), "")  # a disk may fill up between two of them

    def _found(self):
        """Say in one sentence who won, if that can be told."""
        measurements = self._measured
        names = sorted(measurements, key=lambda name: measurements[name].speedup[-1], reverse=True)
        ranges = {name: measurements[name].speedup_range[-1] for name in names}
        first = names[0]
        level = [name for name in names[1:] if ranges[name][1] >= ranges[first][0]]
        best = f"{first} ({times(ranges[first][0])} to {times(ranges[first][1])} times the loop's speed)"
        if level:
            ranges_of = "range" if len(level) == 1 else "ranges"
            told = f"{best} had the best median, but the {ranges_of} of {', '.join(level)} "
            told += (
                f"overlap{'s' * (len(level) == 1)} it: this machine cannot tell which is faster."
            )
        else:
            told = f"{best} was faster than all others in every repeat."
        if measurements[first].verdict != measure.Verdict.FASTER:
            told += " Its verdict beside the sequential loop: "
            told += f"{measurements[first].verdict}."
        told = f"{_what(self._requested)}: {told}"
        return f"{told} Your favourite was {self.prediction.value}.{self._not_noted}"

    def _draw(self):
        settings, measurements = self._requested, self._measured
        found = {} if measurements is None else {k: m for k, m in measurements.items() if m.runs}
        ceiling = None
        if found and not _wait(self._tasks[settings.workload], measurements):
            n = ceilings.workers_that_count(settings.n_workers)
            ceiling = ceilings.known(n).get(n)
        ideal = laws.ideal_speedup(settings.n_tasks, settings.n_workers)

        def add_artists():
            return _add(self._axes, found, self.prediction.value, ideal, ceiling)

        def texts():
            written = [Text(0.2, 1 - 0.3 / self.picture.figure.get_size_inches()[1], title)]
            for i, name in enumerate(self._runners):
                if name in found:
                    written.append(
                        Text(0.98, self._height(i), times(found[name].speedup[-1]), "rm")
                    )
            return written

        title = f"{settings.workload}: {_what(settings)}   {self._state}".rstrip()
        told = "; ".join(f"{name} {times(m.speedup[-1])}" for name, m in found.items())
        self.picture.update(
            add_artists,
            caption=f"Speedup by tool. {title}: {told or 'nothing is measured yet'}.",
            texts=texts,
            scales=(self._axes.xaxis,),
        )

    def _height(self, row):
        """Return how high a row is, as a fraction of the figure."""
        figure, pixels = self.picture.figure, self._axes.transData.transform((0, row))
        return figure.transFigure.inverted().transform(pixels)[1]


def _what(settings):
    tasks, workers = counted(settings.n_tasks, "task"), counted(settings.n_workers, "worker")
    return f"{tasks} of {two_digits(settings.task_size_ms)} ms, {workers}"


def _wait(task, measurements):
    """Tell whether the tasks wait; some say so of themselves, and may be too small to show it."""
    return getattr(task, "waits", False) or all(tasks_wait(m) for m in measurements.values())


def _prepare(ax, names):
    """Set up axes for a bar a tool."""
    ax.set(ylim=(len(names) - 0.45, -0.55), xlabel="speedup (times)")
    ax.set_yticks(range(len(names)), names)
    axes.tidy(ax)
    ax.grid(False)
    ax.tick_params(length=0, labelbottom=False)
    ax.tick_params(axis="y", pad=20)  # room for the mark of the favourite
    ax.xaxis.labelpad = 24


def _legend():
    """Return the legend's entries for what `_add` draws."""
    mark = {"marker": "D", "linestyle": "", "markeredgecolor": "black"}
    return [
        Patch(color=axes.BARS[1], label="median, as the number says"),
        Line2D([], [], color=axes.MEASURED, linewidth=4, label="range"),
        Line2D([], [], color=axes.PREDICTED, label="your favourite", **mark),
        Line2D([], [], color=axes.IDEAL, linewidth=0.8, label="the sequential loop"),
        Line2D([], [], color=axes.IDEAL, linestyle=":", label="ideal: whole rounds of tasks"),
        Line2D([], [], color=axes.CEILING, linestyle="--", label="ceiling, if tasks compute"),
    ]


def _add(ax, measurements, favourite=None, ideal=None, ceiling=None):
    """Add a bar a tool to prepared axes, with its range, and mark what it is to be compared with."""
    rows = {label.get_text(): row for row, label in enumerate(ax.get_yticklabels())}
    highest = [m.speedup_range[-1][1] for m in measurements.values()]
    most = max([1.2, *highest, *(x for x in (ideal, ceiling) if x is not None)])
    ax.set_xlim(0, 1.04 * most)
    boxes, ranges = [], []
    for name, m in measurements.items():
        row, value = rows[name], m.speedup[-1]
        boxes.append([(0, row - 0.32), (value, row - 0.32), (value, row + 0.32), (0, row + 0.32)])
        ranges.append([(x, row) for x in m.speedup_range[-1]])
    added = [
        ax.add_collection(PolyCollection(boxes, facecolors=axes.BARS[1]), autolim=False),
        ax.add_collection(
            LineCollection(ranges, colors=axes.MEASURED, linewidths=4), autolim=False
        ),
        axes.add_line(ax, [1, 1], ax.get_ylim(), color=axes.IDEAL, linewidth=0.8),
    ]
    for value, style in ((ideal, (axes.IDEAL, ":")), (ceiling, (axes.CEILING, "--"))):
        if value is not None:
            line = {"color": style[0], "linestyle": style[1], "linewidth": 1.5}
            added.append(axes.add_line(ax, [value, value], ax.get_ylim(), **line))
    if favourite in rows:
        mark = {"marker": "D", "markersize": 9, "linestyle": "", "markeredgecolor": "black"}
        # Beside the tool's name: on the scale, it would look like a predicted speedup.
        beside = {"transform": ax.get_yaxis_transform(), "clip_on": False}
        line = axes.add_line(ax, [-0.02], [rows[favourite]], color=axes.PREDICTED, **mark, **beside)
        added.append(line)
    return added
