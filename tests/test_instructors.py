"""docs/instructors.md: its plans, objectives and beliefs are complete, and what they name is there."""

import json
import re
import tomllib

import pytest

from tests.notebooks import ROOT, coursework, lessons

PAGE = (ROOT / "docs" / "instructors.md").read_text(encoding="utf-8")
MARK = re.compile(r"\b(?:(\d\d|c):)?([eqb])(\d)\b")  # as 01:e2, c:e2; or e2, of the lesson at hand
HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
BELIEF = "A belief to give up: "
LINK = re.compile(r"\[([^\]]+)\]\([^)]*\)")


def cells_of(path):
    """Return pairs of a cell's id and its text, and which are code."""
    cells = json.loads(path.read_bytes())["cells"]
    code = {cell["id"] for cell in cells if cell["cell_type"] == "code"}
    return [(cell["id"], "".join(cell["source"])) for cell in cells], code


LESSONS = {path.stem[:2]: cells_of(path) for path in lessons()}


def sections(number):
    """Return the ids of the cells of each section of a lesson, by its heading."""
    cells, code = LESSONS[number]
    heading, found = "", {"": []}
    for name, text in cells:
        for heading in HEADING.findall(text) if name not in code else ():
            found[heading] = []
        found[heading].append(name)
    return found


SECTIONS = {number: sections(number) for number in LESSONS}


def exercises():
    return {
        f"{path.stem[:2] if path.stem[0].isdigit() else 'c'}:{name.removesuffix('-text')}"
        for path in coursework()
        for name, _ in cells_of(path)[0]
        if re.fullmatch(r"e\d-text", name)
    }


def questions():
    """Return the wrong choices of each question of the quizzes, by its mark."""
    found = {}
    for path in sorted((ROOT / "helpers" / "quizzes").glob("*.toml")):
        parts = tomllib.loads(path.read_text(encoding="utf-8"))
        for part, letter in (("before", "b"), ("after", "q")):
            for i, one in enumerate(parts.get(part, ()), start=1):
                found[f"{path.stem[:2]}:{letter}{i}"] = one["wrong"]
    return found


EXERCISES, QUESTIONS = exercises(), questions()
KNOWN = EXERCISES | set(QUESTIONS)


def part(heading):
    """Return the text below a heading, up to the next one of its level or above."""
    level = len(heading.split()[0])
    _, found, rest = PAGE.partition(f"\n{heading}\n")
    assert found, f"no heading {heading}"
    return re.split(rf"^#{{1,{level}}} ", rest, maxsplit=1, flags=re.MULTILINE)[0]


def rows(text):
    """Return the rows of the tables in a text, less their heads, as lists of cells."""
    lines = [line for line in text.splitlines() if line.startswith("| ")]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    return [
        row for row in cells if row[0] not in ("minutes", "block", "week", "lesson", "question")
    ]


def marks(text, lesson=""):
    return {f"{where or lesson}:{letter}{n}" for where, letter, n in MARK.findall(text)}


def test_the_marks_of_a_text_are_read():
    assert marks("e1, 07:e2; q3, c:e4", "01") == {"01:e1", "07:e2", "01:q3", "c:e4"}


def test_every_objective_has_its_row_in_the_order_of_the_lessons():
    promised = []
    for number, (cells, _) in LESSONS.items():
        (told,) = re.findall(r"able to do\*\*\n\n(.*?)\n\n", cells[0][1], re.DOTALL)
        bullets = [LINK.sub(r"\1", line) for line in told.split("\n- ")]
        promised += [(number, " ".join(b.removeprefix("- ").split())) for b in bullets]
    assert len(promised) > 30
    assert [
        (f"{int(row[0]):02}", row[1]) for row in rows(part("## What is learned where"))
    ] == promised


def test_what_is_learned_where_names_sections_exercises_and_questions_that_are_there():
    for number, _, section, practised, asked in rows(part("## What is learned where")):
        lesson = f"{int(number):02}"
        assert section.strip("*") in SECTIONS[lesson], section
        for text, letters in ((practised, "e"), (asked, "qb")):
            found = marks(text, lesson)
            assert found <= KNOWN, text
            assert all(mark.partition(":")[2][0] in letters for mark in found), text
            assert bool(found) == (text != "-"), text


def test_every_exercise_and_every_question_at_a_lessons_end_serves_an_objective():
    served = set()
    for number, _, _, practised, asked in rows(part("## What is learned where")):
        served |= marks(f"{practised} {asked}", f"{int(number):02}")
    wanted = EXERCISES | {mark for mark in QUESTIONS if ":q" in mark}
    assert wanted - served == set()


def test_every_belief_that_lessons_give_up_is_there_with_a_cell_that_refutes_it():
    table = rows(part("## Beliefs, and the cell that refutes each").partition("### ")[0])
    beliefs = [
        (number, heading.removeprefix(BELIEF).strip('"'))
        for number, found in SECTIONS.items()
        for heading in found
        if heading.startswith(BELIEF)
    ]
    assert [(f"{int(row[0]):02}", row[1]) for row in table] == beliefs
    for number, belief, cell, asked in table:
        lesson, cell, heading = f"{int(number):02}", cell.strip("`"), f'{BELIEF}"{belief}"'
        assert cell in SECTIONS[lesson][heading], cell
        assert cell in LESSONS[lesson][1], f"{cell} is no code"
        there = {
            mark: one["see"].partition("#")[2]
            for mark, wrong in QUESTIONS.items()
            for one in wrong
            if (one["see"][:2], one["under"]) == (lesson, heading)
        }
        assert marks(asked) == set(there), f"{belief}: {', '.join(sorted(there))}"
        assert not there or any(
            cell == one["see"].partition("#")[2] for m in there for one in QUESTIONS[m]
        )


def test_each_lesson_has_a_question_for_pairs():
    table = rows(part("### Questions for pairs"))
    assert [row[0][:2] for row in table] == list(LESSONS)
    assert {row[0] for row in table} <= set(QUESTIONS)


PLANS = (
    "### Three lab classes of two hours",
    "### A workshop of two days",
    "### A term of twelve weeks",
)


@pytest.mark.parametrize("heading", PLANS)
def test_a_plan_names_sections_and_marks_that_are_there(heading):
    n_sections = 0
    for row in rows(part(heading)):
        assert marks(" ".join(row)) <= KNOWN, row
        linked = re.search(r"/notebooks/(\d\d)_\w+\.ipynb", " ".join(row))
        if linked:
            for cell in row[:4]:
                if cell.startswith(("Before", "Who", "Which")):  # asked aloud
                    continue
                named = re.findall(r"\*([^*]+)\*", cell)
                n_sections += len(named)
                assert set(named) <= set(SECTIONS[linked[1]]), cell
    assert n_sections or heading == PLANS[2]


def test_the_minutes_of_each_class_are_those_that_it_has():
    classes = re.split(r"^Class \d ", part(PLANS[0]), flags=re.MULTILINE)[1:]
    assert len(classes) == 3
    for text in classes:
        assert sum(int(row[0]) for row in rows(text)) == int(
            re.match(r"\((\d+) minutes\)", text)[1]
        )


def test_a_workshop_has_eight_blocks_and_a_term_twelve_weeks():
    assert [row[0] for row in rows(part(PLANS[1]))] == [str(i) for i in range(1, 9)]
    assert [row[0] for row in rows(part(PLANS[2]))] == [str(i) for i in range(1, 13)]


def test_a_lesson_of_a_block_or_a_week_fits_its_minutes():
    for heading in PLANS[1:]:
        for row in rows(part(heading)):
            linked = re.match(r"\[lesson (\d)\]", row[2])
            if linked:
                first = LESSONS[f"0{linked[1]}"][0][0][1]
                assert int(re.search(r"^About (\d+) minutes", first, re.M)[1]) <= int(row[1])


def test_a_term_assigns_every_exercise_of_the_road_once():
    road = {mark for mark in EXERCISES if mark[:2] <= "08" or mark.startswith("c:")}
    assigned = [f"{w}:{k}{n}" for row in rows(part(PLANS[2])) for w, k, n in MARK.findall(row[3])]
    assert sorted(assigned) == sorted(road)
