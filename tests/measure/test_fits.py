"""helpers.measure.fits: a law only where points carry it, and a word why not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import laws
from helpers.measure.fits import fit_amdahl
from tests.measure.test_results import measured


def following(fraction, n_workers, noise=0.01, n_rounds=4):
    """Make a measurement of eight tasks whose runs follow the law, but for a little noise."""
    wobble = [1 + noise * (-1) ** i for i in range(n_rounds)]
    elapsed_s = {
        n: [w / laws.amdahl_speedup(fraction, laws.ideal_speedup(8, n)) for w in wobble]
        for n in n_workers
    }
    return measured([1.0] * n_rounds, elapsed_s)


@given(st.floats(0, 0.5))
def test_a_law_is_found_with_its_interval(fraction):
    fit = fit_amdahl(following(fraction, [1, 2, 3, 4]), n_usable=4)
    assert fit.reason == ""
    assert fit.low <= fit.serial_fraction <= fit.high
    assert fit.serial_fraction == pytest.approx(fraction, abs=0.02)
    assert [n for n, _ in fit.curve] == [1, 2, 3, 4]


@pytest.mark.parametrize(
    ("measurement", "n_usable", "words"),
    [
        (following(0.1, [1, 2, 4], n_rounds=2), 4, "three rounds"),
        (following(0.1, [1, 2, 4]), 2, "two numbers of workers above one, with a CPU for each"),
        (following(0.1, [1, 2]), 4, "two numbers of workers"),
        (following(1.0, [1, 2, 4]), 4, "not told to be faster"),
        (following(0.1, [1, 2, 4], noise=0.9), 4, "not told to be faster"),
        (measured([1.0] * 4, {2: [0.9] * 4, 4: [0.3] * 4}), 4, "none passes through"),
    ],
)
def test_where_points_carry_none_a_word_says_why(measurement, n_usable, words):
    fit = fit_amdahl(measurement, n_usable)
    assert fit.serial_fraction is fit.low is fit.high is None
    assert fit.curve == ()
    assert words in fit.reason


def test_the_idle_rest_of_a_last_round_is_no_serial_part():
    m = following(0.0, [1, 3, 5, 8])  # 8 tasks on 3 and on 5 workers leave some idle
    assert fit_amdahl(m, 8).serial_fraction == pytest.approx(0, abs=0.02)
