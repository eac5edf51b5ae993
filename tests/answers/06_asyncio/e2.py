# %% [markdown]
# # Answers to exercise 2 of 06_asyncio
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        async with semaphore:
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))


# %% right: acquire and release, in a TaskGroup
import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        await semaphore.acquire()
        try:
            return await task(value)
        finally:
            semaphore.release()

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(limited(value)) for value in inputs]
    return [each.result() for each in tasks]


# %% right: by coroutines that take from a queue
import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    results, waiting = [None] * len(inputs), asyncio.Queue()
    for numbered in enumerate(inputs):
        waiting.put_nowait(numbered)

    async def work():
        while not waiting.empty():
            i, value = waiting.get_nowait()
            results[i] = await task(value)

    await asyncio.gather(*(work() for _ in range(n_at_once)))
    return results


# %% right: one group after the other
import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    results = []
    for first in range(0, len(inputs), n_at_once):
        some = inputs[first : first + n_at_once]
        results += await asyncio.gather(*(task(value) for value in some))
    return results


# %% wrong, keeps 1: no limit
import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    return await asyncio.gather(*(task(value) for value in inputs))


# %% wrong, keeps 1: a semaphore of each call's own
import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    async def limited(value):
        async with asyncio.Semaphore(n_at_once):
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))


# %% wrong, keeps 1: the semaphore is around all of them
import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)
    async with semaphore:
        return await asyncio.gather(*(task(value) for value in inputs))


# %% wrong, keeps 1: the semaphore is left before the task is awaited
import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        async with semaphore:
            coroutine = task(value)
        return await coroutine

    return await asyncio.gather(*(limited(value) for value in inputs))


# %% wrong, keeps 1: one too many
import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once + 1)

    async def limited(value):
        async with semaphore:
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))


# %% wrong, keeps 0: three, whatever was asked for
import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(3)

    async def limited(value):
        async with semaphore:
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))


# %% wrong, keeps 0: awaited in turn
async def fetch_at_most(task, inputs, n_at_once):
    return [await task(value) for value in inputs]


# %% wrong, keeps 0: a lock in place of a semaphore
import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    lock = asyncio.Lock()

    async def limited(value):
        async with lock:
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))


# %% wrong, keeps 0: results as they come
import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        async with semaphore:
            return await task(value)

    waiting = [asyncio.create_task(limited(value)) for value in inputs]
    return [await done for done in asyncio.as_completed(waiting)]


# %% wrong, keeps 0: each appends what it has
import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    semaphore, results = asyncio.Semaphore(n_at_once), []

    async def limited(value):
        async with semaphore:
            results.append(await task(value))

    await asyncio.gather(*(limited(value) for value in inputs))
    return results


# %% wrong, keeps 0: results dropped
import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        async with semaphore:
            return await task(value)

    await asyncio.gather(*(limited(value) for value in inputs))


# %% wrong, keeps 0: a coroutine that is not awaited
import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        async with semaphore:
            return task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))


# %% wrong, keeps 0: time.sleep in a coroutine
import asyncio
import time


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        async with semaphore:
            time.sleep(0.01)
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))


# %% wrong, keeps 0: the semaphore is never given back
import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        await semaphore.acquire()
        return await asyncio.wait_for(task(value), 5)

    return await asyncio.wait_for(asyncio.gather(*(limited(value) for value in inputs)), 2)


# %% wrong, keeps 0: asyncio.run in a loop that runs
import asyncio


def fetch_at_most(task, inputs, n_at_once):
    async def main():
        return await asyncio.gather(*(task(value) for value in inputs))

    coroutine = main()
    try:
        return asyncio.run(coroutine)
    finally:
        coroutine.close()


# %% wrong, keeps 0: the right results without a call of the task
async def fetch_at_most(task, inputs, n_at_once):
    return [-value for value in inputs]


# %% wrong, keeps 0: a wait for an event that never comes, on the loop
import asyncio
import threading


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        threading.Event().wait(0.5)
        async with semaphore:
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))


# %% wrong, keeps 0: a short wait for a lock, on the loop
import asyncio
import threading


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        threading.Semaphore(0).acquire(timeout=0.02)
        async with semaphore:
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))


# %% wrong, keeps 0: a program that it waits for, on the loop
import asyncio
import subprocess
import sys


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        async with semaphore:
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))


# %% wrong, keeps 0: a loop that computes until it is time, on the loop
import asyncio
import time


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        until = time.monotonic() + 0.5
        while time.monotonic() < until:
            pass
        async with semaphore:
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))


# %% wrong, keeps 0: much to compute, on the loop
import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        sum(range(2_000_000))
        async with semaphore:
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))


# %% wrong, keeps 0: a queue that nobody fills, on the loop
import asyncio
import contextlib
import queue


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        with contextlib.suppress(queue.Empty):
            queue.Queue().get(timeout=0.1)
        async with semaphore:
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))


# %% wrong, keeps 0: a pool that it asks for a result, on the loop
import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        with ThreadPoolExecutor(1) as pool:
            pool.submit(time.sleep, 0.1).result()
        async with semaphore:
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))


# %% wrong, keeps 0: a pool whose end it waits for, on the loop
import asyncio
import time
from concurrent.futures import ThreadPoolExecutor


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        with ThreadPoolExecutor(1) as pool:
            pool.submit(time.sleep, 0.1)
        async with semaphore:
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))


# %% wrong, keeps 0: a thread that it joins, on the loop
import asyncio
import threading
import time


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        thread = threading.Thread(target=time.sleep, args=(0.1,))
        thread.start()
        thread.join()
        async with semaphore:
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))


# %% wrong, keeps 0: a wait for the network, on the loop
import asyncio
import select
import socket


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        one, other = socket.socketpair()
        select.select([one], [], [], 0.1)
        one.close()
        other.close()
        async with semaphore:
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))


# %% wrong, keeps 0: it blocks where many may run only
import asyncio
import threading


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)
    if n_at_once > 4:
        threading.Event().wait(0.2)

    async def limited(value):
        async with semaphore:
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))


# %% right: what blocks has a thread
import asyncio
import threading
import time


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        async with semaphore:
            return await task(value)

    await asyncio.to_thread(time.sleep, 0.1)
    await asyncio.to_thread(threading.Event().wait, 0.1)
    return await asyncio.gather(*(limited(value) for value in inputs))


# %% right: a program that is awaited, and an import
import asyncio
import sys


async def fetch_at_most(task, inputs, n_at_once):
    import decimal  # noqa: PLC0415

    semaphore = asyncio.Semaphore(int(decimal.Decimal(n_at_once)))
    program = await asyncio.create_subprocess_exec(sys.executable, "-c", "pass")
    await program.wait()

    async def limited(value):
        async with semaphore:
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))


# %% right: inputs are taken out until none is left
import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    results = {}
    numbered = list(enumerate(inputs))
    inputs.clear()

    async def work():
        while numbered:
            i, value = numbered.pop()
            results[i] = await task(value)

    await asyncio.gather(*(work() for _ in range(n_at_once)))
    return [results[i] for i in sorted(results)]


# %% right: a class of the notebook's own, and what it counts at the level of the cell
import asyncio
from collections import Counter

COUNTS = Counter()


class Gate:
    def __init__(self, n):
        self.semaphore = asyncio.Semaphore(n)

    async def call(self, task, value):
        async with self.semaphore:
            COUNTS["calls"] += 1
            return await task(value)


async def fetch_at_most(task, inputs, n_at_once):
    gate = Gate(n_at_once)
    return list(await asyncio.gather(*(gate.call(task, value) for value in inputs)))


# %% right: a condition counts
import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    change, n = asyncio.Condition(), 0

    async def limited(value):
        nonlocal n
        async with change:
            await change.wait_for(lambda: n < n_at_once)
            n += 1
        try:
            return await task(value)
        finally:
            async with change:
                n -= 1
                change.notify_all()

    return [*(await asyncio.gather(*map(limited, inputs)))]


# %% right: wait for the first that is done
import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    main, running = [], set()
    for value in inputs:
        if len(running) >= n_at_once:
            _, running = await asyncio.wait(running, return_when=asyncio.FIRST_COMPLETED)
        main.append(asyncio.ensure_future(task(value)))
        running.add(main[-1])
    return [await each for each in main]


# %% right: an object that is called
import asyncio
from contextlib import AsyncExitStack


class Fetcher:
    async def __call__(self, task, inputs, n_at_once):
        self.places = asyncio.Semaphore(n_at_once)
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(self._one(task, value)) for value in inputs]
        return [each.result() for each in tasks]

    async def _one(self, task, value):
        async with AsyncExitStack() as stack:
            await stack.enter_async_context(self.places)
            return await task(value)


fetch_at_most = Fetcher()


# %% right: an async generator gives tokens
import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    tokens = asyncio.LifoQueue()
    for i in range(n_at_once):
        tokens.put_nowait(i)

    async def values():
        for value in inputs:
            yield value, await tokens.get()

    async def one(value, token):
        got = await task(value)
        tokens.put_nowait(token)
        return got

    return await asyncio.gather(*[asyncio.create_task(one(*pair)) async for pair in values()])


# %% wrong, keeps 0: each is awaited twice
import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        async with semaphore:
            await task(value)
        async with semaphore:
            return await task(value)

    return await asyncio.gather(*map(limited, inputs))


# %% wrong, keeps 1: the limit is looked at before the wait only
import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    n = 0

    async def limited(value):
        nonlocal n
        while n >= n_at_once:
            await asyncio.sleep(0)
        await asyncio.sleep(0)
        n += 1
        try:
            return await task(value)
        finally:
            n -= 1

    return await asyncio.gather(*map(limited, inputs))


# %% wrong, keeps 0: a semaphore of threads
import asyncio
import threading


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = threading.Semaphore(n_at_once)

    async def limited(value):
        with semaphore:
            return await task(value)

    return await asyncio.gather(*map(limited, inputs))


# %% wrong, keeps 0: it waits on the loop in short pieces
import asyncio
import threading


async def fetch_at_most(task, inputs, n_at_once):
    semaphore, gate = asyncio.Semaphore(n_at_once), threading.Event()

    async def limited(value):
        async with semaphore:
            for _ in range(8):
                gate.wait(0.02)
                await asyncio.sleep(0)
            return await task(value)

    return await asyncio.gather(*map(limited, inputs))
