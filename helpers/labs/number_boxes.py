"""The boxes beside sliders, in which their numbers can be typed."""

import math
import re

import ipywidgets as widgets

from helpers import jupyter
from helpers.labs.accessibility import mark_refused
from helpers.wording.words import short

__all__ = ["Typed", "number_in"]


class Typed:
    """A slider with a box beside it, in which its number can be typed.

    What will not do stays in the box, and is marked, until something else is chosen.

    Parameters
    ----------
    slider : ipywidgets.Widget
        Of `ipywidgets`; its own readout is put away.
    pattern : str, optional
        How the box writes the number.
    on_typed : callable, optional
        Called, without arguments, when a number was typed that will do, also if it is where the slider
        stands.
    on_emptied : callable, optional
        Called, without arguments, when the number was taken out, before it is written again.

    Attributes
    ----------
    slider : ipywidgets.Widget
    number : ipywidgets.Text
    box : ipywidgets.Widget
        Both, to be displayed.
    say : callable
        Called with a sentence where what was typed will not do, and with an empty one where it will.
    """

    say = staticmethod(lambda sentence: None)
    _follow = staticmethod(lambda change: None)
    _is_writing = False  # by itself, and nobody has typed
    _is_chosen = True  # where the slider stands; what was typed leaves it so

    def __init__(self, slider, pattern="{:g}", on_typed=lambda: None, on_emptied=lambda: None):
        self.slider, self._pattern = slider, pattern
        self._on_typed, self._on_emptied = on_typed, on_emptied
        self.number = widgets.Text(
            continuous_update=False,
            description=f"{slider.description}, as a number",  # for those who cannot see where it stands
            tooltip=f"{slider.description}, as a number",
            disabled=slider.disabled,
            layout=widgets.Layout(width="72px", flex="none"),
        )
        self.number.add_class("lab-number")
        slider.readout = False
        slider.layout.flex = "1 1 auto"
        self.show()
        slider.observe(self._on_move, names="value")
        self.number.observe(self._take, names="value")
        self.box = widgets.HBox([slider, self.number], layout=widgets.Layout(width="98%"))

    def observe(self, follow, names="value"):
        """Have a function called when another number is chosen, as a widget has.

        It is called, too, when one was typed or taken out and the slider has not moved.

        Parameters
        ----------
        follow : callable
            ``follow(change)``
        names : str, optional
            As for a widget.
        """
        self.slider.observe(follow, names=names)
        self._follow = follow

    def show(self):
        """Write where the slider stands."""
        self._is_chosen = True
        self._write(self._pattern.format(self.slider.value))

    def show_none(self):
        """Write that no number is chosen yet, wherever the slider stands."""
        self._is_chosen, self.number.placeholder = False, "none yet"
        self._write("")

    def _write(self, text):
        self._is_writing = True
        self.number.value = text
        self._is_writing = False
        self._refuse("")

    def _refuse(self, sentence):
        """Say what is wrong with what was typed; nothing is if it is empty."""
        self.say(sentence)
        mark_refused(self.number, bool(sentence))
        jupyter.hear_while_a_cell_runs([self.number])

    def _on_move(self, _):
        self.show()

    def _take(self, change):
        typed = change["new"]
        if self._is_writing:
            return
        before = self.slider.value
        if not typed.strip():
            self._on_emptied()
        elif typed == self._pattern.format(before):
            self._on_typed()
        elif (refused := self._refusal(typed)) is not None:
            still = f"it is {self._pattern.format(before)}" if self._is_chosen else "there is none"
            return self._refuse(f"{refused} Until then {still}.")
        else:
            self._move_to(number_in(typed))
            self._on_typed()
        self._write_again()
        if self.slider.value == before:
            self._follow(None)

    def _refusal(self, typed):
        """Say in a sentence why something typed will not do; None if it will."""
        name, (low, high) = self.slider.description, self._range()
        number = number_in(typed)
        if number is None or not low <= number <= high:
            return f"{name}: type a number from {low:g} to {high:g}, not {short(typed)}."
        if isinstance(self.slider, widgets.IntSlider) and number != int(number):
            return f"{name}: type a whole number, not {short(typed)}."
        return None

    def _move_to(self, number):
        if isinstance(self.slider, widgets.SelectionSlider):
            self._choose(number)
        else:
            self.slider.value = type(self.slider.value)(number)

    def _write_again(self):
        """Write what is chosen, in place of what was typed."""
        if self._is_chosen:
            self.show()
        else:
            self.show_none()

    def _range(self):
        if isinstance(self.slider, widgets.SelectionSlider):
            sizes = [size for _, size in self.slider.options]
            return sizes[0], sizes[-1]
        return self.slider.min, self.slider.max

    def _choose(self, size):
        """Let a slider over sizes stand at one, which becomes one of its own."""
        options = list(self.slider.options)
        if all(value != size for _, value in options):
            options.append((f"{size:g}", size))
            self.slider.options = sorted(options, key=lambda option: option[1])
        self.slider.value = size


_ONE_THOUSAND_COMMA = re.compile(r"[-+]?[1-9]\d{0,2},\d{3}")  # nobody means one by 1,000


def number_in(text):
    """Read the number that somebody typed, whatever they use for thousands.

    Parameters
    ----------
    text : str

    Returns
    -------
    float or None
        None if it is no number.

    Examples
    --------
    >>> number_in("0,5"), number_in("300,000"), number_in("1 000"), number_in("2.5e3"), number_in("2 s")
    (0.5, 300000.0, 1000.0, 2500.0, None)
    """
    text = "".join(text.split()).replace("_", "")
    if text.count(",") == 1 and "." not in text and not _ONE_THOUSAND_COMMA.fullmatch(text):
        text = text.replace(",", ".")  # as much of the world writes a half
    try:
        number = float(text.replace(",", ""))
    except ValueError:
        return None
    return number if math.isfinite(number) else None
