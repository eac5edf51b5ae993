"""notebooks/for_instructors: its form and its links; that it runs is nbval's part, by a synthetic class."""

import ast
import re

import nbformat

from tests import notebooks
from tests.notebooks import ROOT

PATH = ROOT / "notebooks" / "for_instructors" / "class_of_machines.ipynb"
NOTEBOOK = notebooks.read(PATH)


def test_it_is_valid_and_in_the_stored_form(tmp_path):
    nbformat.validate(NOTEBOOK)
    ids = [cell.id for cell in NOTEBOOK.cells]
    assert len(set(ids)) == len(ids)
    notebooks.write(notebooks.read(PATH), tmp_path / "again.ipynb")
    again = (tmp_path / "again.ipynb").read_text(encoding="utf-8")
    assert again == PATH.read_text(encoding="utf-8")


def test_its_links_lead_somewhere():
    links = re.findall(r"\]\(([^)]+)\)", "\n".join(cell.source for cell in NOTEBOOK.cells))
    assert links
    for link in links:
        assert (PATH.parent / link.split("#")[0]).is_file(), link


def test_it_begins_with_a_synthetic_class_and_every_picture_is_told():
    cells = {cell.id: cell.source for cell in NOTEBOOK.cells if cell.cell_type == "code"}
    assert ast.literal_eval(ast.parse(cells["folder"]).body[0].value) is None
    drawn = [source for source in cells.values() if source.startswith("class_charts.")]
    assert len(drawn) >= 4
    assert all("room.is_synthetic" in source for source in drawn)
