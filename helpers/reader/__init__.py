"""What the reader predicted and measured, and what that says.

`journal` keeps a line for each measurement of a lab, with the prediction, on the reader's own disk. Three
things are made of it, all for the lessons on choosing:

- `guide` leads from four questions to a tool, and quotes what the reader has measured with it;
- `Claims` are sentences on the tools, each with the ratios that were measured for it here and a
  judgement, beside what the journal has (`claims`);
- `model` fits the costs of a pool to two measurements, and says what more workers should give.

Nothing here draws or shows: ``drawing.charts`` and ``labs`` do.
"""

from helpers.reader import guide, journal, model
from helpers.reader.claims import Claims

__all__ = ["Claims", "guide", "journal", "model"]
