"""The settings of Sphinx for the course as pages, which `python -m tests.commands.site` builds."""

from html import escape

from docutils import nodes

project = "Python parallelism, measured"
copyright = author = "the authors of the course"
html_title = project

extensions = ["myst_nb"]
nb_execution_mode = "off"  # the outputs are those that are stored
smartquotes = False  # what is quoted stays as it is stored
myst_heading_anchors = 4
myst_heading_slug_func = "helpers.jupyter.anchor_of"  # links were written for JupyterLab

html_theme = "sphinx_book_theme"
html_theme_options = {
    "use_download_button": False,
    "home_page_in_toc": True,
    "navbar_persistent": [],  # the side bar has a field for searching
}
html_static_path = ["_static"]
html_css_files = ["pages.css"]
html_copy_source = html_show_sourcelink = False


def setup(app):
    """Have each heading keep its anchor of JupyterLab, which labs link to from their outputs."""
    app.connect("doctree-read", _keep_anchors)


def _keep_anchors(_, doctree):
    """Write anchors as they stand in HTML, which docutils takes them for: a heading may have quotes."""
    for section in doctree.findall(nodes.section):
        anchors = dict.fromkeys([*section["ids"], section.get("slug")])
        section["ids"] = [escape(anchor) for anchor in anchors if anchor]
