# %% [markdown]
# # Answers to exercise 5 of 06_asyncio
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
import asyncio


async def first_answer(task, inputs):
    waiting = {asyncio.create_task(task(value)) for value in inputs}
    answers = []
    while not answers:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        answers = [each.result() for each in done if each.exception() is None]
    for each in waiting:
        each.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    return answers[0]


# %% right: each is cancelled and waited for
import asyncio
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
    return answers[0]


# %% right: by as_completed
import asyncio


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
        await asyncio.gather(*tasks, return_exceptions=True)


# %% right: by a queue of answers
import asyncio


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
    return answer


# %% right: by a future
import asyncio


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
    return result


# %% right: looked at again and again
import asyncio


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
    return good[0].result()


# %% wrong, keeps 3: the first that ends, answer or not
import asyncio


async def first_answer(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    done, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for each in waiting:
        each.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    return done.pop().result()


# %% wrong, keeps 2: cancelled, and nobody waits
import asyncio


async def first_answer(task, inputs):
    waiting = {asyncio.create_task(task(value)) for value in inputs}
    answers = []
    while not answers:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        answers = [each.result() for each in done if each.exception() is None]
    for each in waiting:
        each.cancel()
    return answers[0]


# %% wrong, keeps 2: cancelled, and given one turn of the loop
import asyncio


async def first_answer(task, inputs):
    waiting = {asyncio.create_task(task(value)) for value in inputs}
    answers = []
    while not answers:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        answers = [each.result() for each in done if each.exception() is None]
    for each in waiting:
        each.cancel()
    await asyncio.sleep(0)
    return answers[0]


# %% wrong, keeps 2: cancelled, and given time by a sleep
import asyncio


async def first_answer(task, inputs):
    waiting = {asyncio.create_task(task(value)) for value in inputs}
    answers = []
    while not answers:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        answers = [each.result() for each in done if each.exception() is None]
    for each in waiting:
        each.cancel()
    await asyncio.sleep(5)
    return answers[0]


# %% wrong, keeps 1: the others go on
import asyncio


async def first_answer(task, inputs):
    for done in asyncio.as_completed([task(value) for value in inputs]):
        try:
            return await done
        except ConnectionError:
            pass


# %% wrong, keeps 1: the others are waited for, not cancelled
import asyncio


async def first_answer(task, inputs):
    answers = []

    async def ask(value):
        try:
            answers.append(await task(value))
        except ConnectionError:
            pass

    await asyncio.gather(*(ask(value) for value in inputs))
    return answers[0]


# %% wrong, keeps 1: one of the others is cancelled
import asyncio


async def first_answer(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    done, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    waiting.pop().cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    return done.pop().result()


# %% wrong, keeps 0: the first of the inputs
async def first_answer(task, inputs):
    for value in inputs:
        try:
            return await task(value)
        except ConnectionError:
            pass


# %% wrong, keeps 0: all of them, and the first of the results
import asyncio


async def first_answer(task, inputs):
    results = await asyncio.gather(*(task(value) for value in inputs), return_exceptions=True)
    return [result for result in results if not isinstance(result, Exception)][0]


# %% wrong, keeps 0: a set of tasks in place of an answer
import asyncio


async def first_answer(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    done, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for each in waiting:
        each.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    return done


# %% wrong, keeps 0: coroutines, which wait does not take
import asyncio


async def first_answer(task, inputs):
    done, waiting = await asyncio.wait(
        [task(value) for value in inputs], return_when=asyncio.FIRST_COMPLETED
    )
    return done.pop().result()


# %% wrong, keeps 0: cancelled before they have begun
import asyncio


async def first_answer(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    for each in tasks[1:]:
        each.cancel()
    await asyncio.wait(tasks)
    return tasks[0].result()


# %% wrong, keeps 0: time.sleep until one is done
import asyncio
import time


async def first_answer(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    while not any(each.done() for each in tasks):
        time.sleep(0.001)
        await asyncio.sleep(0)
    for each in tasks:
        each.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return next(each.result() for each in tasks if each.done() and not each.cancelled())


# %% wrong, keeps 0: nothing is returned
import asyncio


async def first_answer(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    done, waiting = await asyncio.wait(tasks, return_when=asyncio.FIRST_COMPLETED)
    for each in waiting:
        each.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


# %% wrong, keeps 0: a busy loop on the loop
import asyncio
import time


async def first_answer(task, inputs):
    tasks = {asyncio.create_task(task(value)) for value in inputs}
    until = time.perf_counter() + 0.3
    while time.perf_counter() < until:
        pass
    answers, waiting = [], tasks
    while not answers:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        answers = [each.result() for each in done if each.exception() is None]
    for each in waiting:
        each.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    return answers[0]


# %% wrong, keeps 3: the loop is blocked when a task has failed
import asyncio
import threading


async def first_answer(task, inputs):
    answers, waiting = [], {asyncio.create_task(task(value)) for value in inputs}
    while not answers:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        answers = [each.result() for each in done if each.exception() is None]
        if not answers:
            threading.Event().wait(0.2)
    for each in waiting:
        each.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    return answers[0]


# %% right: NumPy tells whether there is an answer
import asyncio

import numpy as np


async def first_answer(task, inputs):
    waiting, answers = {asyncio.create_task(task(inputs.pop())) for _ in inputs[:]}, []
    while not np.any(answers):
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        answers = [np.int64(each.result()) for each in done if each.exception() is None]
    for each in waiting:
        each.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)
    return answers[0]


# %% right: an error of one's own ends the group
import asyncio


class Found(Exception):
    pass


async def first_answer(task, inputs):
    async def main(value):
        try:
            got = await task(value)
        except Exception:
            return
        raise Found(got)

    try:
        async with asyncio.TaskGroup() as group:
            for value in inputs:
                group.create_task(main(value))
    except* Found as errors:
        (answer, *_) = errors.exceptions
    return answer.args[0]


# %% right: an async generator of answers, closed in the end
import asyncio
from contextlib import aclosing


async def answers_of(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    try:
        for each in asyncio.as_completed(tasks):
            try:
                yield await each
            except (OSError, ArithmeticError, LookupError):
                continue
    finally:
        for each in tasks:
            each.cancel()
        await asyncio.wait(tasks)


async def first_answer(task, inputs):
    async with aclosing(answers_of(task, inputs)) as answers:
        async for answer in answers:
            return answer


# %% wrong, keeps 2: the others are cancelled, and one is awaited
import asyncio


async def first_answer(task, inputs):
    waiting, good = {asyncio.create_task(task(value)) for value in inputs}, []
    while not good:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        good = [each for each in done if not each.exception()]
    for each in waiting:
        each.cancel()
    await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    return good[0].result()


# %% wrong, keeps 2: waited for by a time-out
import asyncio


async def first_answer(task, inputs):
    waiting, good = {asyncio.create_task(task(value)) for value in inputs}, []
    while not good:
        done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
        good = [each for each in done if not each.exception()]
    for each in waiting:
        each.cancel()
    await asyncio.wait(waiting, timeout=0.01)
    return good[0].result()


# %% wrong, keeps 3: the second that ends, if the first fails
import asyncio


async def first_answer(task, inputs):
    tasks = [asyncio.create_task(task(value)) for value in inputs]
    try:
        for each in asyncio.as_completed(tasks):
            return await each
    finally:
        for each in tasks:
            each.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
