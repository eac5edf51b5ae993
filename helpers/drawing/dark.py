"""How pictures look on a dark page."""

from helpers import jupyter
from helpers.wording.html import Html

__all__ = ["DARK_PICTURES"]

_PICTURES = ":is(img.chart, [class*=lab-picture], [class*=stored-picture], .lab-legend img)"
# The light is turned round: hues stay, and contrasts nearly do.
_TURNED = "filter: invert(0.9) hue-rotate(180deg)"
# Where the reader's own colours replace all others, those say whether a page is dark, and no theme does.
DARK_PICTURES = Html(
    f"<style>{jupyter.DARK} {_PICTURES} {{ {_TURNED}; }} "
    f"@media (forced-colors: active) {{ {_PICTURES} {{ filter: none !important; }} }} "
    "@media (forced-colors: active) and (prefers-color-scheme: dark) "
    f"{{ {_PICTURES} {{ {_TURNED} !important; }} }}</style>"
)
