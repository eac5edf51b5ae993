"""What the guide asks, and the tool to which each set of answers leads."""

__all__ = ["QUESTIONS", "recommended"]

QUESTIONS = {
    "waits_for": ("What do the tasks spend their time on?", ("waiting", "Python code", "arrays")),
    "task_size": ("How long does one task take?", ("under 1 ms", "1 to 100 ms", "over 100 ms")),
    "at_once": ("How many should be in progress at once?", ("tens", "thousands")),
    "work_per_number": (
        "How much work is done per number of an array?",
        ("one or two operations (a sum)", "many operations (a sort or a fit)"),
    ),
    "stages": (
        "How many stages does each item pass?",
        ("one", "several, each with workers of its own"),
    ),
    "machines": ("Where may they run?", ("this machine", "several machines")),
}

# The first answers.
_, _SMALL, _TENS, _LITTLE, _ONE, _HERE = (choices[0] for _, choices in QUESTIONS.values())


def recommended(waits_for, task_size, at_once, work_per_number, stages, machines, gil_enabled):
    """Choose a tool; what the rules of the guide are stands here, and nowhere else.

    Parameters
    ----------
    waits_for, task_size, at_once, work_per_number, stages, machines : str
        An answer to each of `QUESTIONS`.
    gil_enabled : bool

    Returns
    -------
    (str, str, str, str)
        The tool, why, what to look out for, and the kind of workers; empty where none are recommended.
    """
    if task_size == _SMALL and waits_for == "waiting":
        return (
            "no workers",
            "Handing a task over takes time as well: a good part of such a wait, or more than all of it.",
            "Put many waits into one task first; then answer the second question again. If they have to "
            "stay apart, measure what is gained when they overlap.",
            "",
        )
    if task_size == _SMALL:
        what = "a task" if waits_for == "Python code" else "a task and its array"
        return (
            "no workers",
            f"Handing {what} over takes time as well, and may take longer than such a task.",
            "Put many of them into one chunk first; then answer the second question again.",
            "",
        )
    if waits_for == "arrays" and work_per_number == _LITTLE:
        return (
            "no workers",
            "One or two operations on a number are done as soon as memory has brought it: more threads "
            "mostly wait for the same memory, and sending it to a process takes longer.",
            "Call NumPy once, on the whole array. If that is too large for this machine, let the workers "
            "of a Dask cluster read it where they are.",
            "",
        )
    if machines != _HERE:
        return (
            "Dask",
            "It runs the same calls on workers of other machines.",
            "Every dispatch may cross a network: make tasks large, and create data where it is used.",
            "processes",
        )
    if stages != _ONE:
        workers = "processes" if waits_for == "Python code" and gil_enabled else "threads"
        workers = "coroutines" if waits_for == "waiting" and at_once != _TENS else workers
        return (
            "a pipeline",
            "Each stage gets the workers that suit it, and a queue lies between two stages. For work like "
            f"this, take {workers}.",
            "As much comes through as the slowest stage allows: more workers help there only. Give each "
            "queue a limit. Where the same workers suit all stages, one task that does all of them needs "
            "no queue.",
            workers,
        )
    if waits_for == "waiting" and at_once != _TENS:
        return (
            "asyncio",
            "A coroutine that waits needs no thread of its own.",
            "One call that blocks stops all of them, so every library in use must be made for asyncio.",
            "coroutines",
        )
    if waits_for == "waiting":
        return (
            "concurrent.futures",
            "Threads overlap their waits, whatever the GIL does, and work with any library.",
            "A ThreadPoolExecutor keeps an error in its future until you ask for the result.",
            "threads",
        )
    if waits_for == "arrays":
        return (
            "joblib",
            "Its processes map a large array into their memory, and are not sent it.",
            "What they return is sent. NumPy lets go of the GIL in most of its work on large arrays, so "
            'that threads, which send nothing, may do better: try prefer="threads" too. And NumPy may use '
            "several CPUs already: measure it without workers first.",
            "processes",
        )
    if not gil_enabled:
        return (
            "concurrent.futures",
            "The GIL is off here: threads can compute at the same time, as far as there are CPUs, and "
            "nothing has to be sent.",
            "All threads of a ThreadPoolExecutor share your objects: what one changes while others use it "
            "needs a lock.",
            "threads",
        )
    return (
        "concurrent.futures",
        "Processes can compute at the same time, as far as there are CPUs: none waits for another's GIL.",
        "A ProcessPoolExecutor needs tasks that can be imported; joblib takes those of a cell too.",
        "processes",
    )
