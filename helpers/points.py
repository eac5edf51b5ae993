"""What a check gives: points with their reason, and all of a notebook's points in a table."""

from html import escape

__all__ = ["Points", "Total"]

_SHOWN_CHARACTERS = 2000


class Points(float):
    """What an exercise has earned; shows the reason, and is a plain number for nbgrader.

    Parameters
    ----------
    earned, most : float
        Points.
    title : str
        The exercise's.
    sentence : str
        The reason.
    printed : str, optional
        What the student's code wrote.
    """

    def __new__(cls, earned, most, title, sentence, printed=""):
        points = super().__new__(cls, earned)
        points.most, points.title, points.sentence = most, title, sentence
        points.printed = printed.strip()[:_SHOWN_CHARACTERS]
        return points

    def __repr__(self):
        return f"{float(self):g}"

    __str__ = __repr__

    def _repr_html_(self):
        told = (
            f"<b>{escape(self.title)}: {self} of {self.most:g} points.</b> {escape(self.sentence)}"
        )
        if self.printed:
            printed = f"<pre>{escape(self.printed)}</pre>"
            told += f"<details><summary>What it printed</summary>{printed}</details>"
        return f'<div role="status">{told}</div>'


class Total:
    """A table of points; shows as one in a notebook.

    Parameters
    ----------
    points : list of Points
    """

    def __init__(self, points):
        self.points = points

    def __repr__(self):
        lines = [f"{p.title}: {p} of {p.most:g}. {p.sentence}" for p in self.points]
        return "\n".join([*lines, self._sum()])

    def _sum(self):
        return f"Together: {sum(self.points):g} of {sum(p.most for p in self.points):g} points."

    def _repr_html_(self):
        rows = "".join(
            f'<tr><td style="text-align:left">{escape(p.title)}</td>'
            f'<td style="white-space:nowrap">{p} of {p.most:g}</td>'
            f'<td style="text-align:left">{escape(p.sentence)}</td></tr>'
            for p in self.points
        )
        return f"<table>{rows}</table><b>{self._sum()}</b>"
