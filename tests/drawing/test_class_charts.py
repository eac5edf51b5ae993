"""helpers.drawing.class_charts: what is drawn of a whole class, and the sentence that says the same."""

import pytest

from helpers.drawing import class_charts
from helpers.reader import intuition
from helpers.teaching.classroom import Curve


def compared(topic, predicted, measured):
    return intuition.beside("01_gil", topic, "what", predicted, measured)


SOME = [
    compared("waiting", 1, 1),
    compared("waiting", 4, 2),
    compared("waiting", 8, 2),
    compared("workers", "a", "b"),
    compared("waiting", 5, 0),  # infinitely too high stands at the edge
]
CURVES = [
    Curve(1, "2 usable CPUs", {1: 1.0, 2: 1.9}),
    Curve(2, "2 usable CPUs", {1: 1.0, 2: 1.5}),
    Curve(3, "8 usable CPUs", {1: 0.9, 2: 1.8, 8: 9.5}),
]


def test_predictions_have_a_row_for_each_topic():
    chart = class_charts.predictions(SOME)
    (ax,) = chart.figure.axes
    labels = [text.get_text() for text in ax.get_yticklabels()]
    assert labels == ["waiting: 1 of 4 right", "workers: 0 of 1 right"]
    assert str(chart) == (
        "5 predictions. By topic: waiting: 1 of 4 right, the middle number 3 times what was measured; "
        "workers: 0 of 1 right."
    )
    xs = [x for line in ax.lines for x in line.get_xdata()]
    low, high = ax.get_xlim()
    assert all(low < x < high for x in xs if x not in (0, 1))


def test_curves_are_told_by_group():
    chart = class_charts.curves(CURVES)
    assert str(chart) == (
        "3 curves. Speedup by number of workers: 2 usable CPUs: 2 machines, with 2 workers 1.50 to 1.90; "
        "8 usable CPUs: 1 machine, with 8 workers 9.50 to 9.50."
    )
    (ax,) = chart.figure.axes
    assert ax.get_ylim()[1] > 9.5
    assert [text.get_text() for text in ax.get_legend().get_texts()] == [
        "2 usable CPUs: 2 machines",
        "8 usable CPUs: 1 machine",
    ]


def test_curves_of_few_workers_have_room_beside_those_of_many():
    (ax,) = class_charts.curves(CURVES).figure.axes
    assert (ax.get_xscale(), ax.get_yscale()) == ("log", "log")
    short, long = ax.lines[-2:]
    assert len(short.get_xdata()) < len(long.get_xdata())
    assert short.get_zorder() > long.get_zorder()


def test_no_two_groups_look_the_same():
    looks = [tuple(class_charts._style(i).items()) for i in range(36)]
    assert len(set(looks)) == 36


@pytest.mark.parametrize("draw", [class_charts.curves, class_charts.predictions])
def test_where_there_is_nothing_a_sentence_says_so(draw):
    assert draw([]).startswith("Nobody has handed in")


def test_what_is_synthetic_says_so_in_the_picture():
    for chart in (class_charts.curves(CURVES, True), class_charts.predictions(SOME, True)):
        assert "synthetic" in chart.figure.axes[0].get_title(loc="left")
        assert chart._repr_mimebundle_()["text/html"].count("<img") == 1
