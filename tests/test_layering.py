"""Imports run one way between folders, workers load little, and public names are the documented ones."""

import ast
import importlib
import inspect
import os
import re
import subprocess
import sys
from graphlib import TopologicalSorter

import pytest

from tests import notebooks
from tests.notebooks import ROOT

# From the ground up: a place imports from places of lower floors only. Within a folder, no circles.
FLOORS = [
    {"wording", "workloads", "episodes"},
    {"machine", "laws", "processes"},
    {"jupyter"},
    {"drawing", "worker", "website"},
    {"measure", "checks"},
    {"gil", "cluster", "reader"},
    {"labs", "course", "teaching"},
]
# Workers load these folders: their faces import nothing, and list the modules that others may import.
LIGHT = ("wording", "processes", "worker")
TOO_HEAVY = ("numpy", "matplotlib", "ipywidgets", "IPython", "joblib", "psutil", "asyncio")
# What only some lessons use: to import a lab must not wait for it.
NOT_IN_EVERY_LESSON = {
    "aiohttp",
    "bs4",
    "cloudpickle",
    "distributed",
    "joblib",
    "matplotlib.pyplot",
    "psutil",
    "requests",
}
MOST_LINES_OF_CODE = 200

HELPERS = ROOT / "helpers"
PATHS = sorted(HELPERS.rglob("*.py"))
assert PATHS
MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in PATHS
    if path.name != "__main__.py"
}
FACES = sorted(path.parent.name for path in PATHS if path.name == "__init__.py")
FACES.remove("helpers")


def place_of(module):
    """Return the folder or the single module just below `helpers`."""
    return module.split(".")[1]


def imports_of(tree):
    """Yield pairs of a module below `helpers`, and the name that is taken from it; None for all."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "helpers":
            for name in node.names:
                is_module = f"{node.module}.{name.name}" in MODULES
                whole = f"{node.module}.{name.name}"
                yield (whole, None) if is_module else (node.module, name.name)
        elif isinstance(node, ast.Import):
            yield from ((n.name, None) for n in node.names if n.name.startswith("helpers."))


def parsed(module):
    return ast.parse(MODULES[module].read_text(encoding="utf-8"))


def public_names(place):
    return importlib.import_module(f"helpers.{place}").__all__


def behind_a_face(module, name):
    """Tell what is wrong with an import from another place; None if it takes what the face names."""
    _, place, *inner = module.split(".")
    if place not in FACES:
        return None
    if place in LIGHT and inner:
        allowed = inner[0] in public_names(place)
    else:
        allowed = (inner[0] if inner else name) in (None, *public_names(place)) and (
            not inner or name is None
        )
    told = f"{module}{f', {name},' if name else ''} is not named by the face of helpers.{place}"
    return None if allowed else told


def test_every_place_has_its_floor():
    places = {place_of(module) for module in MODULES if module != "helpers"}
    on_floors = [name for floor in FLOORS for name in floor]
    assert sorted(on_floors) == sorted(set(on_floors))
    missing = places - set(on_floors)
    assert not missing, f"give {missing} a floor in FLOORS, above all that they import"
    assert set(on_floors) <= places
    assert set(LIGHT) <= set(FACES)


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_down_and_take_what_a_face_names(module):
    if module == "helpers":
        assert list(imports_of(parsed(module))) == []
        return
    floor = {name: number for number, names in enumerate(FLOORS) for name in names}
    for imported, name in imports_of(parsed(module)):
        assert imported != "helpers", f"{module} imports {name} from helpers"
        if place_of(imported) != place_of(module):
            below = floor[place_of(imported)] < floor[place_of(module)]
            assert below, f"{module} imports {imported}, which does not lie below it"
            told = behind_a_face(imported, name)
            assert told is None, f"{module}: {told}"


@pytest.mark.parametrize("folder", FACES)
def test_within_a_folder_nothing_goes_round_in_a_circle(folder):
    inside = {m for m in MODULES if m.startswith(f"helpers.{folder}.")}
    assert inside
    graph = {m: {i for i, _ in imports_of(parsed(m)) if i in inside} for m in inside}
    TopologicalSorter(graph).prepare()  # raises CycleError, which names them
    for module in inside:
        through = {i for i, _ in imports_of(parsed(module)) if i == f"helpers.{folder}"}
        assert not through, f"{module} imports its own folder's face"


@pytest.mark.parametrize("path", [*notebooks.lessons(), *notebooks.coursework()], ids=str)
def test_notebooks_import_what_faces_name(path):
    for cell in notebooks.read(path).cells:
        if cell.cell_type == "code" and "helpers" in cell.source and cell.source[:2] != "%%":
            for imported, name in imports_of(ast.parse(cell.source)):
                told = behind_a_face(imported, name)
                assert told is None, f"{cell.id}: {told}"


@pytest.mark.parametrize("folder", LIGHT)
def test_a_face_that_workers_load_imports_nothing(folder):
    statements = ast.walk(parsed(f"helpers.{folder}"))
    assert not [s for s in statements if isinstance(s, ast.Import | ast.ImportFrom)]
    inside = {m.split(".")[2] for m in MODULES if m.startswith(f"helpers.{folder}.")}
    assert set(public_names(folder)) <= inside


def loaded_by(code):
    """Return the names of the modules that a new interpreter has after running this code."""
    code += "\nimport sys; print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(out.stdout.split())


@pytest.mark.parametrize(
    "module", ["helpers.workloads", *(m for m in MODULES if m.startswith("helpers.worker"))]
)
def test_a_worker_loads_nothing_heavy(module):
    loaded = loaded_by(f"import {module}")
    assert module in loaded
    assert not loaded.intersection(TOO_HEAVY)


def test_a_lab_loads_no_library_that_only_some_lessons_use():
    loaded = loaded_by("from helpers import labs")
    assert "ipywidgets" in loaded
    assert not loaded.intersection(NOT_IN_EVERY_LESSON)


def test_what_runs_a_check_loads_no_more_than_it_needs():
    loaded = loaded_by("import helpers.worker.isolation_child")
    assert "cloudpickle" in loaded
    assert not loaded.intersection(NOT_IN_EVERY_LESSON - {"cloudpickle"} | {"helpers.checks"})


WATCH_IMPORTS = """
import atexit, importlib, os, signal, sys, threading, _thread
from multiprocessing.reduction import ForkingPickler

def is_ours():
    # From the call upwards: what a library does while a module of ours imports it is not ours.
    frame = sys._getframe(2)
    while frame and not frame.f_globals["__name__"].startswith("importlib"):
        if frame.f_globals["__name__"].startswith("helpers"):
            return True
        frame = frame.f_back
    return False

def watched(name, function):
    def call(*arguments, **options):
        if is_ours():
            print(module, "calls", name)
        return function(*arguments, **options)
    return call

for place, name in (
    (os, "register_at_fork"), (os, "putenv"), (atexit, "register"), (signal, "signal"),
    (threading.Thread, "start"), (ForkingPickler, "register"), (sys, "addaudithook"),
):
    if hasattr(place, name):  # Windows has no fork to register at
        setattr(place, name, watched(name, getattr(place, name)))

def hooks():
    return sys.excepthook, threading.excepthook, sys.unraisablehook

def facts():
    ours = [kind for kind in ForkingPickler._extra_reducers if kind.__module__.startswith("helpers")]
    handlers = [signal.getsignal(number) for number in signal.valid_signals()]
    return [ours, handlers, hooks(), dict(os.environ)]

for module in sys.argv[1:]:
    before = facts()
    importlib.import_module(module)
    if facts() != before:
        print(module, "changes", *[b for a, b in zip(before, facts()) if a != b])
    if threading.active_count() > 1:
        print(module, "leaves", threading.enumerate())
"""


def told_of_imports(*modules):
    """Return what modules do on import beside defining names: registering, starting, changing."""
    command = [sys.executable, "-c", WATCH_IMPORTS, *modules]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout


def test_importing_does_nothing_beside_it():
    # A lab's face looks after the kernel's end: that is the one thing, and it says so.
    modules = [m for m in MODULES if not f"{m}.".startswith("helpers.labs.")]
    assert "helpers.worker.traced" in modules
    assert told_of_imports(*modules) == ""


def test_what_a_module_does_on_import_is_told(tmp_path, monkeypatch):
    (tmp_path / "helpers_that_register.py").write_text(
        "import os, threading, weakref\n"
        "from multiprocessing.reduction import ForkingPickler\n"
        "class Kind: pass\n"
        "weakref.finalize(Kind, print)\n"
        "ForkingPickler.register(Kind, repr)\n"
        "if hasattr(os, 'register_at_fork'): os.register_at_fork(before=print)\n"
        "threading.excepthook = print\n"
        "os.environ['A_TEST'] = '1'\n"
    )
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    told = told_of_imports("helpers_that_register")
    for name in ("putenv", "'A_TEST': '1'", "calls register\n"):
        assert name in told
    assert "register_at_fork" in told or not hasattr(os, "register_at_fork")
    assert "Kind" in told


def test_workloads_use_the_standard_library_only():
    # What one task alone needs, it imports itself: who runs the others does not wait for it.
    at_the_top = parsed("helpers.workloads").body
    imports = [n for n in at_the_top if isinstance(n, ast.Import)]
    froms = [n for n in at_the_top if isinstance(n, ast.ImportFrom)]
    names = [name.name for node in imports for name in node.names] + [node.module for node in froms]
    assert names
    assert {name.partition(".")[0] for name in names} <= sys.stdlib_module_names


@pytest.mark.parametrize("folder", FACES)
def test_a_face_tells_in_some_lines_how_its_parts_meet(folder):
    lines = importlib.import_module(f"helpers.{folder}").__doc__.strip().splitlines()
    assert 10 <= len(lines) <= 20, f"helpers.{folder}: {len(lines)} lines"


@pytest.mark.parametrize("folder", FACES)
def test_a_face_names_every_module_behind_it(folder):
    told = importlib.import_module(f"helpers.{folder}").__doc__.lower()
    inside = [m.split(".")[2] for m in MODULES if m.startswith(f"helpers.{folder}.")]
    assert inside
    assert [name for name in inside if not re.search(rf"`[\w.]*\b{name}\b[^`]*`", told)] == []


@pytest.mark.parametrize("module", MODULES)
def test_public_names_are_those_of_all_and_are_documented(module):
    module = importlib.import_module(module)
    assert module.__doc__
    public = {
        name
        for name, value in vars(module).items()
        if not name.startswith("_")
        and (inspect.isfunction(value) or inspect.isclass(value))
        and value.__module__ == module.__name__
        and name != "Settings"
    }
    names = getattr(module, "__all__", [])
    assert public <= set(names), "add to __all__"
    in_order = sorted(names, key=lambda name: (not name.isupper(), name.islower(), name))
    assert names == in_order, "CONSTANTS first, then Classes, then functions"
    for name in names:
        if module.__name__.removeprefix("helpers.") in LIGHT:
            continue  # these are modules, not loaded yet
        value = getattr(module, name)
        if inspect.isfunction(value) or inspect.isclass(value):
            assert value.__doc__, name
        if inspect.isfunction(value):
            for parameter in inspect.signature(value).parameters:
                assert parameter in value.__doc__, f"{name}: {parameter} is not documented"


def lines_of_code(path):
    """Count the lines that are neither empty, nor a comment, nor of a docstring."""
    text = path.read_text(encoding="utf-8")
    told = set()
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
            first = node.body[0] if node.body else None
            if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
                told.update(range(first.lineno, first.end_lineno + 1))
    lines = enumerate(text.splitlines(), start=1)
    return sum(n not in told and line.strip()[:1] not in ("", "#") for n, line in lines)


@pytest.mark.parametrize("path", PATHS, ids=lambda path: str(path.relative_to(HELPERS)))
def test_a_module_reads_in_one_sitting(path):
    n = lines_of_code(path)
    told = f"{n} lines of code: move a part into a module of its own"
    assert n <= MOST_LINES_OF_CODE, told


@pytest.mark.parametrize("path", PATHS, ids=lambda path: str(path.relative_to(HELPERS)))
def test_no_comment_was_torn_from_what_it_is_about(path):
    # Where a line is too long for its comment, the formatter breaks the code and leaves that at the end.
    lines = path.read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if re.match(r"\s*[)\]}]\S*\s+#", line)]


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
    assert m.verdict in list(measure.Verdict)
    assert list(inspect.signature(labs.speedup).parameters)[:2] == ["runner", "task"]
