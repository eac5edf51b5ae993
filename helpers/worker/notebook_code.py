"""The code of a notebook, run again as the main module of another process and of all that it starts."""

import contextlib
import importlib
import linecache
import multiprocessing
import os
import pickle
import sys
import types
from enum import StrEnum

__all__ = ["YOUR_LINES", "Part", "fill", "fill_again", "lacks", "take_the_main_place", "value_of"]

YOUR_LINES = "<your lines>"  # stands for the file of a program that is in no cell
_FILE = "notebook.py"
_PARTS, _EVENTS = "notebook", "events"
# What a worker runs that finds its main module by the file, as under forkserver and spawn.
_RUNS = """from helpers.worker import notebook_code
notebook_code.fill_again(globals(), {folder!r})
"""
# Where the kinds of objects come from that processes share only if they are handed over at the start.
_HANDED_OVER = {f"multiprocessing.{name}" for name in ("queues", "sharedctypes", "synchronize")}


class Part(StrEnum):
    """What is done for a name, or for several."""

    RUN = "run"  # a statement
    VALUE = "value"  # a value that was pickled is loaded
    MODULE = "module"  # a module gets a name
    IMPORT = "import"  # a module is imported, so that its package has it
    LACKS = "lacks"  # nothing can be done


_lacking = {}  # by name: why this process does not have it


def take_the_main_place(folder):
    """Let the code that lies in a folder be this process's main module, as if it were a script.

    Functions are then found by their names in every worker, whatever its start method.

    Parameters
    ----------
    folder : str
        With what ``checks.sending`` has put there.
    """
    path = os.path.join(folder, _FILE)
    with open(path, "w", encoding="utf-8") as file:
        file.write(_RUNS.format(folder=folder))
    main = types.ModuleType("__main__")
    main.__file__, main.__spec__ = path, None
    main.__dict__["__builtins__"] = __builtins__
    # multiprocessing has given it a second name, under which workers know it.
    sys.modules["__main__"] = sys.modules["__mp_main__"] = main
    parts = _read(folder)
    sys.path += [place for place in parts["path"] if place not in sys.path]
    method = parts["start_method"]
    if method and method != multiprocessing.get_start_method(allow_none=True):
        multiprocessing.set_start_method(method, force=True)
    fill(main.__dict__, folder)


def fill(names, folder):
    """Give a module the names of the notebook; those for which that fails are left out.

    Parameters
    ----------
    names : dict
        The module's.
    folder : str
    """
    for part, name, *how in _read(folder)["parts"]:
        try:
            if part == Part.LACKS:
                _lacking[name] = how[0]
            elif part == Part.VALUE:
                names[name] = pickle.loads(how[0])
            elif part == Part.RUN:
                exec(_compiled(*how), names)
                if name is not None and name not in names:
                    _lacking[name] = "the statement that had made it did not make it again"
            else:
                module = importlib.import_module(how[0])
                if part == Part.MODULE:
                    names[name] = module
        except Exception as error:
            if name is not None and name not in names:
                _lacking[name] = f"{type(error).__name__}: {error}"


def fill_again(names, folder):
    """Do what `fill` does, in a process that is started anew by one that has the names already.

    What is made here and not handed over, such as a lock, is another one than there, and that is noted.

    Parameters
    ----------
    names, folder
        As for `fill`.
    """
    fill(names, folder)
    from helpers.worker.log import Event, Log  # noqa: PLC0415  a script that is run: nothing else needs it

    log = Log(os.path.join(folder, _EVENTS), 0)
    for part, name, *_ in _read(folder)["parts"]:
        kind = _kind_that_is_handed_over(names.get(name)) if part == Part.RUN else None
        if kind is not None:
            with contextlib.suppress(OSError):  # the log knows that it is not whole
                log.note(Event.MADE_ANEW, name=name, kind=kind)


def _kind_that_is_handed_over(value):
    """Name the kind of a lock, a queue or a shared value of multiprocessing's; None if it is none."""
    values = value if isinstance(value, list | tuple) else [value]
    kinds = [type(each) for each in values if type(each).__module__ in _HANDED_OVER]
    return kinds[0].__name__ if kinds else None


def lacks(name):
    """Say why this process lacks a name of the notebook.

    Parameters
    ----------
    name : str

    Returns
    -------
    str or None
        None if nothing is known of it.
    """
    return _lacking.get(name)


def value_of(name):
    """Return what a name of the notebook stands for in this process.

    Parameters
    ----------
    name : str

    Returns
    -------
    object

    Raises
    ------
    NameError
        If it stands for nothing.
    """
    try:
        return sys.modules["__main__"].__dict__[name]
    except KeyError:
        raise NameError(f"name {name!r} is not defined", name=name) from None


def _read(folder):
    with open(os.path.join(folder, _PARTS), "rb") as file:
        return pickle.load(file)


def _compiled(cell, number, text, flags):
    """Compile the text of a statement, so that a traceback names its cell, and its line there."""
    filename = f"<In [{number}]>" if number else "<a cell>"
    linecache.cache[filename] = (len(cell), None, cell.splitlines(keepends=True), filename)
    return compile(text, filename, "exec", flags=flags, dont_inherit=True)
