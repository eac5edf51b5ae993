"""What measures nothing: the guide to a tool, the journal with its button to erase it, and the contents."""

from typing import NamedTuple

import ipywidgets as widgets

from helpers.drawing import UnbrokenHTML
from helpers.labs import rounds_table
from helpers.labs.accessibility import announced, announcement
from helpers.labs.page import display, gone
from helpers.reader import contents as overview
from helpers.reader import guide as rules
from helpers.reader import intuition
from helpers.reader import journal as book
from helpers.wording.errors import refuses_in_one_line
from helpers.wording.html import Html, markup

__all__ = ["Guide", "Journal", "contents", "guide", "journal"]

_WIDE = {"style": {"description_width": "320px"}, "layout": {"width": "98%", "max_width": "600px"}}

_WHOLE = {"width": "auto"}  # of a button, whose words are not cut off
_NOTED = (book.Entry, intuition.Compared)  # what a journal has

_LINK = (
    '<a href="{}.ipynb" target="_blank" '
    'style="color: var(--jp-content-link-color, #0b57d0); text-decoration: underline">{}</a>'
)


class Guide(NamedTuple):
    """The guide's controls: a dropdown for each question, by its name, and the answer below them.

    A question that plays no part is disabled, for the mouse and the keyboard alike.
    """

    questions: dict
    answer: widgets.HTML


class Journal(NamedTuple):
    """The journal's buttons: the first shows the other two, which erase it or leave it."""

    erase: widgets.Button
    really_erase: widgets.Button
    keep: widgets.Button


def contents():
    """List the lessons of the course, each with its minutes and with what the reader's journal has of it.

    Returns
    -------
    reader.contents.Contents
        It shows as a table with links, which needs no kernel once it is there.
    """
    return overview.contents()


@refuses_in_one_line
def guide():
    """Show a few questions, and the tool that the answers lead to.

    Returns
    -------
    Guide
        Setting a ``.value`` of its questions does what choosing an answer does.
    """
    boxes = {
        name: widgets.Dropdown(options=answers, description=question, **_WIDE)
        for name, (question, answers) in rules.QUESTIONS.items()
    }
    boxes["task_size"].value = "1 to 100 ms"  # with the first, most others play no part
    answer = announced(UnbrokenHTML())
    answer.add_class("guide-answer")

    def advise(_=None):
        answers = {name: box.value for name, box in boxes.items()}
        for name, box in boxes.items():
            box.disabled = not rules.matters(name, answers)
        advice, kind = rules.advise(**answers), rules.KINDS[answers["waits_for"]]
        work = answers["work_per_number"] if answers["waits_for"] == "arrays" else None
        quotes = rules.quotes(advice.tool, kind, advice.workers, answers["task_size"], work)
        told = markup("<b>{}</b>. {} {}", advice.tool, advice.because, advice.beware)
        quoted = Html("".join(markup("<li>{}</li>", quote) for quote in quotes))
        link = markup(_LINK, advice.lesson, advice.lesson)
        told = markup("{} (Lesson {})<ul>{}</ul>", told, link, quoted)
        answer.value = announcement(told)

    questions = widgets.VBox([*boxes.values()])
    questions.add_class("lab-questions")
    for box in boxes.values():
        box.observe(advise, names="value")
    advise()
    display(
        widgets.VBox([gone(), questions, answer]),
        "Here are a few questions that lead to a tool.",
        [*boxes.values()],
    )
    return Guide(boxes, answer)


@refuses_in_one_line
def journal():
    """Show where the reader's journal is, how much is in it, and a button that erases it.

    Returns
    -------
    Journal
        Calling ``.click()`` of its buttons does what a click does.
    """
    line = announced(UnbrokenHTML())
    line.add_class("journal-line")
    button = widgets.Button(description="Erase my journal", icon="trash", layout=_WHOLE)
    really = widgets.Button(description="Really erase", button_style="danger", layout=_WHOLE)
    keep = widgets.Button(description="Keep it", layout=_WHOLE)
    asked = widgets.HBox([really, keep], layout=widgets.Layout(visibility="hidden"))

    def tell(_=None):
        n = sum(len(book.records(kind)) for kind in _NOTED)
        entries = "1 entry" if n == 1 else f"{n} entries"
        saved = (
            markup(" {}", rounds_table.link("journal.csv", book.as_csv(_NOTED))) if n else Html("")
        )
        line.value = announcement(markup("{} in {}{}", entries, book.path(), saved))

    def ask(_):
        asked.layout.visibility = "visible"

    def drop(_):
        asked.layout.visibility = "hidden"

    def erase(_):
        drop(_)
        try:
            book.erase()
        except OSError as error:
            line.value = announcement(f"It could not be erased: {error.strerror or error}.")
            return
        tell()

    button.on_click(ask)
    keep.on_click(drop)
    really.on_click(erase)
    tell()
    display(
        widgets.VBox(
            [
                gone(),
                line,
                widgets.HBox([button, asked], layout=widgets.Layout(flex_flow="row wrap")),
            ]
        ),
        "Here is a button that erases your journal.",
        [button, really, keep],
    )
    return Journal(button, really, keep)
