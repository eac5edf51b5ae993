"""What went wrong in a task or a runner reaches the reader: what kind, in which words, in which line."""

import asyncio
import copyreg
import importlib.util
import itertools
import os
import re
import signal
import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.pool import ThreadPool

import pytest

from helpers import labs, measure
from helpers.measure.places import traceback_of
from helpers.worker.failures import TaskError, sent_home
from helpers.worker.traced import Traced
from tests import tasks

RUNNERS = [
    pytest.param(make(method), id=f"{make.__name__}-{method}")
    for make in (tasks.executor_runner, tasks.pool_runner)
    for method in tasks.START_METHODS
]


@pytest.fixture(autouse=True)
def unregistered():
    """Take away what another test's library, such as Dask's tblib, says of how errors are pickled."""
    before = dict(copyreg.dispatch_table)
    for kind in before:
        if issubclass(kind, BaseException):
            del copyreg.dispatch_table[kind]
    yield
    copyreg.dispatch_table.clear()
    copyreg.dispatch_table.update(before)


def error_of(runner, task, inputs, n_workers=2):
    with pytest.raises(measure.RunError) as told:
        measure.sweep(runner, task, inputs, n_workers, n_rounds=1)
    return str(told.value)


@pytest.mark.parametrize("runner", RUNNERS)
def test_an_error_that_does_not_unpickle_is_told_by_its_kind_and_words(runner):
    told = error_of(runner, tasks.raise_code_error, [os.getpid()] * 2)
    assert "raised CodeError: 404 at http://127.0.0.1/, in line " in told
    assert "of raise_code_error: raise CodeError(404" in told


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_task_that_leaves_by_sys_exit_is_told_so(runner):
    told = error_of(runner, tasks.leave_by_sys_exit, [os.getpid()] * 2)
    assert "raised SystemExit: nothing to do, in line " in told


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize(
    ("task", "words"),
    [
        (tasks.return_code_error, "TypeError: the task returned an error of the class CodeError"),
        (tasks.read_bad_json, "JSONDecodeError: Expecting property name .* of read_bad_json: "),
        (tasks.stop_the_iteration, "StopIteration. In line .* of stop_the_iteration: "),
        (
            tasks.raise_several,
            "CodeError: 404 at http.*, the first of 2 errors, in line .* of raise",
        ),
        (tasks.raise_what_ends_its_reader, "EndsItsReader: x, in line .* of raise_what_ends_its"),
    ],
)
def test_what_would_break_a_pool_or_lose_its_place_is_told_with_it(runner, task, words):
    assert re.search(f"raised {words}", error_of(runner, task, [os.getpid()] * 2))


@pytest.mark.parametrize("runner", RUNNERS)
def test_an_error_of_a_workers_own_event_loop_is_sent_home_too(runner):
    async def with_loops(task, inputs, n_workers):
        return runner(tasks.InItsOwnLoop(task), inputs, n_workers)

    told = error_of(with_loops, tasks.raise_code_error_later, [os.getpid()] * 2)
    assert "raised CodeError: 404 at http://127.0.0.1/, in line " in told


def test_in_threads_an_iteration_that_stops_is_no_end_of_the_inputs():
    def last(x):
        return x if threading.current_thread() is here else next(iter(()))

    def with_thread_pool(task, inputs, n_workers):
        with ThreadPool(n_workers) as pool:
            return pool.map(task, inputs)

    here = threading.current_thread()
    for runner in (tasks.with_threads, with_thread_pool):
        assert "raised StopIteration. In line " in error_of(runner, last, [1, 2])


def test_a_result_that_does_not_unpickle_is_no_worker_that_has_died():
    told = error_of(
        tasks.executor_runner(None), tasks.return_what_does_not_unpickle, [os.getpid()] * 2
    )
    assert "could not be unpickled here (TypeError: it cannot be made again)" in told
    assert "abruptly" not in told


@pytest.mark.parametrize("folder", ["site-packages", "dist-packages"])
def test_a_library_is_one_wherever_it_was_installed(folder):
    place = {}
    file = os.path.join(os.sep, "home", "me", "lib", folder, "rich", "calls.py")
    exec(compile("def call(function):\n    return function()", file, "exec"), place)

    def fail(x):
        return place["call"](lambda: place["call"]([].pop))

    told = error_of(tasks.in_turn, fail, [0])
    assert "of fail: return place" in told
    with pytest.raises(IndexError) as raised:
        fail(0)
    shown = measure.places.traceback_of(raised.value)
    assert f"{os.path.join('rich', 'calls.py')}, line 2, in call" in shown
    assert folder not in shown


@pytest.mark.parametrize("runner", [*RUNNERS, pytest.param(tasks.with_threads, id="threads")])
def test_an_error_has_its_line_whoever_ran_the_task(runner):
    with pytest.raises(ZeroDivisionError) as raised:
        runner(Traced(tasks.one_over), [1, 0], 2)
    assert measure.places.place_of(raised.value).endswith("of one_over: return 1 / x")
    shown = measure.places.traceback_of(raised.value)
    assert "tasks.py, line" in shown
    assert shown.endswith("ZeroDivisionError: division by zero")
    assert "traced.py" not in shown


def test_in_a_loop_the_line_is_told_too_and_a_traceback_has_no_code_of_ours():
    def half(x):
        return tasks.one_over(x)

    with pytest.raises(measure.RunError) as told:
        measure.sweep(tasks.in_turn, half, [0], 1)
    assert "ZeroDivisionError: division by zero, in line " in str(told.value)
    shown = "\n".join(told.value._render_traceback_())
    assert "in half\n    return tasks.one_over(x)" in shown
    assert "helpers" not in shown


def test_a_step_begins_with_a_word_and_not_with_a_runner_s_name():
    steps = []
    for _ in measure.iter_sweep(
        tasks.in_turn, tasks.square, [1, 2], 2, 1, on_step=lambda step: steps.append(step.what)
    ):
        pass
    assert "runner in_turn with 2 workers" in steps


def test_a_traceback_names_what_was_raised_in_a_worker_and_no_class_of_ours():
    with pytest.raises(measure.RunError) as told:
        measure.sweep(
            tasks.executor_runner(None), tasks.leave_by_sys_exit, [os.getpid()] * 2, 2, n_rounds=1
        )
    shown = "\n".join(told.value._render_traceback_())
    assert "\nSystemExit: nothing to do\n" in shown
    assert "TaskError" not in shown


def test_a_traceback_tells_what_came_before():
    def outer(x):
        try:
            return tasks.one_over(x)
        except ZeroDivisionError as error:
            raise ValueError("outer") from error

    with pytest.raises(measure.RunError) as told:
        measure.sweep(tasks.in_turn, outer, [0], 1)
    shown = "\n".join(told.value._render_traceback_())
    assert "return 1 / x\nZeroDivisionError: division by zero\n\nAnd then:\n" in shown
    assert shown.index("ZeroDivisionError") < shown.index("\nValueError: outer")


@pytest.mark.parametrize("words", ["x" * 1_000_000, "first\n" + "x\n" * 1_000_000])
def test_a_message_without_an_end_is_cut(words):
    def fail(x):
        raise ValueError(words)

    with pytest.raises(measure.RunError) as told:
        measure.sweep(tasks.in_turn, fail, [0], 1)
    assert len(str(told.value)) < 1000
    assert len("\n".join(told.value._render_traceback_())) < 10_000


def test_a_group_is_told_by_its_first_error_and_by_their_number():
    def fail(x):
        raise ExceptionGroup("both", [ValueError("one"), KeyError("two")])

    told = error_of(tasks.in_turn, fail, [0])
    assert "ValueError: one, the first of 2 errors, in line " in told
    assert "of fail: raise ExceptionGroup(" in told


def test_a_line_without_a_name_of_a_function_is_told_by_the_one_around_it():
    def around(x):
        return eval("1 / x")

    def listed(x):
        return list(1 / y for y in [x])

    assert "of around: return eval(" in error_of(tasks.in_turn, around, [0])
    assert "of listed: return list(" in error_of(tasks.in_turn, listed, [0])
    assert "of a lambda: " in error_of(tasks.in_turn, lambda x: 1 / x, [0])


@pytest.mark.parametrize("kind", [tasks.Overdone, KeyboardInterrupt, GeneratorExit])
def test_what_is_no_exception_is_told_with_its_input(kind):
    """Outside the main thread, to which alone the reader's own interrupt comes."""

    def fail(x):
        raise kind("too much")

    with ThreadPoolExecutor(1) as pool:
        told = pool.submit(error_of, tasks.in_turn, fail, [5]).result()
    assert told.startswith(f"task failed on inputs[0], 5: {kind.__name__}: too much, in line ")


def test_an_interrupt_of_the_reader_is_no_error_of_a_task():
    def interrupted(x):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        measure.sweep(tasks.in_turn, interrupted, [5], 1)


class Quiet(Exception):
    def __str__(self):
        raise ValueError("it says nothing")


class Leaves(Exception):
    def __str__(self):
        raise SystemExit(3)


class Closed(Exception):
    def __getattribute__(self, name):
        raise RuntimeError("it has no attributes")


class Own(Exception):
    def __reduce__(self):
        return Own, ("another",)


@pytest.mark.parametrize(
    ("error", "kind", "words"),
    [
        (Quiet(), "Quiet", ""),
        (Own("one"), "Own", "one"),
        (SystemExit(3), "SystemExit", "3"),
        (OSError(threading.Lock()), "OSError", None),
        (StopIteration(1), "StopIteration", "1"),
        (Leaves(), "Leaves", ""),
    ],
)
def test_what_cannot_travel_is_told_by_what_can(error, kind, words):
    told = sent_home(error)
    assert isinstance(told, TaskError)
    assert told.told_kind == kind
    assert words is None or told.words == words


def test_what_tells_nothing_at_all_is_told_by_its_kind():
    told = sent_home(Closed())
    assert (told.told_kind, told.words) == ("Closed", "")
    assert measure.told_error(Closed()) == (
        "Closed, which raises RuntimeError: it has no attributes, when it is asked what happened.",
        "",
    )


@pytest.mark.parametrize(
    "error",
    [
        KeyError("x"),
        OSError(2, "no such file", "x"),
        StopAsyncIteration(1),
        ExceptionGroup("x", [KeyError("y")]),
    ],
)
def test_what_can_travel_stays_as_it_is(error):
    assert sent_home(error) is error


@pytest.fixture
def registered(unregistered):
    """Let tblib, which Dask loads, say how all classes of errors that there are now are pickled."""
    pytest.importorskip("tblib.pickling_support").install()


@pytest.mark.parametrize("method", tasks.START_METHODS)
def test_nor_does_it_take_what_cannot_travel_along(registered, method):
    """tblib sends an error's context, too: of the classes that it knows."""
    for kind in (tasks.CodeError, KeyError):
        copyreg.dispatch_table.pop(kind, None)  # it came later
    told = error_of(tasks.pool_runner(method), tasks.raise_code_error, [os.getpid()] * 2)
    assert "raised CodeError: 404 at http://127.0.0.1/, in line " in told


@pytest.mark.parametrize("runner", RUNNERS)
@pytest.mark.parametrize("task", [tasks.read_bad_json, tasks.find_no_key])
def test_a_registered_way_to_pickle_an_error_takes_its_place_along_once(registered, runner, task):
    with pytest.raises(measure.RunError) as told:
        measure.sweep(runner, task, [os.getpid()] * 2, 2, n_rounds=1)
    assert f" of {task.__name__}: " in str(told.value)
    assert traceback_of(told.value.__cause__).count(f", in {task.__name__}\n") == 1


async def unawaited_gather(task, inputs, n_workers):
    return asyncio.gather(*(task(value) for value in inputs))


async def unawaited_tasks(task, inputs, n_workers):
    return [asyncio.create_task(task(value)) for value in inputs]


async def asynchronous_generator(task, inputs, n_workers):
    for value in inputs:
        yield await task(value)


@pytest.mark.parametrize(
    ("runner", "words"),
    [
        (unawaited_gather, "that nobody has awaited; write `return await ...`"),
        (
            unawaited_tasks,
            "a Task for inputs[0] that nobody has awaited; write `return await asyncio.g",
        ),
    ],
)
def test_what_is_not_awaited_is_named(runner, words):
    assert words in error_of(runner, tasks.square_later, [1, 2])


def test_an_asynchronous_generator_is_named():
    def runner(task, inputs, n_workers):
        return asynchronous_generator(task, inputs, n_workers)

    assert "is an asynchronous generator, since it yields" in error_of(runner, tasks.square, [1, 2])


def test_an_asynchronous_generator_of_asynchronous_tasks_is_named():
    told = error_of(asynchronous_generator, tasks.square_later, [1, 2])
    assert "asynchronous_generator with n_workers=2 is an asynchronous generator" in told


class Delayed:
    """What Dask makes of a call: it can be awaited, but need not be."""

    def compute(self):
        return 1

    def __await__(self):
        yield


def test_what_stands_for_a_result_is_asked_by_its_own_method():
    told = error_of(lambda task, inputs, n: [Delayed() for _ in inputs], tasks.square, [1, 2])
    assert "returned a Delayed for inputs[0], which is no result yet" in told
    assert "`.compute()`" in told


def test_nor_is_a_result_of_all_at_once():
    def runner(task, inputs, n_workers):
        with ThreadPool(2) as pool:
            return pool.map_async(task, inputs)

    told = error_of(runner, tasks.square, [1, 2])
    assert "returned a MapResult, which is no list of results yet; return what its `.get()`" in told


def test_an_event_loop_that_is_not_there_is_told_with_the_way_out():
    def ask(x):
        return asyncio.get_event_loop().run_until_complete(tasks.square_later(x))

    with ThreadPoolExecutor(1) as pool:
        told = pool.submit(error_of, tasks.in_turn, ask, [1]).result()
    assert "start one there by asyncio.run()" in told


def test_a_bad_argument_within_a_lab_has_no_traceback_of_ours():
    with pytest.raises(ValueError, match="inputs must hold") as told:
        measure.sweep(tasks.in_turn, tasks.square, [], 1)
    sentence, traceback = measure.told_error(told.value)
    assert sentence.startswith("ValueError: inputs must hold")
    assert "helpers" not in traceback


def test_an_error_in_a_coroutine_has_no_context_of_ours():
    async def fail(x):
        raise ValueError("mine")

    async def runner(task, inputs, n_workers):
        return [await task(value) for value in inputs]

    with pytest.raises(measure.RunError) as told:
        measure.sweep(runner, fail, [1], 1)
    assert "And then" not in "\n".join(told.value._render_traceback_())


def test_futures_are_no_results():
    def runner(task, inputs, n_workers):
        with ThreadPoolExecutor(2) as pool:
            return [pool.submit(task, value) for value in inputs]

    told = error_of(runner, tasks.square, [1, 2])
    assert "returned a Future for inputs[0], which is no result yet" in told
    assert "`.result()`" in told


def test_inputs_without_an_end_are_refused():
    with pytest.raises(ValueError, match="inputs gave more than 100,000 values"):
        measure.sweep(tasks.in_turn, tasks.square, itertools.count(), 1)


def test_what_belongs_to_one_thread_is_told_with_the_way_out():
    connection = sqlite3.connect(":memory:")

    def ask(x):
        return connection.execute("select 1").fetchone()[0]

    def handle(x):
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        return x

    assert "connect within the task" in error_of(tasks.with_threads, ask, [1, 2])
    assert "in the main thread only" in error_of(tasks.with_threads, handle, [1, 2])
    connection.close()


@pytest.mark.skipif(importlib.util.find_spec("mpire") is None, reason="mpire is not installed")
def test_mpire_unpacks_tuples_as_it_does_without_a_lab():
    from mpire import WorkerPool  # noqa: PLC0415  it need not be there

    def runner(task, inputs, n_workers):
        with WorkerPool(n_jobs=2) as pool:
            return pool.map(task, inputs)

    told = error_of(runner, len, [(1, 2), (3, 4)])
    assert "Traced" not in told
    assert "len() takes exactly one argument (2 given)" in told


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is forked here")
def test_a_forked_process_that_comes_back_does_not_go_on_as_the_lab(tmp_path, capfd):
    def counts(task, inputs, n_workers):
        return [task(value) for value in inputs]

    measured = measure.sweep(counts, tasks.fork_and_come_back, [str(tmp_path)], 1, n_rounds=2)
    assert measured.results == [str(tmp_path)]
    n_calls = 1 + 1 + 2 * 2  # the first task, the warm-up, and two rounds of a loop and a run
    assert len(list(tmp_path.iterdir())) == n_calls
    assert "end it by os._exit(0)" in capfd.readouterr().err


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is forked here")
def test_nor_does_one_that_a_runner_forks(tmp_path, capfd):
    def forks(task, inputs, n_workers):
        tasks.fork_and_come_back(str(tmp_path))
        return [task(value) for value in inputs]

    measure.sweep(forks, tasks.square, [1], 1, n_rounds=1)
    assert len(list(tmp_path.iterdir())) == 2  # the warm-up, and the run
    assert "that forks forked" in capfd.readouterr().err


def test_a_bad_argument_of_a_lab_is_shown_in_one_line():
    with pytest.raises(TypeError) as told:
        labs.speedup(tasks.in_turn, tasks.square, n_workers="two")
    (line,) = told.value._render_traceback_()
    assert line.startswith("TypeError: n_workers must be ")

    for function in (labs.guide, labs.journal, measure.break_even):
        with pytest.raises(TypeError) as told:
            function(nothing=1)
        (line,) = told.value._render_traceback_()
        assert line.startswith(f"TypeError: {function.__name__}() ")

    def make_inputs(task, size, n_tasks):
        raise ValueError("mine")

    with pytest.raises(ValueError, match="mine") as told:
        make_inputs(None, 1, 1)
    assert not hasattr(told.value, "_render_traceback_")


def give_no_more_in_a_worker(parent):
    if os.getpid() != parent:
        raise StopIteration
    return parent


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_pool_does_not_take_a_task_s_error_for_the_end_of_its_inputs(runner):
    told = error_of(runner, give_no_more_in_a_worker, [os.getpid()] * 4)
    assert "raised StopIteration. In line" in told


def test_a_runner_that_gives_results_without_an_end_is_refused():
    def endless(task, inputs, n_workers):
        while True:
            yield task(inputs[0])

    told = error_of(endless, tasks.square, [1, 2])
    assert told == (
        "runner endless with n_workers=2 gives more than 2 results for 2 inputs; return one for each "
        "input, in their order."
    )
