# %% [markdown]
# # Answers to exercise 4 of 06_asyncio
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
import asyncio


async def save_all(task, inputs):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(task(value)) for value in inputs]
    return [task.result() for task in tasks]


# %% right: by gather, which keeps the errors until all are done
import asyncio


async def save_all(task, inputs):
    results = await asyncio.gather(*(task(value) for value in inputs), return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result
    return results


# %% right: by wait
import asyncio


async def save_all(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    await asyncio.wait(tasks)
    return [each.result() for each in tasks]


# %% right: by gather, and the others are cancelled and waited for
import asyncio


async def save_all(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    try:
        return await asyncio.gather(*tasks)
    except BaseException:
        for each in tasks:
            each.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise


# %% right: by a TaskGroup, and the error itself comes out
import asyncio


async def save_all(task, inputs):
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(task(value)) for value in inputs]
    except* ValueError as caught:
        raise caught.exceptions[0]
    return [each.result() for each in tasks]


# %% wrong, keeps 2: gather alone, and the others go on
import asyncio


async def save_all(task, inputs):
    return await asyncio.gather(*(task(value) for value in inputs))


# %% wrong, keeps 2: tasks awaited one after the other
import asyncio


async def save_all(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    return [await each for each in tasks]


# %% wrong, keeps 2: the others are cancelled, and nobody waits for them
import asyncio


async def save_all(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    try:
        return await asyncio.gather(*tasks)
    except ValueError:
        for each in tasks:
            each.cancel()
        raise


# %% wrong, keeps 1: errors stand among the results
import asyncio


async def save_all(task, inputs):
    return await asyncio.gather(*(task(value) for value in inputs), return_exceptions=True)


# %% wrong, keeps 1: errors are swallowed
import asyncio


async def save_all(task, inputs):
    async def safe(value):
        try:
            return await task(value)
        except Exception:
            return None

    return await asyncio.gather(*(safe(value) for value in inputs))


# %% wrong, keeps 1: errors are printed
import asyncio


async def save_all(task, inputs):
    tasks = []
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(task(value)) for value in inputs]
    except* ValueError as caught:
        print(caught.exceptions)
    return [None if each.cancelled() or each.exception() else each.result() for each in tasks]


# %% wrong, keeps 1: another error in place of the task's own
import asyncio


async def save_all(task, inputs):
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(task(value)) for value in inputs]
    except* ValueError:
        raise RuntimeError("something went wrong") from None
    return [each.result() for each in tasks]


# %% wrong, keeps 0: awaited in turn
async def save_all(task, inputs):
    return [await task(value) for value in inputs]


# %% wrong, keeps 0: a short sleep in place of an await
import asyncio


async def save_all(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    await asyncio.sleep(0.01)
    return [each.result() for each in tasks]


# %% wrong, keeps 0: a long sleep in place of an await
import asyncio


async def save_all(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    await asyncio.sleep(5)
    return [each.result() for each in tasks]


# %% wrong, keeps 0: results dropped
import asyncio


async def save_all(task, inputs):
    async with asyncio.TaskGroup() as group:
        for value in inputs:
            group.create_task(task(value))


# %% wrong, keeps 0: waited for, and not looked at
import asyncio


async def save_all(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    await asyncio.wait(tasks)
    return tasks


# %% wrong, keeps 0: results as they come
import asyncio


async def save_all(task, inputs):
    waiting = [asyncio.create_task(task(value)) for value in inputs]
    return [await done for done in asyncio.as_completed(waiting)]


# %% wrong, keeps 0: a callback, and nobody waits
import asyncio


async def save_all(task, inputs):
    results = []
    for value in inputs:
        each = asyncio.create_task(task(value))
        each.add_done_callback(lambda done: results.append(done.result()))
    return results


# %% wrong, keeps 0: references are kept, and that is all
import asyncio

KEPT = set()


async def save_all(task, inputs):
    for value in inputs:
        each = asyncio.create_task(task(value))
        KEPT.add(each)
        each.add_done_callback(KEPT.discard)


# %% wrong, keeps 0: time.sleep while they run
import asyncio
import time


async def save_all(task, inputs):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(task(value)) for value in inputs]
        time.sleep(0.01)
    return [each.result() for each in tasks]


# %% wrong, keeps 2: cancelled, and waited for by a sleep
import asyncio


async def save_all(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    try:
        return await asyncio.gather(*tasks)
    except Exception:
        for each in tasks:
            each.cancel()
        await asyncio.sleep(1)
        raise


# %% wrong, keeps 0: a wait for an event on the loop
import asyncio
import threading


async def save_all(task, inputs):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(task(value)) for value in inputs]
        threading.Event().wait(0.5)
    return [each.result() for each in tasks]


# %% wrong, keeps 1: the loop is blocked when a task has failed
import asyncio
import subprocess
import sys


async def save_all(task, inputs):
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(task(value)) for value in inputs]
    except* ValueError:
        subprocess.run([sys.executable, "-c", "pass"], check=True)
        raise
    return [each.result() for each in tasks]


# %% right: inputs are taken out until none is left
import asyncio


async def save_all(task, inputs):
    async with asyncio.TaskGroup() as group:
        tasks = []
        while inputs:
            tasks.append(group.create_task(task(inputs.pop(0))))
    return [each.result() for each in tasks]


# %% right: an exit stack of tasks
import asyncio
import contextlib


@contextlib.asynccontextmanager
async def nursery():
    tasks = []
    try:
        yield tasks
        await asyncio.gather(*tasks)
    finally:
        for each in tasks:
            each.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def save_all(task, inputs):
    async with nursery() as tasks:
        tasks += [asyncio.create_task(task(value)) for value in inputs]
    return [each.result() for each in tasks]


# %% right: done callbacks, and an event
import asyncio


async def save_all(task, inputs):
    tasks = [asyncio.ensure_future(task(value)) for value in inputs]
    all_done, n = asyncio.Event(), len(tasks)

    def note(_):
        nonlocal n
        n -= 1
        if n == 0:
            all_done.set()

    for each in tasks:
        each.add_done_callback(note)
    await all_done.wait()
    return [each.result() for each in tasks]


# %% right: all errors in a group of one's own
import asyncio


async def save_all(task, inputs):
    found = await asyncio.gather(*map(task, inputs), return_exceptions=True)
    if errors := [each for each in found if isinstance(each, Exception)]:
        raise ExceptionGroup("some were not saved", errors)
    return found


# %% wrong, keeps 2: the others are cancelled for one kind of error only
import asyncio


async def save_all(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    try:
        return list(await asyncio.gather(*tasks))
    except ValueError:
        for each in tasks:
            each.cancel()
        await asyncio.wait(tasks)
        raise


# %% wrong, keeps 0: saved twice
import asyncio


async def save_all(task, inputs):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(task(value)) for value in inputs]
    return [await task(value) for value in inputs]


# %% wrong, keeps 2: those left are awaited to the first error only
import asyncio


async def save_all(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    done, left = await asyncio.wait(tasks, return_when=asyncio.FIRST_EXCEPTION)
    for each in left:
        each.cancel()
        await asyncio.wait([each], timeout=0.001)
    return [each.result() for each in tasks if each.done()]
