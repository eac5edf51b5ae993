"""The picture of the lab on pipelines: items between the stages, items done, and who was at work when."""

from itertools import pairwise

from matplotlib.ticker import MaxNLocator

from helpers.drawing import Text, axes, legends, timelines
from helpers.labs.pipeline_words import in_ms
from helpers.wording.words import counted, two_digits

__all__ = ["HEIGHT_IN", "WIDTH_IN", "PipelineDrawing"]

WIDTH_IN, HEIGHT_IN = 8.4, 3.1
_TITLE = 0.94
_LINES = ((axes.MEASURED, "-"), (axes.AMDAHL, "-."))  # of the items between two stages


class PipelineDrawing:
    """Draws what a lab on pipelines knows into its picture.

    Parameters
    ----------
    picture : Picture
        Of two parts.
    names : list of str
        Of the stages.
    """

    def __init__(self, picture, names):
        self._picture, self._names = picture, names
        self._between = picture.figure.add_axes((0.085, 0.565, 0.385, 0.335))
        self._done = picture.figure.add_axes((0.085, 0.165, 0.385, 0.335))
        self._workers = picture.figure.add_axes((0.585, 0.165, 0.4, 0.735))
        for ax, label in (
            (self._between, "waiting"),
            (self._done, "done"),
            (self._workers, "stage"),
        ):
            timelines.prepare_timeline(ax, live=True)
            ax.set_ylabel(label)
        self._between.set(xlabel="", ylim=(0, 1))
        self._done.set_ylim(0, 1)
        for ax in (self._between, self._done):
            ax.yaxis.labelpad = 34
            ax.yaxis.set_major_locator(MaxNLocator(4, integer=True))

    def update(self, settings, run, predicted, state, what, found):
        """Draw the current knowledge.

        Parameters
        ----------
        settings : Settings
        run : PipelineRun or None
            None before the first one.
        predicted : float or None
            The throughput that the reader expects, in items a second.
        state : str
            How far the measuring has come, in a few words.
        what : str
            What goes through which pipeline.
        found : str
            What was found, in a sentence or two.
        """
        predicted_s = None
        if run is not None and predicted:
            predicted_s = run.start_s + settings.n_items / predicted
        until_s = 1.0 if run is None else timelines.until_s(run.end_s, predicted_s)
        is_beyond = predicted_s is not None and predicted_s > until_s

        def add_artists():
            for ax in (self._between, self._done):
                ax.set_xlim(0, until_s)
            self._done.set_ylim(0, 1.08 * settings.n_items)
            if run is None:
                return timelines.add_bars(self._workers, (), until_s)
            added = [*self._add_between(run, until_s), *self._add_done(run)]
            if predicted_s is not None and not is_beyond:
                mark = {"marker": "D", "markersize": 9, "linestyle": "", "markeredgecolor": "black"}
                at = [predicted_s], [settings.n_items]
                added.append(
                    axes.add_line(self._done, *at, color=axes.PREDICTED, clip_on=False, **mark)
                )
            return added + self._add_workers(run, until_s)

        told = f"Items waiting and done, beside a timeline of the workers, for {what}"
        told += f". {found}" if run is not None else "; nothing is measured yet."
        self._picture.update(
            add_artists,
            told,
            texts=(
                Text(0.01, _TITLE, f"{counted(settings.n_items, 'item')}, {settings.kind}"),
                Text(0.51, _TITLE, state or "which worker was at work when"),
            ),
            scales=(
                self._between.yaxis,
                self._done.xaxis,
                self._done.yaxis,
                self._workers.xaxis,
                self._workers.yaxis,
            ),
            facts=_facts(what, predicted_s if is_beyond else None),
            legend=legends.legend(
                self._entries(settings, run, predicted_s is not None and not is_beyond)
            ),
        )

    def _add_between(self, run, until_s):
        """Add how many items were between the stages, and the length that the queues may have."""
        top = _top(run)
        self._between.set_ylim(0, top)
        added = []
        for numbers, (colour, line) in zip(run.between, _LINES, strict=False):
            when = [0, *(time_s for time_s, _ in numbers), until_s]
            n = [0, *(n for _, n in numbers), 0]
            style = {
                "color": colour,
                "linestyle": line,
                "linewidth": 1.5,
                "drawstyle": "steps-post",
            }
            added.append(axes.add_line(self._between, when, n, **style))
        maxsize = run.settings.maxsize
        if maxsize <= top:
            style = {"color": axes.IDEAL, "linestyle": ":", "linewidth": 1.5}
            added.append(axes.add_line(self._between, [0, until_s], [maxsize] * 2, **style))
        return added

    def _add_done(self, run):
        """Add how many items were done, and what the slowest stage allows."""
        s = run.settings
        ends_s = sorted(span.end_s for span in run.spans[-1])
        ideal_s = [run.start_s, run.start_s + s.n_items / s.ideal_per_s]
        style = {"color": axes.CEILING, "linestyle": "--", "linewidth": 1.5}
        ideal = axes.add_line(self._done, ideal_s, [0, s.n_items], **style)
        style = {"color": "black", "linewidth": 1.5, "drawstyle": "steps-post"}
        done = range(s.n_items + 1)
        return [ideal, axes.add_line(self._done, [run.start_s, *ends_s], done, **style)]

    def _add_workers(self, run, until_s):
        """Add a row for each worker; those of a stage stand together."""
        first, firsts = 0, []
        for n in run.n_rows:
            firsts.append(first)
            first += n
        rows = [start + row for start, its in zip(firsts, run.rows, strict=True) for row in its]
        spans = [span for its in run.spans for span in its]
        added = timelines.add_bars(self._workers, spans, until_s, n_rows=first, rows=rows)
        for start in firsts[1:]:
            style = {"color": "black", "linewidth": 1.2}
            added.append(axes.add_line(self._workers, [0, until_s], [start / first] * 2, **style))
        middles = [(a + b) / 2 / first for a, b in pairwise([*firsts, first])]
        self._workers.set_yticks(middles, [str(i + 1) for i in range(len(middles))])
        return added

    def _entries(self, settings, run, has_predicted):
        """List what the picture shows, and nothing else."""
        if run is None:
            return
        for (before, after), (colour, line) in zip(pairwise(self._names), _LINES, strict=False):
            yield legends.Entry(f"done with {before}, not begun with {after}", colour, line)
        if settings.maxsize <= _top(run):
            yield legends.Entry("length of a queue", axes.IDEAL, ":")
        yield legends.Entry("items done", "black", "-")
        yield legends.Entry("what the slowest stage allows", axes.CEILING, "--")
        if has_predicted:
            yield legends.Entry("your prediction", axes.PREDICTED, shape="diamond")
        yield legends.Entry("items of a worker, in two shades by turns", "", shape="shades")
        until = f"before the first item, {in_ms(run.start_s)}"
        yield legends.Entry(until, "", shape="hatched")


def _top(run):
    """Choose how far up the items between stages are drawn: as many as there were, and some room."""
    return 1.15 * max(1, *run.most_between)


def _facts(what, beyond_s):
    told = [f"{what[0].upper()}{what[1:]}."]
    if beyond_s is not None:
        told.append(f"Your prediction lies beyond the picture, at {two_digits(beyond_s)} s.")
    return " ".join(told)
