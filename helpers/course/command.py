"""The command that opens a working copy, and what it says."""

import argparse
from pathlib import Path

from helpers.course.renewal import CourseError, renew
from helpers.course.versions import NOTEBOOKS

__all__ = ["main"]

_FOLDER = Path("~", "my-parallel-python")
_FIRST = "00_start_here.ipynb"


def main(arguments=None, course=NOTEBOOKS):
    """Make or renew a working copy, say what was done, and start JupyterLab there.

    Parameters
    ----------
    arguments : list of str, optional
        Those of the command line if not given.
    course : pathlib.Path, optional
        The course's notebooks.
    """
    parser = argparse.ArgumentParser(
        prog="python -m helpers.course",
        description="Open a working copy of the course: it is yours, and what you change in it stays. "
        "Each start makes what is missing, and renews what you have not changed.",
        epilog="All other options go to JupyterLab, such as --no-browser, --port=8890, or, where you are "
        "root, --allow-root.",
    )
    parser.add_argument(
        "folder",
        nargs="?",
        default=_FOLDER,
        metavar="FOLDER",
        help=f"where it is, or is to be; {_FOLDER} if not given",
    )
    parser.add_argument(
        "--with-outputs",
        action="store_true",
        help="keep the outputs that are stored in the course, to read it without running it",
    )
    parser.add_argument(
        "--only-copy", action="store_true", help="make or renew the copy, and start nothing"
    )
    chosen, of_jupyterlab = parser.parse_known_args(arguments)
    if chosen.only_copy and of_jupyterlab:
        parser.error(f"--only-copy starts nothing that {of_jupyterlab[0]} could be meant for")
    try:
        done = renew(chosen.folder, course, chosen.with_outputs)
    except CourseError as error:
        parser.exit(1, f"{error}\n")
    except KeyboardInterrupt:
        parser.exit(
            1, "Interrupted: what you have changed is as it was, and another start goes on.\n"
        )
    print(*_sentences(done), sep="\n", flush=True)
    if not chosen.only_copy:
        _start(done.folder, of_jupyterlab)


def _sentences(done):
    """Yield what there is to say of a working copy."""
    if done.is_new:
        yield f"Your working copy of the course has been made in {done.folder}."
    else:
        yield f"Your working copy of the course is in {done.folder}."
        if done.made:
            yield f"Missing, and made: {_listed(done.made)}."
    if done.renewed:
        yield f"Untouched by you, and renewed: {_listed(done.renewed)}."
    if done.kept:
        yield (
            f"Changed by you, and kept: {_listed(done.kept)}; what the course has now lies beside, as "
            f"{_listed(done.kept.values())}."
        )
    if done.gone:
        yield f"No longer in the course, and kept: {_listed(done.gone)}."


def _listed(names):
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last


def _start(folder, options):
    """Run JupyterLab in a folder, with options of the reader's, until it is ended."""
    from jupyterlab.labapp import LabApp  # noqa: PLC0415  it loads much, and not every start needs it

    # Said here, so that settings of the reader's own do not lead elsewhere.
    where = ["--ServerApp.ip=127.0.0.1", f"--ServerApp.root_dir={folder}"]
    LabApp.launch_instance([*options, *where, str(folder / _FIRST)])
