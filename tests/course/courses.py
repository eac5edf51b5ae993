"""Small courses, and readers who work in a copy of one."""

import contextlib
import os

import nbformat

from helpers.course import placing
from tests.notebooks import KERNELSPEC

OUTPUT = nbformat.v4.new_output("stream", name="stdout", text="what comes out\n")


def write(path, *sources, outputs=(OUTPUT,)):
    """Write a notebook with cells of code."""
    cells = [nbformat.v4.new_code_cell(source, outputs=list(outputs)) for source in sources]
    path.parent.mkdir(parents=True, exist_ok=True)
    notebook = nbformat.v4.new_notebook(cells=cells, metadata={"kernelspec": KERNELSPEC})
    path.write_text(nbformat.writes(notebook), encoding="utf-8")


def change(path, *sources):
    """Add cells of code to a notebook, as a reader does and JupyterLab saves it."""
    notebook = nbformat.read(path, as_version=4)
    notebook.cells += [nbformat.v4.new_code_cell(source) for source in sources]
    path.write_text(nbformat.writes(notebook), encoding="utf-8")


def run(path, text="seen here"):
    """Leave in a notebook what running it in JupyterLab leaves."""
    notebook = nbformat.read(path, as_version=4)
    for number, cell in enumerate(notebook.cells, start=1):
        if cell.cell_type == "code":
            cell.outputs = [nbformat.v4.new_output("stream", name="stdout", text=text)]
            cell.execution_count = number
            cell.metadata.update(scrolled=True, execution={"iopub.status.busy": "now"})
            cell.metadata.update(editable=True, deletable=True, tags=[])
            cell.metadata.update(slideshow={"slide_type": ""})
    notebook.cells.append(nbformat.v4.new_code_cell(""))
    notebook.metadata.update(language_info={"name": "python", "version": "3.14.2"}, widgets={})
    path.write_text(nbformat.writes(notebook), encoding="utf-8")


def sources(path):
    """Return the text of the cells of a notebook that are not empty."""
    return [cell.source for cell in nbformat.read(path, as_version=4).cells if cell.source]


def outputs(path):
    """Return all outputs of a notebook."""
    cells = nbformat.read(path, as_version=4).cells
    return [output for cell in cells for output in cell.get("outputs", ())]


def files(folder):
    """Return what a reader sees in a folder: the bytes of all files by their paths."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and ".course" not in path.parts
    }


@contextlib.contextmanager
def hooked(monkeypatch, before=None, after=None):
    """Call functions before and after each step that changes a file in a copy; with its number and name."""
    steps = []

    def wrap(name, function):
        def step(*arguments, **options):
            steps.append(name)
            number = len(steps)
            if before:
                before(number, name, *arguments)
            result = function(*arguments, **options)
            if after:
                after(number, name, *arguments)
            return result

        return step

    with monkeypatch.context() as patch:
        for name in ("link", "replace", "rename", "unlink", "fsync"):
            patch.setattr(placing.os, name, wrap(name, getattr(os, name)))
        yield steps
