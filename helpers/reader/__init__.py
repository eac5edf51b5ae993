"""What the reader predicted and measured, and what that says.

`journal` keeps a line for each measurement of the speedup lab and for each tool of a race, with what was
predicted, on the reader's own disk; and one for each prediction of a lab on uneven tasks or on arrays, and
for each single question that was answered before its cell measured: `intuition` has all predictions, by
topic, beside what was measured. Two things quote the journal, in the
words of `quoting`:

- `guide` leads from a few questions to a tool, and quotes what the reader has measured nearest to them;
- `Claims` are sentences on the tools, each with the ratios that were measured for it here and a
  judgement, beside what the journal has (`claims`); they show as a table.

`contents` lists the lessons, each with what the journal has of it, and no more.

`model` stands beside them: it fits the costs of a pool to two measurements, and says what more workers
should give. Nothing here draws: ``drawing.charts`` does.
"""

from helpers.reader import contents, guide, intuition, journal, model
from helpers.reader.claims import Claims

__all__ = ["Claims", "contents", "guide", "intuition", "journal", "model"]
