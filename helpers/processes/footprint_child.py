"""What `footprint` starts: a Python of its own that runs one runner once."""

import os
import pickle
import sys
import threading
from time import perf_counter

import cloudpickle

from helpers.processes import coroutines
from helpers.wording.errors import short_error

__all__ = ["main"]


def main():
    """Take a runner and its arguments in, say that they are here, wait for a line, run, answer."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # a runner that prints does not disturb
    questions = sys.stdin.buffer
    try:
        runner, task, inputs, n_workers = pickle.loads(pickle.load(questions))
        ready = None
    except Exception as error:
        ready = short_error(error)
    _answer(answers, pickle.dumps(ready))
    if ready is not None or not questions.readline():
        return
    threading.Thread(target=_end_with, args=(questions,), daemon=True).start()
    start_s = perf_counter()
    try:
        results = runner(task, inputs, n_workers)
        if hasattr(results, "__await__"):
            results = coroutines.run(results)
        results = list(results)
        outcome = (perf_counter() - start_s, results, None)
    except Exception as error:
        outcome = (perf_counter() - start_s, None, f"raised {short_error(error)}")
    try:
        answer = cloudpickle.dumps(outcome)
    except Exception as error:
        told = f"returned results that cannot be sent back: {short_error(error)}"
        answer = pickle.dumps((outcome[0], None, told))
    _answer(answers, answer)


def _answer(answers, pickled):
    answers.write(pickled)
    answers.flush()


def _end_with(questions):
    """End when whoever asked is gone."""
    while os.read(questions.fileno(), 1024):  # sys.stdin has a lock that would delay our end
        pass
    os._exit(1)


if __name__ == "__main__":
    main()
