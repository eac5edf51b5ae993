"""helpers.labs.gil_lab: threads that hand the interpreter over."""

import re
from base64 import b64decode
from io import BytesIO
from itertools import groupby, pairwise

import numpy as np
import pytest
from bs4 import BeautifulSoup
from matplotlib.colors import to_rgb
from PIL import Image

from helpers import gil, labs, machine
from helpers.drawing import axes
from helpers.labs.gil_lab import Settings, _found
from helpers.worker.spans import Span

pytestmark = pytest.mark.usefixtures("nothing_left")


@pytest.fixture
def gil_lab():
    lab = labs.gil()
    yield lab
    lab.close()


def test_the_gil_lab_records_what_its_controls_say(gil_lab):
    slices = gil_lab.wait(timeout_s=60)
    assert {s.worker for s in slices} == {0, 1}
    gil_lab.n_threads.value = 3
    gil_lab.switch_interval.value = 1
    assert {s.worker for s in gil_lab.wait(timeout_s=60)} == {0, 1, 2}
    for kind in gil_lab.kind.options:
        gil_lab.kind.value = kind
        gil_lab.wait(timeout_s=60)
        assert kind in gil_lab.picture.caption
        assert "at the same time" in gil_lab.status.value


@pytest.mark.skipif(not machine.gil_enabled(), reason="there is no GIL in this build")
@pytest.mark.parametrize("kind", [gil.KINDS[0], gil.KINDS[2]])
def test_what_was_recorded_is_what_is_said_and_drawn(gil_lab, kind):
    gil_lab.kind.value = kind
    slices = gil_lab.wait(timeout_s=60)
    window = f"In {1000 * max(s.end_s for s in slices):.0f} ms"
    n = sum(a.worker != b.worker for a, b in pairwise(slices))
    for said in (gil_lab.status.value, gil_lab.picture.caption):
        assert re.search(rf"{window}: {n} switch", said) or f"{window}: two threads" in said
    assert gil_lab._axes.get_xlim() == (0, gil.window_s(slices))


MARKS = [to_rgb(colour) for colour in (*axes.BARS, axes.TICK)]
OTHERS = [to_rgb("white"), to_rgb("black")]  # the black one is the axes' own


def marks(lab, thread, n_threads):
    """Count the bars and ticks that the picture shows in a thread's row: runs of one colour."""
    seen = np.asarray(Image.open(BytesIO(lab.picture.png)).convert("RGB")) / 255
    box = lab._axes.bbox
    y = seen.shape[0] - round(box.y0 + box.height * (1 - (thread + 0.5) / n_threads))
    line = seen[y, round(box.x0) - 5 :]
    nearest = np.abs(line[:, None] - np.array(MARKS + OTHERS)).sum(axis=2).argmin(axis=1)
    return sum(colour < len(MARKS) for colour, _ in groupby(nearest))


@pytest.mark.parametrize("n_threads", [2, 3])
def test_as_many_turns_are_drawn_as_are_counted(gil_lab, monkeypatch, n_threads):
    # Every second slice takes next to no time; the last one ends after what was asked for.
    slices = [
        Span(i % n_threads, 0.01 * i, 0.01 * i + (0.0099 if i % 2 else 1e-6)) for i in range(12)
    ]
    slices.append(Span(12 % n_threads, 0.1234, 0.1234))
    monkeypatch.setattr(gil, "record", lambda *_: slices)
    gil_lab.n_threads.value = n_threads
    gil_lab.run_button.click()
    assert gil_lab.wait(timeout_s=60) is slices
    assert "In 123 ms: 12 switches;" in gil_lab.picture.caption
    assert "In 123 ms: 12 switches;" in gil_lab.status.value
    assert sum(marks(gil_lab, thread, n_threads) for thread in range(n_threads)) == 13
    assert gil_lab._axes.get_xlim() == (0, 0.1234)


def test_the_numbers_of_a_recording_are_in_a_table_and_in_a_file(gil_lab):
    slices = gil_lab.wait(timeout_s=60)
    table = BeautifulSoup(gil_lab.numbers.value, "html.parser")
    rows = [[cell.text for cell in row.find_all("td")] for row in table.find_all("tr")[1:]]
    assert [row[0] for row in rows] == ["1", "2"]
    assert sum(int(row[1]) for row in rows) == len(slices)
    saved = b64decode(table.a["href"].partition("base64,")[2]).decode().splitlines()
    assert saved[0] == "thread,start (s),end (s)"
    assert len(saved) == 1 + len(slices)


@pytest.mark.parametrize(
    ("slices", "words", "others"),
    [
        ([], [], ["turns of a thread", "too short"]),
        ([Span(0, 0, 1), Span(1, 1, 2)], ["turns of a thread"], ["too short"]),
        ([Span(0, 0, 1), Span(1, 1, 1.0001)], ["turns of a thread", "too short"], []),
    ],
)
def test_the_legend_lists_what_is_drawn(gil_lab, slices, words, others):
    gil_lab.wait(timeout_s=60)
    with gil_lab._screen:
        gil_lab._slices = slices or None
        gil_lab._draw()
    assert all(each in gil_lab.picture.widget.value for each in words)
    assert not any(each in gil_lab.picture.widget.value for each in others)


def test_one_thread_alone_is_said_to_be_and_for_how_long(gil_lab, monkeypatch):
    monkeypatch.setattr(gil, "record", lambda *_: [Span(0, 0, 0.2)])
    gil_lab.n_threads.value = 1
    gil_lab.wait(timeout_s=60)
    assert "A timeline of 1 thread, Python loop. In 200 ms: one" in gil_lab.picture.caption


IN_TURN = [Span(i % 2, 0.01 * i, 0.01 * i + 0.0099) for i in range(10)]


@pytest.mark.parametrize(
    ("enabled", "kind", "needs_gil"),
    [
        (True, gil.KINDS[0], True),
        (True, gil.KINDS[1], False),
        (True, gil.KINDS[2], True),
        *((False, kind, False) for kind in gil.KINDS),
    ],
)
def test_threads_that_took_turns_without_a_gil_had_no_cpu(monkeypatch, enabled, kind, needs_gil):
    monkeypatch.setattr(machine, "gil_enabled", lambda: enabled)
    settings = Settings(kind, 2, 5.0)
    for n_cpus, taken in ((1, "there is one CPU here"), (4, "the other CPUs were taken")):
        monkeypatch.setattr(machine, "usable_cpus", lambda n=n_cpus: n)
        told = _found(settings, IN_TURN)
        assert "at the same time" in told
        assert (
            f"at the same time, and no GIL kept them from it: {taken};" in told
        ) is not needs_gil


@pytest.mark.parametrize(
    "slices",
    [
        [Span(0, 0, 0.1), Span(1, 0, 0.1)],  # at once
        [Span(0, 0, 0.1)],  # the other one was stopped before it began
        [Span(0, 0, 0.002), Span(1, 0.003, 0.004)],  # both were stopped at once
        [],
    ],
)
def test_what_shows_nothing_of_the_cpus_is_not_put_down_to_them(monkeypatch, slices):
    monkeypatch.setattr(machine, "gil_enabled", lambda: False)
    assert "kept them from it" not in _found(Settings(gil.KINDS[0], 2, 5.0), slices)


@pytest.mark.parametrize(
    ("options", "name"),
    [
        ({"kind": "x"}, "kind"),
        ({"n_threads": 0}, "n_threads"),
        ({"switch_interval_ms": 0}, "switch_interval_ms"),
    ],
)
def test_a_bad_argument_of_the_gil_lab_is_named(options, name):
    with pytest.raises(ValueError, match=name):
        labs.gil(**options)
