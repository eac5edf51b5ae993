"""Charts that a cell shows when it has measured: figures that are drawn once."""

from collections import Counter
from io import BytesIO

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from helpers import plots
from helpers.picture import image
from helpers.words import counted

__all__ = ["COLOURS", "MARKERS", "Chart", "efficiency", "episodes", "footprints", "grid"]

COLOURS = (plots.MEASURED, plots.AMDAHL, plots.CEILING, plots.PREDICTED, "#E69F00", "#56B4E9")
_HATCHES = ("", "///", "...", "xxx", "\\\\\\", "+++")
MARKERS = ("o", "s", "^", "D", "v", "P")
_DPI = 100
_MOST_TOLD = 12  # bars, in the sentence for readers who cannot see the chart


class Chart:
    """A figure as a cell's last value: a picture, and a sentence for those who cannot see it.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    caption : str
    """

    def __init__(self, figure, caption):
        self.figure, self.caption = figure, caption

    def _repr_mimebundle_(self, **_):
        buffer = BytesIO()
        self.figure.savefig(buffer, format="png", dpi=_DPI)
        size = [round(_DPI * inches) for inches in self.figure.get_size_inches()]
        shown = image(buffer.getvalue(), size, self.caption, "chart")
        return {"text/html": shown, "text/plain": self.caption}

    def __repr__(self):
        return self.caption


def episodes(recorded):
    """Draw who did what when: a row for each, a colour and a hatch for each kind of episode.

    Parameters
    ----------
    recorded : list of Episode
        As `episodes.Recorder` gives them; those that take no time become ticks.

    Returns
    -------
    Chart

    Raises
    ------
    ValueError
        If there are none.
    """
    if not recorded:
        raise ValueError("recorded must hold one or more episodes, not none.")
    rows = {who: i for i, who in enumerate(dict.fromkeys(e.who for e in recorded))}
    kinds = {what: i for i, what in enumerate(dict.fromkeys(e.what for e in recorded))}
    figure = Figure(figsize=(8.6, 1.3 + 0.42 * len(rows)), layout="constrained")
    ax = figure.add_subplot()
    shortest_s = 0.004 * max(e.end_s for e in recorded)
    for e in recorded:
        colour = COLOURS[kinds[e.what] % len(COLOURS)]
        if e.end_s == e.start_s:
            ax.vlines(e.start_s, rows[e.who] - 0.3, rows[e.who] + 0.3, color=colour)
        else:
            hatch = _HATCHES[kinds[e.what] % len(_HATCHES)]
            width = e.end_s - e.start_s
            width = max(width, shortest_s)  # a bar that takes next to no time is still seen
            ax.barh(
                rows[e.who], width, 0.7, e.start_s, color=colour, hatch=hatch, edgecolor="white"
            )
    ax.set_yticks(range(len(rows)), list(rows))
    ax.set(ylim=(len(rows) - 0.5, -0.5), xlim=(0, None), xlabel="time (s)")
    plots.tidy(ax)
    lengths = {what: any(e.end_s > e.start_s for e in recorded if e.what == what) for what in kinds}
    ax.legend(
        handles=[_key(what, i, lengths[what]) for what, i in kinds.items()],
        loc="lower left",
        bbox_to_anchor=(0, 1),
        ncols=min(4, len(kinds)),
        frameon=False,
    )
    bars = [e for e in recorded if e.end_s > e.start_s]
    told = [f"{e.who} {e.what} from {e.start_s:.2f} to {e.end_s:.2f} s" for e in bars[:_MOST_TOLD]]
    if len(bars) > _MOST_TOLD:
        told.append(f"and {len(bars) - _MOST_TOLD} more")
    ticks = Counter((e.who, e.what) for e in recorded if e.end_s == e.start_s)
    told += [f"{who} {what} {counted(n, 'time')}" for (who, what), n in ticks.items()]
    return Chart(figure, f"A timeline: {'; '.join(told)}.")


def _key(what, i, has_length):
    colour = COLOURS[i % len(COLOURS)]
    if has_length:
        hatch = _HATCHES[i % len(_HATCHES)]
        return Patch(facecolor=colour, hatch=hatch, edgecolor="white", label=what)
    style = {"marker": "|", "markersize": 12, "linestyle": ""}
    return Line2D([], [], color=colour, label=what, **style)


def footprints(measured):
    """Draw elapsed time and memory by the number of tasks, a line for each runner.

    Parameters
    ----------
    measured : dict of str to list of Footprint
        By the runner's name.

    Returns
    -------
    Chart
    """
    figure = Figure(figsize=(8.6, 3.4), layout="constrained")
    left, right = figure.subplots(1, 2)
    told = []
    for i, (name, runs) in enumerate(measured.items()):
        n = [run.n_tasks for run in runs]
        style = {"color": COLOURS[i % len(COLOURS)], "marker": MARKERS[i % len(MARKERS)]}
        style["label"] = name
        left.plot(n, [run.elapsed_s for run in runs], **style)
        right.plot(n, [run.memory_bytes / 1e6 for run in runs], **style)
        told += [
            f"{name}, {run.n_tasks} tasks: {run.elapsed_s:.2f} s, {run.memory_bytes / 1e6:.0f} MB"
            for run in runs
        ]
    counts = sorted({run.n_tasks for runs in measured.values() for run in runs})
    for ax, label in ((left, "elapsed time (s)"), (right, "memory on top (MB)")):
        ax.set(xscale="log", xlabel="tasks", ylabel=label, ylim=(0, None))
        ax.set_xticks(counts, [f"{n:,}" for n in counts])
        ax.minorticks_off()
        plots.tidy(ax)
    left.legend(frameon=False)
    return Chart(figure, "; ".join(told) + ".")


def efficiency(measurement):
    """Draw the efficiency of each number of workers.

    Parameters
    ----------
    measurement : Measurement

    Returns
    -------
    Chart

    Raises
    ------
    ValueError
        If nothing was measured.
    """
    n, values = measurement.n_workers, measurement.efficiency
    if not n:
        raise ValueError("measurement must hold one or more numbers of workers, not none.")
    figure = Figure(figsize=(6, 3.2), layout="constrained")
    ax = figure.add_subplot()
    ax.plot(n, values, color=plots.MEASURED, marker="o")
    ax.axhline(1, color=plots.IDEAL, linestyle=":", linewidth=1.5)
    ax.set(xlabel="workers", ylabel="efficiency (speedup per worker)", xticks=n)
    ax.set_ylim(0, max(1.1, 1.05 * max(values)))
    plots.tidy(ax)
    told = ", ".join(f"{k}: {value:.2f}" for k, value in zip(n, values, strict=True))
    return Chart(figure, f"Efficiency by number of workers: {told}.")


def grid(measurements):
    """Draw measured speedups in panels: a row for each kind of task, a column for each runner.

    Parameters
    ----------
    measurements : dict of (str, str) to Measurement
        By the task's name and the runner's.

    Returns
    -------
    Chart
    """
    rows = list(dict.fromkeys(task for task, _ in measurements))
    columns = list(dict.fromkeys(runner for _, runner in measurements))
    figure = Figure(figsize=(8.6, 0.6 + 2.5 * len(rows)), layout="constrained")
    axes = figure.subplots(len(rows), len(columns), squeeze=False, sharex=True, sharey=True)
    told = []
    for (task, runner), m in measurements.items():
        ax = axes[rows.index(task), columns.index(runner)]
        plots.prepare_speedup(ax, max(m.n_workers))
        plots.add_ideal(ax, len(m.results), max(m.n_workers))
        plots.add_points(ax, m)
        ax.set_title(f"{task}, {runner}: {m.verdict}", fontsize=10, loc="left")
        ax.label_outer()
        points = zip(m.n_workers, m.speedup, strict=True)
        told.append(f"{task}, {runner}: " + ", ".join(f"{n}: {value:.2f}" for n, value in points))
    figure.legend(handles=plots.legend_of_speedup()[:2], loc="outside lower center", ncols=2)
    return Chart(figure, "Speedup by number of workers. " + "; ".join(told) + ".")
