"""helpers.labs.stuck_runs: a look at a run from outside."""

import multiprocessing
import threading
import time

from helpers.labs import stuck_runs


def test_a_worker_that_its_runner_has_closed_is_no_death(monkeypatch):
    process = multiprocessing.get_context("spawn").Process(target=len, args=("",))
    process.start()
    monkeypatch.setattr(stuck_runs, "_MOURNED_S", 0.0)
    monkeypatch.setattr(stuck_runs, "worker_processes", lambda: {process})
    said, over = [], threading.Event()
    seen = stuck_runs.Watch(1.5, set(), lambda sentence: [said.append(sentence), over.set()])
    process.join(60)
    process.close()
    assert over.wait(60)
    assert "has not returned for 1.5 s" in said[0]
    seen.cancel()
    assert process not in multiprocessing.active_children()


def test_a_run_has_one_watch_at_a_time():
    before = threading.active_count()
    watches, said = stuck_runs.Watches(), []
    for run in ("first", "first", "second"):
        watches.begin(run, 600, set(), said.append)
    watches.end_all()
    deadline = time.monotonic() + 30
    while threading.active_count() > before:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert not said
