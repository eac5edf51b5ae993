# %% [markdown]
# # Answers to exercise 4 of 10_without_the_gil
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context


def in_context(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(copy_context().run, task, value) for value in inputs]
        return [future.result() for future in futures]


# %% right: a list of contexts beside the inputs
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context


def in_context(task, inputs, n_workers):
    contexts = [copy_context() for _ in inputs]
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(lambda here, value: here.run(task, value), contexts, inputs))


# %% right: copies of one copy
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context


def in_context(task, inputs, n_workers):
    here = copy_context()

    def call(value):
        return here.copy().run(task, value)

    with ThreadPoolExecutor(max_workers=n_workers) as pool:
        return list(pool.map(call, inputs))


# %% wrong, keeps 0: the pool's own contexts
from concurrent.futures import ThreadPoolExecutor


def in_context(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 0: one copy for all
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context


def in_context(task, inputs, n_workers):
    here = copy_context()
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(here.run, task, value) for value in inputs]
        return [future.result() for future in futures]


# %% wrong, keeps 0: each worker has one copy for all its tasks
import threading
from contextvars import copy_context


def in_context(task, inputs, n_workers):
    results = [None] * len(inputs)

    def work(places):
        for i in places:
            results[i] = task(inputs[i])

    threads = [
        threading.Thread(target=copy_context().run, args=(work, range(k, len(inputs), n_workers)))
        for k in range(n_workers)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# %% wrong, keeps 0: in the order of the ends
from concurrent.futures import ThreadPoolExecutor, as_completed
from contextvars import copy_context


def in_context(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(copy_context().run, task, value) for value in inputs]
        return [future.result() for future in as_completed(futures)]


# %% wrong, keeps 0: each is called twice
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context


def in_context(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(copy_context().run, task, value) for value in inputs + inputs]
        return [future.result() for future in futures][: len(inputs)]


# %% wrong, keeps 0: futures in place of results
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context


def in_context(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return [str(pool.submit(copy_context().run, task, value)) for value in inputs]


# %% wrong, keeps 0: a loop in the caller's own context
def in_context(task, inputs, n_workers):
    return [task(value) for value in inputs]


# %% wrong, keeps 2: a loop, each in a copy
from contextvars import copy_context


def in_context(task, inputs, n_workers):
    return [copy_context().run(task, value) for value in inputs]


# %% wrong, keeps 2: two threads, whatever was asked for
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context


def in_context(task, inputs, n_workers):
    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(copy_context().run, task, value) for value in inputs]
        return [future.result() for future in futures]


# %% wrong, keeps 2: a thread for each input
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context


def in_context(task, inputs, n_workers):
    with ThreadPoolExecutor(len(inputs)) as pool:
        futures = [pool.submit(copy_context().run, task, value) for value in inputs]
        return [future.result() for future in futures]


# %% wrong, keeps 3: a thread that goes on
import threading
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context


def in_context(task, inputs, n_workers):
    threading.Thread(target=threading.Event().wait, args=(600,), daemon=True).start()
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(copy_context().run, task, value) for value in inputs]
        return [future.result() for future in futures]


# %% right: threads by hand, each within a copy
import contextvars
import threading


def in_context(task, inputs, n_workers):
    main, places = [None] * len(inputs), threading.Semaphore(n_workers)

    def work(i, value, context):
        with places:
            main[i] = context.run(task, value)

    threads = [
        threading.Thread(target=work, args=(i, v, contextvars.copy_context()))
        for i, v in enumerate(inputs)
    ]
    for thread in threads:
        thread.start()
    while threads:
        threads.pop().join()
    return main


# %% right: to_thread copies the context
import asyncio


def in_context(task, inputs, n_workers):
    async def main():
        places = asyncio.Semaphore(n_workers)

        async def one(value):
            async with places:
                return await asyncio.to_thread(task, value)

        return await asyncio.gather(*map(one, inputs))

    return asyncio.run(main())


# %% right: an executor of one's own kind
import contextvars
from concurrent.futures import ThreadPoolExecutor


class Contexts(ThreadPoolExecutor):
    def submit(self, fn, /, *args, **kwargs):
        return super().submit(contextvars.copy_context().run, fn, *args, **kwargs)


def in_context(task, inputs, n_workers):
    with Contexts(n_workers) as pool:
        return [*pool.map(task, inputs)]


# %% wrong, keeps 0: a copy for the first call of each worker
import contextvars
from concurrent.futures import ThreadPoolExecutor


def in_context(task, inputs, n_workers):
    mine = contextvars.copy_context()

    def start():
        for var, value in mine.items():
            var.set(value)

    with ThreadPoolExecutor(n_workers, initializer=start) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 2: the caller works, too
import contextvars
import threading


def in_context(task, inputs, n_workers):
    todo, found = list(enumerate(inputs))[::-1], {}
    whole = contextvars.copy_context()

    def work():
        while todo:
            try:
                i, value = todo.pop()
            except IndexError:
                return
            found[i] = whole.copy().run(task, value)

    threads = [threading.Thread(target=work) for _ in range(n_workers - 1)]
    for thread in threads:
        thread.start()
    work()
    for thread in threads:
        thread.join()
    return [found[i] for i in range(len(inputs))]


# %% wrong, keeps 2: one more than asked for
import contextvars
from concurrent.futures import ThreadPoolExecutor


def in_context(task, inputs, n_workers):
    with ThreadPoolExecutor(n_workers + 1) as pool:
        futures = [pool.submit(contextvars.copy_context().run, task, v) for v in inputs]
        return [future.result() for future in futures]
