"""The lab on interpreters: the same threads with a GIL and without, under each Python of this machine."""

import ipywidgets as widgets

from helpers import jupyter, machine
from helpers.labs import rounds_table
from helpers.labs.interpreters_picture import (
    WIDTH_IN,
    InterpretersDrawing,
    Settings,
    height_in,
)
from helpers.labs.measuring_lab import MeasuringLab
from helpers.labs.number_boxes import Typed
from helpers.labs.predictions import Prediction
from helpers.labs.view import WIDE, size_slider
from helpers.measure import builds as measuring
from helpers.measure import task_sizes
from helpers.processes.interpreters import found as interpreters_found
from helpers.reader import intuition, journal
from helpers.wording.arguments import check_choice, check_count, check_list, check_number
from helpers.wording.errors import refuses_in_one_line
from helpers.wording.words import counted, short, times, two_digits

__all__ = ["InterpretersLab", "interpreters"]

_MOST_THREADS = 64


@refuses_in_one_line
def interpreters(
    builds=None,
    kind="Python loop",
    n_threads=4,
    task_size_ms=20.0,
    n_tasks=8,
    prediction=None,
):
    """Show a lab that runs the same threads under several Pythons, and return it when it has measured.

    Parameters
    ----------
    builds : list of Build, optional
        Of `measure.builds`; those of the interpreters that this machine has, if not given.
    kind : str, optional
        One of `measure.builds.TASKS`: what each task does, at first.
    n_threads : int, optional
        At first; 1 to 64.
    task_size_ms : float, optional
        Milliseconds that a task takes alone in this Python, at first, 1 to 1000; the others get the same
        work.
    n_tasks : int, optional
        Tasks a run.
    prediction : float, optional
        The speedup that the reader expects of the threads where the GIL is off, or if it is off nowhere, of
        those in this Python; 0 to the right end of the *threads* slider.

    Returns
    -------
    InterpretersLab

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range; the message names it.
    """
    if builds is None:
        builds = measuring.builds_of(interpreters_found())
    builds = check_list("builds", builds)
    if len(builds) > measuring.MOST_BUILDS:
        raise ValueError(f"builds must be {measuring.MOST_BUILDS} at most, not {len(builds)}.")
    for i, build in enumerate(builds):
        if not isinstance(build, measuring.Build):
            raise TypeError(
                f"builds[{i}] must be one of measure.builds.builds_of(...), not {short(build)}."
            )
    check_choice("kind", kind, measuring.TASKS)
    n_threads = check_count("n_threads", n_threads, _MOST_THREADS)
    task_size_ms = check_number("task_size_ms", task_size_ms, 1, 1000)
    n_tasks = check_count("n_tasks", n_tasks, 1000)
    if prediction is not None:
        prediction = check_number("prediction", prediction, 0, _most_threads(n_threads))
    settings = Settings(kind, n_threads, task_size_ms)
    return InterpretersLab(builds, settings, prediction, n_tasks)._show()


def _most_threads(n_threads):
    return max(8, n_threads)


def _numbers_up_to(n):
    """Choose which numbers of threads to measure: by doubling, and `n`; one alone is the loop."""
    return [*(2**k for k in range(1, n.bit_length()) if 2**k < n), n]


class InterpretersLab(MeasuringLab):
    """A lab on threads under several Pythons; made by `interpreters`.

    Attributes
    ----------
    kind, n_threads, task_size, prediction : ipywidgets controls
        `task_size` is in milliseconds.
    builds : list of Build
    """

    def __init__(self, builds, settings, prediction, n_tasks):
        self.builds, self._n_tasks = builds, n_tasks
        self._failures, self._not_noted = [], ""
        most = _most_threads(settings.n_threads)
        self.kind = widgets.Dropdown(
            options=list(measuring.TASKS), value=settings.kind, description="each task", **WIDE
        )
        self.n_threads = widgets.IntSlider(
            settings.n_threads, 1, most, description="threads", **WIDE
        )
        self.task_size = size_slider(settings.task_size_ms, 320, "task size (ms)")
        self._predicted = Prediction(prediction, most, self._settings)
        self.prediction = self._predicted.slider
        controls = [self.kind, Typed(self.n_threads), Typed(self.task_size)]
        others = [self._predicted.typed]
        super().__init__(controls, others, WIDTH_IN, height_in(len(builds)))
        names = [build.name for build in builds]
        self._drawing = InterpretersDrawing(self.picture, names, most, machine.usable_cpus())

    def _on_move(self, change):
        self._predicted.show()
        super()._on_move(change)

    def _settings(self):
        return Settings(self.kind.value, self.n_threads.value, self.task_size.value)

    def _name(self):
        return "the lab on interpreters"

    def _sentence_without_kernel(self):
        return (
            "Here are controls for what each task does, the number of threads, the task size and your "
            "prediction."
        )

    def _subject(self):
        return f"threads in {counted(len(self.builds), 'build')} of Python"

    def _announce(self):
        self._failures = []
        super()._announce()

    def _steps(self, request, on_step):
        settings, failures = request.settings, self._failures
        task = measuring.TASKS[settings.kind]
        numbers = _numbers_up_to(settings.n_threads)
        steps = measuring.iter_builds(
            self.builds,
            task,
            task_sizes.inputs_for(task, settings.task_size_ms, self._n_tasks),
            numbers,
            budget_s=self._budget_s,
            stop=request.stop,
            on_step=on_step,
            on_failure=lambda build, sentence: failures.append(sentence),
        )
        n_able = sum(measuring.suits(build, task) for build in self.builds)
        return steps, n_able * (1 + len(numbers))

    def _about(self, measured):
        """Return the name of the build that the prediction is about: without a GIL, or the first."""
        free = [build.name for build in self.builds if build.gil is False]
        return next(name for name in [*free, *measured] if name in measured)

    def _keep(self, measured, settings):
        guess, self._not_noted = self._predicted.to_note(settings), ""
        if guess is None:
            return
        name = self._about(measured)
        size = f"{two_digits(settings.task_size_ms)} ms"
        question = (
            f"Python {name}, {counted(settings.n_threads, 'thread')}: {settings.kind}, {size}"
        )
        m = measured[name]
        found = m.speedup[-1], m.intervals[-1]
        topic = intuition.TOPICS[0]
        one = intuition.beside(jupyter.notebook(), topic, question, guess, *found)
        self._not_noted = journal.keep(one)

    def _found(self):
        measured = self._of_runs()
        settings = self._requested
        threads = counted(settings.n_threads, "thread")
        told = "; ".join(f"{name}: {times(m.speedup[-1])}" for name, m in measured.items())
        sentences = [f"Times as fast with {threads} as in a loop. {told}.", _lost_told(measured)]
        if self._predicted.of(settings) is None:
            sentences.append("You have set no prediction for these settings.")
        else:
            name = self._about(measured)
            guessed = self._predicted.told(settings, measured[name])
            sentences.append(f"Your prediction is about {name}. {guessed}")
        if all(build.interpreter == self.builds[0].interpreter for build in self.builds):
            sentences.append("No other Python was found here.")
        left_out = [b.name for b in self.builds if not measuring.suits(b, self._task())]
        if left_out:
            sentences.append(f"{', '.join(left_out)}: left out, since they share no object.")
        busy = next((m.busy for m in measured.values() if m.busy), "")
        sentences += [*self._failures, busy]
        return f"{' '.join(filter(None, sentences))}{self._not_noted}"

    def _task(self):
        return measuring.TASKS[self._requested.kind]

    def _of_runs(self):
        """Return what was measured of the builds that have run with all numbers of threads."""
        measured, n = self._measured or {}, self._requested.n_threads
        return {name: m for name, m in measured.items() if m.n_workers[-1:] == [n]}

    def _draw(self):
        settings, measured = self._requested, self._of_runs()
        found = self._found() if measured else ""
        guess = self._predicted.of(settings)
        self._drawing.update(settings, measured, guess, self._state, found)
        if not self._state.endswith("..."):
            told = {
                "task": settings.kind,
                "tasks": self._n_tasks,
                "task size (ms)": settings.task_size_ms,
            }
            self._show_numbers(rounds_table.of_rounds(measured, told) if measured else "")


def _lost_told(measured):
    """Say how many updates of a shared object were lost; empty where none is shared."""
    told = [(name, m.lost, m.n_updates) for name, m in measured.items() if m.lost]
    if not told:
        return ""
    if not any(max(lost) for _, lost, _ in told):
        return f"No build lost any of the {told[0][2]:,} updates of a run."
    each = "; ".join(
        f"{name}: {'none' if not max(lost) else f'{min(lost):,} to {max(lost):,}'}"
        for name, lost, _ in told
    )
    return f"Lost of {told[0][2]:,} updates, from run to run. {each}."
