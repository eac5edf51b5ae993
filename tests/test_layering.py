"""Imports run one way, workers load little, and the public names are the documented ones."""

import ast
import importlib
import inspect
import subprocess
import sys

import pytest

from tests.notebooks import ROOT

# A module may import modules of lower floors only.
FLOORS = [
    set(line.split())
    for line in (
        "accounts coroutines engine episodes errors lifeline lines open_labs points "
        "sessions turns verdicts webpages words workloads",
        "arguments machine controls events journal scripts warden footprint_child website_process",
        "findings task_sizes timeline laws cluster connections probes sandbox guide website",
        "cells observation measurement cleanup footprint gil model runs webserver",
        "measure call_evidence site_evidence claims guide_view sandbox_child",
        "plots picture ceilings watch evidence",
        "lab_view race_plot timeline_plot checks",
        "lab charts speedup_drawing",
        "measuring_lab comparisons",
        "speedup_lab gil_lab laws_lab race_lab",
        "labs",
    )
]
PATHS = sorted((ROOT / "helpers").glob("*.py"))
MODULES = [path.stem for path in PATHS if path.stem != "__init__"]
TOO_HEAVY = ("numpy", "matplotlib", "ipywidgets", "IPython", "joblib", "psutil", "asyncio")


def imports_of(module):
    tree = ast.parse((ROOT / "helpers" / f"{module}.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "helpers":
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith("helpers."):
            yield node.module.split(".")[1]
        elif isinstance(node, ast.Import):
            yield from (n.name.split(".")[1] for n in node.names if n.name.startswith("helpers."))


def test_every_module_has_its_floor():
    assert MODULES
    on_floors = [name for floor in FLOORS for name in floor]
    assert sorted(on_floors) == sorted(set(on_floors))
    missing = set(MODULES) - set(on_floors)
    assert not missing, f"give {missing} a floor in FLOORS, above all that they import"
    assert set(on_floors) <= set(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_down(module):
    floor = {name: number for number, names in enumerate(FLOORS) for name in names}
    for imported in imports_of(module):
        assert floor.get(imported, -1) < floor.get(module, 99), f"{module} imports {imported}"


@pytest.mark.parametrize(
    "module", ["workloads", "timeline", "lifeline", "probes", "accounts", "turns"]
)
def test_a_worker_loads_nothing_heavy(module):
    code = f"import sys, helpers.{module}; print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(out.stdout.split())
    assert f"helpers.{module}" in loaded
    assert not loaded.intersection(TOO_HEAVY)


def test_workloads_use_the_standard_library_only():
    assert list(imports_of("workloads")) == []


@pytest.mark.parametrize("module", MODULES)
def test_public_names_are_those_of_all_and_are_documented(module):
    module = importlib.import_module(f"helpers.{module}")
    assert module.__doc__
    public = {
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and (inspect.isfunction(value) or inspect.isclass(value))
        and value.__module__ == module.__name__
        and name != "Settings"
    }
    assert public <= set(module.__all__), "add to __all__"
    in_order = sorted(module.__all__, key=lambda name: (not name.isupper(), name.islower(), name))
    assert module.__all__ == in_order, "CONSTANTS first, then Classes, then functions"
    for name in module.__all__:
        value = getattr(module, name)
        if inspect.isfunction(value) or inspect.isclass(value):
            assert value.__doc__, name
        if inspect.isfunction(value):
            for parameter in inspect.signature(value).parameters:
                assert parameter in value.__doc__, f"{name}: {parameter} is not documented"


def test_a_module_reads_in_one_sitting():
    for path in PATHS:
        lines = path.read_text(encoding="utf-8").splitlines()
        told = (
            f"{path.name} has {len(lines)} lines: move a part into a module with a floor of its own"
        )
        assert len(lines) <= 280, told


def test_the_contract():
    from helpers import labs, laws, machine, measure, workloads  # noqa: PLC0415

    assert workloads.count_primes(1000) == 168
    assert workloads.wait_for(0.05) == 0.05
    assert machine.usable_cpus() >= 1
    assert machine.start_method() in ("fork", "forkserver", "spawn")
    assert machine.gil_enabled() in (True, False)
    assert laws.amdahl_speedup(serial_fraction=0.5, n_workers=2) == pytest.approx(4 / 3)

    def runner(task, inputs, n_workers):
        return [task(x) for x in inputs]

    m = measure.sweep(runner, workloads.count_primes, [10, 100], n_workers=[1, 2, 4])
    assert m.n_workers == [1, 2, 4]
    for values in (m.elapsed_s, m.speedup, m.efficiency, m.spans):
        assert len(values) == 3
    assert m.baseline_s > 0
    assert m.verdict in ("faster", "slower", "this machine cannot tell")
    assert list(inspect.signature(labs.speedup).parameters)[:2] == ["runner", "task"]
