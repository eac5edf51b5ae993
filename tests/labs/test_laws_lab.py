"""helpers.labs.laws_lab: curves of two laws over measured points."""

import threading
from base64 import b64decode

import pytest
from bs4 import BeautifulSoup

from helpers import labs, laws, measure, workloads
from helpers.wording.words import times
from tests import tasks
from tests.measure.test_results import measured as made_up

pytestmark = pytest.mark.usefixtures("nothing_left")


@pytest.fixture(scope="module")
def measured():
    return measure.sweep(tasks.with_threads, workloads.wait_for, [0.01] * 4, [1, 2], n_rounds=1)


def test_there_is_nothing_to_run_or_to_stop(measured):
    lab = labs.laws(measured)
    kinds = {"GridBox", "HTML", "ToggleButton", "UnbrokenHTML"}
    assert {type(box).__name__ for box in lab._box.children} == kinds
    assert "lab-engine" not in [thread.name for thread in threading.enumerate()]
    assert repr(lab) == "<LawsLab with Settings(serial_fraction=0.1)>"


def test_the_slider_moves_both_curves_at_once(measured):
    lab = labs.laws(measured, serial_fraction=0.5)
    assert "no number of workers passes a speedup of 2.0" in lab.status.value
    before = lab.picture.png
    lab.serial_fraction.value = 0.0
    assert "there is no limit" in lab.status.value
    assert "serial fraction of 0.00" in lab.picture.caption
    assert lab.picture.png != before
    assert laws.amdahl_speedup(0.5, 10**9) == pytest.approx(2.0)


@pytest.mark.parametrize(("elapsed_s", "is_asked"), [(0.5, True), (2.0, False)])
def test_a_fraction_is_asked_for_only_where_there_may_be_one(elapsed_s, is_asked):
    """Amdahl's speedups are 1 or more, whatever the fraction."""
    lab = labs.laws(made_up([1, 1, 1], {1: [1.1, 1.1, 1.1], 2: [elapsed_s] * 3}))
    for fraction in (0.0, 1.0):
        lab.serial_fraction.value = fraction
        assert ("which fraction" in lab.status.value) == is_asked
        assert ("no fraction" in lab.status.value) != is_asked


def test_the_points_and_both_curves_are_told_in_words_and_numbers(measured):
    lab = labs.laws(measured, serial_fraction=0.5)
    for n, value in zip(measured.n_workers, measured.speedup, strict=True):
        assert f"{n}: {times(value)}" in lab.picture.caption
    assert "Amdahl 1.94, Gustafson 16.50" in lab.picture.caption
    table = BeautifulSoup(lab.numbers.value, "html.parser")
    rows = [[cell.text for cell in row.find_all("td")] for row in table.find_all("tr")[1:]]
    assert [row[0] for row in rows] == ["1", "2", "4", "8", "16", "32"]
    assert rows[-1] == ["32", "", "1.94", "16.50"]
    saved = b64decode(table.a["href"].partition("base64,")[2]).decode()
    assert len(saved.splitlines()) == 1 + 32
    assert lab.numbers.layout.display == "none"
    lab.numbers_button.value = True
    lab.serial_fraction.value = 0.0
    assert "32.00" in lab.numbers.value
    assert lab.numbers.layout.display == ""  # they stay open
    assert lab.numbers_button.description == "Hide numbers"


def test_the_legend_lists_what_is_drawn(measured):
    assert "its interval" not in labs.laws(measured).picture.widget.value  # one round has none
    lab = labs.laws(made_up([1, 1, 1.1], {1: [1, 1.1, 1], 2: [0.5, 0.6, 0.5]}))
    for words in ("measured", "its interval", "Amdahl", "Gustafson", "as fast as the loop"):
        assert words in lab.picture.widget.value


def test_who_moves_the_slider_waits_for_whoever_draws(measured):
    lab = labs.laws(measured)
    with lab._screen:
        mover = threading.Thread(target=setattr, args=(lab.serial_fraction, "value", 0.25))
        mover.start()
        mover.join(0.3)
        assert mover.is_alive()
        assert "0.10" in lab.status.value
    mover.join(60)
    assert "passes a speedup of 4.0" in lab.status.value
    assert "0.25" in lab.picture.caption


def test_the_slider_answers_while_another_lab_measures(measured):
    inside, let_go = threading.Event(), threading.Event()

    def slow(task, inputs, n_workers):
        if inside.is_set():
            let_go.wait(60)
        return tasks.in_turn(task, inputs, n_workers)

    busy = labs.speedup(slow, workloads.wait_for, n_tasks=1, task_size_ms=1, n_workers=1)
    inside.set()
    busy.run_button.click()
    lab = labs.laws(measured)
    try:
        lab.serial_fraction.value = 0.25
        assert "passes a speedup of 4.0" in lab.status.value
    finally:
        let_go.set()
        busy.close()


def test_bad_arguments_are_named(measured):
    with pytest.raises(ValueError, match="serial_fraction must lie between"):
        labs.laws(measured, 1.1)
    with pytest.raises(TypeError, match=r"measurement must be one of measure\.sweep"):
        labs.laws([1, 2])
