"""How the labs' controls look, and what their values stand for."""

import ipywidgets as widgets

from helpers.words import two_digits

__all__ = ["HOW_TO_USE", "WIDE", "bundle_of", "numbers_up_to", "size_slider"]

# Said where there is no kernel behind the controls.
HOW_TO_USE = "This needs a kernel: open this notebook in JupyterLab and run its cells."

WIDE = {  # how a control looks in a lab
    "style": {"description_width": "150px"},
    "layout": {"width": "98%"},
}


def bundle_of(box, text):
    """Return what displays a widget, and a text where there is none.

    Parameters
    ----------
    box : ipywidgets.Widget
    text : str

    Returns
    -------
    dict of str to object
        By MIME type.
    """
    bundle = box._repr_mimebundle_()
    bundle = bundle[0] if isinstance(bundle, tuple) else bundle
    return {**bundle, "text/plain": text}


def size_slider(value, most, description, **options):
    """Make a slider over sizes from 0.1 up, ten for a factor of ten.

    It counts its positions: JupyterLab rounds the value of a logarithmic slider when it shows it and
    sends it back, and if a cell is busy then, it does not send the reader's next move.

    Parameters
    ----------
    value : float
        Where it stands; any size of 0.1 or more, which becomes one of the slider's.
    most : float
        The largest of its other sizes.
    description : str
    **options
        Of `ipywidgets.SelectionSlider`.

    Returns
    -------
    ipywidgets.SelectionSlider

    Examples
    --------
    >>> slider = size_slider(30, most=1000, description="task size (ms)")
    >>> [label for label, _ in slider.options][:4], slider.value
    (['0.1', '0.13', '0.16', '0.2'], 30.0)
    """
    sizes = {float(two_digits(10 ** (step / 10))) for step in range(-10, 100)}
    chosen = sorted({size for size in sizes if size <= most} | {float(value)})
    labels = [(f"{size:g}", size) for size in chosen]
    return widgets.SelectionSlider(
        options=labels, value=float(value), description=description, **{**WIDE, **options}
    )


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
