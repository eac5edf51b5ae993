"""Settings for nbgrader; copy this file into the folder of your course."""

import os

c = get_config()

c.CourseDirectory.course_id = "parallel-python"

# The committed notebooks are the students' version already: no solution stands in them to be cleared.
c.GenerateAssignment.preprocessors = [
    "nbgrader.preprocessors.LockCells",
    "nbgrader.preprocessors.ClearOutput",
    "nbgrader.preprocessors.CheckCellMetadata",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.SaveCells",
    "nbgrader.preprocessors.ClearHiddenTests",
    "nbgrader.preprocessors.ComputeChecksums",
    "nbgrader.preprocessors.CheckCellMetadata",
]

# A check cell that a student has deleted comes back; one that was changed is overwritten anyway.
c.OverwriteCells.add_missing_cells = True

# For `nbgrader zip_collect`: files named STUDENT_ASSIGNMENT.ipynb, such as ada_03_threading.ipynb; a
# browser that downloads one twice adds " (1)".
c.FileNameCollectorPlugin.named_regexp = (
    r".*/(?P<student_id>[^/]+?)_(?P<file_id>\d\d_\w+?|capstone)(?: ?\(\d+\))?\.ipynb$"
)

# A cell that never ends is interrupted, counts as an error, and the rest of the notebook is graded. The
# checks have limits of their own, well below; one factor stretches these on a slow server, and this.
c.Execute.timeout = round(120 * float(os.environ.get("PARALLELISM_PATIENCE", "1")))
c.Execute.interrupt_on_timeout = True
