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
