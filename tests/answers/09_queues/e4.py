# %% [markdown]
# # Answers to exercise 4 of 09_queues
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
import queue
import threading


def through_two(first, second, inputs, maxsize):
    between, end, results, errors = queue.Queue(maxsize), object(), [], []

    def produce():
        try:
            for value in inputs:
                between.put(first(value))
        except Exception as error:
            errors.append(error)
        between.put(end)

    def consume():
        for item in iter(between.get, end):
            try:
                if not errors:
                    results.append(second(item))
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=target) for target in (produce, consume)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results


# %% right: with an executor, whose futures keep the errors
import queue
from concurrent.futures import ThreadPoolExecutor


def through_two(first, second, inputs, maxsize):
    between, end = queue.Queue(maxsize), object()

    def produce():
        try:
            for value in inputs:
                between.put(first(value))
        finally:
            between.put(end)

    def consume():
        try:
            return [second(item) for item in iter(between.get, end)]
        except Exception:
            for _ in iter(between.get, end):
                pass  # so that the other thread finds room
            raise

    with ThreadPoolExecutor(max_workers=2) as pool:
        produced, consumed = pool.submit(produce), pool.submit(consume)
    produced.result()
    return consumed.result()


# %% right: errors travel in the item's place
import queue
import threading


def through_two(first, second, inputs, maxsize):
    source, between, target = queue.Queue(), queue.Queue(maxsize), queue.Queue()

    def work(stage, source, target):
        for item in iter(source.get, None):
            if not isinstance(item, Exception):
                try:
                    item = stage(item)
                except Exception as error:
                    item = error
            target.put(item)
        target.put(None)

    for value in [*inputs, None]:
        source.put(value)
    threads = [
        threading.Thread(target=work, args=(first, source, between)),
        threading.Thread(target=work, args=(second, between, target)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    outcomes = list(iter(target.get, None))
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome
    return outcomes


# %% wrong, keeps 0: what the first stage returns
import queue
import threading


def through_two(first, second, inputs, maxsize):
    results = []

    def produce():
        for value in inputs:
            results.append(first(value))

    thread = threading.Thread(target=produce)
    thread.start()
    thread.join()
    return results


# %% wrong, keeps 0: the last comes first
import queue
import threading


def through_two(first, second, inputs, maxsize):
    between, results = queue.Queue(maxsize), []

    def produce():
        for value in inputs:
            between.put(first(value))
        between.put(None)

    def consume():
        for item in iter(between.get, None):
            results.insert(0, second(item))

    threads = [threading.Thread(target=target) for target in (produce, consume)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# %% wrong, keeps 1: a loop without threads
def through_two(first, second, inputs, maxsize):
    return [second(first(value)) for value in inputs]


# %% wrong, keeps 1: one thread for both
import threading


def through_two(first, second, inputs, maxsize):
    results = []

    def work():
        for value in inputs:
            results.append(second(first(value)))

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return results


# %% wrong, keeps 1: one stage after the other
import threading


def through_two(first, second, inputs, maxsize):
    between, results = [], []

    def produce():
        for value in inputs:
            between.append(first(value))

    def consume():
        for item in between:
            results.append(second(item))

    for target in (produce, consume):
        thread = threading.Thread(target=target)
        thread.start()
        thread.join()
    return results


# %% wrong, keeps 2: a queue without a limit
import queue
import threading


def through_two(first, second, inputs, maxsize):
    between, end, results, errors = queue.Queue(), object(), [], []

    def produce():
        try:
            for value in inputs:
                between.put(first(value))
        except Exception as error:
            errors.append(error)
        between.put(end)

    def consume():
        for item in iter(between.get, end):
            try:
                if not errors:
                    results.append(second(item))
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=target) for target in (produce, consume)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results


# %% wrong, keeps 2: a limit that is twice as high
import queue
import threading


def through_two(first, second, inputs, maxsize):
    between, end, results, errors = queue.Queue(2 * maxsize), object(), [], []

    def produce():
        try:
            for value in inputs:
                between.put(first(value))
        except Exception as error:
            errors.append(error)
        between.put(end)

    def consume():
        for item in iter(between.get, end):
            try:
                if not errors:
                    results.append(second(item))
            except Exception as error:
                errors.append(error)

    threads = [threading.Thread(target=target) for target in (produce, consume)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results


# %% wrong, keeps 3: an error ends its thread
import queue
import threading


def through_two(first, second, inputs, maxsize):
    between, results = queue.Queue(maxsize), []

    def produce():
        for value in inputs:
            between.put(first(value))
        between.put(None)

    def consume():
        for item in iter(between.get, None):
            results.append(second(item))

    threads = [threading.Thread(target=target) for target in (produce, consume)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# %% wrong, keeps 3: an error of the second stage leaves the first one waiting for room
import queue
import threading


def through_two(first, second, inputs, maxsize):
    between, end, results, errors = queue.Queue(maxsize), object(), [], []

    def produce():
        try:
            for value in inputs:
                between.put(first(value))
        except Exception as error:
            errors.append(error)
        between.put(end)

    def consume():
        try:
            for item in iter(between.get, end):
                results.append(second(item))
        except Exception as error:
            errors.append(error)

    threads = [threading.Thread(target=target) for target in (produce, consume)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return results


# %% wrong, keeps 3: errors are dropped
import queue
import threading


def through_two(first, second, inputs, maxsize):
    between, end, results = queue.Queue(maxsize), object(), []

    def produce():
        for value in inputs:
            try:
                between.put(first(value))
            except Exception:
                continue
        between.put(end)

    def consume():
        for item in iter(between.get, end):
            try:
                results.append(second(item))
            except Exception:
                continue

    threads = [threading.Thread(target=target) for target in (produce, consume)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


# %% wrong, keeps 3: the first thread is left behind when the second one fails
import queue
import threading


def through_two(first, second, inputs, maxsize):
    between, end, results, errors = queue.Queue(maxsize), object(), [], []

    def produce():
        try:
            for value in inputs:
                between.put(first(value))
        except Exception as error:
            errors.append(error)
        between.put(end)

    def consume():
        try:
            for item in iter(between.get, end):
                results.append(second(item))
        except Exception as error:
            errors.append(error)

    producer = threading.Thread(target=produce, daemon=True)
    consumer = threading.Thread(target=consume)
    producer.start()
    consumer.start()
    consumer.join()
    if errors:
        raise errors[0]
    producer.join()
    return results


# %% right: two classes of threads, with an error in a slot
import queue
import threading

END = object()


class Stage(threading.Thread):
    def __init__(self, function, values, put):
        super().__init__()
        self.function, self.values, self.put, self.error = function, values, put, None

    def run(self):
        try:
            for value in self.values:
                if self.put(self.function(value)):
                    return
        except Exception as error:
            self.error = error
        finally:
            self.put(END)


def through_two(first, second, inputs, maxsize):
    between, over, out = queue.Queue(maxsize), threading.Event(), []

    def hand_over(value):
        while not over.is_set():
            try:
                between.put(value, timeout=0.01)
                return False
            except queue.Full:
                continue
        return True

    def keep(value):
        if value is END:
            over.set()
        else:
            out.append(value)

    one = Stage(first, inputs, hand_over)
    two = Stage(second, iter(between.get, END), keep)
    one.start()
    two.start()
    one.join()
    two.join()
    for each in (one, two):
        if each.error is not None:
            raise each.error
    return out


# %% right: a loop, an async queue, and two threads
import asyncio
from concurrent.futures import ThreadPoolExecutor


def through_two(first, second, inputs, maxsize):
    async def main():
        loop, between, out = asyncio.get_running_loop(), asyncio.Queue(maxsize), []
        with ThreadPoolExecutor(1) as one, ThreadPoolExecutor(1) as two:

            async def go_first():
                for value in inputs:
                    await between.put((await loop.run_in_executor(one, first, value),))
                await between.put(None)

            async def go_second():
                while (item := await between.get()) is not None:
                    out.append(await loop.run_in_executor(two, second, item[0]))

            async with asyncio.TaskGroup() as group:
                group.create_task(go_first())
                group.create_task(go_second())
        return out

    try:
        return asyncio.run(main())
    except BaseExceptionGroup as errors:
        raise errors.exceptions[0]


# %% right: a condition in place of a queue's own
import threading
from collections import deque


def through_two(first, second, inputs, maxsize):
    class Closed(Exception):
        pass

    class Between(deque):
        def __init__(self):
            super().__init__()
            self.change, self.closed = threading.Condition(), False

        def put(self, item):
            with self.change:
                self.change.wait_for(lambda: len(self) < maxsize or self.closed)
                if self.closed:
                    raise Closed
                self.append(item)
                self.change.notify_all()

        def get(self):
            with self.change:
                self.change.wait_for(lambda: self or self.closed)
                if not self:
                    raise Closed
                item = self.popleft()
                self.change.notify_all()
                return item

        def close(self):
            with self.change:
                self.closed = True
                self.change.notify_all()

    between, out, errors = Between(), [], []

    def guarded(function):
        def run():
            try:
                function()
            except Closed:
                pass
            except Exception as error:
                errors.append(error)
            finally:
                between.close()

        return run

    def one():
        for value in inputs:
            between.put(first(value))

    def two():
        while True:
            out.append(second(between.get()))

    threads = [threading.Thread(target=guarded(each)) for each in (one, two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for error in errors:
        raise error
    return out


# %% wrong, keeps 1: the second stage is done by the caller after all
from concurrent.futures import ThreadPoolExecutor


def through_two(first, second, inputs, maxsize):
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(second, list(pool.map(first, inputs))))


# %% wrong, keeps 0: what is nothing ends the second stage
import queue
import threading


def through_two(first, second, inputs, maxsize):
    between, out, errors = queue.Queue(maxsize), [], []
    stop = threading.Event()

    def put(item):
        while not stop.is_set():
            try:
                return between.put(item, timeout=0.01)
            except queue.Full:
                pass

    def one():
        try:
            for value in inputs:
                put(first(value))
        except Exception as error:
            errors.append(error)
        put(None)

    def two():
        try:
            while item := between.get():
                out.append(second(item))
        except Exception as error:
            errors.append(error)
        stop.set()

    threads = [threading.Thread(target=each) for each in (one, two)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return out


# %% wrong, keeps 1: two threads for each stage
import queue
import threading
from concurrent.futures import ThreadPoolExecutor


def through_two(first, second, inputs, maxsize):
    places = threading.Semaphore(maxsize)

    with ThreadPoolExecutor(2) as one, ThreadPoolExecutor(2) as two:

        def step(value):
            with places:
                got = first(value)
            return two.submit(second, got)

        futures = [one.submit(step, value) for value in inputs]
        return [future.result().result() for future in futures]
