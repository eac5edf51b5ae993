# %% [markdown]
# # Answers to exercise 4 of 03_threading
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(n_at_once) as pool:
        return list(pool.map(task, inputs))


# %% right: by a semaphore
import threading


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
    return results


# %% wrong, keeps 0: three, whatever was asked for
from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(3) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 1: one too many
from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(n_at_once + 1) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 1: as many as there are inputs
from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(len(inputs)) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 0: one at a time
from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(1) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 0: a loop
def fetch_at_most(task, inputs, n_at_once):
    return [task(value) for value in inputs]


# %% wrong, keeps 0: results as they come
from concurrent.futures import ThreadPoolExecutor, as_completed


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(n_at_once) as pool:
        futures = [pool.submit(task, value) for value in inputs]
        return [future.result() for future in as_completed(futures)]


# %% wrong, keeps 2: errors are swallowed
from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    def safe(value):
        try:
            return task(value)
        except Exception:
            return None

    with ThreadPoolExecutor(n_at_once) as pool:
        return list(pool.map(safe, inputs))


# %% wrong, keeps 3: the pool is never shut down
from concurrent.futures import ThreadPoolExecutor

pools = []


def fetch_at_most(task, inputs, n_at_once):
    pools.append(ThreadPoolExecutor(n_at_once))
    return list(pools[-1].map(task, inputs))


# %% wrong, keeps 0: results dropped
from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(n_at_once) as pool:
        pool.map(task, inputs)


# %% wrong, keeps 0: a hard-coded answer
def fetch_at_most(task, inputs, n_at_once):
    return [1, 2, 3, 4, 5, 6, 7, 8]


# %% wrong, keeps 0: two, whatever was asked for
from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 3: shut down, and nobody waits
from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    pool = ThreadPoolExecutor(n_at_once)
    try:
        return list(pool.map(task, inputs))
    finally:
        pool.shutdown(wait=False)


# %% wrong, keeps 3: when a task fails, nobody waits for the others
from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    pool = ThreadPoolExecutor(n_at_once)
    try:
        results = [future.result() for future in [pool.submit(task, v) for v in inputs]]
    except Exception:
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    pool.shutdown()
    return results


# %% wrong, keeps 3: threads are joined only if all went well
import queue
import threading


def fetch_at_most(task, inputs, n_at_once):
    gate, done, results = threading.Semaphore(n_at_once), queue.Queue(), [None] * len(inputs)

    def work(i):
        with gate:
            try:
                results[i] = task(inputs[i])
                done.put(None)
            except Exception as error:
                done.put(error)

    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(inputs))]
    for thread in threads:
        thread.start()
    for _ in threads:
        error = done.get()
        if error:
            raise error
    for thread in threads:
        thread.join()
    return results


# %% wrong, keeps 3: a thread that sleeps on for less than a second
import threading
import time
from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    threading.Thread(target=time.sleep, args=(0.8,)).start()
    with ThreadPoolExecutor(n_at_once) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 3: a thread that nobody joins, over in no time
import threading
from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(n_at_once) as pool:
        results = list(pool.map(task, inputs))
        threading.Thread(target=results.copy).start()
    return results


# %% wrong, keeps 3: the first error of imap, and tasks go on in a pool that was left
from multiprocessing.pool import ThreadPool


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPool(n_at_once) as pool:
        return list(pool.imap(task, inputs))


# %% right: by multiprocessing's pool of threads
from multiprocessing.pool import ThreadPool


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPool(n_at_once) as pool:
        return pool.map(task, inputs, chunksize=1)


# %% right: threads that take from a queue, looked at until they are over
import queue
import threading
import time


def fetch_at_most(task, inputs, n_at_once):
    waiting, results, errors = queue.SimpleQueue(), {}, []
    for numbered in enumerate(inputs):
        waiting.put(numbered)

    def work():
        while not waiting.empty():
            try:
                i, value = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                results[i] = task(value)
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=work, daemon=True) for _ in range(n_at_once)]
    for thread in threads:
        thread.start()
    while any([thread.is_alive() for thread in threads]):
        time.sleep(0.01)
    if errors:
        raise errors[0]
    return [results[i] for i in range(len(inputs))]


# %% wrong, keeps 3: by joblib, which leaves tasks in their threads when one fails
from joblib import Parallel, delayed


def fetch_at_most(task, inputs, n_at_once):
    return Parallel(n_jobs=n_at_once, backend="threading", batch_size=1)(
        delayed(task)(value) for value in inputs
    )


# %% wrong, keeps 1: five, whatever was asked for
from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(5) as pool:
        return list(pool.map(task, inputs))


# %% right: a submodule in a lambda, and a context at the level of the cell
import concurrent.futures
import contextvars
import functools
import threading

who = contextvars.ContextVar("who", default="nobody")
local = threading.local()
pool_of = functools.partial(lambda n: concurrent.futures.ThreadPoolExecutor(n))


def fetch_at_most(task, inputs, n_at_once):
    local.name = who.get()
    with pool_of(n_at_once) as pool:
        futures = [pool.submit(task, value) for value in inputs]
        concurrent.futures.wait(futures)
    return [future.result() for future in futures]


# %% right: a TaskGroup of to_thread, and a semaphore
import asyncio


def fetch_at_most(task, inputs, n_at_once):
    async def main():
        places = asyncio.BoundedSemaphore(n_at_once)

        async def one(value):
            async with places:
                return await asyncio.to_thread(task, value)

        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(one(value)) for value in inputs]
        return [each.result() for each in tasks]

    return asyncio.run(main())


# %% right: gather, and the loop's end waits
import asyncio
import concurrent.futures


def fetch_at_most(task, inputs, n_at_once):
    async def run():
        loop = asyncio.get_running_loop()
        loop.set_default_executor(concurrent.futures.ThreadPoolExecutor(n_at_once))
        return await asyncio.gather(*(loop.run_in_executor(None, task, v) for v in inputs))

    with asyncio.Runner() as runner:
        return runner.run(run())


# %% right: a subclassed thread keeps its error, and join raises it
import threading


class Errand(threading.Thread):
    def __init__(self, task, value, places):
        super().__init__()
        self.task, self.value, self.places = task, value, places
        self.error = self.result = None

    def run(self):
        with self.places:
            try:
                self.result = self.task(self.value)
            except BaseException as error:
                self.error = error


def fetch_at_most(task, inputs, n_at_once):
    places = threading.BoundedSemaphore(n_at_once)
    errands = [Errand(task, value, places) for value in inputs]
    for errand in errands:
        errand.start()
    for errand in errands:
        errand.join()
    for errand in errands:
        if errand.error is not None:
            raise errand.error
    return [errand.result for errand in errands]


# %% right: one condition counts
import threading


def fetch_at_most(task, inputs, n_at_once):
    change, n_running = threading.Condition(), 0
    results, errors = {}, []

    def run(value, i):
        nonlocal n_running
        try:
            results[i] = task(value)
        except Exception as error:
            errors.append(error)
        finally:
            with change:
                n_running -= 1
                change.notify_all()

    threads = []
    for i, value in enumerate(inputs):
        with change:
            change.wait_for(lambda: n_running < n_at_once)
            n_running += 1
        threads.append(threading.Thread(target=run, args=(value, i)))
        threads[-1].start()
    for thread in threads:
        thread.join()
    for error in errors:
        raise error
    return [results[i] for i in range(len(threads))]


# %% right: groups that wait for each other
from concurrent.futures import ThreadPoolExecutor
from itertools import islice


def batches(values, n):
    values = iter(values)
    while batch := tuple(islice(values, n)):
        yield batch


def fetch_at_most(task, inputs, n_at_once):
    results = []
    for batch in batches(inputs, n_at_once):
        with ThreadPoolExecutor(len(batch)) as pool:
            results += pool.map(task, batch)
    return results


# %% wrong, keeps 3: the others are cancelled, and those that run are left
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait


def fetch_at_most(task, inputs, n_at_once):
    pool = ThreadPoolExecutor(n_at_once)
    futures = [pool.submit(task, value) for value in inputs]
    done, waiting = wait(futures, return_when=FIRST_EXCEPTION)
    pool.shutdown(wait=not waiting, cancel_futures=True)
    return [future.result() for future in (futures if not waiting else sorted(done, key=id))]


# %% wrong, keeps 2: the error's kind is lost
from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(n_at_once) as pool:
        try:
            return list(pool.map(task, inputs))
        except Exception as error:
            raise Exception(*error.args)


# %% wrong, keeps 1: what each task returns is asked for twice
from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    with ThreadPoolExecutor(n_at_once) as pool:
        list(pool.map(task, inputs))
        return list(pool.map(task, inputs))


# %% wrong, keeps 3: the pool is shut down when all went well
from concurrent.futures import ThreadPoolExecutor


def fetch_at_most(task, inputs, n_at_once):
    pool = ThreadPoolExecutor(n_at_once)
    futures = [pool.submit(task, value) for value in inputs]
    results = [future.result() for future in futures]
    pool.shutdown()
    return results


# %% right: methods that are set in a loop
import threading
from concurrent.futures import ThreadPoolExecutor


class Keeper:
    pass


for _name in ("first", "second"):
    setattr(Keeper, _name, lambda self, n: ThreadPoolExecutor(n, thread_name_prefix="main"))


def fetch_at_most(task, inputs, n_at_once):
    with Keeper().second(n_at_once) as pool:
        futures = [pool.submit(task, value) for value in inputs]
    return [future.result() for future in futures]


# %% right: coroutines that step by step drive threads, with no event loop
import threading


def fetch_at_most(task, inputs, n_at_once):
    def worker():
        result = None
        while True:
            value = yield result
            result = task(value)

    todo, results, errors, lock = list(enumerate(inputs))[::-1], {}, [], threading.Lock()

    def run():
        mine = worker()
        next(mine)
        while True:
            with lock:
                if not todo or errors:
                    return
                i, value = todo.pop()
            try:
                results[i] = mine.send(value)
            except Exception as error:
                errors.append(error)
                return

    threads = [threading.Thread(target=run) for _ in range(n_at_once)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return [results[i] for i in range(len(results))]
