"""helpers.reader.intuition: predictions beside what was measured, of labs and of single questions."""

import json
from dataclasses import asdict, fields
from math import inf

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.reader import intuition, journal
from tests.reader.test_journal import DAMAGED, ENTRIES, OF_TYPE, WHAT

FINITE = OF_TYPE[float]
OF_TYPE = {**OF_TYPE, float | str: st.one_of(FINITE, st.text())}
COMPARED = st.builds(
    intuition.Compared, **{f.name: OF_TYPE[f.type] for f in fields(intuition.Compared)}
)


@pytest.fixture(autouse=True)
def file(tmp_path, monkeypatch):
    file = tmp_path / "journal.jsonl"
    monkeypatch.setenv(journal.VARIABLE, str(file))
    return file


def beside(predicted, measured, interval=None):
    return intuition.beside("01_gil", "waiting", "seconds", predicted, measured, interval)


@pytest.mark.parametrize(
    ("predicted", "measured", "interval", "told", "is_right"),
    [
        (4, 2, None, "you said 4; it was 2, so 2 times too high", False),
        (1, 2.5, None, "you said 1; it was 2.50, so 2.5 times too low", False),
        (0.2, 0.21, None, "you said 0.2; it was 0.21, so close to it", True),
        (3, 2, (1.5, 3.5), "you said 3; it was 2, so close to it", True),
        (2.2, 1.93, (1.9, 1.95), "you said 2.2; it was 1.93, so 1.1 times too high", False),
        (1.97, 1.93, (1.9, 1.95), "you said 1.97; it was 1.93, so a little too high", False),
        (0, 0, None, "you said 0; it was 0", True),
        (5, 0, None, "you said 5; it was 0", False),
        (0, 5, None, "you said 0; it was 5", False),
        (-1, 2, None, "you said -1; it was 2", False),
        (-2, -2.1, None, "you said -2; it was -2.10, so close to it", True),
        (
            400_000,
            399_999,
            (399_999, 399_999),
            "you said 400,000; it was 399,999, so a little too high",
            False,
        ),
        ("a", "a", None, "you said “a”; it was “a”", True),
        ("a", "b", None, "you said “a”; it was “b”", False),
    ],
)
def test_both_are_told_with_how_far_apart_they_are(predicted, measured, interval, told, is_right):
    one = beside(predicted, measured, interval)
    assert one.told == told
    assert one.is_right is is_right
    assert one.is_number is (predicted not in ("a", "b"))


@given(FINITE, st.floats(-1e300, 1e300))  # a tenth more is a number, too
def test_any_two_numbers_are_compared_and_the_record_can_be_read(predicted, measured):
    journal.erase()
    one = beside(predicted, measured)
    assert one.is_right or not one.low <= one.predicted <= one.high
    if predicted == measured:
        assert one.is_right
    assert (one.ratio > 1) is (predicted > measured) or one.ratio == 1
    assert one.told.startswith("you said ")
    assert journal.keep(one) == ""
    assert journal.records(intuition.Compared) == [one]
    assert str(one).startswith("01_gil: ")


def test_ten_percent_are_close():
    assert beside(1.1 * 0.3, 0.3).is_right
    assert beside(0.3 / 1.1, 0.3).is_right
    assert not beside(0.34, 0.3).is_right
    assert not beside(0.27, 0.3).is_right


@given(st.lists(st.one_of(COMPARED, ENTRIES, DAMAGED), max_size=8))
def test_each_kind_is_read_and_all_else_is_left_out(lines):
    written = [
        line if isinstance(line, bytes) else json.dumps(asdict(line), ensure_ascii=False).encode()
        for line in lines
    ]
    journal.path().write_bytes(b"\n".join(written))
    for kind in (intuition.Compared, journal.Entry):
        assert journal.records(kind) == [line for line in lines if isinstance(line, kind)]


def test_a_journal_of_before_is_read_with_its_labs_as_speedups():
    journal.append(**WHAT)
    journal.append(**{**WHAT, "predicted": None})
    (one,) = intuition.compared()
    assert (one.topic, one.predicted, one.measured) == ("speedups", 2.0, 1.9)
    assert (one.low, one.high, one.is_right) == (1.8, 2.0, True)
    assert one.question == "with_threads, 4 tasks (wait_for), 2 workers"


def test_the_first_prediction_on_a_question_counts_and_no_other():
    for predicted in (4, 2):
        journal.keep(beside(predicted, 2))
    journal.keep(intuition.beside("02_multiprocessing", "waiting", "seconds", 1, 2))
    assert [one.predicted for one in intuition.compared()] == [4, 1]
    assert intuition.first_on("01_gil", "seconds").predicted == 4
    assert intuition.first_on("01_gil", "minutes") is None


def test_the_furthest_come_first_and_choices_have_no_distance():
    every = [beside(*both) for both in ((2, 2), (2, 8), ("a", "b"), (5, 0), (0, 5), (4, 2))]
    found = [(one.predicted, one.measured) for one in intuition.furthest(every, n=4)]
    assert found == [(5, 0), (0, 5), (2, 8), (4, 2)]
    assert [one.ratio for one in every] == [1, 0.25, 1, inf, 0, 2]


def test_the_table_has_what_both_kinds_noted():
    journal.append(**WHAT)
    journal.keep(beside("a", "b"))
    header, lab, question = journal.as_csv((journal.Entry, intuition.Compared)).splitlines()
    assert header.startswith("when,lesson,tool,")
    assert header.endswith(",topic,question,measured")
    assert lab.endswith(",,,")
    assert question.endswith(",waiting,seconds,b")
