"""How quiet this machine is: what other programs use of its CPUs, and what it reaches without them.

`Machine` asks the real one; tests of what is done about the answers hand over another.
"""

import os
import sys
import time
from dataclasses import dataclass

import psutil

from helpers import machine, measure

# CPUs that other programs may use, on average over a stretch of so many seconds or more.
MOST_BY_OTHERS, STRETCH_S = 0.25, 2
LEAST_A_CPU = 0.85  # of one process's speed, when a process on each usable CPU computes
PAUSE_S = 10  # between two looks while it waits for quiet


@dataclass(frozen=True)
class Use:
    """What was used of the usable CPUs up to a moment.

    Attributes
    ----------
    when_s : float
    by_all_s : float
        Seconds of CPU time, of all programs, and of what runs this machine's virtual CPUs for others.
    by_us_s : float or None
        Seconds of CPU time of this process, of all that it has started and of what these have; None
        where the system does not count those that have ended.
    """

    when_s: float
    by_all_s: float
    by_us_s: float | None


class Machine:
    """The real machine and its clock."""

    n_cpus = property(lambda _: machine.usable_cpus())
    sleep = staticmethod(time.sleep)

    def use(self):
        """Return the `Use` up to now."""
        times = psutil.cpu_times(percpu=True)
        if hasattr(os, "sched_getaffinity"):
            times = [times[i] for i in os.sched_getaffinity(0) if i < len(times)]
        return Use(time.monotonic(), sum(map(_busy_s, times)), _own_s())

    def ceiling(self):
        """Return how many times the work of one process is done by one on each usable CPU."""
        return measure.ceiling(min(self.n_cpus, measure.MAX_PROCESSES))


def _busy_s(times):
    """Return what was not idle; a guest's time stands in the user's already."""
    idle = ("idle", "iowait", "guest", "guest_nice")
    return sum(times) - sum(getattr(times, name, 0) for name in idle)


def _own_s():
    if sys.platform != "linux":
        return None
    this = psutil.Process()
    while True:
        try:  # of each its own time, and that of its children that have ended
            return sum(
                sum(process.cpu_times()[:4]) for process in (this, *this.children(recursive=True))
            )
        except psutil.NoSuchProcess:
            continue  # its time may stand in its parent's by now, or not yet: read all again


class Watch:
    """What other programs use while something runs here.

    Parameters
    ----------
    here : Machine
    """

    def __init__(self, here):
        self._here = here
        self._uses = [here.use()]
        self._by_us_s = [0.0]

    def look(self):
        """Note what has been used up to now.

        To be called often: the time of a process whose parent ends before it is counted up to here, and
        then nobody's. So the sum of ours may fall, and what counts is by how much it has risen.
        """
        before, now = self._uses[-1], self._here.use()
        if now.by_us_s is not None:
            rise_s = max(0, now.by_us_s - before.by_us_s)
            self._by_us_s.append(self._by_us_s[-1] + rise_s)
        self._uses.append(now)

    def by_others(self):
        """Return the most CPUs that others used on average over a stretch; None if it cannot be told."""
        if self._uses[-1].by_us_s is None:
            return None
        found, first = [], 0
        for last, use in enumerate(self._uses):
            length_s = use.when_s - self._uses[first].when_s
            if length_s >= STRETCH_S or (last == len(self._uses) - 1 and not found and length_s):
                used_s = use.by_all_s - self._uses[first].by_all_s
                used_s -= self._by_us_s[last] - self._by_us_s[first]
                found.append(max(0, used_s) / length_s)
                first = last
        return max(found, default=0)


def noise(here):
    """Look whether the machine is quiet now.

    Parameters
    ----------
    here : Machine

    Returns
    -------
    str
        What is not quiet, as a clause; empty if it is quiet.
    """
    watch = Watch(here)
    here.sleep(STRETCH_S)
    watch.look()
    return by_others(watch, here) or low_ceiling(here)


def by_others(watch, here):
    """Say how much others used of the CPUs, if that is too much; else an empty string."""
    cpus = watch.by_others()
    if cpus is None or cpus <= MOST_BY_OTHERS:
        return ""
    return f"other programs used {cpus:.2f} of {here.n_cpus} CPUs"


def low_ceiling(here):
    """Say what independent processes reach, if that is too little; else an empty string."""
    ceiling = here.ceiling()
    if ceiling >= LEAST_A_CPU * here.n_cpus:
        return ""
    return f"{here.n_cpus} processes do only {ceiling:.2f} times the work of one"


def wait_for_quiet(here, limit_s, say):
    """Wait until the machine is quiet.

    Parameters
    ----------
    here : Machine
    limit_s : float
        Seconds to wait; one look is taken in any case.
    say : callable
        ``say(clause)`` tells what it waits for, when that begins and with every look after it.

    Returns
    -------
    str
        Empty; or, when the time is over, what is still not quiet.
    """
    began_s = here.use().when_s
    while clause := noise(here):
        if here.use().when_s - began_s + PAUSE_S > limit_s:
            return clause
        say(clause)
        here.sleep(PAUSE_S)
    return ""
