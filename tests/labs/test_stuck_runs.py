"""helpers.labs.stuck_runs: a look at a run from outside."""

import multiprocessing
import threading

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
