"""A chart with its numbers in a table below it, for who cannot see it and for who wants them exactly."""

from matplotlib.figure import Figure
from matplotlib.lines import Line2D

from helpers.drawing import axes, charts
from helpers.drawing.picture import Chart
from helpers.wording.html import Html, markup, table
from helpers.wording.words import counted

__all__ = ["Tabled", "intervals", "timeline"]

_APART = 0.09  # workers, by which points of two series at one place are moved apart


class Tabled:
    """A chart, and below it a table that says the same.

    Parameters
    ----------
    chart : picture.Chart
    titles : sequence of str
        One a column.
    rows : list of sequence
        Text or numbers, a cell a column.
    """

    def __init__(self, chart, titles, rows):
        self.chart, self.titles, self.rows = chart, titles, rows

    def __repr__(self):
        lines = [", ".join(map(str, row)) for row in (self.titles, *self.rows)]
        return "\n".join([self.chart.caption, *lines])

    def _repr_mimebundle_(self, **_):
        bundle = self.chart._repr_mimebundle_()
        folded = "{}<details><summary>The same as a table</summary>{}</details>"
        told = markup(folded, Html(bundle["text/html"]), table(self.titles, self.rows))
        return {**bundle, "text/html": told, "text/plain": repr(self)}


def timeline(recorded):
    """Draw who did what when, with each episode in the table.

    Parameters
    ----------
    recorded : list of Episode
        Of one kind or more, as for `charts.episodes`.

    Returns
    -------
    Tabled
    """
    rows = [(e.who, e.what, f"{e.start_s:.1f}", f"{e.end_s:.1f}") for e in recorded]
    n, until_s = len({e.who for e in recorded}), max(e.end_s for e in recorded)
    told = f"A timeline of {counted(n, 'worker')}, until {until_s:.1f} s; the table has every bar of it."
    chart = Chart(charts.episodes(recorded).figure, told)
    return Tabled(chart, ("who", "what", "from (s)", "to (s)"), rows)


def intervals(series, n_cpus):
    """Draw speedups with their intervals, and say on how many CPUs they are said to be measured.

    Parameters
    ----------
    series : dict of str to dict of int to (float, float, float)
        By a name and a number of workers: the lower end, the speedup, and the upper end.
    n_cpus : int

    Returns
    -------
    Tabled
    """
    most = max(n for points in series.values() for n in points)
    figure = Figure(figsize=(6.6, 3.8), layout="constrained")
    ax = figure.add_subplot()
    axes.prepare_speedup(ax, most, doubling=False)
    highest = max(high for points in series.values() for _, _, high in points.values())
    ax.set_ylim(0, 1.1 * highest)
    handles, rows = [], []
    for i, (name, points) in enumerate(series.items()):
        colour, marker = charts.COLOURS[i], charts.MARKERS[i]
        for n, (low, middle, high) in points.items():
            x = n + _APART * (2 * i - 1)
            ax.vlines(x, low, high, color=colour, linewidth=4, alpha=0.4)
            ax.plot([x], [middle], color=colour, marker=marker, markersize=6)
            rows.append((name, n, f"{middle:.2f}", f"{low:.2f} to {high:.2f}"))
        handles.append(Line2D([], [], color=colour, marker=marker, linestyle="", label=name))
    ax.legend(handles=handles, loc="upper left", frameon=False)
    told = f"Speedup by number of workers on {counted(n_cpus, 'CPU')}, with intervals: "
    ax.set_title(f"measured on {counted(n_cpus, 'CPU')}", fontsize=10, loc="right")
    told += "; ".join(f"{name}, {n}: {middle} ({ends})" for name, n, middle, ends in rows)
    return Tabled(Chart(figure, f"{told}."), ("what", "workers", "speedup", "interval"), rows)
