"""Labs in a real kernel: interrupted, ended, run again; killed during a run, in tests/test_faults.py."""

import os
import signal
import time
from pathlib import Path

import pytest

from tests.kernels import LAB, SETUP, all_gone, all_reaped
from tests.tasks import START_METHODS

pytestmark = pytest.mark.skipif(os.name == "nt", reason="signals as on Linux and macOS")


JOBLIB = """
from joblib import Parallel, delayed
from helpers.worker.traced import Traced
from tests import tasks
Parallel(n_jobs=2)(delayed(Traced(tasks.tell_and_sleep))({folder!r}) for _ in range(2))
"""


def test_workers_of_joblib_die_with_a_kernel_that_is_killed(kernel, tmp_path):
    """No lab is imported, so there is no guard: the traced task alone sees to the worker's end."""
    kernel.start(JOBLIB.format(folder=str(tmp_path)))
    deadline = time.monotonic() + 60
    while len(list(tmp_path.iterdir())) < 2:
        assert time.monotonic() < deadline, "no tasks began"
        time.sleep(0.02)
    everything = kernel.process.children(recursive=True)
    assert {p.pid for p in everything} >= {int(file.name) for file in tmp_path.iterdir()}
    kernel.process.kill()
    assert all_gone(everything)


PLAIN_CALLS = {  # of functions that know nothing of helpers
    "memory-mapped": """
import numpy, time
from joblib import Parallel, delayed
from helpers import labs
def work(array):
    time.sleep(600 if busy else 0)
array, busy = numpy.ones(4_000_000), False
Parallel(n_jobs=2)(delayed(work)(array) for _ in range(2))
""",
    "a cluster": """
import time
from dask.distributed import Client, LocalCluster
from helpers import labs
cluster = LocalCluster(n_workers=2, threads_per_worker=1, processes=True, host="127.0.0.1",
                       dashboard_address="127.0.0.1:0")
client = Client(cluster)
""",
    "a pool of its own": """
import multiprocessing, time
from helpers import labs
pool = multiprocessing.get_context("spawn").Pool(2)
pool.map(abs, [1, 2])
""",
}
BUSY = {
    "memory-mapped": "busy = True; Parallel(n_jobs=2)(delayed(work)(array) for _ in range(2))",
    "a cluster": "client.gather(client.map(time.sleep, [600, 601]))",
    "a pool of its own": "pool.map(time.sleep, [600, 601])",
}


def written_by(process, folder):
    """Return what joblib, loky and Dask have written for a kernel, in shared memory and on disk."""
    memory = Path("/dev/shm")
    mapped = list(memory.glob(f"*[_-]{process.pid}[_-]*")) if memory.is_dir() else []
    return [*mapped, *folder.iterdir()]


@pytest.mark.parametrize(
    "end",
    ["killed", "killed with its group", "killed while busy", "restarted while busy", "interrupted"],
)
@pytest.mark.parametrize("calls", PLAIN_CALLS)
def test_nothing_is_left_of_plain_calls(kernel, calls, end, tmp_path):
    kernel.keep_files_in(tmp_path)
    assert kernel.run(PLAIN_CALLS[calls]) is None
    assert list(tmp_path.glob("parallelism-*")), "the guard's folder is elsewhere"
    assert written_by(kernel.process, tmp_path)
    process, everything = kernel.process, kernel.process.children(recursive=True)
    assert len(everything) >= 3
    if end == "killed":
        kernel.process.kill()
    elif end == "killed with its group":  # as by a kernel manager that is in a hurry
        os.killpg(kernel.process.pid, signal.SIGKILL)
    else:
        cell = kernel.start(BUSY[calls])
        time.sleep(1)
        everything = kernel.process.children(recursive=True)
    if end == "killed while busy":
        kernel.process.kill()
    elif end == "restarted while busy":
        kernel.manager.restart_kernel(now=False)
    elif end == "interrupted":
        os.killpg(os.getpgid(kernel.process.pid), signal.SIGINT)
        assert kernel.error_of(cell) == "KeyboardInterrupt"
        kernel.manager.shutdown_kernel()
    assert all_gone(everything)
    deadline = time.monotonic() + 20
    while left := written_by(process, tmp_path):
        assert time.monotonic() < deadline, left
        time.sleep(0.1)


@pytest.mark.parametrize("runner", ["with_processes", "with_pool"])
@pytest.mark.parametrize("method", START_METHODS)
def test_an_interrupt_ends_the_run_and_the_next_works(kernel, method, runner):
    """While workers are at work, by every start method; tests/test_faults.py does it at any moment."""
    assert kernel.run(SETUP.format(method=method)) is None
    cell = kernel.start(LAB.format(runner=runner, n=2, ms=500, tasks=3))
    workers = kernel.wait_for_workers(1)
    os.killpg(os.getpgid(kernel.process.pid), signal.SIGINT)
    assert kernel.error_of(cell) == "KeyboardInterrupt"
    workers = kernel.but_for_servers(workers)
    assert all_gone(workers)
    assert kernel.run(LAB.format(runner=runner, n=2, ms=5, tasks=3)) is None
    assert kernel.run("assert len(lab.wait(60).results) == 3; lab.close()") is None
    assert all_reaped(workers)


@pytest.mark.parametrize("runner", ["with_processes", "with_pool"])
def test_an_interrupt_of_another_cell_ends_a_labs_run_with_a_sentence(kernel, runner):
    assert kernel.run(SETUP.format(method=START_METHODS[0])) is None
    assert kernel.run(LAB.format(runner=runner, n=2, ms=5, tasks=3)) is None
    cell = kernel.start("lab.task_size.value = 500; __import__('time').sleep(600)")
    workers = kernel.wait_for_workers(1)
    os.killpg(os.getpgid(kernel.process.pid), signal.SIGINT)
    assert kernel.error_of(cell) == "KeyboardInterrupt"
    assert all_reaped(workers)
    assert kernel.run("assert lab._engine.wait(60) is None") is None
    assert kernel.run("assert 'Interrupted' in lab.status.value, lab.status.value") is None
    assert kernel.run("lab.task_size.value = 5; lab.wait(60)") is None


def test_a_cell_that_runs_again_closes_its_earlier_lab(kernel):
    """Known by the id that comes with a message, as from a page; and the thread of the other ends."""
    assert kernel.run(SETUP.format(method=START_METHODS[0])) is None
    assert kernel.run("import threading; open_labs = []") is None
    for _ in range(2):
        message = kernel.client.session.msg(
            "execute_request",
            {
                "code": LAB.format(runner="with_processes", n=1, ms=1, tasks=2)
                + "; open_labs.append(lab)"
            },
            metadata={"cellId": "the-cell"},
        )
        message["content"].update(silent=False, store_history=True, allow_stdin=False)
        kernel.client.shell_channel.send(message)
        assert kernel.error_of(message["header"]["msg_id"]) is None
    assert kernel.run("assert [x.run_button.disabled for x in open_labs] == [True, False]") is None
    assert (
        kernel.run("assert sum(t.name == 'lab-engine' for t in threading.enumerate()) == 1") is None
    )


def test_a_kernel_that_ends_leaves_nothing(kernel):
    """While no cell runs, unlike in tests/test_faults.py: the lab's own thread alone is at work."""
    assert kernel.run(SETUP.format(method=START_METHODS[0])) is None
    assert kernel.run(LAB.format(runner="with_processes", n=2, ms=5, tasks=3)) is None
    kernel.start("lab.task_size.value = 500; lab.n_tasks.value = 4")
    workers = kernel.wait_for_workers(1)
    kernel.manager.shutdown_kernel()
    assert all_gone([*workers, kernel.process])


def test_a_cell_that_only_awaits_is_interrupted(kernel):
    assert kernel.run("import asyncio; from helpers import labs") is None
    cell = kernel.start("begun = True; await asyncio.sleep(600)")
    time.sleep(1)  # an interrupt between two cells is ignored
    os.killpg(os.getpgid(kernel.process.pid), signal.SIGINT)
    assert kernel.error_of(cell) in ("CancelledError", "KeyboardInterrupt")
    assert kernel.run("assert begun") is None


def test_a_sentence_stands_below_a_long_error(kernel):
    """What is said is tested with tests/test_jupyter.py; here, that a kernel says it after the error."""
    shown = []

    def keep(message):
        if message["msg_type"] in ("stream", "error"):
            shown.append((message["msg_type"], message["content"].get("text")))

    kernel.run("import asyncio, requests; from helpers import labs, website")
    for code, sentence in (
        ("site = website.serve(); site.close(); requests.get(site.urls[0])", "nothing listens at"),
        ("c = asyncio.sleep(0)\ntry: asyncio.run(c)\nfinally: c.close()", "write `await main()`"),
    ):
        shown.clear()
        kernel.client.execute_interactive(code, timeout=120, output_hook=keep)
        assert shown[0] == ("error", None)
        assert sentence in "".join(text for _, text in shown[1:])
    shown.clear()
    kernel.client.execute_interactive("1 / 0", timeout=120, output_hook=keep)
    assert shown == [("error", None)]
