"""helpers.jupyter: each fact where it is to be had, and where it is not."""

import re
import sys
from pathlib import Path
from types import SimpleNamespace

import ipywidgets as widgets
import pytest
from IPython.core.events import EventManager
from jupyter_core.paths import jupyter_path

from helpers import jupyter
from helpers.processes import guard


class Loop:
    """Stands for an event loop: notes what it is asked to call."""

    def __init__(self):
        self.soon, self.later = [], []

    def call_soon_threadsafe(self, call):
        self.soon.append(call)

    def call_later(self, seconds, call):
        assert 0 < seconds < 1
        self.later.append(call)


class Shell:
    """Stands for the shell of a kernel that has every fact."""

    def __init__(self):
        self.events = EventManager(self, ["pre_run_cell", "post_run_cell"])
        self.execution_count = 7
        message = {"metadata": {"cellId": "a-cell"}}
        self.kernel = SimpleNamespace(
            io_loop=SimpleNamespace(asyncio_loop=Loop()), get_parent={"shell": message}.get
        )

    def end_cell(self, error=None):
        self.events.trigger("post_run_cell", SimpleNamespace(error_in_exec=error))

    def showtraceback(self):
        raise  # what a function that was called has raised


@pytest.fixture
def shell(monkeypatch):
    shell = Shell()
    monkeypatch.setattr(jupyter, "get_ipython", lambda: shell)
    return shell


@pytest.fixture
def guarded(monkeypatch):
    """Note each start of a guard, and start none."""
    started = []
    monkeypatch.setattr(guard, "watch", lambda: started.append("guard"))
    return started


ADVISED = RuntimeError("asyncio.run() cannot be called from a running event loop")


def test_in_plain_python_no_fact_is_to_be_had_and_nothing_happens(guarded, monkeypatch):
    monkeypatch.setattr(jupyter, "get_ipython", lambda: None)
    assert jupyter.cell() == (None, None)
    assert jupyter.show({"text/plain": "a"}, replaceable=True) is None
    jupyter.after_an_error(pytest.fail)
    jupyter.keep_awake()
    jupyter.look_after()
    assert guarded == []


@pytest.mark.parametrize("is_colab", [False, True])
def test_in_colab_the_first_cell_says_how_to_see_a_picture(
    shell, guarded, capsys, monkeypatch, is_colab
):
    monkeypatch.delitem(sys.modules, "google.colab", raising=False)
    if is_colab:
        monkeypatch.setitem(sys.modules, "google.colab", None)
    jupyter.look_after()
    assert ("lab.picture" in capsys.readouterr().out) == is_colab


def test_in_a_shell_without_a_kernel_nothing_is_looked_after(shell, guarded, capsys):
    del shell.kernel
    jupyter.look_after()
    shell.end_cell(ADVISED)
    assert jupyter.cell() == (None, None)
    assert guarded == []
    assert capsys.readouterr().out == ""


def test_the_loop_is_woken_again_and_again_once(shell):
    loop = shell.kernel.io_loop.asyncio_loop
    jupyter.keep_awake()
    jupyter.keep_awake()
    [wake] = loop.soon
    wake()
    assert loop.later == [wake]


def test_an_error_gets_its_sentence_once(shell, guarded, capsys):
    jupyter.look_after()
    jupyter.look_after()
    shell.end_cell(ADVISED)
    assert capsys.readouterr().out.count("write `await main()`") == 1
    shell.end_cell(ZeroDivisionError())
    shell.end_cell()
    assert capsys.readouterr().out == ""


def without_a_loop(shell):
    del shell.kernel.io_loop


def with_another_loop(shell):
    shell.kernel.io_loop = object()


def without_events(shell):
    del shell.events


@pytest.mark.parametrize("lack", [without_a_loop, with_another_loop, without_events])
def test_what_is_lacking_takes_away_its_own_service_only(shell, guarded, capsys, lack):
    events, loop = shell.events, shell.kernel.io_loop.asyncio_loop
    lack(shell)
    jupyter.look_after()
    result = SimpleNamespace(error_in_exec=ADVISED)
    events.trigger("post_run_cell", result)
    assert guarded == ["guard"]
    assert bool(loop.soon) == (lack is without_events)
    assert ("In one sentence:" in capsys.readouterr().out) == (lack is not without_events)
    assert jupyter.cell() == ("a-cell", 7)


@pytest.mark.parametrize("result", [None, SimpleNamespace()])
def test_a_cell_without_a_result_has_no_error(shell, result):
    jupyter.after_an_error(pytest.fail)
    shell.events.trigger("post_run_cell", result)


def test_an_interrupt_is_an_error_too(shell):
    seen, interrupt = [], KeyboardInterrupt()
    jupyter.after_an_error(seen.append)
    shell.end_cell(interrupt)
    assert seen == [interrupt]


def test_the_cell_is_named_where_its_id_came_along(shell):
    assert jupyter.cell() == ("a-cell", 7)
    shell.kernel.get_parent = {"shell": {}}.get
    assert jupyter.cell() == (None, 7)
    del shell.execution_count
    assert jupyter.cell() == (None, None)
    del shell.kernel.get_parent
    assert jupyter.cell() == (None, None)


def test_a_cell_has_a_word_of_its_own_wherever_it_runs_again(shell, monkeypatch):
    monkeypatch.setenv("JPY_SESSION_NAME", "/a/folder/03_threading.ipynb")
    word = jupyter.place()
    assert re.fullmatch(r"\w+", word)
    shell.execution_count = 8
    assert jupyter.place() == word
    monkeypatch.setenv("JPY_SESSION_NAME", "/another/03_threading.ipynb")
    assert jupyter.place() != word


def test_a_cell_whose_id_is_not_told_has_a_word_by_its_turn_and_its_code(shell):
    def word(count, code):
        shell.execution_count = count
        shell.kernel.get_parent = {"shell": {"content": {"code": code}}}.get
        return jupyter.place()

    assert word(7, "a") == word(7, "a")
    assert len({word(7, "a"), word(8, "a"), word(7, "b")}) == 3


@pytest.mark.parametrize(
    ("told", "name"),
    [("/a/folder/03_threading.ipynb", "03_threading"), ("console-1", ""), (None, "")],
)
def test_the_notebook_is_named_where_the_server_tells(monkeypatch, told, name):
    monkeypatch.delenv("JPY_SESSION_NAME", raising=False)
    if told:
        monkeypatch.setenv("JPY_SESSION_NAME", told)
    assert jupyter.notebook() == name


def test_a_control_forgets_which_shell_wrote_to_it():
    noted, other = (widgets.Button() for _ in range(2))
    noted.comm._reply_subshell_id = "busy"
    jupyter.hear_while_a_cell_runs([noted, other])
    assert not hasattr(noted.comm, "_reply_subshell_id")
    other.close()  # has no comm any more
    jupyter.hear_while_a_cell_runs([other, SimpleNamespace(), SimpleNamespace(comm=object())])


@pytest.mark.parametrize(
    "box",
    [
        SimpleNamespace(_repr_mimebundle_=lambda: {"a/view": 1, "text/plain": "VBox()"}),
        SimpleNamespace(_repr_mimebundle_=lambda: ({"a/view": 1}, {"its": "metadata"})),
    ],
)
def test_a_widgets_bundle_gets_a_text(box):
    assert jupyter.bundle_of(box, "a text") == {"a/view": 1, "text/plain": "a text"}


def test_a_widget_that_has_no_bundle_is_its_text():
    assert jupyter.bundle_of(object(), "a text") == {"text/plain": "a text"}
    assert len(jupyter.bundle_of(widgets.VBox(), "a text")) == 2


def scripts(*folder):
    """Return the JavaScript of a part of JupyterLab that is installed here."""
    for path in map(Path, jupyter_path(*folder)):
        found = [file.read_text(encoding="utf-8", errors="replace") for file in path.rglob("*.js")]
        if found:
            return found
    return pytest.skip(f"no {'/'.join(folder)} here")


@pytest.mark.parametrize(
    ("selector", "folder"),
    [
        (re.search(r"\.jp-[\w-]+", jupyter.OUTPUT)[0], ("lab", "static")),
        (jupyter.PROMPT, ("lab", "static")),
        (jupyter.BOX, ("labextensions", "@jupyter-widgets", "jupyterlab-manager")),
    ],
)
def test_the_pages_use_the_classes_that_our_style_selects(selector, folder):
    name = re.compile(rf"\b{re.escape(selector.removeprefix('.'))}\b")
    assert selector.startswith(".")
    assert any(name.search(script) for script in scripts(*folder))


def test_the_pages_make_anchors_as_we_do():
    replaces = re.compile(r'createHeaderId=function.{,120}\.replace\(/ /g, ?"-"\)')
    assert any(replaces.search(script) for script in scripts("lab", "static"))
    assert jupyter.anchor_of("The costs of a pool") == "The-costs-of-a-pool"


def test_the_pages_go_to_a_cell_by_its_id():
    finds = re.compile(r'case ?"cell-id": ?\w+ ?= ?this\._findCellById\(')
    assert any(finds.search(script) for script in scripts("lab", "static"))
    assert jupyter.address_of("01_gil", "race-run") == "01_gil.ipynb#cell-id=race-run"


def test_the_pages_show_an_output_in_a_widget_as_any_other():
    shows = re.compile(r"OutputArea\(\{rendermime: ?this\.model\.widget_manager\.rendermime")
    folder = ("labextensions", "@jupyter-widgets", "jupyterlab-manager")
    assert any(shows.search(script) for script in scripts(*folder))
    (output,) = jupyter.output_of("<b>x</b>", "x")
    assert output["data"] == {"text/html": "<b>x</b>", "text/plain": "x"}


IN_A_KERNEL = """
import asyncio
from helpers import jupyter
assert get_ipython().kernel.io_loop.asyncio_loop is asyncio.get_running_loop()
assert jupyter.cell() == (None, get_ipython().execution_count)  # no page has sent it
handle = jupyter.show({"text/plain": "first"}, replaceable=True)
handle.update({"text/plain": "then"}, raw=True)
assert jupyter.show({"text/plain": "for good"}) is None
"""


def test_a_real_kernel_has_these_facts(kernel):
    shown = []

    def keep(message):
        if message["msg_type"] in ("display_data", "update_display_data", "error"):
            shown.append(message["content"].get("data", {}).get("text/plain", message["content"]))

    kernel.client.execute_interactive(IN_A_KERNEL, timeout=120, output_hook=keep)
    assert shown == ["first", "then", "for good"]
