"""helpers.labs.interpreters_lab: the same threads under several Pythons, some of which are this one."""

import dataclasses
import re

import pytest
from bs4 import BeautifulSoup

from helpers import labs
from helpers.labs import interpreters_lab
from helpers.labs.interpreters_picture import Settings
from helpers.measure import builds
from helpers.measure.builds import Build, InBuild
from helpers.processes import interpreters
from helpers.processes.interpreters import Interpreter
from helpers.reader import intuition, journal
from helpers.worker.stop_flag import Stopped
from tests.interpreters import answering, fake, posing
from tests.measure.test_results import measured as made_up

pytestmark = pytest.mark.usefixtures("nothing_left")


@pytest.fixture(scope="module")
def here():
    return Build("here", interpreters.this_one())


@pytest.fixture
def open_lab(here):
    opened = []

    def open_one(its=None, **options):
        options = {"n_threads": 2, "task_size_ms": 2, "n_tasks": 4, **options}
        its = [here, here._replace(name="again")] if its is None else its
        opened.append(labs.interpreters(its, **options))
        return opened[-1]

    yield open_one
    for lab in opened:
        lab.close()


def test_every_build_has_its_curve_and_its_bar(open_lab):
    lab = open_lab()
    measured = lab.wait(timeout_s=60)
    assert list(measured) == ["here", "again"]
    assert all(m.n_workers == [2] and len(m.runs[0]) >= 3 for m in measured.values())
    assert lab.progress.value == 1
    assert lab.picture.png.startswith(b"\x89PNG")
    for name in measured:
        assert re.search(rf"{name}: 2: \d+\.\d\d", lab.picture.caption)
        assert re.search(rf"{name}: [\d.]+ ms", lab.picture.caption)
        assert name in lab.picture.widget.value
    assert "Times as fast with 2 threads as in a loop. here: " in lab.status.value
    assert "No other Python was found here." in lab.status.value
    assert " updates" not in lab.status.value
    assert "You have set no prediction" in lab.status.value


def test_numbers_of_threads_double_up_to_that_of_the_slider(open_lab):
    lab = open_lab(n_threads=5)
    assert all(m.n_workers == [2, 4, 5] for m in lab.wait(timeout_s=60).values())
    lab.n_threads.value = 1
    assert all(m.n_workers == [1] for m in lab.wait(timeout_s=60).values())
    assert "with 1 thread as in a loop." in lab.status.value


@pytest.mark.parametrize("kind", builds.TASKS)
def test_each_kind_of_task_is_chosen_in_the_menu(open_lab, here, kind):
    lab = open_lab([here], kind=kind)
    m = lab.wait(timeout_s=60)["here"]
    assert len(m.results) == 4
    assert (m.lost is not None) is kind.startswith("shared")
    assert (" updates" in lab.status.value) is kind.startswith("shared")
    assert f"{kind}, up to 2 threads" in lab.picture.caption


def test_the_menu_measures_anew(open_lab):
    lab = open_lab()
    lab.wait(timeout_s=60)
    lab.kind.value = "shared list"
    measured = lab.wait(timeout_s=60)
    assert all(set(m.lost) == {0} for m in measured.values())
    assert f"lost any of the {measured['here'].n_updates:,} updates of a run." in lab.status.value


def test_a_free_threaded_one_has_two_curves_and_the_prediction(
    open_lab, here, tmp_path, monkeypatch
):
    monkeypatch.setenv(journal.VARIABLE, str(tmp_path / "journal.jsonl"))
    answer = answering("3.14.0", built_free=True, gil=False)
    free = interpreters.ask(posing(tmp_path / "python3.14t", answer))
    its = [here, *builds.builds_of([free])[:2]]
    lab = open_lab(its, prediction=1.5)
    measured = lab.wait(timeout_s=60)
    assert list(measured) == ["here", "3.14t, GIL off", "3.14t, GIL on"]
    assert "Your prediction is about 3.14t, GIL off. You said 1.5" in lab.status.value
    assert "No other Python" not in lab.status.value
    (one,) = journal.records(intuition.Compared)
    assert (one.predicted, one.measured) == (1.5, measured["3.14t, GIL off"].speedup[-1])
    assert one.question == "Python 3.14t, GIL off, 2 threads: Python loop, 2 ms"


def test_a_build_that_fails_is_told_and_the_others_are_measured(open_lab, here, tmp_path):
    path = fake(tmp_path / "python", "no")
    broken = Build("3.99", here.interpreter._replace(path=path))
    lab = open_lab([here, broken])
    assert list(lab.wait(timeout_s=60)) == ["here"]
    assert "Python 3.99 does not answer as it should: no." in lab.status.value


def test_where_none_can_do_it_the_lab_says_why(open_lab, here, tmp_path):
    path = fake(tmp_path / "python", "no")
    lab = open_lab([here._replace(interpreter=here.interpreter._replace(path=path))])
    with pytest.raises(RuntimeError, match="does not answer as it should"):
        lab.wait(timeout_s=60)
    assert "Python here does not answer as it should: no." in lab.status.value


@pytest.fixture
def known():
    """A lab that has not measured, but knows the times of an ordinary and of a free-threaded build."""
    found = [
        Interpreter("/a", (3, 14, 0), "3.14.0", False, True),
        Interpreter("/b", (3, 15, 0), "3.15.0", True, False),
    ]
    settings = Settings("shared counter", 4, 20.0)
    lab = interpreters_lab.InterpretersLab(builds.builds_of(found), settings, None, 8)
    lab._requested = lab._settings()
    lab._measured = {
        "3.14": in_build([0.16] * 3, {2: [0.16] * 3, 4: [0.16] * 3}, (0, 0, 0)),
        "3.15t, GIL off": in_build([0.2] * 3, {2: [0.4] * 3, 4: [0.8] * 3}, (7, 5000, 0)),
    }
    lab._draw()
    yield lab
    lab.close()


def in_build(baselines_s, elapsed_s, lost):
    m = made_up(baselines_s, elapsed_s)
    fields = {field.name: getattr(m, field.name) for field in dataclasses.fields(m)}
    return InBuild(**fields, lost=lost, n_updates=800_000)


def test_what_is_lost_is_told_for_each(known):
    found = known._found()
    assert "3.14: 1.00; 3.15t, GIL off: 0.25." in found
    assert (
        "Lost of 800,000 updates, from run to run. 3.14: none; 3.15t, GIL off: 0 to 5,000." in found
    )
    assert "3.14, interpreters: left out, since they share no object." in found
    assert "One thread takes: 3.14: 160 ms; 3.15t, GIL off: 200 ms." in known.picture.caption


def test_one_thread_of_a_pool_stands_where_it_was_measured(known):
    m = in_build([0.2] * 3, {1: [0.4] * 3, 2: [0.1] * 3}, None)
    _, curve = known._drawing._add_curve("3.14", m)
    assert list(curve.get_ydata()) == [0.5, 2]
    _, curve = known._drawing._add_curve("3.14", in_build([0.2] * 3, {2: [0.1] * 3}, None))
    assert list(curve.get_ydata()) == [1, 2]


def test_a_prediction_is_drawn_or_told(known):
    before = known.picture.png
    known.prediction.value = 0.5
    assert known.picture.png != before
    assert "your prediction" in known.picture.widget.value
    assert "Your prediction is about 3.15t, GIL off. You said 0.5: 2 times too high." in (
        known._found()
    )
    known._drawing._most = 2.5
    known.prediction.value = 8
    assert "Your prediction lies beyond the picture, at 8.00." in known.picture.widget.value
    assert "your prediction" not in known.picture.widget.value


def test_intervals_are_listed_and_told_where_they_go_on_beyond_the_picture(known):
    assert "its interval, in its colour" in known.picture.widget.value
    assert "beyond the picture" not in known.picture.widget.value
    elapsed_s = {2: [0.16, 0.01, 0.16], 4: [0.16] * 3}
    known._measured["3.14"] = in_build([0.16] * 3, elapsed_s, (0, 0, 0))
    known._draw()
    assert "Intervals go on beyond the picture" in known.picture.widget.value
    known._measured = None
    known._draw()
    assert "its interval" not in known.picture.widget.value


def test_builds_that_have_not_run_have_no_curve(known):
    del known._measured["3.15t, GIL off"]
    known._draw()
    assert "3.15t, GIL off: " not in known.picture.caption
    known._measured = None
    known._draw()
    assert "nothing is measured yet" in known.picture.caption


def test_the_numbers_are_in_a_table_and_in_a_file(open_lab):
    lab = open_lab()
    lab.wait(timeout_s=60)
    told = BeautifulSoup(lab.numbers.value, "html.parser")
    assert [link["download"] for link in told.find_all("a")] == ["rounds.csv"]
    assert {"here", "again"} <= {cell.text for cell in told.find_all("td")}


def test_stop_ends_a_run(open_lab, monkeypatch):
    lab = open_lab()
    lab.wait(timeout_s=60)
    monkeypatch.setattr(lab, "_n_tasks", 1000)
    lab.task_size.value = 320.0  # for minutes
    lab.stop()
    with pytest.raises(Stopped):
        lab.wait(timeout_s=60)


def test_it_looks_for_interpreters_itself(monkeypatch):
    monkeypatch.setenv(interpreters.VARIABLE, "")
    lab = labs.interpreters(n_threads=1, task_size_ms=1, n_tasks=2)
    try:
        assert lab.builds[0].interpreter == interpreters.this_one()
        lab.wait(timeout_s=60)
    finally:
        lab.close()


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"kind": "tea"}, "kind must be one of Python loop, "),
        ({"n_threads": 0}, "n_threads must lie between"),
        ({"task_size_ms": 0.5}, "task_size_ms must lie between"),
        ({"n_tasks": 0}, "n_tasks must lie between"),
        ({"prediction": 9}, "prediction must lie between 0 and 8"),
    ],
)
def test_a_bad_argument_is_named(here, options, name):
    with pytest.raises(ValueError, match=name):
        labs.interpreters([here], **options)


def test_too_many_builds_are_refused(here):
    with pytest.raises(ValueError, match="builds must be 6 at most, not 7"):
        labs.interpreters([here] * 7)
    with pytest.raises(ValueError, match="builds"):
        labs.interpreters([])


def test_what_is_no_build_is_named(here):
    with pytest.raises(
        TypeError, match=r"^builds\[1\] must be one of measure.builds.*, not 3.14\.$"
    ):
        labs.interpreters([here, 3.14])
