"""Runners for pipelines in threads, processes and coroutines, for tests and the benchmark."""

import asyncio
import multiprocessing
import queue
import threading

from tests import tasks

__all__ = ["RUNNERS", "with_coroutines", "with_processes", "with_threads"]


def pipeline_of(make_queue, worker, stages, items, n_workers, maxsize):
    queues = [make_queue(maxsize) for _ in stages] + [make_queue()]
    teams = [
        [worker(target=tasks.pass_on, args=(stage, source, target), daemon=True) for _ in range(n)]
        for stage, n, source, target in zip(stages, n_workers, queues, queues[1:], strict=False)
    ]
    for each in (each for team in teams for each in team):
        each.start()
    for item in items:
        queues[0].put(item)
    outcomes = [queues[-1].get() for _ in items]
    for team, source in zip(teams, queues, strict=False):
        for _ in team:
            source.put(None)
        for each in team:
            each.join()
    return outcomes


def with_threads(stages, items, n_workers, maxsize):
    return pipeline_of(queue.Queue, threading.Thread, stages, items, n_workers, maxsize)


def with_processes(stages, items, n_workers, maxsize):
    return pipeline_of(
        multiprocessing.Queue, multiprocessing.Process, stages, items, n_workers, maxsize
    )


async def with_coroutines(stages, items, n_workers, maxsize):
    queues = [asyncio.Queue(maxsize) for _ in stages] + [asyncio.Queue()]

    async def repeat(stage, source, target):
        while True:
            await target.put(await stage(await source.get()))

    async with asyncio.TaskGroup() as group:
        workers = [
            group.create_task(repeat(stage, source, target))
            for stage, n, source, target in zip(stages, n_workers, queues, queues[1:], strict=False)
            for _ in range(n)
        ]
        for item in items:
            await queues[0].put(item)
        outcomes = [await queues[-1].get() for _ in items]
        for worker in workers:
            worker.cancel()
    return outcomes


RUNNERS = {
    "threads": with_threads,
    "processes": with_processes,
    "coroutines": with_coroutines,
}
