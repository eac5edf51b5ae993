# %% [markdown]
# # Answers to exercise 3 of 02_multiprocessing
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
import multiprocessing


def convert_all(task, inputs):
    with multiprocessing.Pool(2) as pool:
        return pool.map(task, inputs, chunksize=1)


# %% right: by apply_async
import multiprocessing


def convert_all(task, inputs):
    with multiprocessing.Pool(2) as pool:
        waiting = [pool.apply_async(task, (value,)) for value in inputs]
        return [result.get() for result in waiting]


# %% wrong, keeps 2: the error becomes None
import multiprocessing


def convert_all(task, inputs):
    results = []
    with multiprocessing.Pool(2) as pool:
        waiting = [pool.apply_async(task, (value,)) for value in inputs]
        for result in waiting:
            try:
                results.append(result.get())
            except ValueError:
                results.append(None)
    return results


# %% wrong, keeps 2: the error's own words are lost
import multiprocessing


def convert_all(task, inputs):
    with multiprocessing.Pool(2) as pool:
        try:
            return pool.map(task, inputs, chunksize=1)
        except Exception:
            raise ValueError("something went wrong") from None


# %% wrong, keeps 1: a loop
def convert_all(task, inputs):
    return [task(value) for value in inputs]


# %% wrong, keeps 0: a callback fills a list as results come
import multiprocessing


def convert_all(task, inputs):
    results = []
    with multiprocessing.Pool(2) as pool:
        for value in inputs:
            pool.apply_async(task, (value,), callback=results.append, error_callback=print)
        pool.close()
        pool.join()
    return results


# %% wrong, keeps 0: results dropped
import multiprocessing


def convert_all(task, inputs):
    with multiprocessing.Pool(2) as pool:
        pool.map(task, inputs)


# %% wrong, keeps 1: threads
from multiprocessing.pool import ThreadPool


def convert_all(task, inputs):
    with ThreadPool(2) as pool:
        return pool.map(task, inputs, chunksize=1)


# %% wrong, keeps 1: each is asked for its result before the next is sent
import multiprocessing


def convert_all(task, inputs):
    with multiprocessing.Pool(2) as pool:
        return [pool.apply_async(task, (value,)).get() for value in inputs]


# %% wrong, keeps 1: three processes
import multiprocessing


def convert_all(task, inputs):
    with multiprocessing.Pool(3) as pool:
        return pool.map(task, inputs, chunksize=1)


# %% right: helpers with names that others use, too
import multiprocessing


def main(pool, task, inputs):
    return [pool.apply_async(task, (value,)) for value in inputs]


def turns(time):
    return [each.get() for each in time]


def convert_all(task, inputs):
    with multiprocessing.Pool(2) as pool:
        return turns(main(pool, task, inputs))


# %% right: a process executor, submodules imported where they are used
def convert_all(task, inputs):
    import concurrent.futures.process as main

    with main.ProcessPoolExecutor(2) as pool:
        return [future.result() for future in [pool.submit(task, value) for value in inputs]]


# %% right: two processes by hand, with pipes
import multiprocessing


def _serve(task, end):
    while True:
        job = end.recv()
        if job is None:
            return
        try:
            end.send((True, task(job)))
        except Exception as error:
            end.send((False, error))


def convert_all(task, inputs):
    from multiprocessing import connection

    ends, started = [], []
    for _ in range(2):
        mine, theirs = multiprocessing.Pipe()
        started.append(multiprocessing.Process(target=_serve, args=(task, theirs), daemon=True))
        started[-1].start()
        ends.append(mine)
    todo = list(enumerate(inputs))[::-1]
    found, at = {}, {}
    for end in ends:
        if todo:
            at[end], value = todo.pop()
            end.send(value)
    try:
        while at:
            for end in connection.wait(list(at)):
                good, got = end.recv()
                if not good:
                    raise got
                found[at.pop(end)] = got
                if todo:
                    at[end], value = todo.pop()
                    end.send(value)
    finally:
        for end in ends:
            end.send(None)
        for each in started:
            each.join()
    return [found[i] for i in sorted(found)]


# %% right: callbacks fill places, and the first error is raised in the end
import multiprocessing


def convert_all(task, inputs):
    results, errors = [None] * len(inputs), []
    with multiprocessing.Pool(2) as pool:
        for i, value in enumerate(inputs):
            pool.apply_async(
                task,
                (value,),
                callback=lambda got, i=i: results.__setitem__(i, got),
                error_callback=errors.append,
            )
        pool.close()
        pool.join()
    if errors:
        raise errors[0]
    return results


# %% wrong, keeps 1: a process for each input, two at a time
import multiprocessing


def _one(task, value, places, out, i):
    with places:
        try:
            out.put((i, task(value), None))
        except Exception as error:
            out.put((i, None, error))


def convert_all(task, inputs):
    places, out = multiprocessing.Semaphore(2), multiprocessing.SimpleQueue()
    started = []
    for i, value in enumerate(inputs):
        started.append(multiprocessing.Process(target=_one, args=(task, value, places, out, i)))
        started[-1].start()
    found = sorted((out.get() for _ in inputs), key=lambda each: each[0])
    for each in started:
        each.join()
    for _, _, error in found:
        if error is not None:
            raise error
    return [got for _, got, _ in found]


# %% wrong, keeps 2: the error's words in another error
import multiprocessing


def convert_all(task, inputs):
    with multiprocessing.Pool(2) as pool:
        try:
            return pool.map(task, inputs, 1)
        except Exception as error:
            raise RuntimeError(f"a task has failed: {error}") from error


# %% wrong, keeps 2: the error is returned
import multiprocessing


def convert_all(task, inputs):
    with multiprocessing.Pool(2) as pool:
        jobs = [pool.apply_async(task, (value,)) for value in inputs]
        results = []
        for job in jobs:
            try:
                results.append(job.get())
            except Exception as error:
                results.append(error)
        return results


# %% wrong, keeps 1: tasks are called twice, first to see whether they fail
import multiprocessing


def convert_all(task, inputs):
    with multiprocessing.Pool(2) as pool:
        for job in [pool.apply_async(task, (value,)) for value in inputs]:
            job.get()
        return pool.map(task, inputs, 1)


# %% right: one pair after the other
import multiprocessing


def convert_all(task, inputs):
    results = []
    with multiprocessing.Pool(2) as pool:
        for i in range(0, len(inputs), 2):
            results += pool.map(task, inputs[i : i + 2], 1)
    return results
