"""Charts beside which a measurement is laid: a model of it, and what the reader had predicted."""

from matplotlib.figure import Figure

from helpers import plots
from helpers.charts import COLOURS, MARKERS, Chart
from helpers.words import counted

__all__ = ["modelled", "predictions"]

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
    plots.prepare_speedup(ax, _MOST, min(low for low, _ in measurement.speedup_range))
    last = max(measurement.n_workers)
    told_by_model = model.serial_fraction is not None
    if last < _MOST:
        ax.axvspan(last * 1.1, _MOST * 1.15, color="#f0f0f0", zorder=0)
        told = (
            "modelled only: nothing was measured here" if told_by_model else "one CPU cannot tell"
        )
        ax.text(0.98, 0.03, told, ha="right", va="bottom", transform=ax.transAxes)
    told = []
    for i, times in enumerate((1, 10) if told_by_model else ()):
        sizes = n_tasks * times
        values = [model.speedup(sizes, task_size_s, n) for n in n_workers]
        label = f"model, {counted(sizes, 'task')}"
        ax.plot(n_workers, values, color=COLOURS[1 + i], linestyle=("-.", "--")[i], label=label)
        told.append(f"{label}: {values[-1]:.1f} with {n_workers[-1]} workers")
    plots.add_points(ax, measurement)
    ax.plot([], [], color=plots.MEASURED, marker="o", label="measured here")
    ax.legend(loc="upper left", frameon=False)
    points = zip(measurement.n_workers, measurement.speedup, strict=True)
    told.append("measured " + ", ".join(f"{n}: {value:.2f}" for n, value in points))
    beyond = f"beyond {last} modelled" if told_by_model else "one CPU cannot tell how it goes on"
    return Chart(figure, f"Speedup by number of workers; {beyond}. {'; '.join(told)}.")


def predictions(entries):
    """Draw what the reader predicted against what was measured, a mark for each lesson.

    Parameters
    ----------
    entries : list of journal.Entry
        Those without a predicted number are left out.

    Returns
    -------
    Chart or str
        A sentence that says what to do if there is nothing to draw.
    """
    entries = [e for e in entries if e.predicted is not None and e.predicted > 0 and e.speedup > 0]
    if not entries:
        return "Your journal holds no predictions yet: run a lab of any lesson, and come back."
    figure = Figure(figsize=(8.6, 4.2), layout="constrained")
    ax = figure.add_subplot()
    lessons = sorted({e.lesson for e in entries})
    for i, lesson in enumerate(lessons):
        its = [e for e in entries if e.lesson == lesson]
        marker = MARKERS[(i + i // len(COLOURS)) % len(MARKERS)]  # no two lessons look the same
        style = {"marker": marker, "linestyle": "", "alpha": 0.8}
        colour = COLOURS[i % len(COLOURS)]
        name = lesson or "elsewhere"
        ax.plot(
            [e.predicted for e in its], [e.speedup for e in its], color=colour, label=name, **style
        )
    x, y = [e.predicted for e in entries], [e.speedup for e in entries]
    # Each axis has its own range; the upper one reaches over to where the line of equality is seen.
    xlim = 0.5 * min(x), 2 * max(x)
    ylim = min(0.5 * min(y), max(x)), max(2 * max(y), min(x))
    ends = [min(*xlim, *ylim), max(*xlim, *ylim)]
    ax.plot(ends, ends, color=plots.IDEAL, linestyle=":", label="as predicted")
    ax.set_xscale("log", base=2)
    ax.set_yscale("log", base=2)
    ax.set(xlim=xlim, ylim=ylim)
    ax.set(xlabel="predicted speedup (times)", ylabel="measured speedup (times)")
    for axis in (ax.xaxis, ax.yaxis):
        axis.set_major_formatter(_in_fractions)
        axis.set_minor_formatter(lambda value, _: "")
    plots.tidy(ax)
    ax.legend(loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
    over = sum(e.predicted > e.high for e in entries)
    under = sum(e.predicted < e.low for e in entries)
    told = f"{counted(len(entries), 'prediction')}: {over} too high, {under} too low, "
    told += f"{len(entries) - over - under} within the measured range"
    ax.set_title(told, fontsize=10, loc="left")
    return Chart(figure, f"{told}.")


def _in_fractions(value, _):
    """Write 1/256, and not 0.00390625."""
    return f"{value:g}" if value >= 1 else f"1/{1 / value:g}"
