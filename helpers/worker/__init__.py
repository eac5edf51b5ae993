"""What travels into a worker, under every start method, and what is noted there.

In every run: `traced` wraps a task, so that each call reports who ran it and when (`spans`); it carries a
`stop_flag`, one byte that all workers of a run can read, and sees to it that no worker outlives its
parent (`orphans`).

In a check: `isolation_child` is the process in which a student's code runs, and how that went is one of
the `endings`. `probes` makes what the code is given, a task, an account, a set or a lock
(`shared_objects`), and all that happens to them is a line in a `log`, which the evidence is read from.
For how long others are waited for is a `patience`; `loop_turns` does for coroutines what seconds do for
threads.

A worker starts in the time that its imports take: nothing here loads NumPy, Matplotlib, ipywidgets,
IPython, joblib, psutil or asyncio, and this file imports nothing; it names the modules to take.
"""

__all__ = [
    "endings",
    "isolation_child",
    "log",
    "loop_turns",
    "orphans",
    "patience",
    "probes",
    "shared_objects",
    "spans",
    "stop_flag",
    "traced",
]
