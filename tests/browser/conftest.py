"""A JupyterLab and a browser for the tests of a folder; each file has its own."""

import shutil

import nbformat
import pytest

from tests import jupyterlab
from tests.notebooks import KERNELSPEC, ROOT

FIRST_RUN = """
import time
from helpers import labs, workloads
from tests.tasks import with_threads

def stuck(task, inputs, n_workers):
    time.sleep(600)

lab = labs.speedup({runner}, workloads.wait_for, task_size_ms=500, n_tasks=64, time_limit_s=40)
"""
PIPELINE = """
from helpers import labs
from tests.pipelines import RUNNERS

lab = labs.pipeline(RUNNERS, stages={"fetch": 5, "parse": 10, "store": 5})
"""
INTERPRETERS = """
from helpers import labs

lab = labs.interpreters(n_threads=2, n_tasks=4, task_size_ms=2)
"""
QUESTIONS = (
    "from helpers import labs",
    'predicted = labs.predict("seconds with four threads", topic="waiting")',
    'order = labs.predict("the order", ["that of the inputs", "another"], topic="workers")',
    'quiz = labs.quiz("01_gil", "after")',
    'predicted.compare(2)\norder.compare("another")',
)
HAND_IN = (
    # In a journal of its own: this kernel's, beside the notebook.
    "import os\nos.environ['PARALLELISM_JOURNAL'] = os.path.abspath('adas-journal.jsonl')",
    "from helpers import labs\nfrom helpers.reader import intuition, journal",
    """entry = journal.Entry(
    when=journal.now(), lesson="adas_notes", tool="adas_runner", task="wait_for", task_size_ms=10.0,
    n_tasks=4, n_workers=2, predicted=2.0, speedup=1.9, low=1.8, high=2.0, verdict="faster",
    machine=os.getcwd(), kind="waiting")
journal.keep(entry)""",
    "panel = labs.hand_in()",
)


@pytest.fixture(scope="module")
def page(chromium):
    with jupyterlab.browser_page() as page:
        yield page


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    folder = tmp_path_factory.mktemp("course")
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    sources = {
        "long": [FIRST_RUN.format(runner="with_threads")],
        "stuck": [FIRST_RUN.format(runner="stuck")],
        "pipeline": [PIPELINE],
        "interpreters": [INTERPRETERS],
        "questions": QUESTIONS,
        "faults": ("from helpers import labs", 'lab = labs.faults(program="B", seconds=1)'),
        "hand_in": HAND_IN,
        "notebooks/quiz": (
            "from helpers import labs",
            'quiz = labs.quiz("02_multiprocessing", "before")',
        ),
    }
    for name, cells in sources.items():
        book = nbformat.v4.new_notebook(metadata={"kernelspec": KERNELSPEC})
        book.cells = [nbformat.v4.new_code_cell(source) for source in cells]
        nbformat.write(book, folder / f"{name}.ipynb")
    book = nbformat.v4.new_notebook(metadata={"kernelspec": KERNELSPEC})
    source = "from helpers import labs\nlabs.guide()\nlabs.journal()\nNone"
    book.cells = [nbformat.v4.new_code_cell(source)]
    nbformat.write(book, folder / "panels.ipynb")
    with jupyterlab.serve(folder, tmp_path_factory.mktemp("jupyter")) as server:
        yield server


@pytest.fixture
def other_page(page):
    """A second page, for other notebooks."""
    other = page.context.browser.new_page(viewport={"width": 1280, "height": 800})
    other.set_default_timeout(180_000)
    yield other
    other.close()
