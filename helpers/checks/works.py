"""Pieces of work that are drawn for students, to choose a tool for, and to defend the choice."""

from typing import NamedTuple

from helpers import workloads
from helpers.checks import answers, draws, lower_limits
from helpers.checks.findings import Finding
from helpers.wording.words import times

__all__ = ["CLAIMS", "Work", "drawn"]

CLAIMS = ("faster", "slower", "no difference")
_NOT_MEASURED = Finding(False, "The check has measured nothing. Run it again.")
_CLEARLY = 1.5  # times: one in a hundred verdicts on two equals is wrong, but none by so much


class Work(NamedTuple):
    """A task, its inputs and a number of workers.

    Attributes
    ----------
    waits : bool
        Whether the tasks wait; else they are tiny, and no pool pays.
    inputs : list
    n_workers : int
    """

    waits: bool
    inputs: list
    n_workers: int

    @property
    def task(self):
        """The function that is called for each input."""
        return workloads.wait_for if self.waits else abs

    def __str__(self):
        n, name = len(self.inputs), "workloads.wait_for" if self.waits else "abs"
        what = f"{n} waits of {self.inputs[0]:g} s" if self.waits else f"{n} numbers below 0"
        return f"task {name}, {what}, n_workers = {self.n_workers}"

    def measured(self, steps):
        """Judge a runner on this work beside a loop, by no more steps than are needed.

        Parameters
        ----------
        steps : iterable of Measurement
            As from ``measure.iter_sweep``.

        Returns
        -------
        (str, float or None)
            As from `lower_limits.verdict`.
        """
        return lower_limits.verdict(steps, loop_s=sum(self.inputs) if self.waits else 0.0)

    def pays(self, seen, measured):
        """Find that a choice does for this work what can be done: overlap its waits, or cost nothing.

        Parameters
        ----------
        seen : Evidence
            Of a call with a probed task, whose calls wait for each other.
        measured : (str, float) or None
            The verdict and the speedup, as `measured` returns them.

        Returns
        -------
        Finding
        """
        if self.waits:
            return seen.at_once(at_least=self.n_workers)
        if measured is None:
            return _NOT_MEASURED
        verdict, speedup = measured
        told = (
            f"For tiny tasks, your runner should take at most {_CLEARLY:g} times as long as a plain loop; "
            f"the check measured that it was {verdict}, at {times(speedup)} times the loop's speed. What "
            "do so small tasks pay for?"
        )
        return Finding(not (verdict == "slower" and speedup < 1 / _CLEARLY), told)

    def defended(self, claim, measured):
        """Find that a measurement does not speak against a claim; one that cannot tell does not.

        Parameters
        ----------
        claim : object
            One of `CLAIMS`; ``...`` if there is none yet.
        measured : (str, float)
            As for `pays`.

        Returns
        -------
        Finding
        """
        if measured is None:
            return _NOT_MEASURED
        verdict, speedup = measured
        claimed = claim.strip().lower() if isinstance(claim, str) else claim
        if claimed not in CLAIMS:
            return answers.chosen(claim, "", CLAIMS, "claim", "")
        differs = verdict in ("faster", "slower") and not 1 / _CLEARLY <= speedup <= _CLEARLY
        contradicted = {
            "faster": verdict == "slower" or verdict.startswith("no difference"),
            "slower": verdict == "faster" or verdict.startswith("no difference"),
            "no difference": differs,
        }
        told = (
            f"You claim: {claimed}. The check measured: {verdict}, at {times(speedup)} times the loop's "
            "speed. What does measure.sweep tell you?"
        )
        return Finding(not contradicted[claimed], told)


def drawn(number, exercise):
    """Draw a piece of work for a student.

    Parameters
    ----------
    number, exercise
        As for `draws.drawing_from`.

    Returns
    -------
    Work
    """
    by = draws.drawing_from(number, exercise)
    n_workers = by.randint(4, 6)
    if by.random() < 0.5:
        return Work(True, [by.choice([0.02, 0.03])] * (2 * n_workers), n_workers)
    return Work(False, list(range(-by.randint(200, 400), 0)), n_workers)
