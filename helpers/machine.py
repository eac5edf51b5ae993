"""What this machine can really do: usable CPUs, start method, GIL and memory."""

import contextlib
import math
import multiprocessing
import os
import platform
import sys
from dataclasses import dataclass
from pathlib import Path

from helpers.wording.html import table

__all__ = [
    "Report",
    "check_fits",
    "gil_enabled",
    "memory_limit",
    "report",
    "start_method",
    "start_methods",
    "usable_cpus",
]


def usable_cpus():
    """Count the CPUs that this process may really use.

    Returns
    -------
    int
        At least 1. CPU affinity and a container's quota are taken into account, which
        `os.cpu_count` does not do.

    References
    ----------
    `joblib.cpu_count`, https://joblib.readthedocs.io.
    """
    import joblib  # noqa: PLC0415  it loads much; who only imports a lab need not wait for it

    return joblib.cpu_count()


def start_method():
    """Name the way in which `multiprocessing` starts worker processes here.

    Asking does not fix it: `multiprocessing.set_start_method` may still be called afterwards.

    Returns
    -------
    str
        "fork", "forkserver" or "spawn".

    References
    ----------
    https://docs.python.org/3/library/multiprocessing.html#contexts-and-start-methods

    Examples
    --------
    >>> start_method() in ("fork", "forkserver", "spawn")
    True
    """
    chosen = multiprocessing.get_start_method(allow_none=True)
    return chosen or start_methods()[0]


def start_methods():
    """List the ways in which `multiprocessing` can start worker processes here, its default first.

    From Python 3.14 on, ``multiprocessing.get_all_start_methods()`` also lists what other libraries have
    added, such as joblib's; those serve their own pools.

    Returns
    -------
    list of str
        Of "fork", "forkserver" and "spawn".

    References
    ----------
    https://docs.python.org/3/library/multiprocessing.html#multiprocessing.get_all_start_methods

    Examples
    --------
    >>> "spawn" in start_methods()
    True
    """
    return [name for name in multiprocessing.get_all_start_methods() if name in _START_METHODS]


def gil_enabled():
    """Tell whether the GIL is on in this interpreter, now.

    Returns
    -------
    bool
        False only on a free-threaded build whose GIL has not been switched on again, as an
        extension module can do.

    References
    ----------
    https://docs.python.org/3/howto/free-threading-python.html
    """
    return getattr(sys, "_is_gil_enabled", lambda: True)()


def memory_limit():
    """Find how much memory the processes of this machine or container may use together.

    Returns
    -------
    int
        Bytes: the smallest of the physical memory and the control group's limits.

    References
    ----------
    https://docs.kernel.org/admin-guide/cgroup-v2.html, memory.max.
    """
    import psutil  # noqa: PLC0415  only who asks about memory needs it

    groups = _memory_of_groups(Path("/proc/self/cgroup"))
    return min([psutil.virtual_memory().total, *(limit for limit, _ in groups)])


def check_fits(n_bytes):
    """Refuse an array that this machine has no memory for, before anybody allocates it.

    Parameters
    ----------
    n_bytes : int
        The array's size.

    Raises
    ------
    MemoryError
        If it is larger than the memory limit, or than what is free now.

    Examples
    --------
    >>> check_fits(8 * 1000)
    """
    import psutil  # noqa: PLC0415  as above

    limit, free = memory_limit(), psutil.virtual_memory().available
    groups = _memory_of_groups(Path("/proc/self/cgroup"))
    free = min([limit, free, *(its_limit - used for its_limit, used in groups)])
    if n_bytes > free:
        raise MemoryError(
            f"{n_bytes / 1e9:,.1f} GB do not fit: this machine may use {limit / 1e9:.1f} GB, "
            f"and {max(0, free) / 1e9:.1f} GB are free; take a smaller one."
        )


def _memory_of_groups(own_groups, root=Path("/sys/fs/cgroup")):
    """Yield the limit and the use, in bytes, of the groups listed in `own_groups` and their parents.

    What the system has read of files, and would give up for a program, does not count as used.
    """
    try:
        lines = own_groups.read_text().splitlines()
    except OSError:
        return  # not Linux, or hidden: then there is no limit to be read
    for line in lines:
        _, controllers, group = line.split(":", 2)
        if controllers and "memory" not in controllers.split(","):
            continue
        top, limit, used, cached = root, "memory.max", "memory.current", "inactive_file"
        if controllers:
            top, limit, used = root / "memory", "memory.limit_in_bytes", "memory.usage_in_bytes"
            cached = "total_inactive_file"
        folder = top / group.lstrip("/")
        for place in [folder, *folder.parents]:
            with contextlib.suppress(OSError, ValueError):  # no such file here, or "max"
                yield int((place / limit).read_text()), _used(place, used, cached)
            if place == top:
                break


def _used(group, used, cached):
    """Return the bytes that a group uses; 0 if it does not tell."""
    try:
        facts = dict(line.split() for line in (group / "memory.stat").read_text().splitlines())
        return int((group / used).read_text()) - int(facts.get(cached, 0))
    except (OSError, ValueError):
        return 0


@dataclass(frozen=True)
class Report:
    """Facts about this machine, with what follows from each; shows as a table in a notebook.

    Attributes
    ----------
    rows : tuple of (str, str, str)
        What, its value, what it means for the lessons.
    """

    rows: tuple

    def __str__(self):
        widths = [max(len(row[i]) for row in self.rows) for i in (0, 1)]
        return "\n".join(
            f"{what:<{widths[0]}}  {value:<{widths[1]}}  {meaning}"
            for what, value, meaning in self.rows
        )

    __repr__ = __str__

    def _repr_html_(self):
        return table(("What", "Here", "What it means for you"), self.rows)


def report():
    """Describe this machine, and say what it can and cannot show.

    Returns
    -------
    Report
        A table: one row each for CPUs, start method, GIL, memory and Python.
    """
    n_usable, n_claimed = usable_cpus(), os.cpu_count() or 1
    gib = memory_limit() / 2**30
    return Report(
        rows=(
            ("usable CPUs", str(n_usable), _meaning_of_cpus(n_usable)),
            ("os.cpu_count()", str(n_claimed), _meaning_of_claim(n_usable, n_claimed)),
            ("start method", start_method(), _START_METHODS[start_method()]),
            ("GIL", *_meaning_of_gil(gil_enabled())),
            ("memory", f"{gib:.1f} GiB", _meaning_of_memory(gib)),
            ("Python", platform.python_version(), f"{platform.system()} on {platform.machine()}"),
        )
    )


_START_METHODS = {
    "fork": "A worker process starts as a copy of this one.",
    "forkserver": "A worker process is forked from a small, clean server process; it imports its task.",
    "spawn": "A worker process starts as a new interpreter and imports its task: slower to start.",
}


def _meaning_of_cpus(n_usable):
    if n_usable == 1:
        return (
            "CPU-bound work cannot get faster here, whatever the tool: that is worth measuring too. "
            "Everything about waiting shows just as well."
        )
    return (
        f"CPU-bound work can use {n_usable} CPUs at a time here; other programs, and cores that "
        "share hardware, take their part of that."
    )


def _meaning_of_claim(n_usable, n_claimed):
    if n_claimed == n_usable:
        return "It agrees with the usable CPUs here; in a container it often does not."
    return f"It counts the machine's CPUs; this process may use {n_usable}. Plan with that number."


def _meaning_of_gil(enabled):
    if enabled:
        return (
            "on",
            "One thread at a time runs Python code; a thread that waits lets others in.",
        )
    return "off", "A free-threaded build: threads run Python code at the same time."


def _meaning_of_memory(gib):
    n_small = max(1, math.floor(gib / 0.25))
    return f"Room for about {n_small} workers of 0.25 GiB each, with nothing else running."
