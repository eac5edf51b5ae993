"""What the notebooks store: each picture and each figure shows what its lesson teaches.

Read from the stored text; nothing is measured here. `python -m tests.commands.refresh` stores outputs.
"""

import nbformat
import pytest

from tests import notebooks, stored
from tests.expectations import EXPECTATIONS, SAYS_NOTHING

LESSONS = {path.stem: stored.lesson(path) for path in notebooks.lessons()}
ROWS = [(lesson, row) for lesson, rows in EXPECTATIONS.items() for row in rows]

# Stored on a busy machine, and to be refreshed on a quiet one. What holds must go from this list: it only
# gets shorter, and in the end it goes itself.
NOT_YET = {
    "00 lab: its ceilings are 0.85 a CPU or more, up to the usable ones",
    "01 lab-python: its ceilings are 0.85 a CPU or more, up to the usable ones",
    "01 lab-c: its ceilings are 0.85 a CPU or more, up to the usable ones",
    "02 lab-pool: the verdict is faster",
    "02 lab-pool: its ceilings are 0.85 a CPU or more, up to the usable ones",
    "04 grid: processes that compute reach 1.5 with two workers",
    "04 grid-verdicts: all are faster but threads that compute",
    "04 lab-processes: two workers are 1.5 times as fast",
    "04 lab-processes: the verdict is faster",
    "04 lab-processes: its ceilings are 0.85 a CPU or more, up to the usable ones",
    "05 lab-waves: one with enough work for each number wins: 1.3 with two workers, and faster",
    "05 lab-waves: its ceilings are 0.85 a CPU or more, up to the usable ones",
    "05 lab-verdict: the range of much work lies above 1, that of little work below",
    "05 backends: with two workers loky gains on either task, 1.3 or more",
    "05 backends: threads gain 1.4 or more on the array, and nothing in Python code",
    "05 backends-verdicts: loky, and threads on the array, are faster; threads in Python code are not",
    "07 table: the journal is quoted for every tool",
    "07 guide-ask: a measurement of the reader's is quoted",
    "07 lab: its ceilings are 0.85 a CPU or more, up to the usable ones",
    "07 journal-chart: there are 8 predictions or more",
    "07 journal-chart: some were too high, some too low",
    "07 journal-worst: the three worst are listed, of other lessons too",
    "08 lab: two workers of the cluster are 1.25 times as fast, and faster",
    "08 lab: its ceilings are 0.85 a CPU or more, up to the usable ones",
    "08 lab-verdict: the verdict is faster",
}


def name_of(lesson, row):
    return f"{lesson[:2]} {row.cell}: {row.says}"


def parameters():
    """Return all rows; one of `NOT_YET` must fail, and fails the test where it passes."""
    told = "where it passes, take it from NOT_YET"
    not_yet = pytest.mark.xfail(raises=AssertionError, strict=True, reason=told)
    return [
        pytest.param(*pair, id=name_of(*pair), marks=[not_yet] if name_of(*pair) in NOT_YET else [])
        for pair in ROWS
    ]


@pytest.mark.parametrize(("lesson", "row"), parameters())
def test_the_stored_output_shows(lesson, row):
    what_to_do = f"on a quiet machine: python -m tests.commands.refresh notebooks/{lesson}.ipynb"
    assert row.holds_in(LESSONS[lesson]), f"{row.told(LESSONS[lesson])}\n{what_to_do}"


def test_what_does_not_hold_yet_is_expected():
    assert {name_of(*pair) for pair in ROWS} >= NOT_YET


def test_no_two_rows_say_the_same():
    names = [name_of(*pair) for pair in ROWS]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_output_that_varies_has_an_expectation(lesson):
    expected = {row.cell for row in EXPECTATIONS[lesson]}
    silent = SAYS_NOTHING.get(lesson, set())
    missing = set(LESSONS[lesson].varying()) - expected - silent
    assert not missing, f"say in tests/expectations.py what {', '.join(sorted(missing))} must show"
    assert not expected & silent
    assert silent <= set(LESSONS[lesson].varying())


def test_all_lessons_were_stored_on_machines_of_one_kind():
    for name, lesson in LESSONS.items():
        for cell_id in lesson.varying():
            shown = lesson.shown(cell_id)
            if "usable CPUs: " in shown:
                n_cpus = shown.after("usable CPUs: ")[0]
                assert n_cpus == stored.facts().n_cpus, f"{name}, {cell_id}"


BUSY = {
    ("02_multiprocessing", "lab-pool"): (
        "Measured speedup by number of workers: 1: 0.94, 2: 1.32, 3: 0.98, 4: 0.91. Ceiling by number of "
        "workers: 1: 1.00, 2: 1.05. Verdict: this machine cannot tell."
    ),
    ("04_concurrent_futures", "grid"): (
        "Speedup by number of workers. waits, threads: 1: 1.00, 2: 1.97, 4: 3.96; waits, processes: 1: "
        "0.95, 2: 1.77, 4: 2.91; computes, threads: 1: 0.99, 2: 0.98, 4: 0.98; computes, processes: 1: "
        "0.94, 2: 0.92, 4: 0.90."
    ),
    ("07_choosing", "journal-chart"): (
        "1 prediction: 1 too high, 0 too low, 0 within the measured range."
    ),
}
QUIET = {
    ("02_multiprocessing", "lab-pool"): (
        "Measured speedup by number of workers: 1: 0.97, 2: 1.72, 3: 1.59, 4: 1.54. Ceiling by number of "
        "workers: 1: 1.00, 2: 1.94, 4: 1.94. Verdict: faster."
    ),
    ("04_concurrent_futures", "grid"): BUSY["04_concurrent_futures", "grid"].replace(
        "1: 0.94, 2: 0.92, 4: 0.90", "1: 0.96, 2: 1.71, 4: 1.54"
    ),
    ("07_choosing", "journal-chart"): (
        "11 predictions: 5 too high, 2 too low, 4 within the measured range."
    ),
}
N_NOT_SHOWN = {"lab-pool": 3, "grid": 1, "journal-chart": 2}


def not_shown(lesson, cell_id, text):
    """Return the rows on a cell that do not hold of a text."""
    rows = [row for row in EXPECTATIONS[lesson] if row.cell == cell_id]
    cell = nbformat.v4.new_code_cell(
        outputs=[nbformat.v4.new_output("stream", text=text)], id=cell_id
    )
    lesson = stored.Lesson(nbformat.v4.new_notebook(cells=[cell]))
    return [row.says for row in rows if not row.holds_in(lesson)]


@pytest.mark.parametrize(("lesson", "cell_id"), QUIET)
def test_what_a_busy_machine_shows_is_refused_and_what_a_quiet_one_shows_is_not(lesson, cell_id):
    assert not_shown(lesson, cell_id, QUIET[lesson, cell_id]) == []
    assert len(not_shown(lesson, cell_id, BUSY[lesson, cell_id])) == N_NOT_SHOWN[cell_id]


@pytest.mark.parametrize(("lesson", "row"), ROWS, ids=[name_of(*pair) for pair in ROWS])
def test_an_output_without_figures_shows_nothing(lesson, row):
    assert row.says in not_shown(lesson, row.cell, "Nothing was measured.")


def test_a_cell_that_is_not_there_is_an_error():
    with pytest.raises(LookupError, match="lab-pool"):
        EXPECTATIONS["02_multiprocessing"][2].holds_in(LESSONS["03_threading"])
