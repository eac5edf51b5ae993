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
        self._placed = {}  # by name: where in the notebook it was made
        self._uses = {}  # by the name of a value: the names that it was pickled by
        self._found = []  # the name of a value, the place, the part
        self._early = set()  # the names of values that were made once before
        self._earlier = set()  # the places of statements that made what is made anew by now

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
        """List the parts of which the needed names are made, in the order in which the notebook did so."""
        while names := sorted(self._needed - self._placed.keys()) or self._late():
            for name in names:
                self._place(name)
        order = sorted(self._found, key=lambda each: self._at(*each[:2]))
        return list(dict.fromkeys(part for *_, part in order))

    def _late(self):
        """Run what has first made the values that come later: statements in between may need them."""
        for name in sorted(self._uses.keys() - self._early):
            statement = self._cells.binding(name)
            if statement is not None and self._at(name, self._placed[name])[0] > self._placed[name]:
                self._early.add(name)
                self._run(None, statement)
                return sorted(self._needed - self._placed.keys()) or self._late()
        return []

    def _at(self, name, position, waiting=()):
        """Return where something is made: a value after all that it was pickled by the names of."""
        deepest = (position, 0)
        for used in self._uses.get(name, set()) - {name, *waiting}:
            place, depth = self._at(used, self._placed[used], (name, *waiting))
            deepest = max(deepest, (max(place, position), depth + 1))
        return deepest

    def _place(self, name):
        """Find the parts of what a name stands for, and what these need."""
        value = self._names[name]
        if isinstance(value, types.ModuleType):
            self._add(name, (-1, 0), (Part.MODULE, name, value.__name__))
            return
        statement = self._statement(name, value)
        if not _is_code(value) or statement is None:
            try:
                before, self._needed = self._needed, set()
                sent = self.pickled(value)
                self._uses[name], self._needed = self._needed, before | self._needed
                position = (-1, 1) if statement is None else statement.position
                self._add(name, position, (Part.VALUE, name, sent))
                return
            except Exception as error:
                self._needed |= before
                if statement is None:
                    kind = type(value).__name__
                    told = f"it is a {kind}, which cannot be sent ({type(error).__name__}: {error})"
                    self._add(name, (-1, 2), (Part.LACKS, name, told))
                    return
        self._run(name, statement)
        for more in self._cells.completing(name, statement):
            self._run(None, more)

    def _add(self, name, position, part):
        if name is not None:
            self._placed[name] = position
        self._found.append((name if part[0] == Part.VALUE else None, position, part))

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
        """Run a statement again, after what it needs, as that was when the statement ran."""
        for module in sorted(m for chain in statement.chains for m in self._modules_of(chain)):
            self._add(None, statement.position, (Part.IMPORT, None, module))
        flags = _future_flags(statement.cell)
        run = (statement.cell, statement.number, statement.compilable, flags)
        self._add(name, statement.position, (Part.RUN, name, *run))
        self._needed |= statement.names & self._names.keys()
        for other in sorted(statement.names_at_once & self._names.keys()):
            now = self._statement(other, self._names[other])
            if now is not None and now.position > statement.position:
                earlier = self._cells.binding(other, statement.position)
                if earlier is not None and earlier.position not in self._earlier:
                    self._earlier.add(earlier.position)
                    self._run(None, earlier)

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
        isinstance(value, type | types.FunctionType) or hasattr(value, "__wrapped__")
    )


def _future_flags(cell):
    """Return the flags for `compile` of the features that a cell imports from the future."""
    flags = 0
    for node in ast.parse(cell).body:
        if isinstance(node, ast.ImportFrom) and node.module == "__future__":
            for name in node.names:
                flags |= getattr(__future__, name.name).compiler_flag
    return flags
