"""The pictures of all labs: each text is in its part, whole, and apart from the others."""

from dataclasses import replace
from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from matplotlib.text import Text

from helpers.drawing import Picture, axes, picture
from helpers.labs import (
    array_lab,
    array_picture,
    faults_lab,
    gil_lab,
    interpreters_lab,
    interpreters_picture,
    laws_lab,
    pipeline_lab,
    pipeline_runs,
    race_lab,
    uneven_lab,
    uneven_runs,
)
from helpers.labs.speedup_picture import HEIGHT_IN, WIDTH_IN, Settings, SpeedupDrawing
from helpers.measure.builds import builds_of
from helpers.processes.interpreters import Interpreter
from helpers.wording.words import times
from helpers.worker.spans import Span, Worker
from tests.measure.test_results import measured


def in_threads(m):
    """The same, with spans of two threads of this process."""
    spans = tuple(Span(Worker(1, i % 2), 0.1 * i, 0.1 * i + 0.1) for i in range(4))
    return replace(m, runs=[[replace(run, spans=spans) for run in runs] for runs in m.runs])


SLOW = in_threads(measured([1, 1, 1], {1: [1, 1, 1], 2: [7000, 8000, 7000], 4: [40, 30, 40]}))
FAST = in_threads(measured([1, 1, 1.1], {1: [1, 1.1, 1], 2: [0.5, 0.6, 0.5], 4: [0.3, 0.3, 0.4]}))


def speedups(m, doubling):
    drawn = Picture(WIDTH_IN, HEIGHT_IN, 2, axes.LIVE_COLOURS)
    drawing = SpeedupDrawing(drawn, 4)
    drawing.use_doubling_axes(doubling)
    drawing.update(Settings(4, 50.0, 8), m, None, "")
    return drawn, drawing


def of_a_race(*names):
    tools = dict.fromkeys(names or ("concurrent.futures", "asyncio + threads"), max)
    settings = race_lab.Settings("waits", 4, 50.0, 8)
    return race_lab.RaceLab(tools, {"waits": max}, settings, None, None).picture


def of_uneven_tasks():
    settings = uneven_runs.Settings("waits", 8, 4.0, 6, "shuffled")
    return uneven_lab.UnevenLab(max, {"waits": max}, settings, None, 24, 30.0).picture


def of_interpreters(*minors):
    """A picture with an ordinary Python 3.x for each, and a free-threaded one."""
    versions = [(3, minor, 0) for minor in minors]
    found = [
        Interpreter(f"/{version}{free}", version, "", free, not free)
        for version in versions
        for free in (False, True)
    ]
    settings = interpreters_picture.Settings("C that lets go of the GIL", 4, 20.0)
    return interpreters_lab.InterpretersLab(builds_of(found), settings, None, 8).picture


def of_a_pipeline():
    settings = pipeline_runs.Settings("threads", (1, 2, 8), (10.0, 30.0, 10.0), 4, 40, "alike")
    names = ["fetch", "parse", "store"]
    return pipeline_lab.PipelineLab({"threads": max}, names, settings, None).picture


def of_arrays(max_workers):
    settings = array_picture.Settings(2, 32.0, 1)
    return array_lab.ArrayLab(max, settings, None, max_workers).picture


PICTURES = {
    "speedup": lambda: speedups(FAST, False)[0],
    "speedup, doubling": lambda: speedups(FAST, True)[0],
    "speedup, doubling and slow": lambda: speedups(SLOW, True)[0],
    "laws": lambda: laws_lab.LawsLab(FAST, 0.1).picture,
    "laws, slow": lambda: laws_lab.LawsLab(SLOW, 0.1).picture,
    "gil": lambda: gil_lab.GilLab(gil_lab.Settings("Python loop", 6, 5.0)).picture,
    "race": of_a_race,
    "race, long names": lambda: of_a_race(
        "threads (ThreadPoolExecutor)", "processes (ProcessPoolExecutor), chunked", "x" * 60
    ),
    "uneven": of_uneven_tasks,
    "pipeline": of_a_pipeline,
    "interpreters": lambda: of_interpreters(14, 15),
    "interpreters, one": lambda: of_interpreters(13),
    "faults": lambda: faults_lab.FaultsLab(faults_lab.Settings("A", 3)).picture,
    "arrays": lambda: of_arrays(4),
    "arrays, many workers": lambda: of_arrays(64),
}


@pytest.mark.parametrize("name", PICTURES)
def test_no_text_is_cut_off_or_covers_another(name):
    drawn = PICTURES[name]()
    figure, n_parts = drawn.figure, drawn._n_parts
    figure.draw_without_rendering()
    width, height = figure.bbox.size / (n_parts, 1)
    texts = [t for t in figure.findobj(Text) if t.get_text() and t.get_visible()]
    boxes = {t: t.get_window_extent() for t in texts}
    boxes = {t: box for t, box in boxes.items() if is_shown(t, figure)}
    assert len(boxes) >= 2
    for text, box in boxes.items():
        part = box.x0 // width
        assert part * width <= box.x0 < box.x1 <= (part + 1) * width, text
        assert 0 <= box.y0 < box.y1 <= height, text
    for (one, box), (other, its) in combinations(boxes.items(), 2):
        assert not box.overlaps(its), (one, other)


def is_shown(text, figure):
    """Whether a text is no number of a scale outside of its view."""
    for ax in figure.axes:
        for axis in (ax.xaxis, ax.yaxis):
            for tick in axis.get_major_ticks() + axis.get_minor_ticks():
                if text in (tick.label1, tick.label2):
                    low, high = sorted(axis.get_view_interval())
                    return low <= tick.get_loc() <= high
    return True


def test_axes_that_double_reach_down_to_the_slowest_run():
    for m in (FAST, SLOW, FAST):
        drawn, drawing = speedups(m, True)
        low, high = drawing._speedups.get_ylim()
        assert low < min(m.speedup) < max(m.speedup) < high
    before = drawn.png
    drawing.update(
        Settings(4, 50.0, 8), SLOW, None, ""
    )  # without a change of the axes by the reader
    assert drawn.png != before
    assert drawing._speedups.get_ylim()[0] < min(SLOW.speedup)


def test_an_announcement_draws_no_axes_anew(monkeypatch):
    for m in (FAST, SLOW):
        drawn, drawing = speedups(m, True)
        whole = []
        monkeypatch.setattr(drawn._canvas, "draw", lambda whole=whole: whole.append(1))
        drawing.update(Settings(3, 50.0, 8), None, None, "measuring begins ...")
        assert not whole
        assert "nothing is measured yet" in drawn.caption


def test_what_goes_on_beyond_a_picture_is_told():
    drawn, drawing = speedups(FAST, True)
    ax = drawing._speedups
    low = min(low for low, _ in FAST.intervals)
    high = max(high for _, high in FAST.intervals)
    ax.set_ylim(low, high)
    assert axes.told_beyond(ax, FAST.intervals) == ""
    ax.set_ylim(1.1 * low, high)
    assert axes.told_beyond(ax, FAST.intervals).endswith(f"beyond the picture, to {times(low)}.")
    ax.set_ylim(1.1 * low, 0.9 * high)
    assert axes.told_beyond(ax, FAST.intervals).endswith(f"to {times(low)} and to {times(high)}.")
    drawing.update(Settings(4, 50.0, 8), FAST, None, "")
    assert "beyond the picture" in drawn.widget.value


@pytest.mark.parametrize(("doubling", "guess"), [(True, 0.1), (True, 0.0), (False, 9.0)])
def test_a_prediction_beyond_the_speedups_is_told_and_not_listed(doubling, guess):
    drawn, drawing = speedups(FAST, doubling)
    drawing.update(Settings(4, 50.0, 8), FAST, 2.0, "")
    assert "> your prediction<" in drawn.widget.value
    drawing.update(Settings(4, 50.0, 8), FAST, guess, "")
    assert "> your prediction<" not in drawn.widget.value
    assert f"Your prediction lies beyond the picture, at {times(guess)}." in drawn.widget.value


@given(st.lists(st.tuples(st.floats(1, 100), st.floats(1, 60)), min_size=1, max_size=12))
def test_numbers_of_a_scale_stand_apart(steps):
    middles, x = [], 0
    for step, _ in steps:
        x += step
        middles.append(x)
    halves = [half for _, half in steps]
    every = picture._every(middles, halves)
    shown = [*zip(middles, halves, strict=True)][::every]
    assert shown
    for (a, half), (b, its) in pairwise(shown):
        assert a + half < b - its
