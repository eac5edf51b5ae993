"""Labs: sliders on a measurement of this machine, with a picture that is drawn as it arrives.

`view` has what every lab looks like, `page` how it fits; `laws_lab` is no more than that. Others measure:
`speedup_lab`, `race_lab`, `uneven_lab` (with `uneven_runs`) and `gil_lab` say what, `speedup_picture`,
`race_picture` and `uneven_picture` draw it, `lab` has what happens when a control moves or one of its
`buttons` is clicked, `engine` a thread for each lab in which the newest `request` wins; one lab measures at
a time. A `measuring_lab` says after three rounds what is known, then goes on while nothing else runs. Its
`predictions` are about settings, a `rounds_table` has its numbers, `prints` what tasks print; `open_labs`
are listed. `panels`, `hand_in_panel`, `prediction_box`, `quiz_box` (`questions`, `choices`) are no labs.
An import's one effect: this kernel's cells (``jupyter``) and forks (``worker.orphans``) are looked after.

What Stop does, from gentle to firm. The button calls `Lab.stop` in a thread; an interrupted cell comes to
`Lab.interrupt` through `open_labs`. The engine drops the request, which sets its ``worker.stop_flag``;
each task asks that before it begins (``worker.traced``): the runner meets `Stopped`, and so does the loop
over steps. After its grace the engine leaves its thread behind, and `stuck_runs` ends what belongs to the
run: it cancels coroutines, terminates its `pools`, kills the processes that its threads have started,
known by ``processes.marks``, or that were given its flag, and raises `Stopped` in its threads. A `Watch`
of `late_runs`, a new one for each step, only says when a step is late, and where it is.

When the kernel itself is gone, workers end by themselves, and ``processes.guard`` ends what else is left.
"""

from helpers import jupyter
from helpers.labs.gil_lab import GilLab, gil
from helpers.labs.hand_in_panel import HandIn, hand_in
from helpers.labs.laws_lab import LawsLab, laws
from helpers.labs.panels import contents, guide, journal
from helpers.labs.prediction_box import PredictionBox, predict
from helpers.labs.quiz_box import QuizBox, quiz
from helpers.labs.race_lab import RaceLab, race
from helpers.labs.speedup_lab import SpeedupLab, speedup
from helpers.labs.uneven_lab import UnevenLab, uneven
from helpers.worker import orphans

__all__ = [
    "GilLab",
    "HandIn",
    "LawsLab",
    "PredictionBox",
    "QuizBox",
    "RaceLab",
    "SpeedupLab",
    "UnevenLab",
    "contents",
    "gil",
    "guide",
    "hand_in",
    "journal",
    "laws",
    "predict",
    "quiz",
    "race",
    "speedup",
    "uneven",
]

jupyter.look_after()
orphans.watch_forks()
