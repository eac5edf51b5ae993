"""Tasks whose threads share one object: how much they slow each other down, and what gets lost."""

import threading

__all__ = [
    "append_and_pop",
    "count_in_dict",
    "count_up",
    "count_up_locked",
    "is_shared",
    "lost",
    "reset",
]

_N_KEYS = 8  # a power of two


class _Shared:
    """What all threads of this process share."""

    def __init__(self):
        self.lock = threading.Lock()
        self.clear()

    def clear(self):
        self.count, self.items, self.counts = 0, [], dict.fromkeys(range(_N_KEYS), 0)


_shared = _Shared()


def count_up(n):
    """Add 1 to a counter that all threads share, `n` times, by ``+=``.

    Parameters
    ----------
    n : int

    Returns
    -------
    int
        `n`.
    """
    shared = _shared
    for _ in range(n):
        shared.count += 1
    return n


def count_up_locked(n):
    """Do what `count_up` does, and hold a lock for each addition.

    Parameters
    ----------
    n : int

    Returns
    -------
    int
        `n`.
    """
    shared, lock = _shared, _shared.lock
    for _ in range(n):
        with lock:
            shared.count += 1
    return n


def append_and_pop(n):
    """Append to a list that all threads share, and take the last item away, `n` times.

    Parameters
    ----------
    n : int

    Returns
    -------
    int
        `n`.
    """
    items = _shared.items
    for i in range(n):
        items.append(i)
        items.pop()  # there is one: everybody takes no more than they have put there
    return n


def count_in_dict(n):
    """Add 1 to a number in a dictionary that all threads share, `n` times, by ``+=``.

    Parameters
    ----------
    n : int

    Returns
    -------
    int
        `n`.
    """
    counts, last = _shared.counts, _N_KEYS - 1
    for i in range(n):
        counts[i & last] += 1
    return n


for _task in (count_up, count_up_locked, append_and_pop, count_in_dict):
    _task.growth = 1.0


def is_shared(task):
    """Tell whether a task is one of these.

    Parameters
    ----------
    task : callable

    Returns
    -------
    bool

    Examples
    --------
    >>> is_shared(count_up), is_shared(abs)
    (True, False)
    """
    return getattr(task, "__module__", None) == __name__


def reset():
    """Begin with a count of 0, an empty list and a dictionary of zeros."""
    _shared.clear()


def lost(task, n_steps):
    """Count what is missing after some steps of a task, all threads together, since `reset`.

    Parameters
    ----------
    task : callable
        One of these.
    n_steps : int

    Returns
    -------
    int
        Updates of a counter or a dictionary; of a list, by how many items it is too long or too short.

    Examples
    --------
    >>> reset()
    >>> count_up(5) + count_up(5)
    10
    >>> lost(count_up, 10), lost(count_up, 12)
    (0, 2)
    """
    if task is append_and_pop:
        return abs(len(_shared.items))
    if task is count_in_dict:
        return n_steps - sum(_shared.counts.values())
    return n_steps - _shared.count
