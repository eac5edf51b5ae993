"""Every answer tried, many times, at several desks at once."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor, as_completed

from helpers import checks
from tests.coursework import UNTOUCHED, Desk, chosen, tries

__all__ = ["try_all", "try_exercise"]

_ROUNDS_OF_A_DESK = 5


def try_all(assignments, repeat=1, n_desks=4, start_method=None, say=None):
    """Try every right answer, every wrong one and what is handed out.

    Parameters
    ----------
    assignments : list of str
        Their names; with a colon and an exercise's id, such as "capstone:e5", that exercise only.
    repeat : int, optional
        How often.
    n_desks : int, optional
        Kernels at the same time; they keep the CPUs busy for each other.
    start_method : str, optional
        Of multiprocessing, for whatever a desk starts.
    say : callable, optional
        Called with each surprise as it comes, and with how far the trying is.

    Returns
    -------
    n_tried : dict of str to int
        By the names that were given.
    surprises : list of str
        Answers that got other points than they should.
    """
    n_tried, surprises = Counter(), []
    whole, rest = divmod(repeat, _ROUNDS_OF_A_DESK)
    with ProcessPoolExecutor(n_desks) as desks:
        waiting = {
            desks.submit(try_exercise, assignment, exercise, n_rounds, start_method): name
            for n_rounds in [_ROUNDS_OF_A_DESK] * whole + [rest] * (rest > 0)
            for name in assignments
            for assignment, exercise in chosen(name)
        }
        for done in as_completed(waiting):
            n, found = done.result()
            n_tried[waiting[done]] += n
            surprises += found
            for sentence in [*found, _progress(waiting)] if say else ():
                say(sentence)
    return n_tried, surprises


def _progress(waiting):
    done = sum(future.done() for future in waiting)
    return f"{done} of {len(waiting)} turns at a desk are over"


def try_exercise(assignment, exercise, n_rounds=1, start_method=None):
    """Try all answers to an exercise at one desk, round by round.

    Parameters
    ----------
    assignment, exercise : str
    n_rounds : int, optional
    start_method : str, optional
        As for `try_all`.

    Returns
    -------
    n_tried : int
    surprises : list of str
        Answers that got other points than they should.
    """
    tried, surprises = tries(assignment, exercise), []
    with Desk(assignment, start_method) as desk:
        for _ in range(n_rounds):
            for expected, words, code in tried:
                points, sentence = desk.answer(exercise, code)
                is_told_so = checks.NOT_ATTEMPTED in sentence
                if points != expected or (code == UNTOUCHED and not is_told_so):
                    told = f"{points:g} for {expected:g}\n    {sentence}"
                    surprises.append(f"{assignment} {exercise}, {words}: {told}")
    return n_rounds * len(tried), surprises
