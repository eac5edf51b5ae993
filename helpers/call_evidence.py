"""Evidence on the calls of tasks and locks in one run of a student's code."""

from helpers.events import most_at_once
from helpers.findings import Finding
from helpers.observation import Observation
from helpers.words import counted

__all__ = ["CallEvidence"]


class CallEvidence(Observation):
    """Findings on which calls were made, by whom, and what was in progress at once.

    None of them looks at how long anything took.
    """

    def ran(self, n):
        """Find that there were so many calls of probed tasks, no more and no less.

        Parameters
        ----------
        n : int

        Returns
        -------
        Finding
        """
        seen = len(self.noted("start"))
        return Finding(seen == n, f"{counted(seen, 'call')} of the task seen, {n} expected.")

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

        Parameters
        ----------
        kind : str
            "thread" or "process".
        at_least, at_most : int, optional

        Returns
        -------
        Finding
        """
        starts = self.noted("start")
        main = self._outcome.main_process
        if kind == "process":
            seen = len({e["process"] for e in starts} - {main})
            strays = sum(e["process"] == main for e in starts)
            where = "in the process that called the function, where its threads are, too"
            many = f"{seen} worker process{'es' * (seen != 1)}"
        else:
            seen = len({e["thread"] for e in starts if e["process"] == main and not e["is_main"]})
            strays = sum(e["is_main"] or e["process"] != main for e in starts)
            where = "in the thread that called the function, or in another process"
            many = f"{seen} worker thread{'s' * (seen != 1)}"
        if strays:
            return Finding(
                False,
                f"{counted(strays, 'task')} of {len(starts)} ran {where}; all should run in workers. "
                "Who calls the task: a worker, or the code that starts the workers?",
            )
        if seen < at_least:
            return Finding(False, f"{many} ran tasks; at least {at_least} should.")
        if at_most is not None and seen > at_most:
            return Finding(False, f"{many} ran tasks; {at_most} at most should.")
        return Finding(True, f"{many} ran the tasks.")

    def loop_kept_beating(self):
        """Find that nothing that blocks ran on the event loop.

        Returns
        -------
        Finding
        """
        for event in self.events:
            if event["event"] == "blocked" and event["on_loop"]:
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
        pairs = set()
        for event in self.events:
            if event["event"] == "acquire":
                if event["lock"] in event["holding"]:
                    told = f"A thread asked for lock {event['lock']} while it held it: it waits for itself."
                    return Finding(False, told)
                pairs |= {(held, event["lock"]) for held in event["holding"]}
        for one, other in sorted(pairs):
            if (other, one) in pairs:
                return Finding(
                    False,
                    f"One thread took lock {one} and then {other}, another took {other} and then {one}: "
                    "so each may come to wait for the other. Which order could all of them keep?",
                )
        return Finding(True, "All threads took the locks in one order.")

    def used_locks(self, at_least=1):
        """Find that so many of the locks that were handed over were taken.

        Parameters
        ----------
        at_least : int, optional

        Returns
        -------
        Finding
        """
        taken = {event["lock"] for event in self.noted("acquire")}
        told = f"{len(taken)} of the locks that were handed over taken; at least {at_least} should be. "
        told += "A lock of your own is not seen."
        return Finding(len(taken) >= at_least, told)


def _was(n):
    return "was" if n == 1 else "were"
