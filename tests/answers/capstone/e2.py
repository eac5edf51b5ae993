# %% [markdown]
# # Answers to exercise 2 of capstone
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
from concurrent.futures import ThreadPoolExecutor


def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception as error:
            return None, str(error)

    with ThreadPoolExecutor(n_at_once) as pool:
        return list(pool.map(text_and_reason, urls))


# %% right: the future is asked for its error
from concurrent.futures import ThreadPoolExecutor


def fetch_many(fetch, urls, n_at_once):
    pairs = []
    with ThreadPoolExecutor(n_at_once) as pool:
        futures = [pool.submit(fetch, url) for url in urls]
        for future in futures:
            error = future.exception()
            pairs.append((future.result(), None) if error is None else (None, str(error)))
    return pairs


# %% right: by a semaphore
import threading


def fetch_many(fetch, urls, n_at_once):
    gate, pairs = threading.Semaphore(n_at_once), [None] * len(urls)

    def work(i):
        with gate:
            try:
                pairs[i] = (fetch(urls[i]), None)
            except Exception as error:
                pairs[i] = (None, str(error))

    threads = [threading.Thread(target=work, args=(i,)) for i in range(len(urls))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return pairs


# %% right: by joblib
from joblib import Parallel, delayed


def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception as error:
            return None, str(error)

    return Parallel(n_jobs=n_at_once, prefer="threads")(delayed(text_and_reason)(u) for u in urls)


# %% right: by asyncio, in threads
import asyncio


def fetch_many(fetch, urls, n_at_once):
    async def text_and_reason(url, semaphore):
        async with semaphore:
            try:
                return await asyncio.to_thread(fetch, url), None
            except Exception as error:
                return None, str(error)

    async def main():
        semaphore = asyncio.Semaphore(n_at_once)
        return await asyncio.gather(*(text_and_reason(url, semaphore) for url in urls))

    return asyncio.run(main())


# %% wrong, keeps 0: a loop
from concurrent.futures import ThreadPoolExecutor


def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception as error:
            return None, str(error)

    return [text_and_reason(url) for url in urls]


# %% wrong, keeps 0: a pool that is never used
from concurrent.futures import ThreadPoolExecutor


def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception as error:
            return None, str(error)

    with ThreadPoolExecutor(n_at_once):
        return [text_and_reason(url) for url in urls]


# %% wrong, keeps 0: each result is waited for before the next is asked for
from concurrent.futures import ThreadPoolExecutor


def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception as error:
            return None, str(error)

    with ThreadPoolExecutor(n_at_once) as pool:
        return [pool.submit(text_and_reason, url).result() for url in urls]


# %% wrong, keeps 0: results as they come
from concurrent.futures import as_completed
from concurrent.futures import ThreadPoolExecutor


def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception as error:
            return None, str(error)

    with ThreadPoolExecutor(n_at_once) as pool:
        futures = [pool.submit(text_and_reason, url) for url in urls]
        return [future.result() for future in as_completed(futures)]


# %% wrong, keeps 0: results dropped
from concurrent.futures import ThreadPoolExecutor


def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception as error:
            return None, str(error)

    with ThreadPoolExecutor(n_at_once) as pool:
        pool.map(text_and_reason, urls)


# %% wrong, keeps 0: a map that nobody has made a list of
from concurrent.futures import ThreadPoolExecutor


def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception as error:
            return None, str(error)

    with ThreadPoolExecutor(n_at_once) as pool:
        return pool.map(text_and_reason, urls)


# %% wrong, keeps 0: texts without reasons
from concurrent.futures import ThreadPoolExecutor


def fetch_many(fetch, urls, n_at_once):
    with ThreadPoolExecutor(n_at_once) as pool:
        return list(pool.map(fetch, urls))


# %% wrong, keeps 2: an error comes out
from concurrent.futures import ThreadPoolExecutor


def fetch_many(fetch, urls, n_at_once):
    with ThreadPoolExecutor(n_at_once) as pool:
        return [(text, None) for text in pool.map(fetch, urls)]


# %% wrong, keeps 2: the reason is lost
from concurrent.futures import ThreadPoolExecutor


def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception:
            return None, "failed"

    with ThreadPoolExecutor(n_at_once) as pool:
        return list(pool.map(text_and_reason, urls))


# %% wrong, keeps 2: the error itself in place of its words
from concurrent.futures import ThreadPoolExecutor


def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception as error:
            return None, error

    with ThreadPoolExecutor(n_at_once) as pool:
        return list(pool.map(text_and_reason, urls))


# %% wrong, keeps 2: pages that fail are left out
from concurrent.futures import ThreadPoolExecutor


def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception:
            return None

    with ThreadPoolExecutor(n_at_once) as pool:
        return [pair for pair in pool.map(text_and_reason, urls) if pair]


# %% wrong, keeps 2: a second try
from concurrent.futures import ThreadPoolExecutor


def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception:
            try:
                return fetch(url), None
            except Exception as error:
                return None, str(error)

    with ThreadPoolExecutor(n_at_once) as pool:
        return list(pool.map(text_and_reason, urls))


# %% wrong, keeps 1: a thread for each address
from concurrent.futures import ThreadPoolExecutor


def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception as error:
            return None, str(error)

    with ThreadPoolExecutor(len(urls)) as pool:
        return list(pool.map(text_and_reason, urls))


# %% wrong, keeps 1: one too many
from concurrent.futures import ThreadPoolExecutor


def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception as error:
            return None, str(error)

    with ThreadPoolExecutor(n_at_once + 1) as pool:
        return list(pool.map(text_and_reason, urls))


# %% wrong, keeps 1: four, whatever was asked for
from concurrent.futures import ThreadPoolExecutor


def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception as error:
            return None, str(error)

    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(text_and_reason, urls))


# %% wrong, keeps 0: one fewer
from concurrent.futures import ThreadPoolExecutor


def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception as error:
            return None, str(error)

    with ThreadPoolExecutor(n_at_once - 1) as pool:
        return list(pool.map(text_and_reason, urls))


# %% wrong, keeps 0: a coroutine around a call that blocks
import asyncio


def fetch_many(fetch, urls, n_at_once):
    async def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception as error:
            return None, str(error)

    async def main():
        return await asyncio.gather(*(text_and_reason(url) for url in urls))

    return asyncio.run(main())


# %% wrong, keeps 0: None
def fetch_many(fetch, urls, n_at_once):
    return None


# %% right: a class of threads, a queue, and a decorator
import functools
import queue
import threading


def with_reason(function):
    @functools.wraps(function)
    def call(url):
        try:
            return function(url), None
        except Exception as error:
            return None, str(error)

    return call


def fetch_many(fetch, urls, n_at_once):
    main, pairs = queue.SimpleQueue(), [None] * len(urls)
    for pair in enumerate(urls):
        main.put(pair)

    class Fetcher(threading.Thread):
        def run(self):
            while True:
                try:
                    i, url = main.get_nowait()
                except queue.Empty:
                    return
                pairs[i] = with_reason(fetch)(url)

    fetchers = [Fetcher() for _ in range(n_at_once)]
    for each in fetchers:
        each.start()
    for each in fetchers:
        each.join()
    return pairs


# %% wrong, keeps 2: only the website's own answers
from concurrent.futures import ThreadPoolExecutor

import requests


def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except requests.HTTPError as error:
            return None, str(error)

    with ThreadPoolExecutor(n_at_once) as pool:
        return list(pool.map(text_and_reason, urls))


# %% wrong, keeps 2: what fails is asked for twice, for its reason
from concurrent.futures import ThreadPoolExecutor


def fetch_many(fetch, urls, n_at_once):
    with ThreadPoolExecutor(n_at_once) as pool:
        futures = [pool.submit(fetch, url) for url in urls]
    pairs = []
    for url, future in zip(urls, futures):
        if future.exception() is None:
            pairs.append((future.result(), None))
        else:
            try:
                pairs.append((fetch(url), None))
            except Exception as error:
                pairs.append((None, str(error)))
    return pairs


# %% wrong, keeps 2: the reason by its kind
from concurrent.futures import ThreadPoolExecutor


def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception as error:
            return None, type(error).__name__

    with ThreadPoolExecutor(n_at_once) as pool:
        return list(pool.map(text_and_reason, urls))
