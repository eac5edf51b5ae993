"""Refresh what the notebooks store: ``python -m tests.commands.refresh [notebook ...]``.

Formats their code, runs them, stores the outputs in normal form, and then validates what is stored: by
nbval, which runs them again, and by the tests of their shape and of what the outputs must show. A second
refresh changes nothing but the outputs of the cells tagged ``nbval-ignore-output``.

What is stored teaches, so it comes from a quiet machine. Before a notebook that measures, the command
waits until other programs leave the CPUs alone and independent processes reach what they should; after it,
it looks again, and at what others used meanwhile. If that was too much, or if an output does not show what
it must (`tests/expectations.py`), the notebook is tried again, and in the end refused: its file stays as
it was. ``--anyway`` stores what came out, whatever it shows: for who has changed nothing but text.

Where a lesson asks for a prediction, the author's is put in for the run (`tests/commands/predictions.py`).
The journal that lesson 7 draws is that of the lessons before it, in the same run.
"""

import argparse
import copy
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from helpers import machine
from helpers.labs.lab import SETTLE
from helpers.reader import journal
from tests import expectations, kernels, notebooks, stored
from tests.commands import predictions, quietness

N_TRIES = 3
QUIET_LIMIT_S = 600
IGNORED = "nbval-ignore-output"
VALIDATED_BY = ("test_notebooks.py", "test_stored_outputs.py")


class NotRefreshedError(Exception):
    """A notebook was not refreshed; the message says why, as a clause."""


def code_cells(notebook):
    """Return the cells of code."""
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def measures(notebook):
    """Tell whether a notebook stores what differs from run to run, so that it needs a quiet machine."""
    return any(IGNORED in cell.metadata.get("tags", []) for cell in notebook.cells)


def reads_journal(notebook):
    """Tell whether a notebook shows what the lessons before it have noted."""
    reading = re.compile(r"journal\.entries\(\)|intuition\.compared\(\)")
    return any(reading.search(cell.source) for cell in code_cells(notebook))


def execute(notebook, path, journal_path, look):
    """Run a notebook from top to bottom in its own folder, and keep its outputs in it.

    Parameters
    ----------
    notebook : nbformat.NotebookNode
    path : pathlib.Path
        Where it is stored.
    journal_path : pathlib.Path
        Where its labs write what they measure.
    look : callable
        ``look()`` is called after every cell.
    """
    # As JupyterLab names a kernel's notebook, from which the journal knows the lesson.
    environment = {journal.VARIABLE: str(journal_path), "JPY_SESSION_NAME": str(path)}
    environment[SETTLE] = "1"  # what is stored has its verdict
    runner = kernels.runner_of(notebook, path.parent, on_cell_executed=lambda **_: look())
    runner.execute(env={**os.environ, **environment})


def name_of(path):
    """Name a notebook as the tables of predictions and expectations do; an assignment is in none."""
    return f"coursework/{path.stem}" if path.parent.name == "coursework" else path.stem


def predicted(notebook, lesson):
    """Return a copy of a notebook in which the author's predictions stand."""
    if names := predictions.missing(lesson, code_cells(notebook)):
        raise NotRefreshedError(
            f"no cell assigns {', '.join(names)}, which tests/commands/predictions.py names: mend it"
        )
    notebook = copy.deepcopy(notebook)
    for cell in code_cells(notebook):
        cell.source = predictions.put_into(cell.source, predictions.values_for(lesson))
    return notebook


def attempt(path, journal_path, here, run):
    """Run a notebook once.

    Parameters
    ----------
    path, journal_path : pathlib.Path
    here : quietness.Machine
    run : callable
        As `execute`.

    Returns
    -------
    notebook : nbformat.NotebookNode
        With its new outputs, not stored yet.
    clause : str
        Why they should not be stored; empty if they should.
    """
    notebook = notebooks.read(path)
    ran = predicted(notebook, name_of(path))
    watch = quietness.Watch(here)
    run(ran, path, journal_path, watch.look)
    watch.look()
    for cell, its_run in zip(code_cells(notebook), code_cells(ran), strict=True):
        cell.outputs, cell.execution_count = its_run.outputs, its_run.execution_count
    if not measures(notebook):
        return notebook, ""
    noise = quietness.by_others(watch, here)
    if noise:
        return notebook, f"{noise} while it ran"
    if noise := quietness.noise(here):
        return notebook, f"{noise} right after it had run"
    failing = expectations.failing(name_of(path), stored.Lesson(notebooks.normalise(notebook)))
    return notebook, "; ".join(map(str, failing))


def refresh(path, journal_path, here, options, run=execute):
    """Refresh one notebook.

    Parameters
    ----------
    path : pathlib.Path
        The notebook.
    journal_path : pathlib.Path
        The journal of this run of the command. What a try that is refused has noted does not stay in it.
    here : quietness.Machine
    options : argparse.Namespace
        With `anyway` and `quiet_limit_s`.
    run : callable, optional
        As `execute`.

    Raises
    ------
    NotRefreshedError
        If the machine was not quiet, or the outputs did not show what they must, in any of the tries.
        Nothing was stored then.
    """
    is_measured = measures(notebooks.read(path))
    its_journal = journal_path.with_name(f"{path.stem}.jsonl")
    for number in range(1, N_TRIES + 1):
        if is_measured and not options.anyway:

            def say(clause):
                print(f"{path.name}: waiting for quiet: {clause}", flush=True)

            if noise := quietness.wait_for_quiet(here, options.quiet_limit_s, say):
                raise NotRefreshedError(f"after {options.quiet_limit_s:g} s of waiting, {noise}")
        its_journal.unlink(missing_ok=True)
        if journal_path.exists():
            shutil.copyfile(journal_path, its_journal)
        start_s = time.monotonic()
        notebook, clause = attempt(path, its_journal, here, run)
        took = f"{path.name}: {time.monotonic() - start_s:.0f} s"
        if not clause or options.anyway:
            notebooks.write(notebook, path)
            if its_journal.exists():
                its_journal.replace(journal_path)
            print(f"{took}, stored{f' although {clause}' if clause else ''}", flush=True)
            return
        print(f"{took}, not stored (try {number} of {N_TRIES}): {clause}", flush=True)
    raise NotRefreshedError(clause)


def refresh_all(paths, here, options, run=execute):
    """Refresh notebooks one after the other.

    Parameters
    ----------
    paths : list of pathlib.Path
    here, options, run
        As for `refresh`.

    Returns
    -------
    dict of pathlib.Path to str
        Of those that were refused, the sentence that says why.
    """
    refused = {}
    with tempfile.TemporaryDirectory() as folder:  # the developer's own journal is nobody's lesson
        for path in paths:
            try:
                if refused and reads_journal(notebooks.read(path)) and not options.anyway:
                    names = ", ".join(other.stem for other in refused)
                    raise NotRefreshedError(
                        f"it shows the journal of the others, and {names} gave none"
                    )
                refresh(path, Path(folder, "journal.jsonl"), here, options, run)
            except NotRefreshedError as reason:
                refused[path] = f"{path.name} was not refreshed and stays as it was: {reason}."
                print(refused[path], flush=True)
    return refused


def unfit(paths, here):
    """Say why these notebooks cannot be refreshed here by themselves; else return an empty string."""
    lessons = notebooks.lessons()
    for path in paths:
        if reads_journal(notebooks.read(path)):
            before = lessons[: lessons.index(path)] if path in lessons else []
            if lacking := [other.stem for other in before if other not in paths]:
                return (
                    f"{path.name} shows the journal of the lessons before it, in the same run: name "
                    f"{', '.join(lacking)} too, or no notebook at all for every one."
                )
    if any(path in lessons for path in paths) and not set(lessons) <= set(paths):
        then = stored.facts()
        now = stored.Facts(here.n_cpus, "on" if machine.gil_enabled() else "off")
        if then != now:
            return (
                f"The stored outputs come from a machine with {then.n_cpus} usable CPUs and the GIL "
                f"{then.gil}; here there are {now.n_cpus}, and it is {now.gil}: refresh all lessons, or "
                "use such a machine."
            )
    return ""


def main(arguments, here=None, run=execute):
    """Refresh these notebooks, or all; returns an exit code, 0 if all of it went well."""
    parser = argparse.ArgumentParser(prog="python -m tests.commands.refresh")
    parser.add_argument("notebooks", nargs="*", type=Path, metavar="notebook", help="all if none")
    parser.add_argument(
        "--quiet-limit-s",
        type=float,
        default=QUIET_LIMIT_S,
        help="seconds to wait for a quiet machine before each notebook (%(default)s)",
    )
    parser.add_argument(
        "--anyway", action="store_true", help="store it on a busy machine, and whatever it shows"
    )
    options = parser.parse_args(arguments)
    known = [*notebooks.lessons(), *notebooks.coursework()]
    paths = list(dict.fromkeys(path.resolve() for path in options.notebooks)) or known
    if absent := [str(path) for path in paths if not path.is_file()]:
        sys.exit(f"no such notebook: {', '.join(absent)}")
    paths.sort(key=lambda path: known.index(path) if path in known else len(known))
    here = here or quietness.Machine()
    if not options.anyway and (reason := unfit(paths, here)):
        sys.exit(reason)
    before = {path: path.read_bytes() for path in paths}
    for step in ("format", "check"):
        done = subprocess.run([sys.executable, "-m", "ruff", step, *paths], check=False)
        if done.returncode:
            return done.returncode  # ruff has said why
    refused = refresh_all(paths, here, options, run)
    for path in refused:
        path.write_bytes(before[path])  # its code may have been formatted meanwhile
    code = validate([path for path in paths if path not in refused])
    print(*refused.values(), sep="\n", flush=True)  # again, below what pytest has printed
    return code or bool(refused)


def validate(paths):
    """Validate these notebooks as they are stored; returns pytest's exit code, 0 if there are none."""
    if not paths:
        return 0
    tests = [notebooks.ROOT / "tests" / name for name in VALIDATED_BY]
    command = [sys.executable, "-m", "pytest", "-q", *paths, *tests]
    return subprocess.run(command, cwd=notebooks.ROOT, check=False).returncode


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
