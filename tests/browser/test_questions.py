"""Predictions and a quiz in a real JupyterLab, in a real browser, by keyboard only."""

import pytest

from helpers.labs import questions
from tests.jupyterlab import Notebook, keep

FOCUS = """() => {
    const e = document.activeElement;
    if (e.classList.contains("jp-Cell")) return "a cell";
    const label = e.id && document.querySelector(`label[for="${e.id}"]`);
    return (label || e).textContent.trim();
}"""


class Keyboard:
    """A reader without a mouse, in a notebook whose first cell is selected."""

    def __init__(self, notebook):
        self.notebook, self.page = notebook, notebook.page

    def run_cell(self):
        self.page.keyboard.press("Shift+Enter")
        self.page.wait_for_timeout(300)
        self.notebook.wait_until_idle()

    def back_to(self, name):
        """Go back until what a screen reader names so has the focus."""
        for _ in range(30):
            self.page.keyboard.press("Shift+Tab")
            if self.page.evaluate(FOCUS) == name:
                return
        pytest.fail(f"no way back to {name!r}")

    def to_next_cell(self):
        self.back_to("a cell")
        self.page.keyboard.press("ArrowDown")

    def wait_for(self, place, words):
        self.page.locator(place).filter(has_text=words).first.wait_for(timeout=60_000)


def test_predictions_and_a_quiz_are_answered_without_a_mouse(other_page, server):
    keys, press = (
        Keyboard(Notebook(other_page, server, "questions.ipynb")),
        other_page.keyboard.press,
    )
    keys.run_cell()
    keys.run_cell()
    keys.back_to("seconds with four threads:")
    other_page.keyboard.type("much")
    press("Enter")
    keys.wait_for(".prediction-status", "Type a number, such as 0.5")
    press("Control+a")
    other_page.keyboard.type("4")
    press("Enter")
    keys.wait_for(".prediction-status", "You said 4. Now measure it.")
    keys.to_next_cell()
    keys.run_cell()
    keys.back_to("another")
    press("Enter")
    keys.wait_for(".prediction-status", "You said “another”. Now measure it.")
    assert other_page.evaluate(FOCUS) == "another"  # it has kept the focus
    keys.to_next_cell()
    keys.run_cell()
    *others, first = reversed(questions.read("01_gil", "after"))
    for question in others:
        keys.back_to(question.right)
        press("Space")
        keys.wait_for(".quiz-status", f"Right. {question.because}".replace("`", ""))
    keys.back_to(first.wrong[0].choice)
    press("Enter")
    keys.wait_for(".quiz-status", f"No. {first.wrong[0].told}")
    keys.wait_for("[role=status]", "4 of 5 were right at the first try.")
    keep(other_page, "questions")
    keys.to_next_cell()
    keys.run_cell()
    keys.wait_for(
        ".jp-OutputArea-output",
        "seconds with four threads: you said 4; it was 2, so 2 times too high.",
    )
    keys.wait_for(".jp-OutputArea-output", "the order: you said “another”; it was “another”.")
    keys.wait_for(".prediction-status", "You said 4; it was 2, so 2 times too high.")


def test_each_control_is_named_to_a_screen_reader(other_page, server):
    notebook = Notebook(other_page, server, "questions.ipynb")
    notebook.run_all()
    assert other_page.get_by_role("textbox", name="seconds with four threads").count() == 1
    for question in questions.read("01_gil", "after"):
        for choice in question.choices:
            button = other_page.get_by_role("button", name=choice.replace("`", ""), exact=True)
            assert button.count() == 1
            assert button.get_attribute("title") == question.question.replace("`", "")
    assert other_page.locator(".prediction-status[role=status]").count() == 2


def test_on_a_narrow_page_a_question_stands_above_its_box(other_page, server):
    notebook = Notebook(other_page, server, "questions.ipynb")
    notebook.run_all()
    for width, is_above in ((1280, False), (640, True)):
        other_page.set_viewport_size({"width": width, "height": 800})
        other_page.wait_for_timeout(500)
        assert notebook.questions_above() == [is_above]
    keep(other_page, "questions_narrow")


# Whether a cell of the notebook in front has these words, and lies on the screen.
IN_SIGHT = """words => [...document.querySelectorAll(".jp-NotebookPanel:not(.lm-mod-hidden) .jp-Cell")]
    .some(cell => {
        const top = cell.getBoundingClientRect().top;
        return cell.checkVisibility() && cell.textContent.includes(words)
            && 0 <= top && top < innerHeight;
    })"""


def opened_beside(page):
    """Tell which notebooks are open once the cell that a link names is on the screen."""
    page.wait_for_function(IN_SIGHT, arg="squares = with_threads(", timeout=60_000)
    return set(page.locator(".lm-DockPanel-tabBar .lm-TabBar-tabLabel").all_inner_texts())


def test_a_wrong_choice_leads_to_the_cell_that_refutes_it(other_page, server):
    notebook = Notebook(other_page, server, "notebooks/quiz.ipynb")
    notebook.run_all()
    wrong = questions.read("02_multiprocessing", "before")[0].wrong[0]
    assert wrong.see == "01_gil#wait-run"
    other_page.get_by_role("button", name=wrong.choice, exact=True).click()
    other_page.locator(".quiz-status a").click()
    assert opened_beside(other_page) >= {"quiz.ipynb", "01_gil.ipynb"}
    keep(other_page, "questions_link")


def test_so_it_does_without_a_kernel(other_page, server):
    notebook = Notebook(other_page, server, "notebooks/quiz.ipynb")
    notebook.run_all()
    notebook.reopen_without_kernel()
    other_page.locator(".quiz-without-kernel summary").first.click()
    other_page.locator('.quiz-without-kernel a[href*="cell-id=wait-run"]').first.click()
    assert opened_beside(other_page) >= {"quiz.ipynb", "01_gil.ipynb"}


def test_without_a_kernel_the_questions_stand_there_with_their_answers_folded(other_page, server):
    notebook = Notebook(other_page, server, "questions.ipynb")
    notebook.run_all()
    answers = other_page.locator(".quiz-without-kernel details")
    assert answers.first.is_hidden()
    notebook.reopen_without_kernel()
    answers.first.wait_for()
    assert answers.count() == 5
    told = other_page.get_by_text("Right. Whoever runs Python code")
    assert told.is_hidden()
    answers.first.locator("summary").focus()
    other_page.keyboard.press("Enter")
    told.wait_for()
    assert other_page.get_by_text("Here is a box for a prediction").first.is_visible()
    assert not any(found.is_visible() for found in other_page.get_by_text("Error displaying").all())
