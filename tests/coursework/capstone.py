"""Answers to notebooks/coursework/capstone.ipynb: right ones, wrong ones and what these keep."""


def _changed(code, *changes):
    """Return an answer with some of its parts changed."""
    for old, new in changes:
        assert old in code, old
        code = code.replace(old, new)
    return code


def _fetch_many(body):
    return (
        WITH_THREADS
        + """def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception as error:
            return None, str(error)

"""
        + body
    )


def _visit(look, before="import threading"):
    return (
        before
        + """


def visit(url, seen, lock, links_of):
"""
        + look
        + """
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()"""
    )


SOLUTIONS, ALSO_RIGHT, WRONG = {}, {}, {}

SOLUTIONS["e1"] = "requests_and_in_flight = [6, 2]"
WRONG["e1"] = [
    (0, "the limit is taken for what was in flight", "requests_and_in_flight = [6, 4]"),
    (0, "a request for each link", "requests_and_in_flight = [16, 2]"),
    (0, "one after the other", "requests_and_in_flight = [6, 1]"),
    (0, "the number of rounds", "requests_and_in_flight = [4, 2]"),
    (0, "the wrong way round", "requests_and_in_flight = [2, 6]"),
    (0, "a tuple", "requests_and_in_flight = (6, 2)"),
    (0, "None", "requests_and_in_flight = None"),
]
WITH_THREADS = "from concurrent.futures import ThreadPoolExecutor\n\n\n"
SOLUTIONS["e2"] = (
    WITH_THREADS
    + """def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception as error:
            return None, str(error)

    with ThreadPoolExecutor(n_at_once) as pool:
        return list(pool.map(text_and_reason, urls))"""
)
ALSO_RIGHT["e2"] = [
    WITH_THREADS
    + """def fetch_many(fetch, urls, n_at_once):
    pairs = []
    with ThreadPoolExecutor(n_at_once) as pool:
        futures = [pool.submit(fetch, url) for url in urls]
        for future in futures:
            error = future.exception()
            pairs.append((future.result(), None) if error is None else (None, str(error)))
    return pairs""",
    r"""import threading


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
    return pairs""",
    """from joblib import Parallel, delayed


def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception as error:
            return None, str(error)

    return Parallel(n_jobs=n_at_once, prefer="threads")(delayed(text_and_reason)(u) for u in urls)""",
    r"""import asyncio


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

    return asyncio.run(main())""",
]
WRONG["e2"] = [
    (0, "a loop", _fetch_many("    return [text_and_reason(url) for url in urls]")),
    (
        0,
        "a pool that is never used",
        _fetch_many("""    with ThreadPoolExecutor(n_at_once):
        return [text_and_reason(url) for url in urls]"""),
    ),
    (
        0,
        "each result is waited for before the next is asked for",
        _fetch_many("""    with ThreadPoolExecutor(n_at_once) as pool:
        return [pool.submit(text_and_reason, url).result() for url in urls]"""),
    ),
    (
        0,
        "results as they come",
        "from concurrent.futures import as_completed\n"
        + _fetch_many("""    with ThreadPoolExecutor(n_at_once) as pool:
        futures = [pool.submit(text_and_reason, url) for url in urls]
        return [future.result() for future in as_completed(futures)]"""),
    ),
    (
        0,
        "results dropped",
        _fetch_many("""    with ThreadPoolExecutor(n_at_once) as pool:
        pool.map(text_and_reason, urls)"""),
    ),
    (
        0,
        "a map that nobody has made a list of",
        _fetch_many("""    with ThreadPoolExecutor(n_at_once) as pool:
        return pool.map(text_and_reason, urls)"""),
    ),
    (
        0,
        "texts without reasons",
        WITH_THREADS
        + """def fetch_many(fetch, urls, n_at_once):
    with ThreadPoolExecutor(n_at_once) as pool:
        return list(pool.map(fetch, urls))""",
    ),
    (
        2,
        "an error comes out",
        WITH_THREADS
        + """def fetch_many(fetch, urls, n_at_once):
    with ThreadPoolExecutor(n_at_once) as pool:
        return [(text, None) for text in pool.map(fetch, urls)]""",
    ),
    (
        2,
        "the reason is lost",
        WITH_THREADS
        + """def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception:
            return None, "failed"

    with ThreadPoolExecutor(n_at_once) as pool:
        return list(pool.map(text_and_reason, urls))""",
    ),
    (
        2,
        "the error itself in place of its words",
        WITH_THREADS
        + """def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception as error:
            return None, error

    with ThreadPoolExecutor(n_at_once) as pool:
        return list(pool.map(text_and_reason, urls))""",
    ),
    (
        2,
        "pages that fail are left out",
        WITH_THREADS
        + """def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception:
            return None

    with ThreadPoolExecutor(n_at_once) as pool:
        return [pair for pair in pool.map(text_and_reason, urls) if pair]""",
    ),
    (
        2,
        "a second try",
        WITH_THREADS
        + """def fetch_many(fetch, urls, n_at_once):
    def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception:
            try:
                return fetch(url), None
            except Exception as error:
                return None, str(error)

    with ThreadPoolExecutor(n_at_once) as pool:
        return list(pool.map(text_and_reason, urls))""",
    ),
    (
        1,
        "a thread for each address",
        _fetch_many("""    with ThreadPoolExecutor(len(urls)) as pool:
        return list(pool.map(text_and_reason, urls))"""),
    ),
    (
        1,
        "one too many",
        _fetch_many("""    with ThreadPoolExecutor(n_at_once + 1) as pool:
        return list(pool.map(text_and_reason, urls))"""),
    ),
    (
        1,
        "four, whatever was asked for",
        _fetch_many("""    with ThreadPoolExecutor(4) as pool:
        return list(pool.map(text_and_reason, urls))"""),
    ),
    (
        0,
        "one fewer",
        _fetch_many("""    with ThreadPoolExecutor(n_at_once - 1) as pool:
        return list(pool.map(text_and_reason, urls))"""),
    ),
    (
        0,
        "a coroutine around a call that blocks",
        r"""import asyncio


def fetch_many(fetch, urls, n_at_once):
    async def text_and_reason(url):
        try:
            return fetch(url), None
        except Exception as error:
            return None, str(error)

    async def main():
        return await asyncio.gather(*(text_and_reason(url) for url in urls))

    return asyncio.run(main())""",
    ),
    (
        0,
        "None",
        """def fetch_many(fetch, urls, n_at_once):
    return None""",
    ),
]
SOLUTIONS["e3"] = _visit("""    with lock:
        if url in seen:
            return
        seen.add(url)
    links = links_of(url)""")
ALSO_RIGHT["e3"] = [
    _visit("""    lock.acquire()
    try:
        is_new = url not in seen
        seen.add(url)
    finally:
        lock.release()
    if not is_new:
        return
    links = links_of(url)"""),
    _visit("""    with lock:
        n_seen = len(seen)
        seen.add(url)
        if len(seen) == n_seen:
            return
    links = links_of(url)"""),
    _visit(
        """    with OWN_LOCK:
        if url in seen:
            return
        seen.add(url)
    links = links_of(url)""",
        "import threading\n\nOWN_LOCK = threading.Lock()",
    ),
    """from concurrent.futures import ThreadPoolExecutor


def visit(url, seen, lock, links_of):
    with lock:
        if url in seen:
            return
        seen.add(url)
    links = links_of(url)
    with ThreadPoolExecutor(len(links)) as pool:
        list(pool.map(lambda link: visit(link, seen, lock, links_of), links))""",
    r"""import threading


def visit(url, seen, lock, links_of):
    if url in seen:  # no need to wait for the lock
        return
    with lock:
        if url in seen:
            return
        seen.add(url)
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()""",
]
WRONG["e3"] = [
    (
        0,
        "no lock",
        _visit("""    if url in seen:
        return
    seen.add(url)
    links = links_of(url)"""),
    ),
    (
        0,
        "the lock is around the look only",
        _visit("""    with lock:
        if url in seen:
            return
    seen.add(url)
    links = links_of(url)"""),
    ),
    (
        0,
        "two locked steps, and a gap",
        _visit("""    with lock:
        if url in seen:
            return
    with lock:
        seen.add(url)
    links = links_of(url)"""),
    ),
    (
        0,
        "it is added when it has been fetched",
        _visit("""    with lock:
        if url in seen:
            return
    links = links_of(url)
    with lock:
        seen.add(url)"""),
    ),
    (
        0,
        "a lock of each call's own",
        _visit("""    with threading.Lock():
        if url in seen:
            return
        seen.add(url)
    links = links_of(url)"""),
    ),
    (
        2,
        "the lock is held during the fetch",
        _visit("""    with lock:
        if url in seen:
            return
        seen.add(url)
        links = links_of(url)"""),
    ),
    (
        0,
        "the lock is held until all others have visited",
        r"""import threading


def visit(url, seen, lock, links_of):
    with lock:
        if url in seen:
            return
        seen.add(url)
        links = links_of(url)
        args = [(link, seen, lock, links_of) for link in links]
        threads = [threading.Thread(target=visit, args=arg) for arg in args]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()""",
    ),
    (
        2,
        "one page after the other",
        """def visit(url, seen, lock, links_of):
    with lock:
        if url in seen:
            return
        seen.add(url)
    for link in links_of(url):
        visit(link, seen, lock, links_of)""",
    ),
    (
        0,
        "a lock that is not released",
        _visit("""    lock.acquire()
    if url in seen:
        return
    seen.add(url)
    lock.release()
    links = links_of(url)"""),
    ),
    (
        0,
        "the first page only",
        """def visit(url, seen, lock, links_of):
    with lock:
        if url in seen:
            return
        seen.add(url)
    links_of(url)""",
    ),
    (
        0,
        "nothing",
        """def visit(url, seen, lock, links_of):
    return None""",
    ),
    (
        0,
        "links are looked for before the threads start, without a lock",
        r"""import threading


def visit(url, seen, lock, links_of):
    with lock:
        seen.add(url)
    links = [link for link in links_of(url) if link not in seen]
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()""",
    ),
]
WITH_PROCESSES = "from concurrent.futures import ProcessPoolExecutor\n\n\n"
SOLUTIONS["e4"] = (
    WITH_PROCESSES
    + """def parse_all(parse, texts, n_workers):
    pairs = []
    with ProcessPoolExecutor(n_workers) as pool:
        futures = [pool.submit(parse, text) for text in texts]
        for future in futures:
            error = future.exception()
            pairs.append((future.result(), None) if error is None else (None, str(error)))
    return pairs"""
)
ALSO_RIGHT["e4"] = [
    r"""import multiprocessing


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
    return pairs""",
    """from joblib import Parallel, delayed


def parse_all(parse, texts, n_workers):
    def result_and_reason(text):
        try:
            return parse(text), None
        except Exception as error:
            return None, str(error)

    return Parallel(n_jobs=n_workers)(delayed(result_and_reason)(text) for text in texts)""",
    r"""import asyncio
from concurrent.futures import ProcessPoolExecutor


async def parse_all(parse, texts, n_workers):
    loop = asyncio.get_running_loop()
    with ProcessPoolExecutor(n_workers) as pool:
        runs = [loop.run_in_executor(pool, parse, text) for text in texts]
        found = await asyncio.gather(*runs, return_exceptions=True)
    return [(None, str(x)) if isinstance(x, Exception) else (x, None) for x in found]""",
    r"""import multiprocessing


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
    return pairs""",
]
WRONG["e4"] = [
    (
        0,
        "a loop",
        """def parse_all(parse, texts, n_workers):
    pairs = []
    for text in texts:
        try:
            pairs.append((parse(text), None))
        except Exception as error:
            pairs.append((None, str(error)))
    return pairs""",
    ),
    (0, "threads", SOLUTIONS["e4"].replace("Process", "Thread")),
    (
        2,
        "an error comes out",
        WITH_PROCESSES
        + """def parse_all(parse, texts, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        return [(title, None) for title in pool.map(parse, texts)]""",
    ),
    (
        2,
        "the words of the error are lost",
        SOLUTIONS["e4"].replace("str(error)", "type(error).__name__"),
    ),
    (2, "the error itself in place of its words", SOLUTIONS["e4"].replace("str(error)", "error")),
    (
        2,
        "texts that fail are left out",
        WITH_PROCESSES
        + """def parse_all(parse, texts, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        futures = [pool.submit(parse, text) for text in texts]
    return [(future.result(), None) for future in futures if not future.exception()]""",
    ),
    (
        0,
        "a pool that is never used",
        WITH_PROCESSES
        + """def parse_all(parse, texts, n_workers):
    with ProcessPoolExecutor(n_workers):
        return [(parse(text), None) for text in texts]""",
    ),
    (
        0,
        "one at a time in a pool",
        WITH_PROCESSES
        + """def parse_all(parse, texts, n_workers):
    pairs = []
    with ProcessPoolExecutor(n_workers) as pool:
        for text in texts:
            try:
                pairs.append((pool.submit(parse, text).result(), None))
            except Exception as error:
                pairs.append((None, str(error)))
    return pairs""",
    ),
    (0, "one worker", SOLUTIONS["e4"].replace("(n_workers)", "(1)")),
    (3, "two workers, whatever was asked for", SOLUTIONS["e4"].replace("(n_workers)", "(2)")),
    (
        0,
        "results as they come",
        "from concurrent.futures import as_completed\n"
        + SOLUTIONS["e4"].replace("in futures:", "in as_completed(futures):"),
    ),
    (
        0,
        "results dropped",
        WITH_PROCESSES
        + """def parse_all(parse, texts, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        pool.map(parse, texts)""",
    ),
    (
        0,
        "futures in place of results",
        WITH_PROCESSES
        + """def parse_all(parse, texts, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        return [(pool.submit(parse, text), None) for text in texts]""",
    ),
    (
        3,
        "workers left running",
        WITH_PROCESSES.rstrip("\n")
        + """

pools = []


def parse_all(parse, texts, n_workers):
    pairs = []
    pools.append(ProcessPoolExecutor(n_workers))
    futures = [pools[-1].submit(parse, text) for text in texts]
    for future in futures:
        error = future.exception()
        pairs.append((future.result(), None) if error is None else (None, str(error)))
    return pairs""",
    ),
    (
        0,
        "titles without reasons",
        WITH_PROCESSES
        + """def parse_all(parse, texts, n_workers):
    with ProcessPoolExecutor(n_workers) as pool:
        return list(pool.map(parse, texts))""",
    ),
    (
        0,
        "None",
        """def parse_all(parse, texts, n_workers):
    return None""",
    ),
]
WITH_BOTH = """from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


"""
ROUNDS = (
    WITH_BOTH
    + """def crawl_and_report(start_url, parse, n_at_once, n_workers):
    texts, failed, seen, new = {}, {}, {start_url}, [start_url]
    with ThreadPoolExecutor(n_at_once) as pool:
        while new:
            futures = {url: pool.submit(fetch, url) for url in new}
            new = []
            for url, future in futures.items():
                if error := future.exception():
                    failed[url] = str(error)
                    continue
                texts[url] = future.result()
                for link in website.pages.read_links(url, texts[url]):
                    if link not in seen:
                        seen.add(link)
                        new.append(link)
    titles = {}
    with ProcessPoolExecutor(n_workers) as pool:
        futures = {url: pool.submit(parse, text) for url, text in texts.items()}
        for url, future in futures.items():
            if error := future.exception():
                failed[url] = str(error)
            else:
                titles[url] = future.result()
    return {"titles": titles, "failed": failed}"""
)
SOLUTIONS["e5"] = ROUNDS
ASYNC = r"""import asyncio
from concurrent.futures import ProcessPoolExecutor

import aiohttp

from helpers import website


async def crawl_and_report(start_url, parse, n_at_once, n_workers):
    titles, failed, seen = {}, {}, {start_url}
    semaphore, loop = asyncio.Semaphore(n_at_once), asyncio.get_running_loop()

    async def visit(url):
        try:
            async with semaphore, session.get(url) as response:
                response.raise_for_status()
                text = await response.text()
        except Exception as error:
            failed[url] = str(error)
            return
        new = [link for link in website.pages.read_links(url, text) if link not in seen]
        seen.update(new)
        title = loop.run_in_executor(pool, parse, text)
        await asyncio.gather(*map(visit, new))
        try:
            titles[url] = await title
        except Exception as error:
            failed[url] = str(error)

    with ProcessPoolExecutor(n_workers) as pool:
        async with aiohttp.ClientSession() as session:
            await visit(start_url)
    return {"titles": titles, "failed": failed}"""
QUEUE = r"""import queue
import threading

import requests
from joblib import Parallel, delayed

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
    tasks, lock = queue.Queue(), threading.Lock()
    texts, failed, seen = {}, {}, {start_url}
    tasks.put(start_url)

    def work():
        with requests.Session() as session:
            while (url := tasks.get()) is not None:
                try:
                    response = session.get(url, timeout=30)
                    response.raise_for_status()
                    for link in website.pages.read_links(url, response.text):
                        with lock:
                            is_new = link not in seen
                            seen.add(link)
                        if is_new:
                            tasks.put(link)
                    texts[url] = response.text
                except Exception as error:
                    failed[url] = str(error)
                finally:
                    tasks.task_done()

    threads = [threading.Thread(target=work) for _ in range(n_at_once)]
    for thread in threads:
        thread.start()
    tasks.join()
    for _ in threads:
        tasks.put(None)
    for thread in threads:
        thread.join()

    def title_and_reason(text):
        try:
            return parse(text), None
        except Exception as error:
            return None, str(error)

    pairs = Parallel(n_jobs=n_workers)(delayed(title_and_reason)(t) for t in texts.values())
    titles = {}
    for url, (title, reason) in zip(texts, pairs):
        if reason is None:
            titles[url] = title
        else:
            failed[url] = reason
    return {"titles": titles, "failed": failed}"""
PIPE = """from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, ThreadPoolExecutor, wait

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
    report, parsing, seen = {"titles": {}, "failed": {}}, {}, {start_url}
    with ProcessPoolExecutor(n_workers) as parsers, ThreadPoolExecutor(n_at_once) as fetchers:
        fetching = {fetchers.submit(fetch, start_url): start_url}
        while fetching:
            done, _ = wait(fetching, return_when=FIRST_COMPLETED)
            for future in done:
                url = fetching.pop(future)
                if future.exception():
                    report["failed"][url] = str(future.exception())
                    continue
                parsing[url] = parsers.submit(parse, future.result())
                for link in website.pages.read_links(url, future.result()):
                    if link not in seen:
                        seen.add(link)
                        fetching[fetchers.submit(fetch, link)] = link
        for url, future in parsing.items():
            try:
                report["titles"][url] = future.result()
            except ValueError as error:
                report["failed"][url] = str(error)
    return report"""
PERROUND = r"""import multiprocessing
from concurrent.futures import ThreadPoolExecutor

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
    def attempt(call):
        try:
            return call(), None
        except Exception as error:
            return None, str(error)

    titles, failed, seen, new = {}, {}, {start_url}, [start_url]
    with multiprocessing.Pool(n_workers) as parsers, ThreadPoolExecutor(n_at_once) as fetchers:
        while new:
            fetched = list(fetchers.map(lambda url: attempt(lambda: fetch(url)), new))
            failed |= {u: why for u, (_, why) in zip(new, fetched) if why is not None}
            texts = {u: text for u, (text, why) in zip(new, fetched) if why is None}
            parsed = {u: parsers.apply_async(parse, (text,)) for u, text in texts.items()}
            for url, waiting in parsed.items():
                title, why = attempt(waiting.get)
                if why is None:
                    titles[url] = title
                else:
                    failed[url] = why
            links = {link for u, text in texts.items() for link in website.pages.read_links(u, text)}
            new = sorted(links - seen)
            seen |= links
        parsers.close()
        parsers.join()
    return {"titles": titles, "failed": failed}"""
BLOCK = r"""import threading
from concurrent.futures import ProcessPoolExecutor

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
    titles, failed, seen = {}, {}, {start_url}
    lock, gate = threading.Lock(), threading.Semaphore(n_at_once)

    def visit(url):
        with gate:
            try:
                text = fetch(url)
                titles[url] = parsers.submit(parse, text).result()
            except Exception as error:
                failed[url] = str(error)
                return
        with lock:
            new = [link for link in website.pages.read_links(url, text) if link not in seen]
            seen.update(new)
        threads = [threading.Thread(target=visit, args=(link,)) for link in new]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    with ProcessPoolExecutor(n_workers) as parsers:
        visit(start_url)
    return {"titles": titles, "failed": failed}"""
RUN = r"""import asyncio
import multiprocessing

import aiohttp

from helpers import website


async def fetch_pages(start_url, n_at_once):
    texts, failed, seen, new = {}, {}, {start_url}, [start_url]
    connector = aiohttp.TCPConnector(limit=n_at_once)
    async with aiohttp.ClientSession(connector=connector, raise_for_status=True) as session:

        async def get(url):
            async with session.get(url) as response:
                return await response.text()

        while new:
            found = await asyncio.gather(*map(get, new), return_exceptions=True)
            for url, text in zip(new, found):
                if isinstance(text, Exception):
                    failed[url] = str(text)
                else:
                    texts[url] = text
            fresh = [u for u in new if u in texts]
            links = {link for url in fresh for link in website.pages.read_links(url, texts[url])}
            new = list(links - seen)
            seen |= links
    return texts, failed


def crawl_and_report(start_url, parse, n_at_once, n_workers):
    texts, failed = asyncio.run(fetch_pages(start_url, n_at_once))
    titles = {}
    with multiprocessing.Pool(n_workers) as pool:
        waiting = {url: pool.apply_async(parse, (text,)) for url, text in texts.items()}
        for url, result in waiting.items():
            try:
                titles[url] = result.get()
            except Exception as error:
                failed[url] = str(error)
        pool.close()
        pool.join()
    return {"titles": titles, "failed": failed}"""
ALSO_RIGHT["e5"] = [ASYNC, QUEUE, PIPE, PERROUND, BLOCK, RUN]
FETCHERS = "with ThreadPoolExecutor(n_at_once) as pool:"
PARSERS = "with ProcessPoolExecutor(n_workers) as pool:"
WRONG["e5"] = [
    (
        0,
        "one page after the other",
        _changed(
            ROUNDS,
            (FETCHERS, "with ThreadPoolExecutor(1) as pool:"),
        ),
    ),
    (
        2,
        "one request too many",
        _changed(
            ROUNDS,
            (
                FETCHERS,
                "with ThreadPoolExecutor(n_at_once + 1) as pool:",
            ),
        ),
    ),
    (
        2,
        "coroutines without a limit",
        _changed(ASYNC, ("Semaphore(n_at_once)", "Semaphore(1000)")),
    ),
    (
        0,
        "a fetch that blocks the loop",
        _changed(
            ASYNC,
            (
                """            async with semaphore, session.get(url) as response:
                response.raise_for_status()
                text = await response.text()
""",
                """            async with semaphore:
                text = fetch(url)
""",
            ),
        ),
    ),
    (
        6,
        "three requests, whatever was asked for",
        _changed(
            ROUNDS,
            (FETCHERS, "with ThreadPoolExecutor(3) as pool:"),
        ),
    ),
    (
        3,
        "pages are fetched again for their titles",
        _changed(
            ROUNDS,
            (
                "texts[url] = future.result()",
                "texts[url] = future.result()\n                again.append(url)",
            ),
            ("{start_url}, [start_url]\n", "{start_url}, [start_url]\n    again = []\n"),
            (
                "    titles = {}\n",
                """    with ThreadPoolExecutor(n_at_once) as pool:
        texts = dict(zip(again, pool.map(fetch, again)))
    titles = {}
""",
            ),
        ),
    ),
    (
        4,
        "parsed in a loop",
        _changed(
            ROUNDS,
            (
                "    titles = {}\n" + ROUNDS.split("    titles = {}\n")[1].split("    return {")[0],
                """    titles = {}
    for url, text in texts.items():
        try:
            titles[url] = parse(text)
        except ValueError as error:
            failed[url] = str(error)
""",
            ),
        ),
    ),
    (
        4,
        "two workers, whatever was asked for",
        _changed(
            ROUNDS,
            (
                PARSERS,
                "with ProcessPoolExecutor(2) as pool:",
            ),
        ),
    ),
    (
        4,
        "each title is waited for before the next text is sent",
        _changed(
            ROUNDS,
            (
                """        futures = {url: pool.submit(parse, text) for url, text in texts.items()}
        for url, future in futures.items():
            if""",
                """        for url, text in texts.items():
            future = pool.submit(parse, text)
            if""",
            ),
        ),
    ),
    (
        6,
        "a page that cannot be fetched stops the crawl",
        _changed(
            ROUNDS,
            (
                """                if error := future.exception():
                    failed[url] = str(error)
                    continue
""",
                "",
            ),
        ),
    ),
    (
        6,
        "a page without a title stops the report",
        _changed(
            ROUNDS,
            (
                """            if error := future.exception():
                failed[url] = str(error)
            else:
                titles[url]""",
                "            titles[url]",
            ),
        ),
    ),
    (
        6,
        "errors are swallowed",
        _changed(
            ROUNDS,
            (
                """                    failed[url] = str(error)
                    continue""",
                "                    continue",
            ),
        ),
    ),
    (
        6,
        "reasons without the error's words",
        _changed(ROUNDS, ("str(error)", "type(error).__name__")),
    ),
    (
        6,
        "a page without a title has the title None",
        _changed(
            ROUNDS,
            (
                """            if error := future.exception():
                failed[url] = str(error)
            else:
                titles[url] = future.result()""",
                "            titles[url] = None if future.exception() else future.result()",
            ),
        ),
    ),
    (
        6,
        "failing pages are tried again",
        _changed(
            ROUNDS,
            ("pool.submit(fetch, url)", "pool.submit(fetch_twice, url)"),
            (
                "def crawl_and",
                """def fetch_twice(url):
    try:
        return fetch(url)
    except Exception:
        return fetch(url)


def crawl_and""",
            ),
        ),
    ),
    (
        6,
        "an error's page is taken for a page",
        _changed(
            ROUNDS,
            ("pool.submit(fetch, url)", "pool.submit(get, url)"),
            ("from helpers", "import requests\nfrom helpers"),
            (
                "def crawl_and",
                """def get(url):
    return requests.get(url, timeout=30).text


def crawl_and""",
            ),
        ),
    ),
    (
        8,
        "workers left running",
        _changed(
            ROUNDS,
            (
                PARSERS,
                "if pools.append(ProcessPoolExecutor(n_workers)) is None:\n        pool = pools[-1]",
            ),
            ("def crawl_and", "pools = []\n\n\ndef crawl_and"),
        ),
    ),
    (
        8,
        "a session left open",
        _changed(
            ROUNDS,
            ("pool.submit(fetch, url)", "pool.submit(get, url)"),
            ("from helpers", "import requests\nfrom helpers"),
            (
                "def crawl_and",
                """session = requests.Session()


def get(url):
    response = session.get(url, timeout=30)
    response.raise_for_status()
    return response.text


def crawl_and""",
            ),
        ),
    ),
    (0, "the first page only", _changed(ROUNDS, ("new.append(link)", "pass"))),
    (0, "the titles alone", _changed(ROUNDS, ('{"titles": titles, "failed": failed}', "titles"))),
    (
        0,
        "nothing is returned",
        _changed(
            ROUNDS, ('    return {"titles": titles, "failed": failed}', "    print(titles, failed)")
        ),
    ),
    (
        0,
        "a report that was made up",
        """from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
    address = start_url.rsplit("/", 1)[0]
    titles = {f"{address}/{number}": website.pages.title(number) for number in range(16)}
    return {"titles": titles, "failed": {}}""",
    ),
]
