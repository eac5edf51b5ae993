"""helpers.labs.race_lab: several tools on one workload."""

import asyncio
import functools
import re
from types import SimpleNamespace

import pytest

from helpers import labs, machine, measure, workloads
from helpers.labs import race_words
from helpers.measure import ceilings
from tests import tasks

pytestmark = pytest.mark.usefixtures("nothing_left")


async def with_asyncio(task, inputs, n_workers):
    return await asyncio.gather(*(asyncio.to_thread(task, value) for value in inputs))


RUNNERS = {"a loop": tasks.in_turn, "threads": tasks.with_threads, "asyncio": with_asyncio}
WORKLOADS = {"waits": workloads.wait_for, "computes": workloads.count_primes}


@pytest.fixture
def open_race(monkeypatch):
    monkeypatch.setattr(ceilings, "reached", lambda counts, stop: {n: [0.9 * n] for n in counts})
    opened = []

    def open_one(runners=RUNNERS, tasks=WORKLOADS, **options):
        opened.append(labs.race(runners, tasks, **{"task_size_ms": 5, "n_tasks": 4, **options}))
        return opened[-1]

    yield open_one
    for lab in opened:
        lab.close()


def test_every_tool_gets_a_measurement_and_a_bar(open_race):
    lab = open_race(n_workers=4, prediction="threads")
    measured = lab.wait(60)
    assert list(measured) == list(RUNNERS)
    assert all(m.results == measured["a loop"].results for m in measured.values())
    assert all(len(m.runs[0]) >= 3 for m in measured.values())
    assert lab.picture.png.startswith(b"\x89PNG")
    for name in RUNNERS:
        assert re.search(rf"{name} \d+\.\d\d", lab.picture.caption)
    assert "Your favourite was threads" in lab.status.value
    lab.prediction.value = "asyncio"
    assert "Your favourite was asyncio" in lab.status.value


def test_a_favourite_is_about_the_settings_it_was_chosen_for(open_race):
    lab = open_race(prediction="threads")
    lab.wait(60)
    lab.n_tasks.value = 3
    lab.wait(60)
    assert lab.prediction.value is None
    assert "Your favourite" not in lab.status.value
    lab.n_tasks.value = 4
    lab.wait(60)
    assert "Your favourite was threads" in lab.status.value  # it still is
    lab.prediction.value = None
    lab.n_tasks.value = 3
    lab.n_tasks.value = 4
    lab.wait(60)
    assert lab.prediction.value is None


@pytest.mark.parametrize(
    ("favourite", "verdict", "told"),
    [
        (None, "FASTER", ""),
        ("a", "FASTER", " Your favourite was a, which came first."),
        ("b", "FASTER", " Your favourite was b: a was 2.5 times as fast."),
        ("b", "NO_DIFFERENCE", " Your favourite was b: no difference that matters here from a."),
        ("b", "CANNOT_TELL", " Your favourite was b: this machine cannot tell it from a."),
    ],
)
def test_how_far_a_favourite_was_behind_is_said_by_the_verdict(favourite, verdict, told):
    found = {"a": SimpleNamespace(speedup=[4.0]), "b": SimpleNamespace(speedup=[1.6])}
    verdicts = {"b": measure.Verdict[verdict]}
    assert race_words.favourite_told(favourite, "a", found, verdicts) == told


@pytest.mark.parametrize(
    ("verdicts", "told"),
    [
        ((), "."),
        (("FASTER", "FASTER"), ", and faster than all others."),
        (("NO_DIFFERENCE", "FASTER"), "; no difference that matters here from a."),
        (
            ("CANNOT_TELL", "NO_DIFFERENCE", "CANNOT_TELL"),
            "; no difference that matters here from b; this machine cannot tell it from a, c.",
        ),
    ],
)
def test_the_first_of_a_race_is_compared_with_each_other_by_its_verdict(verdicts, told):
    beside = {
        name: measure.Verdict[verdict] for name, verdict in zip("abc", verdicts, strict=False)
    }
    assert race_words.beside_others(beside) == told


def test_another_workload_is_measured_anew(open_race):
    lab = open_race()
    before = lab.wait(60)["threads"].results
    lab.workload.value = "computes"
    measured = lab.wait(60)
    assert measured["threads"].results != before
    assert "computes: 4 tasks" in lab.picture.caption


def test_tiny_waits_are_waits(open_race, monkeypatch):
    monkeypatch.setattr(ceilings, "reached", lambda *_, **__: pytest.fail("a ceiling of waits"))
    measured = open_race(task_size_ms=0.1).wait(60)
    assert all(m.waits and not m.ceilings for m in measured.values())


def test_nothing_is_said_of_tools_where_the_task_remembers(open_race):
    known = functools.cache(workloads.count_primes)
    lab = open_race(tasks={"remembers": known}, n_tasks=2)
    assert all(m.nothing_left for m in lab.wait(60).values())
    assert ": no speedup can be told. The later loops had nothing left to do." in lab.status.value
    assert "as fast as" not in lab.status.value
    assert "slower" not in lab.status.value


def test_a_tool_that_fails_is_named_and_the_lab_goes_on(open_race):
    fails = [True]

    def sometimes(task, inputs, n_workers):
        if fails:
            raise OSError("no workers today")
        return tasks.in_turn(task, inputs, n_workers)

    lab = open_race({"a loop": tasks.in_turn, "sometimes": sometimes})
    assert "runner sometimes with n_workers=" in lab.status.value
    fails.clear()
    lab.run_button.click()
    assert list(lab.wait(60)) == ["a loop", "sometimes"]


@pytest.mark.parametrize(
    ("arguments", "error", "text"),
    [
        (({}, WORKLOADS), TypeError, "runners must be a dict"),
        ((RUNNERS, [abs]), TypeError, "tasks must be a dict"),
        (({"a": 1}, WORKLOADS), TypeError, r"runners\['a'\] must be a function"),
        (({"a": len}, WORKLOADS), TypeError, r"runners\['a'\] must take three arguments"),
        ((RUNNERS, WORKLOADS, 0.5), TypeError, "n_workers must be a whole number"),
        ((RUNNERS, WORKLOADS, 0), ValueError, "n_workers must lie between"),
        ((RUNNERS, WORKLOADS, 2, 0), ValueError, "task_size_ms must lie between"),
        ((RUNNERS, WORKLOADS, 2, 1, 0), ValueError, "n_tasks must lie between"),
        ((RUNNERS, WORKLOADS, 2, 1, 1, "magic"), ValueError, "prediction must be one of a loop, "),
    ],
)
def test_bad_arguments_are_named(arguments, error, text):
    with pytest.raises(error, match=text):
        labs.race(*arguments)


def test_the_workers_of_a_machine_with_many_cpus(monkeypatch):
    monkeypatch.setattr(machine, "usable_cpus", lambda: 128)
    lab = labs.race({"a loop": tasks.in_turn}, {"waits": workloads.wait_for}, task_size_ms=0.1)
    try:
        lab.wait(timeout_s=60)
        assert lab.n_workers.value == 64
        assert ceilings.workers_that_count(100) == 100
        assert ceilings.workers_that_count(200) == 128
    finally:
        lab.close()


def test_the_names_of_the_lessons_tools_are_not_cut_off(open_race):
    lab = open_race({"concurrent.futures": tasks.in_turn, "asyncio + threads": tasks.in_turn})
    for label in lab._axes.get_yticklabels():
        assert label.get_window_extent().x0 > 0


def test_the_numbers_of_a_race_are_in_a_table(open_race):
    lab = open_race()
    lab.wait(60)
    assert all(
        f"<td>{name}</td>"
        in lab.numbers.value.replace(' style="text-align:left; vertical-align:top"', "")
        for name in RUNNERS
    )
    assert "Save as CSV" in lab.numbers.value


def test_a_name_that_is_no_text_is_refused():
    with pytest.raises(TypeError, match="the names in runners must be texts, not 1"):
        labs.race({1: tasks.in_turn}, {"wait": workloads.wait_for})
