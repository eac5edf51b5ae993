"""helpers.labs.hand_in_panel: what is handed in is shown first, and a click writes just that."""

import os

import pytest

from helpers import labs
from helpers.labs import hand_in_panel
from helpers.reader import handed_in as files
from helpers.reader import journal
from tests.reader.test_journal import WHAT, file  # noqa: F401  a journal of this test's own


@pytest.fixture
def boxes(monkeypatch):
    shown = []
    monkeypatch.setattr(hand_in_panel, "display", lambda box, *_: shown.append(box))
    return shown


def told(boxes):
    return " ".join(child.value for child in boxes[-1].children if hasattr(child, "value"))


def test_without_a_journal_there_is_nothing_to_write(tmp_path, boxes):
    panel = labs.hand_in(tmp_path)
    assert panel.write.disabled
    assert "nothing of the course yet" in told(boxes)


def test_all_of_it_is_shown_and_nothing_written_before_the_click(tmp_path, boxes):
    journal.append(**{**WHAT, "tool": "adas_own"})
    folder = tmp_path / "beside"
    folder.mkdir()
    panel = labs.hand_in(folder)
    assert panel.text.replace('"', "&quot;") in told(boxes)
    assert "adas_own" not in panel.text
    assert list(folder.iterdir()) == []
    panel.write.click()
    (path,) = folder.iterdir()
    assert path.name == files.NAME
    assert path.read_text(encoding="utf-8") == panel.text
    assert f"lies in {folder}." in panel.status.value
    assert len(files.read(path).measurements) == 1


def test_beside_the_notebook_is_where_it_lies_if_no_folder_is_given(tmp_path, boxes, monkeypatch):
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    journal.append(**WHAT)
    panel = labs.hand_in()
    panel.write.click()
    (path,) = folder.iterdir()
    assert "lies beside this notebook" in panel.status.value
    assert len(files.read(path).measurements) == 1


def test_what_was_shown_is_written_whatever_was_noted_since(tmp_path, boxes):
    journal.append(**WHAT)
    panel = labs.hand_in(tmp_path)
    journal.append(**WHAT)
    panel.write.click()
    assert len(files.read(tmp_path / files.NAME).measurements) == 1
    assert len(boxes) == 1


def test_a_file_that_cannot_be_written_is_told(tmp_path, boxes):
    journal.append(**WHAT)
    panel = labs.hand_in(tmp_path / "no such folder")
    panel.write.click()
    assert "could not be written: " in panel.status.value
    assert not os.path.exists(tmp_path / "no such folder")


def test_a_folder_that_is_none_is_told(tmp_path, boxes):
    journal.append(**WHAT)
    panel = labs.hand_in("a\0b")
    panel.write.click()
    assert "could not be written: embedded null byte" in panel.status.value
    for folder in (None, 3, b"x", [tmp_path]):
        with pytest.raises(
            TypeError, match=r"^folder must be the path of a folder, not "
        ) as caught:
            labs.hand_in(folder)
        assert len(caught.value._render_traceback_()) == 1


def test_it_says_what_it_is():
    assert repr(labs.hand_in()).startswith("<HandIn of ")
