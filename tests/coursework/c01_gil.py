"""Answers to notebooks/coursework/01_gil.ipynb: right ones, wrong ones and what these keep."""

SOLUTIONS = {
    "e1": "length = 400",
    "e2": r"""def deposit(account, lock, n):
    for _ in range(n):
        with lock:
            account.balance += 1""",
    "e3": r"""def withdraw(account, lock, amount):
    with lock:
        if account.balance >= amount:
            account.balance -= amount
            return True
        return False""",
    "e4": r"""from concurrent.futures import ProcessPoolExecutor


def compute_all(task, inputs, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        return list(pool.map(task, inputs))""",
}
ALSO_RIGHT = {
    "e2": [
        r"""def deposit(account, lock, n):
    with lock:
        account.balance += n""",
        r"""def deposit(account, lock, n):
    for _ in range(n):
        lock.acquire()
        try:
            account.balance = account.balance + 1
        finally:
            lock.release()""",
    ],
    "e3": [
        r"""def withdraw(account, lock, amount):
    lock.acquire()
    try:
        enough = account.balance >= amount
        if enough:
            account.balance -= amount
    finally:
        lock.release()
    return enough"""
    ],
    "e4": [
        r"""import multiprocessing


def compute_all(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        results = pool.map(task, inputs, chunksize=1)
        pool.close()
        pool.join()
    return results"""
    ],
}
WRONG = {
    "e1": [
        (0, "one thread's appends only", "length = 100"),
        (0, "some are lost", "length = 399"),
        (0, "a text", "length = '400'"),
        (0, "None", "length = None"),
        (0, "True", "length = True"),
        (0, "a float", "length = 400.0"),
    ],
    "e2": [
        (
            0,
            "the lock is around the writing only",
            r"""def deposit(account, lock, n):
    for _ in range(n):
        balance = account.balance
        with lock:
            account.balance = balance + 1""",
        ),
        (
            1,
            "a lock of the notebook's own, not the given one",
            r"""import threading

LOCK = threading.Lock()


def deposit(account, lock, n):
    for _ in range(n):
        with LOCK:
            account.balance += 1""",
        ),
        (
            0,
            "no lock",
            r"""def deposit(account, lock, n):
    for _ in range(n):
        account.balance += 1""",
        ),
        (
            0,
            "the lock is around the reading only",
            r"""def deposit(account, lock, n):
    for _ in range(n):
        with lock:
            balance = account.balance
        account.balance = balance + 1""",
        ),
        (
            0,
            "a lock of each call's own",
            r"""import threading


def deposit(account, lock, n):
    lock = threading.Lock()
    for _ in range(n):
        with lock:
            account.balance += 1""",
        ),
        (
            0,
            "a lock that is not released",
            r"""def deposit(account, lock, n):
    lock.acquire()
    for _ in range(n):
        account.balance += 1""",
        ),
        (
            0,
            "one deposit only",
            r"""def deposit(account, lock, n):
    with lock:
        account.balance += 1""",
        ),
        (
            0,
            "a hard-coded balance",
            r"""def deposit(account, lock, n):
    account.balance = 40""",
        ),
        (
            0,
            "the lock is taken when all is read",
            r"""def deposit(account, lock, n):
    balance = account.balance
    with lock:
        account.balance = balance + n""",
        ),
    ],
    "e3": [
        (
            0,
            "a hard-coded balance",
            r"""def withdraw(account, lock, amount):
    with lock:
        account.balance = 30
    return account.balance == 30""",
        ),
        (
            2,
            "a lock of the notebook's own, not the given one",
            r"""import threading

LOCK = threading.Lock()


def withdraw(account, lock, amount):
    with LOCK:
        if account.balance >= amount:
            account.balance -= amount
            return True
    return False""",
        ),
        (
            0,
            "the lock is around the look only",
            r"""def withdraw(account, lock, amount):
    with lock:
        enough = account.balance >= amount
    if enough:
        account.balance -= amount
    return enough""",
        ),
        (
            0,
            "two locked steps, and a gap",
            r"""def withdraw(account, lock, amount):
    with lock:
        enough = account.balance >= amount
    if enough:
        with lock:
            account.balance -= amount
    return enough""",
        ),
        (
            0,
            "a lock of its own",
            r"""import threading


def withdraw(account, lock, amount):
    with threading.Lock():
        if account.balance >= amount:
            account.balance -= amount
            return True
        return False""",
        ),
        (
            0,
            "the lock stays taken",
            r"""def withdraw(account, lock, amount):
    lock.acquire()
    if account.balance >= amount:
        account.balance -= amount
        return True
    return False""",
        ),
        (
            0,
            "nobody gets anything",
            r"""def withdraw(account, lock, amount):
    return False""",
        ),
        (
            0,
            "it does not say what it did",
            r"""def withdraw(account, lock, amount):
    with lock:
        if account.balance >= amount:
            account.balance -= amount""",
        ),
        (
            0,
            "who finds the lock taken goes away",
            r"""def withdraw(account, lock, amount):
    if not lock.acquire(blocking=False):
        return False
    try:
        if account.balance >= amount:
            account.balance -= amount
            return True
        return False
    finally:
        lock.release()""",
        ),
        (
            0,
            "the last money cannot be had",
            r"""def withdraw(account, lock, amount):
    with lock:
        if account.balance > amount:
            account.balance -= amount
            return True
        return False""",
        ),
    ],
    "e4": [
        (
            0,
            "results as they come from a Pool",
            r"""import multiprocessing


def compute_all(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return list(pool.imap_unordered(task, inputs))""",
        ),
        (
            0,
            "threads",
            r"""from concurrent.futures import ThreadPoolExecutor


def compute_all(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, inputs))""",
        ),
        (
            0,
            "a loop",
            r"""def compute_all(task, inputs, n_workers):
    return [task(value) for value in inputs]""",
        ),
        (
            0,
            "a pool that is never used",
            r"""from concurrent.futures import ProcessPoolExecutor


def compute_all(task, inputs, n_workers):
    with ProcessPoolExecutor(n_workers):
        return [task(value) for value in inputs]""",
        ),
        (
            0,
            "results dropped",
            r"""from concurrent.futures import ProcessPoolExecutor


def compute_all(task, inputs, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        pool.map(task, inputs)""",
        ),
        (
            0,
            "results as they come",
            r"""from concurrent.futures import ProcessPoolExecutor, as_completed


def compute_all(task, inputs, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
        return [future.result() for future in as_completed(futures)]""",
        ),
        (
            0,
            "a hard-coded answer",
            r"""def compute_all(task, inputs, n_workers):
    return [3, 1, 2]""",
        ),
        (
            0,
            "one worker",
            r"""from concurrent.futures import ProcessPoolExecutor


def compute_all(task, inputs, n_workers):
    with ProcessPoolExecutor(1) as pool:
        return list(pool.map(task, inputs))""",
        ),
        (
            2,
            "workers left running",
            r"""from concurrent.futures import ProcessPoolExecutor

pools = []


def compute_all(task, inputs, n_workers):
    pool = ProcessPoolExecutor(n_workers)
    pools.append(pool)
    return list(pool.map(task, inputs))""",
        ),
        (
            0,
            "each is asked for its result before the next is sent",
            r"""import multiprocessing


def compute_all(task, inputs, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        return [pool.apply(task, (value,)) for value in inputs]""",
        ),
        (
            0,
            "a process after the other",
            r"""from concurrent.futures import ProcessPoolExecutor


def compute_all(task, inputs, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        return [pool.submit(task, value).result() for value in inputs]""",
        ),
        (
            0,
            "a worker for each input",
            r"""from concurrent.futures import ProcessPoolExecutor


def compute_all(task, inputs, n_workers):
    with ProcessPoolExecutor(len(inputs)) as pool:
        return list(pool.map(task, inputs))""",
        ),
    ],
}
