# %% [markdown]
# # Answers to exercise 3 of 03_threading
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
def transfer(source, source_lock, target, target_lock, amount):
    first, second = sorted((source_lock, target_lock), key=id)
    with first, second:
        source.balance -= amount
        target.balance += amount


# %% right: one lock after the other, never both
def transfer(source, source_lock, target, target_lock, amount):
    with source_lock:
        source.balance -= amount
    with target_lock:
        target.balance += amount


# %% wrong, keeps 2: a lock of the notebook's own, not the given one
import threading

LOCK = threading.Lock()


def transfer(source, source_lock, target, target_lock, amount):
    with LOCK:
        source.balance -= amount
        target.balance += amount


# %% wrong, keeps 0: no locks
def transfer(source, source_lock, target, target_lock, amount):
    source.balance -= amount
    target.balance += amount


# %% wrong, keeps 0: one lock of two
def transfer(source, source_lock, target, target_lock, amount):
    with source_lock:
        source.balance -= amount
        target.balance += amount


# %% wrong, keeps 0: a lock of its own
import threading


def transfer(source, source_lock, target, target_lock, amount):
    with threading.Lock():
        source.balance -= amount
        target.balance += amount


# %% wrong, keeps 0: the other way round
def transfer(source, source_lock, target, target_lock, amount):
    with target_lock, source_lock:
        source.balance -= amount
        target.balance += amount


# %% wrong, keeps 0: nothing moves
def transfer(source, source_lock, target, target_lock, amount):
    return None


# %% wrong, keeps 0: locks that are never released
def transfer(source, source_lock, target, target_lock, amount):
    first, second = sorted((source_lock, target_lock), key=id)
    first.acquire()
    second.acquire()
    source.balance -= amount
    target.balance += amount


# %% wrong, keeps 2: both locks for show, beside one's own
import threading

MINE = threading.Lock()


def transfer(source, source_lock, target, target_lock, amount):
    for lock in sorted((source_lock, target_lock), key=id):
        with lock:
            pass
    with MINE:
        source.balance -= amount
        target.balance += amount


# %% wrong, keeps 2: always the same one of the two locks
def transfer(source, source_lock, target, target_lock, amount):
    with min(source_lock, target_lock, key=id):
        source.balance -= amount
        target.balance += amount


# %% wrong, keeps 0: opposite orders, with a pause between
import time


def transfer(source, source_lock, target, target_lock, amount):
    with source_lock:
        time.sleep(0.001)
        with target_lock:
            source.balance -= amount
            target.balance += amount


# %% right: a gate, which one thread at a time comes through
import threading

GATE = threading.Lock()


def transfer(source, source_lock, target, target_lock, amount):
    with GATE:
        with source_lock, target_lock:
            source.balance -= amount
            target.balance += amount


# %% right: a gate around the taking only
import threading

GATE = threading.Lock()


def transfer(source, source_lock, target, target_lock, amount):
    with GATE:
        source_lock.acquire()
        target_lock.acquire()
    try:
        source.balance -= amount
        target.balance += amount
    finally:
        target_lock.release()
        source_lock.release()


# %% right: a gate around the taking only, and the first lock is given back first
import threading

GATE = threading.Lock()


def transfer(source, source_lock, target, target_lock, amount):
    with GATE:
        source_lock.acquire()
        target_lock.acquire()
    source.balance -= amount
    source_lock.release()
    target.balance += amount
    target_lock.release()


# %% right: sorted by key, on an exit stack
import contextlib
import operator


def transfer(source, source_lock, target, target_lock, amount):
    with contextlib.ExitStack() as main:
        for lock in sorted((source_lock, target_lock), key=id):
            main.enter_context(lock)
        source.balance = operator.sub(source.balance, amount)
        target.balance = operator.add(target.balance, amount)


# %% right: order by a number of one's own
import itertools
import weakref

_numbers, _next = {}, itertools.count()


def _number(lock):
    return _numbers.setdefault(lock.__hash__(), next(_next))


def transfer(source, source_lock, target, target_lock, amount):
    first, second = (
        (source_lock, target_lock)
        if _number(source_lock) < _number(target_lock)
        else (target_lock, source_lock)
    )
    with first, second:
        source.balance -= amount
        target.balance += amount


# %% right: it tries, and gives the first one back if the second is not free
import random
import time


def transfer(source, source_lock, target, target_lock, amount):
    locks = sorted([source_lock, target_lock], key=id)
    while True:
        locks[0].acquire()
        if locks[1].acquire(blocking=False):
            break
        locks[0].release()
        time.sleep(random.random() / 100)
    try:
        source.balance -= amount
        target.balance += amount
    finally:
        locks[1].release()
        locks[0].release()


# %% wrong, keeps 0: in the order of the balances
def transfer(source, source_lock, target, target_lock, amount):
    pairs = sorted([(source, source_lock), (target, target_lock)], key=lambda p: p[0].balance)
    with pairs[0][1], pairs[1][1]:
        source.balance -= amount
        target.balance += amount


# %% wrong, keeps 0: the second lock is asked for with a time-out, and nothing moves without it
def transfer(source, source_lock, target, target_lock, amount):
    with source_lock:
        if not target_lock.acquire(timeout=1):
            return
        source.balance -= amount
        target.balance += amount
        target_lock.release()


# %% wrong, keeps 2: the balance is read before its lock is taken
def transfer(source, source_lock, target, target_lock, amount):
    first, second = sorted((source_lock, target_lock), key=id)
    with first:
        with second:
            source.balance -= amount
        target.balance += amount
