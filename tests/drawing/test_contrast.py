"""helpers.drawing: whatever is drawn stands out from its background, in a light page and in a dark one.

The contrasts are those of WCAG 2.2: 3 for graphics (1.4.11), 4.5 for text (1.4.3).
"""

import re
from base64 import b64decode
from itertools import chain

import pytest
from bs4 import BeautifulSoup
from matplotlib.collections import Collection
from matplotlib.colors import is_color_like, to_rgb, to_rgba
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.text import Text

from helpers.drawing import DARK_PICTURES, Picture, axes, charts, legends, timelines
from helpers.episodes import Episode
from helpers.labs import fault_picture, race_picture
from helpers.labs.fault_runs import Stretch
from helpers.processes.footprint import Footprint
from helpers.reader import intuition
from helpers.reader.model import Model
from helpers.worker.spans import Span
from tests.measure.test_results import measured

GRAPHICS, TEXT = 3, 4.5
WHITE = (1.0, 1.0, 1.0)
M = measured([1, 1, 1.1], {1: [1, 1.1, 1], 2: [0.5, 0.6, 0.5], 4: [0.3, 0.3, 0.4]})
CEILINGS = {1: [1, 1], 2: [1.8, 1.9]}


def luminance(colour):
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in colour]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def as_it_is(colour):
    return colour


def in_the_dark(colour):
    """What a dark page makes of a colour, by the filter of its pictures (Filter Effects 1, 6.1)."""
    inverted, turned = re.search(r"invert\((.*?)\) hue-rotate\((.*?)deg\)", DARK_PICTURES).groups()
    assert turned == "180"
    part = float(inverted)
    light = [part + (1 - 2 * part) * c for c in colour]
    rows = ((-0.574, 1.430, 0.144), (0.426, 0.430, 0.144), (0.426, 1.430, -0.856))
    turned_light = (sum(map(float.__mul__, row, light)) for row in rows)
    return tuple(min(1.0, max(0.0, c)) for c in turned_light)


def test_contrast_and_the_filter_are_computed_as_their_standards_say():
    assert contrast(WHITE, (0.0, 0.0, 0.0)) == pytest.approx(21)
    assert contrast(WHITE, to_rgb("#767676")) == pytest.approx(4.54, abs=0.005)
    assert in_the_dark(WHITE) == pytest.approx((0.1, 0.1, 0.1), abs=0.001)
    assert in_the_dark((0.0, 0.0, 0.0)) == pytest.approx((0.9, 0.9, 0.9), abs=0.001)


COLOURS = {
    name: value
    for name, value in chain(vars(axes).items(), [("COLOURS", charts.COLOURS)])
    if name.isupper() and name != "PALE"  # an area with an edge, as the artists below show
}
COLOURS = {
    colour: name
    for name, value in COLOURS.items()
    for colour in (value if isinstance(value, tuple) else (value,))
    if is_color_like(colour)
}


@pytest.mark.parametrize("page", [as_it_is, in_the_dark])
@pytest.mark.parametrize("colour", COLOURS, ids=[f"{n} {c}" for c, n in COLOURS.items()])
def test_every_colour_is_seen_on_the_pictures_ground(page, colour):
    assert contrast(page(to_rgb(colour)), page(WHITE)) >= GRAPHICS


@pytest.mark.parametrize("page", [as_it_is, in_the_dark])
def test_two_shades_by_turns_are_told_apart(page):
    assert contrast(*(page(to_rgb(colour)) for colour in axes.BARS)) >= 1.7


def over(colour, ground):
    *colour, alpha = to_rgba(colour)
    return tuple(alpha * c + (1 - alpha) * g for c, g in zip(colour, ground, strict=True))


def grounds(ax):
    """The colours behind what is drawn: white, and areas that span the axes."""
    areas = [p for p in ax.patches if p.get_zorder() == 0]
    return [WHITE, *(over(p.get_facecolor(), WHITE) for p in areas)], areas


def colours_of(artist):
    """Those of an artist's parts: each is seen by one of them."""
    if isinstance(artist, Line2D):
        return [[artist.get_color(), artist.get_markerfacecolor(), artist.get_markeredgecolor()]]
    if isinstance(artist, Collection):
        edges, faces = artist.get_edgecolor(), artist.get_facecolor()
        n = max(len(edges), len(faces))
        return [[its[i % len(its)] for its in (edges, faces) if len(its)] for i in range(n)]
    return [[artist.get_edgecolor(), artist.get_facecolor()]]


def drawn_by(draw):
    figure = draw()
    figure.draw_without_rendering()
    return figure


def live(prepare, add):
    def draw():
        figure = Figure()
        ax = figure.subplots()
        prepare(ax)
        add(ax)
        return figure

    return draw


def add_all_of_a_speedup(ax):
    axes.add_ideal(ax, 8, 4)
    axes.add_points(ax, M, [(1, 1), (4, 3.2)], CEILINGS, (4, 3.0), kept=M)


SPANS = [Span("a", 0.1, 0.4), Span("b", 0.1, 0.3), Span("b", 0.3, 0.6), Span("a", 0.4, 0.5)]
SLICES = [Span(0, 0, 1), Span(0, 1, 1.5), Span(1, 1.5, 1.5001), Span(1, 1.6, 2)]
MODEL = Model(0.1, 0.01, 0.2, least=0.1, most=0.4)
EPISODES = [
    Episode(f"who {i}", f"what {i}", start_s, start_s + length_s)
    for i in range(7)
    for start_s, length_s in ((0, 1), (2, 0.0001), (3, 0))
]


def states_of_threads():
    drawn = Picture(fault_picture.WIDTH_IN, fault_picture.HEIGHT_IN, 1, axes.LIVE_COLOURS)
    drawing = fault_picture.FaultDrawing(drawn)
    for i, (state, look) in enumerate(fault_picture._LOOKS.items()):
        drawing._add(look, [Stretch(1, state, i, i + 1, None)], {1: 0})
    return drawn.figure


ROWS = {"one": 0, "other": 1}  # of a race
PICTURES = {
    "speedup": live(lambda ax: axes.prepare_speedup(ax, 4), add_all_of_a_speedup),
    "timeline": live(
        timelines.prepare_timeline, lambda ax: timelines.add_bars(ax, SPANS, baseline_s=1)
    ),
    "timeline with idle workers": live(
        timelines.prepare_timeline, lambda ax: timelines.add_bars(ax, SPANS, n_rows=4, elapsed_s=1)
    ),
    "slices": live(timelines.prepare_timeline, lambda ax: timelines.add_slices(ax, SLICES, 2)),
    "race": live(
        lambda ax: race_picture.prepare(ax, list(ROWS)),
        lambda ax: race_picture.add_bars(ax, ROWS, {"one": M, "other": M}, "one", 4, [1.8, 1.9]),
    ),
    "states of threads": states_of_threads,
    "episodes": lambda: charts.episodes(EPISODES).figure,
    "footprints": lambda: (
        charts.footprints(
            {
                str(i): [Footprint(10, 2, 1.0, 1000, [], 0), Footprint(99, 2, 2.0, 2000, [], 0)]
                for i in range(6)
            }
        ).figure
    ),
    "efficiency": lambda: charts.efficiency(M).figure,
    "grid": lambda: charts.grid({("task", "runner"): M}).figure,
    "modelled": lambda: charts.modelled(MODEL, M).figure,
    "predictions": lambda: (
        charts.predictions(
            [intuition.beside(str(i), "costs", "how many", 2.0 + i, 4.0) for i in range(12)]
        ).figure
    ),
}


@pytest.mark.parametrize("page", [as_it_is, in_the_dark])
@pytest.mark.parametrize("name", PICTURES)
def test_whatever_is_drawn_is_seen_and_can_be_read(page, name):
    figure = drawn_by(PICTURES[name])
    n_seen = 0
    for ax in figure.axes:
        behind, areas = grounds(ax)
        for artist in [*ax.lines, *ax.collections, *ax.patches]:
            for colours in colours_of(artist) if artist not in areas else ():
                for ground in behind:
                    seen = [over(colour, ground) for colour in colours if is_color_like(colour)]
                    best = max(contrast(page(colour), page(ground)) for colour in seen)
                    assert best >= GRAPHICS, (artist, colours)
                    n_seen += 1
    assert n_seen > 0
    for text in figure.findobj(Text):
        if text.get_text():
            colour = over(text.get_color(), WHITE)
            assert contrast(page(colour), page(WHITE)) >= TEXT, text


@pytest.mark.parametrize("page", [as_it_is, in_the_dark])
def test_an_interval_is_seen_on_its_bar(page):
    """In a race, where the one lies over the other."""
    ax = Figure().subplots()
    race_picture.prepare(ax, ["one"])
    bars, intervals, *_ = race_picture.add_bars(ax, {"one": 0}, {"one": M})
    bar, interval = (over(its[0], WHITE) for its in (bars.get_facecolor(), intervals.get_color()))
    assert contrast(page(bar), page(interval)) >= GRAPHICS


def test_the_legend_knows_a_mark_for_every_shape_and_writes_it_in_its_colour():
    for shape in legends._SHAPES:
        written = legends.legend([legends.Entry("words", axes.CEILING, shape=shape)])
        image = BeautifulSoup(written, "html.parser").img["src"]
        drawn = b64decode(image.removeprefix("data:image/svg+xml;base64,")).decode()
        marks = BeautifulSoup(drawn, "html.parser").svg.find_all(["rect", "circle", "path"])
        assert bool(shape) == (len(marks) > 1)  # the first is what they stand on


def test_no_text_of_a_picture_is_smaller_than_the_others():
    """So that one factor says how far a picture may be made smaller: see `picture`."""
    for draw in PICTURES.values():
        sizes = {text.get_fontsize() for text in drawn_by(draw).findobj(Text) if text.get_text()}
        assert min(sizes) >= 10
