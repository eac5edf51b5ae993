"""Processes that are apart from ours, those that a process has started, and the end of what is left."""

import contextlib
import os
import subprocess
import time

__all__ = ["APART", "end", "members", "workers"]

# For subprocess.Popen: interrupts of our session, or on Windows of our group, do not reach the process.
APART = (
    {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    if os.name == "nt"
    else {"start_new_session": True}
)

_SERVERS = ("resource_tracker import main", "helpers.warden")


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


def workers(process_id):
    """List what a process has started and what still runs, but for the servers that serve start methods.

    Parameters
    ----------
    process_id : int

    Returns
    -------
    list of psutil.Process
        Without resource trackers, without the fork server (its children are listed: they are workers)
        and without wardens.
    """
    import psutil  # noqa: PLC0415  as above

    found = []
    with contextlib.suppress(psutil.Error):
        for child in psutil.Process(process_id).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                command = " ".join(
                    child.cmdline()
                )  # a worker of the fork server has that of the server
                is_server = "forkserver import main" in command and child.ppid() == process_id
                if command and not is_server and not any(name in command for name in _SERVERS):
                    found.append(child)
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
