# %% [markdown]
# # Answers to exercise 2 of 09_queues
#
# Each cell is an answer. A right one gets all points, and the first is the solution;
# a wrong one keeps what its title says.

# %% right
def work(stage, source, target):
    for item in iter(source.get, None):
        if not isinstance(item, Exception):
            try:
                item = stage(item)
            except Exception as error:
                item = error
        target.put(item)


# %% right: with a loop that has no end of its own
def work(stage, source, target):
    while True:
        item = source.get()
        if item is None:
            return
        if isinstance(item, Exception):
            target.put(item)
            continue
        try:
            target.put(stage(item))
        except Exception as error:
            target.put(error)


# %% wrong, keeps 0: None is passed on
def work(stage, source, target):
    while True:
        item = source.get()
        if item is None:
            target.put(None)
            return
        try:
            target.put(item if isinstance(item, Exception) else stage(item))
        except Exception as error:
            target.put(error)


# %% wrong, keeps 0: one item only
def work(stage, source, target):
    target.put(stage(source.get()))


# %% wrong, keeps 0: it does not end
def work(stage, source, target):
    while True:
        item = source.get()
        if item is not None:
            target.put(stage(item))


# %% wrong, keeps 0: the items as they were
def work(stage, source, target):
    for item in iter(source.get, None):
        stage(item)
        target.put(item)


# %% wrong, keeps 1: an error ends the worker
def work(stage, source, target):
    for item in iter(source.get, None):
        target.put(item if isinstance(item, Exception) else stage(item))


# %% wrong, keeps 1: an item that fails is left out
def work(stage, source, target):
    for item in iter(source.get, None):
        try:
            target.put(item if isinstance(item, Exception) else stage(item))
        except Exception:
            continue


# %% wrong, keeps 1: the text of the error in its place
def work(stage, source, target):
    for item in iter(source.get, None):
        try:
            target.put(item if isinstance(item, Exception) else stage(item))
        except Exception as error:
            target.put(str(error))


# %% wrong, keeps 1: the first error ends it
def work(stage, source, target):
    for item in iter(source.get, None):
        try:
            target.put(item if isinstance(item, Exception) else stage(item))
        except Exception as error:
            target.put(error)
            return


# %% wrong, keeps 2: the stage gets errors, too
def work(stage, source, target):
    for item in iter(source.get, None):
        try:
            target.put(stage(item))
        except Exception as error:
            target.put(error)


# %% wrong, keeps 2: errors of earlier stages are left out
def work(stage, source, target):
    for item in iter(source.get, None):
        if isinstance(item, Exception):
            continue
        try:
            target.put(stage(item))
        except Exception as error:
            target.put(error)


# %% wrong, keeps 2: the stage gets errors, and its own error is put aside
def work(stage, source, target):
    for item in iter(source.get, None):
        try:
            result = stage(item)
        except Exception as error:
            result = item if isinstance(item, Exception) else error
        target.put(result)


# %% right: a generator of items, matched
def items_of(main):
    while (item := main.get()) is not None:
        yield item


def work(stage, source, target):
    for item in items_of(source):
        match item:
            case BaseException():
                target.put(item)
            case _:
                try:
                    out = stage(item)
                except Exception as error:
                    out = error
                target.put(out)


# %% right: a class, and done is told
class Worker:
    def __init__(self, stage):
        self.stage = stage

    def pass_on(self, item):
        if isinstance(item, Exception):
            return item
        try:
            return self.stage(item)
        except BaseException as error:
            return error


def work(stage, source, target):
    worker = Worker(stage)
    for item in iter(source.get, None):
        target.put(worker.pass_on(item))
        source.task_done()


# %% wrong, keeps 0: whatever is nothing ends the worker
def work(stage, source, target):
    while item := source.get():
        if not isinstance(item, Exception):
            try:
                item = stage(item)
            except Exception as error:
                item = error
        target.put(item)


# %% wrong, keeps 1: one kind of error
def work(stage, source, target):
    for item in iter(source.get, None):
        if not isinstance(item, Exception):
            try:
                item = stage(item)
            except ValueError as error:
                item = error
        target.put(item)


# %% wrong, keeps 0: results that are nothing are left out
def work(stage, source, target):
    for item in iter(source.get, None):
        if isinstance(item, Exception):
            target.put(item)
            continue
        try:
            if out := stage(item):
                target.put(out)
        except Exception as error:
            target.put(error)


# %% wrong, keeps 0: each is asked for twice
def work(stage, source, target):
    for item in iter(source.get, None):
        if isinstance(item, Exception):
            target.put(item)
            continue
        try:
            stage(item)
            target.put(stage(item))
        except Exception as error:
            target.put(error)


# %% wrong, keeps 0: it looks whether the queue is empty, and not for None
def work(stage, source, target):
    while not source.empty():
        item = source.get()
        if item is not None and not isinstance(item, Exception):
            try:
                item = stage(item)
            except Exception as error:
                item = error
        if item is not None:
            target.put(item)
