"""What was seen of one run of a student's code."""

from helpers import events
from helpers.timeline import Span, Worker

__all__ = ["Observation"]


class Observation:
    """What one run of a student's code has shown, before anybody judges it.

    Parameters
    ----------
    outcome : sandbox.Outcome
    attempted : bool
        False if the code is still the one that was handed out.
    limit_s : float
        Seconds after which the run was ended.

    Attributes
    ----------
    attempted, is_unfinished : bool
        Whether it is the student's own code, and whether it raised NotImplementedError.
    result : object
        What it returned.
    printed : str
    events : list of dict
        As `events.Log` has read them.
    """

    def __init__(self, outcome, attempted, limit_s):
        self.is_unfinished = outcome.ended == "raised" and outcome.error[0] == "NotImplementedError"
        self.attempted = attempted and not self.is_unfinished
        self.result, self.printed, self.events = outcome.result, outcome.printed, outcome.events
        self._outcome, self._limit_s = outcome, limit_s

    def of(self, task):
        """Return what was seen of the calls of one task only.

        Parameters
        ----------
        task : str
            The name of the function that was probed.

        Returns
        -------
        Observation
            Of the same class.
        """
        its = [event for event in self.events if event.get("task") == task]
        part = type(self)(self._outcome._replace(events=its), self.attempted, self._limit_s)
        part.attempted = self.attempted
        return part

    def noted(self, event):
        """Return the events of one kind that the check's own code has noted.

        Parameters
        ----------
        event : str

        Returns
        -------
        list of dict
        """
        return [noted for noted in self.events if noted["event"] == event]

    def spans(self):
        """Return a `Span` for each call of a probed task; one that never ended goes on to the end.

        Returns
        -------
        list of Span
        """
        return [
            Span(Worker(process, thread), start_s, end_s)
            for process, thread, start_s, end_s in events.calls(self.events)
        ]
