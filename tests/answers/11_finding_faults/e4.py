# %% [markdown]
# # Answers to exercise 4 of 11_finding_faults
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
from concurrent.futures import ThreadPoolExecutor


def read_all(task, books, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        waiting = [[pool.submit(task, chapter) for chapter in book] for book in books]
        return [[chapter.result() for chapter in book] for book in waiting]


# %% right: a pool of their own for the books
from concurrent.futures import ThreadPoolExecutor


def read_all(task, books, n_workers):
    with ThreadPoolExecutor(n_workers) as pool, ThreadPoolExecutor(len(books)) as readers:

        def read(book):
            chapters = [pool.submit(task, chapter) for chapter in book]
            return [chapter.result() for chapter in chapters]

        return list(readers.map(read, books))


# %% right: one list of all chapters
from concurrent.futures import ThreadPoolExecutor


def read_all(task, books, n_workers):
    chapters = [chapter for book in books for chapter in book]
    with ThreadPoolExecutor(n_workers) as pool:
        results = pool.map(task, chapters)
        return [[next(results) for _ in book] for book in books]


# %% right: a map for each book, all before the first result is asked for
from concurrent.futures import ThreadPoolExecutor


def read_all(task, books, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        waiting = [pool.map(task, book) for book in books]
        return [list(book) for book in waiting]


# %% wrong, keeps 0: one after the other
def read_all(task, books, n_workers):
    return [[task(chapter) for chapter in book] for book in books]


# %% wrong, keeps 0: one after the other in a thread
from concurrent.futures import ThreadPoolExecutor


def read_all(task, books, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return [[pool.submit(task, chapter).result() for chapter in book] for book in books]


# %% wrong, keeps 0: a book after the other
from concurrent.futures import ThreadPoolExecutor


def read_all(task, books, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return [list(pool.map(task, book)) for book in books]


# %% wrong, keeps 0: the books are not told apart
from concurrent.futures import ThreadPoolExecutor


def read_all(task, books, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, [chapter for book in books for chapter in book]))


# %% wrong, keeps 0: one worker fewer
from concurrent.futures import ThreadPoolExecutor


def read_all(task, books, n_workers):
    with ThreadPoolExecutor(n_workers - 1) as pool:
        waiting = [[pool.submit(task, chapter) for chapter in book] for book in books]
        return [[chapter.result() for chapter in book] for book in waiting]


# %% wrong, keeps 0: the last book first
from concurrent.futures import ThreadPoolExecutor


def read_all(task, books, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        waiting = [[pool.submit(task, chapter) for chapter in book] for book in books[::-1]]
        return [[chapter.result() for chapter in book] for book in waiting]


# %% wrong, keeps 0: it gives up after a second
from concurrent.futures import ThreadPoolExecutor


def read_all(task, books, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:

        def read(book):
            chapters = [pool.submit(task, chapter) for chapter in book]
            return [chapter.result(timeout=1) for chapter in chapters]

        return list(pool.map(read, books))


# %% wrong, keeps 2: a pool for each book
from concurrent.futures import ThreadPoolExecutor


def read_all(task, books, n_workers):
    def read(book):
        with ThreadPoolExecutor(n_workers) as pool:
            return list(pool.map(task, book))

    with ThreadPoolExecutor(len(books)) as readers:
        return list(readers.map(read, books))


# %% wrong, keeps 2: one worker too many
from concurrent.futures import ThreadPoolExecutor


def read_all(task, books, n_workers):
    with ThreadPoolExecutor(n_workers + 1) as pool:
        waiting = [[pool.submit(task, chapter) for chapter in book] for book in books]
        return [[chapter.result() for chapter in book] for book in waiting]


# %% right: a chain of chapters, put back by islice
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice


def read_all(task, books, n_workers):
    with ThreadPoolExecutor(n_workers) as main:
        results = main.map(task, chain.from_iterable(books))
        return [list(islice(results, len(book))) for book in books]


# %% right: coroutines for the books
import asyncio
from concurrent.futures import ThreadPoolExecutor


def read_all(task, books, n_workers):
    async def main():
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(n_workers) as pool:

            async def read(book):
                return await asyncio.gather(*(loop.run_in_executor(pool, task, c) for c in book))

            return await asyncio.gather(*map(read, books))

    return asyncio.run(main())


# %% wrong, keeps 2: read twice
from concurrent.futures import ThreadPoolExecutor
from itertools import chain, islice


def read_all(task, books, n_workers):
    with ThreadPoolExecutor(n_workers) as main:
        list(main.map(task, chain.from_iterable(books)))
        results = main.map(task, chain.from_iterable(books))
        return [list(islice(results, len(book))) for book in books]


# %% wrong, keeps 0: books of two chapters
from concurrent.futures import ThreadPoolExecutor


def read_all(task, books, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        found = list(pool.map(task, [chapter for book in books for chapter in book]))
    return [found[i : i + 2] for i in range(0, len(found), 2)]
