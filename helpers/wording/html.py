"""What a notebook shows in HTML: tables and status lines, with all text escaped."""

import re
from html import escape

__all__ = ["Html", "markup", "status", "table", "unbroken"]

_LEFT = "text-align:left"
_TEXT = f"{_LEFT}; vertical-align:top"
_COUNTED = (  # what stands after a number
    "[mµ]?s|[kMG]?B(?:/s)?|bytes?|seconds?|minutes?|times|independent|CPUs?|workers?|threads?|tasks?|"
    "process(?:es)?|interpreters?|chunks?|rounds?|runs?|steps?|items?|operations?|updates?|pages?|lines?"
)
# A tag, which stays as it is, or a number with that; or a lesson with its number.
_NUMBERS = re.compile(
    rf"<[^>]*>|(?<![\w.,&#])\d+(?:[.,]\d+)*(?: %| (?:{_COUNTED})\b)|\b[Ll]esson \d+"
)


class Html(str):
    """HTML that is ready to stand where text would be escaped."""


def markup(pattern, *values):
    """Fill values into HTML.

    Parameters
    ----------
    pattern : str
        HTML, with ``{}`` for each value.
    *values : object
        `Html` stays as it is; all else is escaped, and may also stand in an attribute's quotes.

    Returns
    -------
    Html

    Examples
    --------
    >>> markup('<a href="#{}">{}</a>', "top", "1 < 2")
    '<a href="#top">1 &lt; 2</a>'
    """
    return Html(pattern.format(*map(_escaped, values)))


def status(content, style=None):
    """Write a line that a screen reader reads out when it changes.

    Parameters
    ----------
    content : str or Html
    style : str, optional
        CSS.

    Returns
    -------
    Html

    Examples
    --------
    >>> status("Recording ...")
    '<div role="status">Recording ...</div>'
    """
    if style is None:
        return markup('<div role="status">{}</div>', content)
    return markup('<div role="status" style="{}">{}</div>', style, content)


def table(titles, rows, styles=None):
    """Write a table with a row of headers.

    Parameters
    ----------
    titles : sequence of str or Html
        One a column.
    rows : iterable of sequence
        A cell for each column: text or `Html`, or None where the cell above goes on.
    styles : sequence of str, optional
        CSS of each column's cells; to the left and at the top if not given.

    Returns
    -------
    Html

    Examples
    --------
    >>> print(table(["tool", "lab"], [["<threading>", "3"], ["asyncio", None]], styles=["", ""]))
    <table><thead><tr><th scope="col">tool</th><th scope="col">lab</th></tr></thead>\
<tbody><tr><td>&lt;threading&gt;</td><td rowspan="2">3</td></tr><tr><td>asyncio</td></tr></tbody></table>
    """
    rows = list(rows)
    styles = [_TEXT] * len(titles) if styles is None else styles
    aligned = [_LEFT if style.startswith(_LEFT) else "" for style in styles]
    head = "".join(
        markup('<th scope="col"{}>{}</th>', _style(style), title)
        for title, style in zip(titles, aligned, strict=True)
    )
    body = "".join(f"<tr>{_cells(rows[i:], styles)}</tr>" for i in range(len(rows)))
    return Html(f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>")


def unbroken(html):
    """Keep each number in some HTML on one line with its unit, or with what it counts.

    Parameters
    ----------
    html : str
        Ready to be shown.

    Returns
    -------
    Html
        With the same text.

    Examples
    --------
    >>> unbroken("<b>54 %</b> of it")
    '<b><span style="white-space: nowrap">54 %</span></b> of it'
    """

    def keep(found):
        is_tag = found[0].startswith("<")
        return found[0] if is_tag else f'<span style="white-space: nowrap">{found[0]}</span>'

    return Html(_NUMBERS.sub(keep, html))


def _cells(rows, styles):
    """Write the cells of the first row; the others tell how far they go down."""
    written = []
    for i, (cell, style) in enumerate(zip(rows[0], styles, strict=True)):
        if cell is not None:
            n = next((n for n, row in enumerate(rows) if n and row[i] is not None), len(rows))
            down = Html(f' rowspan="{n}"' if n > 1 else "")
            written.append(markup("<td{}{}>{}</td>", _style(style), down, cell))
    return "".join(written)


def _style(style):
    return markup(' style="{}"', style) if style else Html("")


def _escaped(value):
    if isinstance(value, Html):
        return value
    # Half of a pair of UTF-16, as in the name of a file that is no text, cannot be sent to a page.
    return escape(str(value)).encode("utf-8", "replace").decode("utf-8")
