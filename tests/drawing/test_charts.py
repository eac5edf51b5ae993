"""helpers.drawing.charts, and episodes: pictures that are drawn once, and what one of them draws."""

import threading
from base64 import b64decode
from dataclasses import replace
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
from helpers.reader import intuition
from helpers.reader.model import Model
from tests import tasks
from tests.measure.test_results import measured

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


def compared(predicted, measured, topic="waiting", lesson="03_threading"):
    return replace(intuition.beside(lesson, topic, "how many", predicted, measured), when="")


def test_predictions_are_counted_by_where_they_lie_and_by_topic():
    chart = charts.predictions(
        [
            compared(2, 2),
            compared(4, 2),
            compared(1, 2, "costs", "01_gil"),
            compared("a", "b", "workers"),
            compared("a", "a", "workers"),
        ]
    )
    assert shown(chart) == (
        "3 predictions: 1 too high, 1 too low, 1 within the measured range; 2 choices: 1 right. By topic: "
        "waiting: 1 of 2 right; costs: 0 of 1 right; workers: 1 of 2 right."
    )
    (ax,) = chart.figure.axes
    labels = [text.get_text() for text in ax.get_legend().get_texts()]
    assert labels == ["01_gil", "03_threading"]
    rows = [text.get_text().partition(":")[0] for text in ax.get_yticklabels()]
    assert rows == ["waiting", "costs", "workers"]


@pytest.mark.parametrize(
    ("predicted", "measured", "place"),
    [
        (2, 2, 1),
        (2, 4, 0.5),
        (5, 0, 16),
        (0, 5, 1 / 16),
        (0, 0, 1),
        (1, 1000, 1 / 16),
        (-1, 2, 1 / 16),
    ],
)
def test_a_mark_stands_where_its_ratio_is_and_in_view(predicted, measured, place):
    (ax,) = charts.predictions([compared(predicted, measured)]).figure.axes
    (x,), (y,) = ax.lines[0].get_data()
    assert x == place
    (left, right), (bottom, top) = ax.get_xlim(), ax.get_ylim()
    assert left < x < right
    assert top < y < bottom


def test_no_two_lessons_and_no_two_marks_look_the_same():
    chart = charts.predictions([compared(2, 2, lesson=f"{i:02}_lesson") for i in range(9)])
    lines = chart.figure.axes[0].lines[:9]
    assert len({(line.get_color(), line.get_marker()) for line in lines}) == 9
    assert len({line.get_ydata()[0] for line in lines}) == 9


def test_without_predictions_it_says_what_to_do():
    assert "no predictions yet: answer one in any lesson" in charts.predictions([])
