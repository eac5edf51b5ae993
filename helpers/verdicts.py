"""When repeated measurements of a ratio allow a verdict: all of them have to agree."""

__all__ = ["side_of_1"]

_MARGIN = 1.05  # ratios nearer to 1 are not told from it, however often they repeat


def side_of_1(ratios):
    """Tell on which side of 1 all of several measured ratios lie.

    Parameters
    ----------
    ratios : sequence of float
        More than 0 each, such as speedups, one a round.

    Returns
    -------
    int
        1 if all lie above 1 by more than 5 %, -1 if all lie below it by as much, else 0; 0 also for
        fewer than two, since one measurement is never enough.

    Examples
    --------
    >>> side_of_1([1.4, 1.6, 1.3]), side_of_1([0.7, 0.9]), side_of_1([0.9, 1.6]), side_of_1([2.0])
    (1, -1, 0, 0)
    """
    if len(ratios) < 2:
        return 0
    return (min(ratios) > _MARGIN) - (max(ratios) < 1 / _MARGIN)
