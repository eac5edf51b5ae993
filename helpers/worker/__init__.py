"""What travels into a worker, under every start method, and what is noted there.

In every run: `traced` wraps a task, so that each call reports who ran it and when (`spans`). It carries a
`stop_flag`, one byte that all workers on this machine can read, and sees to it that no worker outlives
its parent (`orphans`). What a task raises is sent home with its place, in a form that reaches the parent,
and a process that it forks does not go on as this one (`failures`).

In a check: `isolation_child` is the process in which a student's code runs; how that went is one of the
`endings`. Its main module is the code of the notebook, run again (`notebook_code`). What it leaves
running is counted by `leftovers`, `returned` knows what is no result yet, and `loop_steps` sees what keeps
an event loop waiting. `probes` make what the code is given: a task, and an account, a set or a lock of
`shared_objects`. What the findings need of what happens to them is a line in a `log`. Others are waited
for with `patience`, in coroutines by turns of the event loop instead of seconds (`loop_turns`), and a call
knows that it is waited for when all else is `quiet`. In the lab on faults, `watched_child` is the process
of a program: `noted_waits` tell what each thread does, and `slow_pages` are the network that it waits for.

A worker starts in the time that its imports take: on import, nothing here loads NumPy, Matplotlib,
ipywidgets, IPython, joblib, psutil or asyncio. This file imports nothing; `__all__` lists the modules
that others may import.
"""

__all__ = [
    "endings",
    "failures",
    "isolation_child",
    "leftovers",
    "log",
    "loop_steps",
    "loop_turns",
    "notebook_code",
    "noted_waits",
    "orphans",
    "patience",
    "probes",
    "quiet",
    "returned",
    "shared_objects",
    "slow_pages",
    "spans",
    "stop_flag",
    "traced",
    "watched_child",
]
