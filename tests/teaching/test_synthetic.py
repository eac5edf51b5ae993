"""helpers.teaching.synthetic: a class that is made up can be read, is marked, and has something of all."""

import pytest

from helpers.drawing import class_charts
from helpers.teaching import classroom, misconceptions, synthetic


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = tmp_path_factory.mktemp("class")
    synthetic.make(folder)
    return folder


def test_all_are_read_but_those_that_are_to_be_left_out(folder):
    room = classroom.read(folder)
    assert len(room.members) == 30
    assert room.is_synthetic
    why = {one.file: one.why.partition(":")[0] for one in room.left_out}
    assert why == {
        "synthetic-broken.json": "broken",
        "synthetic-doubled.json": "doubled",
        "synthetic-forged.json": "forged, or looks so",
        "synthetic-huge.json": "huge",
    }


def test_every_file_says_that_it_is_synthetic(folder):
    paths = [path for path in folder.glob("synthetic-[0-9]*.json")]
    assert len(paths) == 30
    for path in paths:
        assert '"is_synthetic": true' in path.read_text(encoding="utf-8")


def test_there_is_something_to_draw_and_to_discuss(folder):
    room = classroom.read(folder)
    for by in classroom.BY:
        assert len({curve.group for curve in room.curves(by=by)}) > 1
        assert "synthetic" in str(class_charts.curves(room.curves(by=by), room.is_synthetic))
    assert "synthetic" in str(class_charts.predictions(room.compared, room.is_synthetic))
    found = misconceptions.left(room.members)
    assert "synthetic" in str(found)
    assert "synthetic" in found._repr_html_()
    assert len(misconceptions.left(room.members).wrong) > 3


def test_the_same_seed_makes_the_same_class(tmp_path):
    texts = []
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        paths = synthetic.make(tmp_path / name, n_machines=2, seed=seed, with_faults=False)
        assert [path.name for path in paths] == ["synthetic-001.json", "synthetic-002.json"]
        texts.append([path.read_text(encoding="utf-8") for path in paths])
    assert texts[0] == texts[1] != texts[2]


@pytest.mark.parametrize("seed", range(20))
def test_whatever_the_seed_nobody_of_it_looks_forged(tmp_path, seed):
    synthetic.make(tmp_path, seed=seed, with_faults=False)
    assert classroom.read(tmp_path).left_out == ()


def test_a_folder_with_something_in_it_is_refused(tmp_path):
    (tmp_path / "a.json").write_text("of a student")
    with pytest.raises(ValueError, match="folder must be empty or new"):
        synthetic.make(tmp_path)
    with pytest.raises(ValueError, match="n_machines must lie between"):
        synthetic.make(tmp_path / "new", n_machines=0)
