# %% [markdown]
# # Answers to exercise 3 of 09_queues
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
import queue
import threading


def let_pass(task, inputs, n_workers):
    tasks, results = queue.Queue(), queue.Queue()

    def work():
        for value in iter(tasks.get, None):
            results.put(task(value))

    threads = [threading.Thread(target=work) for _ in range(n_workers)]
    for thread in threads:
        thread.start()
    for value in [*inputs, *[None] * n_workers]:
        tasks.put(value)
    for thread in threads:
        thread.join()
    return [results.get() for _ in inputs]


# %% right: the limit stays, and results are taken before the threads are joined
import queue
import threading


def let_pass(task, inputs, n_workers):
    tasks, results = queue.Queue(), queue.Queue(maxsize=2)

    def work():
        for value in iter(tasks.get, None):
            results.put(task(value))

    threads = [threading.Thread(target=work) for _ in range(n_workers)]
    for thread in threads:
        thread.start()
    for value in inputs:
        tasks.put(value)
    for _ in threads:
        tasks.put(None)
    found = [results.get() for _ in inputs]
    for thread in threads:
        thread.join()
    return found


# %% right: each worker puts the sentinel back for the next one
import queue
import threading


def let_pass(task, inputs, n_workers):
    tasks, results = queue.Queue(), queue.Queue()

    def work():
        for value in iter(tasks.get, None):
            results.put(task(value))
        tasks.put(None)

    threads = [threading.Thread(target=work) for _ in range(n_workers)]
    for thread in threads:
        thread.start()
    for value in [*inputs, None]:
        tasks.put(value)
    for thread in threads:
        thread.join()
    return [results.get() for _ in inputs]


# %% wrong, keeps 0: a sentinel for each, but no room for the results
import queue
import threading


def let_pass(task, inputs, n_workers):
    tasks, results = queue.Queue(), queue.Queue(maxsize=2)

    def work():
        for value in iter(tasks.get, None):
            results.put(task(value))

    threads = [threading.Thread(target=work) for _ in range(n_workers)]
    for thread in threads:
        thread.start()
    for value in [*inputs, *[None] * n_workers]:
        tasks.put(value)
    for thread in threads:
        thread.join()
    return [results.get() for _ in inputs]


# %% wrong, keeps 0: the sentinels come first
import queue
import threading


def let_pass(task, inputs, n_workers):
    tasks, results = queue.Queue(), queue.Queue()

    def work():
        for value in iter(tasks.get, None):
            results.put(task(value))

    threads = [threading.Thread(target=work) for _ in range(n_workers)]
    for thread in threads:
        thread.start()
    for value in [*[None] * n_workers, *inputs]:
        tasks.put(value)
    for thread in threads:
        thread.join()
    return [results.get() for _ in range(results.qsize())]


# %% wrong, keeps 0: no threads
def let_pass(task, inputs, n_workers):
    return [task(value) for value in inputs]


# %% wrong, keeps 1: room for the results, but one sentinel
import queue
import threading


def let_pass(task, inputs, n_workers):
    tasks, results = queue.Queue(), queue.Queue()

    def work():
        for value in iter(tasks.get, None):
            results.put(task(value))

    threads = [threading.Thread(target=work) for _ in range(n_workers)]
    for thread in threads:
        thread.start()
    for value in [*inputs, None]:
        tasks.put(value)
    for thread in threads:
        thread.join()
    return [results.get() for _ in inputs]


# %% wrong, keeps 1: results are taken in time, but there is one sentinel
import queue
import threading


def let_pass(task, inputs, n_workers):
    tasks, results = queue.Queue(), queue.Queue(maxsize=2)

    def work():
        for value in iter(tasks.get, None):
            results.put(task(value))

    threads = [threading.Thread(target=work) for _ in range(n_workers)]
    for thread in threads:
        thread.start()
    for value in [*inputs, None]:
        tasks.put(value)
    found = [results.get() for _ in inputs]
    for thread in threads:
        thread.join()
    return found


# %% wrong, keeps 1: one thread, whatever is asked for
import queue
import threading


def let_pass(task, inputs, n_workers):
    tasks, results = queue.Queue(), queue.Queue()

    def work():
        for value in iter(tasks.get, None):
            results.put(task(value))

    for value in [*inputs, None]:
        tasks.put(value)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return [results.get() for _ in inputs]


# %% wrong, keeps 2: nobody ends the threads
import queue
import threading


def let_pass(task, inputs, n_workers):
    tasks, results = queue.Queue(), queue.Queue()

    def work():
        for value in iter(tasks.get, None):
            results.put(task(value))

    for _ in range(n_workers):
        threading.Thread(target=work, daemon=True).start()
    for value in inputs:
        tasks.put(value)
    return [results.get() for _ in inputs]


# %% wrong, keeps 2: one thread more, which waits for ever
import queue
import threading


def let_pass(task, inputs, n_workers):
    tasks, results = queue.Queue(), queue.Queue()

    def work():
        for value in iter(tasks.get, None):
            results.put(task(value))

    threads = [threading.Thread(target=work) for _ in range(n_workers)]
    threading.Thread(target=queue.Queue().get, daemon=True).start()
    for thread in threads:
        thread.start()
    for value in [*inputs, *[None] * n_workers]:
        tasks.put(value)
    for thread in threads:
        thread.join()
    return [results.get() for _ in inputs]


# %% right: a pool
from concurrent.futures import ThreadPoolExecutor, as_completed


def let_pass(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as main:
        return [each.result() for each in as_completed([main.submit(task, v) for v in inputs])]


# %% right: a simple queue, a deque and a semaphore
import queue
import threading
from collections import deque


def let_pass(task, inputs, n_workers):
    tasks, results, came = queue.LifoQueue(), deque(), threading.Semaphore(0)
    for value in inputs:
        tasks.put(value)

    def work():
        while True:
            try:
                value = tasks.get_nowait()
            except queue.Empty:
                return
            results.append(task(value))
            came.release()

    threads = [threading.Thread(target=work) for _ in range(n_workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return list(results)


# %% wrong, keeps 0: whatever is nothing ends the worker
import queue
import threading


def let_pass(task, inputs, n_workers):
    tasks, results = queue.Queue(), queue.Queue()

    def work():
        while value := tasks.get():
            results.put(task(value))

    threads = [threading.Thread(target=work) for _ in range(n_workers)]
    for thread in threads:
        thread.start()
    for value in [*inputs, *[None] * n_workers]:
        tasks.put(value)
    for thread in threads:
        thread.join()
    return [results.get() for _ in range(results.qsize())]


# %% wrong, keeps 1: a lock around each call
import threading


def let_pass(task, inputs, n_workers):
    todo, results, gate = list(inputs), [], threading.Lock()

    def work():
        while True:
            with gate:
                if not todo:
                    return
                results.append(task(todo.pop()))

    threads = [threading.Thread(target=work) for _ in range(n_workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# %% wrong, keeps 1: one more thread than asked for
from concurrent.futures import ThreadPoolExecutor


def let_pass(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers + 1) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 1: each is asked for twice
from concurrent.futures import ThreadPoolExecutor


def let_pass(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        list(pool.map(task, inputs))
        return list(pool.map(task, inputs))


# %% wrong, keeps 0: a loop for one worker
from concurrent.futures import ThreadPoolExecutor


def let_pass(task, inputs, n_workers):
    if n_workers == 1:
        return [task(value) for value in inputs]
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 1: a thread for each input
from concurrent.futures import ThreadPoolExecutor


def let_pass(task, inputs, n_workers):
    with ThreadPoolExecutor(len(inputs)) as pool:
        return list(pool.map(task, inputs))
