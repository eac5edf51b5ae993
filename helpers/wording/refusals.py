"""What a notebook shows of an error whose sentence says all: one line, without the code that says it."""

import functools
import os

__all__ = ["in_one_line", "is_from_here", "refuses_in_one_line"]


def in_one_line(error):
    """Let a notebook show an error in one line.

    Parameters
    ----------
    error : BaseException

    Returns
    -------
    BaseException
        The same.

    Examples
    --------
    >>> in_one_line(KeyboardInterrupt())._render_traceback_()
    ['KeyboardInterrupt']
    """
    line = f"{type(error).__name__}: {error}".removesuffix(": ")
    error._render_traceback_ = lambda: [line]  # IPython's name for it
    return error


def refuses_in_one_line(function):
    """Let a notebook show in one line what a function says of its arguments, without the code that says it.

    Parameters
    ----------
    function : callable
        Its `TypeError` and `ValueError` are shown so where code of this package raises them.

    Returns
    -------
    callable
    """

    @functools.wraps(function)
    def call(*args, **kwargs):
        try:
            return function(*args, **kwargs)
        except (TypeError, ValueError) as error:
            if is_from_here(error) and not hasattr(error, "_render_traceback_"):
                in_one_line(error)
            raise

    return call


_PACKAGE = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), "")


def is_from_here(error):
    """Tell whether code of this package has raised an error: then its sentence says all.

    Parameters
    ----------
    error : BaseException
        One that was caught.

    Returns
    -------
    bool
    """
    link = error.__traceback__
    while link.tb_next is not None:
        link = link.tb_next
    return link.tb_frame.f_code.co_filename.startswith(_PACKAGE)
