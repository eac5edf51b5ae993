"""Labs: sliders on a measurement of this machine, with a picture that is drawn as it arrives.

`view` is how labs look (`number_boxes`, `buttons`), `page` how one fits, `accessibility` for whom.
`laws_lab` is one. Others measure: `speedup_lab` (`speedup_inputs`), `race_lab` (`race_words`), `uneven_lab`
(`uneven_runs`), `pipeline_lab` (`pipeline_runs`, `pipeline_words`), `interpreters_lab`, `array_lab`,
`gil_lab`, `faults_lab` (`faulty_programs`, `fault_runs`, `fault_signs`). `speedup_picture`, `race_picture`,
`uneven_picture`, `pipeline_picture`, `interpreters_picture`, `fault_picture`, `array_picture` draw. `lab`
has what happens when a control is used, `engine` a thread for each lab in which the newest `request` wins;
one lab measures at a time. A `measuring_lab` says after three rounds what is known, then goes on while
nothing else runs. Its `predictions` are about settings, a `rounds_table` has its numbers, `prints` what
tasks print; `open_labs` are listed. `panels`, `hand_in_panel`, `prediction_box`, `quiz_box` (`questions`,
`choices`) are no labs. An import looks after cells (``jupyter``) and forks (``worker.orphans``).

What Stop does, from gentle to firm. Its button calls `Lab.stop` in a thread, an interrupted cell
`Lab.interrupt`. The engine drops the request, which sets its ``worker.stop_flag``; each task asks that
before it begins (``worker.traced``): the runner and the loop over steps meet `Stopped`. After its grace the
engine leaves its thread behind, and `stuck_runs` ends what the run has: cancels coroutines, terminates its
`pools`, kills processes that its threads have started (``processes.marks``) or that have its flag, raises
`Stopped` in its threads, of whose `late_errors` nobody is told. A `Watch` of `late_runs` only says where a
late step is. When the kernel is gone, workers end by themselves, ``processes.guard`` ends the rest.
"""

from helpers import jupyter
from helpers.labs.array_lab import ArrayLab, arrays
from helpers.labs.faults_lab import FaultsLab, faults
from helpers.labs.gil_lab import GilLab, gil
from helpers.labs.hand_in_panel import HandIn, hand_in
from helpers.labs.interpreters_lab import InterpretersLab, interpreters
from helpers.labs.laws_lab import LawsLab, laws
from helpers.labs.panels import contents, guide, journal
from helpers.labs.pipeline_lab import PipelineLab, pipeline
from helpers.labs.prediction_box import PredictionBox, predict
from helpers.labs.quiz_box import QuizBox, quiz
from helpers.labs.race_lab import RaceLab, race
from helpers.labs.speedup_lab import SpeedupLab, speedup
from helpers.labs.uneven_lab import UnevenLab, uneven
from helpers.worker import orphans

__all__ = [
    "ArrayLab",
    "FaultsLab",
    "GilLab",
    "HandIn",
    "InterpretersLab",
    "LawsLab",
    "PipelineLab",
    "PredictionBox",
    "QuizBox",
    "RaceLab",
    "SpeedupLab",
    "UnevenLab",
    "arrays",
    "contents",
    "faults",
    "gil",
    "guide",
    "hand_in",
    "interpreters",
    "journal",
    "laws",
    "pipeline",
    "predict",
    "quiz",
    "race",
    "speedup",
    "uneven",
]

jupyter.look_after()
orphans.watch_forks()
