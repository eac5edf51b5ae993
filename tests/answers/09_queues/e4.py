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
