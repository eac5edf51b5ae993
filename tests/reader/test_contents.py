"""helpers.reader.contents: the lessons, with their minutes, and of the reader what the journal has."""

import re

import pytest

from helpers import labs
from helpers.reader import contents, intuition, journal
from tests import notebooks
from tests.course.courses import write
from tests.reader.test_journal import WHAT, file  # noqa: F401  a journal of this test's own

NAMES = [path.stem for path in notebooks.lessons()]


def noted():
    """Return what is said of each lesson, by its title."""
    return {lesson.title: lesson.noted for lesson in contents.contents().lessons}


def measure_in(monkeypatch, lesson, **what):
    """Note a measurement of a lab in a lesson."""
    monkeypatch.setenv("JPY_SESSION_NAME", f"/somewhere/{lesson}.ipynb")
    journal.append(**{**WHAT, **what})


def test_all_lessons_are_there_with_the_minutes_of_their_heads():
    listed = contents.contents()
    assert [lesson.name for lesson in listed.lessons] == NAMES
    for lesson, path in zip(listed.lessons, notebooks.lessons(), strict=True):
        head = notebooks.read(path).cells[0].source
        assert head.startswith(f"# {lesson.title}\n")
        assert f"About {lesson.minutes} minutes" in head
    assert listed.minutes == sum(lesson.minutes for lesson in listed.lessons)
    assert f"{listed.minutes} minutes" in str(listed).splitlines()[-1]


def test_without_a_journal_nothing_is_noted():
    assert set(noted().values()) == {"nothing noted"}


def test_each_lesson_has_what_was_noted_in_it(monkeypatch):
    measure_in(monkeypatch, "01_gil")
    measure_in(monkeypatch, "01_gil", predicted=None)
    measure_in(monkeypatch, "03_threading", predicted=None)
    for seconds in (4, 5):  # a question counts once
        journal.keep(intuition.beside("01_gil", "waiting", "seconds", seconds, 2))
    journal.keep(intuition.beside("02_multiprocessing", "waiting", "seconds", 4, 2))
    told = noted()
    assert told.pop("1. The GIL") == "2 predictions, 2 lab measurements"
    assert told.pop("2. Multiprocessing") == "1 prediction"
    assert told.pop("3. Threading") == "1 lab measurement"
    assert set(told.values()) == {"nothing noted"}


@pytest.mark.parametrize("lesson", ["my_own", "01_gil-new"])
def test_what_was_noted_elsewhere_is_told_apart(monkeypatch, lesson):
    measure_in(monkeypatch, lesson)
    told = noted()
    assert told.pop("in other notebooks") == "1 prediction, 1 lab measurement"
    assert len(told) == len(NAMES)
    assert set(told.values()) == {"nothing noted"}


def test_it_shows_as_a_table_that_links_every_lesson_and_nothing_else(monkeypatch):
    measure_in(monkeypatch, "my_own")
    html = labs.contents()._repr_html_()
    assert re.findall(r'href="([^"]+)"', html) == [f"{name}.ipynb" for name in NAMES]
    assert "in other notebooks" in html
    assert html.count("nothing noted") == len(NAMES)


def test_a_notebook_that_says_nothing_of_itself_is_named_by_its_file(tmp_path):
    write(tmp_path / "00_a.ipynb", "1 + 1")
    (tmp_path / "01_b.ipynb").write_text("{")
    (tmp_path / "02_c.ipynb").write_text("[]")
    write(tmp_path / "other.ipynb", "1 + 1")
    listed = contents.contents(tmp_path)
    assert [(lesson.title, lesson.minutes) for lesson in listed.lessons] == [
        ("00_a", None),
        ("01_b", None),
        ("02_c", None),
    ]
    assert listed.minutes == 0
    assert str(listed).startswith("00_a")


def test_without_lessons_it_says_what_to_do(tmp_path):
    listed = contents.contents(tmp_path)
    assert "pip install -e ." in str(listed)
    assert listed._repr_html_() is None
