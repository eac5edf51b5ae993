"""How often a verdict is wrong: ``python -m tests.commands.error_rate [--trials 400] [--record]``.

A loop is measured beside itself, by `sweep` and by `iter_race`, with tasks that compute or wait; every
*faster* or *slower* is false. Then runners that truly are 1.2, 1.5 and 4 times as fast: how many of them
are found. All of it on the machine as it is, and beside programs that compute in bursts. ``--record``
writes the table into docs/verdicts.md, with the date; the machine should be idle otherwise.
"""

import argparse
import contextlib
import datetime
import random
import re
import subprocess
import sys
from collections import Counter
from time import monotonic, perf_counter, sleep

from helpers import measure, workloads
from helpers.measure import task_sizes
from tests.commands.tried import this_machine
from tests.notebooks import ROOT

_PAGE = ROOT / "docs" / "verdicts.md"
_TABLE = re.compile(r"(<!-- measured -->\n\n)(.*?)(\n<!-- end of measured -->)", re.DOTALL)
_BURSTS = (
    "import random, time\n"
    "while True:\n"
    "    end = time.perf_counter() + random.uniform(0.05, 0.5)\n"
    "    while time.perf_counter() < end: pass\n"
    "    time.sleep(random.uniform(0.05, 0.5))\n"
)


def in_turn(task, inputs, _):
    """Do what the sequential loop does."""
    return [task(value) for value in inputs]


class Work:
    """Tasks that take a share of their time where a runner says so: truly so many times as fast."""

    waits = False

    def __init__(self, size_s):
        self.size_s, self.share = size_s, 1.0

    def __call__(self, value):
        """Compute until the thread has had the CPU for long enough, whatever the machine does."""
        workloads.count_primes(max(2, round(value * self.share)))
        return value

    def faster(self, times):
        """Make a runner that is truly so many times as fast."""

        def runner(task, inputs, _):
            self.share = 1 / times
            try:
                return [task(value) for value in inputs]
            finally:
                self.share = 1.0

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


def by_sweep(task, inputs):
    """Measure the loop beside itself by `sweep`."""
    m = measure.sweep(in_turn, task, inputs, 1)
    return [m.verdict], len(m.baselines_s)


def by_race(task, inputs):
    """Measure three runners that are the same by `iter_race`; also who is said to have won."""
    runners = {name: lambda *given: in_turn(*given) for name in "abc"}
    *_, found = measure.iter_race(runners, task, inputs, 1)
    names = sorted(found, key=lambda name: found[name].speedup[-1], reverse=True)
    pairs = [measure.compare(found[names[0]], found[name], 3) for name in names[1:]]
    told = measure.Verdict.FASTER if set(pairs) == {measure.Verdict.FASTER} else pairs[0]
    verdicts = [m.verdict for m in found.values()]
    return [*verdicts, told], len(found["a"].baselines_s)


def tried(measured, n_trials, *arguments):
    """Try many times; return how often each verdict was given, of all, and how long a trial took."""
    verdicts, wrong, rounds, seconds = Counter(), 0, [], []
    for _ in range(n_trials):
        began_s = perf_counter()
        given, n = measured(*arguments)
        seconds.append(perf_counter() - began_s)
        rounds.append(n)
        verdicts.update(given[:1])
        wrong += bool(set(given) & {measure.Verdict.FASTER, measure.Verdict.SLOWER})
    return verdicts, wrong, rounds, seconds


def _middle(values):
    return sorted(values)[len(values) // 2]


def rows(n_trials, n_bursts):
    """Yield the rows of the table, as they are measured."""
    for state, n in (("idle otherwise", 0), (f"beside {n_bursts} busy programs", n_bursts)):
        with bursts(n):
            for way in (by_sweep, by_race):
                for name, (task, inputs) in cases().items():
                    verdicts, wrong, rounds, seconds = tried(way, n_trials, task, inputs)
                    same = verdicts[measure.Verdict.NO_DIFFERENCE]
                    yield (
                        f"the loop beside itself, {way.__name__.replace('_', ' ')}: {name}",
                        state,
                        f"{wrong} of {n_trials} false ({100 * wrong / n_trials:.1f} %)",
                        f"no difference: {same}; rounds {_middle(rounds)}, {_middle(seconds):.2f} s",
                    )
            for times in (1.2, 1.5, 4):
                work = Work(0.01)
                size = task_sizes.input_for(workloads.count_primes, 10)
                runner = work.faster(times ** (1 / workloads.count_primes.growth))
                verdicts, _, rounds, seconds = tried(
                    lambda runner=runner, work=work, size=size: _of(runner, work, [size] * 8),
                    max(1, n_trials // 4),
                )
                found = verdicts[measure.Verdict.FASTER]
                total = sum(verdicts.values())
                yield (
                    f"truly {times} times as fast: 8 x 10 ms of computing",
                    state,
                    f"{found} of {total} found ({100 * found / total:.0f} %)",
                    f"rounds {_middle(rounds)}, {_middle(seconds):.2f} s",
                )


def _of(runner, task, inputs):
    m = measure.sweep(runner, task, inputs, 1)
    return [m.verdict], len(m.baselines_s)


def main():
    """Measure, print, and record if that was asked for."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", maxsplit=1)[0])
    parser.add_argument("--trials", type=int, default=400)
    parser.add_argument("--bursts", type=int, default=3)
    parser.add_argument("--record", action="store_true")
    options = parser.parse_args()
    random.seed()
    began_s, lines = monotonic(), []
    for row in rows(options.trials, options.bursts):
        print(" | ".join(row), flush=True)
        lines.append(f"| {' | '.join(row)} |")
    if options.record:
        head = ["| what | machine | verdicts | median of trials |", "|---|---|---|---|"]
        today = datetime.date.today().isoformat()
        on = f"{today}, {this_machine()}, {(monotonic() - began_s) / 60:.0f} minutes:"
        table = "\n".join([on, "", *head, *lines]) + "\n"
        text = _PAGE.read_text(encoding="utf-8")
        _PAGE.write_text(_TABLE.sub(lambda m: m[1] + table + m[3], text), encoding="utf-8")


if __name__ == "__main__":
    main()
