"""helpers.drawing.tabled: a chart, and the same as a table."""

import pytest

from helpers.drawing import tabled
from helpers.episodes import Episode


@pytest.fixture(scope="module")
def line():
    return tabled.timeline([Episode("ann", "reads", 0, 1.25), Episode("bob", "writes", 1, 2)])


def test_a_timeline_has_every_bar_in_its_table(line):
    assert line.rows == [("ann", "reads", "0.0", "1.2"), ("bob", "writes", "1.0", "2.0")]
    assert repr(line).splitlines()[1:] == [
        "who, what, from (s), to (s)",
        "ann, reads, 0.0, 1.2",
        "bob, writes, 1.0, 2.0",
    ]


def test_html_has_picture_alternative_text_and_table(line):
    bundle = line._repr_mimebundle_()
    assert bundle["text/plain"] == repr(line)
    assert 'alt="A timeline of 2 workers, until 2.0 s' in bundle["text/html"]
    assert bundle["text/html"].count("<tr>") == 3
    assert bundle["image/png"] in bundle["text/html"]


def test_intervals_are_drawn_and_told():
    shown = tabled.intervals({"<a>": {1: (0.9, 1, 1.1), 4: (2, 2.5, 3)}, "b": {1: (1, 1, 1)}}, 1)
    assert shown.rows[1] == ("<a>", 4, "2.50", "2.00 to 3.00")
    assert "on 1 CPU," in shown.chart.caption
    assert "&lt;a&gt;" in shown._repr_mimebundle_()["text/html"]
    (ax,) = shown.chart.figure.axes
    assert ax.get_ylim()[1] > 3
