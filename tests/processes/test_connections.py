"""helpers.processes.connections: the limit of open files, in processes of their own."""

import subprocess
import sys

import pytest

from helpers.processes import connections

resource = pytest.importorskip("resource")

LIMITED = """
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, ({soft}, {hard}))
from helpers.processes import connections
try:
    connections.allow({n})
except ValueError as error:
    print(error)
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


def limited(**settings):
    command = [sys.executable, "-c", LIMITED.format(**settings)]
    out = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    return out.stdout.splitlines()


def test_a_soft_limit_that_is_too_low_is_raised():
    assert limited(soft=256, hard=2000, n=1000) == ["1100"]


def test_one_that_is_high_enough_stays():
    assert limited(soft=2000, hard=2000, n=1000) == ["2000"]


def test_a_hard_limit_is_told_with_the_number_that_fits():
    sentence, soft = limited(soft=200, hard=256, n=1000)
    assert sentence.startswith("n must be 156 or less here, not 1000: ")
    assert "256 files" in sentence
    assert soft == "200"


def test_a_limit_that_leaves_no_room_is_told():
    sentence, _ = limited(soft=90, hard=100, n=1)
    assert sentence.startswith("n cannot be 1 here: ")
    assert "no room for connections" in sentence


def test_as_many_as_fit_are_allowed():
    code = LIMITED.replace("connections.allow({n})", "print(connections.allow_up_to({n}))")
    for hard, fitting in ((256, 156), (4000, 1000)):
        command = [sys.executable, "-c", code.format(soft=128, hard=hard, n=1000)]
        out = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
        assert out.stdout.split() == [str(fitting), str(fitting + 100)]


@pytest.mark.parametrize("n", [0, "many"])
@pytest.mark.parametrize("allow", [connections.allow, connections.allow_up_to])
def test_bad_arguments_are_named(allow, n):
    with pytest.raises((TypeError, ValueError), match="n must"):
        allow(n)


REQUESTS = """
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, (64, 64))
import asyncio, aiohttp
from helpers import website
from helpers.wording import errors

async def fetch_all(urls):
    async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session:
        async def fetch(url):
            async with session.get(url) as response:
                return response.status
        return await asyncio.gather(*map(fetch, urls), return_exceptions=True)

with website.serve(n_pages=200, latency_s=1) as site:
    answers = asyncio.run(fetch_all(site.urls))
    print(*{errors.short_error(a) for a in answers if a != 200}, sep="\\n")
    print(asyncio.run(fetch_all(site.urls[:10])))
"""


def test_too_many_requests_at_once_are_told_in_a_sentence():
    command = [sys.executable, "-c", REQUESTS]
    out = subprocess.run(command, capture_output=True, text=True, check=True, timeout=120)
    *sentences, afterwards = out.stdout.splitlines()
    assert any("call connections.allow(n) first" in sentence for sentence in sentences)
    assert afterwards == str([200] * 10)


def test_on_macos_no_more_files_than_its_open_max_are_asked_for(monkeypatch):
    resource = pytest.importorskip("resource")
    limits = [256, resource.RLIM_INFINITY]

    def setrlimit(_, new):
        if new[0] == resource.RLIM_INFINITY or new[0] > 10_240:
            raise ValueError("invalid argument")
        limits[:] = new

    monkeypatch.setattr(connections.sys, "platform", "darwin")
    monkeypatch.setattr(resource, "getrlimit", lambda _: tuple(limits))
    monkeypatch.setattr(resource, "setrlimit", setrlimit)
    connections.allow_most()
    assert limits[0] == 10_240
    assert connections.allow_up_to(100_000) == 10_140
    with pytest.raises(ValueError, match="10140 or less"):
        connections.allow(100_000)
