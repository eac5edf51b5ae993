"""Runner, task and inputs in; a measurement out, with its noise and a verdict.

A *run* is one call of a runner, a *round* one sequential loop and one run of each candidate (`sweeps`).
Tasks go there by ``worker.traced``, with a stop flag. Before its time is believed, the results of a run
are compared with the loop's (`runs`, `equality`): if they differ, there is a `RunError` that says in
what, and no speedup. What the rounds have given is a `Measurement`; its `Verdict` on the largest number
of workers needs two rounds or more, all on one side of 1 by more than a margin (`results`).

Beside it: `task_sizes` finds the input with which a task takes a wanted time on this machine;
`break_evens` sweeps through such sizes until a runner is faster than the loop; and `ceilings` measure what
independent processes reach here, which no runner of tasks that compute should be expected to pass.

Nothing here knows of widgets: a lab takes the steps of `iter_sweep` or `iter_race` as they come, and a
script calls `sweep`.
"""

from helpers.measure import ceilings, task_sizes
from helpers.measure.break_evens import BreakEven, break_even
from helpers.measure.ceilings import MAX_PROCESSES, ceiling
from helpers.measure.results import Measurement, Run, Verdict, side_of_1
from helpers.measure.runs import RunError
from helpers.measure.sweeps import MAX_WORKERS, iter_race, iter_sweep, sweep

__all__ = [
    "MAX_PROCESSES",
    "MAX_WORKERS",
    "BreakEven",
    "Measurement",
    "Run",
    "RunError",
    "Verdict",
    "break_even",
    "ceiling",
    "ceilings",
    "iter_race",
    "iter_sweep",
    "side_of_1",
    "sweep",
    "task_sizes",
]
