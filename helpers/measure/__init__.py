"""Runner, task and inputs in; a measurement out, with its noise and a verdict.

A *run* is one call of a runner, a *round* one sequential loop and one run of each candidate (`sweeps`).
Tasks go there by ``worker.traced``, with a stop flag, and each loop and run gets inputs of its own
(`copies`). Before its time is believed, the results of a run are compared with the loop's (`runs`,
`equality`, `arrays`): if they differ, the loop runs again, so that no runner is blamed for a task that
gives another answer each time, and there is a `RunError` that says in what (`differences`), and no
speedup. What the rounds have given is a `Measurement`; its `Verdict` on the largest number
of workers needs two rounds or more, all on one side of 1 by more than a margin (`results`).

Beside it: `task_sizes` finds the input with which a task takes a wanted time on this machine, and
`ceilings` measure what independent processes reach here, which no runner of tasks that compute should be
expected to pass.

Nothing here knows of widgets: a lab takes the steps of `iter_sweep` or `iter_race` as they come, and a
script calls `sweep`.
"""

from helpers.measure import ceilings, task_sizes
from helpers.measure.ceilings import MAX_PROCESSES, ceiling
from helpers.measure.results import Measurement, Run, Verdict, side_of_1
from helpers.measure.runs import RunError
from helpers.measure.sweeps import MAX_WORKERS, iter_race, iter_sweep, sweep

__all__ = [
    "MAX_PROCESSES",
    "MAX_WORKERS",
    "Measurement",
    "Run",
    "RunError",
    "Verdict",
    "ceiling",
    "ceilings",
    "iter_race",
    "iter_sweep",
    "side_of_1",
    "sweep",
    "task_sizes",
]
