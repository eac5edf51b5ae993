"""helpers.reader.vocabulary: what the lessons ask, and the words of their code."""

import json
import re

import pytest

from helpers.reader import intuition, vocabulary
from tests import notebooks

LESSONS = {path.stem: notebooks.read(path) for path in notebooks.lessons()}


def test_the_lessons_are_in_their_order():
    assert vocabulary.lessons() == tuple(LESSONS)


def test_every_question_of_the_lessons_is_there():
    asked = sum(
        len(re.findall(r"\blabs\.predict\(", cell.source))
        for notebook in LESSONS.values()
        for cell in notebook.cells
        if cell.cell_type == "code"
    )
    assert asked > 50
    assert len(vocabulary.questions()) == asked


def test_each_has_the_cell_that_asks_it():
    for (lesson, question), one in vocabulary.questions().items():
        assert (lesson, question) == (one.lesson, one.question)
        (cell,) = [c for c in LESSONS[lesson].cells if c.id == one.cell]
        assert question in cell.source
        assert one.topic in intuition.TOPICS
        assert all(choice in cell.source for choice in one.choices)
    assert any(one.choices for one in vocabulary.questions().values())


def test_words_are_those_of_the_code():
    words = vocabulary.words()
    assert {"with_processes", "with_asyncio", "concurrent.futures", "count_primes"} <= words
    assert "a name of nobody's in the course" not in words


@pytest.mark.parametrize("text", ["", "{", "[]", '{"cells": [{"cell_type": "code"}]}', "\x00"])
def test_of_a_lesson_that_is_damaged_nothing_is_known_and_of_the_others_all(
    text, tmp_path, monkeypatch
):
    (tmp_path / "00_damaged.ipynb").write_text(text)
    cell = {"cell_type": "code", "id": "a", "source": ["known = 1"]}
    (tmp_path / "01_whole.ipynb").write_text(json.dumps({"cells": [cell]}))
    monkeypatch.setattr(vocabulary, "_FOLDER", tmp_path)
    code = vocabulary._code_by_lesson.__wrapped__()
    assert (list(code), code["00_damaged"]) == (["00_damaged", "01_whole"], [])
    assert [cell for cell, _ in code["01_whole"]] == ["a"]
