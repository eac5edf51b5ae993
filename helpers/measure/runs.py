"""One run of a runner, and one of the sequential loop: results first, then times."""

import inspect
from itertools import islice
from time import perf_counter

from helpers.measure import cpu_time
from helpers.measure.copies import own_copy
from helpers.measure.differences import (
    RunError,
    differing,
    is_interrupt,
    said_of_loop,
    said_of_runner,
)
from helpers.measure.equality import equal
from helpers.measure.places import told_with_place
from helpers.measure.returned import (
    check_list,
    close_coroutines,
    is_list_like,
    refuse_unfinished,
)
from helpers.processes import coroutines
from helpers.wording.errors import let_go
from helpers.wording.words import counted, name_of, short
from helpers.worker.failures import only_here
from helpers.worker.spans import Span
from helpers.worker.stop_flag import Stopped

__all__ = ["RunError", "check_repeats", "compare_loops", "loop", "run", "warm_up"]


def loop(traced, inputs):
    """Run the tasks one after the other, on a copy of the inputs, which is made before the clock starts.

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
    spent : CpuTime
        What the thread that ran the tasks spent meanwhile.

    Raises
    ------
    RunError
        If the task raises, or returns what is still to be computed.
    Stopped
        If the stop flag of `traced` was set.
    """
    own, _ = own_copy(inputs)
    pairs, clocks = [], []

    async def take_turns():
        clocks.append(cpu_time.now())  # of the event loop's thread, which may be another one
        for value in own:
            pairs.append(await traced(value))
        clocks.append(cpu_time.now())

    if not traced.is_async:
        clocks.append(cpu_time.now())
    start_s = perf_counter()
    try:
        if traced.is_async:
            coroutines.run(take_turns())
        else:
            for value in own:  # not by map, which takes a task's StopIteration for its own end
                pairs.append(traced(value))
    except Stopped:
        raise
    except BaseException as error:
        if is_interrupt(error):
            raise
        i = min(len(pairs), len(inputs) - 1)  # what is left open is told after the last
        raise RunError(
            f"task failed on inputs[{i}], {short(inputs[i])}: {told_with_place(error)}"
        ) from error
    elapsed_s = perf_counter() - start_s
    if not traced.is_async:
        clocks.append(cpu_time.now())
    results = [result for result, _ in pairs]
    refuse_unfinished(results, inputs)
    return (
        results,
        _since(start_s, [span for _, span in pairs]),
        elapsed_s,
        clocks[-1] - clocks[0],
    )


def run(runner, traced, inputs, n_workers, expected, same=equal, earlier=None):
    """Call a runner once, and check its results before its time is believed.

    It gets a copy of the inputs, which is made before the clock starts.

    Parameters
    ----------
    runner : callable
    traced : Traced
    inputs : list
    n_workers : int
    expected : list
        The results of the sequential loop.
    same : callable, optional
        ``same(result, expected)`` returns whether two results of one input count as the same.
    earlier : set of Span, optional
        What the runner's run before has returned; has what this one returns afterwards.

    Returns
    -------
    elapsed_s : float
    spans : tuple of Span
        One a task, in the order of the inputs; seconds since the call.

    Raises
    ------
    RunError
        If the runner raises, or its results are not those expected, or were there before it was called; or
        if the task gives other results itself, once the loop runs again.
    Stopped
        If the stop flag of `traced` was set.
    """
    where = _where(runner, n_workers)
    returned, start_s, elapsed_s = _call(where, runner, traced, inputs, n_workers)
    check_list(where, returned, inputs)
    results = [result for result, _ in returned]
    wrong = differing(results, expected, inputs, same)
    if wrong:
        check_repeats(traced, inputs, expected, same)
        raise RunError(f"{where} {said_of_runner(results, expected, inputs, wrong, same)}.")
    if earlier is not None:
        _refuse_earlier(where, [span for _, span in returned], start_s, earlier)
    return elapsed_s, _since(start_s, [span for _, span in returned])


def _refuse_earlier(where, spans, start_s, earlier):
    """Refuse what a runner, or a library that it calls, has kept of the run before."""
    for i, span in enumerate(spans):
        if span in earlier and span.end_s < start_s:
            raise RunError(
                f"{where} returned for inputs[{i}] what the task gave in an earlier run; let it call the "
                "task for each input in each run."
            )
    earlier.clear()
    earlier.update(spans)


def warm_up(runner, traced, inputs, n_workers):
    """Call a runner with one input a worker, so that what only its first call costs is paid.

    Parameters
    ----------
    runner, traced, inputs, n_workers
        As for `run`.

    Returns
    -------
    list
        The spans of the tasks, as far as the runner returned what they are in.

    Raises
    ------
    RunError
        If the runner raises, and there are no more inputs than these.
    Stopped
        If the stop flag of `traced` was set.
    """
    try:
        returned, *_ = _call(
            _where(runner, n_workers), runner, traced, inputs[:n_workers], n_workers
        )
    except RunError as error:
        if len(inputs) <= n_workers:
            raise
        let_go(error)  # it may need all inputs; what is wrong is told by the first run
        return []
    close_coroutines(returned)
    pairs = returned[: len(inputs)] if isinstance(returned, list) else []
    return [pair[-1] if isinstance(pair, tuple) and pair else None for pair in pairs]


def _where(runner, n_workers):
    return f"runner {name_of(runner)} with n_workers={n_workers}"


def _call(where, runner, traced, inputs, n_workers):
    """Return what a runner returns, as a list if it can be, when it was called, and how long it took."""
    own = list(own_copy(inputs)[0])
    start_s = perf_counter()
    try:
        with only_here(runner):
            returned = runner(traced, own, n_workers)
            if inspect.iscoroutine(returned):
                returned = coroutines.run(returned)
            if is_list_like(returned) and not inspect.isawaitable(returned):
                returned = _listed(where, returned, len(inputs))
        elapsed_s = perf_counter() - start_s
    except (Stopped, _TooMany):
        raise
    except BaseException as error:
        if is_interrupt(error):
            raise
        if traced.stop is not None and traced.stop.is_set():
            raise Stopped from error  # a pool that was stopped may break in its own way
        raise RunError(f"{where} raised {told_with_place(error)}") from error
    return returned, start_s, elapsed_s


class _TooMany(RunError):
    """A runner gives more results than there are inputs."""


def _listed(where, returned, n):
    """Return what a runner has returned as a list; an iterator may be endless, and gives `n` at most."""
    if hasattr(returned, "__len__"):
        return list(returned)
    results = list(islice(returned, n + 1))
    if len(results) > n:
        close_coroutines(results)
        raise _TooMany(
            f"{where} gives more than {n} results for {counted(n, 'input')}; return one for each input, in "
            "their order."
        )
    return results


def check_repeats(traced, inputs, expected, same=equal):
    """Run the loop again, and compare its results with those that it gave before.

    Parameters
    ----------
    traced : Traced
    inputs, expected : list
        Of the loop before.
    same : callable, optional
        As for `run`.

    Raises
    ------
    RunError
        If they differ; it blames no runner.
    Stopped
        If the stop flag of `traced` was set.
    """
    try:
        results = loop(traced, inputs)[0]
    except RunError as error:
        raise RunError(f"when the loop ran again, {error}") from error
    compare_loops(results, expected, inputs, same)


def compare_loops(results, expected, inputs, same=equal):
    """Compare the results of two loops on the same inputs.

    Parameters
    ----------
    results, expected, inputs : list
        Of the later loop, and of the first one.
    same : callable, optional
        As for `run`.

    Raises
    ------
    RunError
        If they differ: the task gives another result each time, and no runner is to blame.
    """
    wrong = differing(results, expected, inputs, same)
    if wrong:
        raise RunError(f"task {said_of_loop(results, expected, inputs, wrong, same)}.")


def _since(start_s, spans):
    return tuple(Span(s.worker, s.start_s - start_s, s.end_s - start_s) for s in spans)
