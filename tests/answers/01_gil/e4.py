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


# %% right: coroutines in a loop, which wait for threads
import asyncio


def add_all(task, inputs, n_workers, account):
    async def main():
        places = asyncio.Semaphore(n_workers)

        async def one(value):
            async with places:
                return await asyncio.to_thread(task, value)

        return await asyncio.gather(*map(one, inputs))

    account.balance += sum(asyncio.run(main()))


# %% right: a class of threads, a dataclass of state
import threading
from dataclasses import dataclass, field


@dataclass
class State:
    todo: list
    lock: object = field(default_factory=threading.Lock)


class Adder(threading.Thread):
    def __init__(self, task, state, account):
        super().__init__(name="adder", daemon=True)
        self.task, self.state, self.account = task, state, account

    def run(self):
        while True:
            try:
                value = self.state.todo.pop()
            except IndexError:
                return
            got = self.task(value)
            with self.state.lock:
                self.account.balance = self.account.balance + got


def add_all(task, inputs, n_workers, account):
    state = State(inputs)
    adders = [Adder(task, state, account) for _ in range(n_workers)]
    [adder.start() for adder in adders]
    [adder.join() for adder in adders]


# %% right: by multiprocessing.dummy
def add_all(task, inputs, n_workers, account):
    import multiprocessing.dummy

    with multiprocessing.dummy.Pool(n_workers) as pool:
        for n in pool.imap_unordered(task, inputs):
            account.balance += n
        pool.close()
        pool.join()


# %% right: a subclassed executor with a lock of its own
import concurrent.futures
import threading


class _Adding(concurrent.futures.ThreadPoolExecutor):
    def __init__(self, n):
        super().__init__(n, thread_name_prefix="main")
        self._adding = threading.RLock()

    def add(self, task, value, account):
        def work():
            got = task(value)
            with self._adding:
                account.balance += got

        return self.submit(work)


def add_all(task, inputs, n_workers, account):
    with _Adding(n_workers) as pool:
        futures = [pool.add(task, value, account) for value in inputs]
    for future in futures:
        future.result()


# %% right: two stages, a simple queue between, and an ender
import queue
import threading


def add_all(task, inputs, n_workers, account):
    todo, done, end = queue.SimpleQueue(), queue.Queue(), object()
    for value in inputs:
        todo.put(value)
    for _ in range(n_workers):
        todo.put(end)

    def run():
        for value in iter(todo.get, end):
            done.put(task(value))
        done.put(end)

    threads = [threading.Thread(target=run) for _ in range(n_workers)]
    for t in threads:
        t.start()
    n_ended = 0
    while n_ended < n_workers:
        match done.get():
            case x if x is end:
                n_ended += 1
            case x:
                account.balance += x
    while threads:
        threads.pop().join()


# %% wrong, keeps 1: the caller is one of the workers
import threading


def add_all(task, inputs, n_workers, account):
    lock = threading.Lock()
    todo = list(inputs)

    def work():
        while True:
            with lock:
                if not todo:
                    return
                value = todo.pop()
            got = task(value)
            with lock:
                account.balance += got

    threads = [threading.Thread(target=work) for _ in range(n_workers - 1)]
    for t in threads:
        t.start()
    work()
    for t in threads:
        t.join()


# %% wrong, keeps 1: one worker is taken for none: a plain loop then
from concurrent.futures import ThreadPoolExecutor


def add_all(task, inputs, n_workers, account):
    if n_workers == 1:
        for value in inputs:
            account.balance += task(value)
        return
    with ThreadPoolExecutor(n_workers) as pool:
        account.balance += sum(pool.map(task, inputs))


# %% wrong, keeps 1: n_workers plus one
from concurrent.futures import ThreadPoolExecutor


def add_all(task, inputs, n_workers, account):
    with ThreadPoolExecutor(n_workers + 1) as pool:
        account.balance += sum(pool.map(task, inputs))


# %% wrong, keeps 0: computed twice
from concurrent.futures import ThreadPoolExecutor


def add_all(task, inputs, n_workers, account):
    with ThreadPoolExecutor(n_workers) as pool:
        list(pool.map(task, inputs))
        account.balance += sum(pool.map(task, inputs))


# %% wrong, keeps 1: a pool in a thread with a lock around each call
import threading
from concurrent.futures import ThreadPoolExecutor

_gate = threading.Lock()


def add_all(task, inputs, n_workers, account):
    def work(value):
        with _gate:
            account.balance += task(value)

    with ThreadPoolExecutor(n_workers) as pool:
        list(pool.map(work, inputs))


# %% wrong, keeps 2: shut down, and nobody waits
from concurrent.futures import ThreadPoolExecutor, as_completed


def add_all(task, inputs, n_workers, account):
    pool = ThreadPoolExecutor(n_workers)
    for done in as_completed([pool.submit(task, value) for value in inputs]):
        account.balance += done.result()
    pool.shutdown(wait=False)


# %% right: queues, a barrier and a lock at the level of the cell
import queue
import threading
from collections import Counter

jobs, adding, counts = queue.Queue(), threading.Lock(), Counter()


def add_all(task, inputs, n_workers, account):
    for value in inputs:
        jobs.put_nowait(value)

    def watch():
        while not jobs.empty():
            try:
                value = jobs.get_nowait()
            except queue.Empty:
                break
            got = task(value)
            with adding:
                counts["calls"] += 1
                account.balance += got

    seen = [threading.Thread(target=watch, name=f"seen-{i}") for i in range(n_workers)]
    for each in seen:
        each.start()
    for each in seen:
        each.join()


# %% right: an actor has the account
import threading
from queue import SimpleQueue


class Actor(threading.Thread):
    def __init__(self, account):
        super().__init__()
        self.account, self.mail = account, SimpleQueue()

    def run(self):
        for amount in iter(self.mail.get, None):
            self.account.balance += amount

    def __enter__(self):
        self.start()
        return self

    def __exit__(self, *exc_info):
        self.mail.put(None)
        self.join()


def add_all(task, inputs, n_workers, account):
    from concurrent.futures import ThreadPoolExecutor

    with Actor(account) as actor, ThreadPoolExecutor(n_workers) as pool:
        for future in [pool.submit(task, value) for value in inputs]:
            future.add_done_callback(lambda done: actor.mail.put(done.result()))
        pool.shutdown()
