"""How a function can end in a process of its own."""

from enum import StrEnum

__all__ = ["Ending"]


class Ending(StrEnum):
    """How a function ended in its process; ``checks.findings.ending`` has a sentence for each."""

    RETURNED = "returned"
    RAISED = "raised"
    EXITED = "exited"  # it ended its process
    KILLED = "was killed"  # a signal ended its process
    TIMED_OUT = "was ended"  # at the limit of time
    TOO_MANY_PROCESSES = "started too many processes"
    NOT_SENT = "could not be sent"  # it did not begin
