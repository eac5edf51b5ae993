"""A working copy of the course, in a folder of the reader's own: made, renewed, and opened.

``python -m helpers.course [FOLDER]`` is a `command`: it makes or renews the copy, says in sentences what
it has done, and starts JupyterLab there. The lessons in the repository stay as they are, with their
outputs; those of the copy are the reader's.

`versions` reads the files of the course, and tells by a digest whether a notebook is still what the course
has given: outputs, and what JupyterLab adds by itself, do not count. `renewal` decides for each file: one
that is missing is made, one that is untouched is renewed, one that the reader has changed is kept, and the
new version is put beside it. `records` remember in the copy what was given, and see to it that of two
starts one waits for the other. `placing` puts a whole file in place or none, and never over another one.

Whatever interrupts a start, the next one goes on: the record says what may be written before anything is.
"""

from helpers.course.command import main
from helpers.course.renewal import CourseError, Renewal, renew
from helpers.course.versions import NOTEBOOKS

__all__ = ["NOTEBOOKS", "CourseError", "Renewal", "main", "renew"]
