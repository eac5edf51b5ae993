"""helpers.measure.task_sizes: inputs of a wanted size."""

import functools
from unittest import mock

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import measure, workloads
from helpers.measure import task_sizes
from tests import tasks


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


def test_a_task_that_remembers_its_answers_is_measured_too(fake_cost):
    known = functools.cache(fake_cost)
    n = task_sizes.input_for(known, 20)
    assert n**1.5 * 1e-6 == pytest.approx(20, rel=0.01)


def test_input_for_measures_a_task_once(fake_cost, monkeypatch):
    task_sizes.input_for(fake_cost, 10)
    monkeypatch.setattr(task_sizes, "_probe", lambda _: pytest.fail("measured again"))
    task_sizes.input_for(fake_cost, 20)


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


@given(st.integers(1, 60), st.floats(0, 1))
def test_uneven_sizes_keep_the_work_and_reach_the_longest(n_tasks, part):
    unevenness = 1 + part * max(0, n_tasks / 2 - 1)
    sizes = task_sizes.uneven_sizes(n_tasks, unevenness)
    assert len(sizes) == n_tasks
    assert sum(sizes) == pytest.approx(n_tasks)
    assert max(sizes) == pytest.approx(unevenness)
    assert min(sizes) >= 0.1
    assert sizes == sorted(sizes)


def test_even_tasks_are_all_the_same():
    assert task_sizes.uneven_sizes(5, 1) == [1.0] * 5


@given(st.integers(2, 30), st.floats(0, 1), st.floats(1, 100))
def test_uneven_inputs_of_a_wait_differ_and_are_of_their_sizes(n_tasks, part, task_size_ms):
    unevenness = 1 + part * (n_tasks / 2 - 1)
    inputs = task_sizes.uneven_inputs_for(workloads.wait_for, task_size_ms, n_tasks, unevenness)
    assert len(set(inputs)) == n_tasks
    assert inputs == sorted(inputs)
    sizes = task_sizes.uneven_sizes(n_tasks, unevenness)
    assert inputs == pytest.approx([size * task_size_ms / 1000 for size in sizes], abs=1e-4)


def test_uneven_inputs_of_a_count_are_whole_numbers_with_different_answers(monkeypatch):
    monkeypatch.setattr(task_sizes, "_probes", {workloads.count_primes: (30_000, 0.02)})
    inputs = task_sizes.uneven_inputs_for(workloads.count_primes, 20, 8, unevenness=1)
    assert all(isinstance(n, int) for n in inputs)
    assert len({workloads.count_primes(n) for n in inputs}) == 8
    inputs = task_sizes.uneven_inputs_for(workloads.count_primes, 20, 8, unevenness=4)
    assert inputs == sorted(inputs)
    assert inputs[-1] == pytest.approx(30_000 * 4 ** (1 / 1.36), rel=0.06)


@pytest.mark.parametrize(
    ("arguments", "name"), [((0, 1), "n_tasks"), ((8, 0.5), "unevenness"), ((8, 4.5), "unevenness")]
)
def test_uneven_sizes_that_cannot_be_are_named(arguments, name):
    with pytest.raises(ValueError, match=name):
        task_sizes.uneven_sizes(*arguments)


class Unlike(list):
    """A task that cannot be a key of a dict."""

    growth = 1.0

    def __call__(self, n):
        return sum(range(n))


def test_a_task_that_cannot_be_remembered_has_a_size_too():
    assert task_sizes.input_for(Unlike(), 1) > 2


def test_a_coroutine_is_awaited_when_its_size_is_looked_for(monkeypatch):
    async def add_up(n):
        return sum(range(n))

    add_up.growth = 1.0
    assert task_sizes.input_for(add_up, 1) > 2


def test_a_task_that_fails_when_its_size_is_looked_for_is_told_with_its_line():
    def fails(n):
        raise SystemExit(n)

    fails.growth = 1.0
    with pytest.raises(measure.RunError) as told:
        task_sizes.input_for(fails, 1)
    assert str(told.value) == (
        "task failed on 64, tried to find its size: SystemExit: 64, in line "
        f"{fails.__code__.co_firstlineno + 1} of fails: raise SystemExit(n)"
    )


def test_what_is_odd_about_a_task_does_not_keep_it_from_being_measured():
    class Closed:
        def __getattr__(self, name):
            raise (RuntimeError if name == "growth" else AttributeError)(name)

        def __call__(self, x):
            return x

    assert not task_sizes.has_size(Closed())
    for task in (Closed(), mock.Mock(return_value=1)):
        m = measure.sweep(tasks.with_threads, task, [1, 2], 2, n_rounds=1)
        assert len(m.results) == 2
