"""A process that runs a program and tells, again and again, what each of its threads does.

It is started as ``python -m helpers.worker.watched_child``. One line of JSON in, the program's text; then a
line of JSON every `EVERY_S` seconds, and a last one when no thread of the program is left. It ends with
standard input, too.
"""

import json
import os
import sys
import threading
from time import perf_counter, sleep

from helpers.worker import noted_waits, slow_pages

__all__ = ["EVERY_S", "FILE", "MAIN", "main"]

EVERY_S = 0.02
FILE = "<the program>"  # its name in tracebacks
MAIN = "main"  # the thread that runs its first line


def main():
    """Run a program, and tell what its threads do until the last of them has ended."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a program that prints does not disturb
    text = json.loads(sys.stdin.buffer.readline())
    threading.Thread(target=_end_with_input, name="end", daemon=True).start()
    slow_pages.serve()
    errors = {}  # by the system's number of a thread, which no later one gets: what has ended it
    threading.excepthook = lambda told: errors.update(
        {told.thread.native_id: f"{told.exc_type.__name__}: {told.exc_value}"}
    )
    ours = {thread.ident for thread in threading.enumerate()}
    noted_waits.note_waits()
    code = compile(text, FILE, "exec")
    threading.Thread(
        target=exec, args=(code, {"__name__": "the_program"}), name=MAIN, daemon=True
    ).start()
    begun_s, is_over = perf_counter(), False
    while not is_over:
        threads = [thread for thread in threading.enumerate() if thread.ident not in ours]
        is_over = not threads
        seen = {
            "at_s": perf_counter() - begun_s,
            "threads": _seen(threads),
            "errors": dict(errors),
            "is_over": is_over,
        }
        answers.write(json.dumps(seen) + "\n")
        answers.flush()
        sleep(EVERY_S)
    os._exit(0)  # the program's threads are gone, and ours need no farewell


def _seen(threads):
    frames, found = sys._current_frames(), []
    numbers = {thread.ident: thread.native_id for thread in threads}
    for thread in threads:
        frame = frames.get(thread.ident)
        if frame is None or thread.native_id is None:  # it begins or has ended just now
            continue
        state, holder = noted_waits.state_of(thread.ident, frame)
        line, functions = _stack(frame)
        found.append(
            {
                "number": thread.native_id,
                "name": thread.name,
                "state": state,
                "line": line,
                "holder": numbers.get(holder),
                "has_loop": "run_forever" in functions,
                "is_in_pool": "_worker" in functions,
            }
        )
    return found


def _stack(frame):
    """Return the line of the program that a thread is in, None if it is in none, and its functions."""
    line, functions = None, set()
    while frame is not None:
        if line is None and frame.f_code.co_filename == FILE:
            line = frame.f_lineno
        functions.add(frame.f_code.co_name)
        frame = frame.f_back
    return line, functions


def _end_with_input():
    """End when whoever asked is gone."""
    while os.read(sys.stdin.fileno(), 1024):  # sys.stdin has a lock that would delay our end
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
