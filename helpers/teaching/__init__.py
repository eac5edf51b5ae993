"""For who teaches the course: a class's journals read together, and its coursework graded.

Students hand in a file each, which ``reader.handed_in`` writes without names. `classroom` reads a folder
of such files; what nobody can have measured, `plausibility` tells, and such files are named and left out,
as are those that are broken, doubled or huge. The class it returns knows its members by numbers; it has
their curves and predictions, which ``drawing.class_charts`` draws, and `misconceptions` lists what many of
them got wrong. `synthetic` makes a class up, marked as such, to try all of this with.

`grades` runs nbgrader for one submission after the other, so that one that cannot be graded costs no other
its grade, remembers which file was graded, and says who was not and why in the one table that it writes.
What lies there in place of a submission, `submissions` tells.

``python -m helpers.teaching`` has both as commands, which `command` reads.
"""

from helpers.teaching import classroom, grades, misconceptions, synthetic
from helpers.teaching.command import main

__all__ = ["classroom", "grades", "main", "misconceptions", "synthetic"]
