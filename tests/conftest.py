"""What tests share."""

import multiprocessing
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time

import hypothesis
import nbval.kernel
import pytest
from xdist.scheduler import LoadFileScheduling

from helpers import machine
from helpers.reader import journal
from tests import jupyterlab, kernels

collect_ignore_glob = ["answers/*"]  # read, not imported: many are wrong

# How long an example takes is the machine's affair.
hypothesis.settings.register_profile("no deadline", deadline=None)
hypothesis.settings.load_profile("no deadline")

# Of these files, and of these tests, each item stands alone and mostly waits.
_ONE_BY_ONE = (
    "tests/test_faults.py::",
    "::test_every_answer_gets_the_points_that_it_should[",
    "::test_every_assignment_can_be_released",  # beside the tests of the course that is graded
)
_LONG = ("tests/browser/", "tests/test_nbgrader.py")


class _KernelManager(kernels.WithoutPorts, nbval.kernel.KernelManager):
    """What nbval starts its kernels with."""


nbval.kernel.KernelManager = _KernelManager


def pytest_configure(config):
    """Keep a journal of the tests' own, in every kernel and JupyterLab that they start too."""
    if journal.VARIABLE in os.environ and not hasattr(config, "workerinput"):
        return  # somebody has chosen; of several test processes, each has its own all the same
    folder = tempfile.TemporaryDirectory(prefix="journal-")
    config.add_cleanup(folder.cleanup)
    os.environ[journal.VARIABLE] = os.path.join(folder.name, "journal.jsonl")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers():
    """Run several files more at a time than there are CPUs, since most of the long ones wait."""
    return machine.usable_cpus() + 5


class _LongOnesOneByOne(LoadFileScheduling):
    """Gives whole files to processes, but one test at a time of those that are long and stand alone."""

    def _split_scope(self, nodeid):
        stands_alone = any(part in nodeid for part in _ONE_BY_ONE)
        return nodeid if stands_alone else super()._split_scope(nodeid)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    """Spread what stands alone, where whole files are asked for.

    By groups, pytest-xdist could do it too; but it would rename every test, and tear a notebook's cells
    apart wherever this file is not loaded, as when a notebook alone is tested.
    """
    return _LongOnesOneByOne(config, log) if config.getvalue("dist") == "loadfile" else None


def pytest_collection_modifyitems(items):
    """Let what takes longest come first, so that nobody waits for it alone in the end."""
    items.sort(key=_turn)


def _turn(item):
    """Return the turn of a test: long files, then what is long and stands alone, then all else."""
    if any(part in item.nodeid for part in _LONG):
        return 0
    return 1 if any(part in item.nodeid for part in _ONE_BY_ONE) else 2


@pytest.fixture
def small_disk(tmp_path_factory):
    """A folder with room for 2 MB."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux can make a disk that is soon full")
    folder = tmp_path_factory.mktemp("disk")
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", folder], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("no disk can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", folder], check=True)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def nothing_left():
    """Fail a test that leaves worker processes or threads of labs behind."""
    before = set(multiprocessing.active_children())
    yield
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        processes = set(multiprocessing.active_children()) - before
        threads = [
            t for t in threading.enumerate() if t.name in ("lab-engine", "end-pool", "watch")
        ]
        if not processes and not threads:
            return
        time.sleep(0.05)
    pytest.fail(f"left behind: {processes} {threads}")


@pytest.fixture
def kernel():
    """A kernel, which is ended after the test."""
    kernel = kernels.Kernel()
    yield kernel
    kernel.close()


@pytest.fixture(scope="session")
def chromium():
    """Skip, or fail where CI must have it, if there is no browser."""
    path = jupyterlab.find_chromium()
    if path is None:
        message = f"no Chromium on PATH; install it, on Debian with: {jupyterlab.INSTALL_LINE}"
        if os.environ.get("CI"):
            pytest.fail(message)
        pytest.skip(message)
    return path
