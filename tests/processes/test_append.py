"""helpers.processes.append: lines at the end of a file that several write to."""

import contextlib
import errno
import json
import multiprocessing
import os
import shutil
import subprocess
import sys
import threading
from types import SimpleNamespace

import pytest

from helpers.processes import append


def lines_of(path):
    return [line for line in path.read_text().split("\n") if line]


def write(path, name, n_lines, gate):
    gate.wait()
    for i in range(n_lines):
        append.append_line(path, f"{name} {i}".encode())


def write_from_several(path, kind, gate, n_lines):
    """Write from as many threads or processes as a gate waits for; return what should stand there."""
    names = range(gate.parties)
    writers = [kind(target=write, args=(path, name, n_lines, gate)) for name in names]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    return sorted(f"{name} {i}" for name in names for i in range(n_lines))


def test_lines_of_several_threads_come_whole(tmp_path):
    wanted = write_from_several(tmp_path / "file", threading.Thread, threading.Barrier(8), 50)
    assert sorted(lines_of(tmp_path / "file")) == wanted


def test_lines_of_several_processes_come_whole(tmp_path):
    gate = multiprocessing.Barrier(4)
    wanted = write_from_several(tmp_path / "file", multiprocessing.Process, gate, 2000)
    assert sorted(lines_of(tmp_path / "file")) == wanted


@pytest.fixture
def windows(monkeypatch):
    """Stand in for Windows: a lock on a byte that is had or refused, and writes that look for the end."""
    held, usual = threading.Lock(), os.write

    def locking(descriptor, mode, n_bytes):
        assert os.lseek(descriptor, 0, os.SEEK_CUR) == append._LOCKED_BYTE
        if mode == "unlock":
            held.release()
        elif not held.acquire(blocking=False):
            raise OSError(errno.EACCES, "locked")

    def write(descriptor, line):
        assert held.locked()
        return usual(descriptor, line)

    fake = SimpleNamespace(locking=locking, LK_NBLCK="lock", LK_UNLCK="unlock")
    monkeypatch.setattr(append, "msvcrt", fake)
    monkeypatch.setattr(append.os, "write", write)
    return held


def test_where_appending_takes_two_steps_one_writes_at_a_time(windows, tmp_path):
    wanted = write_from_several(tmp_path / "file", threading.Thread, threading.Barrier(8), 50)
    assert sorted(lines_of(tmp_path / "file")) == wanted
    assert not windows.locked()


def test_a_lock_that_is_never_given_back_is_no_endless_wait(windows, tmp_path, monkeypatch):
    monkeypatch.setattr(append, "_LOCKED_WITHIN_S", 0.05)
    windows.acquire()
    with pytest.raises(OSError, match="locked"):
        append.append_line(tmp_path / "file", b"x")
    windows.release()


# Python ignores the signal that would come with a file's limit, so that here, too, a part is written.
AT_EVERY_LIMIT = """
import json, os, resource, sys
from helpers.processes.append import append_line

_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
for n_bytes in range(60):
    path, told = os.path.join(sys.argv[1], str(n_bytes)), []
    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, hard))
    for number in range(4):
        try:
            append_line(path, json.dumps({"number": number}).encode())
            told.append(None)
        except OSError as error:
            told.append([error.errno, error.strerror, error.filename])
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    append_line(path, json.dumps({"number": 4}).encode())
    print(json.dumps(told))
"""


def whole_lines(path):
    found = []
    for line in lines_of(path):
        with contextlib.suppress(ValueError):
            found.append(json.loads(line))
    return found


@pytest.mark.skipif(os.name == "nt", reason="there is no such limit")
def test_where_there_is_no_room_it_says_so_and_the_next_line_is_whole(tmp_path):
    command = [sys.executable, "-c", AT_EVERY_LIMIT, tmp_path]
    out = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    n_broken = 0
    for n_bytes, line in enumerate(out.splitlines()):
        path = tmp_path / str(n_bytes)
        told, found = json.loads(line), [line["number"] for line in whole_lines(path)]
        written = [number for number in range(4) if told[number] is None]
        assert len(written) == min(4, n_bytes // len('\n{"number": 0}\n'))
        # One byte short, the line stands there whole; it gets its end from the next one.
        assert [*written, 4] == [number for number in found if number in (*written, 4)]
        assert found == sorted(set(found))
        n_broken += len(lines_of(path)) - len(found)
        for number, *sentence, name in filter(None, told):
            assert (number, name) == (errno.EFBIG, str(path))
            assert sentence == [
                "no file may grow any further here: raise the limit, as by `ulimit -f`"
            ]
    assert n_broken > 30


@pytest.mark.parametrize("n_bytes", range(9))
def test_a_write_that_broke_off_is_done_anew_if_there_is_room(tmp_path, monkeypatch, n_bytes):
    usual, lengths = os.write, iter([n_bytes])
    monkeypatch.setattr(append.os, "write", lambda to, line: usual(to, line[: next(lengths, 99)]))
    append.append_line(tmp_path / "file", b"[1, 2]")
    append.append_line(tmp_path / "file", b"[3]")
    assert whole_lines(tmp_path / "file") == [[1, 2], [3]]


def test_a_disk_that_breaks_off_every_write_is_called_full(tmp_path, monkeypatch):
    usual = os.write
    monkeypatch.setattr(append.os, "write", lambda to, line: usual(to, line[:4]))
    with pytest.raises(OSError, match="the disk is full: make room on it") as caught:
        append.append_line(tmp_path / "file", b"[1, 2, 3]")
    assert (caught.value.errno, caught.value.filename) == (errno.ENOSPC, str(tmp_path / "file"))


FILLS_UP = """
import errno, json, sys
from helpers.processes.append import append_line

path, name = sys.argv[1:]
number, written = 0, []
for _ in sys.stdin:  # there may be room again
    n_failed = 0
    while n_failed < 3:
        line = {"writer": name, "number": number, "filling": number % 53 * "x"}
        try:
            append_line(path, json.dumps(line).encode())
            written.append(number)
        except OSError as error:
            assert error.errno == errno.ENOSPC, error
            n_failed += 1
        number += 1
    print(json.dumps(written), flush=True)
    written = []
"""


def test_two_writers_beside_a_full_disk_that_gets_room_again(small_disk):
    rooms = [small_disk / f"room {i}" for i in range(8)]
    for room in rooms:
        room.write_bytes(bytes(20_000))
    (small_disk / "rest").write_bytes(bytes(shutil.disk_usage(small_disk).free))
    path, pipes = small_disk / "file", {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    command, written = [sys.executable, "-c", FILLS_UP, path], []
    with (
        subprocess.Popen([*command, "a"], text=True, **pipes) as a,
        subprocess.Popen([*command, "b"], text=True, **pipes) as b,
    ):
        for room in rooms:
            for writer in (a, b):
                print("go", file=writer.stdin, flush=True)
            room.unlink()  # while they write
            for name, writer in (("a", a), ("b", b)):
                written += [(name, number) for number in json.loads(writer.stdout.readline())]
    found = [(line["writer"], line["number"]) for line in whole_lines(path)]
    assert len(written) > 500
    assert set(written) <= set(found)
    assert len(found) == len(set(found))
    for name in ("a", "b"):
        numbers = [number for writer, number in found if writer == name]
        assert numbers == sorted(numbers)
