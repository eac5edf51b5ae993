"""helpers.reader.claims: three judgements, and a table that links to where they come from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.reader import journal
from helpers.reader.claims import Claims, Judgement, judge
from tests.reader.test_journal import WHAT, file  # noqa: F401  a journal of this test's own

RATIOS = st.lists(st.floats(0.01, 100), max_size=6)


@given(RATIOS)
def test_a_claim_and_its_opposite_never_both_hold(ratios):
    judged, opposite = judge(ratios), judge([1 / ratio for ratio in ratios])
    turned = {
        Judgement.HOLDS: Judgement.DOES_NOT_HOLD,
        Judgement.DOES_NOT_HOLD: Judgement.HOLDS,
        Judgement.CANNOT_TELL: Judgement.CANNOT_TELL,
        Judgement.NO_DIFFERENCE: Judgement.NO_DIFFERENCE,
    }
    assert opposite == turned[judged]


def test_it_takes_rounds_that_agree():
    assert judge([]) == judge([9.0]) == Judgement.CANNOT_TELL
    assert judge([2.9, 3.0]) == judge([1.1, 3.0, 2.0]) == Judgement.CANNOT_TELL
    assert judge([2.9, 3.0, 3.1]) == Judgement.HOLDS
    assert judge([0.5, 0.48, 0.5, 0.52]) == Judgement.DOES_NOT_HOLD
    assert judge([1.01, 1.0, 0.99, 1.0]) == Judgement.NO_DIFFERENCE


def test_the_table_says_what_was_measured_and_where():
    table = Claims()
    table.add(
        "threading",
        "are lightweight",
        [5.9, 6.1, 6.0],
        "process start / thread start",
        "How heavy?",
    )
    table.add("asyncio", "needs <little> memory", [], "memory", "How much memory?")
    assert "threading: are lightweight - holds (process start / thread start: 6.00 (5" in str(table)
    html = table._repr_html_()
    assert 'href="#How-heavy?"' in html
    assert "not measured yet: run the cells under “How much memory?”" in html
    assert "&lt;little&gt;" in html
    assert html.count("<tr>") == 3


def test_a_claim_that_is_measured_again_takes_its_old_place():
    table = Claims()
    for ratios in ([], [2.0, 2.0, 2.0]):
        table.add("threading", "first", ratios, "x", "X")
        table.add("threading", "second", [], "x", "X")
    assert [row.claim for row in table.rows] == ["first", "second"]
    assert table.rows[0].judgement == Judgement.HOLDS


def test_a_tool_of_no_lesson_is_refused():
    with pytest.raises(ValueError, match=r"tool must be one of threading, .* not 'threads'"):
        Claims().add("threads", "first", [], "x", "X")


def test_the_table_quotes_the_journal_once_for_each_tool(monkeypatch):
    table = Claims()
    for tool, claim in (("threading", "one"), ("asyncio", "two"), ("threading", "three")):
        table.add(tool, claim, [], "x", "X")
    assert str(table).count("run a lab of lesson 03_threading") == 1
    monkeypatch.setenv("JPY_SESSION_NAME", "03_threading.ipynb")
    journal.append(**{**WHAT, "speedup": 3.21})
    for text in (str(table), table._repr_html_()):
        assert text.count(": 3.21 (") == 1
        assert text.count("run a lab of lesson 06_asyncio") == 1
        assert text.index("one") < text.index("three") < text.index("two")
    assert 'rowspan="2"' in table._repr_html_()


def test_the_table_quotes_each_kind_of_task_once():
    table = Claims()
    table.add("joblib", "one", [], "x", "X")
    for kind, speedup in (("waiting", 1.11), ("waiting", 2.22), ("computing", 3.33)):
        journal.append(**{**WHAT, "tool": "joblib", "kind": kind, "speedup": speedup})
    for text in (str(table), table._repr_html_()):
        found = [speedup in text for speedup in (": 1.11 (", ": 2.22 (", ": 3.33 (")]
        assert found == [False, True, True]
