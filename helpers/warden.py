"""What ends a kernel's processes when the kernel was killed and could not do so itself.

Workers of joblib, a Dask cluster and the processes of a reader's own code would otherwise live on for
minutes or for ever. The resource trackers of multiprocessing and joblib are left to do their work: once
their workers are gone, they remove shared memory and memory-mapped files, and end.
"""

import contextlib
import os
import shutil
import subprocess
import sys
import tempfile
import time

__all__ = ["main", "watch"]

_LOOKED_EVERY_S = 0.25
_wardens = {}  # by the process that they watch


def watch():
    """Start a small process that waits for this one's end, and then ends what it has left behind.

    Left behind is every process of this process's session, or on Windows every descendant, and what
    Dask's workers keep on disk: they get a temporary folder for it. Where this process shares its
    session with others, as in a terminal, and when it is called again, nothing happens.

    Returns
    -------
    subprocess.Popen or None
        The warden; None if there is none.
    """
    if os.getpid() in _wardens or (os.name != "nt" and os.getsid(0) != os.getpid()):
        return None
    group = (  # interrupts of the session do not reach it
        {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
        if os.name == "nt"
        else {"start_new_session": True}
    )
    nowhere = {name: subprocess.DEVNULL for name in ("stdin", "stdout", "stderr")}
    # Run as a file: it loads nothing else of this package.
    folder = tempfile.mkdtemp(prefix="parallelism-")
    os.environ["DASK_TEMPORARY_DIRECTORY"] = folder  # for a Dask that is imported later
    if "dask" in sys.modules:
        sys.modules["dask"].config.set(temporary_directory=folder)
    command = [sys.executable, "-I", __file__, str(os.getpid()), folder]
    _wardens[os.getpid()] = subprocess.Popen(command, **nowhere, **group)
    return _wardens[os.getpid()]


def main(watched, folder):
    """Wait for the end of a process, then end what it has left behind.

    Parameters
    ----------
    watched : int
        The process id; on Linux and macOS it is this process's parent, and the leader of its session.
    folder : str
        What to remove at the end.
    """
    while os.name != "nt" and os.getppid() == watched:
        time.sleep(_LOOKED_EVERY_S)

    import psutil  # noqa: PLC0415  only now: while it waits, the warden is small

    if os.name == "nt" and psutil.pid_exists(watched):
        psutil.Process(watched).wait()
    for _ in range(20):  # more than once: a pool may replace a worker that ends
        left = list(_left_behind(watched, psutil))
        if not left:
            break
        for process in left:
            with contextlib.suppress(psutil.Error):
                process.kill()
        time.sleep(0.05)
    shutil.rmtree(folder, ignore_errors=True)


def _left_behind(watched, psutil):
    families = {watched}  # on Windows, a process keeps the id of a parent that is gone
    for process in psutil.process_iter():
        try:
            if os.name == "nt":
                if process.ppid() not in families:
                    continue
                families.add(process.pid)
            elif os.getsid(process.pid) != watched:
                continue
            if process.pid == os.getpid() or process.status() == psutil.STATUS_ZOMBIE:
                continue
            if "resource_tracker" not in " ".join(process.cmdline()):
                yield process
        except (psutil.Error, OSError):
            continue


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2])
