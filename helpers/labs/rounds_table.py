"""The numbers behind a lab's picture: a table, and a file of comma-separated values."""

import csv
import io
from base64 import b64encode

from helpers.wording.html import Html, markup, table
from helpers.wording.words import times, times_within

__all__ = ["beside_a_file", "csv_of", "link", "of_rounds", "written"]

_COLUMNS = ("round", "workers", "loop (s)", "run (s)", "speedup")
_LINK = (
    '<a download="{}" href="data:text/csv;base64,{}" style="color: var(--jp-content-link-color, #0b57d0); '
    'text-decoration: underline">Save as CSV</a>'
)


def csv_of(measurements, settings):
    """Write every run of measurements as a line of comma-separated values.

    Parameters
    ----------
    measurements : dict of str to Measurement
        By the runner's name.
    settings : dict of str to object
        What each line begins with, by column.

    Returns
    -------
    str
        Seconds, and the ratio of the loop's to the run's.
    """
    return written(
        [*settings, "runner", *_COLUMNS],
        (
            [*settings.values(), name, number, *_told_run(run)]
            for name, measurement in measurements.items()
            for runs in measurement.runs
            for number, run in enumerate(runs, start=1)
        ),
    )


def _told_run(run):
    return run.n_workers, run.baseline_s, run.elapsed_s, run.baseline_s / run.elapsed_s


def written(titles, rows):
    """Write lines of comma-separated values.

    Parameters
    ----------
    titles : sequence of str
    rows : iterable of sequence

    Returns
    -------
    str

    Examples
    --------
    >>> written(["thread", "start (s)"], [(1, 0.5)]).split()
    ['thread,start', '(s)', '1,0.5']
    """
    file = io.StringIO()
    writer = csv.writer(file)
    writer.writerow(titles)
    writer.writerows(rows)
    return file.getvalue()


def link(name, text):
    """Write a link that saves a text as a file of comma-separated values, where the reader's browser is.

    Parameters
    ----------
    name : str
        The file's.
    text : str

    Returns
    -------
    Html
    """
    return markup(_LINK, name, b64encode(text.encode(errors="replace")).decode("ascii"))


def beside_a_file(told, name, text, what):
    """Write numbers above a link that saves them, or what they come from.

    Parameters
    ----------
    told : Html
        The numbers.
    name, text : str
        The file's name and what is in it.
    what : str
        What the file holds, in a few words.

    Returns
    -------
    Html
    """
    return markup('{}<p style="line-height: 1.5">{}: {}.</p>', told, link(name, text), what)


def of_rounds(measurements, settings, kept=None):
    """Write the numbers of measurements as a table, above a link that saves their rounds.

    Parameters
    ----------
    measurements : dict of str to Measurement
        By the runner's name; of the same rounds.
    settings : dict of str to object
        As for `csv_of`.
    kept : dict of str to Measurement, optional
        Of an earlier run, by what it is called; in the table only.

    Returns
    -------
    Html
    """
    rows = [
        (name, str(n), times_within(value, interval), f"{elapsed_s:.3g}", str(len(runs)))
        for name, m in (*measurements.items(), *(kept or {}).items())
        for n, value, interval, elapsed_s, runs in zip(
            m.n_workers, m.speedup, m.intervals, m.elapsed_s, m.runs, strict=True
        )
    ]
    told = table(["runner", "workers", "speedup (interval)", "run (s)", "rounds"], rows)
    ceilings = [
        (str(n), f"{times(min(values))} to {times(max(values))}")
        for n, values in sorted(next(iter(measurements.values())).ceilings.items())
        if n > 1  # that one process is as fast as one is no news
    ]
    if ceilings:
        told = Html(told + table(["independent processes", "ceiling"], ceilings))
    text = csv_of(measurements, settings)
    return beside_a_file(told, "rounds.csv", text, "every round of the loop and the runs")
