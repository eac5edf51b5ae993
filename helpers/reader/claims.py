"""Claims about tools, each with the ratios that were measured for it here, and a verdict."""

from dataclasses import dataclass, field
from enum import StrEnum
from itertools import groupby
from math import exp, log
from statistics import fmean

from helpers import jupyter
from helpers.measure import Verdict, interval_of, verdict_of
from helpers.reader import guide, journal
from helpers.wording.arguments import check_choice
from helpers.wording.html import Html, markup, table
from helpers.wording.words import times_within

__all__ = ["Claim", "Claims", "Judgement", "judge"]


class Judgement(StrEnum):
    """What the measurements say about a claim, on this machine and now."""

    HOLDS = "holds"
    DOES_NOT_HOLD = "does not hold"
    NO_DIFFERENCE = "makes no difference that matters here"
    CANNOT_TELL = "this machine cannot tell"


_JUDGEMENTS = {
    Verdict.FASTER: Judgement.HOLDS,
    Verdict.SLOWER: Judgement.DOES_NOT_HOLD,
    Verdict.NO_DIFFERENCE: Judgement.NO_DIFFERENCE,
    Verdict.CANNOT_TELL: Judgement.CANNOT_TELL,
}


def judge(ratios):
    """Judge the claim that a ratio is more than 1 from repeated measurements of it.

    Parameters
    ----------
    ratios : sequence of float
        One a round; above 1 speaks for the claim.

    Returns
    -------
    Judgement
        By the interval in which the ratio lies, as a lab's verdict.

    Examples
    --------
    >>> judge([2.4, 2.6, 2.5, 2.5]).value, judge([0.9, 1.6]).value
    ('holds', 'this machine cannot tell')
    """
    return _JUDGEMENTS[verdict_of(interval_of(ratios))]


@dataclass(frozen=True)
class Claim:
    """A claim about a tool.

    Attributes
    ----------
    tool, claim : str
    ratios : tuple of float
        One a round; above 1 speaks for the claim.
    meaning : str
        What the ratio is of, such as "time to start a process / a thread".
    heading : str
        The heading of the notebook under which it was measured.
    """

    tool: str
    claim: str
    ratios: tuple
    meaning: str
    heading: str

    @property
    def judgement(self):
        """The `Judgement` that the ratios allow."""
        return judge(self.ratios)

    @property
    def evidence(self):
        """The mean ratio with its interval, in words; what to run if there is none."""
        if not self.ratios:
            return f"not measured yet: run the cells under “{self.heading}”"
        mean = exp(fmean(map(log, self.ratios)))
        return f"{self.meaning}: {times_within(mean, interval_of(self.ratios))}"


@dataclass
class Claims:
    """A table of claims; shows as one in a notebook, each linked to where it was measured.

    Beside the claims about a tool stands what the reader's journal has on it, for each kind of task.
    """

    rows: list = field(default_factory=list)

    def add(self, tool, claim, ratios, meaning, heading):
        """Note a claim, in place of an earlier one with the same words.

        Parameters
        ----------
        tool : str
            One of `guide.LESSONS`.
        claim : str
        ratios : sequence of float
            One a round; above 1 speaks for the claim. None at all if it was not measured.
        meaning : str
            What the ratio is of.
        heading : str
            The heading under which it was measured.

        Returns
        -------
        Claim

        Raises
        ------
        ValueError
            If no lesson is about the tool.
        """
        check_choice("tool", tool, guide.LESSONS)
        new = Claim(tool, claim, tuple(ratios), meaning, heading)
        places = [i for i, row in enumerate(self.rows) if (row.tool, row.claim) == (tool, claim)]
        if places:
            self.rows[places[0]] = new
        else:
            self.rows.append(new)
        return new

    def __str__(self):
        lines = []
        for tool, rows in self._by_tool():
            lines += [f"{tool}: {row.claim} - {row.judgement} ({row.evidence})" for row in rows]
            lines.append(f"    your labs: {' '.join(_quotes(tool))}")
        return "\n".join(lines)

    __repr__ = __str__

    def _by_tool(self):
        tools = list(dict.fromkeys(row.tool for row in self.rows))
        ordered = sorted(self.rows, key=lambda row: tools.index(row.tool))
        return [(tool, list(rows)) for tool, rows in groupby(ordered, lambda row: row.tool)]

    def _repr_html_(self):
        titles = ("tool", "claim", "here, now", "measured", "in your labs")
        cells = []
        for tool, rows in self._by_tool():
            told = Html("<br>".join(markup("{}", quote) for quote in _quotes(tool)))
            for row in rows:
                anchor = jupyter.anchor_of(row.heading)
                link = markup('<a href="#{}">{}</a>', anchor, row.evidence)
                cells.append((tool, row.claim, markup("<b>{}</b>", row.judgement), link, told))
                told = None
        return table(titles, cells)


def _quotes(tool):
    """Quote a measurement of each kind of task; say what to run if there is none."""
    kinds = [kind for kind in journal.KINDS if guide.measured(tool, kind)]
    return [quote for kind in kinds or [None] for quote in guide.quotes(tool, kind)]
