# %% [markdown]
# # Answers to exercise 2 of 04_concurrent_futures
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
from concurrent.futures import ThreadPoolExecutor, as_completed


def show_as_they_come(task, inputs, n_workers, show):
    results = {}
    with ThreadPoolExecutor(n_workers) as pool:
        value_of = {pool.submit(task, value): value for value in inputs}
        for future in as_completed(value_of):
            results[value_of[future]] = future.result()
            show(value_of[future], future.result())
    return results


# %% right: by wait
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait


def show_as_they_come(task, inputs, n_workers, show):
    results = {}
    with ThreadPoolExecutor(n_workers) as pool:
        value_of = {pool.submit(task, value): value for value in inputs}
        waiting = set(value_of)
        while waiting:
            done, waiting = wait(waiting, return_when=FIRST_COMPLETED)
            for future in done:
                value = value_of[future]
                results[value] = future.result()
                show(value, results[value])
    return results


# %% right: each call returns its input too
from concurrent.futures import ThreadPoolExecutor, as_completed


def show_as_they_come(task, inputs, n_workers, show):
    def pair(value):
        return value, task(value)

    with ThreadPoolExecutor(n_workers) as pool:
        pairs = []
        for future in as_completed([pool.submit(pair, value) for value in inputs]):
            pairs.append(future.result())
            show(*pairs[-1])
    return dict(pairs)


# %% right: each worker shows its own
from concurrent.futures import ThreadPoolExecutor


def show_as_they_come(task, inputs, n_workers, show):
    results = {}

    def work(value):
        results[value] = task(value)
        show(value, results[value])

    with ThreadPoolExecutor(n_workers) as pool:
        for future in [pool.submit(work, value) for value in inputs]:
            future.result()
    return results


# %% right: by callbacks
from concurrent.futures import ThreadPoolExecutor


def show_as_they_come(task, inputs, n_workers, show):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = {value: pool.submit(task, value) for value in inputs}
        for value, future in futures.items():
            future.add_done_callback(lambda done, value=value: show(value, done.result()))
    return {value: future.result() for value, future in futures.items()}


# %% right: by threads and queues
import queue
import threading


def show_as_they_come(task, inputs, n_workers, show):
    todo, done = queue.SimpleQueue(), queue.SimpleQueue()
    for value in inputs:
        todo.put(value)

    def work():
        while True:
            try:
                value = todo.get_nowait()
            except queue.Empty:
                return
            done.put((value, task(value)))

    threads = [threading.Thread(target=work) for _ in range(n_workers)]
    for thread in threads:
        thread.start()
    results = {}
    for _ in inputs:
        value, result = done.get()
        results[value] = result
        show(value, result)
    for thread in threads:
        thread.join()
    return results


# %% wrong, keeps 1: map: shown in the order of the inputs
from concurrent.futures import ThreadPoolExecutor


def show_as_they_come(task, inputs, n_workers, show):
    results = {}
    with ThreadPoolExecutor(n_workers) as pool:
        for value, result in zip(inputs, pool.map(task, inputs)):
            show(value, result)
            results[value] = result
    return results


# %% wrong, keeps 1: all are waited for, and then shown
from concurrent.futures import ThreadPoolExecutor, as_completed


def show_as_they_come(task, inputs, n_workers, show):
    with ThreadPoolExecutor(n_workers) as pool:
        value_of = {pool.submit(task, value): value for value in inputs}
    results = {}
    for future in as_completed(value_of):
        results[value_of[future]] = future.result()
        show(value_of[future], future.result())
    return results


# %% wrong, keeps 1: one is shown as it comes, the others when all are done
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait


def show_as_they_come(task, inputs, n_workers, show):
    with ThreadPoolExecutor(n_workers) as pool:
        value_of = {pool.submit(task, value): value for value in inputs}
        done, waiting = wait(value_of, return_when=FIRST_COMPLETED)
        early = next(iter(done))
        show(value_of[early], early.result())
        for future in value_of:
            if future is not early:
                show(value_of[future], future.result())
    return {value: future.result() for future, value in value_of.items()}


# %% wrong, keeps 0: inputs and results are paired as they come
from concurrent.futures import ThreadPoolExecutor, as_completed


def show_as_they_come(task, inputs, n_workers, show):
    results = {}
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
        for value, future in zip(inputs, as_completed(futures)):
            results[value] = future.result()
            show(value, future.result())
    return results


# %% wrong, keeps 0: futures are shown, not results
from concurrent.futures import ThreadPoolExecutor, as_completed


def show_as_they_come(task, inputs, n_workers, show):
    with ThreadPoolExecutor(n_workers) as pool:
        value_of = {pool.submit(task, value): value for value in inputs}
        for future in as_completed(value_of):
            show(value_of[future], future)
    return {value: future.result() for future, value in value_of.items()}


# %% wrong, keeps 0: a loop
def show_as_they_come(task, inputs, n_workers, show):
    results = {}
    for value in inputs:
        results[value] = task(value)
        show(value, results[value])
    return results


# %% wrong, keeps 0: the task is called here, and its result handed over
from concurrent.futures import ThreadPoolExecutor, as_completed


def show_as_they_come(task, inputs, n_workers, show):
    results = {}
    with ThreadPoolExecutor(n_workers) as pool:
        value_of = {pool.submit(lambda r=task(value): r): value for value in inputs}
        for future in as_completed(value_of):
            results[value_of[future]] = future.result()
            show(value_of[future], future.result())
    return results


# %% wrong, keeps 0: one at a time
from concurrent.futures import ThreadPoolExecutor


def show_as_they_come(task, inputs, n_workers, show):
    results = {}
    with ThreadPoolExecutor(n_workers) as pool:
        for value in inputs:
            results[value] = pool.submit(task, value).result()
            show(value, results[value])
    return results


# %% wrong, keeps 0: a thread for each input
from concurrent.futures import ThreadPoolExecutor, as_completed


def show_as_they_come(task, inputs, n_workers, show):
    results = {}
    with ThreadPoolExecutor(len(inputs)) as pool:
        value_of = {pool.submit(task, value): value for value in inputs}
        for future in as_completed(value_of):
            results[value_of[future]] = future.result()
            show(value_of[future], future.result())
    return results


# %% wrong, keeps 0: one is shown twice
from concurrent.futures import ThreadPoolExecutor, as_completed


def show_as_they_come(task, inputs, n_workers, show):
    results = {}
    with ThreadPoolExecutor(n_workers) as pool:
        value_of = {pool.submit(task, value): value for value in inputs}
        for future in as_completed(value_of):
            value = value_of[future]
            results[value] = future.result()
            show(value, results[value])
    show(inputs[0], results[inputs[0]])
    return results


# %% wrong, keeps 0: shown, and not returned
from concurrent.futures import ThreadPoolExecutor, as_completed


def show_as_they_come(task, inputs, n_workers, show):
    with ThreadPoolExecutor(n_workers) as pool:
        value_of = {pool.submit(task, value): value for value in inputs}
        for future in as_completed(value_of):
            show(value_of[future], future.result())


# %% wrong, keeps 0: returned, and not shown
from concurrent.futures import ThreadPoolExecutor


def show_as_they_come(task, inputs, n_workers, show):
    with ThreadPoolExecutor(n_workers) as pool:
        return dict(zip(inputs, pool.map(task, inputs)))


# %% wrong, keeps 0: results that nobody has computed are shown early
from concurrent.futures import ThreadPoolExecutor


def show_as_they_come(task, inputs, n_workers, show):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(task, value) for value in inputs]
        for value in inputs[1:]:
            show(value, None)
        show(inputs[0], futures[0].result())
    return {value: future.result() for value, future in zip(inputs, futures)}


# %% wrong, keeps 0: three threads, whatever was asked for
from concurrent.futures import ThreadPoolExecutor, as_completed


def show_as_they_come(task, inputs, n_workers, show):
    results = {}
    with ThreadPoolExecutor(3) as pool:
        futures = {pool.submit(task, value): value for value in inputs}
        for future in as_completed(futures):
            results[futures[future]] = future.result()
            show(futures[future], future.result())
    return results


# %% wrong, keeps 0: five threads, whatever was asked for
from concurrent.futures import ThreadPoolExecutor, as_completed


def show_as_they_come(task, inputs, n_workers, show):
    results = {}
    with ThreadPoolExecutor(5) as pool:
        futures = {pool.submit(task, value): value for value in inputs}
        for future in as_completed(futures):
            results[futures[future]] = future.result()
            show(futures[future], future.result())
    return results


# %% right: a dict with a default
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor, as_completed


def show_as_they_come(task, inputs, n_workers, show):
    results = defaultdict(int)
    with ThreadPoolExecutor(n_workers) as pool:
        futures = {pool.submit(task, value): value for value in inputs}
        for future in as_completed(futures):
            results[futures[future]] += future.result()
            show(futures[future], future.result())
    return results


# %% right: an ordered dict of NumPy's numbers
from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor, as_completed

import numpy as np


def show_as_they_come(task, inputs, n_workers, show):
    results = OrderedDict()
    with ThreadPoolExecutor(n_workers) as pool:
        futures = {pool.submit(task, value): value for value in np.array(inputs)}
        for future in as_completed(futures):
            results[futures[future]] = future.result()
            show(futures[future], future.result())
    return results


# %% right: a dict of its own kind, from inputs that were emptied
from concurrent.futures import ThreadPoolExecutor, as_completed


class Results(dict):
    pass


def show_as_they_come(task, inputs, n_workers, show):
    results = Results()
    with ThreadPoolExecutor(n_workers) as pool:
        futures = {}
        while inputs:
            value = inputs.pop()
            futures[pool.submit(task, value)] = value
        for future in as_completed(futures):
            results[futures[future]] = future.result()
            show(futures[future], future.result())
    return results


# %% right: the loop shows them
import asyncio
import concurrent.futures


def show_as_they_come(task, inputs, n_workers, show):
    async def main():
        loop, results = asyncio.get_running_loop(), {}
        with concurrent.futures.ThreadPoolExecutor(n_workers) as pool:

            async def one(value):
                results[value] = await loop.run_in_executor(pool, task, value)
                show(value, results[value])

            await asyncio.gather(*map(one, inputs))
        return results

    return asyncio.run(main())


# %% right: a mapping proxy made a dict, by imap_unordered
from multiprocessing import dummy
from operator import itemgetter


def show_as_they_come(task, inputs, n_workers, show):
    pairs = []
    with dummy.Pool(n_workers) as main:
        for pair in main.imap_unordered(lambda v: (v, task(v)), inputs):
            show(*pair)
            pairs.append(pair)
    return dict(sorted(pairs, key=itemgetter(0)))


# %% wrong, keeps 0: one worker is a loop here
from concurrent.futures import ThreadPoolExecutor, as_completed


def show_as_they_come(task, inputs, n_workers, show):
    results = {}
    if n_workers == 1:
        for value in inputs:
            results[value] = task(value)
            show(value, results[value])
        return results
    with ThreadPoolExecutor(n_workers) as pool:
        futures = {pool.submit(task, value): value for value in inputs}
        for future in as_completed(futures):
            results[futures[future]] = future.result()
            show(futures[future], future.result())
    return results


# %% wrong, keeps 0: computed again for the dictionary
from concurrent.futures import ThreadPoolExecutor, as_completed


def show_as_they_come(task, inputs, n_workers, show):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = {pool.submit(task, value): value for value in inputs}
        for future in as_completed(futures):
            show(futures[future], future.result())
        return dict(zip(inputs, pool.map(task, inputs)))


# %% wrong, keeps 1: shown in groups of n_workers
from concurrent.futures import ThreadPoolExecutor


def show_as_they_come(task, inputs, n_workers, show):
    results = {}
    with ThreadPoolExecutor(n_workers) as pool:
        for i in range(0, len(inputs), n_workers):
            part = inputs[i : i + n_workers]
            for value, result in zip(part, pool.map(task, part)):
                show(value, result)
                results[value] = result
    return results


# %% wrong, keeps 0: the caller works, too
import threading


def show_as_they_come(task, inputs, n_workers, show):
    todo, results, lock = list(inputs)[::-1], {}, threading.Lock()

    def work():
        while True:
            with lock:
                if not todo:
                    return
                value = todo.pop()
            result = task(value)
            with lock:
                results[value] = result
                show(value, result)

    threads = [threading.Thread(target=work) for _ in range(n_workers - 1)]
    for thread in threads:
        thread.start()
    work()
    for thread in threads:
        thread.join()
    return results
