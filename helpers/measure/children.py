"""Children of other interpreters, which run a task there on request."""

import contextlib
import json
import queue
import subprocess
import threading
from pathlib import Path
from time import monotonic

from helpers.processes import interpreters
from helpers.wording.words import name_of
from helpers.worker.stop_flag import Stopped

__all__ = ["Child", "FailedError", "child_of"]

_ROOT = Path(__file__).resolve().parents[2]  # what holds the folder `helpers`
_PROGRAM = "helpers.worker.interpreter_child"
_LOOKED_EVERY_S = 0.05
_ANSWERS_WITHIN_S = 120.0
_ENDS_WITHIN_S = 5.0


class FailedError(Exception):
    """A child could not start, or ended, or could not run the task; the message says why, as a clause."""


@contextlib.contextmanager
def child_of(build, stop=None):
    """Start a child of a build; it is ended with the ``with`` block.

    Parameters
    ----------
    build : Build
    stop : StopFlag, optional
        Once it is set, whoever waits for the child meets `Stopped`.

    Yields
    ------
    Child

    Raises
    ------
    FailedError
        If it cannot be started, or has its GIL on or off against what was asked for.
    """
    free = [] if build.gil is None else ["-X", f"gil={int(build.gil)}"]
    command = [build.interpreter.path, "-P", "-s", "-S", *free, "-m", _PROGRAM]
    env = interpreters.environment(_ROOT)
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    try:
        process = subprocess.Popen(command, env=env, encoding="utf-8", errors="replace", **pipes)
    except OSError as error:
        raise FailedError(f"could not be started ({error}).") from None
    with process:
        child = Child(process, stop)
        try:
            child.begin(build.gil)
            yield child
        finally:
            child.end()


class Child:
    """A Python that runs tasks on request; made by `child_of`.

    Parameters
    ----------
    process : subprocess.Popen
    stop : StopFlag or None
    """

    def __init__(self, process, stop):
        self._process, self._stop, self._lines = process, stop, queue.SimpleQueue()
        self._reader = threading.Thread(target=self._read, name="read-child", daemon=True)
        self._reader.start()

    def begin(self, gil):
        """Hear who it is.

        Parameters
        ----------
        gil : bool or None
            Whether it should have its GIL; None where there is no choice.
        """
        has_gil = self._answer().get("gil")
        if gil is not None and has_gil is not gil:
            raise FailedError(f"has its GIL {'on' if has_gil else 'off'} all the same.")

    def end(self):
        """End it at once: it has nothing to put in order."""
        self._process.kill()
        self._reader.join(_ENDS_WITHIN_S)
        with contextlib.suppress(OSError):  # what it did not read
            self._process.stdin.close()

    def _read(self):
        with contextlib.suppress(OSError, ValueError):  # it is closed meanwhile
            for line in self._process.stdout:
                self._lines.put(line)
        self._lines.put(None)

    def cpu_s(self):
        """Return the seconds of CPU time that it has used.

        Returns
        -------
        float
            0 if it has ended.
        """
        import psutil  # noqa: PLC0415  as in cpu_time

        try:
            times = psutil.Process(self._process.pid).cpu_times()
        except psutil.Error:
            return 0.0
        return times.user + times.system

    def run(self, task, inputs, workers, n_workers):
        """Let it run a task on its inputs, and return what it answers.

        Parameters
        ----------
        task : callable
            It is imported there, by its module's name and its own.
        inputs : list
            Of numbers.
        workers : str
            As in `interpreter_child`.
        n_workers : int

        Returns
        -------
        dict
            "elapsed_s", "results", "spans" and "lost".

        Raises
        ------
        Stopped
            If the stop flag is set.
        FailedError
            If it cannot run the task, or does not answer.
        """
        asked = {"task": [task.__module__, task.__qualname__], "inputs": inputs}
        line = json.dumps({**asked, "workers": workers, "n_workers": n_workers})
        with contextlib.suppress(OSError):  # it has ended: that is told below
            self._process.stdin.write(line + "\n")
            self._process.stdin.flush()
        answer = self._answer()
        if "error" in answer:
            raise FailedError(f"could not run {name_of(task)}: {answer['error']}")
        return answer

    def _answer(self):
        until_s = monotonic() + _ANSWERS_WITHIN_S
        while True:
            try:
                line = self._lines.get(timeout=_LOOKED_EVERY_S)
                break
            except queue.Empty:
                if self._stop is not None and self._stop.is_set():
                    raise Stopped from None
                if monotonic() > until_s:
                    told = f"did not answer within {_ANSWERS_WITHIN_S:g} s."
                    raise FailedError(told) from None
        try:
            return dict(json.loads(line or ""))
        except (ValueError, TypeError):
            raise FailedError(f"does not answer as it should: {self._last_words(line)}") from None

    def _last_words(self, line):
        """Return what it has said instead, or the last line of its errors."""
        if line is not None:
            return line.strip()[:200] or "an empty line"
        self._process.wait()
        told = [text for text in self._process.stderr.read().splitlines() if text.strip()]
        return told[-1].strip()[:200] if told else f"exit code {self._process.returncode}"
