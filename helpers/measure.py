"""Runner, task and inputs in; a measurement out, with its noise and a verdict."""

import inspect
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import Barrier
from statistics import median
from time import perf_counter, thread_time

import numpy as np

from helpers import coroutines, workloads
from helpers.arguments import check_count, check_function, short
from helpers.errors import short_error
from helpers.lifeline import StopFlag, Stopped
from helpers.measurement import Measurement, Run, Verdict
from helpers.timeline import Span, Traced

__all__ = ["Measurement", "Run", "RunError", "Verdict", "ceiling", "iter_sweep", "sweep"]

MAX_WORKERS = 10_000


class RunError(ValueError):
    """The task or the runner failed, or its results are wrong: no time of it is to be believed."""


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
    check_function("runner", runner)
    check_function("task", task)
    if inspect.iscoroutinefunction(task) and not inspect.iscoroutinefunction(runner):
        raise TypeError("runner must be an async def, because task is one.")
    inputs = _check_inputs(inputs)
    n_workers = [check_count("n_workers", n, MAX_WORKERS) for n in _check_sequence(n_workers)]
    n_repeats = check_count("n_repeats", n_repeats, 1000)
    return _rounds(runner, task, inputs, n_workers, n_repeats, stop)


def _rounds(runner, task, inputs, n_workers, n_repeats, stop):
    own_flag = StopFlag() if stop is None else None
    try:
        traced = Traced(task, stop or own_flag)
        baselines_s, cpu_fractions, runs = [], [], {n: [] for n in n_workers}
        for _ in range(n_repeats):
            results, baseline_spans, baseline_s, cpu_fraction = _loop(traced, inputs)
            baselines_s.append(baseline_s)
            cpu_fractions.append(cpu_fraction)

            def so_far(results=results, spans=baseline_spans):
                done = [n for n in runs if runs[n]]
                return Measurement(
                    n_workers=done,
                    baselines_s=list(baselines_s),
                    baseline_spans=spans,
                    cpu_fraction=max(cpu_fractions),
                    runs=[list(runs[n]) for n in done],
                    results=results,
                )

            yield so_far()
            for n in runs:
                elapsed_s, spans = _run(runner, traced, inputs, n, results)
                runs[n].append(Run(n, baseline_s, elapsed_s, spans))
                yield so_far()
    finally:
        if own_flag is not None:
            own_flag.close()


def _loop(traced, inputs):
    """Run the tasks one after the other; return results, spans, elapsed time, CPU fraction."""
    pairs = []

    async def take_turns():
        for value in inputs:
            pairs.append(await traced(value))

    start_s, start_cpu_s = perf_counter(), thread_time()
    try:
        if traced.is_async:
            coroutines.run(take_turns())
        else:
            for value in inputs:
                pairs.append(traced(value))
    except Stopped:
        raise
    except Exception as error:
        i = min(len(pairs), len(inputs) - 1)  # what is left open is told after the last
        raise RunError(
            f"task failed on inputs[{i}], {short(inputs[i])}: {short_error(error)}"
        ) from error
    cpu_s, elapsed_s = thread_time() - start_cpu_s, perf_counter() - start_s
    return (
        [result for result, _ in pairs],
        _since(start_s, [span for _, span in pairs]),
        elapsed_s,
        cpu_s / elapsed_s,
    )


def _run(runner, traced, inputs, n_workers, expected):
    """Call the runner once; return elapsed time and spans, or raise what is wrong with its results."""
    name = getattr(runner, "__name__", repr(runner))
    where = f"runner {name} with n_workers={n_workers}"
    start_s = perf_counter()
    try:
        returned = runner(traced, list(inputs), n_workers)
        if inspect.iscoroutine(returned):
            returned = coroutines.run(returned)
        returned = returned if returned is None else list(returned)
        elapsed_s = perf_counter() - start_s
    except Stopped:
        raise
    except Exception as error:
        if traced.stop.is_set():
            raise Stopped from error  # a pool that was stopped may break in its own way
        raise RunError(f"{where} raised {short_error(error)}") from error
    if returned is None:
        raise RunError(f"{where} returned None; return the list of results.")
    if len(returned) != len(inputs):
        raise RunError(
            f"{where} returned {len(returned)} results for {len(inputs)} inputs; return one for each "
            "input, in their order."
        )
    for i, pair in enumerate(returned):
        if not (isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[1], Span)):
            raise RunError(
                f"{where} returned {short(pair)} for inputs[{i}]; return what task returns, unchanged."
            )
    _check_results(where, [result for result, _ in returned], expected, inputs)
    return elapsed_s, _since(start_s, [span for _, span in returned])


def _check_results(where, results, expected, inputs):
    wrong = [i for i, pair in enumerate(zip(results, expected, strict=True)) if not _same(*pair)]
    if not wrong:
        return
    i = wrong[0]
    if all(any(_same(results[j], expected[k]) for k in wrong) for j in wrong):
        raise RunError(
            f"{where} returned the results in another order: inputs[{i}], {short(inputs[i])}, came "
            f"with {short(results[i])} instead of {short(expected[i])}; keep the inputs' order."
        )
    raise RunError(
        f"{where} returned a wrong result for inputs[{i}], {short(inputs[i])}: "
        f"{short(results[i])} instead of {short(expected[i])}."
    )


def _same(a, b):
    if isinstance(a, np.ndarray) or isinstance(b, np.ndarray):
        return np.array_equal(a, b)
    return bool(a is b or a == b or (a != a and b != b))  # a NaN differs from itself


def _since(start_s, spans):
    return tuple(Span(s.worker, s.start_s - start_s, s.end_s - start_s) for s in spans)


def ceiling(n_workers, task_size_ms=50.0, n_repeats=5, stop=None):
    """Measure what `n_workers` independent processes reach on this machine now.

    Every process counts primes and shares nothing with the others. Rounds in which all of them work
    alternate with rounds in which one works alone. What is missing to `n_workers` is the machine's
    doing: CPUs that are not there, or are shared with others, or slow down when all are busy.

    Parameters
    ----------
    n_workers : int
        Processes, 1 to 10000.
    task_size_ms : float, optional
        Milliseconds of work a process and round.
    n_repeats : int, optional
        Rounds.
    stop : StopFlag, optional
        Once set, `Stopped` is raised.

    Returns
    -------
    float
        Median speedup of CPU-bound work over one process; no runner can be expected to do better.

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range.
    """
    n_workers = check_count("n_workers", n_workers, MAX_WORKERS)
    n_repeats = check_count("n_repeats", n_repeats, 1000)
    n = workloads.input_for(workloads.count_primes, task_size_ms)
    if n_workers == 1:
        return 1.0
    task = Traced(workloads.count_primes, stop)
    # The barrier makes every process start before the first task, so that each then takes one.
    everyone = Barrier(n_workers)
    speedups = []
    with ProcessPoolExecutor(n_workers, initializer=everyone.wait, initargs=(60,)) as pool:

        def busy_s(n_tasks):
            spans = [span for _, span in pool.map(task, [n] * n_tasks)]
            return max(span.end_s for span in spans) - min(span.start_s for span in spans)

        busy_s(n_workers)
        for _ in range(n_repeats):
            speedups.append(n_workers * busy_s(1) / busy_s(n_workers))
    return median(speedups)


def _check_sequence(n_workers):
    if isinstance(n_workers, (str, bytes)) or not hasattr(n_workers, "__iter__"):
        return [n_workers]  # one number will do; anything else is named by the check that follows
    n_workers = list(n_workers)
    if not n_workers:
        raise ValueError("n_workers must hold one or more numbers of workers, not none.")
    return n_workers


def _check_inputs(inputs):
    try:
        inputs = list(inputs)
    except TypeError:
        raise TypeError(f"inputs must be a list, not {short(inputs)}.") from None
    if not inputs:
        raise ValueError("inputs must hold one or more inputs, not none.")
    return inputs
