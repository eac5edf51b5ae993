"""A prediction about what a later cell measures: a number that is typed, or a choice that is clicked."""

import sys
import threading

import ipywidgets as widgets

from helpers import jupyter
from helpers.drawing import UnbrokenHTML
from helpers.labs.accessibility import announced, announcement, mark_refused
from helpers.labs.choices import choice_buttons, mark_choice
from helpers.labs.number_boxes import number_in
from helpers.labs.page import display, gone
from helpers.reader import intuition, journal
from helpers.wording.arguments import check_choice, check_list, check_real
from helpers.wording.errors import refuses_in_one_line
from helpers.wording.html import markup
from helpers.wording.words import short

__all__ = ["PredictionBox", "predict"]

_LABEL = '<div style="line-height: 1.5; white-space: normal">{}</div>'
_WRAP = widgets.Layout(flex_flow="row wrap", width="98%")

_lock = threading.RLock()  # an answer may come in another thread than the one whose cell measures
_states = {}  # by lesson, question and choices: a cell that runs again is asked the same


class _State:
    """What is known of one question in this kernel.

    Attributes
    ----------
    answer : float, str or None
        The first; None while there is none.
    compared : intuition.Compared or None
        The answer beside what was measured, once it was.
    measured : float, str or None
        What was, if it was.
    """

    def __init__(self):
        self.answer = self.compared = self.measured = None


@refuses_in_one_line
def predict(question, choices=None, *, topic, answer=None):
    """Show a small control for a prediction, and return what compares it with what is measured.

    The first answer counts, if it is given before `compare` is called, and if the journal has none on this
    question yet. Without an answer, nothing is noted, and nothing waits for one.

    Parameters
    ----------
    question : str
        In a few words, what is predicted, with its unit: "seconds with four threads".
    choices : list of str, optional
        What to choose from; without them, a number is typed.
    topic : str
        One of ``intuition.TOPICS``.
    answer : float or str, optional
        The prediction, where no control can be shown.

    Returns
    -------
    PredictionBox

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or none of what it may be; the message names it.
    """
    if not isinstance(question, str) or not question.strip():
        raise TypeError(f"question must be a text of a few words, not {short(question)}.")
    check_choice("topic", topic, intuition.TOPICS)
    if choices is not None:
        choices = check_list("choices", choices)
        for choice in choices:
            if not isinstance(choice, str) or choices.count(choice) > 1:
                raise ValueError(f"choices must be different texts, not {short(choices)}.")
    if answer is not None:
        _check("answer", answer, choices)
    return PredictionBox(question, choices, topic, answer)._show()


def _check(name, value, choices):
    if choices is not None:
        check_choice(name, value, choices)
        return
    check_real(name, value)
    if not abs(value) <= sys.float_info.max:  # nor is it NaN
        raise ValueError(f"{name} must be a finite number, not {short(value)}.")


def _check_interval(interval):
    if interval is None:
        return
    try:
        low, high = interval
        for end in (low, high):
            check_real("interval", end)
    except (TypeError, ValueError):
        raise TypeError(
            f"interval must be two numbers, such as (1.5, 2.5), not {short(interval)}."
        ) from None
    if low > high:
        raise ValueError(f"interval must begin with the smaller number, not {short(interval)}.")


class PredictionBox:
    """A control for one prediction; made by `predict`.

    Attributes
    ----------
    number : ipywidgets.Text or None
        Where it is typed, if it is a number.
    buttons : dict of str to ipywidgets.Button
        By choice, if it is one of some.
    status : ipywidgets.HTML
    """

    def __init__(self, question, choices, topic, answer):
        self._question, self._choices, self._topic = question, choices, topic
        self._lesson = jupyter.notebook()
        key = (self._lesson, question, choices and tuple(choices))
        self._state = _states.setdefault(key, _State())
        self.status = announced(UnbrokenHTML())
        self.status.add_class("prediction-status")
        self.number, self.buttons = None, {}
        if choices is None:
            self.number = widgets.Text(
                description=f"{question}:",
                placeholder="your prediction",
                continuous_update=False,
                style={"description_width": "initial"},
                layout=widgets.Layout(width="98%", max_width="600px"),
            )
            self.number.add_class("prediction-number")
            self.number.observe(self._on_typed, names="value")
            asked = widgets.VBox([self.number])
            asked.add_class("lab-questions")
            shown = [asked]
        else:
            self.buttons = choice_buttons(choices, question)
            for choice, button in self.buttons.items():
                button.on_click(lambda _, choice=choice: self._on_click(choice))
            row = widgets.HBox(list(self.buttons.values()), layout=_WRAP)
            shown = [widgets.HTML(markup(_LABEL, question)), row]
        self._box = widgets.VBox([gone(), *shown, self.status])
        with _lock:
            if answer is not None:
                self._take(answer)
            self._tell()

    @property
    def answer(self):
        """The reader's first answer, a number or one of the choices; None while there is none."""
        return self._state.answer

    @refuses_in_one_line
    def compare(self, measured, interval=None):
        """Print what was measured beside what was predicted, and note both the first time.

        Parameters
        ----------
        measured : float or str
            A number, or the choice that has come true.
        interval : (float, float), optional
            Between which a predicted number is right; within 10 % of the measured one, if not given.

        Raises
        ------
        TypeError, ValueError
            If it is no number, or none of the choices; or if `interval` is no pair of numbers.
        """
        _check("measured", measured, self._choices)
        if self._choices is None:
            measured = float(measured)
            _check_interval(interval)
        with _lock:
            state, sentence = self._state, ""
            told = f"it was {intuition.written(measured)}"
            if state.answer is not None:
                what = (self._lesson, self._topic, self._question, state.answer, measured, interval)
                compared = intuition.beside(*what)
                if state.compared is None and self._earlier() is None:
                    sentence = journal.keep(compared)
                state.compared, told = compared, compared.told
            state.measured = measured
            self._tell()
        print(f"{self._question}: {told}.{sentence}")

    def _earlier(self):
        """Return what the journal has on this question, from this kernel or an earlier one."""
        return intuition.first_on(self._lesson, self._question)

    def _on_typed(self, change):
        typed = change["new"]
        answer = number_in(typed)
        with _lock:
            if not typed.strip():
                return self._tell()
            if answer is None:
                self._say(f"Type a number, such as 0.5, not {short(typed)}.", alarm=True)
                mark_refused(self.number, True)
                return jupyter.hear_while_a_cell_runs([self.number])
            self._take(answer)
            self._tell(is_again=answer != self.answer)

    def _on_click(self, choice):
        with _lock:
            self._take(choice)
            self._tell(is_again=choice != self.answer)

    def _take(self, answer):
        """Take an answer, if it is the first and nothing was measured yet."""
        if self._state.answer is None and self._state.measured is None:
            self._state.answer = answer if isinstance(answer, str) else float(answer)

    def _tell(self, is_again=False):
        """Show the answer that counts, and say what is known."""
        state = self._state
        if self.number is not None and state.answer is not None:
            self.number.value = intuition.typed(state.answer)
        mark_choice(self.buttons, state.answer)
        self._say(self._told(is_again))
        if self.number is not None:
            mark_refused(self.number, False)
        jupyter.hear_while_a_cell_runs([w for w in (self.number, *self.buttons.values()) if w])

    def _told(self, is_again):
        state = self._state
        if state.compared is not None:
            return f"{state.compared.told[:1].upper()}{state.compared.told[1:]}."
        if state.measured is not None:
            was = f"It was {intuition.written(state.measured)}"
            return f"{was}, so an answer would be no prediction now: none is counted."
        earlier = self._earlier()
        if earlier is not None:
            return f"On {earlier.when[:10]}, {earlier.told}. That counts, whatever you say now."
        if state.answer is not None:
            said = f"You said {intuition.typed(state.answer)}"
            return f"{said}: the first answer counts." if is_again else f"{said}. Now measure it."
        how = "Choose one" if self.buttons else "Type a number and press Enter"
        return f"{how}: the first answer counts. None is needed."

    def _say(self, sentence, alarm=False):
        self.status.value = announcement(sentence, alarm)

    def _show(self):
        if self.buttons:
            sentence = f"Here are choices for a prediction, {self._question}: "
            sentence += f"{', '.join(self.buttons)}."
            answer = repr(next(iter(self.buttons)))
        else:
            sentence = f"Here is a box for a prediction: {self._question}."
            answer = "0.5"
        more = f"Where none appears, write it into the cell: labs.predict(..., answer={answer})"
        controls = [self.number] if self.number is not None else list(self.buttons.values())
        display(self._box, sentence, controls, more)
        return self

    def _ipython_display_(self):
        """Show nothing: as the last value of its cell, the box is on the screen already."""

    def __repr__(self):
        return f"<PredictionBox on {self._question!r}, answer={self.answer!r}>"
