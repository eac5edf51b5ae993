"""JupyterLab below a path of its own, as JupyterHub has it: every link of a lesson stays there."""

import shutil
import urllib.request

import pytest

from tests import jupyterlab
from tests.notebooks import ROOT

BASE = "/user/ada/"
LINKED_LESSON = "[href*='01_gil.ipynb']:visible"


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    with jupyterlab.serve(folder, tmp_path_factory.mktemp("jupyter"), BASE) as server:
        yield server


@pytest.fixture(scope="module")
def lesson(server, page):
    notebook = jupyterlab.Notebook(page, server, "notebooks/00_start_here.ipynb")
    notebook.run_all()
    return notebook


def test_a_lab_measures(lesson):
    lesson.wait_for_status("Verdict")


def test_every_link_leads_to_something_below_the_path(lesson, server, page):
    url, token = server
    links = set(
        page.locator(".jp-Notebook a[href]").evaluate_all("all => all.map(one => one.href)")
    )
    places = {link.partition("#")[0] for link in links if "docs.python.org" not in link}
    places -= {place for place in places if place.startswith("data:")}
    for linked in ("12_arrays.ipynb", "coursework/00_start_here.ipynb", "glossary.md"):
        assert any(linked in place for place in places), linked
    for place in places:
        assert place.startswith(f"{url}/"), place
        answer = urllib.request.urlopen(f"{place}{'&' if '?' in place else '?'}token={token}")
        assert answer.status == 200


@pytest.mark.parametrize(
    ("link", "tab"),
    [
        ("glossary.md", "glossary.md"),
        ("coursework/00_start_here.ipynb", "00_start_here.ipynb"),
        ("01_gil.ipynb", "01_gil.ipynb"),
    ],
)
def test_a_link_opens_what_it_names(lesson, page, link, tab):
    n_tabs = page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab").count()
    page.locator(f".jp-Notebook a[href*='{link}']:visible").first.click()
    page.wait_for_function(
        f"() => document.querySelectorAll('.lm-DockPanel-tabBar .lm-TabBar-tab').length > {n_tabs}"
    )
    last = page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab.lm-mod-current")
    assert tab in last.inner_text()
    page.locator(".lm-DockPanel-tabBar .lm-TabBar-tab").first.click()
