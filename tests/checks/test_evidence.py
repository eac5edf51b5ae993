"""helpers.checks.evidence, and the probes that travel: what code did is seen, whoever runs it."""

import asyncio
import pickle
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from joblib import Parallel, delayed

from helpers import checks
from helpers.checks import isolation
from helpers.checks.evidence import Evidence
from helpers.checks.findings import Finding
from helpers.worker import loop_turns, shared_objects
from helpers.worker.log import Event
from helpers.worker.shared_objects import Account
from tests import tasks
from tests.checks.runners import (
    INPUTS,
    RIGHT,
    as_they_come,
    in_turn,
    watch,
    with_processes,
    with_threads,
)


@pytest.mark.parametrize(
    ("runner", "kind"), [(with_threads, "thread"), (with_processes, "process")]
)
def test_workers_are_seen(runner, kind):
    seen = watch(runner, meet=2, first_is_last=True)
    findings = [seen.returned(RIGHT), seen.ran(4), seen.at_once(2, 2), seen.workers(kind, 2, 2)]
    findings += [seen.left_nothing(), seen.loop_kept_beating(), seen.locks_in_order()]
    assert all(finding.holds for finding in findings), findings
    other = "thread" if kind == "process" else "process"
    assert not seen.workers(other).holds
    where = "in other processes" if kind == "process" else "in the process that called the function"
    assert f"4 tasks of 4 ran {where}" in seen.workers(other).sentence
    assert f"2 worker {kind}" in seen.workers(kind, at_least=3).sentence
    assert "at least 3 should" in seen.workers(kind, at_least=3).sentence
    assert "1 at most should. What starts the others?" in seen.workers(kind, 0, 1).sentence


def test_a_sequential_loop_is_seen_at_once_and_without_a_clock():
    seen = watch(in_turn, meet=2, first_is_last=True)
    assert seen.returned(RIGHT).holds
    assert not seen.at_once(at_least=2).holds
    assert "4 tasks of 4 ran in the thread that called" in seen.workers("thread").sentence
    assert "4 calls of the task seen, 5 expected. What is it never" in seen.ran(5).sentence
    assert "4 calls of the task seen, 3 expected. What calls it more" in seen.ran(3).sentence
    assert not seen.workers("thread").holds
    assert not seen.workers("process").holds
    assert not any(event["event"] == Event.GAVE_UP for event in seen.events)


def test_results_in_the_order_of_completion_are_seen():
    finding = watch(as_they_come, meet=2, first_is_last=True).returned(RIGHT)
    assert finding == Finding(False, finding.sentence)
    assert "not in the order" in finding.sentence


def test_one_too_many_is_seen():
    seen = watch(with_threads, meet=1, most=1)
    assert not seen.at_once(at_most=1).holds


def first_result_tells(runner):
    """Let the second call wait until the first result is there."""

    def scenario(probe):
        results = []
        for result in runner(probe.task(abs, meet=2, after={INPUTS[1]: "came"}), INPUTS):
            results.append(result)
            probe.note("came")
        return results

    return checks.observe(scenario)


def one_by_one(task, inputs):
    with ThreadPoolExecutor(2) as pool:
        yield from pool.map(task, inputs)


@pytest.mark.parametrize(("runner", "gave_up"), [(one_by_one, 0), (with_threads, 1)])
def test_a_call_can_wait_for_an_event(runner, gave_up):
    seen = first_result_tells(runner)
    assert seen.returned(RIGHT).holds
    assert len(seen.noted(Event.GAVE_UP)) == gave_up


def with_joblib(task, inputs):
    return Parallel(n_jobs=2)(delayed(task)(value) for value in inputs)


def test_workers_of_joblib_are_seen_and_may_stay():
    seen = watch(with_joblib, meet=2, first_is_last=True)
    findings = [seen.returned(RIGHT), seen.at_once(2, 2), seen.workers("process", 2, 2)]
    assert all(finding.holds for finding in [*findings, seen.left_nothing()]), seen.left_nothing()


def test_workers_are_counted():
    def scenario(probe):
        counts = [probe.count_workers(at_most=0)]
        with_joblib(abs, INPUTS)
        counts.append(probe.count_workers(at_most=2))
        with_processes(abs, INPUTS)
        return [*counts, probe.count_workers(at_most=2), probe.count_workers(at_most=1)]

    assert checks.observe(scenario, limit_s=60).returned([0, 2, 2, 2]).holds


@pytest.mark.parametrize("runner", [with_threads, with_processes])
def test_a_first_call_that_others_depend_on_waits_for_nobody(runner):
    def in_rounds(task, inputs):
        return [*runner(task, inputs[:1]), *runner(task, inputs[1:])]

    seen = watch(in_rounds, meet=2, first_is_free=True)
    assert seen.returned(RIGHT).holds
    assert seen.at_once(2, 2).holds
    assert not any(event["event"] == Event.GAVE_UP for event in seen.events)


async def double(x):
    return 2 * x


async def together(task, inputs):
    return await asyncio.gather(*map(task, inputs))


async def awaited_in_turn(task, inputs):
    return [await task(value) for value in inputs]


async def blocking(task, inputs):
    time.sleep(0.001)
    return await together(task, inputs)


@pytest.mark.parametrize(
    ("runner", "at_once", "beats"),
    [(together, True, True), (awaited_in_turn, False, True), (blocking, True, False)],
)
def test_coroutines(runner, at_once, beats):
    seen = checks.observe(lambda probe: runner(probe.task(double, meet=3), [1, 2, 3]))
    assert seen.returned([2, 4, 6]).holds
    assert seen.at_once(at_least=3).holds is at_once
    assert seen.loop_kept_beating().holds is beats


def test_a_coroutine_can_wait_for_an_event():
    async def scenario(probe):
        task = probe.task(double, after={1: "came"})

        async def second():
            result = await task(2)
            probe.note("came")
            return result

        return await asyncio.gather(task(1), second())

    seen = checks.observe(scenario)
    assert seen.returned([2, 4]).holds
    assert [event["event"] for event in seen.events][2:] == ["end", "came", "end"]


async def as_they_complete(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    return [await done for done in asyncio.as_completed(tasks)]


def test_coroutines_results_in_the_order_of_completion_are_seen():
    def watched(runner):
        return checks.observe(
            lambda probe: runner(probe.task(double, meet=3, first_is_last=True), [1, 2, 3, 4])
        )

    assert watched(together).returned([2, 4, 6, 8]).holds
    assert "not in the order" in watched(as_they_complete).returned([2, 4, 6, 8]).sentence


async def in_threads(task, inputs):
    return await asyncio.gather(*(asyncio.to_thread(task, value) for value in inputs))


async def on_the_loop(task, inputs):
    return in_turn(task, inputs)


async def in_threads_without_await(task, inputs):
    return with_threads(task, inputs)


@pytest.mark.parametrize(
    ("runner", "words"),
    [
        (in_threads, "never blocked"),
        (on_the_loop, "abs ran on the event loop"),
        (in_threads_without_await, "A wait for a thread, without `await`, ran on the event loop"),
    ],
)
def test_a_plain_task_that_blocks_the_loop_is_seen(runner, words):
    seen = watch(runner, meet=2)
    assert seen.returned(RIGHT).holds
    assert words in seen.loop_kept_beating().sentence
    assert seen.loop_kept_beating().holds is (runner is in_threads)


async def one_over_later(x):
    await asyncio.sleep(0.05 * x)
    return 1 / x


async def in_a_group(task, inputs):
    async with asyncio.TaskGroup() as group:
        for value in inputs:
            group.create_task(task(value))


@pytest.mark.parametrize(
    ("runner", "inputs", "left"),
    [
        (together, [1, 0, 1], "2 tasks of the event loop"),
        (together, [1, 1], ""),
        (in_a_group, [1, 0, 1], ""),
    ],
)
def test_tasks_left_in_the_loop_are_told_and_a_groups_error_is_that_of_its_task(
    runner, inputs, left
):
    seen = checks.observe(lambda probe: runner(probe.task(one_over_later), inputs))
    assert seen.left_nothing().holds is (not left)
    assert left in seen.left_nothing().sentence
    assert seen.raised(ZeroDivisionError, "division").holds is (0 in inputs)


def test_a_sleep_is_no_way_to_wait_for_a_task():
    async def slow(x):
        await asyncio.sleep(0.05)
        return 2 * x

    async def sleepy(task):
        later = asyncio.create_task(task(1))
        await asyncio.sleep(2)
        return later.done()

    def watched(shorten):
        async def scenario(probe):
            if shorten:
                loop_turns.shorten_sleeps()
            return await sleepy(probe.task(slow))

        return checks.observe(scenario)

    assert watched(shorten=False).returned(True).holds
    assert watched(shorten=True).returned(False).holds


def test_coroutines_that_nobody_awaits_are_told():
    async def forgetful(task, inputs):
        return [task(value) for value in inputs]

    seen = checks.observe(lambda probe: forgetful(probe.task(double), [1]))
    assert "a list of coroutines or tasks" in seen.returned([2]).sentence


def deposit(account, lock, n_threads):
    def work():
        for _ in range(10):
            with lock:
                account.balance += 1

    threads = [threading.Thread(target=work) for _ in range(n_threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return account.balance


class NoLock:
    def __enter__(self):
        pass

    def __exit__(self, *_):
        pass


def test_an_update_without_a_lock_is_always_lost_and_with_one_never():
    for _ in range(3):
        seen = checks.observe(lambda probe: deposit(probe.account(), NoLock(), 4))
        assert "updates are missing" in seen.no_update_lost(40).sentence
        assert not seen.updates_were_locked().holds

        def scenario(probe):
            lock = probe.lock("a")
            return deposit(probe.account(lock=lock), lock, 4)

        seen = checks.observe(scenario)
        assert seen.no_update_lost(40).holds
        assert "more than all updates" in seen.no_update_lost(39).sentence
        assert seen.updates_were_locked().holds


def test_a_lock_that_is_given_back_between_reading_and_writing_guards_nothing():
    def scenario(probe):
        lock = probe.lock("a")
        account = probe.account(5, lock=lock)
        with lock:
            balance = account.balance
        with lock:
            account.balance = balance - 6
        with lock:
            account.balance += 1
        return account.balance

    seen = checks.observe(scenario)
    assert seen.returned(0).holds
    assert "2 updates of a balance seen, 1 of them" in seen.updates_were_locked().sentence
    assert "No update of a balance" in checks.observe(lambda _: 1).updates_were_locked().sentence
    assert not seen.updates_were_locked().holds
    assert "below zero after 1 update" in seen.never_below_zero().sentence
    assert not seen.never_below_zero().holds


def test_there_is_no_way_to_a_balance_but_by_its_name():
    account = Account(None, 5)
    with pytest.raises(AttributeError):
        account._balance += 1
    with pytest.raises(AttributeError):
        account.another = 1


LOOKS = {
    "in": lambda seen: 1 in seen,
    "not in": lambda seen: 1 not in seen,
    "len": len,
    "iter": list,
    "set": set,
    "sorted": sorted,
    "minus": lambda seen: seen - {1},
    "taken from": lambda seen: {1} - seen,
    "or": lambda seen: {1} | seen,
    "and": lambda seen: {1} & seen,
    "xor": lambda seen: seen ^ {1},
    "<=": lambda seen: {1} <= seen,
    ">": lambda seen: seen > {1},
    "==": lambda seen: seen == {1},
    "!=": lambda seen: seen != {1},
    "issuperset": lambda seen: seen.issuperset([1]),
    "issubset": lambda seen: {1}.issubset(seen),
    "isdisjoint": lambda seen: {1}.isdisjoint(seen),
    "union": lambda seen: seen.union([1]),
    "copy": lambda seen: seen.copy(),
    "its own in place": lambda seen: {1}.difference_update(seen),
}


@pytest.mark.parametrize("look", LOOKS.values(), ids=LOOKS)
def test_others_get_their_turn_in_every_look_into_a_set(look, monkeypatch):
    monkeypatch.setattr(shared_objects, "_let_others_in", lambda _: turns.append(1))
    turns, items = [], {1, 2}
    mine = shared_objects.SharedSet(None)
    mine.update([1], (2,))
    found, expected = look(mine), look(items)
    assert turns
    assert found == expected


def test_a_set_changes_as_a_set_does():
    mine, items = shared_objects.SharedSet(None), set()
    for some in (mine, items):
        some.add(1)
        some |= {2, 3}
        some -= {3}
        some.discard(7)
        some.difference_update([2])
        some.symmetric_difference_update({1, 5})
        some &= {5, 6}
    assert mine == items == {5}
    assert type(pickle.loads(pickle.dumps(mine))) is set


def withdraw_in_two_steps(account, lock, amount):
    with lock:
        enough = account.balance >= amount
    if enough:
        with lock:
            account.balance -= amount


def test_a_gap_between_two_locked_steps_is_always_found():
    def scenario(probe):
        account, lock = probe.account(100, meet=3), probe.lock("a")
        with_threads(lambda _: withdraw_in_two_steps(account, lock, 60), [0] * 3)
        return account.balance

    for _ in range(3):
        assert checks.observe(scenario).result < 0


def claim(seen, lock, value):
    with lock:
        if value in seen:
            return False
        seen.add(value)
        return True


def claim_in_two_steps(seen, lock, value):
    with lock:
        is_new = value not in seen
    if is_new:
        with lock:
            seen.add(value)
    return is_new


@pytest.mark.parametrize(
    ("claims", "locked", "is_safe"),
    [(claim, True, True), (claim, False, False), (claim_in_two_steps, True, False)],
)
def test_a_gap_between_a_look_into_a_set_and_an_adding_is_always_found(claims, locked, is_safe):
    def scenario(probe):
        seen, lock = probe.shared_set(meet=5), probe.lock("a") if locked else NoLock()
        with ThreadPoolExecutor(5) as pool:
            return [sum(pool.map(lambda _: claims(seen, lock, "x"), range(5))), sorted(seen)]

    for _ in range(3):
        n_taken, seen = checks.observe(scenario).result
        assert seen == ["x"]
        assert (n_taken == 1) is is_safe


def take_both(first, second):
    with first, second:
        pass


def test_lock_order_is_seen_without_a_deadlock():
    def crossing(probe):
        a, b = probe.lock("a"), probe.lock("b")
        take_both(a, b)
        take_both(b, a)

    def one_order(probe):
        a, b = probe.lock("a"), probe.lock("b")
        take_both(a, b)
        take_both(a, b)

    assert "come to wait for the other" in checks.observe(crossing).locks_in_order().sentence
    assert checks.observe(one_order).locks_in_order().holds


@pytest.mark.parametrize("is_gated", [True, False])
def test_who_asks_alone_cannot_wait_for_each_other(is_gated):
    def scenario(probe):
        gate = threading.Lock() if is_gated else NoLock()
        a, b = probe.lock("a", meet=2), probe.lock("b", meet=2)

        def take(pair):
            with gate:
                take_both(*pair)

        with ThreadPoolExecutor(2) as pool:
            list(pool.map(take, [(a, b), (b, a)]))

    assert checks.observe(scenario, limit_s=5).locks_in_order().holds is is_gated


def test_a_deadlock_is_ended_and_its_cause_is_known():
    def crossing(probe):
        a, b = probe.lock("a"), probe.lock("b")
        meet = threading.Barrier(2)

        def take(first, second):
            with first:
                meet.wait()
                with second:
                    pass

        threads = [threading.Thread(target=take, args=pair) for pair in ((a, b), (b, a))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    seen = checks.observe(crossing, limit_s=5)
    assert "was ended" in seen.finished().sentence
    assert not seen.locks_in_order().holds


def test_a_lock_that_is_asked_for_twice_is_seen():
    def again(probe):
        lock = probe.lock("a")
        with lock:
            lock.acquire()

    assert "waits for itself" in checks.observe(again, limit_s=5).locks_in_order().sentence


def test_an_error_that_surfaces_and_one_that_does_not():
    def loud(probe):
        return with_threads(probe.task(tasks.one_over), [1, 0])

    def silent(probe):
        with ThreadPoolExecutor(2) as pool:
            pool.map(probe.task(tasks.one_over), [1, 0])

    assert checks.observe(loud).raised(ZeroDivisionError, "division").holds
    assert "as if nothing had happened" in (
        checks.observe(silent).raised(ZeroDivisionError).sentence
    )
    assert (
        "came out is KeyError"
        in checks.observe(lambda _: {}["x"]).raised(ZeroDivisionError).sentence
    )


@pytest.mark.parametrize("result", [np.zeros(3), [1], "text"])
def test_a_balance_that_is_no_number_is_told(result):
    finding = checks.observe(lambda _: result).no_update_lost(5)
    assert not finding.holds
    assert finding.sentence.startswith("It returned")


def test_the_error_of_a_thread_is_the_reason_of_a_wrong_result():
    def scenario(_):
        results = []
        thread = threading.Thread(target=lambda: results.append(1 / 0))
        thread.start()
        thread.join()
        return len(results)

    seen = checks.observe(scenario)
    for finding in (seen.returned(1), seen.returned_parts({"The sum": 1}), seen.no_update_lost(1)):
        assert "A thread ended with ZeroDivisionError: division by zero" in finding.sentence
    assert seen.returned(0).holds


def test_results_that_nobody_has_asked_for_are_told():
    told = checks.observe(lambda _: (x for x in [1])).returned([1]).sentence
    assert "It returned a generator, which has given no result yet" in told


def test_how_long_an_input_is_does_not_depend_on_how_it_is_written():
    inputs = [[np.longdouble(1.5)] * 40, bytes(7), "four", 3]
    seen = checks.observe(lambda probe: [probe.task(str)(value) for value in inputs])
    assert [event["length"] for event in seen.noted(Event.START)] == [40, 7, 4, None]


def test_a_call_whose_end_is_written_late_is_in_progress_until_then():
    noted = [("start", 1, 0.0), ("start", 2, 0.1), ("start", 3, 0.3), ("end", 1, 0.2)]
    log = [
        {"event": event, "task": "x", "process": process, "thread": process, "time_s": time_s}
        for event, process, time_s in [*noted, ("end", 2, 0.4), ("end", 3, 0.5)]
    ]
    seen = Evidence(isolation.Outcome("returned", events=log), True, 1)
    assert seen.at_once(at_least=3, at_most=3).holds
    assert not seen.at_once(at_least=4).holds
    assert not seen.of("another").at_once(at_least=1).holds
