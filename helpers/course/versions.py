"""The files of the course as they are now, and what counts as the same."""

import hashlib
import json
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbconvert.preprocessors import ClearOutputPreprocessor

__all__ = ["NOTEBOOKS", "Version", "digest_of", "has_outputs", "versions_in"]

NOTEBOOKS = Path(__file__).resolve().parents[2] / "notebooks"
_SUFFIX = ".ipynb"
# And all that is hidden.
_LEFT_OUT = {"__pycache__", "dask-scratch-space", "for_instructors", "nbgrader_config.py"}
# What JupyterLab writes beside a cell when it is run, folded, or looked at in the side bar; seen with 4.6.
_BY_JUPYTERLAB = {
    "collapsed",
    "deletable",
    "editable",
    "execution",
    "jp-MarkdownHeadingCollapsed",
    "jupyter",
    "scrolled",
    "slideshow",
    "trusted",
}


@dataclass(frozen=True)
class Version:
    """A file of the course as it is now.

    Attributes
    ----------
    digest : str
        As `digest_of` gives.
    stored : bytes
        The file as it is in the repository; a notebook has its outputs.
    cleared : bytes
        The same without outputs.
    """

    digest: str
    stored: bytes
    cleared: bytes


def versions_in(folder):
    """Read the files that a reader gets.

    Parameters
    ----------
    folder : pathlib.Path
        The course's notebooks.

    Returns
    -------
    dict of str to Version
        By paths from the folder, with "/", in their order.

    Raises
    ------
    OSError
        If a file cannot be read.
    ValueError
        If a notebook is none; the message names the file.
    """
    versions = {}
    for path in sorted(folder.rglob("*")):
        parts = path.relative_to(folder).parts
        if path.is_file() and not any(p[0] == "." or p in _LEFT_OUT for p in parts):
            data = path.read_bytes()
            is_notebook = path.suffix == _SUFFIX
            cleared = _cleared(data, path) if is_notebook else data
            versions["/".join(parts)] = Version(digest_of(data, path.name), data, cleared)
    return versions


def _cleared(data, path):
    notebook = _read(data)
    if notebook is None:
        raise ValueError(f"{path} cannot be read as a notebook")
    notebook, _ = ClearOutputPreprocessor().preprocess(notebook, {})
    return nbformat.writes(notebook).encode() + b"\n"


def digest_of(data, name):
    """Return what tells a file's content from another one.

    Of a notebook count the text of its cells, with what is attached to them, their kinds and their tags;
    not its outputs, its kernel, empty cells, and what JupyterLab adds by itself.

    Parameters
    ----------
    data : bytes
    name : str
        The file's: its ending tells whether it is a notebook.

    Returns
    -------
    str
    """
    notebook = _read(data) if name.endswith(_SUFFIX) else None
    if notebook is not None:
        cells = [_content(cell) for cell in notebook.cells if _is_filled(cell)]
        data = b"cells " + json.dumps(cells, sort_keys=True).encode()
    return hashlib.sha256(data).hexdigest()


def _read(data):
    """Read a notebook; None if it is none, such as one that is half written."""
    try:
        notebook = nbformat.reader.reads(data.decode())
        for cell in notebook.cells:
            _content(cell)
    except Exception:  # of a damaged file, anything can be wrong
        return None
    return notebook


def _content(cell):
    more = {name: v for name, v in cell.metadata.items() if v and name not in _BY_JUPYTERLAB}
    return [cell.cell_type, cell.source, cell.get("attachments") or {}, more]


def _is_filled(cell):
    # After the last cell, Shift+Enter makes an empty one.
    return bool(cell.source.strip() or cell.get("attachments"))


def has_outputs(data):
    """Tell whether a file is a notebook that has an output.

    Parameters
    ----------
    data : bytes

    Returns
    -------
    bool
    """
    notebook = _read(data)
    return notebook is not None and any(cell.get("outputs") for cell in notebook.cells)
