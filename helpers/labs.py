"""Labs: sliders on a measurement of this machine, with a picture that is drawn as it arrives."""

from helpers.gil_lab import GilLab, gil
from helpers.race_lab import RaceLab, race
from helpers.speedup_lab import SpeedupLab, speedup

__all__ = ["GilLab", "RaceLab", "SpeedupLab", "gil", "race", "speedup"]
