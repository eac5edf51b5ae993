"""helpers.worker.noted_waits: what a thread waits for is noted while it lasts, and no longer."""

import contextlib
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from helpers.processes.waiting import until
from helpers.worker.noted_waits import (
    LOCK,
    NETWORK,
    OTHERS,
    QUEUE,
    RUNS,
    STATES,
    NotedLock,
    state_of,
    waiting,
)

PATIENCE_S = 60


def doing(thread):
    """Return what a thread does; None if it is gone."""
    frame = sys._current_frames().get(thread.ident)
    return None if frame is None else state_of(thread.ident, frame)


def here():
    return state_of(threading.get_ident(), sys._getframe())


def test_a_lock_tells_who_waits_for_it_and_who_holds_it():
    lock, me = NotedLock(), threading.get_ident()
    thread = threading.Thread(target=lambda: lock.acquire() and lock.release())
    with lock:
        assert (lock.locked(), lock.holder) == (True, me)
        thread.start()
        assert until(lambda: doing(thread) == (LOCK, me), PATIENCE_S)
    thread.join()
    assert (lock.locked(), lock.holder) == (False, None)


def test_a_lock_that_is_not_to_be_had_is_refused_as_by_pythons_own():
    lock = NotedLock()
    assert lock.acquire()
    assert not lock.acquire(blocking=False)
    assert not lock.acquire(timeout=0.01)
    assert lock.holder == threading.get_ident()
    lock.release()
    with pytest.raises(RuntimeError):
        lock.release()


def test_a_condition_can_be_made_of_it():
    condition, found = threading.Condition(NotedLock()), []

    def wait():
        with condition:
            condition.wait_for(lambda: found)

    thread = threading.Thread(target=wait)
    thread.start()
    assert until(lambda: doing(thread) == (OTHERS, None), PATIENCE_S)
    with condition:
        found.append(1)
        condition.notify()
    thread.join()


def test_a_wait_ends_with_its_block_and_the_outer_one_counts():
    assert here() == (RUNS, None)
    with waiting(QUEUE), waiting(LOCK):
        assert here() == (QUEUE, None)
    with contextlib.suppress(KeyError), waiting(NETWORK):
        assert here() == (NETWORK, None)
        raise KeyError
    assert here() == (RUNS, None)


def test_a_worker_of_a_pool_without_work_waits_for_a_queue():
    with ThreadPoolExecutor(1) as pool:
        assert pool.submit(abs, -1).result() == 1
        (worker,) = pool._threads
        assert until(lambda: doing(worker) == (QUEUE, None), PATIENCE_S)


def test_who_waits_for_an_event_waits_for_another_thread():
    event = threading.Event()
    thread = threading.Thread(target=event.wait)
    thread.start()
    assert until(lambda: doing(thread) == (OTHERS, None), PATIENCE_S)
    event.set()
    thread.join()


def test_states_differ():
    assert len(set(STATES)) == 5
