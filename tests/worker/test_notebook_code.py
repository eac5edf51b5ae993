"""helpers.worker.notebook_code: what a process that starts anew makes of its own is noted there."""

import pickle

from helpers.worker import notebook_code
from helpers.worker.log import Event, Log
from helpers.worker.notebook_code import Part

CELL = """import multiprocessing, threading
lock = multiprocessing.Lock()
gates = [multiprocessing.Semaphore(2)]
pages = multiprocessing.Queue()
total = multiprocessing.Value("i")
mine = threading.Lock()
n = 3
"""
NAMES = ("lock", "gates", "pages", "total", "mine", "n")


def parts():
    """Return what `checks.sending` makes of the cell."""
    found = [(Part.MODULE, name, name) for name in ("multiprocessing", "threading")]
    for number, name in enumerate(NAMES, start=1):
        text = "\n" * number + CELL.splitlines()[number]
        found.append((Part.RUN, name, CELL, 1, text, 0))
    return found


def test_what_is_shared_only_if_it_is_handed_over_is_noted_by_who_makes_it_anew(tmp_path):
    (tmp_path / "notebook").write_bytes(pickle.dumps({"parts": parts()}))
    log = Log(str(tmp_path / "events"), 0)
    first, again = {}, {}
    notebook_code.fill(first, str(tmp_path))
    assert log.read() == []
    notebook_code.fill_again(again, str(tmp_path))
    for names in (first, again):
        assert set(NAMES) <= names.keys()
    assert {event["event"] for event in log.read()} == {Event.MADE_ANEW}
    assert [(event["name"], event["kind"]) for event in log.read()] == [
        ("lock", "Lock"),
        ("gates", "Semaphore"),
        ("pages", "Queue"),
        ("total", "Synchronized"),
    ]
