"""helpers.labs.array_lab: the work for each number of an array, and the roofs above it."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from bs4 import BeautifulSoup

from helpers import labs
from helpers.labs import array_lab, array_picture
from helpers.measure import kernels
from helpers.reader import intuition, journal
from tests.measure.test_results import measured as made_up

pytestmark = pytest.mark.usefixtures("nothing_left")


def with_threads(kernel, numbers, out, n_workers):
    parts = np.array_split(numbers, n_workers), np.array_split(out, n_workers)
    with ThreadPoolExecutor(n_workers) as pool:
        list(pool.map(kernel, *parts))


@pytest.fixture
def open_arrays(monkeypatch):
    monkeypatch.setattr(kernels, "_LEAST_OPERATIONS", 1000)  # no time is looked at here
    opened = []

    def open_one(runner=with_threads, **options):
        opened.append(labs.arrays(runner, **{"n_workers": 2, "size_mb": 0.1, **options}))
        return opened[-1]

    yield open_one
    for lab in opened:
        lab.close()


def test_a_lab_has_measured_and_says_what_was_reached(open_arrays):
    lab = open_arrays(n_operations=16)
    measured = lab.wait(timeout_s=60)
    assert list(measured) == [1, 4, 16, 64, 256]
    assert all(m.n_workers == [2] for m in measured.values())
    told = lab.status.value
    assert "With 2 workers and 16 operations a number, the runner was " in told
    assert "You have set no prediction" in told
    assert "One worker read and wrote " in told
    assert "By the rooflines, computing is the limit from " in told
    begin = (
        "Speedup and bandwidth by operations a number, for 0.1 MB of numbers on 2 workers. Measured"
    )
    assert lab.picture.caption.startswith(begin)
    assert lab.picture.png.startswith(b"\x89PNG")
    assert lab.progress.value == 1


def test_what_the_sliders_say_reaches_the_runner(open_arrays):
    seen = set()

    def notes(kernel, numbers, out, n_workers):
        seen.add((kernel.n_operations, len(numbers), n_workers))
        with_threads(kernel, numbers, out, n_workers)

    lab = open_arrays(notes)
    lab.wait(timeout_s=60)
    assert {(k, 12_500, 2) for k in (1, 4, 16, 64, 256)} == seen
    seen.clear()
    lab.n_workers.value = 3
    lab.wait(timeout_s=60)
    assert {n for *_, n in seen} >= {3}
    seen.clear()
    lab.size.value = 0.2
    lab.wait(timeout_s=60)
    assert (1, 25_000, 3) in seen
    seen.clear()
    lab.n_operations.value = 32
    assert 32 in lab.wait(timeout_s=60)
    assert (32, 25_000, 3) in seen
    assert "With 3 workers and 32 operations a number, the runner was " in lab.status.value


def test_a_number_of_operations_of_ones_own_is_a_mark_of_the_slider(open_arrays):
    lab = open_arrays(n_operations=10)
    assert sorted(lab.wait(timeout_s=60)) == [1, 4, 10, 16, 64, 256]
    assert lab.n_operations.value == 10


def rates_of(seconds, n_numbers=2**20):
    """Make rates of the seconds of one worker and of two, by the number of operations."""
    measured = {k: made_up([one] * 3, {2: [two] * 3}) for k, (one, two) in seconds.items()}
    return array_picture.Rates(measured, n_numbers)


def test_rates_are_bytes_and_operations_over_time():
    n = 2**25  # one pass for any number of operations
    rates = rates_of({1: (2.0, 1.5), 64: (4.0, 2.0)}, n)
    assert rates.gb_per_s(1) == pytest.approx((16 * n / 2.0 / 1e9, 16 * n / 1.5 / 1e9))
    one, both = rates.roofs
    assert one == pytest.approx((64 * n / 4.0, 16 * n / 2.0))
    assert both == pytest.approx((64 * n / 2.0, 16 * n / 1.5))
    assert rates.below(one, 1) == pytest.approx(16 * n / 2.0 / 1e9)
    assert rates.below(one, 64) == pytest.approx(16 * n / 4.0 / 1e9)
    assert rates.ridge(one) == pytest.approx(32)
    assert rates.ridge(both) == pytest.approx(48)


def test_no_point_is_above_its_roof():
    rates = rates_of({1: (0.05, 0.04), 4: (0.04, 0.03), 64: (0.3, 0.16)})
    for k in rates.measured:
        for who, roof in enumerate(rates.roofs):
            assert rates.gb_per_s(k)[who] <= rates.below(roof, k) * (1 + 1e-9)


def drawn(lab, rates):
    lab._drawing.update(array_picture.Settings(2, 8.0, 1), rates, None, "", "")
    return lab._drawing


def test_what_a_slow_machine_reaches_is_in_the_picture(open_arrays):
    n = 2**20
    rates = rates_of({k: (n * max(16 / 1e9, k / 2e8),) * 2 for k in (1, 256)}, n)  # of one pass
    low, high = drawn(open_arrays(), rates)._bandwidths.get_ylim()
    assert all(low < each < high for k in (1, 256) for each in rates.gb_per_s(k))


def test_an_interval_that_goes_on_beyond_the_picture_is_told(open_arrays):
    lab = open_arrays()
    wide = made_up([1, 1, 9], {2: [1, 0.01, 1]})
    drawn(lab, rates_of({1: (1.0, 1.0)}))
    assert "beyond the picture" not in lab.picture.widget.value
    drawn(lab, array_picture.Rates({1: wide}, 2**20))
    assert "Intervals go on beyond the picture, to " in lab.picture.widget.value


@pytest.fixture
def known(open_arrays, monkeypatch):
    """A lab whose one worker took 1 s each time, and both together 0.5 s."""
    lab = open_arrays()
    lab.wait(timeout_s=60)
    with lab._screen:
        known = {k: made_up([1, 1, 1], {2: [0.5, 0.5, 0.5]}) for k in (1, 4, 16, 64, 256)}
        monkeypatch.setattr(lab, "_measured", known)
        lab._draw()
    return lab


def test_a_prediction_is_drawn_and_told_and_measures_nothing(known, monkeypatch):
    lab = known
    before = lab.picture.png
    refuse = lambda *_, **__: pytest.fail("measured again")  # noqa: E731
    monkeypatch.setattr(array_lab.measure.kernels, "iter_kernels", refuse)
    lab.prediction.value = 1.5
    assert lab.picture.png != before
    assert "You said 1.5: 1.3 times too low." in lab.status.value
    assert "your prediction" in lab.picture.widget.value


def test_a_prediction_is_noted_once_and_no_measurement(open_arrays, monkeypatch, tmp_path):
    monkeypatch.setenv(journal.VARIABLE, str(tmp_path / "journal.jsonl"))
    lab = open_arrays(prediction=1.5)
    m = lab.wait(timeout_s=60)[1]
    (one,) = journal.records(intuition.Compared)
    assert (one.topic, one.predicted, one.measured) == ("speedups", 1.5, m.speedup[-1])
    assert one.question == "with_threads, 1 operation a number, 0.1 MB, 2 workers"
    lab.run_button.click()
    lab.wait(timeout_s=60)
    assert len(journal.records(intuition.Compared)) == 1
    assert journal.entries() == []


def test_the_numbers_are_in_a_table_and_in_a_file(open_arrays):
    lab = open_arrays()
    lab.wait(timeout_s=60)
    told = BeautifulSoup(lab.numbers.value, "html.parser")
    assert [link["download"] for link in told.find_all("a")] == ["arrays.csv"]
    titles = [title.text for title in told.find_all("th")]
    assert titles[:4] == [
        "operations",
        "speedup (interval)",
        "one worker (GB/s)",
        "together (GB/s)",
    ]


def test_the_legend_lists_what_is_drawn(open_arrays, monkeypatch):
    lab = open_arrays()
    lab.wait(timeout_s=60)
    words = ["measured, all together", "measured, one worker", "roof: the most bytes"]
    assert all(each in lab.picture.widget.value for each in words)
    with lab._screen:
        monkeypatch.setattr(lab, "_measured", None)
        lab._draw()
    assert not any(each in lab.picture.widget.value for each in words)
    assert "Nothing is measured yet." in lab.picture.caption


def test_wrong_results_are_told_and_have_no_speedup(open_arrays):
    def fills_a_copy(kernel, numbers, out, n_workers):
        kernel(numbers, out.copy())

    lab = open_arrays(fills_a_copy)
    assert "runner fills_a_copy with n_workers=2 left out[0] as it was" in lab.status.value


def test_a_long_run_is_stopped_within_a_block_and_the_next_one_works(open_arrays, monkeypatch):
    lab = open_arrays()
    lab.wait(timeout_s=60)
    begun = threading.Event()

    def goes_on(kernel, numbers, out, n_workers):
        begun.set()
        while True:  # until the kernel raises
            kernel(numbers, out)

    monkeypatch.setattr(lab, "_runner", goes_on)
    lab.run_button.click()
    assert begun.wait(60)
    lab.stop()
    assert "Stopped. Press Run, or move a slider" in lab.status.value
    monkeypatch.setattr(lab, "_runner", with_threads)
    lab.run_button.click()
    assert lab.wait(timeout_s=60)[1].n_workers == [2]


@pytest.mark.parametrize(
    ("options", "error", "text"),
    [
        ({"runner": None}, TypeError, "runner must be a function"),
        ({"runner": lambda task, inputs, n_workers: []}, TypeError, "a kernel and two arrays"),
        ({"n_workers": 0}, ValueError, "n_workers must lie between"),
        ({"size_mb": 0.01}, ValueError, "size_mb must lie between 0.1 and 100"),
        ({"n_operations": 257}, ValueError, "n_operations must lie between 1 and 256"),
        ({"prediction": -1}, ValueError, "prediction must lie between 0 and"),
    ],
)
def test_bad_arguments_are_named(open_arrays, options, error, text):
    with pytest.raises(error, match=text):
        open_arrays(**options)
