"""What is said of a run of a pipeline, and its numbers in a table."""

from itertools import pairwise

from helpers import laws
from helpers.labs import rounds_table
from helpers.wording.html import table
from helpers.wording.words import two_digits
from helpers.worker.spans import distinct_workers

__all__ = ["busy_told", "in_ms", "little_told", "numbers", "per_s", "throughput_told"]


def throughput_told(run, names):
    """Say what came through, beside what the slowest stage allows.

    Parameters
    ----------
    run : PipelineRun
    names : list of str
        Of the stages.

    Returns
    -------
    str
        A sentence.
    """
    s = run.settings
    ideal = s.ideal_per_s
    slowest = laws.bottlenecks(s.sizes_s, s.n_workers)
    allows = "allows" if len(slowest) == 1 else "allow"
    return (
        f"{per_s(run.throughput_per_s)} came through, {100 * run.throughput_per_s / ideal:.0f} % of "
        f"the {_number(ideal)} that {_listed(names, slowest)} {allows}."
    )


def busy_told(run, names):
    """Say how busy the workers of each stage were, and how many items were between them.

    Parameters
    ----------
    run : PipelineRun
    names : list of str

    Returns
    -------
    str
        Two sentences.
    """
    parts = ", ".join(
        f"{name} {100 * part:.0f} %" for name, part in zip(names, run.busy, strict=True)
    )
    told = ", ".join(
        f"{n:.2f} between {before} and {after}"
        for n, (before, after) in zip(run.mean_between, pairwise(names), strict=True)
    )
    return f"Busy: {parts}. Items on average: {told}."


def little_told(run):
    """Tell Little's law over a run.

    Parameters
    ----------
    run : PipelineRun

    Returns
    -------
    str
        A sentence.
    """
    product = laws.mean_in_progress(run.throughput_per_s, run.latency_s)
    return (
        f"Little's law: {per_s(run.throughput_per_s)} x {in_ms(run.latency_s)} that each is inside = "
        f"{product:.2f} inside; counted: {run.mean_inside:.2f}."
    )


def numbers(run, names):
    """Write a line for each stage, and a file with when each item was in each.

    Parameters
    ----------
    run : PipelineRun
    names : list of str

    Returns
    -------
    Html
    """
    s = run.settings
    after = [
        *(
            f"{n:.2f}, at most {most}"
            for n, most in zip(run.mean_between, run.most_between, strict=True)
        ),
        "",
    ]
    rows = [
        (
            name,
            str(n),
            two_digits(size_ms),
            str(distinct_workers(its)),
            f"{100 * part:.0f}",
            waits,
        )
        for name, n, size_ms, its, part, waits in zip(
            names, s.n_workers, s.sizes_ms, run.spans, run.busy, after, strict=True
        )
    ]
    titles = ["stage", "workers", "an item (ms)", "threads seen", "busy (%)", "items after it"]
    lines = [
        (number + 1, name, row + 1, span.start_s, span.end_s)
        for name, its, its_rows in zip(names, run.spans, run.rows, strict=True)
        for number, (span, row) in enumerate(zip(its, its_rows, strict=True))
    ]
    text = rounds_table.written(["item", "stage", "worker", "start (s)", "end (s)"], lines)
    told = table(titles, rows)
    return rounds_table.beside_a_file(told, "items.csv", text, "every item in every stage")


def per_s(throughput_per_s):
    """Write a throughput.

    Parameters
    ----------
    throughput_per_s : float

    Returns
    -------
    str

    Examples
    --------
    >>> per_s(0.667), per_s(33.333), per_s(1234.5)
    ('0.67 items a second', '33.3 items a second', '1,234 items a second')
    """
    return f"{_number(throughput_per_s)} items a second"


def _number(throughput_per_s):
    digits = 2 if throughput_per_s < 10 else 1 if throughput_per_s < 1000 else 0
    return f"{throughput_per_s:,.{digits}f}"


def in_ms(seconds):
    """Write a time with three digits that count, or as whole milliseconds.

    Parameters
    ----------
    seconds : float

    Returns
    -------
    str

    Examples
    --------
    >>> in_ms(0.00061234), in_ms(0.0523), in_ms(0.1809), in_ms(1.3456)
    ('0.612 ms', '52.3 ms', '181 ms', '1,346 ms')
    """
    milliseconds = 1000 * seconds
    return f"{milliseconds:,.0f} ms" if milliseconds >= 1000 else f"{milliseconds:.3g} ms"


def _listed(names, places):
    chosen = [names[i] for i in places]
    return chosen[0] if len(chosen) == 1 else f"{', '.join(chosen[:-1])} and {chosen[-1]}"
