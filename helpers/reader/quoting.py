"""An entry of the journal, quoted in a sentence; and what it tells of its tasks."""

from helpers.wording.words import compared, counted, two_digits

__all__ = ["ns_a_byte", "quote", "size_ms"]


def size_ms(entry):
    """Tell how long a task took.

    Parameters
    ----------
    entry : journal.Entry

    Returns
    -------
    float or None
        Milliseconds; as it was chosen where it was not noted what it took, and None if neither is known.
    """
    return entry.task_size_ms if entry.loop_ms is None else entry.loop_ms


def ns_a_byte(entry):
    """Tell how much work was done on an array.

    Parameters
    ----------
    entry : journal.Entry

    Returns
    -------
    float or None
        Nanoseconds a byte; None if the tasks got no arrays, or it was not noted.
    """
    if entry.input_bytes is None or entry.loop_ms is None:
        return None
    return 1e6 * entry.loop_ms / entry.input_bytes


def quote(entry, here):
    """Say what was measured, when, and where if that was elsewhere.

    Parameters
    ----------
    entry : journal.Entry
    here : str
        This machine, as `journal.this_machine` tells.

    Returns
    -------
    str
    """
    predicted = "" if entry.predicted is None else f"; you had predicted {entry.predicted:.1f}"
    size = entry.size or (entry.task_size_ms and f"{two_digits(entry.task_size_ms)} ms")
    size = f" of {size}" if size else ""
    told = [
        f"On {entry.when[:10]} you measured {entry.tool} on {counted(entry.n_tasks, 'task')}{size} "
        f"({entry.task}): {compared(entry.speedup, 'the loop', (entry.low, entry.high))} with "
        f"{counted(entry.n_workers, 'worker')}{predicted}. Verdict: {entry.verdict}."
    ]
    told += [entry.busy] if entry.busy else []
    told += [] if entry.machine == here else [f"That was on {entry.machine}."]
    return " ".join(told)
