"""The lab on faults: programs that hang, dawdle or lose something, and a reader who names why."""

from functools import partial
from typing import NamedTuple

import ipywidgets as widgets

from helpers import jupyter
from helpers.labs import fault_runs, fault_signs, rounds_table
from helpers.labs.buttons import telling
from helpers.labs.choices import choice_buttons, mark_choice
from helpers.labs.fault_picture import HEIGHT_IN, WIDTH_IN, FaultDrawing
from helpers.labs.faulty_programs import FAULTS, PROGRAMS
from helpers.labs.lab import Lab
from helpers.labs.number_boxes import Typed
from helpers.labs.view import WIDE
from helpers.reader import intuition, journal
from helpers.wording.arguments import check_choice, check_count
from helpers.wording.errors import refuses_in_one_line
from helpers.wording.html import Html, markup, table
from helpers.worker.noted_waits import STATES

__all__ = ["FaultsLab", "faults"]

_MOST_S = 10
_START_S = 15.0  # so long a process may take to begin before the lab calls it late
_QUESTION = "Which fault has this program?"
_BUTTON = "28px"  # as tall as Run and Stop
_TEXT = (
    "<details><summary>Program {}, with the numbers of its lines</summary>"
    '<pre tabindex="0" style="white-space: pre; overflow: auto; max-height: 440px; line-height: 1.3">{}'
    "</pre></details>"
)


class Settings(NamedTuple):
    """The values of the lab's controls."""

    program: str
    seconds: int


@refuses_in_one_line
def faults(program="A", seconds=3, prediction=None):
    """Show a lab with six programs that have a fault each, and return it after its first run.

    Each runs in a process of its own, which is ended when its time is over, and at once by Stop.

    Parameters
    ----------
    program : str, optional
        "A" to "F": the first to run.
    seconds : int, optional
        How long it is watched at most, 1 to 10.
    prediction : str, optional
        The fault that the reader names of the first program, one of "deadlock", "starved pool", "blocked
        loop", "lost exception", "straggler" and "memory that grows".

    Returns
    -------
    FaultsLab

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range; the message names it.
    """
    check_choice("program", program, PROGRAMS)
    seconds = check_count("seconds", seconds, _MOST_S)
    if prediction is not None:
        check_choice("prediction", prediction, FAULTS)
    return FaultsLab(Settings(program, seconds), prediction)._show()


class FaultsLab(Lab):
    """A lab on programs with a fault; made by `faults`.

    Attributes
    ----------
    program, seconds : ipywidgets controls
        Setting a ``.value`` does what choosing or moving does.
    faults : dict of str to ipywidgets.Button
        By the fault that each names.
    """

    def __init__(self, settings, prediction=None):
        self.program = widgets.Dropdown(
            options=list(PROGRAMS), value=settings.program, description="program", **WIDE
        )
        self.seconds = widgets.IntSlider(
            settings.seconds, 1, _MOST_S, description="watched for (s)", **WIDE
        )
        self.faults = choice_buttons(FAULTS, _QUESTION)
        for button in self.faults.values():
            button.layout.min_height = _BUTTON  # in a second row, too, where nothing taller stands
        self._named = {} if prediction is None else {settings.program: prediction}  # by program
        self._watched, self._not_noted = None, ""
        asked = widgets.HTML(f'<span style="line-height: 1.5">{_QUESTION}</span>')
        controls = [self.program, Typed(self.seconds)]
        super().__init__(controls, [], WIDTH_IN, HEIGHT_IN, row=[asked, *self.faults.values()])
        self._drawing = FaultDrawing(self.picture)
        tell = partial(telling, say=self._say)
        for fault, button in self.faults.items():
            button.on_click(tell(partial(self._name_fault, fault)))

    def _settings(self):
        return Settings(self.program.value, self.seconds.value)

    def _name(self):
        return "the lab on faults"

    def _sentence_without_kernel(self):
        return "Here are a menu of programs, a slider for the time, and a button for each fault."

    def _announce(self):
        self._watched, self._not_noted = None, ""
        self._mark()
        self._say(f"Program {self._requested.program} runs. What do its threads wait for?")

    def _work(self, request):
        name, seconds = request.settings
        request.expect_within(f"program {name}", seconds + _START_S, self._warn)

        def show(watched):
            with self._screen:
                if not request.stop.is_set():
                    self._watched = watched
                    self.progress.value = min(1.0, watched.end_s / seconds)
                    self._show_state(f"{watched.end_s:.1f} s ...")

        return fault_runs.watch(PROGRAMS[name].text, seconds, request.stop, show)

    def _keep(self, watched, settings):
        self._watched = watched
        self._note(settings.program)

    def _name_fault(self, fault, _):
        with self._screen:
            self._named[self._requested.program] = fault
            self._mark()
            if self._watched is not None and not self._state:  # it was watched to its end
                self._note(self._requested.program)
                self._say(self._found())
            self._show_state(self._state)

    def _mark(self):
        """Show which fault was named, and whether it is right."""
        name = self._requested.program
        named = self._named.get(name)
        mark_choice(self.faults, named, named == PROGRAMS[name].fault)
        jupyter.hear_while_a_cell_runs(list(self.faults.values()))

    def _note(self, name):
        """Note what was named of a program first, beside its fault."""
        named, lesson = self._named.get(name), jupyter.notebook()
        question = f"the fault of program {name}"
        if named is None or intuition.first_on(lesson, question) is not None:
            return
        what = (lesson, "failures", question, named, PROGRAMS[name].fault)
        self._not_noted = journal.keep(intuition.beside(*what))

    def _found(self):
        name = self._requested.program
        told, named = fault_signs.facts(self._watched), self._named.get(name)
        if named is None:
            return f"{told} {_QUESTION} Click a button."
        fault, _, remedy = PROGRAMS[name]
        if named != fault:
            return (
                f"You said {named}: that would show {fault_signs.LOOKS[named]}. Look again: {told}"
                f"{self._not_noted}"
            )
        sign = fault_signs.sign_of(fault, self._watched)
        sign = sign or "It does not show in this run: watch it for longer, or run it again."
        return f"You said {named}: right. {sign} {remedy} {told}{self._not_noted}"

    def _draw(self):
        settings = self._requested
        name, fault = settings.program, PROGRAMS[settings.program].fault
        is_over = self._watched is not None and not self._state
        is_known = is_over and self._named.get(name) == fault
        told = self._found() if is_over else ""
        self._drawing.update(settings, self._watched, fault if is_known else "", self._state, told)
        self._show_text(name if is_known else None)
        if not self._state.endswith("..."):
            self._show_numbers(_numbers(self._watched) if self._watched is not None else "")

    def _show_text(self, name):
        """Show a program's text once its fault is known: a sentence may speak of its lines."""
        told = ""
        if name is not None:
            lines = PROGRAMS[name].text.splitlines()
            numbered = "\n".join(f"{n:2}  {line}" for n, line in enumerate(lines, start=1))
            told = markup(_TEXT, name, numbered)
        if told != self.printed.value:
            self.printed.value = told


def _numbers(watched):
    """Write a line for each thread, and a file with each stretch of a thread in one state."""
    stretches = watched.stretches
    names = {number: watched.name_of(number) for number in watched.last}
    rows = []
    for number, name in names.items():
        spent_s = [
            sum(s.end_s - s.start_s for s in stretches if (s.number, s.state) == (number, state))
            for state in STATES
        ]
        cpu = f"{watched.cpu_s[number]:.2f}" if number in watched.cpu_s else ""
        rows.append((name, *(f"{each:.2f}" for each in spent_s), cpu))
    titles = ["thread", *(f"{state} (s)" for state in STATES), "on a CPU (s)"]
    lines = [(names[s.number], s.state, s.start_s, s.end_s, s.line or "") for s in stretches]
    text = rounds_table.written(["thread", "state", "start (s)", "end (s)", "line"], lines)
    return Html(rounds_table.beside_a_file(table(titles, rows), "threads.csv", text, "every state"))
