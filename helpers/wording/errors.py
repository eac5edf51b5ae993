"""What is said of an error that a reader's code or a library has raised: one sentence."""

import errno
import os
import traceback
from contextlib import suppress
from urllib.parse import urlsplit

from helpers.wording.refusals import refuses_in_one_line
from helpers.wording.room import lack_of_room
from helpers.wording.sending import about_what_came_back

__all__ = ["advice", "first_line", "first_of", "let_go", "refuses_in_one_line", "short_error"]

_THIS_MACHINE = ("127.0.0.1", "localhost", "::1")
# By name: the libraries are the reader's choice, and need not be loaded to tell their errors.
_OF_HTTP_CLIENTS = {
    "BadStatusLine",
    "ChunkedEncodingError",
    "ClientPayloadError",
    "IncompleteRead",
    "RemoteDisconnected",
    "RemoteProtocolError",
    "ServerDisconnectedError",
}
_DISK_FULL = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
_LONGEST = 400  # characters of a message; one may quote all that it is about
_RESET = {errno.ECONNRESET, errno.ECONNABORTED, errno.EPIPE}


def short_error(error):
    """Write an exception in one line: its kind, and what happened or the first line of its message.

    Parameters
    ----------
    error : BaseException
        Of a group, the first is taken.

    Returns
    -------
    str

    Examples
    --------
    >>> short_error(KeyError("x"))
    "KeyError: 'x'"
    """
    error = first_of(error)
    # One that could not travel from a worker is told by one that could.
    kind = " ".join(str(getattr(error, "told_kind", None) or type(error).__name__).split())
    sentence = advice(error)
    if sentence is None:
        sentence = first_line(error)
    return f"{kind}." if sentence is None else f"{kind}: {sentence}"


def advice(error):
    """Say what happened and what to do, for errors whose own text does not.

    Parameters
    ----------
    error : BaseException
        Of a group, the first is taken.

    Returns
    -------
    str or None
        None for an error of which nothing better is known than its own text.

    Examples
    --------
    >>> advice(KeyError("x")) is None
    True
    """
    error = first_of(error)
    try:
        return (
            _about_connection(error)
            or _about_the_loop(error)
            or _about_the_thread(error)
            or _about_interpreters(error)
            or _about_sending(error)
            or about_what_came_back(error)
            or _about_room(error)
        )
    # One of the reader's own kind may have a mistake in what it tells.
    except (Exception, SystemExit):
        return None


def first_line(error):
    """Return the first line of an error's message, or the beginning of it if that is long.

    Parameters
    ----------
    error : BaseException

    Returns
    -------
    str or None
        None if it has no message, or cannot tell it.
    """
    lines = _message(error).strip().splitlines()
    return _cut(lines[0]) if lines else None


def _cut(line):
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 3]}..."


def _message(error):
    try:
        return str(error)
    except (Exception, SystemExit):  # one of the reader's own kind may have a mistake in it
        return ""


def first_of(error):
    """Return an error that is no group: of a group, its first.

    Parameters
    ----------
    error : BaseException

    Returns
    -------
    BaseException
    """
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _about_connection(error):
    """Say in a sentence what is wrong with a connection; None if the error is not about one.

    HTTP clients wrap what the operating system said into errors of their own, whose texts are long.
    """
    chain = list(_chain(error))
    numbers = {link.errno for link in chain if isinstance(link, OSError)}
    kinds = {type(link).__name__ for link in chain}
    place = _place(chain)
    if errno.EMFILE in numbers:
        return (
            "this process has as many files open as it may, and each connection is one: ask for fewer "
            "at once, or call connections.allow(n) first."
        )
    has_answered = any(getattr(link, "response", None) is not None for link in chain)
    if not has_answered and ((place and place[0] not in _THIS_MACHINE) or "gaierror" in kinds):
        return (
            f"{place[0] if place else 'that name'} could not be reached; it is another host, and this "
            "course needs no internet: take addresses from site.urls."
        )
    if errno.ECONNREFUSED in numbers:
        where = "{}:{}".format(*place) if place else "that address"
        return (
            f"nothing listens at {where}: the website has ended; run the cell that calls "
            "website.serve again."
        )
    of_a_client = place or "ClientOSError" in kinds or "ReadError" in kinds
    if kinds & _OF_HTTP_CLIENTS or (of_a_client and numbers & _RESET):
        return (
            "the connection broke off before the answer was complete: the website has ended, or the "
            "page breaks off on purpose."
        )
    return None


def _about_the_loop(error):
    """Say what to do where an event loop runs already, as it does behind a notebook's cells."""
    told = "cannot be called from a running event loop"
    if isinstance(error, RuntimeError) and told in _message(error):
        return (
            "asyncio.run() starts an event loop, and one runs here already, as in every notebook: write "
            "`await main()` instead, or make the runner an `async def`; a lab calls plain tasks and "
            "runners in a thread without an event loop, where asyncio.run() works."
        )
    if any(words in _message(error) for words in _OF_TRIO):
        return (
            "it awaits something of Trio, and coroutines run in asyncio's event loop here: await asyncio's "
            "own, or call trio.run() in a plain function."
        )
    return None


# What is said where something of Trio is awaited in another event loop, by whoever notices.
_OF_TRIO = (
    "must be called from async context",
    "Task got bad yield: <class 'trio.",
    "'RunContext' object has no attribute",
)

# What Python says of what only one thread may do, and why that is another one here.
_OF_ONE_THREAD = {
    "signal only works in main thread": (
        "signal handlers can be set in the main thread only, and a lab calls tasks and runners in a thread "
        "of its own, as pools of threads do: a time limit can be the pool's, such as "
        "future.result(timeout=1), and measure.sweep runs the sequential loop in the main thread."
    ),
    "There is no current event loop in thread": (
        "an event loop belongs to the thread that runs it, and a lab calls tasks and runners in a thread "
        "of its own, as pools do: start one there by asyncio.run(), or make the runner an `async def`."
    ),
    "objects created in a thread can only be used in that same thread": (
        "a connection to SQLite belongs to the thread that made it, and a lab calls tasks in a thread of "
        "its own, as pools do: connect within the task."
    ),
}


def _about_the_thread(error):
    """Say why something that one thread alone may do failed."""
    told = _message(error)
    return next((sentence for words, sentence in _OF_ONE_THREAD.items() if words in told), None)


def _about_interpreters(error):
    """Say what a pool of interpreters had to refuse; Python tells why only in the error's first cause."""
    *_, cause = _chain(error)
    if type(error).__name__ != "NotShareableError" or cause is error:
        return None
    told = _reason(cause)
    way_out = "; a pool of processes can take it" if "subinterpreters" in told else ""
    return (
        f"the task, its input or its result could not go to another interpreter ({told}){way_out}."
    )


def _about_sending(error):
    """Say why a worker of `multiprocessing.Pool` could not send a result: the error quotes all of it."""
    if type(error).__name__ != "MaybeEncodingError":
        return None
    _, _, reason = _message(error).strip().rpartition("Reason: ")
    return (
        f"a result could not be sent home from its worker process, because of {_cut(reason[1:-1])}; return "
        "plain values or arrays, and leave locks, files and connections in the worker."
    )


def _reason(error):
    """Return the line of an error that tells why; one of another interpreter may quote its traceback."""
    lines = _message(error).strip().splitlines()
    if lines and lines[0].startswith("Traceback "):
        lines = [line for line in lines[1:] if line.strip() and line[0] != " "]
    told = _cut(lines[0]) if lines else ""
    kind = type(error).__name__
    return told if told and kind == "Exception" else f"{kind}: {told}".removesuffix(": ")


def _about_room(error):
    """Say what is full, where that is what happened."""
    chain = list(_chain(error))
    for link in chain:
        if isinstance(link, MemoryError):
            told = "a task asked for more memory than there is; make it smaller, or take fewer workers."
            return first_line(link) or told  # who raised it with a text knows more
    for link in chain:
        # joblib passes on only the text of what happened while a task was sent.
        is_quoted = _DISK_FULL.strerror in _message(link)
        told = lack_of_room(_DISK_FULL if is_quoted else link)
        if told is not None:
            return f"{told}{_what_had_no_room(link, chain)}."
    return None


def _what_had_no_room(link, chain):
    """Say what else is known, after a sentence on a full disk: whose large arrays, or which file."""
    if any("joblib" in _message(other) for other in chain):
        return (
            ", or set the environment variable JOBLIB_TEMP_FOLDER to a folder that has some; joblib writes "
            "large arrays there for its workers"
        )
    name = getattr(link, "filename", None)
    return "" if name is None else f"; {name} could not be written"


def let_go(error):
    """Forget what the functions held through which an error came, and the errors that led to it.

    An error that is kept would otherwise keep their local variables: a pool with its semaphores, say.

    Parameters
    ----------
    error : BaseException
    """
    # One of the reader's own kind may have a mistake in what it tells of itself.
    with suppress(Exception):
        for link in _chain(error):
            traceback.clear_frames(link.__traceback__)
            for member in getattr(link, "exceptions", ()):  # of a group
                let_go(member)


def _chain(error):
    """Yield an error, and those that led to it."""
    seen = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _place(chain):
    """Find the host and the port that a client's error is about, if it tells."""
    for link in chain:
        try:
            url = getattr(getattr(link, "request", None), "url", None)
        except RuntimeError:  # httpx's, of an error that is about no request
            url = None
        if url is not None:
            parts = urlsplit(str(url))
            return parts.hostname, parts.port
        if getattr(link, "host", None) is not None and hasattr(link, "port"):
            return link.host, link.port
    return None
