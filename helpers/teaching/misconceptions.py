"""What a class still gets wrong: its predictions, by question, as a list to discuss."""

from collections import Counter
from dataclasses import dataclass
from math import inf
from statistics import median

from helpers import jupyter
from helpers.reader import intuition, vocabulary
from helpers.wording.html import Html, markup
from helpers.wording.words import counted, two_digits

__all__ = ["Misconceptions", "Wrong", "left"]

_IN_LABS = {  # what is believed where a speedup is expected that does not come, and where it is refuted
    ("computing", "threads"): ("threads make Python code that computes faster", "01_gil"),
    ("computing", "coroutines"): ("`async` makes blocking code concurrent", "06_asyncio"),
    ("computing", "processes"): ("n workers are n times as fast", "00_start_here"),
    ("waiting", "threads"): ("more threads are always faster", "03_threading"),
    ("waiting", "processes"): ("processes cost nothing", "02_multiprocessing"),
    ("waiting", "coroutines"): ("coroutines cost nothing", "06_asyncio"),
}
_SYNTHETIC = "A synthetic class: nobody said this."
_LINK = '<a href="../{}">lesson {}</a>'


@dataclass(frozen=True)
class Wrong:
    """A question that many got wrong.

    Attributes
    ----------
    question : str
        Or, of labs, what those may believe who expected too much.
    lesson, cell : str
        Where it is asked, or refuted; the cell is empty if it is a lesson as a whole.
    n_wrong, n_asked : int
        People.
    how : str
        In which way.
    """

    question: str
    lesson: str
    cell: str
    n_wrong: int
    n_asked: int
    how: str

    def __str__(self):
        told = f"{self.question}: {self.n_wrong} of {self.n_asked} wrong; {self.how}"
        return f"{told} (lesson {int(self.lesson[:2])})."


@dataclass(frozen=True)
class Misconceptions:
    """What is left to discuss; shows as a list with links to the lessons.

    Attributes
    ----------
    wrong : tuple of Wrong
    n_more : int
        How many others are not listed.
    is_synthetic : bool
        Whether the class was made up, to try with.
    """

    wrong: tuple
    n_more: int = 0
    is_synthetic: bool = False

    @property
    def _more(self):
        told = [_SYNTHETIC] if self.is_synthetic else []
        if self.n_more:
            more = f"{counted(self.n_more, 'question')} more that many got wrong"
            told.append(f"Not listed: {more}; `most` says how many are.")
        return " ".join(told)

    def __str__(self):
        if not self.wrong and not self.n_more:
            return "No question was answered wrong by many."
        return "\n".join(filter(None, (*map(str, self.wrong), self._more)))

    __repr__ = __str__

    def _repr_html_(self):
        if not self.wrong:
            return markup("<p>{}</p>", str(self))
        listed = Html("".join(map(_item, self.wrong)))
        return markup("<ol>{}</ol><p>{}</p>", listed, self._more)


def _item(one):
    address = jupyter.address_of(one.lesson, one.cell) if one.cell else f"{one.lesson}.ipynb"
    link = markup(_LINK, address, int(one.lesson[:2]))
    told = "<li><b>{}</b>: {} of {} wrong; {} ({})</li>"
    return markup(told, one.question, one.n_wrong, one.n_asked, one.how, link)


def left(members, least=1 / 3, fewest=3, most=12):
    """List the questions that many of a class got wrong, those of most people first.

    What counts is the first prediction of each member. Of labs, it is the first with a kind of tasks and of
    workers, and wrong is who expected more than was measured.

    Parameters
    ----------
    members : iterable of classroom.Member
    least : float, optional
        The share of those who answered from which on a question is listed.
    fewest : int, optional
        How many people must have been wrong: of less, nothing follows for a class.
    most : int, optional
        How many are listed: more than these are no list to discuss.

    Returns
    -------
    Misconceptions
    """
    members = list(members)
    found = [*_of_labs(members), *_of_questions(members)]
    many = [w for w in found if w.n_wrong >= fewest and w.n_wrong >= least * w.n_asked]
    many.sort(key=lambda w: (-w.n_wrong, w.lesson, w.question))
    is_synthetic = any(member.handed_in.is_synthetic for member in members)
    return Misconceptions(tuple(many[:most]), len(many[most:]), is_synthetic)


def _of_questions(members):
    for (lesson, question), asked in vocabulary.questions().items():
        answers = [
            one
            for member in members
            for one in member.handed_in.compared
            if (one.lesson, one.question) == (lesson, question)
        ]
        wrong = [one for one in answers if not one.is_right]
        if wrong:
            how = _chosen(wrong) if asked.choices else _how_far([one.ratio for one in wrong])
            yield Wrong(question, lesson, asked.cell, len(wrong), len(answers), how)


def _of_labs(members):
    for (kind, workers), (belief, lesson) in _IN_LABS.items():
        firsts = [
            first
            for member in members
            if (first := _first(member.handed_in.measurements, kind, workers)) is not None
        ]
        over = [e for e in firsts if e.predicted > e.high]
        if over:
            how = _how_far([e.predicted / e.speedup for e in over])
            yield Wrong(belief, lesson, "", len(over), len(firsts), f"in labs, {how}")


def _first(measurements, kind, workers):
    predicted = (
        e
        for e in measurements
        if e.predicted is not None and (e.kind, e.workers) == (kind, workers)
    )
    return next(predicted, None)


def _chosen(wrong):
    choice, n = Counter(one.predicted for one in wrong).most_common(1)[0]
    was = Counter(one.measured for one in wrong).most_common(1)[0][0]
    return f"{n} said {intuition.written(choice)}, and mostly it was {intuition.written(was)}"


def _how_far(ratios):
    n_over = sum(ratio > 1 for ratio in ratios)
    far = median(max(ratio, 1 / ratio) if ratio > 0 else inf for ratio in ratios)
    told = f"{n_over} too high, {len(ratios) - n_over} too low"
    return told if far == inf else f"{told}, half of them {two_digits(far)} times or more"
