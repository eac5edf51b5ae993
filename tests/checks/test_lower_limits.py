"""helpers.checks.lower_limits: what is certain is said at once, and all else by the rounds."""

import time
from types import SimpleNamespace

import pytest

from helpers import measure, workloads
from helpers.checks import lower_limits

CANNOT_TELL = "this machine cannot tell"


def step(verdict=CANNOT_TELL, loops_s=(1.0,), runs_s=()):
    """Return what stands for a Measurement."""
    runs = [[SimpleNamespace(elapsed_s=s) for s in runs_s]] if runs_s else []
    return SimpleNamespace(verdict=verdict, baselines_s=loops_s, runs=runs, speedup=[2.5])


@pytest.mark.parametrize(
    ("step", "limits", "certain"),
    [
        (step(runs_s=(0.5,)), {"loop_s": 1.0}, ("faster", 2.5)),
        (step(runs_s=(1.5, 0.9)), {"loop_s": 1.0}, ("faster", 2.5)),
        (step(loops_s=(0.5,)), {"run_s": 1.0}, ("slower", None)),
        (step(loops_s=(1.5, 0.5), runs_s=(2.0,)), {"run_s": 1.0}, ("slower", 2.5)),
    ],
)
def test_what_is_certain_is_said_at_once(step, limits, certain):
    steps = iter([step, "another"])
    assert lower_limits.verdict(steps, **limits) == certain
    assert list(steps) == ["another"]


@pytest.mark.parametrize(
    ("step", "limits"),
    [
        (step(), {}),
        (step(runs_s=(0.01,)), {}),
        (step(loops_s=(0.99,)), {"run_s": 1.0}),
        (step(runs_s=(0.99,)), {"loop_s": 1.0}),
        (step(loops_s=(2.0,), runs_s=(3.0,)), {"loop_s": 1.0, "run_s": 1.5}),
    ],
)
def test_the_rounds_decide_where_nothing_is_certain(step, limits):
    last = SimpleNamespace(**{**vars(step), "verdict": "no difference that matters here"})
    said, speedup = lower_limits.verdict([step, last], **limits)
    assert said == "no difference that matters here"
    assert speedup == (2.5 if step.runs else None)


def test_a_sweep_is_left_as_soon_as_a_loop_is_over_before_a_run_can_be():
    calls = []

    def late(task, inputs, n_workers):
        calls.append(n_workers)
        time.sleep(1)
        return [task(value) for value in inputs]

    steps = measure.iter_sweep(late, workloads.wait_for, [0.001, 0.001], 1)
    assert lower_limits.verdict(steps, loop_s=0.002, run_s=1.002) == ("slower", None)
    assert len(calls) == 1  # which was not counted
