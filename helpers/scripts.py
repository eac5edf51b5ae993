"""Scripts run in a Python of their own: for what would hang or break this one."""

import contextlib
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

import psutil

__all__ = ["Output", "end_tree", "run_file", "run_typed_in"]


class Output(NamedTuple):
    """What a script wrote: `text` to standard output, `errors` to standard error."""

    text: str
    errors: str


def run_file(script, limit_s=60.0):
    """Run a script from a file, as ``python script.py`` does.

    Parameters
    ----------
    script : str
        The program's text; it is written to a temporary folder of its own.
    limit_s : float, optional
        Seconds after which the script, and all that it started, is ended.

    Returns
    -------
    Output

    Raises
    ------
    TimeoutError
        If the script had to be ended.

    Examples
    --------
    >>> run_file("print(__name__)").text.strip()
    '__main__'
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "script.py")
        path.write_text(script, encoding="utf-8")
        return _run([str(path)], limit_s)


def run_typed_in(script, limit_s=60.0):
    """Run a script that is no file, as a notebook's cells are none.

    Parameters
    ----------
    script : str
        The program's text, for ``python -c``.
    limit_s : float, optional
        Seconds after which the script, and all that it started, is ended.

    Returns
    -------
    Output

    Raises
    ------
    TimeoutError
        If the script had to be ended.
    """
    return _run(["-c", script], limit_s)


def _run(arguments, limit_s):
    # -u: what several processes print comes in its order. NO_COLOR: a kernel asks for coloured
    # tracebacks, which nobody who compares text wants.
    command = [sys.executable, "-u", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL}
    plain = {**os.environ, "NO_COLOR": "1"}
    with psutil.Popen(command, env=plain, text=True, **pipes) as child:
        try:
            return Output(*child.communicate(timeout=limit_s))
        except subprocess.TimeoutExpired:
            raise TimeoutError(f"The script was ended after {limit_s:g} s.") from None
        finally:
            end_tree(child)


def end_tree(child):
    """End a process that still runs, and first what it has started.

    Parameters
    ----------
    child : psutil.Popen
    """
    if child.poll() is not None:
        return
    started = []
    with contextlib.suppress(psutil.Error):  # it may end just now
        child.suspend()  # so that it starts nothing more
        started = child.children(recursive=True)
    for process in [*started, child]:
        with contextlib.suppress(psutil.Error):
            # A resource tracker cleans up after those that are killed, and then ends by itself.
            if "resource_tracker" not in " ".join(process.cmdline()):
                process.kill()
