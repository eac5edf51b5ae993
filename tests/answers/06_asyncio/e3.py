# %% [markdown]
# # Answers to exercise 3 of 06_asyncio
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
import asyncio


async def convert_all(task, inputs):
    return await asyncio.gather(*(asyncio.to_thread(task, value) for value in inputs))


# %% right: a coroutine around each thread
import asyncio


async def convert_all(task, inputs):
    async def convert(value):
        return await asyncio.to_thread(task, value)

    return await asyncio.gather(*(convert(value) for value in inputs))


# %% right: by a pool of its own
import asyncio
from concurrent.futures import ThreadPoolExecutor


async def convert_all(task, inputs):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(len(inputs)) as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, task, value) for value in inputs))


# %% right: by a TaskGroup
import asyncio


async def convert_all(task, inputs):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(asyncio.to_thread(task, value)) for value in inputs]
    return [each.result() for each in tasks]


# %% right: a pool in a thread
import asyncio
from concurrent.futures import ThreadPoolExecutor


def in_a_pool(task, inputs):
    with ThreadPoolExecutor(len(inputs)) as pool:
        return list(pool.map(task, inputs))


async def convert_all(task, inputs):
    return await asyncio.to_thread(in_a_pool, task, inputs)


# %% wrong, keeps 0: still on the loop, in tasks
import asyncio


async def convert_all(task, inputs):
    async def convert(value):
        return task(value)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(convert(value)) for value in inputs]
    return [each.result() for each in tasks]


# %% wrong, keeps 0: a pause before the blocking call
import asyncio


async def convert_all(task, inputs):
    async def convert(value):
        await asyncio.sleep(0)
        return task(value)

    return await asyncio.gather(*(convert(value) for value in inputs))


# %% wrong, keeps 0: the task is called and its result handed to a thread
import asyncio


async def convert_all(task, inputs):
    async def convert(value):
        return await asyncio.to_thread(lambda result: result, task(value))

    return await asyncio.gather(*(convert(value) for value in inputs))


# %% wrong, keeps 0: a pool that the coroutine waits for without an await
from concurrent.futures import ThreadPoolExecutor


async def convert_all(task, inputs):
    with ThreadPoolExecutor(len(inputs)) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 0: futures asked for their results on the loop
from concurrent.futures import ThreadPoolExecutor


async def convert_all(task, inputs):
    with ThreadPoolExecutor(len(inputs)) as pool:
        futures = [pool.submit(task, value) for value in inputs]
        return [future.result() for future in futures]


# %% wrong, keeps 0: threads that the coroutine joins
import threading


async def convert_all(task, inputs):
    results = [None] * len(inputs)

    def work(i):
        results[i] = task(inputs[i])

    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(inputs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# %% wrong, keeps 2: one thread after the other
import asyncio


async def convert_all(task, inputs):
    return [await asyncio.to_thread(task, value) for value in inputs]


# %% wrong, keeps 2: one thread for all of them
import asyncio


async def convert_all(task, inputs):
    return await asyncio.to_thread(lambda: [task(value) for value in inputs])


# %% wrong, keeps 2: two threads
import asyncio
from concurrent.futures import ThreadPoolExecutor


async def convert_all(task, inputs):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(2) as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, task, value) for value in inputs))


# %% wrong, keeps 0: processes
import asyncio
from concurrent.futures import ProcessPoolExecutor


async def convert_all(task, inputs):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(4) as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, task, value) for value in inputs))


# %% wrong, keeps 0: results as they come
import asyncio


async def convert_all(task, inputs):
    waiting = [asyncio.to_thread(task, value) for value in inputs]
    return [await done for done in asyncio.as_completed(waiting)]


# %% wrong, keeps 0: coroutines in threads, where nobody awaits them
import asyncio


async def convert_all(task, inputs):
    async def convert(value):
        return task(value)

    return await asyncio.gather(*(asyncio.to_thread(convert, value) for value in inputs))


# %% wrong, keeps 0: an await of what cannot be awaited
import asyncio


async def convert_all(task, inputs):
    async def convert(value):
        return await task(value)

    return await asyncio.gather(*(convert(value) for value in inputs))


# %% wrong, keeps 0: not a coroutine any more
from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs):
    with ThreadPoolExecutor(len(inputs)) as pool:
        return list(pool.map(task, inputs))


# %% wrong, keeps 0: results dropped
import asyncio


async def convert_all(task, inputs):
    await asyncio.gather(*(asyncio.to_thread(task, value) for value in inputs))


# %% wrong, keeps 0: the right results without a call of the task
async def convert_all(task, inputs):
    return [-value for value in inputs]


# %% wrong, keeps 0: in threads, after a wait on the loop
import asyncio
import threading


async def convert_all(task, inputs):
    threading.Event().wait(0.2)
    return await asyncio.gather(*(asyncio.to_thread(task, value) for value in inputs))


# %% wrong, keeps 0: in threads, and the loop computes meanwhile
import asyncio


async def convert_all(task, inputs):
    async def convert(value):
        waiting = asyncio.create_task(asyncio.to_thread(task, value))
        sum(range(2_000_000))
        return await waiting

    return await asyncio.gather(*map(convert, inputs))


# %% right: inputs are taken out until none is left
import asyncio


async def convert_all(task, inputs):
    waiting = []
    while inputs:
        waiting.append(asyncio.to_thread(task, inputs.pop(0)))
    return await asyncio.gather(*waiting)


# %% right: futures of a pool, wrapped
import asyncio
from concurrent.futures import ThreadPoolExecutor


async def convert_all(task, inputs):
    with ThreadPoolExecutor(len(inputs)) as pool:
        futures = [asyncio.wrap_future(pool.submit(task, value)) for value in inputs]
        return await asyncio.gather(*futures)


# %% right: threads by hand, which call the loop back
import asyncio
import threading


async def convert_all(task, inputs):
    loop = asyncio.get_running_loop()

    def start(value):
        future = loop.create_future()

        def run():
            got = task(value)
            loop.call_soon_threadsafe(future.set_result, got)

        threading.Thread(target=run, daemon=True).start()
        return future

    return list(await asyncio.gather(*[start(value) for value in inputs]))


# %% right: a partial, in a subclassed executor, with a context variable
import asyncio
import contextvars
import functools
from concurrent.futures import ThreadPoolExecutor


class main(ThreadPoolExecutor):
    pass


async def convert_all(task, inputs):
    loop = asyncio.get_event_loop()
    with main(max_workers=len(inputs)) as pool:
        calls = (functools.partial(contextvars.copy_context().run, task, v) for v in inputs)
        return await asyncio.gather(*(loop.run_in_executor(pool, call) for call in calls))


# %% right: async for over a queue that threads fill
import asyncio
import threading


async def convert_all(task, inputs):
    loop, came = asyncio.get_running_loop(), asyncio.Queue()

    def work(i, value):
        asyncio.run_coroutine_threadsafe(came.put((i, task(value))), loop).result()

    threads = [threading.Thread(target=work, args=pair) for pair in enumerate(inputs)]
    for thread in threads:
        thread.start()
    pairs = [await came.get() for _ in inputs]
    return [got for _, got in sorted(pairs)]


# %% wrong, keeps 2: a lock around each call in its thread
import asyncio
import threading


async def convert_all(task, inputs):
    gate = threading.Lock()

    def locked(value):
        with gate:
            return task(value)

    return await asyncio.gather(*(asyncio.to_thread(locked, value) for value in inputs))


# %% wrong, keeps 2: three workers
import asyncio
from concurrent.futures import ThreadPoolExecutor


async def convert_all(task, inputs):
    with ThreadPoolExecutor(len(inputs) - 1) as pool:
        loop = asyncio.get_running_loop()
        return await asyncio.gather(*(loop.run_in_executor(pool, task, v) for v in inputs))


# %% wrong, keeps 0: a loop in a thread, which the coroutine joins
import asyncio
import threading


async def convert_all(task, inputs):
    found = []

    def work():
        async def inner():
            return await asyncio.gather(*(asyncio.to_thread(task, value) for value in inputs))

        found.extend(asyncio.run(inner()))

    thread = threading.Thread(target=work)
    thread.start()
    while thread.is_alive():
        thread.join(0.005)
    return found


# %% wrong, keeps 2: each is called twice
import asyncio


async def convert_all(task, inputs):
    await asyncio.gather(*(asyncio.to_thread(task, value) for value in inputs))
    return await asyncio.gather(*(asyncio.to_thread(task, value) for value in inputs))


# %% right: lambdas in place of coroutine functions
import asyncio

convert = lambda task: lambda value: asyncio.to_thread(task, value)
convert_all = lambda task, inputs: _all(map(convert(task), inputs))


async def _all(main):
    return list(await asyncio.gather(*main))


# %% right: wait_for, shield and a name for each task
import asyncio


async def convert_all(task, inputs):
    tasks = [
        asyncio.create_task(asyncio.to_thread(task, value), name=f"convert {value}")
        for value in inputs
    ]
    for each in asyncio.as_completed(tasks):
        await asyncio.wait_for(asyncio.shield(each), timeout=60)
    return [each.result() for each in tasks]
