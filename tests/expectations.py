"""What the stored outputs of the lessons must show, so that whoever reads them without running learns it.

A row names a cell, says in words what its output shows, and finds that in its stored text
(`tests/stored.py`). The bounds are those that a quiet machine with two usable CPUs or more passes with room
to spare: they tell what a lesson teaches from what noise makes of it, and measure nothing themselves.
`tests/test_stored_outputs.py` reads the notebooks; `tests.commands.refresh` stores no output for which a
row does not hold. A cell whose output differs from run to run has a row, or stands in `SAYS_NOTHING`.
"""

from collections.abc import Callable
from dataclasses import dataclass

LEAST_CEILING = 0.85  # a CPU, of one process's speed
COMPUTES = 1.5  # two workers with a CPU each, whatever they cost
WIDEST = (
    2.0  # the upper end of an interval, in lower ends: wider, a quiet machine would have told more
)
AT_MOST = 1.2  # what takes turns on one CPU, and its noise


@dataclass(frozen=True)
class Expectation:
    """What one cell must show.

    Attributes
    ----------
    cell : str
        Its id.
    says : str
        What it shows, in words.
    holds : callable
        ``holds(shown)`` tells whether a `stored.Shown` does.
    """

    cell: str
    says: str
    holds: Callable

    def holds_in(self, lesson):
        """Tell whether it holds; figures that are not there do not show it."""
        try:
            return bool(self.holds(lesson.shown(self.cell)))
        except (LookupError, ValueError):
            if self.cell not in lesson:
                raise
            return False

    def told(self, lesson):
        """Say what does not hold, and what is stored instead."""
        return f"cell {self.cell} should show that {self.says}, but: {lesson.shown(self.cell).text.strip()}"


def failing(name, lesson):
    """Return the sentences on what a lesson does not show.

    Parameters
    ----------
    name : str
        The notebook's name without its ending; for one without expectations, there are none.
    lesson : stored.Lesson
    """
    return [row.told(lesson) for row in EXPECTATIONS.get(name, ()) if not row.holds_in(lesson)]


def _ceilings(cell):
    return Expectation(
        cell,
        f"its ceilings are {LEAST_CEILING} a CPU or more, up to the usable ones",
        lambda s: (
            2 in s.ceiling
            and all(v >= LEAST_CEILING * n for n, v in s.ceiling.items() if n <= s.n_cpus)
        ),
    )


def _interval(cell):
    return Expectation(
        cell,
        f"the upper end of its interval is no more than {WIDEST:g} times the lower",
        lambda s: s.interval[1] <= WIDEST * s.interval[0],
    )


def _pool_that_computes(cell):
    """Return the rows on a lab whose worker processes compute."""
    return (
        Expectation(
            cell, f"two workers are {COMPUTES} times as fast", lambda s: s.speedup[2] >= COMPUTES
        ),
        Expectation(
            cell,
            "one worker gains nothing, and no more is gained than there are CPUs",
            lambda s: s.speedup[1] <= AT_MOST and max(s.speedup.values()) <= 1.1 * s.n_cpus,
        ),
        Expectation(cell, "the verdict is faster", lambda s: s.verdict == "faster"),
        _interval(cell),
        _ceilings(cell),
    )


def _lab_that_waits(cell, least):
    """Return the rows on a lab whose workers wait; `least` has the least speedup by number of workers."""
    return (
        Expectation(
            cell,
            f"waits overlap: {', '.join(f'{v} with {n} workers' for n, v in least.items())}, and faster",
            # A little more than n by noise: the loop waits a hundredth longer than it should.
            lambda s: (
                all(v <= s.speedup[n] <= 1.02 * n for n, v in least.items())
                and s.verdict == "faster"
            ),
        ),
        _interval(cell),
    )


def _claim(cell, says, holds="holds"):
    return Expectation(cell, says, lambda s: f": {holds}\n" in s)


def _between(low, high):
    return lambda s: low <= s.numbers[0] <= high


def _was_between(low, high):
    """Return what holds of a cell that compares: a prediction, if there is one, stands first."""
    return lambda s: low <= s.after("it was ")[0] <= high


def _last_of_off(shown):
    """Tell whether the line of a Python without its GIL ends with a number above zero."""
    return int(shown.line("GIL off").split()[-1]) > 0


_BY_OPERATIONS = "Measured speedup by operations a number"  # so a lab's picture begins its points

_row = Expectation

EXPECTATIONS = {
    "00_start_here": (
        _row(
            "machine-report",
            "there are two usable CPUs or more",
            lambda s: s.after("usable CPUs")[0] >= 2,
        ),
        _row("machine-report", "the GIL is on", lambda s: s.line("GIL").split()[1] == "on"),
        _row("sequential-run", "8 x 0.1 s take a little more than 0.8 s", _between(0.8, 0.9)),
        _row(
            "parallel-run",
            "two rounds and the start-up take 0.2 to 0.5 s",
            _was_between(0.2, 0.5),
        ),
        _row("noise-run", "15 runs hardly differ", _was_between(1, 1.5)),
        _row(
            "ceiling-run",
            f"two processes do {2 * LEAST_CEILING} times the work of one",
            lambda s: s.after("it was ")[0] >= 2 * LEAST_CEILING,
        ),
        *_pool_that_computes("lab"),
        _row("lab-fraction", "the verdict is faster", lambda s: "\nfaster. " in s),
        _row(
            "cores-run",
            "twice as many processes as usable CPUs do no more than as many",
            lambda s: (
                s.after(f"\n{min(16, 2 * s.n_cpus):.0f} processes:")[0]
                <= AT_MOST * s.after(f"\n{min(16, s.n_cpus):.0f} processes:")[0]
            ),
        ),
        _row(
            "scaling-run",
            "two workers need far less time for the same work, and hardly more for twice as much",
            lambda s: (
                0.4 <= s.after("strong: the same work, ")[0] <= 0.8
                and 0.8 <= s.after("weak: twice the work, ")[0] <= 1.4
            ),
        ),
        _row("wait-many", "16 waits overlap far beyond 2 CPUs", lambda s: s.after("were ")[0] >= 4),
        _row(
            "contents",
            "nine lessons, or more, are listed with their minutes, and so is the sum",
            lambda s: s.text.count(" minutes") >= 9 + 1 and s.after("together")[0] >= 9 * 30,
        ),
    ),
    "01_gil": (
        _row("gil-here", "the GIL is on", lambda s: " on " in s),
        _row(
            "wait-run",
            "two rounds take a little more than 0.2 s",
            lambda s: 0.2 <= s.after("it was ")[0] <= 0.35,
        ),
        _row(
            "lab-python",
            "threads that compute in Python gain nothing, and are not called faster",
            lambda s: max(s.speedup.values()) <= AT_MOST and s.verdict != "faster",
        ),
        _ceilings("lab-python"),
        _row("lab-python-verdict", "threads take turns", lambda s: "take turns" in s),
        _row(
            "lab-c",
            f"threads in C without the GIL are {COMPUTES} times as fast, and faster",
            lambda s: min(s.speedup[2], s.speedup[4]) >= COMPUTES and s.verdict == "faster",
        ),
        _ceilings("lab-c"),
        _row(
            "lab-c-verdict",
            "the range of C lies above that of Python code",
            lambda s: s.after("C without the GIL:")[0] > s.after("Python code      :")[1],
        ),
        _row(
            "gil-loop",
            "two loops exclude each other and switch about every 5 ms",
            lambda s: "no two threads" in s and 10 <= s.after("Python loop. In ")[1] <= 30,
        ),
        _row(
            "gil-lets-go",
            "two calls that let go are in progress at once",
            lambda s: s.after("at the same time for ")[0] >= 50,
        ),
        _row(
            "gil-keeps",
            "two calls that keep it exclude each other and switch less often than two loops",
            lambda s: (
                "no two threads" in s
                and s.after("keeps the GIL. In ")[1]
                < s.other("gil-loop").after("Python loop. In ")[1]
            ),
        ),
        _row(
            "interval-run",
            "the counts are near those by division",
            lambda s: all(0.5 <= s.after(f"{ms} ms: ")[0] / (300 / ms) <= 1.4 for ms in (1, 5, 50)),
        ),
        _row(
            "heartbeat-run",
            "the heart beats late beside Python, on time beside C that lets go, not at all beside the rest",
            lambda s: (
                4 <= s.after("count_primes: typical gap")[0] <= 9
                and s.after("derive_key  : typical gap")[0] <= 3
                and s.after("add_up      : typical gap")[0] >= 100
            ),
        ),
        _row("race-small", "the short test loses nothing", lambda s: set(s.after("runs: ")) == {0}),
        _row("race-run", "the long one loses updates", lambda s: s.after("wrong runs:")[0] >= 1),
    ),
    "02_multiprocessing": (
        _row(
            "sweep-rounds",
            "no run takes less than by arithmetic, nor 0.15 s more",
            lambda s: all(
                0
                <= s.after(f"{who}, by arithmetic")[1] - s.after(f"{who}, by arithmetic")[0]
                <= 0.15
                for who in ("workers: 1", "workers: 2", "workers: 3", "workers: 4", "workers: 8")
            ),
        ),
        _row(
            "efficiency-plot",
            "three workers stay below two and below 0.89",
            lambda s: (
                s.panel("Efficiency by number of workers")[3] <= 0.89
                and s.panel("Efficiency by number of workers")[2] >= 0.9
            ),
        ),
        *_pool_that_computes("lab-pool"),
        _row(
            "start-methods",
            "fork is the first to give a result, and a second forkserver gains",
            lambda s: (
                s.after("fork   ")[0] < s.after("spawn")[0]
                and s.after("forkserver")[1] < s.after("forkserver")[0]
            ),
        ),
        _row("cell-function-sweep", "the task is not found", lambda s: "TaskImportError" in s),
        _row(
            "globals-before",
            "a forked worker has the copy, a spawned one imports anew",
            lambda s: s.after("fork   ") == [99] and s.after("spawn ") == [5],
        ),
        _row(
            "send-times",
            "to send costs more than to sum, and there and back more still",
            lambda s: (
                3 * s.after("summed here:")[0] <= s.after("one number back:")[0]
                and s.after("one number back:")[0] < s.after("MB there and back:")[0]
            ),
        ),
        _row(
            "chunks-throughput",
            "chunks of 50 are 3 times as fast as those of 1, and the plain loop is the fastest",
            lambda s: (
                3 * s.after(" 1: ")[0] <= s.after(" 50: ")[0] < s.after("plain loop:")[0]
                and s.after(" 250: ")[0] < s.after("plain loop:")[0]
            ),
        ),
        _row(
            "break-even",
            "a pool pays from some size on",
            lambda s: s.after("breaks even at")[0] > 0,
        ),
        _row(
            "break-even-check",
            "it becomes faster within the sizes tried",
            lambda s: "it becomes faster between" in s.text,
        ),
        _row(
            "shared-times",
            "a copy and the work in place take less than to send it",
            lambda s: sum(s.after("doubled in place:")) < s.after("there and back:")[0],
        ),
    ),
    "03_threading": (
        _row("sequential", "ten pages take a little more than 1 s", _between(1, 1.25)),
        _row(
            "append",
            "the pages arrive from the last to the first",
            lambda s: s.text.index("Page 3") < s.text.index("Page 2") < s.text.index("Page 0"),
        ),
        _row("each", "ten waits overlap", _was_between(0.1, 0.25)),
        *_lab_that_waits("lab", {2: 1.8, 4: 3.4, 8: 5}),
        _row(
            "lab",
            "12 pages on 8 workers do not pass 6, their two rounds",
            lambda s: s.speedup[8] <= 6,
        ),
        _row(
            "more",
            "40 workers are no faster than 10, and 30 of them get nothing",
            lambda s: (
                s.after("40 workers, of which")[0] == 10
                and all(
                    0 <= s.after(f"{n} workers")[2] - s.after(f"{n} workers")[1] <= 0.1
                    for n in (5, 10, 40)
                )
            ),
        ),
        _row("tally", "the total lacks something", lambda s: s.numbers[0] < s.numbers[1]),
        _row(
            "deadlock-chart",
            "both wait for the other until Ann gives up after 0.5 s",
            lambda s: (
                "Ann holds both" not in s and 0.65 <= s.after("Ben holds both from")[0] <= 0.8
            ),
        ),
        _row(
            "order",
            "one row begins when the other has ended",
            lambda s: (
                max(s.after(f"{who} holds both from")[0] for who in ("Ann", "Ben"))
                > min(s.after(f"{who} holds both from")[1] for who in ("Ann", "Ben"))
            ),
        ),
        _row("event", "it ends at once", _was_between(0, 100)),
    ),
    "04_concurrent_futures": (
        _row(
            "grid",
            "waits overlap on either kind of worker, on threads almost wholly",
            lambda s: (
                s.panel("waits", "threads")[4] >= 3.6 and s.panel("waits", "processes")[4] >= 2
            ),
        ),
        _row(
            "grid",
            f"processes that compute reach {COMPUTES} with two workers",
            lambda s: s.panel("computes", "processes")[2] >= COMPUTES,
        ),
        _row(
            "grid",
            "threads that compute gain nothing",
            lambda s: max(s.panel("computes", "threads").values()) <= AT_MOST,
        ),
        _row(
            "grid-verdicts",
            "all are faster but threads that compute",
            lambda s: (
                [line.endswith("; faster") for line in s.text.strip().splitlines()[1:]]
                == [True, True, False, True]
            ),
        ),
        *_lab_that_waits("lab-pages", {2: 1.8, 4: 3.4, 8: 6}),
        *_pool_that_computes("lab-processes"),
        _row(
            "first-page",
            "map holds its first page after 0.9 s, as_completed after 0.1 s",
            lambda s: (
                s.after("map: a first page after")[0] >= 0.9
                and s.after("as_completed: a first page after")[0] <= 0.3
            ),
        ),
        _row(
            "initializer-run",
            "a session for each thread that was started",
            lambda s: s.numbers[0] == 16 and 1 <= s.numbers[1] <= 4,
        ),
        _row(
            "chunks-throughput",
            "chunks of 1000 are 20 times as fast as those of 1",
            lambda s: s.after(" 1000:")[0] >= 20 * s.after("   1:")[0],
        ),
        _row(
            "lab-uneven",
            "the straggler comes last: about 3.1 times as fast, and a part of the time is idle",
            lambda s: (
                2.7 <= s.speedup[4] <= 3.25
                and s.verdict == "faster"
                and 10 <= s.after("which is ")[0] <= 40
            ),
        ),
    ),
    "05_joblib": (
        _row(
            "first",
            "the first call pays for its workers, the second does not",
            lambda s: 0.1 <= s.after("second call:")[0] <= 0.2 < s.after("first call:")[0],
        ),
        _row(
            "sum-times",
            "the sum here is shorter",
            lambda s: s.after("here")[0] < s.after("on 2 workers")[0],
        ),
        _row(
            "lab",
            "an array with little work for each number loses by far",
            lambda s: s.speedup[2] <= 0.5 and s.verdict == "slower",
        ),
        _row(
            "lab-waves",
            "one with enough work for each number wins: 1.3 with two workers, and faster",
            lambda s: 1.3 <= s.speedup[2] <= 2.2 and s.verdict == "faster",
        ),
        _ceilings("lab-waves"),
        _row(
            "lab-verdict",
            "the range of much work lies above 1, that of little work below",
            lambda s: s.after("waves: ")[0] > 1 > s.after("squares: ")[1],
        ),
        _row(
            "memmap-times",
            "to map it is faster than to pickle it",
            lambda s: s.after("memory-mapped:")[0] < s.after("pickled:")[0],
        ),
        _row(
            "backends",
            "with two workers loky gains on either task, 1.3 or more",
            lambda s: min(s.panel("loky", name)[2] for name in ("array", "Python")) >= 1.3,
        ),
        _row(
            "backends",
            "threads gain 1.4 or more on the array, and nothing in Python code",
            lambda s: (
                s.panel("threading", "array")[2] >= 1.4
                and s.panel("threading", "Python")[2] <= AT_MOST
            ),
        ),
        _row(
            "backends",
            "a new pool for each call stays behind the processes that loky keeps",
            lambda s: all(
                s.panel("multiprocessing", name)[2] < s.panel("loky", name)[2]
                for name in ("array", "Python")
            ),
        ),
        _row(
            "backends-verdicts",
            "loky, and threads on the array, are faster; threads in Python code are not",
            lambda s: (
                [
                    line.endswith("; faster")
                    for line in s.text.splitlines()
                    if line.startswith(("loky", "threading"))
                ]
                == [True, True, True, False]
            ),
        ),
        _row(
            "batch-throughput",
            "batches of 100 are 5 times as fast as single tasks",
            lambda s: s.after("batches of  100:")[0] >= 5,
        ),
        _row(
            "progress",
            "all was handed out, although one result was taken",
            lambda s: s.after("it was ")[0] == 20,
        ),
        _row("progress", "the sum is right", lambda s: s.after("sum:") == [2470]),
        _row(
            "blas",
            "a worker has its share of the CPUs",
            lambda s: s.after("in 2 workers:") == [s.n_cpus // 2] * 2,
        ),
        _row(
            "blas-times",
            "more threads than CPUs take longest",
            lambda s: (
                [line.split()[-2] for line in s.text.strip().splitlines()][-1]
                == max((line.split()[-2] for line in s.text.strip().splitlines()), key=int)
            ),
        ),
        _row("inner", "each worker has the 2 that were asked for", lambda s: s.numbers == [2, 2]),
        _row("bad-size", "it does not fit", lambda s: "do not fit" in s),
    ),
    "06_asyncio": (
        _row(
            "turn-run",
            "awaited in turn the waits add up, gathered they overlap",
            lambda s: s.after("in_turn")[0] >= 0.5 and s.after("gathered")[0] <= 0.2,
        ),
        _row(
            "blocking-run",
            "only what blocks adds up",
            lambda s: (
                s.after("blocks")[0] >= 0.5
                and max(s.after("awaits")[0], s.after("uses_threads")[0]) <= 0.25
            ),
        ),
        _row(
            "heart-run",
            "the heart beats beside the thread: 30 times or more in all",
            lambda s: s.after("heart beats")[0] >= 30,
        ),
        _row(
            "heart-count",
            "no beat while the loop is blocked, 10 or more beside the thread",
            lambda s: s.numbers[0] == 0 and s.numbers[1] >= 10,
        ),
        _row(
            "find-blocking",
            "the coroutine that blocks is named, with its line and its 0.2 s",
            lambda s: "read_settings" in s and s.numbers[0] == 4 and s.numbers[1] >= 0.2,
        ),
        _row("semaphore-run", "20 pages in four rounds take 0.4 s", _between(0.4, 0.55)),
        _row("semaphore-run", "five of 20 requests at once", lambda s: s.numbers[-2:] == [20, 5]),
        *_lab_that_waits("lab", {2: 1.8, 4: 3.4, 8: 6.5}),
        _row(
            "lab-verdict",
            "one thread has eight tasks in progress",
            lambda s: s.after("ran the tasks:") == [1] and s.after("in progress at once:") == [8],
        ),
        _row(
            "thousands-chart",
            "the website saw all of them at once, by either way",
            lambda s: s.after("tasks: ")[:3] * 2 == s.after("at once by asyncio:"),
        ),
        _row(
            "thousands-chart",
            "a thousand threads take longer and need more memory",
            lambda s: all(
                one < other
                for one, other in zip(
                    s.after("asyncio, 1000 tasks:"), s.after("threads, 1000 tasks:"), strict=True
                )
            ),
        ),
        _row("pool-run", "the heart beats", lambda s: s.after("heart beats")[0] >= 10),
        _row(
            "killed-why",
            "a hundred errors say why",
            lambda s: sum(s.numbers[:1]) <= 100 and "ended" in s,
        ),
    ),
    "07_choosing": (
        _row(
            "race",
            "threads come near to 4, and all tools gain",
            lambda s: (
                min(s.after("threading")[0], s.after("asyncio + threads")[0]) >= 3.5
                and all(
                    s.after(name)[0] >= 1.8
                    for name in ("multiprocessing", "concurrent.futures", "joblib")
                )
            ),
        ),
        _row(
            "race-verdicts",
            "all are faster",
            lambda s: all(line.endswith(" faster") for line in s.text.strip().splitlines()),
        ),
        _row(
            "computes-verdicts",
            f"the three with processes are faster, by {COMPUTES} or more; the two with threads are not",
            lambda s: (
                all(
                    s.after(name)[0] >= COMPUTES and s.line(name).endswith(" faster")
                    for name in ("multiprocessing", "concurrent.futures", "joblib")
                )
                and not any(s.line(name).endswith(" faster") for name in ("threading", "asyncio"))
            ),
        ),
        _claim("claim-light-run", "threads are lightweight"),
        _claim("claim-no-gain-run", "they gain nothing for Python code"),
        _claim("claim-parallel-run", "processes are truly parallel"),
        _claim("claim-slow-run", "processes can be slow"),
        _claim("claim-overlap-run", "a pool overlaps waits"),
        _claim("claim-send-run", "sending can be slow"),
        _claim(
            "claim-arrays-run", "joblib is not fast for arrays with little work", "does not hold"
        ),
        _claim("claim-memory-run", "a worker has memory of its own"),
        _claim("claim-thousands-run", "coroutines scale"),
        _claim("claim-blocking-run", "one that blocks stops all"),
        _row(
            "table",
            "nine of the ten claims hold, one does not",
            lambda s: s.text.count(" - holds (") == 9 and s.text.count(" - does not hold (") == 1,
        ),
        _row(
            "table",
            "the journal is quoted for every tool",
            lambda s: s.text.count("your labs: On ") == 5,
        ),
        _row(
            "best-loop",
            "the loop wins for abs, threads win for waits",
            lambda s: (
                s.after("abs, processes:")[0] < s.after("abs, threads:")[0] < 0.6
                and s.after("waits, threads:")[0] >= 3.5
                and 0.95 <= s.after("waits, a loop:")[0] <= 1.05
            ),
        ),
        _row("guide-ask", "a measurement of the reader's is quoted", lambda s: "\nOn 2" in s),
        *_pool_that_computes("lab"),
        _row("laws", "the limit by Amdahl stands in words", lambda s: " 10.0 on the same" in s),
        _row(
            "laws-fit",
            "a small serial fraction fits the points, or they are too few and it says so",
            lambda s: (
                "two numbers of workers above one" in s.text
                if s.n_cpus <= 2
                else s.after("serial fraction:")[0] <= 0.3
            ),
        ),
        _row(
            "model-fit",
            "what remains for the serial fraction is small",
            lambda s: s.after("serial fraction:")[0] <= 0.25,
        ),
        _row(
            "modelled-128",
            "sixteen tasks gain no more than sixteen times, and ten times as many gain more",
            lambda s: (
                2 < s.after("16 tasks:")[0] <= 16 and s.after("160 tasks:") > s.after("16 tasks:")
            ),
        ),
        _row(
            "modelled",
            "the curves go on beyond the points",
            lambda s: 2 < s.after("model, 16 tasks:")[0] < s.after("model, 160 tasks:")[0],
        ),
        _row("journal-chart", "there are 8 predictions or more", lambda s: s.numbers[0] >= 8),
        _row(
            "journal-chart",
            "some were too high, some too low",
            lambda s: s.numbers[1] >= 1 and s.numbers[2] >= 1,
        ),
        _row(
            "journal-worst",
            "the three worst are listed, of other lessons too",
            lambda s: (
                s.text.count(" predicted, ") == 3
                and len({t[:2] for t in s.text.split("\n")[::2]}) > 2
            ),
        ),
    ),
    "08_beyond_one_machine": (
        _row(
            "lab",
            "two workers of the cluster are 1.25 times as fast, and faster",
            lambda s: 1.25 <= s.speedup[2] <= 2.2 and s.verdict == "faster",
        ),
        _ceilings("lab"),
        _row("lab-verdict", "the verdict is faster", lambda s: s.text.startswith("faster. ")),
        _row(
            "map-run",
            "to map takes no time, to gather the time by arithmetic",
            lambda s: s.after("map ")[0] <= 0.1 and 0.4 <= s.after("with gather")[0] <= 0.55,
        ),
        _row(
            "data-times",
            "to send it with each task takes longest",
            lambda s: (
                s.after("sent with each task:")[0]
                > max(s.after("scattered once     :")[0], s.after("made there         :")[0])
            ),
        ),
        _row(
            "cost-print",
            "a task costs a pool more than a loop, and a cluster more than a pool",
            lambda s: s.after("loop   :")[0] < s.after("pool   :")[0] < s.after("cluster:")[0],
        ),
        _row(
            "chunk-print",
            "four tasks cost a third of 200 or less",
            lambda s: s.after("a task for each value:")[0] >= 3 * s.after("four tasks:")[0],
        ),
        _row("kill-begin", "the victim held results", lambda s: s.numbers[0] >= 1),
        _row(
            "kill-now",
            "the dead worker held results, and another process is in its place",
            lambda s: (
                s.after("results that it held:")[0] >= 1
                and set(s.after("before:")) != set(s.after("now:"))
            ),
        ),
        _row("wrong-address", "nothing listens there", lambda s: "nothing listens there" in s),
    ),
    "09_queues": (
        _row(
            "time-run",
            "the pipeline takes the time of its slowest stage, and not the 2 s of a loop",
            lambda s: 1.24 <= s.after("it was ")[0] <= 1.6,
        ),
        _row(
            "ends-run",
            "workers at the ends bring nothing, in the middle they do, everywhere no more",
            lambda s: (
                s.after("it was ")[0] >= 1.2
                and max(s.after("in the middle:")[0], s.after("everywhere   :")[0]) <= 0.8
            ),
        ),
        _row(
            "longer-run",
            "longer queues bring no throughput, and a longer way",
            lambda s: (
                s.after("queues of 100:")[0] <= 1.1 * s.after("queues of   1:")[0]
                and s.after("queues of 100:")[1] >= 2 * s.after("queues of   1:")[1]
            ),
        ),
        _row(
            "lab",
            "nearly as much comes through as the slowest stage allows, which is 33.3 a second",
            lambda s: (
                85 <= s.after("came through,")[0] <= 100 and "of the 33.3 that parse" in s.text
            ),
        ),
        _row(
            "little-numbers",
            "items wait before the slowest stage, and not behind it",
            lambda s: s.after("fetch and parse:")[0] > 2 > s.after("parse and store:")[0],
        ),
        _row(
            "killed-run",
            "the worker lives on, and with the handler all ends in time",
            lambda s: s.text.strip().endswith("a worker answers: 1"),
        ),
    ),
    "10_without_the_gil": (
        _row("found-run", "a Python without a GIL was found", lambda s: "free-threaded" in s),
        _row("start-run", "another Python answers within a second", _was_between(0, 1000)),
        _row(
            "lab-python",
            f"threads without a GIL are {COMPUTES} times as fast, those with it gain nothing",
            lambda s: (
                s.after("GIL off: 2: ")[0] >= COMPUTES and s.after("GIL on: 2: ")[0] <= AT_MOST
            ),
        ),
        _row(
            "lab-python-verdict",
            "threads without a GIL are called faster",
            lambda s: ": faster. " in s.line("GIL off"),
        ),
        _row(
            "lab-shared",
            "threads that share a counter gain nothing without a GIL, and lose updates",
            lambda s: (
                s.after("GIL off: 2: ")[0] <= AT_MOST
                and "updates, from run to run. " in s
                and "GIL off: none" not in s
            ),
        ),
        _row("count-run", "updates are lost without a GIL", _last_of_off),
        _row("page-run", "pages are fetched twice without a GIL", _last_of_off),
        _row("loop-run", "loops are broken without a GIL", _last_of_off),
        _row(
            "mend-run",
            "no loop over a copy is broken",
            lambda s: {line.split()[-1] for line in s.text.strip().splitlines()} == {"0"},
        ),
        _row("lock-run", "a lock takes time in one thread, too", _was_between(1, 1000)),
    ),
    "11_finding_faults": (
        _row(
            "hung-run",
            "threads that hang cost another nothing, and all of them hang",
            lambda s: s.after("still waiting:") == [100] and s.after("it was ")[0] <= 1.5,
        ),
        _row(
            "lab",
            "the deadlock is seen, and the one who looked had its turn all the time",
            lambda s: (
                "of program B: deadlock. You said deadlock: right." in s
                and s.after("got its turn")[0] >= 75
            ),
        ),
        _row(
            "profile-run",
            "one function has nearly all of the time",
            lambda s: s.after("two workers: at most")[0] >= 1.8,
        ),
        _row("profile-mended-times", "a set is far faster", lambda s: s.numbers[-1] >= 50),
        _row(
            "split-run",
            "one stage waits, the other computes",
            lambda s: (
                s.after("wait_for")[1] <= 0.05
                and s.after("count_primes")[1] >= 0.8 * s.after("count_primes")[0]
            ),
        ),
    ),
    "12_arrays": (
        _row(
            "blas",
            "a sine of each number keeps one CPU busy, and a product of matrices several",
            lambda s: s.after("np.sin(numbers)")[0] <= 1.1 and s.after("matrix @ matrix")[0] >= 1.5,
        ),
        _row("threadpools", "a BLAS has threads", lambda s: "blas" in s),
        _row(  # of one operation nothing: a memory may have enough for two, as in many servers
            "lab",
            f"many operations are {COMPUTES} times as fast, and nothing gains more than there are CPUs",
            lambda s: (
                s.panel(_BY_OPERATIONS)[256] >= COMPUTES
                and max(s.panel(_BY_OPERATIONS).values()) <= AT_MOST * s.n_cpus
            ),
        ),
        _row(
            "sizes",
            "a small array is slower in threads, and a large one is not",
            lambda s: s.after("0.1 MB:")[0] < 1 <= s.after("32 MB:")[0],
        ),
        _row(
            "ridge",
            "there is a ridge for one worker and for all together",
            lambda s: s.after("all together: at most")[1] > 0 < s.after("one worker: at most")[1],
        ),
        _row(
            "blocks",
            "blocks are faster than three journeys through the array",
            lambda s: s.after("\nblocks ")[0] < s.after("\nout= ")[0],
        ),
        _row(
            "false",
            "to write by turns is slower than into two arrays",
            lambda s: s.after("by turns ")[0] > s.after("two arrays ")[0],
        ),
        _row("look", "another tracker has removed it", lambda s: "by default: it is gone" in s),
        _row(
            "random-fresh",
            "forked workers draw the same by NumPy, and others do not",
            lambda s: (
                s.line("fork ").split()[1:] == ["False", "True", "True"]
                and s.line("spawn ").split()[1:] == ["False", "False", "True"]
            ),
        ),
        _row(
            "gpu-bound",
            "waves may gain far more than squares",
            lambda s: s.after("sum_of_waves")[1] > 5 * s.after("sum_of_squares")[1],
        ),
    ),
}

# Cells whose output differs from run to run or between machines, and shows nothing that must be so.
SAYS_NOTHING = {
    "00_start_here": {"ceiling-explain"},  # one of three sentences on the ceiling above it
    "01_gil": {"plus-run", "free-check"},  # what this version and this build of Python do
    "02_multiprocessing": {"setup"},
    "04_concurrent_futures": {"interpreters"},  # Python 3.14 has them
    "07_choosing": {"journal-show"},
    "08_beyond_one_machine": {"dashboard"},
    "09_queues": {"shutdown"},  # Python 3.13 has it
    "10_without_the_gil": {"context-threads", "pool-run"},  # what this version and build do
    "11_finding_faults": {"spy", "pstree", "sampling"},  # what this machine has
    "12_arrays": {"numba", "tables"},  # whether what is optional is installed, and what it does
}
