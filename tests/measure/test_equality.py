"""helpers.measure.equality: what counts as the same result, against a second description of it."""

import copy
import math
import pickle
import subprocess
import sys
import threading
from collections import Counter, OrderedDict, defaultdict, deque
from dataclasses import dataclass, field
from decimal import Decimal
from enum import Enum
from functools import partial
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers.measure.equality import equal, equal_but_for_rounding

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
    assert equal(one, other) is equal(other, one)


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


def nan():
    """Return a NaN that is no other object's."""
    return float("nan")


@dataclass
class Point:
    x: object
    note: object = field(default=0, compare=False)


@dataclass(frozen=True)
class Frozen:
    x: object


class Plain:
    def __init__(self, x):
        self.x = x


class WithSlots:
    __slots__ = ("x",)

    def __init__(self, x):
        self.x = x


class WithItsOwn:
    """Compares what it holds by `==`, as the classes of attrs and pydantic do."""

    def __init__(self, x):
        self.x = x

    def __eq__(self, other):
        return type(other) is WithItsOwn and (self.x, 1) == (other.x, 1)

    __hash__ = None


class WithoutTruth:
    """Compares element by element, as sparse matrices and expressions do."""

    def __init__(self, x):
        self.x = np.array([1, x])

    def __eq__(self, other):
        return self.x == other.x

    __hash__ = None


class Colour(Enum):
    RED = 1
    BLUE = 2


class Table:
    """Behaves as a DataFrame: `==` compares element by element, and that has no truth."""

    def __init__(self, **columns):
        self.columns = columns

    def __iter__(self):
        return iter(self.columns)

    def __eq__(self, other):
        return self

    def __bool__(self):
        raise ValueError("The truth value of a DataFrame is ambiguous.")

    def equals(self, other):
        return type(other) is Table and equal(self.columns, other.columns)

    __hash__ = None


FIELDS = [("a", "i4"), ("b", "f8")]


def made(x):
    """Make a value of every kind that holds this number."""
    return {
        "a dataclass": Point(x),
        "a frozen dataclass": Frozen(x),
        "a dataclass with an array": Point(np.array([1, x])),
        "a plain object": Plain([Plain(x)]),
        "an object with slots": WithSlots(x),
        "an object with its own ==": WithItsOwn(x),
        "an object with its own == and an array": WithItsOwn(np.array([1, x])),
        "a set": {x, 2},
        "a tuple in a set": {(1, x), (1, 2)},
        "a set in a set": frozenset([frozenset([x])]),
        "an object in a set": {Frozen(x), Frozen(5)},
        "a key": {x: 1, 2: 3},
        "a key with others": {(x, 1): 2},
        "a deque": deque([x], maxlen=2),
        "an OrderedDict": OrderedDict(a=x),
        "a defaultdict": defaultdict(list, a=x),
        "a Counter": Counter({x: 2}),
        "an answer of == without truth": WithoutTruth(x),
        "an error": ValueError("bad", x),
        "a partial": partial(int, x),
        "a Decimal": Decimal(x),
        "a complex number": complex(x, 1),
        "a number of NumPy's": np.float32(x),
        "an array": np.array([1, x]),
        "an array of no dimension": np.array(x),
        "an array of objects": np.array([None, x, [x]], dtype=object),
        "a structured array": np.array([(1, x), (2, 3)], dtype=FIELDS),
        "a record": np.array([(1, x)], dtype=FIELDS)[0],
        "a masked array": np.ma.array([5, x, 1], mask=[True, False, False]),
        "a table": Table(a=[1, x]),
        "tables": [Table(a=[1, x]), {"x": (Table(a=[x]),)}],
        "a long list": [1.0] * 3000 + [x] + [2.0] * 3000,
        "a long list with an array": [1.0] * 3000 + [np.array([x, 1])] + [2.0] * 3000,
        "a large dict": {**dict.fromkeys(range(5000), 1), "x": x},
    }


def test_errors_are_the_same_wherever_they_were_raised():
    import distributed  # noqa: F401, PLC0415  it has pickle send where an error was raised

    def raised(value):
        try:
            raise ValueError("bad", value)
        except ValueError as error:
            return error

    try:
        raise KeyError
    except KeyError:
        within_another = raised(1.5)
    for one in (raised(1.5), within_another, pickle.loads(pickle.dumps(raised(1.5)))):
        assert equal(one, ValueError("bad", 1.5))
        assert not equal(one, ValueError("bad", 2.5))
        assert not equal(one, TypeError("bad", 1.5))


@pytest.mark.parametrize("kind", made(1.5))
def test_copies_are_the_same_and_others_are_not(kind):
    for x in (1.5, nan()):
        value, same, other = made(x)[kind], made(nan() if x != x else x)[kind], made(2.5)[kind]
        for another in (same, pickle.loads(pickle.dumps(value)), copy.deepcopy(value)):
            for one, two in (
                (value, another),
                ([value], [another]),
                ({"a": value}, {"a": another}),
            ):
                assert equal(one, two) is True
                assert equal(two, one) is True
        for one, two in ((value, other), ([value], [other]), ({"a": value}, {"a": other})):
            assert equal(one, two) is False
            assert equal(two, one) is False


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0),
        (np.float64(1), 1.0),
        (True, 1),
        (np.array([1, 2]), [1, 2]),
        (np.array([1, 2]), np.array([1.0, 2.0])),
        ({1: 1}, OrderedDict({1: 1})),
        (Counter(a=0), Counter()),
        (Point(1, note=1), Point(1, note=2)),
        (Plain(1), Plain(1.0)),
        (object(), object()),
        (Colour.RED, Colour(1)),
        (np.array(["NaT"], "M8[s]"), np.array(["NaT"], "M8[s]")),
        (np.ma.array([1, 2], mask=[False, True]), np.ma.array([1, 5], mask=[False, True])),
        (np.ma.masked, np.ma.masked),
        (Decimal("sNaN"), Decimal("sNaN")),
        ({"a": nan()}.values(), {"a": nan()}.values()),
        ({"a": [nan()]}.items(), {"a": [nan()]}.items()),
        ({nan(): 1}.keys(), {nan(): 1}.keys()),
        (OrderedDict(a=nan()).values(), OrderedDict(a=nan()).values()),
        (MappingProxyType({"a": nan()}), MappingProxyType({"a": nan()})),
    ],
)
def test_what_counts_as_the_same(one, other):
    assert equal(one, other) is equal(other, one) is True


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ([1, 2], (1, 2)),
        (1, "1"),
        (None, nan()),
        ({}, []),
        (Plain(1), Frozen(1)),
        (Plain(1), Point),
        (Point, Frozen),
        (Colour.RED, Colour.BLUE),
        ({nan(), nan()}, {nan(), 1}),
        (OrderedDict(a=1, b=2), OrderedDict(b=2, a=1)),
        ([np.array([1])], [1]),
        ([np.array([1])], [np.array([[1]])]),
        (np.array([1, 2]), [[1], [1, 2]]),
        (np.array(["a"]), np.array([1])),
        (np.array(["NaT"], "M8[s]"), np.array([nan()])),
        (np.datetime64("NaT"), nan()),
        (np.zeros(2), {}),
        (np.ma.array([1, 2], mask=[False, True]), np.ma.array([1, 2], mask=[False, False])),
        (np.ma.masked, 1.0),
        (Table(a=[1]), Table(b=[1])),
        (Table(a=[1]), 1),
        ([1.0] * 5000 + [nan()], [1.0] * 5000 + [2]),
        (Decimal("sNaN"), Decimal(1)),
        ({"a": 1}.values(), {"a": 2}.values()),
        ({"a": [1]}.items(), {"a": [nan()]}.items()),
        (MappingProxyType({"a": nan()}), MappingProxyType({"a": 1})),
    ],
)
def test_what_does_not(one, other):
    assert equal(one, other) is equal(other, one) is False


LEAVES = NANS | st.none() | st.integers(-2, 2) | st.floats() | st.text("ab", max_size=2)
KEYS = NANS | st.integers(-2, 2) | st.tuples(NANS | st.integers(0, 1), st.text("ab", max_size=1))
NESTED = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.lists(inner, max_size=3).map(tuple)
        | st.lists(inner, max_size=3).map(deque)
        | st.dictionaries(KEYS, inner, max_size=3)
        | st.sets(KEYS, max_size=3)
        | st.frozensets(KEYS, max_size=3)
        | st.builds(Point, inner)
        | st.builds(Plain, inner)
        | st.builds(WithSlots, inner)
    ),
    max_leaves=10,
)


@given(NESTED)
def test_whatever_is_nested_is_the_same_as_its_copies(value):
    for other in (copy.deepcopy(value), pickle.loads(pickle.dumps(value))):
        assert equal(value, other) is equal(other, value) is True


@given(NESTED, NESTED)
def test_equality_of_what_is_nested_is_symmetric(one, other):
    assert equal(one, other) is equal(other, one)


@given(
    st.lists(st.sampled_from(["list", "tuple", "dict", "Point", "Plain", "array"]), max_size=6),
    LEAVES,
)
def test_a_leaf_that_has_changed_is_seen(kinds, leaf):
    def around(value):
        for kind in kinds:
            value = {
                "list": lambda x: [0, x, nan()],
                "tuple": lambda x: (nan(), x),
                "dict": lambda x: {"a": x, "b": nan()},
                "Point": Point,
                "Plain": Plain,
                "array": lambda x: np.array([nan(), {"x": x}], dtype=object),
            }[kind](value)
        return value

    assert equal(around(leaf), around(copy.deepcopy(leaf))) is True
    assert equal(around(leaf), around("another")) is False


class Counted:
    """Counts how often it is compared."""

    n = 0

    def __init__(self, x):
        self.x = x

    def __eq__(self, other):
        Counted.n += 1
        return self.x == other.x

    __hash__ = None


@pytest.mark.parametrize("odd", [nan, lambda: np.zeros(3)])
def test_only_the_slice_of_a_long_list_that_differs_is_looked_into(monkeypatch, odd):
    from helpers.measure import equality  # noqa: PLC0415

    n_compared = []
    compare = equality._Comparison._compare
    monkeypatch.setattr(
        equality._Comparison, "_compare", lambda *pair: n_compared.append(1) or compare(*pair)
    )
    n = 100_000
    one, other = ([float(i) for i in range(n)] for _ in "ab")
    assert equal(one, other)
    assert len(n_compared) < 10
    one[n // 2], other[n // 2] = odd(), odd()
    assert equal(one, other)
    assert len(n_compared) < n / 10


def test_objects_in_a_long_list_are_compared_by_their_own_equality_once():
    Counted.n = 0
    n = 5000
    assert equal([Counted(i) for i in range(n)], [Counted(i) for i in range(n)])
    assert Counted.n == n


def in_a_circle():
    values = [nan()]
    values += [values, {"a": values}]
    return values


def graph(n):
    """Make objects, each of which holds all others in a set."""
    nodes = [Plain(None) for _ in range(n)]
    for node in nodes:
        node.x = set(nodes) - {node}
    return nodes


def deep(n):
    values = [nan()]
    for _ in range(n):
        values = [values]
    return values


def shared(n):
    """Make a list that holds a list twice, which holds a list twice, and so on."""
    values = [nan()]
    for _ in range(n):
        values = [values, values]
    return values


@pytest.mark.parametrize(
    "make", [in_a_circle, lambda: graph(10), lambda: deep(5000), lambda: shared(60)]
)
def test_circles_and_depth_end_in_an_answer(make):
    assert equal(make(), make()) is True


def test_objects_that_only_a_search_can_tell_apart_end_in_an_error():
    class Endless:
        def __reduce__(self):
            return Endless, (Endless(),)

    with pytest.raises(ValueError, match="only a search"):
        equal(Endless(), Endless())


@pytest.mark.parametrize(
    "make", [threading.Lock, lambda: (x for x in ()), lambda: Plain(threading.Lock())]
)
def test_what_is_the_same_as_itself_only_raises(make):
    value = make()
    assert equal(value, value)
    with pytest.raises(TypeError, match="the same as itself only: cannot pickle"):
        equal(value, make())


@pytest.mark.parametrize(
    ("one", "other", "is_rounding"),
    [
        (0.1 + 0.2, 0.3, True),
        (complex(0.1 + 0.2, 1), complex(0.3, 1), True),
        (np.float64(0.1 + 0.2), 0.3, True),
        ([0.1 + 0.2, {"a": np.array([0.3])}], [0.3, {"a": np.array([0.1 + 0.2])}], True),
        (0.3, 0.3001, False),
        ([0.1 + 0.2, "a"], [0.3, "b"], False),
        (10**12, 10**12 + 1, False),  # a lost update is no rounding
        (np.array([10**12]), np.array([10**12 + 1]), False),
    ],
)
def test_rounding(one, other, is_rounding):
    assert equal_but_for_rounding(one, other) is is_rounding
    assert equal(one, other) is False


def pandas_values():
    pandas = pytest.importorskip("pandas")
    return [
        pandas.DataFrame({"a": [1, nan()], "b": ["x", None]}),
        pandas.DataFrame({"a": [[1, nan()], np.array([nan()])]}),
        pandas.Series([1, nan()]),
        pandas.Index([1, nan()]),
        pandas.DataFrame({"t": pandas.to_datetime(["2020-01-01", None])}),
    ]


def polars_values():
    polars = pytest.importorskip("polars")
    return [polars.DataFrame({"a": [1.0, nan(), None]}), polars.Series([1.0, nan()])]


def arrow_values():
    arrow = pytest.importorskip("pyarrow")
    return [arrow.table({"a": [1.0, nan(), None]}), arrow.array([nan()]), arrow.scalar(nan())]


@pytest.mark.parametrize("make", [pandas_values, polars_values, arrow_values])
def test_tables_are_compared_as_a_whole(make):
    values, others = make(), make()
    for i, value in enumerate(values):
        again = pickle.loads(pickle.dumps(value))
        for one, two in ((value, again), ([value, 1], [again, 1]), ({"a": value}, {"a": again})):
            assert equal(one, two) is equal(two, one) is True
        for j, other in enumerate(others):
            assert equal(value, other) is (i == j)
        for other in (None, 1, [1], "a"):
            assert equal(value, other) is equal(other, value) is False


def test_to_measure_takes_no_numpy():
    code = (
        "import sys; sys.modules['numpy'] = None\n"  # importing it raises ImportError now
        "from helpers import measure, workloads\n"
        "from helpers.measure import runs\n"
        "def runner(task, inputs, n_workers): return [task(value) for value in inputs]\n"
        "m = measure.sweep(runner, workloads.count_primes, [10, 100], n_workers=1, n_rounds=1)\n"
        "print(m.results)\n"
        "def wrong(task, inputs, n_workers): return [(float('nan'), task(v)[1]) for v in inputs]\n"
        "try: measure.sweep(wrong, workloads.count_primes, [10], 1, 1)\n"
        "except measure.RunError as error: print(error)\n"
    )
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    results, told = out.stdout.splitlines()
    assert results == "[4, 25]"
    assert "returned another result than the loop for inputs[0], 10: nan instead of 4" in told


def test_measuring_loads_no_numpy():
    code = "import sys; from helpers import measure; print(*sys.modules)"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = out.stdout.split()
    assert "helpers.measure.runs" in loaded
    assert not {"numpy", "joblib", "psutil"}.intersection(loaded)
