"""helpers.labs.measuring_lab: what is known so far after three rounds, and how it goes on."""

import itertools
import time

import pytest

from helpers import jupyter, labs, workloads
from helpers.labs import lab as lab_module
from helpers.labs.measuring_lab import MeasuringLab
from helpers.measure import ceilings
from helpers.reader import journal
from tests import tasks

pytestmark = pytest.mark.usefixtures("nothing_left")


@pytest.fixture
def noisy_lab(monkeypatch, tmp_path):
    """Open labs whose runner is fast in one run and slow in the next: no verdict can be clear."""
    monkeypatch.setattr(MeasuringLab, "_budget_s", 60)
    monkeypatch.setattr(ceilings, "reached", lambda counts, stop: {n: [n] for n in counts})
    monkeypatch.setenv(journal.VARIABLE, str(tmp_path / "journal.jsonl"))
    opened = []

    def open_one(**options):
        by_turns = itertools.cycle([0, 0.05])

        def now_and_then_slow(task, inputs, n_workers):
            time.sleep(next(by_turns))
            return tasks.with_threads(task, inputs, n_workers)

        options = {"n_workers": 1, "max_workers": 4, "task_size_ms": 5, "n_tasks": 4, **options}
        opened.append(labs.speedup(now_and_then_slow, workloads.wait_for, **options))
        return opened[-1]

    yield open_one
    for lab in opened:
        lab.close()


def until(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def test_the_cell_ends_after_three_rounds_and_the_lab_goes_on(noisy_lab):
    lab = noisy_lab()
    assert lab._engine.busy
    assert "So far: With 1 worker" in lab.status.value
    until(lambda: len(lab._measured.baselines_s) >= 5)
    assert " rounds ..." in lab._state
    assert journal.entries() == []  # it is not done


def test_what_each_round_changes_is_read_out_once(noisy_lab):
    """A screen reader that reads out the status of every round never comes to its end."""
    lab = noisy_lab()
    told = [lab.status.value]
    lab.status.observe(lambda change: told.append(change["new"]), names="value")
    n_rounds = len(lab._measured.baselines_s)
    until(lambda: len(lab._measured.baselines_s) >= n_rounds + 3)
    later = [each for each in told[1:] if "So far" in each]
    assert len(later) >= 2
    assert all("lab-no-news" in each for each in later)
    is_news = []
    with lab._screen:
        for sentence in ("Something else.", "So far: once more.", "once more."):
            lab._say(sentence)
            is_news.append("lab-no-news" not in lab.status.value)
    assert is_news == [True, True, False]


def test_a_stop_keeps_what_was_found(noisy_lab):
    lab = noisy_lab()
    lab.stop()
    assert "Stopped; measured before: With 1 worker" in lab.status.value
    m = lab.wait(timeout_s=60)
    assert len(m.baselines_s) >= 3
    assert [entry.n_tasks for entry in journal.entries()] == [4]


def test_a_slider_that_moves_ends_it_and_both_are_noted(noisy_lab):
    lab = noisy_lab(prediction=1.5)
    lab.n_tasks.value = 3
    until(lambda: "So far" in lab.status.value and lab._requested.n_tasks == 3)
    lab.stop()
    noted = [(entry.n_tasks, entry.predicted) for entry in journal.entries()]
    assert noted == [(4, 1.5), (3, None)]


def test_a_slider_that_moves_at_the_last_moment_leaves_nothing_of_the_old_run(noisy_lab):
    lab = noisy_lab()
    lab.n_tasks.value = 3
    lab.stop()
    assert "Stopped. Press Run" in lab.status.value


def test_it_ends_as_soon_as_a_cell_runs(noisy_lab, monkeypatch):
    lab = noisy_lab()
    monkeypatch.setattr(jupyter, "idle_s", lambda: 0.0)
    assert len(lab.wait(timeout_s=60).baselines_s) >= 3
    assert "So far" not in lab.status.value


def test_it_does_not_go_on_while_its_own_cell_does(noisy_lab, monkeypatch):
    monkeypatch.setattr(jupyter, "idle_s", lambda: 0.0)
    lab = noisy_lab()
    assert len(lab.wait(timeout_s=60).baselines_s) == 3


def test_a_first_loop_that_does_not_count_makes_one_round_more(noisy_lab, monkeypatch):
    slow = [0.5]  # the first loop's second task, and no other: by far, on a busy machine, too

    def task(x):
        time.sleep(slow.pop() if x == 2 and slow else 0.001)
        return x

    def runner(task, inputs, n_workers):
        return tasks.in_turn(task, inputs, n_workers)

    monkeypatch.setattr(MeasuringLab, "_budget_s", 0)
    lab = labs.speedup(runner, task, n_workers=1, make_inputs=lambda *_: [1, 2, 3, 4])
    try:
        m = lab.wait(timeout_s=60)
        assert len(m.baselines_s) == 3
        assert m.intervals != [None]
        assert "the first round is not counted" in lab.status.value
    finally:
        lab.close()


def test_each_step_is_drawn_once(noisy_lab, monkeypatch):
    """Twice, the drawing would take a tenth of what a lab measures in 100 ms."""
    lab = noisy_lab(n_workers=2)
    until(lambda: not lab._engine.busy or lab._is_found())
    drawn, draw = [], lab._draw
    monkeypatch.setattr(lab, "_draw", lambda: (drawn.append(lab._state), draw()))
    lab.n_workers.value = 3
    until(lambda: any(state.startswith("so far") for state in drawn))
    lab.stop()
    first = next(i for i, state in enumerate(drawn) if state.startswith("so far"))
    steps = [state.split(" of ")[0] for state in drawn[:first] if state.startswith("step")]
    assert steps == [f"step {i}" for i in range(1, len(steps) + 1)]
    assert len(steps) >= 9


def test_it_lets_another_lab_measure(noisy_lab):
    first = noisy_lab()
    second = noisy_lab()
    assert "So far" in second.status.value
    assert len(first.wait(timeout_s=60).baselines_s) >= 3


def test_a_stored_picture_has_its_verdict(noisy_lab, monkeypatch):
    monkeypatch.setenv(lab_module.SETTLE, "1")
    monkeypatch.setattr(MeasuringLab, "_budget_s", 0.5)
    lab = noisy_lab()
    assert not lab._engine.busy
    assert "So far" not in lab.status.value
