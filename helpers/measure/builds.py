"""The same threads under several builds of Python, each in a child of another interpreter."""

import contextlib
from collections import deque
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from time import monotonic
from typing import NamedTuple

from helpers import workloads
from helpers.measure import cpu_time
from helpers.measure.ceilings import MAX_WORKERS
from helpers.measure.children import FailedError, child_of
from helpers.measure.intervals import FEWEST_ROUNDS, MOST_ROUNDS
from helpers.measure.results import Measurement, Run, is_clear
from helpers.measure.rounds import Step
from helpers.wording.arguments import check_count, check_list, check_number
from helpers.wording.words import counted, name_of
from helpers.worker import contended
from helpers.worker.interpreter_child import LOOP, POOL, THREADS
from helpers.worker.spans import Span, Worker

__all__ = [
    "MOST_BUILDS",
    "TASKS",
    "Build",
    "InBuild",
    "builds_of",
    "iter_builds",
    "suits",
    "sweep_builds",
]

TASKS = {
    "Python loop": workloads.count_primes,
    "C that lets go of the GIL": workloads.derive_key,
    "C that keeps the GIL": workloads.add_up,
    "shared counter": contended.count_up,
    "shared counter, locked": contended.count_up_locked,
    "shared list": contended.append_and_pop,
    "shared dict": contended.count_in_dict,
}
MOST_BUILDS = 6  # curves that a picture can tell apart
_SLOWER = 8  # times, that threads which share an object may be at first sight


class Build(NamedTuple):
    """A Python as its threads are measured.

    Attributes
    ----------
    name : str
    interpreter : Interpreter
    gil : bool or None
        Whether a free-threaded build is to have its GIL; None for an ordinary one, which always has it.
    workers : str
        "threads", or "interpreters" for `concurrent.futures.InterpreterPoolExecutor`.
    """

    name: str
    interpreter: object
    gil: bool | None = None
    workers: str = THREADS


@dataclass(frozen=True)
class InBuild(Measurement):
    """A measurement in one build, beside that build's own loop.

    Attributes
    ----------
    lost : tuple of int or None
        How many updates of the shared object were missing after each run with the most threads; None if
        the task shares none.
    n_updates : int
        How many there should have been in a run.
    """

    lost: tuple | None = None
    n_updates: int = 0


def builds_of(found):
    """List the builds to measure for some interpreters.

    Parameters
    ----------
    found : list of Interpreter
        This one first.

    Returns
    -------
    list of Build
        At most `MOST_BUILDS`, in the order of the interpreters. A free-threaded one comes twice, without
        its GIL and with it, and one has interpreters in threads, if any can: an ordinary one rather than
        a free-threaded one, where they do without a GIL, too. Of more, those stay that show more: this
        one, the free-threaded ones, the interpreters, then the newest.
    """
    every, able = [], [one for one in found if one.has_interpreter_pool]
    with_pool = min(able, key=lambda one: one.built_free, default=None)
    for number, one in enumerate(found):
        rank = 3 if number else 0
        if one.built_free:
            every.append((min(rank, 1), Build(f"{one.short_name}, GIL off", one, gil=False)))
            every.append((min(rank, 1), Build(f"{one.short_name}, GIL on", one, gil=True)))
        else:
            every.append((rank, Build(one.short_name, one)))
        if one is with_pool:
            gil = False if one.built_free else None
            every.append((2, Build(f"{one.short_name}, interpreters", one, gil, POOL)))
    kept = sorted(every, key=lambda pair: pair[0])[:MOST_BUILDS]
    return [build for rank, build in every if (rank, build) in kept]


def suits(build, task):
    """Tell whether a build can run a task.

    Parameters
    ----------
    build : Build
    task : callable

    Returns
    -------
    bool
        False for interpreters in threads and a task that shares an object: they share none.
    """
    return build.workers != POOL or not contended.is_shared(task)


def sweep_builds(builds, task, inputs, n_threads, n_rounds=3):
    """Run a task in threads under several builds, round by round, and return what was measured.

    Parameters
    ----------
    builds, task, inputs, n_threads
        As for `iter_builds`; a build that cannot do it is printed, and left out.
    n_rounds : int, optional

    Returns
    -------
    dict of str to InBuild
        By the build's name.

    Raises
    ------
    TypeError, ValueError, RuntimeError
        As for `iter_builds`.
    """
    given = builds, task, inputs, n_threads, n_rounds
    steps = iter_builds(*given, on_failure=lambda build, sentence: print(sentence))
    return deque(steps, maxlen=1).pop()  # each has all runs of those before it


def iter_builds(
    builds,
    task,
    inputs,
    n_threads,
    n_rounds=None,
    budget_s=3.0,
    stop=None,
    on_step=None,
    on_failure=None,
):
    """Do what `sweep_builds` does, and yield after each run what is known by then.

    Parameters
    ----------
    builds : list of Build
        Those that do not suit the task are left out.
    task : callable
        A function of a module that needs nothing but the standard library, such as those of `TASKS`.
    inputs : list of int
    n_threads : list of int
    n_rounds : int, optional
        Exactly so many; if not given, three or more, until each verdict is clear or the budget is used up.
    budget_s : float, optional
        Seconds after which no further round begins, once there are three.
    stop : StopFlag, optional
        Once it is set, `Stopped` is raised, and the children are ended.
    on_step : callable, optional
        ``on_step(step)`` is called before each `Step`.
    on_failure : callable, optional
        ``on_failure(build, sentence)`` is called when a build cannot do it, and then goes on without it; if
        it is not given, that raises.

    Yields
    ------
    dict of str to InBuild
        By the build's name; of those that work.

    Raises
    ------
    Stopped
        If `stop` was set.
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range; arguments are checked at the call.
    RuntimeError
        If no build can do it; or one, and `on_failure` was not given.
    """
    inputs = check_list("inputs", inputs)
    n_threads = check_list("n_threads", n_threads)
    n_threads = [check_count("n_threads", n, MAX_WORKERS) for n in n_threads]
    n_rounds = None if n_rounds is None else check_count("n_rounds", n_rounds, 1000)
    check_number("budget_s", budget_s, 0, 3600)
    able = [build for build in check_list("builds", builds) if suits(build, task)]
    if not able:
        raise ValueError(f"builds has none that can run {name_of(task)}.")
    sweep = _Sweep(task, inputs, n_threads, stop, on_step or (lambda step: None), on_failure)
    return sweep.steps(able, n_rounds, budget_s)


@dataclass
class _SoFar:
    """What the rounds have given of one build by now."""

    baselines: list = field(default_factory=list)
    elapsed: dict = field(default_factory=dict)  # number of threads -> pairs of seconds and spans
    lost: list = field(default_factory=list)
    spent: list = field(default_factory=list)
    spans: tuple = ()

    def measurement(self, inputs, results, is_shared):
        runs = [
            [Run(n, s, *run) for s, run in zip(self.baselines, its, strict=False)]
            for n, its in self.elapsed.items()
        ]
        runs = [each for each in runs if each]
        return InBuild(
            n_workers=[each[0].n_workers for each in runs],
            baselines_s=list(self.baselines),
            baseline_spans=self.spans,
            waits=False,
            runs=runs,
            results=results,
            others=cpu_time.others_told(reduce(add, self.spent)) if self.spent else None,
            lost=tuple(self.lost) if is_shared else None,
            n_updates=sum(inputs) if is_shared else 0,
        )


class _Sweep:
    """The rounds of one task under several builds."""

    def __init__(self, task, inputs, n_threads, stop, begin, on_failure):
        self._task, self._inputs, self._n_threads = task, inputs, n_threads
        self._stop, self._begin, self._on_failure = stop, begin, on_failure
        self._children, self._so_far, self._results = {}, {}, None

    def steps(self, builds, n_rounds, budget_s):
        began_s, n = monotonic(), 0
        with contextlib.ExitStack() as stack:
            empty = {build.name: {n: [] for n in self._n_threads} for build in builds}
            self._so_far = {name: _SoFar(elapsed=elapsed) for name, elapsed in empty.items()}
            for build in builds:
                self._begin(Step(f"the start of Python {build.name}"))
                with self._failing(build):
                    child = stack.enter_context(child_of(build, self._stop))
                    self._children[build.name] = child
                    child.run(self._task, self._inputs[:1], LOOP, 1)  # first calls are not counted
            turns = list(builds)
            while True:
                for build in turns:
                    each = [None, *self._n_threads]
                    for who in each[n % len(each) :] + each[: n % len(each)]:
                        self._measure(build, who)
                        yield self._known()
                n, turns = n + 1, [*turns[1:], turns[0]]
                if n_rounds is not None:
                    if n >= n_rounds:
                        return
                elif n >= MOST_ROUNDS or (
                    n >= FEWEST_ROUNDS
                    and (monotonic() - began_s >= budget_s or is_clear(self._known()))
                ):
                    return

    def _known(self):
        is_shared = contended.is_shared(self._task)
        return {
            name: self._so_far[name].measurement(self._inputs, self._results, is_shared)
            for name in self._children
        }

    @contextlib.contextmanager
    def _failing(self, build):
        """Go on without a build that fails; without any, there is nothing to go on with."""
        try:
            yield
        except FailedError as error:
            sentence = f"Python {build.name} {str(error).rstrip('.')}."
            self._children.pop(build.name, None)
            del self._so_far[build.name]
            if self._on_failure is None or not self._so_far:
                raise RuntimeError(sentence) from None
            self._on_failure(build, sentence)

    def _measure(self, build, n):
        """Let one build run its loop, or its threads if `n` says how many."""
        if build.name not in self._children:
            return
        child, so_far = self._children[build.name], self._so_far[build.name]
        self._begin(self._step(build, n))
        with self._failing(build):
            workers = LOOP if n is None else build.workers
            before, own_before_s = cpu_time.now(), child.cpu_s()
            answer = child.run(self._task, self._inputs, workers, n or 1)
            own_s, spent = child.cpu_s() - own_before_s, cpu_time.now() - before
            if self._results is None:
                self._results = answer["results"]
            elif answer["results"] != self._results:
                raise FailedError(f"has other results of {name_of(self._task)} than another Python")
            spans = tuple(Span(Worker(p, t), s, e) for p, t, s, e in answer["spans"])
            if n is None:
                so_far.baselines.append(answer["elapsed_s"])
                so_far.spans = spans
                # To this process, the child is another program.
                own = {"thread_s": own_s, "process_s": spent.process_s + own_s, "queued_s": None}
                so_far.spent.append(spent._replace(**own))
            else:
                so_far.elapsed[n].append((answer["elapsed_s"], spans))
                if n == max(self._n_threads) and answer["lost"] is not None:
                    so_far.lost.append(answer["lost"])

    def _step(self, build, n):
        """Say what comes next, and how long that and a whole round take, as far as that is known."""
        known = [s for so_far in self._so_far.values() for s in so_far.baselines[-1:]]
        loop_s, before = max(known, default=None), self._so_far[build.name].elapsed.get(n)
        expected_s = loop_s
        if before:
            expected_s = before[-1][0]
        elif loop_s is not None and n is not None and contended.is_shared(self._task):
            expected_s = _SLOWER * loop_s
        each = len(self._children) * (1 + len(self._n_threads))
        what = "the loop" if n is None else counted(n, "thread")
        return Step(f"{what} of Python {build.name}", expected_s, loop_s and loop_s * each)
