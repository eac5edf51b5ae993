"""notebooks/glossary.md: its entries, the links to them from the lessons, and that both say the same."""

import re

import pytest

from tests import glossary, notebooks
from tests.notebooks import ROOT

ENTRIES = glossary.entries()
LESSONS = {path.name: glossary.texts_of(notebooks.read(path)) for path in notebooks.lessons()}
ENTRY = re.compile(r"^(.+)\nFirst in \[lesson (\d+)\]\((\w+\.ipynb)\)\.$", re.DOTALL)
# As the design has them; what else it names is in the table of lesson 0.
AGREED = {
    "run": "one call of a runner",
    "round of measuring": "one loop and one run of each candidate",
}


def said_of(word):
    """Return the definition of a word in small letters, on one line."""
    return " ".join(ENTRY.match(ENTRIES[word])[1].lower().split())


def table_of_words():
    """Return the meaning of each word in the table of lesson 0."""
    (text,) = [text for text in LESSONS["00_start_here.ipynb"] if text.startswith("## Words\n")]
    text = glossary.LINK.sub(r"\1", text)
    return dict(re.findall(r"^\| \*([^*]+)\*[^|]*\| ([^|]+) \|", text, re.MULTILINE))


def test_entries_are_in_their_order_and_reached_by_one_anchor_everywhere():
    assert list(ENTRIES) == sorted(set(ENTRIES))
    # JupyterLab keeps capitals in an anchor, GitHub does not; neither keeps all other characters.
    assert [word for word in ENTRIES if not re.fullmatch("[a-z -]+", word)] == []


@pytest.mark.parametrize("word", ENTRIES)
def test_an_entry_is_one_sentence_or_two_and_names_the_lesson_that_links_it_first(word):
    definition, number, lesson = ENTRY.match(ENTRIES[word]).groups()
    assert 1 <= len(re.findall(r"[.!?](?=\s|$)", definition)) <= 2
    assert (ROOT / "notebooks" / lesson).is_file()
    anchor = glossary.anchor_of(word)
    linking = [name for name, texts in LESSONS.items() if anchor in glossary.links_in(texts)]
    assert linking, f"no lesson links {word}"
    assert (lesson, int(number)) == (linking[0], int(linking[0][:2]))


@pytest.mark.parametrize("lesson", LESSONS)
def test_every_link_leads_to_an_entry_and_a_lesson_links_a_word_once(lesson):
    links = glossary.links_in(LESSONS[lesson])
    assert links
    assert set(links) <= {glossary.anchor_of(word) for word in ENTRIES}
    assert [anchor for anchor, places in links.items() if len(places) > 1] == []


@pytest.mark.parametrize("lesson", LESSONS)
def test_the_first_use_of_a_word_is_its_link(lesson):
    texts, links = LESSONS[lesson], glossary.links_in(LESSONS[lesson])
    by_hand = glossary.AMBIGUOUS | glossary.NOT_AT_FIRST.get(lesson, set())
    for word in ENTRIES:
        use = None if word in by_hand else glossary.first_use(texts, word)
        if use is not None:
            anchor, (place, begin, end) = glossary.anchor_of(word), use
            text = texts[place]
            told = f"link the first “{text[begin:end]}” to glossary.md#{anchor}: {text[:60]}"
            assert anchor in links, told
            assert links[anchor][0] < use, told


def test_exceptions_are_words_of_the_glossary_and_linked_where_they_are_meant():
    assert set(glossary.FORMS) | glossary.AMBIGUOUS <= set(ENTRIES)
    for lesson, words in glossary.NOT_AT_FIRST.items():
        links = glossary.links_in(LESSONS[lesson])
        assert {glossary.anchor_of(word) for word in words} <= set(links), lesson


def test_the_table_of_lesson_0_says_the_same():
    table = table_of_words()
    assert len(table) > 10
    for word, meaning in {**table, **AGREED}.items():
        assert said_of(word).startswith(meaning.lower()), word


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("A worker waits.", "worker"),
        ("Two *workers* wait.", "workers"),
        ("# A worker\n\nTwo Workers", "Workers"),
        ("`worker` [a worker](b.md) <details>\nworker\n</details>", None),
        ("co-worker, worker-like, workers.py", "workers"),
        ("| *worker* | workers |", "worker"),
        ("| it | workers |", None),
        ("| a `worker` | it |", None),
    ],
)
def test_a_use_is_found_in_prose_only(text, found):
    use = glossary.first_use(["", text], "worker")
    assert (None if use is None else text[use[1] : use[2]]) == found


def test_a_longer_word_is_no_use_of_a_shorter_one():
    assert glossary.first_use(["the task\nsize, and the event loop"], "task") is None
    assert glossary.first_use(["the task\nsize, and the event loop"], "event") is None
    assert glossary.first_use(["the task\nsize, and the event loop"], "task size") == (0, 4, 13)
