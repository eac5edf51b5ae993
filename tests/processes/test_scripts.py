"""helpers.processes.scripts: scripts in a Python of their own, with a limit."""

import time
from pathlib import Path

import psutil
import pytest

from helpers.processes import scripts

PROCESS = """
import multiprocessing
print(__name__)
if __name__ == "__main__":
    worker = multiprocessing.get_context("spawn").Process(target=print, args=("hello",))
    worker.start()
    worker.join()
"""


def test_a_file_can_be_imported_by_its_workers():
    assert scripts.run_file(PROCESS) == ("__main__\n__mp_main__\nhello\n", "")


def test_what_is_typed_in_cannot():
    assert scripts.run_typed_in(PROCESS) == ("__main__\nhello\n", "")


def test_errors_come_without_colours(monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    text, errors = scripts.run_file("1 / 0")
    assert text == ""
    assert errors.splitlines()[-1] == "ZeroDivisionError: division by zero"
    assert "\x1b" not in errors


HANGS = """
import multiprocessing, os, time
if __name__ == "__main__":
    lock = multiprocessing.get_context("spawn").Lock()  # a tracker removes its file in the end
    worker = multiprocessing.Process(target=time.sleep, args=(600,))
    worker.start()
    open({path!r}, "w").write(f"{{lock._semlock.name}} {{os.getpid()}} {{worker.pid}}")
    worker.join()
"""


LEAVES_A_CHILD = """
import subprocess, sys
child = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]{more})
print(child.pid, flush=True)
"""
ALONE = ", stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL"


def gone(pid):
    deadline = time.monotonic() + 20
    while psutil.pid_exists(pid):
        assert time.monotonic() < deadline
        time.sleep(0.05)
    return True


def test_what_a_script_leaves_is_ended():
    text, _ = scripts.run_file(LEAVES_A_CHILD.format(more=ALONE))
    assert gone(int(text))


def test_what_holds_a_scripts_output_is_ended_and_told(tmp_path):
    told = tmp_path / "pid"
    script = LEAVES_A_CHILD.format(more="") + f"open({str(told)!r}, 'w').write(str(child.pid))"
    with pytest.raises(TimeoutError, match="The script has ended; what it started went on"):
        scripts.run_file(script, limit_s=6)
    assert gone(int(told.read_text()))


@pytest.mark.parametrize("run", [scripts.run_file, scripts.run_typed_in])
def test_a_script_that_hangs_is_ended_with_all_that_it_started(run, tmp_path):
    told = tmp_path / "told"
    with pytest.raises(TimeoutError, match="ended after 6 s"):
        run(HANGS.format(path=str(told)), limit_s=6)
    semaphore, *pids = told.read_text().split()
    assert len(pids) == 2
    assert all(gone(int(pid)) for pid in pids)
    deadline = time.monotonic() + 20
    while Path("/dev/shm", f"sem.{semaphore.strip('/')}").exists():  # where it can be seen
        assert time.monotonic() < deadline, semaphore
        time.sleep(0.05)
