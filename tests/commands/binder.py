"""What Binder makes of this repository; ``python -m tests.commands.binder`` installs it in a clean venv."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
from pathlib import Path

from tests.notebooks import ROOT

_RENDER = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", "--user-id", "1000"]
_LOADED = "import helpers.labs, distributed, jupyterlab, sys; print(sys.version)"


def rendered():
    """Return what repo2docker would build, as it prints it; it needs no Docker for that."""
    done = subprocess.run(
        [*_RENDER, "--user-name", "jovyan", str(ROOT)],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    return done.stdout + done.stderr


def python_version(text):
    """Return the version of Python that the image has, such as "3.13"."""
    return re.search(r"Building conda environment for python=(\S+)", text).group(1)


def install_steps(text):
    """Return the arguments of pip in each install step, in their order."""
    steps = re.findall(r"^RUN \$\{KERNEL_PYTHON_PREFIX\}/bin/pip (install .*)$", text, re.MULTILINE)
    return [step.replace('"', "").split() for step in steps]


def post_build_steps(text):
    """Return the scripts that run in the repository after the installation, as paths from its root."""
    return re.findall(r"^RUN (\./\S+)$", text, re.MULTILINE)


def main():
    """Run the steps in a clean virtual environment, and load what a lesson loads."""
    text = rendered()
    steps, scripts = install_steps(text), post_build_steps(text)
    assert steps, "repo2docker renders no install step"
    with tempfile.TemporaryDirectory() as folder:
        venv.create(folder, with_pip=True)
        python = Path(folder, "Scripts" if sys.platform == "win32" else "bin", "python")
        for step in steps:
            print("+ pip", *step, flush=True)
            subprocess.run([python, "-m", "pip", *step, "--quiet"], cwd=ROOT, check=True)
        subprocess.run([python, "-c", _LOADED], cwd=folder, check=True)
        for name in ("binder", "notebooks"):
            shutil.copytree(ROOT / name, Path(folder, "repository", name))
        path = os.pathsep.join([str(python.parent), os.environ["PATH"]])
        for script in scripts:
            print("+", script, flush=True)
            environment = {**os.environ, "PATH": path}
            subprocess.run([script], cwd=Path(folder, "repository"), env=environment, check=True)


if __name__ == "__main__":
    main()
