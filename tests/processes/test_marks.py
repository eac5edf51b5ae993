"""helpers.processes.marks: what a marked thread starts is known, and nothing else is taken for it."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from helpers.processes import marks

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="elsewhere, no mask is told")
SLEEPS = [sys.executable, "-c", "import time; time.sleep(600)"]


def in_a_thread(function):
    """Return what a function returns in a thread of its own, which has ended then."""
    results = []
    thread = threading.Thread(target=lambda: results.append(function()))
    thread.start()
    thread.join()
    return results[0]


def in_a_marked_thread(function):
    def call():
        marks.mark_thread()
        return function()

    return in_a_thread(call)


def is_here_marked():
    return marks.is_marked(os.getpid(), threading.get_native_id())


@pytest.fixture
def start():
    """Start processes that sleep, which are ended after the test."""
    started = []

    def start():
        started.append(subprocess.Popen(SLEEPS))
        return started[-1].pid

    yield start
    for process in started:
        process.kill()
        process.wait()


@on_linux
def test_a_marked_thread_marks_what_it_starts_and_nobody_else():
    assert in_a_marked_thread(is_here_marked) is True
    assert in_a_marked_thread(lambda: in_a_thread(is_here_marked)) is True
    assert in_a_thread(is_here_marked) is False
    assert is_here_marked() is False


@on_linux
def test_a_process_is_known_though_the_thread_that_has_started_it_has_ended(start):
    of_a_run, of_a_cell = in_a_marked_thread(start), start()
    assert marks.is_marked(of_a_run) is True
    assert marks.is_marked(of_a_cell) is False
    assert marks.unmarked([of_a_run, of_a_cell]) == {of_a_cell}


@on_linux
def test_a_program_that_blocks_no_signal_is_known_as_long_as_its_thread_is_there():
    code = (
        "import signal; signal.pthread_sigmask(signal.SIG_SETMASK, ()); print(flush=True); input()"
    )
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}

    def look():
        with subprocess.Popen([sys.executable, "-c", code], **pipes) as process:
            process.stdout.readline()
            found = marks.is_marked(process.pid), marks.unmarked([process.pid])
            process.communicate(b"\n")
        return found

    if not os.path.exists(f"/proc/self/task/{os.getpid()}/children"):
        pytest.skip("this system does not tell which thread has started a process")
    assert in_a_marked_thread(look) == (False, set())


@on_linux
def test_who_blocks_all_signals_for_a_moment_has_no_mark():
    def look():
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        return is_here_marked()

    assert in_a_thread(look) is False


def test_of_what_is_gone_nothing_is_told():
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        process.wait()
    assert marks.is_marked(process.pid) is None
    assert marks.unmarked([process.pid]) == set()


def test_each_mark_is_a_new_one_and_is_inherited():
    first, second = marks.new_mark(), marks.new_mark()
    assert first[0] == second[0]
    assert first[1] != second[1]
    code = f"import os; print(os.environ[{second[0]!r}])"
    told = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert told.strip() == second[1]
