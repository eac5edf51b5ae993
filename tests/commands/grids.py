"""What is recorded of each kind of lab: its settings, how one is measured, what lines and words go with it.

A `Grid` is of a speedup lab; others differ from it. The steps are those of `measure.iter_sweep`, on inputs
that are made as the lab makes them.
"""

import itertools
from dataclasses import replace
from typing import ClassVar

from helpers import laws, machine, measure, workloads
from helpers.drawing import axes
from helpers.labs.uneven_runs import Seen, in_order, usual_unevenness, with_chunks
from helpers.labs.view import numbers_up_to
from helpers.measure import task_sizes
from helpers.wording.words import compared, counted, name_of, times, two_digits
from tests import recordings

__all__ = ["Grid", "grid_of"]

_IDEAL = "by arithmetic, with workers that cost nothing"
_CURVES_AT = (1, 2, 3, 4, 6, 8, 12, 16, 24, 32)  # workers


class Grid:
    """The settings of a speedup lab that are recorded.

    Parameters
    ----------
    record : recordings.Record
    call : recordings.Call
    small : bool
        Whether two settings are enough, on at most two workers, for tests.
    """

    # Of the sliders, the lab's arguments.
    _named: ClassVar = {"workers": "n_workers", "task size": "task_size_ms", "tasks": "n_tasks"}
    _ideal_name = _IDEAL

    def __init__(self, record, call, small=False):
        self.record, self.call = record, call
        self._arguments = dict(call.arguments)
        most = self._most_workers()
        self._arguments["n_workers"] = min(self._arguments.get("n_workers") or 4, most)
        self.n_workers = numbers_up_to(min(most, 2) if small else most)
        self.sliders = dict(record.sliders)
        if small:
            for number, (name, values) in enumerate(record.sliders.items()):
                self.sliders[name] = values[: 1 if number else 2]

    def _most_workers(self):
        n, most = self._arguments["n_workers"], self._arguments["max_workers"]
        return most or max(4, 2 * machine.usable_cpus(), n or 1)

    @property
    def title(self):
        """What is measured, in a few words."""
        runner, task = (name_of(self._arguments[name]) for name in ("runner", "task"))
        return f"{runner} and {task}"

    def settings(self):
        """List all settings to measure, a dict each, in the order in which a page counts them."""
        values = itertools.product(*self.sliders.values())
        return [dict(zip(self.sliders, each, strict=True)) for each in values]

    def steps(self, setting, n_rounds=None):
        """Return the iterator over the steps of measuring one.

        Parameters
        ----------
        setting : dict
        n_rounds : int, optional
            As for `measure.sweep`.
        """
        given = self._arguments
        make_inputs = given["make_inputs"] or task_sizes.inputs_for
        inputs = make_inputs(given["task"], setting["task size"], setting["tasks"])
        return measure.iter_sweep(
            given["runner"], given["task"], inputs, self.n_workers, n_rounds, same=given["same"]
        )

    def found(self, setting, measurement):
        """Return what is kept of a measurement: points with their intervals, and words for each.

        Parameters
        ----------
        setting : dict
        measurement : Measurement

        Returns
        -------
        dict
        """
        points, told = [], []
        for i, value in enumerate(measurement.speedup):
            upto = replace(
                measurement,
                n_workers=measurement.n_workers[: i + 1],
                runs=measurement.runs[: i + 1],
            )
            points.append([_rounded(x) for x in (value, *(upto.intervals[-1] or (None, None)))])
            told.append(" ".join(filter(None, (_told(upto), *self._more(setting, upto)))))
        return {"points": points, "told": told}

    def _more(self, setting, measurement):
        """Yield what else is said of a measurement."""
        yield from (*measurement.notes, measurement.busy)

    def lab(self, found):
        """Return what a page gets.

        Parameters
        ----------
        found : list of dict
            What was found, by the order of `settings`.

        Returns
        -------
        dict
        """
        x = list(range(1, max(self.n_workers) + 1))
        y = [[_rounded(self._ideal(setting, n)) for n in x] for setting in self.settings()]
        values = {recordings.WORKERS: self.n_workers, **self.sliders}
        return {
            "title": self.title,
            "of": recordings.digest(self.record),
            "doubles": axes.doubles(max(self.n_workers)),
            "sliders": [self._slider(name, each) for name, each in values.items()],
            "points": {"x": self.n_workers, "y": [each["points"] for each in found]},
            "lines": [{"kind": "ideal", "name": self._ideal_name, "x": x, "y": y}],
            "told": [each["told"] for each in found],
        }

    def _slider(self, name, values):
        begins = self._arguments[self._named[name]]
        at = min(range(len(values)), key=lambda i: _distance(values[i], begins))
        unit = recordings.UNITS.get(name, "")
        return {"name": name, "unit": unit, "values": list(values), "at": at}

    def _ideal(self, setting, n):
        return laws.ideal_speedup(setting["tasks"], n)


class UnevenGrid(Grid):
    """The settings of the lab on uneven tasks."""

    _named: ClassVar = {
        "workers": "n_workers",
        "longest / average": "unevenness",
        "chunk size": "chunksize",
        "order": "order",
    }

    def __init__(self, *given, **more):
        super().__init__(*given, **more)
        if self._arguments["unevenness"] is None:
            self._arguments["unevenness"] = usual_unevenness(self._arguments["n_tasks"])
        tasks = self._arguments["tasks"]
        self._arguments["task"] = (
            workloads.wait_for if tasks is None else next(iter(tasks.values()))
        )

    def _most_workers(self):
        return max(8, self._arguments["n_workers"])

    @property
    def title(self):
        """What is measured, in a few words."""
        n, size = self._arguments["n_tasks"], two_digits(self._arguments["task_size_ms"])
        return f"{super().title}, {counted(n, 'task')} of {size} ms on average"

    def steps(self, setting, n_rounds=None):
        """Return the iterator over the steps of measuring a setting, as `Grid.steps` does."""
        given, unevenness = self._arguments, setting["longest / average"]
        inputs = task_sizes.uneven_inputs_for(
            given["task"], given["task_size_ms"], given["n_tasks"], unevenness
        )
        inputs = in_order(inputs, setting["order"])
        runner = with_chunks(given["runner"], setting["chunk size"])
        return measure.iter_sweep(runner, given["task"], inputs, self.n_workers, n_rounds)

    def _more(self, setting, measurement):
        yield from super()._more(setting, measurement)
        yield Seen(measurement.median_runs[-1], setting["chunk size"]).bound_told

    def _ideal(self, setting, n):
        sizes = task_sizes.uneven_sizes(self._arguments["n_tasks"], setting["longest / average"])
        sizes = in_order(sizes, setting["order"])
        step = setting["chunk size"]
        chunks = [sum(sizes[first : first + step]) for first in range(0, len(sizes), step)]
        return sum(sizes) / max(end for *_, end in laws.list_schedule(chunks, n))


class LawsGrid:
    """The laws' curves over one measurement: nothing of it changes with the slider."""

    def __init__(self, record, call, small=False):
        self.record, self._begins = record, call.arguments["serial_fraction"]
        (fractions,) = record.sliders.values()
        self._fractions = fractions[:2] if small else fractions
        given = call.arguments["measurement"].arguments
        sizes = {"task size": (given["task_size_ms"],), "tasks": (given["n_tasks"],)}
        points = recordings.Record(record.lesson, record.cell, sizes)
        self._measured = Grid(points, call.arguments["measurement"], small)
        self.settings, self.steps = self._measured.settings, self._measured.steps
        self.found, self.n_workers = self._measured.found, self._measured.n_workers

    def lab(self, found):
        """Return what a page gets, as `Grid.lab` does."""
        points = self._measured.lab(found)
        curves = {
            ("amdahl", "Amdahl: the same work"): laws.amdahl_speedup,
            ("gustafson", "Gustafson: more work"): laws.gustafson_speedup,
        }
        most = _CURVES_AT[-1]
        (name,) = self.record.sliders
        at = min(range(len(self._fractions)), key=lambda i: abs(self._fractions[i] - self._begins))
        return {
            **points,
            "title": f"{points['title']}, with the laws of Amdahl and Gustafson",
            "doubles": axes.doubles(most),
            "sliders": [{"name": name, "unit": "", "values": list(self._fractions), "at": at}],
            "points": {
                "x": points["points"]["x"],
                "y": points["points"]["y"] * len(self._fractions),
            },
            "lines": [
                {
                    "kind": kind,
                    "name": name,
                    "x": list(_CURVES_AT),
                    "y": [[_rounded(law(f, n)) for n in _CURVES_AT] for f in self._fractions],
                }
                for (kind, name), law in curves.items()
            ],
            "told": [[_told_of_laws(f, most)] for f in self._fractions],
        }


def grid_of(record, call, small=False):
    """Return the grid of a record.

    Parameters
    ----------
    record : recordings.Record
    call : recordings.Call
        That of its cell.
    small : bool, optional
        Whether two settings are enough, for tests.

    Returns
    -------
    Grid or LawsGrid
    """
    kinds = {"speedup": Grid, "uneven": UnevenGrid, "laws": LawsGrid}
    return kinds[call.lab](record, call, small)


def _told(measurement):
    """Say what a speedup lab says of the largest number of workers."""
    n = counted(measurement.n_workers[-1], "worker")
    interval = None if "between" in measurement.reason else measurement.intervals[-1]
    told = compared(measurement.speedup[-1], "the sequential loop", interval)
    return f"With {n} the runner was {told}. Verdict: {measurement.verdict}. {measurement.reason}"


def _told_of_laws(fraction, n):
    limit = f"no number of workers passes {1 / fraction:.1f}" if fraction else "there is no limit"
    amdahl, gustafson = laws.amdahl_speedup(fraction, n), laws.gustafson_speedup(fraction, n)
    return (
        f"With a serial fraction of {fraction:.2f}, {limit} on the same work (Amdahl). With {n} workers: "
        f"Amdahl {times(amdahl)}, Gustafson {times(gustafson)}."
    )


def _distance(value, wanted):
    return value != wanted if isinstance(value, str) else abs(value - wanted)


def _rounded(value):
    return None if value is None else float(f"{value:.4g}")
