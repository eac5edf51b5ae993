"""The steps of the rounds, and what they have given by now."""

from contextlib import suppress
from dataclasses import dataclass, field
from functools import reduce
from operator import add
from typing import NamedTuple

from helpers import laws
from helpers.measure import ceilings, cpu_time, runs
from helpers.measure.copies import own_copy
from helpers.measure.equality import equal
from helpers.measure.first_calls import FAR_UNLIKE, NOTICED_S, FirstCalls, n_remembered
from helpers.measure.results import Measurement, Run
from helpers.wording.words import counted, name_of
from helpers.worker.failures import only_here
from helpers.worker.traced import Traced

__all__ = ["SoFar", "Step", "steps"]

_LOOP, _CEILINGS = object(), object()  # what else takes its turn in a round
_UNLIKE = 2  # times as long as all later ones: a first loop


@dataclass
class SoFar:
    """What the rounds have given by now.

    Attributes
    ----------
    baselines : list of float
        Seconds of the loops, one a round.
    elapsed : dict of object to list of tuple
        By candidate: seconds and spans of its runs, one a round.
    round_is_over : bool
        Whether every one had its turn in the latest round.
    """

    n_workers: dict  # candidate -> its number of workers
    waits_itself: bool | None  # what the task says
    first_calls: FirstCalls = field(default_factory=FirstCalls)
    first_result: list = field(default_factory=list)
    remembers_all: bool = False  # whether the task has looked up all answers of the latest loop
    inputs_are_shared: bool = False
    baselines: list = field(default_factory=list)
    elapsed: dict = field(default_factory=dict)
    ceilings: dict = field(default_factory=dict)
    spent: list = field(default_factory=list)
    spans: tuple = ()
    results: list = field(default_factory=list)
    round_is_over: bool = False

    @property
    def waits(self):
        """Whether the tasks wait; None if that cannot be told."""
        if self.waits_itself is not None:
            return self.waits_itself
        told = [cpu_time.tasks_wait(spent) for spent in self.spent]
        # A loop in which they computed shows that they do; others may be too short to show it.
        return False if False in told else told[-1]

    @property
    def n_counted(self):
        """How many rounds count by now."""
        return len(self.baselines) - self._skipped

    def of(self, candidates):
        """Make a measurement of some candidates, but for those that have not run yet."""
        skipped = self._skipped
        its_runs = []
        for key in candidates:
            # A run may come before the loop of its round: it counts as soon as that is there.
            pairs = list(zip(self.baselines, self.elapsed.get(key, []), strict=False))[skipped:]
            its_runs.append([Run(self.n_workers[key], s, *run) for s, run in pairs])
        its_runs = [each for each in its_runs if each]
        return Measurement(
            n_workers=[each[0].n_workers for each in its_runs],
            baselines_s=self.baselines[skipped:],
            baseline_spans=self.spans,
            waits=self.waits,
            runs=its_runs,
            results=self.results,
            ceilings={n: list(values) for n, values in self.ceilings.items()},
            others=cpu_time.others_told(reduce(add, self.spent)),
            notes=tuple(self._notes()),
            nothing_left=self.nothing_left,
        )

    @property
    def _later_s(self):
        """What the loops after the first took at most, or None as long as there are too few."""
        return max(self.baselines[1:]) if len(self.baselines) > 2 else None

    @property
    def _skipped(self):
        """How many of the first rounds are not counted: one if its loop was unlike all later ones."""
        later_s = self._later_s
        unlike = later_s is not None and self.baselines[0] > max(_UNLIKE * later_s, NOTICED_S)
        return 1 if unlike else 0

    @property
    def nothing_left(self):
        """Whether the later loops had nothing to do, as of a task that remembers its answers."""
        return self.remembers_all or self.first_calls.left_nothing(self.spans, self._later_s)

    @property
    def first_call_s(self):
        """What the first call of all took."""
        return self.first_calls.seconds[0]

    @property
    def _call_s(self):
        """What the first input's call takes, once it has been called before."""
        return self.spans[0].end_s - self.spans[0].start_s

    def _notes(self):
        if self.first_call_s > max(NOTICED_S, FAR_UNLIKE * self._call_s):
            yield (
                f"The task's first call took {_seconds(self.first_call_s)}, a later one on the same input "
                f"{_seconds(self._call_s)}: it may compile, load or remember something; the first call is "
                "not counted."
            )
        if self._skipped:
            yield (
                f"The first loop took {_seconds(self.baselines[0])}, the later ones "
                f"{_seconds(self._later_s)} at most; the first round is not counted."
            )
        if self.inputs_are_shared:
            yield (
                "The inputs cannot be copied: all loops and runs got the same ones, and a task that "
                "changes its input is told nothing else."
            )


def _seconds(value):
    return f"{value:.2g} s" if value >= 0.001 else "less than 1 ms"


class Step(NamedTuple):
    """What is measured next.

    Attributes
    ----------
    what : str
        In words, such as "the sequential loop".
    expected_s : float or None
        Seconds that it takes, after what is known by now: what it took before, or what the loop takes. None
        before anything is known.
    round_s : float or None
        Seconds of a whole round, likewise; a run that is not known yet is taken for a perfect one.
    """

    what: str
    expected_s: float | None = None
    round_s: float | None = None


def steps(candidates, task, inputs, same, stop, ceilings_of, on_step=None):
    """Measure round after round, without end.

    Parameters
    ----------
    candidates : dict of object to (callable, int)
        The runner and the number of workers of each.
    task : callable
    inputs : list
    same : callable
    stop : StopFlag
    ceilings_of : list of int
        Numbers of independent processes to measure in each round, unless the tasks wait.
    on_step : callable, optional
        ``on_step(step)`` is called before each `Step`.

    Yields
    ------
    SoFar
        After each loop and run; the same one, changed.
    """
    traced = Traced(task, stop)
    so_far = SoFar({key: n for key, (_, n) in candidates.items()}, getattr(task, "waits", None))
    so_far.elapsed = {key: [] for key in candidates}
    earlier = {key: set() for key in candidates}
    begin = on_step or (lambda step: None)
    _warm_up(so_far, candidates, traced, inputs, begin)
    turns = [_LOOP, *candidates, *([_CEILINGS] if ceilings_of else [])]
    while True:
        for who in turns:
            so_far.round_is_over = False
            begin(_step(who, so_far, candidates, len(inputs)))
            with only_here(task):
                if who is _CEILINGS:
                    if so_far.waits is not True:
                        for n, values in ceilings.reached(ceilings_of, stop=stop).items():
                            so_far.ceilings.setdefault(n, []).extend(values)
                elif who is _LOOP:
                    _measure_loop(so_far, traced, inputs, same)
                else:
                    runner, n = candidates[who]
                    so_far.elapsed[who].append(
                        runs.run(runner, traced, inputs, n, so_far.results, same, earlier[who])
                    )
            so_far.round_is_over = who is turns[-1]
            yield so_far
        turns = [*turns[1:], turns[0]]


def _step(who, so_far, candidates, n_tasks):
    """Say what comes next, and how long that and a whole round take, as far as that is known."""
    loop_s = so_far.baselines[-1] if so_far.baselines else so_far.first_call_s * n_tasks

    def took_s(key):
        return so_far.elapsed[key][-1][0] if so_far.elapsed[key] else None

    runs_s = [
        loop_s / laws.ideal_speedup(n_tasks, n) if took_s(key) is None else took_s(key)
        for key, (_, n) in candidates.items()
    ]
    round_s = loop_s + sum(runs_s)
    if who is _LOOP:
        return Step("the sequential loop", loop_s, round_s)
    if who is _CEILINGS:
        return Step("measuring what independent processes reach", 1.0, round_s)
    runner, n = candidates[who]
    return Step(
        f"runner {name_of(runner)} with {counted(n, 'worker')}", took_s(who) or loop_s, round_s
    )


def _warm_up(so_far, candidates, traced, inputs, begin):
    """Let every one do a part of its work that is not counted: first calls cost what later ones do not."""
    so_far.inputs_are_shared = not own_copy(inputs)[1]
    begin(Step("the first task"))
    so_far.first_result, spans, _, _ = runs.loop(traced, inputs[:1])
    so_far.first_calls.note(spans)
    runners = {id(runner): runner for runner, _ in candidates.values()}
    for runner in runners.values():
        n = max(n for its, n in candidates.values() if its is runner)
        n_first = min(n, len(inputs))
        begin(Step(f"a first call of {name_of(runner)}", so_far.first_call_s * n_first))
        so_far.first_calls.note(runs.warm_up(runner, traced, inputs, n))


def _measure_loop(so_far, traced, inputs, same):
    n_before = n_remembered(traced.task)
    results, so_far.spans, elapsed_s, spent = runs.loop(traced, inputs)
    so_far.remembers_all = n_remembered(traced.task) - n_before >= len(inputs)
    if so_far.baselines:
        runs.compare_loops(results, so_far.results, inputs, same)
    else:
        runs.compare_loops(results[:1], so_far.first_result, inputs[:1], same)
        so_far.results = _kept(results)
        so_far.first_calls.note_loop(so_far.spans)
    so_far.baselines.append(elapsed_s)
    so_far.spent.append(spent)


def _kept(results):
    """Copy results, as they are now: a task may return the same object each time, and change it."""
    kept, _ = own_copy(results)
    with suppress(Exception):
        if equal(kept, results):
            return kept
    return results
