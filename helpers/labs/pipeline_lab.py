"""The lab on pipelines: how long the queues get, who is busy, and what the slowest stage allows."""

import ipywidgets as widgets

from helpers import jupyter
from helpers.labs import pipeline_words
from helpers.labs.lab import Lab
from helpers.labs.number_boxes import Typed
from helpers.labs.pipeline_picture import HEIGHT_IN, WIDTH_IN, PipelineDrawing
from helpers.labs.pipeline_runs import TIMES, Settings, run_once
from helpers.labs.predictions import Prediction
from helpers.labs.view import WIDE, size_slider
from helpers.reader import intuition, journal
from helpers.wording.arguments import (
    check_choice,
    check_count,
    check_functions,
    check_list,
    check_number,
    check_takes,
)
from helpers.wording.errors import refuses_in_one_line
from helpers.wording.words import counted, name_of, two_digits

__all__ = ["PipelineLab", "pipeline"]

_MOST_WORKERS = 8  # a stage
_MOST_MS, _MOST_PER_S = 200.0, 1000.0
_MOST_ITEMS, _MOST_LENGTH = 200, 100
_N_RUNS, _BUDGET_S = 3, 4.0  # no further run begins once they have taken so long
_LATE_S, _LATE_TIMES = 10.0, 3  # as in `measuring_lab`; workers have to start, too
_TOPIC = "waiting"
_CLOSE = 1.1  # a prediction within this factor agrees with what was found


@refuses_in_one_line
def pipeline(
    runners,
    stages,
    n_workers=None,
    maxsize=4,
    n_items=40,
    times=TIMES[0],
    prediction=None,
):
    """Show a lab in which items go through the stages of a pipeline, and return it after its first runs.

    Parameters
    ----------
    runners : dict of str to callable
        By the name that the menu shows. Each ``runner(stages, items, n_workers, maxsize)`` lets every item
        pass every stage, by calling ``stages[i](item)`` and handing on what that returns; stage `i` has
        ``n_workers[i]`` workers, and the queues between the stages hold `maxsize` items. It returns a list
        of what the last stage has returned, in any order. If it is ``async def``, so are the stages.
    stages : dict of str to float
        Two or three names, and how many milliseconds an item takes there at first.
    n_workers : sequence of int, optional
        How many workers each stage has at first, 1 to 8; one each if not given.
    maxsize : int, optional
        How many items a queue between two stages may hold at first, 1 to 100.
    n_items : int, optional
        How many items go through at first, 2 to 200.
    times : str, optional
        At first: "alike", or "uneven", where some items take longer in a stage than others; the work is
        the same.
    prediction : float, optional
        The items a second that the reader expects at first, 0 to 1,000.

    Returns
    -------
    PipelineLab

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range; the message names it.
    """
    check_functions("runners", runners)
    for name, runner in runners.items():
        _check_runner(name, runner)
    if not isinstance(stages, dict) or len(stages) not in (2, 3):
        raise TypeError("stages must be a dict of two or three names with their milliseconds.")
    sizes_ms = tuple(
        float(check_number(f"stages[{name!r}]", size_ms, 0.1, _MOST_MS))
        for name, size_ms in stages.items()
    )
    n_workers = [1] * len(stages) if n_workers is None else check_list("n_workers", n_workers)
    if len(n_workers) != len(stages):
        raise ValueError(
            f"n_workers must have a number for each stage: {len(stages)}, not {len(n_workers)}."
        )
    n_workers = tuple(check_count("n_workers", n, _MOST_WORKERS) for n in n_workers)
    maxsize = check_count("maxsize", maxsize, _MOST_LENGTH)
    n_items = check_count("n_items", n_items, _MOST_ITEMS)
    check_number("n_items", n_items, 2, _MOST_ITEMS)
    check_choice("times", times, TIMES)
    if prediction is not None:
        prediction = check_number("prediction", prediction, 0, _MOST_PER_S)
    settings = Settings(next(iter(runners)), n_workers, sizes_ms, maxsize, n_items, times)
    return PipelineLab(runners, [str(name) for name in stages], settings, prediction)._show()


def _check_runner(name, runner):
    told = "four arguments: def with_threads(stages, items, n_workers, maxsize)"
    check_takes(f"runners[{name!r}]", runner, 4, told)


class PipelineLab(Lab):
    """A lab on pipelines; made by `pipeline`.

    Attributes
    ----------
    kind, maxsize, n_items, times, prediction : ipywidgets controls
        Setting a ``.value`` does what moving or choosing does.
    n_workers, sizes_ms : list of ipywidgets controls
        One for each stage.
    """

    def __init__(self, runners, names, settings, prediction):
        self._runners, self._names, self._runs, self._not_noted = runners, names, [], ""
        self.kind = widgets.Dropdown(options=list(runners), description="workers are", **WIDE)
        self.times = widgets.Dropdown(
            options=TIMES, value=settings.times, description="times of items", **WIDE
        )
        self.n_workers = [
            widgets.IntSlider(n, 1, _MOST_WORKERS, description=f"workers, {name}", **WIDE)
            for name, n in zip(names, settings.n_workers, strict=True)
        ]
        self.sizes_ms = [
            size_slider(size_ms, _MOST_MS, f"an item (ms), {name}")
            for name, size_ms in zip(names, settings.sizes_ms, strict=True)
        ]
        self.maxsize = widgets.IntSlider(
            settings.maxsize, 1, _MOST_LENGTH, description="length of a queue", **WIDE
        )
        self.n_items = widgets.IntSlider(
            settings.n_items, 2, _MOST_ITEMS, description="items", **WIDE
        )
        self._predicted = Prediction(prediction, _MOST_PER_S, self._settings)
        self.prediction = self._predicted.slider
        of_stages = [
            Typed(slider)
            for pair in zip(self.n_workers, self.sizes_ms, strict=True)
            for slider in pair
        ]
        controls = [self.kind, self.times, *of_stages, Typed(self.maxsize), Typed(self.n_items)]
        super().__init__(controls, [self._predicted.typed], WIDTH_IN, HEIGHT_IN, n_parts=2)
        self._drawing = PipelineDrawing(self.picture, names)

    def _settings(self):
        return Settings(
            self.kind.value,
            tuple(slider.value for slider in self.n_workers),
            tuple(slider.value for slider in self.sizes_ms),
            self.maxsize.value,
            self.n_items.value,
            self.times.value,
        )

    def _name(self):
        return "the lab on pipelines"

    def _sentence_without_kernel(self):
        return (
            "Here are controls for the kind of workers, how many there are in each stage, how long an item "
            "takes there, the length of the queues, the number of items and your prediction."
        )

    def _on_move(self, change):
        self._predicted.show()
        super()._on_move(change)

    def _on_redraw(self, change):
        with self._screen:
            super()._on_redraw(change)
            if not self._state and self._runs:
                self._say(self._found())

    def _announce(self):
        self._runs = []
        self._say(f"Running {self._what(self._requested)} ...")

    def _what(self, settings):
        """Say what goes through which pipeline, as in "40 items through fetch (1 x 10 ms)"."""
        stages = ", ".join(
            f"{name} ({n} x {two_digits(size_ms)} ms)"
            for name, n, size_ms in zip(
                self._names, settings.n_workers, settings.sizes_ms, strict=True
            )
        )
        uneven = " of uneven times" if settings.times == TIMES[1] else ""
        queues = f"queues of {settings.maxsize}"
        return f"{counted(settings.n_items, 'item')}{uneven} through {stages}, {queues}, {settings.kind}"

    def _work(self, request):
        settings = request.settings
        runner, runs = self._runners[settings.kind], []
        limit_s = _LATE_S + _LATE_TIMES * settings.expected_s
        while len(runs) < _N_RUNS and sum(run.elapsed_s for run in runs) < _BUDGET_S:
            request.expect_within(f"runner {name_of(runner)}", limit_s, self._warn)
            runs.append(run_once(runner, settings, request.stop))
            request.expect_nothing()
            with self._screen:
                if not request.stop.is_set():
                    self._runs = list(runs)
                    self.progress.value = len(runs) / (_N_RUNS + 1)
                    self._show_state(f"run {len(runs)} of {_N_RUNS} ...")
        return _middle(runs)

    def _keep(self, run, settings):
        guess, self._not_noted = self._predicted.to_note(settings), ""
        if guess is not None:
            question = f"items a second: {self._what(settings)}"
            one = intuition.beside(
                jupyter.notebook(), _TOPIC, question, guess, run.throughput_per_s, _agrees(run)
            )
            self._not_noted = journal.keep(one)

    def _run(self):
        """Return the run with the middle throughput of those that there are; None before the first."""
        return _middle(self._runs) if self._runs else None

    def _found(self):
        run = self._run()
        if run is None:
            return "Nothing is measured yet."
        guessed = self._predicted.told_beside(self._requested, run.throughput_per_s, _agrees(run))
        return f"{self._told(run, guessed)}{self._not_noted}"

    def _told(self, run, guessed=""):
        parts = [
            pipeline_words.throughput_told(run, self._names),
            guessed,
            pipeline_words.busy_told(run, self._names),
            pipeline_words.little_told(run),
        ]
        return " ".join(filter(None, parts))

    def _draw(self):
        settings, run = self._requested, self._run()
        what, found = self._what(settings), "" if run is None else self._told(run)
        guess = self._predicted.of(settings)
        self._drawing.update(settings, run, guess, self._state, what, found)
        if not self._state.endswith("..."):
            self._show_numbers("" if run is None else pipeline_words.numbers(run, self._names))


def _middle(runs):
    return sorted(runs, key=lambda run: run.throughput_per_s)[len(runs) // 2]


def _agrees(run):
    return run.throughput_per_s / _CLOSE, run.throughput_per_s * _CLOSE
