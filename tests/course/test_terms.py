"""A working copy through a term: whatever the course and the reader do in turn, no work is lost."""

import shutil
import tempfile
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from helpers.course import renew
from tests.course.courses import change, files, hooked, outputs, run, sources, write

LESSONS = ("00_a.ipynb", "01_b.ipynb", "coursework/01_b.ipynb")


class Term(RuleBasedStateMachine):
    """The model: which version each lesson has, and the bytes of each file that the reader has changed."""

    def __init__(self):
        super().__init__()
        self.folder = Path(tempfile.mkdtemp())
        self.course, self.copy = self.folder / "notebooks", self.folder / "mine"
        self.n_events = 0
        self.now = {}  # of the lessons in the course, their text
        self.mine = {}  # of the files that the reader has changed or named, their bytes
        self.had = {}  # of lessons, the text that the last start has offered, if that is certain
        for lesson in LESSONS[1:]:
            self.release(lesson)

    def teardown(self):
        shutil.rmtree(self.folder)

    def new_text(self, what):
        self.n_events += 1
        return f"{what} {self.n_events}"

    def some_file(self, data):
        """Choose one of the files in the copy, of those that are notebooks."""
        return data.draw(st.sampled_from(sorted(files(self.copy))), label="file")

    has_files = precondition(lambda self: bool(files(self.copy)))

    @rule(lesson=st.sampled_from(LESSONS))
    def release(self, lesson):
        self.now[lesson] = self.new_text("version")
        write(self.course / lesson, self.now[lesson])

    @rule(lesson=st.sampled_from(LESSONS))
    def measure_again(self, lesson):
        """Only outputs are new in the course: nobody gets anything for that."""
        if lesson in self.now:
            run(self.course / lesson, self.new_text("output"))

    @precondition(lambda self: len(self.now) > 1)
    @rule(lesson=st.sampled_from(LESSONS))
    def withdraw(self, lesson):
        if self.now.pop(lesson, None):
            (self.course / lesson).unlink()

    @has_files
    @rule(data=st.data())
    def edit(self, data):
        name = self.some_file(data)
        change(self.copy / name, self.new_text("mine"))
        self.mine[name] = (self.copy / name).read_bytes()

    @has_files
    @rule(data=st.data())
    def run_only(self, data):
        name = self.some_file(data)
        run(self.copy / name)
        if name in self.mine:
            self.mine[name] = (self.copy / name).read_bytes()

    @has_files
    @rule(data=st.data())
    def delete(self, data):
        name = self.some_file(data)
        (self.copy / name).unlink()
        self.mine.pop(name, None)

    @has_files
    @rule(data=st.data())
    def rename(self, data):
        name, new = self.some_file(data), self.new_text("my") + ".ipynb"
        (self.copy / name).rename(self.copy / new)
        self.mine.pop(name, None)
        self.mine[new] = (self.copy / new).read_bytes()

    @rule(n_steps=st.integers(1, 30), moment=st.sampled_from(["before", "after"]))
    def start_and_interrupt(self, n_steps, moment):
        def interrupt(number, *_):
            if number == n_steps:
                raise KeyboardInterrupt

        with pytest.MonkeyPatch.context() as patch, hooked(patch, **{moment: interrupt}):
            try:
                renew(self.copy, self.course)
            except KeyboardInterrupt:
                self.had.clear()

    @rule(with_outputs=st.booleans())
    def start(self, with_outputs):
        done = renew(self.copy, self.course, with_outputs)
        there = files(self.copy)
        for lesson, text in self.now.items():
            assert lesson in there
            if lesson not in self.mine:
                assert sources(self.copy / lesson) == [text]
                assert outputs(self.copy / lesson) or not with_outputs
                assert lesson not in done.kept
            elif lesson in self.had and self.had[lesson] != text:
                assert lesson in done.kept
            self.had[lesson] = text
        for lesson, beside in done.kept.items():
            assert lesson in self.mine
            assert sources(self.copy / beside) == [self.now[lesson]]
        for lesson in done.gone:
            assert lesson not in self.now
            assert lesson in there
        assert not set(done.made + done.renewed) & set(self.mine)
        again = renew(self.copy, self.course, with_outputs)
        assert (again.made, again.renewed) == ([], [])
        assert (again.kept, again.gone) == (done.kept, done.gone)
        assert files(self.copy) == there

    @invariant()
    def no_work_is_lost(self):
        assert self.mine.items() <= files(self.copy).items()


Term.TestCase.settings = settings(max_examples=40, stateful_step_count=25)
TestTerm = Term.TestCase
