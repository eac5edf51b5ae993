"""helpers.checks.isolation: where the disk is full, a check says so, and nothing about the code."""

import errno
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import pytest

from helpers import checks
from helpers.processes import guard

INPUTS = range(20)
NO_VERDICT = (
    r"The disk is full, or .* says nothing about your code; run this cell again when there is"
)

posix = pytest.mark.skipif(os.name == "nt", reason="there is no limit on a file's size")


def limit(n_bytes=1500):
    """Let no file of this process grow further, as on a full disk; some events have room."""
    import resource  # noqa: PLC0415  not on Windows

    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, n_bytes))


def in_turn(task):
    limit()
    return [task(value) for value in INPUTS]


def in_threads(task):
    limit()
    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(task, INPUTS))


def whatever_it_raises(task, value):
    try:
        return task(value)
    except OSError:
        return abs(value)


def swallowed(task):
    limit()
    return [whatever_it_raises(task, value) for value in INPUTS]


def swallowed_in_workers(task):
    with ProcessPoolExecutor(2, initializer=limit) as pool:
        return list(pool.map(whatever_it_raises, [task] * len(INPUTS), INPUTS))


def swallowed_in_a_thread_that_nobody_asks(task):
    limit()
    pool = ThreadPoolExecutor(1)
    for value in INPUTS:
        pool.submit(task, value)
    pool.shutdown()
    return list(INPUTS)


def a_result_that_has_no_room(task):
    limit()
    return "x" * 10_000


def a_pool_that_has_no_room(task):
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def ended_at_once(task):
    limit()
    try:
        return [task(value) for value in INPUTS]
    finally:
        os._exit(1)


@posix
@pytest.mark.parametrize(
    "runner",
    [
        in_turn,
        in_threads,
        swallowed,
        swallowed_in_workers,
        swallowed_in_a_thread_that_nobody_asks,
        a_result_that_has_no_room,
        a_pool_that_has_no_room,
        ended_at_once,
    ],
)
def test_a_check_without_room_gives_no_verdict(runner):
    with pytest.raises(OSError, match=NO_VERDICT) as caught:
        checks.observe(lambda probe: runner(probe.task(abs)))
    assert caught.value.errno == errno.ENOSPC
    assert str(caught.value).endswith(tempfile.gettempdir())


@posix
def test_a_limit_that_is_not_reached_is_no_matter():
    def scenario(probe):
        limit(1_000_000)
        return [probe.task(abs)(value) for value in INPUTS]

    seen = checks.observe(scenario)
    assert seen.returned(list(INPUTS)).holds
    assert seen.ran(len(INPUTS)).holds


@posix
def test_too_many_open_files_are_the_codes_own_affair():
    def scenario(probe):
        raise OSError(errno.EMFILE, os.strerror(errno.EMFILE))

    assert "It raised OSError: [Errno 24]" in checks.observe(scenario).finished().sentence


WITHOUT_ROOM = """
import resource
from helpers import checks

_, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, ({n_bytes}, hard))
text = "x" * 5000
try:
    checks.observe(lambda probe: len(text))
except OSError as error:
    print(error)
"""


@posix
@pytest.mark.parametrize("n_bytes", [4, 2000])
def test_a_scenario_that_has_no_room_is_not_one_that_cannot_be_sent(n_bytes):
    command = [sys.executable, "-c", WITHOUT_ROOM.format(n_bytes=n_bytes)]
    out = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True).stdout
    assert "The disk is full, or " in out


def test_a_check_on_a_disk_that_fills_up_and_gets_room_again(small_disk, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk))
    monkeypatch.setattr(guard, "temporary_folder", lambda: str(small_disk))

    def call_often(probe):
        task = probe.task(abs)
        return [task(value) for value in range(300)]

    (small_disk / "room").write_bytes(bytes(40_000))
    (small_disk / "rest").write_bytes(bytes(shutil.disk_usage(small_disk).free))
    with pytest.raises(OSError, match=NO_VERDICT):
        checks.observe(call_often)
    (small_disk / "room").unlink()
    with pytest.raises(OSError, match=f"{NO_VERDICT} room in {small_disk}$"):
        checks.observe(call_often)
    (small_disk / "rest").unlink()
    seen = checks.observe(call_often)
    assert seen.returned(list(range(300))).holds
    assert seen.ran(300).holds
    assert list(small_disk.iterdir()) == []
