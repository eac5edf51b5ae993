"""What travels into a worker, under every start method, and what is noted there.

In every run: `traced` wraps a task, so that each call reports who ran it and when (`spans`); the `stages`
of a pipeline hand that on with the item. It carries a `stop_flag`, one byte that all workers on this
machine can read, and sees to it that no worker outlives its parent (`orphans`). What a task raises is sent
home with its place, in a form that reaches the parent, and a process that it forks does not go on as this
one (`failures`). Two labs have children: `interpreter_child` runs tasks so in another interpreter's
threads, where those of `contended` share an object; `watched_child` runs a program with a fault:
`noted_waits` tell what each thread does, `slow_pages` are its network.

In a check: `isolation_child` is the process in which a student's code runs; how that went is one of the
`endings`. Its main module is the code of the notebook, run again (`notebook_code`). What it leaves running
is counted by `leftovers`, `returned` knows what is no result yet, and `loop_steps` sees what keeps an event
loop waiting. `probes` make what the code is given: a task, and an account, a set or a lock of
`shared_objects`. What the findings need of what happens to them is a line in a `log`. Others are waited for
with `patience`, in coroutines by turns of the event loop instead of seconds (`loop_turns`), and a call
knows that it is waited for when all else is `quiet`.

A worker starts in the time that imports take: on import, nothing here loads NumPy, Matplotlib, ipywidgets,
IPython, joblib, psutil or asyncio. This file imports nothing; `__all__` lists what others may import.
"""

__all__ = [
    "contended",
    "endings",
    "failures",
    "interpreter_child",
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
    "stages",
    "stop_flag",
    "traced",
    "watched_child",
]
