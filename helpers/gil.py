"""Threads that note when they truly hold the interpreter, so that its switches can be seen."""

import contextlib
import sys
import threading
from functools import partial
from itertools import pairwise
from operator import call
from time import perf_counter

from helpers import workloads
from helpers.measure import task_sizes
from helpers.wording.arguments import check_choice, check_count, check_number
from helpers.worker.spans import Span, numbers_at_once

__all__ = ["KINDS", "held_at_once_s", "longest_absence_s", "record", "switches", "window_s"]

KINDS = ("Python loop", "C that lets go of the GIL", "C that keeps the GIL")
# A Python loop's steps lie far closer than this while the thread has its turn; another thread's turn may be
# shorter, where the switch interval is.
_GAP_S, _SHORTEST_GAP_S = 0.0002, 0.00002
_C_CALL_MS = 15.0  # three times the usual switch interval


def record(kind, n_threads=2, duration_s=0.1, switch_interval_s=None, stop=None):
    """Let threads run side by side, and record when each of them ran.

    In a Python loop each thread reads the clock again and again: readings without a gap are one
    slice. A call into C is recorded with the clock read before and after it by C code alone, through
    `map`, since Python would offer the GIL to others between the call and a reading of its own.

    Parameters
    ----------
    kind : str
        One of `KINDS`: what each thread does.
    n_threads : int, optional
        1 to 1000.
    duration_s : float, optional
        Seconds for which the threads go on beginning work, 0 to 3600.
    switch_interval_s : float, optional
        Seconds, 1e-6 to 100, for `sys.setswitchinterval` during the recording; the interval before it
        is put back.
    stop : object, optional
        Recording ends early once its ``is_set()`` is true.

    Returns
    -------
    list of Span
        In the order of their start, in seconds since the recording began; their workers are the threads'
        numbers, from 0.

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range; the message names it.
    RuntimeError
        If the system lets this process have no more threads.

    References
    ----------
    https://docs.python.org/3/library/sys.html#sys.setswitchinterval
    """
    check_choice("kind", kind, KINDS)
    n_threads = check_count("n_threads", n_threads, 1000)
    check_number("duration_s", duration_s, 0, 3600)
    if switch_interval_s is not None:
        check_number("switch_interval_s", switch_interval_s, 1e-6, 100)
    work = _c_call(kind)
    slices, ended = [], threading.Event()
    stop = ended if stop is None else stop
    everyone = threading.Barrier(n_threads + 1)
    began = []

    def run(thread):
        with contextlib.suppress(threading.BrokenBarrierError):
            everyone.wait()
            watch_clock(thread)

    def watch_clock(thread):
        until_s = began[0] + duration_s
        seen = _loop(until_s, stop) if work is None else _calls(work, until_s, stop)
        slices.extend(Span(thread, start, end) for start, end in seen)

    threads = [threading.Thread(target=run, args=(i,), daemon=True) for i in range(n_threads)]
    interval_before_s = sys.getswitchinterval()
    try:
        for thread in threads:
            thread.start()
        if switch_interval_s is not None:
            sys.setswitchinterval(switch_interval_s)
        began.append(perf_counter())
        everyone.wait()
        for thread in threads:
            thread.join()
    finally:
        everyone.abort()  # whoever still waits there would wait for ever
        ended.set()  # after an interrupt, they would go on
        sys.setswitchinterval(interval_before_s)
    return sorted(
        (s._replace(start_s=s.start_s - began[0], end_s=s.end_s - began[0]) for s in slices),
        key=lambda s: s.start_s,
    )


def _c_call(kind):
    """Return a function that does `kind` of work in C and runs no Python code; None for a loop."""
    if kind == KINDS[1]:
        from hashlib import pbkdf2_hmac  # noqa: PLC0415  as in workloads

        n_rounds = task_sizes.input_for(workloads.derive_key, _C_CALL_MS)
        return partial(pbkdf2_hmac, "sha256", b"password", b"salt", n_rounds)
    if kind == KINDS[2]:
        return partial(sum, range(task_sizes.input_for(workloads.add_up, _C_CALL_MS)))
    return None


def _loop(until_s, stop):
    """Read the clock until `until_s`; return (start, end) for each stretch without a gap."""
    seen = []
    gap_s = min(_GAP_S, max(_SHORTEST_GAP_S, sys.getswitchinterval() / 2))
    start = last = perf_counter()
    while last < until_s and not stop.is_set():
        now = perf_counter()
        if now - last > gap_s:
            seen.append((start, last))
            start = now
        last = now
    seen.append((start, last))
    return seen


def _calls(work, until_s, stop):
    """Make calls into C until `until_s`, and one at least; return (start, end) of each."""
    seen = []
    while not stop.is_set():
        start, _, end = map(call, (perf_counter, work, perf_counter))
        seen.append((start, end))
        if end >= until_s:
            break
    return seen


def switches(slices):
    """Count how often another thread's slice came next.

    Parameters
    ----------
    slices : list of Span
        In the order of their start.

    Returns
    -------
    int

    Examples
    --------
    >>> switches([Span(0, 0, 5), Span(1, 5, 9), Span(0, 9, 12)])
    2
    """
    return sum(a.worker != b.worker for a, b in pairwise(slices))


def held_at_once_s(slices):
    """Add up the time in which two or more threads ran.

    Parameters
    ----------
    slices : list of Span

    Returns
    -------
    float
        Seconds.

    Examples
    --------
    >>> held_at_once_s([Span(0, 0, 5), Span(1, 3, 9)])
    2
    """
    changes = pairwise(numbers_at_once(slices))
    return sum(until_s - since_s for (since_s, n), (until_s, _) in changes if n > 1)


def longest_absence_s(slices):
    """Find the longest time for which a thread had to wait between two slices of its own.

    Parameters
    ----------
    slices : list of Span

    Returns
    -------
    float
        Seconds; 0 if no thread has two slices.

    Examples
    --------
    >>> longest_absence_s([Span(0, 0, 5), Span(1, 5, 9), Span(0, 9, 12)])
    4
    """
    longest, last_end = 0, {}
    for s in slices:
        if s.worker in last_end:
            longest = max(longest, s.start_s - last_end[s.worker])
        last_end[s.worker] = s.end_s
    return longest


def window_s(slices):
    """Say for how long a recording looked: from its beginning until the last slice ended.

    Threads end the work that they have begun, so this may be longer than the duration asked for; it is
    shorter if the recording was stopped.

    Parameters
    ----------
    slices : list of Span

    Returns
    -------
    float
        Seconds; 0 for no slices.

    Examples
    --------
    >>> window_s([Span(0, 1, 9), Span(1, 2, 7)])
    9
    """
    return max((s.end_s for s in slices), default=0)
