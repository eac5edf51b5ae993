"""What ``checks.isolation`` starts: a Python of its own that runs one function of a notebook once."""

import importlib
import linecache
import os
import pickle
import sys
import threading
import traceback
from pathlib import Path

import cloudpickle

from helpers.wording.errors import first_line, first_of
from helpers.wording.words import counted
from helpers.worker import loop_steps, loop_turns, notebook_code, probes, returned
from helpers.worker.endings import Ending
from helpers.worker.leftovers import Leftovers
from helpers.worker.log import Event, Log

__all__ = ["main"]

_checks = []  # the beginning of the names of what a check has defined


def main(folder):
    """Run the function that lies in a folder, and leave its outcome there.

    Parameters
    ----------
    folder : str
    """
    log = Log(os.path.join(folder, "events"), os.getpid())
    try:
        Path(folder, "process").write_text(str(os.getpid()))
        outcome = _run(folder, log)
        Path(folder, "unfinished").write_bytes(pickle.dumps(outcome))
        os.replace(Path(folder, "unfinished"), Path(folder, "outcome"))
    except OSError as error:
        log.lose(error)
        traceback.print_exc()
    sys.stdout.flush()
    os._exit(0)  # a thread or a pool that was left running does not keep us


def _run(folder, log):
    """Run the function; return the fields of its `isolation.Outcome`."""
    probes.note_blocking_sleep(log)
    _note_errors_of_threads(log)
    left, leftovers = [], Leftovers(log)
    try:
        notebook_code.take_the_main_place(folder)
        scenario = pickle.loads(Path(folder, "scenario").read_bytes())
        _checks.append(getattr(scenario, "__qualname__", "").partition(".<locals>")[0] + ".")
        result = scenario(probes.Probe(log))
        if hasattr(result, "__await__"):
            import asyncio  # noqa: PLC0415  most functions need none

            loop_steps.note_blocks(log)
            result = asyncio.run(_await(result, left))
        return {"ended": Ending.RETURNED, **_keep(result), "left": (*left, *leftovers.names())}
    except BaseException as error:
        # A pool needs room on the disk, too; that it had none is not the code's fault.
        log.lose(first_of(error))
        return {
            "ended": Ending.RAISED,
            "error": _describe(error),
            "left": (*left, *leftovers.names()),
        }


def _note_errors_of_threads(log):
    """Note the error that ends a thread; as ever, it is printed, too."""

    def note(ended):
        error = ended.exc_value or ended.exc_type()  # Python may have made none, out of memory
        log.note(Event.THREAD_ERROR, error=_describe(error))
        threading.__excepthook__(ended)

    threading.excepthook = note


def _keep(result):
    """Return a result as it is now: a thread that nobody has waited for may change it later."""
    if kind := returned.no_result_yet(result):
        return {"error": ("", kind, "")}
    try:
        return {"result": cloudpickle.dumps(result)}
    except Exception:
        return {"error": ("", f"{type(result).__name__} object that cannot be sent", "")}


async def _await(awaitable, left):
    """Await it, and name the tasks that it leaves in its loop; `asyncio.run` will cancel them."""
    import asyncio  # noqa: PLC0415

    loop_turns.watch(asyncio.get_running_loop())
    try:
        return await awaitable
    finally:
        n_left = len(asyncio.all_tasks() - {asyncio.current_task()})
        if n_left:
            left.append(f"{counted(n_left, 'task')} of the event loop")


def _describe(error):
    """Return an error's kind, its message and the last line of the notebook's code that it passed.

    Of a group of errors, the first speaks for all.
    """
    error, where = first_of(error), ""  # a TaskGroup raises groups
    for frame, line in traceback.walk_tb(error.__traceback__):
        code = frame.f_code  # cloudpickle 3.1 calls the file of all that it sends <dynamic-code>
        is_of_a_cell = code.co_filename.startswith("<") or "ipykernel" in code.co_filename
        # In the check's own lines a student would look in vain.
        if is_of_a_cell and not code.co_qualname.startswith(tuple(_checks)):
            where = f"in {code.co_name}, line {line} of its cell"
            if code.co_filename == notebook_code.YOUR_LINES:
                where = f"in {code.co_name}: {linecache.getline(code.co_filename, line).strip()}"
    name = getattr(error, "name", None) if isinstance(error, NameError) else None
    if name is not None and (why := notebook_code.lacks(name)):
        told = f"{name} could not be made in the process that this check runs your code in: {why}. "
        return "NameError", told + "Make it inside the function", where or "outside of any function"
    return type(error).__name__, (first_line(error) or "")[:300], where


if __name__ == "__main__":
    # By its own name: a student's functions come into ``__main__``, and one may be called `os` or `main`.
    importlib.import_module(__spec__.name).main(sys.argv[1])
