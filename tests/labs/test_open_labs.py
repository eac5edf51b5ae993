"""helpers.labs.open_labs: who is closed, stopped and ended."""

import subprocess
import sys
import threading

import pytest

from helpers import jupyter
from helpers.labs import open_labs


class Lab:
    """Stands for a lab: notes what is done to it."""

    def __init__(self):
        self.was, self.interrupted = [], threading.Event()

    def close(self):
        self.was.append("closed")
        open_labs.discard(self)

    def interrupt(self):
        self.interrupted.set()

    def end_thread(self):
        self.was.append("ended")


@pytest.fixture
def opened(monkeypatch):
    """Open a lab in a cell, in some run of it; no other test's labs are open."""
    monkeypatch.setattr(open_labs, "_labs", {})

    def open_in(cell, count):
        monkeypatch.setattr(jupyter, "cell", lambda: (cell, count))
        lab = Lab()
        open_labs.add(lab)
        return lab

    return open_in


def test_a_cell_that_runs_again_closes_its_earlier_labs(opened):
    labs = [opened("a", 1), opened("a", 1), opened("b", 2), opened("a", 3)]
    assert [lab.was for lab in labs] == [["closed"], ["closed"], [], []]


def test_where_cells_have_no_names_no_lab_is_closed(opened):
    assert [lab.was for lab in (opened(None, 1), opened(None, 2), opened(None, None))] == [[]] * 3


def test_an_interrupt_reaches_open_labs_and_another_error_does_not(opened):
    closed, lab = opened("a", 1), opened("a", 2)
    open_labs._stop_after_interrupt(ValueError())
    assert not lab.interrupted.wait(0.2)
    open_labs._stop_after_interrupt(KeyboardInterrupt())
    assert lab.interrupted.wait(60)
    assert not closed.interrupted.is_set()


AT_EXIT = """
import atexit
registered = []
atexit.register = lambda call, *_, **__: registered.append(call) or call
def ours():
    return [call.__name__ for call in registered if call.__module__.startswith("helpers")]
from helpers import labs
assert ours() == [], ours()
from helpers.labs import open_labs
from tests.labs.test_open_labs import Lab
lab = Lab()
open_labs.add(lab)
open_labs.add(Lab())
assert len(ours()) == 1
[call() for call in registered if call.__module__.startswith("helpers")]
assert lab.was == ["ended"]
"""


def test_labs_are_ended_at_exit_from_the_first_one_on():
    subprocess.run([sys.executable, "-c", AT_EXIT], check=True)
