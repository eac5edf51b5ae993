"""tests.commands.record: what is recorded has its shape, and is of a quiet machine. Runs are made up."""

import json
import math
import re
import socket
from itertools import product

import pytest

from helpers import laws, measure
from helpers.worker.spans import Span
from tests import recordings
from tests.commands import grids, record
from tests.commands.test_quietness import Pretended
from tests.notebooks import ROOT

FIRST = recordings.RECORDS[0]
KEYS = {"title", "of", "doubles", "sliders", "points", "lines", "told"}


def made_up(grid, setting, n_rounds=None):
    """Stand for the steps of a measurement, in which each task beyond the first costs a little more."""
    n_tasks = setting.get("tasks", 24)
    task_s = setting.get("task size", 30) / 1000

    def run(n, slower):
        elapsed_s = slower * (0.001 * n + task_s * n_tasks / laws.ideal_speedup(n_tasks, n) ** 0.8)
        spans = tuple(
            Span(worker, start * task_s, end * task_s)
            for worker, start, end in laws.list_schedule([1] * n_tasks, n)
        )
        return measure.Run(n, n_tasks * task_s, elapsed_s, spans)

    runs = [[run(n, slower) for slower in (1, 1.02, 0.98)] for n in grid.n_workers]
    loops_s = [n_tasks * task_s] * 3
    yield measure.Measurement(grid.n_workers, loops_s, (), None, runs, [None] * n_tasks)


@pytest.fixture
def steps(monkeypatch):
    """Have no lab measure anything."""
    for kind in (grids.Grid, grids.UnevenGrid):
        monkeypatch.setattr(kind, "steps", made_up)


def recorded(folder, *options, here=None):
    """Run the command, and return its exit code and where it writes."""
    out = folder / "recorded.json"
    arguments = [f"--out={out}", f"--kept={folder / 'kept.jsonl'}", "--quiet-limit-s=0", *options]
    return record.main(arguments, here or Pretended()), out


def check_shape(data):
    """Check that data have all that the grid asks for, and nothing else."""
    assert set(data) == {"machine", "date", "by_others", "labs"}
    assert set(data["machine"]) == set(record.facts())
    cells = [(lesson, cell) for lesson, labs in data["labs"].items() for cell in labs]
    assert sorted(cells) == sorted((each.lesson, each.cell) for each in recordings.RECORDS)
    for each in recordings.RECORDS:
        lab = data["labs"][each.lesson][each.cell]
        assert set(lab) == KEYS
        workers, others = [], lab["sliders"]
        if each.cell != "laws":
            workers, *others = lab["sliders"]
            assert workers["name"] == recordings.WORKERS
            assert workers["values"] == lab["points"]["x"]
        assert {one["name"]: tuple(one["values"]) for one in others} == each.sliders
        n_settings = math.prod(map(len, each.sliders.values()))
        n_told = len(lab["points"]["x"]) if workers else 1
        assert [len(told) for told in lab["told"]] == [n_told] * n_settings
        assert all("." in words for told in lab["told"] for words in told)
        assert len(lab["points"]["y"]) == n_settings
        for points in lab["points"]["y"]:
            assert len(points) == len(lab["points"]["x"])
            for value, low, high in points:
                assert value > 0
                assert low is None or low <= value <= high
        for line in lab["lines"]:
            assert [len(values) for values in line["y"]] == [len(line["x"])] * n_settings


def test_all_settings_of_all_labs_are_recorded_and_no_name_or_path_of_this_machine(tmp_path, steps):
    code, out = recorded(tmp_path)
    assert code == 0
    text = out.read_text(encoding="utf-8")
    check_shape(json.loads(text))
    assert len(text) < 300_000
    assert str(ROOT) not in text
    assert not re.search(rf"\b{re.escape(socket.gethostname())}\b", text)
    assert not (tmp_path / "kept.jsonl").exists()


def test_what_is_stored_has_all_settings_and_is_of_the_lessons_code():
    if not recordings.DATA.exists():
        pytest.skip("nothing is recorded: python -m tests.commands.record")
    check_shape(json.loads(recordings.DATA.read_text(encoding="utf-8")))
    shown = recordings.read()
    names = [(each.lesson, each.cell) for each in recordings.RECORDS]
    told = "a lesson's lab has changed since: python -m tests.commands.record"
    assert sorted(shown) == sorted(names), told


@pytest.mark.parametrize("each", recordings.RECORDS, ids=lambda each: f"{each.lesson}-{each.cell}")
def test_sliders_begin_where_the_lab_does(each, steps):
    with recordings.called(each) as call:
        grid = grids.grid_of(each, call)
        found = [grid.found(setting, *grid.steps(setting)) for setting in grid.settings()]
        lab = grid.lab(found)
    begins = {slider["name"]: slider["values"][slider["at"]] for slider in lab["sliders"]}
    given = {"tasks": 8, "task size": 30, "workers": 4}
    given |= {"01_gil": {}, "02_multiprocessing": {"task size": 40}}.get(each.lesson, {})
    if each.lesson == "03_threading":
        given = {"tasks": 12, "task size": 100, "workers": 8}
    elif each.cell == "lab-uneven":
        given = {"workers": 4, "longest / average": 4, "chunk size": 1, "order": "longest last"}
    elif each.cell == "laws":
        given = {"serial fraction": 0.1}
    assert begins == given


def test_the_words_of_a_setting_are_those_of_a_lab_with_as_many_workers(tmp_path, steps):
    _, out = recorded(tmp_path)
    lab = json.loads(out.read_text(encoding="utf-8"))["labs"][FIRST.lesson][FIRST.cell]
    settings = list(product(*FIRST.sliders.values()))
    place = settings.index((30, 8))
    for i, n in enumerate(lab["points"]["x"]):
        value, low, high = lab["points"]["y"][place][i]
        words = lab["told"][place][i]
        assert words.startswith(f"With {n} worker")
        assert f"{value:.2f} times as fast" in words
        assert f"between {low:.2f} and {high:.2f}" in words
    assert "Verdict: faster." in words


def test_a_busy_machine_is_refused_and_nothing_is_written(tmp_path, steps, capsys):
    code, out = recorded(tmp_path, here=Pretended([1]))
    assert code == 1
    assert not out.exists()
    assert "other programs used 1.00 of 2 CPUs" in capsys.readouterr().out


def test_anyway_records_it(tmp_path, steps):
    code, out = recorded(tmp_path, "--anyway", here=Pretended([1]))
    assert code == 0
    assert out.exists()


class Disturbed:
    """Steps of a measurement during which others use so many CPUs, a number for each; the last holds on."""

    def __init__(self, here, *by_others):
        self.here, self.left, self.measured = here, list(by_others), []

    def __call__(self, grid, setting, n_rounds=None):
        self.here.pass_by(3, self.left.pop(0) if len(self.left) > 1 else self.left[0])
        self.measured.append(setting)
        return made_up(grid, setting)


def one_lab(monkeypatch, steps):
    monkeypatch.setattr(recordings, "RECORDS", (FIRST,))
    monkeypatch.setattr(grids.Grid, "steps", lambda *given: steps(*given))


def test_what_was_measured_beside_others_is_measured_again(tmp_path, monkeypatch):
    steps = Disturbed(here := Pretended(), 0, 1, 0)
    one_lab(monkeypatch, steps)
    code, out = recorded(tmp_path, here=here)
    assert code == 0
    assert steps.measured[1] == steps.measured[2]
    n_settings = math.prod(map(len, FIRST.sliders.values()))
    assert len(steps.measured) == n_settings + 1
    assert json.loads(out.read_text(encoding="utf-8"))["by_others"] == 0


def test_after_the_last_try_it_gives_up_and_goes_on_when_it_is_started_again(tmp_path, monkeypatch):
    steps = Disturbed(here := Pretended(), 0, 0, 1)
    one_lab(monkeypatch, steps)
    code, out = recorded(tmp_path, here=here)
    assert (code, out.exists()) == (1, False)
    assert len(steps.measured) == 2 + record.N_TRIES
    with (tmp_path / "kept.jsonl").open("a", encoding="utf-8") as file:
        file.write('[[{"cpu": ')  # it was ended while it wrote
    again = Disturbed(here := Pretended(), 0)
    one_lab(monkeypatch, again)
    code, out = recorded(tmp_path, here=here)
    assert code == 0
    assert steps.measured[0] not in again.measured
    n_settings = math.prod(map(len, FIRST.sliders.values()))
    assert len(again.measured) == n_settings - 2


@pytest.mark.parametrize("what", ["digest", "facts"])
def test_what_was_kept_of_other_code_or_another_machine_is_not_used(tmp_path, monkeypatch, what):
    steps = Disturbed(here := Pretended(), 0, 0, 1)
    one_lab(monkeypatch, steps)
    assert recorded(tmp_path, here=here)[0] == 1
    other = {"digest": lambda record: "other", "facts": lambda: {**FACTS, "cpus": 999}}[what]
    monkeypatch.setattr(recordings if what == "digest" else record, what, other)
    again = Disturbed(here := Pretended(), 0)
    one_lab(monkeypatch, again)
    assert recorded(tmp_path, here=here)[0] == 0
    assert steps.measured[0] in again.measured


FACTS = record.facts()


def test_a_small_grid_is_measured(tmp_path, monkeypatch):
    monkeypatch.setattr(recordings, "RECORDS", (FIRST,))
    code, out = recorded(tmp_path, "--small")
    assert code == 0
    data = json.loads(out.read_text(encoding="utf-8"))
    lab = data["labs"][FIRST.lesson][FIRST.cell]
    assert [slider["values"] for slider in lab["sliders"]] == [[1, 2], [1, 3], [4]]
    assert all(value > 0 for points in lab["points"]["y"] for value, *_ in points)
    assert all("Verdict: " in words for told in lab["told"] for words in told)
    caption = recordings.read(out)[FIRST.lesson, FIRST.cell]["caption"]
    assert f"on {data['date']}; nothing runs here" in caption


def test_a_small_grid_never_goes_to_the_pages(capsys):
    with pytest.raises(SystemExit):
        record.main(["--small"], Pretended([1]))
    assert "--small needs --out" in capsys.readouterr().err
