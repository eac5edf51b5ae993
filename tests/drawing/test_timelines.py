"""helpers.drawing.timelines: whatever is drawn is seen, in its row and in its place."""

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from helpers.drawing import axes, timelines
from helpers.worker.spans import Span

WIDTH = 768  # pixels of the axes, as many as the GIL lab's
SHORT_S, LONG_S = st.sampled_from([0, 1e-7, 1e-5, 2e-4]), st.floats(0.001, 0.02)
GAP_S = st.sampled_from([0, 2e-4, 0.003])


@pytest.fixture(scope="module")
def figure():
    figure = Figure(figsize=(8.4, 2.9), dpi=100)
    FigureCanvasAgg(figure)
    return figure


def kinds_of_pixels(figure, add, n_rows):
    """Return for each row the pixels along its middle: "1" and "2" are shades of bars, "t" is a tick."""
    figure.clear()
    ax = figure.add_axes((0.065, 0.19, WIDTH / 840, 0.68))
    timelines.prepare_timeline(ax, live=True)
    ax.spines[:].set_visible(False)
    add(ax)
    figure.canvas.draw()
    seen = np.asarray(figure.canvas.buffer_rgba())[:, :, :3] / 255
    box = ax.bbox
    colours = [to_rgb(c) for c in ("white", *axes.BARS, axes.TICK)]
    rows = []
    for row in range(n_rows):
        y = seen.shape[0] - round(box.y0 + box.height * (1 - (row + 0.5) / n_rows))
        line = seen[y, round(box.x0) : round(box.x0) + WIDTH]
        nearest = np.linalg.norm(line[:, None] - np.array(colours), axis=2).argmin(axis=1)
        rows.append("".join(" 12t"[i] for i in nearest))
    return rows


def slices_of(turns):
    """Lay turns (thread, duration, gap after it) one after the other."""
    slices, now_s = [], 0.0
    for thread, duration_s, gap_s in turns:
        slices.append(Span(thread, now_s, now_s + duration_s))
        now_s += duration_s + gap_s
    return slices


def n_ticks(pixels):
    return len([run for run in pixels.replace("1", " ").replace("2", " ").split(" ") if run])


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 2), SHORT_S | LONG_S, GAP_S), max_size=60),
    st.tuples(st.integers(0, 2), LONG_S, st.just(0)),
)
@example([(0, 0, 2e-4)] * 60, (1, 0.1, 0))
@example([(0, 0.1, 0), *[(1, 0, 0)] * 60], (0, 0.02, 0))
@example([(0, 0.05, 0), (1, 0, 0), (0, 0, 0), (1, 0.05, 0)], (0, 0.02, 0))
def test_every_slice_is_seen_in_its_row_and_ticks_are_told_apart(figure, turns, last):
    slices = slices_of([*turns, last])
    rows = kinds_of_pixels(figure, lambda ax: timelines.add_slices(ax, slices, 3), 3)
    pixel_s = slices[-1].end_s / WIDTH
    for thread, pixels in enumerate(rows):
        own = [s for s in slices if s.worker == thread]
        short = [s for s in own if s.end_s - s.start_s < 3 * pixel_s]
        assert n_ticks(pixels) == len(short)
        for s in own:
            if s not in short:
                place = pixels[round(s.start_s / pixel_s) : round(s.end_s / pixel_s)]
                assert "1" in place or "2" in place
        for s in short:
            first, last = (round(t / pixel_s) for t in (s.start_s, s.end_s))
            away = 2 + 3 * (len(short) - 1)  # no further than its neighbours move it
            assert "t" in pixels[max(0, first - away) : last + away + 1]


@pytest.mark.parametrize("start_s", [0, 0.0301, 0.05, 0.1])
def test_a_tick_without_neighbours_stands_where_its_slice_was(figure, start_s):
    slices = [Span(0, start_s, start_s), Span(1, 0, 0.1)]
    pixels, other = kinds_of_pixels(figure, lambda ax: timelines.add_slices(ax, slices, 2), 2)
    assert pixels.strip() == "tt"
    assert abs(pixels.index("tt") + 1 - start_s / 0.1 * WIDTH) <= 1.5
    assert set(other) == {"1"}


def test_what_another_thread_did_covers_nothing(figure):
    slices = [Span(0, 0, 0.05), Span(1, 0.05, 0.05), Span(0, 0.05, 0.1), Span(1, 0.1, 0.2)]
    upper, lower = kinds_of_pixels(figure, lambda ax: timelines.add_slices(ax, slices, 2), 2)
    quarter = WIDTH // 4
    assert upper == "1" * quarter + "2" * quarter + " " * 2 * quarter
    assert lower.split() == ["tt", "1" * 2 * quarter]


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 2), SHORT_S | LONG_S, GAP_S), min_size=1, max_size=60),
    st.floats(1, 20),
)
@example([(i % 2, 1e-4, 0) for i in range(100)], 1)
@example([(0, 1e-7, 0)], 20)
def test_every_task_is_seen_in_its_row_and_in_its_place(figure, turns, times):
    spans = [s._replace(start_s=s.start_s + 0.001, end_s=s.end_s + 0.001) for s in slices_of(turns)]
    until_s = times * spans[-1].end_s
    where = timelines.rows_of(spans)
    rows = kinds_of_pixels(
        figure, lambda ax: timelines.add_bars(ax, spans, until_s=until_s), max(where) + 1
    )
    for row, span in zip(where, spans, strict=True):
        first, last = (round(t / until_s * WIDTH) for t in (span.start_s, span.end_s))
        place = rows[row][max(0, first - 2) : last + 2]
        assert "1" in place or "2" in place, span


def test_what_is_left_of_a_row_is_pale_and_who_has_no_task_has_a_row():
    spans = [Span("a", 0.1, 0.4), Span("b", 0.2, 0.3), Span("a", 0.4, 0.9)]
    ax = Figure().add_subplot()
    timelines.prepare_timeline(ax)
    _, pale, bars = timelines.add_bars(ax, spans, n_rows=3, elapsed_s=1.0)
    ends = [path.vertices[:, 0] for path in pale.get_paths()]
    assert [(min(x), max(x)) for x in ends] == [(0.9, 1.0), (0.3, 1.0), (0.1, 1.0)]
    assert len(bars.get_paths()) == 3
    assert [label.get_text() for label in ax.get_yticklabels()] == ["1", "2", "3"]


def test_without_the_end_of_the_run_nothing_is_pale():
    ax = Figure().add_subplot()
    timelines.prepare_timeline(ax)
    assert len(timelines.add_bars(ax, [Span("a", 0.1, 0.4)], n_rows=2)) == 2


def test_of_very_many_bars_those_are_drawn_that_can_be_seen():
    spans = [Span(i % 3, i * 1e-4, (i + 3) * 1e-4) for i in range(30_000)]
    ax = Figure().add_subplot()
    timelines.prepare_timeline(ax)
    bars = timelines.add_bars(ax, spans)[-1]
    corners = np.concatenate([path.vertices for path in bars.get_paths()])
    assert len(bars.get_paths()) < 3 * 3 * ax.bbox.width  # in three rows
    pixel_s = 3 / ax.bbox.width
    assert corners[:, 0].min() == pytest.approx(0, abs=pixel_s)
    assert corners[:, 0].max() == pytest.approx(spans[-1].end_s, abs=pixel_s)


@given(
    st.lists(st.floats(0, 10), max_size=40),
    st.floats(0, 1),
)
def test_places_move_apart_keep_their_order_and_stay_on_the_line(places, distance):
    moved = timelines._moved_apart(places, distance, 0, 10)
    assert len(moved) == len(places)
    room = min(distance, 10 / max(1, len(places) - 1))
    assert all(b - a >= room - 1e-9 for a, b in pairwise(moved))
    assert all(-1e-9 <= place <= 10 + 1e-9 for place in moved)
    if all(b - a >= distance for a, b in pairwise(sorted(places))):
        assert moved == pytest.approx(sorted(places))
