"""The turns of an event loop in a check: whether it goes round, and what a student's own sleep is worth.

Who calls these has loaded asyncio; a worker process need not.
"""

import threading

from helpers.processes import waiting

__all__ = ["goes_round", "shorten_sleeps", "until", "watch"]

_MOST_TURNS = 40  # as many whatever PARALLELISM_PATIENCE is, which is for seconds
_loops = []  # the one in which the student's coroutine runs


def watch(loop):
    """Let threads ask from now on whether this event loop goes round.

    Parameters
    ----------
    loop : asyncio.AbstractEventLoop
    """
    _loops[:] = [loop]


def goes_round(patience_s, is_known):
    """Find out from another thread whether the loop goes round; it does if there is none.

    Parameters
    ----------
    patience_s : float
        Seconds that it is given for one turn.
    is_known : callable
        When it returns True, nothing new can be found out.

    Returns
    -------
    bool
    """
    turn = threading.Event()
    try:
        for loop in _loops:
            loop.call_soon_threadsafe(turn.set)
    except RuntimeError:  # it is closed: nobody waits for this thread
        return True
    return not _loops or waiting.until(lambda: turn.is_set() or is_known(), patience_s)


async def until(is_true):
    """Wait for some turns of the loop, not for seconds, until something is true.

    Parameters
    ----------
    is_true : callable

    Returns
    -------
    bool
        Whether it came true.
    """
    import asyncio  # noqa: PLC0415

    for turn in range(_MOST_TURNS):
        if is_true():
            return True
        await asyncio.sleep(0.002 * (turn > 5))
    return False


def shorten_sleeps():
    """Let `asyncio.sleep` last one turn of the loop where this is called, and only there.

    The time for which a student's coroutine sleeps is then no way to wait for its tasks.
    """
    import asyncio  # noqa: PLC0415

    mine, sleep = asyncio.current_task(), asyncio.sleep

    async def turn(delay, result=None):
        return await sleep(0 if asyncio.current_task() is mine else delay, result)

    asyncio.sleep = turn
