"""Answers as students write them, and how they are watched."""

from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor, as_completed

from helpers import checks

INPUTS, RIGHT = [-3, -1, -2, -5], [3, 1, 2, 5]


def with_threads(task, inputs):
    with ThreadPoolExecutor(2) as pool:
        return list(pool.map(task, inputs))


def with_processes(task, inputs):
    with ProcessPoolExecutor(2) as pool:
        return list(pool.map(task, inputs))


def in_turn(task, inputs):
    return [task(value) for value in inputs]


def as_they_come(task, inputs):
    with ThreadPoolExecutor(2) as pool:
        return [done.result() for done in as_completed([pool.submit(task, v) for v in inputs])]


def watch(runner, **options):
    return checks.observe(lambda probe: runner(probe.task(abs, **options), INPUTS))
