"""Verdicts on waits: none is shorter than was asked for, so one run may tell what rounds would tell."""

__all__ = ["verdict"]

_CERTAINLY = 1.05  # times: two clocks may differ by a little


def verdict(steps, loop_s=0.0, run_s=0.0):
    """Judge a runner beside a loop, by no more steps than are needed.

    A run that was over before the waits of the loop can be was faster than the loop, however busy the
    machine is; and a loop that was over before the waits of a run can be was faster than the run. Without
    either, the rounds decide.

    Parameters
    ----------
    steps : iterable of Measurement
        As from ``measure.iter_sweep``, for one number of workers.
    loop_s, run_s : float, optional
        What the loop and a run take at least, by what they wait for; 0 if that is not known.

    Returns
    -------
    (str, float or None)
        The verdict on the runner, and the speedup by then; None if the runner has not run.
    """
    said, speedup = "", None
    for measured in steps:
        runs_s = [run.elapsed_s for runs in measured.runs for run in runs]
        speedup = measured.speedup[0] if runs_s else None
        if runs_s and _CERTAINLY * min(runs_s) < loop_s:
            return "faster", speedup
        if _CERTAINLY * min(measured.baselines_s) < run_s:
            return "slower", speedup
        said = str(measured.verdict)
    return said, speedup
