"""Runner, task and inputs in; a measurement out, with its noise and a verdict.

A *run* is one call of a runner, a *round* one sequential loop and one run of each candidate, by turns first
(`rounds`); how many there are, `sweeps` decides. Tasks go there by ``worker.traced``, with a stop flag, and
each loop and run gets inputs of its own (`copies`). Before its time is believed, the results of a run are
compared with the loop's (`runs`, `equality`, `arrays`): if they differ, the loop runs again, so that no
runner is blamed for a task that gives another answer each time, and there is a `RunError` that says in
what (`differences`), and no speedup. Nor is there one where `first_calls` leave nothing to do, or where
what came back is no result yet (`returned`). An error of the reader's own has its line (`places`).

What the rounds have given is a `Measurement`; its `Verdict` on the largest number of workers rests on an
interval that holds however often one looks (`intervals`, `results`). It says what else was seen: whether
the tasks wait and whether other programs had the CPUs (`cpu_time`), and what independent processes reached
in the same rounds (`ceilings`). `fits` draws a law through the points that carry it; `task_sizes` finds the
input with which a task takes a wanted time here, and `break_evens` sweeps through such sizes until a runner
is faster than the loop. `kernels` work on one array that all workers share, in such rounds; `builds`
measures the same threads under other interpreters, each in one of their `children`.

Nothing here knows of widgets: a lab takes the steps of `iter_sweep` or `iter_race` as they come, and a
script calls `sweep`.
"""

from helpers.measure import builds, ceilings, kernels, places, task_sizes
from helpers.measure.break_evens import BreakEven, break_even
from helpers.measure.ceilings import MAX_PROCESSES, MAX_WORKERS, ceiling
from helpers.measure.differences import told_error
from helpers.measure.equality import equal
from helpers.measure.fits import fit_amdahl
from helpers.measure.intervals import interval_of, ratio_interval
from helpers.measure.results import Measurement, Run, Verdict, compare, is_clear, verdict_of
from helpers.measure.rounds import Step
from helpers.measure.runs import RunError
from helpers.measure.sweeps import iter_race, iter_sweep, sweep

__all__ = [
    "MAX_PROCESSES",
    "MAX_WORKERS",
    "BreakEven",
    "Measurement",
    "Run",
    "RunError",
    "Step",
    "Verdict",
    "break_even",
    "builds",
    "ceiling",
    "ceilings",
    "compare",
    "equal",
    "fit_amdahl",
    "interval_of",
    "is_clear",
    "iter_race",
    "iter_sweep",
    "kernels",
    "places",
    "ratio_interval",
    "sweep",
    "task_sizes",
    "told_error",
    "verdict_of",
]
