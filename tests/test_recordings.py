"""tests.recordings: a lab's own code, no more than is needed of it, and no record of another is shown."""

import json

import nbformat
import pytest
from bs4 import BeautifulSoup

from tests import notebooks, recordings
from tests.recordings import Record

CELLS = {
    "imports": "import math\nfrom helpers import labs, workloads",
    "first": "size = 1\ntotal = print('not needed')",
    "magic": "%%time\nsize = 0",
    "helper": "size = 20\n\ndef half(x):\n    size = x\n    return math.floor(size / 2)",
    "runner": "def runner(task, inputs, n):\n    total = [task(x) for x in inputs]\n    return total",
    "lab": "lab = labs.speedup(runner, workloads.count_primes, task_size_ms=half(size))",
    "after": "size = 3",
}
RECORD = Record("a", "lab", {})


def a_lesson(monkeypatch, folder, **changed):
    cells = [
        nbformat.v4.new_code_cell(changed.get(name, source), id=name)
        for name, source in CELLS.items()
    ]
    (folder / "notebooks").mkdir(exist_ok=True)
    notebooks.write(nbformat.v4.new_notebook(cells=cells), folder / "notebooks" / "a.ipynb")
    monkeypatch.setattr(recordings, "ROOT", folder)
    monkeypatch.setattr(recordings, "RECORDS", (RECORD,))


def test_a_lab_is_called_with_what_its_cell_needs_and_nothing_else_runs(
    tmp_path, monkeypatch, capsys
):
    a_lesson(monkeypatch, tmp_path)
    code = recordings.code_of(RECORD)
    assert code == [
        "import math",
        "from helpers import labs, workloads",
        "size = 20",
        "def half(x):\n    size = x\n    return math.floor(size / 2)",
        CELLS["runner"],
        CELLS["lab"],
    ]
    with recordings.called(RECORD) as call:
        assert call.lab == "speedup"
        assert call.arguments["task_size_ms"] == 10
        assert call.arguments["n_tasks"] == 8
        assert call.arguments["runner"](abs, [-1], 1) == [1]
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    ("changed", "is_shown"),
    [
        ({}, True),
        ({"first": "size = 5"}, True),
        ({"imports": "import math\nfrom helpers import labs, measure, workloads"}, True),
        ({"runner": CELLS["runner"].replace("task(x)", "task(x + 1)")}, False),
        ({"helper": CELLS["helper"].replace("20", "30")}, False),
        ({"lab": CELLS["lab"].replace("count_primes", "wait_for")}, False),
    ],
)
def test_what_was_recorded_of_other_code_is_not_shown(tmp_path, monkeypatch, changed, is_shown):
    a_lesson(monkeypatch, tmp_path)
    facts = dict.fromkeys(("cpu", "cpus", "system", "python", "gil", "start_method"), "x")
    lab = {"of": recordings.digest(RECORD), "title": "t"}
    data = {"machine": facts, "date": "2026-12-01", "by_others": 0.1, "labs": {"a": {"lab": lab}}}
    path = tmp_path / "recorded.json"
    path.write_text(json.dumps(data), encoding="utf-8")
    a_lesson(monkeypatch, tmp_path, **changed)
    assert bool(recordings.read(path)) == is_shown


def test_without_a_file_nothing_is_shown(tmp_path):
    assert recordings.read(tmp_path / "none.json") == {}


def test_data_cannot_end_the_script_in_which_they_stand():
    html = recordings.html_of({"told": "</script><b>"})
    assert html.count("</script>") == 2
    assert "\n" not in html
    data = BeautifulSoup(html, "html.parser").find("script").string
    assert json.loads(data) == {"told": "</script><b>"}
