"""helpers.worker.leftovers: what a function leaves running is counted at its return, whatever its luck."""

import multiprocessing
import queue
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing.pool import ThreadPool

import pytest

from helpers import checks

KEPT = []


def joined():
    thread = threading.Thread(target=time.sleep, args=(0.05,))
    thread.start()
    thread.join()


def looked_at():
    thread = threading.Thread(target=print)
    thread.start()
    while thread.is_alive():
        time.sleep(0.001)


def in_a_pool_of_threads():
    with ThreadPool(2) as pool:
        pool.map(abs, [1, 2])


def with_a_queue_of_processes():
    numbers = multiprocessing.Queue()
    numbers.put(1)
    numbers.get()


def in_a_pool_of_processes():
    with ProcessPoolExecutor(1) as pool:
        pool.submit(abs, 1).result()


def a_timer_that_was_cancelled():
    timer = threading.Timer(60, print)
    timer.start()
    timer.cancel()


def a_timer():
    threading.Timer(0.5, print).start()


def over_at_once():
    threading.Thread(target=int).start()
    time.sleep(0.1)


def joined_too_early():
    thread = threading.Thread(target=time.sleep, args=(0.3,))
    thread.start()
    thread.join(0.01)


def told_by_a_queue():
    told = queue.Queue()
    threading.Thread(target=told.put, args=(1,)).start()
    told.get()


def shut_down_threads():
    pool = ThreadPoolExecutor(1)
    pool.submit(abs, 1).result()
    pool.shutdown(wait=False)


def shut_down_processes():
    pool = ProcessPoolExecutor(1)
    pool.submit(abs, 1).result()
    pool.shutdown(wait=False)


def closed():
    KEPT.append(multiprocessing.Pool(1))
    KEPT[-1].map(abs, [1])
    KEPT[-1].close()


def a_process_that_nobody_joins():
    process = multiprocessing.Process(target=int)
    process.start()
    KEPT.append(process)
    multiprocessing.connection.wait([process.sentinel])


@pytest.mark.parametrize(
    "code",
    [
        joined,
        looked_at,
        in_a_pool_of_threads,
        with_a_queue_of_processes,
        in_a_pool_of_processes,
        a_timer_that_was_cancelled,
    ],
)
def test_what_was_waited_for_is_not_left(code):
    seen = checks.observe(lambda _: code())
    assert seen.finished().holds
    assert seen.left_nothing().holds, seen.left_nothing()


@pytest.mark.parametrize(
    "code",
    [
        a_timer,
        over_at_once,
        joined_too_early,
        told_by_a_queue,
        shut_down_threads,
        shut_down_processes,
        closed,
        a_process_that_nobody_joins,
    ],
)
def test_what_nobody_has_waited_for_is_left_even_if_it_is_over_by_luck(code):
    for _ in range(2):
        seen = checks.observe(lambda _: code())
        assert seen.finished().holds
        assert "nobody had waited for its end" in seen.left_nothing().sentence


def test_calls_that_go_on_in_a_pool_are_left():
    def first_of_two(probe):
        other_begun = threading.Event()

        def work(value):
            if value:
                other_begun.set()
                probe.until_waited_for()
            else:
                other_begun.wait(20)
            return value

        with ThreadPool(2) as pool:
            return next(pool.imap_unordered(probe.task(work), [0, 1]))

    def both(probe):
        def work(value):
            probe.until_waited_for()
            return value

        with ThreadPool(2) as pool:
            return pool.map(probe.task(work), [0, 1])

    for _ in range(3):
        seen = checks.observe(first_of_two)
        assert seen.returned(0).holds
        assert "1 call of a task" in seen.left_nothing().sentence
        seen = checks.observe(both)
        assert seen.returned([0, 1]).holds
        assert seen.left_nothing().holds
