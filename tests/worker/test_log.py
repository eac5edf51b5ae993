"""helpers.worker.log, its `Log`: events, read from a file that may have been cut anywhere."""

import errno
import io
import json
import os
import sys
import tempfile

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from helpers.processes import append
from helpers.worker.log import Log

EVENTS = st.builds(
    lambda event, more: {**more, "event": event},
    st.text(),
    st.dictionaries(st.text(), st.one_of(st.none(), st.booleans(), st.integers(), st.text())),
)
AS_WRITTEN = EVENTS.map(lambda event: json.dumps(event).encode())
# A part of a line lacks its last brace, at least; all else was never an event.
PARTS = st.builds(lambda line, n: line[: n % len(line)], AS_WRITTEN, st.integers(0, 10**6))
NO_EVENTS = st.sampled_from([b"", b"\r", b"[1]", b"3", b"{}", b'{"event": 3}', b"[" * 100_000])
DAMAGED = st.one_of(st.binary(), PARTS, NO_EVENTS)
LINES = st.lists(
    st.one_of(AS_WRITTEN.map(lambda line: (line, True)), st.tuples(DAMAGED, st.just(False)))
)


@given(LINES, st.lists(st.integers(0, 2000), max_size=6))
@example([(b"\xff", False), (b'{"event": "end"}', True)], [1, 2, 3])
@example([(b'{"event": "start"}', True), (b'{"event": "end"}', True)], [31])
def test_whatever_stands_there_every_whole_event_is_read(lines, cuts):
    written = b"".join(line + b"\n" for line, _ in lines)
    wanted = [json.loads(line) for line, is_sound in lines if is_sound]
    with tempfile.TemporaryDirectory() as folder:
        log, done = Log(os.path.join(folder, "events"), 0), 0
        for cut in [*sorted(cuts), len(written)]:  # it is read while it is written
            with open(log.path, "ab") as file:
                file.write(written[done : max(cut, done)])
            done = max(cut, done)
            assert log.read() == wanted[: len(log.read())]
        assert log.read() == wanted
        assert Log(log.path, 0).read() == wanted


def no_room(number):
    def write(descriptor, line):
        raise OSError(number, os.strerror(number))

    return write


def test_a_log_is_whole_until_there_is_no_room(tmp_path, monkeypatch):
    log = Log(str(tmp_path / "events"), 0)
    log.begin()
    log.note("start")
    with monkeypatch.context() as patch:
        patch.setattr(append, "_write", no_room(errno.EMFILE))
        with pytest.raises(OSError, match="open files"):
            log.note("lost")
        assert log.is_whole()  # the code has too many files open: that is for the code to tell
        patch.setattr(append, "_write", no_room(errno.ENOSPC))
        with pytest.raises(OSError, match="the disk is full"):
            log.note("lost")
    assert not log.is_whole()
    log.note("end")
    assert not log.is_whole()
    assert [event["event"] for event in log.read()] == ["start", "end"]


def test_a_log_that_was_begun_by_nobody_can_lose_too(tmp_path, monkeypatch):
    monkeypatch.setattr(append, "_write", no_room(errno.EFBIG))
    with pytest.raises(OSError, match="no file may grow"):
        Log(str(tmp_path / "events"), 0).note("lost")


def test_events_are_read_at_one_go(tmp_path, monkeypatch):
    """Read line by line, a line could come in two halves: one that is no whole line, and one that is."""
    reads = []

    class File(io.BytesIO):
        def read(self, *size):
            reads.append(size)
            return super().read(*size)

    module = sys.modules[Log.__module__]
    monkeypatch.setattr(module, "open", lambda *_: File(b'{"event": "end"}\n'), raising=False)
    assert Log("", 0).read() == [{"event": "end"}]
    assert reads == [()]
