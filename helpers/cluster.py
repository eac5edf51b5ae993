"""A Dask cluster of the reader's choice: reached, or told in a sentence what is wrong with it."""

import asyncio
import contextlib
import errno
import logging
import signal
import socket
import threading
from concurrent.futures import Future

import cloudpickle
from distributed import Client, WorkerPlugin
from distributed.core import connect as connect_to_server
from distributed.deploy import Cluster

from helpers.processes.waiting import retry
from helpers.wording.arguments import check_function, check_number
from helpers.wording.errors import first_line, short_error
from helpers.wording.words import counted, name_of, short

__all__ = ["check_task", "check_workers", "close", "connect"]

_IMPORT = "import helpers.workloads"
_IN_NO_HOST = set(" /?#@[]")
_opened = []  # (client, local cluster or None) of this process, in the order in which they came


def connect(where, timeout_s=4.0):
    """Connect to a Dask scheduler, and say in one sentence why that is not possible.

    Parameters
    ----------
    where : str or distributed.deploy.Cluster
        The scheduler's address, such as "tcp://192.168.1.20:8786", or a `LocalCluster`.
    timeout_s : float, optional
        Seconds to try for.

    Returns
    -------
    distributed.Client
        It is the default client, which joblib uses.

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind, or if `where` is no address.
    ConnectionError
        If no scheduler answers there.

    Examples
    --------
    >>> connect("tcp://192.168.1.20")
    Traceback (most recent call last):
    ValueError: where must be an address such as "tcp://192.168.1.20:8786", not 'tcp://192.168.1.20'.
    """
    check_number("timeout_s", timeout_s, 0.01, 3600)
    if isinstance(where, str):
        _host_and_port(where)  # says so if it is no address
        kind = _kind_of_server(where, timeout_s)
        if kind != "Scheduler":
            raise ConnectionError(f"at {where} a Dask {kind.lower()} answers, not a scheduler.")
    elif not isinstance(where, Cluster):
        raise TypeError(f"where must be an address or a LocalCluster, not {short(where)}.")
    # What goes wrong with a task comes back as its error; its traceback need not be printed as well.
    logging.getLogger("distributed").setLevel(logging.CRITICAL)
    client = Client(where, timeout=timeout_s)
    if isinstance(where, str):
        _opened.append((client, None))
    else:
        _opened.append((client, where))
        client.register_plugin(_IgnoreInterrupts())
    return client


def check_workers(client):
    """Make sure that the scheduler and its workers can import the tasks of this course.

    Ask before any work: a worker that is sent a task that it cannot import breaks off, and the task
    waits for another one, for ever if there is none.

    Parameters
    ----------
    client : distributed.Client

    Returns
    -------
    list of str
        The workers' addresses.

    Raises
    ------
    ConnectionError
        If the scheduler has no workers, or one of them does not answer.
    ImportError
        If the scheduler or a worker cannot import `helpers`; the message says which.
    """
    # A function of this module would be sent by its name, which such a worker cannot look up.
    address = client.scheduler.address
    try:
        client.run_on_scheduler(exec, _IMPORT)
    except ImportError as error:
        raise ImportError(_cannot_import(f"the scheduler at {address}", error)) from error
    answers = client.run(exec, _IMPORT, on_error="return")
    if not answers:
        raise ConnectionError(
            f"the scheduler at {address} has no workers: start one or more with `dask worker {address}`."
        )
    lacking = sorted(w for w, answer in answers.items() if isinstance(answer, ImportError))
    if lacking:
        who = f"{counted(len(lacking), 'worker')} of {len(answers)}, {', '.join(lacking)},"
        raise ImportError(_cannot_import(who, answers[lacking[0]]))
    for worker, answer in answers.items():
        if isinstance(answer, BaseException):
            raise ConnectionError(f"worker {worker} does not answer: {short_error(answer)}")
    return sorted(answers)


def check_task(task):
    """Make sure that a task can be sent to a worker.

    joblib with its Dask backend waits for ever for a task that cannot: the error stays in the
    client's event loop.

    Parameters
    ----------
    task : callable

    Raises
    ------
    TypeError
        If the task is no function, or if it cannot be pickled; the message says why.

    Examples
    --------
    >>> import threading
    >>> lock = threading.Lock()
    >>> check_task(lambda value: lock)
    Traceback (most recent call last):
    TypeError: task <lambda> cannot be sent to a worker: cannot pickle '_thread.lock' object
    """
    check_function("task", task)
    try:
        cloudpickle.dumps(task)
    except Exception as error:
        reason = first_line(error) or type(error).__name__
        raise TypeError(f"task {name_of(task)} cannot be sent to a worker: {reason}") from error


def close():
    """Close the clients that `connect` has opened in this process, and the local clusters behind them.

    Workers of a local cluster end with it; those of a scheduler that was given by its address go on.
    Without anything open it does nothing.
    """
    while _opened:
        client, cluster = _opened.pop()
        with contextlib.suppress(Exception):  # a scheduler that is gone is closed enough
            client.close(timeout=5)
        if cluster is not None:
            cluster.close()


class _IgnoreInterrupts(WorkerPlugin):
    """Let only the notebook be interrupted.

    JupyterLab's stop button signals local workers too. They would end, their cluster would not
    replace them, and the next call would wait for ever.
    """

    name = "ignore-interrupts"

    def setup(self, worker):
        with contextlib.suppress(ValueError):  # a worker that is a thread of the notebook's process
            signal.signal(signal.SIGINT, signal.SIG_IGN)


def _cannot_import(who, error):
    return (
        f"{who} cannot import helpers: install this course there, with `pip install -e .` in a clone, "
        f"and start it again. ({short_error(error)})"
    )


def _host_and_port(address):
    scheme, _, place = address.rpartition("://")
    host, _, port = place.rpartition(":")
    host = host.removeprefix("[").removesuffix("]")  # an IPv6 address stands in brackets
    is_host = bool(host) and not set(host) & _IN_NO_HOST and host.isprintable()
    is_port = port.isascii() and port.isdecimal() and len(port) <= 5 and 0 < int(port) < 65_536
    if scheme not in ("", "tcp") or not (is_host and is_port):
        raise ValueError(
            f'where must be an address such as "tcp://192.168.1.20:8786", not {short(address)}.'
        )
    return host, int(port)


def _kind_of_server(address, timeout_s):
    """Ask what listens at an address: "Scheduler", "Worker" or "Nanny"; or raise why not.

    It runs in a thread of its own: nothing ends the look-up of a name from outside.
    """
    kind = Future()

    def ask():
        try:
            _wait_until_it_listens(_host_and_port(address), 0.8 * timeout_s)
            kind.set_result(asyncio.run(asyncio.wait_for(_identity(address), timeout_s))["type"])
        except Exception as error:  # what is no scheduler answers in ways that raise anything
            kind.set_exception(error)

    threading.Thread(target=ask, name="ask-scheduler", daemon=True).start()
    try:
        return kind.result(timeout=timeout_s)
    except Exception as error:
        raise ConnectionError(
            f"no scheduler answers at {address} (tried for up to {timeout_s:g} s): {_reason(error)}. "
            "Start one there with `dask scheduler`, or correct the address."
        ) from error


def _wait_until_it_listens(place, timeout_s):
    """Try for a while, as the scheduler may be about to start; raise what the last try raised."""

    def connect():
        socket.create_connection(place, timeout=timeout_s).close()

    retry(connect, ConnectionRefusedError, timeout_s, every_s=0.1)


async def _identity(address):
    comm = await connect_to_server(address)
    try:
        await comm.write({"op": "identity", "reply": True})
        return await comm.read()
    finally:
        comm.abort()


def _reason(error):
    if isinstance(error, ConnectionRefusedError):
        return "nothing listens there"
    if isinstance(error, socket.gaierror):
        return "the host's name is not known"
    if isinstance(error, OSError) and error.errno in (errno.EHOSTUNREACH, errno.ENETUNREACH):
        return "no way leads to that host"
    return "what is there, if anything is, gave no scheduler's answer"
