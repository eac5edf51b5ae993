"""The notebooks under conditions of readers: ``python -m tests.commands.conditions [condition ...]``.

Each condition is made for real where this machine lets it, by the commands of Linux, and the notebooks run
under it in nbval's strict mode. ``--record`` writes the results into docs/tried.md.
"""

import argparse
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from helpers.reader import journal
from tests import notebooks
from tests.commands import tried
from tests.notebooks import ROOT
from tests.tasks import START_METHODS

_GIGABYTE = 1 << 30
_GROUPS = Path("/sys/fs/cgroup")  # where version 1 has a folder for each controller
_QUIET = ["-q", "-p", "no:cacheprovider", "--tb=short"]
_IN_ITS_PLACE = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && shift && exec "$@"'


class UnavailableError(Exception):
    """This machine cannot make a condition; the message says why."""


def _run(command, **changes):
    """Run a command; return whether it went well, and the last line of what it printed."""
    environment = {**os.environ, **changes.pop("environment", {})}
    done = subprocess.run(
        list(map(str, command)),
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        **{"cwd": ROOT, **changes},
    )
    if done.returncode:
        print(done.stdout[-6000:], flush=True)
    counts = re.findall(r"\d+ (?:passed|failed|skipped|errors?)", done.stdout[-400:])
    return done.returncode == 0, ", ".join(counts) or f"exit code {done.returncode}"


def _nbval(paths, root=ROOT):
    return [sys.executable, "-m", "pytest", *_QUIET, *(root / p.relative_to(ROOT) for p in paths)]


def _needs(*commands):
    for command in commands:
        if shutil.which(command) is None:
            raise UnavailableError(f"there is no {command}")


def _in_a_namespace(kind, script, *arguments):
    """Return the beginning of a command that runs the rest in a namespace of its own, once set up."""
    _needs("unshare", "sh")
    prefix = ["unshare", *kind, "sh", "-c", script, "sh", *arguments]
    probe = subprocess.run([*map(str, prefix), "true"], capture_output=True, text=True, check=False)
    if probe.returncode:
        raise UnavailableError(probe.stderr.strip().splitlines()[-1])
    return prefix


@contextlib.contextmanager
def _group(controller, **settings):
    """Make a control group with these settings, where version 1 of them can be written to."""
    folder = _GROUPS / controller / f"notebooks-{os.getpid()}"
    try:
        folder.mkdir()
        for name, value in settings.items():
            (folder / name.replace("__", ".")).write_text(str(value), encoding="ascii")
    except OSError as error:
        raise UnavailableError(f"no control group can be made ({error.strerror})") from error
    try:
        yield folder
    finally:
        folder.rmdir()


def one_cpu(paths):
    """One usable CPU (`taskset -c 0`)."""
    _needs("taskset")
    return _run(["taskset", "-c", "0", *_nbval(paths)])


def quota(paths):
    """A quota of one CPU (control group)."""
    with _group("cpu", cpu__cfs_period_us=100_000, cpu__cfs_quota_us=100_000) as group:
        # As in a container, which sees its own group in the place of all of them.
        script = 'echo $$ > "$1"/tasks && mount --bind "$1" "$2" && shift 2 && exec "$@"'
        prefix = _in_a_namespace(["-m"], script, group, _GROUPS / "cpu")
        return _run([*prefix, *_nbval(paths)])


def memory(paths):
    """1 GB of memory for each notebook with its workers and websites (control group)."""
    results, most = [], (0, "")
    for path in paths:
        with _group("memory", memory__limit_in_bytes=_GIGABYTE) as group:
            join = 'echo $$ > "$1"/tasks && shift && exec "$@"'
            passed, counts = _run(["sh", "-c", join, "sh", group, *_nbval([path])])
            used = int((group / "memory.max_usage_in_bytes").read_text(encoding="ascii"))
        results.append((passed, counts))
        most = max(most, (used, path.stem))
    failed = [path.stem for path, (passed, _) in zip(paths, results, strict=True) if not passed]
    told = f"{len(paths) - len(failed)} of {len(paths)} notebooks; the most, {most[1]}, used "
    told += f"{most[0] / 1e6:.0f} MB" + (f"; failed: {', '.join(failed)}" if failed else "")
    return not failed, told


def files(paths):
    """256 open files, and no permission to raise the limit (`prlimit`)."""
    _needs("prlimit")
    return _run(["prlimit", "--nofile=256:256", *_nbval(paths)])


def no_internet(paths):
    """No network but the loopback (a network namespace)."""
    _needs("ip")
    prefix = _in_a_namespace(["-n"], 'ip link set lo up && exec "$@"')
    return _run([*prefix, *_nbval(paths)])


def read_only_checkout(paths):
    """A checkout that cannot be written to."""
    return _run([*_in_a_namespace(["-m"], _IN_ITS_PLACE, ROOT), *_nbval(paths)])


def read_only_home(paths):
    """A home that cannot be written to."""
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as cache:
        prefix = _in_a_namespace(["-m"], _IN_ITS_PLACE, home)
        # Without a place for its cache, Matplotlib says so in two lines, which nbval would count.
        environment = {"HOME": home, journal.VARIABLE: "", "MPLCONFIGDIR": f"{cache}"}
        for name in ("XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_CACHE_HOME", "IPYTHONDIR"):
            environment[name] = str(Path(home, "missing", name))
        return _run([*prefix, *_nbval(paths)], environment=environment)


def odd_path(paths):
    """A path with spaces and letters beyond ASCII."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder, "Übung 1, parallèle 並列")
        shutil.copytree(ROOT, root, ignore=shutil.ignore_patterns(".venv", ".git", "__pycache__"))
        environment = {"PYTHONPATH": str(root)}
        return _run(_nbval(paths, root), environment=environment, cwd=root)


def _start_method(method):
    def condition(paths):
        return _run(_nbval(paths), environment=notebooks.started_by(method))

    condition.__doc__ = f"Workers that start by `{method}`."
    return condition


CONDITIONS = {
    function.__name__.replace("_", "-"): function
    for function in (
        one_cpu,
        quota,
        memory,
        files,
        no_internet,
        read_only_checkout,
        read_only_home,
        odd_path,
    )
} | {method: _start_method(method) for method in START_METHODS}


def main():
    """Run notebooks under conditions; returns how many conditions they did not stand."""
    parser = argparse.ArgumentParser(prog="python -m tests.commands.conditions")
    parser.add_argument("--record", action="store_true", help="write docs/tried.md")
    parser.add_argument("--notebooks", nargs="+", type=Path, help="all if not given")
    parser.add_argument("conditions", nargs="*", metavar="condition", help=", ".join(CONDITIONS))
    arguments = parser.parse_args()
    if unknown := set(arguments.conditions) - set(CONDITIONS):
        parser.error(f"unknown: {', '.join(unknown)}; there are {', '.join(CONDITIONS)}")
    paths = [path.resolve() for path in arguments.notebooks or ()]
    paths = paths or [*notebooks.lessons(), *notebooks.coursework()]
    n_failed = 0
    for name in arguments.conditions or CONDITIONS:
        what = CONDITIONS[name].__doc__.rstrip(".")
        try:
            passed, counts = CONDITIONS[name](paths)
            result = f"{'passed' if passed else 'FAILED'}: {counts}"
        except UnavailableError as reason:
            passed, result = True, f"not tried: {reason}"
        n_failed += not passed
        print(f"{what}: {result}", flush=True)
        if arguments.record:
            tried.record(what, result)
    return n_failed


if __name__ == "__main__":
    sys.exit(main() > 0)
