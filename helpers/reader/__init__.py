"""What the reader predicted and measured, and what that says.

`journal` keeps a line for each measurement of the speedup lab and for each tool of a race, with what was
predicted, on the reader's own disk; and one for each prediction of a lab on uneven tasks or on arrays, and
for each single question that was answered before its cell measured: `intuition` has all predictions, by
topic, beside what was measured. Two things quote the journal, in the
words of `quoting`:

- `guide` leads from a few questions to a tool, by its `recommendations`, and quotes what the reader has
  measured nearest to them;
- `Claims` are sentences on the tools, each with the ratios that were measured for it here and a
  judgement, beside what the journal has (`claims`); they show as a table.

`contents` lists the lessons, each with what the journal has of it, and no more. What a student hands in of
a journal is `handed_in`, without names: it keeps no word but those of the lessons, which `vocabulary`
reads. `curves` writes a speedup for each number of workers into a line of the journal.

`model` stands beside them: it fits the costs of a pool to two measurements, and says what more workers
should give. Nothing here draws: ``drawing.charts`` does.
"""

from helpers.reader import (
    contents,
    curves,
    guide,
    handed_in,
    intuition,
    journal,
    model,
    vocabulary,
)
from helpers.reader.claims import Claims

__all__ = [
    "Claims",
    "contents",
    "curves",
    "guide",
    "handed_in",
    "intuition",
    "journal",
    "model",
    "vocabulary",
]
