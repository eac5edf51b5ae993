"""How the labs' controls look, and what their values stand for."""

import math

__all__ = ["LOG_STEP", "WIDE", "numbers_up_to", "to_log_step"]

LOG_STEP = 0.1  # of a logarithmic slider: ten steps for a factor of ten
WIDE = {  # how a control looks in a lab
    "style": {"description_width": "135px"},
    "layout": {"width": "98%"},
}


def to_log_step(value):
    """Round a value to a step of a logarithmic slider, as the browser does.

    Parameters
    ----------
    value : float
        More than 0.

    Returns
    -------
    float

    Examples
    --------
    >>> round(to_log_step(50), 2)
    50.12
    """
    return 10 ** (round(math.log10(value) / LOG_STEP) * LOG_STEP)


def numbers_up_to(n):
    """Choose which numbers of workers to measure: all up to 4, or by doubling, and `n`.

    Parameters
    ----------
    n : int
        The value of a lab's *workers* slider.

    Returns
    -------
    list of int

    Examples
    --------
    >>> numbers_up_to(3), numbers_up_to(12)
    ([1, 2, 3], [1, 2, 4, 8, 12])
    """
    if n <= 4:
        return list(range(1, n + 1))
    return [*(2**k for k in range(n.bit_length()) if 2**k < n), n]
