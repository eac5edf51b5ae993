"""Run all checks: ``python -m tests.commands.check``. What CI runs, and what a change has to pass.

Arguments go to pytest: ``python -m tests.commands.check tests/checks`` runs these tests only. With
``--record``, the last line of what pytest says goes into docs/tried.md.
"""

import os
import subprocess
import sys
import sysconfig

from tests.commands import tried
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
    arguments = [argument for argument in sys.argv[1:] if argument != "--record"]
    is_recorded = "--record" in sys.argv[1:]
    *ruff, pytest = COMMANDS
    for command in ruff:
        code = _run(command)
        if code:
            return code
    if not is_recorded:
        return _run(pytest + arguments)
    code, last = _run_and_listen(pytest + arguments)
    on_what = f": {' '.join(arguments)}" if arguments else ""
    tried.record(f"The tests on Python {_version()}{on_what}", last)
    return code


def _run(command):
    print("+", *command, flush=True)
    return subprocess.run([sys.executable, "-m", *command], check=False, **_where()).returncode


def _where():
    """Return where a command runs: at the root, and what it has compiled is kept for the next process.

    The tests start thousands of processes. Where the environment tells Python to keep nothing, as many
    images of containers do, each of them would compile the helpers anew, and each process of pytest all
    tests. What is kept lies in folders that git and the course's working copies leave out.
    """
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {"cwd": ROOT, "env": kept}


def _run_and_listen(command):
    """Return the exit code of a command, and the last line that it prints."""
    print("+", *command, flush=True)
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "errors": "replace"}
    last = ""
    with subprocess.Popen([sys.executable, "-m", *command], **_where(), **pipes) as process:
        for line in process.stdout:
            print(line, end="", flush=True)
            last = line.strip() or last
    return process.returncode, last.strip("= ")


def _version():
    """Return this Python's version, such as "3.14t" for a free-threaded build."""
    is_free = sysconfig.get_config_var("Py_GIL_DISABLED")
    return f"{sys.version_info.major}.{sys.version_info.minor}{'t' if is_free else ''}"


if __name__ == "__main__":
    sys.exit(main())
