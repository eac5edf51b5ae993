"""How many connections a process may have open at once: each is an open file, which is limited."""

import contextlib
import sys

from helpers.wording.arguments import check_count

__all__ = ["allow", "allow_most", "allow_up_to"]

_OTHER_FILES = 100  # that a process has open beside its connections, with room to spare
# On macOS, setrlimit refuses a soft limit above OPEN_MAX of its limits.h, even if the hard one is infinite.
_OPEN_MAX = 10_240


def allow(n):
    """Let this process, and those that it starts from now on, have `n` connections open at once.

    The operating system limits the open files of a process. The limit has a soft part, which this
    raises where it is too low, and a hard part, which is the administrator's.

    Parameters
    ----------
    n : int
        Connections.

    Raises
    ------
    TypeError, ValueError
        If `n` is of the wrong kind or out of its range, or more than the hard limit lets through; the
        message says how many fit.

    References
    ----------
    https://docs.python.org/3/library/resource.html#resource.RLIMIT_NOFILE

    Examples
    --------
    >>> allow(10)
    """
    n = check_count("n", n, 1_000_000)
    soft, hard = _limits()
    needed = n + _OTHER_FILES
    if needed <= soft or _set_soft_limit(needed):
        return
    most = max(soft, hard)
    limit = f"the operating system lets this process have {most} files open at once"
    if most <= _OTHER_FILES:
        raise ValueError(
            f"n cannot be {n} here: {limit}, which leaves no room for connections; ask whoever looks "
            "after this machine for a higher limit."
        )
    raise ValueError(
        f"n must be {int(most) - _OTHER_FILES} or less here, not {n}: {limit}, and each connection is one."
    )


def allow_up_to(n):
    """Do what `allow` does for `n` connections, or for as many as the administrator lets through.

    Parameters
    ----------
    n : int
        Connections.

    Returns
    -------
    int
        How many fit: `n`, or fewer.

    Raises
    ------
    TypeError, ValueError
        If `n` is of the wrong kind or out of its range, or if there is no room for any.

    Examples
    --------
    >>> allow_up_to(10)
    10
    """
    n = check_count("n", n, 1_000_000)
    with contextlib.suppress(ValueError):
        allow(n)
        return n
    fitting = max(1, int(max(_limits())) - _OTHER_FILES)
    allow(fitting)
    return fitting


def allow_most():
    """Let this process have as many connections open as the operating system allows."""
    _set_soft_limit(_limits()[1])


def _limits():
    """Return the soft and the hard limit; infinity where there is none, as on Windows."""
    try:
        import resource  # noqa: PLC0415  not on Windows, which has no such limit
    except ImportError:
        return float("inf"), float("inf")
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = _OPEN_MAX if sys.platform == "darwin" else float("inf")
    return tuple(most if n == resource.RLIM_INFINITY else n for n in (soft, hard))


def _set_soft_limit(n):
    """Set the soft limit, and tell whether that could be done."""
    with contextlib.suppress(ImportError, ValueError, OSError, OverflowError):
        import resource  # noqa: PLC0415  as above

        _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard if n == float("inf") else int(n), hard))
        return True
    return False
