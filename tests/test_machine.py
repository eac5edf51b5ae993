"""helpers.machine: what this machine can really do."""

import os
import subprocess
import sys

import joblib
import pytest

from helpers import machine
from tests.tasks import START_METHODS


def test_usable_cpus_is_joblibs_answer():
    assert machine.usable_cpus() == joblib.cpu_count() >= 1


def test_usable_cpus_honours_affinity():
    if not hasattr(__import__("os"), "sched_setaffinity"):
        pytest.skip("this system has no CPU affinity")
    code = (
        "import os; os.sched_setaffinity(0, {min(os.sched_getaffinity(0))}); "
        "from helpers import machine; print(machine.usable_cpus()); print(machine.report())"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout.startswith("1\n")
    assert "CPU-bound work cannot get faster here" in out.stdout


@pytest.mark.skipif("TEST_START_METHOD" in os.environ, reason="it was set for all Pythons")
def test_start_methods_are_those_of_python_itself():
    code = (
        "from helpers import machine; import multiprocessing, joblib; "
        "multiprocessing.context._concrete_contexts.setdefault('loky', None); "
        "print(*machine.start_methods(), machine.start_method())"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    *methods, chosen = out.stdout.split()
    assert methods == START_METHODS
    assert chosen == methods[0]


@pytest.mark.skipif("TEST_START_METHOD" in os.environ, reason="it was set for all Pythons")
@pytest.mark.parametrize("method", START_METHODS)
def test_start_method_reports_what_was_set(method):
    code = (
        "import multiprocessing as mp; from helpers import machine; "
        "machine.start_method(); "  # asking must not fix it
        f"mp.set_start_method('{method}'); print(machine.start_method(), end='')"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert out.stdout == method


def test_gil_enabled_asks_the_interpreter(monkeypatch):
    monkeypatch.setattr(sys, "_is_gil_enabled", lambda: False, raising=False)
    assert machine.gil_enabled() is False
    monkeypatch.delattr(sys, "_is_gil_enabled")
    assert machine.gil_enabled() is True


def test_memory_limit_reads_nested_groups(tmp_path):
    groups = tmp_path / "groups"
    groups.write_text("0::/a/b\n5:cpu,cpuacct:/x\n4:memory:/m\n")
    (tmp_path / "a" / "b").mkdir(parents=True)
    (tmp_path / "a" / "b" / "memory.max").write_text("max\n")
    (tmp_path / "a" / "memory.max").write_text("2000\n")
    (tmp_path / "memory" / "m").mkdir(parents=True)
    (tmp_path / "a" / "memory.current").write_text("1500\n")
    (tmp_path / "a" / "memory.stat").write_text("anon 900\ninactive_file 500\n")
    (tmp_path / "memory" / "m" / "memory.limit_in_bytes").write_text("3000\n")
    (tmp_path / "memory" / "m" / "memory.usage_in_bytes").write_text("700\n")
    (tmp_path / "memory" / "m" / "memory.stat").write_text("total_inactive_file 100\n")
    found = sorted(machine._memory_of_groups(groups, root=tmp_path))
    assert found == [(2000, 1000), (3000, 600)]
    (tmp_path / "a" / "memory.stat").unlink()  # then a group that tells less counts as empty
    assert sorted(machine._memory_of_groups(groups, root=tmp_path))[0] == (2000, 0)


def test_what_fits_is_what_the_group_has_left(monkeypatch):
    monkeypatch.setattr(machine, "_memory_of_groups", lambda path: iter([(2 * 10**9, 15 * 10**8)]))
    machine.check_fits(4 * 10**8)
    with pytest.raises(MemoryError, match=r"0\.6 GB do not fit: .* 2\.0 GB, and 0\.5 GB are free"):
        machine.check_fits(6 * 10**8)


def test_memory_limit_without_control_groups(tmp_path):
    assert list(machine._memory_of_groups(tmp_path / "missing")) == []
    assert machine.memory_limit() > 2**20


def test_report_shows_as_text_and_as_a_table():
    report = machine.report()
    assert str(machine.usable_cpus()) in str(report)
    html = report._repr_html_()
    assert html.count("<tr>") == len(report.rows) + 1
    for _, value, meaning in report.rows:
        assert value
        assert meaning.endswith(".") or " on " in meaning


@pytest.mark.parametrize("n_usable", [1, 2, 64])
def test_the_report_says_what_the_machine_cannot_show(monkeypatch, n_usable):
    monkeypatch.setattr(machine, "usable_cpus", lambda: n_usable)
    monkeypatch.setattr(machine.os, "cpu_count", lambda: 64)
    text = str(machine.report())
    assert ("cannot get faster" in text) == (n_usable == 1)
    assert (f"this process may use {n_usable}" in text) == (n_usable < 64)
