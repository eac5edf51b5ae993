"""Rounds of measuring: one sequential loop, and one run of each candidate."""

import inspect
from contextlib import nullcontext
from dataclasses import dataclass

from helpers.measure import runs
from helpers.measure.results import Measurement, Run
from helpers.wording.arguments import check_count, check_function, check_list
from helpers.wording.words import short
from helpers.worker.stop_flag import StopFlag
from helpers.worker.traced import Traced

__all__ = [
    "MAX_WORKERS",
    "iter_race",
    "iter_sweep",
    "sweep",
]

MAX_WORKERS = 10_000


def sweep(runner, task, inputs, n_workers, n_repeats=3):
    """Run a task on its inputs with each number of workers, and measure.

    Parameters
    ----------
    runner : callable
        ``runner(task, inputs, n_workers)`` returns the results of `task`, in the order of the
        inputs. It may be ``async def``.
    task : callable
        A function of one input. It may be ``async def`` if the runner is.
    inputs : list
        One or more inputs of `task`.
    n_workers : sequence of int
        Numbers of workers, 1 to 10000 each.
    n_repeats : int, optional
        Rounds; each measures the sequential loop and then every number of workers.

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

    Examples
    --------
    >>> def one_after_the_other(task, inputs, n_workers):
    ...     return [task(value) for value in inputs]
    >>> from helpers import workloads
    >>> m = sweep(one_after_the_other, workloads.wait_for, [0.01, 0.02], n_workers=[1, 2])
    >>> m.n_workers, m.results
    ([1, 2], [0.01, 0.02])
    """
    *_, measurement = iter_sweep(runner, task, inputs, n_workers, n_repeats)
    return measurement


def iter_sweep(runner, task, inputs, n_workers, n_repeats=3, stop=None):
    """Do what `sweep` does, and yield after each run what is known by then.

    Parameters
    ----------
    runner, task, inputs, n_workers, n_repeats
        As for `sweep`.
    stop : StopFlag, optional
        Once set, the run in progress ends between two tasks and `Stopped` is raised.

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
    rounds = _Rounds(task, inputs, n_repeats, stop).begin({n: (runner, n) for n in n_workers})
    return (so_far.of(n_workers) for so_far in rounds)


def iter_race(runners, task, inputs, n_workers, n_repeats=3, stop=None):
    """Run a task on its inputs with each of several runners, in turn.

    Parameters
    ----------
    runners : dict of str to callable
        By their names; each as for `sweep`.
    task, inputs
        As for `sweep`.
    n_workers : int
        Workers of every runner, 1 to 10000.
    n_repeats, stop
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
        check_function(f"runners[{name!r}]", runner)
    candidates = {name: (runner, n_workers) for name, runner in runners.items()}
    rounds = _Rounds(task, inputs, n_repeats, stop).begin(candidates)
    return ({name: so_far.of([name]) for name in runners} for so_far in rounds)


@dataclass
class _SoFar:
    """What the rounds have given by now."""

    baselines_s: list
    cpu_fractions: list
    baseline_spans: tuple
    results: list
    runs: dict  # candidate -> its runs

    def of(self, candidates):
        """Make a measurement of some candidates, but for those that have not run yet."""
        its_runs = [list(self.runs[key]) for key in candidates if self.runs[key]]
        return Measurement(
            n_workers=[each[0].n_workers for each in its_runs],
            baselines_s=list(self.baselines_s),
            baseline_spans=self.baseline_spans,
            cpu_fraction=max(self.cpu_fractions),
            runs=its_runs,
            results=self.results,
        )


class _Rounds:
    """What all candidates are measured on, in turn."""

    def __init__(self, task, inputs, n_repeats, stop):
        check_function("task", task)
        self._task = task
        self._inputs = check_list("inputs", inputs)
        self._n_repeats = check_count("n_repeats", n_repeats, 1000)
        self._stop = stop

    def begin(self, candidates):
        """Check the runners, and return an iterator over what is known after each run."""
        for runner, _ in candidates.values():
            check_function("runner", runner)
            if inspect.iscoroutinefunction(self._task) and not inspect.iscoroutinefunction(runner):
                raise TypeError("runner must be an async def, because task is one.")
        return self._measure(candidates)

    def _measure(self, candidates):
        with StopFlag() if self._stop is None else nullcontext(self._stop) as stop:
            traced = Traced(self._task, stop)
            so_far = _SoFar([], [], (), [], {key: [] for key in candidates})
            for _ in range(self._n_repeats):
                results, so_far.baseline_spans, baseline_s, fraction = runs.loop(
                    traced, self._inputs
                )
                if so_far.baselines_s:
                    runs.compare_loops(results, so_far.results, self._inputs)
                else:
                    so_far.results = results
                so_far.baselines_s.append(baseline_s)
                so_far.cpu_fractions.append(fraction)
                yield so_far
                for key, (runner, n) in candidates.items():
                    elapsed_s, spans = runs.run(runner, traced, self._inputs, n, so_far.results)
                    so_far.runs[key].append(Run(n, baseline_s, elapsed_s, spans))
                    yield so_far


def _check_sequence(n_workers):
    if isinstance(n_workers, (str, bytes)) or not hasattr(n_workers, "__iter__"):
        return [n_workers]  # one number will do; anything else is named by the check that follows
    return check_list("n_workers", n_workers)
