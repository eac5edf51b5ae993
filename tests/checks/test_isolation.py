"""helpers.checks.isolation: whatever code does, it gets a grade, and nothing is left of it."""

import errno
import multiprocessing
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
import uuid
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing import util

import psutil
import pytest
from joblib import Parallel, delayed

from helpers import checks
from helpers.checks import isolation
from helpers.processes import guard
from tests import tasks
from tests.checks.runners import with_processes

INPUTS = range(20)
NO_VERDICT = (
    r"The disk is full, or .* says nothing about your code; run this cell again when there is"
)

signals = pytest.mark.skipif(
    os.name == "nt", reason="a process that is ended has no signal to tell"
)
posix = pytest.mark.skipif(os.name == "nt", reason="there is no limit on a file's size")


def limit(n_bytes=1500):
    """Let no file of this process grow further, as on a full disk; some events have room."""
    import resource  # noqa: PLC0415  not on Windows

    resource.setrlimit(resource.RLIMIT_FSIZE, (n_bytes, n_bytes))


def test_nothing_is_left_of_a_check_that_the_guard_cannot_be_told_of(monkeypatch):
    def no_room(path, *_, **options):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(path))

    folder = tempfile.mkdtemp()
    try:
        monkeypatch.setattr(guard, "temporary_folder", lambda: folder)
        monkeypatch.setattr(guard.Path, "write_text", no_room)
        with pytest.raises(OSError, match=NO_VERDICT):
            checks.observe(lambda _: time.sleep(600), limit_s=600)
        children = psutil.Process().children(recursive=True)
        assert not [child for child in children if "isolation_child" in " ".join(child.cmdline())]
        assert not os.listdir(folder)
    finally:
        shutil.rmtree(folder)


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


GUARD = threading.RLock()


def test_a_lock_of_the_notebooks_own_is_sent_as_a_new_one():
    own, guards = threading.Lock(), [GUARD]
    own.acquire()

    def scenario(_):
        with own, guards[0]:
            return 1

    assert checks.observe(scenario).returned(1).holds


def test_what_cannot_be_sent_is_told():
    with ThreadPoolExecutor(2) as pool:
        seen = checks.observe(lambda _: pool)
    assert "inside the function" in seen.finished().sentence


class Unreadable:
    def __reduce__(self):
        return int, ("not a number",)


def forever(_):
    while True:
        pass


def a_hundred_processes(_):
    children = [multiprocessing.Process(target=time.sleep, args=(60,)) for _ in range(100)]
    for child in children:
        child.start()
    for child in children:
        child.join()


STUDENTS = """
def halve(task, value):
    return task(value) / 0
"""


CHECK = """
from helpers import checks

def check_exercise(name):
    def in_a_check(probe):
        return halve(probe.task(abs), 3)

    def missing(probe):
        return no_such_function(probe)

    return checks.observe(missing if name is None else in_a_check).finished().sentence
"""


def test_an_error_is_placed_in_the_students_cell_and_a_name_that_is_missing_above(kernel, tmp_path):
    told = tmp_path / "told"
    for cell in (STUDENTS, CHECK):
        assert kernel.run(cell) is None
    for name in ("halve", None):
        assert kernel.run(f"print(check_exercise({name!r}), file=open({str(told)!r}, 'a'))") is None
    halved, missing = told.read_text().splitlines()
    assert halved == "It raised ZeroDivisionError: division by zero (in halve, line 2 of its cell)."
    assert missing == (
        "It raised NameError: name 'no_such_function' is not defined. Was the cell above run, and did it "
        "end without an error?"
    )


class Mistaken(Exception):
    def __str__(self):
        return None


def mistaken(_):
    raise Mistaken


def megabytes(_):
    print("x" * 20_000_000)
    print("y" * 20_000_000, file=sys.stderr)


def leave_a_process(_):
    multiprocessing.Process(target=time.sleep, args=(60,)).start()
    return "done"


def leave_a_process_that_was_spawned(_):
    context = multiprocessing.get_context("spawn")
    context.Process(target=time.sleep, args=(10_001,), name="spawned").start()
    return "done"


def leave_a_process_in_a_session_of_its_own(_):
    command = ["-c", "import subprocess, sys; subprocess.Popen(sys.argv[1:])"]
    sleeper = [sys.executable, "-c", "import time; time.sleep(10_000)"]
    subprocess.run([sys.executable, *command, *sleeper], start_new_session=True, check=True)
    return "done"


def leave_a_thread(_):
    threading.Thread(target=time.sleep, args=(60,), name="forgotten").start()
    return "done"


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (forever, "was ended"),
        (a_hundred_processes, "more and more processes"),
        (lambda _: sys.exit(), "It raised SystemExit"),
        (lambda _: os._exit(0), "ended the Python process"),
        pytest.param(lambda _: os.abort(), "a signal, SIGABRT, ended its process", marks=signals),
        pytest.param(
            lambda _: os.kill(os.getpid(), 9), "a signal, SIGKILL, ended its process", marks=signals
        ),
        (megabytes, "It returned None"),
        (lambda _: None, "It returned None"),
        (lambda _: threading.Lock(), "cannot be sent"),
        (lambda _: Unreadable(), "cannot be sent"),
        (mistaken, "It raised Mistaken"),
        (lambda _: no_such_name, "It raised NameError: name 'no_such_name'"),  # noqa: F821
        (lambda probe: with_processes(probe.task(tasks.one_over), [0]), "It raised ZeroDivision"),
        (lambda probe: with_processes(probe.task(tasks.exit_at_once), [0]), "BrokenProcessPool"),
    ],
)
def test_whatever_code_does_it_gets_a_grade_and_a_sentence(code, words, capfd):
    limit_s = 2 if code is forever else 20
    seen = checks.observe(code, limit_s=limit_s)
    points = checks.grade("Exercise 1", 1, seen, (1, seen.returned("right")))
    assert points == 0
    assert words in points.sentence
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("code", [leave_a_process, leave_a_thread])
def test_what_is_left_running_is_told_and_ended(code):
    before = set(psutil.pids())
    seen = checks.observe(code)
    assert seen.returned("done").holds
    assert "this still ran" in seen.left_nothing().sentence
    deadline = time.monotonic() + 20
    while any(
        "time.sleep" in _command(pid) or "isolation_child" in _command(pid) for pid in _new(before)
    ):
        assert time.monotonic() < deadline
        time.sleep(0.05)


def _new(before):
    mine = psutil.Process().children(recursive=True)
    return [child.pid for child in mine if child.pid not in before]


def _command(pid):
    try:
        return " ".join(psutil.Process(pid).cmdline())
    except psutil.Error:
        return ""


def test_a_worker_that_was_spawned_is_ended_too(monkeypatch):
    monkeypatch.setenv("OF_THIS_TEST", mark := uuid.uuid4().hex)
    seen = checks.observe(leave_a_process_that_was_spawned)
    assert seen.returned("done").holds
    assert "this still ran" in seen.left_nothing().sentence
    assert [pid for pid in psutil.pids() if _has(pid, mark)] == []


def _has(pid, mark):
    try:
        process = psutil.Process(pid)
        return process.environ().get(
            "OF_THIS_TEST"
        ) == mark and "multiprocessing.spawn" in _command(pid)
    except psutil.Error:
        return False


@pytest.mark.skipif(os.name == "nt", reason="there are no sessions")
def test_who_has_left_the_session_is_ended_and_keeps_nobody_waiting():
    before = {thread.name for thread in threading.enumerate()}
    seen = checks.observe(leave_a_process_in_a_session_of_its_own)
    assert seen.returned("done").holds
    assert not [pid for pid in psutil.pids() if "time.sleep(10_000)" in _command(pid)]
    assert {thread.name for thread in threading.enumerate()} <= before


def start_a_fork_server(ends):
    with ProcessPoolExecutor(2, multiprocessing.get_context("forkserver")) as pool:
        assert list(pool.map(abs, [-1, 2])) == [1, 2]
        print(folder := util.get_temp_dir(), os.listdir(folder), flush=True)
        if ends == "was killed":
            os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(sys.platform != "linux", reason="a temporary folder's path may be too long")
@pytest.mark.parametrize("ends", ["returned", "was killed"])
def test_a_fork_server_leaves_no_folder(ends, monkeypatch):
    monkeypatch.setattr(tempfile, "tempdir", "/tmp")  # pytest's own may be too long as well
    outcome = isolation.run(lambda probe: start_a_fork_server(ends), limit_s=60)
    folder, _, sockets = outcome.printed.strip().partition(" ")
    assert outcome.ended == ends
    assert sockets != "[]", "the socket is elsewhere"
    assert not os.path.exists(folder)


@pytest.mark.parametrize(("n_bytes", "fits"), [(103, True), (104, False)])
def test_temporary_files_stay_elsewhere_where_a_path_would_be_too_long_for_a_socket(n_bytes, fits):
    folder = "/tmp/".ljust(n_bytes - len("/pymp-abcdefgh/listener-abcdefgh"), "x")
    assert isolation._places(folder).get("TMPDIR") == (folder if fits else None)


def test_temporary_files_are_not_among_those_of_the_check():
    seen = checks.observe(lambda _: os.listdir(tempfile.gettempdir()))
    assert seen.finished().holds
    assert not {"events", "scenario", "process"} & set(seen.result)


def test_printed_text_is_kept_up_to_a_limit():
    assert checks.observe(lambda _: print("hello")).printed.strip() == "hello"
    assert len(checks.observe(megabytes).printed) <= 4000


def test_letters_beyond_ascii_are_printed_whole_however_they_arrive():
    def by_bytes(_):
        for byte in "é€".encode():
            os.write(1, bytes([byte]))
            time.sleep(0.05)

    assert checks.observe(by_bytes).printed == "é€"


@pytest.mark.parametrize("name", ["main", "os", "time", "waiting", "families", "cloudpickle"])
def test_a_student_may_give_a_function_any_name(name):
    names = {"__name__": "__main__"}
    code = f"def {name}(x):\n    return x\ndef double(x):\n    return 2 * {name}(x)\n"
    exec(f"{code}def scenario(probe):\n    return double(3)\n", names)
    seen = checks.observe(names["scenario"])
    assert seen.returned(6).holds
    assert seen.left_nothing().holds


def with_joblib(task, inputs):
    return Parallel(n_jobs=2)(delayed(task)(value) for value in inputs)


def test_what_joblib_keeps_is_no_leak_of_the_students():
    seen = checks.observe(lambda probe: with_joblib(probe.task(abs), [-1, -2, -3]))
    assert seen.returned([1, 2, 3]).holds
    assert seen.printed == ""
