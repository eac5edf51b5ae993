"""The glossary of the lessons: its entries, the links to them, and where a lesson uses a word first."""

import re
from functools import cache

from helpers import jupyter
from tests.notebooks import ROOT

PATH = ROOT / "notebooks" / "glossary.md"
LINK = re.compile(r"\[([^\]]+)\]\(glossary\.md#([^)]+)\)")

# How a word is written in the lessons, where that is more than its singular and its plural.
FORMS = {
    "break-even": "break-even|breaks? even",
    "computing and waiting": "CPU-bound|I/O-bound",
    "daemon thread": "daemon",
    "dispatch": "dispatch(?:es)?",
    "event": "events?(?! loop)",
    "global interpreter lock": "GILs?",
    "guard": r"(?<=the\s)guard",
    "pickling": "pickl(?:e|es|ed|ing)",
    "process": "process(?:es)?",
    "producer": "producers?|consumers?",
    "profile": "profil(?:e|es|er|ers|ing)",
    "task": "tasks?(?! size)",
    "throughput": r"throughputs?|Little's\s+law",
    "view": r"(?<!in\s)views?",
}
# What also stands for something else in the lessons, which only a reader can tell: linked by hand.
AMBIGUOUS = {"interval", "race condition", "round of measuring", "run"}
# By lesson, what stands for something else where it comes first: linked by hand, too.
NOT_AT_FIRST = {"05_joblib.ipynb": {"chunk"}}  # of an array

_NO_WORDS = r"`[^`]+`|!?\[[^\]]*\]\([^)]*\)"  # code, links and pictures
_NOT_PROSE = re.compile(
    r"<details>.*?</details>"
    r"|^\#[^\n]*"  # a heading
    rf"|{_NO_WORDS}"
    r"|^(?P<first>\|[^|\n]*\|)[^\n]*",  # of a row, the other columns say what libraries call it
    re.MULTILINE | re.DOTALL,
)


def entries():
    """Return the text of each entry, by its word."""
    _, *parts = re.split(r"^## (.+)\n", PATH.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[::2], map(str.strip, parts[1::2]), strict=True))


def anchor_of(word):
    """Return by which anchor an entry is reached."""
    return jupyter.anchor_of(word)


@cache
def prose(text):
    """Return a text of the same length in which all but plain prose is left out."""

    def blank(found):
        kept = re.sub(_NO_WORDS, lambda part: "\0" * len(part[0]), found["first"] or "")
        return kept + "\0" * (len(found[0]) - len(kept))

    return _NOT_PROSE.sub(blank, text)


def pattern_of(word):
    """Return what finds a word in prose."""
    forms = FORMS.get(word, f"{word}s?").replace(" ", r"\s+")
    return re.compile(rf"(?<![\w.-])(?:{forms})(?![\w-])", re.IGNORECASE)


def first_use(texts, word):
    """Find where a word stands first in plain prose, outside of links.

    Parameters
    ----------
    texts : list of str
        Of a lesson's cells; empty for those of code.
    word : str

    Returns
    -------
    (int, int, int) or None
        The place of the cell, and where in its text the word begins and ends.
    """
    for place, text in enumerate(texts):
        found = pattern_of(word).search(prose(text))
        if found:
            return place, found.start(), found.end()
    return None


def links_in(texts):
    """Return where the links to the glossary are in a lesson: places as in `first_use`, by anchor."""
    places = {}
    for place, text in enumerate(texts):
        for found in LINK.finditer(text):
            places.setdefault(found[2], []).append((place, found.start(), found.end()))
    return places


def texts_of(notebook):
    """Return the texts of a notebook's cells; empty for those of code."""
    return [cell.source if cell.cell_type == "markdown" else "" for cell in notebook.cells]
