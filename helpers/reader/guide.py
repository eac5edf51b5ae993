"""Which tool for which work: a few answers lead to one, with the reader's own measurements beside it."""

from typing import NamedTuple

from helpers.reader import journal
from helpers.wording.arguments import check_choice
from helpers.wording.words import counted, times, two_digits

__all__ = ["KINDS", "LESSONS", "QUESTIONS", "Advice", "advise", "measured", "quotes"]

QUESTIONS = {
    "waits_for": ("What do the tasks spend their time on?", ("waiting", "Python code", "arrays")),
    "task_size": ("How long does one task take?", ("under 1 ms", "1 to 100 ms", "over 100 ms")),
    "at_once": ("How many should be in progress at once?", ("tens", "thousands")),
    "machines": ("Where may they run?", ("this machine", "several machines")),
}
KINDS = {  # by the first answer: what a journal's entry calls it
    "waiting": "waiting",
    "Python code": "computing",
    "arrays": "computing",
}
LESSONS = {  # by tool: where its labs are
    "threading": "03_threading",
    "multiprocessing": "02_multiprocessing",
    "concurrent.futures": "04_concurrent_futures",
    "joblib": "05_joblib",
    "asyncio": "06_asyncio",
    "Dask": "08_beyond_one_machine",
    "no workers": "02_multiprocessing",
}


_RACE = "07_choosing"
_RACED = ("threading", "multiprocessing", "concurrent.futures", "joblib")


class Advice(NamedTuple):
    """A tool, why, what to look out for, and the lesson on it."""

    tool: str
    because: str
    beware: str
    lesson: str


def advise(waits_for, task_size, at_once, machines):
    """Recommend a tool.

    Parameters
    ----------
    waits_for, task_size, at_once, machines : str
        One of the answers in `QUESTIONS` each.

    Returns
    -------
    Advice

    Raises
    ------
    ValueError
        If an answer is none of those; the message names the question.

    Examples
    --------
    >>> advise("waiting", "over 100 ms", "thousands", "this machine").tool
    'asyncio'
    """
    given = {
        "waits_for": waits_for,
        "task_size": task_size,
        "at_once": at_once,
        "machines": machines,
    }
    for name, answer in given.items():
        check_choice(name, answer, QUESTIONS[name][1])
    tool, because, beware = _choose(**given)
    return Advice(tool, because, beware, LESSONS[tool])


def _choose(waits_for, task_size, at_once, machines):
    if machines == "several machines":
        return (
            "Dask",
            "It runs the same calls on workers of other machines.",
            "Every dispatch may cross a network: make tasks large, and create data where it is used.",
        )
    if waits_for == "waiting":
        if at_once == "thousands":
            return (
                "asyncio",
                "A coroutine that waits needs no thread of its own.",
                "One call that blocks stops all of them, so every library in use must be made for asyncio.",
            )
        return (
            "concurrent.futures",
            "Threads overlap their waits, whatever the GIL does, and work with any library.",
            "A ThreadPoolExecutor keeps an error in its future until you ask for the result.",
        )
    if task_size == "under 1 ms":
        return (
            "no workers",
            "Handing a task over takes time as well, and may take longer than such a task.",
            "Put many of them into one chunk first; then answer the second question again.",
        )
    if waits_for == "arrays":
        return (
            "joblib",
            "It maps large arrays into its workers' memory instead of sending them.",
            "NumPy may use several CPUs already; try it without workers first.",
        )
    return (
        "concurrent.futures",
        "Processes can compute at the same time, as far as there are CPUs: none waits for another's GIL.",
        "A ProcessPoolExecutor needs tasks that can be imported; joblib takes those of a cell too.",
    )


def quotes(tool, kind=None, most=2):
    """Quote what the reader has measured with a tool: in its lesson, or in a race.

    An entry of a race names the tool itself, and then it is about that tool, in whichever lesson.

    Parameters
    ----------
    tool : str
        One of `LESSONS`.
    kind : str, optional
        "waiting" or "computing": what the tasks spent their time on; either, if not given.
    most : int, optional
        How many, the newest first.

    Returns
    -------
    list of str
        Sentences; one that says what to run if there is nothing to quote. Empty for "no workers".

    Raises
    ------
    ValueError
        If no lesson is about the tool.
    """
    check_choice("tool", tool, LESSONS)
    lesson = LESSONS[tool]
    if tool == "no workers":
        return []
    found = measured(tool, kind)
    if not found:
        tasks = {"waiting": " on tasks that wait", "computing": " on tasks that compute"}
        raced = f", or the race of lesson {_RACE}" if tool in _RACED else ""
        return [
            f"You have not measured it{tasks.get(kind, '')} yet: run a lab of lesson {lesson}{raced}."
        ]
    return [_quote(entry) for entry in reversed(found[-most:])]


def measured(tool, kind=None):
    """Find what the journal has on a tool.

    Parameters
    ----------
    tool, kind : str
        As for `quotes`.

    Returns
    -------
    list of journal.Entry
        The newest last.
    """
    return [e for e in journal.entries() if _tool(e) == tool and kind in (None, e.kind)]


def _tool(entry):
    """Name the tool that an entry is about: its own name if it is one, or what its lesson is about."""
    if entry.tool in LESSONS:
        return entry.tool
    return next((tool for tool, lesson in LESSONS.items() if lesson == entry.lesson), None)


def _quote(entry):
    predicted = "" if entry.predicted is None else f"; you had predicted {entry.predicted:.1f}"
    size = entry.size or (entry.task_size_ms and f"{two_digits(entry.task_size_ms)} ms")
    size = f" of {size}" if size else ""
    elsewhere = "" if entry.machine == journal.this_machine() else f" That was on {entry.machine}."
    tasks = f"{counted(entry.n_tasks, 'task')}{size} ({entry.task})"
    return (
        f"On {entry.when[:10]} you measured {entry.tool} on {tasks}: "
        f"{times(entry.speedup)} times as fast with {counted(entry.n_workers, 'worker')} "
        f"({times(entry.low)} to {times(entry.high)}){predicted}. Verdict: {entry.verdict}.{elsewhere}"
    )
