"""helpers.drawing, axes and picture: what is drawn, on which axes, and that nothing else changes."""

import re
from collections import Counter
from itertools import chain, combinations

import matplotlib as mpl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.colors import is_color_like, to_rgb
from matplotlib.figure import Figure

from helpers.drawing import axes, timelines
from helpers.worker.spans import Span
from tests.measure.test_results import measured
from tests.notebooks import ROOT

M = measured([1, 1, 1.1], {1: [1, 1.1, 1], 2: [0.5, 0.6, 0.5], 4: [0.3, 0.3, 0.4]})


SPANS = [Span("a", 0.1, 0.4), Span("b", 0.1, 0.3), Span("b", 0.3, 0.6), Span("a", 0.4, 0.5)]


@pytest.fixture
def ax():
    before = dict(mpl.rcParams)
    yield Figure().subplots()
    assert dict(mpl.rcParams) == before, "a plot changed a global setting"


def drawn(ax):
    ax.figure.canvas.draw()  # raises if an artist is broken
    return ax


def test_speedup_shows_points_range_ceiling_curve_prediction_and_ideal(ax):
    axes.prepare_speedup(ax, 4)
    axes.add_ideal(ax, 8, 4)
    axes.add_points(ax, M, [(1, 1), (4, 3.2)], {1: [1, 1], 2: [1.8, 1.9]}, (4, 3.0))
    drawn(ax)
    points = [line for line in ax.lines if line.get_color() == axes.MEASURED]
    assert list(points[0].get_xdata()) == [1, 2, 4]
    assert list(points[0].get_ydata()) == M.speedup
    colours = {line.get_color() for line in ax.lines}
    assert {axes.IDEAL, axes.CEILING, axes.AMDAHL, axes.PREDICTED} <= colours
    assert "workers" in ax.get_xlabel()
    assert "times" in ax.get_ylabel()
    of_ceilings, of_points = ax.collections
    assert [len(bars.get_segments()) for bars in (of_ceilings, of_points)] == [2, 3]


@pytest.mark.parametrize("max_workers", [1, 2, 16, 17, 64, 128])
def test_speedup_axes_show_every_number_of_workers(ax, max_workers):
    axes.prepare_speedup(ax, max_workers)
    drawn(ax)
    low, high = ax.get_xlim()
    assert low < 1 <= max_workers < high
    assert ax.get_ylim()[1] > max_workers


def test_timeline_has_a_bar_a_task_and_a_row_a_worker(ax):
    timelines.prepare_timeline(ax)
    timelines.add_bars(ax, SPANS)
    drawn(ax)
    (bars,) = ax.collections
    assert len(bars.get_paths()) == len(SPANS)
    assert [label.get_text() for label in ax.get_yticklabels()] == ["1", "2"]
    assert "(s)" in ax.get_xlabel()


def test_a_worker_with_overlapping_tasks_gets_a_row_for_each():
    assert timelines.rows_of(
        [Span("a", 0, 3), Span("a", 1, 2), Span("b", 0.5, 1), Span("a", 3, 4)]
    ) == [
        0,
        1,
        2,
        0,
    ]


ANY_SPANS = st.lists(
    st.tuples(st.sampled_from("abc"), st.integers(0, 12), st.integers(1, 6)).map(
        lambda p: Span(p[0], p[1], p[1] + p[2])
    ),
    max_size=14,
)


@given(ANY_SPANS)
def test_rows_are_as_few_as_keep_spans_apart_and_workers_in_order(spans):
    rows = timelines.rows_of(spans)
    assert len(rows) == len(spans)
    placed = list(zip(rows, spans, strict=True))
    for (row, span), (other_row, other) in combinations(placed, 2):
        if row == other_row:
            assert span.worker == other.worker
            assert span.end_s <= other.start_s or other.end_s <= span.start_s
    of_worker = {
        worker: sorted({row for row, span in placed if span.worker == worker})
        for worker in {span.worker for span in spans}
    }
    for worker, its_rows in of_worker.items():
        own = [span for span in spans if span.worker == worker]
        at_once = max(sum(s.start_s <= t < s.end_s for s in own) for t in range(20))
        assert its_rows == list(range(its_rows[0], its_rows[0] + at_once))
    first_start_s = [
        min(span.start_s for span in spans if span.worker == worker)
        for worker in sorted(of_worker, key=of_worker.get)
    ]
    assert first_start_s == sorted(first_start_s)
    assert sorted(set(rows)) == list(range(len(set(rows))))


def test_many_rows_stay_readable_and_none_is_no_error(ax):
    timelines.prepare_timeline(ax)
    timelines.add_bars(ax, [Span(i, 0, 1) for i in range(500)])
    drawn(ax)
    assert len(ax.get_yticklabels()) <= 8
    timelines.add_bars(ax, [])
    drawn(ax)


def test_slices_of_threads(ax):
    timelines.prepare_timeline(ax)
    timelines.add_slices(ax, [Span(0, 0, 1), Span(2, 1, 2)], n_threads=3)
    drawn(ax)
    assert len(ax.get_yticklabels()) == 3


def test_the_palette_of_a_lab_has_every_constant_that_is_no_grey():
    constants = {n: v for n, v in vars(axes).items() if n.isupper() and n != "LIVE_COLOURS"}
    values = chain.from_iterable(v if isinstance(v, tuple) else (v,) for v in constants.values())
    colours = {value for value in values if is_color_like(value)}
    greys = {colour for colour in colours if len(set(to_rgb(colour))) == 1}
    assert greys
    assert colours - greys == set(axes.LIVE_COLOURS)


def test_no_colour_is_written_twice():
    paths = sorted((ROOT / "helpers" / "drawing").glob("*.py"))
    written = re.findall(r'"(#\w{6})"', "".join(path.read_text("utf-8") for path in paths))
    assert [colour for colour, n in Counter(written).items() if n > 1] == []
    assert set(axes.LIVE_COLOURS) <= set(written)
