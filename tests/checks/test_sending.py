"""helpers.checks.sending: whatever a student's cells define, a check has it, under every start method."""

import pytest

from tests import tasks
from tests.kernels import Kernel

# By what they show: the cells of a student, and a call of `answer` whose value is 6.
ANSWERS = {
    "a submodule in a nested function": """
import concurrent.futures
def answer(task, inputs):
    def work():
        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            return sum(pool.map(task, inputs))
    return work()
""",
    "a submodule under another name, in a lambda": """
import concurrent.futures as cf
pool_of = lambda n: cf.ThreadPoolExecutor(n)
def answer(task, inputs):
    with pool_of(2) as pool:
        return sum(pool.map(task, inputs))
""",
    "a submodule that somebody else has imported": """
from multiprocessing.pool import Pool
#---
import multiprocessing as mp
def answer(task, inputs):
    make = lambda: mp.pool.ThreadPool(2)
    with make() as pool:
        return sum(pool.map(task, inputs))
""",
    "several submodules of a package, in two cells": """
import xml.etree.ElementTree
#---
import xml.dom.minidom
def answer(task, inputs):
    def parsed():
        return xml.etree.ElementTree.fromstring("<a/>").tag, xml.dom.minidom.parseString("<a/>")
    parsed()
    return sum(map(task, inputs))
""",
    "a class whose way through a pickle is registered": """
import copyreg, pickle
class Page(Exception):
    def __init__(self, number, text):
        super().__init__(text)
        self.number = number
def again(page): return Page, (page.number, str(page))
#---
copyreg.pickle(Page, again)
for name in ("factor", "times"):
    setattr(Page, name, 1)
def answer(task, inputs):
    page = pickle.loads(pickle.dumps(Page(0, "x")))
    return sum(map(task, inputs)) * Page.factor + page.number
""",
    "names that a check has itself": """
def main(x): return x
def first_of(x): return main(x)
def _left(): return 0
def _keep(x): return x
def turns(): return 1
def observe(x): return x
time = os = pickle = probes = sys = 1
class Path: pass
class Log: pass
def answer(task, inputs):
    return _keep(observe(sum(task(first_of(x)) for x in inputs))) + _left()
""",
    "names of Python's own": """
def sum(values):
    total = 0
    for value in values:
        total += value
    return total
def answer(task, inputs):
    return sum([task(x) for x in inputs])
""",
    "a cached helper": """
import functools
@functools.cache
def double(x): return 2 * x
@functools.lru_cache(maxsize=None)
def half(x): return double(x) // 4
def answer(task, inputs):
    return sum(half(2 * task(x)) for x in inputs)
""",
    "locks, local data and queues at the level of a cell": """
import contextvars, multiprocessing, queue, threading
lock, results = multiprocessing.Lock(), queue.Queue()
local = threading.local()
condition = threading.Condition()
gate = threading.Semaphore(2)
who: contextvars.ContextVar = contextvars.ContextVar("who", default=0)
locks = [threading.Lock() for _ in range(2)]
def answer(task, inputs):
    local.total = who.get()
    with lock, locks[0], condition, gate:
        for x in inputs:
            results.put(task(x))
    while not results.empty():
        local.total += results.get()
    return local.total
""",
    "a pool at the level of a cell": """
from concurrent.futures import ThreadPoolExecutor
pool = ThreadPoolExecutor(2)
def answer(task, inputs):
    return sum(pool.map(task, inputs))
""",
    "single dispatch, completed in a later cell": """
from functools import singledispatch
@singledispatch
def size(x): raise TypeError(x)
#---
@size.register
def _(x: int): return x
#---
def size_of_list(x): return sum(map(size, x))
size.register(list, size_of_list)
def answer(task, inputs):
    return size([task(x) for x in inputs])
""",
    "classes, with one in the other, and what is set on them later": """
from dataclasses import dataclass, field
from enum import Enum
from typing import NamedTuple
class Kind(Enum):
    FIRST = 1
@dataclass
class Account:
    balance: int = 0
    kinds: list = field(default_factory=lambda: [Kind.FIRST])
    def add(self, x): self.balance += x * self.factor
class Result(NamedTuple):
    account: Account
Account.factor = 1
LAST = Result(Account(0))
def answer(task, inputs):
    for x in inputs:
        LAST.account.add(task(x))
    return LAST.account.balance
""",
    "a function of the notebook in a pool of processes": """
import multiprocessing
def call(task, value): return task(value)
def answer(task, inputs):
    with multiprocessing.Pool(2) as pool:
        return sum(pool.starmap(call, [(task, x) for x in inputs]))
""",
    "an initializer and a global in an executor of processes": """
from concurrent.futures import ProcessPoolExecutor
the_task = None
OFFSET = 0
def keep(task):
    global the_task
    the_task = task
def call(value): return the_task(value) + OFFSET
def answer(task, inputs):
    with ProcessPoolExecutor(2, initializer=keep, initargs=(task,)) as pool:
        return sum(pool.map(call, inputs))
""",
    "a process with a class of the notebook's own": """
import multiprocessing
class Worker(multiprocessing.Process):
    def __init__(self, task, value, queue):
        super().__init__()
        self.task, self.value, self.queue = task, value, queue
    def run(self):
        self.queue.put(self.task(self.value))
def answer(task, inputs):
    queue = multiprocessing.Queue()
    workers = [Worker(task, x, queue) for x in inputs]
    for worker in workers: worker.start()
    total = sum(queue.get() for _ in workers)
    for worker in workers: worker.join()
    return total
""",
    "an error of the notebook's own, through a pool": """
import multiprocessing
class Trouble(Exception): pass
def call(task, value):
    raise Trouble(task(value))
def answer(task, inputs):
    with multiprocessing.Pool(2) as pool:
        found = [pool.apply_async(call, (task, x)) for x in inputs]
        total = 0
        for each in found:
            try:
                each.get()
            except Trouble as error:
                total += error.args[0]
        return total
""",
    "joblib, with a function of the notebook": """
from joblib import Parallel, delayed
def call(task, value): return task(value)
def answer(task, inputs):
    return sum(Parallel(n_jobs=2)(delayed(call)(task, x) for x in inputs))
""",
    "a function that another has made": """
def with_factor(factor):
    def times(x): return factor * x
    return times
once = with_factor(1)
import functools
add = functools.partial(sum, start=0)
def answer(task, inputs):
    return add([once(task(x)) for x in inputs])
""",
    "a decorator of the notebook's own, and recursion": """
import functools
def counted(function):
    @functools.wraps(function)
    def wrapper(*arguments):
        wrapper.n += 1
        return function(*arguments)
    wrapper.n = 0
    return wrapper
@counted
def total(values):
    return values[0] + total(values[1:]) if values else 0
def answer(task, inputs):
    return total([task(x) for x in inputs])
""",
    "the newest of two definitions, and one that failed": """
def answer(task, inputs):
    return step(sum(map(task, inputs)))
def step(x): return x + 1
#---
def step(x): return x
#---
def step(x): return x - 1
raise SystemError
#---
def step(x): return x
""",
    "a function that wraps an older one of its name": """
def answer(task, inputs): return sum(map(task, inputs))
#---
answer_before = answer
def answer(task, inputs):
    return answer_before(task, inputs[:1]) + answer_before(task, inputs[1:])
""",
    "what a name stood for when it was used": """
START, STEP = 0, 1
def plus(x, start=START): return x + start
class Old:
    step = STEP
#---
START, STEP = 100, 100
class New(Old): pass
def plus_new(x, start=START): return x + start - 100
def answer(task, inputs):
    return sum(New.step * plus_new(plus(task(x))) for x in inputs) + START - 100
""",
    "names that cells which try it out have, too": """
import threading
RUNS = []
def answer(task, inputs):
    results, lock = [], threading.Lock()
    futures = [threading.Thread(target=lambda x=x: results.append(task(x))) for x in inputs]
    for thread in futures: thread.start()
    for thread in futures: thread.join()
    return sum(results) + len(RUNS)
def try_out():
    import os
    if "TRIED" in os.environ: os._exit(1)
    return open(os.devnull)
#---
results = try_out()
futures = try_out()
#---
import threading
RUNS = []
def answer(task, inputs):
    results = []
    futures = [threading.Thread(target=lambda x=x: results.append(task(x))) for x in inputs]
    for thread in futures: thread.start()
    for thread in futures: thread.join()
    return sum(results) + len(RUNS)
#---
results = try_out()
futures = try_out()
import os; os.environ["TRIED"] = "1"
""",
    "data that holds what was defined later": """
TABLE = []
def step(x, table=TABLE): return x + len(table)
#---
class Item: pass
TABLE.append(Item())
OTHER = {"item": Item(), "step": step}
def answer(task, inputs):
    return sum(map(task, inputs)) * isinstance(TABLE[0], Item) * isinstance(OTHER["item"], Item)
""",
    "data as it is now": """
TABLE = {}
TABLE["offset"] = 1
#---
TABLE["offset"] = 0
import collections
COUNTS = collections.defaultdict(int)
def answer(task, inputs):
    for x in inputs:
        COUNTS["all"] += task(x) + TABLE["offset"]
    return COUNTS["all"]
""",
    "annotations that come from the future": """
from __future__ import annotations
def answer(task: Task, inputs: list[Missing]) -> Missing:
    return sum(map(task, inputs))
""",
    "an import that may fail, and a condition": """
import os
try:
    import no_such_module
except ImportError:
    no_such_module = None
if no_such_module is None:
    def add(values): return sum(values)
else:
    add = no_such_module.add
with open(os.devnull) as file:
    text = file.read()
def answer(task, inputs):
    return add(map(task, inputs)) + len(text)
""",
    "a guard, as in a script": """
def call(x): return x
def answer(task, inputs):
    if __name__ == "__main__":
        return sum(map(call, map(task, inputs)))
if __name__ == "__main__":
    print(answer(abs, [1]))
""",
    "a cell's magic, and an older function of that name": """
def answer(task, inputs): return 0
#---
%%time
import threading
lock = threading.Lock()
#---
%%time
def answer(task, inputs):
    with lock:
        return sum(map(task, inputs))
""",
    "a function that was made from a text, and an older one of that name": """
def answer(task, inputs): return 0
#---
exec("def answer(task, inputs): return sum(map(task, inputs))")
""",
    "what a cell shows": """
def answer(task, inputs):
    display("here")
    return sum(map(task, inputs))
""",
    "two statements in a line": """
import threading; lock = threading.Lock(); n = 0
def answer(task, inputs): lock.acquire(); lock.release(); return sum(map(task, inputs)) + n
""",
    "an async function": """
import asyncio
semaphore = asyncio.Semaphore(2)
async def one(task, value):
    async with semaphore:
        return task(value)
async def answer(task, inputs):
    return sum(await asyncio.gather(*(one(task, x) for x in inputs)))
""",
}
ANSWERS = {name: code.strip().split("#---\n") for name, code in ANSWERS.items()}
AS_BEFORE = """
import os, sys
os.environ.pop("TRIED", None)
for name in set(globals()) - BEFORE - {"BEFORE"}:
    del globals()[name]
"""
# What cannot be sent: the cells, and a part of what is told.
UNSENT = {
    "nothing tells how to make it again": (
        "from concurrent.futures import ThreadPoolExecutor\n"
        "globals()['hidden'] = ThreadPoolExecutor(2)\n"
        "def answer(task, inputs): return sum(hidden.map(task, inputs))",
        "NameError: hidden could not be made in the process that this check runs your code in: it is a "
        "ThreadPoolExecutor, which cannot be sent (",
    ),
    "it cannot be made twice": (
        "import os, threading\n"
        "if 'FIRST' not in os.environ:\n"
        "    lock = type('Own', (), {'__reduce__': lambda self: 1 / 0})()\n"
        "    os.environ['FIRST'] = '1'\n"
        "def answer(task, inputs): return lock",
        "NameError: lock could not be made in the process that this check runs your code in: ",
    ),
    "a name that there never was": (
        "def answer(task, inputs): return taks(3)",
        "NameError: name 'taks' is not defined (in answer, line 1 of its cell)",
    ),
}
CHECK = """
def check_exercise():
    from helpers import checks
    seen = checks.observe(lambda probe: answer(probe.task(abs), [-1, -2, -3]))
    return seen.returned(6).sentence, seen.noted("start")
try:
    told = checks.run(check_exercise)[0]
except BaseException as error:
    told = repr(error)
print(told, file=open({path!r}, "w"))
"""


@pytest.fixture(scope="module", params=tasks.START_METHODS)
def desk(request):
    """A kernel in which one answer after another is checked."""
    kernel = Kernel()
    kernel.run(
        f"import multiprocessing\nmultiprocessing.set_start_method({request.param!r}, force=True)\n"
        "del multiprocessing\nfrom helpers import checks\nBEFORE = set(globals())"
    )
    yield kernel
    kernel.close()


@pytest.mark.parametrize("name", ANSWERS)
def test_what_a_students_cells_define_is_there(desk, name, tmp_path):
    for cell in ANSWERS[name]:
        desk.run(cell)
    assert desk.run(CHECK.format(path=str(tmp_path / "told"))) is None
    desk.run(AS_BEFORE)
    assert (tmp_path / "told").read_text().strip() == "The results are right."


LOCK_OF_A_CELL = """
import multiprocessing
lock = multiprocessing.Lock()
def call(task, value):
    with lock:
        return task(value)
def answer(task, inputs):
    with multiprocessing.Pool(2) as pool:
        return sum(pool.starmap(call, [(task, x) for x in inputs]))
"""
CHECK_POINTS = """
def check_exercise():
    from helpers import checks
    seen = checks.observe(lambda probe: answer(probe.task(abs), [-1, -2, -3]), limit_s=60)
    return checks.grade("Exercise 1", 1, seen, (1, seen.returned({expected})))
import multiprocessing as mp
with open({path!r}, "w") as file:
    print(mp.get_start_method(), checks.run(check_exercise).sentence, file=file)
"""


@pytest.mark.parametrize("expected", [6, 7])
def test_a_lock_that_workers_make_anew_is_told_where_something_is_wrong(desk, expected, tmp_path):
    path = tmp_path / "told"
    desk.run(LOCK_OF_A_CELL)
    assert desk.run(CHECK_POINTS.format(expected=expected, path=str(path))) is None
    desk.run(AS_BEFORE)
    method, _, told = path.read_text().strip().partition(" ")
    assert told.startswith("All that was asked for" if expected == 6 else "It returned 6")
    is_told = "Mind also: lock (Lock), made at the level of a cell, was made again in" in told
    assert is_told is (expected == 7 and method != "fork")


@pytest.mark.parametrize("name", UNSENT)
def test_what_is_not_there_is_named_exactly(desk, name, tmp_path):
    cells, told = UNSENT[name]
    desk.run(cells)
    assert desk.run(CHECK.format(path=str(tmp_path / "told"))) is None
    desk.run(AS_BEFORE)
    assert told in (tmp_path / "told").read_text()


@pytest.mark.parametrize("method", tasks.START_METHODS)
def test_a_start_method_that_a_student_has_chosen_counts(desk, method, tmp_path):
    before = "import multiprocessing; BEFORE_METHOD = multiprocessing.get_start_method()"
    after = "import multiprocessing; multiprocessing.set_start_method(BEFORE_METHOD, force=True)"
    desk.run(before)
    for cell in (
        f"import multiprocessing as mp\nmp.set_start_method({method!r}, force=True)",
        f"def answer(task, inputs): return 6 * (mp.get_start_method() == {method!r})",
    ):
        desk.run(cell)
    assert desk.run(CHECK.format(path=str(tmp_path / "told"))) is None
    desk.run(after)
    desk.run(AS_BEFORE)
    assert (tmp_path / "told").read_text().strip() == "The results are right."


def test_a_name_that_no_cell_has_made_is_told_in_one_line(desk, tmp_path):
    desk.run(
        "def check_exercise():\n    from helpers import checks\n"
        "    return checks.grade('Exercise 1', 1, None, (1, checks.predicted(length, 3, 'Look.')))"
    )
    told = str(tmp_path / "told")
    desk.run(
        "try:\n    checks.run(check_exercise)\nexcept NameError as error:\n"
        f"    print(*error._render_traceback_(), file=open({told!r}, 'w'))"
    )
    desk.run(AS_BEFORE)
    assert (tmp_path / "told").read_text() == (
        "NameError: name 'length' is not defined. Was the cell above run, and did it end without an "
        "error?\n"
    )
