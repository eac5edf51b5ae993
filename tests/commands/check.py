"""Run all checks: ``python -m tests.commands.check``. What CI runs, and what a change has to pass.

Arguments go to pytest: ``python -m tests.commands.check tests/checks`` runs these tests only.
"""

import subprocess
import sys

from tests.notebooks import ROOT

COMMANDS = [
    ["ruff", "check"],
    ["ruff", "format", "--check"],
    # Side by side, since many tests only wait: whole files, for a notebook's cells belong together, and
    # what is long and stands alone one by one; in the order that tests/conftest.py gives them.
    [
        *("pytest", "-q", "-ra", "--durations=10"),
        *("-n", "auto", "--dist", "loadfile", "--no-loadscope-reorder"),
    ],
]


def main():
    """Run the commands one after the other; returns the first exit code that is not 0."""
    *ruff, pytest = COMMANDS
    for command in (*ruff, pytest + sys.argv[1:]):
        print("+", *command, flush=True)
        code = subprocess.run([sys.executable, "-m", *command], cwd=ROOT, check=False).returncode
        if code:
            return code
    return 0


if __name__ == "__main__":
    sys.exit(main())
