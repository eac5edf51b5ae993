"""What is handed in of a journal, in a real JupyterLab: shown first, and written by a click."""

from helpers.reader import handed_in
from tests.jupyterlab import Notebook, keep

WRITTEN = """name => fetch(`${document.baseURI.split("/lab")[0]}/api/contents/${name}`)
    .then(answer => answer.ok ? answer.json() : {}).then(found => found.content ?? null)"""


def test_what_is_shown_is_what_a_click_writes_without_names_or_paths(other_page, server):
    notebook = Notebook(other_page, server, "hand_in.ipynb")
    notebook.run_all()
    shown = other_page.locator("pre.hand-in").inner_text()
    button = other_page.get_by_role("button", name=f"Write {handed_in.NAME}")
    pre, below = (found.bounding_box() for found in (other_page.locator("pre.hand-in"), button))
    assert pre["y"] + pre["height"] <= below["y"] + 1  # all of it comes before the button
    assert below["width"] < pre["width"] / 2
    assert other_page.evaluate(WRITTEN, handed_in.NAME) is None
    button.click()
    other_page.get_by_text("lies beside this notebook").wait_for()
    keep(other_page, "hand_in")
    written = other_page.evaluate(WRITTEN, handed_in.NAME)
    assert written.strip() == shown.strip()
    assert "ada" not in written
    assert "/" not in written
    assert len(handed_in.parsed(written.encode()).measurements) == 1
