"""helpers.measure.kernels: kernels on one array, whose results are checked before times are believed."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.measure import RunError, kernels
from helpers.worker.stop_flag import StopFlag, Stopped

N = 5000  # numbers; small enough for a test, and no multiple of the period


def with_threads(kernel, numbers, out, n_workers):
    parts = np.array_split(numbers, n_workers), np.array_split(out, n_workers)
    with ThreadPoolExecutor(n_workers) as pool:
        list(pool.map(kernel, *parts))


@pytest.fixture(autouse=True)
def short_runs(monkeypatch):
    """Let runs be short: what is tested here does not depend on their times."""
    monkeypatch.setattr(kernels, "_LEAST_OPERATIONS", 2 * N)


def measured(runner, operations=(1, 4), n_workers=2, **options):
    *_, last = kernels.iter_kernels(runner, operations, N, n_workers, budget_s=0, **options)
    return last


def test_each_number_of_operations_gets_three_rounds_beside_one_worker():
    last = measured(with_threads)
    assert list(last) == [1, 4]
    for m in last.values():
        assert m.n_workers == [2]
        assert len(m.baselines_s) == len(m.runs[0]) == 3
        assert m.speedup[0] > 0
        assert [run.baseline_s for run in m.runs[0]] == m.baselines_s


def test_what_is_known_comes_after_each_kernel():
    steps = list(kernels.iter_kernels(with_threads, [1, 4], N, 2, budget_s=0))
    assert len(steps) == 3 * 4
    assert steps[0][1].runs == [] == steps[0][4].runs
    assert len(steps[0][1].baselines_s) == 1
    assert len(steps[1][1].runs[0]) == 1
    assert steps[1][4].baselines_s == []


def test_the_steps_are_announced_with_what_they_may_take():
    steps = []
    measured(with_threads, on_step=steps.append)
    assert len(steps) == 1 + 3 * 4
    assert steps[0].what == "a first call of with_threads"
    assert steps[1].what == "one worker, 1 operation a number"
    assert steps[2].what == "runner with_threads with n_workers=2, 1 operation a number"
    assert steps[1].expected_s is None
    assert steps[2].expected_s > 0
    assert steps[4].round_s is None
    assert steps[5].round_s > 0


def test_the_runner_and_one_worker_come_first_by_turns():
    steps = []
    measured(with_threads, operations=[1], on_step=steps.append)
    runs = [step.what.startswith("runner") for step in steps[1:]]
    assert runs == [False, True, True, False, False, True]


def test_one_array_is_handed_over_with_room_for_its_results():
    seen = []

    def notes(kernel, numbers, out, n_workers):
        seen.append((kernel.n_operations, len(numbers), len(out), n_workers, np.isnan(out).all()))
        with_threads(kernel, numbers, out, n_workers)

    measured(notes, n_workers=3)
    assert set(seen) == {(1, N, N, 3, True), (4, N, N, 3, True)}


def test_an_async_runner_works():
    async def in_threads(kernel, numbers, out, n_workers):
        pairs = zip(np.array_split(numbers, n_workers), np.array_split(out, n_workers), strict=True)
        await asyncio.gather(*(asyncio.to_thread(kernel, *pair) for pair in pairs))

    assert list(measured(in_threads)) == [1, 4]


def leaves_the_last(kernel, numbers, out, n_workers):
    kernel(numbers[:-1], out[:-1])


def fills_a_copy(kernel, numbers, out, n_workers):
    kernel(numbers, out.copy())


def mixes_slices_up(kernel, numbers, out, n_workers):
    half = N // 2
    kernel(numbers[:half], out[half : 2 * half])
    kernel(numbers[half:], out[: N - half])
    kernel(numbers[-1:], out[-1:])


def raises(kernel, numbers, out, n_workers):
    raise OSError("no workers today")


@pytest.mark.parametrize(
    ("runner", "told"),
    [
        (leaves_the_last, rf"leaves_the_last with n_workers=2 left out\[{N - 1}\] as it was"),
        (fills_a_copy, r"left out\[0\] as it was; .* views of it"),
        (mixes_slices_up, r"wrote \d+ into out\[0\], where 1 is right; .* same slice of both"),
        (raises, r"runner raises with n_workers=2 raised OSError: no workers today"),
    ],
)
def test_a_runner_that_is_wrong_is_told_and_has_no_time(runner, told):
    with pytest.raises(RunError, match=told):
        measured(runner)


def test_slices_that_are_not_as_long_are_told():
    with pytest.raises(ValueError, match="equally long, not 3 and 2"):
        kernels.Kernel(1)(np.ones(3), np.ones(2))


def test_a_stopped_kernel_does_nothing():
    with StopFlag() as stop:
        stop.set()
        out = np.zeros(3)
        with pytest.raises(Stopped):
            kernels.Kernel(1, stop=stop)(np.ones(3), out)
        assert out.tolist() == [0, 0, 0]
        with pytest.raises(Stopped):
            measured(with_threads, stop=stop)


@given(st.integers(1, 40), st.integers(1, 3), st.integers(1, 200))
def test_a_kernel_gives_the_same_whatever_its_blocks_and_slices(n_operations, n_slices, n):
    numbers, whole, parts = np.arange(1.0, n + 1), np.empty(n), np.empty(n)
    kernels.multiply(numbers, whole, n_operations)
    kernel = kernels.Kernel(n_operations, passes=2)
    pairs = zip(np.array_split(numbers, n_slices), np.array_split(parts, n_slices), strict=True)
    for pair in pairs:
        kernel(*pair)
    assert (parts == whole).all()
    assert numbers[-1] == n


def test_a_long_array_is_worked_through_in_blocks(monkeypatch):
    monkeypatch.setattr(kernels, "_BLOCK", 7)
    lengths = []
    monkeypatch.setattr(kernels, "multiply", lambda numbers, out, n: lengths.append(len(numbers)))
    kernels.Kernel(1, passes=2)(np.ones(20), np.ones(20))
    assert lengths == [7, 7, 6] * 2


@given(st.integers(1, 1000), st.integers(1, 10**6))
def test_runs_are_long_enough_and_no_longer(n_operations, n_numbers):
    passes = kernels.n_passes(n_operations, n_numbers)
    assert passes >= 1
    assert passes * n_operations * n_numbers >= kernels._LEAST_OPERATIONS
    assert (passes - 1) * n_operations * n_numbers < kernels._LEAST_OPERATIONS


def test_a_roof_is_the_most_of_each():
    seconds = {1: 0.5, 8: 2.0}
    roof = kernels.roof_of(seconds, 2 * N)
    assert roof.bytes_per_s == pytest.approx(16 * 2 * N / 0.5)
    assert roof.operations_per_s == pytest.approx(8 * 2 * N / 2.0)


@pytest.mark.parametrize(
    ("options", "error", "text"),
    [
        ({"runner": 1}, TypeError, "runner must be a function"),
        ({"operations": []}, ValueError, "operations must hold one or more"),
        ({"operations": [0]}, ValueError, "operations must lie between 1 and"),
        ({"n_numbers": 0}, ValueError, "n_numbers must lie between 1 and"),
        ({"n_workers": 1.5}, TypeError, "n_workers must be a whole number"),
        ({"budget_s": -1}, ValueError, "budget_s must lie between 0 and"),
    ],
)
def test_bad_arguments_are_named_at_the_call(options, error, text):
    good = {"runner": with_threads, "operations": [1], "n_numbers": N, "n_workers": 1}
    with pytest.raises(error, match=text):
        kernels.iter_kernels(**{**good, **options})


def test_arrays_that_do_not_fit_are_not_made(monkeypatch):
    def refuse(n_bytes):
        raise MemoryError(f"{n_bytes} bytes do not fit")

    monkeypatch.setattr(kernels.machine, "check_fits", refuse)
    with pytest.raises(MemoryError, match=f"^{16 * N} bytes"):
        kernels.iter_kernels(with_threads, [1], N, 2)
