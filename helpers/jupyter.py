"""All that is known of Jupyter: of its kernels, its pages and its widgets, a fact a function.

A fact that cannot be had, in plain Python or in another version, takes away what needs it, and no more.
Nothing happens on import; `look_after` is called by the face of ``labs``.
"""

import os
import sys
from functools import cache
from hashlib import sha256
from math import inf
from pathlib import Path
from time import monotonic

from IPython import get_ipython
from IPython.display import display

from helpers.processes import guard
from helpers.wording import errors

__all__ = [
    "BOX",
    "CELL",
    "DARK",
    "DISCONNECTED",
    "NOTEBOOK",
    "NO_KERNEL",
    "NO_SHORTCUTS",
    "OUTPUT",
    "PROMPT",
    "address_of",
    "after_an_error",
    "anchor_of",
    "bundle_of",
    "cell",
    "hear_while_a_cell_runs",
    "idle_s",
    "keep_awake",
    "look_after",
    "notebook",
    "output_of",
    "place",
    "show",
]

# Selectors of CSS, seen with JupyterLab 4.6, nbclassic 1.3, Voila 0.5 and ipywidgets 8.1.
# Each of a cell's outputs; they are siblings, in their order. The second is nbclassic's.
OUTPUT = ":is(.jp-OutputArea-child, .output_area)"
PROMPT = ".jp-OutputPrompt"  # the room for a number beside an output, in a widget's too
BOX = ".widget-box"  # in an output, if it shows a box of widgets that has a kernel behind it
DISCONNECTED = ".jupyter-widgets-disconnected"  # a widget whose kernel has ended
# A notebook that was left without a kernel: its widgets are not marked then.
NO_KERNEL = (
    ".jp-NotebookPanel:has(.jp-Notebook-ExecutionIndicator:is([data-status=unknown],"
    " [data-status=dead]))"
)
CELL = ".jp-Cell"  # the active one has the focus, unless something in it has
# Around the cells, where they can be run; a page that nbconvert makes is a `.jp-Notebook`, too.
NOTEBOOK = ".jp-NotebookPanel"
# An attribute of the element that has the focus: no key is a shortcut of JupyterLab or Notebook 7 then. So
# says Lumino's `CommandRegistry`, which asks for it at each key; around the element it would come too late.
NO_SHORTCUTS = "data-lm-suppress-shortcuts"
DARK = '[data-jp-theme-light="false"]'  # the page, in a dark theme


def _kernel():
    """Return the kernel that this process is, as an attribute of its shell; None elsewhere."""
    return getattr(get_ipython(), "kernel", None)


# What a kernel tells ---------------------------------------------------------------------------------


def cell():
    """Tell which cell runs now, and which of all runs this is.

    JupyterLab sends the id of a cell along with its code, and ipykernel keeps the message that it works
    on; seen with JupyterLab 4.6 and ipykernel 7.4.

    Returns
    -------
    id : str or None
        None outside a notebook.
    count : int or None
        The number in brackets beside the cell.
    """
    if not hasattr(_kernel(), "get_parent"):
        return None, None
    count = getattr(get_ipython(), "execution_count", None)
    return _message().get("metadata", {}).get("cellId"), count


def _message():
    """Return the message that this kernel works on; an empty one elsewhere."""
    kernel = _kernel()
    return kernel.get_parent("shell") if hasattr(kernel, "get_parent") else {}


def place():
    """Name the cell that runs now by a word that no other cell on its page has, for a class of HTML.

    Whenever the cell runs, the word is the same. Where the page does not tell the cell's id, as nbclassic,
    Voila and nbclient do not, it is so if the cell is the same and comes in the same turn.

    Returns
    -------
    str
    """
    cell_id, count = cell()
    code = _message().get("content", {}).get("code")
    which = f"{count} {code}" if cell_id is None else cell_id
    path = os.environ.get("JPY_SESSION_NAME", "")
    return sha256(f"{path} {which}".encode()).hexdigest()[:12]


def notebook():
    """Name the notebook of this kernel, without its ending.

    The server tells a kernel the notebook's path by an environment variable; seen with jupyter_server
    2.21.

    Returns
    -------
    str
        Empty if it is not known.
    """
    name = os.environ.get("JPY_SESSION_NAME", "")
    return Path(name).stem if name.endswith(".ipynb") else ""


def after_an_error(call):
    """Have a function called when a cell of this kernel has ended in an error, an interrupt included.

    IPython tells of the end of each cell by an event, and keeps a function that is registered twice only
    once; seen with 9.18. A cell that was cancelled has no result in ipykernel 7.4, and so no error here.

    Parameters
    ----------
    call : callable
        ``call(error)``
    """
    events = getattr(get_ipython(), "events", None)
    if _kernel() is not None and events is not None:
        events.register("post_run_cell", _with_its_error(call))


@cache
def _with_its_error(call):
    def tell(result):
        error = getattr(result, "error_in_exec", None)
        if error is not None:
            call(error)

    return tell


_idle_since = -inf  # None while a cell runs


def idle_s():
    """Tell for how long no cell of this kernel has run, once `look_after` was called.

    Returns
    -------
    float
        Seconds; 0 while a cell runs, infinity if none has, as in plain Python.
    """
    since = _idle_since
    return 0.0 if since is None else monotonic() - since


def _note_a_cell(*_):
    global _idle_since
    _idle_since = None


def _note_its_end(*_):
    global _idle_since
    _idle_since = monotonic()


# What it shows ---------------------------------------------------------------------------------------


def show(bundle, replaceable=False):
    """Show something as an output of the cell that runs; in plain Python, which has no place, nothing.

    Parameters
    ----------
    bundle : dict of str to object
        By MIME type.
    replaceable : bool, optional
        Whether something else may come in its place later.

    Returns
    -------
    IPython.display.DisplayHandle or None
        If it is replaceable, what has ``update(bundle, raw=True)``: from any thread, and the saved
        notebook has what was shown last.
    """
    if get_ipython() is None:
        return None
    return display(bundle, raw=True, display_id=True if replaceable else None)


def bundle_of(box, text):
    """Return what displays a widget, and a text where there is none.

    Widgets give their bundle by a private method, which in ipywidgets 8.1 returns it; others of that name
    return a tuple of it and of metadata.

    Parameters
    ----------
    box : ipywidgets.Widget
    text : str

    Returns
    -------
    dict of str to object
        By MIME type.
    """
    make = getattr(box, "_repr_mimebundle_", None)
    bundle = make() if make is not None else {}
    bundle = bundle[0] if isinstance(bundle, tuple) else bundle
    return {**bundle, "text/plain": text}


def anchor_of(heading):
    """Name the anchor that JupyterLab gives to a heading, for a link within its notebook.

    Seen with JupyterLab 4.6, whose name for it in its sources is `createHeaderId`.

    Parameters
    ----------
    heading : str
        Its text.

    Returns
    -------
    str

    Examples
    --------
    >>> anchor_of("The costs of a pool")
    'The-costs-of-a-pool'
    """
    return heading.replace(" ", "-")


def address_of(name, cell_id):
    """Write the address of a cell, for a link in an output of a notebook in the same folder.

    JupyterLab opens the notebook, or goes to it if it is open, and scrolls to the cell, as the sources of
    4.6 say. Pages that nbconvert makes have the same anchors.

    Parameters
    ----------
    name : str
        The notebook's name without its ending.
    cell_id : str

    Returns
    -------
    str

    Examples
    --------
    >>> address_of("01_gil", "race-run")
    '01_gil.ipynb#cell-id=race-run'
    """
    return f"{name}.ipynb#cell-id={cell_id}"


def output_of(html, text):
    """Return what makes an `ipywidgets.Output` show some HTML, as its ``outputs``.

    A link to a notebook is opened in JupyterLab there, as from any output. From an `ipywidgets.HTML`, the
    browser would leave the page. So say the sources of JupyterLab 4.6 and ipywidgets 8.1.

    Parameters
    ----------
    html : str
    text : str
        What is shown where there is no HTML.

    Returns
    -------
    tuple of dict
    """
    data = {"text/html": html, "text/plain": text}
    return ({"output_type": "display_data", "data": data, "metadata": {}},)


# What it needs ---------------------------------------------------------------------------------------


def hear_while_a_cell_runs(controls):
    """Let a click on a control reach us while the cell that shows it still runs.

    JupyterLab 4.6 sends it to a thread of its own, a subshell. ipykernel 7.4 sends it on to the shell that
    last wrote to the control: the one that is busy with this cell. Without that note it does not.

    Parameters
    ----------
    controls : list of ipywidgets.Widget
    """
    for control in controls:
        getattr(getattr(control, "comm", None), "__dict__", {}).pop("_reply_subshell_id", None)


_WOKEN_EVERY_S = 0.25
_kept_awake = set()


def keep_awake():
    """Wake this kernel's event loop several times a second, so that a cell that awaits is interrupted.

    The kernel's handler of an interrupt cancels such a cell, but does not wake the event loop that would
    notice; seen with ipykernel 7.4. Elsewhere, and a second time, nothing happens.
    """
    loop = getattr(getattr(_kernel(), "io_loop", None), "asyncio_loop", None)
    if loop is None or loop in _kept_awake:
        return
    _kept_awake.add(loop)

    def wake():
        loop.call_later(_WOKEN_EVERY_S, wake)

    loop.call_soon_threadsafe(wake)


# What is known of Colab is what its users report there; nobody has tried these labs in it.
_IN_COLAB = (
    "In Colab, a lab's picture may not follow its sliders (googlecolab/colabtools#3373). Run lab.wait(), "
    "and end that cell with lab.picture."
)


def look_after():
    """Look after the cells of this kernel from now on; elsewhere, and a second time, do nothing.

    Below a traceback of a connection, or of `asyncio.run` in a notebook, one sentence says what happened
    and what to do. When the kernel is killed, its workers end too. And a cell that only awaits can be
    interrupted. Where labs are not known to move, a sentence says what to do.
    """
    if _kernel() is not None:
        after_an_error(_say_what_to_do)
        events = getattr(get_ipython(), "events", None)
        if events is not None:  # one that is registered twice is kept once
            events.register("pre_run_cell", _note_a_cell)
            events.register("post_run_cell", _note_its_end)
            _note_a_cell()  # this one
        guard.watch()
        keep_awake()
        if "google.colab" in sys.modules:
            print(_IN_COLAB)


def _say_what_to_do(error):
    sentence = errors.advice(error)
    if sentence is not None:
        print("In one sentence:", sentence)
