"""What a task has raised, where in its code, and in a form that reaches the parent."""

import copyreg
import os
import pickle
from contextlib import contextmanager, suppress
from functools import partial

__all__ = [
    "TaskError",
    "check_travels",
    "end_a_stray",
    "frames_of",
    "is_ours",
    "only_here",
    "sent_home",
]

_OURS = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "")
_MACHINERY = tuple(
    os.path.join(_OURS, name, "") for name in ("worker", "measure", "processes", "labs", "wording")
)
_MOST_FRAMES = 30
_MISTAKES = (Exception, SystemExit)  # of the reader's own kinds of errors, when they are asked
_NAME = "_frames_in_the_worker"  # an attribute, since most errors travel with theirs


class TaskError(Exception):
    """What a task raised in a worker process, where the error itself could not travel.

    Parameters
    ----------
    kind : str
        The name of its class.
    words : str
        Its message.
    """

    def __init__(self, kind, words):
        super().__init__(kind, words)
        self.told_kind, self.words = kind, words

    def __str__(self):
        return self.words


def is_ours(file):
    """Tell whether a file is of this package's machinery, which calls tasks and runners.

    Parameters
    ----------
    file : str

    Returns
    -------
    bool
    """
    return file.startswith(_MACHINERY)


def frames_of(error):
    """List where an error came from, the functions of this package's machinery left out.

    Parameters
    ----------
    error : BaseException

    Returns
    -------
    list of (str, int, str)
        File, line and function, the innermost last; in this process, then in the worker that
        `sent_home` has noted.
    """
    found, link = [], error.__traceback__
    while link is not None:
        code = link.tb_frame.f_code
        if not is_ours(code.co_filename):
            found.append((code.co_filename, link.tb_lineno, code.co_name))
        link = link.tb_next
    noted = list(getattr(error, _NAME, ()))
    if not noted or found[-len(noted) :] != noted:  # else tblib has sent the whole traceback along
        found += noted
    return found[-_MOST_FRAMES:]


def sent_home(error):
    """Note on an error where it came from; if it cannot be pickled and unpickled, return one that can.

    A pool's worker sends an error as a pickle. One whose ``__init__`` takes other arguments than its
    message unpickles to a `TypeError`, in a thread of the pool, which dies of it; `SystemExit` ends a
    worker of `multiprocessing.Pool`, which then waits for the task for ever. A task's `StopIteration` is
    taken by ``map`` for the end of its inputs.

    Parameters
    ----------
    error : BaseException

    Returns
    -------
    BaseException
        `TaskError` for one that cannot travel; and for `StopIteration`, which a pool that calls its tasks
        by `map` takes for the end of the inputs.

    Examples
    --------
    >>> sent_home(KeyError("x"))
    KeyError('x')
    >>> sent_home(SystemExit(3))
    TaskError('SystemExit', '3')
    """
    try:
        frames = frames_of(error)
        stays = isinstance(error, Exception) and not isinstance(error, StopIteration)
        told = error if stays and _travels(error, frames) else _told(error)
        with suppress(Exception):
            setattr(told, _NAME, frames)
        return told
    except _MISTAKES:  # in what one of the reader's own kind tells of itself
        return TaskError(type(error).__name__, "")


def check_travels(result):
    """Refuse a task's result that is an error which cannot be unpickled where it arrives.

    It would break a pool as if it had been raised. All other results are let through: to try them would
    take time from what is measured.

    Parameters
    ----------
    result : object

    Raises
    ------
    TypeError
        If it is such an error.
    """
    if isinstance(result, BaseException) and not _travels(result, ()):
        raise TypeError(
            f"the task returned an error of the class {type(result).__name__}, which cannot be unpickled "
            "where it arrives; return what is to be known of it, such as str(error)."
        )


def _travels(error, frames):
    try:
        with suppress(AttributeError, TypeError):
            setattr(error, _NAME, frames)
        again = pickle.loads(pickle.dumps(error))
        if frames and getattr(again, _NAME, None) != frames:
            _take_along(error, frames)
            _take_along_for(type(error))
            again = pickle.loads(pickle.dumps(error))
        return type(again) is type(error) and str(again) == str(error)
    except BaseException:  # the class is the reader's own, and so is what it does
        return False


def _take_along(error, frames):
    """Let an error take its frames along whose class leaves all attributes behind when it is pickled."""
    with suppress(AttributeError, TypeError):
        setattr(error, _NAME, frames)
        error.__reduce_ex__ = partial(_reduce_with, error, frames)


def _take_along_for(kind):
    """Let a registered way to pickle a class of errors take frames along: it goes before an error's own.

    tblib, which Dask loads, registers one for every class of errors that there is. Only a worker's is
    replaced here.
    """
    reduce = copyreg.dispatch_table.get(kind)
    if reduce is not None and getattr(reduce, "func", None) is not _reduce_registered:
        copyreg.pickle(kind, partial(_reduce_registered, reduce))


def _reduce_registered(reduce, error):
    again, arguments, *rest = reduce(error)
    return (_again_with, (getattr(error, _NAME, ()), again, arguments), *rest)


def _reduce_with(error, frames, protocol):
    again, arguments, *rest = type(error).__reduce_ex__(error, protocol)
    return (_again_with, (frames, again, arguments), *rest)


def _again_with(frames, again, arguments):
    error = again(*arguments)
    _take_along(error, frames)  # it may have another process to go to
    return error


def _told(error):
    if isinstance(error, BaseExceptionGroup):
        group = ExceptionGroup(error.message, [sent_home(each) for each in error.exceptions])
        if _travels(group, ()):
            return group
    try:
        words = str(error)
    except _MISTAKES:  # as above
        words = ""
    return TaskError(type(error).__name__, words)


@contextmanager
def only_here(function):
    """Let what a function does go on in this process alone.

    A process that it forks, and forgets to end, comes back from it and would go on as this one: run the
    tasks that follow, draw, and keep a journal.

    Parameters
    ----------
    function : callable
        Called within the block.
    """
    process_id = os.getpid()
    try:
        yield
    finally:
        if os.getpid() != process_id:
            end_a_stray(function)


def end_a_stray(function):
    """End this process, which was forked in a function and came back from it.

    Parameters
    ----------
    function : callable
    """
    with suppress(Exception):
        name = getattr(function, "__name__", "a function")
        told = f"A process that {name} forked came back from it, and was ended; end it by os._exit(0).\n"
        os.write(2, told.encode())
    os._exit(1)
