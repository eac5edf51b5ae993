# %% [markdown]
# # Answers to exercise 3 of capstone
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
import threading


def visit(url, seen, lock, links_of):
    with lock:
        if url in seen:
            return
        seen.add(url)
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% right: acquire and release
import threading


def visit(url, seen, lock, links_of):
    lock.acquire()
    try:
        is_new = url not in seen
        seen.add(url)
    finally:
        lock.release()
    if not is_new:
        return
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% right: the size of the set tells whether it is new
import threading


def visit(url, seen, lock, links_of):
    with lock:
        n_seen = len(seen)
        seen.add(url)
        if len(seen) == n_seen:
            return
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% right: a lock of the notebook's own
import threading

OWN_LOCK = threading.Lock()


def visit(url, seen, lock, links_of):
    with OWN_LOCK:
        if url in seen:
            return
        seen.add(url)
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% right: by a pool for each page
from concurrent.futures import ThreadPoolExecutor


def visit(url, seen, lock, links_of):
    with lock:
        if url in seen:
            return
        seen.add(url)
    links = links_of(url)
    with ThreadPoolExecutor(len(links)) as pool:
        list(pool.map(lambda link: visit(link, seen, lock, links_of), links))


# %% right: a look before the lock is taken, and one after
import threading


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
        thread.join()


# %% wrong, keeps 0: no lock
import threading


def visit(url, seen, lock, links_of):
    if url in seen:
        return
    seen.add(url)
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 0: the lock is around the look only
import threading


def visit(url, seen, lock, links_of):
    with lock:
        if url in seen:
            return
    seen.add(url)
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 0: two locked steps, and a gap
import threading


def visit(url, seen, lock, links_of):
    with lock:
        if url in seen:
            return
    with lock:
        seen.add(url)
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 0: it is added when it has been fetched
import threading


def visit(url, seen, lock, links_of):
    with lock:
        if url in seen:
            return
    links = links_of(url)
    with lock:
        seen.add(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 0: a lock of each call's own
import threading


def visit(url, seen, lock, links_of):
    with threading.Lock():
        if url in seen:
            return
        seen.add(url)
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 2: the lock is held during the fetch
import threading


def visit(url, seen, lock, links_of):
    with lock:
        if url in seen:
            return
        seen.add(url)
        links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 0: the lock is held until all others have visited
import threading


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
            thread.join()


# %% wrong, keeps 2: one page after the other
def visit(url, seen, lock, links_of):
    with lock:
        if url in seen:
            return
        seen.add(url)
    for link in links_of(url):
        visit(link, seen, lock, links_of)


# %% wrong, keeps 0: a lock that is not released
import threading


def visit(url, seen, lock, links_of):
    lock.acquire()
    if url in seen:
        return
    seen.add(url)
    lock.release()
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 0: the first page only
def visit(url, seen, lock, links_of):
    with lock:
        if url in seen:
            return
        seen.add(url)
    links_of(url)


# %% wrong, keeps 0: a set of one's own in place of the given one
import threading

MINE = set()


def visit(url, seen, lock, links_of):
    with lock:
        if url in MINE:
            return
        MINE.add(url)
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 0: nothing
def visit(url, seen, lock, links_of):
    return None


# %% wrong, keeps 0: links are looked for before the threads start, without a lock
import threading


def visit(url, seen, lock, links_of):
    with lock:
        seen.add(url)
    links = [link for link in links_of(url) if link not in seen]
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 0: a look without the lock, by a difference
import threading


def visit(url, seen, lock, links_of):
    if not {url} - seen:
        return
    with lock:
        seen.add(url)
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 0: a look without the lock, by issuperset
import threading


def visit(url, seen, lock, links_of):
    if seen.issuperset([url]):
        return
    with lock:
        seen.add(url)
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 0: a look without the lock, by a comparison of sets
import threading


def visit(url, seen, lock, links_of):
    if {url} <= seen:
        return
    with lock:
        seen.add(url)
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 0: a look without the lock, by issubset, of a set of one's own
import threading


def visit(url, seen, lock, links_of):
    if {url}.issubset(seen):
        return
    with lock:
        seen.add(url)
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 0: a look without the lock, by isdisjoint
import threading


def visit(url, seen, lock, links_of):
    if not seen.isdisjoint({url}):
        return
    with lock:
        seen.add(url)
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 0: a look without the lock, by an intersection
import threading


def visit(url, seen, lock, links_of):
    if seen & {url}:
        return
    with lock:
        seen.add(url)
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 0: a look without the lock, in a copy
import threading


def visit(url, seen, lock, links_of):
    if url in set(seen):
        return
    with lock:
        seen.add(url)
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 0: a look without the lock, by a loop
import threading


def visit(url, seen, lock, links_of):
    if any(url == each for each in seen):
        return
    with lock:
        seen.add(url)
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 0: a look without the lock, by its size before and after
import threading


def visit(url, seen, lock, links_of):
    n_seen = len(seen)
    seen.add(url)
    if len(seen) == n_seen:
        return
    with lock:
        seen.add(url)
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 0: a look without the lock, by a union
import threading


def visit(url, seen, lock, links_of):
    if len(seen | {url}) == len(seen):
        return
    with lock:
        seen.add(url)
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 0: a look without the lock, by a difference, in place
import threading


def visit(url, seen, lock, links_of):
    new = {url}
    new -= seen
    if not new:
        return
    with lock:
        seen.add(url)
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% right: by a difference and an update, under the lock
import threading


def visit(url, seen, lock, links_of):
    with lock:
        new = {url} - seen
        seen |= new
    if not new:
        return
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% right: by issuperset and update, under the lock
import threading


def visit(url, seen, lock, links_of):
    with lock:
        if seen.issuperset([url]):
            return
        seen.update([url])
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% right: a helper that takes, and a pool
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress


def main(url, seen, lock):
    lock.acquire()
    try:
        return url not in seen and not seen.add(url)
    finally:
        lock.release()


def visit(url, seen, lock, links_of):
    if main(url, seen, lock) and (links := links_of(url)):
        with ThreadPoolExecutor(len(links)) as pool:
            list(pool.map(lambda link: visit(link, seen, lock, links_of), links))


# %% right: only links that are new get threads, under the lock
import threading


def visit(url, seen, lock, links_of):
    with lock:
        new = {url} - set(seen)
        seen |= new
    while new:
        found = set()
        threads = [
            threading.Thread(target=lambda page: found.update(links_of(page)), args=(page,))
            for page in new
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with lock:
            new = found.difference(seen)
            seen.update(new)


# %% wrong, keeps 0: a second set, at the level of the cell, without the lock
import threading

_mine = set()


def visit(url, seen, lock, links_of):
    if url in _mine:
        return
    _mine.add(url)
    with lock:
        seen.add(url)
    links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 2: a second lock around the fetch
import threading

_gate = threading.Lock()


def visit(url, seen, lock, links_of):
    with lock:
        if url in seen:
            return
        seen.add(url)
    with _gate:
        links = links_of(url)
    threads = [threading.Thread(target=visit, args=(link, seen, lock, links_of)) for link in links]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


# %% wrong, keeps 0: nobody is joined
import threading


def visit(url, seen, lock, links_of):
    with lock:
        if url in seen:
            return
        seen.add(url)
    for link in links_of(url):
        threading.Thread(target=visit, args=(link, seen, lock, links_of), daemon=True).start()
