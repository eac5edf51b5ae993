"""Processes that are apart from ours, those that a process has started, and the end of what is left."""

import contextlib
import os
import subprocess
import sys

from helpers.processes.waiting import until

__all__ = [
    "APART",
    "GUARD",
    "end",
    "marked",
    "members",
    "n_descendants",
    "wait_for_trackers",
    "workers",
]

# For subprocess.Popen: interrupts of our session, or on Windows of our group, do not reach the process.
APART = (
    {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    if os.name == "nt"
    else {"start_new_session": True}
)

# What a resource tracker runs, of multiprocessing and of joblib; its name may be in the options of others.
_TRACKER = "resource_tracker import main"
GUARD = ("PARALLELISM_GUARD", "1")  # the mark of a guard, which is nobody's worker
_ENDED_WITHIN_S, _ENDED_EVERY_S = 5.0, 0.05
# What Linux tells in a file, and psutil finds out by looking at every process of the machine.
_TELLS_CHILDREN = os.path.exists("/proc/thread-self/children")
_TELLS_ENVIRONMENT = sys.platform == "linux"


def members(leader, mark=None):
    """List the processes of a session, or on Windows the descendants of a process.

    Parameters
    ----------
    leader : int
        The process id; the process itself may be gone. This process is never listed.
    mark : tuple of (str, str), optional
        An environment variable, and its value: who has it from the leader is listed, too, even in a
        session of its own and when nobody's child any more.

    Returns
    -------
    list of psutil.Process
        Without resource trackers: these clean up after those that are killed, and end by themselves.
    """
    return [process for process, is_tracker in _everything(leader, mark) if not is_tracker]


def wait_for_trackers(leader, timeout_s):
    """Wait until the resource trackers of a session have removed what was left, and have ended.

    Parameters
    ----------
    leader : int
        As for `members`.
    timeout_s : float
        Seconds; then it is given up.
    """
    import psutil  # noqa: PLC0415  who only waits need not load it

    trackers = [process for process, is_tracker in _everything(leader) if is_tracker]
    psutil.wait_procs(trackers, timeout_s)


def _everything(leader, mark=None):
    """List pairs of a process of a session, and whether it is a resource tracker."""
    import psutil  # noqa: PLC0415  as above

    found, ours = [], (os.getpid(), os.getppid() if os.name == "nt" else 0)
    family = _family(leader) if os.name == "nt" else ()

    def is_member(number):
        return number in family or (os.name != "nt" and os.getsid(number) == leader)

    def may_be(number):
        return number not in ours and (is_member(number) or (mark and _may_have(number, mark)))

    for process in _processes(may_be):
        try:
            if not (is_member(process.pid) or (mark and _has(process, mark))):
                continue
            if process.status() == psutil.STATUS_ZOMBIE:
                continue
            found.append((process, _TRACKER in " ".join(process.cmdline())))
        except (psutil.Error, OSError):
            continue
    return found


def _processes(may_be):
    """Yield the processes that may be those looked for, by their number: each costs more than a glance.

    Until it is asked about here, a number may have gone to another process: ask again.
    """
    import psutil  # noqa: PLC0415  as above

    for number in psutil.pids():
        with contextlib.suppress(psutil.Error, OSError):  # it has ended, or is somebody else's
            if may_be(number):
                yield psutil.Process(number)


def _has(process, mark):
    name, value = mark
    return process.environ().get(name) == value


def _may_have(number, mark):
    """Tell at a glance whether `_has` has to be asked."""
    if not _TELLS_ENVIRONMENT:
        return True
    with open(f"/proc/{number}/environ", "rb") as file:
        return os.fsencode("=".join(mark)) in file.read()


def _family(leader):
    """Return the ids of a process and its descendants, for Windows, which has no sessions."""
    import psutil  # noqa: PLC0415  as above

    children, begun_s = {}, {}
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            begun_s[process.pid] = process.create_time()
            children.setdefault(process.ppid(), []).append(process.pid)
    family, waiting = {leader}, [leader]
    while waiting:
        parent = waiting.pop()
        for child in children.get(parent, ()):
            # A process keeps the id of a parent that is gone; another, begun later, may have it by now.
            if child not in family and begun_s.get(parent, 0) <= begun_s[child]:
                family.add(child)
                waiting.append(child)
    return family


def workers(process_id):
    """List what a process has started and what still runs, but for the servers that serve start methods.

    Parameters
    ----------
    process_id : int

    Returns
    -------
    list of psutil.Process
        Without resource trackers, without the fork server (its children are listed: they are workers)
        and without guards.
    """
    # Asked twice: the children of a thread that ends are another's, which may have been asked before.
    if _TELLS_CHILDREN and not _children(process_id) and not _children(process_id):
        return []
    import psutil  # noqa: PLC0415  as above; it takes longer to load than a check's code to run

    found = []
    with contextlib.suppress(psutil.Error):
        for child in psutil.Process(process_id).children(recursive=True):
            with contextlib.suppress(psutil.Error):
                # A worker of the fork server has the command of the server.
                command = " ".join(child.cmdline())
                is_server = _TRACKER in command or (
                    "forkserver import main" in command and child.ppid() == process_id
                )
                if command and not is_server and not _is_guard(child):
                    found.append(child)
    return found


def n_descendants(process_id):
    """Count what a process has started, and what that has, as far as it is known to have started it.

    Parameters
    ----------
    process_id : int

    Returns
    -------
    int
        With those that have ended and nobody has asked about yet; one more or less while some end.
    """
    found, waiting = set(), [process_id]
    if not _TELLS_CHILDREN:
        import psutil  # noqa: PLC0415  as above

        with contextlib.suppress(psutil.Error):
            found.update(psutil.Process(process_id).children(recursive=True))
        return len(found)
    while waiting:
        new = _children(waiting.pop()) - found
        found |= new
        waiting += new
    return len(found)


def _children(process_id):
    """Return the numbers of what a process has started, as Linux tells them of each of its threads."""
    found, folder = set(), f"/proc/{process_id}/task"
    has_ended = FileNotFoundError, ProcessLookupError  # without a file left, one would see none
    with contextlib.suppress(*has_ended):
        for thread in os.listdir(folder):
            with (
                contextlib.suppress(*has_ended),  # it alone
                open(f"{folder}/{thread}/children", encoding="ascii") as file,
            ):
                found.update(map(int, file.read().split()))
    return found


def _is_guard(process):
    import psutil  # noqa: PLC0415  as above

    try:
        return _has(process, GUARD)
    except psutil.AccessDenied:  # it runs as somebody else, so it is none of ours
        return False


def marked(mark):
    """List the processes that have a mark from who started them, in whatever session, whoever's child.

    Parameters
    ----------
    mark : tuple of (str, str)
        An environment variable, and its value.

    Returns
    -------
    list of psutil.Process
        Without resource trackers, guards and this process. One that was forked and is the same program
        has the variables that its parent was started with.
    """
    import psutil  # noqa: PLC0415  as above

    def may_be(number):
        return number != os.getpid() and _may_have(number, mark)

    found = []
    for process in _processes(may_be):
        with contextlib.suppress(psutil.Error, OSError):  # as above
            if not _has(process, mark) or _has(process, GUARD):
                continue
            is_tracker = _TRACKER in " ".join(process.cmdline())
            if not is_tracker and process.status() != psutil.STATUS_ZOMBIE:
                found.append(process)
    return found


def end(leader, mark=None):
    """End the processes of a session at once.

    Parameters
    ----------
    leader, mark
        As for `members`.
    """
    import psutil  # noqa: PLC0415  as above

    def nobody_is_left():  # asked more than once: a pool may replace a worker that ends
        left = members(leader, mark)
        for process in left:
            with contextlib.suppress(psutil.Error):
                process.kill()
        return not left

    until(nobody_is_left, _ENDED_WITHIN_S, _ENDED_EVERY_S)
