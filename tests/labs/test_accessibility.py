"""helpers.labs.accessibility: what is written for who uses no mouse or no screen."""

import re

from tests.notebooks import ROOT

SOURCES = sorted((ROOT / "helpers").rglob("*.py"))
SCROLLED = re.compile(r"<\w+[^<>]*overflow[\w-]*: auto[^<>]*>")


def test_what_has_a_scroll_bar_can_have_the_focus_so_that_keys_scroll_it():
    found = [tag for path in SOURCES for tag in SCROLLED.findall(path.read_text(encoding="utf-8"))]
    assert len(found) >= 4
    assert [tag for tag in found if 'tabindex="0"' not in tag] == []
