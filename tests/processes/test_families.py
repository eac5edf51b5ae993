"""helpers.processes.families: who is a worker, and who only serves."""

import os
import subprocess
import sys
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
