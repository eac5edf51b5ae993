"""Code that lessons teach, in cases that their own cells do not show."""

import re

from helpers.processes import scripts
from tests import notebooks
from tests.notebooks import ROOT


def source_of(lesson):
    cells = notebooks.read(ROOT / "notebooks" / f"{lesson}.ipynb").cells
    return {cell.id: cell.source for cell in cells}


def text_in(cell):
    """Return what a cell writes between three quotes: a module or a program."""
    return re.search(r'"""\n(.*?)"""', cell, re.DOTALL)[1]


INTERRUPTED = """
import multiprocessing, queue, sys
from contextlib import suppress
from functools import partial
from itertools import chain

sys.path.insert(0, {folder!r})
import stations

{pipeline}

def large(item):
    return bytes(1_000_000)  # a pipe holds less, so it waits in the worker until it is taken

def interrupted():
    yield from range(3)
    raise KeyboardInterrupt

if __name__ == "__main__":
    kinds = multiprocessing.Queue, multiprocessing.Process
    try:
        pipeline(*kinds, [large, large], interrupted(), n_workers=[1, 2], maxsize=1)
    except KeyboardInterrupt:
        print("ended, and goes on:", multiprocessing.active_children())
"""


def test_the_pipeline_of_lesson_9_ends_after_an_interrupt_with_outcomes_that_nobody_has_taken(
    tmp_path,
):
    cells = source_of("09_queues")
    (tmp_path / "stations.py").write_text(text_in(cells["module"]))
    parts = "\n\n".join(cells[cell] for cell in ("patiently", "end", "pipeline"))
    script = INTERRUPTED.format(folder=str(tmp_path), pipeline=parts)
    assert scripts.run_file(script, limit_s=100).text.strip() == "ended, and goes on: []"
