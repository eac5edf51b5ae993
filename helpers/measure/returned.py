"""What a runner or a task has returned that is no result yet, and how to get that."""

import inspect
import itertools
from asyncio import Future as AwaitedFuture
from collections.abc import Mapping, MappingView, Set
from types import AsyncGeneratorType, CoroutineType, GeneratorType

from helpers.measure.differences import RunError
from helpers.wording.words import short
from helpers.worker.spans import Span

__all__ = ["check_list", "close_coroutines", "is_list_like", "refuse_unfinished"]

# What has not computed anything yet: no time of it says how long the task takes.
_LATER = {AsyncGeneratorType, CoroutineType, GeneratorType, map, filter, zip}
_LATER.update(kind for kind in vars(itertools).values() if isinstance(kind, type))


def refuse_unfinished(results, inputs):
    """Refuse what a task has returned before it was computed.

    Parameters
    ----------
    results, inputs : list

    Raises
    ------
    RunError
        If one of the results is a coroutine, a generator or its like.
    """
    if not _LATER.intersection(map(type, results)):
        return
    for i, result in enumerate(results):
        if isinstance(result, CoroutineType):
            close_coroutines(results)
            raise RunError(
                f"task returned a coroutine for inputs[{i}], {short(inputs[i])}, that nobody has awaited; "
                "make the task an `async def` that awaits it."
            )
        if type(result) in _LATER:
            raise RunError(
                f"task returned {_article(result)} for inputs[{i}], {short(inputs[i])}, whose "
                "values are computed only when somebody asks for them; return a list of them."
            )


def is_list_like(returned):
    """Tell whether what a runner has returned gives its results one by one, in their order.

    Parameters
    ----------
    returned : object
        A dict gives its keys, a text its characters, and a set knows no order; an array or a column of a
        table gives what it has made of the results.

    Returns
    -------
    bool
    """
    gives_others = isinstance(returned, Mapping | str | bytes | bytearray)
    has_no_order = isinstance(returned, Set) and not isinstance(returned, MappingView)
    is_array = hasattr(type(returned), "dtype") or hasattr(type(returned), "columns")
    return hasattr(returned, "__iter__") and not (gives_others or has_no_order or is_array)


def check_list(where, returned, inputs):
    """Check that a runner has returned a list of what the task gave it, one for each input.

    Parameters
    ----------
    where : str
        Which runner, for messages.
    returned : object
    inputs : list

    Raises
    ------
    RunError
        If it has not.
    """
    if type(returned).__name__ == "async_generator":
        raise RunError(
            f"{where} is an asynchronous generator, since it yields; collect the results in a list, and "
            "return that."
        )
    its_result = _result_of(returned)
    if its_result:
        raise RunError(
            f"{where} returned {_article(returned)}, which is no list of results yet; return what its "
            f"`.{its_result}()` returns."
        )
    if inspect.isawaitable(returned):
        raise RunError(
            f"{where} returned {_article(returned)} that nobody has awaited; write `return await ...`."
        )
    if hasattr(returned, "__iter__") and not isinstance(returned, list):
        raise RunError(
            f"{where} returned {_article(returned)}; return a list of what task returns, one for each "
            "input, in their order."
        )
    if not isinstance(returned, list):
        raise RunError(f"{where} returned {short(returned)}; return the list of results.")
    if len(returned) != len(inputs):
        close_coroutines(returned)
        raise RunError(
            f"{where} returned {len(returned)} results for {len(inputs)} inputs; return one for each "
            "input, in their order."
        )
    for i, pair in enumerate(returned):
        if inspect.iscoroutine(pair):
            close_coroutines(returned)
            raise RunError(
                f"{where} returned a coroutine for inputs[{i}] that nobody has awaited; write "
                "`await task(value)`, or gather them."
            )
        its_result = _result_of(pair)
        if its_result:
            raise RunError(
                f"{where} returned {_article(pair)} for inputs[{i}], which is no result yet; ask each one "
                f"for its own by `.{its_result}()`."
            )
        if inspect.isawaitable(pair):
            raise RunError(
                f"{where} returned {_article(pair)} for inputs[{i}] that nobody has awaited; write "
                "`return await asyncio.gather(*tasks)`, which returns their results."
            )
        if not (isinstance(pair, tuple) and len(pair) == 2 and isinstance(pair[1], Span)):
            raise RunError(
                f"{where} returned {short(pair)} for inputs[{i}]; return what task returns, unchanged."
            )


def close_coroutines(results):
    """Close what nobody has awaited: else Python warns of it whenever it is collected.

    Parameters
    ----------
    results : object
        Only of a list anything is closed.
    """
    for result in results if isinstance(results, list) else ():
        if inspect.iscoroutine(result):
            result.close()


# What stands for a result that is still to come, and how it is asked for that.
_RESULT_OF = {
    "AsyncResult": "get",
    "ApplyResult": "get",
    "Future": "result",
    "ProcessFuture": "result",
    "Delayed": "compute",
    "MapResult": "get",
}


def _result_of(value):
    """Name the method by which a value gives the result that it stands for; None for all else.

    What asyncio makes is awaited; a future of another library may be awaited, too.
    """
    name = _RESULT_OF.get(type(value).__name__)
    return name if hasattr(value, name or "") and not isinstance(value, AwaitedFuture) else None


def _article(value):
    name = type(value).__name__
    return f"an {name}" if name[0] in "AEIOUaeiou" else f"a {name}"
