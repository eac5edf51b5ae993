"""A kernel on an array: by one worker, and on the slices that a runner makes of it."""

import math
from functools import reduce
from importlib import import_module
from operator import add
from time import monotonic, perf_counter
from typing import NamedTuple

from helpers import machine
from helpers.measure import cpu_time
from helpers.measure.ceilings import MAX_WORKERS
from helpers.measure.differences import RunError, is_interrupt
from helpers.measure.intervals import FEWEST_ROUNDS, MOST_ROUNDS
from helpers.measure.places import told_with_place
from helpers.measure.results import Measurement, Run, is_clear
from helpers.measure.rounds import Step
from helpers.processes import coroutines
from helpers.wording.arguments import check_count, check_function, check_list, check_number
from helpers.wording.words import counted, name_of
from helpers.worker.failures import only_here
from helpers.worker.stop_flag import Stopped

__all__ = ["BYTES_PER_NUMBER", "Kernel", "Roof", "iter_kernels", "multiply", "n_passes", "roof_of"]

BYTES_PER_NUMBER = 16  # 8 are read, and 8 are written
_FACTOR = 1.0 + 2.0**-30  # multiplied many times, a number stays near to itself
_BLOCK = 65_536  # numbers: half a megabyte, which stays in a cache while it is worked on
_PERIOD = 997  # after so many, the numbers come again
_MOST_NUMBERS, _MOST_OPERATIONS = 2**27, 2**16
_LEAST_OPERATIONS = 2**25  # of a run: what is shorter says more of the pool than of the array


def _numpy():
    """Load it when an array is at work: whoever measures other tasks need not have it."""
    return import_module("numpy")


def multiply(numbers, out, n_operations):
    """Multiply each number so many times, by NumPy, in one array that is given for the results.

    Parameters
    ----------
    numbers, out : numpy.ndarray
        As long as each other.
    n_operations : int
        1 or more.

    Examples
    --------
    >>> import numpy as np
    >>> out = np.zeros(2)
    >>> multiply(np.array([1.0, 2.0]), out, n_operations=3)
    >>> out.round(6).tolist()
    [1.0, 2.0]
    """
    np = _numpy()
    np.multiply(numbers, _FACTOR, out=out)
    for _ in range(n_operations - 1):
        np.multiply(out, _FACTOR, out=out)


def n_passes(n_operations, n_numbers):
    """Say how often a kernel goes through its array, so that a run is long enough to be measured.

    Parameters
    ----------
    n_operations, n_numbers : int

    Returns
    -------
    int

    Examples
    --------
    >>> n_passes(n_operations=1, n_numbers=4_000_000), n_passes(n_operations=64, n_numbers=4_000_000)
    (9, 1)
    """
    return -(-_LEAST_OPERATIONS // (n_operations * n_numbers))


class Kernel:
    """What a runner calls for each slice: it fills a slice of results from a slice of numbers.

    It works through them block after block, and does all that there is to do with a block while that is in
    a cache: so each number comes from memory once in a pass, and its result goes there once.

    Parameters
    ----------
    n_operations : int
        For each number.
    passes : int, optional
        How often it goes through the slice.
    stop : StopFlag, optional
        Once set, the next block raises `Stopped`.

    Examples
    --------
    >>> import numpy as np
    >>> out = np.empty(3)
    >>> Kernel(n_operations=2)(np.array([1.0, 2.0, 3.0]), out=out)
    >>> out.round(6).tolist()
    [1.0, 2.0, 3.0]
    """

    def __init__(self, n_operations, passes=1, stop=None):
        self.n_operations, self.passes, self._stop = n_operations, passes, stop

    def __call__(self, numbers, out):
        """Fill `out` with what the kernel makes of `numbers`."""
        if len(numbers) != len(out):
            raise ValueError(
                f"numbers and out must be equally long, not {len(numbers)} and {len(out)}."
            )
        for _ in range(self.passes):
            for first in range(0, len(numbers), _BLOCK):
                if self._stop is not None and self._stop.is_set():
                    raise Stopped
                block = slice(first, first + _BLOCK)
                multiply(numbers[block], out[block], self.n_operations)

    def __repr__(self):
        return f"Kernel({self.n_operations})"


class Roof(NamedTuple):
    """The most that was reached.

    Attributes
    ----------
    operations_per_s, bytes_per_s : float
    """

    operations_per_s: float
    bytes_per_s: float


def roof_of(elapsed_s, n_numbers):
    """Find the most operations and the most bytes a second that kernels on one array have reached.

    Parameters
    ----------
    elapsed_s : dict of int to float
        Seconds, by the number of operations for each number.
    n_numbers : int

    Returns
    -------
    Roof

    Examples
    --------
    >>> roof_of({1: 1.0, 64: 2.0}, n_numbers=2**25)
    Roof(operations_per_s=1073741824.0, bytes_per_s=536870912.0)
    """
    visits = {k: n_numbers * n_passes(k, n_numbers) / seconds for k, seconds in elapsed_s.items()}
    most = max(k * rate for k, rate in visits.items())
    return Roof(most, BYTES_PER_NUMBER * max(visits.values()))


def iter_kernels(runner, operations, n_numbers, n_workers, budget_s=3.0, stop=None, on_step=None):
    """Measure kernels on one array, by one worker and by a runner in turn, round after round.

    Parameters
    ----------
    runner : callable
        ``runner(kernel, numbers, out, n_workers)`` calls ``kernel(numbers[part], out[part])`` for slices
        that make up the whole array, and returns when all is done. It may be ``async def``.
    operations : sequence of int
        Numbers of operations for each number: a kernel for each.
    n_numbers : int
        Of the array; there are two such arrays of 8 bytes a number.
    n_workers : int
        1 to 10000.
    budget_s : float, optional
        Seconds after which no further round begins, once there are three.
    stop : StopFlag, optional
        Once set, kernels end after a block and `Stopped` is raised.
    on_step : callable, optional
        As for `iter_sweep`.

    Yields
    ------
    dict of int to Measurement
        By the number of operations; after each kernel that has run. The baseline is the one worker.

    Raises
    ------
    Stopped
        If `stop` was set.
    MemoryError
        If the arrays do not fit.
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range; it is checked at the call.
    RunError
        If the runner raises, or leaves wrong results.
    """
    check_function("runner", runner)
    operations = [
        check_count("operations", k, _MOST_OPERATIONS) for k in check_list("operations", operations)
    ]
    n_numbers = check_count("n_numbers", n_numbers, _MOST_NUMBERS)
    n_workers = check_count("n_workers", n_workers, MAX_WORKERS)
    check_number("budget_s", budget_s, 0, 3600)
    machine.check_fits(2 * 8 * n_numbers)
    rounds = _Rounds(runner, operations, n_numbers, n_workers, stop)
    return rounds.until_clear(budget_s, on_step or (lambda step: None))


class _Rounds:
    """What the rounds have given by now."""

    def __init__(self, runner, operations, n_numbers, n_workers, stop):
        self._runner, self._n_workers, self._stop = runner, n_workers, stop
        np = _numpy()
        self._pattern = np.arange(1.0, _PERIOD + 1)
        self._numbers, self._out = np.resize(self._pattern, n_numbers), np.empty(n_numbers)
        self._alone = {k: [] for k in operations}
        self._runs = {k: [] for k in operations}
        self._spent = []

    def until_clear(self, budget_s, begin):
        began_s, n = monotonic(), 0
        begin(Step(f"a first call of {name_of(self._runner)}"))
        self._run(min(self._alone))
        while n < MOST_ROUNDS:
            for k in self._alone:
                # By turns first: whoever comes second may meet a cache that is warm.
                for is_run in (False, True) if n % 2 == 0 else (True, False):
                    begin(self._step(k, is_run))
                    if is_run:
                        self._runs[k].append(self._run(k))
                    else:
                        self._alone[k].append(self._run_alone(k))
                    yield self._measurements()
            n += 1
            is_enough = monotonic() - began_s >= budget_s or is_clear(self._measurements())
            if n >= FEWEST_ROUNDS and is_enough:
                return

    def _step(self, k, is_run):
        known = self._runs[k] if is_run else self._alone[k]
        known = known or self._alone[k]
        every = [*self._alone.values(), *self._runs.values()]
        round_s = sum(its[-1] for its in every) if all(every) else None
        who = self._where if is_run else "one worker"
        return Step(f"{who}, {_operations(k)}", known[-1] if known else None, round_s)

    @property
    def _where(self):
        return f"runner {name_of(self._runner)} with n_workers={self._n_workers}"

    def _kernel(self, k):
        self._out.fill(math.nan)  # what was there before is no result
        return Kernel(k, n_passes(k, len(self._out)), self._stop)

    def _run_alone(self, k):
        kernel, before = self._kernel(k), cpu_time.now()
        start_s = perf_counter()
        kernel(self._numbers, self._out)
        elapsed_s = perf_counter() - start_s
        self._spent.append(cpu_time.now() - before)
        return elapsed_s

    def _run(self, k):
        """Call the runner once, and check its results before its time is believed."""
        kernel, start_s = self._kernel(k), perf_counter()
        try:
            with only_here(self._runner):
                returned = self._runner(kernel, self._numbers, self._out, self._n_workers)
                if hasattr(returned, "__await__"):
                    coroutines.run(returned)
            elapsed_s = perf_counter() - start_s
        except Stopped:
            raise
        except BaseException as error:
            if is_interrupt(error):
                raise
            if self._stop is not None and self._stop.is_set():
                raise Stopped from error
            raise RunError(f"{self._where} raised {told_with_place(error)}") from error
        self._check(k)
        return elapsed_s

    def _check(self, k):
        np = _numpy()
        expected, step = np.empty(_PERIOD), 64 * _PERIOD
        multiply(self._pattern, expected, k)
        for first in range(0, len(self._out), step):
            piece = self._out[first : first + step]
            wrong = piece != np.resize(expected, len(piece))
            if wrong.any():
                i = first + int(wrong.argmax())
                if math.isnan(self._out[i]):
                    told = (
                        f"left out[{i}] as it was; call the kernel for slices that make up the whole "
                        "array, let slices of out be views of it, and return when all is done"
                    )
                else:
                    told = (
                        f"wrote {self._out[i]:g} into out[{i}], where {expected[i % _PERIOD]:g} is right; "
                        "give the kernel the same slice of both arrays"
                    )
                raise RunError(f"{self._where} {told}.")

    def _measurements(self):
        others = cpu_time.others_told(reduce(add, self._spent)) if self._spent else None
        return {k: self._measurement(k, others) for k in self._alone}

    def _measurement(self, k, others):
        n, alone = self._n_workers, self._alone[k]
        runs = [Run(n, *pair, ()) for pair in zip(alone, self._runs[k], strict=False)]
        return Measurement(
            n_workers=[n] if runs else [],
            baselines_s=list(alone),
            baseline_spans=(),
            waits=False,
            runs=[runs] if runs else [],
            results=[],
            others=others,
        )


def _operations(k):
    return f"{counted(k, 'operation')} a number"
