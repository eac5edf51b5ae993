"""helpers.labs.pipeline_lab: queues that fill, workers that wait, and what the slowest stage allows."""

import itertools

import pytest
from bs4 import BeautifulSoup

from helpers import labs
from helpers.labs import pipeline_lab
from helpers.reader import intuition, journal
from tests.pipelines import RUNNERS, with_coroutines, with_threads

pytestmark = pytest.mark.usefixtures("nothing_left")


@pytest.fixture
def open_pipeline():
    opened = []

    def open_one(runners=None, **options):
        options = {"stages": {"fetch": 1, "parse": 3}, "n_items": 12, "maxsize": 2, **options}
        runners = {"threads": with_threads} if runners is None else runners
        opened.append(labs.pipeline(runners, **options))
        return opened[-1]

    yield open_one
    for lab in opened:
        lab.close()


@pytest.mark.parametrize("kind", RUNNERS)
def test_a_lab_has_measured_and_says_what_came_through(open_pipeline, kind):
    lab = open_pipeline({kind: RUNNERS[kind]})
    run = lab.wait(timeout_s=60)
    assert [len(its) for its in run.spans] == [12, 12]
    # A sleep lasts at least its time: no more can come through than the slowest stage allows.
    assert run.throughput_per_s <= 1000 / 3
    for said in (lab.status.value, lab.picture.caption):
        assert "of the 333.3 that parse allows." in said
        assert "Busy: fetch " in said
        assert "Little's law" in said or "Little&#x27;s law" in said
    assert "You have set no prediction" in lab.status.value
    assert lab.picture.caption.startswith(
        "Items waiting and done, beside a timeline of the workers, for 12 items through fetch (1 x 1 ms), "
        f"parse (1 x 3 ms), queues of 2, {kind}. "
    )
    assert lab.progress.value == 1


def test_no_more_items_are_between_two_stages_than_the_queue_and_the_hands_hold(open_pipeline):
    lab = open_pipeline(n_workers=[3, 1], maxsize=2)
    run = lab.wait(timeout_s=60)
    # The queue's, one in the hands of each worker before it, and one of each after it.
    assert run.most_between[0] <= 2 + 3 + 1


def test_the_runner_gets_what_the_controls_say(open_pipeline):
    seen = []

    def notes(stages, items, n_workers, maxsize):
        seen.append((len(stages), len(items), n_workers, maxsize))
        return with_threads(stages, items, n_workers, maxsize)

    lab = open_pipeline({"threads": notes})
    lab.wait(timeout_s=60)
    assert set(map(str, seen)) == {str((2, 12, [1, 1], 2))}
    lab.n_workers[1].value = 3
    lab.wait(timeout_s=60)
    lab.maxsize.value = 5
    lab.wait(timeout_s=60)
    lab.n_items.value = 9
    run = lab.wait(timeout_s=60)
    assert seen[-1] == (2, 9, [1, 3], 5)
    assert run.n_rows == [1, 3]
    # The bottleneck has moved: 3 workers of 3 ms each let as many through as one of 1 ms.
    assert "that fetch and parse allow." in lab.status.value


def test_the_kind_of_workers_is_chosen_in_the_menu(open_pipeline):
    lab = open_pipeline({"threads": with_threads, "coroutines": with_coroutines})
    in_threads = lab.wait(timeout_s=60)
    lab.kind.value = "coroutines"
    in_one = lab.wait(timeout_s=60)
    assert len({span.worker for its in in_threads.spans for span in its}) == 2
    assert len({span.worker for its in in_one.spans for span in its}) == 1


def test_three_stages_and_uneven_times(open_pipeline):
    lab = open_pipeline(stages={"fetch": 1, "parse": 2, "store": 1})
    even = lab.wait(timeout_s=60)
    lab.times.value = "uneven"
    uneven = lab.wait(timeout_s=60)
    assert len(even.between) == len(uneven.between) == 2
    assert even.settings.ideal_per_s == uneven.settings.ideal_per_s
    assert "12 items of uneven times through fetch" in lab.picture.caption


def test_the_prediction_is_told_and_drawn_and_measures_nothing(open_pipeline, monkeypatch):
    lab = open_pipeline()
    run, before = lab.wait(timeout_s=60), lab.picture.widget.value
    monkeypatch.setattr(pipeline_lab, "run_once", lambda *_: pytest.fail("measured again"))
    lab.prediction.value = round(run.throughput_per_s, 1)
    assert "which agrees with it." in lab.status.value
    assert "your prediction" in lab.picture.widget.value
    assert lab.picture.widget.value != before
    lab.prediction.value = 1.0  # twelve items in twelve seconds
    assert "times too low." in lab.status.value
    assert "Your prediction lies beyond the picture" in lab.picture.widget.value
    assert lab.wait() is run


def test_a_prediction_is_noted_once(open_pipeline, monkeypatch, tmp_path):
    monkeypatch.setenv(journal.VARIABLE, str(tmp_path / "journal.jsonl"))
    lab = open_pipeline(prediction=300)
    run = lab.wait(timeout_s=60)
    (one,) = journal.records(intuition.Compared)
    assert (one.topic, one.predicted, one.measured) == ("waiting", 300, run.throughput_per_s)
    assert one.question == (
        "items a second: 12 items through fetch (1 x 1 ms), parse (1 x 3 ms), queues of 2, threads"
    )
    lab.run_button.click()
    lab.wait(timeout_s=60)
    assert len(journal.records(intuition.Compared)) == 1


def test_the_numbers_are_in_a_table_and_in_a_file(open_pipeline):
    lab = open_pipeline()
    lab.wait(timeout_s=60)
    page = BeautifulSoup(lab.numbers.value, "html.parser")
    assert [link["download"] for link in page.find_all("a")] == ["items.csv"]
    assert "busy (%)" in [title.text for title in page.find_all("th")]


def test_the_legend_lists_what_is_drawn(open_pipeline):
    lab = open_pipeline()
    lab.wait(timeout_s=60)
    words = ["done with fetch, not begun with parse", "items done", "what the slowest stage allows"]
    assert all(each in lab.picture.widget.value for each in words)
    with lab._screen:
        lab._runs = []
        lab._draw()
    assert not any(each in lab.picture.widget.value for each in words)
    assert "nothing is measured yet" in lab.picture.caption


def test_stop_ends_a_run_of_a_pipeline_that_hands_errors_on(open_pipeline):
    lab = open_pipeline()
    lab.wait(timeout_s=60)
    lab.n_items.value = 200
    lab.sizes_ms[1].value = 100.0  # twenty seconds
    lab.stop()
    assert "Stopped" in lab.status.value
    lab.n_items.value = 4
    lab.sizes_ms[1].value = 1.0
    assert len(lab.wait(timeout_s=60).spans[0]) == 4


def test_an_error_of_the_runner_is_told(open_pipeline):
    def breaks(stages, items, n_workers, maxsize):
        raise OSError("no workers today")

    lab = open_pipeline({"broken": breaks})
    assert "no workers today" in lab.status.value


def test_items_that_are_lost_are_told(open_pipeline):
    def loses(stages, items, n_workers, maxsize):
        return with_threads(stages, items, n_workers, maxsize)[1:]

    lab = open_pipeline({"threads": loses})
    assert "runner loses must return each of 12 items once; it returned 11" in lab.status.value


@pytest.mark.parametrize(
    ("options", "error", "text"),
    [
        ({"runners": [with_threads]}, TypeError, "runners must be a dict"),
        ({"runners": {"a": 1}}, TypeError, r"runners\['a'\] must be a function"),
        ({"runners": {"a": abs}}, TypeError, r"runners\['a'\] must take"),
        ({"stages": {"fetch": 1}}, TypeError, "stages must be a dict of two or three"),
        ({"stages": [1, 2]}, TypeError, "stages must be a dict of two or three"),
        ({"stages": {"fetch": 1, "parse": 0}}, ValueError, r"stages\['parse'\] must lie between"),
        ({"n_workers": [1]}, ValueError, "n_workers must have a number for each stage: 2, not 1"),
        ({"n_workers": [1, 9]}, ValueError, "n_workers must lie between"),
        ({"n_workers": 2}, TypeError, "n_workers must be a list, not 2"),
        ({"n_workers": {1, 2}}, TypeError, "n_workers must be a list, .* a set has no order"),
        ({"n_workers": itertools.repeat(1)}, ValueError, "n_workers gave more than 100,000 values"),
        ({"maxsize": 0}, ValueError, "maxsize must lie between"),
        ({"n_items": 1}, ValueError, "n_items must lie between 2 and 200"),
        ({"n_items": 201}, ValueError, "n_items must lie between"),
        ({"times": "odd"}, ValueError, "times must be one of alike, uneven"),
        ({"prediction": -1}, ValueError, "prediction must lie between"),
    ],
)
def test_bad_arguments_are_named(open_pipeline, options, error, text):
    with pytest.raises(error, match=text):
        open_pipeline(**options)
