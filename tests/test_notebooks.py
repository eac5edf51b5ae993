"""The notebooks as files; that they run, and give what is stored, is nbval's part of this run."""

import ast
import inspect
import re

import nbformat
import pytest

from helpers import labs
from helpers.drawing import stand_ins
from helpers.wording.html import Html
from tests import notebooks
from tests.notebooks import KERNELSPEC, ROOT, WIDGET_VIEW

LESSONS = notebooks.lessons()
TAGS = {"nbval-ignore-output", "parameters", "raises-exception"}
# What opens a lab: such a function stands in the lab's own module.
FUNCTIONS = [name for name in labs.__all__ if inspect.isfunction(getattr(labs, name))]
LABS = [name for name in FUNCTIONS if getattr(labs, name).__module__.endswith("_lab")]
PREDICTED = [
    name for name in LABS if "prediction" in inspect.signature(getattr(labs, name)).parameters
]


@pytest.fixture(params=LESSONS, ids=lambda path: path.stem)
def path(request):
    return request.param


@pytest.fixture
def notebook(path):
    return notebooks.read(path)


def cells(notebook, kind):
    found = [cell for cell in notebook.cells if cell.cell_type == kind]
    assert found
    return found


# With blank lines around the text, it is Markdown inside: in JupyterLab, on GitHub, and on nbviewer.
FOLDED = re.compile(
    r"^<details>\n<summary>([^<\n]+)</summary>\n\n(.+?)\n\n</details>$", re.M | re.S
)


# What a link leads to, tables, and the line that leads on from a lesson.
NOT_READ = re.compile(r"\]\([^)]*\)|^\|.*$|^(?:Previous|Next): \[.*$", re.M)


def words(notebook):
    """Count what is read on the way through; an answer that is folded is read by who wants it."""
    text = "\n".join(FOLDED.sub("", cell.source) for cell in cells(notebook, "markdown"))
    return len(re.findall(r"[A-Za-z0-9']+", NOT_READ.sub("", text)))


ROAD = (
    *("00_start_here", "01_gil", "02_multiprocessing", "03_threading", "04_concurrent_futures"),
    *("05_joblib", "06_asyncio", "07_choosing", "08_beyond_one_machine"),
    *("09_queues", "10_without_the_gil", "11_finding_faults", "12_arrays"),
)


def test_the_lessons_are_those_of_the_road():
    assert [path.stem for path in LESSONS] == list(ROAD)


@pytest.mark.parametrize(
    "path", [*LESSONS, *notebooks.coursework()], ids=lambda path: path.stem, indirect=True
)
def test_it_is_valid_and_in_the_stored_form(path, notebook, tmp_path):
    nbformat.validate(notebook)
    what_to_do = f"run: python -m tests.commands.refresh {path.relative_to(ROOT)}"
    kept = {"kernelspec": KERNELSPEC, "language_info": {"name": "python"}}
    assert notebook.metadata == kept, what_to_do
    notebooks.write(notebook, tmp_path / "again.ipynb")
    again = (tmp_path / "again.ipynb").read_text(encoding="utf-8")
    assert again == path.read_text(encoding="utf-8"), what_to_do
    for number, cell in enumerate(cells(notebook, "code"), start=1):
        assert cell.execution_count in (None, number), f"{cell.id}: {what_to_do}"


def test_the_tables_list_every_lesson():
    for file in (ROOT / "README.md", LESSONS[0]):
        text = file.read_text(encoding="utf-8")
        for name in ROAD[file == LESSONS[0] :]:
            assert f"{name}.ipynb)" in text, f"{file.name} has no link to {name}"


def test_cells_have_ids_tags_and_outputs_as_agreed(notebook):
    ids = [cell.id for cell in notebook.cells]
    assert len(set(ids)) == len(ids)
    for cell in notebook.cells:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", cell.id), cell.id
        assert set(cell.metadata.get("tags", [])) <= TAGS, cell.id
    for cell in cells(notebook, "code"):
        for output in cell.outputs:
            assert output.get("name") != "stderr", cell.id
            is_asked_for = "raises-exception" in cell.metadata.get("tags", [])
            assert output.output_type != "error" or is_asked_for, cell.id
            assert WIDGET_VIEW not in output.get("data", {})
            images = re.findall(r"<img [^>]*>", output.get("data", {}).get("text/html", ""))
            pictures = [tag for tag in images if "image/svg+xml" not in tag]  # no marks of legends
            for tag in pictures:
                assert re.search(r'alt="[^"]+"', tag), cell.id
            is_png_too = "image/png" in output.get("data", {})
            assert is_png_too == bool(pictures), f"{cell.id}: in HTML, and for who takes no HTML"


def test_what_is_stored_does_not_name_the_lab_that_it_stands_for():
    """That differs from run to run where a page does not tell the cell's id."""
    told = Html('<div class="a"><div>questions</div></div>')
    data = {"text/html": stand_ins.stand_in("3f9a", told), "text/plain": "questions"}
    book = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("a")])
    book.cells[0].outputs = [nbformat.v4.new_output("display_data", data)]
    assert "3f9a" in data["text/html"]
    assert notebooks.normalise(book).cells[0].outputs[0].data["text/html"] == told


def assigned(source):
    """Return the names that some code assigns to, wherever."""
    names = [node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Name)]
    return {name.id for name in names if isinstance(name.ctx, ast.Store)}


def parameters(notebook):
    """Return the numbers of the cells below which papermill puts the values that it is given."""
    tags = [cell.metadata.get("tags", []) for cell in notebook.cells]
    return [number for number, of_cell in enumerate(tags) if "parameters" in of_cell]


def test_what_papermill_is_given_stays_as_it_is(notebook):
    for number in parameters(notebook):
        names = assigned(notebook.cells[number].source)
        code = [cell for cell in notebook.cells[number + 1 :] if cell.cell_type == "code"]
        assert names
        assert all(not names & assigned(cell.source) for cell in code)


def test_papermill_is_given_the_address_of_a_cluster_and_nothing_else():
    """A prediction is the reader's, and would be noted in a journal."""
    books = {path.stem: notebooks.read(path) for path in LESSONS}
    found = {
        (name, *assigned(book.cells[number].source))
        for name, book in books.items()
        for number in parameters(book)
    }
    assert found == {("08_beyond_one_machine", "scheduler_address")}


def only_asks(cell):
    """Tell whether a cell is a box for a prediction, or a quiz."""
    return cell.cell_type == "code" and re.match(r"\w+ = labs\.(predict|quiz)\(", cell.source)


def way_on(number):
    """Return the line that leads from a lesson to its neighbours, to the contents and to the glossary."""
    steps = []
    for step, neighbour in (("Previous", number - 1), ("Next", number + 1)):
        if neighbour in range(len(LESSONS)):
            title = notebooks.read(LESSONS[neighbour]).cells[0].source.splitlines()[0]
            steps.append(f"{step}: [{title.removeprefix('# ')}]({LESSONS[neighbour].name})")
    contents = "[All lessons](00_start_here.ipynb#The-road-ahead)"
    return " · ".join([*steps, contents, "[Glossary](glossary.md)"])


def test_it_leads_on_at_both_ends(path, notebook):
    line = way_on(LESSONS.index(path))
    prose = cells(notebook, "markdown")
    assert prose[0] is notebook.cells[0]
    assert prose[-1] is notebook.cells[-1]
    for cell in (prose[0], prose[-1]):
        assert cell.source.splitlines()[-2:] == ["", line], f"{cell.id}: end it with {line}"


def test_the_contents_are_where_the_lessons_say():
    texts = [cell.source for cell in notebooks.read(LESSONS[0]).cells]
    assert [text for text in texts if text.startswith("## The road ahead\n")]
    assert [text for text in texts if text.startswith("## What to skip if you have two hours\n")]


def test_its_shape(path, notebook):
    code, prose = cells(notebook, "code"), cells(notebook, "markdown")
    assert 30 <= sum(not only_asks(cell) for cell in notebook.cells) <= 55
    assert 700 <= words(notebook) <= 2100
    lengths = sorted(sum(map(bool, cell.source.split("\n"))) for cell in code)  # blank lines aside
    assert lengths[len(lengths) // 2] <= 5
    assert sum(length > 10 for length in lengths) <= len(code) / 4
    assert lengths[-1] <= 18
    number, place = int(path.name[:2]), ROAD.index(path.stem)
    first, last = prose[0].source, prose[-1].source
    assert first.startswith(f"# {number}. ")
    assert "What you will be able to do" in first
    assert "**What you need:**" in first
    minutes = int(re.search(r"^About (\d+) minutes\b", first, re.M)[1])
    assert len(notebook.cells) <= minutes <= 80, (
        "a cell takes more than a minute, and a sitting less than two hours"
    )
    said = "the last lesson" in last
    assert said == (place == len(ROAD) - 1), "the last lesson says that it is the last, no other"
    whole = "\n".join(cell.source for cell in prose)
    for lead in ("**Predict", "**Notice", "## Summary"):
        assert lead in whole, lead
    for neighbour, cell in ((place - 1, first), (place + 1, last)):
        if neighbour in range(len(ROAD)):
            where = "last" if neighbour > place else "first"
            assert f"({ROAD[neighbour]}.ipynb)" in cell, (
                f"no link to {ROAD[neighbour]} in the {where} text"
            )


def test_answers_are_folded_in_a_form_that_folds_everywhere(notebook):
    n_folded = 0
    for cell in cells(notebook, "markdown"):
        found = FOLDED.findall(cell.source)
        n_folded += len(found)
        assert len(found) == cell.source.count("<details") == cell.source.count("</details"), (
            cell.id
        )
        around = FOLDED.split(cell.source)[::3]
        assert all(text[-2:] in ("", "\n\n") for text in around[:-1]), (
            f"{cell.id}: a blank line before"
        )
        assert all(text[:2] in ("", "\n\n") for text in around[1:]), (
            f"{cell.id}: a blank line after"
        )
    assert n_folded


def test_every_row_of_try_next_has_a_folded_answer(notebook):
    (cell,) = [c for c in cells(notebook, "markdown") if "**Try next" in c.source]
    tried = cell.source[cell.source.index("**Try next") :]
    n_rows = len(re.findall(r"^\| .*\|$", FOLDED.sub("", tried), flags=re.M)) - 1  # less the head
    ((_, answers),) = FOLDED.findall(tried)
    n_answers = len(re.findall(r"^\d+\. ", answers, flags=re.M))
    assert n_answers == max(n_rows, 0), (
        "one for each row, with its number; a sentence has no number"
    )


# A number that was measured: one with a unit, or with a point that is not a version's.
FIGURE = re.compile(r"(?<!Python\s)\b\d+\.\d|\d\s(?:ms|s|seconds|MB|times)\b")


def test_no_figure_of_our_machine_stands_in_the_text(notebook):
    """The outputs are stored anew, the text is not: soon, it would tell another figure than they do."""
    for cell in cells(notebook, "markdown"):
        sentences = re.split(r"(?<=[.:?!])\s+", cell.source)
        of_ours = [text for text in sentences if re.search(r"\bour\s+machine\b", text)]
        told = [text for text in of_ours if FIGURE.search(text)]
        assert not told, f"{cell.id}: say by a word how much, and leave the figure to the output"


def test_it_stores_a_picture_of_a_lab_and_a_sentence_instead_of_sliders(notebook):
    of_a_lab = re.compile(rf"\blabs\.({'|'.join(LABS)})\(")
    opening = [cell for cell in cells(notebook, "code") if of_a_lab.search(cell.source)]
    assert opening, f"a lesson has a lab; in `labs`: {', '.join(LABS)}"
    for cell in opening:
        data = [output.data for output in cell.outputs if output.output_type == "display_data"]
        has_picture = any("stored-picture" in d.get("text/html", "") for d in data)
        assert has_picture, f"{cell.id}: no stored picture; run: python -m tests.commands.refresh"
        plain = [" ".join(d["text/plain"].split()) for d in data]
        assert any("needs a kernel" in text for text in plain), cell.id


def test_links_lead_somewhere(path, notebook):
    links = [
        link
        for cell in cells(notebook, "markdown")
        for link in re.findall(r"\]\(([^)]+)\)", cell.source)
    ]
    assert links
    for link in links:
        if link.startswith("http"):
            known = ("https://docs.python.org/3/", "https://peps.python.org/")
            assert link.startswith(known), (
                f"{link}: lessons link to Python's own documentation only"
            )
        else:
            assert (path.parent / link.split("#")[0]).is_file(), link


def test_it_needs_no_internet(notebook):
    for cell in cells(notebook, "code"):
        assert not re.search(r"https?:", cell.source), cell.id


def test_nothing_of_pyplot_and_no_trailing_semicolon(notebook):
    for cell in cells(notebook, "code"):
        assert "pyplot" not in cell.source
        assert not cell.source.rstrip().endswith(";")


def is_open(value):
    """Tell whether a literal is None, or a dictionary in which every value is."""
    if isinstance(value, dict):
        return all(map(is_open, value.values()))
    return value is None


def test_no_prediction_is_made_in_the_readers_place(notebook):
    """Each is None, by the first line of its cell, so that the journal has only what the reader set."""
    left_open, passed_on = set(), []
    for cell in cells(notebook, "code"):
        if "# change me" in cell.source:
            first = ast.parse(cell.source).body[0]
            assert isinstance(first, ast.Assign), cell.id
            assert "# change me: " in cell.source.split("\n")[0], cell.id
            assert is_open(ast.literal_eval(first.value)), f"{cell.id}: begin with None"
            left_open.add(first.targets[0].id)
        if "prediction=" in cell.source:
            keywords = [n for n in ast.walk(ast.parse(cell.source)) if isinstance(n, ast.keyword)]
            passed_on += [ast.unparse(k.value) for k in keywords if k.arg == "prediction"]
        opens = re.search(rf"\blabs\.({'|'.join(PREDICTED)})\(", cell.source)
        assert not opens or "prediction=" in cell.source, f"{cell.id}: let the reader predict"
    assert set(passed_on) <= left_open
    assert len(passed_on) == len(set(passed_on)), "each lab has a prediction of its own"
    assert passed_on, "a lesson has a lab, and the reader predicts what it gives"
