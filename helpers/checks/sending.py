"""A check's scenario as bytes, and beside it the code of the notebook that it needs."""

import __future__

import ast
import builtins
import io
import multiprocessing
import pickle
import sys
import threading
import types

import cloudpickle

from helpers.checks.cells import Cells
from helpers.worker import notebook_code
from helpers.worker.notebook_code import Part

__all__ = ["pickled"]


def pickled(scenario):
    """Pickle a scenario, and what it needs of the notebook.

    The scenario, a function of a check's own, travels by value. Functions, classes and other things of
    the notebook's cells travel by their names: there, the statements that make them are run again. What
    is data travels as it is now.

    Parameters
    ----------
    scenario : callable

    Returns
    -------
    dict of str to bytes
        By the names of the files in which ``worker.isolation_child`` and ``worker.notebook_code`` look for
        them.
    """
    names = dict(vars(sys.modules["__main__"]))
    own = getattr(scenario, "__globals__", {})
    if own.get("__name__") == "__main__":
        names |= own
    notebook = _Notebook(names)
    sent = notebook.pickled(scenario)
    # A start method counts that somebody has chosen, in whichever cell.
    method = multiprocessing.get_start_method(allow_none=True)
    told = {"parts": notebook.parts(), "path": list(sys.path), "start_method": method}
    return {"scenario": sent, "notebook": pickle.dumps(told)}


class _Pickler(cloudpickle.Pickler):
    """Pickles a function by value, but what has a name in the notebook by that.

    A lock of the notebook's own is sent as a new one: a student may well guard a total with it.
    """

    dispatch_table = cloudpickle.Pickler.dispatch_table.new_child(
        {
            type(make()): lambda _, make=make: (make, ())
            for make in (threading.Lock, threading.RLock)
        }
    )

    def __init__(self, file, name_of, root):
        super().__init__(file)
        self._name_of, self._root, self.used = name_of, root, set()

    def reducer_override(self, value):
        name = self._name_of(value)
        if name is None or value is self._root:
            return super().reducer_override(value)
        self.used.add(name)
        return notebook_code.value_of, (name,)


class _Notebook:
    """The names of a notebook, and those of them that somebody needs."""

    def __init__(self, names):
        # IPython gives `display` to every cell, as if it were Python's own.
        shown = {"display": builtins.display} if hasattr(builtins, "display") else {}
        self._names, self._cells = shown | names, Cells()
        self._known = {id(value): name for name, value in names.items() if _is_made_here(value)}
        self._needed = set()

    def pickled(self, value):
        """Pickle a value; the names that it uses are needed from then on."""
        with io.BytesIO() as file:
            pickler = _Pickler(file, self._name_of, value)
            pickler.dump(value)
            self._needed |= pickler.used
            return file.getvalue()

    def _name_of(self, value):
        name = self._known.get(id(value))
        return name if name is not None and self._names[name] is value else None

    def parts(self):
        """List the parts of which the needed names are made, in an order that will do."""
        made = {}  # by name: where it was bound, its parts, the names that these use
        while self._needed - made.keys():
            for name in sorted(self._needed - made.keys()):
                before = set(self._needed)
                self._needed = set()
                made[name] = *self._made(name), self._needed
                self._needed = self._needed | before
        return list(dict.fromkeys(_in_order(made)))

    def _made(self, name):
        """Return where a name was bound, and its parts; what these use is needed."""
        value = self._names[name]
        if isinstance(value, types.ModuleType):
            return (-1, 0), [(Part.MODULE, name, value.__name__)]
        statement = self._statement(name, value)
        if not _is_code(value) or statement is None:
            try:
                position = (-1, 1) if statement is None else statement.position
                return position, [(Part.VALUE, name, self.pickled(value))]
            except Exception as error:
                if statement is None:
                    kind = type(value).__name__
                    told = f"it is a {kind}, which cannot be sent ({type(error).__name__}: {error})"
                    return (-1, 2), [(Part.LACKS, name, told)]
        parts = self._run(name, statement)
        for more in self._cells.completing(name, statement):
            parts += self._run(None, more)
        return statement.position, parts

    def _statement(self, name, value):
        """Find the statement that has made what a name stands for."""
        written = getattr(value, "__wrapped__", value)
        code = getattr(written, "__code__", None)
        last = self._cells.binding(name)
        if code is None:
            return last
        statement = self._cells.of_code(code)
        if statement is not None and name in statement.binds:
            return statement
        # One that another function has made is made again by the statement that called that.
        return last if last is not None and (statement is not None or last.has(code)) else None

    def _run(self, name, statement):
        """Return the parts that run a statement, after what it needs was imported."""
        self._needed |= (statement.names & self._names.keys()) - {name}
        imports = sorted(module for chain in statement.chains for module in self._modules_of(chain))
        flags = _future_flags(statement.cell)
        run = (statement.cell, statement.number, statement.compilable, flags)
        return [*((Part.IMPORT, None, module) for module in imports), (Part.RUN, name, *run)]

    def _modules_of(self, chain):
        """Yield the modules that an expression such as ``concurrent.futures.wait`` goes through."""
        module = self._names.get(chain[0])
        if isinstance(module, types.ModuleType):
            path = module.__name__
            for name in chain[1:]:
                path = f"{path}.{name}"
                if path not in sys.modules:
                    break
                yield path


_PLAIN = (
    types.ModuleType,
    types.NoneType,
    types.EllipsisType,
    types.NotImplementedType,
    *(int, float, complex, str, bytes, bytearray, range, list, tuple, dict, set, frozenset),
)


def _is_made_here(value):
    """Whether a value of the notebook's may need its cell: it is neither plain data nor from a module."""
    if isinstance(value, _PLAIN):
        return False
    if isinstance(value, type | types.FunctionType | types.BuiltinFunctionType):
        return getattr(value, "__module__", None) == "__main__"
    return True


def _is_code(value):
    """Whether what makes a value is code, not data: it is made by running that again."""
    of_here = getattr(value, "__module__", None) == "__main__"
    return of_here and (
        isinstance(value, type) or hasattr(value, "__wrapped__") or _has_code(value)
    )


def _has_code(value):
    return isinstance(value, types.FunctionType)


def _in_order(made):
    """Yield the parts of all names: of those that a name uses first, where that is possible."""
    done = set()

    def visit(name):
        if name in done:
            return
        done.add(name)
        _, parts, uses = made[name]
        for used in sorted(uses & made.keys(), key=lambda each: made[each][0]):
            yield from visit(used)
        yield from parts

    for name in sorted(made, key=lambda each: made[each][0]):
        yield from visit(name)


def _future_flags(cell):
    """Return the flags for `compile` of the features that a cell imports from the future."""
    flags = 0
    for node in ast.parse(cell).body:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            for name in node.names:
                flags |= getattr(__future__, name.name).compiler_flag
    return flags
