"""Which labs' measurements are recorded for the pages, on which settings; and what a page gets of them.

A record is of what a lesson's own cell measures: its runner and its task are those of the lesson, and so
is each setting that has no slider here. `tests.commands.record` measures; once the code has changed, a
record is of other code, and no page shows it.
"""

import ast
import hashlib
import inspect
import json
import symtable
from contextlib import contextmanager
from typing import NamedTuple

from helpers import labs, website
from helpers.labs.uneven_runs import ORDERS
from tests import notebooks
from tests.notebooks import ROOT

DATA = ROOT / "site" / "recorded.json"
WORKERS = "workers"  # each has this slider, but that of the laws


class Record(NamedTuple):
    """A lab that is recorded.

    Attributes
    ----------
    lesson, cell : str
        The lesson's name, and the id of the cell that shows the lab.
    sliders : dict of str to tuple
        The lab's sliders beside that for workers, and where they can stand: where the lab begins, and
        around it.
    """

    lesson: str
    cell: str
    sliders: dict


RECORDS = (
    Record("01_gil", "lab-python", {"task size": (1, 3, 10, 30, 60), "tasks": (4, 8, 16)}),
    Record("01_gil", "lab-c", {"task size": (1, 3, 10, 30, 60), "tasks": (4, 8, 16)}),
    Record(
        "02_multiprocessing", "lab-pool", {"task size": (1, 5, 20, 40, 80), "tasks": (4, 8, 16)}
    ),
    Record("03_threading", "lab", {"task size": (10, 20, 50, 100), "tasks": (4, 12, 24)}),
    Record(
        "04_concurrent_futures",
        "lab-uneven",
        {"longest / average": (1, 4, 8), "chunk size": (1, 3, 6), "order": ORDERS},
    ),
    Record(
        "07_choosing",
        "laws",
        {"serial fraction": (0, 0.01, 0.02, 0.05, 0.1, 0.15, 0.2, 0.25, 0.3, 0.4, 0.5, 0.75, 1)},
    ),
)
UNITS = {"task size": "ms"}


class Call(NamedTuple):
    """A call of a lab, as a cell makes it.

    Attributes
    ----------
    lab : str
        Its name in `helpers.labs`.
    arguments : dict
        All of them, by their names.
    """

    lab: str
    arguments: dict

    def wait(self, timeout_s=None):
        """Stand for the measurement for which a cell waits."""
        return self


class _Labs:
    """Stands for `helpers.labs`, and notes what is called."""

    def __init__(self):
        self.calls = []

    def __getattr__(self, name):
        signature = inspect.signature(getattr(labs, name))

        def call(*arguments, **more):
            bound = signature.bind(*arguments, **more)
            bound.apply_defaults()
            self.calls.append(Call(name, bound.arguments))
            return self.calls[-1]

        return call


@contextmanager
def called(record):
    """Run what a lab's cell needs, and the cell up to the lab; a website that it needs is there meanwhile.

    Parameters
    ----------
    record : Record

    Yields
    ------
    Call
    """
    stands, names = _Labs(), {}
    try:
        for source in code_of(record):
            exec(source, names)
            names["labs"] = stands
        yield stands.calls[-1]
    finally:
        for value in names.values():
            if isinstance(value, website.Website):
                value.close()


def code_of(record):
    """List the statements that make a lab, from the first that it needs to its cell's last.

    What the cell does not need is left out.

    Parameters
    ----------
    record : Record

    Returns
    -------
    list of str
    """
    return [source for source, _ in _statements(record)]


def _statements(record):
    """Return a lab's statements, and of each whether it only imports; the cell counts as one."""
    *before, cell = _sources_up_to(record)
    kept, wanted = [(cell, False)], _used(cell)
    each = [(source, statement) for source in before for statement in ast.parse(source).body]
    for source, statement in reversed(each):
        if bound := _bound(statement) & wanted:
            source = ast.get_source_segment(source, statement)
            kept.append((source, isinstance(statement, ast.Import | ast.ImportFrom)))
            wanted = wanted - bound | _used(source)
    return kept[::-1]


def _sources_up_to(record):
    sources = []
    for cell in notebooks.read(ROOT / "notebooks" / f"{record.lesson}.ipynb").cells:
        if cell.cell_type == "code" and not cell.source.startswith("%%"):
            sources.append(cell.source)
        if cell.id == record.cell:
            return sources
    raise KeyError(f"{record.lesson} has no cell {record.cell}.")


def _bound(statement):
    """Return the names that a statement gives to something, if it only imports, defines or assigns."""
    if isinstance(statement, ast.Import | ast.ImportFrom):
        return {(name.asname or name.name).partition(".")[0] for name in statement.names}
    if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return {statement.name}
    if isinstance(statement, ast.Assign):
        inside = [node for target in statement.targets for node in ast.walk(target)]
        return {node.id for node in inside if isinstance(node, ast.Name)}
    return set()


def _used(source):
    """Return the names that code takes from around it."""

    def used(table):
        is_module = table.get_type() == "module"
        for symbol in table.get_symbols():
            if symbol.is_referenced() and (is_module or symbol.is_global()):
                yield symbol.get_name()
        for child in table.get_children():
            yield from used(child)

    return set(used(symtable.symtable(source, "a cell", "exec")))


def digest(record):
    """Name the code of a record, to see whether it has changed since; other names may be imported."""
    code = "\n".join(source for source, only_imports in _statements(record) if not only_imports)
    return hashlib.sha256(code.encode()).hexdigest()[:16]


def read(path=DATA):
    """Read what was recorded, as far as it is of today's code.

    Parameters
    ----------
    path : pathlib.Path, optional

    Returns
    -------
    dict of (str, str) to dict
        By lesson and cell; empty if there is no such file.
    """
    if not path.is_file():
        return {}
    data = json.loads(path.read_text(encoding="utf-8"))
    shown = {}
    for record in RECORDS:
        lab = data["labs"].get(record.lesson, {}).get(record.cell)
        if lab is not None and lab["of"] == digest(record):
            shown[record.lesson, record.cell] = {**lab, "caption": caption(data)}
    return shown


def caption(data):
    """Say on what machine, and when, data were recorded."""
    machine, by_others = data["machine"], data["by_others"]
    meanwhile = (
        "" if by_others is None else f" Other programs used {by_others:.2f} CPUs at most meanwhile."
    )
    return (
        f"Recorded on a machine with {machine['cpus']} usable CPUs ({machine['cpu']}, {machine['system']}) "
        f"with Python {machine['python']}, its GIL {machine['gil']}, and the start method "
        f"{machine['start_method']}, on {data['date']}; nothing runs here.{meanwhile}"
    )


def html_of(lab):
    """Write what a page gets: data, and the script that makes sliders of them; else nothing is seen.

    Parameters
    ----------
    lab : dict
        One of what `read` returns.

    Returns
    -------
    str
        One line.
    """
    data = json.dumps(lab, separators=(",", ":"), ensure_ascii=False)
    data = data.replace("<", "\\u003c")  # or else it could end the script
    return (
        f'<div class="recorded"><script type="application/json">{data}</script>'
        '<script defer src="_static/recorded.js"></script></div>'
    )
