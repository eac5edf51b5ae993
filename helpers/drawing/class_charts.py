"""Charts of a whole class: everybody's predictions by topic, and everybody's speedups over one another."""

from statistics import median

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.drawing import axes
from helpers.drawing.charts import COLOURS, MARKERS
from helpers.drawing.picture import Chart
from helpers.wording.words import counted, two_digits

__all__ = ["curves", "predictions"]

_FURTHEST = 16  # times too high or too low; what is further off stands at the edge
_SYNTHETIC = "synthetic: nobody measured this"
_STYLES = ("-", "--", "-.", ":")


def predictions(compared, is_synthetic=False):
    """Draw how far off the predictions of a class were, a row for each topic, a mark for each of them.

    Choices have no distance: their topic's row counts those that were right.

    Parameters
    ----------
    compared : list of intuition.Compared
        Everybody's.
    is_synthetic : bool, optional
        Whether they were made up, which the picture then says.

    Returns
    -------
    Chart or str
        A sentence if there is nothing to draw.
    """
    if not compared:
        return "Nobody has handed in a prediction."
    topics = list(dict.fromkeys(one.topic for one in compared))
    figure = Figure(figsize=(8.6, 1.4 + 0.6 * len(topics)), layout="constrained")
    ax = figure.add_subplot()
    labels, told = [], []
    for row, topic in enumerate(topics):
        its = [one for one in compared if one.topic == topic]
        label = f"{topic}: {sum(one.is_right for one in its)} of {len(its)} right"
        labels.append(label)
        ratios = [_within(one.ratio) for one in its if one.is_number]
        if not ratios:
            told.append(label)
            continue
        # Those that are as far off stay apart.
        places = [row + 0.6 * ((i + 0.5) / len(ratios) - 0.5) for i in range(len(ratios))]
        ax.plot(ratios, places, color=COLOURS[0], marker="o", markersize=3.5, linestyle="")
        middle = median(ratios)
        ax.plot([middle, middle], [row - 0.4, row + 0.4], color=COLOURS[1], linewidth=2.5)
        told.append(f"{label}, the middle number {two_digits(middle)} times what was measured")
    ax.axvline(1, color=axes.IDEAL, linestyle=":")
    ax.set_xscale("log", base=2)
    ax.set(xlim=(0.8 / _FURTHEST, 1.25 * _FURTHEST), ylim=(len(topics) - 0.5, -0.5))
    ax.set(xlabel="predicted / measured", yticks=range(len(topics)), yticklabels=labels)
    ax.xaxis.set_major_formatter(axes.in_fractions)
    axes.tidy(ax)
    handles = [
        Line2D([], [], color=COLOURS[0], marker="o", linestyle="", label="a prediction"),
        Line2D([], [], color=COLOURS[1], linewidth=2.5, label="the middle one"),
    ]
    figure.legend(handles=handles, loc="outside lower center", ncols=2, frameon=False)
    title = _title(counted(len(compared), "prediction"), is_synthetic)
    ax.set_title(title, fontsize=10, loc="left")
    return Chart(figure, f"{title}. By topic: {'; '.join(told)}.")


def _within(ratio):
    return min(_FURTHEST, max(1 / _FURTHEST, ratio))


def curves(measured, is_synthetic=False):
    """Draw the speedups of many machines over one another, a colour, a mark and a dash for each group.

    Parameters
    ----------
    measured : list of teaching.classroom.Curve
    is_synthetic : bool, optional
        As for `predictions`.

    Returns
    -------
    Chart or str
        A sentence if there is nothing to draw.
    """
    if not measured:
        return "Nobody has handed in such a curve."
    groups = list(dict.fromkeys(curve.group for curve in measured))
    most = max(n for curve in measured for n in curve.points)
    lowest = min(value for curve in measured for value in curve.points.values())
    highest = max(value for curve in measured for value in curve.points.values())
    figure = Figure(figsize=(8.6, 4.2), layout="constrained")
    ax = figure.add_subplot()
    # Both axes double, or curves of two workers are lost beside those of sixteen.
    axes.prepare_speedup(ax, most, lowest, doubling=True)
    axes.add_line(ax, [1, most], [1, most], color=axes.IDEAL, linestyle=":", linewidth=1.5)
    ax.set_ylim(min(0.5, 0.8 * lowest), max(ax.get_ylim()[1], 1.1 * highest))
    told, handles = [], []
    for i, group in enumerate(groups):
        its = [curve for curve in measured if curve.group == group]
        for curve in its:
            # Short ones above: a longer one shows all the same. What lies below shines through.
            look = {
                **_style(i),
                "linewidth": 1,
                "alpha": 0.7,
                "zorder": 3 - max(curve.points) / most,
            }
            ax.plot(curve.points.keys(), curve.points.values(), **look)
        label = f"{group}: {counted(len(its), 'machine')}"
        handles.append(Line2D([], [], label=label, **_style(i)))
        ends = [max(curve.points.items()) for curve in its]
        n_most = max(n for n, _ in ends)
        values = [value for n, value in ends if n == n_most]
        told.append(
            f"{label}, with {counted(n_most, 'worker')} {min(values):.2f} to {max(values):.2f}"
        )
    ax.legend(handles=handles, loc="center left", bbox_to_anchor=(1, 0.5), frameon=False)
    title = _title(counted(len(measured), "curve"), is_synthetic)
    ax.set_title(title, fontsize=10, loc="left")
    return Chart(figure, f"{title}. Speedup by number of workers: {'; '.join(told)}.")


def _style(i):
    """Return how the lines of a group look; no two of the first 36 look the same."""
    marker = MARKERS[(i + i // len(COLOURS)) % len(MARKERS)]
    style = {"color": COLOURS[i % len(COLOURS)], "marker": marker, "markersize": 4}
    return {**style, "linestyle": _STYLES[i % len(_STYLES)]}


def _title(told, is_synthetic):
    return f"{told}; {_SYNTHETIC}" if is_synthetic else told
