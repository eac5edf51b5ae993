"""helpers.worker.orphans: a worker ends with its parent, whichever way it was started."""

import os
import signal
import subprocess
import sys
import threading

import psutil
import pytest

from helpers.worker.orphans import die_with_parent
from tests.tasks import START_METHODS


def test_in_a_process_that_is_no_worker_nothing_is_watched():
    before = threading.active_count()
    die_with_parent()
    assert threading.active_count() == before


PARENT = """
import multiprocessing, sys, time
from concurrent.futures import ProcessPoolExecutor
from helpers.worker.traced import Traced
from helpers.workloads import wait_for

if __name__ == "__main__":
    context = multiprocessing.get_context(sys.argv[1])
    n_tasks = int(sys.argv[2])
    with ProcessPoolExecutor(4, mp_context=context) as pool:
        futures = [pool.submit(Traced(wait_for), 600) for _ in range(n_tasks)]
        while len(multiprocessing.active_children()) < int(sys.argv[3]) or not all(
            future.running() for future in futures
        ):
            time.sleep(0.01)
        time.sleep(0.5)
        print("ready", flush=True)
        time.sleep(600)
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no SIGKILL")
@pytest.mark.parametrize("method", START_METHODS)
def test_workers_die_with_a_parent_that_is_killed(method, tmp_path):
    """By their own watch alone: a parent that is no kernel has no guard, unlike in tests/test_faults.py."""
    script = tmp_path / "parent.py"
    script.write_text(PARENT)
    # Under fork all four workers start at once, and two of them never get a task.
    n_workers = 4 if method == "fork" else 2
    command = [sys.executable, script, method, "2", str(n_workers)]
    # Nobody removes the socket of a fork server whose parent is killed.
    environment = {**os.environ, "TMPDIR": str(tmp_path)}
    parent = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        assert parent.stdout.readline() == "ready\n"
        workers = psutil.Process(parent.pid).children(recursive=True)
        assert len(workers) >= n_workers
    finally:
        parent.kill()
        parent.wait()
        parent.stdout.close()
    _, alive = psutil.wait_procs(workers, timeout=20)
    for process in alive:
        process.kill()
    assert alive == []
