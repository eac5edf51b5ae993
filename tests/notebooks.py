"""The notebooks as files: where they are, in which order, and in which form they are stored."""

import os
import re
from pathlib import Path

import nbformat

ROOT = Path(__file__).resolve().parent.parent
# A widget's view names a model that lives in a kernel; the sentence before it takes its place.
WIDGET_VIEW = "application/vnd.jupyter.widget-view+json"
KERNELSPEC = {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"}


def lessons():
    """Return the paths of the lessons in their order; there must be some."""
    paths = sorted((ROOT / "notebooks").glob("[0-9][0-9]_*.ipynb"))
    assert paths, "no lesson found in notebooks/"
    return paths


def coursework():
    """Return the paths of the assignments in their order; there must be some."""
    paths = sorted((ROOT / "notebooks" / "coursework").glob("*.ipynb"))
    assert paths, "no assignment found in notebooks/coursework/"
    return paths


def started_by(method):
    """Return the environment variables by which every Python below starts workers by this method."""
    return {"TEST_START_METHOD": method, **_with_startup()}


def without(places):
    """Return the environment variables by which every Python below has no such modules and names.

    Workers are started anew there, as by every system that has no fork.
    """
    return {"TEST_WITHOUT": " ".join(places), **started_by("spawn")}


def _with_startup():
    paths = [str(ROOT / "tests" / "startup"), *filter(None, [os.environ.get("PYTHONPATH")])]
    return {"PYTHONPATH": os.pathsep.join(paths)}


def read(path):
    """Read a notebook."""
    return nbformat.read(path, as_version=4)


def write(notebook, path):
    """Write a notebook in the form in which it is stored: the same bytes for the same content."""
    text = nbformat.writes(normalise(notebook), version=4)
    path.write_text(text.rstrip("\n") + "\n", encoding="utf-8")


def normalise(notebook):
    """Leave out of a notebook what differs between two runs or two machines and is no content."""
    notebook.nbformat, notebook.nbformat_minor = 4, 5
    notebook.metadata = nbformat.from_dict(
        {"kernelspec": KERNELSPEC, "language_info": {"name": "python"}}
    )
    count = 0
    for cell in notebook.cells:
        tags = cell.metadata.get("tags", [])
        kept = {"tags": tags} if tags else {}
        if "nbgrader" in cell.metadata:
            kept["nbgrader"] = cell.metadata.nbgrader
        cell.metadata = nbformat.from_dict(kept)
        if cell.cell_type != "code":
            continue
        count += 1
        cell.execution_count = count
        cell.outputs = [
            o for o in _merge_streams(cell.outputs) if WIDGET_VIEW not in o.get("data", {})
        ]
        for output in cell.outputs:
            output.get("metadata", {}).clear()
            if "text/html" in output.get("data", {}):  # which lab it stands for matters beside that
                output["data"]["text/html"] = _MARKED.sub(r"\1", output["data"]["text/html"])
            if "lab-without-kernel" in output.get("data", {}).get("text/html", ""):
                del output["data"]["text/html"]  # its text is enough where there are no controls
            elif "quiz-without-kernel" in output.get("data", {}).get("text/html", ""):
                html = _without_page(output["data"]["text/html"])
                output["data"]["text/html"] = html  # those are for a page with controls
            if output.output_type == "execute_result":
                output.execution_count = count
    return notebook


# What `helpers.drawing.stand_ins` writes around what stands in for a lab.
_MARKED = re.compile(r'<div><span class="in-place-of-[\w-]+"></span>(.*)</div>', re.DOTALL)


def _without_page(html):
    """Leave out styles and scripts."""
    return re.sub(r"<(style|script)>.*?</\1>", "", html, flags=re.DOTALL)


def _merge_streams(outputs):
    """Join what one stream wrote: into how many pieces it comes is chance."""
    merged = []
    for output in outputs:
        last = merged[-1] if merged else {}
        if output.output_type == "stream" and last.get("name") == output.name:
            last.text += output.text
        else:
            merged.append(output)
    return merged
