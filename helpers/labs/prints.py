"""What is printed while something runs, kept in a file instead of going to where it usually goes."""

import contextlib
import os
import re
import sys
import tempfile
import threading

__all__ = ["Prints"]

_MOST_BYTES, _MOST_SHOWN = 1_000_000, 20_000


class Prints:
    """Keeps what threads and child processes print, as long as the block lasts.

    Children of any start method write to the same two file descriptors as this process; a forked one, and
    a thread, through the objects `sys.stdout` and `sys.stderr`, which in a kernel lead elsewhere.

    Parameters
    ----------
    belongs : callable
        ``belongs()`` tells whether what the calling thread prints is to be kept. In child processes, all
        is.
    """

    def __init__(self, belongs):
        self._belongs, self._process_id = belongs, os.getpid()
        self._file, self._lock, self._text = None, threading.Lock(), ""
        self._before = b""  # the end of what the file has held, and had too much of
        self._undo = contextlib.ExitStack()
        self._usual = {}  # descriptor -> what it usually leads to

    def __enter__(self):
        self._flush()
        try:
            self._file = tempfile.TemporaryFile("a+b", buffering=0)
            for descriptor in (1, 2):
                self._redirect(descriptor)
        except OSError:  # no room, or no such descriptor: all is printed where it usually is
            self._undo.close()
        for stream in (sys.stdout, sys.stderr):
            self._route(stream)
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        """Let all go where it usually goes; a second time, and in another thread, do nothing."""
        with self._lock:
            if self._file is not None:
                self._flush()
            self._undo.close()
            self._text = self.text()
            file, self._file = self._file, None
            if file is not None:
                file.close()

    def text(self):
        """Return what has been printed by now.

        Returns
        -------
        str
            As a terminal shows it, without colours; the end of it, if it is long.
        """
        file = self._file
        if file is None:
            return self._text
        with contextlib.suppress(OSError, ValueError):
            size = os.fstat(file.fileno()).st_size
            with open(os.dup(file.fileno()), "rb") as again:
                again.seek(max(0, size - _MOST_SHOWN))
                end = (self._before + again.read())[-_MOST_SHOWN:]
            if size > _MOST_BYTES:  # what comes meanwhile is lost, of very much
                self._before = end
                os.truncate(file.fileno(), 0)
            self._text = _as_a_terminal_shows(end.decode("utf-8", "replace"))
        return self._text

    def _redirect(self, descriptor):
        usual = self._usual[descriptor] = os.dup(descriptor)
        os.dup2(self._file.fileno(), descriptor)
        self._undo.callback(os.close, usual)
        self._undo.callback(os.dup2, usual, descriptor)

    def _route(self, stream):
        usual = getattr(stream, "write", None)
        if usual is None:
            return

        descriptor = None
        with contextlib.suppress(Exception):  # it has none, or is somebody else's
            descriptor = self._usual.get(stream.fileno())

        def write(text):
            file = self._file
            if file is not None and (os.getpid() != self._process_id or self._belongs()):
                with contextlib.suppress(OSError, ValueError):
                    file.write(str(text).encode("utf-8", "replace"))
                    return len(text)
            elif file is not None and descriptor is not None:  # a script's own, not a kernel's
                with contextlib.suppress(OSError):
                    os.write(descriptor, str(text).encode(stream.encoding, "replace"))
                    return len(text)
            return usual(text)

        with contextlib.suppress(AttributeError):  # a stream that is written in C keeps its own
            stream.write = write
            self._undo.callback(_give_back, stream, write)

    def _flush(self):
        """Let what was printed before go where it went then."""
        for stream in (sys.stdout, sys.stderr):
            with contextlib.suppress(Exception):  # it may be closed, or somebody else's
                stream.flush()


def _as_a_terminal_shows(text):
    """Leave colours out, and what a bar of progress has written over."""
    lines = _CODES.sub("", text).replace("\r\n", "\n").split("\n")
    return "\n".join(line.rstrip("\r").rpartition("\r")[2] for line in lines)


# Of a terminal: for colours and the cursor, and titles of windows. ECMA-48, "Control sequences".
_CODES = re.compile(r"\x1b(\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\))")


def _give_back(stream, write):
    if stream.__dict__.get("write") is write:  # else somebody else has put theirs over it
        del stream.write
