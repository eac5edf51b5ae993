"""What a reader predicts a lab to find: a slider whose number is about the settings of that moment."""

import ipywidgets as widgets

from helpers.labs.number_boxes import Typed
from helpers.labs.view import WIDE
from helpers.wording.words import two_digits

__all__ = ["Prediction"]

_WIDE_TIMES = 2  # from the lower end of a range to its upper one: it says little to be within


class Prediction:
    """A slider for the number that the reader expects, and what it was chosen for.

    Parameters
    ----------
    guess : float or None
        Of the settings as they are now; None: nothing is predicted yet.
    most : float
    settings_now : callable
        Returns the settings that the other controls stand for.

    Attributes
    ----------
    slider : ipywidgets.FloatSlider
    typed : Typed
    """

    def __init__(self, guess, most, settings_now):
        self._settings_now = settings_now
        self._chosen = None  # the settings, and what was predicted of them
        self._noted = None
        self.slider = widgets.FloatSlider(
            min(2.0, most) if guess is None else guess,
            min=0,
            max=most,
            step=0.1,
            readout_format=".1f",
            description="your prediction",
            **WIDE,
        )
        self.typed = Typed(self.slider, "{:.1f}", on_typed=self.choose, on_emptied=self.withdraw)
        self.slider.observe(self.choose, names="value")
        if guess is None:
            self.show()
        else:
            self.choose()

    def choose(self, _=None):
        """Take where the slider stands as predicted of the settings as they are now."""
        self._chosen = self._settings_now(), self.slider.value
        self.show()

    def withdraw(self):
        """Predict nothing, of any settings."""
        self._chosen = None
        self.show()

    def show(self):
        """Let the box say whether something is predicted of the settings as they are now."""
        if self.of(self._settings_now()) is None:
            self.typed.show_none()
        else:
            self.typed.show()

    def of(self, settings):
        """Return what is predicted of some settings, or None.

        Parameters
        ----------
        settings : Settings

        Returns
        -------
        float or None
        """
        return self._chosen[1] if self._chosen is not None and self._chosen[0] == settings else None

    def to_note(self, settings):
        """Return what is predicted of some settings, if that has not been noted yet.

        Parameters
        ----------
        settings : Settings

        Returns
        -------
        float or None
        """
        if self.of(settings) is None or self._noted == self._chosen:
            return None
        self._noted = self._chosen
        return self._chosen[1]

    def told(self, settings, measurement):
        """Say how far off it was.

        Parameters
        ----------
        settings : Settings
        measurement : Measurement
            Of them.

        Returns
        -------
        str
            A sentence.
        """
        return self.told_beside(settings, measurement.speedup[-1], measurement.intervals[-1])

    def told_beside(self, settings, found, interval):
        """Say how far off it was from a number that was found.

        Parameters
        ----------
        settings : Settings
        found : float
            For them.
        interval : (float, float) or None
            In which a prediction agrees with it.

        Returns
        -------
        str
            A sentence.
        """
        guess = self.of(settings)
        if guess is None:
            return "You have set no prediction for these settings."
        if interval is not None and interval[0] <= guess <= interval[1]:
            if interval[1] > _WIDE_TIMES * interval[0]:
                return f"You said {guess:.1f}: it is in the range, which is too wide to tell more."
            return f"You said {guess:.1f}, which agrees with it."
        if f"{guess:.1f}" == "0.0":
            return "You said 0.0, which would take for ever."
        off, way = guess / found, "high" if guess > found else "low"
        factor = two_digits(max(off, 1 / off))
        if factor == "1":
            return f"You said {guess:.1f}: a little too {way}."
        return f"You said {guess:.1f}: {factor} times too {way}."
