"""Evidence on one run of a student's code, and findings on it in words that teach."""

from numbers import Real

from helpers.checks.findings import Finding, compare, compare_parts, ending, error_told, plain
from helpers.wording.words import counted, short
from helpers.worker.endings import Ending
from helpers.worker.log import Event, calls, most_at_once

__all__ = ["Evidence"]


class Evidence:
    """What one run of a student's code has shown, and findings on it; made by `checks.observe`.

    None of the findings looks at how long anything took.

    Parameters
    ----------
    outcome : isolation.Outcome
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
        As `log.Log` has read them.
    """

    def __init__(self, outcome, attempted, limit_s):
        raised = outcome.error[0] if outcome.ended == Ending.RAISED else None
        self.is_unfinished = raised == "NotImplementedError"
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
        Evidence
        """
        its = [event for event in self.events if event.get("task") == task]
        part = Evidence(self._outcome._replace(events=its), self.attempted, self._limit_s)
        part.attempted = self.attempted
        return part

    def noted(self, event):
        """Return the events of one kind.

        Parameters
        ----------
        event : log.Event or str
            A text is a kind that the check's own code has noted.

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
        return calls(self.events)

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
        errors = self.noted(Event.THREAD_ERROR)
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
        if self._outcome.ended == Ending.RETURNED:
            return Finding(
                False,
                f"A task raises {kind.__name__} here, and the function returned {short(self.result)} as if "
                "nothing had happened. Where does the error go?",
            )
        if self._outcome.ended != Ending.RAISED:
            return self.finished()
        if name != kind.__name__ or words not in message:
            return Finding(
                False,
                f"A task raises {kind.__name__} here, but what came out is {name}: {message}. Let the "
                "task's own error through.",
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
        result = plain(self.result)
        if not isinstance(result, Real) or isinstance(result, bool):
            return self.returned(expected)
        if result == expected:
            return Finding(True, "No update was lost.")
        found = f"{expected} expected, {result} found"
        told = f"{found}: that is more than all updates together."
        if result < expected:
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
        if self._outcome.ended not in (Ending.RETURNED, Ending.RAISED):
            return self.finished()
        if left := self._outcome.left:
            more = f" and {len(left) - 3} more" if len(left) > 3 else ""
            return Finding(
                False,
                "When the function was over, this still ran, or nobody had waited for its end: "
                f"{', '.join(left[:3])}{more}. Who waits until all has ended?",
            )
        return Finding(True, "Nothing was left running.")

    def made_anew(self):
        """Say which lock, queue or shared value of a cell other processes have made anew, as their own.

        It need not be why something is wrong, and it is nothing that is asked for: a sentence, no finding.

        Returns
        -------
        str
            Empty if nothing of the kind was seen.
        """
        made = self.noted(Event.MADE_ANEW)
        if not made:
            return ""
        name, kind = made[0]["name"], made[0]["kind"]
        n = len({event["process"] for event in made if event["name"] == name})
        return (
            f"Mind also: {name} ({kind}), made at the level of a cell, was made again in {n} other "
            f"process{'es' * (n != 1)}. Workers that are started anew run your cells again: they share "
            "yours only if it is handed over when they start, as by initializer=."
        )

    # On the calls of tasks and locks.

    def ran(self, n):
        """Find that there were so many calls of probed tasks, no more and no less.

        Parameters
        ----------
        n : int

        Returns
        -------
        Finding
        """
        seen = len(self.noted(Event.START))
        ask = "What calls it more often?" if seen > n else "What is it never called for?"
        ask = ask if seen else "Who should call it?"
        return Finding(seen == n, f"{counted(seen, 'call')} of the task seen, {n} expected. {ask}")

    def at_once(self, at_least=0, at_most=None):
        """Find that so many calls of probed tasks were in progress at once.

        Parameters
        ----------
        at_least : int, optional
        at_most : int, optional

        Returns
        -------
        Finding
        """
        seen = most_at_once(self.events)
        if seen < at_least:
            return Finding(
                False,
                f"At most {counted(seen, 'task')} {_was(seen)} in progress at once; {at_least} should be. "
                "Are there enough workers, and do they have their tasks before a result is waited for?",
            )
        if at_most is not None and seen > at_most:
            return Finding(
                False,
                f"{seen} tasks were in progress at once; no more than {at_most} should be. What keeps the "
                "next one waiting?",
            )
        return Finding(True, f"{counted(seen, 'task')} {_was(seen)} in progress at once.")

    def workers(self, kind, at_least=1, at_most=None):
        """Find that so many workers ran tasks, and not the thread or process that called the function.

        A thread that ran no task is not seen, nor is such a process.

        Parameters
        ----------
        kind : str
            "thread" or "process".
        at_least, at_most : int, optional

        Returns
        -------
        Finding
        """
        starts = self.noted(Event.START)
        main = self._outcome.main_process
        if kind == "process":
            seen = len({e["process"] for e in starts} - {main})
            strays = sum(e["process"] == main for e in starts)
            where = "in the process that called the function, where its threads are, too"
            many, right = f"{seen} worker process{'es' * (seen != 1)}", "worker processes"
            ask = "Who calls the task: a worker, or the code that starts the workers?"
        else:
            seen = len({e["thread"] for e in starts if e["process"] == main and not e["is_main"]})
            strays = sum(e["is_main"] for e in starts)
            where = "in the thread that called the function"
            ask = "Who calls the task: a worker, or the code that starts the workers?"
            if not strays:
                strays = sum(e["process"] != main for e in starts)
                where, ask = "in other processes", "What starts processes, and what threads?"
            many, right = counted(seen, "worker thread"), "worker threads"
        if strays:
            return Finding(
                False,
                f"{counted(strays, 'task')} of {len(starts)} ran {where}; all should run in {right}. {ask}",
            )
        if seen < at_least:
            return Finding(
                False,
                f"{many} ran tasks; at least {at_least} should. Are there so many, and do they have their "
                "tasks before a result is waited for?",
            )
        if at_most is not None and seen > at_most:
            return Finding(
                False, f"{many} ran tasks; {at_most} at most should. What starts the others?"
            )
        return Finding(True, f"{many} ran the tasks.")

    def loop_kept_beating(self):
        """Find that nothing that blocks ran on the event loop.

        Returns
        -------
        Finding
        """
        for event in self.events:
            if event["event"] == Event.BLOCKED and event["on_loop"]:
                return Finding(
                    False,
                    f"{event['by']} ran on the event loop: until it ends, no other coroutine moves. What "
                    "should a coroutine do in its place?",
                )
        return Finding(True, "The event loop was never blocked.")

    def locks_in_order(self):
        """Find that no two threads took the same locks in opposite orders, and none its own again.

        Returns
        -------
        Finding
        """
        asks = []
        for event in self.events:
            if event["event"] == Event.ACQUIRE:
                if event["lock"] in event["holding"]:
                    told = f"A thread asked for lock {event['lock']} while it held it: it waits for itself."
                    return Finding(False, told)
                asks += [(event["thread"], held, event["lock"]) for held in event["holding"]]
            elif event["event"] == Event.ALONE:  # something else keeps the others away meanwhile
                who = (event["thread"], event["lock"])
                asks = [ask for ask in asks if (ask[0], ask[2]) != who]
        pairs = {(held, asked) for _, held, asked in asks}
        for one, other in sorted(pairs):
            if (other, one) in pairs:
                return Finding(
                    False,
                    f"One thread took lock {one} and then {other}, another took {other} and then {one}: "
                    "so each may come to wait for the other. Which order could all of them keep?",
                )
        return Finding(True, "All threads took the locks in one order.")

    def updates_were_locked(self):
        """Find that all updates of accounts were made under their given locks, held from the reading on.

        Returns
        -------
        Finding
        """
        updates = self.noted(Event.UPDATE)
        if not updates:
            return Finding(False, "No update of a balance was seen. Who writes it?")
        n_bare = sum(not event["is_locked"] for event in updates)
        told = f"{counted(len(updates), 'update')} of a balance seen, {n_bare} of them without the given "
        told += "lock held from the reading to the writing. A lock of your own is not seen."
        return Finding(n_bare == 0, told)

    def never_below_zero(self):
        """Find that no update has let the balance of an account fall below zero, not for a moment either.

        Returns
        -------
        Finding
        """
        n_below = sum(event["is_below_zero"] for event in self.noted(Event.UPDATE))
        told = (
            f"The balance was below zero after {counted(n_below, 'update')}. What has to be known "
        )
        return Finding(n_below == 0, f"{told}before anything is taken?")


def _was(n):
    return "was" if n == 1 else "were"
