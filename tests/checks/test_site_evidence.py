"""helpers.checks.site_evidence: what a website has counted, in sentences."""

import asyncio

import aiohttp
import pytest
import requests

from helpers import checks, website
from helpers.checks import isolation, site_evidence
from helpers.checks.evidence import Evidence
from helpers.website import pages


def evidence(result):
    return Evidence(isolation.Outcome("returned", result=result), True, 1)


RAISED = Evidence(isolation.Outcome("raised", error=("ValueError", "no", "")), True, 1)


def test_what_is_reached_is_what_links_lead_to():
    assert pages.reached(3, n_pages=20) == list(range(20))
    assert pages.reached(0, n_pages=9, odd_pages={0}) == [0]
    for page in pages.reached(0, n_pages=9, odd_pages={1, 2}):
        assert page == 0 or any(page in pages.links(n, 9) for n in {*range(9)} - {1, 2})


@pytest.mark.parametrize("n_pages", range(12, 20))
def test_a_random_site_can_be_crawled(n_pages):
    kinds = ("missing", "error", "untitled", "dropped")
    start, odd_pages = pages.random_site(n_pages, kinds)
    assert sorted(odd_pages.values()) == sorted(kinds)
    assert len(pages.reached(start, n_pages, odd_pages)) == n_pages
    assert not {start, *pages.links(start, n_pages)} & odd_pages.keys()


@pytest.mark.parametrize(("n_pages", "n_kinds"), [(3, 0), (12, 9), (12, 20)])
def test_a_site_that_is_too_small_is_refused(n_pages, n_kinds):
    with pytest.raises(ValueError, match="n_pages must be larger, or kinds fewer"):
        pages.random_site(n_pages, ["missing"] * n_kinds)


kept = []


def fetch_and_keep(url):
    kept.append(requests.Session())
    return kept[0].get(url, timeout=60).status_code


def fetch(url):
    return requests.Session().get(url, timeout=60).status_code


async def fetch_later(url):
    return await asyncio.to_thread(fetch, url)


async def fetch_by_a_session_that_nobody_closes(url):
    async with aiohttp.ClientSession().get(url) as response:
        return response.status


async def print_much_and_close_nothing(url):
    print("x" * 10_000)
    return await fetch_by_a_session_that_nobody_closes(url)


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (fetch_and_keep, "1 connection to"),
        (fetch, "0 connections"),
        (fetch_later, "0 connections"),
        (fetch_by_a_session_that_nobody_closes, "Unclosed client session"),
        (print_much_and_close_nothing, "Unclosed client session"),
    ],
)
def test_connections_that_are_left_open(function, words):
    with website.serve(n_pages=1, latency_s=0) as site:
        url = site.urls[0]
        seen = checks.observe(
            lambda probe: site_evidence.with_connections_noted(probe, url, lambda: function(url))
        )
    assert seen.returned(200).holds
    finding = site_evidence.none_open(seen)
    assert finding.holds is ("0 connections" in words)
    assert words in finding.sentence
    assert not site_evidence.none_open(RAISED).holds


@pytest.mark.parametrize(
    ("n_requests", "holds", "words"),
    [(3, True, "3 requests for 3 pages."), (4, False, "already?"), (1, False, "nobody ask for?")],
)
def test_each_page_once(n_requests, holds, words):
    finding = site_evidence.asked_once({"n_requests": n_requests}, 3)
    assert finding.holds is holds
    assert words in finding.sentence


@pytest.mark.parametrize(
    ("seen", "holds", "words"),
    [
        (1, False, "1 request in flight at once; it should have had 2"),
        (2, True, "2 requests in flight"),
        (3, True, "3 requests in flight"),
        (4, False, "had 4 requests in flight at once; no more than 3"),
    ],
)
def test_so_many_in_flight(seen, holds, words):
    finding = site_evidence.in_flight({"most_in_flight": seen}, at_least=2, at_most=3)
    assert finding.holds is holds
    assert words in finding.sentence


EXPECTED = [("a", None), (None, "error"), ("b", None), (None, "dropped")]
GOOD = [("a", None), (None, "500 Server Error"), ("b", None), (None, "broke off")]


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (None, "returned None"),
        (GOOD[:3], "3 results for 4 inputs"),
        (tuple(GOOD), "it should be a list"),
        ([*GOOD[:3], "broke off"], "it should be a pair"),
        ([GOOD[2], *GOOD[1:]], "belongs to another input"),
        ([("c", None), *GOOD[1:]], "is ('c', None); ('a', None) was expected."),
        ([("a", "fine"), *GOOD[1:]], "is ('a', 'fine'); ('a', None) was expected."),
        ([GOOD[0], ("page", None), *GOOD[2:]], "here something fails: error"),
        ([GOOD[0], (None, "HTTPError"), *GOOD[2:]], "the error's own words"),
        ([GOOD[0], (None, "http://127.0.0.1:5000/page/1"), *GOOD[2:]], "the error's own words"),
        ([GOOD[0], (None, ValueError("500")), *GOOD[2:]], "it should be a text"),
        ([*GOOD[:3], (None, " ")], "the error's own words"),
    ],
)
def test_pairs_that_are_not_right(result, words):
    finding = site_evidence.pairs(evidence(result), EXPECTED)
    assert not finding.holds
    assert words in finding.sentence


def test_pairs_that_are_right():
    assert site_evidence.pairs(evidence(GOOD), EXPECTED).holds
    assert site_evidence.pairs(evidence([list(pair) for pair in GOOD]), EXPECTED).holds
    assert "raised ValueError" in site_evidence.pairs(RAISED, EXPECTED).sentence


TITLES, KINDS = {"u/1": "One", "u/2": "Two"}, {"u/3": "missing", "u/4": "untitled"}
FAILED = {"u/3": "404 Client Error", "u/4": "the page has no title"}


@pytest.mark.parametrize(
    ("result", "words"),
    [
        (None, "returned None"),
        ([TITLES, FAILED], "it should be a dict"),
        ({"titles": TITLES}, "report['failed'] should be a dict"),
        ({"titles": {"u/1": "One"}, "failed": FAILED}, "lacks 1 page, such as u/2"),
        ({"titles": TITLES, "failed": {}}, "lacks 2 pages, such as u/3"),
        ({"titles": {**TITLES, "u/3": None}, "failed": FAILED}, "do not belong there, such as u/3"),
        (
            {"titles": {**TITLES, "u/1": "Two"}, "failed": FAILED},
            "The title of u/1 is 'Two'; 'One' was",
        ),
        ({"titles": TITLES, "failed": {**FAILED, "u/4": ""}}, "the error's own words"),
        ({"titles": TITLES, "failed": {**FAILED, "u/4": None}}, "it should be a text"),
    ],
)
def test_reports_that_are_not_right(result, words):
    finding = site_evidence.report(evidence(result), TITLES, KINDS)
    assert not finding.holds
    assert words in finding.sentence


def test_a_report_that_is_right():
    good = evidence({"titles": TITLES, "failed": FAILED})
    assert site_evidence.report(good, TITLES, KINDS).holds
    assert "raised ValueError" in site_evidence.report(RAISED, TITLES, KINDS).sentence
