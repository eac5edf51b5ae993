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
    row = error_rate.row("a", "b", is_same, 4, lambda: ([next(verdicts)], 3), ())
    assert row[2] == said
    assert all(f"{verdict}: 1" in row[3] for verdict in TOLD)


def test_a_race_is_false_if_any_of_its_verdicts_is():
    said = [Verdict.NO_DIFFERENCE, Verdict.NO_DIFFERENCE, Verdict.FASTER]
    assert error_rate.row("a", "b", True, 1, lambda: (said, 3), ())[2].startswith("1 of 1 false")


def test_rows_that_are_kept_are_not_tried_again(tmp_path, monkeypatch):
    counts = itertools.count()
    plan = [(name, True, 1, lambda: ([Verdict.FASTER], next(counts)), ()) for name in "ab"]
    monkeypatch.setattr(error_rate, "plan", lambda n_trials: plan)
    file = tmp_path / "rows"
    assert error_rate.read(file) == {}
    first = list(error_rate.rows(1, 0, {}))
    file.write_text("".join(json.dumps(row) + "\n" for row in first[:3]))
    tried = next(counts)
    assert list(error_rate.rows(1, 0, error_rate.read(file)))[:3] == first[:3]
    assert next(counts) == tried + 2  # the fourth, and this look


def test_faster_runners_are_so_by_the_number_of_their_parts(monkeypatch):
    calls = []
    monkeypatch.setattr(error_rate.workloads, "count_primes", calls.append)
    work = error_rate.Work()
    work(5)
    n_all = len(calls)
    work.with_parts(3)(work, [5], 1)
    work(5)
    assert (n_all, len(calls)) == (error_rate.Work.N_PARTS, 2 * n_all + 3)
