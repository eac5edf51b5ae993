"""What stands in for a lab where there is none: a sentence, questions, a stored picture.

A page shows the lab or what stands in for it, never both, and it decides by what is on it: each lab has a
class of its own, and a rule hides what follows the mark of the same lab. So it goes in every client that
shows HTML and widgets on one page, however it names its outputs.
"""

from helpers import jupyter
from helpers.wording.html import Html, markup

__all__ = ["class_of", "rule", "stand_in"]

_MARKED = '<div><span class="in-place-of-{}"></span>{}</div>'
# Where an output's own element is known, the room around it goes, too.
_RULE = """<style>
:root:has(.{0}) :is(.in-place-of-{0} ~ *, {1}:has(.in-place-of-{0})) {{ display: none !important; }}
</style>"""


def class_of(place):
    """Return the class of a lab's outermost element.

    Parameters
    ----------
    place : str
        From ``jupyter.place()``.

    Returns
    -------
    str
    """
    return f"lab-{place}"


def stand_in(place, html):
    """Mark what is shown in place of a lab.

    Parameters
    ----------
    place : str
    html : Html

    Returns
    -------
    Html
    """
    return markup(_MARKED, class_of(place), html)


def rule(place):
    """Write the style that hides what stands in for a lab while that lab is on the page.

    Parameters
    ----------
    place : str

    Returns
    -------
    Html
    """
    return Html(_RULE.format(class_of(place), jupyter.OUTPUT))
