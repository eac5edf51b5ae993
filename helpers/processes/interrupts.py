"""Who takes Ctrl-C."""

import signal

__all__ = ["leave_to_the_main_thread"]


def leave_to_the_main_thread():
    """Block SIGINT in this thread and in all that it starts.

    A thread that forks may take the process's interrupt, and then the main thread sleeps on: Python
    runs the handler when that wakes up. A worker process that dies of the interrupt breaks its pool.
    To be called before each piece of work, since `multiprocessing.resource_tracker` unblocks it.
    """
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
