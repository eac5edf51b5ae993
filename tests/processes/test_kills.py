"""helpers.processes.kills: what this process has ended is known; afterwards all is as it was."""

import os
import signal
import subprocess
import sys
import threading

import pytest

from helpers.processes import kills

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no process ends by a signal there")
SLEEPS = [sys.executable, "-c", "import time; time.sleep(600)"]
DIES = [sys.executable, "-c", "import os, signal; os.kill(os.getpid(), signal.SIGKILL)"]


def test_a_process_that_was_killed_here_is_told_from_one_that_has_killed_itself():
    with kills.are_noted(), subprocess.Popen(SLEEPS) as here, subprocess.Popen(DIES) as elsewhere:
        here.kill()
        assert here.wait() == elsewhere.wait() == -signal.SIGKILL
        assert kills.was_sent(here.pid, signal.SIGKILL)
        assert not kills.was_sent(here.pid, signal.SIGTERM)
        assert not kills.was_sent(elsewhere.pid, signal.SIGKILL)
    assert kills.was_sent(here.pid, signal.SIGKILL)  # it may be asked for later


def test_afterwards_nothing_is_noted():
    usual = os.kill
    with kills.are_noted():
        with kills.are_noted():
            assert os.kill is not usual
        assert os.kill is not usual
    assert os.kill is usual
    with subprocess.Popen(SLEEPS) as process:
        process.kill()
    assert not kills.was_sent(process.pid, signal.SIGKILL)


def test_blocks_of_two_threads_may_end_in_any_order():
    usual, has_begun, may_end = os.kill, threading.Event(), threading.Event()

    def note():
        with kills.are_noted():
            has_begun.set()
            may_end.wait(60)

    thread = threading.Thread(target=note)
    with kills.are_noted():
        thread.start()
        assert has_begun.wait(60)
    assert os.kill is not usual
    may_end.set()
    thread.join(60)
    assert os.kill is usual


def test_what_somebody_else_puts_over_it_stays(monkeypatch):
    def theirs(pid, number):
        raise AssertionError("nobody is killed")

    with kills.are_noted():
        monkeypatch.setattr(os, "kill", theirs)
    assert os.kill is theirs
    monkeypatch.undo()
    with kills.are_noted():
        pass
    assert not hasattr(os.kill, "notes_for")


def test_what_is_refused_is_refused_as_ever():
    with kills.are_noted():
        for arguments in ((1, "x"), (1,), ("x", 0)):
            with pytest.raises(TypeError):
                os.kill(*arguments)
