"""Which tool for which work: a few answers lead to one, with the reader's own measurements beside it."""

from math import inf
from typing import NamedTuple

from helpers import machine
from helpers.measure import Verdict
from helpers.reader import journal, quoting
from helpers.reader.recommendations import QUESTIONS, recommended
from helpers.wording.arguments import check_choice
from helpers.worker.spans import KINDS_OF_WORKERS

__all__ = ["KINDS", "LESSONS", "QUESTIONS", "Advice", "advise", "matters", "measured", "quotes"]

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
    "a pipeline": "09_queues",
    "no workers": "02_multiprocessing",
}

# The defaults, where a question need not be answered.
_FIRST = {name: choices[0] for name, (_, choices) in QUESTIONS.items()}
_NS_A_BYTE = 1.0  # of work: from here on, it is much for a number
_SIZES_MS = dict(zip(QUESTIONS["task_size"][1], ((0, 1), (1, 100), (100, inf)), strict=True))

_RACE = "07_choosing"
_RACED = {  # by tool: the kind of workers that it has in the race
    "threading": "threads",
    "multiprocessing": "processes",
    "concurrent.futures": "processes",
    "joblib": "processes",
}


class Advice(NamedTuple):
    """A tool, why, what to look out for, the kind of workers that is meant, and the lesson on it."""

    tool: str
    because: str
    beware: str
    workers: str
    lesson: str


def advise(
    waits_for,
    task_size,
    at_once=_FIRST["at_once"],
    work_per_number=_FIRST["work_per_number"],
    stages=_FIRST["stages"],
    machines=_FIRST["machines"],
    gil_enabled=None,
):
    """Recommend a tool.

    Parameters
    ----------
    waits_for, task_size : str
        One of the answers in `QUESTIONS` each.
    at_once, work_per_number, stages, machines : str, optional
        So are these; the first answer, if not given. `matters` tells which of them plays a part.
    gil_enabled : bool, optional
        Whether the GIL is on; as it is here and now, if not given.

    Returns
    -------
    Advice
        Its ``workers`` are empty where none are recommended.

    Raises
    ------
    ValueError
        If an answer is none of those; the message names the question.

    Examples
    --------
    >>> advise("waiting", "over 100 ms", "thousands").tool
    'asyncio'
    >>> advise("Python code", "over 100 ms", gil_enabled=False).workers
    'threads'
    """
    given = {
        "waits_for": waits_for,
        "task_size": task_size,
        "at_once": at_once,
        "work_per_number": work_per_number,
        "stages": stages,
        "machines": machines,
    }
    for name, answer in given.items():
        check_choice(name, answer, QUESTIONS[name][1])
    gil_enabled = machine.gil_enabled() if gil_enabled is None else gil_enabled
    tool, because, beware, workers = recommended(**given, gil_enabled=gil_enabled)
    return Advice(tool, because, beware, workers, LESSONS[tool])


def matters(name, answers):
    """Tell whether a question plays a part: whether another answer to it alone leads to something else.

    That is to other advice, or to tasks of another kind, of which something else is quoted.

    Parameters
    ----------
    name : str
        One of `QUESTIONS`.
    answers : dict of str to str
        To all questions, by their names.

    Returns
    -------
    bool

    Examples
    --------
    >>> answers = {name: choices[0] for name, (_, choices) in QUESTIONS.items()}
    >>> answers["task_size"] = "over 100 ms"
    >>> matters("at_once", answers), matters("work_per_number", answers)
    (True, False)
    """
    others = [{**answers, name: choice} for choice in QUESTIONS[name][1]]
    return len({(advise(**other), KINDS[other["waits_for"]]) for other in others}) > 1


def quotes(tool, kind=None, workers=None, task_size=None, work_per_number=None):
    """Quote what the reader has measured with a tool that is nearest to a question.

    That is with the same kind of workers, and several of them if there is such a measurement; where the
    verdict could be told, if it could anywhere; with tasks of about that size; on this machine; and the
    newest of these.

    Parameters
    ----------
    tool : str
        One of `LESSONS`. An entry of a race names the tool itself, and then it is about that tool, in
        whichever lesson; any other is about the tool of its lesson.
    kind : str, optional
        "waiting" or "computing": what the tasks spent their time on; either, if not given.
    workers : str, optional
        Such as "threads", as an `Advice` has it; any, if not given.
    task_size : str, optional
        One of the answers to that question; any, if not given. By how long the loop took a task, where
        the journal has that.
    work_per_number : str, optional
        One of the answers to that question: of tasks that get arrays, those with as much work. If only
        `task_size` is given, no tasks that get arrays.

    Returns
    -------
    list of str
        A sentence; one that says what to run if there is nothing to quote. Empty for "no workers". Of "a
        pipeline" the journal has no speedup, and the sentence says where to try one.

    Raises
    ------
    ValueError
        If no lesson is about the tool, or one of the others is no such answer.
    """
    check_choice("tool", tool, LESSONS)
    if workers is not None:
        check_choice("workers", workers, ("", *KINDS_OF_WORKERS))
    for name, answer in {"task_size": task_size, "work_per_number": work_per_number}.items():
        if answer is not None:
            check_choice(name, answer, QUESTIONS[name][1])
    if tool == "no workers":
        return []
    if tool == "a pipeline":
        return [
            f"Try yours in the lab of lesson {LESSONS[tool]}: set the time and the workers of each stage."
        ]
    found = [entry for entry in measured(tool, kind) if not workers or entry.workers == workers]
    if task_size is not None:
        # A size that counts something else, such as words, tells of no time.
        found = [entry for entry in found if quoting.size_ms(entry) is not None or not entry.size]
    if task_size is not None or work_per_number is not None:
        found = [entry for entry in found if _work_per_number(entry) == work_per_number]
    if not found:
        return [_what_to_run(tool, kind, workers, task_size)]
    here = journal.this_machine()

    def farness(entry):
        return (
            entry.n_workers <= 1,
            entry.verdict == Verdict.CANNOT_TELL,
            1 if task_size is None else _distance(quoting.size_ms(entry), task_size),
            entry.machine != here,
        )

    # Of several that are as near, `min` takes the first: the newest.
    return [quoting.quote(min(reversed(found), key=farness), here)]


def _work_per_number(entry):
    """Classify the work by an answer of the guide's; None if its tasks get no arrays.

    A core reads several bytes from memory in a nanosecond: an operation or two are done as soon as they
    have come. Where a byte takes a nanosecond and more, it is the core that takes the time.
    """
    ns = quoting.ns_a_byte(entry)
    return None if ns is None else QUESTIONS["work_per_number"][1][0 if ns < _NS_A_BYTE else 1]


def _distance(task_size_ms, task_size):
    """Return by which factor a size lies outside of a class of sizes; 1 within it."""
    if task_size_ms is None or task_size_ms <= 0:
        return inf
    low_ms, high_ms = _SIZES_MS[task_size]
    return max(1, low_ms / task_size_ms, task_size_ms / high_ms)


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


def _what_to_run(tool, kind, workers, task_size):
    by = f" with {workers}" if workers else ""
    tasks = {"waiting": " on tasks that wait", "computing": " on tasks that compute"}.get(kind, "")
    lab = "a lab of"
    if task_size is not None:
        tasks, lab = " on such tasks", "a lab on them in"
    raced = tool in _RACED and workers in (None, "", _RACED[tool])
    raced = f", or the race of lesson {_RACE}" if raced else ""
    return f"You have not measured it{by}{tasks} yet: run {lab} lesson {LESSONS[tool]}{raced}."
