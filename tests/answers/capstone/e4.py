# %% [markdown]
# # Answers to exercise 4 of capstone
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
from concurrent.futures import ProcessPoolExecutor


def parse_all(parse, texts, n_workers):
    pairs = []
    with ProcessPoolExecutor(n_workers) as pool:
        futures = [pool.submit(parse, text) for text in texts]
        for future in futures:
            error = future.exception()
            pairs.append((future.result(), None) if error is None else (None, str(error)))
    return pairs


# %% right: by apply_async
import multiprocessing


def parse_all(parse, texts, n_workers):
    pairs = []
    with multiprocessing.Pool(n_workers) as pool:
        for waiting in [pool.apply_async(parse, (text,)) for text in texts]:
            try:
                pairs.append((waiting.get(), None))
            except Exception as error:
                pairs.append((None, str(error)))
        pool.close()
        pool.join()
    return pairs


# %% right: by joblib
from joblib import Parallel, delayed


def parse_all(parse, texts, n_workers):
    def result_and_reason(text):
        try:
            return parse(text), None
        except Exception as error:
            return None, str(error)

    return Parallel(n_jobs=n_workers)(delayed(result_and_reason)(text) for text in texts)


# %% right: by asyncio and a pool of processes
import asyncio
from concurrent.futures import ProcessPoolExecutor


async def parse_all(parse, texts, n_workers):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(n_workers) as pool:
        runs = [loop.run_in_executor(pool, parse, text) for text in texts]
        found = await asyncio.gather(*runs, return_exceptions=True)
    return [(None, str(x)) if isinstance(x, Exception) else (x, None) for x in found]


# %% right: by imap
import multiprocessing


def parse_all(parse, texts, n_workers):
    pairs = []
    with multiprocessing.Pool(n_workers) as pool:
        results = pool.imap(parse, texts)
        for _ in texts:
            try:
                pairs.append((next(results), None))
            except Exception as error:
                pairs.append((None, str(error)))
        pool.close()
        pool.join()
    return pairs


# %% wrong, keeps 0: a loop
def parse_all(parse, texts, n_workers):
    pairs = []
    for text in texts:
        try:
            pairs.append((parse(text), None))
        except Exception as error:
            pairs.append((None, str(error)))
    return pairs


# %% wrong, keeps 0: threads
from concurrent.futures import ThreadPoolExecutor


def parse_all(parse, texts, n_workers):
    pairs = []
    with ThreadPoolExecutor(n_workers) as pool:
        futures = [pool.submit(parse, text) for text in texts]
        for future in futures:
            error = future.exception()
            pairs.append((future.result(), None) if error is None else (None, str(error)))
    return pairs


# %% wrong, keeps 2: an error comes out
from concurrent.futures import ProcessPoolExecutor


def parse_all(parse, texts, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        return [(title, None) for title in pool.map(parse, texts)]


# %% wrong, keeps 2: the words of the error are lost
from concurrent.futures import ProcessPoolExecutor


def parse_all(parse, texts, n_workers):
    pairs = []
    with ProcessPoolExecutor(n_workers) as pool:
        futures = [pool.submit(parse, text) for text in texts]
        for future in futures:
            error = future.exception()
            pairs.append((future.result(), None) if error is None else (None, type(error).__name__))
    return pairs


# %% wrong, keeps 2: the error itself in place of its words
from concurrent.futures import ProcessPoolExecutor


def parse_all(parse, texts, n_workers):
    pairs = []
    with ProcessPoolExecutor(n_workers) as pool:
        futures = [pool.submit(parse, text) for text in texts]
        for future in futures:
            error = future.exception()
            pairs.append((future.result(), None) if error is None else (None, error))
    return pairs


# %% wrong, keeps 2: texts that fail are left out
from concurrent.futures import ProcessPoolExecutor


def parse_all(parse, texts, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        futures = [pool.submit(parse, text) for text in texts]
    return [(future.result(), None) for future in futures if not future.exception()]


# %% wrong, keeps 0: a pool that is never used
from concurrent.futures import ProcessPoolExecutor


def parse_all(parse, texts, n_workers):
    with ProcessPoolExecutor(n_workers):
        return [(parse(text), None) for text in texts]


# %% wrong, keeps 0: one at a time in a pool
from concurrent.futures import ProcessPoolExecutor


def parse_all(parse, texts, n_workers):
    pairs = []
    with ProcessPoolExecutor(n_workers) as pool:
        for text in texts:
            try:
                pairs.append((pool.submit(parse, text).result(), None))
            except Exception as error:
                pairs.append((None, str(error)))
    return pairs


# %% wrong, keeps 0: one worker
from concurrent.futures import ProcessPoolExecutor


def parse_all(parse, texts, n_workers):
    pairs = []
    with ProcessPoolExecutor(1) as pool:
        futures = [pool.submit(parse, text) for text in texts]
        for future in futures:
            error = future.exception()
            pairs.append((future.result(), None) if error is None else (None, str(error)))
    return pairs


# %% wrong, keeps 3: two workers, whatever was asked for
from concurrent.futures import ProcessPoolExecutor


def parse_all(parse, texts, n_workers):
    pairs = []
    with ProcessPoolExecutor(2) as pool:
        futures = [pool.submit(parse, text) for text in texts]
        for future in futures:
            error = future.exception()
            pairs.append((future.result(), None) if error is None else (None, str(error)))
    return pairs


# %% wrong, keeps 0: results as they come
from concurrent.futures import as_completed
from concurrent.futures import ProcessPoolExecutor


def parse_all(parse, texts, n_workers):
    pairs = []
    with ProcessPoolExecutor(n_workers) as pool:
        futures = [pool.submit(parse, text) for text in texts]
        for future in as_completed(futures):
            error = future.exception()
            pairs.append((future.result(), None) if error is None else (None, str(error)))
    return pairs


# %% wrong, keeps 0: results dropped
from concurrent.futures import ProcessPoolExecutor


def parse_all(parse, texts, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        pool.map(parse, texts)


# %% wrong, keeps 0: futures in place of results
from concurrent.futures import ProcessPoolExecutor


def parse_all(parse, texts, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        return [(pool.submit(parse, text), None) for text in texts]


# %% wrong, keeps 3: workers left running
from concurrent.futures import ProcessPoolExecutor

pools = []


def parse_all(parse, texts, n_workers):
    pairs = []
    pools.append(ProcessPoolExecutor(n_workers))
    futures = [pools[-1].submit(parse, text) for text in texts]
    for future in futures:
        error = future.exception()
        pairs.append((future.result(), None) if error is None else (None, str(error)))
    return pairs


# %% wrong, keeps 0: titles without reasons
from concurrent.futures import ProcessPoolExecutor


def parse_all(parse, texts, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        return list(pool.map(parse, texts))


# %% wrong, keeps 0: None
def parse_all(parse, texts, n_workers):
    return None


# %% wrong, keeps 0: a process for each text, behind a semaphore
import multiprocessing


def run(parse, text, gate, results, i):
    with gate:
        try:
            pair = parse(text), None
        except Exception as error:
            pair = None, str(error)
        results.put((i, pair))


def parse_all(parse, texts, n_workers):
    gate, results = multiprocessing.Semaphore(n_workers), multiprocessing.Queue()
    processes = [
        multiprocessing.Process(target=run, args=(parse, text, gate, results, i))
        for i, text in enumerate(texts)
    ]
    for process in processes:
        process.start()
    found = dict(results.get() for _ in processes)
    for process in processes:
        process.join()
    return [found[i] for i in range(len(texts))]


# %% wrong, keeps 3: shut down, and nobody waits
from concurrent.futures import ProcessPoolExecutor


def parse_all(parse, texts, n_workers):
    pairs = []
    pool = ProcessPoolExecutor(n_workers)
    futures = [pool.submit(parse, text) for text in texts]
    for future in futures:
        error = future.exception()
        pairs.append((future.result(), None) if error is None else (None, str(error)))
    pool.shutdown(wait=False)
    return pairs


# %% right: texts are taken out until none is left
from concurrent.futures import ProcessPoolExecutor


def parse_all(parse, texts, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        futures = []
        while texts:
            futures.append(pool.submit(parse, texts.pop(0)))
    errors = [future.exception() for future in futures]
    return [
        (future.result(), None) if error is None else (None, str(error))
        for future, error in zip(futures, errors)
    ]


# %% right: a function of the notebook, in a pool of processes
import multiprocessing


class Outcome:
    def __init__(self, result=None, reason=None):
        self.result, self.reason = result, reason


def try_to(parse, text):
    try:
        return Outcome(result=parse(text))
    except Exception as error:
        return Outcome(reason=str(error))


def parse_all(parse, texts, n_workers):
    with multiprocessing.Pool(n_workers) as pool:
        outcomes = pool.starmap(try_to, [(parse, text) for text in texts], chunksize=1)
        pool.close()
        pool.join()
    return [(outcome.result, outcome.reason) for outcome in outcomes]


# %% right: processes by hand, with a class of their own
import multiprocessing
import os


class Parser(multiprocessing.Process):
    def __init__(self, parse, todo, done):
        super().__init__(daemon=True)
        self.parse, self.todo, self.done = parse, todo, done

    def run(self):
        for i, text in iter(self.todo.get, None):
            try:
                self.done.put((i, self.parse(text), None))
            except Exception as error:
                self.done.put((i, None, str(error)))


def parse_all(parse, texts, n_workers):
    todo, done = multiprocessing.Queue(), multiprocessing.Queue()
    main = [Parser(parse, todo, done) for _ in range(n_workers)]
    for each in main:
        each.start()
    for pair in [*enumerate(texts), *[None] * n_workers]:
        todo.put(pair)
    found = {i: (title, reason) for i, title, reason in (done.get() for _ in texts)}
    for each in main:
        each.join()
    return [found[i] for i in range(len(texts))]


# %% wrong, keeps 2: one kind of error, of no other module's
from concurrent.futures import ProcessPoolExecutor


def parse_all(parse, texts, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        futures = [pool.submit(parse, text) for text in texts]
        pairs = []
        for future in futures:
            try:
                pairs.append((future.result(), None))
            except LookupError as error:
                pairs.append((None, str(error)))
        return pairs


# %% wrong, keeps 2: parsed twice
from concurrent.futures import ProcessPoolExecutor


def parse_all(parse, texts, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        for future in [pool.submit(parse, text) for text in texts]:
            future.exception()
        futures = [pool.submit(parse, text) for text in texts]
        return [
            (None, str(f.exception())) if f.exception() else (f.result(), None) for f in futures
        ]


# %% wrong, keeps 3: what fails is parsed again here, for its words
from concurrent.futures import ProcessPoolExecutor


def parse_all(parse, texts, n_workers):
    pairs = []
    with ProcessPoolExecutor(n_workers) as pool:
        futures = [pool.submit(parse, text) for text in texts]
        for text, future in zip(texts, futures):
            try:
                pairs.append((future.result(), None))
            except Exception:
                try:
                    parse(text)
                except Exception as error:
                    pairs.append((None, str(error)))
    return pairs


# %% right: by asyncio's loop, within a context manager of one's own
import asyncio
import contextlib
from concurrent.futures import ProcessPoolExecutor


@contextlib.contextmanager
def workers(n):
    with ProcessPoolExecutor(max_workers=n) as pool:
        yield pool


def parse_all(parse, texts, n_workers):
    async def main(pool):
        loop = asyncio.get_running_loop()
        jobs = [loop.run_in_executor(pool, parse, text) for text in texts]
        await asyncio.wait(jobs)
        return [
            (None, str(job.exception())) if job.exception() else (job.result(), None)
            for job in jobs
        ]

    with workers(n_workers) as pool:
        return asyncio.run(main(pool))
