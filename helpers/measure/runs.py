"""One run of a runner, and one of the sequential loop: results first, then times."""

import inspect
from asyncio import CancelledError
from time import perf_counter, thread_time

from helpers.measure.equality import equal
from helpers.processes import coroutines
from helpers.wording.errors import short_error
from helpers.wording.words import name_of, short
from helpers.worker.spans import Span
from helpers.worker.stop_flag import Stopped

__all__ = ["RunError", "loop", "run"]

_MOST_LOOKED_FOR = 50
# What a reader's code may raise and a lab goes on after; an interrupt is the reader's own.
_ERRORS = (Exception, CancelledError, SystemExit)


class RunError(ValueError):
    """The task or the runner failed, or its results are wrong: no time of it is to be believed."""


def loop(traced, inputs):
    """Run the tasks one after the other.

    Parameters
    ----------
    traced : Traced
    inputs : list

    Returns
    -------
    results : list
    spans : tuple of Span
        Seconds since the start.
    elapsed_s : float
    cpu_fraction : float
        CPU time of the thread that ran the tasks over elapsed time.

    Raises
    ------
    RunError
        If the task raises.
    Stopped
        If the stop flag of `traced` was set.
    """
    pairs, cpu_s = [], [0.0]

    async def take_turns():
        start_cpu_s = thread_time()  # that of the event loop, which may be another one
        for value in inputs:
            pairs.append(await traced(value))
        cpu_s[0] = thread_time() - start_cpu_s

    start_s, start_cpu_s = perf_counter(), thread_time()
    try:
        if traced.is_async:
            coroutines.run(take_turns())
        else:
            for value in inputs:  # not by map, which takes a task's StopIteration for its own end
                pairs.append(traced(value))
            cpu_s[0] = thread_time() - start_cpu_s
    except Stopped:
        raise
    except _ERRORS as error:
        i = min(len(pairs), len(inputs) - 1)  # what is left open is told after the last
        raise RunError(
            f"task failed on inputs[{i}], {short(inputs[i])}: {short_error(error)}"
        ) from error
    elapsed_s = perf_counter() - start_s
    return (
        [result for result, _ in pairs],
        _since(start_s, [span for _, span in pairs]),
        elapsed_s,
        cpu_s[0] / elapsed_s,
    )


def run(runner, traced, inputs, n_workers, expected):
    """Call a runner once, and check its results before its time is believed.

    Parameters
    ----------
    runner : callable
    traced : Traced
    inputs : list
    n_workers : int
    expected : list
        The results of the sequential loop.

    Returns
    -------
    elapsed_s : float
    spans : tuple of Span
        One a task, in the order of the inputs; seconds since the call.

    Raises
    ------
    RunError
        If the runner raises, or its results are not those expected.
    Stopped
        If the stop flag of `traced` was set.
    """
    where = f"runner {name_of(runner)} with n_workers={n_workers}"
    start_s = perf_counter()
    try:
        returned = runner(traced, list(inputs), n_workers)
        if inspect.iscoroutine(returned):
            returned = coroutines.run(returned)
        returned = list(returned) if hasattr(returned, "__iter__") else returned
        elapsed_s = perf_counter() - start_s
    except Stopped:
        raise
    except _ERRORS as error:
        if traced.stop is not None and traced.stop.is_set():
            raise Stopped from error  # a pool that was stopped may break in its own way
        raise RunError(f"{where} raised {short_error(error)}") from error
    if not isinstance(returned, list):
        raise RunError(f"{where} returned {short(returned)}; return the list of results.")
    if len(returned) != len(inputs):
        raise RunError(
            f"{where} returned {len(returned)} results for {len(inputs)} inputs; return one for each "
            "input, in their order."
        )
    for i, pair in enumerate(returned):
        if inspect.iscoroutine(pair):
            for coroutine in filter(inspect.iscoroutine, returned):
                coroutine.close()
            raise RunError(
                f"{where} returned a coroutine for inputs[{i}] that nobody has awaited; write "
                "`await task(value)`, or gather them."
            )
        if not (isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[1], Span)):
            raise RunError(
                f"{where} returned {short(pair)} for inputs[{i}]; return what task returns, unchanged."
            )
    _check_results(where, [result for result, _ in returned], expected, inputs)
    return elapsed_s, _since(start_s, [span for _, span in returned])


def _check_results(where, results, expected, inputs):
    wrong = []
    for i, pair in enumerate(zip(results, expected, strict=True)):
        try:
            if not equal(*pair):
                wrong.append(i)
        except Exception as error:
            raise RunError(
                f"task returned {short(expected[i])} for inputs[{i}], {short(inputs[i])}, which cannot be "
                f"compared ({short_error(error)}); return plain values or NumPy arrays."
            ) from error
    if not wrong:
        return
    i = wrong[0]
    # Some of many tell enough: each is looked for among all.
    if all(any(equal(results[j], expected[k]) for k in wrong) for j in wrong[:_MOST_LOOKED_FOR]):
        raise RunError(
            f"{where} returned the results in another order: inputs[{i}], {short(inputs[i])}, came "
            f"with {short(results[i])} instead of {short(expected[i])}; keep the inputs' order."
        )
    raise RunError(
        f"{where} returned a wrong result for inputs[{i}], {short(inputs[i])}: "
        f"{short(results[i])} instead of {short(expected[i])}."
    )


def _since(start_s, spans):
    return tuple(Span(s.worker, s.start_s - start_s, s.end_s - start_s) for s in spans)
