"""Cause every fault of tests/test_faults.py, and write the results into docs/tried.md.

``python -m tests.commands.faults`` does it.
"""

import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from collections import defaultdict
from pathlib import Path

from tests.commands import tried
from tests.notebooks import ROOT

__all__ = ["results"]


def results(report):
    """Read what happened from pytest's report.

    Parameters
    ----------
    report : str
        The text of a file that ``pytest --junitxml`` has written.

    Returns
    -------
    dict of str to str
        By fault: how many of its tests passed, and the longest that anything of a run stayed.
    """
    passed, n, longest_s = defaultdict(int), defaultdict(int), defaultdict(float)
    for case in ET.fromstring(report).iter("testcase"):
        fault = case.get("name").partition("[")[0].removeprefix("test_").replace("_", " ")
        if case.find("skipped") is not None:
            continue
        n[fault] += 1
        passed[fault] += case.find("failure") is None and case.find("error") is None
        for found in case.iter("property"):
            if found.get("name") == "tidy_after_s":
                longest_s[fault] = max(longest_s[fault], float(found.get("value")))
    return {
        fault: f"{passed[fault]} of {n[fault]} as it should be; tidy after {longest_s[fault]:.1f} s at most"
        for fault in n
    }


def main():
    """Run the tests and record; returns pytest's exit code."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "report.xml")
        command = [sys.executable, "-m", "pytest", "-q", f"--junitxml={report}"]
        code = subprocess.run([*command, "tests/test_faults.py"], cwd=ROOT, check=False).returncode
        for fault, result in results(report.read_text(encoding="utf-8")).items():
            tried.record(f"While a lab runs: {fault}", result)
    return code


if __name__ == "__main__":
    sys.exit(main())
