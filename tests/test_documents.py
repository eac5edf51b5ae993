"""What README, CONTRIBUTING and the pages of docs/ say is there: links, files, names in them, commands."""

import importlib.util
import re
from collections import Counter

import pytest

from tests.notebooks import ROOT
from tests.test_layering import FLOORS, HELPERS, MOST_LINES_OF_CODE

README, CONTRIBUTING = ROOT / "README.md", ROOT / "CONTRIBUTING.md"
PAGES = sorted((ROOT / "docs").glob("*.md"))
DOCUMENTS = [README, CONTRIBUTING, *PAGES]
SAY_WHAT_IS_THERE = [path for path in DOCUMENTS if path.stem != "tried"]  # that one says what was
LONGEST_README = 90  # lines: read to the end in two minutes
LINK = re.compile(r"\]\(([^)\s]+)\)")
IN_A_FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
CODE = re.compile(r"`([^`\n]+)`")
FOLDERS = ("helpers", "tests", "notebooks", "docs", "binder", "site", ".ci", ".github")
# Where a name stands for many, as in "eN.py", there is no such file.
FOR_MANY = re.compile(r"NN_name|eN|ASSIGNMENT|STUDENT")
MADE_BY_TESTS = "tests/artefacts"
NAMES_IN_A_FILE = re.compile(r"`\w+`(?:(?:, | and | in | of )`\w+`)* in `[\w/]+\.py`")


def text_of(path):
    return path.read_text(encoding="utf-8")


def anchors(text):
    """Return the anchors of a page's headings, as GitHub makes them."""
    headings = HEADING.findall(IN_A_FENCE.sub("", text))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def dead_links(path):
    """List the links of a page to files or headings that are not there."""
    dead = []
    for link in LINK.findall(CODE.sub("", IN_A_FENCE.sub("", text_of(path)))):
        if link.startswith("https://"):
            continue
        place, _, anchor = link.partition("#")
        target = path.parent / place if place else path
        if not target.exists() or (anchor and anchor not in anchors(text_of(target))):
            dead.append(link)
    return dead


def code_in(path):
    """List what stands between backticks on a page, and in its blocks."""
    text = text_of(path)
    return [*CODE.findall(IN_A_FENCE.sub("", text)), *IN_A_FENCE.findall(text)]


def rows(heading):
    """Return the rows of the tables below a heading of CONTRIBUTING, as lists of their cells."""
    (text,) = re.findall(rf"^## {heading}\n(.*?)^## ", text_of(CONTRIBUTING), re.M | re.S)
    lines = [line.strip("|") for line in text.splitlines() if line.startswith("| ")]
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def defined(path):
    """Return all names that stand in a file of Python code."""
    return set(re.findall(r"\w+", text_of(path)))


def commands():
    """Return the names of the modules in tests/commands that a person can run."""
    paths = (ROOT / "tests" / "commands").glob("*.py")
    return {path.stem for path in paths if "__main__" in path.read_text(encoding="utf-8")}


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_links_lead_somewhere(path):
    assert LINK.search(text_of(path))
    assert dead_links(path) == []


def test_a_link_that_leads_nowhere_is_found(tmp_path):
    page, other = tmp_path / "page.md", tmp_path / "other.md"
    other.write_text("# One & two, in `three.py`\n```bash\n# no heading\n```\n", encoding="utf-8")
    good = "[a](other.md) [b](other.md#one--two-in-threepy) [c](#own) [d](https://x.y/) `[e](f)`"
    page.write_text(f"# Own\n{good}\n", encoding="utf-8")
    assert dead_links(page) == []
    bad = ["no.md", "other.md#no-heading", "#other"]
    page.write_text(f"# Own\n{good} {' '.join(f'[x]({link})' for link in bad)}", encoding="utf-8")
    assert dead_links(page) == bad


def test_the_readme_is_short():
    assert len(text_of(README).splitlines()) <= LONGEST_README


def test_from_the_readme_every_page_is_one_link_away():
    linked = {ROOT / link.partition("#")[0] for link in LINK.findall(text_of(README))}
    assert set([CONTRIBUTING, *PAGES]) <= linked


@pytest.mark.parametrize("path", SAY_WHAT_IS_THERE, ids=lambda path: path.stem)
def test_files_that_are_named_are_there(path):
    pattern = re.compile(rf"(?<![\w./\"$-])(?:{'|'.join(map(re.escape, FOLDERS))})/[\w./*-]*")
    named = {place for code in code_in(path) for place in pattern.findall(code)}
    named = {place for place in named if not FOR_MANY.search(place) and place != MADE_BY_TESTS}
    assert named
    assert [place for place in sorted(named) if not any(ROOT.glob(place))] == []


def test_the_map_has_every_folder_and_module_of_helpers_from_the_ground_up():
    floor_of = {name: floor for floor, names in enumerate(FLOORS) for name in names}
    named = [
        name.removesuffix("/").removesuffix(".py")
        for places, _ in rows("The map")
        for name in CODE.findall(places)
        if name.removesuffix("/").removesuffix(".py") in floor_of
    ]
    assert sorted(named) == sorted(floor_of), "each once, and no other"
    floors = [floor_of[name] for name in named]
    assert floors == sorted(floors), "each below all that it imports from"


def test_modules_in_a_folders_row_are_in_that_folder():
    n_named = 0
    for places, told in rows("The map"):
        folder = HELPERS / CODE.findall(f"{places} `-`")[0]
        if folder.is_dir():
            for name in re.findall(r"`(\w+\.py)`", told):
                n_named += 1
                assert (folder / name).is_file(), f"{places}: {name}"
    assert n_named > 15


def test_no_two_test_files_say_that_they_test_the_same():
    paths = sorted((ROOT / "tests").rglob("test_*.py"))
    said = {path: text_of(path).splitlines()[0].partition(":")[0] for path in paths}
    of_modules = [subject for subject in said.values() if subject.startswith('"""helpers.')]
    assert len(of_modules) > 30
    assert [subject for subject, n in Counter(of_modules).items() if n > 1] == []


def test_names_are_in_the_files_that_they_are_said_to_be_in():
    phrases = [
        phrase for _, told in rows("You want to") for phrase in NAMES_IN_A_FILE.findall(told)
    ]
    assert len(phrases) > 10
    for phrase in phrases:
        *names, path = CODE.findall(phrase)
        assert set(names) <= defined(ROOT / path), phrase


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.stem)
def test_commands_that_are_named_are_there(path):
    for module in re.findall(r"python3? -m ([\w.]+)", "\n".join(code_in(path))):
        assert module == "venv" or importlib.util.find_spec(module), module
        if module.startswith("tests.commands."):
            assert module.removeprefix("tests.commands.") in commands()


def test_every_command_is_named():
    named = re.findall(r"python -m tests\.commands\.(\w+)", text_of(CONTRIBUTING))
    assert commands() == set(named)


def test_the_longest_module_is_as_long_as_is_said():
    assert f"{MOST_LINES_OF_CODE} lines of code" in text_of(CONTRIBUTING)
