"""Run the notebooks and store their outputs: ``python -m tests.refresh [notebook ...]``.

A second run changes nothing but the outputs of the cells tagged ``nbval-ignore-output``.
"""

import sys
import time
from pathlib import Path

from nbclient import NotebookClient

from tests import notebooks


def refresh(path):
    """Execute one notebook in its own folder and store it."""
    notebook = notebooks.read(path)
    client = NotebookClient(
        notebook, timeout=120, kernel_name="python3", resources={"metadata": {"path": path.parent}}
    )
    start_s = time.monotonic()
    client.execute()
    notebooks.write(notebook, path)
    print(f"{path.name}: {time.monotonic() - start_s:.0f} s")


if __name__ == "__main__":
    for path in [Path(name) for name in sys.argv[1:]] or [
        *notebooks.lessons(),
        *notebooks.coursework(),
    ]:
        refresh(path)
