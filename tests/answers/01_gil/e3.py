# %% [markdown]
# # Answers to exercise 3 of 01_gil
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
def withdraw(account, lock, amount):
    with lock:
        if account.balance >= amount:
            account.balance -= amount
            return True
        return False


# %% right: acquire and release
def withdraw(account, lock, amount):
    lock.acquire()
    try:
        enough = account.balance >= amount
        if enough:
            account.balance -= amount
    finally:
        lock.release()
    return enough


# %% wrong, keeps 0: a hard-coded balance
def withdraw(account, lock, amount):
    with lock:
        account.balance = 30
    return account.balance == 30


# %% wrong, keeps 2: a lock of the notebook's own, not the given one
import threading

LOCK = threading.Lock()


def withdraw(account, lock, amount):
    with LOCK:
        if account.balance >= amount:
            account.balance -= amount
            return True
    return False


# %% wrong, keeps 0: the lock is around the look only
def withdraw(account, lock, amount):
    with lock:
        enough = account.balance >= amount
    if enough:
        account.balance -= amount
    return enough


# %% wrong, keeps 0: two locked steps, and a gap
def withdraw(account, lock, amount):
    with lock:
        enough = account.balance >= amount
    if enough:
        with lock:
            account.balance -= amount
    return enough


# %% wrong, keeps 0: a lock of its own
import threading


def withdraw(account, lock, amount):
    with threading.Lock():
        if account.balance >= amount:
            account.balance -= amount
            return True
        return False


# %% wrong, keeps 0: the lock stays taken
def withdraw(account, lock, amount):
    lock.acquire()
    if account.balance >= amount:
        account.balance -= amount
        return True
    return False


# %% wrong, keeps 0: nobody gets anything
def withdraw(account, lock, amount):
    return False


# %% wrong, keeps 0: it does not say what it did
def withdraw(account, lock, amount):
    with lock:
        if account.balance >= amount:
            account.balance -= amount


# %% wrong, keeps 0: who finds the lock taken goes away
def withdraw(account, lock, amount):
    if not lock.acquire(blocking=False):
        return False
    try:
        if account.balance >= amount:
            account.balance -= amount
            return True
        return False
    finally:
        lock.release()


# %% wrong, keeps 0: the last money cannot be had
def withdraw(account, lock, amount):
    with lock:
        if account.balance > amount:
            account.balance -= amount
            return True
        return False


# %% wrong, keeps 0: taken, looked at, and given back later
def withdraw(account, lock, amount):
    with lock:
        account.balance -= amount
    with lock:
        if account.balance < 0:
            account.balance += amount
            return False
    return True


# %% wrong, keeps 0: taken and given back under one lock
def withdraw(account, lock, amount):
    with lock:
        account.balance -= amount
        if account.balance < 0:
            account.balance += amount
            return False
        return True


# %% wrong, keeps 0: taken and put back to what it was
def withdraw(account, lock, amount):
    with lock:
        before = account.balance
        account.balance = before - amount
        enough = account.balance >= 0
        if not enough:
            account.balance = before
    return enough


# %% wrong, keeps 2: the given lock for show, around one's own
import threading

MINE = threading.Lock()


def withdraw(account, lock, amount):
    lock.acquire()
    lock.release()
    with MINE:
        enough = account.balance >= amount
        if enough:
            account.balance -= amount
        return enough


# %% right: a look before the lock is taken, and one after
def withdraw(account, lock, amount):
    if account.balance < amount:
        return False
    with lock:
        if account.balance < amount:
            return False
        account.balance -= amount
        return True


# %% right: the new balance is looked at before it is written
import numpy as np


def withdraw(account, lock, amount):
    with lock:
        rest = account.balance - amount
        if rest >= 0:
            account.balance = rest
        return np.bool_(rest >= 0)


# %% right: NumPy's truth, by a local function
import numpy as np


def withdraw(account, lock, amount):
    def main():
        if (left := account.balance - amount) >= 0:
            account.balance = left
        return np.bool_(left >= 0)

    with lock:
        return main()


# %% right: it gives up by an error of its own
class _NotEnough(Exception):
    pass


def _take(account, amount):
    if account.balance < amount:
        raise _NotEnough
    account.balance -= amount


def withdraw(account, lock, amount):
    try:
        with lock:
            _take(account, amount)
    except _NotEnough:
        return False
    else:
        return True


# %% wrong, keeps 2: under the given lock it takes, under one's own it looks and takes
import threading

_mine = threading.RLock()


def withdraw(account, lock, amount):
    with _mine:
        enough = account.balance >= amount
        if enough:
            new = account.balance - amount
            with lock:
                account.balance = new
    return enough


# %% wrong, keeps 0: what is below zero is set to zero
def withdraw(account, lock, amount):
    with lock:
        before = account.balance
        account.balance = max(0, before - amount)
    return before > 0 and account.balance >= 0


# %% wrong, keeps 0: the lock comes back between the look and the taking
def withdraw(account, lock, amount):
    lock.acquire()
    if account.balance < amount:
        lock.release()
        return False
    lock.release()
    lock.acquire()
    account.balance -= amount
    lock.release()
    return True


# %% wrong, keeps 0: who cannot have it now asks again for ever
import time


def withdraw(account, lock, amount):
    while True:
        with lock:
            if account.balance >= amount:
                account.balance -= amount
                return True
        time.sleep(0.01)
