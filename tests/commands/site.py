"""Build the course as pages for readers without a kernel: ``python -m tests.commands.site [folder]``.

The pages show the outputs that are stored; no notebook is run, and nothing comes from the network. What
notebooks need to become pages is done to copies of them: the anchors of cells, to which quizzes link, the
links from outputs, a button that opens the notebook on Binder, and below a lab the sliders over what was
recorded of it (`tests.commands.record`), if anything was. The settings of Sphinx, which makes the
pages with MyST-NB, and the first page are in the folder ``site``.
"""

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import nbformat

from tests import notebooks, recordings
from tests.notebooks import ROOT

COURSE = ROOT / "notebooks"
SETTINGS = ROOT / "site"
DEFAULT = ROOT / "build" / "site"
_BUILT = ".buildinfo"  # Sphinx leaves it
_OPEN_IT = '<p class="open-it"><a href="{}">Open this on Binder</a></p>\n\n{}'
_OF_A_LESSON = (
    "What is measured on this page was measured once, on another machine. On Binder, or in a JupyterLab of "
    "your own, sliders move, and that machine answers."
)
_OF_COURSEWORK = (
    "Nothing runs on this page. On Binder, or in a JupyterLab of your own, you write your answers, and "
    "checks say at once what was seen."
)
# The form in which quizzes and labs link to another notebook, or to a cell of it.
_TO_A_NOTEBOOK = re.compile(r'(<a href="[\w/.]*?)\.ipynb(?=[#"])')


def on_binder(place):
    """Return the address that opens a notebook on Binder.

    It is that of the README's badge, for the repository in which a workflow runs, if one does.

    Parameters
    ----------
    place : pathlib.PurePath
        Where the notebook is, seen from the folder ``notebooks``.

    Returns
    -------
    str
    """
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    start = re.search(r"https://mybinder\.org/v2/gh/\S+?lab/tree/notebooks/", readme)[0]
    repository = os.environ.get("GITHUB_REPOSITORY", "OWNER/REPO")
    return start.replace("OWNER/REPO", repository) + place.as_posix()


def as_page(notebook, place, recorded=None):
    """Return the notebook from which its page is made.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
    place : pathlib.PurePath
        Where it is, seen from the folder ``notebooks``.
    recorded : dict of (str, str) to dict, optional
        As `recordings.read` returns it.

    Returns
    -------
    nbformat.NotebookNode
        A new one.
    """
    title, *others = notebook.cells
    told = _OF_COURSEWORK if place.parent.name == "coursework" else _OF_A_LESSON
    cells = [title, _text(_OPEN_IT.format(on_binder(place), told))]
    for cell in others:
        cells += [_text(f'<span id="cell-id={cell.id}"></span>'), _with_links(cell)]
        if lab := (recorded or {}).get((place.with_suffix("").as_posix(), cell.id)):
            cells.append(_text(recordings.html_of(lab)))
    return nbformat.v4.new_notebook(metadata=notebook.metadata, cells=cells)


def _text(source):
    return nbformat.v4.new_markdown_cell(source)


def _with_links(cell):
    """Return a copy of a cell in whose outputs links lead to pages."""
    cell = nbformat.from_dict(cell)
    for output in cell.get("outputs", ()):
        data = output.get("data", {})
        if "text/html" in data:
            data["text/html"] = _TO_A_NOTEBOOK.sub(r"\1.html", data["text/html"])
    return cell


def write_sources(folder, data=recordings.DATA):
    """Write what Sphinx reads.

    Parameters
    ----------
    folder : pathlib.Path
        It must not be there.
    data : pathlib.Path, optional
        What was recorded of labs; it need not be there.
    """
    recorded = recordings.read(data)
    (folder / "coursework").mkdir(parents=True)
    for path in (*notebooks.lessons(), *notebooks.coursework()):
        place = path.relative_to(COURSE)
        nbformat.write(as_page(notebooks.read(path), place, recorded), folder / place)
    for path in (COURSE / "glossary.md", SETTINGS / "index.md", ROOT / "docs" / "lab.png"):
        shutil.copy(path, folder)


def build(folder, data=recordings.DATA):
    """Build the pages.

    Parameters
    ----------
    folder : pathlib.Path
        New, empty, or with pages that were built before, which are gone then.
    data : pathlib.Path, optional
        As for `write_sources`.

    Returns
    -------
    int
        Sphinx's exit code, 0 if nothing was wrong; a warning, such as of a link that leads nowhere, is.
    """
    if (folder / _BUILT).exists():
        shutil.rmtree(folder)
    elif folder.exists() and any(folder.iterdir()):
        sys.exit(f"{folder} has files, and no pages that were built before: name a new folder.")
    with tempfile.TemporaryDirectory() as made:
        sources = Path(made, "sources")
        write_sources(sources, data)
        command = [sys.executable, "-m", "sphinx", "-q", "-W", "--keep-going", "-c", SETTINGS]
        command += ["-d", Path(made, "doctrees"), sources, folder]
        return subprocess.run(command, cwd=ROOT, check=False).returncode


def main(arguments):
    """Build the pages, and tell where they are; returns an exit code, 0 if all of it went well."""
    parser = argparse.ArgumentParser(prog="python -m tests.commands.site")
    parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT, help="build/site if none")
    folder = parser.parse_args(arguments).folder.resolve()
    start_s = time.monotonic()
    if code := build(folder):
        return code
    took_s = time.monotonic() - start_s
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    print(f"{folder / 'index.html'}: built in {took_s:.0f} s, {size / 1e6:.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
