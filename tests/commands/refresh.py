"""Refresh what the notebooks store: ``python -m tests.commands.refresh [notebook ...]``.

Formats their code, runs them, stores the outputs in normal form, and then validates what is stored: by
nbval, which runs them again, and by the tests of their shape. A second refresh changes nothing but the
outputs of the cells tagged ``nbval-ignore-output``.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from helpers.reader import journal
from tests import kernels, notebooks


def refresh(path, journal_path):
    """Execute one notebook in its own folder and store it; its labs write into this journal."""
    # As JupyterLab names a kernel's notebook, from which the journal knows the lesson.
    environment = {journal.VARIABLE: str(journal_path), "JPY_SESSION_NAME": str(path)}
    notebook = notebooks.read(path)
    start_s = time.monotonic()
    kernels.runner_of(notebook, path.parent).execute(env={**os.environ, **environment})
    notebooks.write(notebook, path)
    print(f"{path.name}: {time.monotonic() - start_s:.0f} s", flush=True)


def main(names):
    """Refresh these notebooks, or all; returns the exit code of what validates them."""
    paths = [Path(name).resolve() for name in names]
    paths = paths or [*notebooks.lessons(), *notebooks.coursework()]
    missing = [str(path) for path in paths if not path.is_file()]
    if missing:
        sys.exit(f"no such notebook: {', '.join(missing)}")
    for step in ("format", "check"):
        done = subprocess.run([sys.executable, "-m", "ruff", step, *paths], check=False)
        if done.returncode:
            return done.returncode  # ruff has said why
    with tempfile.TemporaryDirectory() as folder:  # the developer's own journal is nobody's lesson
        for path in paths:
            refresh(path, Path(folder, "journal.jsonl"))
    shape = notebooks.ROOT / "tests" / "test_notebooks.py"
    validate = [sys.executable, "-m", "pytest", "-q", *paths, shape]
    return subprocess.run(validate, cwd=notebooks.ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
