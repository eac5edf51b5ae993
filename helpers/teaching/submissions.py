"""What lies where a submission should be: read before nbgrader tries, which tells less of it."""

import json
from hashlib import sha256

__all__ = ["cells_of", "deleted", "digest_of", "foreign", "instead_of"]


def digest_of(path):
    """Return what tells a file from what it was before.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    str or None
        None if there is no such file, or it cannot be read.
    """
    try:
        return sha256(path.read_bytes()).hexdigest()
    except OSError:
        return None


def instead_of(path):
    """Name what lies where a submission should be.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    str
        Empty if there is nothing.
    """
    if path.exists():
        return f"{path.name} cannot be read"
    others = sorted(other.name for other in path.parent.glob("*.ipynb"))
    return f"{others[0]} is not named {path.name}" if others else ""


def cells_of(path):
    """Read the cells of a notebook.

    Parameters
    ----------
    path : pathlib.Path

    Returns
    -------
    list of (str, str or None), or None
        The text of each, and the exercise that it checks, if it does; None if it is no notebook.
    """
    try:
        cells = json.loads(path.read_bytes())["cells"]
        return [("".join(cell["source"]), _checked(cell)) for cell in cells]
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return None


def _checked(cell):
    known = cell.get("metadata", {}).get("nbgrader", {})
    return known["grade_id"].removesuffix("-check") if known.get("grade") else None


def deleted(cells, released):
    """List the exercises whose checks are gone.

    Parameters
    ----------
    cells, released : list of (str, str or None)
        As `cells_of` reads them: of the submission, and of what was handed out.

    Returns
    -------
    list of str
    """
    return sorted({of for _, of in released if of} - {of for _, of in cells})


def foreign(cells, released):
    """Tell of another notebook: its exercises may have the same names, and be graded.

    Parameters
    ----------
    cells, released : list of (str, str or None)
        As for `deleted`.

    Returns
    -------
    list of str
        A note, or none.
    """
    titles = [text.strip().partition("\n")[0] for text, _ in (cells[:1] + released[:1])]
    if len(set(titles)) < 2:
        return []
    # Half a character has no place in a table.
    title = titles[0][:80].encode(errors="replace").decode()
    return [f"another notebook, or its title was changed: {title}"]
