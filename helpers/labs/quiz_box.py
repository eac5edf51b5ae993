"""A quiz: questions with choices to click, each with what is to be said of it."""

import ipywidgets as widgets

from helpers import jupyter
from helpers.drawing import UnbrokenHTML
from helpers.labs import questions
from helpers.labs.accessibility import announced, announcement
from helpers.labs.choices import choice_buttons, mark_choice
from helpers.labs.page import display, gone
from helpers.wording.errors import refuses_in_one_line
from helpers.wording.html import markup, unbroken

__all__ = ["QuizBox", "quiz"]

_QUESTION = '<div style="line-height: 1.5; white-space: normal"><b>{}.</b> {}</div>'


@refuses_in_one_line
def quiz(lesson, part="after"):
    """Show questions with choices; each choice that is clicked says why it is right or wrong.

    Nothing is noted, and nothing waits for an answer.

    Parameters
    ----------
    lesson : str
        The notebook's name without its ending; its questions stand in ``helpers/quizzes``.
    part : str, optional
        "before": on earlier lessons, if there are any; "after": on this one.

    Returns
    -------
    QuizBox

    Raises
    ------
    ValueError
        If there are no such questions.
    """
    return QuizBox(questions.read(lesson, part))._show()


class QuizBox:
    """Questions with buttons; made by `quiz`.

    Attributes
    ----------
    buttons : list of dict of str to ipywidgets.Button
        For each question, by choice.
    statuses : list of ipywidgets.Output
        What is said below each question, with a link that JupyterLab follows.
    status : ipywidgets.HTML
        How many were right at the first try.
    """

    def __init__(self, asked):
        self._asked, self._first = asked, {}
        self.buttons, self.statuses, shown = [], [], []
        for number, question in enumerate(asked):
            title = widgets.HTML(
                markup(_QUESTION, number + 1, questions.marked_up(question.question))
            )
            buttons = choice_buttons(question.choices, question.question)
            for choice, button in buttons.items():
                button.on_click(self._taker(number, choice))
            self.buttons.append(buttons)
            self.statuses.append(announced(widgets.Output()))
            self.statuses[-1].add_class("quiz-status")
            shown += [title, widgets.VBox(list(buttons.values())), self.statuses[-1]]
        self.status = announced(UnbrokenHTML())
        self._box = widgets.VBox([gone(), *shown, self.status])

    @property
    def answers(self):
        """All questions as plain text, with what is to be said of each choice."""
        return questions.as_text(self._asked, with_answers=True)

    def _taker(self, number, choice):
        def take(_):
            question = self._asked[number]
            self._first.setdefault(number, choice == question.right)
            mark_choice(self.buttons[number], choice, choice == question.right)
            told = announcement(question.linked(choice))
            self.statuses[number].outputs = jupyter.output_of(unbroken(told), question.told(choice))
            if len(self._first) == len(self._asked):
                n = sum(self._first.values())
                told = f"{n} of {len(self._asked)} were right at the first try."
                self.status.value = announcement(told)
            jupyter.hear_while_a_cell_runs(self._all_buttons())

        return take

    def _all_buttons(self):
        return [button for buttons in self.buttons for button in buttons.values()]

    def _show(self):
        display(
            self._box,
            "Here are questions with choices to click.",
            self._all_buttons(),
            f"{questions.as_text(self._asked)}\nThe answers: print(quiz.answers)",
            questions.as_html(self._asked),
        )
        return self

    def _ipython_display_(self):
        """Show nothing: as the last value of its cell, the quiz is on the screen already."""

    def __repr__(self):
        return f"<QuizBox of {len(self._asked)} questions>"
