"""What the notebooks store: each picture and each figure shows what its lesson teaches.

Read from the stored text; nothing is measured here. `python -m tests.commands.refresh` stores outputs.
"""

import nbformat
import pytest

from tests import notebooks, stored
from tests.expectations import EXPECTATIONS, SAYS_NOTHING

LESSONS = {path.stem: stored.lesson(path) for path in notebooks.lessons()}
ROWS = [(lesson, row) for lesson, rows in EXPECTATIONS.items() for row in rows]


def name_of(lesson, row):
    return f"{lesson[:2]} {row.cell}: {row.says}"


@pytest.mark.parametrize(("lesson", "row"), ROWS, ids=[name_of(*pair) for pair in ROWS])
def test_the_stored_output_shows(lesson, row):
    what_to_do = f"on a quiet machine: python -m tests.commands.refresh notebooks/{lesson}.ipynb"
    assert row.holds_in(LESSONS[lesson]), f"{row.told(LESSONS[lesson])}\n{what_to_do}"


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
        "workers: 1: 1.00, 2: 1.94, 4: 1.94. Verdict: faster. 3 rounds put the true speedup between "
        "1.41 and 1.68: above 1."
    ),
    ("04_concurrent_futures", "grid"): BUSY["04_concurrent_futures", "grid"].replace(
        "1: 0.94, 2: 0.92, 4: 0.90", "1: 0.96, 2: 1.71, 4: 1.54"
    ),
    ("07_choosing", "journal-chart"): (
        "11 predictions: 5 too high, 2 too low, 4 within the measured range."
    ),
}
N_NOT_SHOWN = {"lab-pool": 4, "grid": 1, "journal-chart": 2}


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
