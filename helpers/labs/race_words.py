"""What is said of the first of a race, and of the reader's favourite."""

from helpers import measure
from helpers.wording.words import two_digits

__all__ = ["beside_others", "favourite_told"]


def beside_others(verdicts):
    """Say how the first of a race stands to the others; it ends a sentence.

    Parameters
    ----------
    verdicts : dict of str to measure.Verdict
        Of the first beside each other tool.

    Returns
    -------
    str
    """
    if not verdicts:
        return "."
    level = [name for name, its in verdicts.items() if its == measure.Verdict.NO_DIFFERENCE]
    unclear = [
        name
        for name, its in verdicts.items()
        if its not in (measure.Verdict.FASTER, measure.Verdict.NO_DIFFERENCE)
    ]
    told = ""
    if level:
        told += f"; no difference that matters here from {', '.join(level)}"
    if unclear:
        told += f"; this machine cannot tell it from {', '.join(unclear)}"
    return f"{told or ', and faster than all others'}."


def favourite_told(favourite, first, measurements, verdicts):
    """Say how far the favourite was behind the first of a race.

    Parameters
    ----------
    favourite : str or None
    first : str
    measurements : dict of str to Measurement
    verdicts : dict of str to measure.Verdict
        Of the first beside each other tool.

    Returns
    -------
    str
        A sentence after a blank; empty if there is no favourite.
    """
    if favourite is None:
        return ""
    told = f" Your favourite was {favourite}"
    if favourite == first:
        return f"{told}, which came first."
    if verdicts[favourite] == measure.Verdict.FASTER:
        ratio = measurements[first].speedup[-1] / measurements[favourite].speedup[-1]
        return f"{told}: {first} was {two_digits(ratio)} times as fast."
    if verdicts[favourite] == measure.Verdict.NO_DIFFERENCE:
        return f"{told}: no difference that matters here from {first}."
    return f"{told}: this machine cannot tell it from {first}."
