"""helpers.reader.guide and helpers.labs.panels: answers lead to a tool, and the journal is quoted."""

import ast
import re
from base64 import b64decode
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import labs, machine
from helpers.labs import panels
from helpers.reader import guide, intuition, journal
from helpers.worker.spans import KINDS_OF_WORKERS
from tests import notebooks
from tests.notebooks import ROOT
from tests.reader.test_journal import WHAT, file  # noqa: F401  a journal of this test's own

ANSWERS = [answers for _, answers in guide.QUESTIONS.values()]
ALL = [dict(zip(guide.QUESTIONS, answers, strict=True)) for answers in product(*ANSWERS)]
SUM, SORT = guide.QUESTIONS["work_per_number"][1]


@pytest.mark.parametrize("gil_enabled", [True, False])
def test_every_set_of_answers_leads_to_a_tool_with_a_lesson(gil_enabled):
    tools = set()
    for answers in ALL:
        advice = guide.advise(**answers, gil_enabled=gil_enabled)
        tools.add(advice.tool)
        assert advice.because.endswith(".")
        assert advice.beware.endswith(".")
        assert advice.lesson[:2].isdigit()
        assert (advice.workers == "") == (advice.tool == "no workers")
        assert advice.workers in ("", *KINDS_OF_WORKERS)
    assert tools == {
        *("Dask", "a pipeline", "asyncio", "concurrent.futures", "joblib", "no workers"),
    }


@pytest.mark.parametrize("gil_enabled", [True, False])
@pytest.mark.parametrize("size", ["1 to 100 ms", "over 100 ms"])
def test_the_golden_rule(size, gil_enabled):
    def workers(waits_for, **answers):
        advice = guide.advise(waits_for, size, **answers, gil_enabled=gil_enabled)
        return advice.tool, advice.workers

    assert workers("waiting") == ("concurrent.futures", "threads")
    assert workers("waiting", at_once="thousands") == ("asyncio", "coroutines")
    computes = "processes" if gil_enabled else "threads"
    assert workers("Python code") == ("concurrent.futures", computes)
    assert workers("arrays", work_per_number=SUM) == ("no workers", "")
    assert workers("arrays", work_per_number=SORT) == ("joblib", "processes")


@pytest.mark.parametrize("gil_enabled", [True, False])
def test_what_passes_several_stages_is_no_map(gil_enabled):
    one, several = guide.QUESTIONS["stages"][1]

    def advised(waits_for, size="over 100 ms", **answers):
        asked = {"stages": several, "gil_enabled": gil_enabled, **answers}
        advice = guide.advise(waits_for, size, **asked)
        return advice.tool, advice.workers

    computes = "processes" if gil_enabled else "threads"
    assert advised("waiting") == ("a pipeline", "threads")
    assert advised("waiting", at_once="thousands") == ("a pipeline", "coroutines")
    assert advised("Python code") == ("a pipeline", computes)
    assert advised("arrays", work_per_number=SORT) == ("a pipeline", "threads")
    # What is too small to hand over once is too small to hand over in each stage.
    assert advised("waiting", "under 1 ms") == ("no workers", "")
    assert advised("arrays", work_per_number=SUM) == ("no workers", "")
    assert advised("waiting", machines="several machines") == ("Dask", "processes")
    assert advised("waiting", stages=one)[0] == "concurrent.futures"


def test_the_guide_asks_for_stages_and_leads_to_the_lesson_on_pipelines():
    shown = labs.guide()
    shown.questions["stages"].value = guide.QUESTIONS["stages"][1][1]
    told = shown.answer.value
    assert "<b>a pipeline</b>" in told
    assert "take threads" in told
    assert '<a href="09_queues.ipynb"' in told
    assert "Try yours in the lab of lesson 09_queues" in told
    assert "not measured" not in told  # its lab notes no speedup, so the journal never has one


def test_the_advice_on_python_code_names_the_executor_and_what_to_look_out_for():
    on, off = (
        guide.advise("Python code", "over 100 ms", gil_enabled=value) for value in (True, False)
    )
    assert "Processes can compute at the same time" in on.because
    assert "ProcessPoolExecutor" in on.beware
    assert "The GIL is off here" in off.because
    assert "ThreadPoolExecutor share your objects" in off.beware


@pytest.mark.parametrize("enabled", [True, False])
def test_the_guide_asks_whether_the_gil_is_on(monkeypatch, enabled):
    monkeypatch.setattr(machine, "gil_enabled", lambda: enabled)
    asked = guide.advise("Python code", "over 100 ms")
    assert asked == guide.advise("Python code", "over 100 ms", gil_enabled=enabled)
    shown = labs.guide()
    shown.questions["waits_for"].value = "Python code"
    assert ("The GIL is off here" in shown.answer.value) is not enabled


def test_no_workers_for_what_is_too_small_to_hand_over():
    for answers in ALL:
        is_small = answers["task_size"] == "under 1 ms"
        is_a_sum = answers["waits_for"] == "arrays" and answers["work_per_number"] == SUM
        advice = guide.advise(**answers)
        assert (advice.tool == "no workers") == (is_small or is_a_sum)
        if is_small:
            assert "answer the second question again" in advice.beware


def test_a_question_plays_a_part_exactly_if_its_answer_does():
    for answers in ALL:
        for name, (_, choices) in guide.QUESTIONS.items():
            advised = {guide.advise(**{**answers, name: choice}) for choice in choices}
            # The kind of task also chooses what is quoted.
            assert guide.matters(name, answers) == (name == "waits_for" or len(advised) > 1)


def test_by_questions_that_play_a_part_every_other_advice_is_reached():
    """No answer shuts the reader in."""
    everything = {guide.advise(**answers) for answers in ALL}
    for first in ALL:
        seen, todo = [], [first]
        while todo:
            answers = todo.pop()
            if answers not in seen:
                seen.append(answers)
                for name, (_, choices) in guide.QUESTIONS.items():
                    if guide.matters(name, answers):
                        todo += [{**answers, name: choice} for choice in choices]
        assert {guide.advise(**answers) for answers in seen} == everything


@pytest.mark.parametrize("name", list(guide.QUESTIONS))
def test_a_wrong_answer_is_named(name):
    answers = {question: choices[1][0] for question, choices in guide.QUESTIONS.items()}
    with pytest.raises(ValueError, match=f"{name} must be one of "):
        guide.advise(**{**answers, name: "maybe"})


def test_what_is_asked_of_the_journal_is_looked_at_first():
    for name in ("tool", "workers", "task_size", "work_per_number"):
        with pytest.raises(ValueError, match=f"{name} must be one of "):
            guide.quotes(**{"tool": "joblib", name: "maybe"})


def test_without_a_journal_it_says_what_to_run():
    none = "You have not measured it"
    race = ", or the race of lesson 07_choosing."
    assert guide.quotes("joblib") == [f"{none} yet: run a lab of lesson 05_joblib{race}"]
    assert guide.quotes("asyncio") == [f"{none} yet: run a lab of lesson 06_asyncio."]
    assert guide.quotes("asyncio", "waiting") == [
        f"{none} on tasks that wait yet: run a lab of lesson 06_asyncio."
    ]
    assert guide.quotes("concurrent.futures", "waiting", "processes", "over 100 ms") == [
        f"{none} with processes on such tasks yet: run a lab on them in lesson 04_concurrent_futures{race}"
    ]
    # In the race, concurrent.futures has processes.
    assert guide.quotes("concurrent.futures", "waiting", "threads", "over 100 ms") == [
        f"{none} with threads on such tasks yet: run a lab on them in lesson 04_concurrent_futures."
    ]
    assert guide.quotes("no workers", "computing") == []


def test_the_workers_of_the_race_are_those_of_lesson_7():
    cells = notebooks.read(ROOT / "notebooks" / "07_choosing.ipynb").cells
    source = {cell.id: cell.source for cell in cells}
    runners = {
        function.name: ast.unparse(function)
        for cell in ("runner-threading", "runners-processes")
        for function in ast.parse(source[cell]).body
    }
    racing = ast.parse(source["race-favourite"]).body[1].value
    named = {key.value: value.id for key, value in zip(racing.keys, racing.values, strict=True)}
    for tool, workers in guide._RACED.items():
        assert ("thread" in runners[named[tool]]) == (workers == "threads"), tool


def keep(monkeypatch, lesson="07_choosing", **changes):
    """Append an entry of a lesson to the journal."""
    monkeypatch.setenv("JPY_SESSION_NAME", f"{lesson}.ipynb")
    journal.append(**{**WHAT, **changes})


def test_it_quotes_the_newest_of_the_lesson(monkeypatch):
    for speedup in (1.0, 2.0, 3.0):
        keep(monkeypatch, "06_asyncio", speedup=speedup)
    keep(monkeypatch, "01_gil", speedup=4.0)
    (quote,) = guide.quotes("asyncio")
    assert ": 3.00 (" in quote
    assert "you had predicted 2.0" in quote


def test_it_quotes_what_fits_the_tool_and_the_kind_of_task(monkeypatch):
    for i, (tool, kind) in enumerate(
        (
            ("joblib", "waiting"),
            ("joblib", "computing"),
            ("concurrent.futures", "waiting"),
            ("with_processes", "computing"),
        )
    ):
        keep(monkeypatch, tool=tool, kind=kind, speedup=i + 1.5)
    keep(monkeypatch, "05_joblib", tool="concurrent.futures", kind="computing", speedup=9.5)
    speedups = {
        (tool, kind): [entry.speedup for entry in guide.measured(tool, kind)]
        for tool in ("joblib", "concurrent.futures")
        for kind in (None, "waiting", "computing")
    }
    assert speedups == {
        ("joblib", None): [1.5, 2.5],
        ("joblib", "waiting"): [1.5],
        ("joblib", "computing"): [2.5],
        ("concurrent.futures", None): [3.5, 9.5],
        ("concurrent.futures", "waiting"): [3.5],
        ("concurrent.futures", "computing"): [9.5],
    }


def test_advice_on_threads_does_not_quote_the_processes_of_a_race(monkeypatch):
    keep(monkeypatch, "04_concurrent_futures", kind="waiting", workers="threads", speedup=7.5)
    race = {"tool": "concurrent.futures", "kind": "waiting", "workers": "processes"}
    keep(monkeypatch, **race, n_workers=1, speedup=0.0022, verdict="slower")
    advice = guide.advise("waiting", "1 to 100 ms")
    (quote,) = guide.quotes(advice.tool, "waiting", advice.workers, "1 to 100 ms")
    assert "with_threads" in quote
    assert ": 7.50 (" in quote


def test_sums_of_arrays_are_not_quoted_where_much_work_per_number_is_asked_about(monkeypatch):
    sums = {"task": "sum_of_squares", "task_size_ms": None, "size": "100 thousands"}
    computed = {"kind": "computing", "workers": "processes"}
    slow = {"speedup": 0.018, "low": 0.01, "high": 0.03, "verdict": "slower"}
    keep(monkeypatch, "05_joblib", **sums, **computed, **slow)
    shown = labs.guide()
    shown.questions["waits_for"].value = "arrays"
    assert "<b>no workers</b>" in shown.answer.value
    shown.questions["work_per_number"].value = SORT
    assert "<b>joblib</b>" in shown.answer.value
    assert "You have not measured it with processes on such tasks yet" in shown.answer.value
    assert ": 55.56 (" in guide.quotes("joblib", "computing")[0]  # times slower
    # 0.2 ns a byte, and tasks as long as was asked about: still a sum.
    keep(monkeypatch, "05_joblib", **sums, **computed, **slow, loop_ms=2.0, input_bytes=1e7)
    shown.questions["task_size"].value = "over 100 ms"
    shown.questions["task_size"].value = "1 to 100 ms"
    assert "You have not measured it with processes on such tasks yet" in shown.answer.value


def test_what_does_much_with_each_number_of_an_array_is_quoted_where_that_is_asked_about(
    monkeypatch,
):
    waves = {"task": "sum_of_waves", "task_size_ms": None, "size": "100 thousands"}
    more = {"kind": "computing", "workers": "processes", "loop_ms": 20.0, "input_bytes": 8e5}
    keep(monkeypatch, "05_joblib", **waves, **more, speedup=1.75)
    shown = labs.guide()
    shown.questions["waits_for"].value = "arrays"
    shown.questions["work_per_number"].value = SORT
    assert "4 tasks of 100 thousands (sum_of_waves): 1.75 (" in shown.answer.value
    asked = ("joblib", "computing", "processes", "1 to 100 ms")
    assert "sum_of_waves" in guide.quotes(*asked, SORT)[0]
    little = guide.QUESTIONS["work_per_number"][1][0]
    for others in (asked, (*asked, little)):
        assert "You have not measured it" in guide.quotes(*others)[0]


def test_how_long_the_loop_took_counts_more_than_the_size_that_was_chosen(monkeypatch):
    told = {"workers": "threads", "task_size_ms": 10.0}
    keep(monkeypatch, "03_threading", **told, loop_ms=400.0, speedup=1.25)
    keep(monkeypatch, "03_threading", **told, loop_ms=10.0, speedup=1.5)
    asked = ("threading", None, "threads")
    assert ": 1.25 (" in guide.quotes(*asked, "over 100 ms")[0]
    assert ": 1.50 (" in guide.quotes(*asked, "1 to 100 ms")[0]


def test_a_quote_says_how_large_the_tasks_were():
    journal.append(**{**WHAT, "tool": "joblib", "task_size_ms": None, "size": "100 thousands"})
    assert "4 tasks of 100 thousands (wait_for):" in guide.quotes("joblib")[0]
    journal.append(**{**WHAT, "tool": "joblib", "task_size_ms": 10.0})  # as the first labs wrote it
    assert "4 tasks of 10 ms (wait_for):" in guide.quotes("joblib")[0]
    assert "4 tasks of 10 ms (wait_for):" in guide.quotes("joblib", None, None, "over 100 ms")[0]


def test_a_quote_says_where_it_was_and_how_busy_it_was_there():
    busy = "Other programs took half of the CPU time."
    journal.append(**{**WHAT, "tool": "joblib", "busy": busy})
    (quote,) = guide.quotes("joblib")
    assert quote.endswith(f"Verdict: faster. {busy} That was on Linux x86_64, 2 CPUs.")
    journal.append(**{**WHAT, "tool": "joblib", "machine": journal.this_machine()})
    assert guide.quotes("joblib")[0].endswith("Verdict: faster.")


SIZES_MS = [None, 0.1, 0.9, 1.0, 5.0, 20.0, 100.0, 110.0, 1000.0]
ENTRIES = st.lists(
    st.fixed_dictionaries(
        {
            "tool": st.sampled_from(["joblib", "threading"]),
            "kind": st.sampled_from(["", *journal.KINDS]),
            "workers": st.sampled_from(["", *KINDS_OF_WORKERS]),
            "n_workers": st.integers(1, 3),
            "task_size_ms": st.sampled_from(SIZES_MS),
            "verdict": st.sampled_from(["faster", "slower", "this machine cannot tell"]),
            "machine": st.sampled_from([journal.this_machine(), "another machine"]),
        }
    ),
    max_size=8,
)


def outside(task_size_ms, task_size):
    """Return by which factor a size lies outside of the sizes of an answer."""
    low, high = {"under 1 ms": (0, 1), "1 to 100 ms": (1, 100), "over 100 ms": (100, 1e9)}[
        task_size
    ]
    if task_size_ms is None:
        return 1e99
    return max(1, low / task_size_ms, task_size_ms / high)


@given(
    ENTRIES,
    st.sampled_from(journal.KINDS),
    st.sampled_from(KINDS_OF_WORKERS),
    st.sampled_from(guide.QUESTIONS["task_size"][1]),
)
def test_what_is_quoted_is_nearest_to_the_question(noted, kind, workers, task_size):
    journal.erase()
    for i, entry in enumerate(noted):
        # Its number is in the quote, as the speedup.
        journal.append(**{**WHAT, **entry, "speedup": float(i + 1)})
    (quote,) = guide.quotes("joblib", kind, workers, task_size)
    wanted = {"tool": "joblib", "kind": kind, "workers": workers}
    fits = [i for i, entry in enumerate(noted) if wanted.items() <= entry.items()]
    if not fits:
        assert quote.startswith(f"You have not measured it with {workers} on such tasks yet")
        return
    chosen = int(re.search(r": (\d+)\.00 \(.*?\) times as fast", quote)[1]) - 1
    assert chosen in fits, "another tool, kind of task or kind of workers"
    entry = noted[chosen]
    others = [noted[i] for i in fits]
    if entry["n_workers"] == 1:
        assert {other["n_workers"] for other in others} == {1}
    rivals = [o for o in others if (o["n_workers"] == 1) == (entry["n_workers"] == 1)]
    if entry["verdict"] == "this machine cannot tell":
        assert {rival["verdict"] for rival in rivals} == {"this machine cannot tell"}
    else:
        rivals = [rival for rival in rivals if rival["verdict"] != "this machine cannot tell"]
    nearest = min(outside(rival["task_size_ms"], task_size) for rival in rivals)
    assert outside(entry["task_size_ms"], task_size) == nearest
    rivals = [rival for rival in rivals if outside(rival["task_size_ms"], task_size) == nearest]
    if entry["machine"] == "another machine":
        assert {rival["machine"] for rival in rivals} == {"another machine"}
    same = [i for i in fits if noted[i] in rivals and noted[i]["machine"] == entry["machine"]]
    assert chosen == max(same), "the newest of those that are as near"


def test_every_first_answer_has_a_kind():
    assert tuple(guide.KINDS) == guide.QUESTIONS["waits_for"][1]


def test_the_guide_links_to_the_lesson():
    assert '<a href="04_concurrent_futures.ipynb" target="_blank"' in labs.guide().answer.value


def test_the_guide_follows_its_answers():
    shown = labs.guide()
    assert list(shown.questions) == list(guide.QUESTIONS)
    assert "<b>concurrent.futures</b>" in shown.answer.value
    shown.questions["waits_for"].value = "arrays"
    shown.questions["work_per_number"].value = SORT
    shown.questions["task_size"].value = "over 100 ms"
    assert "<b>joblib</b>" in shown.answer.value
    assert "run a lab on them in lesson 05_joblib" in shown.answer.value
    shown.questions["machines"].value = "several machines"
    assert "<b>Dask</b>" in shown.answer.value


def test_a_question_that_plays_no_part_cannot_be_answered():
    shown = labs.guide()

    def asked():
        return {name for name, box in shown.questions.items() if not box.disabled}

    assert asked() == {"waits_for", "task_size", "at_once", "stages", "machines"}
    shown.questions["waits_for"].value = "Python code"
    assert asked() == {"waits_for", "task_size", "stages", "machines"}
    shown.questions["waits_for"].value = "arrays"
    assert asked() == {"waits_for", "task_size", "work_per_number"}
    shown.questions["work_per_number"].value = SORT
    assert asked() == {"waits_for", "task_size", "work_per_number", "stages", "machines"}
    shown.questions["task_size"].value = "under 1 ms"
    assert asked() == {"waits_for", "task_size"}


def test_the_journal_is_erased_by_the_second_click():
    journal.append(**WHAT)
    buttons = labs.journal()
    buttons.erase.click()
    buttons.keep.click()
    buttons.erase.click()
    assert len(journal.entries()) == 1
    buttons.really_erase.click()
    assert journal.entries() == []
    buttons.really_erase.click()


def test_a_line_that_somebody_else_wrote_is_no_error_of_the_file_that_is_saved():
    journal.append(**WHAT)
    line = journal.path().read_text().strip()
    with journal.path().open("a") as written:
        written.write(line.replace('"tool": "', '"tool": "\\ud800'))
    assert len(journal.entries()) == 2
    labs.journal()


def test_the_journal_counts_labs_and_single_questions_and_saves_both(monkeypatch):
    shown = []
    monkeypatch.setattr(panels, "display", lambda box, *_: shown.append(box))
    journal.append(**WHAT)
    labs.journal()
    journal.keep(intuition.beside("01_gil", "waiting", "seconds", 4, 2))
    labs.journal()
    one, two = (
        line.value for box in shown for line in box.children if "journal-line" in line._dom_classes
    )
    assert "1 entry in" in one
    assert "2 entries in" in two
    saved = b64decode(re.search('base64,([^"]+)', two)[1]).decode()
    assert [line.split(",")[1] for line in saved.splitlines()] == ["lesson", "", "01_gil"]


def test_lessons_are_named_as_their_files():
    stems = {path.stem for path in (ROOT / "notebooks").glob("0*.ipynb")}
    assert stems
    lessons = {guide.advise(**answers).lesson for answers in ALL}
    assert lessons | set(guide.LESSONS.values()) <= stems
