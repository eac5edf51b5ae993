"""helpers.wording.html: tables and status lines that a parser reads as they were meant."""

import pytest
from bs4 import BeautifulSoup
from hypothesis import given
from hypothesis import strategies as st

from helpers import machine
from helpers.checks.findings import Points, Total
from helpers.reader import Claims
from helpers.wording.html import Html, markup, status, table, unbroken

# A parser reads "\r" as "\n"; surrogates are no text.
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=8)


def parsed(html):
    return BeautifulSoup(html, "html.parser")


def cells_of(row):
    return [cell.get_text() for cell in row.find_all(["td", "th"])]


@given(st.lists(st.tuples(TEXT, TEXT), max_size=4), TEXT)
def test_a_table_holds_the_text_that_it_was_given(rows, title):
    shown = parsed(table([title, "2"], rows))
    (head,) = shown.thead.find_all("tr")
    assert cells_of(head) == [title, "2"]
    assert [th["scope"] for th in head.find_all("th")] == ["col", "col"]
    assert [cells_of(row) for row in shown.tbody.find_all("tr")] == [list(row) for row in rows]


@given(TEXT, TEXT)
def test_text_is_escaped_and_html_is_not(style, text):
    (line,) = parsed(status(markup("<i>{}</i>", text), style)).find_all("div")
    assert (line["role"], line["style"], line.i.get_text()) == ("status", style, text)
    assert parsed(status(text)).div.get_text() == text
    assert not parsed(status(text)).div.find_all()


@given(st.lists(st.booleans(), min_size=1, max_size=8))
def test_a_cell_goes_down_over_what_is_none(begins):
    begins[0] = True
    rows = [(str(i), "x" if begin else None) for i, begin in enumerate(begins)]
    shown = parsed(table(["", ""], rows)).tbody
    cells = [row.find_all("td") for row in shown.find_all("tr")]
    assert [len(row) == 2 for row in cells] == begins
    spans = [int(row[1].get("rowspan", 1)) for row in cells if len(row) == 2]
    assert len(spans) == sum(begins)
    assert sum(spans) == len(rows)


def test_half_of_a_pair_of_utf_16_does_not_keep_a_page_from_its_text():
    told = markup("<b>{}</b>", "a file \udcff, \ud800 <")
    assert told.encode("utf-8") == b"<b>a file ?, ? &lt;</b>"


def test_rows_of_another_length_are_refused():
    with pytest.raises(ValueError, match="zip"):
        table(["one", "two"], [["only"]])


def test_every_table_of_ours_has_headers_for_its_columns():
    claims = Claims()
    claims.add("threading", "one", [], "x", "Where?")
    claims.add("threading", "<two>", [], "x", "Where?")
    total = Total([Points(1, 2, "Exercise <1>", "Because & so.")])
    for shown in (machine.report(), claims, total):
        read = parsed(shown._repr_html_())
        titles = read.thead.find_all("th", scope="col")
        for row in read.tbody.find_all("tr"):
            n = len(row.find_all("td"))
            assert n == len(titles) or (n == len(titles) - 1 and shown is claims)
    assert "Exercise <1>" in read.get_text()
    assert isinstance(table([], []), Html)


@pytest.mark.parametrize(
    "words",
    [
        "54 %",
        "20 ms",
        "0.25 s",
        "3 workers",
        "1,850 times",
        "12 MB",
        "2.5 GB/s",
        "1 task",
        "6 rounds",
        "lesson 1",
    ],
)
def test_a_number_stays_on_a_line_with_its_unit(words):
    shown = parsed(unbroken(f'<b title="about {words}">about {words}, or so</b>'))
    assert shown.get_text() == f"about {words}, or so"
    assert shown.b["title"] == f"about {words}"
    (kept,) = shown.find_all("span")
    assert kept.get_text() == words
    assert kept["style"] == "white-space: nowrap"


@pytest.mark.parametrize("text", ["x2 ms", "2 sizes", "&#39 %", "1.5 to", "Python 3.14", "2, ms"])
def test_where_no_unit_follows_a_number_nothing_is_kept(text):
    assert unbroken(text) == text


@given(TEXT, TEXT)
def test_keeping_numbers_and_units_changes_no_text(style, text):
    html = markup('<i style="{}">{}; 5 %</i>', style, text)
    assert parsed(unbroken(html)).i.attrs == parsed(html).i.attrs
    assert parsed(unbroken(html)).get_text() == parsed(html).get_text()
