"""Faults while a lab runs: it says in one sentence what happened, the next run works, nothing is left."""

import contextlib
import html
import json
import os
import random
import re
import signal
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import psutil
import pytest

from tests import kernels
from tests.kernels import all_gone
from tests.tasks import START_METHODS

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals as on Linux and macOS")

SETUP = (
    kernels.SETUP
    + """
import asyncio, time
import numpy as np
from concurrent.futures import ThreadPoolExecutor
from joblib import Parallel, delayed
from helpers import measure, website
from tests import tasks

def with_joblib(task, inputs, n_workers):
    return Parallel(n_jobs=n_workers)(delayed(task)(value) for value in inputs)

def with_threads(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, inputs))
"""
)
LAB = kernels.LAB
# The last is said by a run that has been silent for too long: a pool replaces a worker that dies at once.
A_WORKER_DIED = "terminated|killed by signal 9|exit code 3|has not returned for"
RUNNERS = ["with_processes", "with_pool", "with_joblib"]
# joblib starts its workers in its own way, whichever method is set.
STARTED = [(method, runner) for runner in RUNNERS[:2] for method in START_METHODS]
STARTED.append((START_METHODS[0], "with_joblib"))
SHARED_MEMORY = Path("/dev/shm")


class Machine:
    """What a kernel has started and made, beside what was there before."""

    def __init__(self, kernel, folder):
        self.kernel, self.folder = kernel, folder
        kernel.keep_files_in(folder)
        assert kernel.run(SETUP.format(method=kernel.method)) is None
        assert kernel.run(LAB.format(runner="with_threads", n=2, ms=1, tasks=2)) is None
        assert kernel.run("lab.close()") is None
        assert list(folder.glob("parallelism-*")), "the guard's folder is elsewhere"
        self._before = self._traces()

    def _traces(self):
        """Return ports, shared memory and temporary files of the kernel and all that it has started."""
        found = {path.name for path in self.folder.iterdir()}
        processes = [self.kernel.process]
        with contextlib.suppress(psutil.Error):
            processes += self.kernel.process.children(recursive=True)
        for process in processes:
            with contextlib.suppress(psutil.Error):
                for connection in process.net_connections("inet"):
                    if connection.status == psutil.CONN_LISTEN:
                        found.add(f"port {connection.laddr.port}")
            if SHARED_MEMORY.is_dir():
                found |= {path.name for path in SHARED_MEMORY.glob(f"*[_-]{process.pid}[_-]*")}
        return found

    def wait_until_tidy(self, keeps_workers=False):
        """Wait until nothing is left of a run; return the seconds that it took.

        joblib keeps its workers, and their folder, for the next call; they end with the kernel.
        """
        start_s = time.monotonic()
        while left := self._left(keeps_workers):
            assert time.monotonic() - start_s < 20, left
            time.sleep(0.02)
        return time.monotonic() - start_s

    def _left(self, keeps_workers):
        workers, traces = self.kernel.workers(), self._traces() - self._before
        if keeps_workers:
            workers = [worker for worker in workers if not _is_joblibs(worker)]
            traces = {trace for trace in traces if trace.startswith("port ")}
        return [*workers, *traces]


def _is_joblibs(worker):
    with contextlib.suppress(psutil.Error):
        return "loky" in " ".join(worker.cmdline())
    return True  # it has ended


@pytest.fixture
def machine(kernel, request):
    kernel.method = getattr(request, "param", START_METHODS[0])
    # Not pytest's: its path may be too long for the socket of a fork server.
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        yield Machine(kernel, Path(folder))


def say(kernel, expression):
    """Return what a kernel prints of an expression."""
    printed = []

    def keep(message):
        if message["msg_type"] == "stream" and message["content"]["name"] == "stdout":
            printed.append(message["content"]["text"])

    reply = kernel.client.execute_interactive(
        f"print({expression})", timeout=120, output_hook=keep, store_history=False
    )
    assert reply["content"]["status"] == "ok", reply["content"].get("evalue")
    return "".join(printed).strip()


def sentence_of(kernel):
    """Return what the status line of the lab says, as a reader sees it."""
    sentence = say(kernel, "lab.status.value").partition("<details>")[0]  # of a traceback
    return html.unescape(re.sub("<[^>]+>", "", sentence))


def next_run_works(kernel):
    """Move a slider, as a reader would, to a run that goes well."""
    code = "lab.n_tasks.value = 3; lab.task_size.value = 1; assert lab.wait(60) is not None"
    assert kernel.run(code) is None
    assert "Verdict" in sentence_of(kernel)


@pytest.mark.parametrize(("machine", "runner"), STARTED, indirect=["machine"])
def test_a_worker_is_killed(machine, runner, tmp_path_factory, record_property):
    kernel, told_here = machine.kernel, tmp_path_factory.mktemp("told")
    assert kernel.run("import gc; gc.disable()") is None  # when Python collects is chance
    begun = f"lambda *_: [({str(told_here)!r}, os.getpid())] * 2"
    task = "tasks.tell_and_sleep_in_a_worker"
    cell = kernel.start(
        f"lab = labs.speedup({runner}, {task}, n_workers=2, n_tasks=2, make_inputs={begun},"
        f" time_limit_s={12 if runner == 'with_pool' else 100})"
    )
    os.kill(int(first_file(told_here).name), signal.SIGKILL)
    assert kernel.error_of(cell) is None
    told = sentence_of(kernel)
    assert re.search(A_WORKER_DIED, told), told
    assert kernel.run("lab.stop(); lab.close()") is None
    assert kernel.run(LAB.format(runner=runner, n=2, ms=1, tasks=2)) is None
    next_run_works(kernel)
    record_property("tidy_after_s", machine.wait_until_tidy(runner == "with_joblib"))


def first_file(folder):
    deadline = time.monotonic() + 60
    while not (files := list(folder.iterdir())):
        assert time.monotonic() < deadline, "no task began in a worker"
        time.sleep(0.05)
    return files[0]


TASKS_THAT_FAIL = {
    "raises": ("tasks.one_over", "lambda *_: [1, 1, 0]", "ZeroDivisionError"),
    "exits": ("tasks.exit_in_a_worker", "lambda *_: [os.getpid()] * 3", A_WORKER_DIED),
    "allocates": ("tasks.want_memory_in_a_worker", "lambda *_: [os.getpid()] * 3", "more memory"),
}


# How a worker was started matters to its end; an error comes back in the pool's own way.
FAULTS = [(*started, "exits") for started in STARTED]
FAULTS += [(START_METHODS[0], runner, f) for f in ("raises", "allocates") for runner in RUNNERS]


@pytest.mark.parametrize(("machine", "runner", "fault"), FAULTS, indirect=["machine"])
def test_a_task_goes_wrong(machine, runner, fault, record_property):
    kernel = machine.kernel
    assert kernel.run("import gc; gc.disable()") is None  # when Python collects is chance
    task, make_inputs, words = TASKS_THAT_FAIL[fault]
    code = (
        f"lab = labs.speedup({runner}, {task}, n_workers=2, n_tasks=3, make_inputs={make_inputs},"
        " time_limit_s=12)"
    )
    assert kernel.run(code) is None
    told = sentence_of(kernel)
    assert re.search(words, told), told
    assert told.count(". ") <= 2  # what was seen, of the run and of its workers; and what to do
    assert kernel.run("lab.close()") is None
    assert kernel.run(LAB.format(runner=runner, n=2, ms=1, tasks=2)) is None
    next_run_works(kernel)
    record_property("tidy_after_s", machine.wait_until_tidy(runner == "with_joblib"))


LABS = {
    "speedup": LAB.format(runner="with_processes", n=2, ms=40, tasks=6),
    "gil": "lab = labs.gil(switch_interval_ms=50)",
    "race": "lab = labs.race({'threads': with_threads, 'processes': with_processes, 'pool': with_pool},"
    " {'waits': workloads.wait_for}, n_workers=2, task_size_ms=20, n_tasks=4)",
    "laws": "lab = labs.laws(measured); time.sleep(1)",
    "faults": "lab = labs.faults('B', seconds=2)",
}

# Workers of these are there for so long that a busy machine sees them.
LONG = {lab: re.sub(r"task_size_ms=\d+", "task_size_ms=300", code) for lab, code in LABS.items()}
# A worker that is seen is one of a `multiprocessing.Pool`; that of the speedup lab is an executor's.
LONG["race"] = LONG["race"].replace("'threads': with_threads, 'processes': with_processes, ", "")
LONG["faults"] = LONG["faults"].replace("seconds=2", "seconds=10")


@pytest.mark.parametrize("lab", LABS)
def test_interrupted_at_ten_random_moments(machine, lab, record_property):
    kernel, moments, worst_s, interrupted = machine.kernel, random.Random(lab), 0, 0
    sweep = "measured = measure.sweep(with_threads, workloads.wait_for, [0.02] * 4, [1, 2])"
    assert kernel.run(sweep) is None
    for _ in range(10):
        cell = kernel.start(LABS[lab])
        time.sleep(moments.uniform(0.01, 2.0))
        os.killpg(os.getpgid(kernel.process.pid), signal.SIGINT)
        error = kernel.error_of(cell)
        assert error in (None, "KeyboardInterrupt", kernels.NO_REPLY), error
        interrupted += error is not None
        worst_s = max(worst_s, machine.wait_until_tidy())
    assert kernel.run(LABS[lab]) is None
    if lab != "laws":  # there is nothing to wait for
        assert kernel.run("lab.wait(60)") is None
    machine.wait_until_tidy()
    record_property("tidy_after_s", worst_s)
    record_property("interrupted", interrupted)


def when_over(processes):
    """Wait until these processes have ended; returns the moment."""
    assert all_gone(processes)
    return time.monotonic()


@pytest.mark.parametrize("machine", START_METHODS, indirect=True)
@pytest.mark.parametrize("end", ["killed", "restarted"])
@pytest.mark.parametrize("lab", ["speedup", "race", "faults"])
def test_the_kernel_ends_during_a_run(machine, lab, end, record_property):
    kernel = machine.kernel
    kernel.start(LONG[lab])
    kernel.wait_for_workers(1)
    time.sleep(0.3)  # a forked worker begins its watch a moment after its start
    everything = kernel.process.children(recursive=True)
    with ThreadPoolExecutor(2) as watch:
        kernel_over = watch.submit(when_over, [kernel.process])
        all_over = watch.submit(when_over, everything)
        if end == "killed":
            kernel.process.kill()
        else:
            kernel.manager.restart_kernel(now=False)
            kernel.client.wait_for_ready(timeout=120)
        record_property("tidy_after_s", max(0, all_over.result() - kernel_over.result()))
    if end == "restarted":
        kernel.process = psutil.Process(kernel.manager.provisioner.pid)
        assert kernel.run(SETUP.format(method=kernel.method)) is None
        assert kernel.run(LABS[lab]) is None
    deadline = time.monotonic() + 20
    while left := list(machine.folder.iterdir()):  # a new kernel has its files elsewhere
        assert time.monotonic() < deadline, left
        time.sleep(0.05)


def _files_of_checks(folder):
    try:
        return list(folder.rglob("check-*"))
    except FileNotFoundError:  # a folder went while it was looked through: it has to be done again
        return [folder]


CHECK = """
from concurrent.futures import ProcessPoolExecutor
import subprocess, sys, time
from helpers import checks

def never_ends(n_workers):
    sleep = [sys.executable, "-c", "import time; time.sleep(600)"]
    subprocess.Popen(sleep, start_new_session=True)
    with ProcessPoolExecutor(n_workers) as pool:
        return list(pool.map(time.sleep, [600] * n_workers))
"""


@pytest.mark.parametrize("end", ["killed", "restarted", "interrupted"])
def test_the_kernel_ends_during_a_check(machine, end, record_property):
    """A student's code runs in a session of its own; it ends with the kernel all the same."""
    kernel = machine.kernel
    assert kernel.run(CHECK) is None
    cell = kernel.start("checks.observe(lambda probe: never_ends(2), limit_s=500)")
    everything = kernel.wait_for_workers(4)
    its_own = [process for process in everything if process.ppid() == kernel.process.pid]
    assert its_own
    with ThreadPoolExecutor(2) as watch:
        kernel_over = watch.submit(when_over, [kernel.process] if end != "interrupted" else [])
        all_over = watch.submit(when_over, everything)
        if end == "killed":
            kernel.process.kill()
        elif end == "restarted":
            kernel.manager.restart_kernel(now=False)
        else:
            os.killpg(os.getpgid(kernel.process.pid), signal.SIGINT)
            assert kernel.error_of(cell) == "KeyboardInterrupt"
            assert kernels.all_reaped(its_own)
            machine.wait_until_tidy()
        start_s, _ = kernel_over.result(), all_over.result()
    deadline = time.monotonic() + 20
    while left := _files_of_checks(machine.folder):
        assert time.monotonic() < deadline, left
        time.sleep(0.05)
    record_property("tidy_after_s", time.monotonic() - start_s)


def test_a_storm_of_slider_changes(machine, record_property):
    """That the newest wins is the engine's part; here, pools are stopped while they start."""
    kernel = machine.kernel
    assert kernel.run(LAB.format(runner="with_processes", n=2, ms=20, tasks=4)) is None
    storm = "for i in range(50): lab.n_tasks.value = 3 + i % 7; time.sleep(0.04)"
    assert kernel.run(storm) is None
    assert kernel.run("lab.n_tasks.value = 5; assert len(lab.wait(60).results) == 5") is None
    record_property("tidy_after_s", machine.wait_until_tidy())


def test_two_labs_at_once(machine, record_property):
    """That they take turns is the engine's part; here, nothing is left of two kinds of pools."""
    kernel = machine.kernel
    for name, runner in (("one", "with_processes"), ("other", "with_pool")):
        code = LAB.format(runner=runner, n=2, ms=20, tasks=4).replace("lab =", f"{name} =", 1)
        assert kernel.run(code) is None
    assert kernel.run("one.n_tasks.value = 5; other.n_tasks.value = 6") is None
    assert say(kernel, "len(one.wait(60).results), len(other.wait(60).results)") == "5 6"
    record_property("tidy_after_s", machine.wait_until_tidy())


def test_the_same_notebook_open_twice(machine, tmp_path_factory, record_property):
    """Two kernels run the same lab at the same time, and note it in the same journal."""
    other = kernels.Kernel()
    try:
        other.method = machine.kernel.method
        second = Machine(other, tmp_path_factory.mktemp("other"))
        cells = [(each, each.start(LABS["speedup"])) for each in (machine.kernel, other)]
        assert [each.error_of(cell) for each, cell in cells] == [None, None]
        worst_s = max(machine.wait_until_tidy(), second.wait_until_tidy())
    finally:
        other.close()
    record_property("tidy_after_s", worst_s)
    journal = Path(say(machine.kernel, "__import__('helpers.reader').reader.journal.path()"))
    lines = journal.read_text(encoding="utf-8").splitlines()
    assert len([json.loads(line) for line in lines if line]) >= 2


def test_the_disk_is_full_for_memory_maps_of_joblib(machine, small_disk, record_property):
    kernel = machine.kernel
    assert kernel.run(f"os.environ['JOBLIB_TEMP_FOLDER'] = {str(small_disk)!r}") is None
    code = (
        "lab = labs.speedup(with_joblib, tasks.add_up_array, n_workers=2, task_size_ms=500, n_tasks=3,"
        "make_inputs=lambda _, size, n: [np.ones(int(size) * 1000) for _ in range(n)])"
    )
    assert kernel.run(code) is None
    told = sentence_of(kernel)
    assert "the disk is full" in told, told
    assert "JOBLIB_TEMP_FOLDER" in told, told
    next_run_works(kernel)
    record_property("tidy_after_s", machine.wait_until_tidy(keeps_workers=True))
    assert kernel.run("lab.close()") is None
    kernel.manager.shutdown_kernel()
    deadline = time.monotonic() + 20
    while left := list(small_disk.iterdir()):
        assert time.monotonic() < deadline, left
        time.sleep(0.05)


def test_the_website_is_killed(machine, record_property):
    kernel = machine.kernel
    assert kernel.run("site = website.serve(n_pages=8, latency_s=0.1)") is None
    code = (
        "import requests\n"
        "def fetch(url):\n    return requests.get(url, timeout=60).text\n"
        "lab = labs.speedup(with_threads, fetch, n_workers=4, task_size_ms=300, n_tasks=8,"
        "make_inputs=lambda *values: site.inputs_for(*values))"
    )
    cell = kernel.start(code)
    time.sleep(1)
    site = next(p for p in kernel.process.children() if "helpers.website.server" in p.cmdline())
    site.kill()
    assert kernel.error_of(cell) is None
    told = sentence_of(kernel)
    assert "website" in told, told
    assert kernel.run("site = website.serve(n_pages=8, latency_s=0.1)") is None
    next_run_works(kernel)
    assert kernel.run("site.close()") is None
    record_property("tidy_after_s", machine.wait_until_tidy())
