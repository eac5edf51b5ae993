"""The stages of a pipeline: a call takes an item, waits, and hands it on, with who did it and when."""

import inspect
from typing import NamedTuple

from helpers import workloads
from helpers.wording.words import short
from helpers.worker.traced import Traced

__all__ = ["Item", "Stage"]


class Item(NamedTuple):
    """What goes through a pipeline.

    Attributes
    ----------
    number : int
        From 0.
    spans : tuple of Span
        One for each stage that it has passed, in their order.
    """

    number: int
    spans: tuple = ()


class Stage:
    """A stage of a pipeline, which each item takes some time to pass.

    Calling it with an item returns the item as it is afterwards. With `is_async`, the call is a coroutine
    that returns the same. It can be pickled, and any worker can import what it runs.

    Parameters
    ----------
    place : int
        How many stages are before it.
    sizes_s : sequence of float
        Seconds that each item takes, by its number.
    stop : StopFlag, optional
        Once set, calls raise `Stopped`.
    is_async : bool, optional

    Examples
    --------
    >>> first, second = Stage(0, [0.001]), Stage(1, [0.002])
    >>> item = second(first(Item(0)))
    >>> item.number, [span.end_s > span.start_s for span in item.spans]
    (0, [True, True])
    """

    def __init__(self, place, sizes_s, stop=None, is_async=False):
        self._place, self._sizes_s, self._is_async = place, list(sizes_s), is_async
        self._traced = Traced(_wait_in_a_coroutine if is_async else workloads.wait_for, stop)
        self._mark()

    def _mark(self):
        if self._is_async and hasattr(inspect, "markcoroutinefunction"):
            inspect.markcoroutinefunction(self)  # so that a runner can tell

    def __setstate__(self, state):
        self.__dict__.update(state)
        self._mark()

    def __getstate__(self):
        return {
            name: self.__dict__[name] for name in ("_place", "_sizes_s", "_is_async", "_traced")
        }

    def __call__(self, item):
        """Let an item pass.

        Parameters
        ----------
        item : Item
            As it was before, or as the stage before has returned it.

        Returns
        -------
        Item, or a coroutine

        Raises
        ------
        TypeError, ValueError
            If it is no item, or one that was not in each of the stages before.
        Stopped
            If the stop flag is set.
        """
        if self._is_async:
            return self._call_async(item)
        _, span = self._traced(self._size_s(item))
        return _passed(item, span)

    async def _call_async(self, item):
        _, span = await self._traced(self._size_s(item))
        return _passed(item, span)

    def _size_s(self, item):
        if not isinstance(item, Item):
            raise TypeError(
                "a stage must be called with an item, or with what the stage before has returned for it, "
                f"not with {short(item)}."
            )
        if len(item.spans) != self._place:
            raise ValueError(
                f"stage {self._place + 1} must get an item that has passed the {self._place} before it; "
                f"this one has passed {len(item.spans)}."
            )
        return self._sizes_s[item.number]


def _passed(item, span):
    return Item(item.number, (*item.spans, span))


async def _wait_in_a_coroutine(seconds):
    import asyncio  # noqa: PLC0415  slow to load, and other workers do without

    await asyncio.sleep(seconds)
    return seconds
