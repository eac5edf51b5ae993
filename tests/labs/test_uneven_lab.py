"""helpers.labs.uneven_lab: tasks that take unequally long, and who idles meanwhile."""

import asyncio
import itertools
from concurrent.futures import ThreadPoolExecutor
from multiprocessing.pool import ThreadPool
from types import SimpleNamespace

import pytest
from bs4 import BeautifulSoup

from helpers import labs, measure, workloads
from helpers.reader import intuition, journal
from tests import tasks
from tests.measure.test_results import measured as made_up

pytestmark = pytest.mark.usefixtures("nothing_left")


def with_pool(task, inputs, n_workers, chunksize):
    with ThreadPool(n_workers) as pool:
        return pool.map(task, inputs, chunksize)


def by_turns(task, inputs, n_workers, chunksize):
    """Give every second task to each of two threads, whatever the chunk size is."""
    with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as other:
        pools = itertools.cycle([one, other])
        futures = [next(pools).submit(task, value) for value in inputs]
        return [future.result() for future in futures]


@pytest.fixture
def open_uneven():
    opened = []

    def open_one(runner=with_pool, **options):
        options = {
            "n_workers": 2,
            "unevenness": 3,
            "n_tasks": 8,
            "task_size_ms": 4,
            **options,
        }
        opened.append(labs.uneven(runner, **options))
        return opened[-1]

    yield open_one
    for lab in opened:
        lab.close()


def test_a_lab_has_measured_and_says_who_idled_and_what_bounds_the_run(open_uneven):
    lab = open_uneven()
    m = lab.wait(timeout_s=60)
    assert m.n_workers == [2]
    assert len(m.results) == 8
    run = m.median_runs[-1]
    told = f"2 workers idled for {1000 * (2 * run.elapsed_s - worked_s(run)):.0f} ms of 2 x "
    for said in (lab.status.value, lab.picture.caption):
        assert told in said
        assert "No schedule of these tasks takes less than " in said
    assert "You have set no prediction" in lab.status.value
    assert lab.progress.value == 1
    sizes = "8 tasks of 4 ms on average, the longest 3 times that, longest last"
    begin = f"A timeline of {sizes}, on 2 workers. Measured speedup by number of workers: 2: "
    assert lab.picture.caption.startswith(begin)
    assert lab.picture.png.startswith(b"\x89PNG")


def worked_s(run):
    return sum(span.end_s - span.start_s for span in run.spans)


def test_the_work_stays_the_same_and_the_order_follows_the_menu(open_uneven):
    lab = open_uneven()
    last = lab.wait(timeout_s=60).results
    assert last == sorted(last)
    assert sum(last) == pytest.approx(8 * 0.004, rel=0.01)
    assert max(last) == pytest.approx(3 * 0.004, rel=0.01)
    lab.order.value = "longest first"
    assert lab.wait(timeout_s=60).results == last[::-1]
    lab.order.value = "shuffled"
    shuffled = lab.wait(timeout_s=60).results
    assert sorted(shuffled) == last
    assert shuffled != last
    lab.unevenness.value = 1.0
    even = lab.wait(timeout_s=60).results
    assert sum(even) == pytest.approx(sum(last), rel=0.01)
    assert max(even) == pytest.approx(0.004, rel=0.01)
    assert "8 tasks of 4 ms, on 2 workers" in lab.picture.caption


def test_the_runner_gets_the_chunk_size_of_the_slider(open_uneven):
    seen = set()

    def notes(task, inputs, n_workers, chunksize):
        seen.add((n_workers, chunksize))
        return with_pool(task, inputs, n_workers, chunksize)

    lab = open_uneven(notes, chunksize=2)
    lab.wait(timeout_s=60)
    assert seen == {(2, 2)}
    lab.chunksize.value = 4
    lab.wait(timeout_s=60)
    assert (2, 4) in seen
    assert "in chunks of 4" in lab.picture.caption
    assert "No schedule of these chunks takes less than " in lab.status.value


def test_a_runner_that_makes_no_such_chunks_is_told(open_uneven):
    lab = open_uneven(by_turns, chunksize=4)
    lab.wait(timeout_s=60)
    told = "The tasks of some chunk of 4 went to several workers, or not in their order. No schedule of"
    for said in (lab.status.value, lab.picture.caption):
        assert f"{told} these tasks" in said


def test_workers_without_a_task_are_counted_and_have_a_row(open_uneven):
    lab = open_uneven(lambda task, inputs, n, chunksize: tasks.in_turn(task, inputs, n))
    lab.wait(timeout_s=60)
    assert " of 1 worker that got none." in lab.status.value
    assert list(lab._drawing._axes.get_yticks()) == [0.25, 0.75]


def test_tasks_that_compute_are_chosen_in_the_menu(open_uneven):
    lab = open_uneven()
    lab.wait(timeout_s=60)
    lab.workload.value = "computes"
    results = lab.wait(timeout_s=60).results
    assert all(isinstance(result, int) for result in results)
    assert results == sorted(results)


def test_tasks_of_the_readers_own_will_do(open_uneven):
    lab = open_uneven(tasks={"hashes": workloads.derive_key})
    assert len(set(lab.wait(timeout_s=60).results)) == 8
    assert lab.workload.options == ("hashes",)


def test_an_async_runner_works(open_uneven):
    async def in_threads(task, inputs, n_workers, chunksize):
        return await asyncio.gather(*(asyncio.to_thread(task, value) for value in inputs))

    assert len(open_uneven(in_threads).wait(timeout_s=60).results) == 8


@pytest.fixture
def known(open_uneven, monkeypatch):
    """A lab whose loop took 1 s, and its runs 0.5 s each."""
    lab = open_uneven()
    lab.wait(timeout_s=60)
    with lab._screen:
        monkeypatch.setattr(lab, "_measured", made_up([1, 1, 1], {2: [0.5, 0.5, 0.5]}))
        lab._draw()
    return lab


def test_the_prediction_is_drawn_told_and_measures_nothing(known, monkeypatch):
    lab = known
    m, before = lab.wait(), lab.picture.png
    monkeypatch.setattr(measure, "iter_sweep", lambda *_, **__: pytest.fail("measured again"))
    lab.prediction.value = 1.7  # so it would end after 0.588 s
    assert lab.picture.png != before
    assert "You said 1.7: 1.2 times too low." in lab.status.value
    assert "your prediction" in lab.picture.widget.value
    assert lab._drawing._axes.get_xlim()[1] > 0.588
    assert lab.wait() is m


def test_a_prediction_far_to_the_right_is_told_instead(known):
    lab = known
    lab.prediction.value = 0.1
    assert "Your prediction lies beyond the picture, at 10,000 ms." in lab.picture.widget.value
    assert "your prediction" not in lab.picture.widget.value
    lab.prediction.value = 0.0  # it never ends
    assert "beyond the picture" not in lab.picture.widget.value


def test_a_prediction_is_noted_once_and_no_measurement(open_uneven, monkeypatch, tmp_path):
    monkeypatch.setenv(journal.VARIABLE, str(tmp_path / "journal.jsonl"))
    lab = open_uneven(prediction=1.5, chunksize=2)
    m = lab.wait(timeout_s=60)
    (one,) = journal.records(intuition.Compared)
    assert (one.topic, one.predicted, one.measured) == ("speedups", 1.5, m.speedup[-1])
    assert one.question == (
        "with_pool, 8 tasks of 4 ms on average, the longest 3 times that, longest last, in chunks of 2 "
        "(wait_for), 2 workers"
    )
    lab.run_button.click()
    lab.wait(timeout_s=60)
    lab.order.value = "shuffled"
    lab.wait(timeout_s=60)
    assert len(journal.records(intuition.Compared)) == 1
    assert journal.entries() == []


def test_the_numbers_are_in_tables_and_in_files(open_uneven):
    lab = open_uneven()
    lab.wait(timeout_s=60)
    told = BeautifulSoup(lab.numbers.value, "html.parser")
    assert [link["download"] for link in told.find_all("a")] == ["rounds.csv", "tasks.csv"]
    titles = [title.text for title in told.find_all("th")]
    assert "speedup (interval)" in titles
    assert "at work (ms)" in titles


def test_the_legend_lists_what_is_drawn(open_uneven, monkeypatch):
    lab = open_uneven()
    lab.wait(timeout_s=60)
    words = ["tasks of a worker", "before the first task", "idle, after its last", "no schedule of"]
    assert all(each in lab.picture.widget.value for each in words)
    with lab._screen:
        monkeypatch.setattr(lab, "_measured", None)
        lab._draw()
    assert not any(each in lab.picture.widget.value for each in words)
    assert "nothing is measured yet" in lab.picture.caption


def test_what_is_expected_does_not_follow_from_the_first_task(open_uneven, monkeypatch):
    lab = open_uneven()
    lab.wait(timeout_s=60)
    monkeypatch.setattr(lab, "_measured", None)
    request, steps = SimpleNamespace(settings=lab._settings(), stop=None), []
    sweep, n_steps = lab._steps(request, steps.append)
    next(sweep)
    sweep.close()
    assert n_steps == 2
    known = [step.expected_s for step in steps if step.expected_s is not None]
    assert len(known) >= 2
    assert known == pytest.approx([8 * 0.004] * len(known))
    assert steps[-1].round_s == pytest.approx(1.5 * 8 * 0.004)


def test_an_error_names_the_runner(open_uneven):
    def breaks(task, inputs, n_workers, chunksize):
        raise OSError("no workers today")

    lab = open_uneven(breaks)
    assert "runner breaks with n_workers=2 raised OSError: no workers today" in lab.status.value


def test_a_verdict_that_is_not_faster_is_said(open_uneven):
    lab = open_uneven(lambda task, inputs, n, chunksize: tasks.in_turn(task, inputs, n))
    m = lab.wait(timeout_s=60)
    assert (f"Verdict: {m.verdict}." in lab.status.value) is (m.verdict != measure.Verdict.FASTER)


@pytest.mark.parametrize(
    ("options", "error", "text"),
    [
        ({"runner": tasks.with_threads}, TypeError, "runner must take a chunk size"),
        ({"runner": None}, TypeError, "runner must be a function"),
        ({"tasks": [abs]}, TypeError, "tasks must be a dict"),
        ({"tasks": {"a": 1}}, TypeError, r"tasks\['a'\] must be a function"),
        ({"tasks": {"a": abs}}, ValueError, r"tasks\['a'\] needs an attribute growth"),
        ({"n_workers": 0}, ValueError, "n_workers must lie between"),
        ({"n_tasks": 0}, ValueError, "n_tasks must lie between"),
        ({"unevenness": 0.9}, ValueError, "unevenness must lie between 1 and 4"),
        ({"unevenness": 4.5}, ValueError, "unevenness must lie between 1 and 4"),
        ({"chunksize": 9}, ValueError, "chunksize must lie between 1 and 8"),
        ({"order": "by name"}, ValueError, "order must be one of longest last, "),
        ({"task_size_ms": 0}, ValueError, "task_size_ms must lie between"),
        ({"prediction": 9}, ValueError, "prediction must lie between 0 and 8"),
    ],
)
def test_bad_arguments_are_named(open_uneven, options, error, text):
    with pytest.raises(error, match=text):
        open_uneven(**options)


def test_one_task_alone_is_a_lab_too(open_uneven):
    lab = open_uneven(n_tasks=1, unevenness=None, chunksize=1, n_workers=1)
    assert len(lab.wait(timeout_s=60).results) == 1
    assert lab.unevenness.max == lab.unevenness.min == 1
