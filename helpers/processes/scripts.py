"""Scripts run in a Python of their own: for what would hang or break this one."""

import contextlib
import os
import subprocess
import sys
import tempfile
import uuid
from pathlib import Path
from typing import NamedTuple

import psutil

from helpers.processes import families

__all__ = ["Output", "run_file", "run_typed_in", "started"]

_MARK = "PARALLELISM_STARTED"  # an environment variable: what a script starts has it, too


class Output(NamedTuple):
    """What a script wrote.

    Attributes
    ----------
    text : str
        To standard output.
    errors : str
        To standard error.
    """

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
        If the script, or what it started and what still held its output, had to be ended.

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
        As for `run_file`.
    """
    return _run(["-c", script], limit_s)


def _run(arguments, limit_s):
    # -u: what several processes print comes in its order. NO_COLOR: a kernel asks for coloured
    # tracebacks, which nobody who compares text wants.
    command = [sys.executable, "-u", *arguments]
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "stdin": subprocess.DEVNULL}
    plain = {**os.environ, "NO_COLOR": "1"}
    with started(command, env=plain, text=True, **pipes) as child:
        try:
            return Output(*child.communicate(timeout=limit_s))
        except subprocess.TimeoutExpired:
            told = f"The script was ended after {limit_s:g} s."
            if child.poll() is not None:
                told = f"The script has ended; what it started went on, and was ended after {limit_s:g} s."
            raise TimeoutError(told) from None


@contextlib.contextmanager
def started(command, env=None, **options):
    """Start a process; at the end of the ``with`` block it is ended, with all that it has started.

    Parameters
    ----------
    command : list of str
    env : dict of str to str, optional
        Environment variables; those of this process if not given.
    **options
        Of `subprocess.Popen`.

    Yields
    ------
    psutil.Popen
    """
    mark = (_MARK, uuid.uuid4().hex)
    env = {**(os.environ if env is None else env), mark[0]: mark[1]}
    with psutil.Popen(command, env=env, **options) as child:
        try:
            yield child
        finally:
            families.end(child.pid, mark)
