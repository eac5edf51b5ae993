# %% [markdown]
# # Answers to exercise 3 of 10_without_the_gil
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
def report(scores, show):
    for name, score in list(scores.items()):
        show(name, score)


# %% right: a copy
def report(scores, show):
    for name, score in scores.copy().items():
        show(name, score)


# %% right: a dictionary made of it
def report(scores, show):
    as_they_are = dict(scores)
    for name in as_they_are:
        show(name, as_they_are[name])


# %% right: a tuple of pairs
def report(scores, show):
    pairs = tuple(scores.items())
    for pair in pairs:
        show(*pair)


# %% wrong, keeps 0: the keys, which is no copy
def report(scores, show):
    for name in scores.keys():
        show(name, scores[name])


# %% wrong, keeps 0: the items, which is no copy
def report(scores, show):
    for name, score in scores.items():
        show(name, score)


# %% wrong, keeps 0: the error is caught, and the rest is missing
def report(scores, show):
    try:
        for name in scores:
            show(name, scores[name])
    except RuntimeError:
        pass


# %% wrong, keeps 0: begun again after the error
def report(scores, show):
    while True:
        try:
            for name in scores:
                show(name, scores[name])
            return
        except RuntimeError:
            continue


# %% wrong, keeps 0: in another order
def report(scores, show):
    for name, score in sorted(scores.items(), reverse=True):
        show(name, score)


# %% wrong, keeps 0: names without their scores
def report(scores, show):
    for name in list(scores):
        show(name, None)


# %% wrong, keeps 1: a copy of the names only
def report(scores, show):
    for name in list(scores):
        show(name, scores[name])


# %% wrong, keeps 1: a copy of the names, and what is missing is nothing
def report(scores, show):
    for name in tuple(scores):
        show(name, scores.get(name))


# %% wrong, keeps 1: what was taken away is left out
def report(scores, show):
    for name in list(scores):
        if name in scores:
            show(name, scores[name])


# %% wrong, keeps 1: a copy is gone through, and the original is read
def report(scores, show):
    for name in scores.copy():
        show(name, scores[name])


# %% wrong, keeps 0: a lock that nobody else asks for
import threading

LOCK = threading.Lock()


def report(scores, show):
    with LOCK:
        for name in scores:
            show(name, scores[name])


# %% right: a frozen view of pairs, by map
import collections
from operator import itemgetter


def report(scores, show):
    main = collections.deque(list(scores.items()))
    while main:
        show(*main.popleft())


# %% right: unpacked
def report(scores, show):
    for name, score in {**scores}.items():
        show(name, score)


# %% wrong, keeps 1: names first, and scores in a second step
def report(scores, show):
    names = list(scores)
    pairs = ((name, scores.get(name)) for name in names)
    for name, score in pairs:
        show(name, score)
