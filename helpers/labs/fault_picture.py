"""The picture of the lab on faults: a row for each thread, with what it did when; above, the memory."""

import math
from typing import NamedTuple

from matplotlib.collections import PolyCollection

from helpers.drawing import Text, axes, legends, timelines
from helpers.labs.fault_runs import EVERY_S
from helpers.wording.words import counted
from helpers.worker.noted_waits import LOCK, NETWORK, OTHERS, QUEUE, RUNS, STATES

__all__ = ["HEIGHT_IN", "WIDTH_IN", "FaultDrawing"]

WIDTH_IN, HEIGHT_IN = 5.6, 3.2
_LEFT, _WIDTH = 0.22, 0.75  # of the axes; names of threads stand to their left
_MEMORY_STEP_MB = 50


class _Look(NamedTuple):
    """How a state is drawn: colours, a hatch, how far from its row's edges, and its mark in the legend."""

    face: str
    edge: str
    hatch: str
    margin: float
    shape: str


_LOOKS = {
    RUNS: _Look(axes.MEASURED, axes.MEASURED, "", 0.08, "box"),
    LOCK: _Look(axes.AMDAHL, "white", "xx", 0.08, "crossed"),
    QUEUE: _Look(axes.PALE, axes.IDEAL, "", 0.08, "pale"),
    OTHERS: _Look(axes.PALE, axes.IDEAL, "///", 0.08, "hatched"),
    NETWORK: _Look(axes.CEILING, axes.CEILING, "", 0.34, "low box"),
}


class FaultDrawing:
    """Draws what was seen of a program into a lab's picture.

    Parameters
    ----------
    picture : Picture
    """

    def __init__(self, picture):
        self._picture = picture
        self._memory = picture.figure.add_axes((_LEFT, 0.76, _WIDTH, 0.13))
        axes.tidy(self._memory)
        self._memory.grid(False)
        self._memory.tick_params(length=0, labelbottom=False, labelleft=False)
        self._memory.set(xticks=[])
        self._threads = picture.figure.add_axes((_LEFT, 0.17, _WIDTH, 0.51))
        timelines.prepare_timeline(self._threads, live=True)
        self._threads.set(xlabel="time since the program began", ylabel="thread")
        self._threads.yaxis.labelpad = 72  # beyond the names

    def update(self, settings, watched, fault, state, told):
        """Draw the current knowledge.

        Parameters
        ----------
        settings : Settings
        watched : Watched or None
            None before the first look.
        fault : str
            As the reader has named it, if that is right; empty before.
        state : str
            How far the watching has come, in a few words.
        told : str
            What was seen, in a sentence or two.
        """
        stretches = [] if watched is None else watched.stretches
        numbers = [] if watched is None else list(watched.last)
        rows = {number: row for row, number in enumerate(numbers)}
        n_rows = max(1, len(rows))
        places = [(row + 0.5) / n_rows for row in rows.values()]
        until_s = max(settings.seconds, 0.0 if watched is None else watched.end_s)

        def add_artists():
            for ax in (self._threads, self._memory):
                ax.set_xlim(0, until_s)
            names = [watched.name_of(number) for number in numbers]
            self._threads.set_yticks(places, names)
            added = [
                self._add(look, [s for s in stretches if s.state == state], rows)
                for state, look in _LOOKS.items()
                if any(s.state == state for s in stretches)
            ]
            return added + self._add_memory(watched)

        named = f"program {settings.program}{f': {fault}' if fault else ''}"
        seen = f"A timeline of {counted(len(rows), 'thread')} of {named}"
        self._picture.update(
            add_artists,
            f"{seen}. {told}" if stretches else f"{seen}; nothing has been seen yet.",
            scales=(self._threads.xaxis, self._threads.yaxis, self._memory.yaxis),
            texts=[Text(0.01, 0.93, f"{named}   {state}".rstrip())],
            facts=f"Each thread is looked at every {1000 * EVERY_S:.0f} ms; above, its process's memory.",
            legend=legends.legend(_entries(stretches)),
        )

    def _add(self, look, stretches, rows):
        n_rows = len(rows)
        boxes = []
        for s in stretches:
            top, bottom = rows[s.number] + look.margin, rows[s.number] + 1 - look.margin
            sides = ((s.start_s, top), (s.end_s, top), (s.end_s, bottom), (s.start_s, bottom))
            boxes.append([(x, y / n_rows) for x, y in sides])
        drawn = PolyCollection(
            boxes,
            facecolors=look.face,
            edgecolors=look.edge,
            hatch=look.hatch or None,
            linewidths=0.8,
        )
        return self._threads.add_collection(drawn, autolim=False)

    def _add_memory(self, watched):
        kept_mb = [] if watched is None else [each / 1e6 for each in watched.memory_bytes]
        most_mb = _MEMORY_STEP_MB * max(1, math.ceil(max(kept_mb, default=0) / _MEMORY_STEP_MB))
        self._memory.set_ylim(0, 1.1 * most_mb)
        self._memory.set_yticks([0, most_mb], ["0", f"{most_mb} MB"])
        if not kept_mb:
            return []
        return [axes.add_line(self._memory, watched.times_s, kept_mb, color=axes.MEASURED)]


def _entries(stretches):
    """List what the picture shows, and nothing else."""
    for state in STATES:
        if any(s.state == state for s in stretches):
            yield legends.Entry(state, _LOOKS[state].face, shape=_LOOKS[state].shape)
    if stretches:
        yield legends.Entry("memory", axes.MEASURED, "-")
