"""A coroutine run to its end, wherever it is called from, and a word on what it left open."""

import asyncio
import contextlib
import threading

__all__ = ["LeftOpenError", "cancel", "run", "waits_at"]


_INTERRUPTED_WITHIN_S = 0.2


class LeftOpenError(RuntimeError):
    """A coroutine returned without closing a client session that it had opened."""


def run(coroutine):
    """Run a coroutine to its end, beside the event loop if this thread already runs one.

    Parameters
    ----------
    coroutine : coroutine

    Returns
    -------
    object
        What it returns.

    Raises
    ------
    LeftOpenError
        If it left a client session open, as aiohttp reports it.
    Exception
        What the coroutine raises.

    Examples
    --------
    >>> run(asyncio.sleep(0, result="done"))
    'done'
    """
    watched = _Watched(coroutine)
    in_progress = (threading.get_ident(), watched)
    _in_progress.add(in_progress)
    try:
        # Not in an `except`, whose error would be the context of all that the coroutine raises.
        is_free = asyncio._get_running_loop() is None
        return asyncio.run(watched.main()) if is_free else _run_in_a_thread(watched)
    finally:
        _in_progress.discard(in_progress)


_in_progress = set()  # pairs of the thread that called `run`, and what it runs


def cancel(thread):
    """Cancel what `run`, called in a thread, still runs there; it ends at what it awaits.

    Of errors that its tasks raise meanwhile and that nobody awaits, the event loop then says nothing.

    Parameters
    ----------
    thread : threading.Thread
    """
    for watched in _of(thread):
        watched.cancel()


def waits_at(thread):
    """List where a coroutine that `run`, called in a thread, still runs waits.

    Parameters
    ----------
    thread : threading.Thread

    Returns
    -------
    list of (str, int, str)
        File, line and function of each coroutine that awaits the next, the innermost last.
    """
    return [place for watched in _of(thread) for place in watched.waits_at()]


def _of(thread):
    return [watched for caller, watched in list(_in_progress) if caller == thread.ident]


class _Watched:
    """A coroutine, its event loop, and what that loop was told of things left open."""

    def __init__(self, coroutine):
        self._coroutine, self._left_open = coroutine, []
        self._loop = self._task = None
        self._is_cancelled = False

    async def main(self):
        self._task = asyncio.current_task()
        self._loop = asyncio.get_running_loop()  # last: whoever finds it may cancel the task
        self._loop.set_exception_handler(self._note)
        if self._is_cancelled:  # before there was a loop to be told
            self._task.cancel()
        result = await self._coroutine
        self._coroutine = None
        await asyncio.sleep(0)  # what nobody refers to any more is reported now
        if self._left_open:
            raise LeftOpenError(
                "it left a client session open; use the session in a block, `async with "
                "ClientSession() as session:`, which closes it."
            )
        return result

    def cancel(self):
        self._is_cancelled = True
        if self._loop is not None:  # it has begun
            with contextlib.suppress(RuntimeError):  # it has just ended
                self._loop.call_soon_threadsafe(self._task.cancel)

    def waits_at(self):
        coroutine = self._coroutine
        while coroutine is not None:
            frame = getattr(coroutine, "cr_frame", None)
            if frame is not None:
                yield frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name
            coroutine = getattr(coroutine, "cr_await", None)

    def _note(self, loop, context):
        # What it has left unawaited is cancelled by the end of its loop, which nobody has to know.
        was_cancelled = isinstance(context.get("exception"), asyncio.CancelledError)
        # aiohttp's word, when a session is collected.
        if context.get("message", "").startswith("Unclosed"):
            self._left_open.append(context)
        elif not (self._is_cancelled or was_cancelled):  # else its tasks are about to end anyway
            loop.default_exception_handler(context)


def _run_in_a_thread(watched):
    outcome, is_over = {}, threading.Event()

    def run():
        try:
            outcome["result"] = asyncio.run(watched.main())
        except BaseException as error:
            outcome["error"] = error
        finally:
            is_over.set()

    thread = threading.Thread(target=run, name="run-coroutine")
    thread.start()
    try:
        # A join that was interrupted would take the thread for ended afterwards. In steps: on Windows,
        # Ctrl-C does not end a wait without a limit.
        while not is_over.wait(_INTERRUPTED_WITHIN_S):
            pass
    except KeyboardInterrupt:
        watched.cancel()
        is_over.wait()
        raise
    thread.join()
    if "error" in outcome:
        raise outcome["error"]
    return outcome["result"]
