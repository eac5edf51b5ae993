"""Labs: sliders on a measurement of this machine, with a picture that is drawn as it arrives.

`speedup_lab`, `race_lab`, `gil_lab` and `laws_lab` say what is measured and found. `view` has what every
lab looks like, `lab` what happens when a control moves, `engine` the one thread in which the newest
`Request` wins, and `open_labs` which labs there are. `panels` are widgets without a measurement.
Importing this folder has one effect: ``jupyter.look_after`` looks after all cells of the kernel.

What Stop does, from gentle to firm. The button calls `Lab.stop` in a thread; an interrupted cell does so
through `open_labs`. The engine drops the request, which sets its ``worker.stop_flag``; each task asks
that before it begins (``worker.traced``): the runner meets `Stopped`, and so does the loop over steps.
After its grace the engine leaves its thread behind, and `stuck_runs` ends what that run has started: it
terminates pools, kills worker processes that have come since, and raises `Stopped` in the thread. A
request also has a `Watch` from outside, which says when its run is overdue or has lost a worker.

When the kernel itself is gone, workers end by themselves (``worker.orphans``), and ``processes.guard``
ends what else is left.
"""

from helpers import jupyter
from helpers.labs.gil_lab import GilLab, gil
from helpers.labs.laws_lab import LawsLab, laws
from helpers.labs.panels import guide, journal
from helpers.labs.race_lab import RaceLab, race
from helpers.labs.speedup_lab import SpeedupLab, speedup

__all__ = [
    "GilLab",
    "LawsLab",
    "RaceLab",
    "SpeedupLab",
    "gil",
    "guide",
    "journal",
    "laws",
    "race",
    "speedup",
]

jupyter.look_after()
