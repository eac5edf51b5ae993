"""The answers of ``tests/answers`` to the assignments, and how a notebook with such answers in it is run.

``python -m tests.commands.coursework [--repeat N] [assignment ...]`` tries each of them N times.
"""

import os
from copy import deepcopy

import nbformat
from nbclient import NotebookClient
from traitlets.config import Config

from tests import kernels, notebooks
from tests.coursework.loading import Answer, load

FOLDER = notebooks.ROOT / "tests" / "answers"
UNTOUCHED = "handed out"


def assignments():
    """Return the names of the assignments in their order."""
    return [path.stem for path in notebooks.coursework()]


def answers(assignment, exercise):
    """Return the right and the wrong answers to an exercise, as they stand in ``tests/answers``."""
    path = FOLDER / assignment / f"{exercise}.py"
    if not path.is_file():
        raise ValueError(f"There are no answers to {exercise} of {assignment}: {path} is missing.")
    return load(path, most=exercises(read(assignment))[exercise])


def read(assignment):
    """Read the notebook of an assignment."""
    (path,) = (path for path in notebooks.coursework() if path.stem == assignment)
    return notebooks.read(path)


def nbgrader_of(cell):
    """Return what a cell tells nbgrader; empty if nothing."""
    return cell.metadata.get("nbgrader", {})


def exercises(notebook):
    """Return for each exercise: the id of its solution cell, and its points."""
    found = {}
    for cell in notebook.cells:
        if nbgrader_of(cell).get("grade"):
            found[cell.id.removesuffix("-check")] = nbgrader_of(cell)["points"]
    return found


def chosen(name):
    """List pairs of an assignment and an exercise: of "capstone" all, of "capstone:e5" one.

    Raises
    ------
    ValueError
        If there is none of that name.
    """
    assignment, colon, only = name.partition(":")
    if assignment in assignments():
        found = [(assignment, e) for e in exercises(read(assignment)) if not colon or e == only]
        if found:
            return found
        known = ", ".join(exercises(read(assignment)))
        raise ValueError(
            f"There is no {name}: its exercises, cells graded by nbgrader, are {known}."
        )
    raise ValueError(
        f"There is no {name}: take one of {', '.join(assignments())}, with or without an exercise, as in "
        "capstone:e5."
    )


def tries(assignment, exercise):
    """List what is tried on an exercise: the points that it should get, a description, and the code."""
    right, wrong = answers(assignment, exercise)
    return [*right, Answer(0, "untouched", UNTOUCHED), *wrong]


class Desk:
    """A kernel in which an assignment is answered and checked, over and over.

    Parameters
    ----------
    assignment : str
    start_method : str, optional
        Of multiprocessing, in the kernel and all that it starts; Python's own choice if not given.
    """

    def __init__(self, assignment, start_method=None):
        self._environment = {} if start_method is None else notebooks.started_by(start_method)
        self.notebook = deepcopy(read(assignment))
        self.handed_out = {cell.id: cell.source for cell in self.notebook.cells}
        config = Config(KernelManager=kernels.without_ports())
        self.client = NotebookClient(
            self.notebook, timeout=120, kernel_name="python3", config=config
        )

    def __enter__(self):
        self._kernel = self.client.setup_kernel(env={**os.environ, **self._environment})
        self._kernel.__enter__()
        return self

    def __exit__(self, *exc_info):
        self._kernel.__exit__(*exc_info)

    def answer(self, exercise, code=UNTOUCHED):
        """Put an answer into its cell, run the cells of its exercise, and return points and sentence.

        The locked cells before it, such as imports and given programs, run too.
        """
        found = None
        for index, cell in enumerate(self.notebook.cells):
            if cell.cell_type != "code" or cell.id == "total":
                continue
            # The student's number, from which some exercises are drawn, belongs to none of them.
            mine = cell.id in (exercise, f"{exercise}-check", "number")
            if not mine and (nbgrader_of(cell).get("grade") or nbgrader_of(cell).get("solution")):
                continue
            cell.source = self.handed_out[cell.id]
            if cell.id == exercise and code != UNTOUCHED:
                cell.source = code
            self.client.execute_cell(cell, index)
            if cell.id == f"{exercise}-check":
                found = points_of(cell)
                break
        return found


def points_of(cell):
    """Return the points and the sentence of a check cell that has run, as nbgrader would see it."""
    for output in cell.outputs:
        assert output.get("name") != "stderr", output
        assert output.output_type != "error", output
    (result,) = (o for o in cell.outputs if o.output_type == "execute_result")
    return float(result.data["text/plain"]), result.data["text/html"]


def with_answers(assignment, code_by_exercise):
    """Return an assignment's notebook with answers in the cells for them."""
    notebook = deepcopy(read(assignment))
    for cell in notebook.cells:
        if cell.id in code_by_exercise:
            cell.source = code_by_exercise[cell.id]
    nbformat.validate(notebook)
    return notebook
