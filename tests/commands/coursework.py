"""Try every answer many times, while other processes keep the CPUs busy.

``python -m tests.commands.coursework [--repeat N] [--desks N] [--busy N] [--start-method M]
[assignment[:exercise] ...]``; ``--record`` writes the result into docs/tried.md.
"""

import argparse
import subprocess
import sys
from functools import partial

from tests.commands import tried
from tests.coursework import assignments, chosen
from tests.coursework.trying import try_all
from tests.tasks import START_METHODS

_KEEP_BUSY = [sys.executable, "-c", "while True: pass"]


def main():
    """Print what went otherwise than it should; returns how often that was."""
    parser = argparse.ArgumentParser(prog="python -m tests.commands.coursework")
    parser.add_argument("--repeat", type=int, default=1)
    parser.add_argument("--desks", type=int, default=2, help="kernels at the same time")
    parser.add_argument("--busy", type=int, default=0, help="processes that only use a CPU")
    parser.add_argument("--start-method", choices=START_METHODS)
    parser.add_argument("--record", action="store_true", help="write docs/tried.md")
    parser.add_argument(
        "assignments",
        nargs="*",
        default=assignments(),
        metavar="assignment[:exercise]",
        help="such as 03_threading or capstone:e5; all if not given",
    )
    arguments = parser.parse_args()
    try:
        for name in arguments.assignments:
            chosen(name)
    except ValueError as error:
        parser.error(str(error))
    burners = [subprocess.Popen(_KEEP_BUSY) for _ in range(arguments.busy)]
    try:
        n_tried, surprises = try_all(
            arguments.assignments,
            arguments.repeat,
            arguments.desks,
            arguments.start_method,
            say=partial(print, flush=True),
        )
    finally:
        for burner in burners:
            burner.kill()
            burner.wait()
    told = f"{sum(n_tried.values())} tried, {len(surprises)} not graded as they should be"
    print(*(f"{name}: {n_tried[name]}" for name in arguments.assignments), told, sep="\n")
    if arguments.record:
        method = f", workers by `{arguments.start_method}`" * bool(arguments.start_method)
        names = "all assignments"
        if arguments.assignments != assignments():
            names = ", ".join(f"`{name}`" for name in arguments.assignments)
        what = f"Right and wrong answers to {names}, "
        how_often = "once" if arguments.repeat == 1 else f"{arguments.repeat} times"
        what += f"{how_often} each, {arguments.desks} at once{method}"
        tried.record(what, told)
    return len(surprises)


if __name__ == "__main__":
    sys.exit(main() > 0)
