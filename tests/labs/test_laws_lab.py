"""helpers.labs.laws_lab: curves of two laws over measured points."""

import threading

import pytest

from helpers import labs, laws, measure, workloads
from tests import tasks

pytestmark = pytest.mark.usefixtures("nothing_left")


@pytest.fixture(scope="module")
def measured():
    return measure.sweep(tasks.with_threads, workloads.wait_for, [0.01] * 4, [1, 2], n_repeats=1)


def test_there_is_nothing_to_run_or_to_stop(measured):
    lab = labs.laws(measured)
    try:
        assert [type(box).__name__ for box in lab._box.children] == ["GridBox", "HTML", "HTML"]
    finally:
        lab.close()


def test_the_slider_moves_both_curves(measured):
    lab = labs.laws(measured, serial_fraction=0.5)
    try:
        assert "no number of workers passes 2.0" in lab.status.value
        before = lab.picture.png
        lab.serial_fraction.value = 0.0
        assert lab.wait(60) == 0
        assert "there is no limit" in lab.status.value
        assert lab.picture.png != before
    finally:
        lab.close()
    assert laws.amdahl_speedup(0.5, 10**9) == pytest.approx(2.0)


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
        assert lab.wait(60) == 0.25
        assert "passes 4.0" in lab.status.value
    finally:
        let_go.set()
        lab.close()
        busy.close()


@pytest.mark.parametrize(
    ("bad", "error"), [(-0.1, ValueError), (1.1, ValueError), ("a", TypeError)]
)
def test_bad_arguments_are_named(measured, bad, error):
    with pytest.raises(error, match="serial_fraction must"):
        labs.laws(measured, bad)
    with pytest.raises(TypeError, match=r"measurement must be one of measure\.sweep"):
        labs.laws([1, 2])
