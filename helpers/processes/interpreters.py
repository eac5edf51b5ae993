"""Other interpreters on this machine: found where installers put them, and asked what they are."""

import contextlib
import json
import os
import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import NamedTuple

from helpers.wording.words import short

__all__ = ["VARIABLE", "Interpreter", "ask", "environment", "found", "places", "this_one"]

VARIABLE = "PARALLELISM_PYTHONS"  # if it is set, only those that it names are asked
_OLDEST = (3, 11)  # what the course's modules can be read by
_ANSWERS_WITHIN_S = 10.0
_ASKED_AT_ONCE = 8
_LARGEST_ANSWER = 2000  # characters
# Nobody knows yet whom this asks: it runs under any Python 3, and says so in one line of JSON.
_QUESTION = """
import sys, sysconfig, json
print(json.dumps({
    "version": list(sys.version_info[:3]),
    "release": sys.version.split()[0],
    "implementation": sys.implementation.name,
    "built_free": bool(sysconfig.get_config_var("Py_GIL_DISABLED")),
    "gil": getattr(sys, "_is_gil_enabled", lambda: True)(),
}))
"""
_NAME = re.compile(r"python(3(\.\d+)?t?)?(\.exe)?")
_LISTED = re.compile(r"([A-Za-z]:\\.*?\.exe)\s*$", re.MULTILINE)  # by the Windows launcher


class Interpreter(NamedTuple):
    """What an interpreter has told of itself.

    Attributes
    ----------
    path : str
        Of its program.
    version : (int, int, int)
    release : str
        The version with what comes after it, such as "3.15.0rc1".
    built_free : bool
        Whether it is a free-threaded build, which can do without the GIL.
    gil : bool
        Whether its GIL was on when it was asked, with nothing imported and no option.
    """

    path: str
    version: tuple
    release: str
    built_free: bool
    gil: bool

    @property
    def short_name(self):
        """Its version as its program is called: "3.14", or "3.14t" of a free-threaded build."""
        major, minor, _ = self.version
        return f"{major}.{minor}{'t' if self.built_free else ''}"

    @property
    def has_interpreter_pool(self):
        """Whether it has `concurrent.futures.InterpreterPoolExecutor`."""
        return self.version >= (3, 14, 0)


def ask(path):
    """Ask a program, in a short child process, which Python it is.

    Parameters
    ----------
    path : str

    Returns
    -------
    Interpreter or None
        None if it is none that the course can use: no program, no CPython of 3.11 or later, or one that
        does not answer within ten seconds.
    """
    command = [os.fspath(path), "-I", "-S", "-c", _QUESTION]
    try:
        answer = subprocess.run(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=_ANSWERS_WITHIN_S,
            check=True,
        )
        return _understood(os.fspath(path), answer.stdout.decode(errors="replace"))
    except (OSError, subprocess.SubprocessError):
        return None


def _understood(path, text):
    """Read an answer; None if it is none, or that of a Python which the course cannot use."""
    try:
        told = json.loads(text[:_LARGEST_ANSWER])
        version = tuple(map(int, told["version"]))
        release, built_free, gil = str(told["release"]), bool(told["built_free"]), bool(told["gil"])
        answer = Interpreter(path, version, release, built_free, gil)
        is_known = told["implementation"] == "cpython" and len(version) == 3
    except (ValueError, TypeError, KeyError):
        return None
    return answer if is_known and version >= _OLDEST else None


def this_one():
    """Return the interpreter that runs this, as it answers in a child.

    Returns
    -------
    Interpreter

    Raises
    ------
    RuntimeError
        If it does not answer.
    """
    answer = ask(sys.executable)
    if answer is None:
        raise RuntimeError(
            f"{short(sys.executable)}, which runs this, does not say which Python it is."
        )
    return answer


def found():
    """Find the interpreters of this machine.

    Returns
    -------
    list of Interpreter
        This one first, then the newest first, one of each version and build: of several the newest, and of
        these the one that was found first.
    """
    here = this_one()
    with ThreadPoolExecutor(_ASKED_AT_ONCE) as pool:
        answers = [answer for answer in pool.map(ask, places()) if answer is not None]
    chosen = {here.short_name: here}
    # Sorting keeps the order of those that are as new.
    for answer in sorted(answers, key=lambda one: one.version, reverse=True):
        chosen.setdefault(answer.short_name, answer)
    return list(chosen.values())


def places():
    """List programs that may be interpreters.

    If the environment variable PARALLELISM_PYTHONS is set, they are those that it names, with a colon
    between two, or on Windows a semicolon; none if it is empty. Otherwise they are looked for on PATH,
    where pyenv and uv install, where the installers of python.org do on macOS, and by the Windows launcher.

    Returns
    -------
    list of str
        Each once, by where its links lead.
    """
    named = os.environ.get(VARIABLE)
    if named is not None:
        paths = map(Path, filter(None, named.split(os.pathsep)))
    else:
        paths = chain(_on_path(), _of_pyenv(), _of_uv(), _of_python_org(), _of_the_launcher())
    each = {}
    for path in paths:
        with contextlib.suppress(OSError, RuntimeError):  # links that go round in a circle
            each.setdefault(os.path.normcase(path.resolve()), str(path))
    return list(each.values())


def _in(folder):
    """Yield what is called as an interpreter is in a folder, by name."""
    with contextlib.suppress(OSError):  # it is not there, or not ours to read
        for name in sorted(os.listdir(folder)):
            if _NAME.fullmatch(name):
                yield Path(folder, name)


def _on_path():
    for folder in filter(None, os.environ.get("PATH", "").split(os.pathsep)):
        # Of pyenv: programs that choose among its versions. Of Apple: one that may ask to install more.
        if Path(folder).name != "shims" and (sys.platform, folder) != ("darwin", "/usr/bin"):
            yield from _in(folder)


def _below(root, *patterns):
    """Yield the interpreters in folders below another one, which the patterns name."""
    for pattern in patterns:
        with contextlib.suppress(OSError):
            for folder in sorted(root.glob(pattern)):
                yield from _in(folder)


def _of_pyenv():
    root = os.environ.get("PYENV_ROOT")
    roots = [Path(root)] if root else [Path.home() / ".pyenv", Path.home() / ".pyenv" / "pyenv-win"]
    for each in roots:
        yield from _below(each, "versions/*/bin", "versions/*")


def _of_uv():
    chosen = os.environ.get("UV_PYTHON_INSTALL_DIR")
    data = os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share"
    roots = [Path(chosen)] if chosen else [Path(data, "uv", "python")]
    if not chosen and "APPDATA" in os.environ:
        roots += [
            Path(os.environ["APPDATA"], "uv", *parts) for parts in (("data", "python"), ("python",))
        ]
    for root in roots:
        yield from _below(root, "*/bin", "*")


def _of_python_org():
    if sys.platform == "darwin":
        for name in ("Python", "PythonT"):
            root = Path(f"/Library/Frameworks/{name}.framework/Versions")
            yield from _below(root, "*/bin")


def _of_the_launcher():
    if os.name != "nt":
        return
    with contextlib.suppress(OSError, subprocess.SubprocessError):
        listed = subprocess.run(
            ["py", "-0p"], capture_output=True, timeout=_ANSWERS_WITHIN_S, check=True
        )
        yield from map(Path, _listed(listed.stdout.decode(errors="replace")))


def _listed(text):
    """Find the paths in what ``py -0p`` prints, one at the end of each line."""
    return [path.strip() for path in _LISTED.findall(text.replace("\r", ""))]


def environment(root):
    """Make the environment variables for a child that needs modules of the course, and no others.

    Parameters
    ----------
    root : str
        The folder in which those are.

    Returns
    -------
    dict of str to str
        Those of this process, but for what is meant for its own Python.
    """
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "PYTHONPATH": os.fspath(root)}
