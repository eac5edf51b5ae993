"""helpers.worker.stages: items that pass the stages of a pipeline, and what each notes of its way."""

import asyncio
import inspect
import multiprocessing
import os
from multiprocessing.reduction import ForkingPickler

import pytest

from helpers.worker.stages import Item, Stage
from helpers.worker.stop_flag import StopFlag, Stopped
from tests import tasks


def test_an_item_notes_who_has_worked_on_it_in_each_stage():
    stages = [Stage(0, [0.0, 0.001]), Stage(1, [0.0, 0.001])]
    item = Item(1)
    for stage in stages:
        item = stage(item)
    assert item.number == 1
    first, second = item.spans
    assert first.worker == second.worker
    assert first.worker.process_id == os.getpid()
    assert first.end_s <= second.start_s
    assert all(span.end_s - span.start_s >= 0.001 for span in item.spans)


def test_an_item_is_not_changed_by_a_stage():
    item, stage = Item(0), Stage(0, [0.0])
    stage(item)
    assert item == Item(0)


@pytest.mark.parametrize("value", [None, 3, (0, ())])
def test_what_is_no_item_is_refused(value):
    with pytest.raises(TypeError, match="a stage must be called with an item"):
        Stage(0, [0.0])(value)


def test_a_stage_refuses_an_item_that_has_passed_others_than_those_before_it():
    first, second = Stage(0, [0.0]), Stage(1, [0.0])
    with pytest.raises(ValueError, match=r"stage 2 must get an item .* this one has passed 0"):
        second(Item(0))
    with pytest.raises(ValueError, match=r"stage 1 must get an item .* this one has passed 1"):
        first(first(Item(0)))


def test_an_async_stage_waits_without_its_thread():
    stage = Stage(0, [0.01] * 3, is_async=True)

    async def all_at_once():
        return await asyncio.gather(*(stage(Item(i)) for i in range(3)))

    items = asyncio.run(all_at_once())
    assert [item.number for item in items] == [0, 1, 2]
    spans = [item.spans[0] for item in items]
    assert max(span.start_s for span in spans) < min(span.end_s for span in spans)


@pytest.mark.skipif(
    not hasattr(inspect, "markcoroutinefunction"), reason="nothing can be marked before Python 3.12"
)
def test_an_async_stage_looks_like_one_also_after_a_journey():
    stage = Stage(0, [0.0], is_async=True)
    again = ForkingPickler.loads(bytes(ForkingPickler.dumps(stage)))
    assert inspect.iscoroutinefunction(stage)
    assert inspect.iscoroutinefunction(again)
    assert not inspect.iscoroutinefunction(Stage(0, [0.0]))


def test_a_stage_does_nothing_once_its_flag_is_set():
    with StopFlag() as stop:
        stage = Stage(0, [0.0], stop)
        stage(Item(0))
        stop.set()
        with pytest.raises(Stopped):
            stage(Item(0))


@pytest.mark.parametrize("method", tasks.START_METHODS)
def test_a_worker_process_passes_items_under_every_start_method(method):
    with multiprocessing.get_context(method).Pool(1) as pool:
        item = pool.apply(Stage(0, [0.0]), (Item(0),))
    (span,) = item.spans
    assert span.worker.process_id != os.getpid()
