"""helpers.website: a real website, by real requests."""

import asyncio
import gc
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urljoin

import aiohttp
import psutil
import pytest
import requests
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from helpers import labs, website
from helpers.processes import connections
from helpers.website import pages
from helpers.wording.errors import short_error
from tests import notebooks
from tests.kernels import all_gone
from tests.tasks import START_METHODS, with_threads

ON_POSIX = pytest.mark.skipif(os.name == "nt", reason="signals as on Linux and macOS")


def servers():
    """List the website processes that this process has started."""
    found = []
    for child in psutil.Process().children(recursive=True):
        try:
            if "helpers.website.server" in child.cmdline():
                found.append(child)
        except psutil.NoSuchProcess:
            pass
    return found  # one that has ended and is not waited for yet has no command line


@pytest.fixture(autouse=True)
def no_website_left():
    yield
    gc.collect()
    assert all_gone(servers())


@pytest.fixture
def site():
    with website.serve(n_pages=12, latency_s=0) as site:
        yield site


# Pages -----------------------------------------------------------------------------------------


def test_the_title_that_a_parser_finds_is_the_title(site):
    for number, url in enumerate(site.urls):
        soup = BeautifulSoup(requests.get(url, timeout=60).text, "html.parser")
        assert soup.title.get_text(strip=True) == pages.title(number)
        assert len(soup.find_all("p")) == 3


def test_splitting_finds_other_titles(site):
    """A lesson shows that it does, so the pages must see to it."""
    texts = [pages.page(number, 12) for number in range(12)]
    split = [text.split("<title>")[-1].split("</title>")[0] for text in texts]
    first = [text.partition("<title>")[2].partition("</title>")[0] for text in texts]
    titles = [pages.title(number) for number in range(12)]
    assert 0 < sum(a != b for a, b in zip(split, titles, strict=True)) < 12
    assert 0 < sum(a != b for a, b in zip(first, titles, strict=True)) < 12


@given(st.sets(st.integers(0, website.MAX_PAGES - 1), min_size=2))
def test_titles_and_pages_are_distinct_and_come_again(numbers):
    assert len({pages.title(number) for number in numbers}) == len(numbers)
    texts = {pages.page(number, website.MAX_PAGES) for number in numbers}
    assert len(texts) == len(numbers)
    assert texts == {pages.page(number, website.MAX_PAGES) for number in numbers}


def test_links_lead_to_every_page(site):
    seen, waiting = set(), [site.urls[0]]
    while waiting:
        url = waiting.pop()
        if url not in seen:
            seen.add(url)
            soup = BeautifulSoup(requests.get(url, timeout=60).text, "html.parser")
            waiting += [urljoin(url, link["href"]) for link in soup.find_all("a")]
    assert seen == set(site.urls)


def test_odd_pages(site):
    assert list(site.odd_urls) == list(pages.ODD_PAGES)
    answers = {
        name: requests.get(url, timeout=60)
        for name, url in site.odd_urls.items()
        if name not in ("dropped", "slow")
    }
    codes = {name: answer.status_code for name, answer in answers.items()}
    assert codes == {"missing": 404, "error": 500, "untitled": 200, "redirect": 200}
    assert "<title" not in answers["untitled"].text
    assert answers["redirect"].url == site.urls[0]
    assert [answer.status_code for answer in answers["redirect"].history] == [302]
    with pytest.raises(requests.RequestException):  # in words: tests/wording/test_errors.py
        requests.get(site.odd_urls["dropped"], timeout=60)
    with pytest.raises(requests.Timeout):
        requests.get(site.odd_urls["slow"], timeout=0.2)


def test_odd_pages_are_told_wherever_somebody_reads_of_them():
    lesson = notebooks.read(notebooks.ROOT / "notebooks" / "03_threading.ipynb")
    text = "\n".join(cell.source for cell in lesson.cells if cell.cell_type == "markdown")
    for name in pages.ODD_PAGES:
        assert f'``"{name}"``' in website.Website.__doc__
        assert f"`{name}`" in text, "lesson 3 counts them and prints what they answer"
    for name in pages.FAILURES:
        assert f'``"{name}"``' in website.serve.__doc__


def test_each_page_takes_its_time():
    with website.serve(n_pages=3, latency_s=[0, 0.3, 0], slow_latency_s=0.3) as site:
        slow = [site.urls[1], site.urls[0] + "?latency_s=0.3", site.odd_urls["slow"]]
        for url in slow:
            start_s = time.perf_counter()
            assert requests.get(url, timeout=60).status_code == 200
            assert time.perf_counter() - start_s >= 0.3
        for bad in ("-1", "soon", "nan", "1e9"):
            assert requests.get(f"{site.urls[0]}?latency_s={bad}", timeout=60).status_code == 400


def test_the_links_that_a_parser_finds_are_the_links(site):
    for number, url in enumerate(site.urls):
        found = pages.read_links(url, requests.get(url, timeout=60).text)
        assert found == [site.urls[n] for n in pages.links(number, 12)]


def test_pages_that_misbehave_by_their_numbers():
    odd = {1: "missing", 2: "error", 3: "untitled", 4: "dropped"}
    with website.serve(n_pages=6, latency_s=0, odd_pages=odd) as site:
        codes = [requests.get(site.urls[number], timeout=60).status_code for number in (0, 1, 2, 3)]
        assert codes == [200, 404, 500, 200]
        untitled = requests.get(site.urls[3], timeout=60).text
        assert "<title" not in untitled
        assert pages.read_links(site.urls[3], untitled) == [site.urls[n] for n in pages.links(3, 6)]
        with pytest.raises(requests.RequestException):
            requests.get(site.urls[4], timeout=60)
        assert requests.get(site.urls[5], timeout=60).text == pages.page(5, 6)
        assert site.statistics()["n_requests"] == 7


def test_requests_are_held_until_they_meet():
    with website.serve(n_pages=5, latency_s=0, meet=4) as site, ThreadPoolExecutor(4) as pool:
        for _ in range(2):
            requests.get(site.urls[0], timeout=60)  # the first is not held
            assert site.statistics()["most_in_flight"] == 1
            answers = [pool.submit(requests.get, url, timeout=60) for url in site.urls[1:4]]
            while site.statistics()["most_in_flight"] < 3:
                time.sleep(0.02)
            assert not any(answer.done() for answer in answers)
            answers.append(pool.submit(requests.get, site.urls[4], timeout=60))
            assert [answer.result(60).status_code for answer in answers] == [200] * 4
            assert site.statistics()["most_in_flight"] == 4
            assert requests.get(site.urls[0], timeout=60).ok  # nobody waits any more
            site.reset_statistics()


def test_requests_that_never_meet_are_answered_in_the_end():
    with website.serve(n_pages=3, latency_s=0, meet=2) as site:
        assert [requests.get(url, timeout=60).status_code for url in site.urls] == [200] * 3
        assert site.statistics()["most_in_flight"] == 1


def test_it_counts_its_requests():
    with website.serve(n_pages=4, latency_s=0.5) as site, ThreadPoolExecutor(4) as pool:
        gate = threading.Barrier(4)

        def fetch(url):
            gate.wait()
            return requests.get(url, timeout=60)

        list(pool.map(fetch, site.urls))
        counted = site.statistics()
        assert counted["n_requests"] == 4
        assert 2 <= counted["most_in_flight"] <= 4
        assert counted["memory_bytes"] > 1e6
        site.reset_statistics()
        assert site.statistics()["n_requests"] == 0


# Safe -------------------------------------------------------------------------------------------


def test_it_listens_on_this_machine_only(site):
    assert all(url.startswith(f"http://127.0.0.1:{site.port}/") for url in site.urls)
    listening = [
        c for c in psutil.Process(site.process_id).net_connections() if c.status == "LISTEN"
    ]
    assert [c.laddr for c in listening] == [("127.0.0.1", site.port)]


def test_it_answers_for_no_other_host(site):
    answer = requests.get(site.urls[0], headers={"Host": "example.org"}, timeout=60)
    assert answer.status_code == 421
    assert "127.0.0.1 only" in answer.text


@pytest.mark.parametrize(
    "path", ["/page/12", "/etc/passwd", "/../pyproject.toml", "/%2e%2e/%2e%2e/"]
)
def test_nothing_is_read_from_disk(site, path):
    with socket.create_connection(("127.0.0.1", site.port), timeout=60) as connection:
        request = f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n"
        connection.sendall(request.encode())
        assert connection.makefile("rb").readline().split()[1] == b"404"


# Bad input --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "error", "text"),
    [
        ({"n_pages": 0}, ValueError, "n_pages must lie between"),
        ({"n_pages": 2.5}, TypeError, "n_pages must be a whole number"),
        ({"latency_s": -1}, ValueError, "latency_s must lie between"),
        ({"latency_s": "soon"}, TypeError, "latency_s must be a number"),
        ({"n_pages": 3, "latency_s": [1, 2]}, ValueError, "one for each of the 3 pages"),
        ({"n_pages": 2, "latency_s": [1, -2]}, ValueError, r"latency_s\[1\] must lie between"),
        ({"slow_latency_s": None}, TypeError, "slow_latency_s must be a number"),
        ({"port": 70_000}, ValueError, "port must lie between"),
        ({"meet": 0}, ValueError, "meet must lie between"),
        ({"n_free": 0}, ValueError, "n_free must lie between"),
        ({"odd_pages": {1: "slow"}}, ValueError, "must be one of missing"),
        ({"n_pages": 3, "odd_pages": {3: "error"}}, ValueError, "has a page 3; there are 3"),
    ],
)
def test_bad_arguments_are_named(arguments, error, text):
    with pytest.raises(error, match=text):
        website.serve(**arguments)


def test_a_port_that_is_taken(site):
    with pytest.raises(OSError, match=f"port {site.port} of 127.0.0.1 cannot be had .*leave port"):
        website.serve(port=site.port)
    assert requests.get(site.urls[0], timeout=60).status_code == 200


async def _fetch_all(urls):
    no_limit = aiohttp.TCPConnector(limit=0)
    async with aiohttp.ClientSession(connector=no_limit) as session:

        async def fetch(url):
            async with session.get(url) as response:
                return await response.text()

        return await asyncio.gather(*map(fetch, urls), return_exceptions=True)


@pytest.mark.skipif("fork" not in START_METHODS, reason="nothing is forked here")
def test_a_forked_worker_can_ask_a_website_that_its_parent_has_started():
    context = multiprocessing.get_context("fork")
    with website.serve(n_pages=3, latency_s=0) as site:

        def ask(sender):
            seen = [site.is_running(), site.statistics()["n_requests"]]
            sender.send([*seen, len(site.inputs_for(None, 5, 4)), repr(site)])

        receiver, sender = context.Pipe(duplex=False)
        requests.get(site.urls[0], timeout=60)
        worker = context.Process(target=ask, args=(sender,))
        worker.start()
        assert receiver.poll(60)
        assert receiver.recv() == [True, 1, 4, f"<Website of 3 pages at {site.address}>"]
        worker.join(60)
        assert site.is_running()


@ON_POSIX
def test_a_website_that_is_killed_while_requests_are_in_flight():
    async def main(site):
        answers = asyncio.create_task(_fetch_all([f"{site.urls[0]}?latency_s=600"] * 100))
        # Its own count says when all of them are there.
        while (await asyncio.to_thread(site.statistics))["most_in_flight"] < 100:
            await asyncio.sleep(0.05)
        os.kill(site.process_id, signal.SIGKILL)
        return await answers

    with website.serve() as site:
        answers = asyncio.run(main(site))
        assert {type(answer).__name__ for answer in answers} <= {
            *("ServerDisconnectedError", "ClientOSError", "ClientConnectorError"),
            "ClientConnectionResetError",
        }
        sentences = {short_error(answer).partition(": ")[2] for answer in answers}
        assert all("the website has ended" in sentence for sentence in sentences), sentences
        with pytest.raises(ConnectionError, match=r"has ended \(exit code -9\); start one"):
            site.statistics()
    with pytest.raises(requests.ConnectionError) as caught, site:
        requests.get(site.urls[0], timeout=60)
    assert "start one with website.serve" in caught.value.__notes__[0]
    with website.serve(n_pages=1, latency_s=0) as site:
        assert requests.get(site.urls[0], timeout=60).status_code == 200


def test_a_lab_says_that_the_website_is_closed_and_goes_on_with_the_next():
    """Here inputs cannot be made; in tests/test_faults.py, tasks fail, for it is killed during a run."""

    def fetch(url):
        return requests.get(url, timeout=60).text

    site = website.serve(n_pages=2, latency_s=0)
    try:
        lab = labs.speedup(
            with_threads,
            fetch,
            n_workers=2,
            n_tasks=2,
            task_size_ms=1,
            make_inputs=lambda *settings: site.inputs_for(*settings),
        )
        try:
            assert len(lab.wait(60).results) == 2
            site.close()
            lab.run_button.click()
            with pytest.raises(ConnectionError):
                lab.wait(60)
            assert "is closed; start one with website.serve(...)" in lab.status.value
            site = website.serve(n_pages=2, latency_s=0)
            lab.run_button.click()
            assert len(lab.wait(60).results) == 2
        finally:
            lab.close()
    finally:
        site.close()


# Limits -----------------------------------------------------------------------------------------


def n_established(process_id):
    found = psutil.Process(process_id).net_connections(kind="tcp")
    return sum(connection.status == "ESTABLISHED" for connection in found)


def test_it_holds_5000_connections(site):
    connections.allow(5_000)
    request = f"GET /page/0 HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\n\r\n".encode()

    async def main():
        pairs = []
        for _ in range(50):  # in bursts, so that no queue of connections to accept overflows
            opening = (asyncio.open_connection("127.0.0.1", site.port) for _ in range(100))
            pairs += await asyncio.gather(*opening)
        deadline = time.monotonic() + 30
        while (n_open := n_established(site.process_id)) < 5_000 and time.monotonic() < deadline:
            await asyncio.sleep(0.1)  # the last are still to be accepted
        for _, writer in pairs:
            writer.write(request)
        lines = await asyncio.gather(*(reader.readline() for reader, _ in pairs))
        for _, writer in pairs:
            writer.transport.abort()
        return n_open, lines

    n_open, lines = asyncio.run(main())
    assert n_open == 5_000
    assert set(lines) == {b"HTTP/1.1 200 OK\r\n"}


# Its end ----------------------------------------------------------------------------------------


def test_close_ends_the_process_and_frees_the_port():
    site = website.serve(n_pages=1)
    (process,) = servers()
    assert process.pid == site.process_id
    assert site.is_running()
    site.close()
    site.close()
    assert not site.is_running()
    assert repr(site) == f"<Website of 1 page at {site.address}, which has ended>"
    assert not psutil.pid_exists(site.process_id)
    with pytest.raises(requests.ConnectionError):
        requests.get(site.urls[0], timeout=60)


def test_close_does_not_wait_for_requests_in_flight():
    with website.serve(n_pages=1, latency_s=600) as site, ThreadPoolExecutor(1) as pool:
        answer = pool.submit(requests.get, site.urls[0], timeout=600)
        while site.statistics()["most_in_flight"] < 1:
            time.sleep(0.02)
        site.close()
        assert isinstance(answer.exception(60), requests.ConnectionError)


def test_a_website_that_nobody_refers_to_ends():
    site = website.serve(n_pages=1)
    process_id = site.process_id
    assert psutil.pid_exists(process_id)
    del site
    gc.collect()
    assert not psutil.pid_exists(process_id)


def heed_interrupts():
    """Undo what a shell does to the background jobs that these tests may be one of."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


SERVES = """
import os, sys, time
from helpers import website
with website.serve(n_pages=1) as site:
    if "fork" in sys.argv:
        if os.fork() == 0:  # a worker holds the other end of the website's standard input
            os.write(1, f"{os.getpid()}\\n".encode())
            time.sleep(600)
            os._exit(0)
    os.write(1, f"{site.process_id}\\n".encode())
    while True:  # Python would sleep on if the interrupt came just before it slept
        time.sleep(0.1)
"""


@ON_POSIX
@pytest.mark.parametrize("forks", [False, True])
@pytest.mark.parametrize("name", ["SIGKILL", "SIGINT"])
def test_it_ends_with_the_process_that_started_it(name, forks):
    command = [sys.executable, "-c", SERVES, *(["fork"] if forks else [])]
    parent = psutil.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
        preexec_fn=heed_interrupts,
    )
    processes = [parent]
    try:
        with parent.stdout as told:
            processes += [psutil.Process(int(told.readline())) for _ in range(1 + forks)]
        (server,) = (p for p in processes if "helpers.website.server" in p.cmdline())
        parent.send_signal(getattr(signal, name))  # Windows has no SIGKILL to be named above
        assert all_gone([server])
    finally:
        for process in processes:
            if process.is_running():
                process.kill()
        parent.wait(20)


@ON_POSIX
def test_an_interrupt_of_a_cell_leaves_it(site):
    assert os.getpgid(site.process_id) != os.getpgid(0)


@ON_POSIX
@pytest.mark.parametrize("name", ["SIGINT", "SIGKILL"])
def test_it_runs_by_hand(name):
    command = [sys.executable, "-m", "helpers.website", "--n-pages", "3", "--latency-s", "0"]
    by_hand = psutil.Popen(command, stdout=subprocess.PIPE, text=True, preexec_fn=heed_interrupts)
    try:
        with by_hand.stdout as told:
            said = told.readline()
            address = said.split()[3]
            assert said.startswith("3 pages at http://127.0.0.1:")
            assert requests.get(f"{address}page/2", timeout=60).status_code == 200
            (server,) = by_hand.children()
            number = getattr(signal, name)
            by_hand.send_signal(number)
            assert by_hand.wait(20) == (0 if name == "SIGINT" else -number)
        assert all_gone([server])
    finally:
        if by_hand.poll() is None:
            by_hand.kill()
            by_hand.wait()


def test_by_hand_a_port_that_is_taken(site):
    command = [sys.executable, "-m", "helpers.website", "--port", str(site.port)]
    out = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert out.returncode == 1
    assert out.stderr.startswith(f"port {site.port} of 127.0.0.1 cannot be had")


def test_no_process_is_left_of_a_website_whose_limit_cannot_be_set(monkeypatch):
    def refuse(thread):
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(threading.Timer, "start", refuse)
    with pytest.raises(RuntimeError, match="start new thread"):
        website.serve(n_pages=3)
    monkeypatch.undo()
    assert all_gone(servers())


def test_a_website_whose_process_ends_at_once_is_told_as_such(monkeypatch):
    usual = subprocess.Popen

    def ends_at_once(command, **options):
        process = usual([sys.executable, "-c", "raise SystemExit(3)"], **options)
        process.wait(60)  # so that nobody reads what is written to it
        return process

    monkeypatch.setattr(subprocess, "Popen", ends_at_once)
    with pytest.raises(OSError, match="did not start: its process ended with exit code 3"):
        website.serve(n_pages=3)


def test_a_proxy_is_not_asked_for_the_website(monkeypatch):
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")  # where nothing listens
    monkeypatch.setenv("no_proxy", "example.org")
    with website.serve(n_pages=1, latency_s=0) as site:
        assert requests.get(site.urls[0], timeout=30).status_code == 200
        assert site.statistics()["n_requests"] == 1
    assert os.environ["no_proxy"] == "example.org,127.0.0.1"


def test_some_requests_are_free_until_there_are_enough_to_meet():
    with website.serve(n_pages=5, latency_s=0, meet=3, n_free=2) as site:
        assert requests.get(site.urls[0], timeout=30).ok
        assert requests.get(site.urls[1], timeout=30).ok
        with ThreadPoolExecutor(3) as pool:
            assert all(r.ok for r in pool.map(requests.get, site.urls[2:]))
        assert site.statistics()["most_in_flight"] == 3
