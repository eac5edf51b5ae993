"""A real kernel for tests, without a page before it; and what it leaves behind."""

import contextlib
import sys
import tempfile
import time
import uuid
from pathlib import Path

import psutil
from jupyter_client.manager import AsyncKernelManager, KernelManager
from nbclient import NotebookClient

from helpers.processes import families

SETUP = """
import multiprocessing
from concurrent.futures import ProcessPoolExecutor
from helpers import labs, workloads

multiprocessing.set_start_method({method!r}, force=True)

def with_processes(task, inputs, n_workers):
    with ProcessPoolExecutor(max_workers=n_workers) as pool:
        return list(pool.map(task, inputs))

def with_pool(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return pool.map(task, inputs)
"""
NO_REPLY = "no reply"
LAB = "lab = labs.speedup({runner}, workloads.wait_for, n_workers={n}, task_size_ms={ms}, n_tasks={tasks})"


def without_ports():
    """Return how a manager reaches its kernel by sockets that are files, where there are such.

    Ports are chosen before the kernel starts, and the tests of the website use many: now and
    then one is taken by the time that the kernel opens it, and the kernel dies.
    """
    if sys.platform == "win32":
        return {}
    return {"transport": "ipc", "ip": str(Path(tempfile.gettempdir(), uuid.uuid4().hex))}


class WithoutPorts:
    """To be put before the class of a manager, whose kernels it then reaches in that way."""

    def __init__(self, **kwargs):
        super().__init__(**without_ports(), **kwargs)


class _KernelManager(WithoutPorts, AsyncKernelManager):
    pass


def runner_of(notebook, folder, **hooks):
    """Return what runs a notebook from top to bottom, in a kernel of its own in this folder.

    The `hooks` are those of a `NotebookClient`, such as what it calls after every cell.
    """
    options = {"timeout": 120, "resources": {"metadata": {"path": folder}}, **hooks}
    runner = NotebookClient(notebook, **options)
    runner.kernel_manager_class = _KernelManager
    return runner


class Kernel:
    """A kernel, and what it says."""

    def __init__(self):
        self.manager = KernelManager(kernel_name="python3", **without_ports())
        self.manager.start_kernel(start_new_session=True)
        self.client = self.manager.blocking_client()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=120)
        self.process = psutil.Process(self.manager.provisioner.pid)

    def run(self, code):
        """Run a cell; returns the name of its error, or None."""
        reply = self.client.execute_interactive(code, timeout=120, output_hook=lambda message: None)
        assert reply["content"]["status"] in ("ok", "error"), "the cell was dropped"
        return reply["content"].get("ename")

    def keep_files_in(self, folder):
        """Have the kernel make its temporary files in a folder; by now it may have chosen another."""
        folder = str(folder)
        code = f"import os, tempfile; os.environ['TMPDIR'] = tempfile.tempdir = {folder!r}"
        assert self.run(code) is None

    def start(self, code):
        """Begin a cell; one that ends in an error does not make the kernel drop the next."""
        return self.client.execute(code, stop_on_error=False)

    def error_of(self, cell):
        """Wait for a cell that was begun; returns the name of its error, None, or `NO_REPLY`.

        If an interrupt comes just before the cell's code, or just after it, ipykernel sends no reply
        ("KeyboardInterrupt caught in kernel"). Replies come in turn: what is asked after the cell
        tells that none will come.
        """
        asked = self.client.execute("", silent=True, stop_on_error=False)
        while True:
            reply = self.client.get_shell_msg(timeout=120)
            answered = reply["parent_header"].get("msg_id")
            if answered == cell:
                return reply["content"].get("ename")
            if answered == asked:
                return NO_REPLY

    def workers(self):
        """Return the processes that the kernel has started, but for the start methods' servers."""
        return families.workers(self.process.pid)

    def wait_for_workers(self, n):
        """Wait until there are `n` workers."""
        deadline = time.monotonic() + 60
        while len(self.workers()) < n:
            assert time.monotonic() < deadline, "no workers came"
            time.sleep(0.02)
        return self.workers()

    def but_for_servers(self, processes):
        """Leave out what has turned out to be a server of a start method.

        From its start until it runs a program of its own, each looks like the kernel, and so like a
        worker that was forked. On a busy machine, that is long enough to be seen.
        """
        servers = set(self.process.children(recursive=True)) - set(self.workers())
        return [process for process in processes if process not in servers or has_ended(process)]

    def close(self):
        """End the kernel."""
        self.client.stop_channels()
        with contextlib.suppress(Exception):
            self.manager.shutdown_kernel(now=True)


def has_ended(process):
    """Return whether a process is no more; one that nobody has asked about yet stays a zombie."""
    try:
        return process.status() == psutil.STATUS_ZOMBIE
    except psutil.NoSuchProcess:
        return True


def all_reaped(processes, timeout_s=20):
    """Wait until these processes have ended and their parent has asked about each; tell whether."""
    deadline = time.monotonic() + timeout_s
    while any(process.is_running() for process in processes):  # as a zombie does
        if time.monotonic() > deadline:
            return False
        time.sleep(0.02)
    return True


def all_gone(processes, timeout_s=20):
    """Wait until these processes have ended; returns whether they have, and ends what is left.

    For processes whose parent has ended as well: how soon the system asks about them is its affair.
    """
    deadline = time.monotonic() + timeout_s
    while alive := [process for process in processes if not has_ended(process)]:
        if time.monotonic() > deadline:
            for process in alive:
                with contextlib.suppress(psutil.Error):
                    print("still there:", process, process.cmdline())
                    process.kill()
            return False
        time.sleep(0.02)
    return True
