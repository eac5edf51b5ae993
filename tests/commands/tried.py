"""The table of what was tried, on what, with what result, in docs/tried.md; only commands write it.

``python -m tests.commands.tried WHAT RESULT`` writes one row.
"""

import datetime
import platform
import re
import sys

import joblib
import psutil

from tests.notebooks import ROOT

_PAGE = ROOT / "docs" / "tried.md"
_TABLE = re.compile(r"(<!-- tried -->\n\n)(.*?)(\n<!-- end of tried -->)", re.DOTALL)
_HEAD = ["| tried | on | result |", "|---|---|---|"]


def this_machine():
    """Describe this machine and this Python, as far as they matter for a result."""
    gigabytes = psutil.virtual_memory().total / 1e9
    return (
        f"{platform.system()}, {joblib.cpu_count()} CPUs, {gigabytes:.0f} GB, "
        f"Python {platform.python_version()}"
    )


def rows():
    """Return the rows of the table: what was tried -> the whole line."""
    table = _TABLE.search(_PAGE.read_text(encoding="utf-8")).group(2)
    lines = [line for line in table.splitlines() if line.startswith("|")][len(_HEAD) :]
    return {line.split("|")[1].strip(): line for line in lines}


def record(what, result, on=None):
    """Write one row, in the place of an earlier one on the same thing.

    Parameters
    ----------
    what : str
    result : str
    on : str, optional
        The machine; this one if not given.
    """
    today = datetime.date.today().isoformat()
    known = rows()
    known[what] = f"| {what} | {on or this_machine()}, {today} | {result} |"
    text = _PAGE.read_text(encoding="utf-8")
    table = "\n".join([*_HEAD, *known.values()]) + "\n"
    _PAGE.write_text(_TABLE.sub(lambda m: m[1] + table + m[3], text), encoding="utf-8")


if __name__ == "__main__":
    record(*sys.argv[1:])
