"""helpers.labs.pipeline_runs and pipeline_words: what is seen of a run, and said, by spans made up."""

import os
from base64 import b64decode

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from helpers import laws
from helpers.labs import pipeline_words
from helpers.labs.pipeline_runs import TIMES, PipelineRun, Settings, run_once
from helpers.measure import RunError
from helpers.worker.spans import Span
from helpers.worker.stages import Item
from helpers.worker.stop_flag import StopFlag, Stopped
from tests import tasks

NAMES = ["fetch", "parse"]
SETTINGS = Settings("threads", (1, 2), (500.0, 2000.0), 1, 3, TIMES[0])
# The second stage is the slowest: with two workers it lets 1 item a second through, the first 2.
BY_HAND = PipelineRun(
    SETTINGS,
    [
        [Span("a", 1.0, 1.5), Span("a", 1.5, 2.0), Span("a", 2.0, 2.5)],
        [Span("b", 1.5, 3.5), Span("c", 2.0, 4.0), Span("b", 3.5, 5.5)],
    ],
    6.0,
)


def test_what_was_seen_by_hand():
    run = BY_HAND
    assert (run.start_s, run.end_s, run.window_s) == (1.0, 5.5, 4.5)
    assert run.throughput_per_s == pytest.approx(3 / 4.5)
    assert run.latency_s == pytest.approx((2.5 + 2.5 + 3.5) / 3)
    assert run.busy == pytest.approx([1.5 / 4.5, 6 / 9])
    assert run.between == [[(2.5, 1), (3.5, 0)]]
    assert run.mean_between == pytest.approx([1 / 4.5])
    assert run.most_between == [1]
    assert run.rows == [[0, 0, 0], [0, 1, 0]]
    assert run.n_rows == [1, 2]


def test_what_is_said_by_hand():
    assert pipeline_words.throughput_told(BY_HAND, NAMES) == (
        "0.67 items a second came through, 67 % of the 1.00 that parse allows."
    )
    assert pipeline_words.busy_told(BY_HAND, NAMES) == (
        "Busy: fetch 33 %, parse 67 %. Items on average: 0.22 between fetch and parse."
    )
    assert pipeline_words.little_told(BY_HAND) == (
        "Little's law: 0.67 items a second x 2,833 ms that each is inside = 1.89 inside; counted: 1.89."
    )


def test_stages_that_are_as_slow_are_both_named():
    even = BY_HAND.settings._replace(sizes_ms=(500.0, 1000.0))
    run = PipelineRun(even, BY_HAND.spans, 6.0)
    assert "that fetch and parse allow." in pipeline_words.throughput_told(run, NAMES)


def test_the_numbers_have_a_line_for_each_stage_and_a_file_of_all_items():
    page = BeautifulSoup(pipeline_words.numbers(BY_HAND, NAMES), "html.parser")
    rows = [[cell.text for cell in row.find_all("td")] for row in page.find_all("tr")[1:]]
    assert [row[0] for row in rows] == NAMES
    assert rows[0][-1] == "0.22, at most 1"
    assert rows[1][-1] == ""
    saved = b64decode(page.a["href"].partition("base64,")[2]).decode().splitlines()
    assert saved[0] == "item,stage,worker,start (s),end (s)"
    assert len(saved) == 1 + 6


@given(
    st.integers(2, 12),
    st.integers(1, 3),
    st.lists(st.floats(0.1, 5), min_size=2, max_size=3),
)
def test_littles_law_holds_for_whatever_a_schedule_does(n_items, n_workers, sizes_s):
    """What is counted at each start and end is what the law says, since all begins and ends empty."""
    spans, sent = [], [0.0] * n_items
    for size_s in sizes_s:
        schedule = laws.list_schedule([size_s] * n_items, n_workers, sent=sent)
        spans.append([Span(worker, start, end) for worker, start, end in schedule])
        sent = [end for *_, end in schedule]
    settings = Settings(
        "threads",
        (n_workers,) * len(sizes_s),
        tuple(1000 * size_s for size_s in sizes_s),
        1,
        n_items,
        TIMES[0],
    )
    run = PipelineRun(settings, spans, 100.0)
    assert run.mean_inside == pytest.approx(
        laws.mean_in_progress(run.throughput_per_s, run.latency_s)
    )
    assert run.throughput_per_s <= settings.ideal_per_s * (1 + 1e-9)
    assert run.window_s == pytest.approx(settings.expected_s)


@given(st.integers(2, 200), st.integers(0, 2))
def test_uneven_times_keep_the_work_and_are_the_same_each_time(n_items, place):
    settings = Settings("threads", (1, 1, 1), (2.0, 4.0, 8.0), 4, n_items, TIMES[1])
    sizes_s = settings.each_s(place)
    assert sizes_s == settings.each_s(place)
    assert sum(sizes_s) == pytest.approx(n_items * settings.sizes_s[place])
    alike = settings._replace(times=TIMES[0]).each_s(place)
    assert alike == pytest.approx([settings.sizes_s[place]] * n_items)


QUICK = Settings("in turn", (1, 1), (0.0, 0.0), 1, 4, TIMES[0])


def in_turn(stages, items, n_workers, maxsize):
    for stage in stages:
        items = [stage(item) for item in items]
    return items


def test_a_runner_is_given_what_it_should_be_and_may_change_the_order():
    seen = []

    def backwards(stages, items, n_workers, maxsize):
        seen.append((len(stages), items, n_workers, maxsize))
        return in_turn(stages, items, n_workers, maxsize)[::-1]

    with StopFlag() as stop:
        run = run_once(backwards, QUICK, stop)
    assert seen == [(2, [Item(i) for i in range(4)], [1, 1], 1)]
    assert [len(its) for its in run.spans] == [4, 4]
    starts = [span.start_s for span in run.spans[0]]
    assert starts == sorted(starts)
    assert 0 <= run.start_s <= run.end_s <= run.elapsed_s


@pytest.mark.skipif(not hasattr(os, "fork"), reason="nothing is forked there")
def test_a_process_that_a_runner_forks_does_not_go_on_as_this_one(tmp_path, capfd):
    def forks(stages, items, n_workers, maxsize):
        tasks.fork_and_come_back(str(tmp_path))
        return in_turn(stages, items, n_workers, maxsize)

    with StopFlag() as stop:
        run_once(forks, QUICK, stop)
    assert len(list(tmp_path.iterdir())) == 1
    assert "that forks forked" in capfd.readouterr().err


def test_an_async_runner_gets_async_stages():
    async def one_by_one(stages, items, n_workers, maxsize):
        for stage in stages:
            items = [await stage(item) for item in items]
        return items

    with StopFlag() as stop:
        assert len(run_once(one_by_one, QUICK, stop).spans[1]) == 4


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (lambda items, stages: None, "must return a list of the items, not None"),
        (
            lambda items, stages: items[1:],
            "each of 4 items once; it returned 3, and item 0 is missing",
        ),
        (lambda items, stages: [*items, items[0]], "it returned 5, and some came twice"),
        (lambda items, stages: [*items[:3], 7], "for each item, not 7"),
        (lambda items, stages: [*items[:3], stages[0](Item(3))], "item 3 after 1 of 2 stages"),
    ],
)
def test_what_comes_back_wrong_is_named(change, text):
    def wrong(stages, items, n_workers, maxsize):
        return change(in_turn(stages, items, n_workers, maxsize), stages)

    with StopFlag() as stop, pytest.raises(RunError, match=text):
        run_once(wrong, QUICK, stop)


def test_an_error_that_comes_back_in_place_of_an_item_is_raised():
    def fails(stages, items, n_workers, maxsize):
        return [*in_turn(stages, items, n_workers, maxsize)[:3], OSError("no room")]

    with StopFlag() as stop, pytest.raises(OSError, match="no room"):
        run_once(fails, QUICK, stop)


@pytest.mark.parametrize("swallow", [False, True])
def test_a_run_that_was_stopped_says_so_whatever_the_runner_makes_of_it(swallow):
    with StopFlag() as stop:

        def stops(stages, items, n_workers, maxsize):
            stop.set()
            try:
                return in_turn(stages, items, n_workers, maxsize)
            except Stopped as error:
                if not swallow:
                    raise ExceptionGroup("stages failed", [error]) from None
                return [error]

        with pytest.raises(Stopped):
            run_once(stops, QUICK, stop)
