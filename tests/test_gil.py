"""helpers.gil: the recorder of hand-overs."""

import sys
import threading
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import gil, machine
from helpers.gil import KINDS
from helpers.worker.spans import Span


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n_threads", [1, 3])
def test_every_thread_is_recorded_and_the_interval_put_back(kind, n_threads):
    before = sys.getswitchinterval()
    slices = gil.record(kind, n_threads, duration_s=0.05, switch_interval_s=0.001)
    assert sys.getswitchinterval() == before
    assert {s.worker for s in slices} == set(range(n_threads))
    assert [s.start_s for s in slices] == sorted(s.start_s for s in slices)
    for thread in range(n_threads):
        own = [s for s in slices if s.worker == thread]
        assert all(a.start_s <= a.end_s <= b.start_s for a, b in pairwise(own))


@pytest.mark.skipif(not machine.gil_enabled(), reason="there is no GIL in this build")
@pytest.mark.parametrize("kind", [KINDS[0], KINDS[2]])
def test_only_one_thread_at_a_time_holds_the_interpreter(kind):
    slices = gil.record(kind, 2, duration_s=0.1)
    assert gil.held_at_once_s(slices) < 0.001
    assert gil.switches(slices) >= 1


def test_threads_that_wait_for_one_that_cannot_start_end(monkeypatch):
    started = []

    class Unlucky(threading.Thread):
        def start(self):
            if len(started) == 2:
                raise RuntimeError("can't start new thread")
            super().start()
            started.append(self)

    monkeypatch.setattr(gil.threading, "Thread", Unlucky)
    with pytest.raises(RuntimeError, match="start new thread"):
        gil.record(KINDS[0], n_threads=4)
    for thread in started:
        thread.join(30)
        assert not thread.is_alive()


@pytest.mark.parametrize("kind", KINDS)
def test_an_interrupt_ends_the_threads_of_a_recording(kind, monkeypatch):
    begun, at_work = [], threading.Semaphore(0)

    def noted(work):
        def call(*arguments):
            at_work.release()
            return work(*arguments)

        return call

    class Interrupted(threading.Thread):
        def start(self):
            super().start()
            begun.append(self)

        def join(self, timeout=None):
            if timeout is None:
                assert all(at_work.acquire(timeout=60) for _ in range(2))
                raise KeyboardInterrupt
            super().join(timeout)

    for name in ("_loop", "_calls"):
        monkeypatch.setattr(gil, name, noted(getattr(gil, name)))
    monkeypatch.setattr(gil.threading, "Thread", Interrupted)
    with pytest.raises(KeyboardInterrupt):
        gil.record(kind, n_threads=2, duration_s=3600)
    for thread in begun:
        thread.join(60)
        assert not thread.is_alive()


@pytest.mark.parametrize("options", [{"n_threads": 0}, {"duration_s": "long"}])
def test_a_bad_argument_of_a_recording_is_named(options):
    with pytest.raises((TypeError, ValueError), match=next(iter(options))):
        gil.record(KINDS[0], **options)


def test_code_without_the_gil_runs_at_the_same_time():
    assert gil.held_at_once_s(gil.record(KINDS[1], 2, duration_s=0.1)) > 0


@pytest.mark.parametrize("kind", KINDS)
def test_a_recording_can_be_stopped(kind):
    stop = threading.Event()
    stop.set()
    slices = gil.record(kind, 2, duration_s=600, stop=stop)
    assert all(s.end_s < 60 for s in slices)
    assert gil.window_s(slices) < 60


def test_the_window_is_as_long_as_was_recorded_and_not_as_was_asked_for():
    slices = gil.record(KINDS[1], n_threads=2, duration_s=0)  # a call of each thread, all the same
    assert gil.window_s(slices) == max(s.end_s for s in slices) > 0
    assert gil.window_s(gil.record(KINDS[0], n_threads=2, duration_s=0.05)) >= 0.05


def test_an_unknown_kind_is_named():
    with pytest.raises(ValueError, match="kind must be one of"):
        gil.record("Rust")


slices = st.lists(
    st.tuples(st.integers(0, 3), st.integers(0, 30), st.integers(0, 10)).map(
        lambda p: Span(p[0], p[1], p[1] + p[2])
    ),
    max_size=12,
).map(lambda found: sorted(found, key=lambda s: s.start_s))


@given(slices)
def test_time_held_at_once_by_counting(found):
    counted = sum(sum(s.start_s <= t < s.end_s for s in found) > 1 for t in range(50))
    assert gil.held_at_once_s(found) == counted


@given(slices)
def test_switches_are_fewer_than_slices(found):
    assert 0 <= gil.switches(found) <= max(0, len(found) - 1)
    assert gil.longest_absence_s(found) >= 0


def test_a_switch_interval_that_is_none_is_named_before_a_thread_begins():
    with pytest.raises(ValueError, match="switch_interval_s must lie between"):
        gil.record(gil.KINDS[0], switch_interval_s=0)
    assert not [t for t in threading.enumerate() if "run" in t.name]


@pytest.mark.parametrize(
    ("interval_s", "turns"),
    [(0.005, [(0.0, 0.00013)]), (0.0001, [(0.0, 0.00001), (0.00012, 0.00013)])],
)
def test_the_shorter_the_switch_interval_the_shorter_a_gap_is_another_threads_turn(
    monkeypatch, interval_s, turns
):
    readings = iter([0.0, 0.00001, 0.00012, 0.00013, 1.0])
    monkeypatch.setattr(gil, "perf_counter", lambda: next(readings))
    before = sys.getswitchinterval()
    try:
        sys.setswitchinterval(interval_s)
        seen = gil._loop(0.5, threading.Event())
    finally:
        sys.setswitchinterval(before)
    assert seen[:-1] == turns  # the last reading lies far behind, and ends the loop
