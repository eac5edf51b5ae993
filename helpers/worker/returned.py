"""What a function has returned in a check, if that is no result yet but something to ask for one."""

__all__ = ["no_result_yet"]


def no_result_yet(value):
    """Say what kind of thing a function has returned in place of results.

    Parameters
    ----------
    value : object

    Returns
    -------
    str
        Goes on from "It returned a"; empty if it may be a result.

    Examples
    --------
    >>> no_result_yet(iter([1])), no_result_yet([1])
    ('list_iterator, which has given no result yet; list() asks for all of them', '')
    """
    kind = type(value).__name__
    if isinstance(value, list | tuple | set | dict):
        items = list(value.values() if isinstance(value, dict) else value)
        if any(_can_be_awaited(item) for item in items):
            return f"{kind} of coroutines or tasks, not of what they return"
        for item in items:
            if asks := _how_to_ask(item):
                return f"{kind} of {type(item).__name__} objects, not of what {asks} gives"
            if isinstance(value, dict) and (inner := no_result_yet(item)):
                return inner
        return ""
    if _can_be_awaited(value):
        return f"{kind} that nobody has awaited"
    if asks := _how_to_ask(value):
        return f"{kind} object, not what {asks} gives"
    if hasattr(type(value), "__next__"):
        return f"{kind}, which has given no result yet; list() asks for all of them"
    if kind in ("dict_keys", "dict_values", "dict_items"):
        return f"{kind}, which shows the dict and holds no results of its own; list() makes one"
    return ""


def _can_be_awaited(value):
    return hasattr(type(value), "__await__")


def _how_to_ask(value):
    """Return the method that waits for a result; empty if it is none of a pool's promises."""
    names = set(dir(type(value)))
    if {"get", "ready", "successful"} <= names:
        return ".get()"
    if {"result", "exception", "add_done_callback"} <= names:
        return ".result()"
    return ""
