# %% [markdown]
# # Answers to exercise 5 of 04_concurrent_futures
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
from collections import deque


def map_within(pool, task, inputs, limit):
    waiting = deque()
    for value in inputs:
        waiting.append(pool.submit(task, value))
        if len(waiting) == limit:
            yield waiting.popleft().result()
    for future in waiting:
        yield future.result()


# %% right: the first few are handed over at once
from collections import deque
from itertools import islice


def map_within(pool, task, inputs, limit):
    inputs = iter(inputs)
    waiting = deque(pool.submit(task, value) for value in islice(inputs, limit))
    while waiting:
        result = waiting.popleft().result()
        for value in islice(inputs, 1):
            waiting.append(pool.submit(task, value))
        yield result


# %% right: by wait, results kept until it is their turn
from concurrent.futures import FIRST_COMPLETED, wait


def map_within(pool, task, inputs, limit):
    inputs, futures, in_flight, given = iter(inputs), [], set(), 0
    more = True
    while more or given < len(futures):
        while more and len(in_flight) < limit:
            try:
                value = next(inputs)
            except StopIteration:
                more = False
            else:
                futures.append(pool.submit(task, value))
                in_flight.add(futures[-1])
        while given < len(futures) and futures[given].done():
            yield futures[given].result()
            given += 1
        in_flight = {future for future in in_flight if not future.done()}
        if in_flight and (len(in_flight) == limit or not more) and given < len(futures):
            if not futures[given].done():
                _, in_flight = wait(in_flight, return_when=FIRST_COMPLETED)


# %% right: a class
class map_within:
    def __init__(self, pool, task, inputs, limit):
        self.pool, self.task, self.inputs, self.limit = pool, task, iter(inputs), limit
        self.waiting = []

    def __iter__(self):
        return self

    def __next__(self):
        while len(self.waiting) < self.limit:
            try:
                value = next(self.inputs)
            except StopIteration:
                break
            self.waiting.append(self.pool.submit(self.task, value))
        if not self.waiting:
            raise StopIteration
        return self.waiting.pop(0).result()


# %% right: a thread hands over, and a semaphore limits it
import queue
import threading


def map_within(pool, task, inputs, limit):
    places, futures = threading.Semaphore(limit), queue.Queue()

    def hand_over():
        values = iter(inputs)
        while True:
            places.acquire()
            try:
                future = pool.submit(task, next(values))
            except StopIteration:
                futures.put(None)
                return
            future.add_done_callback(lambda _: places.release())
            futures.put(future)

    threading.Thread(target=hand_over, daemon=True).start()
    while (future := futures.get()) is not None:
        yield future.result()


# %% wrong, keeps 0: map, which takes every input first
def map_within(pool, task, inputs, limit):
    return pool.map(task, inputs)


# %% wrong, keeps 0: the lesson's: as they come, and one in the hand
from concurrent.futures import FIRST_COMPLETED, as_completed, wait


def map_within(pool, task, inputs, limit):
    in_flight = set()
    for value in inputs:
        if len(in_flight) == limit:
            done, in_flight = wait(in_flight, return_when=FIRST_COMPLETED)
            for future in done:
                yield future.result()
        in_flight.add(pool.submit(task, value))
    for future in as_completed(in_flight):
        yield future.result()


# %% wrong, keeps 0: in order, and one in the hand
from collections import deque


def map_within(pool, task, inputs, limit):
    waiting = deque()
    for value in inputs:
        if len(waiting) == limit:
            yield waiting.popleft().result()
        waiting.append(pool.submit(task, value))
    for future in waiting:
        yield future.result()


# %% wrong, keeps 0: the next is handed over before the oldest is waited for, as buffersize does
from collections import deque
from itertools import islice


def map_within(pool, task, inputs, limit):
    inputs = iter(inputs)
    waiting = deque(pool.submit(task, value) for value in islice(inputs, limit))
    while waiting:
        waiting.extend(pool.submit(task, value) for value in islice(inputs, 1))
        yield waiting.popleft().result()


# %% wrong, keeps 0: a semaphore, when the input is taken already
import threading


def map_within(pool, task, inputs, limit):
    places, futures = threading.Semaphore(limit), []
    for value in inputs:
        places.acquire()
        futures.append(pool.submit(task, value))
        futures[-1].add_done_callback(lambda _: places.release())
    for future in futures:
        yield future.result()


# %% wrong, keeps 0: every input is taken, few are handed over
from collections import deque


def map_within(pool, task, inputs, limit):
    todo, waiting = deque(list(inputs)), deque()
    while todo or waiting:
        while todo and len(waiting) < limit:
            waiting.append(pool.submit(task, todo.popleft()))
        yield waiting.popleft().result()


# %% wrong, keeps 0: one at a time
def map_within(pool, task, inputs, limit):
    for value in inputs:
        yield pool.submit(task, value).result()


# %% wrong, keeps 0: a pool that is never used
def map_within(pool, task, inputs, limit):
    for value in inputs:
        yield task(value)


# %% wrong, keeps 0: one fewer than limit
from collections import deque


def map_within(pool, task, inputs, limit):
    waiting = deque()
    for value in inputs:
        waiting.append(pool.submit(task, value))
        if len(waiting) == limit - 1:
            yield waiting.popleft().result()
    for future in waiting:
        yield future.result()


# %% wrong, keeps 0: the last ones are forgotten
from collections import deque


def map_within(pool, task, inputs, limit):
    waiting = deque()
    for value in inputs:
        waiting.append(pool.submit(task, value))
        if len(waiting) == limit:
            yield waiting.popleft().result()


# %% wrong, keeps 0: inputs are looked up by number
def map_within(pool, task, inputs, limit):
    futures = []
    for i in range(len(inputs)):
        if i >= limit:
            futures[i - limit].result()
        futures.append(pool.submit(task, inputs[i]))
    return [future.result() for future in futures]


# %% wrong, keeps 0: nothing is returned
def map_within(pool, task, inputs, limit):
    for value in inputs:
        pool.submit(task, value)


# %% wrong, keeps 0: it begins and never ends
from itertools import islice


def map_within(pool, task, inputs, limit):
    inputs = iter(inputs)
    while True:
        yield from pool.map(task, islice(inputs, limit))


# %% wrong, keeps 2: one group after the other
from itertools import islice


def map_within(pool, task, inputs, limit):
    inputs = iter(inputs)
    while group := list(islice(inputs, limit)):
        yield from pool.map(task, group)


# %% wrong, keeps 2: all results in one list
def map_within(pool, task, inputs, limit):
    waiting, results = [], []
    for value in inputs:
        waiting.append(pool.submit(task, value))
        if len(waiting) == limit:
            results.append(waiting.pop(0).result())
    return results + [future.result() for future in waiting]


# %% wrong, keeps 2: three, whatever was asked for
from collections import deque


def map_within(pool, task, inputs, limit):
    waiting = deque()
    for value in inputs:
        waiting.append(pool.submit(task, value))
        if len(waiting) == 3:
            yield waiting.popleft().result()
    for future in waiting:
        yield future.result()


# %% wrong, keeps 3: a function that processes cannot be sent
from collections import deque


def map_within(pool, task, inputs, limit):
    waiting = deque()
    for value in inputs:
        waiting.append(pool.submit(lambda value: task(value), value))
        if len(waiting) == limit:
            yield waiting.popleft().result()
    for future in waiting:
        yield future.result()


# %% wrong, keeps 3: threads of its own
from collections import deque
from concurrent.futures import ThreadPoolExecutor


def map_within(pool, task, inputs, limit):
    waiting = deque()
    with ThreadPoolExecutor(limit) as mine:
        for value in inputs:
            waiting.append(mine.submit(task, value))
            if len(waiting) == limit:
                yield waiting.popleft().result()
        for future in waiting:
            yield future.result()


# %% right: a generator expression in a class, with islice
from collections import deque
from itertools import chain, islice


class Window(deque):
    def fill(self, pool, task, inputs, limit):
        self.extend(pool.submit(task, value) for value in islice(inputs, limit - len(self)))
        return len(self) > 0


def map_within(pool, task, inputs, limit):
    main, inputs = Window(), iter(inputs)
    while main.fill(pool, task, inputs, limit):
        yield main.popleft().result()


# %% wrong, keeps 0: an input is taken while as many as allowed are open
from collections import deque


def map_within(pool, task, inputs, limit):
    inputs = iter(inputs)
    waiting = deque(pool.submit(task, value) for _, value in zip(range(limit), inputs))
    for value in inputs:
        yield waiting.popleft().result()
        waiting.append(pool.submit(task, value))
    for future in waiting:
        yield future.result()


# %% wrong, keeps 2: at least as many inputs as limit are needed
from collections import deque


def map_within(pool, task, inputs, limit):
    inputs = iter(inputs)
    first = [pool.submit(task, next(inputs)) for _ in range(limit)]
    waiting = deque(first)
    while waiting:
        result = waiting.popleft().result()
        for value in inputs:
            waiting.append(pool.submit(task, value))
            break
        yield result
