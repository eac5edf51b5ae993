"""helpers.labs.fault_runs and faulty_programs: each program shows its fault, and leaves nothing behind."""

import os
import threading

import psutil
import pytest

from helpers.labs import fault_runs, fault_signs
from helpers.labs.fault_runs import Stretch, ThreadSeen, Watched
from helpers.labs.faulty_programs import FAULTS, PROGRAMS
from helpers.worker.noted_waits import LOCK, OTHERS, QUEUE, RUNS
from helpers.worker.stop_flag import Stopped

LIMIT_S = 120


@pytest.fixture(autouse=True)
def nothing_is_left():
    def children():
        return set(psutil.Process(os.getpid()).children(recursive=True))

    before = children()
    yield
    left = {child for child in children() - before if "watched_child" in " ".join(command(child))}
    assert left == set()
    assert "read-program" not in [thread.name for thread in threading.enumerate()]


def command(process):
    try:
        return process.cmdline()
    except psutil.Error:
        return []


def watched_until(text, is_enough):
    """Watch a program until it ends, or enough was seen."""
    seen, stop = [], threading.Event()

    def show(watched):
        seen.append(watched)
        if is_enough(watched):
            stop.set()

    try:
        seen.append(fault_runs.watch(text, LIMIT_S, stop, show))
    except Stopped:
        assert stop.is_set()
    return seen[-1]


@pytest.mark.parametrize("name", PROGRAMS)
def test_a_program_shows_its_fault_and_no_other(name):
    fault = PROGRAMS[name].fault
    watched = watched_until(
        PROGRAMS[name].text, lambda watched: fault_signs.sign_of(fault, watched)
    )
    assert [each for each in FAULTS if fault_signs.sign_of(each, watched)] == [fault]


def test_each_fault_has_one_program_and_the_order_does_not_give_it_away():
    faults = [program.fault for program in PROGRAMS.values()]
    assert sorted(faults) == sorted(FAULTS)
    assert all(one != other for one, other in zip(faults, FAULTS, strict=True))
    for program in PROGRAMS.values():
        compile(program.text, "program", "exec")
        assert program.remedy.endswith(".")
        assert not any(fault in program.text for fault in FAULTS)


def test_a_program_that_goes_on_is_ended_when_its_time_is_over():
    watched = fault_runs.watch(
        "import threading\nthreading.Event().wait()\n", 0.3, threading.Event(), lambda _: None
    )
    assert not watched.is_over
    assert watched.end_s >= 0.3
    assert [(t.name, t.state, t.line) for t in watched.left] == [("main", OTHERS, 2)]
    assert watched.memory_bytes[-1] > 1_000_000


def test_a_program_that_ends_is_over_before_its_time():
    watched = fault_runs.watch("pass\n", LIMIT_S, threading.Event(), lambda _: None)
    assert watched.is_over
    assert watched.end_s < LIMIT_S
    assert watched.left == []


def test_a_process_that_dies_is_told():
    with pytest.raises(RuntimeError, match="The program's process has ended before its time"):
        fault_runs.watch("import os\nos._exit(3)\n", LIMIT_S, threading.Event(), lambda _: None)


def thread(number, state, **more):
    return ThreadSeen(number, f"thread {number}", state, 7, None, False, False)._replace(**more)


def test_looks_become_stretches_from_one_look_to_the_next():
    looks = [
        [thread(1, RUNS)],
        [thread(1, RUNS), thread(2, QUEUE)],
        [thread(1, LOCK), thread(2, QUEUE)],
        [thread(1, LOCK)],
    ]
    watched = Watched([0.0, 1.0, 2.0, 3.0], looks, [1] * 4, {}, {}, False)
    assert watched.stretches == [
        Stretch(1, RUNS, 0.0, 2.0, 7),
        Stretch(1, LOCK, 2.0, 3.0, 7),
        Stretch(2, QUEUE, 1.0, 3.0, 7),
    ]
    assert list(watched.last) == [1, 2]
    assert [each.number for each in watched.left] == [1]


def test_a_thread_that_has_run_an_event_loop_is_called_so():
    looks = [[thread(1, RUNS, has_loop=True)], [thread(1, RUNS), thread(2, RUNS)]]
    watched = Watched([0.0, 1.0], looks, [1, 1], {}, {}, False)
    assert [watched.name_of(1), watched.name_of(2)] == ["event loop", "thread 2"]


def test_of_nothing_nothing_is_said():
    watched = Watched([], [], [], {}, {}, False)
    assert (watched.end_s, watched.left, watched.stretches) == (0.0, [], [])
    assert [fault_signs.sign_of(fault, watched) for fault in FAULTS] == [""] * len(FAULTS)
