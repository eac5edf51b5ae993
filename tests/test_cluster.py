"""helpers.cluster, and joblib on Dask: by real schedulers and workers in processes of their own."""

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path

import psutil
import pytest
from distributed import LocalCluster, wait
from hypothesis import given
from hypothesis import strategies as st
from joblib import Parallel, delayed, parallel_config

from helpers import cluster, workloads
from helpers.processes.scripts import started
from helpers.worker.traced import Traced
from tests.notebooks import ROOT

ON_POSIX = pytest.mark.skipif(os.name == "nt", reason="signals as on Linux and macOS")
LIMIT_S = 120  # for what takes a second or two where nothing else runs

WITHOUT_HELPERS = """
import sys

class Blocker:
    @staticmethod
    def find_spec(name, path=None, target=None):
        if name.partition(".")[0] == "helpers":
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)

sys.meta_path.insert(0, Blocker)
"""


def eventually(condition, what):
    """Wait until `condition()` is true, and return what it returned."""
    deadline = time.monotonic() + LIMIT_S
    while time.monotonic() < deadline:
        value = condition()
        if value:
            return value
        time.sleep(0.05)
    pytest.fail(f"not within {LIMIT_S} s: {what}")


class Network:
    """A scheduler and workers, each a process that the `dask` command starts.

    `prefixes` holds, for the name of a process, a command before the command and the address there.
    """

    def __init__(self, folder, stack, prefixes=None, options=()):
        self.folder, self._stack, self._prefixes = Path(folder), stack, prefixes or {}
        self.processes = {}
        file = self.folder / "scheduler.json"
        self._start(
            "scheduler", "--port", "0", "--no-show", "--scheduler-file", str(file), *options
        )

        def address():
            with contextlib.suppress(OSError, ValueError):
                return json.loads(file.read_text(encoding="utf-8"))["address"]

        self.address = self._once_it_runs("scheduler", address)

    def start_worker(self, name, *options):
        folder = self.folder / name
        folder.mkdir()
        fixed = ("--nthreads", "1", "--no-dashboard", "--local-directory", str(folder))
        self._start(name, self.address, "--name", name, *fixed, *options)

    def _start(self, name, *options):
        prefix, host = self._prefixes.get(name, ((), "127.0.0.1"))
        kind = "scheduler" if name == "scheduler" else "worker"
        dashboard = ("--dashboard-address", f"{host}:0") if kind == "scheduler" else ()
        command = [sys.executable, "-m", "dask", kind, "--host", host, *dashboard, *options]
        log = self._stack.enter_context((self.folder / f"{name}.log").open("wb"))
        # It is ended by force, and would leave its files where they are.
        environment = {**os.environ, "DASK_TEMPORARY_DIRECTORY": str(self.folder)}
        streams = {"stdin": subprocess.DEVNULL, "stdout": log, "stderr": log}
        process = started([*prefix, *command], cwd=ROOT, env=environment, **streams)
        self.processes[name] = self._stack.enter_context(process)

    def _once_it_runs(self, name, condition):
        def condition_of_a_running_process():
            assert self.processes[name].poll() is None, self.log(name)
            return condition()

        return eventually(condition_of_a_running_process, f"{name} runs")

    def log(self, name):
        return (self.folder / f"{name}.log").read_text(encoding="utf-8", errors="replace")


@pytest.fixture
def network(tmp_path):
    with contextlib.ExitStack() as stack:
        yield Network(tmp_path, stack)
        cluster.close()


@pytest.fixture
def client(network):
    """A client of a scheduler with two workers that nothing replaces when they end."""
    for name in ("worker-1", "worker-2"):
        network.start_worker(name, "--no-nanny")
    client = cluster.connect(network.address, timeout_s=60)
    client.wait_for_workers(2, timeout=LIMIT_S)
    return client


@pytest.fixture(autouse=True)
def nothing_left_of_dask():
    before = (ROOT / "dask-scratch-space").exists()
    yield
    cluster.close()
    left = [p for p in psutil.Process().children(recursive=True) if "dask" in " ".join(command(p))]
    assert not left
    assert (ROOT / "dask-scratch-space").exists() == before


def command(process):
    with contextlib.suppress(psutil.Error):
        return process.cmdline()
    return []


def run_while_one_dies(client):
    """Run tasks by joblib, kill a worker on the way, and return (results, who ran them, the victim).

    Both as process ids, which processes in different network namespaces do not share by chance.
    """
    pids = client.run(os.getpid)
    victim = min(pids)
    killed = threading.Event()

    def kill():
        deadline = time.monotonic() + LIMIT_S
        while not client.processing().get(victim) and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(0.3)
        os.kill(pids[victim], signal.SIGKILL)
        killed.set()

    killer = threading.Thread(target=kill)
    killer.start()
    try:
        with parallel_config(backend="dask"):
            tasks = (delayed(Traced(workloads.slow_square))(x) for x in range(50))
            pairs = Parallel(batch_size=1, timeout=LIMIT_S)(tasks)
    finally:
        killer.join()
    assert killed.is_set()
    assert len(client.ncores()) == len(pids) - 1
    results = [result for result, _ in pairs]
    return results, [span.worker.process_id for _, span in pairs], pids[victim]


# A scheduler and workers ------------------------------------------------------------------------


@ON_POSIX
def test_joblib_goes_on_when_a_worker_is_killed(client, network):
    assert len(cluster.check_workers(client)) == 2
    results, ran_in, victim = run_while_one_dies(client)
    assert results == [x * x for x in range(50)]
    workers = {network.processes[name].pid for name in ("worker-1", "worker-2")}
    assert victim in workers
    assert set(ran_in) <= workers
    (survivor,) = workers - {victim}
    assert ran_in.count(survivor) > ran_in.count(victim)
    exit_codes = [network.processes[name].poll() for name in ("worker-1", "worker-2")]
    assert sorted(map(str, exit_codes)) == [str(-signal.SIGKILL), "None"]


@ON_POSIX
def test_results_of_a_killed_worker_are_computed_again(client):
    pids = client.run(os.getpid)
    futures = client.map(Traced(workloads.slow_square), range(30), pure=False)
    victim = min(pids)
    eventually(lambda: client.has_what()[victim], "the victim has a result")
    os.kill(pids[victim], signal.SIGKILL)
    wait(futures, timeout=LIMIT_S)
    pairs = client.gather(futures)
    assert [result for result, _ in pairs] == [x * x for x in range(30)]
    assert {span.worker.process_id for _, span in pairs} == set(pids.values()) - {pids[victim]}


def test_a_scheduler_without_workers_is_told(network):
    client = cluster.connect(network.address, timeout_s=60)
    with pytest.raises(ConnectionError, match=f"dask worker {network.address}"):
        cluster.check_workers(client)


def test_a_worker_without_helpers_says_so(network):
    blocker = network.folder / "without_helpers.py"
    blocker.write_text(WITHOUT_HELPERS, encoding="utf-8")
    network.start_worker("good", "--no-nanny")
    network.start_worker("bad", "--no-nanny", "--preload", str(blocker))
    client = cluster.connect(network.address, timeout_s=60)
    client.wait_for_workers(2, timeout=LIMIT_S)
    info = client.scheduler_info(n_workers=-1)["workers"]
    address = {worker["name"]: where for where, worker in info.items()}
    with pytest.raises(ImportError, match=r"1 worker of 2, .* cannot import helpers") as caught:
        cluster.check_workers(client)
    assert address["bad"] in str(caught.value)
    assert address["good"] not in str(caught.value)
    assert "pip install -e ." in str(caught.value)


def test_a_scheduler_without_helpers_says_so(tmp_path):
    with contextlib.ExitStack() as stack:
        blocker = tmp_path / "without_helpers.py"
        blocker.write_text(WITHOUT_HELPERS, encoding="utf-8")
        network = Network(tmp_path, stack, options=["--preload", str(blocker)])
        client = cluster.connect(network.address, timeout_s=60)
        with pytest.raises(ImportError, match=r"the scheduler at .* cannot import helpers"):
            cluster.check_workers(client)
        cluster.close()


def test_a_task_that_cannot_be_sent_is_an_error(client):
    lock = threading.Lock()

    def locked(x):
        with lock:
            return x

    with pytest.raises(TypeError, match=r"task locked cannot be sent to a worker: cannot pickle"):
        cluster.check_task(locked)
    with pytest.raises(TypeError, match="Could not serialize"):
        client.submit(locked, 1, pure=False)
    assert client.submit(workloads.count_primes, 1000).result(timeout=LIMIT_S) == 168


def test_tasks_that_can_be_sent_pass():
    for task in (workloads.count_primes, lambda x: x, abs):
        cluster.check_task(task)
    with pytest.raises(TypeError, match="task must be a function"):
        cluster.check_task("count_primes")


# No scheduler -----------------------------------------------------------------------------------


def refusal_of(address):
    start_s = time.monotonic()
    with pytest.raises(ConnectionError) as caught:
        cluster.connect(address)
    assert time.monotonic() - start_s < 5
    assert address in str(caught.value)
    return str(caught.value)


def test_an_address_where_nothing_listens():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    sentence = refusal_of(f"tcp://127.0.0.1:{port}")
    assert "nothing listens there" in sentence
    assert "dask scheduler" in sentence


def test_an_address_where_something_else_listens():
    with socket.create_server(("127.0.0.1", 0)) as silent:
        assert "no scheduler" in refusal_of(f"127.0.0.1:{silent.getsockname()[1]}")


def test_an_address_with_an_unknown_name():
    sentence = refusal_of("tcp://no-such-host.invalid:8786")
    # Where a name server is set but out of reach, the look-up itself takes longer than that.
    assert "name is not known" in sentence or "gave no scheduler's answer" in sentence


def test_the_address_of_a_worker(network):
    network.start_worker("worker-1", "--no-nanny")
    client = cluster.connect(network.address, timeout_s=60)
    client.wait_for_workers(1, timeout=LIMIT_S)
    (worker,) = cluster.check_workers(client)
    with pytest.raises(ConnectionError, match="a Dask worker answers, not a scheduler"):
        cluster.connect(worker, timeout_s=60)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "localhost",
        "tcp://127.0.0.1",
        "tcp://a:b",
        "a:0",
        ":1",
        "smoke://a:1",
        "[]:1",
        "tcp:/a:1",
    ],
)
def test_what_is_no_address(address):
    with pytest.raises(ValueError, match="where must be an address such as"):
        cluster.connect(address)


HOSTS = st.one_of(
    st.ip_addresses(v=4).map(str),
    st.ip_addresses(v=6).map(lambda address: f"[{address}]"),
    st.from_regex(r"[a-z0-9]([a-z0-9.-]{0,20}[a-z0-9])?", fullmatch=True),
)


@given(HOSTS, st.integers(1, 65_535), st.sampled_from(["", "tcp://"]))
def test_a_host_and_a_port_are_found_in_their_address(host, port, scheme):
    found = cluster._host_and_port(f"{scheme}{host}:{port}")
    assert found == (host.strip("[]"), port)


def _host_and_port_or_sentence(text):
    try:
        return cluster._host_and_port(text), ""
    except ValueError as error:
        return None, str(error)


@given(st.text(max_size=40) | st.from_regex(r"(tcp://)?[^:]*:[0-9]{1,7}", fullmatch=True))
def test_any_text_is_a_host_and_a_port_or_gets_one_sentence(text):
    found, told = _host_and_port_or_sentence(text)
    if found is None:
        assert told.startswith("where must be an address such as")
        assert len(told.splitlines()) == 1
    else:
        host, port = found
        assert host
        assert not set(host) & set(" []/")
        assert 0 < port < 65_536


@pytest.mark.parametrize(("where", "timeout_s"), [(None, 1), (8786, 1), ("tcp://a:1", "soon")])
def test_bad_arguments_are_named(where, timeout_s):
    with pytest.raises(TypeError, match=r"where must be|timeout_s must be"):
        cluster.connect(where, timeout_s)


# A local cluster --------------------------------------------------------------------------------

LOCAL = """
import os, tempfile, time
import dask
from distributed import LocalCluster
from helpers import cluster, workloads

if __name__ == "__main__":
    folder = tempfile.mkdtemp(dir=os.environ["FOLDER"])
    dask.config.set({"temporary-directory": folder})
    local = LocalCluster(
        n_workers=2, threads_per_worker=1, host="127.0.0.1", dashboard_address="127.0.0.1:0"
    )
    client = cluster.connect(local)
    print(*client.run(os.getpid).values(), flush=True)
    time.sleep(600)
"""


@pytest.fixture
def local(tmp_path):
    import dask  # noqa: PLC0415

    with (
        dask.config.set({"temporary-directory": str(tmp_path)}),
        LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs="CRITICAL",
        ) as local,
    ):
        yield local
        cluster.close()


@ON_POSIX
def test_an_interrupt_leaves_local_workers_at_work(local):
    client = cluster.connect(local)
    pids = client.run(os.getpid)
    for pid in pids.values():
        os.kill(pid, signal.SIGINT)
    assert client.gather(client.map(workloads.slow_square, range(4))) == [0, 1, 4, 9]
    assert client.run(os.getpid) == pids


def test_the_dashboard_listens_on_this_machine_only_and_works(local):
    requests = pytest.importorskip("requests")
    client = cluster.connect(local)
    assert client.dashboard_link.startswith("http://127.0.0.1:")
    health = client.dashboard_link.replace("/status", "/health")
    assert requests.get(health, timeout=60).text == "ok"
    status = requests.get(client.dashboard_link, timeout=60)
    assert status.ok
    assert "needs bokeh" not in status.text
    ours = psutil.Process().net_connections()
    assert {c.laddr.ip for c in ours if c.status == "LISTEN"} == {"127.0.0.1"}


def test_close_ends_the_workers_and_can_be_called_again(local):
    client = cluster.connect(local)
    pids = client.run(os.getpid).values()
    cluster.close()
    eventually(lambda: not any(map(psutil.pid_exists, pids)), "the workers have ended")
    assert client.status == "closed"
    cluster.close()


@ON_POSIX
def test_workers_end_with_a_notebook_that_is_killed(tmp_path):
    """By themselves: a plain script has no guard, unlike the kernel in tests/labs/test_in_a_kernel.py."""
    environment = {**os.environ, "FOLDER": str(tmp_path)}
    arguments = {"env": environment, "stdout": subprocess.PIPE, "text": True, "cwd": ROOT}
    with started([sys.executable, "-c", LOCAL], **arguments) as notebook:
        workers = [psutil.Process(int(pid)) for pid in notebook.stdout.readline().split()]
        assert len(workers) == 2
        notebook.kill()
        _, alive = psutil.wait_procs(workers, timeout=30)
        assert not alive


# Across a network -------------------------------------------------------------------------------

MEMBERS = {
    "scheduler": 1,
    "worker-1": 2,
    "worker-2": 3,
    "client": 4,
}  # the last part of the address

ACROSS = """
import json, sys
from helpers import cluster
from tests.test_cluster import LIMIT_S, run_while_one_dies

client = cluster.connect(sys.argv[1], timeout_s=60)
client.wait_for_workers(2, timeout=LIMIT_S)
workers = cluster.check_workers(client)
results, ran_in, victim = run_while_one_dies(client)
print(json.dumps([workers, results, ran_in, victim]))
cluster.close()
"""


def ip(*arguments):
    subprocess.run(["ip", *arguments], check=True, capture_output=True, text=True, timeout=60)


@pytest.fixture
def namespaces():
    """Make a network namespace a member, each with an address, all joined by a bridge in another.

    The machine's own network is not touched. Yields the members' names as `ip` knows them.
    """
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can make network namespaces")
    if shutil.which("ip") is None:
        pytest.skip("there is no `ip` command (package iproute2)")
    names = {member: f"ppm{os.getpid()}-{member}" for member in ("hub", *MEMBERS)}
    with contextlib.ExitStack() as stack:
        try:
            for name in names.values():
                ip("netns", "add", name)
                stack.callback(ip, "netns", "delete", name)
                ip("-n", name, "link", "set", "lo", "up")
            ip("-n", names["hub"], "link", "add", "bridge", "type", "bridge")
            ip("-n", names["hub"], "link", "set", "bridge", "up")
            for member, number in MEMBERS.items():
                name, port = names[member], f"port{number}"
                peer = ("peer", "name", "eth0", "netns", name)
                ip("-n", names["hub"], "link", "add", port, "type", "veth", *peer)
                ip("-n", names["hub"], "link", "set", port, "master", "bridge", "up")
                ip("-n", name, "address", "add", f"10.77.0.{number}/24", "dev", "eth0")
                ip("-n", name, "link", "set", "eth0", "up")
        except subprocess.CalledProcessError as error:
            pytest.skip(f"no network namespaces here: {error.stderr.strip()}")
        yield names


def received_bytes(name):
    file = "/sys/class/net/eth0/statistics/rx_bytes"
    reading = ["ip", "netns", "exec", name, "cat", file]
    return int(subprocess.check_output(reading, timeout=60))


def test_across_a_network_with_one_worker_killed(namespaces, tmp_path):
    prefixes = {
        member: (("ip", "netns", "exec", namespaces[member]), f"10.77.0.{number}")
        for member, number in MEMBERS.items()
    }
    with contextlib.ExitStack() as stack:
        network = Network(tmp_path, stack, prefixes)
        assert network.address.startswith("tcp://10.77.0.1:")
        for name in ("worker-1", "worker-2"):
            network.start_worker(name, "--no-nanny")
        asking = [*prefixes["client"][0], sys.executable, "-c", ACROSS, network.address]
        done = subprocess.run(
            asking, cwd=ROOT, capture_output=True, text=True, timeout=3 * LIMIT_S, check=False
        )
        assert done.returncode == 0, done.stderr + network.log("scheduler")
        workers, results, ran_in, victim = json.loads(done.stdout)
        assert [w.rpartition(":")[0] for w in workers] == ["tcp://10.77.0.2", "tcp://10.77.0.3"]
        assert results == [x * x for x in range(50)]
        pids = {network.processes[name].pid for name in ("worker-1", "worker-2")}
        assert victim in pids
        (survivor,) = pids - {victim}
        assert survivor in ran_in
        for name in ("scheduler", "worker-1", "worker-2", "client"):
            assert received_bytes(namespaces[name]) > 5_000
