"""helpers.labs.late_runs: of a step that does not come, what is seen is said, and no more."""

import asyncio
import contextlib
import multiprocessing
import os
import pickle
import re
import signal
import threading
import time
from functools import partial
from multiprocessing.reduction import ForkingPickler

import pytest

from helpers.labs import late_runs, stuck_runs
from helpers.labs.late_runs import Watch
from helpers.processes import coroutines, kills, marks
from helpers.worker.stop_flag import StopFlag
from helpers.worker.traced import Traced
from tests import tasks

pytestmark = pytest.mark.usefixtures("nothing_left")


class Said:
    """What a watch says of a function that is called in a thread."""

    def __init__(self, function, limit_s, stop=None):
        self._heard, self.sentence, self.alarm = threading.Event(), None, None
        before = stuck_runs.Before.now()

        def call():
            marks.mark_thread()  # as a lab's engine does
            function()

        thread = threading.Thread(target=call, daemon=True)
        self._watch = Watch("the loop", limit_s, thread, before, stop, self._hear)
        thread.start()  # last, as in a lab: what it starts has come since

    def _hear(self, sentence, alarm):
        self.sentence, self.alarm = sentence, alarm
        self._heard.set()

    def wait(self):
        assert self._heard.wait(60)
        self._watch.cancel()
        return self


def test_a_thread_that_waits_is_told_with_its_line_and_no_cause():
    over = threading.Event()

    def wait():
        over.wait(60)

    said = Said(wait, 0.3).wait()
    over.set()
    assert re.match(
        r"The loop has not returned for 0.3 s: it is in line \d+ of wait: over.wait\(60\). Press",
        said.sentence,
    )
    assert not said.alarm
    assert "died" not in said.sentence


@pytest.mark.parametrize(
    ("task", "words"),
    [
        (lambda x: x, "Task .*lambda.* cannot go to a worker process: .* the code itself"),
        (
            partial(max, threading.Lock()),
            "Task .*partial.* what it holds cannot be pickled .* and connections",
        ),
    ],
)
def test_a_task_that_could_not_be_sent_is_told_where_its_pool_waits_all_the_same(task, words):
    over = threading.Event()
    with StopFlag() as stop:

        def send():
            with contextlib.suppress(pickle.PicklingError):
                ForkingPickler.dumps(Traced(task, stop))
            over.wait(60)

        said = Said(send, 0.3, stop).wait()
        over.set()
    assert re.search(rf"over.wait\(60\)\. {words}\. Press Stop", said.sentence)
    assert not said.alarm


def test_a_coroutine_that_waits_is_told_with_its_line():
    async def inner(event):
        await event.wait()

    async def outer():
        event = asyncio.Event()
        asyncio.get_running_loop().call_later(3, event.set)
        await inner(event)

    assert (
        "of inner: await event.wait()" in Said(lambda: coroutines.run(outer()), 0.3).wait().sentence
    )


@pytest.mark.parametrize(
    ("task", "words"),
    [(tasks.sleep_briefly, "Its 2 worker processes wait."), (tasks.compute_briefly, "compute.")],
)
def test_what_the_workers_do_is_told(task, words):
    runner = tasks.executor_runner(None)
    said = Said(lambda: runner(task, [6, 6], 2), 2).wait()
    assert words in said.sentence


def test_a_worker_that_has_died_is_an_alarm(monkeypatch):
    monkeypatch.setattr(late_runs, "_MOURNED_S", 0.1)
    over = threading.Event()

    def with_one_that_dies():
        process = multiprocessing.Process(target=tasks.exit_at_once, args=(1,))
        process.start()
        over.wait(60)

    said = Said(with_one_that_dies, 60).wait()
    over.set()
    assert said.sentence.startswith(
        "A worker process has ended with exit code 3, and the loop has not returned since"
    )
    assert said.alarm


@pytest.mark.parametrize("end", ["terminate", "kill"])
def test_a_worker_that_its_runner_ends_is_no_alarm(monkeypatch, end):
    monkeypatch.setattr(late_runs, "_MOURNED_S", 0.1)
    over = threading.Event()

    def with_one_that_is_ended():
        process = multiprocessing.Process(target=tasks.sleep_long, args=(600,))
        process.start()
        getattr(process, end)()
        over.wait(60)

    with kills.are_noted():
        said = Said(with_one_that_is_ended, 1).wait()
    over.set()
    assert not said.alarm


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("SIGKILL", " (the system does that when memory runs out), and"),
        ("SIGUSR1", ", SIGUSR1, and"),
    ],
)
@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no process ends by a signal there")
def test_a_worker_that_nobody_here_has_killed_is_an_alarm_that_names_the_signal(
    monkeypatch, name, words
):
    monkeypatch.setattr(late_runs, "_MOURNED_S", 0.1)
    over = threading.Event()

    def with_one_that_dies():
        process = multiprocessing.Process(target=tasks.die_of, args=(name,))
        process.start()
        over.wait(60)

    with kills.are_noted():
        said = Said(with_one_that_dies, 60).wait()
    over.set()
    told = f"A worker process has been killed by signal {int(getattr(signal, name))}{words}"
    assert said.sentence.startswith(told)
    assert said.alarm


def test_a_worker_that_has_died_before_anybody_looked_is_counted():
    """A pool asks about it at once, so that nobody else learns how it ended."""
    with StopFlag() as stop:
        traced = Traced(tasks.exit_in_a_worker, stop)
        pool = multiprocessing.Pool(2)
        said = Said(lambda: pool.map(traced, [os.getpid()], 1), 3, stop).wait()
        pool.terminate()
        # In its place another one may be there already, or not yet.
        assert said.alarm or "that took a task has ended." in said.sentence
        # In the next step it is old news.
        later = Said(lambda: time.sleep(1), 0.3, stop).wait().sentence
        assert "took a task" not in later


def test_a_worker_that_its_runner_has_closed_is_no_death():
    def close_it():
        process = multiprocessing.get_context("spawn").Process(target=len, args=("",))
        process.start()
        process.join()
        process.close()
        time.sleep(1)

    assert not Said(close_it, 0.8).wait().alarm
