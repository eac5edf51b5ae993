"""Rounds of measuring: one sequential loop, and one run of each candidate, by turns first."""

import inspect
from collections import deque
from contextlib import nullcontext
from time import monotonic

from helpers.measure import ceilings, rounds
from helpers.measure.ceilings import MAX_WORKERS
from helpers.measure.equality import equal
from helpers.measure.intervals import FEWEST_ROUNDS, MOST_ROUNDS
from helpers.measure.results import is_clear
from helpers.wording.arguments import (
    check_count,
    check_function,
    check_list,
    check_number,
    check_runner,
    check_same,
)
from helpers.wording.errors import refuses_in_one_line
from helpers.wording.words import short
from helpers.worker.stop_flag import StopFlag

__all__ = ["BUDGET_S", "iter_race", "iter_sweep", "sweep"]

BUDGET_S = 3.0


@refuses_in_one_line
def sweep(runner, task, inputs, n_workers, n_rounds=None, budget_s=BUDGET_S, same=equal):
    """Run a task on its inputs with each number of workers, and measure.

    Parameters
    ----------
    runner : callable
        ``runner(task, inputs, n_workers)`` returns the results of `task`, in the order of the
        inputs. It may be ``async def``.
    task : callable
        A function of one input. It may be ``async def`` if the runner is.
    inputs : list
        One or more inputs of `task`. Every loop and run gets a copy of its own.
    n_workers : sequence of int
        Numbers of workers, 1 to 10000 each.
    n_rounds : int, optional
        Exactly so many rounds, each one sequential loop and one run with every number of workers. If it
        is not given: three or more, until the verdict is clear or the budget is used up.
    budget_s : float, optional
        Seconds after which no further round begins, once there are three. Up to an hour.
    same : callable, optional
        ``same(result, expected)`` tells whether a result will do: `measure.equality.equal` if not given,
        `math.isclose` for numbers that are rounded differently, ``lambda *_: True`` where only the number
        of results counts.

    Returns
    -------
    Measurement

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range; the message names it.
    RunError
        If the task or the runner raises, or the results differ from the sequential ones; a kind of
        ValueError.

    Notes
    -----
    A part of the tasks runs before the first round and is not counted: what only the first call costs is
    paid then. From round to round another one comes first, since whoever comes first may meet a machine
    that is cold.

    Examples
    --------
    >>> def one_after_the_other(task, inputs, n_workers):
    ...     return [task(value) for value in inputs]
    >>> from helpers import workloads
    >>> m = sweep(one_after_the_other, workloads.wait_for, [0.01, 0.02], n_workers=[1, 2], n_rounds=1)
    >>> m.n_workers, m.results
    ([1, 2], [0.01, 0.02])
    """
    steps = iter_sweep(runner, task, inputs, n_workers, n_rounds, budget_s, same)
    return deque(steps, maxlen=1).pop()  # each has all runs of those before it


@refuses_in_one_line
def iter_sweep(
    runner,
    task,
    inputs,
    n_workers,
    n_rounds=None,
    budget_s=BUDGET_S,
    same=equal,
    stop=None,
    with_ceilings=False,
    on_step=None,
):
    """Do what `sweep` does, and yield after each run what is known by then.

    Parameters
    ----------
    runner, task, inputs, n_workers, n_rounds, budget_s, same
        As for `sweep`.
    stop : StopFlag, optional
        Once set, the run in progress ends between two tasks and `Stopped` is raised.
    with_ceilings : bool, optional
        Whether each round also measures what independent processes reach, unless the tasks wait.
    on_step : callable, optional
        ``on_step(step)`` is called before each `rounds.Step`: what comes next, and what it may take.

    Yields
    ------
    Measurement
        First one without runs, after the sequential loop; then one after each run. Nothing is
        measured while the caller holds the generator.

    Raises
    ------
    Stopped
        If `stop` was set.
    TypeError, ValueError, RunError
        As for `sweep`; arguments are checked at the call.
    """
    n_workers = [check_count("n_workers", n, MAX_WORKERS) for n in _check_sequence(n_workers)]
    check_runner("runner", runner)
    steps = _begin(
        {n: (runner, n) for n in n_workers}, task, inputs, same, stop, with_ceilings, on_step
    )
    limits = _check_limits(n_rounds, budget_s)
    return (so_far.of(n_workers) for so_far in _until_clear(steps, [n_workers], *limits))


@refuses_in_one_line
def iter_race(
    runners,
    task,
    inputs,
    n_workers,
    n_rounds=None,
    budget_s=BUDGET_S,
    same=equal,
    stop=None,
    with_ceilings=False,
    on_step=None,
):
    """Run a task on its inputs with each of several runners, in turn.

    Parameters
    ----------
    runners : dict of str to callable
        By their names; each as for `sweep`.
    task, inputs
        As for `sweep`.
    n_workers : int
        Workers of every runner, 1 to 10000.
    n_rounds, budget_s, same, stop, with_ceilings, on_step
        As for `iter_sweep`.

    Yields
    ------
    dict of str to Measurement
        First after the sequential loop, then after each run; for runners that have not run yet, one
        without runs. All share the sequential loop of their round.

    Raises
    ------
    Stopped
        If `stop` was set.
    TypeError, ValueError, RunError
        As for `sweep`; arguments are checked at the call.
    """
    if not isinstance(runners, dict) or not runners:
        raise TypeError(f"runners must be a dict of names and functions, not {short(runners)}.")
    n_workers = check_count("n_workers", n_workers, MAX_WORKERS)
    for name, runner in runners.items():
        check_runner(f"runners[{name!r}]", runner)
    candidates = {name: (runner, n_workers) for name, runner in runners.items()}
    steps = _begin(candidates, task, inputs, same, stop, with_ceilings, on_step)
    limits = _check_limits(n_rounds, budget_s)
    each = [[name] for name in runners]
    return (
        {name: so_far.of([name]) for name in runners}
        for so_far in _until_clear(steps, each, *limits)
    )


def _begin(candidates, task, inputs, same, stop, with_ceilings, on_step):
    """Check what all candidates are measured on; return what makes the iterator over all steps."""
    check_function("task", task)
    check_same(same)
    inputs = check_list("inputs", inputs)
    for runner, _ in candidates.values():
        is_async = inspect.iscoroutinefunction(runner) or inspect.isasyncgenfunction(runner)
        if inspect.iscoroutinefunction(task) and not is_async:  # one that yields is told so later
            raise TypeError("runner must be an async def, because task is one.")
    counting = []
    if with_ceilings:
        most = ceilings.workers_that_count(max(n for _, n in candidates.values()))
        counting = sorted({most, *(n for _, n in candidates.values() if n <= most)})

    def steps():
        with StopFlag() if stop is None else nullcontext(stop) as flag:
            yield from rounds.steps(candidates, task, inputs, same, flag, counting, on_step)

    return steps


def _check_limits(n_rounds, budget_s):
    if n_rounds is not None:
        n_rounds = check_count("n_rounds", n_rounds, 1000)
    check_number("budget_s", budget_s, 0, 3600)
    return n_rounds, budget_s


def _until_clear(steps, groups, n_rounds, budget_s):
    """Yield what is known after each step, until there are enough rounds."""
    began_s = monotonic()
    for so_far in steps():
        yield so_far
        if not so_far.round_is_over:
            continue
        n = so_far.n_counted
        if n_rounds is not None:
            if len(so_far.baselines) >= n_rounds:
                return
        elif n >= MOST_ROUNDS or (
            (n >= FEWEST_ROUNDS or so_far.nothing_left)
            and (monotonic() - began_s >= budget_s or all(is_clear(so_far.of(g)) for g in groups))
        ):
            return


def _check_sequence(n_workers):
    if isinstance(n_workers, (str, bytes)) or not hasattr(n_workers, "__iter__"):
        return [n_workers]  # one number will do; anything else is named by the check that follows
    return check_list("n_workers", n_workers)
