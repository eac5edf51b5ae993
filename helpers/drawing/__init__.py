"""Measurements in, axes and pictures out.

`axes` has the colours and the marks that labs share, and draws speedups; `timelines` draws who ran what
when, and `legends` say in HTML what the marks mean. `charts` are figures that a cell shows once, as its
value, a `Chart` of `picture`; they have some colours more. `class_charts` are those of a whole class.
`tabled` adds a table that says the same.

A lab's picture is a `Picture`, and it is shown twice. Live, by a widget: a background that is drawn once,
and for each step the artists that have changed, painted over it and sent as a PNG in a `palette` of the
lab's colours. It has a lock and nothing of it goes through pyplot, so any thread may draw it; it shows
every update on every page. And stored, as an output of the lab's cell, when the lab is shown and whenever
it changes while nothing is being measured: that stays in the saved notebook, and is what a reader without
a kernel sees. Where both are on a page, the style of ``stand_ins`` hides the stored one. Every picture
has a caption that says the same in words. What stands beside it is `unbroken`: a number keeps its unit.
A `dark` page gets them dark.
"""

from helpers.drawing import axes, charts, class_charts, legends, stand_ins, tabled, timelines
from helpers.drawing.dark import DARK_PICTURES
from helpers.drawing.picture import Picture, Text
from helpers.drawing.unbroken import UnbrokenHTML

__all__ = [
    "DARK_PICTURES",
    "Picture",
    "Text",
    "UnbrokenHTML",
    "axes",
    "charts",
    "class_charts",
    "legends",
    "stand_ins",
    "tabled",
    "timelines",
]
