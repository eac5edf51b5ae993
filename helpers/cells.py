"""What a notebook's kernel does for its cells: a sentence below an error, a prompt interrupt, an end."""

from IPython import get_ipython

from helpers import errors, warden

__all__ = ["look_after"]

_WOKEN_EVERY_S = 0.25
_looked_after = set()


def look_after():
    """Look after the cells of this kernel from now on; elsewhere, and a second time, do nothing.

    Below a traceback of a connection, or of `asyncio.run` in a notebook, one sentence says what
    happened and what to do. And a cell that only awaits can be interrupted: the kernel's handler of
    the interrupt cancels it, but does not wake the event loop that would notice, so it is woken
    several times a second. When the kernel is killed, its workers end too.
    """
    shell = get_ipython()
    kernel = getattr(shell, "kernel", None)
    loop = getattr(getattr(kernel, "io_loop", None), "asyncio_loop", None)
    if loop is None or shell in _looked_after:
        return
    _looked_after.add(shell)
    shell.events.register("post_run_cell", _say_what_to_do)
    warden.watch()

    def wake():
        loop.call_later(_WOKEN_EVERY_S, wake)

    loop.call_soon_threadsafe(wake)


def _say_what_to_do(result):
    error = result.error_in_exec
    sentence = None if error is None else errors.advice(error)
    if sentence is not None:
        print("In one sentence:", sentence)
