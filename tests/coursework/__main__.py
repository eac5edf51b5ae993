"""Try every answer many times, while other processes keep the CPUs busy.

``python -m tests.coursework [--repeat N] [--desks N] [--busy N] [--start-method M] [assignment ...]``
"""

import argparse
import subprocess
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed

from tests.coursework import Desk, assignments, exercises, read, tries
from tests.tasks import START_METHODS

_ROUNDS_OF_A_DESK = 5
_KEEP_BUSY = [sys.executable, "-c", "while True: pass"]


def main():
    """Print what went otherwise than it should; returns how often that was."""
    parser = argparse.ArgumentParser(prog="python -m tests.coursework")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--desks", type=int, default=2, help="kernels at the same time")
    parser.add_argument("--busy", type=int, default=0, help="processes that only use a CPU")
    parser.add_argument("--start-method", choices=START_METHODS)
    parser.add_argument("assignments", nargs="*", default=assignments())
    arguments = parser.parse_args()
    burners = [subprocess.Popen(_KEEP_BUSY) for _ in range(arguments.busy)]
    try:
        return _try_all(arguments)
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()


def _try_all(arguments):
    n_tried, n_surprises = Counter(), Counter()
    rounds = [_ROUNDS_OF_A_DESK] * (arguments.repeat // _ROUNDS_OF_A_DESK)
    rounds += [arguments.repeat % _ROUNDS_OF_A_DESK] * (arguments.repeat % _ROUNDS_OF_A_DESK > 0)
    with ProcessPoolExecutor(arguments.desks) as desks:
        waiting = {
            desks.submit(_try, assignment, exercise, n, arguments.start_method): assignment
            for n in rounds
            for assignment in arguments.assignments
            for exercise in exercises(read(assignment))
        }
        for done in as_completed(waiting):
            n, surprises = done.result()
            n_tried[waiting[done]] += n
            n_surprises[waiting[done]] += len(surprises)
            print(*surprises, sep="\n", end="\n" * bool(surprises), flush=True)
    for assignment in arguments.assignments:
        print(f"{assignment}: {n_tried[assignment]} tried, {n_surprises[assignment]} surprises")
    return n_surprises.total()


def _try(assignment, exercise, n_rounds, start_method):
    """Try all answers to an exercise, round by round; return how many, and what surprised."""
    tried, surprises = tries(assignment, exercise), []
    with Desk(assignment, start_method) as desk:
        for _ in range(n_rounds):
            for expected, words, code in tried:
                points, sentence = desk.answer(exercise, code)
                if points != expected:
                    surprises.append(
                        f"{assignment} {exercise}, {words}: {points:g} for {expected:g}\n    {sentence}"
                    )
    return n_rounds * len(tried), surprises


if __name__ == "__main__":
    sys.exit(main() > 0)
