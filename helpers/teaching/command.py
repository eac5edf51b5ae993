"""The commands of who teaches, and what they say."""

import argparse
from pathlib import Path

from helpers.teaching import grades, synthetic
from helpers.wording.words import counted

__all__ = ["main"]


def main(arguments=None):
    """Grade a course, or make a synthetic class.

    Parameters
    ----------
    arguments : list of str, optional
        Those of the command line if not given.
    """
    parser = argparse.ArgumentParser(
        prog="python -m helpers.teaching", description="Commands for who teaches the course."
    )
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    grade = commands.add_parser(
        "grade",
        help="grade with nbgrader what was handed in since the last time, and write one table",
    )
    grade.add_argument("assignments", nargs="+", metavar="ASSIGNMENT")
    grade.add_argument(
        "--course", type=Path, default=Path(), help="its folder; this one if not given"
    )
    grade.add_argument(
        "--student", action="append", default=[], help="only this one; may be given several times"
    )
    grade.add_argument("--again", action="store_true", help="also what has not changed since")
    grade.add_argument(
        "--to", type=Path, help="the table; all-grades.csv of the course if not given"
    )
    grade.set_defaults(does=_grade)
    made = commands.add_parser("synthetic-class", help="make up the files of a class, to try with")
    made.add_argument("folder", type=Path, help="a new one, or an empty one")
    made.add_argument("--machines", type=int, default=30)
    made.add_argument("--seed", type=int, default=0)
    made.set_defaults(does=_make)
    chosen = parser.parse_args(arguments)
    try:
        chosen.does(chosen)
    except (grades.GradesError, ValueError, OSError) as error:
        parser.exit(1, f"{error}\n")


def _grade(chosen):
    rows, to = [], chosen.to or chosen.course / "all-grades.csv"
    try:
        for assignment in chosen.assignments:
            rows += grades.grade(chosen.course, assignment, chosen.student, chosen.again)
    finally:
        if rows:  # also of those that were done when something went wrong
            grades.write(rows, to)
    numbers = {status: sum(row.status == status for row in rows) for status in _STATUSES}
    told = ", ".join(f"{n} {status}" for status, n in numbers.items())
    print(f"{to}: {told}.")
    for row in rows:
        if row.status == grades.NOT_GRADED:
            print(f"{row.assignment}, {row.student}: {row.why}")


_STATUSES = (grades.GRADED, grades.NOT_GRADED, grades.NOTHING)


def _make(chosen):
    paths = synthetic.make(chosen.folder, chosen.machines, chosen.seed)
    print(f"{counted(len(paths), 'file')} in {chosen.folder}, some of them to be left out.")
