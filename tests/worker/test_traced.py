"""helpers.worker.traced: spans, and tasks that carry their tracing to every kind of worker."""

import asyncio
import importlib.util
import inspect
import multiprocessing
import os
import pickle
import threading

import joblib
import pytest

from helpers.worker.spans import Worker, distinct_workers, max_overlap
from helpers.worker.stop_flag import StopFlag, Stopped
from helpers.worker.traced import TaskImportError, Traced
from tests import tasks

RUNNERS = [
    pytest.param(make(method), id=f"{make.__name__}-{method}")
    for make in (tasks.executor_runner, tasks.pool_runner)
    for method in tasks.START_METHODS
]


def test_a_call_returns_result_and_span():
    result, span = Traced(tasks.square)(4)
    assert result == 16
    assert span.start_s <= span.end_s
    assert span.worker == Worker(os.getpid(), threading.get_native_id())


def test_threads_are_different_workers():
    pairs = tasks.with_threads(Traced(threading.Barrier(3).wait), [10, 10, 10], 3)
    spans = [span for _, span in pairs]
    assert distinct_workers(spans) == 3
    assert max_overlap(spans) == 3


class Guarded:
    def __init__(self):
        self.lock = threading.Lock()

    def __call__(self, value):
        return value


def test_a_task_that_holds_a_lock_is_told_so():
    with pytest.raises(
        pickle.PicklingError, match=r"what it holds cannot be pickled .*lock"
    ) as told:
        tasks.executor_runner(None)(Traced(Guarded()), [1], 1)
    assert ".py file" not in str(told.value)


@pytest.mark.parametrize("runner", RUNNERS)
def test_processes_report_on_one_clock(runner):
    pairs = runner(Traced(tasks.square), [1, 2, 3], 2)
    assert [result for result, _ in pairs] == [1, 4, 9]
    here = [Traced(tasks.square)(0)[1]]
    for _, span in pairs:
        assert span.worker.process_id != os.getpid()
        assert span.end_s <= here[0].start_s  # recorded there before this was recorded here


def test_an_async_task_stays_one():
    traced = Traced(tasks.square_later)
    coroutine = traced(3)
    assert inspect.isawaitable(coroutine)
    coroutine.close()
    if hasattr(inspect, "markcoroutinefunction"):
        assert inspect.iscoroutinefunction(traced)
        assert inspect.iscoroutinefunction(pickle.loads(pickle.dumps(traced)))

    async def main():
        return await asyncio.gather(traced(3), traced(4))

    (a, _), (b, _) = asyncio.run(main())
    assert (a, b) == (9, 16)


def _main_function(x):
    return x + 1


@pytest.fixture
def cell_function(monkeypatch):
    """A function as a notebook's cell defines one: of a `__main__` that no worker can import."""
    main = __import__("sys").modules["__main__"]
    monkeypatch.setattr(_main_function, "__module__", "__main__")
    monkeypatch.setattr(_main_function, "__qualname__", "typed_in_a_cell")
    monkeypatch.setattr(main, "typed_in_a_cell", _main_function, raising=False)
    return _main_function


@pytest.mark.parametrize("method", [m for m in tasks.START_METHODS if m != "fork"])
@pytest.mark.parametrize("make", [tasks.executor_runner, tasks.pool_runner])
def test_a_function_of_a_cell_fails_as_an_error_of_the_task(make, method, cell_function):
    with pytest.raises(TaskImportError, match=r"typed_in_a_cell.*\.py file.*joblib"):
        make(method)(Traced(cell_function), [1], 1)


@pytest.mark.parametrize("runner", RUNNERS)
def test_a_lambda_fails_with_a_sentence(runner):
    with pytest.raises(pickle.PicklingError, match=r"lambda.*\.py file.*joblib"):
        runner(Traced(lambda x: x), [1], 1)


def test_joblib_can_send_both(cell_function):
    with joblib.parallel_config(backend="loky", n_jobs=2):
        for task in (cell_function, lambda x: x + 1):
            calls = (joblib.delayed(Traced(task))(x) for x in range(3))
            assert [result for result, _ in joblib.Parallel()(calls)] == [1, 2, 3]


@pytest.mark.parametrize("runner", [*RUNNERS, pytest.param(tasks.with_threads, id="threads")])
def test_a_stopped_run_runs_no_task(runner):
    with StopFlag() as stop:
        stop.set()
        with pytest.raises(Stopped):
            runner(Traced(tasks.exit_at_once, stop), [1, 2, 3], 2)


def _interrupt_itself(_):
    raise KeyboardInterrupt


@pytest.mark.parametrize("runner", RUNNERS)
def test_an_interrupt_in_a_worker_becomes_an_error_of_the_run(runner):
    with StopFlag() as stop:
        with pytest.raises(Stopped):
            runner(Traced(_interrupt_itself, stop), [1, 2, 3], 2)
        assert stop.is_set()


def test_an_interrupt_in_this_process_stays_one():
    with pytest.raises(KeyboardInterrupt):
        Traced(_interrupt_itself)(1)


def test_a_forked_process_is_another_worker():
    if "fork" not in tasks.START_METHODS:
        pytest.skip("this system has no fork")
    Traced(tasks.square)(1)  # this thread now knows its own number
    queue = multiprocessing.get_context("fork").SimpleQueue()
    pid = os.fork()
    if pid == 0:
        queue.put(Traced(tasks.square)(1)[1].worker.process_id)
        os._exit(0)
    os.waitpid(pid, 0)
    assert queue.get() == pid


def test_a_task_must_be_callable():
    with pytest.raises(TypeError, match="task must be a function"):
        Traced(3)


@pytest.mark.skipif(
    importlib.util.find_spec("multiprocess") is None, reason="multiprocess is not installed"
)
def test_an_interrupt_in_a_worker_of_another_library_is_passed_on():
    """Pathos has a copy of multiprocessing, whose workers are none to the original."""
    import multiprocess  # noqa: PLC0415  it need not be there

    with multiprocess.Pool(1) as pool, StopFlag() as stop:
        traced = Traced(tasks.interrupt_itself, stop)
        with pytest.raises(Stopped):
            pool.map_async(traced, [os.getpid()]).get(60)
        assert stop.is_set()
