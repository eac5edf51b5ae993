"""Measurements in, axes and pictures out.

`axes` has the colours and the marks that all pictures share, and draws speedups; `timelines` draws who
ran what when. `charts` are figures that a cell shows once, as its value.

A lab's picture is a `Picture`, and there are two of it. The live one is a widget: a background that is
drawn once, and for each step the artists that have changed, painted over it and sent as a PNG. It may be
drawn from any thread, since nothing of it goes through pyplot, and follows on every page that shows it.
The stored one is an output of the lab's cell, made by `Picture.store` when a measurement begins and when
it is over: it stays in the saved notebook, and is what a reader without a kernel sees. Where both are on
a page, the style of ``labs.view`` hides the stored one. Every picture has a caption that says the same in
words.
"""

from helpers.drawing import axes, charts, timelines
from helpers.drawing.picture import Picture, Text

__all__ = ["Picture", "Text", "axes", "charts", "timelines"]
