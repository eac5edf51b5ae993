"""What a runner takes, in time and in memory, in a process that does nothing else."""

import contextlib
import pickle
import subprocess
import sys
import threading
from concurrent.futures import Future, wait
from time import perf_counter
from typing import NamedTuple

import cloudpickle
import psutil

from helpers.processes.scripts import started
from helpers.processes.waiting import until
from helpers.wording.arguments import (
    check_count,
    check_function,
    check_list,
    check_number,
    check_runner,
)
from helpers.wording.words import name_of

__all__ = ["Footprint", "measure"]

_SAMPLED_EVERY_S = 0.01


class Footprint(NamedTuple):
    """What one run took.

    Attributes
    ----------
    n_tasks, n_workers : int
    elapsed_s : float
        Seconds.
    memory_bytes : int
        The most that the process held during the run, looked at every 10 ms, less what it held before.
    results : list
        What the runner returned.
    memory_before_bytes : int
        What the process held before, with all modules loaded.
    """

    n_tasks: int
    n_workers: int
    elapsed_s: float
    memory_bytes: int
    results: list
    memory_before_bytes: int = 0


def measure(runner, task, inputs, n_workers, limit_s=120.0):
    """Run a runner once in a new process, and measure how long it takes and how much memory.

    Memory that a process has used once is rarely given back, so that a second run in the same
    process would seem to need none. The runner and the task may be typed in a cell: cloudpickle sends
    their code.

    Parameters
    ----------
    runner : callable
        ``runner(task, inputs, n_workers)``; it may be ``async def``. What it starts in processes of
        their own is not counted.
    task : callable
        A function of one input.
    inputs : list
    n_workers : int
    limit_s : float, optional
        Seconds after which the process is ended.

    Returns
    -------
    Footprint

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range; the message names it.
    RuntimeError
        If the runner raises, ends its process, or returns what cannot be sent back; the message says
        what happened.
    TimeoutError
        If the run takes longer than `limit_s`.

    Examples
    --------
    >>> def one_after_the_other(task, inputs, n_workers):
    ...     return [task(value) for value in inputs]
    >>> measure(one_after_the_other, abs, [-1, 2], n_workers=1).results
    [1, 2]
    """
    check_runner("runner", runner)
    check_function("task", task)
    inputs = check_list("inputs", inputs)
    n_workers = check_count("n_workers", n_workers, 100_000)
    check_number("limit_s", limit_s, 0.01, 86_400)
    name = name_of(runner)
    payload = pickle.dumps(cloudpickle.dumps((runner, task, inputs, n_workers)))
    deadline = perf_counter() + limit_s
    with started(
        [sys.executable, "-m", "helpers.processes.footprint_child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as child:
        try:
            child.stdin.write(payload)
            child.stdin.flush()
            error, _ = _answer(child, deadline)
            if error is not None:
                raise RuntimeError(f"runner {name} could not be sent to a new process: {error}")
            before = child.memory_info().rss
            child.stdin.write(b"go\n")
            child.stdin.flush()
            (elapsed_s, results, error), most = _answer(child, deadline)
        except (EOFError, BrokenPipeError, pickle.UnpicklingError, psutil.NoSuchProcess):
            with contextlib.suppress(psutil.TimeoutExpired):
                child.wait(10)
            raise RuntimeError(
                f"runner {name} ended its process (exit code {child.returncode})."
            ) from None
        except TimeoutError:
            raise TimeoutError(f"runner {name} was ended after {limit_s:g} s.") from None
    if error is not None:
        raise RuntimeError(f"runner {name} with n_workers={n_workers} {error}")
    return Footprint(len(inputs), n_workers, elapsed_s, max(0, most - before), results, before)


def _answer(child, deadline):
    """Wait for the child's next answer; return it with the most memory that was seen meanwhile."""
    answer, most = Future(), 0

    def read():
        try:
            answer.set_result(pickle.load(child.stdout))
        except Exception as error:
            answer.set_exception(error)

    threading.Thread(target=read, name="read-footprint", daemon=True).start()

    def has_come():
        nonlocal most
        # One that has ended may have its answer on its way.
        with contextlib.suppress(psutil.NoSuchProcess):
            most = max(most, child.memory_info().rss)
        return wait([answer], _SAMPLED_EVERY_S).done

    if not until(has_come, deadline - perf_counter(), every_s=0):
        raise TimeoutError
    return answer.result(), most
