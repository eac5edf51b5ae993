"""Findings on what a website has counted, and on what became of its pages."""

import gc
import logging
import re
from urllib.parse import urlsplit

from helpers.checks.findings import Finding, is_right, unlike
from helpers.processes import waiting
from helpers.website import pages
from helpers.wording.words import counted, short
from helpers.worker.log import Event
from helpers.worker.patience import Patience

__all__ = [
    "asked_once",
    "in_flight",
    "none_open",
    "pairs",
    "report",
    "with_connections_noted",
]

_LOOKED_EVERY_S = 0.02


def with_connections_noted(probe, url, call):
    """Call a function, await what it returns if it must be, and note which connections it leaves open.

    Parameters
    ----------
    probe : probes.Probe
    url : str
        An address of the website that the connections lead to.
    call : callable

    Returns
    -------
    object
        What the function returned.
    """
    import psutil  # noqa: PLC0415  only a process that runs a student's code needs it

    logging.getLogger("asyncio").addFilter(lambda record: _note_unclosed(probe, record))
    result = call()
    if hasattr(result, "__await__"):
        import asyncio  # noqa: PLC0415  who returns a coroutine has it

        result = asyncio.run(_awaited(result))
    gc.collect()  # what nobody can use any more is not left open
    port, n_open = urlsplit(url).port, 0

    def none_is_open():
        nonlocal n_open
        found = psutil.Process().net_connections(kind="tcp")
        n_open = sum(c.status == "ESTABLISHED" and c.raddr.port == port for c in found)
        return n_open == 0

    waiting.until(none_is_open, Patience.here().connections_close_s, _LOOKED_EVERY_S)
    probe.note(Event.CONNECTIONS, n_open=n_open)
    return result


def _note_unclosed(probe, record):
    """Note what aiohttp says of a session that nobody has closed; it is logged as before."""
    if "Unclosed client session" in record.getMessage():
        probe.note(Event.UNCLOSED_SESSION)
    return True


async def _awaited(awaitable):
    return await awaitable


def none_open(evidence):
    """Find that no connection to the website was left open.

    Parameters
    ----------
    evidence : Evidence
        Of a run `with_connections_noted`.

    Returns
    -------
    Finding
    """
    if not evidence.finished().holds:
        return evidence.finished()
    if evidence.noted(Event.UNCLOSED_SESSION):
        return Finding(False, "aiohttp says: Unclosed client session. Who closes it?")
    n_open = sum(event["n_open"] for event in evidence.noted(Event.CONNECTIONS))
    told = f"When the function had returned, it had {counted(n_open, 'connection')} to the website open."
    return Finding(n_open == 0, f"{told} Who closes the session?" if n_open else told)


def asked_once(statistics, n_pages):
    """Find that a website was asked for each of its pages once.

    Parameters
    ----------
    statistics : dict of str to int
        As from `website.Website.statistics`.
    n_pages : int

    Returns
    -------
    Finding
    """
    seen = statistics["n_requests"]
    told = f"The website counted {counted(seen, 'request')} for {counted(n_pages, 'page')}. "
    if seen > n_pages:
        told += "Who asks for a page that another has asked for already?"
    elif seen < n_pages:
        told += "Each should be asked for once. Which pages did nobody ask for?"
    return Finding(seen == n_pages, told.strip())


def in_flight(statistics, at_least=0, at_most=None):
    """Find that a website had so many requests in flight at once.

    Parameters
    ----------
    statistics : dict of str to int
        As from `website.Website.statistics`.
    at_least, at_most : int, optional

    Returns
    -------
    Finding
    """
    seen = statistics["most_in_flight"]
    told = f"The website never had more than {counted(seen, 'request')} in flight at once"
    if seen < at_least:
        ask = "Where does your code wait for one page before it asks for the next?"
        return Finding(False, f"{told}; it should have had {at_least}. {ask}")
    if at_most is not None and seen > at_most:
        return Finding(
            False,
            f"The website had {seen} requests in flight at once; no more than {at_most} were allowed. "
            "What keeps the next one waiting?",
        )
    return Finding(True, f"{told}.")


def pairs(evidence, expected):
    """Find that code returned a list of pairs, in order: a value and None, or None and a reason.

    Parameters
    ----------
    evidence : Evidence
    expected : list of (object, str or None)
        A value, or None with the way in which it should have failed: "missing", "error", "untitled" or
        "dropped".

    Returns
    -------
    Finding
    """
    if not evidence.finished().holds:
        return evidence.finished()
    result = evidence.result
    if not isinstance(result, list) or len(result) != len(expected):
        return evidence.returned(expected)
    for i, (pair, (value, kind)) in enumerate(zip(result, expected, strict=True)):
        where = f"Result {i} (counted from 0)"
        if not isinstance(pair, tuple | list) or len(pair) != 2:
            return Finding(False, f"{where} is {short(pair)}; it should be a pair.")
        if kind is None and not (is_right(pair[0], value) and pair[1] is None):
            others = any(is_right(pair[0], other) for other, kind in expected if kind is None)
            ask = " It belongs to another input. Which?" if others else ""
            return Finding(False, f"{where} is {unlike(tuple(pair), (value, None))}{ask}")
        if kind is not None:
            if pair[0] is not None:
                return Finding(False, f"{where} is {short(pair)}; here something fails: {kind}.")
            finding = _is_reason(pair[1], kind)
            if not finding.holds:
                return Finding(False, f"{where}: {finding.sentence}")
    return Finding(True, "Each input has its result or its reason.")


def report(evidence, titles, kinds):
    """Find that code returned a report: the titles of pages, and the reasons of those that failed.

    Parameters
    ----------
    evidence : Evidence
    titles : dict of str to str
        By address.
    kinds : dict of str to str
        The ways in which pages fail, by address; as for `pairs`.

    Returns
    -------
    Finding
    """
    if not evidence.finished().holds:
        return evidence.finished()
    found = evidence.result
    if not isinstance(found, dict):
        return evidence.returned({})
    for name, expected in (("titles", titles), ("failed", kinds)):
        part = found.get(name)
        if not isinstance(part, dict):
            return Finding(False, f"report[{name!r}] should be a dict; it is {short(part)}.")
        if missing := sorted(expected.keys() - part.keys()):
            told = f"report[{name!r}] lacks {counted(len(missing), 'page')}, such as {missing[0]}."
            return Finding(False, told)
        if more := sorted(map(str, part.keys() - expected.keys())):
            told = f"report[{name!r}] has {counted(len(more), 'page')} that do not belong there, such as"
            return Finding(False, f"{told} {more[0]}.")
    for url, title in titles.items():
        if not is_right(found["titles"][url], title):
            told = f"The title of {url} is {unlike(found['titles'][url], title)}"
            return Finding(False, told)
    for url, kind in kinds.items():
        finding = _is_reason(found["failed"][url], kind)
        if not finding.holds:
            return Finding(False, f"report['failed'][{url!r}]: {finding.sentence}")
    return Finding(True, "Every page is in the report, with its title or its reason.")


def _is_reason(reason, kind):
    """Find that a reason is a text with the error's own words; an address alone is none."""
    if not isinstance(reason, str):
        return Finding(False, f"the reason is {short(reason)}; it should be a text.")
    told = re.sub(r"http://\S+", "", reason)
    ask = "What does str(error) say?"
    return Finding(
        bool(told.strip()) and pages.FAILURES[kind] in told,
        f"the reason {short(reason)} does not hold the error's own words. {ask}",
    )
