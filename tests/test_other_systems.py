"""What Windows and macOS lack: helpers do without it, and tests that need it are collected all the same."""

import os
import re
import subprocess
import sys

from tests import notebooks
from tests.notebooks import ROOT

# The last one is named by subprocess and psutil on Linux, whenever they kill.
MISSING = [
    "resource",
    "os.fork",
    "os.getloadavg",
    "os.getpgid",
    "os.killpg",
    "os.memfd_create",
    "os.register_at_fork",
    "signal.SIGRTMAX",
    "signal.pthread_sigmask",
    "signal.SIGKILL",
]
*MISSING_IN_USE, _ = MISSING

IN_USE = """
import os, signal
from concurrent.futures import ProcessPoolExecutor

import requests

from helpers import checks, labs, machine, measure, website, workloads
from helpers.processes import connections, marks
from helpers.worker.stop_flag import StopFlag

def with_processes(task, inputs, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        return list(pool.map(task, inputs))

async def seven(probe):
    return 7

print("missing", not hasattr(os, "fork") and not hasattr(signal, "pthread_sigmask"))
print("machine", machine.usable_cpus() > 0 and machine.memory_limit() > 0, machine.start_method())
connections.allow_most()
marks.mark_thread()
with StopFlag() as stop:
    print("flag", stop.is_set(), os.path.isfile(stop._path))
print("sweep", measure.sweep(with_processes, workloads.slow_square, [1, 2, 3], 2, n_rounds=1).results)
with website.serve(n_pages=2, latency_s=0) as site:
    print("website", requests.get(site.urls[0], timeout=60).status_code)
print("check", checks.observe(lambda probe: 6).returned(6).holds, checks.observe(seven).returned(7).holds)
lab = labs.gil(n_threads=1)
print("lab", len(lab.wait(timeout_s=60)) > 0)
lab.close()
"""
PRINTED = """missing True
machine True spawn
flag False True
sweep [1, 4, 9]
website 200
check True True
lab True
"""


def test_helpers_do_without_what_another_system_lacks():
    environment = {**os.environ, **notebooks.without(MISSING_IN_USE)}
    command = [sys.executable, "-c", IN_USE]
    done = subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    assert done.stdout == PRINTED, done.stderr[-3000:]


def collected(*paths):
    """Let pytest collect the tests in some places, but run none, where all that is missing."""
    command = [sys.executable, "-m", "pytest", "--collect-only", "-q", "-p", "no:cacheprovider"]
    return subprocess.run(
        [*command, *map(str, paths)],
        cwd=ROOT,
        env={**os.environ, **notebooks.without(MISSING)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )


def test_all_tests_are_collected_and_all_modules_loaded_there():
    done = collected("helpers", "tests")
    assert done.returncode == 0, done.stdout[-5000:]
    assert f"{os.path.basename(__file__)}::test_" in done.stdout


def test_a_module_that_needs_what_is_missing_is_told(tmp_path):
    for number, place in enumerate(MISSING):
        text = f"import {place.partition('.')[0]}\n\nNEEDED = {place}\n"
        (tmp_path / f"test_{number}.py").write_text(text, encoding="utf-8")
    done = collected(tmp_path)
    told = set(re.findall(r"^ERROR .*test_(\d+)\.py", done.stdout, re.MULTILINE))
    assert told == set(map(str, range(len(MISSING)))), done.stdout[-3000:]
