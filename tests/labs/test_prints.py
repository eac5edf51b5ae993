"""helpers.labs.prints, and labs: what is printed while they measure is in one folded place."""

import multiprocessing
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor

import pytest

from helpers import labs
from helpers.labs.prints import Prints
from helpers.measure import ceilings
from tests import tasks

pytestmark = pytest.mark.usefixtures("nothing_left")


@pytest.fixture
def open_lab(monkeypatch):
    monkeypatch.setattr(ceilings, "reached", lambda counts, stop: {n: [0.9 * n] for n in counts})
    opened = []

    def open_lab(*args, **options):
        options = {"n_workers": 1, "n_tasks": 2, "make_inputs": lambda *_: [1, 2], **options}
        opened.append(labs.speedup(*args, **options))
        return opened[-1]

    yield open_lab
    for lab in opened:
        lab.close()


RUNNERS = [
    tasks.in_turn,
    tasks.with_threads,
    *(tasks.pool_runner(method) for method in tasks.START_METHODS),
]


@pytest.mark.parametrize("runner", RUNNERS)
def test_what_tasks_print_is_folded_whoever_ran_them(open_lab, capfd, runner):
    lab = open_lab(runner, tasks.print_and_square)
    lab.wait(60)
    for words in ("<details>", "out 1", "err 2", "raw"):
        assert words in lab.printed.value
    shown = capfd.readouterr()
    assert "out" not in shown.out
    assert "err" not in shown.err


SCRIPT = """
import sys, threading
from helpers.labs.prints import Prints

def task():
    print("of the task")

sys.stdout.write("before, ")
with Prints(lambda: threading.current_thread() is not threading.main_thread()) as prints:
    print("meanwhile")
    thread = threading.Thread(target=task)
    thread.start()
    thread.join()
print("after;", prints.text(), end="")
"""


def test_what_a_script_prints_meanwhile_is_printed():
    """Its `sys.stdout` leads to the very descriptor that is led elsewhere."""
    run = subprocess.run([sys.executable, "-c", SCRIPT], capture_output=True, text=True, check=True)
    assert run.stdout == "before, meanwhile\nafter; of the task\n"


def test_of_very_much_the_end_is_kept():
    with Prints(lambda: True) as prints:
        os.write(1, b"first\n" + b"y" * 2_000_000 + b"\n")
        assert prints.text().endswith("y\n")
        assert prints.text().endswith("y\n")
        os.write(1, b"last\n")
        assert prints.text().endswith("y\nlast\n")
    assert prints.text().endswith("y\nlast\n")
    assert "first" not in prints.text()


def test_what_other_threads_print_meanwhile_is_not_taken(capsys):
    begun, over = threading.Event(), threading.Event()

    def say():
        begun.set()
        assert over.wait(60)
        print("mine")

    other = threading.Thread(target=say)
    with Prints(lambda: threading.current_thread() is threading.main_thread()) as prints:
        other.start()
        print("kept")
        over.set()
        other.join()
        assert prints.text() == "kept\n"
    assert capsys.readouterr().out == "mine\n"
    print("after")
    assert prints.text() == "kept\n"
    assert capsys.readouterr().out == "after\n"


def test_a_task_that_prints_without_end_fills_no_disk():
    with Prints(lambda: True) as prints:
        for _ in range(3):
            print("x" * 2_000_000)
            assert len(prints.text()) <= 20_000
            assert os.fstat(prints._file.fileno()).st_size < 3_000_000
    assert sys.stdout.write is not None


def test_an_initializer_that_raises_is_told_with_its_error(open_lab):
    def runner(task, inputs, n_workers):
        with multiprocessing.Pool(1, initializer=tasks.fail_at_once) as pool:
            return pool.map(task, inputs)

    lab = open_lab(runner, tasks.square, time_limit_s=20)
    deadline = time.monotonic() + 60
    while "ValueError: no such table" not in lab.status.value:
        assert time.monotonic() < deadline, lab.status.value
        time.sleep(0.05)
    assert "ended with exit code 1" in lab.status.value
    lab.stop()
    assert "Stopped" in lab.status.value


def test_a_pool_that_breaks_is_told_with_what_was_printed(open_lab):
    def runner(task, inputs, n_workers):
        # Forked from here, it would log to pytest.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(1, context, initializer=tasks.fail_at_once) as pool:
            return list(pool.map(task, inputs))

    lab = open_lab(runner, tasks.square)
    assert "raised BrokenProcessPool" in lab.status.value
    assert "The last error that was printed: ValueError: no such table" in lab.status.value


def test_a_pool_that_cannot_read_a_result_is_told_with_what_its_thread_has_printed(
    open_lab, monkeypatch
):
    """Its thread dies of it, and the pool waits for ever; no worker has died."""
    monkeypatch.setattr(threading, "excepthook", threading.__excepthook__)  # pytest has its own
    lab = open_lab(
        tasks.pool_runner(None),
        tasks.return_what_does_not_unpickle,
        make_inputs=lambda *_: [os.getpid()] * 2,
        time_limit_s=5,
    )
    told = lab.status.value
    lab.stop()
    assert "has not returned for 5 s" in told
    assert "The last error that was printed: TypeError: it cannot be made again" in told


def test_after_a_run_was_given_up_all_goes_where_it_usually_goes(open_lab, capfd):
    over = threading.Event()

    def stuck(task, inputs, n_workers):
        over.wait(600)
        return tasks.in_turn(task, inputs, n_workers)

    lab = open_lab(stuck, tasks.square, time_limit_s=0.3)
    os.write(1, b"taken ")
    lab.stop()
    os.write(1, b"mine")
    print(" and mine")
    assert sorted(capfd.readouterr().out.split()) == ["and", "mine", "mine"]
    over.set()


def test_what_is_written_over_and_colours_are_not_shown():
    with Prints(lambda: True) as prints:
        for i in range(3):
            print(f"\r{i} of 3", end="", file=sys.stderr)
        assert prints.text() == "2 of 3"
        print(" done\r\n\x1b[31mred\x1b[0m\r", end="")
        sys.stdout.flush()
    assert prints.text().splitlines()[-2:] == ["2 of 3 done", "red"]


def test_a_bar_of_progress_is_one_line(open_lab):
    def shows_progress(x):
        for i in range(20):
            print(f"\r{i}/20", end="", file=sys.stderr)
        return x

    lab = open_lab(tasks.in_turn, shows_progress)
    lab.wait(60)
    assert "(1 line)" in lab.printed.value
    assert "19/20" in lab.printed.value
    assert "18/20" not in lab.printed.value
