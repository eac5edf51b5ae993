"""helpers.labs.speedup_lab, driven by setting the values of the sliders, as a reader's hand does."""

import csv
import errno
import functools
import inspect
import io
import threading
import time

import pytest

from helpers import labs, machine, measure, workloads
from helpers.labs import lab as lab_module
from helpers.labs import rounds_table
from helpers.labs.accessibility import REFUSED
from helpers.measure import ceilings
from helpers.measure.runs import RunError
from helpers.reader import journal
from helpers.worker.stop_flag import Stopped
from tests import tasks

pytestmark = pytest.mark.usefixtures("nothing_left")


@pytest.fixture
def open_lab(monkeypatch):
    """Open labs that are closed after the test; the ceiling is not what is tested."""
    monkeypatch.setattr(ceilings, "reached", lambda counts, stop: {n: [0.9 * n] for n in counts})
    opened = []

    def open_lab(runner=tasks.with_threads, task=workloads.wait_for, **options):
        options = {"task_size_ms": 5, "n_tasks": 4, "n_workers": 2, "max_workers": 8, **options}
        opened.append(labs.speedup(runner, task, **options))
        return opened[-1]

    yield open_lab
    for lab in opened:
        lab.close()


def test_a_lab_has_measured_when_it_is_shown(open_lab):
    lab = open_lab()
    m = lab.wait(timeout_s=60)
    assert m.n_workers == [1, 2]
    assert len(m.results) == 4
    assert lab.progress.value == 1
    assert "2 workers" in lab.status.value
    assert "You have set no prediction" in lab.status.value
    assert "2: " in lab.picture.caption


def test_the_caption_tells_the_ceiling_where_tasks_compute(open_lab):
    lab = open_lab(task=workloads.count_primes)
    lab.wait(timeout_s=60)
    assert "Ceiling by number of workers: 1: 0.90, 2: 1.80. Verdict" in lab.picture.caption
    assert "Ceiling, 2 processes: 1.80" in lab.picture.caption
    assert "Ceiling" not in open_lab().picture.caption
    alone = open_lab(task=workloads.count_primes, n_workers=1)
    alone.wait(timeout_s=60)
    assert "Ceiling, 1" not in alone.picture.caption


def test_a_task_that_remembers_gets_no_number_and_no_entry(open_lab):
    known, n_noted = functools.cache(abs), len(journal.entries())
    lab = open_lab(task=known, make_inputs=lambda task, size, n_tasks: [1, 2, 3], prediction=2.0)
    assert lab.wait(timeout_s=60).nothing_left
    assert "No speedup can be told. The later loops had nothing left to do." in lab.status.value
    assert "times" not in lab.status.value
    assert "You said" not in lab.status.value
    assert len(journal.entries()) == n_noted


def test_what_is_above_the_ceiling_is_explained_but_not_beside_one_process(open_lab, monkeypatch):
    monkeypatch.setattr(ceilings, "reached", lambda counts, stop: {n: [0.01 * n] for n in counts})
    told = "That is more than independent processes reached in the same rounds (0.02 to 0.02)"
    lab = open_lab(tasks.in_turn, workloads.count_primes, n_workers=2)
    lab.wait(timeout_s=60)
    assert told in lab.status.value
    lab.n_workers.value = 1
    lab.wait(timeout_s=60)
    assert "That is more than" not in lab.status.value


def test_moving_a_slider_measures_the_new_settings(open_lab):
    lab = open_lab()
    before = lab.picture.png
    lab.n_workers.value = 3
    lab.n_tasks.value = 6
    m = lab.wait(timeout_s=60)
    assert m.n_workers == [1, 2, 3]
    assert len(m.results) == 6
    assert lab.picture.png != before
    lab.task_size.value = 10
    assert lab.wait(timeout_s=60).results[0] == pytest.approx(0.01)


def test_the_prediction_is_drawn_and_measures_nothing(open_lab, monkeypatch):
    lab = open_lab()
    m, before = lab.wait(), lab.picture.png
    monkeypatch.setattr(measure, "iter_sweep", lambda *_: pytest.fail("measured again"))
    lab.prediction.value = 3.3
    assert lab.picture.png != before
    assert lab.wait() is m


def test_run_measures_the_same_settings_again(open_lab):
    lab = open_lab()
    before = lab.wait()
    lab.run_button.click()
    after = lab.wait(timeout_s=60)
    assert after is not before
    assert after.n_workers == before.n_workers


def test_a_prediction_beyond_the_slider_is_not_cut_off(open_lab):
    with pytest.raises(ValueError, match="prediction must lie between 0 and 8, not 9"):
        open_lab(prediction=9)
    assert open_lab(prediction=7.5).prediction.value == 7.5


def test_a_size_between_the_steps_of_the_slider_is_kept(open_lab):
    lab = open_lab(task_size_ms=37.5, n_tasks=1, n_workers=1)
    assert lab.task_size.value == 37.5
    assert "1 task of 38 ms" in lab.picture.caption
    assert [lab.task_size.options[i][0] for i in (0, -1)] == ["0.1", "1000"]


def test_the_reaction_does_not_wait_for_the_measurement(open_lab):
    lab = open_lab(task_size_ms=100, n_tasks=8)
    lab.n_workers.value = 4  # begins a run of more than a second
    before = lab.picture.png
    lab.n_workers.value = 5
    assert lab.picture.png != before
    assert "up to 5 workers" in lab.picture.caption
    assert "Measuring 5 workers" in lab.status.value
    assert lab.wait(timeout_s=60).n_workers == [1, 2, 4, 5]


def test_a_lab_that_gets_no_file_for_its_stop_flag_says_so_and_works_again(open_lab, monkeypatch):
    lab = open_lab()
    with monkeypatch.context() as full:
        full.setattr(lab_module.StopFlag, "__init__", fail_for_want_of_files)
        lab.run_button.click()
        with pytest.raises(OSError, match="Too many open files"):
            lab.wait(timeout_s=60)
        assert "as many files open as it may" in lab.status.value
    lab.run_button.click()
    assert lab.wait(timeout_s=60).n_workers == [1, 2]


def fail_for_want_of_files(self):
    raise OSError(errno.EMFILE, "Too many open files")


def test_a_storm_of_changes_ends_with_the_last(open_lab):
    begun = []

    def runner(task, inputs, n_workers):
        begun.append(len(inputs))
        return tasks.with_threads(task, inputs, n_workers)

    lab = open_lab(runner, task_size_ms=20)
    begun.clear()
    for n_tasks in range(5, 55):
        lab.n_tasks.value = n_tasks
    lab.n_tasks.value = 3
    m = lab.wait(timeout_s=60)
    assert len(m.results) == 3
    assert len({n for n in begun if n != 3}) <= 2


@pytest.mark.parametrize("method", tasks.START_METHODS)
@pytest.mark.parametrize("make", [tasks.executor_runner, tasks.pool_runner])
def test_process_runners_work_under_every_start_method(open_lab, make, method):
    lab = open_lab(make(method), workloads.count_primes, task_size_ms=1, n_workers=1)
    m = lab.wait(timeout_s=60)
    assert len(m.results) == 4
    # One a round, and on a busy machine it takes more of them.
    assert {n: set(values) for n, values in m.ceilings.items()} == {1: {0.9}}
    lab.n_workers.value = 2
    m = lab.wait(timeout_s=60)
    assert {n: set(values) for n, values in m.ceilings.items()} == {1: {0.9}, 2: {1.8}}


async def gather(task, inputs, n_workers):
    import asyncio  # noqa: PLC0415

    return await asyncio.gather(*(task(x) for x in inputs))


def test_an_async_runner_works(open_lab):
    lab = open_lab(gather, tasks.square_later)
    assert lab.wait(timeout_s=60).results == [1, 4, 9, 16]


def test_an_error_in_the_runner_is_shown_whole_and_the_lab_goes_on(open_lab):
    broken = [True]

    def runner(task, inputs, n_workers):
        if broken:
            raise RuntimeError("the <pool> is tired\nand more")
        return tasks.in_turn(task, inputs, n_workers)

    lab = open_lab(runner)
    shown = "runner runner with n_workers=1 raised RuntimeError: the &lt;pool&gt; is tired"
    assert shown in lab.status.value
    _, _, traceback = lab.status.value.partition("<details>")
    assert "in runner\n    raise RuntimeError" in traceback
    assert "and more" in traceback
    assert "measure" not in traceback
    with pytest.raises(RunError, match="is tired"):
        lab.wait()
    broken.clear()
    lab.run_button.click()
    assert lab.wait(timeout_s=60).n_workers == [1, 2]


@pytest.mark.parametrize("runner", [tasks.executor_runner(None), tasks.pool_runner(None)])
def test_a_lambda_for_a_process_pool_gets_its_sentence(open_lab, runner):
    lab = open_lab(runner, lambda x: x)
    assert "lambda" in lab.status.value
    assert ".py file" in lab.status.value


def test_stop_ends_a_run_between_two_tasks(open_lab):
    lab = open_lab()
    lab.task_size.value = 1000
    lab.n_tasks.value = 64
    time.sleep(0.3)
    lab.stop()
    assert "Stopped" in lab.status.value
    with pytest.raises(Stopped):
        lab.wait(timeout_s=1)
    lab.task_size.value = 5
    assert len(lab.wait(timeout_s=60).results) == 64


def test_a_lab_has_one_watch_however_often_its_sliders_move(open_lab):
    lab = open_lab(time_limit_s=600)
    lab.task_size.value = 50
    for n in (3, 4, 5, 6, 7, 8):
        lab.n_workers.value = n
        status_comes(lab, f"Measuring {n} workers")
        deadline = time.monotonic() + 60
        while not lab._state.startswith("step"):
            assert time.monotonic() < deadline
            time.sleep(0.005)
    lab.stop()
    deadline = time.monotonic() + 30  # a watch looks up four times a second
    while "watch" in [thread.name for thread in threading.enumerate()]:
        assert time.monotonic() < deadline
        time.sleep(0.05)


def test_a_run_cannot_end_before_it_is_announced(open_lab, monkeypatch):
    lab = open_lab(task_size_ms=0.1, n_tasks=1, n_workers=1)
    monkeypatch.setattr(lab, "_work", lambda request: lab._measured)
    measured, announce = lab.wait(60), lab._announce

    def held_up():
        time.sleep(0.5)  # longer than the engine waits for another move of the slider
        announce()
        lab._measured = measured

    monkeypatch.setattr(lab, "_announce", held_up)
    lab.n_tasks.value = 2
    lab.wait(60)
    assert lab._state == ""
    assert "With 1 worker" in lab.status.value


def test_a_failure_of_an_old_run_is_not_said_of_the_new_one(open_lab):
    inside, fail, said = threading.Event(), threading.Event(), []

    def runner(task, inputs, n_workers):
        if n_workers == 3:
            inside.set()
            assert fail.wait(60)
            raise OSError("the old one")
        return tasks.with_threads(task, inputs, n_workers)

    lab = open_lab(runner)
    lab.status.observe(lambda change: said.append(change.new), names="value")
    lab.n_workers.value = 3
    assert inside.wait(60)
    with lab._screen:
        fail.set()
        time.sleep(0.3)  # time to fail; it may say so once the screen is free
        lab.n_workers.value = 2
    assert lab.wait(60).n_workers == [1, 2]
    assert not [sentence for sentence in said if "the old one" in sentence]


def test_wait_says_when_its_time_is_over(open_lab):
    lab = open_lab()
    lab.task_size.value = 1000
    with pytest.raises(TimeoutError):
        lab.wait(timeout_s=0.01)


def status_comes(lab, words):
    deadline = time.monotonic() + 60
    while words not in lab.status.value:
        assert time.monotonic() < deadline, lab.status.value
        time.sleep(0.01)


@pytest.mark.parametrize("gil_enabled", [machine.gil_enabled(), False])
def test_a_runner_that_does_not_return_is_given_up(open_lab, monkeypatch, gil_enabled):
    monkeypatch.setattr(machine, "gil_enabled", lambda: gil_enabled)

    def runner(task, inputs, n_workers):
        if n_workers == 3:
            return tasks.pool_runner(None)(tasks.sleep_long, [600] * len(inputs), n_workers)
        return tasks.with_threads(task, inputs, n_workers)

    lab = open_lab(runner, time_limit_s=0.5)
    lab.n_workers.value = 3
    status_comes(lab, "Press Stop")
    stuck = lab._engine.thread
    lab.stop()  # `nothing_left` sees to the pool's processes
    assert "Stopped" in lab.status.value
    stuck.join(30)
    assert not stuck.is_alive()
    lab.n_workers.value = 2
    assert lab.wait(timeout_s=60).n_workers == [1, 2]


def test_a_slider_moved_on_a_stuck_run_gives_it_up_too(open_lab):
    let_go = threading.Event()

    def runner(task, inputs, n_workers):
        if n_workers == 3:
            let_go.wait(600)
        return tasks.with_threads(task, inputs, n_workers)

    lab = open_lab(runner, time_limit_s=0.3)
    lab.n_workers.value = 3
    status_comes(lab, "Press Stop")
    lab.n_workers.value = 2
    assert lab.wait(timeout_s=60).n_workers == [1, 2]
    let_go.set()


def test_a_thread_that_cannot_be_reached_is_named_and_the_lab_goes_on(open_lab, monkeypatch):
    monkeypatch.setattr(lab_module, "_GRACE_S", 0.2)
    inside, let_go = threading.Event(), threading.Event()

    def runner(task, inputs, n_workers):
        if n_workers == 3:
            inside.set()
            let_go.wait(600)
        return tasks.with_threads(task, inputs, n_workers)

    lab = open_lab(runner)
    lab.n_workers.value = 3
    assert inside.wait(60)
    lab.stop()
    told = "What could not be ended, and goes on: a thread, in line "
    assert told in lab.status.value
    assert "of runner: let_go.wait(600)" in lab.status.value
    picture = lab.picture.png
    let_go.set()  # the stale run ends, and draws and says nothing
    lab.n_workers.value = 2
    assert lab.wait(timeout_s=60).n_workers == [1, 2]
    assert lab.picture.png != picture
    assert "With 2 workers" in lab.status.value


def test_two_labs_never_measure_at_once(open_lab):
    inside, most = set(), []

    def runner(task, inputs, n_workers):
        me = object()
        inside.add(me)
        most.append(len(inside))
        results = tasks.with_threads(task, inputs, n_workers)
        inside.remove(me)
        return results

    first, second = open_lab(runner), open_lab(runner)
    first.n_tasks.value = second.n_tasks.value = 5
    first.wait(timeout_s=60)
    second.wait(timeout_s=60)
    assert set(most) == {1}


def test_a_lab_that_waits_for_another_says_so_and_then_measures(open_lab):
    second, let_go, blocks = open_lab(n_workers=1), threading.Event(), []

    def slow(task, inputs, n_workers):
        if blocks:
            let_go.wait(60)
        return tasks.in_turn(task, inputs, n_workers)

    first = open_lab(slow, n_workers=1)
    blocks.append(True)
    first.run_button.click()
    status_comes(first, "Measuring 1 worker")
    deadline = time.monotonic() + 60
    while not first._engine._holds_turn:
        assert time.monotonic() < deadline
        time.sleep(0.005)
    second.n_tasks.value = 5
    status_comes(second, "Waiting: the lab on slow and wait_for measures now")
    let_go.set()
    status_comes(second, "With 1 worker")
    assert len(second.wait(60).results) == 5
    assert first.wait(60).n_workers == [1]


def test_a_lab_that_waits_for_a_late_one_returns_and_offers_to_stop_it(open_lab):
    let_go = threading.Event()

    def stuck(task, inputs, n_workers):
        let_go.wait(600)
        return tasks.in_turn(task, inputs, n_workers)

    first = open_lab(stuck, n_workers=1, time_limit_s=0.3)  # returns when it is late
    assert "Press Stop" in first.status.value
    second = open_lab(n_workers=1)  # returns, too
    assert "Waiting: the lab on stuck and wait_for measures now" in second.status.value
    assert "press Stop the other lab to end it now" in second.status.value
    assert second.buttons.stop_other.layout.display == ""
    second.buttons.stop_other.click()
    status_comes(second, "With 1 worker")
    assert second.buttons.stop_other.layout.display == "none"
    status_comes(first, "Stopped")
    let_go.set()


def test_buttons_show_whether_they_can_do_anything(open_lab):
    let_go = threading.Event()

    def held(task, inputs, n_workers):
        assert let_go.wait(60)
        return tasks.in_turn(task, inputs, n_workers)

    lab = open_lab(held, n_workers=1, time_limit_s=0.2)
    assert not lab.stop_button.disabled
    assert lab.keep_button.disabled
    let_go.set()
    lab.wait(60)
    assert lab.stop_button.disabled
    assert not lab.keep_button.disabled
    assert lab.progress.value == 1
    lab.close()
    assert lab.run_button.disabled


def test_an_error_of_the_lab_itself_is_said_where_the_reader_looks(open_lab, monkeypatch):
    """A page shows nothing of what a control's callback has raised."""
    lab = open_lab(n_workers=1)
    lab.wait(60)

    def fail(*_):
        raise KeyError("no such colour")

    monkeypatch.setattr(lab._drawing, "update", fail)
    with pytest.raises(KeyError):
        lab.prediction.value = 1.5
    assert "The lab itself failed: KeyError: &#x27;no such colour&#x27;" in lab.status.value
    monkeypatch.undo()
    lab.prediction.value = 2.5
    assert "With 1 worker" in lab.status.value


def test_a_late_step_that_comes_is_no_longer_called_late(open_lab):
    over = threading.Event()

    def slow_once(task, inputs, n_workers):
        over.wait(60)
        return tasks.in_turn(task, inputs, n_workers)

    lab = open_lab(slow_once, n_workers=1, time_limit_s=0.3)
    assert "has not returned for 0.3 s" in lab.status.value
    assert "color" not in lab.status.value  # it is no alarm: nothing was seen to be wrong
    over.set()
    status_comes(lab, "With 1 worker")
    assert "has not returned" not in lab.status.value


def test_a_prediction_is_about_the_settings_it_was_made_for(open_lab):
    lab = open_lab(prediction=7.0)
    lab.wait(60)
    assert "You said 7.0" in lab.status.value
    lab.n_tasks.value = 3
    lab.wait(60)
    assert "You have set no prediction for these settings" in lab.status.value
    assert lab._predicted.typed.number.value == ""
    lab.n_tasks.value = 4
    lab.wait(60)
    assert "You said 7.0" in lab.status.value  # it still is


def test_what_is_wrong_with_a_typed_number_stays_until_another_will_do(open_lab):
    lab = open_lab()
    lab.wait(60)
    tasks_box = next(w for w in lab._movable if getattr(w, "tooltip", "") == "tasks, as a number")
    guess_box = next(
        w for w in lab._movable if "prediction, as" in (getattr(w, "tooltip", "") or "")
    )
    guess_box.value = "99"
    assert "your prediction: type a number from 0 to 8, not" in lab.status.value
    assert guess_box.value == "99"
    assert REFUSED in guess_box._dom_classes
    assert "You have set no prediction" in lab.status.value  # what was found stays there, too
    assert lab._predicted.of(lab._settings()) is None
    tasks_box.value = "0"
    lab.run_button.click()
    lab.wait(60)
    assert "tasks: type a number from 1 to 64, not" in lab.status.value
    assert "your prediction: type a number" in lab.status.value  # it still will not do
    assert "With 2 workers" in lab.status.value
    assert 'class="lab-alarm"' in lab.status.value
    tasks_box.value = "3"
    lab.wait(60)
    assert ": type a " not in lab.status.value
    assert 'class="lab-alarm"' not in lab.status.value
    assert REFUSED not in tasks_box._dom_classes + guess_box._dom_classes
    assert guess_box.value == ""
    tasks_box.value = "x"
    tasks_box.value = ""
    assert ": type a " not in lab.status.value
    tasks_box.value = "x"
    lab.n_tasks.value = 5
    lab.wait(60)
    assert ": type a " not in lab.status.value


def test_a_prediction_typed_where_its_slider_stands_is_answered_and_withdrawn(open_lab):
    lab = open_lab()
    lab.wait(60)
    guess = lab._predicted.typed.number
    assert guess.value == ""
    for typed in ("2", "2.0"):  # where the slider stands at first
        guess.value = typed
        assert guess.value == "2.0"
        assert "You said 2.0" in lab.status.value
        guess.value = ""
        assert "You have set no prediction" in lab.status.value


def test_numbers_are_typed_as_people_write_them(open_lab):
    lab = open_lab()
    number = next(w for w in lab._movable if getattr(w, "tooltip", "") == "tasks, as a number")
    for typed, value in (
        ("7", 7),
        ("0", None),
        ("1e9", None),
        ("two", None),
        ("2.5", None),
        ("", 7),
        (" 9 ", 9),
        ("0", None),
        ("9", 9),
    ):
        before = lab.n_tasks.value
        number.value = typed
        assert lab.n_tasks.value == (before if value is None else value)
        assert number.value == (typed if value is None else f"{value}")
        assert (REFUSED in number._dom_classes) is (value is None)
    size = next(
        w for w in lab._movable if "task size (ms), as" in (getattr(w, "tooltip", "") or "")
    )
    for typed, value in (
        ("12,5", 12.5),
        ("1 000", 1000),
        ("0.05", 1000),
        ("nan", 1000),
        ("33", 33),
    ):
        size.value = typed
        assert lab.task_size.value == value
    lab.stop()


def test_the_numbers_of_a_run_are_in_a_table_and_in_a_file(open_lab):
    lab = open_lab()
    m = lab.wait(60)
    assert "<th" in lab.numbers.value
    rows = list(csv.DictReader(io.StringIO(rounds_table.csv_of({"a": m}, {"task": "wait_for"}))))
    assert len(rows) == sum(map(len, m.runs))
    assert {row["workers"] for row in rows} == {"1", "2"}
    for row in rows:
        ratio = float(row["loop (s)"]) / float(row["run (s)"])
        assert float(row["speedup"]) == pytest.approx(ratio)


def test_numbers_of_other_settings_do_not_stay_while_it_measures(open_lab):
    lab = open_lab()
    lab.wait(60)
    before = lab.numbers.value
    assert "<td" in before
    with lab._screen:  # the new run cannot end meanwhile
        lab.n_tasks.value = 3
        assert lab._state.endswith("...")
        assert "<td" not in lab.numbers.value
        assert lab.numbers_button.layout.visibility == "visible"
    lab.wait(60)
    assert "<td" in lab.numbers.value
    assert lab.numbers.value != before


def test_numbers_of_other_settings_do_not_stay_beside_an_error(open_lab):
    lab = open_lab(task=fails_on_many, make_inputs=lambda task, size, n_tasks: [n_tasks] * n_tasks)
    lab.wait(60)
    assert lab.numbers_button.layout.visibility == "visible"
    lab.n_tasks.value = 5
    with pytest.raises(RunError):
        lab.wait(60)
    assert lab.numbers.value == ""
    assert lab.numbers_button.layout.visibility == "hidden"


def fails_on_many(n):
    if n > 4:
        raise ValueError("many")
    time.sleep(0.002)


def test_a_kept_run_stays_while_others_are_measured(open_lab):
    lab = open_lab()
    lab.wait(60)
    lab.keep_button.click()
    assert "This run is kept" in lab.status.value  # for a screen reader, too
    assert "kept: 4 tasks of 5 ms, up to 2 workers" in lab.picture.widget.value
    lab.n_tasks.value = 5
    lab.wait(60)
    assert "kept: 4 tasks of 5 ms, up to 2 workers" in lab.picture.widget.value
    assert "kept: 4 tasks of 5 ms, up to 2 workers" in lab.numbers.value
    before = lab.picture.png
    lab.doubling.value = True
    assert lab.picture.png != before


def test_of_a_kept_run_that_was_stopped_only_what_was_measured_is_said(open_lab):
    lab = open_lab()
    lab.wait(60)
    lab._measured = measure.sweep(
        tasks.with_threads, workloads.wait_for, [0.005] * 4, n_workers=[1]
    )
    lab.keep_button.click()
    assert "With 2 workers" not in lab.status.value
    assert "So far, it is of 4 tasks of 5 ms, up to 1 worker." in lab.status.value
    assert "kept: 4 tasks of 5 ms, up to 1 worker" in lab.picture.widget.value


def test_other_code_runs_while_a_lab_measures(open_lab):
    lab = open_lab()
    lab.task_size.value = 100
    assert lab._engine.busy
    assert sum(range(1000)) == 499500  # this thread is free
    assert lab._engine.busy
    lab.wait(timeout_s=60)


def test_a_closed_lab_says_so(open_lab):
    lab = open_lab()
    lab.close()
    lab.close()
    assert "closed" in lab.status.value
    lab.n_workers.value = 3
    assert "run its cell again" in lab.status.value


@pytest.mark.parametrize(
    ("options", "error", "name"),
    [
        ({"runner": None}, TypeError, "runner"),
        ({"runner": lambda task, inputs: []}, TypeError, "runner must take three arguments: def"),
        ({"task": 3}, TypeError, "task"),
        ({"same": lambda one: True}, TypeError, "same must take two arguments"),
        ({"make_inputs": 3}, TypeError, "make_inputs"),
        ({"make_inputs": lambda n: [1]}, TypeError, "make_inputs must take three arguments"),
        ({"n_workers": 0}, ValueError, "n_workers"),
        ({"n_workers": -1}, ValueError, "n_workers"),
        ({"n_workers": 1.5}, TypeError, "n_workers"),
        ({"n_workers": "four"}, TypeError, "n_workers"),
        ({"n_workers": 10**6}, ValueError, "n_workers"),
        ({"n_tasks": 0}, ValueError, "n_tasks"),
        ({"max_workers": "x"}, TypeError, "max_workers"),
        ({"task_size_ms": 0}, ValueError, "task_size_ms"),
        ({"task_size_ms": "x"}, TypeError, "task_size_ms"),
        ({"prediction": -1}, ValueError, "prediction"),
        ({"prediction": "two"}, TypeError, "prediction"),
        ({"time_limit_s": 0}, ValueError, "time_limit_s"),
        ({"size": 100}, TypeError, "size needs unit"),
        ({"unit": "thousands"}, TypeError, "unit needs size"),
        ({"size": 100, "unit": "thousands"}, TypeError, "size needs make_inputs"),
        ({"size": 0, "unit": "thousands", "make_inputs": max}, ValueError, "size must lie"),
        ({"size": 100, "unit": " ", "make_inputs": max}, TypeError, "unit must be a word"),
    ],
)
def test_a_bad_argument_is_named(open_lab, options, error, name):
    with pytest.raises(error, match=name):
        open_lab(**options)


@pytest.mark.parametrize(
    ("timeout_s", "error"),
    [("3", TypeError), (True, TypeError), (-1, ValueError), (float("nan"), ValueError)],
)
def test_a_bad_time_to_wait_is_named(open_lab, timeout_s, error):
    lab = open_lab(task=workloads.slow_square, n_tasks=2)
    with pytest.raises(error, match=r"^timeout_s must "):
        lab.wait(timeout_s)
    assert lab.wait(timeout_s=60).results == [1, 4]


def test_inputs_of_the_readers_own(open_lab):
    lab = open_lab(task=tasks.square, make_inputs=lambda task, size_ms, n: list(range(10, 10 + n)))
    assert lab.wait(timeout_s=60).results == [100, 121, 144, 169]


def test_a_task_of_fixed_size_has_no_size_slider(open_lab):
    lab = open_lab(task=workloads.slow_square, n_tasks=2)
    assert lab.task_size.disabled
    assert lab.wait(timeout_s=60).results == [1, 4]


def test_the_task_size_may_count_something_else(open_lab):
    asked = []

    def make_inputs(task, size, n_tasks):
        asked.append(size)
        return [0.001] * n_tasks

    lab = open_lab(make_inputs=make_inputs, size=100, unit="thousand numbers")
    lab.wait(60)
    assert lab.task_size.description == "task size (thousand numbers)"
    assert asked == [pytest.approx(100)]
    assert "4 tasks of 100 thousand numbers" in lab.picture.caption


def test_the_labs_signature_is_told():
    parameters = inspect.signature(labs.speedup).parameters
    assert list(parameters)[:3] == ["runner", "task", "n_workers"]
    assert not hasattr(labs.speedup, "__signature__"), "written by hand, it could be another one"
    assert parameters["task_size_ms"].default == 50.0


def test_what_make_inputs_raises_has_its_line(open_lab):
    def make_inputs(task, size, n_tasks):
        raise KeyError("no such file")

    lab = open_lab(task=tasks.square, make_inputs=make_inputs)
    with pytest.raises(RunError):
        lab.wait(timeout_s=60)
    line = f"in line {make_inputs.__code__.co_firstlineno + 1} of make_inputs: raise KeyError("
    assert "make_inputs raised KeyError: &#x27;no such file&#x27;, in line" in lab.status.value
    assert line in lab.status.value
    assert "Show traceback" in lab.status.value


class Closed(BaseException):
    def __getattribute__(self, name):
        raise RuntimeError("it has no attributes")


def test_an_error_that_fails_when_it_is_told_is_named_and_ends_the_run(open_lab):
    def fails(x):
        raise Closed

    lab = open_lab(task=fails)
    status_comes(lab, "when it is asked what happened.")  # and not raised: pytest would ask, too
    assert lab.stop_button.disabled


def test_a_forked_process_does_not_measure_by_its_parents_lab(open_lab, monkeypatch):
    lab = open_lab(task=tasks.square)
    before = lab.wait(timeout_s=60)
    monkeypatch.setattr(lab._engine, "_process_id", -1)  # as a fork sees it
    lab.run_button.click()
    assert "This lab belongs to the process that opened it" in lab.status.value
    assert lab.wait(timeout_s=60) is before


def test_make_inputs_is_a_plain_function(open_lab):
    async def make_inputs(task, size, n_tasks):
        return [1]

    with pytest.raises(TypeError, match=r"^make_inputs must be a plain function"):
        open_lab(make_inputs=make_inputs)


def test_inputs_that_come_one_by_one_are_taken_once(open_lab):
    lab = open_lab(task=tasks.square, make_inputs=lambda task, size, n: (i for i in range(n)))
    assert lab.wait(timeout_s=60).results == [0, 1, 4, 9]
    assert "make_inputs returned" not in lab.status.value


def test_another_number_of_inputs_than_the_slider_s_is_told_and_noted(open_lab, monkeypatch):
    noted = []
    monkeypatch.setattr(journal, "note", lambda *args, **more: noted.append(args[2].n_tasks) or "")
    lab = open_lab(task=tasks.square, make_inputs=lambda task, size, n: [3])
    lab.wait(timeout_s=60)
    told = "make_inputs returned 1 input for n_tasks=4, and so many were run."
    assert told in lab.status.value
    assert noted == [1]


@pytest.mark.parametrize("made", [None, 3, {1: 2}, "ab", [], iter(())])
def test_what_make_inputs_returns_is_a_list(open_lab, made):
    lab = open_lab(task=tasks.square, make_inputs=lambda *_: made)
    with pytest.raises((TypeError, ValueError), match=r"^what make_inputs returns must"):
        lab.wait(timeout_s=60)
    assert "what make_inputs returns must" in lab.status.value


def test_a_lab_within_a_run_of_another_is_refused(open_lab):
    def opens(task, inputs, n_workers):
        open_lab(task=tasks.square)
        return [task(value) for value in inputs]

    lab = open_lab(opens, tasks.square)
    with pytest.raises(RunError):
        lab.wait(timeout_s=60)
    told = "a lab cannot be opened within a run of another, the lab on opens and square:"
    assert f"runner opens with n_workers=1 raised RuntimeError: {told}" in lab.status.value


@pytest.mark.parametrize(("way", "words"), [("stop", "Stopped."), ("close", "This lab is closed")])
def test_a_runner_may_end_its_own_lab(open_lab, way, words):
    opened = []

    def ends(task, inputs, n_workers):
        if opened:
            getattr(opened[0], way)()
        return [task(value) for value in inputs]

    opened.append(open_lab(ends, tasks.square))
    opened[0].run_button.click()
    status_comes(opened[0], words)
    with pytest.raises(Stopped):
        opened[0].wait(timeout_s=60)
    assert opened[0].stop_button.disabled
