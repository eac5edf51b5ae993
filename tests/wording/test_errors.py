"""helpers.wording.errors: sentences for what HTTP clients raise, and others."""

import asyncio
import errno
import os
import socket
import sys
import urllib.request
import weakref
from multiprocessing.pool import MaybeEncodingError

import aiohttp
import numpy as np
import pytest
import requests
from hypothesis import given
from hypothesis import strategies as st

from helpers import website
from helpers.wording.errors import let_go, short_error


def with_requests(url):
    requests.get(url, timeout=60)


def with_urllib(url):
    with urllib.request.urlopen(url, timeout=60) as response:
        response.read()


def with_aiohttp(url):
    async def main():
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            await response.read()

    asyncio.run(main())


def with_task_group(url):
    async def fetch():
        async with aiohttp.ClientSession() as session, session.get(url) as response:
            await response.read()

    async def main():
        async with asyncio.TaskGroup() as group:
            group.create_task(fetch())

    asyncio.run(main())


CLIENTS = [with_requests, with_urllib, with_aiohttp, with_task_group]


def test_an_answer_of_another_host_is_no_host_that_cannot_be_reached():
    request = requests.Request("GET", "http://example.com/gone").prepare()
    response = requests.Response()
    response.status_code, response.reason, response.url = 404, "Not Found", request.url
    error = requests.HTTPError("404 Client Error: Not Found", request=request, response=response)
    assert short_error(error) == "HTTPError: 404 Client Error: Not Found"
    assert "is another host" in short_error(requests.ConnectionError(request=request))


class Mute(Exception):
    def __str__(self):
        raise KeyError("a mistake")


class Leaving(Exception):
    def __str__(self):
        raise SystemExit(3)


def test_an_error_that_cannot_tell_its_message_is_named():
    assert short_error(Mute()) == "Mute."
    assert short_error(Leaving()) == "Leaving."


def test_a_result_that_a_worker_cannot_send_is_told_without_what_it_is():
    error = MaybeEncodingError(TypeError("cannot pickle it"), ["a result that is long"])
    told = short_error(error)
    assert "could not be sent home from its worker process" in told
    assert 'TypeError("cannot pickle it")' in told or "TypeError('cannot pickle it')" in told
    assert "a result that is long" not in told


def sentence(client, url):
    with pytest.raises(Exception) as caught:
        client(url)
    kind, _, text = short_error(caught.value).partition(": ")
    assert kind.isidentifier()
    return text


@pytest.mark.parametrize("client", CLIENTS)
def test_a_connection_that_breaks_off(client):
    with website.serve(n_pages=1, latency_s=0) as site:
        text = sentence(client, site.odd_urls["dropped"])
    assert text.startswith("the connection broke off before the answer was complete: ")


@pytest.mark.parametrize("client", CLIENTS)
def test_a_website_that_has_ended(client):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    text = sentence(client, f"http://127.0.0.1:{port}/")
    assert "the website has ended; run the cell that calls website.serve again" in text


@pytest.mark.parametrize("client", CLIENTS)
def test_another_host(client, monkeypatch):
    def resolve(host, *_, **__):
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    text = sentence(client, "http://elsewhere.invalid/")
    assert "is another host, and this course needs no internet: take addresses from" in text


def test_asyncio_run_inside_a_running_loop():
    async def later():
        return 1

    async def main():
        coroutine = later()
        try:
            asyncio.run(coroutine)
        except RuntimeError as error:
            return short_error(error)
        finally:
            coroutine.close()

    assert "write `await main()` instead" in asyncio.run(main())


def test_a_reset_is_told_as_one_only_of_an_http_client():
    reset = errno.ECONNRESET, "Connection reset by peer"
    assert "broke off" in short_error(aiohttp.ClientOSError(*reset))
    assert "broke off" not in short_error(ConnectionResetError(*reset))


def test_other_errors_keep_their_first_line():
    assert short_error(ValueError("one\ntwo")) == "ValueError: one"
    assert short_error(RuntimeError()) == "RuntimeError."
    assert (
        short_error(BrokenPipeError(32, "Broken pipe")) == "BrokenPipeError: [Errno 32] Broken pipe"
    )
    group = ExceptionGroup("several", [ExceptionGroup("inner", [KeyError("x")]), ValueError()])
    assert short_error(group) == "KeyError: 'x'"


@pytest.mark.parametrize(
    "error",
    [
        RuntimeError("must be called from async context"),
        RuntimeError("Task got bad yield: <class 'trio._core._traps.CancelShieldedCheckpoint'>"),
        AttributeError("'RunContext' object has no attribute 'runner'"),
    ],
)
def test_what_is_of_another_event_loop_is_told_so_whoever_notices(error):
    assert "call trio.run() in a plain function" in short_error(error)


class NotShareableError(TypeError):
    """As that of `concurrent.interpreters`, which came with Python 3.14."""


def refused(*causes):
    """Return such an error, as a pool of interpreters raises it; the first cause comes last."""
    error = NotShareableError("args not shareable")
    link = error
    for cause in causes:
        link.__cause__ = link = cause
    return error


OF_NUMPY = "module numpy._core._multiarray_umath does not support loading in subinterpreters"
# What comes from another interpreter is an `Exception` that quotes the error there, or its traceback.
QUOTED = f"""Traceback (most recent call last):
  File "/numpy/_core/__init__.py", line 22, in <module>
    from . import multiarray
ImportError: {OF_NUMPY}

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "<string>", line 1, in <module>
ImportError:\x20

IMPORTANT: PLEASE READ THIS
"""


@pytest.mark.parametrize(
    ("causes", "told"),
    [
        ([ImportError(OF_NUMPY)], f"(ImportError: {OF_NUMPY}); a pool of processes can take it."),
        (
            [NotShareableError("object could not be unpickled"), Exception(QUOTED)],
            f"(ImportError: {OF_NUMPY}); a pool of processes can take it.",
        ),
        ([Exception("AttributeError: no attribute 'f'")], "(AttributeError: no attribute 'f')."),
        ([TypeError("cannot pickle it")], "(TypeError: cannot pickle it)."),
        ([Exception()], "(Exception)."),
    ],
)
def test_what_another_interpreter_could_not_have_is_told_with_its_reason(causes, told):
    sentence = short_error(refused(*causes))
    assert sentence.startswith("NotShareableError: the task, its input or its result could not go")
    assert sentence.endswith(told)


def test_without_a_reason_it_is_told_as_it_is():
    assert short_error(refused()) == "NotShareableError: args not shareable"
    circle = refused(ValueError("first"))
    circle.__cause__.__cause__ = circle
    assert "ValueError: first" in short_error(circle)


@pytest.mark.skipif(sys.version_info < (3, 14), reason="a pool of interpreters came with 3.14")
def test_a_pool_of_interpreters_raises_it_so():
    from concurrent.futures import InterpreterPoolExecutor  # noqa: PLC0415  not there before

    with InterpreterPoolExecutor(1) as pool:
        error = pool.submit(abs, np.arange(3)).exception(60)
    assert OF_NUMPY.partition("._core")[0] in short_error(error)
    assert short_error(error).endswith("in subinterpreters); a pool of processes can take it.")


def test_a_message_without_an_end_is_cut():
    assert len(short_error(ValueError("x" * 1_000_000))) < 500


def test_who_knows_how_much_memory_was_asked_for_is_quoted():
    assert "asked for more memory" in short_error(MemoryError())
    assert short_error(MemoryError("An array of 9 GB does not fit.")).endswith("9 GB does not fit.")


def test_a_disk_that_is_full_is_told_with_what_is_known():
    full = errno.ENOSPC, os.strerror(errno.ENOSPC)
    assert short_error(OSError(*full)) == "OSError: the disk is full: make room on it."
    told = short_error(OSError(*full, "/tmp/x"))
    assert told == "OSError: the disk is full: make room on it; /tmp/x could not be written."
    quoted = ValueError("Could not pickle the task to send it to the workers.")
    quoted.__cause__ = Exception(f'File "joblib/pool.py", line 1\nOSError: [Errno 28] {full[1]}')
    told = short_error(quoted)
    assert told.startswith("ValueError: the disk is full: make room on it, or set the environment")
    assert "JOBLIB_TEMP_FOLDER" in told
    quoted.__cause__ = Exception(f"OSError: [Errno 28] {full[1]}")
    assert short_error(quoted) == "ValueError: the disk is full: make room on it."


def test_an_error_that_raises_when_it_is_asked_for_its_request():
    class ReadTimeout(Exception):  # as that of httpx
        @property
        def request(self):
            raise RuntimeError("the request has not been set")

    assert short_error(ReadTimeout("too late")) == "ReadTimeout: too late"


class Held:
    """What a function holds by a name; a weak reference tells whether it is still there."""


def fail_and_hold(held):
    mine = Held()
    held.append(weakref.ref(mine))
    raise KeyError("x")


def fail_because(held):
    mine = Held()
    held.append(weakref.ref(mine))
    try:
        fail_and_hold(held)
    except KeyError as error:
        raise ValueError("y") from error


def fail_twice(held):
    errors = []
    for _ in range(2):
        try:
            fail_because(held)
        except ValueError as error:
            errors.append(error)
    raise ExceptionGroup("several", errors)


@pytest.mark.parametrize("fail", [fail_and_hold, fail_because, fail_twice])
def test_an_error_that_is_kept_keeps_nothing_else(fail):
    held = []
    with pytest.raises((KeyError, ValueError, ExceptionGroup)) as caught:
        fail(held)
    assert None not in [one() for one in held]
    let_go(caught.value)
    assert [one() for one in held] == [None] * len(held)
    assert short_error(caught.value)


class _Odd(Exception):
    """One whose attributes and message are whatever was drawn; an exception there is raised."""

    def __init__(self, attributes, message):
        self._drawn, self._message = attributes, message

    def __getattr__(self, name):
        if name in self.__dict__.get("_drawn", {}):
            return self._tell(self._drawn[name])
        raise AttributeError(name)

    def __str__(self):
        return self._tell(self._message)

    @staticmethod
    def _tell(value):
        if isinstance(value, Exception):
            raise value
        return value


VALUES = st.none() | st.integers() | st.text(max_size=9) | st.builds(KeyError) | st.builds(OSError)
NAMES = st.sampled_from(["errno", "request", "response", "host", "port", "url", "exceptions"])
KINDS = [RuntimeError, KeyError, OSError, MemoryError, ConnectionResetError, UnicodeError]
ERRORS = st.recursive(
    st.builds(_Odd, st.dictionaries(NAMES, VALUES), st.text(max_size=30) | VALUES)
    | st.builds(lambda kind, text: kind(text), st.sampled_from(KINDS), st.text(max_size=30))
    | st.builds(
        lambda number, text: OSError(number, text), st.integers(0, 140), st.text(max_size=9)
    ),
    lambda inner: st.lists(inner, min_size=1, max_size=3).map(
        lambda es: BaseExceptionGroup("", es)
    ),
    max_leaves=4,
)


@given(ERRORS, st.none() | ERRORS)
def test_an_errors_sentence_is_one_line_and_never_raises(error, cause):
    error.__cause__ = cause
    told = short_error(error)
    assert told
    assert len(told.splitlines()) == 1
