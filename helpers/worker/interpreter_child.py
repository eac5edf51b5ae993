"""What `measure.builds` starts under another interpreter: it runs a task there, in threads.

It needs nothing but the standard library and light modules of the course. It says in a line of JSON who it
is, and answers each line of JSON on standard input by one on standard output. It ends when standard input
does.
"""

import importlib
import json
import os
import queue
import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from time import perf_counter

from helpers.worker import contended
from helpers.worker.traced import Traced

__all__ = ["LOOP", "POOL", "THREADS", "main"]

LOOP, THREADS, POOL = "loop", "threads", "interpreters"


def main():
    """Answer questions until there are none."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # whoever asks decides when this ends
    gil = getattr(sys, "_is_gil_enabled", lambda: True)()
    _say({"version": sys.version.split()[0], "gil": gil})
    asked = queue.SimpleQueue()
    threading.Thread(target=_read, args=(asked,), daemon=True).start()
    while True:
        try:
            answer = _run(**json.loads(asked.get()))
        except Exception as error:
            answer = {"error": f"{type(error).__name__}: {error}"}
        _say(answer)


def _read(asked):
    for line in sys.stdin:
        asked.put(line)
    os._exit(0)  # also in the middle of a run: nobody waits for it any more


def _say(told):
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def _run(task, inputs, workers, n_workers):
    """Run a task on its inputs once, and tell how that went.

    Parameters
    ----------
    task : (str, str)
        Its module and its name there.
    inputs : list
    workers : str
        `LOOP`, `THREADS` or `POOL`.
    n_workers : int
    """
    task = getattr(importlib.import_module(task[0]), task[1])
    traced = Traced(task)
    contended.reset()
    start_s = perf_counter()
    if workers == LOOP:
        pairs = [traced(value) for value in inputs]
    else:
        with _pool(workers, n_workers) as pool:
            pairs = list(pool.map(traced, inputs))
    elapsed_s = perf_counter() - start_s
    return {
        "elapsed_s": elapsed_s,
        "results": [result for result, _ in pairs],
        "spans": [[*s.worker, s.start_s - start_s, s.end_s - start_s] for _, s in pairs],
        "lost": contended.lost(task, sum(inputs)) if contended.is_shared(task) else None,
    }


def _pool(workers, n_workers):
    if workers == THREADS:
        return ThreadPoolExecutor(n_workers)
    from concurrent.futures import InterpreterPoolExecutor  # noqa: PLC0415  there is none before 3.14

    return InterpreterPoolExecutor(n_workers)


if __name__ == "__main__":
    main()
