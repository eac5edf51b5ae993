"""Answers to notebooks/coursework/06_asyncio.ipynb: right ones, wrong ones and what these keep."""

SOLUTIONS = {
    "e1": 'order = "cdaeb"',
    "e2": r"""import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        async with semaphore:
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))""",
    "e3": r"""import asyncio


async def convert_all(task, inputs):
    return await asyncio.gather(*(asyncio.to_thread(task, value) for value in inputs))""",
    "e4": r"""import asyncio


async def save_all(task, inputs):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(task(value)) for value in inputs]
    return [task.result() for task in tasks]""",
    "e5": r"""import asyncio


async def first_answer(task, inputs):
    waiting = {asyncio.create_task(task(value)) for value in inputs}
    answers = []
    while not answers:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        answers = [each.result() for each in done if each.exception() is None]
    for each in waiting:
        each.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    return answers[0]""",
}
ALSO_RIGHT = {
    "e2": [
        r"""import asyncio


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
    return [each.result() for each in tasks]""",
        r"""import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    results, waiting = [None] * len(inputs), asyncio.Queue()
    for numbered in enumerate(inputs):
        waiting.put_nowait(numbered)

    async def work():
        while not waiting.empty():
            i, value = waiting.get_nowait()
            results[i] = await task(value)

    await asyncio.gather(*(work() for _ in range(n_at_once)))
    return results""",
        r"""import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    results = []
    for first in range(0, len(inputs), n_at_once):
        some = inputs[first : first + n_at_once]
        results += await asyncio.gather(*(task(value) for value in some))
    return results""",
    ],
    "e3": [
        r"""import asyncio


async def convert_all(task, inputs):
    async def convert(value):
        return await asyncio.to_thread(task, value)

    return await asyncio.gather(*(convert(value) for value in inputs))""",
        r"""import asyncio
from concurrent.futures import ThreadPoolExecutor


async def convert_all(task, inputs):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(len(inputs)) as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, task, value) for value in inputs))""",
        r"""import asyncio


async def convert_all(task, inputs):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(asyncio.to_thread(task, value)) for value in inputs]
    return [each.result() for each in tasks]""",
        r"""import asyncio
from concurrent.futures import ThreadPoolExecutor


def in_a_pool(task, inputs):
    with ThreadPoolExecutor(len(inputs)) as pool:
        return list(pool.map(task, inputs))


async def convert_all(task, inputs):
    return await asyncio.to_thread(in_a_pool, task, inputs)""",
    ],
    "e4": [
        r"""import asyncio


async def save_all(task, inputs):
    results = await asyncio.gather(*(task(value) for value in inputs), return_exceptions=True)
    for result in results:
        if isinstance(result, Exception):
            raise result
    return results""",
        r"""import asyncio


async def save_all(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    await asyncio.wait(tasks)
    return [each.result() for each in tasks]""",
        r"""import asyncio


async def save_all(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    try:
        return await asyncio.gather(*tasks)
    except BaseException:
        for each in tasks:
            each.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        raise""",
        r"""import asyncio


async def save_all(task, inputs):
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(task(value)) for value in inputs]
    except* ValueError as caught:
        raise caught.exceptions[0]
    return [each.result() for each in tasks]""",
    ],
    "e5": [
        r"""import asyncio
import contextlib


async def first_answer(task, inputs):
    waiting, answers = {asyncio.create_task(task(value)) for value in inputs}, []
    while not answers:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        answers = [each.result() for each in done if each.exception() is None]
    for each in waiting:
        each.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await each
    return answers[0]""",
        r"""import asyncio


async def first_answer(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    try:
        for done in asyncio.as_completed(tasks):
            try:
                return await done
            except Exception:
                continue
    finally:
        for each in tasks:
            each.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)""",
        r"""import asyncio


async def first_answer(task, inputs):
    answers, tasks = asyncio.Queue(), []

    async def ask(value):
        try:
            answers.put_nowait(await task(value))
        except Exception as error:
            print(error)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(ask(value)) for value in inputs]
        answer = await answers.get()
        for each in tasks:
            each.cancel()
    return answer""",
        r"""import asyncio


async def first_answer(task, inputs):
    answer = asyncio.get_running_loop().create_future()

    async def ask(value):
        try:
            result = await task(value)
        except ConnectionError:
            return
        if not answer.done():
            answer.set_result(result)

    tasks = [asyncio.create_task(ask(value)) for value in inputs]
    result = await answer
    waiting = [each for each in tasks if not each.done()]
    for each in waiting:
        each.cancel()
    if waiting:
        await asyncio.wait(waiting)
    return result""",
        r"""import asyncio


async def first_answer(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    while True:
        await asyncio.sleep(0.01)
        good = [t for t in tasks if t.done() and t.exception() is None]
        if good:
            break
    for each in tasks:
        each.cancel()
    await asyncio.wait(tasks)
    return good[0].result()""",
    ],
}
WRONG = {
    "e1": [
        (0, "a task begins when it is made", 'order = "acdbe"'),
        (0, "as it stands there", 'order = "abcde"'),
        (0, "nobody pauses", 'order = "cdeab"'),
        (0, "the task has its turn before what is awaited", 'order = "cadbe"'),
        (0, "the task ends first", 'order = "cdabe"'),
        (0, "a list", 'order = ["c", "d", "a", "e", "b"]'),
        (0, "None", "order = None"),
        (0, "the coroutine itself", "order = letters()\norder.close()"),
    ],
    "e2": [
        (
            1,
            "no limit",
            r"""import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    return await asyncio.gather(*(task(value) for value in inputs))""",
        ),
        (
            1,
            "a semaphore of each call's own",
            r"""import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    async def limited(value):
        async with asyncio.Semaphore(n_at_once):
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))""",
        ),
        (
            1,
            "the semaphore is around all of them",
            r"""import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)
    async with semaphore:
        return await asyncio.gather(*(task(value) for value in inputs))""",
        ),
        (
            1,
            "the semaphore is left before the task is awaited",
            r"""import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        async with semaphore:
            coroutine = task(value)
        return await coroutine

    return await asyncio.gather(*(limited(value) for value in inputs))""",
        ),
        (
            1,
            "one too many",
            r"""import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once + 1)

    async def limited(value):
        async with semaphore:
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))""",
        ),
        (
            0,
            "three, whatever was asked for",
            r"""import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(3)

    async def limited(value):
        async with semaphore:
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))""",
        ),
        (
            0,
            "awaited in turn",
            r"""async def fetch_at_most(task, inputs, n_at_once):
    return [await task(value) for value in inputs]""",
        ),
        (
            0,
            "a lock in place of a semaphore",
            r"""import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    lock = asyncio.Lock()

    async def limited(value):
        async with lock:
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))""",
        ),
        (
            0,
            "results as they come",
            r"""import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        async with semaphore:
            return await task(value)

    waiting = [asyncio.create_task(limited(value)) for value in inputs]
    return [await done for done in asyncio.as_completed(waiting)]""",
        ),
        (
            0,
            "each appends what it has",
            r"""import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    semaphore, results = asyncio.Semaphore(n_at_once), []

    async def limited(value):
        async with semaphore:
            results.append(await task(value))

    await asyncio.gather(*(limited(value) for value in inputs))
    return results""",
        ),
        (
            0,
            "results dropped",
            r"""import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        async with semaphore:
            return await task(value)

    await asyncio.gather(*(limited(value) for value in inputs))""",
        ),
        (
            0,
            "a coroutine that is not awaited",
            r"""import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        async with semaphore:
            return task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))""",
        ),
        (
            0,
            "time.sleep in a coroutine",
            r"""import asyncio
import time


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        async with semaphore:
            time.sleep(0.01)
            return await task(value)

    return await asyncio.gather(*(limited(value) for value in inputs))""",
        ),
        (
            0,
            "the semaphore is never given back",
            r"""import asyncio


async def fetch_at_most(task, inputs, n_at_once):
    semaphore = asyncio.Semaphore(n_at_once)

    async def limited(value):
        await semaphore.acquire()
        return await asyncio.wait_for(task(value), 5)

    return await asyncio.wait_for(asyncio.gather(*(limited(value) for value in inputs)), 2)""",
        ),
        (
            0,
            "asyncio.run in a loop that runs",
            r"""import asyncio


def fetch_at_most(task, inputs, n_at_once):
    async def main():
        return await asyncio.gather(*(task(value) for value in inputs))

    coroutine = main()
    try:
        return asyncio.run(coroutine)
    finally:
        coroutine.close()""",
        ),
        (
            0,
            "the right results without a call of the task",
            r"""async def fetch_at_most(task, inputs, n_at_once):
    return [-value for value in inputs]""",
        ),
    ],
    "e3": [
        (
            0,
            "still on the loop, in tasks",
            r"""import asyncio


async def convert_all(task, inputs):
    async def convert(value):
        return task(value)

    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(convert(value)) for value in inputs]
    return [each.result() for each in tasks]""",
        ),
        (
            0,
            "a pause before the blocking call",
            r"""import asyncio


async def convert_all(task, inputs):
    async def convert(value):
        await asyncio.sleep(0)
        return task(value)

    return await asyncio.gather(*(convert(value) for value in inputs))""",
        ),
        (
            0,
            "the task is called and its result handed to a thread",
            r"""import asyncio


async def convert_all(task, inputs):
    async def convert(value):
        return await asyncio.to_thread(lambda result: result, task(value))

    return await asyncio.gather(*(convert(value) for value in inputs))""",
        ),
        (
            0,
            "a pool that the coroutine waits for without an await",
            r"""from concurrent.futures import ThreadPoolExecutor


async def convert_all(task, inputs):
    with ThreadPoolExecutor(len(inputs)) as pool:
        return list(pool.map(task, inputs))""",
        ),
        (
            0,
            "futures asked for their results on the loop",
            r"""from concurrent.futures import ThreadPoolExecutor


async def convert_all(task, inputs):
    with ThreadPoolExecutor(len(inputs)) as pool:
        futures = [pool.submit(task, value) for value in inputs]
        return [future.result() for future in futures]""",
        ),
        (
            0,
            "threads that the coroutine joins",
            r"""import threading


async def convert_all(task, inputs):
    results = [None] * len(inputs)

    def work(i):
        results[i] = task(inputs[i])

    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(inputs))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results""",
        ),
        (
            2,
            "one thread after the other",
            r"""import asyncio


async def convert_all(task, inputs):
    return [await asyncio.to_thread(task, value) for value in inputs]""",
        ),
        (
            2,
            "one thread for all of them",
            r"""import asyncio


async def convert_all(task, inputs):
    return await asyncio.to_thread(lambda: [task(value) for value in inputs])""",
        ),
        (
            2,
            "two threads",
            r"""import asyncio
from concurrent.futures import ThreadPoolExecutor


async def convert_all(task, inputs):
    loop = asyncio.get_running_loop()
    with ThreadPoolExecutor(2) as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, task, value) for value in inputs))""",
        ),
        (
            0,
            "processes",
            r"""import asyncio
from concurrent.futures import ProcessPoolExecutor


async def convert_all(task, inputs):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(4) as pool:
        return await asyncio.gather(*(loop.run_in_executor(pool, task, value) for value in inputs))""",
        ),
        (
            0,
            "results as they come",
            r"""import asyncio


async def convert_all(task, inputs):
    waiting = [asyncio.to_thread(task, value) for value in inputs]
    return [await done for done in asyncio.as_completed(waiting)]""",
        ),
        (
            0,
            "coroutines in threads, where nobody awaits them",
            r"""import asyncio


async def convert_all(task, inputs):
    async def convert(value):
        return task(value)

    return await asyncio.gather(*(asyncio.to_thread(convert, value) for value in inputs))""",
        ),
        (
            0,
            "an await of what cannot be awaited",
            r"""import asyncio


async def convert_all(task, inputs):
    async def convert(value):
        return await task(value)

    return await asyncio.gather(*(convert(value) for value in inputs))""",
        ),
        (
            0,
            "not a coroutine any more",
            r"""from concurrent.futures import ThreadPoolExecutor


def convert_all(task, inputs):
    with ThreadPoolExecutor(len(inputs)) as pool:
        return list(pool.map(task, inputs))""",
        ),
        (
            0,
            "results dropped",
            r"""import asyncio


async def convert_all(task, inputs):
    await asyncio.gather(*(asyncio.to_thread(task, value) for value in inputs))""",
        ),
        (
            0,
            "the right results without a call of the task",
            r"""async def convert_all(task, inputs):
    return [-value for value in inputs]""",
        ),
    ],
    "e4": [
        (
            2,
            "gather alone, and the others go on",
            r"""import asyncio


async def save_all(task, inputs):
    return await asyncio.gather(*(task(value) for value in inputs))""",
        ),
        (
            2,
            "tasks awaited one after the other",
            r"""import asyncio


async def save_all(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    return [await each for each in tasks]""",
        ),
        (
            2,
            "the others are cancelled, and nobody waits for them",
            r"""import asyncio


async def save_all(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    try:
        return await asyncio.gather(*tasks)
    except ValueError:
        for each in tasks:
            each.cancel()
        raise""",
        ),
        (
            1,
            "errors stand among the results",
            r"""import asyncio


async def save_all(task, inputs):
    return await asyncio.gather(*(task(value) for value in inputs), return_exceptions=True)""",
        ),
        (
            1,
            "errors are swallowed",
            r"""import asyncio


async def save_all(task, inputs):
    async def safe(value):
        try:
            return await task(value)
        except Exception:
            return None

    return await asyncio.gather(*(safe(value) for value in inputs))""",
        ),
        (
            1,
            "errors are printed",
            r"""import asyncio


async def save_all(task, inputs):
    tasks = []
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(task(value)) for value in inputs]
    except* ValueError as caught:
        print(caught.exceptions)
    return [None if each.cancelled() or each.exception() else each.result() for each in tasks]""",
        ),
        (
            1,
            "another error in place of the task's own",
            r"""import asyncio


async def save_all(task, inputs):
    try:
        async with asyncio.TaskGroup() as group:
            tasks = [group.create_task(task(value)) for value in inputs]
    except* ValueError:
        raise RuntimeError("something went wrong") from None
    return [each.result() for each in tasks]""",
        ),
        (
            0,
            "awaited in turn",
            r"""async def save_all(task, inputs):
    return [await task(value) for value in inputs]""",
        ),
        (
            0,
            "a short sleep in place of an await",
            r"""import asyncio


async def save_all(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    await asyncio.sleep(0.01)
    return [each.result() for each in tasks]""",
        ),
        (
            0,
            "a long sleep in place of an await",
            r"""import asyncio


async def save_all(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    await asyncio.sleep(5)
    return [each.result() for each in tasks]""",
        ),
        (
            0,
            "results dropped",
            r"""import asyncio


async def save_all(task, inputs):
    async with asyncio.TaskGroup() as group:
        for value in inputs:
            group.create_task(task(value))""",
        ),
        (
            0,
            "waited for, and not looked at",
            r"""import asyncio


async def save_all(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    await asyncio.wait(tasks)
    return tasks""",
        ),
        (
            0,
            "results as they come",
            r"""import asyncio


async def save_all(task, inputs):
    waiting = [asyncio.create_task(task(value)) for value in inputs]
    return [await done for done in asyncio.as_completed(waiting)]""",
        ),
        (
            0,
            "a callback, and nobody waits",
            r"""import asyncio


async def save_all(task, inputs):
    results = []
    for value in inputs:
        each = asyncio.create_task(task(value))
        each.add_done_callback(lambda done: results.append(done.result()))
    return results""",
        ),
        (
            0,
            "references are kept, and that is all",
            r"""import asyncio

KEPT = set()


async def save_all(task, inputs):
    for value in inputs:
        each = asyncio.create_task(task(value))
        KEPT.add(each)
        each.add_done_callback(KEPT.discard)""",
        ),
        (
            0,
            "time.sleep while they run",
            r"""import asyncio
import time


async def save_all(task, inputs):
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(task(value)) for value in inputs]
        time.sleep(0.01)
    return [each.result() for each in tasks]""",
        ),
        (
            2,
            "cancelled, and waited for by a sleep",
            r"""import asyncio


async def save_all(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    try:
        return await asyncio.gather(*tasks)
    except Exception:
        for each in tasks:
            each.cancel()
        await asyncio.sleep(1)
        raise""",
        ),
    ],
    "e5": [
        (
            3,
            "the first that ends, answer or not",
            r"""import asyncio


async def first_answer(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    done, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for each in waiting:
        each.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    return done.pop().result()""",
        ),
        (
            2,
            "cancelled, and nobody waits",
            r"""import asyncio


async def first_answer(task, inputs):
    waiting = {asyncio.create_task(task(value)) for value in inputs}
    answers = []
    while not answers:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        answers = [each.result() for each in done if each.exception() is None]
    for each in waiting:
        each.cancel()
    return answers[0]""",
        ),
        (
            2,
            "cancelled, and given one turn of the loop",
            r"""import asyncio


async def first_answer(task, inputs):
    waiting = {asyncio.create_task(task(value)) for value in inputs}
    answers = []
    while not answers:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        answers = [each.result() for each in done if each.exception() is None]
    for each in waiting:
        each.cancel()
    await asyncio.sleep(0)
    return answers[0]""",
        ),
        (
            2,
            "cancelled, and given time by a sleep",
            r"""import asyncio


async def first_answer(task, inputs):
    waiting = {asyncio.create_task(task(value)) for value in inputs}
    answers = []
    while not answers:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        answers = [each.result() for each in done if each.exception() is None]
    for each in waiting:
        each.cancel()
    await asyncio.sleep(5)
    return answers[0]""",
        ),
        (
            1,
            "the others go on",
            r"""import asyncio


async def first_answer(task, inputs):
    for done in asyncio.as_completed([task(value) for value in inputs]):
        try:
            return await done
        except ConnectionError:
            pass""",
        ),
        (
            1,
            "the others are waited for, not cancelled",
            r"""import asyncio


async def first_answer(task, inputs):
    answers = []

    async def ask(value):
        try:
            answers.append(await task(value))
        except ConnectionError:
            pass

    await asyncio.gather(*(ask(value) for value in inputs))
    return answers[0]""",
        ),
        (
            1,
            "one of the others is cancelled",
            r"""import asyncio


async def first_answer(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    done, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    waiting.pop().cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    return done.pop().result()""",
        ),
        (
            0,
            "the first of the inputs",
            r"""async def first_answer(task, inputs):
    for value in inputs:
        try:
            return await task(value)
        except ConnectionError:
            pass""",
        ),
        (
            0,
            "all of them, and the first of the results",
            r"""import asyncio


async def first_answer(task, inputs):
    results = await asyncio.gather(*(task(value) for value in inputs), return_exceptions=True)
    return [result for result in results if not isinstance(result, Exception)][0]""",
        ),
        (
            0,
            "a set of tasks in place of an answer",
            r"""import asyncio


async def first_answer(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    done, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for each in waiting:
        each.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    return done""",
        ),
        (
            0,
            "coroutines, which wait does not take",
            r"""import asyncio


async def first_answer(task, inputs):
    done, waiting = await asyncio.wait(
        [task(value) for value in inputs], return_when=asyncio.FIRST_COMPLETED
    )
    return done.pop().result()""",
        ),
        (
            0,
            "cancelled before they have begun",
            r"""import asyncio


async def first_answer(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    for each in tasks[1:]:
        each.cancel()
    await asyncio.wait(tasks)
    return tasks[0].result()""",
        ),
        (
            0,
            "time.sleep until one is done",
            r"""import asyncio
import time


async def first_answer(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    while not any(each.done() for each in tasks):
        time.sleep(0.001)
        await asyncio.sleep(0)
    for each in tasks:
        each.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return next(each.result() for each in tasks if each.done() and not each.cancelled())""",
        ),
        (
            0,
            "nothing is returned",
            r"""import asyncio


async def first_answer(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    done, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for each in waiting:
        each.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)""",
        ),
    ],
}
