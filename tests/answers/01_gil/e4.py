# %% [markdown]
# # Answers to exercise 4 of 01_gil
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
from concurrent.futures import ThreadPoolExecutor
from threading import Lock


def add_all(task, inputs, n_workers, account):
    lock = Lock()

    def add(value):
        result = task(value)
        with lock:
            account.balance += result

    with ThreadPoolExecutor(n_workers) as pool:
        list(pool.map(add, inputs))


# %% right: only the caller adds
from concurrent.futures import ThreadPoolExecutor


def add_all(task, inputs, n_workers, account):
    with ThreadPoolExecutor(n_workers) as pool:
        for result in pool.map(task, inputs):
            account.balance += result


# %% right: one sum in the end
from concurrent.futures import ThreadPoolExecutor


def add_all(task, inputs, n_workers, account):
    with ThreadPoolExecutor(n_workers) as pool:
        total = sum(pool.map(task, inputs))
    account.balance = account.balance + total


# %% right: each thread has a total of its own, and a lock at the level of the cell
import threading

lock = threading.Lock()


def add_all(task, inputs, n_workers, account):
    def work(mine):
        total = 0
        for value in mine:
            total += task(value)
        with lock:
            account.balance += total

    threads = [
        threading.Thread(target=work, args=(inputs[i::n_workers],)) for i in range(n_workers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% right: a queue of inputs, which are taken out of the list that was given
import queue
import threading


def add_all(task, inputs, n_workers, account):
    waiting, lock = queue.Queue(), threading.RLock()
    while inputs:
        waiting.put(inputs.pop())

    def work():
        while True:
            try:
                value = waiting.get_nowait()
            except queue.Empty:
                return
            result = task(value)
            lock.acquire()
            try:
                account.balance += result
            finally:
                lock.release()

    threads = [threading.Thread(target=work) for _ in range(n_workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 0: no lock
from concurrent.futures import ThreadPoolExecutor


def add_all(task, inputs, n_workers, account):
    def add(value):
        account.balance += task(value)

    with ThreadPoolExecutor(n_workers) as pool:
        list(pool.map(add, inputs))


# %% wrong, keeps 0: a lock of each call's own
from concurrent.futures import ThreadPoolExecutor
from threading import Lock


def add_all(task, inputs, n_workers, account):
    def add(value):
        result = task(value)
        with Lock():
            account.balance += result

    with ThreadPoolExecutor(n_workers) as pool:
        list(pool.map(add, inputs))


# %% wrong, keeps 0: the lock is let go between reading and writing
from concurrent.futures import ThreadPoolExecutor
from threading import Lock


def add_all(task, inputs, n_workers, account):
    lock = Lock()

    def add(value):
        result = task(value)
        with lock:
            balance = account.balance
        with lock:
            account.balance = balance + result

    with ThreadPoolExecutor(n_workers) as pool:
        list(pool.map(add, inputs))


# %% wrong, keeps 0: added twice
from concurrent.futures import ThreadPoolExecutor


def add_all(task, inputs, n_workers, account):
    with ThreadPoolExecutor(n_workers) as pool:
        for result in list(pool.map(task, inputs)) * 2:
            account.balance += result


# %% wrong, keeps 0: not waited for
import threading


def add_all(task, inputs, n_workers, account):
    def work():
        for value in inputs:
            account.balance += task(value)

    threading.Thread(target=work).start()


# %% wrong, keeps 1: a loop
def add_all(task, inputs, n_workers, account):
    for value in inputs:
        account.balance += task(value)


# %% wrong, keeps 1: the lock is held while the task runs
from concurrent.futures import ThreadPoolExecutor
from threading import Lock


def add_all(task, inputs, n_workers, account):
    lock = Lock()

    def add(value):
        with lock:
            account.balance += task(value)

    with ThreadPoolExecutor(n_workers) as pool:
        list(pool.map(add, inputs))


# %% wrong, keeps 1: a thread for each input
import threading


def add_all(task, inputs, n_workers, account):
    lock = threading.Lock()

    def add(value):
        result = task(value)
        with lock:
            account.balance += result

    threads = [threading.Thread(target=add, args=(value,)) for value in inputs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 1: two threads, whatever was asked for
from concurrent.futures import ThreadPoolExecutor


def add_all(task, inputs, n_workers, account):
    with ThreadPoolExecutor(2) as pool:
        for result in pool.map(task, inputs):
            account.balance += result


# %% wrong, keeps 1: processes
from concurrent.futures import ProcessPoolExecutor


def add_all(task, inputs, n_workers, account):
    with ProcessPoolExecutor(n_workers) as pool:
        for result in pool.map(task, inputs):
            account.balance += result


# %% wrong, keeps 2: a thread that goes on
import threading
from concurrent.futures import ThreadPoolExecutor


def add_all(task, inputs, n_workers, account):
    threading.Thread(target=threading.Event().wait, args=(600,), daemon=True).start()
    with ThreadPoolExecutor(n_workers) as pool:
        for result in pool.map(task, inputs):
            account.balance += result
