"""Evidence on one run of a student's code, and findings on it in words that teach."""

from helpers.call_evidence import CallEvidence
from helpers.findings import Finding, compare, compare_parts, ending, error_told
from helpers.words import short

__all__ = ["Evidence"]


class Evidence(CallEvidence):
    """Findings on what one run of a student's code has shown; made by `checks.observe`.

    Those here are about how it ended and what came back; those on its calls are of `CallEvidence`.
    """

    def finished(self):
        """Find that the code returned: no error, no endless wait, no end of its process.

        Returns
        -------
        Finding
        """
        return ending(self._outcome.ended, self._outcome.error, self._limit_s)

    def returned(self, expected):
        """Find that the code returned what was expected, in the right order.

        Parameters
        ----------
        expected : object
            As for `findings.compare`.

        Returns
        -------
        Finding
        """
        return self._compared(compare, expected)

    def returned_parts(self, expected):
        """Find that the check's own function returned several right results, each by its name.

        Parameters
        ----------
        expected : dict of str to object
            As for `findings.compare_parts`.

        Returns
        -------
        Finding
        """
        return self._compared(compare_parts, expected)

    def _compared(self, by, expected):
        if not self.finished().holds:
            return self.finished()
        if self._outcome.error[1]:
            return Finding(False, f"It returned a {self._outcome.error[1]}.")
        return self._or_what_a_thread_raised(by(self.result, expected))

    def _or_what_a_thread_raised(self, finding):
        """Name the error that ended a thread: the reason why a result is wrong, and nobody hears of it."""
        errors = self.noted("thread error")
        if finding.holds or not errors:
            return finding
        return Finding(False, f"A thread ended with {error_told(*errors[0]['error'])}.")

    def raised(self, kind, words=""):
        """Find that the code let an error surface.

        Parameters
        ----------
        kind : type
            Of the error.
        words : str, optional
            A part of its message.

        Returns
        -------
        Finding
        """
        name, message, _ = self._outcome.error
        if self._outcome.ended == "returned":
            return Finding(
                False,
                f"A task raised {kind.__name__}, and the function returned {short(self.result)} as if "
                "nothing had happened. Where does the error go?",
            )
        if self._outcome.ended != "raised":
            return self.finished()
        if name != kind.__name__ or words not in message:
            return Finding(
                False,
                f"A task raised {kind.__name__}, but what came out is {name}: {message}. Let the task's "
                "own error through.",
            )
        return Finding(True, f"The task's {name} came out.")

    def no_update_lost(self, expected):
        """Find that the code returned a balance that holds every update.

        Parameters
        ----------
        expected : int

        Returns
        -------
        Finding
        """
        if not self.finished().holds:
            return self.finished()
        if not isinstance(self.result, int | float) or isinstance(self.result, bool):
            return self.returned(expected)
        if self.result == expected:
            return Finding(True, "No update was lost.")
        found = f"{expected} expected, {self.result} found"
        told = f"{found}: that is more than all updates together."
        if self.result < expected:
            told = (
                f"{found}: updates are missing. If all were made, then some were lost: between reading the "
                "balance and writing it, another thread had its turn. What must be one step?"
            )
        return self._or_what_a_thread_raised(Finding(False, told))

    def left_nothing(self):
        """Find that no thread, process or task of the loop went on after the function had ended.

        Returns
        -------
        Finding
        """
        if self._outcome.ended not in ("returned", "raised"):
            return self.finished()
        if left := self._outcome.left:
            more = f" and {len(left) - 3} more" if len(left) > 3 else ""
            return Finding(
                False,
                f"When the function was over, this still ran: {', '.join(left[:3])}{more}. Who waits "
                "until all has ended?",
            )
        return Finding(True, "Nothing was left running.")
