"""Coursework checks: a student's code is run with probes, and graded on what was seen, never on seconds.

From the cell to the points, a check goes this way:

1. The cell calls `run`, which gives the check Python's own names back, and the check calls `observe`
   (`grading`) with a scenario: what to do with the student's function.
2. `sending` pickles it with the statements of the notebook (`cells`) and the data that it needs;
   `isolation` starts ``worker.isolation_child`` with both, a process with limits and a mark by which all
   that it starts is found. Its main module is the student's code, under every start method.
3. There the scenario gets a ``worker.probes.Probe``, which notes events in a file, at once.
4. Back here, the outcome and the events are `Evidence`, whose methods give a `Finding` (`findings`), as
   `site_evidence` does for a website. Where the disk was full, `observe` raises an error that says so.
5. `grade` adds up points until the first finding that does not hold: a number for nbgrader and a sentence
   for the student; `total` lists those of the whole notebook.

Questions about performance are drawn from the student's number (`draws`): timelines (`schedules`),
speedups (`estimates`), break-evens (`crossings`), `pictures` with claims, `works` to choose a tool for,
programs that hang (`hangs`, `hanging_programs`) and lines to put in order (`parsons`); `answers` judges,
and `lower_limits` tells from one run of waits what else would take many.
"""

from helpers.checks import (
    answers,
    crossings,
    draws,
    estimates,
    hangs,
    parsons,
    pictures,
    schedules,
    site_evidence,
    works,
)
from helpers.checks.evidence import Evidence
from helpers.checks.findings import Finding
from helpers.checks.grading import (
    NOT_ATTEMPTED,
    fingerprint,
    grade,
    numbers_to_ask_for,
    observe,
    predicted,
    run,
    total,
)

__all__ = [
    "NOT_ATTEMPTED",
    "Evidence",
    "Finding",
    "answers",
    "crossings",
    "draws",
    "estimates",
    "fingerprint",
    "grade",
    "hangs",
    "numbers_to_ask_for",
    "observe",
    "parsons",
    "pictures",
    "predicted",
    "run",
    "schedules",
    "site_evidence",
    "total",
    "works",
]
