"""helpers.labs.quiz_box and questions: each choice is told why, and each quiz of the course is sound."""

import re
import tomllib

import pytest
from bs4 import BeautifulSoup

from helpers import jupyter, labs
from helpers.labs import questions
from tests import notebooks

LESSONS = {path.stem: notebooks.read(path) for path in notebooks.lessons()}
FILES = sorted(questions.FOLDER.glob("*.toml"))
FIRST = min(LESSONS)  # no lesson is before it


def parts_of(lesson):
    return ("after",) if lesson == FIRST else questions.PARTS


QUIZZES = [(path.stem, part) for path in FILES for part in parts_of(path.stem)]
ASKED = [(*quiz, question) for quiz in QUIZZES for question in questions.read(*quiz)]
WRONG = [(lesson, part, wrong) for lesson, part, question in ASKED for wrong in question.wrong]
N_ASKED = {"before": (2, 3), "after": (5, 5)}


def name_of(asked):
    return f"{asked[0]} {asked[1]} {asked[2][0][:40]}" if len(asked) == 3 else " ".join(asked)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_file_has_what_a_quiz_needs_and_nothing_else(path):
    assert path.stem in LESSONS
    every = tomllib.loads(path.read_text(encoding="utf-8"))
    assert set(every) == set(parts_of(path.stem))
    for part, asked in every.items():
        least, most = N_ASKED[part]
        assert least <= len(asked) <= most, part
    for one in (one for asked in every.values() for one in asked):
        assert set(one) == set(questions.Question._fields)
        for wrong in one["wrong"]:
            assert set(wrong) == set(questions.Wrong._fields)


@pytest.mark.parametrize("asked", ASKED, ids=name_of)
def test_a_question_has_one_right_choice_and_others_that_differ(asked):
    question = asked[2]
    assert len(question.choices) == len(set(question.choices)) == 1 + len(question.wrong) >= 3
    right = [choice for choice in question.choices if question.told(choice).startswith("Right. ")]
    assert right == [question.right]
    for text in (question.question, question.because, *(wrong.belief for wrong in question.wrong)):
        assert re.search(r"[.?]$", text), text
        assert text.count("`") % 2 == 0, text


@pytest.mark.parametrize("asked", WRONG, ids=name_of)
def test_a_wrong_choice_names_a_cell_that_is_there_under_its_heading(asked):
    lesson, part, wrong = asked
    name, _, cell_id = wrong.see.partition("#")
    cells = LESSONS[name].cells
    (place,) = [i for i, cell in enumerate(cells) if cell.id == cell_id]
    headings = re.findall(
        r"^##+ (.+)$",
        "\n".join(cell.source for cell in cells[: place + 1] if cell.cell_type == "markdown"),
        re.MULTILINE,
    )
    assert wrong.under == headings[-1]
    assert (name < lesson) if part == "before" else (name == lesson)
    assert len(wrong.belief) >= 20


def test_the_right_choice_stands_in_no_usual_place():
    places = {question.choices.index(question.right) for *_, question in ASKED}
    assert len(places) == 3


@pytest.mark.parametrize("quiz", QUIZZES, ids=name_of)
def test_a_lesson_shows_it_once_and_stores_it_for_pages_without_a_kernel(quiz):
    lesson, part = quiz
    call = f'labs.quiz("{lesson}", "{part}")'
    (cell,) = [cell for cell in LESSONS[lesson].cells if call in cell.source]
    stored = cell.outputs[0].data["text/html"]
    told = f"run: python -m tests.commands.refresh notebooks/{lesson}.ipynb"
    assert stored == questions.as_html(questions.read(*quiz)), told
    ids = [cell.id for cell in LESSONS[lesson].cells]
    assert cell.id == f"quiz-{part}"
    if part == "before":
        assert ids.index("quiz-before") < len(ids) / 5
    else:
        assert ids.index("quiz-after") == ids.index("summary") - 1


def test_answers_are_folded_and_need_no_script():
    page = BeautifulSoup(questions.as_html(questions.read("01_gil", "after")), "html.parser")
    assert page.div["class"] == ["quiz-without-kernel"]
    assert not page.find(["script", "style"])
    assert len(page.ol.find_all("li", recursive=False)) == 5
    for item in page.ol.find_all("li", recursive=False):
        folded = item.details.extract()
        assert "open" not in folded.attrs
        assert folded.summary.text == "Answer"
        assert "Right. " in folded.text
        assert folded.text.count("No. ") == 2
        assert "Right. " not in item.text


MARKED = questions.Question(
    "Is `a < b` <b>?",
    "<i>yes</i>",
    "Since `a` is 1.",
    [questions.Wrong("no", "It is not.", "01_gil#x", "<H>")],
)


def said(box, number):
    """Return what is said below a question, as HTML."""
    return box.statuses[number].outputs[0]["data"]["text/html"]


@pytest.mark.parametrize("quiz", QUIZZES, ids=name_of)
def test_each_wrong_choice_links_to_its_cell(quiz):
    asked = questions.read(*quiz)
    page = BeautifulSoup(questions.as_html(asked), "html.parser")
    links = {(link["href"], link.text) for link in page.find_all("a")}
    assert links == {
        (wrong.see.replace("#", ".ipynb#cell-id="), f"“{wrong.under.replace('`', '')}”")
        for question in asked
        for wrong in question.wrong
    }
    assert len(page.find_all("a")) == sum(len(question.wrong) for question in asked)


def test_texts_are_escaped_and_code_is_marked():
    html = questions.as_html([MARKED])
    assert "<code>a &lt; b</code> &lt;b&gt;?" in html
    assert "<i>" not in html
    box = labs.QuizBox([MARKED])
    box.buttons[0]["<i>yes</i>"].click()
    assert "Right. Since <code>a</code> is 1." in said(box, 0)
    box.buttons[0]["no"].click()
    link = '<a href="01_gil.ipynb#cell-id=x">“&lt;H&gt;”</a>'
    assert f"No. It is not. See {link} in " in said(box, 0)
    assert BeautifulSoup(said(box, 0), "html.parser").get_text().endswith(" in lesson 1.")
    assert "See “<H>” in lesson 1." in box.statuses[0].outputs[0]["data"]["text/plain"]


def test_each_choice_that_is_clicked_says_why_and_the_first_try_is_counted():
    box = labs.quiz("01_gil")
    for number, (buttons, question) in enumerate(
        zip(box.buttons, questions.read("01_gil", "after"), strict=True)
    ):
        assert list(buttons) == question.choices
        assert box.status.value == ""
        wrong = question.wrong[0]
        if number:
            buttons[wrong.choice].click()
            assert "No. " in said(box, number)
            assert (buttons[wrong.choice].icon, buttons[question.right].icon) == ("times", "")
        buttons[question.right].click()
        assert "lab-announced" in box.statuses[number]._dom_classes
        assert "Right. " in said(box, number)
        assert len(box.statuses[number].outputs) == 1
        assert (buttons[wrong.choice].icon, buttons[question.right].icon) == ("", "check")
    assert "1 of 5 were right at the first try." in box.status.value


def test_as_text_it_has_the_questions_and_its_answers_on_request(monkeypatch):
    shown = []
    monkeypatch.setattr(jupyter, "show", lambda bundle, replaceable=False: shown.append(bundle))
    box = labs.quiz("01_gil", "before")
    plain = shown[0]["text/plain"]
    assert "2. Two programs were timed once each" in plain
    assert "print(quiz.answers)" in plain
    assert "Right. " not in plain
    assert box.answers.count("Right. ") == 3


def test_a_lesson_or_a_part_that_is_not_there_is_named():
    with pytest.raises(ValueError, match="lesson must be one of 00_start_here, 01_gil, "):
        labs.quiz("tea")
    with pytest.raises(ValueError, match="part must be one of before, after"):
        labs.quiz("01_gil", "now")
    with pytest.raises(ValueError, match="part must be one of after, not 'before'"):
        labs.quiz(FIRST, "before")  # no lesson is before it
