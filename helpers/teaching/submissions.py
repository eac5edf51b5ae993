"""What lies in a submission: its file, its cells, and whether it is that assignment's notebook."""

import json
from hashlib import sha256

__all__ = ["cells", "digest", "foreign", "instead"]


def digest(path):
    """Return a digest of a file's bytes.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    str or None
        None if the file is not there or cannot be read.
    """
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def instead(submission):
    """Name what lies where a submission should be, under another name.

    Parameters
    ----------
    submission : pathlib.Path
        The notebook that should be there.

    Returns
    -------
    str
        A clause; empty if there is no notebook at all.
    """
    if submission.exists():
        return f"{submission.name} cannot be read"
    others = sorted(path.name for path in submission.parent.glob("*.ipynb"))
    return f"{others[0]} is not named {submission.name}" if others else ""


def cells(path):
    """Return of each cell of a notebook its text, and which exercise it checks.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    list of (str, str or None) or None
        None if it is no notebook.
    """
    try:
        its = json.loads(path.read_bytes())["cells"]
        return [("".join(cell["source"]), _checked(cell)) for cell in its]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _checked(cell):
    known = cell.get("metadata", {}).get("nbgrader", {})
    return known["grade_id"].removesuffix("-check") if known.get("grade") else None


def foreign(its, released):
    """Tell of another notebook: its exercises may have the same names, and be graded.

    Parameters
    ----------
    its, released : list of (str, str or None)
        As `cells` returns them, of the submission and of what was released.

    Returns
    -------
    list of str
        A clause, or nothing.
    """
    titles = [text.strip().partition("\n")[0] for text, _ in (its[:1] + released[:1])]
    if len(set(titles)) < 2:
        return []
    title = (
        titles[0][:80].encode(errors="replace").decode()
    )  # half a character has no place in a table
    return [f"another notebook, or its title was changed: {title}"]
