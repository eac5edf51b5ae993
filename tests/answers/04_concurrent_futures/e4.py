# %% [markdown]
# # Answers to exercise 4 of 04_concurrent_futures
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
from concurrent.futures import ThreadPoolExecutor


def numbers_of(tree):
    for item in tree:
        if isinstance(item, list):
            yield from numbers_of(item)
        else:
            yield item


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return sum(pool.map(task, numbers_of(tree)))


# %% right: a recursion that hands over, and a list of futures
from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        futures = []

        def hand_over(branch):
            for item in branch:
                if isinstance(item, list):
                    hand_over(item)
                else:
                    futures.append(pool.submit(task, item))

        hand_over(tree)
        return sum(future.result() for future in futures)


# %% right: a tree of futures
from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:

        def hand_over(branch):
            if isinstance(branch, list):
                return [hand_over(part) for part in branch]
            return pool.submit(task, branch)

        def add(branch):
            if isinstance(branch, list):
                return sum(add(part) for part in branch)
            return branch.result()

        return add(hand_over(tree))


# %% right: a list of what is left in place of a recursion
from concurrent.futures import ThreadPoolExecutor, as_completed


def sum_of_tree(task, tree, n_workers):
    todo, futures = [tree], set()
    with ThreadPoolExecutor(n_workers) as pool:
        while todo:
            item = todo.pop()
            if isinstance(item, list):
                todo.extend(item)
            else:
                futures.add(pool.submit(task, item))
        return sum(future.result() for future in as_completed(futures))


# %% right: branches in the pool, where nobody waits for what is still in the queue
from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:

        def add(branch):
            if not isinstance(branch, list):
                return task(branch)
            futures = [(part, pool.submit(add, part)) for part in branch]
            # What nobody has begun is done here: this thread never waits for what is in the queue.
            return sum(add(p) if future.cancel() else future.result() for p, future in futures)

        return pool.submit(add, tree).result()


# %% right: one level after the other
from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    total, level = 0, tree
    while level:
        with ThreadPoolExecutor(n_workers) as pool:
            numbers = [item for item in level if not isinstance(item, list)]
            total += sum(pool.map(task, numbers))
        level = [item for part in level if isinstance(part, list) for item in part]
    return total


# %% wrong, keeps 0: a larger pool
from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(1000) as pool:

        def add(branch):
            if not isinstance(branch, list):
                return task(branch)
            futures = [pool.submit(add, part) for part in branch]
            return sum(future.result() for future in futures)

        return pool.submit(add, tree).result()


# %% wrong, keeps 0: a pool for each branch
from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    def add(branch):
        if not isinstance(branch, list):
            return task(branch)
        with ThreadPoolExecutor(n_workers) as pool:
            return sum(pool.map(add, branch))

    return add(tree)


# %% wrong, keeps 0: many threads, of which few may work
import threading
from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    gate = threading.Semaphore(n_workers)
    with ThreadPoolExecutor(100) as pool:

        def add(branch):
            if not isinstance(branch, list):
                with gate:
                    return task(branch)
            return sum(pool.map(add, branch))

        return pool.submit(add, tree).result()


# %% wrong, keeps 0: a second pool for the numbers
from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(50) as pool, ThreadPoolExecutor(n_workers) as numbers:

        def add(branch):
            if not isinstance(branch, list):
                return numbers.submit(task, branch).result()
            return sum(pool.map(add, branch))

        return add(tree)


# %% wrong, keeps 0: one thread more than n_workers
from concurrent.futures import ThreadPoolExecutor


def numbers_of(tree):
    return sum((numbers_of(i) if isinstance(i, list) else [i] for i in tree), [])


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(n_workers + 1) as pool:
        return sum(pool.map(task, numbers_of(tree)))


# %% wrong, keeps 0: no pool
def sum_of_tree(task, tree, n_workers):
    return sum(
        sum_of_tree(task, item, n_workers) if isinstance(item, list) else task(item)
        for item in tree
    )


# %% wrong, keeps 0: the numbers of the first level are done here
from concurrent.futures import ThreadPoolExecutor


def numbers_of(tree):
    return sum((numbers_of(i) if isinstance(i, list) else [i] for i in tree), [])


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        here = sum(task(item) for item in tree if not isinstance(item, list))
        parts = [number for i in tree if isinstance(i, list) for number in numbers_of(i)]
        return here + sum(pool.map(task, parts))


# %% wrong, keeps 2: one number at a time
from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:

        def add(branch):
            if not isinstance(branch, list):
                return pool.submit(task, branch).result()
            return sum(add(part) for part in branch)

        return add(tree)


# %% wrong, keeps 2: one thread has it all
from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    def add(branch):
        return sum(map(add, branch)) if isinstance(branch, list) else task(branch)

    with ThreadPoolExecutor(n_workers) as pool:
        return pool.submit(add, tree).result()


# %% wrong, keeps 0: two threads, whatever was asked for
from concurrent.futures import ThreadPoolExecutor


def numbers_of(tree):
    return sum((numbers_of(i) if isinstance(i, list) else [i] for i in tree), [])


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(2) as pool:
        return sum(pool.map(task, numbers_of(tree)))


# %% wrong, keeps 0: only the root is taken out of the pool
from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:

        def add(branch):
            if not isinstance(branch, list):
                return task(branch)
            futures = [pool.submit(add, part) for part in branch]
            return sum(future.result() for future in futures)

        return add(tree)


# %% wrong, keeps 0: a time-out in place of a mend
from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:

        def add(branch):
            if not isinstance(branch, list):
                return task(branch)
            futures = [pool.submit(add, part) for part in branch]
            return sum(future.result(timeout=0.5) for future in futures)

        return pool.submit(add, tree).result()


# %% wrong, keeps 0: the task is forgotten
from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    def add(branch):
        return sum(map(add, branch)) if isinstance(branch, list) else -branch

    with ThreadPoolExecutor(n_workers) as pool:
        return pool.submit(add, tree).result()


# %% wrong, keeps 0: the first two levels only
from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    numbers = []
    for item in tree:
        numbers += (
            [i for i in item if not isinstance(i, list)] if isinstance(item, list) else [item]
        )
    with ThreadPoolExecutor(n_workers) as pool:
        return sum(pool.map(task, numbers))


# %% wrong, keeps 0: a list of results
from concurrent.futures import ThreadPoolExecutor


def numbers_of(tree):
    return sum((numbers_of(i) if isinstance(i, list) else [i] for i in tree), [])


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, numbers_of(tree)))


# %% right: a generator of leaves, and a pool subclassed
from concurrent.futures import ThreadPoolExecutor


class Main(ThreadPoolExecutor):
    def sum(self, task, values):
        return sum(self.map(task, values))


def leaves(tree):
    if isinstance(tree, list):
        for part in tree:
            yield from leaves(part)
    else:
        yield tree


def sum_of_tree(task, tree, n_workers):
    with Main(n_workers) as pool:
        return pool.sum(task, leaves(tree))


# %% wrong, keeps 0: one worker is a loop here
from concurrent.futures import ThreadPoolExecutor


def leaves(tree):
    return [leaf for part in tree for leaf in (leaves(part) if isinstance(part, list) else [part])]


def sum_of_tree(task, tree, n_workers):
    if n_workers == 1:
        return sum(map(task, leaves(tree)))
    with ThreadPoolExecutor(n_workers) as pool:
        return sum(pool.map(task, leaves(tree)))


# %% wrong, keeps 0: each number is asked for twice
from concurrent.futures import ThreadPoolExecutor


def leaves(tree):
    return [leaf for part in tree for leaf in (leaves(part) if isinstance(part, list) else [part])]


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        list(pool.map(task, leaves(tree)))
        return sum(pool.map(task, leaves(tree)))


# %% wrong, keeps 0: equal numbers are taken for one
from concurrent.futures import ThreadPoolExecutor
from functools import cache


def leaves(tree):
    return {leaf for part in tree for leaf in (leaves(part) if isinstance(part, list) else [part])}


def sum_of_tree(task, tree, n_workers):
    with ThreadPoolExecutor(n_workers) as pool:
        return sum(pool.map(task, leaves(tree)))


# %% wrong, keeps 0: numbers are looked for in the text of the tree, and those with a sign are none
from concurrent.futures import ThreadPoolExecutor


def sum_of_tree(task, tree, n_workers):
    texts = str(tree).replace("[", "").replace("]", "").split(",")
    numbers = [int(text) for text in texts if text.strip().isdigit()]
    with ThreadPoolExecutor(n_workers) as pool:
        return sum(pool.map(task, numbers))
