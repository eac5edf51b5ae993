"""helpers.labs.fault_signs: what tells a fault, and what does not."""

import pytest

from helpers.labs.fault_runs import ThreadSeen, Watched
from helpers.labs.fault_signs import LOOKS, facts, sign_of
from helpers.labs.faulty_programs import FAULTS
from helpers.worker.noted_waits import LOCK, NETWORK, OTHERS, QUEUE, RUNS


def thread(number, state, **more):
    return ThreadSeen(number, f"t{number}", state, 9, None, False, False)._replace(**more)


def watched(*looks, is_over=False, memory_mb=None, errors=None, every_s=0.1):
    """Make what was seen of looks, a list of threads each."""
    memory_mb = [50] * len(looks) if memory_mb is None else memory_mb
    memory = [1_000_000 * each for each in memory_mb]
    times_s = [every_s * i for i in range(len(looks))]
    return Watched(times_s, list(looks), memory, errors or {}, {}, is_over)


def test_a_deadlock_is_two_that_wait_for_each_other():
    both = [thread(1, LOCK, holder=2), thread(2, LOCK, holder=1)]
    told = "t1 waits in line 9 for a lock that t2 holds, and t2 in line 9 for one that t1 holds."
    assert sign_of("deadlock", watched(both)) == told
    assert sign_of("deadlock", watched(both, is_over=True)) == ""
    one = [thread(1, LOCK, holder=2), thread(2, RUNS)]
    assert sign_of("deadlock", watched(one)) == ""
    row = [thread(1, LOCK, holder=2), thread(2, LOCK, holder=3), thread(3, NETWORK)]
    assert sign_of("deadlock", watched(row)) == ""


def test_a_starved_pool_has_no_worker_left_for_long():
    pool = [thread(1, OTHERS, is_in_pool=True), thread(2, OTHERS, is_in_pool=True)]
    told = (
        "All 2 workers of the pool wait in line 9 for another thread; none is left to take a task."
    )
    assert sign_of("starved pool", watched(*[pool] * 7)) == told
    assert sign_of("starved pool", watched(*[pool] * 3)) == ""
    one_is_free = [pool[0], pool[1]._replace(state=QUEUE)]
    assert sign_of("starved pool", watched(*[one_is_free] * 7)) == ""
    assert sign_of("starved pool", watched(*[[thread(1, OTHERS)]] * 7)) == ""


def test_a_blocked_loop_runs_on_end():
    runs, waits = [thread(1, RUNS, has_loop=True)], [thread(1, NETWORK, has_loop=True)]
    told = sign_of("blocked loop", watched(waits, *[runs] * 8, waits))
    assert told.startswith("The event loop's thread ran for 0.8 s on end, at last in line 9;")
    assert sign_of("blocked loop", watched(*[runs, waits] * 8)) == ""
    assert sign_of("blocked loop", watched(*[[thread(1, RUNS)]] * 9)) == ""


def test_a_lost_exception_is_told_with_the_thread_that_it_has_ended():
    looks = [[thread(1, QUEUE), thread(2, QUEUE)]] * 3 + [[thread(2, QUEUE)]] * 3
    told = sign_of("lost exception", watched(*looks, errors={1: "OSError: no page"}))
    assert told == "t1 was ended by OSError: no page after 0.3 s, and nobody was told."
    assert sign_of("lost exception", watched(*looks)) == ""
    assert sign_of("lost exception", watched(*looks, errors={3: "of one never seen"})) == ""


def test_a_straggler_goes_on_alone_and_ends():
    busy = [thread(i, NETWORK, is_in_pool=True) for i in range(3)]
    alone = [busy[0], *(each._replace(state=QUEUE) for each in busy[1:])]
    looks = [busy] * 3 + [alone] * 9 + [[]]
    told = sign_of("straggler", watched(*looks, is_over=True))
    assert told == "For 0.9 s t0 had work, and 2 others waited for a queue."
    assert sign_of("straggler", watched(*looks)) == ""
    assert sign_of("straggler", watched(*[busy] * 12, is_over=True)) == ""
    by_turns = [alone, busy] * 6
    assert sign_of("straggler", watched(*by_turns, is_over=True)) == ""
    assert sign_of("straggler", watched(*[busy[:1]] * 12, is_over=True)) == ""


def test_memory_that_grows_is_more_at_the_end_than_at_the_beginning():
    looks = [[thread(1, RUNS)]] * 20
    rising = [20, *range(50, 145, 5)]
    told = sign_of("memory that grows", watched(*looks, memory_mb=rising))
    assert told == "The process kept 85 MB more at the end than at the beginning."
    assert sign_of("memory that grows", watched(*looks)) == ""


def test_facts_are_told_without_a_name_for_them():
    looks = [[thread(1, LOCK, holder=2), thread(2, QUEUE)]] * 11
    told = facts(watched(*looks)._replace(cpu_s={1: 0.25, 2: 0.5, 9: 100.0}))
    assert told == (
        "After 1.0 s it had not ended, and was ended. At the end, t1 waits for a lock, t2 waits for a "
        "queue. Its threads took 0.8 s of CPU time, and its memory grew by 0 MB. The thread that looked "
        "got its turn 11 times meanwhile."
    )
    told = facts(watched(*looks, [], is_over=True))
    assert told.startswith("It ended by itself after 1.1 s. Its memory grew by 0 MB. ")
    assert not any(fault in told for fault in FAULTS)


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_has_a_look(fault):
    assert len(LOOKS[fault]) > 20
