"""Answers to notebooks/coursework/03_threading.ipynb: right ones, wrong ones and what these keep."""

SOLUTIONS = {
    "e1": "at_once_and_threads = [4, 4]",
    "e2": r"""import threading


def fetch_all(task, inputs):
    results = [None] * len(inputs)

    def work(i):
        results[i] = task(inputs[i])

    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(inputs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results""",
    "e3": r"""def transfer(source, source_lock, target, target_lock, amount):
    first, second = sorted((source_lock, target_lock), key=id)
    with first, second:
        source.balance -= amount
        target.balance += amount""",
    "e4": r"""from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(n_at_once) as pool:
        return list(pool.map(task, inputs))""",
}
ALSO_RIGHT = {
    "e3": [
        r"""def transfer(source, source_lock, target, target_lock, amount):
    with source_lock:
        source.balance -= amount
    with target_lock:
        target.balance += amount"""
    ],
    "e4": [
        r"""import threading


def fetch_at_most(task, inputs, n_at_once):
    gate, results, errors = threading.Semaphore(n_at_once), [None] * len(inputs), []

    def work(i):
        with gate:
            try:
                results[i] = task(inputs[i])
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(inputs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results"""
    ],
}
WRONG = {
    "e1": [
        (0, "a thread for each task", "at_once_and_threads = [4, 12]"),
        (0, "all at once", "at_once_and_threads = [12, 4]"),
        (0, "one after the other", "at_once_and_threads = [1, 4]"),
        (0, "one number", "at_once_and_threads = 4"),
        (0, "a tuple", "at_once_and_threads = (4, 4)"),
        (0, "None", "at_once_and_threads = None"),
    ],
    "e2": [
        (
            0,
            "each thread looks at i when it is too late",
            r"""import threading


def fetch_all(task, inputs):
    results = [None] * len(inputs)
    ts = []
    for i in range(len(inputs)):
        ts.append(threading.Thread(target=lambda: results.__setitem__(i, task(inputs[i]))))
    for t in ts:
        t.start()
    for t in ts:
        t.join()
    return results""",
        ),
        (
            1,
            "each is joined before the next starts",
            r"""import threading


def fetch_all(task, inputs):
    results = [None] * len(inputs)

    def work(i):
        results[i] = task(inputs[i])

    for i in range(len(inputs)):
        thread = threading.Thread(target=work, args=(i,))
        thread.start()
        thread.join()
    return results""",
        ),
        (
            0,
            "nobody is joined",
            r"""import threading


def fetch_all(task, inputs):
    results = [None] * len(inputs)

    def work(i):
        results[i] = task(inputs[i])

    for i in range(len(inputs)):
        threading.Thread(target=work, args=(i,)).start()
    return results""",
        ),
        (
            0,
            "results in the order in which they come",
            r"""import threading


def fetch_all(task, inputs):
    results = []
    threads = [
        threading.Thread(target=lambda value=value: results.append(task(value))) for value in inputs
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results""",
        ),
        (
            0,
            "work is called in place of being handed over",
            r"""import threading


def fetch_all(task, inputs):
    results = [None] * len(inputs)

    def work(i):
        results[i] = task(inputs[i])

    threads = [threading.Thread(target=work(i)) for i in range(len(inputs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results""",
        ),
        (
            0,
            "run in place of start",
            r"""import threading


def fetch_all(task, inputs):
    results = [None] * len(inputs)

    def work(i):
        results[i] = task(inputs[i])

    for i in range(len(inputs)):
        threading.Thread(target=work, args=(i,)).run()
    return results""",
        ),
        (
            0,
            "a loop",
            r"""def fetch_all(task, inputs):
    return [task(value) for value in inputs]""",
        ),
        (
            0,
            "nothing is returned",
            r"""import threading


def fetch_all(task, inputs):
    threads = [threading.Thread(target=task, args=(value,)) for value in inputs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()""",
        ),
    ],
    "e3": [
        (
            2,
            "a lock of the notebook's own, not the given one",
            r"""import threading

LOCK = threading.Lock()


def transfer(source, source_lock, target, target_lock, amount):
    with LOCK:
        source.balance -= amount
        target.balance += amount""",
        ),
        (
            0,
            "no locks",
            r"""def transfer(source, source_lock, target, target_lock, amount):
    source.balance -= amount
    target.balance += amount""",
        ),
        (
            0,
            "one lock of two",
            r"""def transfer(source, source_lock, target, target_lock, amount):
    with source_lock:
        source.balance -= amount
        target.balance += amount""",
        ),
        (
            0,
            "a lock of its own",
            r"""import threading


def transfer(source, source_lock, target, target_lock, amount):
    with threading.Lock():
        source.balance -= amount
        target.balance += amount""",
        ),
        (
            0,
            "the other way round",
            r"""def transfer(source, source_lock, target, target_lock, amount):
    with target_lock, source_lock:
        source.balance -= amount
        target.balance += amount""",
        ),
        (
            0,
            "nothing moves",
            r"""def transfer(source, source_lock, target, target_lock, amount):
    return None""",
        ),
        (
            0,
            "locks that are never released",
            r"""def transfer(source, source_lock, target, target_lock, amount):
    first, second = sorted((source_lock, target_lock), key=id)
    first.acquire()
    second.acquire()
    source.balance -= amount
    target.balance += amount""",
        ),
    ],
    "e4": [
        (
            2,
            "three, whatever was asked for",
            r"""from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(3) as pool:
        return list(pool.map(task, inputs))""",
        ),
        (
            1,
            "one too many",
            r"""from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(n_at_once + 1) as pool:
        return list(pool.map(task, inputs))""",
        ),
        (
            1,
            "as many as there are inputs",
            r"""from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(len(inputs)) as pool:
        return list(pool.map(task, inputs))""",
        ),
        (
            0,
            "one at a time",
            r"""from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(1) as pool:
        return list(pool.map(task, inputs))""",
        ),
        (
            0,
            "a loop",
            r"""def fetch_at_most(task, inputs, n_at_once):
    return [task(value) for value in inputs]""",
        ),
        (
            0,
            "results as they come",
            r"""from concurrent.futures import ThreadPoolExecutor, as_completed


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(n_at_once) as pool:
        futures = [pool.submit(task, value) for value in inputs]
        return [future.result() for future in as_completed(futures)]""",
        ),
        (
            2,
            "errors are swallowed",
            r"""from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    def safe(value):
        try:
            return task(value)
        except Exception:
            return None

    with ThreadPoolExecutor(n_at_once) as pool:
        return list(pool.map(safe, inputs))""",
        ),
        (
            3,
            "the pool is never shut down",
            r"""from concurrent.futures import ThreadPoolExecutor

pools = []


def fetch_at_most(task, inputs, n_at_once):
    pools.append(ThreadPoolExecutor(n_at_once))
    return list(pools[-1].map(task, inputs))""",
        ),
        (
            0,
            "results dropped",
            r"""from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(n_at_once) as pool:
        pool.map(task, inputs)""",
        ),
        (
            0,
            "a hard-coded answer",
            r"""def fetch_at_most(task, inputs, n_at_once):
    return [1, 2, 3, 4, 5, 6, 7, 8]""",
        ),
    ],
}
