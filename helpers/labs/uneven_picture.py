"""The picture of the lab on uneven tasks: who ran which task when, who idled, and what bounds the run."""

from helpers.drawing import Text, axes, legends, timelines
from helpers.labs.uneven_runs import in_ms
from helpers.wording.words import counted

__all__ = ["HEIGHT_IN", "WIDTH_IN", "UnevenDrawing"]

WIDTH_IN, HEIGHT_IN = 5.6, 2.6


class UnevenDrawing:
    """Draws what a lab on uneven tasks knows into its picture.

    Parameters
    ----------
    picture : Picture
    """

    def __init__(self, picture):
        self._picture = picture
        self._axes = picture.figure.add_axes((0.096, 0.21, 0.879, 0.66))
        timelines.prepare_timeline(self._axes, live=True)

    def update(self, settings, seen, predicted_s, state, what, found):
        """Draw the current knowledge.

        Parameters
        ----------
        settings : Settings
        seen : Seen or None
            None before the first run.
        predicted_s : float or None
            When the run should end, as the reader has predicted.
        state : str
            How far the measuring has come, in a few words.
        what : str
            What tasks there are.
        found : str
            What else was found, in a sentence or two.
        """
        workers = counted(settings.n_workers, "worker")
        until_s = 1.0 if seen is None else timelines.until_s(seen.run.elapsed_s, predicted_s)
        is_beyond = predicted_s is not None and predicted_s > until_s

        def add_artists():
            if seen is None:
                return timelines.add_bars(self._axes, (), until_s, n_rows=settings.n_workers)
            added = timelines.add_bars(
                self._axes,
                seen.run.spans,
                until_s,
                n_rows=settings.n_workers,
                elapsed_s=seen.run.elapsed_s,
            )
            added.append(timelines.add_mark(self._axes, seen.least_s))
            if predicted_s is not None and not is_beyond:
                mark = {"marker": "D", "markersize": 9, "linestyle": "", "markeredgecolor": "black"}
                at = [predicted_s], [0]  # above the rows
                style = {"color": axes.PREDICTED, "clip_on": False, **mark}
                added.append(axes.add_line(self._axes, *at, **style))
            return added

        told = f"A timeline of {what}, on {workers}"
        told += (
            f". {found} {seen.idle_told} {seen.bound_told}"
            if seen
            else "; nothing is measured yet."
        )
        self._picture.update(
            add_artists,
            told,
            scales=(self._axes.xaxis, self._axes.yaxis),
            texts=[
                Text(0.01, 0.93, f"{workers}, chunks of {settings.chunksize}   {state}".rstrip())
            ],
            facts=_facts(what, seen, predicted_s if is_beyond else None),
            legend=legends.legend(
                _entries(
                    seen,
                    predicted_s is not None and not is_beyond,
                    seen is not None
                    and timelines.startup_is_seen(self._axes, seen.run.spans, until_s),
                )
            ),
        )


def _facts(what, seen, beyond_s):
    told = [f"{what[0].upper()}{what[1:]}."]
    if seen is not None:
        told.append(
            f"Workers that cost nothing, each taking the next {seen.noun} once it is free: "
            f"{in_ms(seen.by_list_s)}."
        )
    if beyond_s is not None:
        told.append(f"Your prediction lies beyond the picture, at {in_ms(beyond_s)}.")
    return " ".join(told)


def _entries(seen, has_predicted, has_startup):
    """List what the picture shows, and nothing else."""
    if seen is not None:
        yield legends.Entry("tasks of a worker, in two shades by turns", "", shape="shades")
        if has_startup:
            yield legends.Entry("before the first task", "", shape="hatched")
        yield legends.Entry("idle, after its last task", "", shape="pale")
        yield legends.Entry(
            f"no schedule of these {seen.noun}s ends before", "black", "--", "triangle"
        )
    if has_predicted:
        yield legends.Entry("your prediction", axes.PREDICTED, shape="diamond")
