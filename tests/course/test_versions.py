"""helpers.course.versions: what counts as a change, and what does not."""

import json

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.course.versions import NOTEBOOKS, digest_of, has_outputs, versions_in
from tests.course.courses import run, write
from tests.notebooks import ROOT


def notebook(*cells, **metadata):
    cells = [nbformat.from_dict(cell) for cell in cells]
    book = nbformat.v4.new_notebook(cells=cells, metadata=metadata)
    return nbformat.writes(book).encode()


def code(source, **more):
    return nbformat.v4.new_code_cell(source, **more)


def text(source, **more):
    return nbformat.v4.new_markdown_cell(source, **more)


def digest(data):
    return digest_of(data, "a.ipynb")


ONE = [text("# Title"), code("a = 1", metadata={"nbgrader": {"points": 2}}), code("a")]


def with_metadata(**metadata):
    return notebook(*({**cell, "metadata": {**cell.metadata, **metadata}} for cell in ONE))


OUTPUTS = [nbformat.v4.new_output("stream", name="stdout", text="1\n")]


@pytest.mark.parametrize(
    "same",
    [
        notebook(ONE[0], {**ONE[1], "outputs": OUTPUTS, "execution_count": 7}, ONE[2]),
        notebook(*ONE, code("")),
        notebook(*ONE, code(" \n"), text("")),
        notebook(*ONE, widgets={"state": {}}, kernelspec={"name": "other", "display_name": "O"}),
        notebook(*({**cell, "id": f"other-{n}"} for n, cell in enumerate(ONE))),
        notebook(*ONE).replace(b"\n", b"\r\n"),  # as git writes files on Windows
        json.dumps(json.loads(notebook(*ONE)), separators=(",", ":")).encode(),
        with_metadata(scrolled=True, collapsed=False, jupyter={"outputs_hidden": True}),
        with_metadata(execution={"iopub.status.idle": "now"}, trusted=True, tags=[]),
        with_metadata(editable=True, deletable=True, slideshow={"slide_type": ""}),
        with_metadata(**{"jp-MarkdownHeadingCollapsed": True}),
    ],
)
def test_the_same_to_its_reader(same):
    assert same != notebook(*ONE)
    assert digest(same) == digest(notebook(*ONE))


@pytest.mark.parametrize(
    "other",
    [
        notebook(*ONE[:2]),
        notebook(ONE[1], ONE[0], ONE[2]),
        notebook(*ONE, code("b")),
        notebook(*ONE, text("", attachments={"a.png": {"image/png": "AAAA"}})),
        notebook(ONE[0], ONE[1], text("a")),
        notebook(ONE[0], ONE[1], code("a ")),
        with_metadata(tags=["mine"]),
        with_metadata(nbgrader={"points": 3}),
        notebook(*ONE)[:-5],
        b"",
        b"[]",
        b"{}",
        b"\xff",
        b'{"nbformat": 4, "nbformat_minor": 5, "cells": [3]}',
        b"[" * 100_000,
    ],
)
def test_another_one_to_its_reader(other):
    assert digest(other) != digest(notebook(*ONE))
    assert digest(other) == digest(other)


@given(st.binary())
def test_of_what_is_no_notebook_all_counts(data):
    assert digest_of(data, "a.png") != digest_of(data + b"x", "a.png")
    assert digest(data) == digest_of(data, "a.png")
    assert not has_outputs(data)


@given(st.lists(st.text(min_size=1).filter(str.strip), max_size=3))
def test_any_text_is_told_from_more_of_it(texts):
    cells = list(map(code, texts))
    assert digest(notebook(*cells)) == digest(notebook(*cells, code("")))
    assert digest(notebook(*cells)) != digest(notebook(*cells, code("x")))


def test_a_notebook_that_was_run_is_the_same_and_has_outputs(tmp_path):
    path = tmp_path / "a.ipynb"
    write(path, "a = 1", outputs=())
    before = path.read_bytes()
    run(path)
    assert digest(path.read_bytes()) == digest(before)
    assert (has_outputs(before), has_outputs(path.read_bytes())) == (False, True)


def test_the_course_has_all_lessons_and_nothing_hidden_or_for_instructors(tmp_path):
    assert NOTEBOOKS == ROOT / "notebooks"
    versions = versions_in(NOTEBOOKS)
    notebooks = {path.relative_to(NOTEBOOKS).as_posix() for path in NOTEBOOKS.rglob("*.ipynb")}
    of_readers = {name for name in notebooks if not name.startswith("for_instructors/")}
    assert of_readers < notebooks
    assert {name for name in of_readers if "checkpoints" not in name} <= set(versions)
    assert not [name for name in versions if "instructors" in name]
    assert "glossary.md" in versions  # to which the lessons' links lead
    assert not [name for name in versions if "/." in f"/{name}" or "nbgrader" in name]
    for name, version in versions.items():
        assert digest_of(version.stored, name) == digest_of(version.cleared, name)
        assert not has_outputs(version.cleared)
        if not name.endswith(".ipynb"):
            assert version.cleared == version.stored
            continue
        for cell in nbformat.reads(version.cleared.decode(), 4).cells:
            assert cell.get("execution_count") is None


def test_what_is_cleared_is_valid_and_keeps_what_nbgrader_needs():
    version = versions_in(NOTEBOOKS)["coursework/01_gil.ipynb"]
    stored, cleared = (
        nbformat.reads(data.decode(), 4) for data in (version.stored, version.cleared)
    )
    nbformat.validate(cleared)
    assert [cell.id for cell in cleared.cells] == [cell.id for cell in stored.cells]
    graded = [cell.metadata.get("nbgrader") for cell in stored.cells]
    assert any(graded)
    assert [cell.metadata.get("nbgrader") for cell in cleared.cells] == graded
