"""For how long a check waits for others, and one factor for machines on which all takes longer.

A slow server, or one that grades a whole class at once, sets the environment variable
``PARALLELISM_PATIENCE=3`` before Jupyter starts: every check then waits three times as many seconds for
what should happen, and gives code three times its limit, before it says that something did not come. The
factor is a number from 0.1 to 100.

It is none for the calls of a probed coroutine: they wait for each other in turns of their event loop,
which are as many whatever the factor (`loop_turns`).
"""

from typing import NamedTuple

from helpers.processes.waiting import scaled

__all__ = ["Patience"]


class Patience(NamedTuple):
    """Seconds that a check gives others; only what never comes is waited for as long as this.

    What is right on an idle machine comes well before, so these are no limits on anybody's speed.

    Attributes
    ----------
    threads_come_s, processes_come_s : float
        Within which other calls, of threads or of processes, come, end, or note what a call waits for.
    first_thread_intrudes_s, first_process_intrudes_s : float
        Within which one call too many comes, when there are as many as allowed for the first time. Who
        lets in one too many does so at once.
    intruder_comes_s : float
        Within which it comes any later time.
    more_end_s : float
        Within which so many calls end that a result has been sent.
    lock_is_taken_s : float
        Within which a lock that is given back is taken by a thread that waits for it.
    others_step_in_s : float
        Within which another thread comes between a reading and a writing, if it can.
    loop_turns_s : float
        Within which an event loop that is not blocked goes round.
    left_ends_s : float
        Within which threads that serve others end when the function has returned.
    call_is_waited_for_s : float
        Within which a function comes to wait for a call, or ends.
    connections_close_s : float
        Within which its connections do.
    killed_ends_s, output_comes_s : float
        Within which a process that was killed is gone, and what it wrote has come.
    """

    threads_come_s: float = 3.0
    processes_come_s: float = 8.0
    first_thread_intrudes_s: float = 1.0
    first_process_intrudes_s: float = 2.0
    intruder_comes_s: float = 0.02
    more_end_s: float = 0.5
    lock_is_taken_s: float = 3.0
    others_step_in_s: float = 0.003
    loop_turns_s: float = 3.0
    left_ends_s: float = 1.0
    call_is_waited_for_s: float = 1.5
    connections_close_s: float = 1.0
    killed_ends_s: float = 5.0
    output_comes_s: float = 1.0

    @classmethod
    def here(cls):
        """Return the patience that this process's environment asks for; what it starts inherits that.

        Returns
        -------
        Patience
        """
        return cls(*map(scaled, cls()))
