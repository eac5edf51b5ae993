"""helpers.worker.stop_flag: a flag that every kind of worker can read."""

import errno
import mmap
import multiprocessing
import os
import pickle
import threading
import time

import psutil
import pytest

from helpers.worker import stop_flag
from helpers.worker.stop_flag import StopFlag
from tests.tasks import START_METHODS


def _wait_and_tell(stop, seen):
    seen.put("before" if not stop.is_set() else "set too early")
    while not stop.is_set():
        time.sleep(0.001)
    seen.put("after")


@pytest.mark.parametrize("method", START_METHODS)
def test_a_worker_process_sees_the_flag(method):
    context = multiprocessing.get_context(method)
    seen = context.Queue()
    with StopFlag() as stop:
        process = context.Process(target=_wait_and_tell, args=(stop, seen))
        process.start()
        assert seen.get(timeout=60) == "before"
        stop.set()
        assert seen.get(timeout=60) == "after"
        process.join(60)
        assert process.exitcode == 0


def test_a_flag_that_cannot_be_mapped_leaves_no_file(monkeypatch):
    made = []

    def refuses(descriptor, length):
        made.append(descriptor)
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    monkeypatch.setattr(mmap, "mmap", refuses)
    with pytest.raises(OSError, match="files"):
        StopFlag()
    with pytest.raises(OSError, match="descriptor"):
        os.fstat(*made)


def test_a_thread_sees_the_flag():
    with StopFlag() as stop:
        thread = threading.Thread(
            target=lambda: [time.sleep(0.001) for _ in iter(stop.is_set, True)]
        )
        thread.start()
        stop.set()
        thread.join(30)
        assert not thread.is_alive()


def test_a_flag_of_a_run_that_is_over_reads_as_set():
    stop = StopFlag()
    rebuild, arguments = stop.__reduce__()
    assert not rebuild(*arguments).is_set()
    stop.close()
    stop.close()
    stop.set()
    assert stop.is_set()
    with StopFlag():  # takes the place of the old one, as a later run does
        stop_flag._attached.clear()
        assert rebuild(*arguments).is_set()


@pytest.mark.skipif(not hasattr(os, "memfd_create"), reason="elsewhere, its path is its own")
def test_nothing_is_written_into_a_file_that_has_taken_the_place_of_a_flag(tmp_path, monkeypatch):
    with StopFlag() as stop, open(tmp_path / "other", "w+b") as other:
        attach, arguments = stop.__reduce__()
        usual = mmap.mmap

        class MappedAsTheRunEnds(mmap.mmap):
            def __new__(cls, descriptor, length):
                memory = usual(descriptor, length)
                os.dup2(other.fileno(), stop._descriptor)  # its number is another file's now
                return memory

        monkeypatch.setattr(mmap, "mmap", MappedAsTheRunEnds)
        stop_flag._attached.clear()
        assert not attach(*arguments).is_set()
        monkeypatch.undo()
        assert not other.read()
        stop_flag._attached.clear()
        assert attach(*arguments).is_set()
        assert not other.read()


def test_no_descriptor_and_no_file_is_left():
    before = psutil.Process().num_fds() if hasattr(psutil.Process, "num_fds") else None
    for _ in range(20):
        with StopFlag() as stop:
            path = stop._path
            stop.set()
        assert path.startswith("/proc/") or not os.path.exists(path)
    if before is not None:
        assert psutil.Process().num_fds() <= before


def test_without_memfd_the_flag_is_a_temporary_file(monkeypatch):
    monkeypatch.delattr(os, "memfd_create", raising=False)
    with StopFlag() as stop:
        rebuild, arguments = stop.__reduce__()
        other = rebuild(*arguments)
        stop.set()
        assert other.is_set()
        assert os.path.exists(stop._path)
    assert not os.path.exists(stop._path)


def test_a_flag_of_another_machine_reads_as_not_set():
    with StopFlag() as stop:
        make, (path, target, host) = stop.__reduce__()
        elsewhere = make(path + "-elsewhere", target, "another machine")
        assert not elsewhere.is_set()
        elsewhere.set()
        assert not elsewhere.is_set(), "it cannot be: tasks there run to their end"
        assert make(path + "-gone", target, host).is_set()


def test_a_flag_that_is_pickled_after_its_end_reads_as_set_whatever_has_its_number_now(tmp_path):
    flag = StopFlag()
    flag.close()
    with open(tmp_path / "file", "w+b") as file:  # as the system gives numbers, it has the flag's
        file.write(b"x")
        file.flush()
        copy = pickle.loads(pickle.dumps(flag))
        assert copy.is_set()
        copy.set()
        assert (tmp_path / "file").read_bytes() == b"x"
