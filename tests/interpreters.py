"""Programs that answer as other interpreters would, for machines that have none."""

import json
import shlex
import sys

import pytest

__all__ = ["answering", "fake", "posing"]


def answering(release, implementation="cpython", built_free=False, gil=True):
    """Return what an interpreter answers when it is asked what it is."""
    version = [int("".join(c for c in part if c.isdigit())) for part in release.split(".")]
    told = {"version": version, "release": release, "implementation": implementation}
    return json.dumps({**told, "built_free": built_free, "gil": gil})


def _program(path, text):
    """Write a program that is run as it stands, where there are such."""
    if sys.platform == "win32":
        pytest.skip("a script is no program on Windows")
    path.write_text(text, encoding="utf-8")
    path.chmod(0o755)
    return str(path)


def fake(path, answer, code=0, sleeps_s=0):
    """Make a program that answers so, whatever it is asked, and return its path."""
    lines = ["#!/bin/sh"]
    if sleeps_s:
        lines.append(f"exec /bin/sleep {sleeps_s}")
    if answer:
        lines.append(f"printf '%s\\n' {shlex.quote(answer)}")
    lines.append(f"exit {code}")
    return _program(path, "\n".join(lines) + "\n")


# A path with a space does not do behind #!, so a shell reads the second line, which says nothing in Python.
_POSING = """#!/bin/sh
"exec" "{python}" "$0" "$@"
import os, sys
if "-c" in sys.argv:
    print({answer!r})
    raise SystemExit
options = sys.argv[1:]
if "-X" in options:  # an ordinary build refuses it
    place = options.index("-X")
    gil = options[place + 1].endswith("1")
    del options[place : place + 2]
    os.environ["A_TEST_GIL"] = str(int(gil))
os.execv({python!r}, [{python!r}, "-c", {program!r}, *options])
"""
_PROGRAM = """
import sys
gil = {gil}
sys._is_gil_enabled = lambda: gil
from helpers.worker import interpreter_child
interpreter_child.main()
"""


def posing(path, answer, gil='__import__("os").environ.get("A_TEST_GIL") != "0"'):
    """Make a program that says it is another interpreter, and runs children by this one.

    Parameters
    ----------
    path : Path
    answer : str
        As `answering` returns it.
    gil : str, optional
        An expression: whether the child says that its GIL is on; if not given, as ``-X gil`` asks.
    """
    program = _PROGRAM.format(gil=gil)
    return _program(path, _POSING.format(python=sys.executable, answer=answer, program=program))
