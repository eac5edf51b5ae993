"""What is said where there is no room left to write; worker processes load it, so it imports little."""

import errno

__all__ = ["lack_of_room"]

# The beginning of a sentence, without its full stop: who says it goes on with a file, say, or a remedy.
_TOLD = {
    errno.ENOSPC: "the disk is full: make room on it",
    errno.EDQUOT: "your share of the disk is used up: remove what you no longer need",
    errno.EFBIG: "no file may grow any further here: raise the limit, as by `ulimit -f`",
}


def lack_of_room(error):
    """Say that there was no room to write, and what to do about it.

    Parameters
    ----------
    error : BaseException

    Returns
    -------
    str or None
        A sentence without its full stop; None if the error is about something else.

    Examples
    --------
    >>> lack_of_room(OSError(errno.ENOSPC, "No space left on device"))
    'the disk is full: make room on it'
    >>> lack_of_room(KeyError("x")) is None
    True
    """
    return _TOLD.get(error.errno) if isinstance(error, OSError) else None
