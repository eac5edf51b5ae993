"""What tests share."""

import multiprocessing
import os
import tempfile
import threading
import time

import hypothesis
import nbval.kernel
import pytest

from helpers import journal, machine
from tests import jupyterlab, kernels

collect_ignore_glob = ["answers/*"]  # read, not imported: many are wrong

# How long an example takes is the machine's affair.
hypothesis.settings.register_profile("no deadline", deadline=None)
hypothesis.settings.load_profile("no deadline")


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
    """Run one file more at a time than there are CPUs, since many tests wait."""
    return machine.usable_cpus() + 1


def pytest_collection_modifyitems(items):
    """Let the longest files come first, so that nobody waits for them alone in the end."""
    longest = ("test_browser.py", "test_coursework.py", "test_faults.py", "test_nbgrader.py")
    items.sort(key=lambda item: item.path.name not in longest)


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
