"""The labs that are open: closed when their cell runs again, stopped by an interrupt, ended at exit."""

import atexit
import threading
from functools import cache

from helpers import jupyter

__all__ = ["add", "discard"]

_labs = {}  # lab -> the cell that showed it, and which run of it that was


def add(lab):
    """Note a lab, and close those that an earlier run of its cell has opened: their picture is gone.

    Parameters
    ----------
    lab : Lab
    """
    _end_all_at_exit()
    jupyter.after_an_error(_stop_after_interrupt)
    cell, count = jupyter.cell()
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


def _stop_after_interrupt(error):
    """Stop what labs measure when the reader has interrupted a cell.

    JupyterLab's stop button signals the workers as well. A pool may wait for ever for one that died
    of it, and the lab's thread would not notice.
    """
    if isinstance(error, KeyboardInterrupt):
        for lab in list(_labs):
            threading.Thread(target=lab.interrupt, daemon=True).start()


@cache  # once
def _end_all_at_exit():
    atexit.register(_end_all)


def _end_all():
    for lab in list(_labs):
        lab.end_thread()
