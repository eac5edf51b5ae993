"""The colours of a picture that is redrawn often: most of what a PNG takes its time for is them."""

from matplotlib.colors import to_rgb
from PIL import Image

__all__ = ["make_palette"]


def make_palette(colours):
    """Make a palette of greys and of the colours' shades; text and edges are drawn in these.

    Pillow tells colours apart to some 4 levels of 255 only: nothing but white is as near to white.

    Parameters
    ----------
    colours : sequence of str

    Returns
    -------
    PIL.Image.Image
        To be given to `PIL.Image.Image.quantize`.
    """
    shades = [(level, level, level) for level in [*range(0, 245, 5), 255]]
    n_shades = (256 - len(shades)) // max(1, len(colours))
    for red, green, blue in map(to_rgb, colours):
        for i in range(n_shades):
            white = 0.9 * i / n_shades
            shades.append(tuple(round(255 * (c * (1 - white) + white)) for c in (red, green, blue)))
    palette = Image.new("P", (1, 1))
    palette.putpalette([value for shade in shades for value in shade])
    return palette
