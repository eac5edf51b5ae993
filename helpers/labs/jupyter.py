"""All that the labs know of Jupyter: cells, kernels, and what JupyterLab does with outputs."""

import atexit
import threading

from IPython import get_ipython

from helpers.processes import guard
from helpers.wording import errors

__all__ = ["AGAIN", "INTERRUPTED", "add", "discard", "look_after"]

AGAIN = "Press Run, or move a slider, to measure again."
INTERRUPTED = f"Interrupted. {AGAIN}"
_labs = {}  # lab -> the cell that showed it, and that cell's execution count


def add(lab):
    """Note a lab, and close those that an earlier run of its cell has opened: their picture is gone.

    Parameters
    ----------
    lab : Lab
    """
    shell = get_ipython()
    kernel = getattr(shell, "kernel", None)
    cell = count = None
    if kernel is not None:
        _watch_for_interrupts(shell)
        cell = kernel.get_parent("shell").get("metadata", {}).get("cellId")
        count = shell.execution_count
    for other, (its_cell, its_count) in list(_labs.items()):
        if cell is not None and its_cell == cell and its_count != count:
            other.close()
    _labs[lab] = (cell, count)


def discard(lab):
    """Forget a lab that is closed.

    Parameters
    ----------
    lab : Lab
    """
    _labs.pop(lab, None)


_watched = set()


def _watch_for_interrupts(shell):
    if shell not in _watched:
        _watched.add(shell)
        shell.events.register("post_run_cell", _stop_after_interrupt)


def _stop_after_interrupt(result):
    """Stop what labs measure when the reader has interrupted a cell.

    JupyterLab's stop button signals the workers as well. A pool may wait for ever for one that died
    of it, and the lab's thread would not notice.
    """
    if isinstance(result.error_in_exec, KeyboardInterrupt):
        for lab in list(_labs):
            threading.Thread(target=lab.interrupt, daemon=True).start()


@atexit.register
def _end_all():
    for lab in list(_labs):
        lab.end_thread()


_WOKEN_EVERY_S = 0.25
_looked_after = set()


def look_after():
    """Look after the cells of this kernel from now on; elsewhere, and a second time, do nothing.

    Below a traceback of a connection, or of `asyncio.run` in a notebook, one sentence says what
    happened and what to do. And a cell that only awaits can be interrupted: the kernel's handler of
    the interrupt cancels it, but does not wake the event loop that would notice, so it is woken
    several times a second. When the kernel is killed, its workers end too.
    """
    shell = get_ipython()
    kernel = getattr(shell, "kernel", None)
    loop = getattr(getattr(kernel, "io_loop", None), "asyncio_loop", None)
    if loop is None or shell in _looked_after:
        return
    _looked_after.add(shell)
    shell.events.register("post_run_cell", _say_what_to_do)
    guard.watch()

    def wake():
        loop.call_later(_WOKEN_EVERY_S, wake)

    loop.call_soon_threadsafe(wake)


def _say_what_to_do(result):
    error = result.error_in_exec
    sentence = None if error is None else errors.advice(error)
    if sentence is not None:
        print("In one sentence:", sentence)
