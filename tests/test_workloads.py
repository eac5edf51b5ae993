"""helpers.workloads: known answers, and inputs of a wanted size."""

import hashlib
import math
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import workloads
from helpers.measure import task_sizes


@pytest.mark.parametrize(
    ("n", "count"),
    [(-5, 0), (0, 0), (2, 0), (3, 1), (4, 2), (10, 4), (100, 25), (1000, 168), (10_000, 1229)],
)
def test_count_primes_known_values(n, count):
    assert workloads.count_primes(n) == count


@given(st.integers(0, 400))
def test_count_primes_against_the_definition(n):
    primes = [p for p in range(2, n) if all(p % d for d in range(2, p))]
    assert workloads.count_primes(n) == len(primes)


@pytest.mark.parametrize(
    ("n_rounds", "key"),
    [
        (1, "120fb6cffcf8b32c43e7225256c4f837a86548c92ccc35480805987cb70be17b"),
        (4096, "c5e478d59288c841aa530db6845c4c8d962893a001ce4e11a4963873aa98134a"),
    ],
)
def test_derive_key_published_vectors(n_rounds, key):
    assert workloads.derive_key(n_rounds) == key
    assert key == hashlib.pbkdf2_hmac("sha256", b"password", b"salt", n_rounds).hex()


@given(st.integers(0, 10_000))
def test_add_up_is_gauss_sum(n):
    assert workloads.add_up(n) == n * (n - 1) // 2


def test_waiting_tasks(monkeypatch):
    slept = []
    monkeypatch.setattr(time, "sleep", slept.append)
    assert workloads.wait_for(0.25) == 0.25
    assert workloads.slow_square(12) == 144
    assert slept == [0.25, 0.1]


@given(st.lists(st.integers(-1000, 1000), min_size=1, max_size=50))
def test_sum_of_squares(values):
    total = workloads.sum_of_squares(np.array(values))
    assert total == sum(v * v for v in values)
    assert isinstance(total, int)


@pytest.fixture
def fake_cost(monkeypatch):
    """A task that takes n**1.5 nanoseconds of a clock that stands still otherwise."""
    now = [0.0]

    def task(n):
        now[0] += n**1.5 * 1e-9

    monkeypatch.setattr(task_sizes, "perf_counter", lambda: now[0])
    task.growth = 1.5
    monkeypatch.setattr(task_sizes, "_probes", {})
    return task


@pytest.mark.parametrize("task_size_ms", [0.1, 1, 20, 300, 1000])
def test_input_for_finds_the_input_by_the_clock(fake_cost, task_size_ms):
    n = task_sizes.input_for(fake_cost, task_size_ms)
    assert n**1.5 * 1e-6 == pytest.approx(task_size_ms, rel=0.01)


def test_one_long_pause_makes_no_task_seem_large(fake_cost, monkeypatch):
    clock, pause_s = task_sizes.perf_counter, [0.025]

    def paused():
        now = clock() + sum(pause_s[1:])
        if len(pause_s) == 1:
            pause_s.append(pause_s[0])  # from the second reading on
        return now

    monkeypatch.setattr(task_sizes, "perf_counter", paused)
    n, _ = task_sizes._probe(fake_cost)
    assert pause_s == [0.025, 0.025]
    assert n**1.5 * 1e-9 >= task_sizes._PROBE_S


def test_input_for_measures_a_task_once(fake_cost, monkeypatch):
    task_sizes.input_for(fake_cost, 10)
    monkeypatch.setattr(task_sizes, "_probe", lambda _: pytest.fail("measured again"))
    task_sizes.input_for(fake_cost, 20)


def test_the_growth_of_count_primes_by_counting_its_divisions():
    def divisions(n):
        return sum(
            next((d - 1 for d in range(3, c, 2) if d * d > c or c % d == 0), c) // 2
            for c in range(3, n, 2)
        )

    n_small, n_large = 2_000, 60_000
    exponent = math.log(divisions(n_large) / divisions(n_small), n_large / n_small)
    assert exponent == pytest.approx(workloads.count_primes.growth, abs=0.05)


def test_input_for_a_wait_is_seconds():
    assert task_sizes.input_for(workloads.wait_for, 50) == 0.05


@pytest.mark.parametrize("task_size_ms", [0, -1, float("nan"), float("inf")])
def test_input_for_refuses_sizes(task_size_ms):
    with pytest.raises(ValueError, match="task_size_ms"):
        task_sizes.input_for(workloads.count_primes, task_size_ms)


def test_a_task_whose_time_does_not_grow_is_refused(monkeypatch):
    def level(n):
        return n

    level.growth = 1.0
    monkeypatch.setattr(task_sizes, "_probes", {})
    with pytest.raises(ValueError, match="level takes does not grow with its input"):
        task_sizes.input_for(level, 10)


@pytest.mark.parametrize(("growth", "error"), [(0, ValueError), ("fast", TypeError)])
def test_a_growth_that_is_none_is_named(growth, error):
    def task(n):
        return n

    task.growth = growth
    with pytest.raises(error, match=r"task\.growth must"):
        task_sizes.input_for(task, 10)


def test_a_task_says_what_a_lab_needs_to_know_of_it():
    assert {name for name in workloads.__all__ if hasattr(getattr(workloads, name), "growth")} == {
        "add_up",
        "count_primes",
        "derive_key",
        "wait_for",
    }
    waits = [
        name for name in workloads.__all__ if getattr(getattr(workloads, name), "waits", False)
    ]
    assert waits == ["slow_square", "wait_for"]


def test_input_for_refuses_tasks_of_fixed_size():
    with pytest.raises(ValueError, match="slow_square"):
        task_sizes.input_for(workloads.slow_square, 10)


@given(st.integers(1, 200), st.floats(0.1, 1000))
def test_inputs_of_a_wait_differ_and_are_of_one_size(n_tasks, task_size_ms):
    inputs = task_sizes.inputs_for(workloads.wait_for, task_size_ms, n_tasks)
    assert len(set(inputs)) == len(inputs) == n_tasks
    assert max(inputs) - min(inputs) < 0.001


def test_inputs_of_a_count_have_different_answers(monkeypatch):
    monkeypatch.setattr(task_sizes, "input_for", lambda task, task_size_ms: 30_000)
    inputs = task_sizes.inputs_for(workloads.count_primes, 20, 8)
    answers = [workloads.count_primes(n) for n in inputs]
    assert len(set(answers)) == 8
    assert max(inputs) < 1.05 * min(inputs)


@given(st.integers(1, 1000), st.integers(2, 10**7))
def test_inputs_are_of_nearly_one_size(n_tasks, first):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(task_sizes, "input_for", lambda task, task_size_ms: first)
        inputs = task_sizes.inputs_for(workloads.derive_key, 20, n_tasks)
    assert len(set(inputs)) == len(inputs) == n_tasks
    assert max(inputs) - first <= max(n_tasks, 0.05 * first)


def test_inputs_for_a_task_of_fixed_size_and_for_none():
    assert task_sizes.inputs_for(workloads.slow_square, 100, 3) == [1, 2, 3]
    with pytest.raises(ValueError, match="n_tasks"):
        task_sizes.inputs_for(workloads.slow_square, 100, 0)
