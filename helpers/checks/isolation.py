"""A function run in a process of its own, with limits: whatever it does, its caller goes on."""

import contextlib
import errno
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
from pathlib import Path
from typing import NamedTuple

import psutil

from helpers.checks import sending
from helpers.processes import families, guard, waiting
from helpers.worker.endings import Ending
from helpers.worker.log import Log
from helpers.worker.patience import Patience

__all__ = ["MAX_PROCESSES", "Outcome", "run"]

MAX_PROCESSES = 48
_LOOKED_EVERY_S = 0.15  # but for Linux, each look reads what runs on the whole machine
_KEPT_CHARACTERS = 4000
_LONGEST_PATH_OF_A_SOCKET = 103  # in bytes, as on macOS; Linux allows four more
_FOR_A_SOCKET = len("/pymp-12345678/listener-12345678")
_TEMPORARY = "t"  # short, for that reason
_MARK = "PARALLELISM_CHECK"  # an environment variable: even who leaves the session keeps it


class Outcome(NamedTuple):
    """How a function ended in its process.

    Attributes
    ----------
    ended : Ending
    result : object
        What it returned.
    error : tuple of (str, str, str)
        The name of what it raised, its message, and where: the line of the student's code. If it was
        killed, the name of the signal comes first.
    printed : str
        The first few thousand characters of what it wrote.
    events : sequence of dict
        What its probes noted.
    main_process : int
    left : tuple of str
        Threads, processes and tasks of the event loop that still ran when it was over.
    """

    ended: Ending
    result: object = None
    error: tuple = ("", "", "")
    printed: str = ""
    events: tuple = ()
    main_process: int = 0
    left: tuple = ()


def run(scenario, limit_s):
    """Call ``scenario(probe)`` in a process of its own, and end all that it has started.

    Parameters
    ----------
    scenario : callable
        A function of a `Probe`; `sending` tells how it travels, and what it needs of the notebook.
    limit_s : float
        Seconds after which the process is ended.

    Returns
    -------
    Outcome

    Raises
    ------
    OSError
        ENOSPC or its like, if there was no room on the disk for all that was to be noted: what was noted
        then says nothing about the function.
    """
    patience = Patience.here()
    with tempfile.TemporaryDirectory(
        prefix="check-", dir=guard.temporary_folder(), ignore_cleanup_errors=True
    ) as name:
        folder = Path(name)
        (folder / _TEMPORARY).mkdir()
        try:
            sent = sending.pickled(scenario)
        except Exception as error:
            return Outcome(Ending.NOT_SENT, error=(type(error).__name__, str(error), ""))
        for part, data in sent.items():
            (folder / part).write_bytes(data)
        log = Log(str(folder / "events"), 0)
        log.begin()
        child = psutil.Popen(
            [sys.executable, "-m", "helpers.worker.isolation_child", name],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={
                **os.environ,
                **_places(folder / _TEMPORARY),
                **_without_trackers_words(),
                _MARK: name,
            },
            **families.APART,
        )
        printed = []
        reader = threading.Thread(
            target=_read, args=(child.stdout, printed), name="read-check", daemon=True
        )
        with contextlib.ExitStack() as care:
            try:
                care.enter_context(guard.take_care_of(child.pid, (_MARK, name)))
                reader.start()
                ended = _wait_for(child, limit_s)
            finally:
                families.end(child.pid, (_MARK, name))
                with contextlib.suppress(psutil.TimeoutExpired):
                    child.wait(patience.killed_ends_s)
        reader.join(patience.output_comes_s)
        if not log.is_whole():
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), name)
        outcome = Outcome(ended, events=log.read(), main_process=child.pid)
        if ended == Ending.KILLED:
            outcome = outcome._replace(error=(_signal_of(child.returncode), "", ""))
        with contextlib.suppress(FileNotFoundError, ValueError):
            # Where Python is started by a launcher, only the child knows the number of its own process.
            outcome = outcome._replace(main_process=int((folder / "process").read_text()))
        with contextlib.suppress(FileNotFoundError, EOFError, pickle.UnpicklingError):
            outcome = outcome._replace(**pickle.loads((folder / "outcome").read_bytes()))
        text = b"".join(printed).decode(errors="replace")
        return _with_result(outcome)._replace(printed=text[:_KEPT_CHARACTERS])


def _without_trackers_words():
    """Return the environment variable that keeps resource trackers from telling of what is left.

    The process ends without a farewell, whatever still runs in it. What a pool of joblib's keeps for the
    next call is then cleaned up by its tracker, which would warn of a leak that is none of the student's.
    """
    known = os.environ.get("PYTHONWARNINGS")
    hidden = "ignore:resource_tracker:UserWarning"
    return {"PYTHONWARNINGS": f"{known},{hidden}" if known else hidden}


def _places(folder):
    """Return the environment variables that have temporary files made in a folder, to go with it.

    Where its path is too long for the sockets that multiprocessing puts there, they stay as they are.
    """
    if len(os.fsencode(folder)) + _FOR_A_SOCKET > _LONGEST_PATH_OF_A_SOCKET:
        return {}
    return dict.fromkeys(("TMPDIR", "TEMP", "TMP"), str(folder))


def _with_result(outcome):
    """Rebuild what was returned; it is the student's own, and may refuse."""
    if outcome.result is None:
        return outcome
    try:
        return outcome._replace(result=pickle.loads(outcome.result))
    except Exception:
        return outcome._replace(result=None, error=("", "object that cannot be sent", ""))


def _wait_for(child, limit_s):
    """Wait until the child ends; say in which way."""

    def seen():
        try:
            code = child.wait(_LOOKED_EVERY_S)
            # Unless it has left an outcome. A signal is a negative code.
            return Ending.KILLED if code is not None and code < 0 else Ending.EXITED
        except psutil.TimeoutExpired:
            if families.n_descendants(child.pid) > MAX_PROCESSES:
                return Ending.TOO_MANY_PROCESSES
        return None

    return waiting.until(seen, limit_s, every_s=0) or Ending.TIMED_OUT


def _signal_of(code):
    try:
        return signal.Signals(-int(code)).name
    except ValueError:  # such as a real-time signal, which has no name
        return f"number {-int(code)}"


def _read(stream, printed):
    """Read all that the child writes, so that it never waits; keep the beginning."""
    kept = 0
    with stream, contextlib.suppress(OSError):
        while data := stream.read1(65_536):
            if kept < _KEPT_CHARACTERS:
                printed.append(data)
                kept += len(data)
