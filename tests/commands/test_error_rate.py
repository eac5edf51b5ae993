"""tests.commands.error_rate: what counts as false, as found, and which rows are tried again."""

import itertools
import json

import pytest

from helpers.measure import Verdict
from tests.commands import error_rate

TOLD = [Verdict.FASTER, Verdict.SLOWER, Verdict.NO_DIFFERENCE, Verdict.CANNOT_TELL]


@pytest.mark.parametrize(
    ("is_same", "said"), [(True, "2 of 4 false (50.0 %)"), (False, "1 of 4 found (25.0 %)")]
)
def test_of_what_is_the_same_faster_and_slower_are_false_else_faster_is_found(is_same, said):
    verdicts = iter(TOLD)
    trials = [
        error_rate.tried_once(is_same, lambda: ([next(verdicts)], 3), ()) for _ in range(len(TOLD))
    ]
    row = error_rate.row("a", "b", is_same, trials)
    assert row[2] == said
    assert all(f"{verdict}: 1" in row[3] for verdict in TOLD)


def test_a_race_is_false_if_any_of_its_verdicts_is():
    said = [Verdict.NO_DIFFERENCE, Verdict.NO_DIFFERENCE, Verdict.FASTER]
    assert error_rate.tried_once(True, lambda: (said, 3), ())[1]


def test_trials_that_are_kept_are_not_tried_again_and_others_come_by_turns(tmp_path, monkeypatch):
    counts = itertools.count()
    each = {"a": 50, "b": 12}  # one has fewer trials than the other
    plan = [(name, True, n, lambda: ([TOLD[0]], next(counts)), ()) for name, n in each.items()]
    monkeypatch.setattr(error_rate, "plan", lambda n_trials: plan)
    file = tmp_path / "kept"
    assert error_rate.read(file) == {}
    tried = {}
    first = list(error_rate.batches(50, 0, tried))
    assert [len(batch) for *_, batch in first[:6]] == [20, 4, 20, 4, 10, 4]
    assert [len(trials) for trials in tried.values()] == [50, 12, 50, 12]
    file.write_text("".join(json.dumps(batch) + "\n" for batch in first[:3]))
    n_before = next(counts)
    again = error_rate.read(file)
    assert list(again) == list(tried)[:2]
    list(error_rate.batches(50, 0, again))
    assert next(counts) == n_before + 1 + 2 * 62 - 44
    assert [row[2] for row in error_rate.table(50, again)] == [
        "50 of 50 false (100.0 %)",
        "12 of 12 false (100.0 %)",
    ] * 2


def test_faster_runners_are_so_by_the_number_of_their_parts(monkeypatch):
    calls = []
    monkeypatch.setattr(error_rate.workloads, "count_primes", calls.append)
    work = error_rate.Work()
    work(5)
    n_all = len(calls)
    work.with_parts(3)(work, [5], 1)
    work(5)
    assert (n_all, len(calls)) == (error_rate.Work.N_PARTS, 2 * n_all + 3)
