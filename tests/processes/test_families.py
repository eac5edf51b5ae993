"""helpers.processes.families: who is a worker, and who only serves."""

import contextlib
import os
import subprocess
import sys
import threading
import time

import psutil
import pytest

from helpers.processes import families

SLEEPS = "import time; time.sleep(600)"


@pytest.fixture
def start():
    """Start processes, which are ended after the test."""
    started = []

    def start(command, **options):
        started.append(psutil.Popen([sys.executable, "-c", *command], **options))
        return started[-1]

    yield start
    for process in started:
        with contextlib.suppress(psutil.NoSuchProcess):
            process.kill()
        process.wait()
        for pipe in filter(None, (process.stdin, process.stdout)):
            pipe.close()


def started_from(process_id, child):
    """Tell whether a child, or what its launcher has started, is among the workers of a process."""
    family = {child.pid, *(process.pid for process in child.children(recursive=True))}
    return bool(family & {process.pid for process in families.workers(process_id)})


def test_a_guard_is_known_by_its_mark_and_not_by_its_command(start):
    named = start([SLEEPS, "-m", "helpers.processes.guard"])
    marked = start([SLEEPS], env=dict([*os.environ.items(), families.GUARD]))
    assert started_from(os.getpid(), named)
    assert not started_from(os.getpid(), marked)


WATCHED = """
from helpers.processes import guard
print(guard.watch().pid, flush=True)
input()
"""


def test_the_guard_that_watches_a_process_is_none_of_its_workers(start):
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    watched = start([WATCHED], **pipes, **families.APART)
    guard = int(watched.stdout.readline())
    assert guard in {child.pid for child in watched.children(recursive=True)}
    assert families.workers(watched.pid) == []


LEAVES = """
import subprocess, sys
sleeps = [sys.executable, "-c", "import time; time.sleep(600)"]
options = {"stdout": subprocess.DEVNULL, "start_new_session": True}
print(subprocess.Popen(sleeps, **options).pid)
"""


def test_who_has_a_mark_is_found_though_its_parent_has_ended_and_no_guard_is(start):
    mark = ("A_TEST_OF_FAMILIES", str(os.getpid()))
    env = dict([*os.environ.items(), mark])
    start([SLEEPS])
    start([SLEEPS], env=dict([*env.items(), families.GUARD]))
    assert families.marked(mark) == []
    left = int(subprocess.check_output([sys.executable, "-c", LEAVES], env=env))
    try:
        assert left in {process.pid for process in families.marked(mark)}
        assert families.marked((mark[0], "another")) == []
    finally:
        psutil.Process(left).kill()


ASKS = """
import os, sys
from helpers.processes import families
print(families.workers(os.getpid()), "psutil" in sys.modules)
"""


def test_who_has_started_nothing_need_not_load_what_finds_workers():
    if not families._TELLS_CHILDREN:
        pytest.skip("the system does not tell a process's children")
    told = subprocess.check_output([sys.executable, "-c", ASKS], text=True)
    assert told.split() == ["[]", "False"]


def test_what_a_thread_has_started_is_a_worker_though_the_thread_has_ended(start):
    begun = []
    thread = threading.Thread(target=lambda: begun.append(start([SLEEPS])))
    thread.start()
    thread.join()
    assert started_from(os.getpid(), begun[0])


STARTS_TWO = f"""
import subprocess, sys
sleeps = [sys.executable, "-c", {SLEEPS!r}]
print([subprocess.Popen(sleeps, stdout=subprocess.DEVNULL).pid for _ in range(2)], flush=True)
input()
"""


@pytest.mark.parametrize("is_told", [True, False])
def test_descendants_are_counted_where_the_system_tells_them_and_where_not(
    start, monkeypatch, is_told
):
    if not families._TELLS_CHILDREN and is_told:
        pytest.skip("the system does not tell a process's children")
    monkeypatch.setattr(families, "_TELLS_CHILDREN", is_told)
    runs_another = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {STARTS_TWO!r}])"
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    process = start([runs_another], **pipes)
    process.stdout.readline()
    family = process.children(recursive=True)
    try:
        assert families.n_descendants(process.pid) == len(family) >= 3
    finally:
        for each in family:
            each.kill()
    process.wait()
    assert families.n_descendants(process.pid) == 0


@pytest.mark.parametrize("is_told", [True, False])
def test_only_who_may_have_a_mark_is_looked_at_closely(start, monkeypatch, is_told):
    if not families._TELLS_ENVIRONMENT and is_told:
        pytest.skip("the system does not tell a process's environment as it is")
    monkeypatch.setattr(families, "_TELLS_ENVIRONMENT", is_told)
    mark, asked, environ = ("A_LOOK", str(os.getpid())), set(), psutil.Process.environ
    with_it = start([SLEEPS], env=dict([*os.environ.items(), mark]), **families.APART)
    longer = start([SLEEPS], env=dict([*os.environ.items(), (mark[0], f"{mark[1]}0")]))
    without = start([SLEEPS])

    def noted(process):
        asked.add(process.pid)
        return environ(process)

    for process in (with_it, longer, without):  # until then, its environment is still ours
        while SLEEPS not in " ".join(process.cmdline()):
            time.sleep(0.01)
    monkeypatch.setattr(psutil.Process, "environ", noted)
    assert [process.pid for process in families.marked(mark)] == [with_it.pid]
    assert [process.pid for process in families.members(os.getpid() + 1, mark)] == [with_it.pid]
    assert with_it.pid in asked
    assert (without.pid in asked) is not is_told


def test_a_process_whose_environment_cannot_be_read_is_a_worker(start, monkeypatch):
    child = start([SLEEPS])

    def refuses(process):
        raise psutil.AccessDenied(process.pid)

    monkeypatch.setattr(psutil.Process, "environ", refuses)
    assert started_from(os.getpid(), child)


def test_descendants_are_found_by_their_parents_where_there_are_no_sessions():
    grandchild = "import time; time.sleep(10_001)"
    child = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {grandchild!r}])"
    with psutil.Popen([sys.executable, "-c", child]) as process:
        try:
            deadline = time.monotonic() + 60
            while not process.children():
                assert time.monotonic() < deadline, "it started no process"
                time.sleep(0.02)
            family = {process.pid, *(p.pid for p in process.children())}
            assert families._family(process.pid) == family
        finally:
            for pid in families._family(process.pid):
                psutil.Process(pid).kill()
