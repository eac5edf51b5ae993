"""The table of what was tried: its rows come from what has run, and keep their places."""

import pytest

from tests.commands import faults, tried

HEAD = "before\n\n<!-- tried -->\n\n| tried | on | result |\n|---|---|---|\n"
TAIL = "\n<!-- end of tried -->\nafter\n"
REPORT = """<testsuites><testsuite>
<testcase name="test_a_worker_is_killed[fork]"><properties>
<property name="tidy_after_s" value="0.5"/></properties></testcase>
<testcase name="test_a_worker_is_killed[spawn]"><properties>
<property name="tidy_after_s" value="1.25"/></properties><failure message="no"/></testcase>
<testcase name="test_the_disk_is_full"><skipped/></testcase>
</testsuite></testsuites>"""


@pytest.fixture
def page(tmp_path, monkeypatch):
    path = tmp_path / "tried.md"
    path.write_text(HEAD + TAIL, encoding="utf-8")
    monkeypatch.setattr(tried, "_PAGE", path)
    return path


def test_a_row_is_written_and_written_again_in_its_place(page):
    tried.record("one", "passed", on="here")
    tried.record("other", "passed", on="here")
    tried.record("one", r"failed: \1", on="there")
    assert list(tried.rows()) == ["one", "other"]
    assert "there" in tried.rows()["one"]
    assert r"failed: \1 |" in tried.rows()["one"]
    text = page.read_text(encoding="utf-8")
    assert text.startswith(
        "before\n\n<!-- tried -->\n\n| tried | on | result |\n|---|---|---|\n| one |"
    )
    assert text.endswith("|\n\n<!-- end of tried -->\nafter\n")


def test_the_page_has_the_table():
    assert tried.rows()
    for line in tried.rows().values():
        assert line.count("|") == 4, line


def test_a_report_is_counted_by_fault():
    found = faults.results(REPORT)
    assert found == {"a worker is killed": "1 of 2 as it should be; tidy after 1.2 s at most"}
