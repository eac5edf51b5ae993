"""helpers.processes.append: lines at the end of a file that several write to."""

import errno
import os
import threading
from types import SimpleNamespace

import pytest

from helpers.processes import append


def write_from_threads(path, n_threads=8, n_lines=50):
    def write(i):
        for j in range(n_lines):
            append.append_line(path, f"{i} {j}\n".encode())

    threads = [threading.Thread(target=write, args=(i,)) for i in range(n_threads)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(f"{i} {j}" for i in range(n_threads) for j in range(n_lines))


def test_lines_of_several_threads_come_whole(tmp_path):
    wanted = write_from_threads(tmp_path / "file")
    assert sorted((tmp_path / "file").read_text().splitlines()) == wanted


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
    wanted = write_from_threads(tmp_path / "file")
    assert sorted((tmp_path / "file").read_text().splitlines()) == wanted
    assert not windows.locked()


def test_a_lock_that_is_never_given_back_is_no_endless_wait(windows, tmp_path, monkeypatch):
    monkeypatch.setattr(append, "_LOCKED_WITHIN_S", 0.05)
    windows.acquire()
    with pytest.raises(OSError, match="locked"):
        append.append_line(tmp_path / "file", b"x\n")
    windows.release()
