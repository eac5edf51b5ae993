"""Where results differ from those of the sequential loop, and what is said of it."""

import inspect
import threading
from asyncio import CancelledError
from collections.abc import ValuesView
from contextlib import suppress
from numbers import Number, Real
from time import monotonic, perf_counter, time

from helpers.measure import places
from helpers.measure.arrays import is_array
from helpers.measure.copies import own_copy
from helpers.measure.equality import equal, equal_but_for_rounding
from helpers.wording.errors import short_error
from helpers.wording.words import name_of, short

__all__ = ["RunError", "differing", "is_interrupt", "said_of_loop", "said_of_runner", "told_error"]

_ERRORS = (Exception, CancelledError, SystemExit)  # what a function that compares may raise
_MOST_LOOKED_FOR = 50
_CLOCKS = (time, monotonic, perf_counter)
_JUST_NOW_S = 60


class RunError(ValueError):
    """The task or the runner failed, or its results are wrong: no time of it is to be believed."""

    def cause(self):
        """Return the reader's own error behind this one, or None.

        Returns
        -------
        BaseException or None
        """
        error = self
        while isinstance(error, RunError):
            error = error.__cause__
        return error

    def _render_traceback_(self):
        """Show a notebook where the reader's own error came from, without the code that measures."""
        cause = self.cause()
        told = [] if cause is None else [*places.traceback_of(cause).splitlines(), ""]
        return [*told, f"RunError: {self}"]


def is_interrupt(error):
    """Tell whether an error is the reader's own interrupt, and no error of a task or a runner.

    Parameters
    ----------
    error : BaseException

    Returns
    -------
    bool
        An interrupt comes to the main thread alone; elsewhere, a task has raised it.
    """
    is_main = threading.current_thread() is threading.main_thread()
    return isinstance(error, KeyboardInterrupt) and is_main


def told_error(error):
    """Say what went wrong, and where in the reader's code.

    Parameters
    ----------
    error : BaseException
        Of a run.

    Returns
    -------
    sentence : str
    traceback : str
        Empty where none of the reader's own lines was passed.
    """
    try:
        if not isinstance(error, RunError):
            cause, sentence = error, short_error(error)
        else:  # it is a sentence already; what another library raised needs its kind
            cause, sentence = error.cause(), str(error)
        has_place = cause is not None and places.place_of(cause)
        return sentence, places.traceback_of(cause) if has_place else ""
    except Exception as mistake:  # in what one of the reader's own kind tells of itself
        told = f"{type(error).__name__}, which raises {short_error(mistake)}"
        return f"{told.removesuffix('.')}, when it is asked what happened.", ""


def differing(results, expected, inputs, same):
    """Find the inputs whose results are not those expected.

    Parameters
    ----------
    results, expected, inputs : list
    same : callable
        ``same(result, expected)`` returns whether two results of one input count as the same.

    Returns
    -------
    list of int

    Raises
    ------
    RunError
        If results cannot be compared.
    """
    if same is equal:
        with suppress(Exception):  # told below, with its input
            if equal(results, expected):
                return []
    return [i for i in range(len(inputs)) if not _is_same(results[i], expected[i], i, inputs, same)]


def _is_same(result, expected, i, inputs, same):
    try:
        answer = same(result, expected)
    except _ERRORS as error:
        if same is equal:
            raise RunError(
                f"task returned {short(expected)} for {_told_input(inputs, i)}, which cannot be compared "
                f"({short_error(error)}); return plain values or NumPy arrays."
            ) from error
        asked = f"asked about {_told(result, expected, 'and')} for {_told_input(inputs, i)}"
        raise RunError(f"same={name_of(same)}, {asked}, raised {short_error(error)}") from error
    if type(answer).__name__ in ("bool", "bool_"):  # NumPy's too
        return bool(answer)
    told = short(answer)
    if inspect.iscoroutine(answer):
        answer.close()
    asked = f"asked about {_told(result, expected, 'and')} for {_told_input(inputs, i)}"
    raise RunError(f"same={name_of(same)}, {asked}, returned {told}; it must return True or False.")


def said_of_runner(results, expected, inputs, wrong, same):
    """Say what a runner returned, after the loop has given the same results once more.

    Parameters
    ----------
    results, expected, inputs, same
        As for `differing`.
    wrong : list of int
        What it found.

    Returns
    -------
    str
        A sentence without its subject and its end.
    """
    i = wrong[0]
    told = _told(results[i], expected[i])
    if _are_in_another_order(results, expected, wrong, same):
        return (
            f"returned the results in another order: {_told_input(inputs, i)}, came with {told}; keep the "
            "inputs' order"
        )
    advice = _advice(results, expected, wrong, same) or _advice_on_inputs(inputs, "the task")
    return (
        f"returned another result than the loop for {_told_input(inputs, i)}: {told}, which the loop gave "
        f"each time{advice}"
    )


def said_of_loop(results, expected, inputs, wrong, same):
    """Say that a task gave other results when the loop ran again.

    Parameters
    ----------
    results, expected, inputs, same, wrong
        As for `said_of_runner`.

    Returns
    -------
    str
        A sentence without its subject and its end.
    """
    i = wrong[0]
    advice = ""
    if same is equal and all(_is_of_a_clock(results[i]) for i in wrong):
        advice = (
            "; it is about what a clock tells now: if the task tells the time, say by same=lambda *_: True "
            "that only the number of results counts"
        )
    advice = advice or _advice(results, expected, wrong, same)
    advice = advice or (
        f"{_advice_on_inputs(inputs, 'it')}; if it draws random numbers, seed them from its input, as "
        "random.Random(seed) does with a seed in the input, or say by same= which results count as the "
        "same, such as same=math.isclose"
    )
    return (
        f"returned another result for {_told_input(inputs, i)}, when the loop ran again, "
        f"{_told(results[i], expected[i])}, so no runner is blamed{advice}"
    )


def _are_in_another_order(results, expected, wrong, same):
    left = list(wrong)
    for i in wrong[:_MOST_LOOKED_FOR]:  # some of many tell enough: each is looked for among all
        for j in left:
            with suppress(*_ERRORS):  # `same` need not know what to do with results of two inputs
                if same(results[i], expected[j]):
                    left.remove(j)
                    break
        else:
            return False
    return True


def _advice(results, expected, wrong, same):
    """Say what is known of results that differ; begins with a semicolon, or is empty."""
    if same is not equal:
        return f"; same={name_of(same)} does not count them as the same"
    with suppress(Exception):
        if all(equal_but_for_rounding(results[i], expected[i]) for i in wrong):
            return (
                "; they differ by less than a billionth, as floating-point rounding makes them differ: "
                f"{_way(results)} allows for that"
            )
    return ""


def _way(results):
    """Name a function that compares such results but for rounding."""
    if all(isinstance(result, Number) for result in results):
        return f"same={'c' * any(isinstance(x, complex) for x in results)}math.isclose"
    if all(map(is_array, results)):
        return "same=numpy.allclose"
    if all(isinstance(result, list | tuple) for result in results) and all(
        isinstance(x, Number) for result in results for x in result
    ):
        return "same=lambda a, b: all(map(math.isclose, a, b))"
    return "a function same= that compares their numbers by math.isclose"


def _is_of_a_clock(result):
    """Tell whether a result is, or holds, what a clock tells about now, in seconds or nanoseconds."""
    held = result.values() if isinstance(result, dict) else result
    values = held if isinstance(held, list | tuple | ValuesView) else [held]
    bounds = [
        (unit * (now_s - _JUST_NOW_S), unit * (now_s + _JUST_NOW_S))
        for now_s in [clock() for clock in _CLOCKS]
        for unit in (1, 1e9)
    ]
    numbers = [value for value in values if isinstance(value, Real)]
    return any(low < number < high for number in numbers for low, high in bounds)


def _advice_on_inputs(inputs, task):
    if own_copy(inputs)[1]:
        return ""
    return f"; the inputs cannot be copied for each run: if {task} changes them, let it change its own copy"


def _told_input(inputs, i):
    return f"inputs[{i}], {short(inputs[i])}"


def _told(one, other, between="instead of"):
    """Write two results, and if they look the same, the first of their items that differs."""
    told = short(one), short(other)
    if told[0] == told[1]:
        with suppress(Exception):
            for i, pair in enumerate(zip(one, other, strict=True)):
                if not equal(*pair):
                    return f"{short(pair[0])} {between} {short(pair[1])} as its item {i}"
    return f"{told[0]} {between} {told[1]}"
