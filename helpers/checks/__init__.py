"""Coursework checks: a student's code is run with probes, and graded on what was seen, never on seconds.

From the cell to the points, a check goes this way:

1. The cell calls `run`, which gives the check Python's own names back, and the check calls `observe`
   (`grading`) with a scenario: what to do with the student's function.
2. `sending` pickles the scenario, and lists what it needs of the notebook: the statements of its cells
   that make functions, classes and locks (`cells`), and data as it is now. `isolation` starts
   ``worker.isolation_child`` with both: a process with a limit of time and of processes, and a mark in
   its environment by which all that it starts is found. Its main module is the student's code, as if
   that were a script, so that workers find it under every start method.
3. There the scenario gets a ``worker.probes.Probe``. What it makes notes what the findings need as events
   in a file, at once: they are there, too, when the process has been ended.
4. Back here, the outcome and the events are `Evidence`, whose methods look for one thing each and give a
   `Finding`: whether it holds, and a sentence (`findings`). `site_evidence` does so for a website. Where
   the disk was full there is no evidence, and `observe` raises an error that says so.
5. `grade` adds up points until the first finding that does not hold. Its value is a number for nbgrader
   and a sentence for the student; `total` lists those of the whole notebook.
"""

from helpers.checks import site_evidence
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
    "fingerprint",
    "grade",
    "numbers_to_ask_for",
    "observe",
    "predicted",
    "run",
    "site_evidence",
    "total",
]
