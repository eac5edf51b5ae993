"""The statements of a notebook's cells: what each of them binds, and which names it needs."""

import ast
import linecache
import symtable
import sys
from functools import cached_property

__all__ = ["Cells", "Statement"]

_COMPREHENSIONS = {"listcomp", "setcomp", "dictcomp", "genexpr"}  # as symtable calls them


class Statement:
    """A statement at the level of a cell, or several that share a line.

    Parameters
    ----------
    cell : str
        The text of its cell.
    number : int
        Of the cell, as in ``In [3]``; 0 if it is not known.
    nodes : list of ast.stmt

    Attributes
    ----------
    position : (int, int)
        Where it stands in the order of what was run: the cell's number and the line.
    """

    def __init__(self, cell, number, nodes):
        self.cell, self.number, self._nodes = cell, number, nodes
        self.first = min(_first_line(node) for node in nodes)
        self.last = max(node.end_lineno for node in nodes)
        self.position = (number, self.first)

    @cached_property
    def binds(self):
        """The names that it gives a value to, a set."""
        return set().union(*map(_bound_by, self._nodes))

    @cached_property
    def names(self):
        """The names of the notebook that it reads, now or when its functions are called, a set."""
        return self._read[0] | self._read[1]

    @cached_property
    def names_at_once(self):
        """Those that it reads when it runs itself: decorators, defaults and bases, not bodies; a set."""
        return self._read[0]

    @cached_property
    def _read(self):
        # A function's own variables are none, though a cell may well have given such a name a value, too.
        at_once, later = set(), set()
        waiting = [(symtable.symtable(self.compilable, "<a cell>", "exec"), at_once)]
        while waiting:
            table, found = waiting.pop()
            is_top = table.get_type() == "module"
            for symbol in table.get_symbols():
                if symbol.is_referenced() and (is_top or symbol.is_global()):
                    found.add(symbol.get_name())
            for inner in table.get_children():
                waits = inner.get_type() == "function" and inner.get_name() not in _COMPREHENSIONS
                waiting.append((inner, later if waits else found))
        return at_once, later

    @cached_property
    def chains(self):
        """What it reads with dots, such as ``("concurrent", "futures", "wait")``, a set."""
        chains = (_chain(node) for top in self._nodes for node in ast.walk(top))
        return {chain for chain in chains if len(chain) > 1}

    def has(self, code):
        """Tell whether a code object is compiled from it.

        Parameters
        ----------
        code : types.CodeType

        Returns
        -------
        bool
        """
        waiting = [compile(self.compilable, "<a cell>", "exec", dont_inherit=True)]
        while waiting:
            inner = [each for each in waiting.pop().co_consts if hasattr(each, "co_consts")]
            if code in inner:
                return True
            waiting += inner
        return False

    @property
    def compilable(self):
        """Its text, with as many lines before it as in its cell."""
        lines = self.cell.splitlines(keepends=True)
        return "\n" * (self.first - 1) + "".join(lines[self.first - 1 : self.last])

    def completes(self, name):
        """Tell whether it adds to what a name stands for, as ``@name.register`` and ``name.limit = 3`` do.

        So do calls that are made for that only: ``setattr(name, ...)`` and ``copyreg.pickle(name, ...)``.

        Parameters
        ----------
        name : str

        Returns
        -------
        bool
        """
        steps = [step for node in self._nodes for step in _steps_of(node)]
        roots = [_chain(part) for step in steps for part in _parts_that_add(step)]
        by_calls = set().union(*map(_added_to_by_a_call, steps))
        return name in by_calls or any(len(chain) > 1 and chain[0] == name for chain in roots)


class Cells:
    """The cells that a notebook has run, from its history.

    Parameters
    ----------
    texts : list of str, optional
        By their numbers; those of this process's IPython if they are not given.
    """

    def __init__(self, texts=None):
        self._texts = _history() if texts is None else texts
        self._parsed = {}

    def of_code(self, code):
        """Find the statement in which a code object was written.

        Parameters
        ----------
        code : types.CodeType

        Returns
        -------
        Statement or None
        """
        text = "".join(linecache.getlines(code.co_filename))
        found = [n for n, cell in enumerate(self._texts) if cell.rstrip() == text.rstrip()]
        for statement in self._statements(text, found[-1] if found else 0):
            if statement.first <= code.co_firstlineno <= statement.last:
                return statement
        return None

    def binding(self, name, before=None):
        """Find the last statement that gives a name its value.

        Parameters
        ----------
        name : str
        before : (int, int), optional
            The position before which it stands.

        Returns
        -------
        Statement or None
        """
        for number in range(len(self._texts) - 1, -1, -1):
            if name in self._texts[number]:
                for statement in reversed(self._statements(self._texts[number], number)):
                    is_early = before is None or statement.position < before
                    if name in statement.binds and is_early:
                        return statement
        return None

    def completing(self, name, since):
        """Find the statements that add to what a name stands for.

        Parameters
        ----------
        name : str
        since : Statement
            That which binds it.

        Returns
        -------
        list of Statement
        """
        found = []
        cells = [(since.number, since.cell)]
        cells += [(n, text) for n, text in enumerate(self._texts) if n > since.number]
        for number, text in cells:
            if name in text:
                found += [s for s in self._statements(text, number) if s.completes(name)]
        return [statement for statement in found if statement.position > since.position]

    def _statements(self, text, number):
        key = number, text
        if key not in self._parsed:
            self._parsed[key] = list(_statements_of(text, number))
        return self._parsed[key]


def _history():
    ipython = sys.modules.get("IPython")
    shell = ipython.get_ipython() if ipython is not None else None
    return list(shell.user_ns.get("In", [])) if shell is not None else []


def _statements_of(text, number):
    """Yield the statements of a cell; none of one that Python cannot read."""
    try:
        nodes = ast.parse(text).body
        if len(nodes) == 1 and (inner := _under_magic(nodes[0])) is not None:
            text, nodes = inner, ast.parse(inner).body
    except (SyntaxError, ValueError):
        return
    together = []
    for node in nodes:
        if together and _first_line(node) > together[-1].end_lineno:
            yield Statement(text, number, together)
            together = []
        together.append(node)
    if together:
        yield Statement(text, number, together)


def _under_magic(node):
    """Return the text that a cell's magic runs as Python; None if it is no such cell."""
    match node:
        case ast.Expr(
            ast.Call(
                ast.Attribute(_, "run_cell_magic"),
                [ast.Constant("time" | "capture" | "prun"), _, ast.Constant(str(text))],
            )
        ):
            return text
    return None


def _first_line(node):
    """Return a statement's first line, its decorators included."""
    return min([node.lineno, *(each.lineno for each in getattr(node, "decorator_list", ()))])


_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)


def _bound_by(node):
    if isinstance(node, _SCOPES):
        return {node.name}
    if isinstance(node, ast.Import | ast.ImportFrom):
        return {name.asname or name.name.split(".")[0] for name in node.names}
    if isinstance(node, ast.Lambda):
        return set()
    if isinstance(node, ast.Name):
        return {node.id} if isinstance(node.ctx, ast.Store) else set()
    return set().union(*map(_bound_by, ast.iter_child_nodes(node)))


def _chain(node):
    """Return the names of an expression such as ``a.b.c``; empty if it is none."""
    names = []
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        if isinstance(node, ast.Attribute):
            names.append(node.attr)
            node = node.value
        elif isinstance(node, ast.Subscript):
            names.append("[]")
            node = node.value
        else:
            names.append("()")
            node = node.func
    return (node.id, *reversed(names)) if isinstance(node, ast.Name) else ()


def _steps_of(node):
    """Yield a statement and those that run with it, as in a loop; no bodies of functions or classes."""
    yield node
    if not isinstance(node, _SCOPES):
        for inner in ast.iter_child_nodes(node):
            if isinstance(inner, ast.stmt | ast.ExceptHandler | ast.match_case):
                yield from _steps_of(inner)


def _parts_that_add(node):
    """Yield the expressions by which a statement adds to something."""
    yield from getattr(node, "decorator_list", ())
    if isinstance(node, ast.Assign):
        yield from node.targets
    elif isinstance(node, ast.AugAssign | ast.AnnAssign):
        yield node.target
    elif isinstance(node, ast.Expr) and _chain(node.value)[1:] == ("register", "()"):
        yield node.value


def _added_to_by_a_call(node):
    """Return the names that are given to a call which adds to them; others may take long, or print."""
    if not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        return set()
    called = _chain(node.value.func)[-1:]
    adds = called in (("setattr",), ("pickle",)) or (called and called[0].startswith("register"))
    return {each.id for each in node.value.args if isinstance(each, ast.Name)} if adds else set()
