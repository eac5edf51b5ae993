"""helpers.checks.cells: which statement of a notebook's cells has made a name, and what it needs."""

import pytest

from helpers.checks.cells import Cells

CELLS = [
    "",
    "import concurrent.futures, os\nx = 1; y = 2\n",
    "def f(a, *, b=x):\n    c = 3\n    return [d for d in a] + g(c)\n",
    "not python at all (",
    "@f.register\ndef _(a): return a\nf.limit = 3\nf.times[0] += 1\nf(3)\nprint(f.limit)\n",
    "get_ipython().run_cell_magic('time', '', 'def h():\\n    return x\\n')",
    "get_ipython().run_cell_magic('bash', '', 'h = 3')",
    "for i in range(3):\n    z = lambda q: q + i\nif (w := 3) > 2:\n    def f(): return w\n",
]


@pytest.fixture
def cells():
    return Cells(CELLS)


@pytest.mark.parametrize(
    ("name", "number", "line"),
    [
        ("concurrent", 1, 1),
        ("os", 1, 1),
        ("x", 1, 2),
        ("y", 1, 2),
        ("h", 5, 1),
        ("i", 7, 1),
        ("z", 7, 1),
        ("w", 7, 3),
        ("f", 7, 3),
    ],
)
def test_the_newest_statement_that_makes_a_name_is_found(cells, name, number, line):
    assert cells.binding(name).position == (number, line)


@pytest.mark.parametrize("name", ["futures", "a", "c", "d", "q", "python", "print", "nowhere"])
def test_what_a_statement_only_uses_is_not_made_by_it(cells, name):
    assert cells.binding(name) is None


def test_a_statement_tells_what_it_needs(cells):
    made = cells.binding("f")
    assert made.names == {"w"}
    first = Cells(CELLS[:3]).binding("f")
    assert (first.names, first.names_at_once) == ({"x", "g"}, {"x"})  # a, c and d are its own
    text = "@on(a)\nclass K(b):\n    c = d, [e for _ in f]\n    def m(self, g=h):\n        i = j; k = i\n"
    made = Cells([text]).binding("K")
    assert made.names_at_once == {"on", "a", "b", "d", "e", "f", "h"}
    assert made.names == made.names_at_once | {"j"}
    text = "def f():\n    return a.b.c(1)[2].d, e.g\n"
    assert Cells([text]).binding("f").chains >= {("a", "b", "c", "()", "[]", "d"), ("e", "g")}


def test_what_is_added_to_a_name_later_is_found(cells):
    made = Cells(CELLS[:3]).binding("f")
    assert [s.position for s in cells.completing("f", made)] == [(4, 1), (4, 3), (4, 4)]
    assert cells.completing("h", cells.binding("h")) == []


@pytest.mark.parametrize(
    ("call", "adds"),
    [
        ("setattr(K, 'limit', 3)", True),
        ("copyreg.pickle(K, reduce_it)", True),
        ("abc.Sequence.register(K)", True),
        ("joblib.register_parallel_backend('mine', K)", True),
        ("for n in 'ab':\n    setattr(K, n, 3)", True),
        ("if K:\n    with x:\n        K.limit = 3", True),
        ("def f():\n    K.limit = 3", False),
        ("for n in 'ab':\n    print(K, n)", False),
        ("print(K)", False),
        ("pool.map(K, inputs)", False),
        ("setattr(other, 'limit', K().x)", False),
        ("x = setattr", False),
    ],
)
def test_a_call_that_is_made_to_add_to_a_name_is_found(call, adds):
    cells = Cells(["class K: pass\n", f"{call}\n"])
    found = [s.position for s in cells.completing("K", cells.binding("K"))]
    assert found == [(1, 1)] * adds


def test_statements_that_share_a_line_go_together(cells):
    made = cells.binding("x")
    assert made is not None
    assert made.binds == {"x", "y"}
    assert made.compilable == "\nx = 1; y = 2\n"


def test_a_code_object_is_known_by_its_statement(cells):
    names = {}
    exec(compile("\n\n" + CELLS[7].split("\n", 2)[2], "<x>", "exec"), names)
    assert cells.binding("f").has(names["f"].__code__)
    exec("def f(): return 4", names)
    assert not cells.binding("f").has(names["f"].__code__)
