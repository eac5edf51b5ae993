"""Processes that are apart from ours, those that a leader of a session has left behind, and their end."""

import contextlib
import os
import subprocess
import time

__all__ = ["APART", "end", "members"]

# For subprocess.Popen: interrupts of our session, or on Windows of our group, do not reach the process.
APART = (
    {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    if os.name == "nt"
    else {"start_new_session": True}
)


def members(leader):
    """List the processes of a session, or on Windows the descendants of a process.

    Parameters
    ----------
    leader : int
        The process id; the process itself may be gone. This process is never listed.

    Returns
    -------
    list of psutil.Process
        Without resource trackers: these clean up after those that are killed, and end by themselves.
    """
    import psutil  # noqa: PLC0415  who only waits need not load it

    found, families = [], {leader}  # on Windows, a process keeps the id of a parent that is gone
    for process in psutil.process_iter():
        try:
            if os.name == "nt":
                if process.ppid() not in families and process.pid != leader:
                    continue
                families.add(process.pid)
            elif os.getsid(process.pid) != leader:
                continue
            if process.pid == os.getpid() or process.status() == psutil.STATUS_ZOMBIE:
                continue
            if "resource_tracker" not in " ".join(process.cmdline()):
                found.append(process)
        except (psutil.Error, OSError):
            continue
    return found


def end(leader):
    """End the processes of a session at once.

    Parameters
    ----------
    leader : int
        As for `members`.
    """
    import psutil  # noqa: PLC0415  as above

    for _ in range(20):  # more than once: a pool may replace a worker that ends
        left = members(leader)
        if not left:
            return
        for process in left:
            with contextlib.suppress(psutil.Error):
                process.kill()
        time.sleep(0.05)
