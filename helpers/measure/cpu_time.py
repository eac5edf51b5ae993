"""Where the time of a loop went: computing, waiting, or standing in line for a CPU that others had."""

import os
from functools import cache
from pathlib import Path
from time import perf_counter, process_time, thread_time
from typing import NamedTuple

from helpers import machine

__all__ = ["CpuTime", "now", "others_told", "tasks_wait"]

_PROCESSES = Path("/proc")  # Linux: a file there has nanoseconds on a CPU, and in the run queue
_WAITS_BELOW = 0.1  # of the time in which a CPU could be had
_CHILDREN_WAIT_BELOW = 0.02  # of all time: how long a child stood in line is not known
_COMPUTES_ABOVE = 0.5  # of all time, where nobody tells how long a thread stood in line
_LONG_ENOUGH_S = 0.1  # the system counts CPU time in steps of 10 ms
_QUEUED, _OTHERS = 0.05, 0.25  # a machine is busy from here on


class CpuTime(NamedTuple):
    """Seconds that have passed, up to now or in a stretch of time; what the system does not tell is None.

    Attributes
    ----------
    elapsed_s : float
    thread_s, process_s : float
        CPU time of this thread, and of this process with all its threads.
    queued_s : float or None
        How long this thread was ready to run and had no CPU.
    idle_s : float or None
        CPU time that nobody used, over all CPUs of the machine.
    children_s : float
        CPU time of child processes that have ended and were waited for; 0 where the system does not tell.
    """

    elapsed_s: float
    thread_s: float
    process_s: float
    queued_s: float | None
    idle_s: float | None
    children_s: float = 0.0

    def __sub__(self, earlier):
        pairs = zip(self, earlier, strict=True)
        return CpuTime(*(None if None in pair else pair[0] - pair[1] for pair in pairs))

    def __add__(self, other):
        pairs = zip(self, other, strict=True)
        return CpuTime(*(None if None in pair else sum(pair) for pair in pairs))


def now():
    """Read the clocks of this thread, its process and its machine.

    Returns
    -------
    CpuTime
        Since whenever; the difference of two, taken in one thread, is what tells.

    References
    ----------
    https://docs.kernel.org/scheduler/sched-stats.html, the section on /proc/<pid>/schedstat.
    `psutil.cpu_times`, https://psutil.readthedocs.io.
    """
    import psutil  # noqa: PLC0415  it is loaded when something is measured

    times = psutil.cpu_times()
    idle_s = times.idle + getattr(times, "iowait", 0.0)
    queued_s = _scheduled("thread-self")[1] / 1e9 if _counts() else None
    ended = os.times()
    children_s = ended.children_user + ended.children_system
    return CpuTime(perf_counter(), thread_time(), process_time(), queued_s, idle_s, children_s)


@cache
def _counts():
    """Whether this system counts: the thread with which a process has begun must have run by now."""
    return _scheduled("self")[0] > 0


def _scheduled(whose):
    try:
        on_cpu, in_queue, *_ = map(int, (_PROCESSES / whose / "schedstat").read_text().split())
    except (OSError, ValueError):
        return 0, 0
    return on_cpu, in_queue


def tasks_wait(spent):
    """Tell whether the tasks of a loop spent their time waiting, however busy the machine was.

    A thread that could not run because others had the CPUs did not wait: that time is left out, where
    the system tells it. Only what is plain is told: tasks that had a CPU for half of the time compute, and
    tasks that had hardly any wait, if no other thread or child of this process computed for them; where the
    system does not tell of the queue, a CPU has to have been idle, too.

    Parameters
    ----------
    spent : CpuTime
        What the loop took, in its thread.

    Returns
    -------
    bool or None
        None if it cannot be told.

    Examples
    --------
    >>> tasks_wait(CpuTime(1.0, 0.06, 0.06, 0.93, 0.0)), tasks_wait(CpuTime(1.0, 0.06, 0.06, 0.0, 1.9))
    (False, True)
    >>> tasks_wait(CpuTime(1.0, 0.06, 0.06, None, 0.0)) is None
    True
    """
    if spent.elapsed_s <= 0:
        return None
    could_run_s = max(spent.elapsed_s - (spent.queued_s or 0.0), 1e-9)
    if spent.thread_s >= _COMPUTES_ABOVE * could_run_s:
        return False
    has_computed = max(spent.thread_s, spent.process_s) >= _WAITS_BELOW * could_run_s
    if has_computed or spent.children_s >= _CHILDREN_WAIT_BELOW * spent.elapsed_s:
        return None  # some of both; or a pool, a library or a program computes for them
    if spent.queued_s is not None:
        return True
    idle = spent.idle_s is not None and spent.elapsed_s >= _LONG_ENOUGH_S
    return True if idle and spent.idle_s >= _COMPUTES_ABOVE * spent.elapsed_s else None


def others_told(spent, n_usable=None, n_cpus=None):
    """Say whether other programs had the CPUs while the sequential loops ran.

    Parameters
    ----------
    spent : CpuTime
        What all loops together took, in their thread; nothing else of this process should compute then.
    n_usable, n_cpus : int, optional
        Usable CPUs, and those of the machine; as they are, if not given.

    Returns
    -------
    str or None
        A sentence if the machine was busy, an empty one if it was not; None if that cannot be told, since
        the loops were too short.

    Examples
    --------
    >>> others_told(CpuTime(1.0, 1.0, 1.0, 0.0, 0.95), n_usable=2, n_cpus=2)
    ''
    >>> others_told(CpuTime(1.0, 1.0, 1.0, 0.0, 0.2), n_usable=2, n_cpus=2)
    'Other programs used 0.8 of 2 CPUs meanwhile.'
    """
    if spent.elapsed_s < _LONG_ENOUGH_S:
        return None
    queued = (spent.queued_s or 0.0) / spent.elapsed_s
    n_cpus = n_cpus or os.cpu_count() or 1
    if spent.idle_s is not None:
        n_usable = n_usable or machine.usable_cpus()
        own_s = spent.process_s + spent.children_s
        idle, own = spent.idle_s / spent.elapsed_s, own_s / spent.elapsed_s
        others = max(0.0, n_cpus - idle - own)
        # What is idle has to do for the workers beyond the first; a large machine may miss a part of it.
        lacks_room = idle + own < 0.85 * min(n_usable, n_cpus)
        if others >= _OTHERS and (lacks_room or queued > _QUEUED):
            return f"Other programs used {others:.1f} of {n_cpus} CPUs meanwhile."
    if queued > _QUEUED:
        return f"The loop stood in line for a CPU for {100 * queued:.0f} % of its time."
    return "" if spent.idle_s is not None else None
