# %% [markdown]
# # Answers to exercise 5 of capstone
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
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
    return {"titles": titles, "failed": failed}


# %% right: by asyncio, parsed while others are fetched
import asyncio
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
    return {"titles": titles, "failed": failed}


# %% right: by threads and a queue, then joblib
import queue
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
    return {"titles": titles, "failed": failed}


# %% right: each text is parsed as soon as it is there
from concurrent.futures import FIRST_COMPLETED, ProcessPoolExecutor, ThreadPoolExecutor, wait

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
    return report


# %% right: each round is fetched, then parsed
import multiprocessing
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
            links = {
                link for u, text in texts.items() for link in website.pages.read_links(u, text)
            }
            new = sorted(links - seen)
            seen |= links
        parsers.close()
        parsers.join()
    return {"titles": titles, "failed": failed}


# %% right: a thread for each page, which waits for its title
import threading
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
    return {"titles": titles, "failed": failed}


# %% right: by asyncio.run, then multiprocessing
import asyncio
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
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 0: one page after the other
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
    texts, failed, seen, new = {}, {}, {start_url}, [start_url]
    with ThreadPoolExecutor(1) as pool:
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
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 2: one request too many
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
    texts, failed, seen, new = {}, {}, {start_url}, [start_url]
    with ThreadPoolExecutor(n_at_once + 1) as pool:
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
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 2: coroutines without a limit
import asyncio
from concurrent.futures import ProcessPoolExecutor

import aiohttp

from helpers import website


async def crawl_and_report(start_url, parse, n_at_once, n_workers):
    titles, failed, seen = {}, {}, {start_url}
    semaphore, loop = asyncio.Semaphore(1000), asyncio.get_running_loop()

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
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 0: a fetch that blocks the loop
import asyncio
from concurrent.futures import ProcessPoolExecutor

import aiohttp

from helpers import website


async def crawl_and_report(start_url, parse, n_at_once, n_workers):
    titles, failed, seen = {}, {}, {start_url}
    semaphore, loop = asyncio.Semaphore(n_at_once), asyncio.get_running_loop()

    async def visit(url):
        try:
            async with semaphore:
                text = fetch(url)
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
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 0: three requests, whatever was asked for
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
    texts, failed, seen, new = {}, {}, {start_url}, [start_url]
    with ThreadPoolExecutor(3) as pool:
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
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 3: pages are fetched again for their titles
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
    texts, failed, seen, new = {}, {}, {start_url}, [start_url]
    again = []
    with ThreadPoolExecutor(n_at_once) as pool:
        while new:
            futures = {url: pool.submit(fetch, url) for url in new}
            new = []
            for url, future in futures.items():
                if error := future.exception():
                    failed[url] = str(error)
                    continue
                texts[url] = future.result()
                again.append(url)
                for link in website.pages.read_links(url, texts[url]):
                    if link not in seen:
                        seen.add(link)
                        new.append(link)
    with ThreadPoolExecutor(n_at_once) as pool:
        texts = dict(zip(again, pool.map(fetch, again)))
    titles = {}
    with ProcessPoolExecutor(n_workers) as pool:
        futures = {url: pool.submit(parse, text) for url, text in texts.items()}
        for url, future in futures.items():
            if error := future.exception():
                failed[url] = str(error)
            else:
                titles[url] = future.result()
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 4: parsed in a loop
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
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
    for url, text in texts.items():
        try:
            titles[url] = parse(text)
        except ValueError as error:
            failed[url] = str(error)
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 4: two workers, whatever was asked for
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
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
    with ProcessPoolExecutor(2) as pool:
        futures = {url: pool.submit(parse, text) for url, text in texts.items()}
        for url, future in futures.items():
            if error := future.exception():
                failed[url] = str(error)
            else:
                titles[url] = future.result()
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 4: each title is waited for before the next text is sent
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
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
        for url, text in texts.items():
            future = pool.submit(parse, text)
            if error := future.exception():
                failed[url] = str(error)
            else:
                titles[url] = future.result()
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 6: a page that cannot be fetched stops the crawl
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
    texts, failed, seen, new = {}, {}, {start_url}, [start_url]
    with ThreadPoolExecutor(n_at_once) as pool:
        while new:
            futures = {url: pool.submit(fetch, url) for url in new}
            new = []
            for url, future in futures.items():
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
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 6: a page without a title stops the report
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
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
            titles[url] = future.result()
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 6: errors are swallowed
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
    texts, failed, seen, new = {}, {}, {start_url}, [start_url]
    with ThreadPoolExecutor(n_at_once) as pool:
        while new:
            futures = {url: pool.submit(fetch, url) for url in new}
            new = []
            for url, future in futures.items():
                if error := future.exception():
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
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 6: reasons without the error's words
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
    texts, failed, seen, new = {}, {}, {start_url}, [start_url]
    with ThreadPoolExecutor(n_at_once) as pool:
        while new:
            futures = {url: pool.submit(fetch, url) for url in new}
            new = []
            for url, future in futures.items():
                if error := future.exception():
                    failed[url] = type(error).__name__
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
                failed[url] = type(error).__name__
            else:
                titles[url] = future.result()
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 6: a page without a title has the title None
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
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
            titles[url] = None if future.exception() else future.result()
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 6: failing pages are tried again
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


def fetch_twice(url):
    try:
        return fetch(url)
    except Exception:
        return fetch(url)


def crawl_and_report(start_url, parse, n_at_once, n_workers):
    texts, failed, seen, new = {}, {}, {start_url}, [start_url]
    with ThreadPoolExecutor(n_at_once) as pool:
        while new:
            futures = {url: pool.submit(fetch_twice, url) for url in new}
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
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 6: an error's page is taken for a page
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import requests
from helpers import website


def get(url):
    return requests.get(url, timeout=30).text


def crawl_and_report(start_url, parse, n_at_once, n_workers):
    texts, failed, seen, new = {}, {}, {start_url}, [start_url]
    with ThreadPoolExecutor(n_at_once) as pool:
        while new:
            futures = {url: pool.submit(get, url) for url in new}
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
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 8: workers left running
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


pools = []


def crawl_and_report(start_url, parse, n_at_once, n_workers):
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
    if pools.append(ProcessPoolExecutor(n_workers)) is None:
        pool = pools[-1]
        futures = {url: pool.submit(parse, text) for url, text in texts.items()}
        for url, future in futures.items():
            if error := future.exception():
                failed[url] = str(error)
            else:
                titles[url] = future.result()
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 8: a session left open
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import requests
from helpers import website


session = requests.Session()


def get(url):
    response = session.get(url, timeout=30)
    response.raise_for_status()
    return response.text


def crawl_and_report(start_url, parse, n_at_once, n_workers):
    texts, failed, seen, new = {}, {}, {start_url}, [start_url]
    with ThreadPoolExecutor(n_at_once) as pool:
        while new:
            futures = {url: pool.submit(get, url) for url in new}
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
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 0: the first page only
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
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
                        pass
    titles = {}
    with ProcessPoolExecutor(n_workers) as pool:
        futures = {url: pool.submit(parse, text) for url, text in texts.items()}
        for url, future in futures.items():
            if error := future.exception():
                failed[url] = str(error)
            else:
                titles[url] = future.result()
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 0: the titles alone
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
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
    return titles


# %% wrong, keeps 0: nothing is returned
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
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
    print(titles, failed)


# %% wrong, keeps 0: a report that was made up
from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
    address = start_url.rsplit("/", 1)[0]
    titles = {f"{address}/{number}": website.pages.title(number) for number in range(16)}
    return {"titles": titles, "failed": {}}


# %% wrong, keeps 0: n_at_once and n_workers are swapped
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
    texts, failed, seen, new = {}, {}, {start_url}, [start_url]
    with ThreadPoolExecutor(n_workers) as pool:
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
    with ProcessPoolExecutor(n_at_once) as pool:
        futures = {url: pool.submit(parse, text) for url, text in texts.items()}
        for url, future in futures.items():
            if error := future.exception():
                failed[url] = str(error)
            else:
                titles[url] = future.result()
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 4: as many workers as requests
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
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
    with ProcessPoolExecutor(n_at_once) as pool:
        futures = {url: pool.submit(parse, text) for url, text in texts.items()}
        for url, future in futures.items():
            if error := future.exception():
                failed[url] = str(error)
            else:
                titles[url] = future.result()
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 0: as many requests as workers
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
    texts, failed, seen, new = {}, {}, {start_url}, [start_url]
    with ThreadPoolExecutor(n_workers) as pool:
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
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 8: the pool of processes is shut down, and nobody waits
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
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
    pool = ProcessPoolExecutor(n_workers)
    futures = {url: pool.submit(parse, text) for url, text in texts.items()}
    for url, future in futures.items():
        if error := future.exception():
            failed[url] = str(error)
        else:
            titles[url] = future.result()
    pool.shutdown(wait=False)
    return {"titles": titles, "failed": failed}


# %% right: dicts with a default, in one with an order
from collections import OrderedDict, defaultdict
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

from helpers import website


def crawl_and_report(start_url, parse, n_at_once, n_workers):
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
    titles = defaultdict(str)
    with ProcessPoolExecutor(n_workers) as pool:
        futures = {url: pool.submit(parse, text) for url, text in texts.items()}
        for url, future in futures.items():
            if error := future.exception():
                failed[url] = str(error)
            else:
                titles[url] = future.result()
    return OrderedDict(titles=titles, failed=failed)


# %% right: a class, a session for each thread that is closed, and a helper called fetch_page
import contextlib
import threading
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import requests

from helpers import website


class Crawler:
    def __init__(self, n_at_once):
        self._local, self._sessions = threading.local(), contextlib.ExitStack()
        self._n_at_once, self._lock = n_at_once, threading.Lock()

    def session(self):
        if not hasattr(self._local, "session"):
            with self._lock:
                self._local.session = self._sessions.enter_context(requests.Session())
        return self._local.session

    def page(self, url):
        try:
            response = self.session().get(url, timeout=30)
            response.raise_for_status()
            return response.text, None
        except requests.RequestException as error:
            return None, str(error)

    def crawl(self, url):
        texts, failed, new = {}, {}, {url}
        with self._sessions, ThreadPoolExecutor(self._n_at_once) as main:
            while new:
                pages = dict(zip(new, main.map(self.page, new)))
                texts |= {u: text for u, (text, why) in pages.items() if why is None}
                failed |= {u: why for u, (_, why) in pages.items() if why is not None}
                new = (
                    {
                        link
                        for u in pages.keys() & texts.keys()
                        for link in website.pages.read_links(u, texts[u])
                    }
                    - texts.keys()
                    - failed.keys()
                )
        return texts, failed


def crawl_and_report(start_url, parse, n_at_once, n_workers):
    texts, failed = Crawler(n_at_once).crawl(start_url)
    titles = {}
    with ProcessPoolExecutor(n_workers) as pool:
        futures = {url: pool.submit(parse, text) for url, text in texts.items()}
    for url, future in futures.items():
        if (error := future.exception()) is None:
            titles[url] = future.result()
        else:
            failed[url] = str(error)
    return dict(titles=titles, failed=failed)


# %% right: tasks that make tasks, in one group
import asyncio
from concurrent.futures import ProcessPoolExecutor

import aiohttp

from helpers import website


async def crawl_and_report(start_url, parse, n_at_once, n_workers):
    places, seen, texts, failed, titles = asyncio.Semaphore(n_at_once), {start_url}, {}, {}, {}
    async with aiohttp.ClientSession() as session, asyncio.TaskGroup() as group:

        async def visit(url):
            try:
                async with places, session.get(url) as response:
                    response.raise_for_status()
                    texts[url] = await response.text()
            except Exception as error:
                failed[url] = str(error)
                return
            for link in website.pages.read_links(url, texts[url]):
                if link not in seen:
                    seen.add(link)
                    group.create_task(visit(link))

        group.create_task(visit(start_url))
    loop = asyncio.get_running_loop()
    pool = ProcessPoolExecutor(n_workers)
    try:
        found = await asyncio.gather(
            *(loop.run_in_executor(pool, parse, text) for text in texts.values()),
            return_exceptions=True,
        )
    finally:
        await asyncio.to_thread(pool.shutdown)
    for url, got in zip(texts, found):
        if isinstance(got, Exception):
            failed[url] = str(got)
        else:
            titles[url] = got
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 4: a process for each page, behind a semaphore
import multiprocessing
from concurrent.futures import ThreadPoolExecutor

import requests

from helpers import website


def _fetch(url):
    try:
        response = requests.get(url, timeout=30)
        response.raise_for_status()
        return response.text, None
    except Exception as error:
        return None, str(error)


def _parse(parse, url, text, places, out):
    with places:
        try:
            out.put((url, parse(text), None))
        except Exception as error:
            out.put((url, None, str(error)))


def crawl_and_report(start_url, parse, n_at_once, n_workers):
    texts, failed, new = {}, {}, [start_url]
    with ThreadPoolExecutor(n_at_once) as pool:
        while new:
            found = set()
            for url, (text, why) in zip(new, pool.map(_fetch, new)):
                if why is None:
                    texts[url] = text
                    found |= set(website.pages.read_links(url, text))
                else:
                    failed[url] = why
            new = sorted(found - texts.keys() - failed.keys())
    places, out = multiprocessing.Semaphore(n_workers), multiprocessing.Queue()
    started = [
        multiprocessing.Process(target=_parse, args=(parse, url, text, places, out))
        for url, text in texts.items()
    ]
    for each in started:
        each.start()
    titles = {}
    for _ in started:
        url, title, why = out.get()
        if why is None:
            titles[url] = title
        else:
            failed[url] = why
    for each in started:
        each.join()
    return {"titles": titles, "failed": failed}


# %% wrong, keeps 6: parsed twice
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

import requests

from helpers import website


def _fetch(url):
    try:
        response = requests.get(url, timeout=30)
        response.raise_for_status()
        return response.text, None
    except Exception as error:
        return None, str(error)


def crawl_and_report(start_url, parse, n_at_once, n_workers):
    texts, failed, new = {}, {}, [start_url]
    with ThreadPoolExecutor(n_at_once) as pool:
        while new:
            found = set()
            for url, (text, why) in zip(new, pool.map(_fetch, new)):
                if why is None:
                    texts[url] = text
                    found |= set(website.pages.read_links(url, text))
                else:
                    failed[url] = why
            new = sorted(found - texts.keys() - failed.keys())
    with ProcessPoolExecutor(n_workers) as pool:
        for future in [pool.submit(parse, text) for text in texts.values()]:
            future.exception()
        futures = {url: pool.submit(parse, text) for url, text in texts.items()}
    titles = {u: f.result() for u, f in futures.items() if not f.exception()}
    failed |= {u: str(f.exception()) for u, f in futures.items() if f.exception()}
    return {"titles": titles, "failed": failed}
