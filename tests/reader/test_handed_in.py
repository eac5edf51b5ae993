"""helpers.reader.handed_in: what is handed in has no word of its reader's; foreign files are read."""

import json
from dataclasses import asdict, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.measure import Verdict
from helpers.reader import handed_in as files
from helpers.reader import intuition, journal, vocabulary
from tests.reader.test_intuition import COMPARED
from tests.reader.test_journal import ENTRIES, WHAT, file  # noqa: F401  a journal of this test's own

MACHINE = "Linux x86_64, 4 usable CPUs, Python 3.13.1"
ENTRY = journal.Entry(
    **{**WHAT, "tool": "with_threads", "machine": MACHINE},
    when="2026-01-01T10:00:00+00:00",
    lesson="01_gil",
    kind="waiting",
    workers="threads",
    start_method="spawn",
    curve="1:0.98 2:1.9",
)
ASKED = [*vocabulary.questions().values()]
NUMBER = next(one for one in ASKED if not one.choices)
CHOICE = next(one for one in ASKED if one.choices)
SECRET = "Ada of /home/ada"


def answer(asked, predicted, measured):
    return intuition.beside(asked.lesson, asked.topic, asked.question, predicted, measured)


def data_of(**changes):
    """Return the bytes of a file in which something else stands."""
    one = files.without_names([ENTRY], [answer(NUMBER, 2, 3.5)])
    return json.dumps({**json.loads(files.as_text(one)), **changes}).encode()


def refusal_of(data):
    """Return why a file is refused; an empty text if it is not."""
    try:
        files.parsed(data)
    except ValueError as error:
        return str(error)
    return ""


OF_THE_COURSE = st.builds(
    lambda entry, lesson, tool, kind: replace(entry, lesson=lesson, tool=tool, kind=kind),
    ENTRIES,
    st.sampled_from(vocabulary.lessons()),
    st.sampled_from(sorted(vocabulary.words())),
    st.sampled_from(journal.KINDS),
)
ANSWERS = st.builds(
    lambda one, asked: replace(one, lesson=asked.lesson, question=asked.question),
    COMPARED,
    st.sampled_from(ASKED),
)
HANDED_IN = st.builds(
    files.without_names,
    st.lists(ENTRIES | OF_THE_COURSE, max_size=4),
    st.lists(COMPARED | ANSWERS, max_size=4),
    st.booleans(),
)


def test_what_the_course_knows_is_kept_without_its_date():
    (kept,) = files.without_names([ENTRY], []).measurements
    assert kept == replace(ENTRY, when="")


@pytest.mark.parametrize("name", [f for f in asdict(ENTRY) if isinstance(asdict(ENTRY)[f], str)])
def test_no_word_of_the_readers_is_in_it_wherever_it_stood(name):
    handed_in = files.without_names([replace(ENTRY, **{name: SECRET})], [])
    assert "ada" not in files.as_text(handed_in).lower()


@pytest.mark.parametrize("name", ["when", "lesson", "topic", "question", "predicted", "measured"])
@pytest.mark.parametrize("asked", [NUMBER, CHOICE])
def test_nor_in_a_prediction(name, asked):
    one = answer(asked, *(asked.choices[:2] or (2, 3.5)))
    handed_in = files.without_names([], [replace(one, **{name: SECRET})])
    assert "ada" not in files.as_text(handed_in).lower()


@given(HANDED_IN)
def test_whatever_the_journal_has_all_words_are_known(handed_in):
    known = vocabulary.words() | {"", "busy", files.ANOTHER, *Verdict, *journal.KINDS}
    for entry in handed_in.measurements:
        assert entry.when == entry.size == ""
        assert {entry.tool, entry.task, entry.verdict, entry.kind, entry.busy} <= known
        assert entry.lesson in ("", *vocabulary.lessons())
        assert entry.machine == "" or files.cpus_and_python(entry.machine)
    for one in handed_in.predictions:
        assert one.when == ""
        asked = vocabulary.questions().get((one.lesson, one.question))
        if one.is_number:
            assert asked is not None or one.question == files.IN_A_LAB
        else:
            assert {one.predicted, one.measured} <= set(asked.choices)


@given(HANDED_IN)
def test_what_is_written_is_read(handed_in):
    assert files.parsed(files.as_text(handed_in).encode()) == handed_in


def test_the_journal_is_what_is_handed_in():
    assert files.of_the_journal() == files.HandedIn((), ())
    journal.append(**WHAT)
    journal.keep(answer(NUMBER, 2, 3.5))
    handed_in = files.of_the_journal()
    assert [len(handed_in.measurements), len(handed_in.predictions)] == [1, 1]
    assert len(handed_in.compared) == 2


def test_a_question_of_a_lab_is_kept_by_what_it_is_about():
    of_a_lab = intuition.beside("04_concurrent_futures", "speedups", f"{SECRET}, 8 tasks", 2, 3.5)
    (kept,) = files.without_names([], [of_a_lab]).predictions
    assert (kept.question, kept.predicted) == (files.IN_A_LAB, 2)


def test_of_a_journal_without_end_the_newest_are_handed_in_and_it_is_not_huge():
    entries = [replace(ENTRY, n_tasks=n) for n in range(1, 2502)]
    handed_in = files.without_names(entries, [])
    assert handed_in.measurements[-1].n_tasks == 2501
    data = files.as_text(handed_in).encode()
    assert len(data) < files.LARGEST_BYTES
    assert files.parsed(data) == handed_in


@given(st.binary() | st.text().map(str.encode) | st.just(b"[" * 100_000) | st.just(b"1" * 5000))
def test_whatever_a_file_has_it_is_read_or_refused_in_words(data):
    with pytest.raises(ValueError, match=r"broken|huge"):
        files.parsed(data)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(st.sampled_from(["measurements", "predictions", "is_synthetic"]), JSON)
def test_any_json_in_place_of_a_part_is_read_or_refused_in_words(name, value):
    told = refusal_of(data_of(**{name: value}))
    assert told.startswith(("broken: ", "huge: ")) or value == [] or isinstance(value, bool)


@given(st.sampled_from(sorted(asdict(ENTRY))), JSON)
def test_any_json_in_place_of_a_value_is_read_or_refused_in_words(name, value):
    values = {**asdict(ENTRY), name: value}
    data = data_of(measurements=[values])
    told = refusal_of(data)
    assert told in ("", "broken: number 1 of its measurements cannot be one")
    if not told:
        (entry,) = files.parsed(data).measurements
        assert files.without_names([entry], []).measurements == (entry,)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no JSON"),
        (data_of()[:-20], "no JSON"),
        (b"{}", "lesson 7 writes no such file"),
        (data_of(format="another"), "lesson 7 writes no such file"),
        (data_of(is_synthetic="yes"), "does not say"),
        (data_of(measurements={}), "no list of measurements"),
        (data_of(predictions=None), "no list of predictions"),
        (data_of(measurements=[{**asdict(ENTRY), "speedup": -1}]), "number 1 of its measurements"),
        (data_of(measurements=[asdict(ENTRY), 3]), "number 2 of its measurements"),
        (data_of(measurements=[0] * 2001), "huge: it has 2001 measurements"),
        (b" " * (files.LARGEST_BYTES + 1), "huge"),
    ],
)
def test_why_a_file_is_refused_is_said(data, why):
    with pytest.raises(ValueError, match=why):
        files.parsed(data)


def test_a_file_that_cannot_be_opened_is_refused(tmp_path):
    with pytest.raises(ValueError, match="cannot be read"):
        files.read(tmp_path / "none.json")


def test_of_a_huge_file_no_more_is_read_than_shows_it(tmp_path):
    path = tmp_path / "huge.json"
    with open(path, "wb") as written:
        written.truncate(100 * files.LARGEST_BYTES)  # a hole, which takes no room
    with pytest.raises(ValueError, match="huge"):
        files.read(path)


def test_a_byte_order_mark_which_windows_adds_is_no_damage():
    assert files.parsed(b"\xef\xbb\xbf" + data_of()) == files.parsed(data_of())
