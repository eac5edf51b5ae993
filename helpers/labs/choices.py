"""Choices as buttons: to Tab to, to click, and to be marked; their look is in `page`."""

import ipywidgets as widgets

__all__ = ["choice_buttons", "mark_choice"]


def choice_buttons(choices, question):
    """Make a button for each of some choices, however long.

    Parameters
    ----------
    choices : list of str
        Text between backticks is code; buttons show it without these.
    question : str
        What a screen reader says with each.

    Returns
    -------
    dict of str to ipywidgets.Button
    """
    buttons = {}
    for choice in choices:
        buttons[choice] = widgets.Button(
            description=choice.replace("`", ""),
            tooltip=question.replace("`", ""),
            layout=widgets.Layout(width="auto", max_width="98%", height="auto"),
        )
        buttons[choice].add_class("lab-choice")
    return buttons


def mark_choice(buttons, chosen, is_right=None):
    """Show which choice was taken, and whether it is right, if that is known.

    Parameters
    ----------
    buttons : dict of str to ipywidgets.Button
    chosen : str or None
    is_right : bool, optional
    """
    style, icon = {None: ("info", "check"), True: ("success", "check"), False: ("", "times")}[
        is_right
    ]
    for choice, button in buttons.items():
        button.button_style, button.icon = (style, icon) if choice == chosen else ("", "")
