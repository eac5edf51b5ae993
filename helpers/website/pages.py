"""The pages of the local website: text that is the same every time, made from words."""

# ruff: noqa: SIM905  a list of words is easier to read as a text

import random
from html import escape
from urllib.parse import urljoin

__all__ = [
    "FAILURES",
    "HOST",
    "ODD_PAGES",
    "links",
    "page",
    "random_site",
    "reached",
    "read_links",
    "read_title",
    "title",
]

HOST = "127.0.0.1"
# Ways in which a page can fail, and what the error that a client or a parser raises of it says: a check
# looks for that text.
FAILURES = {"missing": "404", "error": "500", "untitled": "no title", "dropped": ""}
ODD_PAGES = ("slow", *FAILURES, "redirect")  # for each, `server` has a method, such as `_slow`

_ADJECTIVES = (
    "amber bright calm distant early faint gentle hidden idle jade keen lofty mild narrow "
    "open pale quiet rapid silver tall upper violet warm young"
).split()
_NOUNS = (
    "anchor bridge canal delta estuary ferry garden harbour island jetty kettle lantern "
    "market north orchard pier quarry river signal tide umbrella valley weir yard"
).split()
_VERBS = ("answers carries finds follows guards hears keeps leaves meets names passes sees").split()
_PARAGRAPHS, _SENTENCES = 3, 5
_TRIES = 1000


def title(number):
    """Return the title of a page as a reader sees it.

    Parameters
    ----------
    number : int
        The page's, from 0.

    Returns
    -------
    str
        No two pages have the same.

    Examples
    --------
    >>> title(0), title(1)
    ('Page 0: the amber anchor', 'Page 1: the bright bridge & the canal')
    """
    adjective = _ADJECTIVES[number % len(_ADJECTIVES)]
    # The two lists are of one length: the shift makes other pairs in the next round.
    place = number + number // len(_ADJECTIVES)
    noun = _NOUNS[place % len(_NOUNS)]
    if number % 3 == 1:
        return f"Page {number}: the {adjective} {noun} & the {_NOUNS[(place + 1) % len(_NOUNS)]}"
    return f"Page {number}: the {adjective} {noun}"


def links(number, n_pages):
    """List the pages that a page links to.

    Parameters
    ----------
    number : int
        The page's, from 0.
    n_pages : int
        How many pages there are to link to.

    Returns
    -------
    list of int

    Examples
    --------
    >>> links(2, n_pages=6)
    [3, 5]
    """
    return list(dict.fromkeys(n % n_pages for n in (number + 1, 2 * number + 1, 7 * number + 3)))


def reached(start, n_pages, odd_pages=()):
    """List the pages that links lead to, if those that misbehave lead nowhere.

    Parameters
    ----------
    start : int
    n_pages : int
    odd_pages : container of int, optional

    Returns
    -------
    list of int

    Examples
    --------
    >>> reached(0, n_pages=6), reached(0, n_pages=6, odd_pages={1, 5})
    ([0, 1, 2, 3, 4, 5], [0, 1, 3, 4, 5])
    """
    seen, new = {start}, {start}
    while new:
        linked = {n for page in new - set(odd_pages) for n in links(page, n_pages)}
        new = linked - seen
        seen |= new
    return sorted(seen)


def random_site(n_pages, kinds=(), n_next=0):
    """Choose a page to begin with, which links to three others, and pages that misbehave.

    Links lead from the first to every page, even if nobody follows those of the pages that misbehave.

    Parameters
    ----------
    n_pages : int
        12 or more.
    kinds : sequence of str, optional
        The ways in which pages misbehave, each on one page; none of these is among the first four.
    n_next : int, optional
        The three others link to so many pages more, at least.

    Returns
    -------
    start : int
    odd_pages : dict of int to str

    Raises
    ------
    ValueError
        If no such page was found; the message says what to change.
    """
    for _ in range(_TRIES if n_pages > 3 + len(kinds) else 0):
        start = random.randrange(n_pages)
        first = {start, *links(start, n_pages)}
        odd = random.sample(sorted(set(range(n_pages)) - first), len(kinds))
        behind = {n for page in first for n in links(page, n_pages)} - first
        if len(first) != 4 or len(behind) < n_next:
            continue
        if len(reached(start, n_pages, odd)) == n_pages:
            return start, dict(zip(odd, kinds, strict=True))
    raise ValueError(
        f"n_pages must be larger, or kinds fewer, not {n_pages} and {len(kinds)}: no choice of pages was "
        "found in which links lead to every page."
    )


def page(number, n_pages, titled=True):
    """Return a page as HTML.

    Real pages do not all write their titles in the same way, so these do not either: some titles
    hold an entity, some an attribute and a line break, and some stand below a comment that holds an
    older one.

    Parameters
    ----------
    number : int
        From 0; the same number gives the same page, whenever and wherever.
    n_pages : int
        How many pages there are to link to.
    titled : bool, optional
        Whether the page has a title.

    Returns
    -------
    str
    """
    text = random.Random(f"page {number}")
    paragraphs = [" ".join(_sentence(text) for _ in range(_SENTENCES)) for _ in range(_PARAGRAPHS)]
    return "\n".join(
        [
            "<!DOCTYPE html>",
            '<html lang="en">',
            "<head>",
            '<meta charset="utf-8">',
            *(_title_element(number) if titled else ()),
            "</head>",
            "<body>",
            f"<h1>{escape(title(number))}</h1>",
            *(f"<p>{paragraph}</p>" for paragraph in paragraphs),
            "<ul>",
            *(
                f'<li><a href="/page/{n}">{escape(title(n))}</a></li>'
                for n in links(number, n_pages)
            ),
            "</ul>",
            "</body>",
            "</html>",
            "",
        ]
    )


def read_title(text):
    """Read the title of a page, as a reader sees it.

    Parameters
    ----------
    text : str
        HTML.

    Returns
    -------
    str

    Raises
    ------
    ValueError
        If the page has no title.

    Examples
    --------
    >>> read_title(page(1, n_pages=3)) == title(1)
    True
    """
    from bs4 import BeautifulSoup  # noqa: PLC0415  the website itself needs no parser

    found = BeautifulSoup(text, "html.parser").title
    if found is None:
        raise ValueError("the page has no title")
    return found.get_text(strip=True)


def read_links(url, text):
    """List the addresses that a page links to, as they stand in it.

    Parameters
    ----------
    url : str
        The page's own address, which its links begin from.
    text : str
        HTML.

    Returns
    -------
    list of str

    Examples
    --------
    >>> read_links("http://127.0.0.1:8000/page/2", page(2, n_pages=6))
    ['http://127.0.0.1:8000/page/3', 'http://127.0.0.1:8000/page/5']
    """
    from bs4 import BeautifulSoup  # noqa: PLC0415  as above

    found = BeautifulSoup(text, "html.parser").find_all("a", href=True)
    return [urljoin(url, link["href"]) for link in found]


def _title_element(number):
    text = escape(title(number))
    if number % 4 == 2:
        return ['<title lang="en">', text, "</title>"]
    if number % 4 == 3:
        return [f"<!-- <title>Draft of page {number}</title> -->", f"<title>{text}</title>"]
    return [f"<title>{text}</title>"]


def _sentence(text):
    adjective, noun, verb, other = map(text.choice, (_ADJECTIVES, _NOUNS, _VERBS, _NOUNS))
    return f"The {adjective} {noun} {verb} the {other}."
