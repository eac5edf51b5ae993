"""helpers.measure.cpu_time: waiting, computing and standing in line, told by made-up and by true times."""

import os
import subprocess
import sys
import threading
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import workloads
from helpers.measure import cpu_time
from helpers.measure.cpu_time import CpuTime

parts = st.floats(0, 1)


@given(st.floats(0.51, 1), st.floats(0, 0.98))
def test_tasks_that_compute_do_so_however_long_they_stand_in_line(of_what_is_left, queued):
    spent = CpuTime(1.0, of_what_is_left * (1 - queued), 1.0, queued, 0.0)
    assert cpu_time.tasks_wait(spent) is False


@given(st.floats(0, 0.05), st.floats(0, 0.9), parts)
def test_tasks_that_wait_do_so_however_busy_the_machine_is(share, queued, idle):
    thread_s = share * (1 - queued)
    spent = CpuTime(1.0, thread_s, thread_s, queued, idle)
    assert cpu_time.tasks_wait(spent) is True


@pytest.mark.parametrize(
    "spent",
    [
        CpuTime(1.0, 0.3, 0.3, 0.0, 1.5),  # some of both, as naps of less than a millisecond
        CpuTime(1.0, 0.01, 0.9, 0.0, 1.0),  # other threads of this process compute meanwhile
        CpuTime(1.0, 0.01, 0.01, 0.0, 1.0, 0.9),  # a program that the task calls
        CpuTime(1.0, 0.01, 0.01, 0.0, 0.0, 0.05),  # one that stands in line
        CpuTime(1.0, 0.01, 0.01, None, 1.0, 0.9),
    ],
)
def test_where_something_else_may_compute_for_the_tasks_nothing_is_told(spent):
    assert cpu_time.tasks_wait(spent) is None


def test_programs_that_a_task_calls_are_no_others():
    children_s = os.times().children_user
    before = cpu_time.now()
    subprocess.run([sys.executable, "-c", "sum(range(5_000_000))"], check=True)
    spent = cpu_time.now() - before
    children_s = os.times().children_user - children_s
    assert spent.children_s >= children_s - 1e-6 > 0  # sums of ticks
    assert cpu_time.tasks_wait(spent) is None
    assert cpu_time.others_told(CpuTime(1.0, 0.0, 0.0, 0.0, 1.1, 0.9), 2, 2) == ""


@given(parts, st.none() | st.floats(0, 2))
def test_where_the_system_does_not_tell_only_what_is_plain_is_told(share, idle):
    told = cpu_time.tasks_wait(CpuTime(1.0, share, share, None, idle))
    if share >= 0.5:
        assert told is False
    elif share >= 0.1 or idle is None or idle < 0.5:
        assert told is None
    else:
        assert told is True


BUSY = "while True: pass"


@pytest.fixture
def crowd():
    """Four programs that compute, beside the test."""
    started = [subprocess.Popen([sys.executable, "-c", BUSY]) for _ in range(4)]
    yield
    for process in started:
        process.kill()
        process.wait()


@pytest.mark.usefixtures("crowd")
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="other systems may tell None")
def test_a_busy_machine_makes_no_waiting_of_computing():
    time.sleep(0.2)  # for them to begin
    before = cpu_time.now()
    workloads.count_primes(400_000)
    computed = cpu_time.now() - before
    before = cpu_time.now()
    time.sleep(0.1)
    slept = cpu_time.now() - before
    assert cpu_time.tasks_wait(computed) is False
    assert cpu_time.tasks_wait(slept) is True


@pytest.mark.parametrize(
    ("spent", "n_usable", "n_cpus", "told"),
    [
        (CpuTime(1.0, 1.0, 1.0, 0.0, 1.0), 2, 2, ""),
        (CpuTime(1.0, 1.0, 1.0, 0.0, 0.0), 2, 2, "Other programs used 1.0 of 2 CPUs meanwhile."),
        (CpuTime(1.0, 0.0, 0.0, 0.0, 2.0), 2, 2, ""),  # tasks that wait
        (CpuTime(1.0, 1.0, 1.0, 0.0, 30.0), 2, 64, ""),  # others have room elsewhere
        (CpuTime(1.0, 1.0, 1.0, 0.0, 62.0), 64, 64, ""),  # one of 64 is no crowd
        (
            CpuTime(1.0, 1.0, 1.0, 0.0, 3.0),
            64,
            64,
            "Other programs used 60.0 of 64 CPUs meanwhile.",
        ),
        (CpuTime(1.0, 0.5, 0.5, 0.5, 0.0), 1, 1, "Other programs used 0.5 of 1 CPUs meanwhile."),
        (CpuTime(1.0, 0.7, 0.7, 0.3, 60.0), 1, 64, "Other programs used 3.3 of 64 CPUs meanwhile."),
        (
            CpuTime(1.0, 0.7, 0.7, 0.3, None),
            1,
            64,
            "The loop stood in line for a CPU for 30 % of its time.",
        ),
        (CpuTime(1.0, 0.7, 0.7, None, None), 1, 64, None),
        (CpuTime(0.01, 0.01, 0.01, 0.0, 0.0), 2, 2, None),  # too short to tell
    ],
)
def test_what_other_programs_did(spent, n_usable, n_cpus, told):
    assert cpu_time.others_told(spent, n_usable, n_cpus) == told


def test_without_the_systems_file_nothing_is_said_of_a_queue(monkeypatch, tmp_path):
    monkeypatch.setattr(cpu_time, "_PROCESSES", tmp_path)
    for written in (None, "0 0 0\n", "no numbers\n"):  # some kernels have the file and do not count
        cpu_time._counts.cache_clear()
        for whose in ("self", "thread-self"):
            (tmp_path / whose).mkdir(exist_ok=True)
            if written is not None:
                (tmp_path / whose / "schedstat").write_text(written)
        assert cpu_time.now().queued_s is None
    cpu_time._counts.cache_clear()


def test_a_thread_that_has_just_begun_is_told_of_its_queue():
    told = []
    thread = threading.Thread(target=lambda: told.append(cpu_time.now().queued_s))
    thread.start()
    thread.join()
    assert (told[0] is None) == (cpu_time.now().queued_s is None)
