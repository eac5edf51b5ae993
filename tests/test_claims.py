"""helpers.claims: three judgements, and a table that links to where they come from."""

from hypothesis import given
from hypothesis import strategies as st

from helpers.claims import Claims, Judgement, judge

RATIOS = st.lists(st.floats(0.01, 100), max_size=6)


@given(RATIOS)
def test_a_claim_and_its_opposite_never_both_hold(ratios):
    judged, opposite = judge(ratios), judge([1 / ratio for ratio in ratios])
    turned = {
        Judgement.HOLDS: Judgement.DOES_NOT_HOLD,
        Judgement.DOES_NOT_HOLD: Judgement.HOLDS,
        Judgement.CANNOT_TELL: Judgement.CANNOT_TELL,
    }
    assert opposite == turned[judged]


def test_it_takes_rounds_that_agree():
    assert judge([]) == judge([9.0]) == Judgement.CANNOT_TELL
    assert judge([1.04, 3.0]) == Judgement.CANNOT_TELL
    assert judge([1.1, 3.0]) == Judgement.HOLDS
    assert judge([0.5, 0.9]) == Judgement.DOES_NOT_HOLD


def test_the_table_says_what_was_measured_and_where():
    table = Claims()
    table.add(
        "threads", "are lightweight", [5.0, 7.0, 6.0], "process start / thread start", "How heavy?"
    )
    table.add("asyncio", "needs <little> memory", [], "memory", "How much memory?")
    assert (
        "threads: are lightweight - holds (process start / thread start: 6.00 (5.00 to 7.00))"
        in str(table)
    )
    html = table._repr_html_()
    assert 'href="#How-heavy?"' in html
    assert "not measured yet: run the cells under “How much memory?”" in html
    assert "&lt;little&gt;" in html
    assert html.count("<tr>") == 3


def test_a_claim_that_is_measured_again_takes_its_old_place():
    table = Claims()
    for ratios in ([], [2.0, 2.0]):
        table.add("threads", "first", ratios, "x", "X")
        table.add("threads", "second", [], "x", "X")
    assert [row.claim for row in table.rows] == ["first", "second"]
    assert table.rows[0].judgement == Judgement.HOLDS
