"""helpers.course.renewal: what is made, renewed, kept and refused, whatever stands or comes in the way."""

import contextlib
import errno
import os
import subprocess
import threading

import pytest

from helpers.course import NOTEBOOKS, CourseError, placing, records, renew
from tests.course.courses import (
    OUTPUT,
    change,
    files,
    hooked,
    outputs,
    run,
    sources,
    write,
)

A, B, ANSWERS, PICTURE = "00_a.ipynb", "01_b.ipynb", "coursework/01_b.ipynb", "pictures/one.png"


@pytest.fixture
def course(tmp_path):
    folder = tmp_path / "repository" / "notebooks"
    write(folder / A, "a = 1", "a + 1")
    write(folder / B, "b = 1")
    write(folder / ANSWERS, "# Your answer")
    (folder / "pictures").mkdir()
    (folder / PICTURE).write_bytes(b"\x89PNG\r\n")
    (folder / ".ipynb_checkpoints").mkdir()
    write(folder / ".ipynb_checkpoints" / A, "of yesterday")
    return folder


@pytest.fixture
def copy(tmp_path):
    return tmp_path / "mine"


def refusal(*arguments, **options):
    """Return the sentence with which a start ends."""
    with pytest.raises(CourseError) as caught:
        renew(*arguments, **options)
    told = str(caught.value)
    assert told.endswith(".")
    assert ". " not in told, "one sentence"
    assert "\n" not in told
    return told


def test_the_first_start_makes_a_copy_without_outputs(course, copy):
    stored = files(course)
    done = renew(copy, course)
    assert done.is_new
    assert done.made == [A, B, ANSWERS, PICTURE]
    assert sorted(files(copy)) == [A, B, ANSWERS, PICTURE]
    assert sources(copy / A) == ["a = 1", "a + 1"]
    assert outputs(copy / A) == []
    assert (copy / PICTURE).read_bytes() == b"\x89PNG\r\n"
    assert files(course) == stored
    assert os.access(copy / A, os.W_OK)


def test_another_start_changes_nothing(course, copy):
    renew(copy, course)
    run(copy / A)
    change(copy / B, "mine")
    before = files(copy)
    done = renew(copy, course)
    assert (done.is_new, done.made, done.renewed, done.kept, done.gone) == (False, [], [], {}, [])
    assert files(copy) == before


def test_a_new_version_renews_what_is_untouched_and_lies_beside_what_was_changed(course, copy):
    renew(copy, course)
    run(copy / A)
    change(copy / B, "mine")
    change(copy / ANSWERS, "my answer")
    before = files(copy)
    for name in (A, B, ANSWERS):
        write(course / name, "2")
    done = renew(copy, course)
    assert done.renewed == [A]
    assert done.kept == {B: "01_b-new.ipynb", ANSWERS: "coursework/01_b-new.ipynb"}
    assert sources(copy / A) == ["2"]
    assert outputs(copy / A) == []
    assert sources(copy / "01_b-new.ipynb") == ["2"]
    for name in (B, ANSWERS):
        assert files(copy)[name] == before[name]
    # What was renewed is still to be had, with the outputs of the reader's run.
    assert (copy / ".course" / "before" / A).read_bytes() == before[A]


def test_a_new_version_beside_is_told_until_it_is_taken_away_and_then_not_made_again(course, copy):
    renew(copy, course)
    change(copy / A, "mine")
    write(course / A, "2")
    for _ in range(3):
        assert renew(copy, course).kept == {A: "00_a-new.ipynb"}
    (copy / "00_a-new.ipynb").unlink()
    done = renew(copy, course)
    assert done.kept == {}
    assert "00_a-new.ipynb" not in files(copy)
    write(course / A, "3")
    assert renew(copy, course).kept == {A: "00_a-new.ipynb"}
    assert sources(copy / "00_a-new.ipynb") == ["3"]


def test_a_version_beside_is_renewed_if_untouched_and_else_kept(course, copy):
    renew(copy, course)
    change(copy / A, "mine")
    write(course / A, "2")
    renew(copy, course)
    run(copy / "00_a-new.ipynb")
    write(course / A, "3")
    assert renew(copy, course).kept == {A: "00_a-new.ipynb"}
    assert sources(copy / "00_a-new.ipynb") == ["3"]
    change(copy / "00_a-new.ipynb", "mine, too")
    assert renew(copy, course).kept == {}
    write(course / A, "4")
    assert renew(copy, course).kept == {A: "00_a-new-2.ipynb"}
    assert sources(copy / "00_a-new.ipynb") == ["3", "mine, too"]
    assert sources(copy / "00_a-new-2.ipynb") == ["4"]


def test_who_takes_the_new_version_in_the_place_of_theirs_goes_on_with_it(course, copy):
    renew(copy, course)
    change(copy / A, "mine")
    write(course / A, "2")
    renew(copy, course)
    (copy / A).rename(copy / "old.ipynb")
    (copy / "00_a-new.ipynb").rename(copy / A)
    done = renew(copy, course)
    assert (done.made, done.renewed, done.kept) == ([], [], {})
    write(course / A, "3")
    assert renew(copy, course).renewed == [A]
    assert sources(copy / "old.ipynb") == ["a = 1", "a + 1", "mine"]


def test_who_has_the_newest_is_offered_nothing_beside(course, copy):
    renew(copy, course)
    change(copy / A, "mine")
    write(course / A, "2")
    renew(copy, course)
    (copy / A).unlink()
    write(course / A, "3")
    renew(copy, course)
    change(copy / A, "mine")
    before = files(copy)
    assert sources(copy / "00_a-new.ipynb") == ["2"]
    assert renew(copy, course).kept == {}
    assert files(copy) == before


def test_what_is_renamed_or_deleted_is_made_anew(course, copy):
    renew(copy, course)
    change(copy / A, "mine")
    (copy / A).rename(copy / "mine.ipynb")
    (copy / B).unlink()
    assert renew(copy, course).made == [A, B]
    assert sources(copy / A) == ["a = 1", "a + 1"]
    assert sources(copy / "mine.ipynb")[-1] == "mine"


def test_what_the_course_has_no_more_is_kept_and_told(course, copy):
    renew(copy, course)
    (course / B).unlink()
    before = files(copy)
    assert renew(copy, course).gone == [B]
    assert files(copy) == before
    (copy / B).unlink()
    assert renew(copy, course).gone == []


def test_a_file_of_the_readers_under_a_new_lessons_name_is_kept(course, copy):
    renew(copy, course)
    write(copy / "02_c.ipynb", "mine")
    write(course / "02_c.ipynb", "c")
    assert renew(copy, course).kept == {"02_c.ipynb": "02_c-new.ipynb"}
    assert sources(copy / "02_c.ipynb") == ["mine"]


def test_with_outputs_readers_get_those_that_are_stored(course, copy):
    renew(copy, course)
    run(copy / B, "seen here")
    renew(copy, course, with_outputs=True)
    assert outputs(copy / A) == [OUTPUT, OUTPUT]
    assert [output.text for output in outputs(copy / B)] == ["seen here"]
    renew(copy, course)
    assert outputs(copy / A) == [OUTPUT, OUTPUT]
    write(course / A, "2")
    renew(copy, course, with_outputs=True)
    assert outputs(copy / A) == [OUTPUT]


def test_with_outputs_the_copy_is_as_stored(course, copy):
    renew(copy, course, with_outputs=True)
    assert files(copy) == {n: d for n, d in files(course).items() if ".ipynb_checkpoints" not in n}


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b'{"written": 3, "seen": {}}',
        b'{"written": {"a": 3}, "seen": []}',
    ],
)
def test_without_its_record_a_copy_keeps_all_that_differs(course, copy, damage):
    renew(copy, course)
    change(copy / A, "mine")
    (copy / ".course" / "record.json").write_bytes(damage)
    before = files(copy)
    assert renew(copy, course).kept == {A: "00_a-new.ipynb"}
    assert before.items() <= files(copy).items()


def test_a_notebook_that_is_half_written_is_the_readers(course, copy):
    renew(copy, course)
    whole = (copy / A).read_bytes()
    (copy / A).write_bytes(whole[: len(whole) // 2])
    write(course / A, "2")
    assert renew(copy, course).kept == {A: "00_a-new.ipynb"}
    assert (copy / A).read_bytes() == whole[: len(whole) // 2]


def link(path, target):
    try:
        path.symlink_to(target, target_is_directory=target.is_dir())
    except OSError:
        pytest.skip("no links can be made here")


@pytest.mark.parametrize("leads_somewhere", [True, False])
def test_a_link_in_a_lessons_place_is_the_readers(course, copy, tmp_path, leads_somewhere):
    renew(copy, course)
    (copy / A).rename(tmp_path / "elsewhere.ipynb")
    link(copy / A, tmp_path / ("elsewhere.ipynb" if leads_somewhere else "nowhere"))
    write(course / A, "2")
    assert renew(copy, course).kept == {A: "00_a-new.ipynb"}
    assert (copy / A).is_symlink()
    assert sources(tmp_path / "elsewhere.ipynb") == ["a = 1", "a + 1"]


def test_a_folder_in_a_lessons_place_is_the_readers(course, copy):
    renew(copy, course)
    (copy / A).unlink()
    (copy / A).mkdir()
    (copy / A / "mine.txt").write_text("mine", encoding="utf-8")
    write(course / A, "2")
    assert renew(copy, course).kept == {A: "00_a-new.ipynb"}
    assert (copy / A / "mine.txt").exists()


@pytest.mark.parametrize("name", ["with spaces, ünd 並列", "new/in/new", "it's [a]"])
def test_odd_names_of_folders(course, tmp_path, name):
    assert renew(tmp_path / name, course).folder == tmp_path / name
    assert sources(tmp_path / name / A) == ["a = 1", "a + 1"]


def test_a_folder_can_be_told_from_here_from_home_and_by_a_link(
    course, copy, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    for name in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(name, str(tmp_path))
    assert renew("mine", course).is_new
    assert renew("~/mine", course).folder == copy
    link(tmp_path / "link", copy)
    assert not renew(tmp_path / "link", course).is_new
    (tmp_path / "empty").mkdir()
    link(tmp_path / "to-empty", tmp_path / "empty")
    assert renew(tmp_path / "to-empty", course).is_new
    assert A in files(tmp_path / "empty")


def test_without_a_home_another_folder_is_asked_for(course, monkeypatch):
    def no_home(path):
        raise RuntimeError("Could not determine home directory.")

    monkeypatch.setattr("pathlib.Path.expanduser", no_home)
    assert "home folder is not known: name another folder" in refusal("~/mine", course)


def test_hidden_files_of_systems_and_of_git_are_not_in_the_way(course, copy):
    (copy / ".git").mkdir(parents=True)
    for name in (".DS_Store", "desktop.ini"):
        (copy / name).write_text("", encoding="utf-8")
    assert renew(copy, course).is_new


def test_a_folder_that_will_not_do_is_refused_and_left_as_it_is(course, tmp_path):
    other, file = tmp_path / "other", tmp_path / "file"
    other.mkdir()
    (other / "thesis.tex").write_text("mine", encoding="utf-8")
    file.write_text("mine", encoding="utf-8")
    before = files(tmp_path)
    assert "such as thesis.tex" in refusal(other, course)
    assert "is no folder" in refusal(file, course)
    assert "a file is in its way" in refusal(file / "below", course)
    for place in (course, course / "new", course / "coursework"):
        assert "the course keeps its own notebooks" in refusal(place, course)
    assert "such as notebooks" in refusal(course.parent, course)
    assert files(tmp_path) == before
    assert not (other / ".course").exists()


@pytest.mark.parametrize("target", ["nowhere", "mine"])
def test_a_link_to_nothing_or_to_itself_is_refused(course, copy, tmp_path, target):
    link(copy, tmp_path / target)
    assert "is no folder" in refusal(copy, course)
    assert not (tmp_path / target).exists()


def test_a_link_into_the_courses_own_notebooks_is_refused(course, copy):
    link(copy, course)
    assert "the course keeps its own notebooks" in refusal(copy, course)


def test_a_name_that_the_system_refuses_is_told(course, copy):
    assert "name another folder" in refusal(copy / ("a" * 5000), course)


def test_a_file_in_the_place_of_a_folder_is_told_and_kept(course, copy):
    copy.mkdir()
    renew(copy, course)
    (copy / ANSWERS).unlink()
    (copy / "coursework").rmdir()
    (copy / "coursework").write_text("mine", encoding="utf-8")
    told = refusal(copy, course)
    assert str(copy / "coursework") in told
    assert (copy / "coursework").read_text(encoding="utf-8") == "mine"
    (copy / "coursework").rename(copy / "mine.txt")
    assert ANSWERS in renew(copy, course).made


def test_a_course_without_lessons_is_told(copy, tmp_path):
    assert "pip install -e ." in refusal(copy, tmp_path / "site-packages" / "notebooks")
    assert not copy.exists()


def test_a_lesson_with_a_conflict_of_git_is_told_before_anything_is_done(course, copy):
    renew(copy, course)
    write(course / A, "2")
    (course / B).write_text("<<<<<<< HEAD\n{}\n", encoding="utf-8")
    before = files(copy)
    told = refusal(copy, course)
    assert str(course / B) in told
    assert "git status" in told
    assert files(copy) == before


def fill(folder):
    """Fill a disk but for a few bytes."""
    with open(folder / "filler", "wb", buffering=0) as file:
        try:
            while file.write(bytes(4096)):
                pass
        except OSError:
            pass


def test_on_a_full_disk_nothing_is_lost_and_a_later_start_goes_on(course, small_disk):
    copy = small_disk / "mine"
    renew(copy, course)
    change(copy / A, "mine")
    before = files(copy)
    for name in (A, B):
        write(course / name, "2" * 10_000)
    fill(small_disk)
    told = refusal(copy, course)
    assert "the disk is full" in told
    assert files(copy) == before
    (small_disk / "filler").unlink()
    done = renew(copy, course)
    assert (done.renewed, done.kept) == ([B], {A: "00_a-new.ipynb"})
    assert files(copy)[A] == before[A]


def test_a_copy_that_the_disk_cannot_hold_is_completed_later(course, small_disk):
    copy = small_disk / "mine"
    fill(small_disk)
    assert "the disk is full" in refusal(copy, course)
    (small_disk / "filler").unlink()
    write(course / A, "2")
    assert renew(copy, course).kept == {}
    assert sources(copy / A) == ["2"]


def test_where_nothing_can_be_written_that_is_told(course, small_disk):
    copy = small_disk / "mine"
    renew(copy, course)
    write(course / A, "2")
    before = files(copy)
    subprocess.run(["mount", "-o", "remount,ro", small_disk], check=True)
    for folder in (copy, small_disk / "another"):
        told = refusal(folder, course)
        assert str(folder) in told
        assert "name another folder" in told
    assert files(copy) == before


def refuse(number):
    def call(*arguments, **options):
        raise OSError(number, os.strerror(number))

    return call


def test_a_disk_that_knows_no_second_names_will_do(course, copy, monkeypatch):
    monkeypatch.setattr(placing.os, "link", refuse(errno.EPERM))
    test_a_new_version_renews_what_is_untouched_and_lies_beside_what_was_changed(course, copy)


@pytest.mark.skipif(records.fcntl is None, reason="Windows locks in another way")
def test_a_disk_that_knows_no_locks_will_do(course, copy, monkeypatch):
    monkeypatch.setattr(records.fcntl, "flock", refuse(errno.ENOLCK))
    test_a_new_version_renews_what_is_untouched_and_lies_beside_what_was_changed(course, copy)


def test_of_starts_at_once_each_file_is_made_by_one(course, copy):
    done, begin = [], threading.Barrier(4)

    def start():
        begin.wait()
        done.append(renew(copy, course))

    def start_all():
        done.clear()
        threads = [threading.Thread(target=start) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(done) == 4

    start_all()
    assert [sorted(one.made) for one in done if one.made] == [sorted([A, B, ANSWERS, PICTURE])]
    assert sorted(files(copy)) == [A, B, ANSWERS, PICTURE]
    change(copy / A, "mine")
    for name in (A, B):
        write(course / name, "2")
    start_all()
    assert [one.renewed for one in done if one.renewed] == [[B]]
    assert [one.kept for one in done] == [{A: "00_a-new.ipynb"}] * 4


def test_a_start_that_waits_in_vain_says_so(course, copy, monkeypatch):
    renew(copy, course)
    monkeypatch.setattr(records, "_WAITED_S", 0)
    with records.alone(copy):
        assert "Another start is at work" in refusal(copy, course)
    renew(copy, course)


def in_the_middle(save):
    """Return a hook that saves, as JupyterLab may, at the moment that a lesson is put aside."""

    def step(number, name, source, *_):
        if name == "replace" and str(source).endswith(A):
            save()

    return step


@pytest.mark.parametrize("moment", ["before", "after"])
def test_what_is_saved_while_a_lesson_is_renewed_stays(course, copy, monkeypatch, moment):
    renew(copy, course)
    write(course / A, "2")
    save = in_the_middle(lambda: write(copy / A, "mine"))
    with hooked(monkeypatch, **{moment: save}):
        done = renew(copy, course)
    assert done.renewed == []
    assert sources(copy / A) == ["mine"]
    assert renew(copy, course).kept == {A: "00_a-new.ipynb"}
    assert sources(copy / A) == ["mine"]


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("is_new", [True, False])
def test_a_start_that_is_interrupted_anywhere_loses_nothing_and_is_made_good(
    course, tmp_path, monkeypatch, moment, is_new
):
    def interrupt(number, *_):
        if number == last:
            raise KeyboardInterrupt

    last, is_through = 0, False
    while not is_through:
        last += 1
        copy = tmp_path / f"mine {last}"
        write(course / A, f"a of {last}")
        if not is_new:
            renew(copy, course)
            change(copy / B, "mine")
            write(course / A, f"another a of {last}")
            write(course / B, f"b of {last}")
        with hooked(monkeypatch, **{moment: interrupt}) as steps:
            with contextlib.suppress(KeyboardInterrupt):
                renew(copy, course)
            is_through = len(steps) < last
        for name in (A, ANSWERS, PICTURE):  # whole or, if this was the first start, missing
            assert (copy / name).stat().st_size if (copy / name).exists() else is_new
        write(course / A, f"last a of {last}")
        done = renew(copy, course)
        assert sources(copy / A) == [f"last a of {last}"]
        assert A not in done.kept
        if not is_new:
            assert done.kept == {B: "01_b-new.ipynb"}
            assert sources(copy / B)[-1] == "mine"
            assert sources(copy / "01_b-new.ipynb") == [f"b of {last}"]
        assert list((copy / ".course" / "drafts").iterdir()) == []
    assert last > 10


def test_what_a_start_that_was_killed_has_left_half_written_is_removed(course, copy):
    renew(copy, course)
    (copy / ".course" / "drafts" / "half").write_bytes(b"{")
    renew(copy, course)
    assert list((copy / ".course" / "drafts").iterdir()) == []


def test_of_the_real_course_all_comes_and_nothing_can_be_seen_before_it_is_run(tmp_path):
    done = renew(tmp_path / "mine", NOTEBOOKS)
    lessons = [name for name in done.made if name.endswith(".ipynb")]
    assert {"00_start_here.ipynb", "coursework/capstone.ipynb"} <= set(lessons)
    for name in lessons:
        assert sources(tmp_path / "mine" / name) == sources(NOTEBOOKS / name)
        assert outputs(tmp_path / "mine" / name) == []
    assert any(outputs(NOTEBOOKS / name) for name in lessons)
