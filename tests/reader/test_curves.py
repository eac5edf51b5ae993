"""helpers.reader.curves: speedups by the number of workers, written and read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.reader.curves import curve_of, points_of


@given(st.text() | st.lists(st.tuples(st.integers(), st.floats())).map(str))
def test_whatever_stands_there_a_curve_is_read_or_empty(curve):
    points = points_of(curve)
    assert all(n >= 1 and value > 0 for n, value in points.items())
    assert list(points) == sorted(points)


@given(st.dictionaries(st.integers(1, 99_999), st.floats(0.001, 1e6), min_size=1))
def test_a_curve_comes_back(points):
    n_workers = sorted(points)
    written = curve_of(n_workers, [points[n] for n in n_workers])
    read = points_of(written)
    assert list(read) == n_workers
    assert all(read[n] == pytest.approx(points[n], rel=1e-3) for n in n_workers)


@pytest.mark.parametrize("curve", ["1:1 2", "0:1", "2:0", "2:-1", "2:1.2.3", "2:1e999", "1:1  2:2"])
def test_what_is_no_curve_has_no_points(curve):
    assert points_of(curve) == {}
