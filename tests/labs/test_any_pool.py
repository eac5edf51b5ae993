"""Stop, whatever pool a reader brings: its workers are ended, and the next lab works."""
# ruff: noqa: PLC0415  each library is loaded by its own runner, and some need not be there

import importlib.util
import multiprocessing
import os
import subprocess
import sys
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial

import psutil
import pytest

from helpers import labs
from helpers.labs import stuck_runs
from helpers.measure import ceilings
from tests import tasks

pytestmark = pytest.mark.usefixtures("nothing_left", "workers_of_joblib")


def with_joblib(task, inputs, n_workers):
    from joblib import Parallel, delayed

    return Parallel(n_jobs=2)(delayed(task)(value) for value in inputs)


def with_joblib_again(task, inputs, n_workers):
    """Workers that were there before the lab: joblib keeps them from call to call."""
    return with_joblib(task, inputs, n_workers)


def with_loky(task, inputs, n_workers):
    from joblib.externals import loky

    with loky.ProcessPoolExecutor(2) as pool:
        return list(pool.map(task, inputs))


def with_multiprocess(task, inputs, n_workers):
    import multiprocess

    with multiprocess.Pool(2) as pool:
        return pool.map(task, inputs, chunksize=1)


def with_pathos(task, inputs, n_workers):
    from pathos.multiprocessing import ProcessPool

    return ProcessPool(2).map(task, inputs)


def with_pathos_later(task, inputs, n_workers):
    """Only the result is held, and what it waits for."""
    from pathos.multiprocessing import ProcessPool

    return ProcessPool(2).amap(task, inputs).get()


def with_pathos_imap(task, inputs, n_workers):
    from pathos.multiprocessing import ProcessPool

    return list(ProcessPool(2).imap(task, inputs))


def with_pebble(task, inputs, n_workers):
    from pebble import ProcessPool

    with ProcessPool(max_workers=2) as pool:
        return list(pool.map(task, inputs).result())


def with_mpire(task, inputs, n_workers):
    from mpire import WorkerPool

    with WorkerPool(n_jobs=2) as pool:
        return pool.map(task, [(value,) for value in inputs])


def with_imap(task, inputs, n_workers):
    with multiprocessing.Pool(2) as pool:
        return list(pool.imap(task, inputs))


def with_apply_async(task, inputs, n_workers):
    pool = multiprocessing.Pool(2)
    results = [pool.apply_async(task, (value,)) for value in inputs]
    pool.close()
    pool.join()
    return [result.get() for result in results]


def with_futures(task, inputs, n_workers):
    pool = ProcessPoolExecutor(2)
    futures = [pool.submit(task, value) for value in inputs]
    return [future.result() for future in futures]


TELLS = "import os, sys, time; open(sys.argv[1] + '/' + str(os.getpid()), 'w'); time.sleep(600)"
LEAVES = (
    "import subprocess, sys; command = [sys.executable, '-c', *sys.argv[1:]];"
    " subprocess.Popen(command, start_new_session=True)"
)


def with_scripts(task, inputs, n_workers):
    """Processes that no library of workers knows, beside tasks in threads."""

    def start(value):
        folder = value[0] if isinstance(value, tuple) else None
        if folder is not None:
            subprocess.run([sys.executable, "-c", TELLS, folder], check=False)
        return task(value)

    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(start, inputs))


def with_a_thread_that_ends(task, inputs, n_workers):
    """A process whose thread has ended looks like one that the main thread has started."""

    def start(folder):
        started.append(subprocess.Popen([sys.executable, "-c", TELLS, folder]))

    for value in inputs:
        if isinstance(value, tuple):
            started = []
            starts = threading.Thread(target=start, args=value[:1])
            starts.start()
            starts.join()
            started[0].wait()
    return [task(value) for value in inputs]


def with_one_that_leaves(task, inputs, n_workers):
    """A process whose parent has ended, in a session of its own."""
    for value in inputs:
        if isinstance(value, tuple):
            subprocess.run([sys.executable, "-c", LEAVES, TELLS, value[0]], check=True)
            while True:
                time.sleep(0.05)
    return [task(value) for value in inputs]


def with_dask(task, inputs, n_workers):
    from dask.distributed import Client, LocalCluster

    options = {"n_workers": 2, "threads_per_worker": 1, "dashboard_address": "127.0.0.1:0"}
    with LocalCluster(host="127.0.0.1", **options) as cluster, Client(cluster) as client:
        return client.gather(client.map(task, inputs, pure=False))


NEEDS = {
    "with_multiprocess": "multiprocess",
    "with_pathos": "pathos",
    "with_pathos_later": "pathos",
    "with_pathos_imap": "pathos",
    "with_pebble": "pebble",
    "with_mpire": "mpire",
}
RUNNERS = [
    pytest.param(
        runner,
        id=runner.__name__,
        marks=pytest.mark.skipif(
            importlib.util.find_spec(NEEDS.get(runner.__name__, "os")) is None,
            reason=f"{NEEDS.get(runner.__name__)} is not installed",
        ),
    )
    for runner in (
        with_joblib,
        with_joblib_again,
        with_loky,
        with_multiprocess,
        with_pathos,
        with_pathos_later,
        with_pathos_imap,
        with_pebble,
        with_mpire,
        with_imap,
        with_apply_async,
        with_futures,
        with_scripts,
        with_a_thread_that_ends,
        with_one_that_leaves,
        with_dask,
    )
]


@pytest.fixture
def workers_of_joblib(nothing_left):
    """End what joblib keeps from call to call: after a test it is in nobody's way."""
    yield
    from joblib.externals.loky import get_reusable_executor

    get_reusable_executor().shutdown(wait=True, kill_workers=True)


@pytest.fixture
def open_lab(monkeypatch):
    monkeypatch.setattr(ceilings, "reached", lambda counts, stop: {n: [0.9 * n] for n in counts})
    # On a busy machine, a thread whose process was ended takes a while until it knows.
    monkeypatch.setattr(stuck_runs, "end_run", partial(stuck_runs.end_run, timeout_s=60))
    opened = []

    def open_lab(*args, **options):
        opened.append(labs.speedup(*args, n_workers=1, n_tasks=2, **options))
        return opened[-1]

    yield open_lab
    for lab in opened:
        lab.close()


def until(condition):
    deadline = time.monotonic() + 60
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_there(pid):
    try:
        return psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return False


@pytest.mark.parametrize("runner", RUNNERS)
def test_stop_ends_the_workers_of_a_run_and_the_next_lab_works(runner, open_lab, tmp_path):
    if runner is with_joblib_again:
        assert with_joblib(tasks.square, [1, 2], 2) == [1, 4]
    inputs = [(str(tmp_path), os.getpid())] * 2
    lab = open_lab(  # it returns when the run is late
        runner,
        tasks.tell_and_sleep_in_a_worker,
        make_inputs=lambda *_: inputs,
        time_limit_s=2,
    )
    until(lambda: list(tmp_path.iterdir()))
    pids = [int(file.name) for file in tmp_path.iterdir()]
    lab.stop()
    assert "Stopped" in lab.status.value
    assert "could not be ended" not in lab.status.value
    until(lambda: not any(map(is_there, pids)))
    second = open_lab(runner, tasks.square, make_inputs=lambda *_: [2, 3])
    assert second.wait(60).results == [4, 9]
