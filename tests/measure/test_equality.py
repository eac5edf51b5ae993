"""helpers.measure.equality: what counts as the same result, against a second description of it."""

import math
import pickle
import subprocess
import sys

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.measure.equality import equal

NANS = st.builds(float, st.just("nan"))  # each of them another object
PLAIN = (
    NANS | st.none() | st.booleans() | st.integers(-2, 2) | st.floats() | st.text("ab", max_size=2)
)
ARRAYS = st.builds(
    lambda shape, values: np.resize(np.array(values), shape),
    st.lists(st.integers(0, 3), max_size=2),
    st.lists(st.floats(allow_infinity=False, width=16), min_size=1, max_size=3),
)


def holding(leaves):
    """Values that are or hold such leaves, in lists, tuples and dicts."""
    return st.recursive(
        leaves,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.lists(inner, max_size=3).map(tuple)
            | st.dictionaries(st.text("ab", max_size=1), inner, max_size=3)
        ),
        max_leaves=8,
    )


VALUES = holding(PLAIN | ARRAYS)


def described(value):
    """Write a value so that the same values, and no others, are written alike."""
    if isinstance(value, np.ndarray):
        return ("array", value.shape, [described(x) for x in value.ravel().tolist()])
    if isinstance(value, list | tuple):
        return (type(value).__name__, [described(x) for x in value])
    if isinstance(value, dict):
        return ("dict", sorted((key, described(x)) for key, x in value.items()))
    if isinstance(value, str) or value is None:
        return ("plain", repr(value))
    return ("plain", "nan" if math.isnan(value) else float(value))  # True == 1 == 1.0


@given(VALUES)
def test_a_copy_is_the_same(value):
    assert equal(value, pickle.loads(pickle.dumps(value)))  # a NaN comes back as another object


@given(VALUES, VALUES)
def test_equality_is_symmetric(one, other):
    found = []
    for pair in ((one, other), (other, one)):
        try:
            found.append(equal(*pair))
        except ValueError:  # an array beside a list of lists that differ in length
            return
    assert found[0] is found[1]


@given(holding(PLAIN), holding(PLAIN))
def test_two_values_are_the_same_if_they_are_written_alike(one, other):
    assert equal(one, other) is (described(one) == described(other))


@given(ARRAYS, ARRAYS)
def test_two_arrays_are_the_same_if_they_are_written_alike(one, other):
    assert equal(one, other) is (described(one) == described(other))


@given(ARRAYS, st.data())
def test_an_array_with_another_element_differs(array, data):
    if array.size:
        other = array.copy()
        i = data.draw(st.integers(0, array.size - 1))
        other.flat[i] = 0.5 if array.flat[i] != 0.5 else 0.25
        assert not equal(array, other)
        assert not equal({"x": [array]}, {"x": [other]})


def test_what_has_no_truth_raises():
    class Odd:
        def __eq__(self, other):
            return self

        def __bool__(self):
            raise ValueError("ambiguous")

        __hash__ = None

    with pytest.raises(ValueError, match="ambiguous"):
        equal(Odd(), Odd())


def test_to_measure_takes_no_numpy():
    code = (
        "import sys; sys.modules['numpy'] = None\n"  # importing it raises ImportError now
        "from helpers import measure, workloads\n"
        "from helpers.measure import runs\n"
        "def runner(task, inputs, n_workers): return [task(value) for value in inputs]\n"
        "m = measure.sweep(runner, workloads.count_primes, [10, 100], n_workers=1, n_repeats=1)\n"
        "print(m.results)\n"
        "def wrong(task, inputs, n_workers): return [(float('nan'), task(v)[1]) for v in inputs]\n"
        "try: measure.sweep(wrong, workloads.count_primes, [10], 1, 1)\n"
        "except measure.RunError as error: print(error)\n"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    results, told = out.stdout.splitlines()
    assert results == "[4, 25]"
    assert told.endswith("returned a wrong result for inputs[0], 10: nan instead of 4.")


def test_measuring_loads_no_numpy():
    code = "import sys; from helpers import measure; print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = out.stdout.split()
    assert "helpers.measure.runs" in loaded
    assert not {"numpy", "joblib", "psutil"}.intersection(loaded)
