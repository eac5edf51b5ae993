"""helpers.watch: a look at a run from outside."""

import multiprocessing
import threading
import time

from helpers import cleanup, watch


def test_a_worker_that_its_runner_has_closed_is_no_death(monkeypatch):
    process = multiprocessing.get_context("spawn").Process(target=len, args=("",))
    process.start()
    monkeypatch.setattr(watch, "_MOURNED_S", 0.0)
    monkeypatch.setattr(watch, "worker_processes", lambda: {process})
    said, over = [], threading.Event()
    seen = watch.Watch(1.5, set(), lambda sentence: [said.append(sentence), over.set()])
    process.join(60)
    process.close()
    assert over.wait(60)
    assert "has not returned for 1.5 s" in said[0]
    seen.cancel()
    assert process not in cleanup.worker_processes()


def test_a_run_has_one_watch_at_a_time():
    before = threading.active_count()
    watches, said = watch.Watches(), []
    for run in ("first", "first", "second"):
        watches.begin(run, 600, set(), said.append)
    watches.end_all()
    deadline = time.monotonic() + 30
    while threading.active_count() > before:
        assert time.monotonic() < deadline
        time.sleep(0.05)
    assert not said
