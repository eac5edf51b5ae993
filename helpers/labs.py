"""Labs: sliders on a measurement of this machine, with a picture that is drawn as it arrives."""

from helpers import cells
from helpers.gil_lab import GilLab, gil
from helpers.guide_view import guide, journal
from helpers.laws_lab import LawsLab, laws
from helpers.race_lab import RaceLab, race
from helpers.speedup_lab import SpeedupLab, speedup

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

cells.look_after()
