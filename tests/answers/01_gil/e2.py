# %% [markdown]
# # Answers to exercise 2 of 01_gil
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
def deposit(account, lock, n):
    for _ in range(n):
        with lock:
            account.balance += 1


# %% right: all of it in one locked step
def deposit(account, lock, n):
    with lock:
        account.balance += n


# %% right: acquire and release
def deposit(account, lock, n):
    for _ in range(n):
        lock.acquire()
        try:
            account.balance = account.balance + 1
        finally:
            lock.release()


# %% wrong, keeps 0: the lock is around the writing only
def deposit(account, lock, n):
    for _ in range(n):
        balance = account.balance
        with lock:
            account.balance = balance + 1


# %% wrong, keeps 1: a lock of the notebook's own, not the given one
import threading

LOCK = threading.Lock()


def deposit(account, lock, n):
    for _ in range(n):
        with LOCK:
            account.balance += 1


# %% wrong, keeps 0: no lock
def deposit(account, lock, n):
    for _ in range(n):
        account.balance += 1


# %% wrong, keeps 0: the lock is around the reading only
def deposit(account, lock, n):
    for _ in range(n):
        with lock:
            balance = account.balance
        account.balance = balance + 1


# %% wrong, keeps 0: a lock of each call's own
import threading


def deposit(account, lock, n):
    lock = threading.Lock()
    for _ in range(n):
        with lock:
            account.balance += 1


# %% wrong, keeps 0: a lock that is not released
def deposit(account, lock, n):
    lock.acquire()
    for _ in range(n):
        account.balance += 1


# %% wrong, keeps 0: one deposit only
def deposit(account, lock, n):
    with lock:
        account.balance += 1


# %% wrong, keeps 0: a hard-coded balance
def deposit(account, lock, n):
    account.balance = 40


# %% wrong, keeps 0: the lock is taken when all is read
def deposit(account, lock, n):
    balance = account.balance
    with lock:
        account.balance = balance + n


# %% wrong, keeps 0: round the account's own door, without a lock
def deposit(account, lock, n):
    for _ in range(n):
        account._balance += 1


# %% wrong, keeps 1: the given lock for show, beside one's own
import threading

MINE = threading.Lock()


def deposit(account, lock, n):
    for _ in range(n):
        with lock:
            pass
        with MINE:
            account.balance += 1


# %% wrong, keeps 1: the given lock around the writing, one's own around both
import threading

MINE = threading.Lock()


def deposit(account, lock, n):
    for _ in range(n):
        with MINE:
            balance = account.balance + 1
            with lock:
                account.balance = balance


# %% wrong, keeps 1: the given lock is taken, given back and taken again under one's own
import threading

MINE = threading.Lock()


def deposit(account, lock, n):
    for _ in range(n):
        with MINE:
            with lock:
                balance = account.balance
            with lock:
                account.balance = balance + 1


# %% right: a NumPy number
import numpy as np


def deposit(account, lock, n):
    for _ in np.arange(n):
        with lock:
            account.balance = np.int64(account.balance) + np.int64(1)


# %% right: asked for until it is free
def deposit(account, lock, n):
    for _ in range(n):
        while not lock.acquire(timeout=0.05):
            pass
        try:
            account.balance += 1
        finally:
            lock.release()


# %% right: an exit stack, in a class that is called
from contextlib import ExitStack


class _Deposit:
    def __call__(self, account, lock, n):
        for _ in range(n):
            with ExitStack() as stack:
                stack.enter_context(lock)
                account.balance = account.balance + 1


deposit = _Deposit()


# %% right: a condition around the given lock
import threading


def deposit(account, lock, n):
    change = threading.Condition(lock)
    while n := n - 1 if n > 0 else 0:
        with change:
            account.balance += 1
    if account is not None:
        with change:
            account.balance += 0


def _whole(account, lock, n):
    for _ in range(n):
        with threading.Condition(lock):
            account.balance += 1


deposit = _whole


# %% right: a generator of steps, and a decorator that locks
from __future__ import annotations

import functools
from typing import Any, Callable


def locked(step: Callable[..., None]) -> Callable[..., None]:
    @functools.wraps(step)
    def held(account: Any, lock: Any) -> None:
        with lock:
            step(account)

    return held


@locked
def one(account: Account) -> None:
    setattr(account, "balance", getattr(account, "balance") + 1)


def deposit(account: Account, lock: threading.Lock, n: int) -> None:
    [one(account, lock) for _ in range(n)]


# %% wrong, keeps 0: the lock is asked for without waiting
def deposit(account, lock, n):
    for _ in range(n):
        got = lock.acquire(blocking=False)
        account.balance += 1
        if got:
            lock.release()


# %% wrong, keeps 0: the lock is asked for with a short time-out
def deposit(account, lock, n):
    for _ in range(n):
        got = lock.acquire(timeout=0.001)
        account.balance += 1
        if got:
            lock.release()


# %% wrong, keeps 0: each thread keeps a balance of its own
def deposit(account, lock, n):
    with lock:
        mine = account.balance
    for _ in range(n):
        mine += 1
        with lock:
            account.balance = mine


# %% wrong, keeps 0: a condition of its own
import threading


def deposit(account, lock, n):
    for _ in range(n):
        with threading.Condition():
            account.balance += 1
