"""helpers.checks, and the probes that travel: what code did is seen, and nothing that it does harms."""

import asyncio
import io
import multiprocessing
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed
from multiprocessing import util

import numpy as np
import psutil
import pytest
from hypothesis import given
from hypothesis import strategies as st
from joblib import Parallel, delayed

from helpers import checks, machine
from helpers.checks import isolation
from helpers.checks.evidence import Evidence
from helpers.checks.findings import Finding, compare
from helpers.processes import families
from helpers.worker import loop_turns
from helpers.worker.log import Event, Log
from tests import tasks

INPUTS, RIGHT = [-3, -1, -2, -5], [3, 1, 2, 5]


def with_threads(task, inputs):
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(task, inputs))


def with_processes(task, inputs):
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(task, inputs))


def in_turn(task, inputs):
    return [task(value) for value in inputs]


def as_they_come(task, inputs):
    with ThreadPoolExecutor(2) as pool:
        return [done.result() for done in as_completed([pool.submit(task, v) for v in inputs])]


def watch(runner, **options):
    return checks.observe(lambda probe: runner(probe.task(abs, **options), INPUTS))


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


def test_a_sequential_loop_is_seen_at_once_and_without_a_clock():
    seen = watch(in_turn, meet=2, first_is_last=True)
    assert seen.returned(RIGHT).holds
    assert not seen.at_once(at_least=2).holds
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
        assert not seen.used_locks().holds
        seen = checks.observe(lambda probe: deposit(probe.account(), probe.lock("a"), 4))
        assert seen.no_update_lost(40).holds
        assert "more than all updates" in seen.no_update_lost(39).sentence
        assert seen.used_locks().holds


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


GUARD = threading.RLock()


def test_a_lock_of_the_notebooks_own_is_sent_as_a_new_one():
    own, guards = threading.Lock(), [GUARD]
    own.acquire()

    def scenario(_):
        with own, guards[0]:
            return 1

    assert checks.observe(scenario).returned(1).holds


def test_what_cannot_be_sent_is_told():
    with ThreadPoolExecutor(2) as pool:
        seen = checks.observe(lambda _: pool)
    assert "inside the function" in seen.finished().sentence


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

    seen = checks.observe(crossing, limit_s=1)
    assert "was ended" in seen.finished().sentence
    assert not seen.locks_in_order().holds


def test_a_lock_that_is_asked_for_twice_is_seen():
    def again(probe):
        lock = probe.lock("a")
        with lock:
            lock.acquire()

    assert "waits for itself" in checks.observe(again, limit_s=1).locks_in_order().sentence


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


class Unreadable:
    def __reduce__(self):
        return int, ("not a number",)


def forever(_):
    while True:
        pass


def a_hundred_processes(_):
    children = [multiprocessing.Process(target=time.sleep, args=(60,)) for _ in range(100)]
    for child in children:
        child.start()
    for child in children:
        child.join()


STUDENTS = """
def halve(task, value):
    return task(value) / 0
"""
CHECK = """
from helpers import checks

def check_exercise(name):
    def in_a_check(probe):
        return halve(probe.task(abs), 3)

    def missing(probe):
        return no_such_function(probe)

    return checks.observe(missing if name is None else in_a_check).finished().sentence
"""


def test_an_error_is_placed_in_the_students_cell_and_a_name_that_is_missing_above(kernel, tmp_path):
    told = tmp_path / "told"
    for cell in (STUDENTS, CHECK):
        assert kernel.run(cell) is None
    for name in ("halve", None):
        assert kernel.run(f"print(check_exercise({name!r}), file=open({str(told)!r}, 'a'))") is None
    halved, missing = told.read_text().splitlines()
    assert halved == "It raised ZeroDivisionError: division by zero (in halve, line 2 of its cell)."
    assert missing == (
        "It raised NameError: name 'no_such_function' is not defined. Was the cell above run, and did it "
        "end without an error?"
    )


class Mistaken(Exception):
    def __str__(self):
        return None


def mistaken(_):
    raise Mistaken


def megabytes(_):
    print("x" * 20_000_000)
    print("y" * 20_000_000, file=sys.stderr)


def leave_a_process(_):
    multiprocessing.Process(target=time.sleep, args=(60,)).start()
    return "done"


def leave_a_process_in_a_session_of_its_own(_):
    command = ["-c", "import subprocess, sys; subprocess.Popen(sys.argv[1:])"]
    sleeper = [sys.executable, "-c", "import time; time.sleep(10_000)"]
    subprocess.run([sys.executable, *command, *sleeper], start_new_session=True, check=True)
    return "done"


def leave_a_thread(_):
    threading.Thread(target=time.sleep, args=(60,), name="forgotten").start()
    return "done"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (forever, "was ended"),
        (a_hundred_processes, "more and more processes"),
        (lambda _: sys.exit(), "It raised SystemExit"),
        (lambda _: os._exit(0), "ended the Python process"),
        (lambda _: os.abort(), "ended the Python process"),
        (megabytes, "It returned None"),
        (lambda _: None, "It returned None"),
        (lambda _: threading.Lock(), "cannot be sent"),
        (lambda _: Unreadable(), "cannot be sent"),
        (mistaken, "It raised Mistaken"),
        (lambda _: no_such_name, "It raised NameError: name 'no_such_name'"),  # noqa: F821
        (lambda probe: with_processes(probe.task(tasks.one_over), [0]), "It raised ZeroDivision"),
        (lambda probe: with_processes(probe.task(tasks.exit_at_once), [0]), "BrokenProcessPool"),
    ],
)
def test_whatever_code_does_it_gets_a_grade_and_a_sentence(code, words, capfd):
    limit_s = 2 if code is forever else 20
    seen = checks.observe(code, limit_s=limit_s)
    points = checks.grade("Exercise 1", 1, seen, (1, seen.returned("right")))
    assert points == 0
    assert words in points.sentence
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("result", [np.zeros(3), [1], "text"])
def test_a_balance_that_is_no_number_is_told(result):
    finding = checks.observe(lambda _: result).no_update_lost(5)
    assert not finding.holds
    assert finding.sentence.startswith("It returned")


@pytest.mark.parametrize("code", [leave_a_process, leave_a_thread])
def test_what_is_left_running_is_told_and_ended(code):
    before = set(psutil.pids())
    seen = checks.observe(code)
    assert seen.returned("done").holds
    assert "this still ran" in seen.left_nothing().sentence
    deadline = time.monotonic() + 20
    while any("time.sleep" in _command(pid) or "sandbox" in _command(pid) for pid in _new(before)):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _new(before):
    mine = psutil.Process().children(recursive=True)
    return [child.pid for child in mine if child.pid not in before]


def _command(pid):
    try:
        return " ".join(psutil.Process(pid).cmdline())
    except psutil.Error:
        return ""


@pytest.mark.skipif(os.name == "nt", reason="there are no sessions")
def test_who_has_left_the_session_is_ended_and_keeps_nobody_waiting():
    before = {thread.name for thread in threading.enumerate()}
    seen = checks.observe(leave_a_process_in_a_session_of_its_own)
    assert seen.returned("done").holds
    assert not [pid for pid in psutil.pids() if "time.sleep(10_000)" in _command(pid)]
    assert {thread.name for thread in threading.enumerate()} <= before


def start_a_fork_server(ends):
    with ProcessPoolExecutor(2, multiprocessing.get_context("forkserver")) as pool:
        assert list(pool.map(abs, [-1, 2])) == [1, 2]
        print(folder := util.get_temp_dir(), os.listdir(folder), flush=True)
        if ends == "exited":
            os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(sys.platform != "linux", reason="a temporary folder's path may be too long")
@pytest.mark.parametrize("ends", ["returned", "exited"])
def test_a_fork_server_leaves_no_folder(ends, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", "/tmp")  # pytest's own may be too long as well
    outcome = isolation.run(lambda probe: start_a_fork_server(ends), limit_s=60)
    folder, _, sockets = outcome.printed.strip().partition(" ")
    assert outcome.ended == ends
    assert sockets != "[]", "the socket is elsewhere"
    assert not os.path.exists(folder)


@pytest.mark.parametrize(("n_bytes", "fits"), [(103, True), (104, False)])
def test_temporary_files_stay_elsewhere_where_a_path_would_be_too_long_for_a_socket(n_bytes, fits):
    folder = "/tmp/".ljust(n_bytes - len("/pymp-abcdefgh/listener-abcdefgh"), "x")
    assert isolation._places(folder).get("TMPDIR") == (folder if fits else None)


def test_temporary_files_are_not_among_those_of_the_check():
    seen = checks.observe(lambda _: os.listdir(tempfile.gettempdir()))
    assert seen.finished().holds
    assert not {"events", "scenario", "process"} & set(seen.result)


def test_printed_text_is_kept_up_to_a_limit():
    assert checks.observe(lambda _: print("hello")).printed.strip() == "hello"
    assert len(checks.observe(megabytes).printed) <= 4000


def test_letters_beyond_ascii_are_printed_whole_however_they_arrive():
    def by_bytes(_):
        for byte in "é€".encode():
            os.write(1, bytes([byte]))
            time.sleep(0.05)

    assert checks.observe(by_bytes).printed == "é€"


def test_points_stop_at_the_first_step_that_fails():
    seen = watch(in_turn)
    steps = [(1, seen.returned(RIGHT)), (2, seen.at_once(2)), (3, seen.ran(4))]
    points = checks.grade("Exercise 2", 6, seen, *steps)
    assert points == 1
    assert repr(points) == "1"
    assert "should be" in points.sentence
    told = repr(checks.total({"Exercise 2": 6, "Exercise 7": 4}))
    assert "Exercise 2: 1 of 6" in told
    assert "Exercise 7: 0 of 4. Its check was not run, or ended in an error." in told
    assert "Together: 1 of 10" in told


def test_points_that_do_not_add_up_are_refused():
    with pytest.raises(ValueError, match="add up to 3"):
        checks.grade("Exercise 1", 3, None, (1, Finding(True, "")))


def stub(x):
    raise NotImplementedError


def test_a_stub_is_not_attempted():
    seen = checks.observe(lambda _: stub(1))
    points = checks.grade("Exercise 3", 1, seen, (1, seen.returned(1)))
    assert points == 0
    assert points.sentence.startswith(checks.NOT_ATTEMPTED)
    assert "still raises NotImplementedError" in points.sentence


def test_code_that_was_handed_out_with_a_mistake_is_not_attempted(monkeypatch):
    known = checks.fingerprint(in_turn)
    assert len(known) == 8
    assert known != checks.fingerprint(with_threads)
    monkeypatch.setattr(sys.modules["__main__"], "runner", in_turn, raising=False)
    assert not checks.observe(lambda _: 1, given={"runner": known}).attempted
    monkeypatch.setattr(sys.modules["__main__"], "runner", with_threads)
    assert checks.observe(lambda _: 1, given={"runner": known}).attempted
    assert checks.fingerprint(len) == checks.fingerprint(None) == ""


def test_what_was_handed_out_is_known_by_the_same_name_on_every_python():
    assert (
        checks.fingerprint(in_turn) == "90ca57f0"
    )  # ast.dump would give another name on 3.12 and on 3.13


@pytest.mark.parametrize("answer", [..., 4, "3", 3.0, None, True, [3], float("nan"), object()])
def test_predictions_that_are_not_right(answer):
    finding = checks.predicted(answer, 3, "Count the rounds.")
    assert not finding.holds
    assert "3 " not in finding.sentence.replace("prediction '3'", "").replace("3.0", "")


@given(st.one_of(st.integers(), st.text(), st.lists(st.integers())))
def test_a_right_prediction_holds(value):
    assert checks.predicted(value, value, "Look.").holds


RESULTS = st.lists(st.integers(-3, 3), max_size=5)


@given(RESULTS, RESULTS)
def test_results_are_right_only_if_they_are_equal(result, expected):
    outcome = isolation.Outcome("returned", result=result)
    finding = Evidence(outcome, True, 1).returned(expected)
    assert finding.holds is (result == expected)
    assert finding.sentence


@pytest.mark.parametrize(
    ("result", "expected", "holds"),
    [
        (np.int64(7), 7, True),
        (np.float64(7), 7, True),
        (7.0, 7, True),
        (np.int64(8), 7, False),
        (True, 1, False),
        (np.True_, True, True),
        (1, True, False),
        ([np.int64(7)], [7], True),
        (np.array([7, 8]), [7, 8], False),
        ("7", 7, False),
    ],
)
def test_a_number_is_right_whoever_made_it(result, expected, holds):
    assert compare(result, expected).holds is holds


@pytest.mark.parametrize(
    ("result", "words"),
    [
        ({"The balance": 1, "The answers": [True]}, "right."),
        ({"The balance": 2, "The answers": [True]}, "The balance is 2, which is not right."),
        ({"The balance": 1, "The answers": []}, "The answers: It returned 0 results for 1 input."),
        (None, "It returned None."),
        ([1], "It returned [1], which is not the right answer."),
    ],
)
def test_of_several_results_the_wrong_one_is_named(result, words):
    outcome = isolation.Outcome("returned", result=result)
    finding = Evidence(outcome, True, 1).returned_parts({"The balance": 1, "The answers": [True]})
    assert words in finding.sentence
    assert finding.holds is (words == "right.")


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


def test_what_code_prints_is_shown_below_its_points():
    seen = checks.observe(lambda _: print("<here>"))
    points = checks.grade("Exercise 1", 1, seen, (1, seen.returned(1)))
    assert "<pre>&lt;here&gt;</pre>" in points._repr_html_()
    silent = checks.observe(lambda _: 1)
    assert (
        "<pre>" not in checks.grade("Exercise 1", 1, silent, (1, silent.returned(1)))._repr_html_()
    )


def test_results_that_nobody_has_asked_for_are_told():
    told = checks.observe(lambda _: (x for x in [1])).returned([1]).sentence
    assert "It returned a generator, which has given no result yet" in told


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


@pytest.mark.parametrize("cpus", [1, 2, 3, 64])
def test_no_number_of_workers_comes_by_chance(monkeypatch, cpus):
    monkeypatch.setattr(os, "cpu_count", lambda: cpus)
    for usable in range(1, cpus + 1):
        monkeypatch.setattr(machine, "usable_cpus", lambda usable=usable: usable)
        assert checks.workers_to_ask_for() not in (1, cpus, usable)


def test_a_check_has_pythons_own_functions_whatever_a_student_has_called_so():
    names = {"sum": 0, "max": 3, "numbers": [1, 2]}
    names["__name__"] = "__main__"  # what is defined in a notebook is sent by value
    exec("def check():\n    return sum(numbers), (lambda: 0).__module__", names)
    with pytest.raises(TypeError, match="not callable"):
        names["check"]()
    assert checks.run(names["check"]) == (3, "__main__")
    assert names["sum"] == 0


@pytest.mark.parametrize("name", ["main", "os", "time", "waiting", "families", "cloudpickle"])
def test_a_student_may_give_a_function_any_name(name):
    names = {"__name__": "__main__"}
    code = f"def {name}(x):\n    return x\ndef double(x):\n    return 2 * {name}(x)\n"
    exec(f"{code}def scenario(probe):\n    return double(3)\n", names)
    seen = checks.observe(names["scenario"])
    assert seen.returned(6).holds
    assert seen.left_nothing().holds


def test_an_event_that_is_still_being_written_is_left_out(tmp_path):
    path = tmp_path / "events"
    path.write_bytes(b'{"event": "start"}\n{"event": "en')
    log = Log(str(path), os.getpid())
    assert log.read() == [{"event": "start"}]
    path.write_bytes(path.read_bytes() + b'd"}\n')
    assert log.read() == [{"event": "start"}, {"event": "end"}]


def test_events_are_read_at_one_go(tmp_path, monkeypatch):
    """Read line by line, a line could come in two halves: one that is no whole line, and one that is."""
    reads = []

    class File(io.BytesIO):
        def read(self, *size):
            reads.append(size)
            return super().read(*size)

    module = sys.modules[Log.__module__]
    monkeypatch.setattr(module, "open", lambda *_: File(b'{"event": "end"}\n'), raising=False)
    assert Log("", 0).read() == [{"event": "end"}]
    assert reads == [()]


def test_events_of_several_processes_come_in_whole_lines(tmp_path):
    log = Log(str(tmp_path / "events"), os.getpid())
    with ProcessPoolExecutor(4) as pool:
        list(pool.map(log_many, [log.path] * 4))
    assert len(log.read()) == 4 * 200


def log_many(path):
    log = Log(path, 0)
    for i in range(200):
        log.note("start", task="x", value=str(i) * 20)


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
