"""helpers.teaching.classroom: a folder of files becomes a class, and those that do not count are named."""

import os
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.reader import handed_in as files
from helpers.reader import intuition, vocabulary
from helpers.teaching import classroom
from tests.reader.test_handed_in import CHOICE, ENTRY, answer

MACHINE = "{} x86_64, {} usable CPUs, Python {}.1"


def one(i, cpus=4, python="3.13", is_synthetic=False, **changes):
    """Return what somebody hands in, whose timings are nobody else's."""
    speedup = 1.9 + 0.00123457 * i
    entry = replace(
        ENTRY,
        machine=MACHINE.format("Linux", cpus, python),
        speedup=speedup,
        low=speedup - 0.10000003,
        high=speedup + 0.10000003,
        **{"kind": "computing", "workers": "processes", **changes},
    )
    return files.without_names([entry], [answer(CHOICE, *CHOICE.choices[:2])], is_synthetic)


def put(folder, **named):
    """Write files; a name's underscore becomes the dot of its ending."""
    folder.mkdir(exist_ok=True)
    for name, what in named.items():
        path = folder / name.replace("_", ".")
        if isinstance(what, bytes):
            path.write_bytes(what)
        else:
            path.write_text(files.as_text(what), encoding="utf-8")
    return classroom.read(folder)


def left_out(room):
    return {one.file: one.why for one in room.left_out}


def test_each_file_is_a_member_with_a_number(tmp_path):
    room = put(tmp_path, ada_json=one(1), ben_json=one(2), cid_json=one(3))
    assert [member.number for member in room.members] == [1, 2, 3]
    assert {member.handed_in for member in room.members} == {one(1), one(2), one(3)}
    assert room.left_out == ()
    assert str(room) == "3 files read, 0 left out."
    shown = f"{room.progress()} {room.progress()._repr_html_()}"
    assert not [name for name in ("ada", "ben", "cid") if name in shown]


def test_numbers_tell_nothing_of_the_files_names(tmp_path):
    there = put(tmp_path / "there", a_json=one(1), b_json=one(2), c_json=one(3), d_json=one(4))
    back = put(tmp_path / "back", d_json=one(1), c_json=one(2), b_json=one(3), a_json=one(4))
    assert there.members == back.members


def test_files_that_do_not_count_are_named_with_the_reason(tmp_path):
    forged = one(9, n_tasks=4)
    odd = replace(forged.measurements[0], speedup=99.5, low=98, high=101)
    room = put(
        tmp_path,
        good_json=one(1),
        broken_json=b'{"format": ',
        empty_json=files.HandedIn((), ()),
        forged_json=replace(forged, measurements=(odd,)),
        huge_json=b" " * (files.LARGEST_BYTES + 1),
        notes_txt=b"by hand",
        twice_json=one(1),
    )
    why = left_out(room)
    assert len(room.members) == 1
    assert list(why) == sorted(why)
    for name, sign in {
        "broken.json": "broken: ",
        "empty.json": "empty: ",
        "forged.json": "forged, or looks so: ",
        "huge.json": "huge: ",
        "notes.txt": "does not end in .json",
        "twice.json": "doubled: it has 1 measurement of good.json",
    }.items():
        assert sign in why.pop(name)
        assert name in str(room)
    assert why == {}


def test_of_two_states_of_a_journal_the_longer_counts(tmp_path):
    early, late = one(1), one(2)
    late = replace(late, measurements=early.measurements + late.measurements)
    room = put(tmp_path, a_json=early, b_json=late)
    assert [member.handed_in for member in room.members] == [late]
    assert list(left_out(room)) == ["a.json"]


def test_who_has_measured_nothing_is_no_double(tmp_path):
    only_asked = replace(one(1), measurements=())
    assert len(put(tmp_path, a_json=only_asked, b_json=only_asked).members) == 2


def test_folders_within_are_read_and_what_is_hidden_is_not(tmp_path):
    put(tmp_path / "Ada_12", journal_json=one(1))
    put(tmp_path / ".cache", journal_json=one(2))
    room = put(tmp_path)
    assert len(room.members) == 1
    assert room.left_out == ()


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes with a name here")
def test_a_pipe_is_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.json")
    assert left_out(put(tmp_path, a_json=one(1))) == {"pipe.json": "no file to read"}


def test_a_link_that_leads_nowhere_is_no_error(tmp_path):
    (tmp_path / "link.json").symlink_to(tmp_path / "nowhere")
    assert left_out(put(tmp_path)) == {"link.json": "no file to read"}


def test_no_folder_is_told(tmp_path):
    with pytest.raises(ValueError, match="folder must be a folder"):
        classroom.read(tmp_path / "none")


def test_synthetic_files_are_marked_and_never_mixed_with_others(tmp_path):
    made = [one(i, is_synthetic=True) for i in (1, 2)]
    room = put(tmp_path / "made", a_json=made[0], b_json=made[1])
    assert room.is_synthetic
    assert "2 synthetic files" in str(room)
    assert "nobody measured this" in room.progress()._repr_html_()
    room = put(tmp_path / "made", c_json=one(3))
    assert not room.is_synthetic
    assert [member.handed_in for member in room.members] == [one(3)]
    assert set(left_out(room).values()) == {"synthetic, and others are not"}


def test_curves_are_told_apart_by_what_is_asked_for(tmp_path):
    room = put(
        tmp_path,
        a_json=one(1, cpus=16, python="3.9", start_method="fork"),
        b_json=one(2, cpus=4, python="3.14", start_method="spawn"),
        c_json=one(3, cpus=4, python="3.14", start_method=""),
        waits_json=one(4, kind="waiting"),
        point_json=one(5, curve="2:1.9"),
    )
    groups = {by: [c.group for c in room.curves(by=by)] for by in classroom.BY}
    assert groups["usable CPUs"] == ["4 usable CPUs", "4 usable CPUs", "16 usable CPUs"]
    assert groups["Python"] == ["Python 3.9", "Python 3.14", "Python 3.14"]
    assert sorted(groups["start method"]) == ["fork", "not noted", "spawn"]
    assert [c.points for c in room.curves("waiting")] == [{1: 0.98, 2: 1.9}]
    with pytest.raises(ValueError, match="by must be one of"):
        room.curves(by="name")


def test_of_a_machine_the_last_curve_counts(tmp_path):
    first, last = one(1).measurements[0], one(1, curve="1:1 2:1.5").measurements[0]
    room = put(tmp_path, a_json=files.without_names([first, last], []))
    assert [c.points for c in room.curves()] == [{1: 1.0, 2: 1.5}]


def test_progress_has_lessons_and_what_came_true(tmp_path):
    lesson, *_ = vocabulary.lessons()
    asked = next(q for q in vocabulary.questions().values() if q.lesson == lesson)
    right = intuition.beside(lesson, asked.topic, asked.question, 2, 2)
    member = replace(one(1), predictions=(*one(1).predictions, right))
    row = str(put(tmp_path, a_json=member).progress()).splitlines()[1].split(" | ")
    assert row[:3] == ["1", "4", "3.13"]
    assert row[3].startswith("0, ")
    n_right = sum(one.is_right for one in member.compared)
    assert row[-1] == f"{n_right} of {len(member.compared)} right"


@given(st.lists(st.binary(max_size=200), max_size=5))
def test_whatever_lies_there_the_good_file_is_read(tmp_path_factory, contents):
    folder = tmp_path_factory.mktemp("class")
    named = {f"x{i}_json": data for i, data in enumerate(contents)}
    room = put(folder, good_json=one(1), **named)
    assert len(room.members) == 1
    assert len(room.left_out) == len(contents)
