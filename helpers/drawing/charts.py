"""Charts that a cell shows when it has measured: figures that are drawn once."""

from collections import Counter

from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import Patch

from helpers.drawing import axes, timelines
from helpers.drawing.picture import Chart
from helpers.wording.words import counted

__all__ = [
    "COLOURS",
    "MARKERS",
    "efficiency",
    "episodes",
    "footprints",
    "grid",
    "modelled",
    "predictions",
]

COLOURS = (axes.MEASURED, axes.AMDAHL, axes.CEILING, axes.PREDICTED, "#9A6B00", axes.BARS[1])
_BEYOND = "#f6f6f6"  # of a background where nothing was measured; lines are seen on it as on white
_HATCHES = ("", "///", "...", "xxx", "\\\\\\", "+++")
MARKERS = ("o", "s", "^", "D", "v", "P")
_MOST_TOLD = 12  # bars, in the sentence for readers who cannot see the chart


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
    kinds = {what: i for i, what in enumerate(dict.fromkeys(e.what for e in recorded))}
    figure = Figure(
        figsize=(8.6, 1.3 + 0.42 * len({e.who for e in recorded})), layout="constrained"
    )
    ax = figure.add_subplot()
    timelines.add_episodes(ax, recorded, {what: _style(i) for what, i in kinds.items()})
    axes.tidy(ax)
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


def _style(i):
    return COLOURS[i % len(COLOURS)], _HATCHES[i % len(_HATCHES)]


def _key(what, i, has_length):
    colour, hatch = _style(i)
    if has_length:
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
        axes.tidy(ax)
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
    ax.plot(n, values, color=axes.MEASURED, marker="o", label="measured")
    ax.axhline(1, color=axes.IDEAL, linestyle=":", linewidth=1.5, label="workers that cost nothing")
    ax.set(xlabel="workers", ylabel="efficiency (speedup per worker)", xticks=n)
    ax.set_ylim(0, max(1.1, 1.05 * max(values)))
    axes.tidy(ax)
    ax.legend(frameon=False)
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
    # As many as there may be, they fit a screen.
    height_in = 0.6 + min(2.5 * len(rows), 6)
    figure = Figure(figsize=(8.6, height_in), layout="constrained")
    panels = figure.subplots(len(rows), len(columns), squeeze=False, sharex=True, sharey=True)
    told, drawn = [], {}
    for (task, runner), m in measurements.items():
        ax = drawn[task, runner] = panels[rows.index(task), columns.index(runner)]
        axes.prepare_speedup(ax, max(m.n_workers))
        axes.add_ideal(ax, len(m.results), max(m.n_workers))
        axes.add_points(ax, m)
        ax.set_title(f"{task}, {runner}: {m.verdict}", fontsize=10, loc="left")
        ax.label_outer()
        points = zip(m.n_workers, m.speedup, strict=True)
        told.append(f"{task}, {runner}: " + ", ".join(f"{n}: {value:.2f}" for n, value in points))
    handles = axes.legend_of_speedup()[:2]
    if any(axes.told_beyond(ax, measurements[pair].intervals) for pair, ax in drawn.items()):
        handles[0].set_label(f"{handles[0].get_label()}; some go on beyond")
    figure.legend(handles=handles, loc="outside lower center", ncols=2)
    return Chart(figure, "Speedup by number of workers. " + "; ".join(told) + ".")


_MOST = 128  # workers, to which a model is drawn


def modelled(model, measurement):
    """Draw a calibrated model up to many CPUs, and say which part is measured and which is modelled.

    Parameters
    ----------
    model : Model
    measurement : Measurement
        What it was calibrated with.

    Returns
    -------
    Chart
    """
    n_tasks = len(measurement.results)
    task_size_s = measurement.baseline_s / n_tasks
    n_workers = [2**k for k in range(_MOST.bit_length())]
    figure = Figure(figsize=(8.6, 3.6), layout="constrained")
    ax = figure.add_subplot()
    axes.prepare_speedup(ax, _MOST, min(measurement.speedup))
    last = max(measurement.n_workers)
    told_by_model = model.serial_fraction is not None
    if last < _MOST:
        ax.axvspan(last * 1.1, _MOST * 1.15, color=_BEYOND, zorder=0)
        told = "modelled only: nothing was measured here" if told_by_model else model.reason
        ax.text(0.98, 0.03, told, ha="right", va="bottom", transform=ax.transAxes)
    told = []
    for i, times in enumerate((1, 10) if told_by_model else ()):
        sizes = n_tasks * times
        values = [model.speedup(sizes, task_size_s, n) for n in n_workers]
        lows, highs = zip(
            *(model.speedup_range(sizes, task_size_s, n) for n in n_workers), strict=True
        )
        label = f"model, {counted(sizes, 'task')}"
        colour = COLOURS[1 + i]
        band = {"facecolor": (colour, 0.15), "edgecolor": colour, "linewidth": 0.8}
        ax.fill_between(n_workers, lows, highs, **band)
        line = {"color": colour, "linestyle": ("-.", "--")[i], "label": f"{label}, with its range"}
        ax.plot(n_workers, values, **line)
        told.append(f"{label}: {lows[-1]:.1f} to {highs[-1]:.1f} with {n_workers[-1]} workers")
    axes.add_points(ax, measurement)
    ax.plot([], [], color=axes.MEASURED, marker="o", label="measured here")
    ax.legend(loc="upper left", frameon=False)
    points = zip(measurement.n_workers, measurement.speedup, strict=True)
    told.append("measured " + ", ".join(f"{n}: {value:.2f}" for n, value in points))
    beyond = f"beyond {last} modelled" if told_by_model else f"{model.reason} how it goes on"
    return Chart(figure, f"Speedup by number of workers; {beyond}. {'; '.join(told)}.")


_FURTHEST = 16  # times too high or too low; what is further off stands at the edge


def predictions(compared):
    """Draw how far off the reader's predictions were, a row for each topic, a mark for each lesson.

    Choices have no distance: their topic's row counts those that were right.

    Parameters
    ----------
    compared : list of intuition.Compared

    Returns
    -------
    Chart or str
        A sentence that says what to do if there is nothing to draw.
    """
    if not compared:
        return (
            "Your journal holds no predictions yet: answer one in any lesson, run the cells that follow, "
            "and come back."
        )
    topics = list(dict.fromkeys(one.topic for one in compared))
    lessons = sorted({one.lesson for one in compared})
    figure = Figure(figsize=(8.6, 1.6 + 0.6 * len(topics)), layout="constrained")
    ax = figure.add_subplot()
    labels = []
    for row, topic in enumerate(topics):
        its = [one for one in compared if one.topic == topic]
        labels.append(f"{topic}: {sum(one.is_right for one in its)} of {len(its)} right")
        numbers = [one for one in its if one.is_number]
        for i, one in enumerate(numbers):
            x = min(_FURTHEST, max(1 / _FURTHEST, one.ratio))
            y = row + 0.6 * ((i + 0.5) / len(numbers) - 0.5)  # those that are as far off stay apart
            ax.plot(x, y, **_of_lesson(lessons.index(one.lesson)))
    ax.axvline(1, color=axes.IDEAL, linestyle=":")
    ax.set_xscale("log", base=2)
    ax.set(xlim=(0.8 / _FURTHEST, 1.25 * _FURTHEST), ylim=(len(topics) - 0.5, -0.5))
    ax.set(xlabel="predicted / measured", yticks=range(len(topics)), yticklabels=labels)
    ax.xaxis.set_major_formatter(axes.in_fractions)
    axes.tidy(ax)
    handles = [
        Line2D([], [], label=lesson or "elsewhere", **_of_lesson(i))
        for i, lesson in enumerate(lessons)
    ]
    ax.legend(handles=handles, loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
    told = _counts(compared)
    ax.set_title(told, fontsize=10, loc="left")
    return Chart(figure, f"{told}. By topic: {'; '.join(labels)}.")


def _of_lesson(i):
    """Return how a lesson's marks look; no two lessons look the same."""
    marker = MARKERS[(i + i // len(COLOURS)) % len(MARKERS)]
    colour = COLOURS[i % len(COLOURS)]
    # One is seen through another, and each has an edge.
    face = (colour, 0.5)
    return {"color": colour, "marker": marker, "markerfacecolor": face, "linestyle": ""}


def _counts(compared):
    numbers = [one for one in compared if one.is_number]
    wrong = [one.ratio for one in numbers if not one.is_right]
    over, under = sum(ratio > 1 for ratio in wrong), sum(ratio < 1 for ratio in wrong)
    told = f"{counted(len(numbers), 'prediction')}: {over} too high, {under} too low, "
    told += f"{len(numbers) - over - under} within the measured range"
    n_choices = len(compared) - len(numbers)
    if n_choices:
        right = sum(one.is_right for one in compared if not one.is_number)
        told += f"; {counted(n_choices, 'choice')}: {right} right"
    return told
