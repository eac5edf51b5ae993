"""What ends a kernel's processes when the kernel was killed and could not do so itself.

Workers of joblib, a Dask cluster and the processes of a reader's own code would otherwise live on for
minutes or for ever. The resource trackers of multiprocessing and joblib are left to do their work: once
their workers are gone, they remove shared memory and memory-mapped files, and end. Whoever kills the
kernel with its whole process group kills them, too; then joblib's files are removed here.
"""

import contextlib
import math
import os
import shutil
import subprocess
import sys
import tempfile
from multiprocessing import util
from pathlib import Path

from helpers.processes import families, waiting

__all__ = ["main", "take_care_of", "temporary_folder", "watch"]

_LOOKED_EVERY_S = 0.25
_TRACKERS_END_WITHIN_S = 10.0
_SESSION = "session-"
_guards, _folders = {}, {}  # by the process that they watch


def watch():
    """Start a small process that waits for this one's end, and then ends what it has left behind.

    Left behind is every process of this process's session, or on Windows every descendant; what Dask's
    workers keep on disk, which get a temporary folder for it; and multiprocessing's own folder, which
    has the socket of a fork server. Where this process shares its session with others, as in a
    terminal, nothing happens; when it is called again, neither.

    Returns
    -------
    subprocess.Popen or None
        The guard of this process; None if there is none.
    """
    import psutil  # noqa: PLC0415  the guard need not load it before it is needed

    if os.getpid() in _guards:
        return _guards[os.getpid()]
    if os.name != "nt" and os.getsid(0) != os.getpid():
        return None
    nowhere = {name: subprocess.DEVNULL for name in ("stdin", "stdout", "stderr")}
    theirs = _folders[os.getpid()] = tempfile.mkdtemp(prefix="parallelism-")
    if "DASK_TEMPORARY_DIRECTORY" not in os.environ:  # else the reader has chosen one
        os.environ["DASK_TEMPORARY_DIRECTORY"] = theirs  # for a Dask that is imported later
        if "dask" in sys.modules:
            sys.modules["dask"].config.set(temporary_directory=theirs)
    begun_s = psutil.Process().create_time()
    command = [sys.executable, "-m", "helpers.processes.guard", str(os.getpid()), str(begun_s)]
    command += [theirs, util.get_temp_dir()]
    env = {**os.environ, families.GUARD[0]: families.GUARD[1]}
    _guards[os.getpid()] = subprocess.Popen(command, env=env, **nowhere, **families.APART)
    return _guards[os.getpid()]


def temporary_folder():
    """Return the folder that this process's guard will remove.

    Returns
    -------
    str or None
        None if there is no guard, or if somebody has removed the folder.
    """
    folder = _folders.get(os.getpid())
    return folder if folder and os.path.isdir(folder) else None


@contextlib.contextmanager
def take_care_of(leader, mark):
    """Have a session ended, too, if this process is killed before the ``with`` block ends.

    Parameters
    ----------
    leader : int
        The id of a process that was started apart (`families.APART`); without a guard, nothing happens.
    mark : tuple of (str, str)
        As for `families.end`.

    Yields
    ------
    None
    """
    folder = temporary_folder()
    if folder is None:
        yield
        return
    told = Path(folder, f"{_SESSION}{leader}")
    try:
        told.write_text("=".join(mark), encoding="utf-8")
        yield
    finally:
        told.unlink(missing_ok=True)


def main(watched, begun_s, folder, *others):
    """Wait for the end of a process, then end what it has left behind.

    Parameters
    ----------
    watched : int
        The process id; on Linux and macOS it is this process's parent, and the leader of its session.
    begun_s : float
        When it was started; seconds since the epoch.
    folder : str
        Where it tells of sessions to end, too (`take_care_of`); removed at the end.
    *others : str
        Folders to remove as well.
    """
    if os.name != "nt":
        waiting.until(lambda: os.getppid() != watched, math.inf, _LOOKED_EVERY_S)
    else:
        import psutil  # noqa: PLC0415  only there

        with contextlib.suppress(psutil.NoSuchProcess):  # it has ended already
            process = psutil.Process(watched)
            if process.create_time() == begun_s:  # else another has its number by now
                process.wait()
    leaders = [watched]
    families.end(watched)
    for told in Path(folder).glob(f"{_SESSION}*"):
        name, _, value = told.read_text(encoding="utf-8").partition("=")
        leaders.append(int(told.name.removeprefix(_SESSION)))
        families.end(leaders[-1], (name, value))
    for leader in leaders:
        families.wait_for_trackers(leader, _TRACKERS_END_WITHIN_S)
        _remove_files_of_joblib(leader, begun_s)
    for name in (folder, *others):
        shutil.rmtree(name, ignore_errors=True)


def _remove_files_of_joblib(process_id, begun_s):
    """Remove what joblib has kept for a process that is over; the names tell the process.

    Older files are left: where containers share such a folder, a number may belong to several processes.
    """
    folders = {"/dev/shm", tempfile.gettempdir(), os.environ.get("JOBLIB_TEMP_FOLDER")} - {None}
    for folder in map(Path, folders):
        for pattern in (f"sem.loky-{process_id}-*", f"joblib_memmapping_folder_{process_id}_*"):
            for path in folder.glob(pattern):
                with contextlib.suppress(OSError):
                    is_older = path.stat().st_mtime < begun_s - 1  # these clocks are coarse
                    if path.is_dir() and not is_older:
                        shutil.rmtree(path, ignore_errors=True)
                    elif not is_older:
                        path.unlink()


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), *sys.argv[3:])
