"""Answers to coursework/04_concurrent_futures.ipynb: right ones, wrong ones and what these keep."""

SOLUTIONS = {
    "e1": "answers = [False, False, True, True, True]",
    "e2": r"""from concurrent.futures import ThreadPoolExecutor, as_completed


def show_as_they_come(task, inputs, n_workers, show):
    results = {}
    with ThreadPoolExecutor(n_workers) as pool:
        value_of = {pool.submit(task, value): value for value in inputs}
        for future in as_completed(value_of):
            results[value_of[future]] = future.result()
            show(value_of[future], future.result())
    return results""",
    "e3": r"""from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
    return [future.exception() or future.result() for future in futures]""",
    "e4": r"""from concurrent.futures import ThreadPoolExecutor


def numbers_of(tree):
    for item in tree:
        if isinstance(item, list):
            yield from numbers_of(item)
        else:
            yield item


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return sum(pool.map(task, numbers_of(tree)))""",
    "e5": r"""from collections import deque


def bounded_map(pool, task, inputs, limit):
    waiting = deque()
    for value in inputs:
        waiting.append(pool.submit(task, value))
        if len(waiting) == limit:
            yield waiting.popleft().result()
    for future in waiting:
        yield future.result()""",
}
ALSO_RIGHT = {
    "e2": [
        r"""from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait


def show_as_they_come(task, inputs, n_workers, show):
    results = {}
    with ThreadPoolExecutor(n_workers) as pool:
        value_of = {pool.submit(task, value): value for value in inputs}
        waiting = set(value_of)
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                value = value_of[future]
                results[value] = future.result()
                show(value, results[value])
    return results""",
        r"""from concurrent.futures import ThreadPoolExecutor, as_completed


def show_as_they_come(task, inputs, n_workers, show):
    def pair(value):
        return value, task(value)

    with ThreadPoolExecutor(n_workers) as pool:
        pairs = []
        for future in as_completed([pool.submit(pair, value) for value in inputs]):
            pairs.append(future.result())
            show(*pairs[-1])
    return dict(pairs)""",
        r"""from concurrent.futures import ThreadPoolExecutor


def show_as_they_come(task, inputs, n_workers, show):
    results = {}

    def work(value):
        results[value] = task(value)
        show(value, results[value])

    with ThreadPoolExecutor(n_workers) as pool:
        for future in [pool.submit(work, value) for value in inputs]:
            future.result()
    return results""",
        r"""from concurrent.futures import ThreadPoolExecutor


def show_as_they_come(task, inputs, n_workers, show):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = {value: pool.submit(task, value) for value in inputs}
        for value, future in futures.items():
            future.add_done_callback(lambda done, value=value: show(value, done.result()))
    return {value: future.result() for value, future in futures.items()}""",
        r"""import queue
import threading


def show_as_they_come(task, inputs, n_workers, show):
    todo, done = queue.SimpleQueue(), queue.SimpleQueue()
    for value in inputs:
        todo.put(value)

    def work():
        while True:
            try:
                value = todo.get_nowait()
            except queue.Empty:
                return
            done.put((value, task(value)))

    threads = [threading.Thread(target=work) for _ in range(n_workers)]
    for thread in threads:
        thread.start()
    results = {}
    for _ in inputs:
        value, result = done.get()
        results[value] = result
        show(value, result)
    for thread in threads:
        thread.join()
    return results""",
    ],
    "e3": [
        r"""from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    def safe(value):
        try:
            return task(value)
        except Exception as error:
            return error

    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(safe, inputs))""",
        r"""from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    items = []
    with ThreadPoolExecutor(n_workers) as pool:
        for future in [pool.submit(task, value) for value in inputs]:
            try:
                items.append(future.result())
            except BaseException as error:
                items.append(error)
    return items""",
        r"""from concurrent.futures import ThreadPoolExecutor, as_completed


def convert_all(task, inputs, n_workers):
    items = [None] * len(inputs)
    with ThreadPoolExecutor(n_workers) as pool:
        index_of = {pool.submit(task, value): i for i, value in enumerate(inputs)}
        for future in as_completed(index_of):
            error = future.exception()
            items[index_of[future]] = future.result() if error is None else error
    return items""",
        r"""import threading


def convert_all(task, inputs, n_workers):
    gate, items = threading.Semaphore(n_workers), [None] * len(inputs)

    def work(i):
        with gate:
            try:
                items[i] = task(inputs[i])
            except Exception as error:
                items[i] = error

    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(inputs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return items""",
    ],
    "e4": [
        r"""from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = []

        def hand_over(branch):
            for item in branch:
                if isinstance(item, list):
                    hand_over(item)
                else:
                    futures.append(pool.submit(task, item))

        hand_over(tree)
        return sum(future.result() for future in futures)""",
        r"""from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:

        def hand_over(branch):
            if isinstance(branch, list):
                return [hand_over(part) for part in branch]
            return pool.submit(task, branch)

        def add(branch):
            if isinstance(branch, list):
                return sum(add(part) for part in branch)
            return branch.result()

        return add(hand_over(tree))""",
        r"""from concurrent.futures import ThreadPoolExecutor, as_completed


def sum_of_tree(task, tree, n_workers):
    todo, futures = [tree], set()
    with ThreadPoolExecutor(n_workers) as pool:
        while todo:
            item = todo.pop()
            if isinstance(item, list):
                todo.extend(item)
            else:
                futures.add(pool.submit(task, item))
        return sum(future.result() for future in as_completed(futures))""",
        r"""from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:

        def add(branch):
            if not isinstance(branch, list):
                return task(branch)
            futures = [(part, pool.submit(add, part)) for part in branch]
            # What nobody has begun is done here: this thread never waits for what is in the queue.
            return sum(add(p) if future.cancel() else future.result() for p, future in futures)

        return pool.submit(add, tree).result()""",
        r"""from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    total, level = 0, tree
    while level:
        with ThreadPoolExecutor(n_workers) as pool:
            numbers = [item for item in level if not isinstance(item, list)]
            total += sum(pool.map(task, numbers))
        level = [item for part in level if isinstance(part, list) for item in part]
    return total""",
    ],
    "e5": [
        r"""from collections import deque
from itertools import islice


def bounded_map(pool, task, inputs, limit):
    inputs = iter(inputs)
    waiting = deque(pool.submit(task, value) for value in islice(inputs, limit))
    while waiting:
        result = waiting.popleft().result()
        for value in islice(inputs, 1):
            waiting.append(pool.submit(task, value))
        yield result""",
        r"""from concurrent.futures import FIRST_COMPLETED, wait


def bounded_map(pool, task, inputs, limit):
    inputs, futures, in_flight, given = iter(inputs), [], set(), 0
    more = True
    while more or given < len(futures):
        while more and len(in_flight) < limit:
            try:
                value = next(inputs)
            except StopIteration:
                more = False
            else:
                futures.append(pool.submit(task, value))
                in_flight.add(futures[-1])
        while given < len(futures) and futures[given].done():
            yield futures[given].result()
            given += 1
        in_flight = {future for future in in_flight if not future.done()}
        if in_flight and (len(in_flight) == limit or not more) and given < len(futures):
            if not futures[given].done():
                _, in_flight = wait(in_flight, return_when=FIRST_COMPLETED)""",
        r"""class bounded_map:
    def __init__(self, pool, task, inputs, limit):
        self.pool, self.task, self.inputs, self.limit = pool, task, iter(inputs), limit
        self.waiting = []

    def __iter__(self):
        return self

    def __next__(self):
        while len(self.waiting) < self.limit:
            try:
                value = next(self.inputs)
            except StopIteration:
                break
            self.waiting.append(self.pool.submit(self.task, value))
        if not self.waiting:
            raise StopIteration
        return self.waiting.pop(0).result()""",
        r"""import queue
import threading


def bounded_map(pool, task, inputs, limit):
    places, futures = threading.Semaphore(limit), queue.Queue()

    def hand_over():
        values = iter(inputs)
        while True:
            places.acquire()
            try:
                future = pool.submit(task, next(values))
            except StopIteration:
                futures.put(None)
                return
            future.add_done_callback(lambda _: places.release())
            futures.put(future)

    threading.Thread(target=hand_over, daemon=True).start()
    while (future := futures.get()) is not None:
        yield future.result()""",
    ],
}
WRONG = {
    "e1": [
        (0, "all can be cancelled", "answers = [True] * 5"),
        (0, "none can", "answers = [False] * 5"),
        (0, "one thread", "answers = [False, True, True, True, True]"),
        (0, "the other way round", "answers = [True, True, False, False, False]"),
        (0, "four tasks", "answers = [False, False, True, True]"),
        (0, "a tuple", "answers = (False, False, True, True, True)"),
        (0, "a number", "answers = 3"),
        (0, "texts", "answers = ['False', 'False', 'True', 'True', 'True']"),
        (0, "None", "answers = None"),
    ],
    "e2": [
        (
            1,
            "map: shown in the order of the inputs",
            r"""from concurrent.futures import ThreadPoolExecutor


def show_as_they_come(task, inputs, n_workers, show):
    results = {}
    with ThreadPoolExecutor(n_workers) as pool:
        for value, result in zip(inputs, pool.map(task, inputs)):
            show(value, result)
            results[value] = result
    return results""",
        ),
        (
            1,
            "all are waited for, and then shown",
            r"""from concurrent.futures import ThreadPoolExecutor, as_completed


def show_as_they_come(task, inputs, n_workers, show):
    with ThreadPoolExecutor(n_workers) as pool:
        value_of = {pool.submit(task, value): value for value in inputs}
    results = {}
    for future in as_completed(value_of):
        results[value_of[future]] = future.result()
        show(value_of[future], future.result())
    return results""",
        ),
        (
            1,
            "one is shown as it comes, the others when all are done",
            r"""from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait


def show_as_they_come(task, inputs, n_workers, show):
    with ThreadPoolExecutor(n_workers) as pool:
        value_of = {pool.submit(task, value): value for value in inputs}
        done, waiting = wait(value_of, return_when=FIRST_COMPLETED)
        early = next(iter(done))
        show(value_of[early], early.result())
        for future in value_of:
            if future is not early:
                show(value_of[future], future.result())
    return {value: future.result() for future, value in value_of.items()}""",
        ),
        (
            0,
            "inputs and results are paired as they come",
            r"""from concurrent.futures import ThreadPoolExecutor, as_completed


def show_as_they_come(task, inputs, n_workers, show):
    results = {}
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
        for value, future in zip(inputs, as_completed(futures)):
            results[value] = future.result()
            show(value, future.result())
    return results""",
        ),
        (
            0,
            "futures are shown, not results",
            r"""from concurrent.futures import ThreadPoolExecutor, as_completed


def show_as_they_come(task, inputs, n_workers, show):
    with ThreadPoolExecutor(n_workers) as pool:
        value_of = {pool.submit(task, value): value for value in inputs}
        for future in as_completed(value_of):
            show(value_of[future], future)
    return {value: future.result() for future, value in value_of.items()}""",
        ),
        (
            0,
            "a loop",
            r"""def show_as_they_come(task, inputs, n_workers, show):
    results = {}
    for value in inputs:
        results[value] = task(value)
        show(value, results[value])
    return results""",
        ),
        (
            0,
            "the task is called here, and its result handed over",
            r"""from concurrent.futures import ThreadPoolExecutor, as_completed


def show_as_they_come(task, inputs, n_workers, show):
    results = {}
    with ThreadPoolExecutor(n_workers) as pool:
        value_of = {pool.submit(lambda r=task(value): r): value for value in inputs}
        for future in as_completed(value_of):
            results[value_of[future]] = future.result()
            show(value_of[future], future.result())
    return results""",
        ),
        (
            0,
            "one at a time",
            r"""from concurrent.futures import ThreadPoolExecutor


def show_as_they_come(task, inputs, n_workers, show):
    results = {}
    with ThreadPoolExecutor(n_workers) as pool:
        for value in inputs:
            results[value] = pool.submit(task, value).result()
            show(value, results[value])
    return results""",
        ),
        (
            0,
            "a thread for each input",
            r"""from concurrent.futures import ThreadPoolExecutor, as_completed


def show_as_they_come(task, inputs, n_workers, show):
    results = {}
    with ThreadPoolExecutor(len(inputs)) as pool:
        value_of = {pool.submit(task, value): value for value in inputs}
        for future in as_completed(value_of):
            results[value_of[future]] = future.result()
            show(value_of[future], future.result())
    return results""",
        ),
        (
            0,
            "shown, and not returned",
            r"""from concurrent.futures import ThreadPoolExecutor, as_completed


def show_as_they_come(task, inputs, n_workers, show):
    with ThreadPoolExecutor(n_workers) as pool:
        value_of = {pool.submit(task, value): value for value in inputs}
        for future in as_completed(value_of):
            show(value_of[future], future.result())""",
        ),
        (
            0,
            "returned, and not shown",
            r"""from concurrent.futures import ThreadPoolExecutor


def show_as_they_come(task, inputs, n_workers, show):
    with ThreadPoolExecutor(n_workers) as pool:
        return dict(zip(inputs, pool.map(task, inputs)))""",
        ),
        (
            0,
            "results that nobody has computed are shown early",
            r"""from concurrent.futures import ThreadPoolExecutor


def show_as_they_come(task, inputs, n_workers, show):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
        for value in inputs[1:]:
            show(value, None)
        show(inputs[0], futures[0].result())
    return {value: future.result() for value, future in zip(inputs, futures)}""",
        ),
    ],
    "e3": [
        (
            1,
            "the first error comes out",
            r"""from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, inputs))""",
        ),
        (
            1,
            "map ends at the first error",
            r"""from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    items = []
    with ThreadPoolExecutor(n_workers) as pool:
        results = pool.map(task, inputs)
        while len(items) < len(inputs):
            try:
                items.append(next(results))
            except StopIteration:
                break
            except Exception as error:
                items.append(error)
    return items""",
        ),
        (
            0,
            "the errors only",
            r"""from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
        return [future.exception() for future in futures]""",
        ),
        (
            1,
            "None for an error",
            r"""from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
        return [None if future.exception() else future.result() for future in futures]""",
        ),
        (
            1,
            "the words of an error",
            r"""from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
        return [str(f.exception()) if f.exception() else f.result() for f in futures]""",
        ),
        (
            1,
            "another error in its place",
            r"""from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    def safe(value):
        try:
            return task(value)
        except Exception as error:
            return type(error)(*error.args)

    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(safe, inputs))""",
        ),
        (
            1,
            "one kind of error only",
            r"""from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    def safe(value):
        try:
            return task(value)
        except ValueError as error:
            return error

    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(safe, inputs))""",
        ),
        (
            1,
            "what failed is left out",
            r"""from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
        return [future.result() for future in futures if not future.exception()]""",
        ),
        (
            1,
            "a result that is 0 is taken for none",
            r"""from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    def safe(value):
        try:
            return task(value)
        except Exception as error:
            failed[value] = error

    failed = {}
    with ThreadPoolExecutor(n_workers) as pool:
        results = list(pool.map(safe, inputs))
    return [r or failed.get(v) for v, r in zip(inputs, results)] if failed else results""",
        ),
        (
            0,
            "a loop",
            r"""def convert_all(task, inputs, n_workers):
    items = []
    for value in inputs:
        try:
            items.append(task(value))
        except Exception as error:
            items.append(error)
    return items""",
        ),
        (
            0,
            "one at a time",
            r"""from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    items = []
    with ThreadPoolExecutor(n_workers) as pool:
        for value in inputs:
            future = pool.submit(task, value)
            items.append(future.exception() or future.result())
    return items""",
        ),
        (
            0,
            "items as they come",
            r"""from concurrent.futures import ThreadPoolExecutor, as_completed


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = as_completed([pool.submit(task, value) for value in inputs])
        return [future.exception() or future.result() for future in futures]""",
        ),
        (
            0,
            "a thread for each input",
            r"""from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor() as pool:
        futures = [pool.submit(task, value) for value in inputs]
    return [future.exception() or future.result() for future in futures]""",
        ),
        (
            1,
            "three threads, whatever was asked for",
            r"""from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor(3) as pool:
        futures = [pool.submit(task, value) for value in inputs]
    return [future.exception() or future.result() for future in futures]""",
        ),
        (
            0,
            "futures in place of results",
            r"""from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return [pool.submit(task, value) for value in inputs]""",
        ),
        (
            0,
            "nothing is returned",
            r"""from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        for future in [pool.submit(task, value) for value in inputs]:
            if future.exception():
                print(future.exception())""",
        ),
    ],
    "e4": [
        (
            0,
            "a larger pool",
            r"""from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(1000) as pool:

        def add(branch):
            if not isinstance(branch, list):
                return task(branch)
            futures = [pool.submit(add, part) for part in branch]
            return sum(future.result() for future in futures)

        return pool.submit(add, tree).result()""",
        ),
        (
            0,
            "a pool for each branch",
            r"""from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    def add(branch):
        if not isinstance(branch, list):
            return task(branch)
        with ThreadPoolExecutor(n_workers) as pool:
            return sum(pool.map(add, branch))

    return add(tree)""",
        ),
        (
            0,
            "many threads, of which few may work",
            r"""import threading
from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    gate = threading.Semaphore(n_workers)
    with ThreadPoolExecutor(100) as pool:

        def add(branch):
            if not isinstance(branch, list):
                with gate:
                    return task(branch)
            return sum(pool.map(add, branch))

        return pool.submit(add, tree).result()""",
        ),
        (
            0,
            "a second pool for the numbers",
            r"""from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(50) as pool, ThreadPoolExecutor(n_workers) as numbers:

        def add(branch):
            if not isinstance(branch, list):
                return numbers.submit(task, branch).result()
            return sum(pool.map(add, branch))

        return add(tree)""",
        ),
        (
            0,
            "one thread more than n_workers",
            r"""from concurrent.futures import ThreadPoolExecutor


def numbers_of(tree):
    return sum((numbers_of(i) if isinstance(i, list) else [i] for i in tree), [])


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(n_workers + 1) as pool:
        return sum(pool.map(task, numbers_of(tree)))""",
        ),
        (
            0,
            "no pool",
            r"""def sum_of_tree(task, tree, n_workers):
    return sum(
        sum_of_tree(task, item, n_workers) if isinstance(item, list) else task(item) for item in tree
    )""",
        ),
        (
            0,
            "the numbers of the first level are done here",
            r"""from concurrent.futures import ThreadPoolExecutor


def numbers_of(tree):
    return sum((numbers_of(i) if isinstance(i, list) else [i] for i in tree), [])


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        here = sum(task(item) for item in tree if not isinstance(item, list))
        parts = [number for i in tree if isinstance(i, list) for number in numbers_of(i)]
        return here + sum(pool.map(task, parts))""",
        ),
        (
            2,
            "one number at a time",
            r"""from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:

        def add(branch):
            if not isinstance(branch, list):
                return pool.submit(task, branch).result()
            return sum(add(part) for part in branch)

        return add(tree)""",
        ),
        (
            2,
            "one thread has it all",
            r"""from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    def add(branch):
        return sum(map(add, branch)) if isinstance(branch, list) else task(branch)

    with ThreadPoolExecutor(n_workers) as pool:
        return pool.submit(add, tree).result()""",
        ),
        (
            0,
            "two threads, whatever was asked for",
            r"""from concurrent.futures import ThreadPoolExecutor


def numbers_of(tree):
    return sum((numbers_of(i) if isinstance(i, list) else [i] for i in tree), [])


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(task, numbers_of(tree)))""",
        ),
        (
            0,
            "only the root is taken out of the pool",
            r"""from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:

        def add(branch):
            if not isinstance(branch, list):
                return task(branch)
            futures = [pool.submit(add, part) for part in branch]
            return sum(future.result() for future in futures)

        return add(tree)""",
        ),
        (
            0,
            "a time-out in place of a mend",
            r"""from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:

        def add(branch):
            if not isinstance(branch, list):
                return task(branch)
            futures = [pool.submit(add, part) for part in branch]
            return sum(future.result(timeout=0.5) for future in futures)

        return pool.submit(add, tree).result()""",
        ),
        (
            0,
            "the task is forgotten",
            r"""from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    def add(branch):
        return sum(map(add, branch)) if isinstance(branch, list) else -branch

    with ThreadPoolExecutor(n_workers) as pool:
        return pool.submit(add, tree).result()""",
        ),
        (
            0,
            "the first two levels only",
            r"""from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    numbers = []
    for item in tree:
        numbers += [i for i in item if not isinstance(i, list)] if isinstance(item, list) else [item]
    with ThreadPoolExecutor(n_workers) as pool:
        return sum(pool.map(task, numbers))""",
        ),
        (
            0,
            "a list of results",
            r"""from concurrent.futures import ThreadPoolExecutor


def numbers_of(tree):
    return sum((numbers_of(i) if isinstance(i, list) else [i] for i in tree), [])


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, numbers_of(tree)))""",
        ),
    ],
    "e5": [
        (
            0,
            "map, which takes every input first",
            r"""def bounded_map(pool, task, inputs, limit):
    return pool.map(task, inputs)""",
        ),
        (
            0,
            "the lesson's: as they come, and one in the hand",
            r"""from concurrent.futures import FIRST_COMPLETED, as_completed, wait


def bounded_map(pool, task, inputs, limit):
    in_flight = set()
    for value in inputs:
        if len(in_flight) == limit:
            done, in_flight = wait(in_flight, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
        in_flight.add(pool.submit(task, value))
    for future in as_completed(in_flight):
        yield future.result()""",
        ),
        (
            0,
            "in order, and one in the hand",
            r"""from collections import deque


def bounded_map(pool, task, inputs, limit):
    waiting = deque()
    for value in inputs:
        if len(waiting) == limit:
            yield waiting.popleft().result()
        waiting.append(pool.submit(task, value))
    for future in waiting:
        yield future.result()""",
        ),
        (
            0,
            "the next is handed over before the oldest is waited for, as buffersize does",
            r"""from collections import deque
from itertools import islice


def bounded_map(pool, task, inputs, limit):
    inputs = iter(inputs)
    waiting = deque(pool.submit(task, value) for value in islice(inputs, limit))
    while waiting:
        waiting.extend(pool.submit(task, value) for value in islice(inputs, 1))
        yield waiting.popleft().result()""",
        ),
        (
            0,
            "a semaphore, when the input is taken already",
            r"""import threading


def bounded_map(pool, task, inputs, limit):
    places, futures = threading.Semaphore(limit), []
    for value in inputs:
        places.acquire()
        futures.append(pool.submit(task, value))
        futures[-1].add_done_callback(lambda _: places.release())
    for future in futures:
        yield future.result()""",
        ),
        (
            0,
            "every input is taken, few are handed over",
            r"""from collections import deque


def bounded_map(pool, task, inputs, limit):
    todo, waiting = deque(list(inputs)), deque()
    while todo or waiting:
        while todo and len(waiting) < limit:
            waiting.append(pool.submit(task, todo.popleft()))
        yield waiting.popleft().result()""",
        ),
        (
            0,
            "one at a time",
            r"""def bounded_map(pool, task, inputs, limit):
    for value in inputs:
        yield pool.submit(task, value).result()""",
        ),
        (
            0,
            "a pool that is never used",
            r"""def bounded_map(pool, task, inputs, limit):
    for value in inputs:
        yield task(value)""",
        ),
        (
            0,
            "one fewer than limit",
            r"""from collections import deque


def bounded_map(pool, task, inputs, limit):
    waiting = deque()
    for value in inputs:
        waiting.append(pool.submit(task, value))
        if len(waiting) == limit - 1:
            yield waiting.popleft().result()
    for future in waiting:
        yield future.result()""",
        ),
        (
            0,
            "the last ones are forgotten",
            r"""from collections import deque


def bounded_map(pool, task, inputs, limit):
    waiting = deque()
    for value in inputs:
        waiting.append(pool.submit(task, value))
        if len(waiting) == limit:
            yield waiting.popleft().result()""",
        ),
        (
            0,
            "inputs are looked up by number",
            r"""def bounded_map(pool, task, inputs, limit):
    futures = []
    for i in range(len(inputs)):
        if i >= limit:
            futures[i - limit].result()
        futures.append(pool.submit(task, inputs[i]))
    return [future.result() for future in futures]""",
        ),
        (
            0,
            "nothing is returned",
            r"""def bounded_map(pool, task, inputs, limit):
    for value in inputs:
        pool.submit(task, value)""",
        ),
        (
            0,
            "it begins and never ends",
            r"""from itertools import islice


def bounded_map(pool, task, inputs, limit):
    inputs = iter(inputs)
    while True:
        yield from pool.map(task, islice(inputs, limit))""",
        ),
        (
            2,
            "one group after the other",
            r"""from itertools import islice


def bounded_map(pool, task, inputs, limit):
    inputs = iter(inputs)
    while group := list(islice(inputs, limit)):
        yield from pool.map(task, group)""",
        ),
        (
            2,
            "all results in one list",
            r"""def bounded_map(pool, task, inputs, limit):
    waiting, results = [], []
    for value in inputs:
        waiting.append(pool.submit(task, value))
        if len(waiting) == limit:
            results.append(waiting.pop(0).result())
    return results + [future.result() for future in waiting]""",
        ),
        (
            2,
            "three, whatever was asked for",
            r"""from collections import deque


def bounded_map(pool, task, inputs, limit):
    waiting = deque()
    for value in inputs:
        waiting.append(pool.submit(task, value))
        if len(waiting) == 3:
            yield waiting.popleft().result()
    for future in waiting:
        yield future.result()""",
        ),
        (
            3,
            "a function that processes cannot be sent",
            r"""from collections import deque


def bounded_map(pool, task, inputs, limit):
    waiting = deque()
    for value in inputs:
        waiting.append(pool.submit(lambda value: task(value), value))
        if len(waiting) == limit:
            yield waiting.popleft().result()
    for future in waiting:
        yield future.result()""",
        ),
        (
            3,
            "threads of its own",
            r"""from collections import deque
from concurrent.futures import ThreadPoolExecutor


def bounded_map(pool, task, inputs, limit):
    waiting = deque()
    with ThreadPoolExecutor(limit) as mine:
        for value in inputs:
            waiting.append(mine.submit(task, value))
            if len(waiting) == limit:
                yield waiting.popleft().result()
        for future in waiting:
            yield future.result()""",
        ),
    ],
}
