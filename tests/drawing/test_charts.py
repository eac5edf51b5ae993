"""helpers.drawing.charts, and episodes: pictures that are drawn once, and what one of them draws."""

import threading
from base64 import b64decode
from io import BytesIO
from itertools import groupby

import numpy as np
import pytest
from bs4 import BeautifulSoup
from matplotlib.colors import to_rgb
from PIL import Image

from helpers import measure, workloads
from helpers.drawing import charts
from helpers.episodes import Episode, Recorder
from helpers.processes.footprint import Footprint
from helpers.reader.journal import Entry
from helpers.reader.model import Model
from tests import tasks
from tests.measure.test_results import measured
from tests.reader.test_journal import WHAT

PNG = b"\x89PNG"


def source_of(chart):
    shown = BeautifulSoup(chart._repr_mimebundle_()["text/html"], "html.parser").img
    return shown["src"].removeprefix("data:image/png;base64,")


def shown(chart):
    bundle = chart._repr_mimebundle_()
    shown = BeautifulSoup(bundle["text/html"], "html.parser").img
    png = b64decode(source_of(chart))
    assert png.startswith(PNG)
    width, height = Image.open(BytesIO(png)).size
    assert (shown["width"], shown["height"]) == (str(width), str(height))
    assert bundle["text/plain"] == repr(chart) == shown["alt"]
    return bundle["text/plain"]


def test_episodes_are_recorded_from_any_thread_and_when_a_block_raises():
    record = Recorder()

    def work(who):
        with record(who, "works"):
            record.mark(who, "beats")

    threads = [threading.Thread(target=work, args=(name,)) for name in ("Ann", "Bob")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with pytest.raises(KeyError), record("Cid", "fails"):
        raise KeyError
    episodes = record.episodes
    assert len(episodes) == 5
    assert episodes == sorted(episodes, key=lambda e: e.start_s)
    assert all(0 <= e.start_s <= e.end_s for e in episodes)
    assert {e.what for e in episodes if e.start_s == e.end_s} >= {"beats"}
    assert episodes[-1][:2] == ("Cid", "fails")


def test_efficiency():
    m = measured([1, 1], {1: [1, 1], 2: [0.5, 0.5], 4: [0.5, 0.5]})
    chart = charts.efficiency(m)
    (ax,) = chart.figure.axes
    assert list(ax.lines[0].get_ydata()) == m.efficiency == [1, 1, 0.5]
    assert shown(chart) == "Efficiency by number of workers: 1: 1.00, 2: 1.00, 4: 0.50."


def test_episodes_get_a_row_each_and_a_key_for_each_kind():
    chart = charts.episodes(
        [
            Episode("Ann", "waits", 0, 1),
            Episode("Bob", "waits", 0.5, 2),
            Episode("heart", "beats", 1, 1),
        ]
    )
    (ax,) = chart.figure.axes
    assert [label.get_text() for label in ax.get_yticklabels()] == ["Ann", "Bob", "heart"]
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["waits", "beats"]
    assert len(ax.patches) == 2
    assert "Bob waits from 0.50 to 2.00 s; heart beats 1 time." in shown(chart)


def colours_along(chart, row):
    """Return the colours of the pixels along the middle of a row, once each, in their order."""
    (ax,) = chart.figure.axes
    seen = np.asarray(Image.open(BytesIO(b64decode(source_of(chart)))).convert("RGB")) / 255
    y = seen.shape[0] - round(ax.transData.transform((0, row))[1])
    line = seen[y, round(ax.bbox.x0) : round(ax.bbox.x1)]
    known = {colour: np.array(to_rgb(colour)) for colour in charts.COLOURS}
    found = [c for pixel in line for c, rgb in known.items() if abs(pixel - rgb).sum() < 0.02]
    return [c for c, _ in groupby(found)]


def test_an_episode_too_short_for_a_bar_is_seen_beside_long_ones():
    chart = charts.episodes(
        [
            Episode("Ann", "holds one", 0, 0.2),
            Episode("Ann", "waits", 0.2, 0.20003),
            Episode("Ann", "holds both", 0.20004, 0.8),
        ]
    )
    assert colours_along(chart, 0) == list(charts.COLOURS[:3])


def test_short_episodes_are_seen_beside_each_other():
    kinds = ["reads", "thinks", "writes"]
    short = [
        Episode("Ben", what, 0.4 + i * 1e-5, 0.4 + (i + 1) * 1e-5) for i, what in enumerate(kinds)
    ]
    chart = charts.episodes([*short, Episode("Ann", "waits", 0, 1)])
    assert colours_along(chart, 0) == list(charts.COLOURS[:3])


def test_no_episodes_are_named():
    with pytest.raises(ValueError, match="recorded must hold one or more episodes"):
        charts.episodes([])


def test_footprints_show_time_and_memory():
    rows = {"a": [Footprint(10, 10, 1.0, 2_000_000, []), Footprint(100, 100, 2.0, 9_000_000, [])]}
    chart = charts.footprints(rows)
    left, right = chart.figure.axes
    assert left.lines[0].get_ydata().tolist() == [1.0, 2.0]
    assert right.lines[0].get_ydata().tolist() == [2.0, 9.0]
    assert "a, 100 tasks: 2.00 s, 9 MB" in shown(chart)


def test_a_grid_has_a_panel_for_each_pair():
    pairs = [(task, runner) for task in ("computes", "waits") for runner in ("one", "two")]
    found = {
        pair: measure.sweep(tasks.in_turn, workloads.wait_for, [0.001], [1, 2], n_rounds=1)
        for pair in pairs
    }
    chart = charts.grid(found)
    assert [ax.get_title(loc="left").partition(":")[0] for ax in chart.figure.axes] == [
        f"{task}, {runner}" for task, runner in pairs
    ]
    assert "waits, two: 1:" in shown(chart)


def test_a_model_is_told_from_what_was_measured():
    m = measure.sweep(tasks.in_turn, workloads.wait_for, [0.001] * 4, [1, 2], n_rounds=1)
    chart = charts.modelled(Model(0.1, 0.001, 0.05), m)
    (ax,) = chart.figure.axes
    assert "modelled only" in ax.texts[0].get_text()
    assert [text.get_text() for text in ax.get_legend().get_texts()][-1] == "measured here"
    assert "beyond 2 modelled" in shown(chart)


@pytest.mark.parametrize("who", ["one usable CPU", "a single task", "points of one worker"])
def test_a_model_without_a_fraction_draws_the_measured_points_alone_and_says_why(who):
    m = measure.sweep(tasks.in_turn, workloads.wait_for, [0.001] * 4, [1, 2], n_rounds=1)
    chart = charts.modelled(Model(0.1, 0.001, None, f"{who} cannot tell"), m)
    (ax,) = chart.figure.axes
    assert ax.texts[0].get_text() == f"{who} cannot tell"
    assert [text.get_text() for text in ax.get_legend().get_texts()] == ["measured here"]
    assert f"; {who} cannot tell how it goes on. measured 1:" in shown(chart)


@pytest.mark.parametrize(("predicted", "speedup"), [(8, 0.05), (0.5, 6), (2, 2)])
def test_the_line_of_right_predictions_is_in_view(predicted, speedup):
    (ax,) = charts.predictions([entry(predicted, speedup)]).figure.axes
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    assert left < predicted < right
    assert bottom < speedup < top
    assert max(left, bottom) < min(right, top)


def entry(predicted, speedup, lesson="03_threading"):
    what = {**WHAT, "predicted": predicted, "speedup": speedup}
    return Entry(
        when="2026-01-01", lesson=lesson, **{**what, "low": 0.9 * speedup, "high": 1.1 * speedup}
    )


def test_predictions_are_counted_by_where_they_lie():
    entries = [entry(2, 2), entry(4, 2), entry(1, 2, "01_gil"), entry(None, 5)]
    chart = charts.predictions(entries)
    assert shown(chart) == "3 predictions: 1 too high, 1 too low, 1 within the measured range."
    labels = [text.get_text() for text in chart.figure.axes[0].get_legend().get_texts()]
    assert labels == ["01_gil", "03_threading", "as predicted"]


def test_no_two_lessons_look_the_same():
    chart = charts.predictions([entry(2, 2, f"{i:02}_lesson") for i in range(9)])
    lines = chart.figure.axes[0].lines[:9]
    assert len({(line.get_color(), line.get_marker()) for line in lines}) == 9


def test_without_predictions_it_says_what_to_do():
    told = charts.predictions([entry(None, 5)])
    assert "no predictions yet: set one, run a lab of any lesson" in told
