"""Whether two results are the same: plain values, containers, arrays and tables, without loading NumPy.

`==` is asked first, for long lists as a whole and then by slices; only where it does not plainly say yes,
what two values hold is compared, pair by pair.
"""

import copyreg
import math
import sys
from collections import Counter, OrderedDict, deque
from collections.abc import ItemsView, KeysView, ValuesView
from dataclasses import fields, is_dataclass
from itertools import chain, islice
from numbers import Number
from types import MappingProxyType

from helpers.measure.arrays import compare_arrays, compare_tables, is_array, is_array_type

__all__ = ["equal", "equal_but_for_rounding"]

_PLAIN = {int, float, complex, bool, str, bytes, type(None)}
_SEQUENCES = (list, tuple, deque)
_HOLDERS = (list, tuple, deque, dict)
_VIEWS = ((KeysView, set), (ValuesView, list), (ItemsView, dict), (MappingProxyType, dict))
_SLICE = 1000
_MOST_LEVELS = 10
_MOST_LOOKED_AT = 10_000
_MOST_STEPS = 100_000
_REL_TOL = 1e-9  # that of math.isclose
_NAN = object()


def equal(one, other):
    """Tell whether two results of one task are the same.

    Parameters
    ----------
    one, other : object
        Compared by ``==``, and where that does not say yes, by what they hold: lists, tuples, deques,
        dicts, their views and sets by their items, dataclasses by the fields that they compare, NumPy's
        arrays by shape and elements, tables (pandas, Polars, Arrow) by their own method ``equals``. Other
        objects of one type are the same if all that pickle would send of them is. A NaN is the same as
        another.

    Returns
    -------
    bool

    Raises
    ------
    Exception
        What keeps objects from being pickled, where they have no ``==`` of their own, or it raises or
        gives what has no truth.

    Examples
    --------
    >>> equal([1, float("nan")], [1, float("nan")]), equal([1, 2], (1, 2))
    (True, False)
    """
    return _Comparison(rounding=False).decide(one, other, {})


def equal_but_for_rounding(one, other):
    """Tell whether two results are the same, where floats may differ as `math.isclose` allows.

    Parameters
    ----------
    one, other : object
        As for `equal`.

    Returns
    -------
    bool

    Raises
    ------
    Exception
        As for `equal`.

    Examples
    --------
    >>> equal_but_for_rounding([0.1 + 0.2, "a"], [0.3, "a"]), equal_but_for_rounding(10**12, 10**12 + 1)
    (True, False)
    """
    return _Comparison(rounding=True).decide(one, other, {})


class _Comparison:
    """Pairs that are still to be compared lie on a list, so that depth costs no recursion."""

    def __init__(self, rounding):
        self._rounding = rounding
        self._steps_left = _MOST_STEPS  # for what might go on for ever

    def decide(self, one, other, seen):
        """Compare two values; `seen` has the pairs that are the same if all else is, for circles."""
        pairs = [(one, other)]
        while pairs:
            pair = pairs.pop()
            one, other = pair
            if one is other:
                continue
            if type(one) not in _PLAIN or type(other) not in _PLAIN:
                ids = (id(one), id(other))
                if ids in seen:
                    continue
                seen[ids] = pair  # kept, since the number of what is gone may be another's
            verdict = self._compare(one, other, seen)
            if verdict is False:
                return False
            if verdict is not True:
                pairs.extend(verdict)
        return True

    def _compare(self, one, other, seen):
        """Return True, False, or the pairs on which it depends."""
        kind = type(one)
        if kind in _PLAIN and type(other) in _PLAIN:
            return one == other or _both_nan(one, other) or self._close(one, other)
        if is_array(one) or is_array(other):
            return compare_arrays(one, other, _REL_TOL if self._rounding else 0)
        if kind is type(other) and any(kind.__eq__ is s.__eq__ for s in _SEQUENCES):
            return self._compare_items(one, other)
        if isinstance(one, dict) and isinstance(other, dict):
            return self._compare_dicts(one, other, seen)
        if isinstance(one, set | frozenset) and isinstance(other, set | frozenset):
            return len(one) == len(other) and self._match(one, other, seen)
        for view, held in _VIEWS:
            if isinstance(one, view) and isinstance(other, view):
                return [(held(one), held(other))]
        return self._compare_objects(one, other)

    def _compare_items(self, one, other):
        if len(one) != len(other):
            return False
        if not one:
            return True
        first = one[0], other[0]
        if {type(x) for x in first} <= _PLAIN and self._compare(*first, None) is False:
            return False  # most lists that differ do so at once
        if not isinstance(one, list | tuple):
            one, other = list(one), list(other)  # a deque has no slices
        if _at_once(one, other):
            return True
        slices = [slice(start, start + _SLICE) for start in range(0, len(one), _SLICE)]
        if len(slices) == 1:
            return zip(one, other, strict=True)
        both = ((one[part], other[part]) for part in slices)
        return chain.from_iterable(zip(a, b, strict=True) for a, b in both if not _at_once(a, b))

    def _compare_dicts(self, one, other, seen):
        if isinstance(one, OrderedDict) and isinstance(other, OrderedDict):  # in their order
            return [(list(one.items()), list(other.items()))]
        if _at_once([one], [other]):
            return True
        if len(one) != len(other):
            return False
        shared = [key for key in one if key in other]
        if len(shared) < len(one):  # there may be NaNs among the keys
            left = [(key, one[key]) for key in one if key not in other]
            others = [(key, other[key]) for key in other if key not in one]
            if len(left) != len(others) or not self._match_in_turn(left, others, seen):
                return False
        return [([one[key] for key in shared], [other[key] for key in shared])]

    def _match(self, one, other, seen):
        """Tell whether two sets of one size hold the same."""
        if one == other:
            return True
        one, other = Counter(map(_with_one_nan, one)), Counter(map(_with_one_nan, other))
        left, others = list((one - other).elements()), list((other - one).elements())
        return self._match_in_turn(left, others, seen)

    def _match_in_turn(self, left, others, seen):
        """Tell whether each of some values has its like among as many others, in any order."""
        for value in left:
            for i, other in enumerate(others):
                self._count_step()
                found = dict(seen)
                if self.decide(value, other, found):
                    seen.update(found)
                    del others[i]
                    break
            else:
                return False
        return True

    def _compare_objects(self, one, other):
        kind = type(one)
        if kind is type(other) and callable(getattr(kind, "equals", None)):
            verdict = compare_tables(one, other, self._rounding)
            if verdict is not None:
                return verdict
        told_itself = kind.__eq__ is not object.__eq__
        try:
            if one == other:
                return True
        except Exception:  # an array within, say, or as the answer, which has no truth
            told_itself = False
        if _both_nan(one, other) or self._close(one, other):
            return True
        if kind is not type(other) or isinstance(one, Number | type):
            return False
        if is_dataclass(kind):
            names = [field.name for field in fields(kind) if field.compare]
            return [(getattr(one, name), getattr(other, name)) for name in names]
        self._count_step()
        try:
            return [(_state(one), _state(other))]
        except Exception as error:
            if told_itself:
                return False
            raise TypeError(f"a {kind.__name__} is the same as itself only: {error}") from error

    def _close(self, one, other):
        both = (one, other)
        if not self._rounding or not all(isinstance(x, Number) for x in both):
            return False
        if any(isinstance(x, complex) for x in both):
            return all(self._close(getattr(one, p), getattr(other, p)) for p in ("real", "imag"))
        some_float = any(isinstance(x, float) or "float" in type(x).__name__ for x in both)
        return one == other or (some_float and math.isclose(one, other, rel_tol=_REL_TOL))

    def _count_step(self):
        self._steps_left -= 1
        if self._steps_left < 0:
            raise ValueError("it holds too many objects that only a search can tell apart")


def _at_once(one, other):
    """Tell whether `==` alone says that two lists are the same, where it can be believed."""
    try:
        return _is_shallow(one) and _is_shallow(other) and (one == other) is True
    except Exception:  # an array within, which has no truth
        return False


def _is_shallow(values):
    """Tell whether `==` can be asked: no arrays, whose shape it may overlook, and no deep circles.

    Of what is long only some is looked at: to look at all of it would take longer than `==` does.
    """
    for _ in range(_MOST_LEVELS):
        if len(values) > _MOST_LOOKED_AT:
            values = values[:: len(values) // _SLICE]
        kinds = set(map(type, values))
        if kinds <= _PLAIN:
            return True
        if any(map(is_array_type, kinds)):
            return False
        holders = [
            v.values() if isinstance(v, dict) else v for v in values if isinstance(v, _HOLDERS)
        ]
        is_much = sum(map(len, holders)) > _MOST_LOOKED_AT
        most = max(1, _MOST_LOOKED_AT // len(holders)) if is_much else None
        values = list(chain.from_iterable(islice(held, most) for held in holders))
    return False


def _both_nan(one, other):
    are_alike = type(one) is type(other) or (isinstance(one, Number) and isinstance(other, Number))
    # A time that is none is no number that is none.
    return are_alike and _is_nan(one) and _is_nan(other)


def _is_nan(value):
    """Tell whether a number, or a time of NumPy's, differs from itself."""
    if not isinstance(value, Number | getattr(sys.modules.get("numpy"), "generic", Number)):
        return False
    is_nan = getattr(value, "is_nan", None)  # one of Decimal's NaNs must not be compared
    return bool(is_nan() if callable(is_nan) else value != value)


def _with_one_nan(value):
    """Write what a set holds so that all NaNs in it are one."""
    if isinstance(value, tuple):
        return tuple(map(_with_one_nan, value))
    if isinstance(value, frozenset):
        return frozenset(Counter(map(_with_one_nan, value)).items())
    return _NAN if _is_nan(value) else value


def _state(value):
    """Return what pickle would send of an object, as plain values."""
    # Of an error, tblib, which Dask loads, would send where it was raised, too.
    if isinstance(value, BaseException):
        return [type(value), value.args, value.__dict__]
    reduce = copyreg.dispatch_table.get(type(value))
    parts = reduce(value) if reduce else value.__reduce_ex__(4)
    if isinstance(parts, str):
        return parts
    return [list(p) if i in (3, 4) and p is not None else p for i, p in enumerate(parts)]
