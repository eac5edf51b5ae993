"""Tasks and runners for tests, in a module that every worker can import."""

import json
import multiprocessing
import os
import signal
import sys
import time
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor

# As machine.start_methods() has them; a worker that imports this module need not load what that needs.
START_METHODS = [
    name
    for name in multiprocessing.get_all_start_methods()
    if name in ("fork", "forkserver", "spawn")
]


def one_over(x):
    """Divide; fails for 0."""
    return 1 / x


def square(x):
    """Square at once."""
    return x * x


async def square_later(x):
    """Square in a coroutine."""
    return x * x


def exit_at_once(_):
    """End the worker process without a word."""
    os._exit(3)


def die_of(name):
    """End this process by a signal."""
    os.kill(os.getpid(), getattr(signal, name))


def sleep_long(seconds):
    """Sleep; for runs that are to be stopped."""
    time.sleep(seconds)
    return seconds


def sleep_briefly(seconds):
    """Sleep for as long as a test takes to look."""
    time.sleep(seconds)


def compute_briefly(seconds):
    """Compute for as long as a test takes to look."""
    until_s = time.monotonic() + seconds
    while time.monotonic() < until_s:
        pass


def pass_on(stage, source, target):
    """Take items from one queue, let them pass a stage, and put them into another; `None` ends it."""
    while (item := source.get()) is not None:
        try:
            target.put(item if isinstance(item, Exception) else stage(item))
        except Exception as error:
            target.put(error)


def in_turn(task, inputs, n_workers):
    """The sequential loop as a runner."""
    return [task(value) for value in inputs]


def with_threads(task, inputs, n_workers):
    """A pool of threads."""
    with ThreadPoolExecutor(n_workers) as pool:
        return list(pool.map(task, inputs))


def executor_runner(start_method):
    """Make a runner of a `ProcessPoolExecutor` with a given start method."""

    def with_executor(task, inputs, n_workers):
        context = multiprocessing.get_context(start_method)
        with ProcessPoolExecutor(n_workers, mp_context=context) as pool:
            return list(pool.map(task, inputs))

    return with_executor


def pool_runner(start_method):
    """Make a runner of a `multiprocessing.Pool` with a given start method."""

    def with_pool(task, inputs, n_workers):
        with multiprocessing.get_context(start_method).Pool(n_workers) as pool:
            return pool.map(task, inputs, chunksize=1)

    return with_pool


def tell_and_sleep(folder):
    """Leave this process's number in a folder, then sleep; for workers that are to be killed."""
    with open(os.path.join(folder, str(os.getpid())), "w"):
        time.sleep(600)


def exit_in_a_worker(main_process):
    """End the process without a word, unless it is the main one."""
    if os.getpid() != main_process:
        os._exit(3)


def want_memory_in_a_worker(main_process):
    """Ask for more memory than any machine has, unless this is the main process."""
    if os.getpid() != main_process:
        bytearray(1 << 60)


def tell_and_sleep_in_a_worker(where):
    """Leave a file by the name of this process and sleep long, unless this is the main process."""
    folder, main_process = where
    if os.getpid() != main_process:
        open(os.path.join(folder, str(os.getpid())), "w").close()
        time.sleep(600)


def add_up_array(array):
    """Add up what joblib maps into memory, if it is large."""
    return float(array.sum())


class CodeError(Exception):
    """An error whose arguments are not its message: it cannot be unpickled as it is."""

    def __init__(self, code, url):
        super().__init__(f"{code} at {url}")
        self.code, self.url = code, url


def raise_code_error(main_process):
    """Raise such an error, unless this is the main process."""
    if os.getpid() != main_process:
        raise CodeError(404, "http://127.0.0.1/")
    return main_process


def leave_by_sys_exit(main_process):
    """Leave by `sys.exit`, unless this is the main process."""
    if os.getpid() != main_process:
        sys.exit("nothing to do")
    return main_process


class Overdone(BaseException):
    """An error that is no `Exception`."""


def interrupt_itself(main_process):
    """Raise what Ctrl-C raises, unless this is the main process."""
    if os.getpid() != main_process:
        raise KeyboardInterrupt
    return main_process


def fork_and_come_back(folder):
    """Fork, let the child do something, and forget to end it."""
    child = os.fork()
    if child == 0:
        with open(os.path.join(folder, str(os.getpid())), "w"):
            pass
    else:
        os.waitpid(child, 0)
    return folder


def print_and_square(x):
    """Print to both streams, and to the file descriptor below them."""
    print("out", x)
    print("err", x, file=sys.stderr)
    os.write(1, b"raw\n")
    return x * x


def fail_at_once():
    """An initializer that raises."""
    raise ValueError("no such table")


class OneArgument:
    """Its pickle has no way back."""

    def __reduce__(self):
        return _fail_to_unpickle, ()


def _fail_to_unpickle():
    raise TypeError("it cannot be made again")


def return_what_does_not_unpickle(main_process):
    """Return, in a worker, an object that only the parent finds out to be broken."""
    return None if os.getpid() == main_process else OneArgument()


def return_code_error(main_process):
    """Return, in a worker, an error that does not unpickle."""
    return None if os.getpid() == main_process else CodeError(404, "http://127.0.0.1/")


def read_bad_json(main_process):
    """Raise, in a worker, an error whose class leaves its attributes behind when it is pickled."""
    return None if os.getpid() == main_process else json.loads("{bad")


def find_no_key(main_process):
    """Raise, in a worker, an error that travels with its attributes."""
    return None if os.getpid() == main_process else {}["key"]


def stop_the_iteration(main_process):
    """Let go, in a worker, what `map` takes for the end of its inputs."""
    return None if os.getpid() == main_process else next(iter(()))


def raise_several(main_process):
    """Raise, in a worker, a group with an error that does not unpickle."""
    if os.getpid() != main_process:
        raise ExceptionGroup("both", [CodeError(404, "http://127.0.0.1/"), ValueError("one")])


class EndsItsReader(Exception):
    """Unpickled, it ends the thread that reads it."""

    def __reduce__(self):
        return sys.exit, (3,)


def raise_what_ends_its_reader(main_process):
    """Raise it in a worker."""
    if os.getpid() != main_process:
        raise EndsItsReader("x")


async def raise_code_error_later(main_process):
    """Raise, in a worker's own event loop, an error that does not unpickle."""
    return raise_code_error(main_process)


class InItsOwnLoop:
    """A task for a pool, of an ``async def`` one."""

    def __init__(self, task):
        self.task = task

    def __call__(self, value):
        import asyncio  # noqa: PLC0415  no other task needs it

        return asyncio.run(self.task(value))
