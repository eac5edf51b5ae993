"""How often a verdict is wrong: ``python -m tests.commands.error_rate [--kept FILE] [--record]``.

A loop is measured beside itself, by `sweep` and by `iter_race`, with tasks that compute or wait; every
*faster* or *slower* is false. Then runners that truly are 1.2, 1.5 and 4 times as fast: how many of them
are found. All of it on the machine as it is, and beside programs that compute in bursts. ``--record``
writes the table into docs/verdicts.md, with the date; the machine should be idle otherwise.
"""

import argparse
import contextlib
import datetime
import json
import re
import subprocess
import sys
import textwrap
from collections import Counter
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from helpers import measure, workloads
from helpers.measure import task_sizes
from tests.commands.tried import this_machine
from tests.notebooks import ROOT

_PAGE = ROOT / "docs" / "verdicts.md"
_TABLE = re.compile(r"(<!-- measured -->\n\n)(.*?)(\n<!-- end of measured -->)", re.DOTALL)
FALSE = {measure.Verdict.FASTER, measure.Verdict.SLOWER}  # of what is the same
_BATCH = 20
_BURSTS = (
    "import os, random, time\n"
    "parent = os.getppid()\n"
    "while os.getppid() == parent:\n"
    "    end = time.perf_counter() + random.uniform(0.05, 0.5)\n"
    "    while time.perf_counter() < end: pass\n"
    "    time.sleep(random.uniform(0.05, 0.5))\n"
)


def in_turn(task, inputs, _):
    """Do what the sequential loop does."""
    return [task(value) for value in inputs]


class Work:
    """Tasks of twelve equal parts, of which a runner may leave some out: then it is truly faster."""

    N_PARTS = 12

    def __init__(self):
        self._parts = self.N_PARTS

    def __call__(self, n):
        """Do all parts, or as many as the runner says."""
        for _ in range(self._parts):
            result = workloads.count_primes(n)
        return result

    def with_parts(self, parts):
        """Make a runner whose tasks do so many parts."""

        def runner(task, inputs, _):
            self._parts = parts
            try:
                return [task(value) for value in inputs]
            finally:
                self._parts = self.N_PARTS

        return runner


def cases():
    """Return the tasks of a loop beside itself: name -> task, inputs."""
    one, ten = (task_sizes.input_for(workloads.count_primes, ms) for ms in (1, 10))
    return {
        "4 x 1 ms of computing": (workloads.count_primes, [one + i for i in range(4)]),
        "8 x 10 ms of computing": (workloads.count_primes, [ten + i for i in range(8)]),
        "4 waits of 10 ms": (workloads.wait_for, [0.01] * 4),
        "a hundred abs": (abs, list(range(-100, 0))),
    }


@contextlib.contextmanager
def bursts(n):
    """Run so many programs beside this one that compute in bursts of 50 to 500 ms."""
    started = [subprocess.Popen([sys.executable, "-c", _BURSTS]) for _ in range(n)]
    try:
        sleep(0.5)
        yield
    finally:
        for process in started:
            process.kill()
            process.wait()


def by_sweep(runner, task, inputs):
    """Measure a runner by `sweep`; return what was said, and after how many rounds."""
    m = measure.sweep(runner, task, inputs, 1)
    return [m.verdict], len(m.baselines_s)


def by_race(_, task, inputs):
    """Measure three runners that are the same by `iter_race`; also the first beside the others."""
    runners = {name: lambda *given: in_turn(*given) for name in "abc"}
    *_, found = measure.iter_race(runners, task, inputs, 1)
    first, *others = sorted(found.values(), key=lambda m: m.speedup[-1], reverse=True)
    pairs = [measure.compare(first, other, 3) for other in others]
    return [*(m.verdict for m in found.values()), *pairs], len(first.baselines_s)


def plan(n_trials):
    """Return what is tried: a name, whether it is truly the same, trials, a way, and what it gets."""
    tried = [
        (f"the loop beside itself, by {name}: {which}", True, n_trials, way, (in_turn, *given))
        for name, way in (("sweep", by_sweep), ("race", by_race))
        for which, given in cases().items()
    ]
    part = task_sizes.input_for(workloads.count_primes, 10 / Work.N_PARTS)
    for parts in (10, 8, 3):
        work = Work()
        name = f"truly {Work.N_PARTS / parts:g} times as fast, by sweep: 8 x 10 ms of computing"
        given = (work.with_parts(parts), work, [part + i for i in range(8)])
        tried.append((name, False, max(1, n_trials // 4), by_sweep, given))
    return tried


def tried_once(is_same, way, given):
    """Return one trial: the first verdict, whether it is told as false or as found, rounds, seconds."""
    began_s = perf_counter()
    said, n_rounds = way(*given)
    told = FALSE if is_same else {measure.Verdict.FASTER}
    return [str(said[0]), bool(told & set(said)), n_rounds, perf_counter() - began_s]


def row(name, state, is_same, trials):
    """Return a row of the table, from the trials of one of the plan."""
    n, n_told = len(trials), sum(told for _, told, *_ in trials)
    share = f"{n_told} of {n} {'false' if is_same else 'found'} ({100 * n_told / n:.1f} %)"
    verdicts = Counter(verdict for verdict, *_ in trials).most_common()
    others = ", ".join(f"{verdict}: {n}" for verdict, n in verdicts)
    rounds, seconds = (median(values) for values in list(zip(*trials, strict=True))[2:])
    return [name, state, share, f"{others}; {rounds:g} rounds, {seconds:.2f} s"]


def batches(n_trials, n_bursts, tried):
    """Try all of the plan a few times each, by turns, until each has so many trials; yield each batch.

    By turns, because a machine has slow hours, which are then in every row.
    """
    for state, n in (("idle otherwise", 0), (f"beside {n_bursts} busy programs", n_bursts)):
        with bursts(n):
            for _ in range(0, n_trials, _BATCH):
                for name, is_same, most, way, given in plan(n_trials):
                    trials = tried.setdefault((name, state), [])
                    due = min(_BATCH * most // n_trials or 1, most - len(trials))
                    if due > 0:
                        batch = [tried_once(is_same, way, given) for _ in range(due)]
                        trials.extend(batch)
                        yield name, state, batch


def table(n_trials, tried):
    """Return the rows of what has been tried."""
    states = dict.fromkeys(state for _, state in tried)
    kinds = {name: is_same for name, is_same, *_ in plan(n_trials)}
    return [
        row(name, state, is_same, tried[name, state])
        for state in states
        for name, is_same in kinds.items()
        if tried.get((name, state))
    ]


def read(path):
    """Return the trials that a file keeps, by name and state."""
    tried = {}
    if path is not None and path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            name, state, batch = json.loads(line)
            tried.setdefault((name, state), []).extend(batch)
    return tried


def main():
    """Measure, print, and record if that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--trials", type=int, default=400)
    parser.add_argument("--bursts", type=int, default=3)
    parser.add_argument(
        "--kept", type=Path, help="keeps each trial here, and goes on after those it has"
    )
    parser.add_argument("--record", action="store_true")
    parser.add_argument("--note", default="", help="a sentence on how it ran, above the table")
    options = parser.parse_args()
    tried = read(options.kept)
    for batch in batches(options.trials, options.bursts, tried):
        print(*batch[:2], len(tried[batch[:2]]), sep=" | ", flush=True)
        if options.kept:
            with options.kept.open("a", encoding="utf-8") as file:
                file.write(json.dumps(batch) + "\n")
    lines = [f"| {' | '.join(each)} |" for each in table(options.trials, tried)]
    print(*lines, sep="\n")
    if options.record:
        head = [
            "| what | machine | verdicts | all of them; medians of the trials |",
            "|---|---|---|---|",
        ]
        today = datetime.date.today().isoformat()
        on = f"{today}, {this_machine()}. {options.note}".strip()
        measured = "\n".join([*textwrap.wrap(on, 116), "", *head, *lines]) + "\n"
        text = _PAGE.read_text(encoding="utf-8")
        _PAGE.write_text(_TABLE.sub(lambda m: m[1] + measured + m[3], text), encoding="utf-8")


if __name__ == "__main__":
    main()
