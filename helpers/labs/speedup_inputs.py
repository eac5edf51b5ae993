"""The inputs of a lab on speedup: their size, and what the reader's own function makes of it."""

import inspect

from helpers import measure
from helpers.labs.speedup_picture import MILLISECONDS
from helpers.wording.arguments import check_list, check_number, check_takes
from helpers.wording.refusals import is_from_here
from helpers.wording.words import counted, short
from helpers.worker.failures import only_here
from helpers.worker.stop_flag import Stopped

__all__ = ["LARGEST", "check_make_inputs", "check_size", "made_by", "told_of"]

_SMALLEST, LARGEST = 0.1, 1000  # of the sizes that the slider reaches


def check_make_inputs(make_inputs):
    """Refuse what cannot make a list of inputs.

    Parameters
    ----------
    make_inputs : object

    Raises
    ------
    TypeError
        If it cannot be called, or has to be awaited.
    """
    told = "three arguments: def make_inputs(task, size, n_tasks)"
    check_takes("make_inputs", make_inputs, 3, told)
    if inspect.iscoroutinefunction(make_inputs):
        raise TypeError(
            "make_inputs must be a plain function, which returns a list, and no async def."
        )


def check_size(task_size_ms, size, unit, make_inputs):
    """Return the size and the unit in which it is given, or say what is wrong with them.

    Parameters
    ----------
    task_size_ms, size, unit, make_inputs
        As for `labs.speedup`.

    Returns
    -------
    size : float
    unit : str

    Raises
    ------
    TypeError, ValueError
        The message names the argument.
    """
    if size is None and unit is None:
        task_size_ms = check_number("task_size_ms", task_size_ms, _SMALLEST, LARGEST)
        return task_size_ms, MILLISECONDS
    if size is None or unit is None:
        given, missing = ("size", "unit") if unit is None else ("unit", "size")
        raise TypeError(f'{given} needs {missing}: say both, such as size=100, unit="thousands".')
    if not isinstance(unit, str) or not unit.strip():
        raise TypeError(f"unit must be a word for what size counts, not {short(unit)}.")
    if make_inputs is None:
        raise TypeError("size needs make_inputs, which makes inputs of so many units.")
    size = check_number("size", size, _SMALLEST, LARGEST)
    return size, unit


def made_by(make_inputs, task, settings):
    """Make the inputs of a run.

    Parameters
    ----------
    make_inputs : callable
        As for `labs.speedup`.
    task : callable
    settings : Settings

    Returns
    -------
    list

    Raises
    ------
    RunError
        If the reader's own function raises.
    TypeError, ValueError
        If it returns no list of one or more.
    """
    with only_here(make_inputs):
        try:
            made = make_inputs(task, settings.task_size, settings.n_tasks)
        except Stopped:
            raise
        except BaseException as error:
            if is_from_here(error):
                raise
            told = measure.places.told_with_place(error)
            raise measure.RunError(f"make_inputs raised {told}") from error
        return check_list("what make_inputs returns", made)


def told_of(n_inputs, settings):
    """Say so if there were not as many inputs as the slider says.

    Parameters
    ----------
    n_inputs : int
        How many there were.
    settings : Settings

    Returns
    -------
    str
        A sentence, or nothing.
    """
    if n_inputs == settings.n_tasks:
        return ""
    returned = counted(n_inputs, "input")
    return f"make_inputs returned {returned} for n_tasks={settings.n_tasks}, and so many were run."
