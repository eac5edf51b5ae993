"""helpers.reader.guide and helpers.labs.panels: answers lead to a tool, and the journal is quoted."""

from itertools import product

import pytest

from helpers import labs
from helpers.reader import guide, journal
from tests.notebooks import ROOT
from tests.reader.test_journal import WHAT, file  # noqa: F401  a journal of this test's own

ANSWERS = [answers for _, answers in guide.QUESTIONS.values()]


def test_every_set_of_answers_leads_to_a_tool_with_a_lesson():
    tools = set()
    for answers in product(*ANSWERS):
        advice = guide.advise(*answers)
        tools.add(advice.tool)
        assert advice.because.endswith(".")
        assert advice.beware.endswith(".")
        assert advice.lesson[:2].isdigit()
    assert tools == {"Dask", "asyncio", "concurrent.futures", "joblib", "no workers"}


def test_the_golden_rule():
    for at_once, size in product(("tens", "thousands"), guide.QUESTIONS["task_size"][1]):
        waits = guide.advise("waiting", size, at_once, "this machine")
        expected = {
            "tens": ("concurrent.futures", "Threads"),
            "thousands": ("asyncio", "coroutine"),
        }
        tool, word = expected[at_once]
        assert waits.tool == tool
        assert word in waits.because
    computes = guide.advise("Python code", "over 100 ms", "tens", "this machine")
    assert computes.tool == "concurrent.futures"
    assert "Processes can compute at the same time" in computes.because


@pytest.mark.parametrize("name", list(guide.QUESTIONS))
def test_a_wrong_answer_is_named(name):
    answers = {question: choices[1][0] for question, choices in guide.QUESTIONS.items()}
    with pytest.raises(ValueError, match=f"{name} must be one of "):
        guide.advise(**{**answers, name: "maybe"})


def test_without_a_journal_it_says_what_to_run():
    assert guide.quotes("joblib") == [
        "You have not measured it yet: run a lab of lesson 05_joblib, or the race of lesson 07_choosing."
    ]
    assert guide.quotes("asyncio") == [
        "You have not measured it yet: run a lab of lesson 06_asyncio."
    ]


def test_it_quotes_the_newest_of_the_lesson(monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "06_asyncio.ipynb")
    for speedup in (1.0, 2.0, 3.0):
        journal.append(**{**WHAT, "speedup": speedup})
    monkeypatch.setenv("JPY_SESSION_NAME", "01_gil.ipynb")
    journal.append(**WHAT)
    quotes = guide.quotes("asyncio")
    assert ["3.00 times" in quotes[0], "2.00 times" in quotes[1], len(quotes)] == [True, True, 2]
    assert "you had predicted 2.0" in quotes[0]


def test_it_quotes_what_fits_the_tool_and_the_kind_of_task(monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "07_choosing.ipynb")
    for i, (tool, kind) in enumerate(
        (
            ("joblib", "waiting"),
            ("joblib", "computing"),
            ("concurrent.futures", "waiting"),
            ("with_processes", "computing"),
        )
    ):
        journal.append(**{**WHAT, "tool": tool, "kind": kind, "speedup": i + 1.5})
    monkeypatch.setenv("JPY_SESSION_NAME", "05_joblib.ipynb")
    journal.append(**{**WHAT, "tool": "concurrent.futures", "kind": "computing", "speedup": 9.5})
    speedups = {
        (tool, kind): [entry.speedup for entry in guide.measured(tool, kind)]
        for tool in ("joblib", "concurrent.futures")
        for kind in (None, "waiting", "computing")
    }
    assert speedups == {
        ("joblib", None): [1.5, 2.5],
        ("joblib", "waiting"): [1.5],
        ("joblib", "computing"): [2.5],
        ("concurrent.futures", None): [3.5, 9.5],
        ("concurrent.futures", "waiting"): [3.5],
        ("concurrent.futures", "computing"): [9.5],
    }
    assert guide.quotes("asyncio", "waiting") == [
        "You have not measured it on tasks that wait yet: run a lab of lesson 06_asyncio."
    ]
    assert guide.quotes("no workers", "computing") == []


def test_a_quote_says_how_large_the_tasks_were():
    journal.append(**{**WHAT, "tool": "joblib", "task_size_ms": None, "size": "100 thousands"})
    journal.append(**{**WHAT, "tool": "joblib", "task_size_ms": 10.0})  # as the first labs wrote it
    newer, older = guide.quotes("joblib")
    assert "4 tasks of 10 ms (wait_for):" in newer
    assert "4 tasks of 100 thousands (wait_for):" in older


def test_every_first_answer_has_a_kind():
    assert tuple(guide.KINDS) == guide.QUESTIONS["waits_for"][1]


def test_the_guide_links_to_the_lesson():
    assert '<a href="04_concurrent_futures.ipynb" target="_blank"' in labs.guide().answer.value


def test_the_guide_follows_its_answers():
    shown = labs.guide()
    assert list(shown.questions) == list(guide.QUESTIONS)
    assert "<b>concurrent.futures</b>" in shown.answer.value
    shown.questions["waits_for"].value = "arrays"
    shown.questions["task_size"].value = "over 100 ms"
    assert "<b>joblib</b>" in shown.answer.value
    assert "run a lab of lesson 05_joblib" in shown.answer.value
    shown.questions["machines"].value = "several machines"
    assert "<b>Dask</b>" in shown.answer.value


def test_the_journal_is_erased_by_the_second_click():
    journal.append(**WHAT)
    buttons = labs.journal()
    buttons.erase.click()
    buttons.keep.click()
    buttons.erase.click()
    assert len(journal.entries()) == 1
    buttons.really_erase.click()
    assert journal.entries() == []
    buttons.really_erase.click()


def test_lessons_are_named_as_their_files():
    stems = {path.stem for path in (ROOT / "notebooks").glob("0*.ipynb")}
    assert stems
    lessons = {guide.advise(*answers).lesson for answers in product(*ANSWERS)}
    assert lessons | set(guide.LESSONS.values()) <= stems
