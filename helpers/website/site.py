"""A website that runs in a process of its own: started, asked, and ended for certain."""

import argparse
import contextlib
import json
import os
import socket
import subprocess
import sys
import threading
import weakref
from urllib.request import Request, getproxies_environment, urlopen

from helpers.processes.families import APART
from helpers.processes.waiting import scaled
from helpers.website.pages import FAILURES, HOST, ODD_PAGES
from helpers.website.settings import Settings
from helpers.wording.arguments import check_choice, check_count, check_number
from helpers.wording.words import counted

__all__ = ["MAX_PAGES", "Website", "main", "serve"]

MAX_PAGES = 100_000
_MAX_LATENCY_S = 3600
_MAX_MEET = 10_000
_HELD_AT_MOST_S = 5.0
_INTERRUPTED_WITHIN_S = 0.2


def serve(n_pages=20, latency_s=0.1, slow_latency_s=2.0, port=0, meet=1, n_free=1, odd_pages=None):
    """Start a website in a process of its own, and return it once it answers.

    It ends with the ``with`` block, or when ``close()`` is called, or when nothing refers to it any
    more, or when this process is gone, by SIGKILL too. An interrupt of a notebook's cell does not
    reach it, so that one that lives across cells stays; in a ``with`` block, the interrupt ends the
    block. Where the environment names a proxy, its ``no_proxy`` gets the website's host from now on.

    Parameters
    ----------
    n_pages : int, optional
        1 to 100000.
    latency_s : float or sequence of float, optional
        Seconds that every page takes, or one number for each page.
    slow_latency_s : float, optional
        Seconds that the slow page takes, ``site.odd_urls["slow"]``.
    port : int, optional
        A free one if not given.
    meet : int, optional
        Requests are held until so many are in flight at once: that they are then is a fact, and no
        matter of timing. The first is not held, for it may tell of the others. Once so many have met,
        or one was held for 5 s in vain (times PARALLELISM_PATIENCE), none is held any more, until
        `Website.reset_statistics`.
    n_free : int, optional
        So many requests are not held, the first and those that it may tell of.
    odd_pages : dict of int to str, optional
        Pages that misbehave, by number: ``"missing"``, ``"error"``, ``"untitled"`` or ``"dropped"``, as
        in `Website.odd_urls`.

    Returns
    -------
    Website

    Raises
    ------
    TypeError, ValueError
        If an argument is of the wrong kind or out of its range; the message names it.
    OSError
        If the port is taken, or the website does not start.

    Examples
    --------
    >>> with serve(n_pages=3, latency_s=0) as site:
    ...     page = urlopen(site.urls[1]).read().decode()
    >>> "Page 1: the bright bridge" in page
    True
    """
    n_pages = check_count("n_pages", n_pages, MAX_PAGES)
    latencies_s = _check_latencies(latency_s, n_pages)
    check_number("slow_latency_s", slow_latency_s, 0, _MAX_LATENCY_S)
    if port != 0:
        port = check_count("port", port, 65_535)
    settings = Settings(
        latencies_s=latencies_s,
        slow_latency_s=slow_latency_s,
        meet=check_count("meet", meet, _MAX_MEET),
        n_free=check_count("n_free", n_free, _MAX_MEET),
        held_s=scaled(_HELD_AT_MOST_S),
        odd_pages=_check_odd_pages(odd_pages or {}, n_pages),
        port=port,
        parent_id=os.getpid(),
    )
    _pass_by_proxies()
    return Website(*_start(settings), n_pages)


def _pass_by_proxies():
    """Let HTTP clients of this process, and of its workers, come here where they would ask a proxy."""
    if getproxies_environment():
        known = os.environ.get("no_proxy") or os.environ.get("NO_PROXY") or ""
        if HOST not in known.split(","):
            os.environ["no_proxy"] = ",".join(filter(None, [known, HOST]))


def _check_latencies(latency_s, n_pages):
    if not hasattr(latency_s, "__len__") or isinstance(latency_s, str):
        check_number("latency_s", latency_s, 0, _MAX_LATENCY_S)
        return [float(latency_s)] * n_pages
    if len(latency_s) != n_pages:
        raise ValueError(
            f"latency_s must be one number, or one for each of the {n_pages} pages, not "
            f"{len(latency_s)} numbers."
        )
    for i, value in enumerate(latency_s):
        check_number(f"latency_s[{i}]", value, 0, _MAX_LATENCY_S)
    return [float(value) for value in latency_s]


def _check_odd_pages(odd_pages, n_pages):
    for number, kind in odd_pages.items():
        check_choice(f"odd_pages[{number!r}]", kind, FAILURES)
        if number not in range(n_pages):
            raise ValueError(f"odd_pages has a page {number!r}; there are {n_pages}, from 0.")
    return list(odd_pages.items())


class Website:
    """A website that runs; made by `serve`. As a context manager it is closed at the block's end.

    Attributes
    ----------
    address : str
        Where it listens: the beginning of all its addresses.
    port, n_pages, process_id : int
    urls : list of str
        The addresses of its pages, in their order.
    odd_urls : dict of str to str
        Addresses that misbehave: ``"slow"`` takes long, ``"missing"`` answers 404 and ``"error"``
        500, ``"untitled"`` has no title, ``"dropped"`` breaks off half-way, and ``"redirect"`` leads
        to the first page.
    """

    def __init__(self, process, port, n_pages):
        self._process, self._owner_id = process, os.getpid()
        # At the latest when Python exits.
        self._end = weakref.finalize(self, _end, process)
        self.port, self.n_pages, self.process_id = port, n_pages, process.pid
        self.address = f"http://{HOST}:{port}"
        self.urls = [f"{self.address}/page/{number}" for number in range(n_pages)]
        self.odd_urls = {name: f"{self.address}/{name}" for name in ODD_PAGES}

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if error is not None and not self.is_running():
            error.add_note(self._ended())
        self.close()

    def __repr__(self):
        ended = "" if self.is_running() else ", which has ended"
        return f"<Website of {counted(self.n_pages, 'page')} at {self.address}{ended}>"

    def is_running(self):
        """Tell whether the website still answers requests.

        Returns
        -------
        bool
        """
        if os.getpid() != self._owner_id:  # a forked worker is not its parent
            with contextlib.suppress(OSError), socket.create_connection((HOST, self.port), 5):
                return True
            return False
        return self._end.alive and self._process.poll() is None

    def join(self):
        """Wait until the website has ended."""
        while self.is_running():  # in steps: on Windows, Ctrl-C does not end a wait without a limit
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(_INTERRUPTED_WITHIN_S)

    def close(self):
        """End the website; a request in flight gets no answer. Closing it again does nothing."""
        self._end()

    def inputs_for(self, task, task_size_ms, n_tasks):
        """List addresses for a lab: its slider sets the latency, and `n_tasks` the number of pages.

        Parameters
        ----------
        task : callable
            Not looked at: whatever it does with a page, the wait comes from the website.
        task_size_ms : float
            Milliseconds that each page takes.
        n_tasks : int
            Pages; they come again from the first if there are fewer.

        Returns
        -------
        list of str

        Raises
        ------
        ConnectionError
            If the website has ended.
        """
        self._check_running()
        latency_s = f"{task_size_ms / 1000:.9g}"
        return [f"{self.urls[i % self.n_pages]}?latency_s={latency_s}" for i in range(n_tasks)]

    def statistics(self):
        """Ask the website what it has counted since it started, or since `reset_statistics`.

        Returns
        -------
        dict of str to int
            ``n_requests``; ``most_in_flight``, the requests that it had in progress at once;
            ``memory_bytes``, what its process has in memory now.

        Raises
        ------
        ConnectionError
            If the website has ended.
        """
        return self._ask("/statistics")

    def reset_statistics(self):
        """Let the website count its requests from 0 again.

        Raises
        ------
        ConnectionError
            If the website has ended.
        """
        self._ask("/statistics/reset", method="POST")

    def _ask(self, path, method="GET"):
        self._check_running()
        with urlopen(Request(self.address + path, method=method), timeout=60) as response:
            return json.load(response)

    def _check_running(self):
        if not self.is_running():
            raise ConnectionError(self._ended())

    def _ended(self):
        how = "is closed"
        if os.getpid() != self._owner_id:
            how = "has ended"
        elif self._end.alive:
            how = f"has ended (exit code {self._process.returncode})"
        return f"The website at {self.address} {how}; start one with website.serve(...)."


def main(arguments=None):
    """Serve by hand until Ctrl-C.

    Parameters
    ----------
    arguments : list of str, optional
        Those of the command line if not given.
    """
    parser = argparse.ArgumentParser(
        prog="python -m helpers.website",
        description="Serve until Ctrl-C.",
        argument_default=argparse.SUPPRESS,  # what is not given is as `serve` has it
    )
    parser.add_argument("--n-pages", type=int)
    parser.add_argument("--latency-s", type=float)
    parser.add_argument("--slow-latency-s", type=float)
    parser.add_argument("--port", type=int, help="a free one if not given")
    try:
        with serve(**vars(parser.parse_args(arguments))) as site:
            print(f"{site.n_pages} pages at {site.address}/ (Ctrl-C ends it)", flush=True)
            site.join()
    except KeyboardInterrupt:
        pass
    except (OSError, ValueError) as error:
        parser.exit(1, f"{error}\n")


_START_LIMIT_S = 30.0
_CLOSE_LIMIT_S = 2.0


def _start(settings):
    """Start a website's process, and return once it listens."""
    late = []
    process = subprocess.Popen(
        [sys.executable, "-m", "helpers.website.server"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        **APART,
    )
    limit = threading.Timer(_START_LIMIT_S, lambda: [late.append(True), process.kill()])
    try:
        limit.start()
        with contextlib.suppress(BrokenPipeError):  # it has ended: that is told below
            process.stdin.write(settings.to_line())
            process.stdin.flush()
        news = json.loads(process.stdout.readline() or "{}")
    except BaseException:
        _end(process)
        raise
    finally:
        limit.cancel()
    if "port" in news:
        return process, news["port"]
    _end(process)
    if "error" in news and settings.port:
        raise OSError(
            f"port {settings.port} of {HOST} cannot be had ({news['error']}); leave port "
            "out, and a free one is found."
        )
    ended = f"its process ended with exit code {process.returncode}"
    if late:
        ended = f"it did not listen within {_START_LIMIT_S:g} s"
    reason = news.get("error", ended)
    raise OSError(f"The website did not start: {reason}.")


def _end(process):
    """End a website's process, in two seconds at most, and wait until it is gone."""
    process.terminate()
    with contextlib.suppress(OSError):
        process.stdin.close()
    try:
        process.wait(_CLOSE_LIMIT_S)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    process.stdout.close()
