# %% [markdown]
# # Answers to exercise 2 of 10_without_the_gil
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
def visit(seen, lock, page, fetch):
    with lock:
        if page in seen:
            return False
        seen.add(page)
    fetch(page)
    return True


# %% right: acquire and release
def visit(seen, lock, page, fetch):
    lock.acquire()
    try:
        is_new = page not in seen
        seen.add(page)
    finally:
        lock.release()
    if is_new:
        fetch(page)
    return is_new


# %% right: a look before the lock is taken, and one after
def visit(seen, lock, page, fetch):
    if page in seen:
        return False
    with lock:
        if page in seen:
            return False
        seen.add(page)
    fetch(page)
    return True


# %% wrong, keeps 0: no lock
def visit(seen, lock, page, fetch):
    if page in seen:
        return False
    seen.add(page)
    fetch(page)
    return True


# %% wrong, keeps 0: the lock is around the look only
def visit(seen, lock, page, fetch):
    with lock:
        is_new = page not in seen
    if is_new:
        seen.add(page)
        fetch(page)
    return is_new


# %% wrong, keeps 0: the lock is around the adding only
def visit(seen, lock, page, fetch):
    if page in seen:
        return False
    with lock:
        seen.add(page)
    fetch(page)
    return True


# %% wrong, keeps 0: two locked steps, and a gap
def visit(seen, lock, page, fetch):
    with lock:
        is_new = page not in seen
    if is_new:
        with lock:
            seen.add(page)
        fetch(page)
    return is_new


# %% wrong, keeps 0: a lock of each call's own
import threading


def visit(seen, lock, page, fetch):
    with threading.Lock():
        if page in seen:
            return False
        seen.add(page)
    fetch(page)
    return True


# %% wrong, keeps 0: added before it is looked for
def visit(seen, lock, page, fetch):
    with lock:
        seen.add(page)
        if page in seen:
            return False
    fetch(page)
    return True


# %% wrong, keeps 0: fetched by all, added by one
def visit(seen, lock, page, fetch):
    fetch(page)
    with lock:
        if page in seen:
            return False
        seen.add(page)
    return True


# %% wrong, keeps 0: it does not say what it did
def visit(seen, lock, page, fetch):
    with lock:
        if page in seen:
            return
        seen.add(page)
    fetch(page)


# %% wrong, keeps 0: nobody fetches
def visit(seen, lock, page, fetch):
    with lock:
        if page in seen:
            return False
        seen.add(page)
    return True


# %% wrong, keeps 1: the page is fetched while the lock is held
def visit(seen, lock, page, fetch):
    with lock:
        if page in seen:
            return False
        seen.add(page)
        fetch(page)
        return True


# %% wrong, keeps 0: the lock stays taken
def visit(seen, lock, page, fetch):
    lock.acquire()
    if page in seen:
        return False
    seen.add(page)
    lock.release()
    fetch(page)
    return True


# %% right: a condition around the lock, and the size
import threading


def visit(seen, lock, page, fetch):
    with threading.Condition(lock):
        before = len(seen)
        seen |= {page}
        is_new = len(seen) > before
    if is_new:
        fetch(page)
    return is_new


# %% right: a helper that takes, in a class
class main:
    def __init__(self, seen, lock):
        self.seen, self.lock = seen, lock

    def is_first(self, page):
        with self.lock:
            try:
                return page not in self.seen
            finally:
                self.seen.add(page)


def visit(seen, lock, page, fetch):
    return main(seen, lock).is_first(page) and (fetch(page), True)[1]


# %% wrong, keeps 0: the lock without a wait
def visit(seen, lock, page, fetch):
    got = lock.acquire(blocking=False)
    is_new = page not in seen
    seen.add(page)
    if got:
        lock.release()
    if is_new:
        fetch(page)
    return is_new


# %% wrong, keeps 0: the page is fetched twice by its own visitor
def visit(seen, lock, page, fetch):
    with lock:
        if page in seen:
            return False
        seen.add(page)
    fetch(page)
    return fetch(page) is not None


# %% wrong, keeps 1: one's own lock for each page, within the given one
import threading
from collections import defaultdict

_locks = defaultdict(threading.Lock)


def visit(seen, lock, page, fetch):
    with lock, _locks[page]:
        if page in seen:
            return False
        seen.add(page)
        fetch(page)
        return True


# %% wrong, keeps 0: a set of one's own tells whether a page is new
_mine = set()


def visit(seen, lock, page, fetch):
    with lock:
        if page in _mine:
            return False
        _mine.add(page)
        seen.add(page)
    fetch(page)
    return True
