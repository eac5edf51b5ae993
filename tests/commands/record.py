"""Record what labs measure on this machine, for the pages: ``python -m tests.commands.record``.

Measures each lab of `tests/recordings.py` over its grid of settings, by the code of its own lesson and as
the lab does, and writes ``site/recorded.json``, from which the pages draw (`tests.commands.site`). By
arithmetic, that is eight minutes on two CPUs, and more where workers start slowly.

What is recorded teaches, so it comes from a quiet machine: before each lab, the command waits until other
programs leave the CPUs alone and independent processes reach what they should. If others used too much
while a setting was measured, it is measured again, and in the end the command gives up. It may be ended
and started again: what this machine and this Python have measured of the same code is kept meanwhile, in
``build/recording.jsonl``.
"""

import argparse
import contextlib
import datetime
import json
import platform
import sys
import time
from pathlib import Path

from helpers import machine
from tests import recordings
from tests.commands import grids, quietness
from tests.notebooks import ROOT

KEPT = ROOT / "build" / "recording.jsonl"
N_TRIES = 3
QUIET_LIMIT_S = 600
_ROUNDS_IF_SMALL = 3


class NotRecordedError(Exception):
    """A setting was not measured; the message says why, as a clause."""


def facts():
    """Describe this machine and this Python, as far as they matter for what is measured."""
    return {
        "cpu": _cpu(),
        "cpus": machine.usable_cpus(),
        "system": f"{platform.system()} on {platform.machine()}",
        "python": platform.python_version(),
        "gil": "on" if machine.gil_enabled() else "off",
        "start_method": machine.start_method(),
    }


def _cpu():
    """Name the model of the CPUs, where the system tells."""
    info = Path("/proc/cpuinfo")
    lines = info.read_text(encoding="utf-8").splitlines() if info.is_file() else []
    names = [line.partition(":")[2] for line in lines if line.startswith("model name")]
    return " ".join([*names, platform.processor() or platform.machine()][0].split())


class Kept:
    """What has been measured so far, a line each, in a file.

    Parameters
    ----------
    path : pathlib.Path
    """

    def __init__(self, path):
        self._path, self._found = path, {}
        if path.exists():
            for line in path.read_text(encoding="utf-8").splitlines():
                with contextlib.suppress(ValueError):  # the last line, if it was ended meanwhile
                    key, found = json.loads(line)
                    self._found[json.dumps(key)] = found

    def get(self, key):
        """Return what was found under a key, or None."""
        return self._found.get(json.dumps(key))

    def put(self, key, found):
        """Keep what was found."""
        self._found[json.dumps(key)] = found
        self._path.parent.mkdir(parents=True, exist_ok=True)
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"\n{json.dumps([key, found])}\n")


def attempt(grid, setting, here, n_rounds):
    """Measure one setting once.

    Parameters
    ----------
    grid : grids.Grid or grids.LawsGrid
    setting : dict
    here : quietness.Machine
    n_rounds : int or None

    Returns
    -------
    found : dict
    clause : str
        Why it should not be kept; empty if it should.
    """
    watch = quietness.Watch(here)
    for known in grid.steps(setting, n_rounds):
        measured = known
        watch.look()
    found = grid.found(setting, measured)
    return {**found, "by_others": watch.by_others()}, quietness.by_others(watch, here)


def wait_for_quiet(here, options):
    """Wait, or raise `NotRecordedError`."""

    def say(clause):
        print(f"waiting for quiet: {clause}", flush=True)

    if noise := quietness.wait_for_quiet(here, options.quiet_limit_s, say):
        raise NotRecordedError(f"after {options.quiet_limit_s:g} s of waiting, {noise}")


def measure_setting(grid, setting, here, options):
    """Measure one setting, again if the machine was busy; returns what was found."""
    for number in range(1, N_TRIES + 1):
        found, clause = attempt(grid, setting, here, _ROUNDS_IF_SMALL if options.small else None)
        if not clause or options.anyway:
            return found
        print(f"{setting}: {clause} (try {number} of {N_TRIES})", flush=True)
        wait_for_quiet(here, options)
    raise NotRecordedError(f"{clause}, in {N_TRIES} tries")


def record_lab(record, kept, here, options):
    """Record one lab.

    Parameters
    ----------
    record : recordings.Record
    kept : Kept
    here : quietness.Machine
    options : argparse.Namespace
        With `small`, `anyway` and `quiet_limit_s`.

    Returns
    -------
    lab : dict
        What a page gets.
    by_others : list of float
        CPUs that others used, for each setting of which that is known.

    Raises
    ------
    NotRecordedError
        If the machine was not quiet.
    """
    name = [record.lesson, record.cell]
    start_s, found = time.monotonic(), []
    with recordings.called(record) as call:
        grid = grids.grid_of(record, call, options.small)
        is_quiet = options.anyway
        for setting in grid.settings():
            key = [facts(), recordings.digest(record), *name, setting, grid.n_workers]
            its = kept.get(key)
            if its is None:
                if not is_quiet:
                    wait_for_quiet(here, options)
                    is_quiet = True
                its = measure_setting(grid, setting, here, options)
                kept.put(key, its)
            found.append(its)
        lab = grid.lab(found)
    took_s = time.monotonic() - start_s
    print(f"{': '.join(name)}: {len(found)} settings, {took_s:.0f} s", flush=True)
    return lab, [its["by_others"] for its in found if its["by_others"] is not None]


def main(arguments, here=None):
    """Record all labs; returns an exit code, 0 if all of it went well."""
    parser = argparse.ArgumentParser(prog="python -m tests.commands.record")
    parser.add_argument("--out", type=Path, default=recordings.DATA, help="%(default)s")
    parser.add_argument("--kept", type=Path, default=KEPT, help="kept meanwhile: %(default)s")
    parser.add_argument(
        "--quiet-limit-s",
        type=float,
        default=QUIET_LIMIT_S,
        help="seconds to wait for a quiet machine before each lab (%(default)s)",
    )
    parser.add_argument("--anyway", action="store_true", help="record on a busy machine, too")
    parser.add_argument("--small", action="store_true", help="two settings of each lab, for tests")
    options = parser.parse_args(arguments)
    if options.small and options.out == recordings.DATA:
        parser.error("--small needs --out FILE: the pages show more than two settings")
    here, kept = here or quietness.Machine(), Kept(options.kept)
    labs, by_others = {}, []
    try:
        for record in recordings.RECORDS:
            lab, its = record_lab(record, kept, here, options)
            labs.setdefault(record.lesson, {})[record.cell] = lab
            by_others += its
    except NotRecordedError as reason:
        print(
            f"{options.out.name} stays as it was: {reason}. Start again; what is measured is kept."
        )
        return 1
    data = {
        "machine": facts(),
        "date": datetime.date.today().isoformat(),
        "by_others": max(by_others, default=None),
        "labs": labs,
    }
    text = json.dumps(data, separators=(",", ":"), ensure_ascii=False)
    options.out.write_text(f"{text}\n", encoding="utf-8")
    options.kept.unlink(missing_ok=True)
    print(f"{options.out}: {len(text) / 1000:.0f} kB")
    return 0


if __name__ == "__main__":
    __spec__ = __file__ = None  # as in a kernel, workers then have no main module to import
    sys.exit(main(sys.argv[1:]))
