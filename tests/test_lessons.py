"""Code that lessons teach, in cases that their own cells do not show."""

import ast
import re

import pytest

from helpers import machine
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


PAGES = text_in(source_of("10_without_the_gil")["page-define"])


def test_in_lesson_10_no_thread_waits_for_others_and_the_gil_has_no_place_to_be_handed_over():
    """So without a GIL a thread that is held up lets others in, however busy the machine is."""
    (visit,) = (node for node in ast.parse(PAGES).body if isinstance(node, ast.FunctionDef))
    (loop,) = (node for node in visit.body if isinstance(node, ast.For))
    steps = {type(node) for step in loop.body for node in ast.walk(step)}
    assert {ast.If, ast.Assign} <= steps
    assert not steps & {ast.Call, ast.For, ast.While, ast.With}


@pytest.mark.skipif(not machine.gil_enabled(), reason="without a GIL, others come between")
def test_in_lesson_10_no_page_is_fetched_twice_while_the_gil_is_on():
    assert {scripts.run_typed_in(PAGES).text.strip() for _ in range(5)} == {"0"}
